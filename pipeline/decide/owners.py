"""Law of release 3: owners' markings hold what they govern, at any age."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator

from pipeline.decide.spans import parts
from pipeline.model import Action, Claim, Finding, Record, Span
from pipeline.reach import Reach

__all__ = ["OVERALL", "owner_claims"]

OVERALL = frozenset({"banner", "notice", "channel"})  # markings of a page or of the whole
_LAW = "law-3"
_PORTION = "portion"


def owner_claims(record: Record, findings: tuple[Finding, ...]) -> Iterator[Claim]:
    """Yield the holds of owners' markings; a marking in which nothing but words of markings stands stays readable and is not struck.

    A later page's banner holds its page, and the pages that bear no banner of their own: theirs may be the one that is lost.
    """
    readable = [each for each in findings if each.is_closed and each.marking and (each.kind in OVERALL or each.marking.owners)]
    bare, reach = _pages_without_banner(record, findings), Reach(record, findings)
    held = {(owner, span): None for each in findings if each.marking for owner in each.marking.owners for span in _held(each, reach, bare)}
    for owner, whole in held:
        for span in parts(record.text, whole, [each.span for each in readable]):
            yield Claim(span, Action.REFER, _LAW, owner=owner, reason="owner-marking")


def _pages_without_banner(record: Record, findings: tuple[Finding, ...]) -> list[Span]:
    """Return the pages in which no banner stands."""
    starts = sorted(each.span.start for each in findings if each.kind == "banner" and each.marking)
    pages = [page.span for page in record.pages if page.span]
    return [page for page in pages if bisect_left(starts, page.start) == bisect_left(starts, page.end)]


def _held(finding: Finding, reach: Reach, bare: list[Span]) -> list[Span]:
    """Return what an owner's marking holds: a portion, also over a page's foot, a page and those without a banner, or the record."""
    if finding.extent is None:
        return [Span(0, len(reach.text))]
    return list(reach.portion(finding.extent)) if finding.kind == _PORTION else [finding.extent, *bare]
