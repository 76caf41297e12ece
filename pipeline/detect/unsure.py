"""Finds what the door read and nobody may release unseen: hidden text, graphics that may hold words, lines that readers read otherwise."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from pipeline.model import Finding, Record

__all__ = ["UnsureDetector", "without_unseen"]

_LIFTING = "UNCLASSIFIED"
_STAMP = "release-stamp"


class UnsureDetector:
    """Tells passages of a source that its reader is unsure of (Law of release 8: unread is not clean)."""

    name = "door"

    def find(self, record: Record) -> Iterator[Finding]:
        """Yield one finding of kind ``unread`` for each of them."""
        for each in record.unsure:
            yield Finding(each.span, "unread", self.name, 1.0, each.why)


def without_unseen(record: Record, found: Iterable[Finding]) -> set[Finding]:
    """Return the findings without those that would lift anything and that no eye can see: a hidden stamp declassifies nothing."""
    return {each for each in found if not (_lifts(each) and any(each.span.overlaps(unsure.span) for unsure in record.unsure))}


def _lifts(finding: Finding) -> bool:
    return finding.kind == _STAMP or (finding.marking is not None and finding.marking.level == _LIFTING)
