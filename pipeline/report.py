"""What the command tells of records and logs: lines for people, values for programs."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Mapping, Sequence
from typing import TypedDict

from pipeline.audit import check, read_events
from pipeline.batch import Row
from pipeline.errors import EXIT_DONE, AuditError
from pipeline.model import Certainty

__all__ = ["AuditVerdict", "audit_verdict", "date_told", "owners", "row_json", "row_lines"]


class AuditVerdict(TypedDict):
    """One log's verdict, as ``audit verify --json`` prints it."""

    path: str
    ok: bool
    proved: list[str]
    problems: list[str]


def row_lines(row: Row) -> list[str]:
    """Return what is said of a record that was done."""
    lines = [f"{row.named.shown} -> {row.folder}"]
    for statement in row.statements:
        counts = f"{statement.withheld} withheld, {statement.referred} referred"
        lines.append(f"  {statement.version.value:<9} {statement.verdict:<17} {counts}")
    return [*lines, *(f"  note: {note}" for note in row.notes)]


def owners(row: Row) -> list[str]:
    """Return whom a record waits for in either version."""
    return sorted({hold.owner for each in row.statements for hold in each.holds})


def _date(row: Row) -> dt.date | None:
    """Return the record's date where no version withholds it: what is withheld stands in no line of ours."""
    dates = {each.date for each in row.statements}
    return dates.pop() if len(dates) == 1 else None


def date_told(row: Row) -> tuple[str, ...]:
    """Return a record's date and how it was found, for people."""
    if row.certainty is None:
        return ("none",)
    date = _date(row)
    if row.certainty == Certainty.IN_DOUBT:
        return ("in doubt",)
    return (date.isoformat() if date else "withheld", f"({row.certainty})")


def row_json(row: Row) -> dict[str, object]:
    """Return a row for programs; ``message`` is empty where all went well."""
    date = _date(row)
    return {
        "file": row.named.shown,
        "record": row.named.record_id,
        "ok": row.code == EXIT_DONE,
        "exit": row.code,
        "message": row.message,
        "folder": str(row.folder) if row.folder else None,
        "notes": list(row.notes),
        "marking": row.marking,
        "date": date.isoformat() if date else None,
        "date_certainty": row.certainty,
        "rules": row.rules or None,
        "owners": owners(row),
        "versions": {
            each.version.value: {"verdict": each.verdict, "withheld": each.withheld, "referred": each.referred} for each in row.statements
        },
    }


def _files_named(events: Sequence[Mapping[str, object]]) -> dict[str, str]:
    facts = events[-1].get("data") if events else None
    files = facts.get("files") if isinstance(facts, dict) else None
    return {str(name): str(digest) for name, digest in files.items()} if isinstance(files, dict) else {}


def audit_verdict(path: str, data: bytes, beside: Mapping[str, bytes]) -> AuditVerdict:
    """Return what can be proved of a log and of the files ``beside`` it, and what is wrong."""
    try:
        head = check(data)
        files = _files_named(read_events(data))
    except AuditError as error:
        return AuditVerdict(path=path, ok=False, proved=[], problems=[str(error)])
    proved = [f"{head.count} events, none edited, removed, added or moved; head {head.hash}"]
    problems = []
    for name, digest in files.items():
        if name not in beside:
            problems.append(f"{name} is not beside the log, so it could not be compared")
        elif hashlib.sha256(beside[name]).hexdigest() != digest:
            problems.append(f"{name} is not the file that this log is about")
        else:
            proved.append(f"{name} is the file that was verified")
    return AuditVerdict(path=path, ok=not problems, proved=proved, problems=problems)
