"""Finds banners, portion marks, authority blocks, owners' notices and review stamps."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from pipeline.markings import find_notices, is_authority_line, is_review_stamp, parse_banner, parse_portion
from pipeline.markings.grammar import PORTION
from pipeline.model import Finding, Marking, Record, Span
from pipeline.segments import lines, paragraphs, sentences, trimmed

__all__ = ["MarkingDetector"]

_LEAD = re.compile(r"\s*(?:(?:[0-9]{1,3}|[A-Za-z]|[ivxIVX]{1,5})[.)]\s*|[-*•]\s*)?")
_LETTER = re.compile(r"\(([A-Z])\)")
_LINE_CONFIDENCE, _PORTION_CONFIDENCE, _STAMP_CONFIDENCE = 1.0, 0.95, 0.9


def _line_finding(text: str, row: Span) -> Finding | None:
    """Return the finding of a line that is wholly a marking, or None."""
    line = text[row.start : row.end]
    if is_review_stamp(line):
        return Finding(row, "release-stamp", "markings", _STAMP_CONFIDENCE, "stamp of a later review")
    if is_authority_line(line):
        return Finding(
            row,
            "authority-block",
            "markings",
            _LINE_CONFIDENCE,
            "line of an authority block",
            marking=Marking("authority-block", None, line),
        )
    marking = parse_banner(line)
    if marking is None:
        return None
    return Finding(row, "banner", "markings", _LINE_CONFIDENCE, "whole line is a marking", marking=marking)


def _notices(text: str) -> Iterator[Finding]:
    """Yield the notices of owners: their own words, since what else stands in the line is held."""
    for start, end, owner in find_notices(text):
        span = trimmed(text, Span(start, end)) or Span(start, end)
        marking = Marking("notice", None, text[span.start : span.end], owners=(owner,))
        yield Finding(span, "notice", "markings", _LINE_CONFIDENCE, "notice of an owner", marking=marking)


def _list_labels(text: str) -> frozenset[int]:
    """Return where a letter in parentheses is a list's label: the letter before or after it stands next to it.

    So (C) after (B) is no portion mark, and (C) after (S) is one.
    """
    found = [(match.start(), ord(match[1])) for match in _LETTER.finditer(text)]
    labels: set[int] = set()
    for (start, letter), (after, following) in pairwise(found):
        if following == letter + 1:
            labels |= {start, after}
    return frozenset(labels)


def _marks(text: str, paragraph: Span, labels: frozenset[int]) -> list[tuple[Span, Marking]]:
    """Return the portion marks of one paragraph: at its head, and at the head or end of its sentences."""
    heads = {_LEAD.match(text, paragraph.start).end()}  # type: ignore[union-attr]  # matches the empty text too
    heads |= {_LEAD.match(text, each.start).end() for each in sentences(text, paragraph)}  # type: ignore[union-attr]
    found: list[tuple[Span, Marking]] = []
    for match in PORTION.finditer(text, paragraph.start, paragraph.end):
        is_at_end = match.end() == paragraph.end
        if (match.start() not in heads and not is_at_end) or match.start() in labels:
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
        notices = tuple(_notices(text))
        yield from notices
        noticed = {each.span for each in notices}
        yield from filter(None, (_line_finding(text, row) for row in lines(text) if row not in noticed))
        labels = _list_labels(text)
        for paragraph in paragraphs(text):
            yield from _extents(text, paragraph, _marks(text, paragraph, labels))
