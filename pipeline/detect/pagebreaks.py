"""What rules name is found over a page break, whatever banner, page number or running head stands there.

The text around each break is read once more without the running lines; what then lies over the break is found on
both sides of it. The running lines themselves are claimed by nothing here.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise, takewhile

from pipeline.detect.detector import Detector
from pipeline.model import Finding, Page, Record, Span
from pipeline.segments import trimmed

__all__ = ["find_over_breaks", "running_lines"]

_ZONE = 4  # lines at the top and at the bottom of a page that may run through the record
_REACH = 8  # lines on either side of a break; no term is longer
_MIN_PAGES = 2  # pages on which a line must stand to run through
_PAGE_NUMBER = re.compile(r"[-–—\s]*(?:page|p\.)?\s*[0-9]{1,4}(?:\s*(?:of|/)\s*[0-9]{1,4})?[-–—.\s]*", re.IGNORECASE)
_DIGITS = re.compile(r"[0-9]+")


@dataclass(frozen=True, slots=True)
class _Side:
    """Lines on one side of a break, without the running ones: where they start in the record, and how many ran."""

    start: int
    end: int
    running: int


def _spans(page: Page) -> list[Span]:
    return [line.span for line in page.lines if line.span]


def _key(text: str) -> str:
    return _DIGITS.sub("#", " ".join(text.split()).casefold())


def running_lines(record: Record, marked: frozenset[Span] = frozenset()) -> frozenset[Span]:
    """Return the lines at the top or bottom of pages that are ``marked``, page numbers, or the same on several pages."""
    zones = [zone for page in record.pages for spans in [_spans(page)] for zone in (spans[:_ZONE], spans[::-1][:_ZONE])]
    texts = {span: record.text[span.start : span.end] for zone in zones for span in zone}
    counts: Counter[tuple[str, int]] = Counter()
    for number, zone in enumerate(zones):
        counts.update({(_key(texts[span]), number % 2) for span in zone})
    return frozenset(
        span
        for number, zone in enumerate(zones)
        for span in takewhile(
            lambda each, side=number % 2: trimmed(record.text, each) in marked or _runs(texts[each], counts[_key(texts[each]), side]),  # type: ignore[misc]
            zone,
        )
    )


def _runs(text: str, pages: int) -> bool:
    return pages >= _MIN_PAGES or _PAGE_NUMBER.fullmatch(text) is not None


def _side(page: Page, running: frozenset[Span], *, is_before: bool) -> _Side | None:
    spans = _spans(page)
    own = [span for span in spans if span not in running]
    if not own:
        return None
    near = own[-_REACH:] if is_before else own[:_REACH]
    outside = [span for span in spans if span in running and (span > near[-1] if is_before else span < near[0])]
    return _Side(near[0].start, near[-1].end, len(outside))


def find_over_breaks(record: Record, detectors: Sequence[Detector], marked: frozenset[Span] = frozenset()) -> Iterator[Finding]:
    """Yield what rules name over page breaks between which running lines stand: two findings each, one a side.

    ``marked`` are the lines already found to be markings.
    """
    running = running_lines(record, marked)
    for before, after in pairwise(record.pages):
        left, right = _side(before, running, is_before=True), _side(after, running, is_before=False)
        if left and right and left.running + right.running:
            yield from _over(record, left, right, detectors)


def _over(record: Record, left: _Side, right: _Side, detectors: Sequence[Detector]) -> Iterator[Finding]:
    text = record.text[left.start : left.end] + "\n" + record.text[right.start : right.end]
    edge = left.end - left.start
    joined = replace(record, date=None, text=text, pages=(Page(1, Span(0, len(text)), ()),), blocks=())
    for finding in (each for detector in detectors for each in detector.find(joined) if each.rule):
        if finding.span.start < edge < finding.span.end - 1:
            why = f"{finding.why}, over a page break"
            yield replace(finding, span=Span(left.start + finding.span.start, left.end), why=why)
            yield replace(finding, span=Span(right.start, right.start + finding.span.end - edge - 1), why=why)
