"""Law of release 2, 7 and 8: what the law has released, portions marked higher, pages nobody can read, markings to strike."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator

from pipeline.authority import onset
from pipeline.decide.owners import OVERALL
from pipeline.decide.spans import parts
from pipeline.markings import CLASSIFIED_LEVELS, is_record_number
from pipeline.model import Action, Claim, Finding, Marking, Record, Span
from pipeline.reach import Reach
from pipeline.segments import covering, lines, paragraphs

__all__ = ["AGENCY", "AUTOMATIC_YEARS", "REVIEWER", "is_covered_by_law", "is_marked_classified", "law_claims", "struck"]

AUTOMATIC_YEARS = 25
AGENCY = "originating agency"
REVIEWER = "reviewer"
_LAW_RELEASE, _LAW_UNREAD = "law-2", "law-8"
_PORTION = "portion"
_SURE = 0.95  # how sure a reading must be to lift anything
_EDGE = 6  # lines at the head and at the foot of a record in which its stamps stand
_STRUCK = frozenset({*OVERALL, _PORTION, "authority-block"})


def law_claims(record: Record, findings: tuple[Finding, ...], as_of: dt.date, *, is_stated_unclassified: bool) -> Iterator[Claim]:
    """Yield the holds of what the law has not released, of portions marked higher and of what nobody can read."""
    for finding in findings:
        if finding.kind == "unread":
            yield Claim(finding.span, Action.REFER, _LAW_UNREAD, owner=REVIEWER, reason="unread")
    if _is_past_automatic(record, as_of):
        return
    if is_covered_by_law(record, findings, as_of, is_stated_unclassified=is_stated_unclassified):
        reach = Reach(record, findings)
        marked = [each.extent for each in findings if each.kind == _PORTION and each.extent and _is_classified(each.marking)]
        for span in (part for extent in marked for part in reach.portion(extent)):
            yield Claim(span, Action.REFER, _LAW_RELEASE, owner=AGENCY, reason="portion-marked")
        return
    whole = Span(0, len(record.text))
    free = list(_unclassified_paragraphs(record, findings))
    free += [each.span for each in findings if each.kind == "release-stamp" and _is_code(record, each.span)]
    for span in parts(record.text, whole, free):
        yield Claim(span, Action.REFER, _LAW_RELEASE, owner=AGENCY, reason="not-released-by-law")


def _unclassified_paragraphs(record: Record, findings: tuple[Finding, ...]) -> Iterator[Span]:
    """Yield what marks of unclassified portions free: of what each governs, its own paragraph, where the mark is surely the record's.

    Sub-paragraphs without a mark are for a person: where a label was misread, they would not be under it.
    """
    marks = [each for each in findings if each.kind == _PORTION and each.extent and _is_bare_unclassified(each.marking)]
    own = paragraphs(record.text) if marks else ()
    for each in marks:
        paragraph = covering(own, each.span) or each.span
        if each.extent and each.confidence >= _SURE:
            yield Span(max(each.extent.start, paragraph.start), min(each.extent.end, paragraph.end))


def _is_code(record: Record, span: Span) -> bool:
    """Tell whether a stamp is nothing but the number under which a later release is known: no word of the record is in it."""
    return is_record_number(record.text[span.start : span.end])


def _is_past_automatic(record: Record, as_of: dt.date) -> bool:
    return record.origin is not None and as_of >= onset(record.origin, AUTOMATIC_YEARS)


def is_covered_by_law(record: Record, findings: Iterable[Finding], as_of: dt.date, *, is_stated_unclassified: bool = False) -> bool:
    """Tell whether the law has released the record, so that ``default: release`` may (Law of release 2).

    It has where 31 December of the year + 25 is reached and the date is certain, where an officer says that
    the record is unclassified, and where every banner of it says so, one of them for the whole of it, and nothing that
    only classified records bear contradicts: an authority block, a channel, a warning, a damaged or loose caveat.
    """
    if _is_past_automatic(record, as_of) or is_stated_unclassified:
        return True
    found = tuple(findings)
    banners = [each for each in found if each.kind == "banner" and each.marking]
    is_contradicted = any(each.kind in {"authority-block", "channel", "notice"} for each in found)
    governs_all = any(each.extent is None and _is_stamp(record, each) for each in banners)
    return governs_all and not is_contradicted and all(_is_bare_unclassified(each.marking) for each in banners)


def _is_stamp(record: Record, banner: Finding) -> bool:
    """Tell whether a banner is a stamp beyond doubt: in capitals, undamaged, among the first or last lines of the record."""
    rows = lines(record.text)
    written = record.text[banner.span.start : banner.span.end]
    is_at_edge = any(row.overlaps(banner.span) for row in (*rows[:_EDGE], *rows[-_EDGE:]))
    return is_at_edge and written.upper() == written and banner.confidence >= _SURE


def is_marked_classified(findings: Iterable[Finding]) -> bool:
    """Tell whether any marking says that the record is or was classified."""
    markings = [(each.kind, each.marking) for each in findings if each.marking]
    return any(kind == "authority-block" or mark.level in CLASSIFIED_LEVELS or mark.owners for kind, mark in markings)


def _is_bare_unclassified(marking: Marking | None) -> bool:
    return marking is not None and marking.level == "UNCLASSIFIED" and marking.is_bare


def _is_classified(marking: Marking | None) -> bool:
    """Tell whether a marking claims anything above unclassified; one that cannot be placed does."""
    return marking is not None and not _is_bare_unclassified(marking)


def struck(findings: tuple[Finding, ...]) -> list[Span]:
    """Return the markings to cancel: all original ones but an owner's and UNCLASSIFIED (Law of release 3, 7)."""
    marked = [(each, each.marking) for each in findings if each.marking is not None]
    return [each.span for each, marking in marked if _is_to_strike(each.kind, marking) and not marking.owners]


def _is_to_strike(kind: str, marking: Marking) -> bool:
    """Tell whether a marking says that a record is classified or controlled; a copy's number or a precedence does not."""
    return (kind in _STRUCK and _is_classified(marking)) or (kind == "copy-control" and bool(marking.legacy or marking.dissem))
