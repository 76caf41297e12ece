"""Writes a record's folders: whole or not at all, read back before they are public."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from pipeline.errors import InputError
from pipeline.flow import Outcome, tools
from pipeline.model import Action, Version
from pipeline.statement import make_statement
from pipeline.verify import expect, verify_folder

__all__ = ["INTERNAL", "clean", "leftovers", "publish", "refuse_existing", "scratch"]

INTERNAL = "internal"
_SCRATCH = ".incomplete-"
_PRIVATE, _PUBLIC = 0o700, 0o755
_PRIVATE_FILE, _PUBLIC_FILE = 0o600, 0o644


def leftovers(out: Path) -> tuple[Path, ...]:
    """Return the scratch folders that killed runs left behind; those of other living processes are not among them."""
    return tuple(path for path in sorted(out.glob(f"{_SCRATCH}*")) if not _is_alive(path.name.removeprefix(_SCRATCH)))


def clean(out: Path) -> tuple[Path, ...]:
    """Remove what killed runs left behind and return what is gone; a link is never followed."""
    found = leftovers(out)
    for path in found:
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path, ignore_errors=True)
    return tuple(path for path in found if not path.exists())


def _is_alive(pid: str) -> bool:
    """Tell whether another process has this number; our own is that of a killed run where numbers come again."""
    if not pid.isascii() or not pid.isdigit() or int(pid) in {0, os.getpid()}:
        return False
    try:
        os.kill(int(pid), 0)
    except (ProcessLookupError, OverflowError):
        return False
    except PermissionError:
        return True
    return True


@contextmanager
def scratch(out: Path) -> Iterator[Path]:
    """Give the run's one scratch folder, mode 0700; it is gone afterwards, whatever happened."""
    folder = out / f"{_SCRATCH}{os.getpid()}"
    try:
        out.mkdir(parents=True, exist_ok=True)
        folder.mkdir(mode=_PRIVATE)
    except FileExistsError:
        if not out.is_dir():
            raise InputError(f"{out}: this is a file, not a folder; choose another with --out") from None
        raise InputError(f"{folder}: left by a killed run and in the way; --clean removes it") from None
    except OSError as error:
        raise InputError(f"{out}: the output folder cannot be written ({error.strerror}); choose another with --out") from None
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def refuse_existing(out: Path, record_id: str, *, replace: bool) -> None:
    """Raise InputError where the record's folder is there already and may not be set aside."""
    taken = [path for path in (out / record_id, out / INTERNAL / record_id) if path.exists()]
    if taken and not replace:
        raise InputError(f"{taken[0]}: the folder is there already; use --replace to keep it aside, or another --out")


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _write(folder: Path, files: Mapping[str, bytes], *, folder_mode: int, file_mode: int) -> None:
    folder.mkdir(mode=folder_mode)
    folder.chmod(folder_mode)
    for name, data in files.items():
        with (folder / name).open("xb") as handle:
            os.fchmod(handle.fileno(), file_mode)
            handle.write(data)
            handle.flush()
            os.fsync(handle.fileno())
    _sync(folder)


def _json(value: object) -> bytes:
    return (json.dumps(value, indent=2, sort_keys=True, ensure_ascii=False) + "\n").encode()


def _public(outcome: Outcome) -> dict[str, bytes]:
    files: dict[str, bytes] = {}
    versions = {}
    for version in Version:
        draft = outcome.releases[version].draft
        own = {f"{version}.pdf": draft.pdf, f"{version}.txt": draft.text, f"{version}.audit.jsonl": outcome.logs[version].to_bytes()}
        files |= own
        versions[version.value] = _manifest_entry(outcome, version, own)
    manifest = {
        "record": outcome.record.id,
        "case": outcome.policy.case,
        "as_of": outcome.policy.as_of.isoformat(),
        "tools": tools(),
        "versions": versions,
    }
    return {**files, "manifest.json": _json(manifest)}


def _manifest_entry(outcome: Outcome, version: Version, own: Mapping[str, bytes]) -> dict[str, object]:
    decisions = outcome.decisions[version]
    statement = make_statement(outcome.record, decisions, version, outcome.policy)
    codes = {code for each in decisions if each.action is Action.REDACT for code in each.codes}
    return {
        "verdict": statement.verdict,
        "withheld": statement.withheld,
        "referred": statement.referred,
        "codes": sorted(codes),
        "files": {name: hashlib.sha256(data).hexdigest() for name, data in own.items()},
    }


def _internal(outcome: Outcome, case_key: bytes) -> dict[str, bytes]:
    findings = [
        {
            "start": each.span.start,
            "end": each.span.end,
            "text": outcome.record.text[each.span.start : each.span.end],
            "kind": each.kind,
            "detector": each.detector,
            "rule": each.rule,
            "confidence": each.confidence,
            "why": each.why,
            "level": each.marking.level if each.marking else None,
        }
        for each in outcome.findings
    ]
    return {"findings.json": _json(findings), "audit.jsonl": outcome.internal.to_bytes(), "case.key": case_key}


def publish(outcome: Outcome, out: Path, folder: Path, *, case_key: bytes, replace: bool) -> Path:
    """Write a record's two folders into scratch, read the public one back, and move both into place.

    Raises LeakError where the folder may not be published, InputError where the disk refuses. Either way
    nothing of the record is in ``out``.
    """
    record_id = outcome.record.id
    public, private = folder / record_id, folder / f"{record_id}.{INTERNAL}"
    try:
        _write(public, _public(outcome), folder_mode=_PUBLIC, file_mode=_PUBLIC_FILE)
        _write(private, _internal(outcome, case_key), folder_mode=_PRIVATE, file_mode=_PRIVATE_FILE)
        _check(outcome, public)
        (out / INTERNAL).mkdir(mode=_PRIVATE, exist_ok=True)
        refuse_existing(out, record_id, replace=replace)
        _move(((private, out / INTERNAL / record_id), (public, out / record_id)))
    except OSError as error:
        raise InputError(f"{out}: cannot be written ({error.strerror}); nothing of {record_id} was kept; check space and rights") from None
    return out / record_id


def _check(outcome: Outcome, public: Path) -> None:
    files = {path.name: path.read_bytes() for path in public.iterdir()}
    expected = {version: expect(outcome.record, outcome.decisions[version], version, outcome.policy) for version in Version}
    verify_folder(public.name, files, outcome.releases, expected)


def _superseded(path: Path) -> Path:
    number = 1
    while (aside := path.with_name(f"{path.name}.superseded-{number}")).exists():
        number += 1
    return aside


def _move(pairs: tuple[tuple[Path, Path], ...]) -> None:
    """Move each folder to its place, setting aside what is there; undo all of it where one move fails."""
    undo: list[tuple[Path, Path]] = []
    try:
        for source, target in pairs:
            if target.exists():
                aside = _superseded(target)
                undo.append((aside, target))
                target.rename(aside)
            undo.append((target, source))
            source.rename(target)
            _sync(target.parent)
    except BaseException:
        for moved, back in reversed(undo):
            if moved.exists():
                moved.rename(back)
        raise
