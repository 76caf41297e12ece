"""One record read, found and decided in both versions; nothing is rendered and nothing written."""

from __future__ import annotations

import datetime as dt
import os
import stat
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from pipeline.decide import bind, decide
from pipeline.detect import Detector, detect
from pipeline.errors import InputError
from pipeline.ingest import DEFAULT_LIMITS, Limits, ingest, readers_for
from pipeline.model import Certainty, Decision, Finding, Record, RecordDate, RuleSet, Ruling, Version

__all__ = ["Setting", "Trial", "read_source", "try_record", "try_source"]


@dataclass(frozen=True, slots=True)
class Setting:
    """What decides a record beside its own text: rules, what finds for them, and the days that count."""

    rules: RuleSet
    detectors: tuple[Detector, ...]
    as_of: dt.date
    first_review: dt.date | None = None
    record_date: dt.date | None = None
    is_stated_unclassified: bool = False
    passwords: tuple[str, ...] = field(default=(), repr=False)
    limits: Limits = DEFAULT_LIMITS
    rulings: tuple[Ruling, ...] = ()


@dataclass(frozen=True, slots=True)
class Trial:
    """A record, what was found in it, the rulings on it, and the decisions of each version as they would be in a run."""

    record: Record
    findings: tuple[Finding, ...]
    decisions: Mapping[Version, tuple[Decision, ...]]
    rulings: tuple[Ruling, ...] = ()


def try_source(untrusted: bytes, *, name: str, setting: Setting) -> Trial:
    """Take a source through the first three stages. Raises a DeclassError where any of them refuses."""
    return try_record(ingest(untrusted, name=name, readers=readers_for(setting.passwords), limits=setting.limits), setting)


def try_record(read: Record, setting: Setting) -> Trial:
    """Find and decide in a record that was read; a date that a person stated settles any doubt."""
    record = replace(read, date=RecordDate(setting.record_date, Certainty.STATED)) if setting.record_date else read
    findings = detect(record, setting.detectors)
    rulings = bind(record, setting.rulings)
    decisions = {
        version: decide(
            record,
            findings,
            setting.rules,
            rulings=rulings,
            version=version,
            as_of=setting.as_of,
            first_review=setting.first_review,
            is_stated_unclassified=setting.is_stated_unclassified,
        )
        for version in Version
    }
    return Trial(record, findings, decisions, rulings)


def read_source(path: Path, shown: str, max_bytes: int) -> bytes:
    """Return a file's bytes, at most one more than the limit; nothing that is no regular file is waited for. Raises InputError."""
    try:
        if not stat.S_ISREG(path.stat().st_mode):
            raise InputError(f"{shown}: this is no regular file; name the record itself")
        with open(os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC), "rb") as file:  # noqa: PTH123  # never blocks
            return file.read(max_bytes + 1)
    except FileNotFoundError:
        raise InputError(f"{shown}: there is no such file; check the path") from None
    except OSError as error:
        raise InputError(f"{shown}: cannot be read ({error.strerror}); check its rights") from None
