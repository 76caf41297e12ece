"""Many records: each on its own, so that a bad one never stops the others."""

from __future__ import annotations

import re
import stat
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePath

from pipeline.detect import Detector, detect
from pipeline.errors import EXIT_DONE, EXIT_ORDER, EXIT_UNFORESEEN, DeclassError, InputError, LeakError
from pipeline.flow import READERS, Job, Outcome, process
from pipeline.ingest import ingest
from pipeline.model import Action, RuleSet, Version
from pipeline.statement import Statement, make_statement
from pipeline.store import publish, refuse_existing, scratch

__all__ = ["Named", "Row", "exit_code", "name_inputs", "run"]

_NEUTRAL = "record"
_NAME_PROBE = "file names"


@dataclass(frozen=True, slots=True)
class Named:
    """A file to run, its record id, and what messages call it."""

    path: Path
    record_id: str
    shown: str


@dataclass(frozen=True, slots=True)
class Row:
    """How one record ended: exit code, what is said of it, and where its folder is."""

    named: Named
    code: int
    message: str
    folder: Path | None = None
    statements: tuple[Statement, ...] = ()
    notes: tuple[str, ...] = ()


def _slug(stem: str) -> str:
    plain = unicodedata.normalize("NFKD", stem).encode("ascii", "ignore").decode().lower()
    return "-".join(re.findall(r"[a-z0-9]+", plain)) or _NEUTRAL


def _printable(text: str) -> str:
    """Return a path as one line that any terminal can show."""
    return "".join(char if char.isprintable() else f"[U+{ord(char):04X}]" for char in text)


def _readings(name: str) -> Iterator[str]:
    """Yield a file's name as words: as it stands, without its suffix, and with its parts as words.

    What shows nothing may part a word or stand for a gap. Signs by which the door tells a file's kind are no
    part of words: a name is always read as plain text.
    """
    for gap in (" ", ""):
        plain = "".join(char if char.isprintable() and char not in "<>%" else gap for char in name)
        yield from (PurePath(plain).stem, plain, re.sub(r"[-_.+]+", " ", plain))


def _is_telling(name: str, rules: RuleSet, detectors: Sequence[Detector]) -> bool:
    """Tell whether a rule that withholds fires on a file's name."""
    words = "\n".join(["", *_readings(name), ""])
    record = ingest(words.encode(), name="name.txt", readers=READERS)
    withholding = {rule.id for rule in rules.rules if rule.action is not Action.RELEASE}
    return any(finding.rule in withholding for finding in detect(record, detectors))


def name_inputs(paths: Sequence[Path], rules: RuleSet, detectors: Sequence[Detector]) -> tuple[Named, ...]:
    """Return the files with ids of their own: the slug of the stem, then -2, -3 in the order given.

    A file whose name a rule would withhold is ``record``, and messages call it by its place in the list.
    """
    taken: set[str] = set()
    named = []
    for number, path in enumerate(paths, start=1):
        is_telling = _is_telling(path.name or ".", rules, detectors)
        base = _NEUTRAL if is_telling else _slug(path.stem)
        record_id, count = base, 1
        while record_id in taken or record_id == "internal":
            count += 1
            record_id = f"{base}-{count}"
        taken.add(record_id)
        named.append(Named(path, record_id, f"file {number}" if is_telling else _printable(str(path))))
    return tuple(named)


def _read(named: Named, max_bytes: int) -> bytes:
    path = named.path
    try:
        kind = path.stat().st_mode
        if stat.S_ISDIR(kind):
            raise InputError(f"{named.shown}: this is a folder; name the files in it")
        if not stat.S_ISREG(kind):
            raise InputError(f"{named.shown}: this is no regular file; copy its content into one")
        with path.open("rb") as handle:
            return handle.read(max_bytes + 1)
    except (FileNotFoundError, NotADirectoryError):
        raise InputError(f"{named.shown}: there is no such file; check the path") from None
    except OSError as error:
        raise InputError(f"{named.shown}: cannot be read ({error.strerror}); check its rights") from None


def _door_name(named: Named) -> str:
    """Return the name for the door, which wants the suffix; of a telling name nothing but that is shown to it."""
    return named.shown if named.shown == _printable(str(named.path)) else named.shown + named.path.suffix


def _told(named: Named, error: DeclassError) -> str:
    """Return an error's sentence after what the file is called, once, and without the suffix of a telling name."""
    text = str(error).removeprefix(f"{_door_name(named)}: ").removeprefix(f"{named.shown}: ")
    return f"{named.shown}: {text}"


def _unnamed(named: Named, number: int) -> Named:
    """Return a file whose name, as it turned out, holds a withheld word: from here on its place stands for it."""
    return Named(named.path, _NEUTRAL, f"file {number}")


def _one(named: Named, job: Job, out: Path, folder: Path, *, replace: bool) -> Row:
    untrusted = _read(named, job.limits.max_bytes)
    refuse_existing(out, named.record_id, replace=replace)
    outcome = process(untrusted, name=_door_name(named), record_id=named.record_id, job=job)
    target = publish(outcome, out, folder, case_key=job.case_key, replace=replace)
    return Row(named, EXIT_DONE, "", target, _statements(outcome), outcome.notes)


def _statements(outcome: Outcome) -> tuple[Statement, ...]:
    return tuple(make_statement(outcome.record, outcome.decisions[version], version, outcome.policy) for version in Version)


def run(named: Sequence[Named], job: Job, out: Path, *, replace: bool) -> tuple[Row, ...]:
    """Run every file; each ends in a row. Raises InputError only where ``out`` itself cannot be used.

    An error that nobody foresaw is told by its kind alone: its message might quote the record.
    """
    rows = []
    with scratch(out) as folder:
        for number, each in enumerate(named, start=1):
            try:
                rows.append(_one(each, job, out, folder, replace=replace))
            except DeclassError as error:
                shown = _unnamed(each, number) if isinstance(error, LeakError) and error.probe == _NAME_PROBE else each
                rows.append(Row(shown, error.exit_code, _told(shown, error)))
            except Exception as error:  # noqa: BLE001  # one poison record must not stop the others
                what = f"{each.shown}: an unforeseen {type(error).__name__}; nothing was written; please report it"
                rows.append(Row(each, EXIT_UNFORESEEN, what))
    return tuple(rows)


def exit_code(rows: Sequence[Row]) -> int:
    """Return the code of a batch: the first that occurs in it, in the order 5, 1, 6, 4, 3, 2, 0."""
    codes = {row.code for row in rows}
    return next((code for code in EXIT_ORDER if code in codes), EXIT_DONE)
