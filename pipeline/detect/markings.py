"""Finds banners, portion marks, authority blocks, owners' notices and review stamps."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.markings import is_authority_line, is_review_stamp, notice_owner, parse_banner, parse_portion
from pipeline.markings.grammar import PORTION
from pipeline.model import Finding, Marking, Record, Span
from pipeline.segments import lines, paragraphs, sentences, trimmed

__all__ = ["MarkingDetector"]

_LEAD = re.compile(r"\s*(?:(?:[0-9]{1,3}|[A-Za-z]|[ivxIVX]{1,5})[.)]\s*|[-*•]\s*)?")
_ENUMERATION = re.compile(r"\([ABDE]\)")
_SINGLE_LETTER = frozenset({"(S)", "(C)", "(U)"})
_LINE_CONFIDENCE, _PORTION_CONFIDENCE, _STAMP_CONFIDENCE = 1.0, 0.95, 0.9


def _line_finding(text: str, row: Span) -> Finding | None:
    """Return the finding of a line that is wholly a marking, or None."""
    line = text[row.start : row.end]
    if is_review_stamp(line):
        return Finding(row, "release-stamp", "markings", _STAMP_CONFIDENCE, "stamp of a later review")
    if owner := notice_owner(line):
        marking = Marking("notice", None, line, owners=(owner,))
        return Finding(row, "notice", "markings", _LINE_CONFIDENCE, "notice of an owner", marking=marking)
    if is_authority_line(line):
        return Finding(
            row,
            "authority-block",
            "markings",
            _LINE_CONFIDENCE,
            "line of an authority block",
            marking=Marking("authority-block", None, line),
        )
    marking_or_none = parse_banner(line)
    if marking_or_none is None:
        return None
    return Finding(row, "banner", "markings", _LINE_CONFIDENCE, "whole line is a marking", marking=marking_or_none)


def _marks(text: str, paragraph: Span, *, lists_letters: bool) -> list[tuple[Span, Marking]]:
    """Return the portion marks of one paragraph: at its head, and at the head or end of its sentences."""
    heads = {_LEAD.match(text, paragraph.start).end()}  # type: ignore[union-attr]  # matches the empty text too
    heads |= {_LEAD.match(text, each.start).end() for each in sentences(text, paragraph)}  # type: ignore[union-attr]
    found: list[tuple[Span, Marking]] = []
    for match in PORTION.finditer(text, paragraph.start, paragraph.end):
        is_at_end = match.end() == paragraph.end
        if (match.start() not in heads and not is_at_end) or (lists_letters and match.group() in _SINGLE_LETTER):
            continue
        marking = parse_portion(match.group())
        if marking is not None:
            found.append((Span(*match.span()), marking))
    return found


def _extents(text: str, paragraph: Span, marks: list[tuple[Span, Marking]]) -> Iterator[Finding]:
    """Yield each mark with what it governs: up to the next mark of the paragraph.

    The first mark, and one at the very end (after a title), governs from the paragraph's start.
    """
    for index, (mark, marking) in enumerate(marks):
        start = paragraph.start if index == 0 else mark.start
        end = marks[index + 1][0].start if index + 1 < len(marks) else paragraph.end
        extent = trimmed(text, Span(start, end)) or mark
        yield Finding(mark, "portion", "markings", _PORTION_CONFIDENCE, "portion mark", marking=marking, extent=extent)


class MarkingDetector:
    """Finds the classification markings of a record, and what each portion mark governs."""

    name = "markings"

    def find(self, record: Record) -> Iterator[Finding]:
        """Yield banners, portion marks, blocks, notices and stamps."""
        text = record.text
        for row in lines(text):
            finding = _line_finding(text, row)
            if finding:
                yield finding
        heads = [_LEAD.match(text, each.start).end() for each in paragraphs(text)]  # type: ignore[union-attr]
        lists_letters = any(_ENUMERATION.match(text, head) for head in heads)
        for paragraph in paragraphs(text):
            yield from _extents(text, paragraph, _marks(text, paragraph, lists_letters=lists_letters))
