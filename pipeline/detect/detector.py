"""What a detector is."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol

from pipeline.model import Finding, Record

__all__ = ["Detector"]


class Detector(Protocol):
    """Finds spans of a record; never changes it, and never passes over a failure in silence."""

    name: str

    def find(self, record: Record) -> Iterable[Finding]:
        """Return the findings of ``record``, in any order; raise RulesError where a rule cannot be run."""
        ...
