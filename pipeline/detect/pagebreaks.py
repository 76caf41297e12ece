"""What rules name is found over a page break, whatever banner, page number or running head stands there.

The text around each break is read once more without the running lines; what then lies over the break is found on
both sides of it. So is an entity beside the break whose label stands on the other side: a number of social security
below the words for it. The running lines themselves are claimed by nothing here.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from pipeline.detect.detector import Detector
from pipeline.model import Finding, Page, Record, Span
from pipeline.running import page_lines, running_lines

__all__ = ["OVER_BREAK", "find_over_breaks"]

OVER_BREAK = ", over a page break"  # how the reason of a half ends
_BESIDE_BREAK = ", beside a page break"
_ENTITY = "entity"
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


def find_over_breaks(
    record: Record, detectors: Sequence[Detector], marked: frozenset[Span] = frozenset(), found: Collection[Finding] = ()
) -> Iterator[Finding]:
    """Yield what rules name over page breaks between which running lines stand: two findings each, one a side.

    ``marked`` are the lines already found to be markings, ``found`` what is found without regard to the breaks.
    """
    known = frozenset((each.rule, place) for each in found if each.kind == _ENTITY for place in (each.span.start, each.span.end))
    running = running_lines(record, marked)
    said = [page for page in record.pages if any(span not in running for span in page_lines(page))]
    for before, after in pairwise(said):
        left, right = _side(before, running, is_before=True), _side(after, running, is_before=False)
        if left and right and (left.running or right.running or after.number - before.number > 1):
            yield from (each for each in _over(record, left, right, detectors) if not _is_known(each, known))


def _is_known(finding: Finding, known: frozenset[tuple[str | None, int]]) -> bool:
    """Tell whether an entity beside a break was found without its other side."""
    span = finding.span
    return finding.kind == _ENTITY and not {(finding.rule, span.start), (finding.rule, span.end)}.isdisjoint(known)


def _over(record: Record, left: _Side, right: _Side, detectors: Sequence[Detector]) -> Iterator[Finding]:
    text = record.text[left.start : left.end] + "\n" + record.text[right.start : right.end]
    edge = left.end - left.start
    joined = replace(record, date=None, text=text, pages=(Page(1, Span(0, len(text)), ()),), blocks=())
    for finding in (each for detector in detectors for each in detector.find(joined) if each.rule):
        if finding.span.start < edge < finding.span.end - 1:
            why = finding.why + OVER_BREAK
            yield replace(finding, span=Span(left.start + finding.span.start, left.end), why=why)
            yield replace(finding, span=Span(right.start, right.start + finding.span.end - edge - 1), why=why)
        elif finding.kind == _ENTITY:
            first, last = finding.span.start, finding.span.end
            if first < edge:
                span = Span(left.start + first, left.start + min(last, edge))
            else:
                span = Span(right.start + max(first - edge - 1, 0), right.start + last - edge - 1)
            yield replace(finding, span=span, why=finding.why + _BESIDE_BREAK)
