"""Many records: each on its own, so that a bad one never stops the others."""

from __future__ import annotations

import hashlib
import os
import re
import stat
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path, PurePath

from pipeline.detect import Combiner, Detector, detect, whole_id
from pipeline.errors import EXIT_DONE, EXIT_ORDER, EXIT_UNFORESEEN, DeclassError, InputError, LeakError, RulesError
from pipeline.flow import Job, Outcome, process
from pipeline.ingest import ingest, readers_for
from pipeline.inputs import Found
from pipeline.isolate import MIB, Bounds, Failed, Failure, each_apart, stop_told
from pipeline.model import Action, RuleSet, Ruling, Version
from pipeline.scratch import scratch
from pipeline.statement import Statement, make_statement
from pipeline.store import discard, place, refuse_existing, stage

__all__ = ["Named", "Row", "check_sources", "exit_code", "is_harmless", "name_inputs", "rules_label", "run"]

_NEUTRAL = "record"
_NAME_PROBE = "file names"
_DIGITS = 8  # of a digest, to tell rule sets apart by eye
_DEFAULT_BOUNDS = Bounds()
_ENDINGS = {
    Failure.CRASH: (
        EXIT_UNFORESEEN,
        "the reader or writer crashed ({how}); nothing was written; try a larger --memory-limit, and report it if it crashes again",
    ),
    Failure.TIME: (
        InputError.exit_code,
        "not done within its time limit of {seconds} seconds; nothing was written; allow more with --time-limit, or split the record",
    ),
    Failure.MEMORY: (
        InputError.exit_code,
        "needs more than its memory limit of {mib} MiB; nothing was written; allow more with --memory-limit, or split the record",
    ),
    Failure.STOPPED: (EXIT_UNFORESEEN, "the run was stopped while this was at work; nothing was written; run it again"),
}


@dataclass(frozen=True, slots=True)
class Named:
    """A file to run, its record id, and what messages call it; ``fault`` says why it cannot be run."""

    path: Path
    record_id: str
    shown: str
    fault: str | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """How one record ended: exit code, what is said of it, where its folder is, and what decided it.

    ``marking`` is the highest level of its banners, else of its portions; ``certainty`` how its date was found,
    None where it has none. No word of the record is in it but what its statements hold of released text.
    """

    named: Named
    code: int
    message: str
    folder: Path | None = None
    statements: tuple[Statement, ...] = ()
    notes: tuple[str, ...] = ()
    marking: str | None = None
    certainty: str | None = None
    rules: str = ""


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
    record = ingest(words.encode(), name="name.txt", readers=readers_for())
    withholding = {rule.id for rule in rules.rules if rule.action is not Action.RELEASE}
    apart = [each for each in detectors if not isinstance(each, Combiner)]  # a part of what a rule looks for is telling too
    return any(finding.rule and whole_id(finding.rule) in withholding for finding in detect(record, apart))


def is_harmless(path: Path, rules: RuleSet, detectors: Sequence[Detector]) -> bool:
    """Tell whether a file may be called by its name: no rule that withholds fires on it."""
    return not _is_telling(path.name, rules, detectors)


def name_inputs(found: Sequence[Found], rules: RuleSet, detectors: Sequence[Detector]) -> tuple[Named, ...]:
    """Return the files with ids of their own: the slug of the stem, then -2, -3 in the order given.

    A file whose name a rule would withhold is ``record``, and messages call it by its place in the list. So they do
    where that holds of a folder on its way that nobody typed.
    """
    known: dict[str, bool] = {}

    def is_telling(name: str) -> bool:
        if name not in known:
            known[name] = _is_telling(name, rules, detectors)
        return known[name]

    taken: set[str] = set()
    named = []
    for number, each in enumerate(found, start=1):
        name = each.path.name or "."
        base = _NEUTRAL if is_telling(name) else _slug(each.path.stem)
        is_hidden = any(map(is_telling, (name, *each.below)))
        shown = f"file {number}" if is_hidden else _printable(str(each.path))
        named.append(Named(each.path, _free(base, taken), shown, each.fault))
    return tuple(named)


def _free(base: str, taken: set[str]) -> str:
    """Return the first id that is not taken, and take it."""
    record_id, count = base, 1
    while record_id in taken or record_id == "internal":
        count += 1
        record_id = f"{base}-{count}"
    taken.add(record_id)
    return record_id


def _read(named: Named, max_bytes: int) -> bytes:
    """Return a file's bytes, at most one more than the limit; nothing that is no regular file is waited for."""
    if named.fault:
        raise InputError(f"{named.shown}: {named.fault}")
    try:
        if not stat.S_ISREG(named.path.stat().st_mode):
            raise InputError(f"{named.shown}: this is no regular file; copy its content into one")
        with open(os.open(named.path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC), "rb") as file:  # noqa: PTH123  # never blocks
            return file.read(max_bytes + 1)
    except (FileNotFoundError, NotADirectoryError):
        what = "this link leads nowhere; name the file itself" if named.path.is_symlink() else "there is no such file; check the path"
        raise InputError(f"{named.shown}: {what}") from None
    except OSError as error:
        raise InputError(f"{named.shown}: cannot be read ({error.strerror}); check its rights") from None


def check_sources(named: Sequence[Named], rulings: Sequence[Ruling]) -> None:
    """Raise RulesError with every ruling whose source is none of the files: it would be passed over in silence."""
    known = set(filter(None, (_digest_of(each.path) for each in named if rulings)))
    strange = [each.place for each in rulings if each.source not in known]
    if strange:
        what = "the ruling is for another file; expected the SHA-256 of one of this run's files as its source"
        raise RulesError(*(f"{place}: {what}" for place in strange))


def _digest_of(path: Path) -> str | None:
    """Return the SHA-256 of a regular file; None where there is none that can be read, which its own row tells."""
    try:
        if not stat.S_ISREG(path.stat().st_mode):
            return None
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return None


def _door_name(named: Named) -> str:
    """Return the name for the door, which wants the suffix; of a telling name nothing but that is shown to it."""
    return named.shown if named.shown == _printable(str(named.path)) else named.shown + named.path.suffix


def _told(named: Named, error: DeclassError) -> str:
    """Return an error's sentence after what the file is called, once, and without the suffix of a telling name."""
    text = str(error).removeprefix(f"{_door_name(named)}: ").removeprefix(f"{named.shown}: ")
    return f"{named.shown}: {text}"


def _statements(outcome: Outcome) -> tuple[Statement, ...]:
    return tuple(make_statement(outcome.record, outcome.decisions[version], version, outcome.policy) for version in Version)


def _stage(named: Named, job: Job, out: Path, folder: Path, *, replacing: bool) -> Row:
    untrusted = _read(named, job.limits.max_bytes)
    refuse_existing(out, named.record_id, replace=replacing)
    outcome = process(untrusted, name=_door_name(named), record_id=named.record_id, job=job)
    stage(outcome, folder, case_key=job.case_key)
    date = outcome.record.date
    return Row(
        named,
        EXIT_DONE,
        "",
        statements=_statements(outcome),
        notes=outcome.notes,
        marking=outcome.marking,
        certainty=date.certainty.value if date else None,
        rules=rules_label(job.rules),
    )


def rules_label(rules: RuleSet) -> str:
    """Return what a rule set is called: its file, and the first digits of the digest of all its files."""
    name = PurePath(rules.files[0].name).name if rules.files else "rules"
    return f"{_printable(name)} {rules.digest[:_DIGITS]}"


def _in_child(number: int, named: Named, job: Job, out: Path, folder: Path, *, replacing: bool) -> Row:
    """Do one record up to the scratch folder; it ends in a row. Raises MemoryError."""
    try:
        return _stage(named, job, out, folder, replacing=replacing)
    except MemoryError:
        raise
    except Exception as error:  # noqa: BLE001  # one poison record must not stop the others
        return _bad(number, named, error)


def _bad(number: int, named: Named, error: Exception) -> Row:
    """Return the row of a record that an error ended.

    An error that nobody foresaw is told by its kind alone: its message might quote the record. Where a file's name,
    as it turned out, holds a withheld word, its place stands for it.
    """
    if not isinstance(error, DeclassError):
        what = f"{named.shown}: an unforeseen {type(error).__name__}; nothing was written; please report it"
        return Row(named, EXIT_UNFORESEEN, what)
    is_named = isinstance(error, LeakError) and error.probe == _NAME_PROBE
    shown = replace(named, record_id=_NEUTRAL, shown=f"file {number}") if is_named else named
    return Row(shown, error.exit_code, _told(shown, error))


def _failed(named: Named, failed: Failed, bounds: Bounds) -> Row:
    """Return the row of a record whose process gave none."""
    code, sentence = _ENDINGS[failed.failure]
    seconds = round(bounds.seconds_for(_bytes_of(named)))
    return Row(named, code, f"{named.shown}: {sentence.format(how=failed.how, seconds=seconds, mib=bounds.memory_mib)}")


def _bytes_of(named: Named) -> int:
    try:
        return named.path.stat().st_size
    except OSError:
        return 0


def _settled(number: int, named: Named, row: Row, out: Path, folder: Path, *, replacing: bool) -> Row:
    """Move a record that is done into place, and take away what one that is not has left in scratch."""
    if row.code == EXIT_DONE:
        try:
            return replace(row, folder=place(named.record_id, out, folder, replace=replacing))
        except Exception as error:  # noqa: BLE001  # nor must one that cannot be moved
            row = _bad(number, named, error)
    discard(folder, named.record_id)  # not the row's id, which is neutral where the name told something
    return row


def run(
    named: Sequence[Named],
    job: Job,
    out: Path,
    *,
    replacing: bool,
    jobs: int = 1,
    bounds: Bounds = _DEFAULT_BOUNDS,
    tick: Callable[[int], None] = lambda _: None,
) -> Iterator[Row]:
    """Run every file in a process of its own and yield how it ended, in the order given.

    Asked to stop (Ctrl-C, SIGTERM), it kills what is at work and tells it so; records not begun have no row.
    ``tick`` is told some times a second how many have ended. Raises InputError only where ``out`` cannot be used.
    """
    ended: dict[int, Row] = {}
    told = 0
    with stop_told() as is_stopped, scratch(out) as folder:

        def work(numbered: tuple[int, Named]) -> Row:
            return _in_child(*numbered, job, out, folder, replacing=replacing)

        def look_up() -> bool:
            tick(told + len(ended))
            return is_stopped()

        def seconds(numbered: tuple[int, Named]) -> float:
            return bounds.seconds_for(_bytes_of(numbered[1]))

        tasks, memory = tuple(enumerate(named, start=1)), bounds.memory_mib * MIB
        for index, end in each_apart(tasks, work, jobs=jobs, seconds=seconds, memory=memory, tick=look_up):
            row = _failed(named[index], end, bounds) if isinstance(end, Failed) else end
            ended[index] = _settled(*tasks[index], row, out, folder, replacing=replacing)
            while told in ended:
                yield ended.pop(told)
                told += 1
        yield from (ended[index] for index in sorted(ended))


def exit_code(rows: Sequence[Row]) -> int:
    """Return the code of a batch: the first that occurs in it, in the order 5, 1, 6, 4, 3, 2, 0."""
    codes = {row.code for row in rows}
    return next((code for code in EXIT_ORDER if code in codes), EXIT_DONE)
