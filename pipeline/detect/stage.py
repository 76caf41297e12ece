"""The stage: every detector over the record, once more over its page breaks, and combined rules from what was found."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pipeline.detect.combine import Combiner
from pipeline.detect.detector import Detector
from pipeline.detect.entities import EntityDetector
from pipeline.detect.markings import MarkingDetector
from pipeline.detect.pagebreaks import find_over_breaks
from pipeline.detect.unsure import UnsureDetector, without_unseen
from pipeline.model import Finding, Record
from pipeline.running import marked_lines

__all__ = ["detect"]


def detect(record: Record, detectors: Sequence[Detector]) -> tuple[Finding, ...]:
    """Return the findings of all detectors, in reading order. Raises ValueError without a detector."""
    if not detectors:
        msg = "no detector was given, so nothing would be found"
        raise ValueError(msg)
    found = without_unseen(record, (finding for detector in detectors for finding in detector.find(record)))
    found.update(find_over_breaks(record, list(_at_breaks(record, detectors, found)), marked_lines(found), tuple(found)))
    for combiner in (each for each in detectors if isinstance(each, Combiner)):
        found = set(combiner.combine(record, found))
    return tuple(sorted(found, key=lambda each: (each.span, each.kind, each.rule or "", each.detector)))


def _at_breaks(record: Record, detectors: Sequence[Detector], found: set[Finding]) -> Iterator[Detector]:
    """Yield what reads over page breaks: what rules name, and no markings."""
    for each in detectors:
        if isinstance(each, EntityDetector):
            yield each.at_breaks(record, found)
        elif not isinstance(each, MarkingDetector | Combiner | UnsureDetector):
            yield each
