"""Writes a record's folders: whole or not at all, read back before they are public."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections.abc import Mapping
from pathlib import Path

from pipeline.audit import worksheet
from pipeline.errors import InputError
from pipeline.flow import Outcome
from pipeline.journal import INTERNAL, carry_out, is_pending, make_plan, staged, sync, take_up
from pipeline.model import Action, Version
from pipeline.scratch import locked, recover
from pipeline.statement import make_statement
from pipeline.verify import expect, verify_folder

__all__ = ["discard", "place", "refuse_existing", "stage"]

_PRIVATE, _PUBLIC = 0o700, 0o755
_PRIVATE_FILE, _PUBLIC_FILE = 0o600, 0o644


def refuse_existing(out: Path, record_id: str, *, replace: bool) -> None:
    """Raise InputError where the record's folder is there already and may not be set aside."""
    taken = [path for path in (out / record_id, out / INTERNAL / record_id) if os.path.lexists(path)]
    if taken and not replace:
        raise InputError(f"{taken[0]}: the folder is there already; use --replace to keep it aside, or another --out")


def _write(folder: Path, files: Mapping[str, bytes], *, folder_mode: int, file_mode: int) -> None:
    folder.mkdir(mode=folder_mode)
    folder.chmod(folder_mode)
    for name, data in files.items():
        with (folder / name).open("xb") as handle:
            os.fchmod(handle.fileno(), file_mode)
            handle.write(data)
            handle.flush()
            os.fsync(handle.fileno())
    sync(folder)


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
        "tools": dict(outcome.tools),
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
    return {
        "findings.json": _json(findings),
        "audit.jsonl": outcome.internal.to_bytes(),
        "case.key": case_key,
        "rulings.yaml": worksheet(outcome.record, outcome.decisions, outcome.rulings),
    }


def stage(outcome: Outcome, folder: Path, *, case_key: bytes) -> None:
    """Write a record's two folders into scratch and read the public one back.

    Raises LeakError where the folder may not be published, InputError where the disk refuses.
    """
    public, private = staged(folder, outcome.record.id)
    try:
        _write(public, _public(outcome), folder_mode=_PUBLIC, file_mode=_PUBLIC_FILE)
        _write(private, _internal(outcome, case_key), folder_mode=_PRIVATE, file_mode=_PRIVATE_FILE)
        _check(outcome, public)
    except OSError as error:
        raise InputError(_refused(folder.parent, outcome.record.id, error)) from None


def discard(folder: Path, record_id: str) -> None:
    """Remove what was written of a record that ended badly, so that the next one finds the space.

    What waits to be moved into place stays: it is all there is of the record.
    """
    if is_pending(folder):
        return
    for path in staged(folder, record_id):
        shutil.rmtree(path, ignore_errors=True)


def place(record_id: str, out: Path, folder: Path, *, replace: bool) -> Path:
    """Move a staged record's folders into place, both or none; finish first what killed runs had begun here.

    Raises InputError where a folder is there already or the disk refuses.
    """
    try:
        with locked(out):
            take_up(out, folder)
            recover(out)
            (out / INTERNAL).mkdir(mode=_PRIVATE, exist_ok=True)
            refuse_existing(out, record_id, replace=replace)
            carry_out(make_plan(out, record_id), out, folder)
    except OSError as error:
        if is_pending(folder):
            what = f"{out}: cannot be written ({error.strerror}) while {record_id} was moved into place; the next run here finishes that"
            raise InputError(what) from None
        raise InputError(_refused(out, record_id, error)) from None
    return out / record_id


def _refused(out: Path, record_id: str, error: OSError) -> str:
    return f"{out}: cannot be written ({error.strerror}); nothing of {record_id} was kept; check space and rights"


def _check(outcome: Outcome, public: Path) -> None:
    files = {path.name: path.read_bytes() for path in public.iterdir()}
    expected = {version: expect(outcome.record, outcome.decisions[version], version, outcome.policy) for version in Version}
    verify_folder(public.name, files, outcome.releases, expected)
