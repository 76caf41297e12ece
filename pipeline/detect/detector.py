"""What a detector is, and the stage that runs them all."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Protocol

from pipeline.model import Finding, Record

__all__ = ["Detector", "detect"]


class Detector(Protocol):
    """Finds spans of a record; never changes it, and never passes over a failure in silence."""

    name: str

    def find(self, record: Record) -> Iterable[Finding]:
        """Return the findings of ``record``, in any order; raise RulesError where a rule cannot be run."""
        ...


def detect(record: Record, detectors: Sequence[Detector]) -> tuple[Finding, ...]:
    """Return the findings of all detectors, in reading order. Raises ValueError without a detector."""
    if not detectors:
        msg = "no detector was given, so nothing would be found"
        raise ValueError(msg)
    found = [finding for detector in detectors for finding in detector.find(record)]
    return tuple(sorted(found, key=lambda each: (each.span, each.kind, each.rule or "", each.detector)))
