"""What rules name is found over a page break, whatever banner, page number or running head stands there.

The text around each break is read once more without the running lines; what then lies over the break is found on
both sides of it. The running lines themselves are claimed by nothing here.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from pipeline.detect.detector import Detector
from pipeline.model import Finding, Page, Record, Span
from pipeline.running import page_lines, running_lines

__all__ = ["OVER_BREAK", "find_over_breaks"]

OVER_BREAK = ", over a page break"  # how the reason of a half ends
_REACH = 8  # lines on either side of a break; no term is longer


@dataclass(frozen=True, slots=True)
class _Side:
    """Lines on one side of a break, without the running ones: where they start in the record, and how many ran."""

    start: int
    end: int
    running: int


def _side(page: Page, running: frozenset[Span], *, is_before: bool) -> _Side | None:
    spans = page_lines(page)
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
    said = [page for page in record.pages if any(span not in running for span in page_lines(page))]
    for before, after in pairwise(said):
        left, right = _side(before, running, is_before=True), _side(after, running, is_before=False)
        if left and right and (left.running or right.running or after.number - before.number > 1):
            yield from _over(record, left, right, detectors)


def _over(record: Record, left: _Side, right: _Side, detectors: Sequence[Detector]) -> Iterator[Finding]:
    text = record.text[left.start : left.end] + "\n" + record.text[right.start : right.end]
    edge = left.end - left.start
    joined = replace(record, date=None, text=text, pages=(Page(1, Span(0, len(text)), ()),), blocks=())
    for finding in (each for detector in detectors for each in detector.find(joined) if each.rule):
        if finding.span.start < edge < finding.span.end - 1:
            why = finding.why + OVER_BREAK
            yield replace(finding, span=Span(left.start + finding.span.start, left.end), why=why)
            yield replace(finding, span=Span(right.start, right.start + finding.span.end - edge - 1), why=why)
