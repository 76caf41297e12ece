"""Moves a record's two folders into place together: a kill at any moment leaves what the next run can finish.

A record has a public and an internal folder, and no disk renames two folders in one step. So the whole plan is
written down first, in the run's scratch folder, when both new folders lie there whole and verified. From then on
the plan is carried out forward, whoever does it: each step is done when its target is there, and steps come in
such an order that no public folder ever stands without its internal twin.

The journal holds a record id and a number, never a path: whoever could forge one could not move anything else.
"""

from __future__ import annotations

import json
import os
import re
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypeAlias

__all__ = ["INTERNAL", "Plan", "carry_out", "is_pending", "make_plan", "staged", "sync", "take_up"]

INTERNAL = "internal"
_JOURNAL = "journal.json"
_RECORD_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_PRIVATE_FILE = 0o600

Move: TypeAlias = tuple[Path, Path]


@dataclass(frozen=True, slots=True)
class Plan:
    """What is moved for one record: its two new folders in, and what stood there aside under ``number``."""

    record_id: str
    number: int
    has_public: bool
    has_internal: bool


def staged(folder: Path, record_id: str) -> tuple[Path, Path]:
    """Return where a record's public and internal folder are made, inside the scratch folder."""
    return folder / record_id, folder / f"{record_id}.{INTERNAL}"


def _standing(out: Path, record_id: str) -> tuple[Path, Path]:
    return out / record_id, out / INTERNAL / record_id


def make_plan(out: Path, record_id: str) -> Plan:
    """Return the plan for a record: both old folders, where there are any, take the first number free for both."""
    number = 1
    while any(map(os.path.lexists, _standing(out, f"{record_id}.superseded-{number}"))):
        number += 1
    public, internal = map(os.path.lexists, _standing(out, record_id))
    return Plan(record_id, number, public, internal)


def _moves(plan: Plan, out: Path, folder: Path) -> list[Move]:
    """Return the steps in order: the old public folder leaves first, the new one comes last."""
    new_public, new_internal = staged(folder, plan.record_id)
    public, internal = _standing(out, plan.record_id)
    aside_public, aside_internal = _standing(out, f"{plan.record_id}.superseded-{plan.number}")
    old = [(public, aside_public)] * plan.has_public + [(internal, aside_internal)] * plan.has_internal
    return [*old, (new_internal, internal), (new_public, public)]


def sync(path: Path) -> None:
    """Bring a file or folder to the disk itself. Raises OSError."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _write(plan: Plan, folder: Path) -> None:
    facts = {"record": plan.record_id, "number": plan.number, "public": plan.has_public, "internal": plan.has_internal}
    with (folder / _JOURNAL).open("x", encoding="ascii") as handle:
        os.fchmod(handle.fileno(), _PRIVATE_FILE)
        json.dump(facts, handle)
        handle.flush()
        os.fsync(handle.fileno())
    sync(folder)


def _read(folder: Path) -> Plan | None:
    """Return the plan that is written down; None where it was cut short, for then no step was taken yet."""
    try:
        facts = json.loads((folder / _JOURNAL).read_bytes())
        plan = Plan(str(facts["record"]), int(facts["number"]), bool(facts["public"]), bool(facts["internal"]))
    except (ValueError, KeyError, TypeError):
        return None
    return plan if _RECORD_ID.fullmatch(plan.record_id) and plan.record_id != INTERNAL else None


def is_pending(folder: Path) -> bool:
    """Tell whether a scratch folder holds a plan that is not known to be carried out."""
    return os.path.lexists(folder / _JOURNAL)


def _settle(out: Path, folder: Path) -> None:
    """Bring the moves to the disk itself, then forget the plan: never the other way round."""
    for each in (out, out / INTERNAL, folder):
        sync(each)
    (folder / _JOURNAL).unlink()


def _undo(moves: list[Move], folder: Path) -> None:
    for source, target in reversed(moves):
        if os.path.lexists(target) and not os.path.lexists(source):
            target.rename(source)
    (folder / _JOURNAL).unlink(missing_ok=True)


def carry_out(plan: Plan, out: Path, folder: Path) -> None:
    """Write the plan down and move all folders; undo all of it where one step fails.

    Raises OSError. Where undoing fails too, the journal stays, and ``take_up`` finishes the plan.
    """
    begun: list[Move] = []
    try:
        _write(plan, folder)
        for source, target in _moves(plan, out, folder):
            begun.append((source, target))
            source.rename(target)
        _settle(out, folder)
    except BaseException:
        _undo(begun, folder)
        raise


def take_up(out: Path, folder: Path) -> str | None:
    """Finish the plan that lies in a scratch folder; return the id of the record that is whole by it, if any.

    Raises OSError where the disk refuses; the plan then stays for the next who tries.
    """
    if not is_pending(folder):
        return None
    plan = _read(folder)
    if plan is None:
        (folder / _JOURNAL).unlink()
        return None
    for source, target in _moves(_rest(plan, folder), out, folder):
        if not os.path.lexists(target) and os.path.lexists(source):
            source.rename(target)
    _settle(out, folder)
    is_whole = not any(map(os.path.lexists, staged(folder, plan.record_id)))  # unless a person put something in the way
    return plan.record_id if is_whole else None


def _rest(plan: Plan, folder: Path) -> Plan:
    """Return a plan without what its new folders, once in place, make past: they are never set aside themselves."""
    public, internal = (os.path.lexists(path) for path in staged(folder, plan.record_id))
    return replace(plan, has_public=plan.has_public and public, has_internal=plan.has_internal and internal)
