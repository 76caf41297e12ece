"""Finds the markings of a record: its own, and the stamps of later reviews, kept apart."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import lru_cache, partial
from itertools import chain

import ahocorasick_rs

from pipeline.detect.marklines import LineReader, Parse
from pipeline.detect.portions import find_portions
from pipeline.folding import latin
from pipeline.markings import (
    Vocabulary,
    box_lines,
    find_inline_instructions,
    find_notices,
    find_warnings,
    is_authority_line,
    is_closed,
    is_review_stamp,
    parse,
    parse_stamp,
)
from pipeline.markings.blocks import BLOCK_TRIGGERS
from pipeline.markings.notices import LONG_WARNINGS, OWNER_TRIGGERS, WARNING_TRIGGERS
from pipeline.markings.stamps import LONGEST_CODE, STAMP_TRIGGERS, is_release_code
from pipeline.model import Finding, Marking, Page, Record, Span
from pipeline.segments import trimmed

__all__ = ["MarkingDetector"]

DETECTOR = "markings"
_SURE, _STAMP_CONFIDENCE, _BOX_CONFIDENCE = 1.0, 0.9, 0.8
_LINE = re.compile(r"[^\r\n\f\x0b\x1c-\x1e\x85\u2028\u2029]+")
_REACH, _LONG_REACH = 260, 600  # characters around a trigger in which a notice may stand
_ZONE = 4  # lines at the top and foot of a page in which a banner governs the page
_TRIGGERS = (*STAMP_TRIGGERS, *BLOCK_TRIGGERS, *OWNER_TRIGGERS, *WARNING_TRIGGERS)
_FIRST_OWNER = len(STAMP_TRIGGERS) + len(BLOCK_TRIGGERS)
_FIRST_WARNING = _FIRST_OWNER + len(OWNER_TRIGGERS)
_CODE_START = frozenset("0123456789NSFIC25# \t*_>|►-")
_CACHED = 4096

Window = tuple[int, int]


def _small(text: str) -> str:
    """Return ``text`` in small letters and of the same length."""
    small = text.lower()
    return small if len(small) == len(text) else "".join(each.lower() if len(each.lower()) == 1 else each for each in text)


class MarkingDetector:
    """Finds the classification markings of a record, and what each portion mark governs."""

    name = DETECTOR

    def __init__(self, vocabulary: Vocabulary) -> None:
        """Take the words of markings; those of a rule set's own files are among them."""
        self.vocabulary = vocabulary
        self._triggers = ahocorasick_rs.AhoCorasick(_TRIGGERS)
        self._read: Parse = lru_cache(maxsize=_CACHED)(partial(parse, vocabulary=vocabulary))
        self._mend: Parse = lru_cache(maxsize=_CACHED)(partial(parse_stamp, vocabulary=vocabulary))

    def find(self, record: Record) -> Iterator[Finding]:
        """Yield banners, portion marks, blocks, notices, channels, copy control, precedence, slugs and stamps."""
        text = latin(record.text)  # of the same length: a look-alike letter hides no stamp
        rows = _rows(text)
        places, owners, warnings = self._triggered(text, rows)
        notices = [*_owned_notices(text, owners, self.vocabulary), *_warnings(text, warnings)]
        yield from notices
        taken = {number for each in notices for number in _within(rows, each.span) if not self._holds_more(each, text, rows[number])}
        stamps = list(_stamps(text, rows, places))
        stamped = {number for number, _ in stamps}
        blocks = list(_blocks(text, rows, [number for number in places if number not in taken and number not in stamped]))
        yield from (finding for _, finding in (*stamps, *blocks))
        taken |= stamped | {number for number, finding in blocks if _is_whole(rows[number], finding)}
        lines = LineReader(text, rows, self.vocabulary, self._read, self._mend).read(frozenset(taken))
        for finding in chain(_on_pages(lines, record.pages), find_portions(text, self._read)):
            yield replace(finding, is_closed=is_closed(record.text[finding.span.start : finding.span.end], self.vocabulary))

    def _holds_more(self, notice: Finding, text: str, row: tuple[int, int]) -> bool:
        """Tell whether a line within a warning is a stamp of an owner's, which lies over it."""
        if notice.marking is None or notice.marking.owners:
            return False
        reading = self._read(text[row[0] : row[1]])
        return reading is not None and bool(reading.marking.owners)

    def _triggered(self, text: str, rows: Sequence[tuple[int, int]]) -> tuple[list[int], list[Window], list[Window]]:
        """Return the lines in which a word of a block or stamp stands, and where an owner's notice and where a warning may."""
        starts = [start for start, _ in rows]
        lines: set[int] = set()
        owners: list[Window] = []
        warnings: list[Window] = []
        for which, start, end in self._triggers.find_matches_as_indexes(_small(text), overlapping=True):
            lines.add(bisect_right(starts, start) - 1)
            if which >= _FIRST_WARNING:
                reach = _LONG_REACH if _TRIGGERS[which] in LONG_WARNINGS else _REACH
                _widen(warnings, start - reach, end + reach, len(text))
            elif which >= _FIRST_OWNER:
                _widen(owners, start - _REACH, end + _REACH, len(text))
        places = sorted(number for number in lines if number >= 0)
        return places, [_whole_lines(text, *window) for window in owners], [_whole_lines(text, *window) for window in warnings]


def _widen(windows: list[Window], first: int, last: int, length: int) -> None:
    """Add a part of a text of ``length`` to ``windows``, which come in order; parts that touch become one."""
    first, last = max(0, first), min(length, last)
    if windows and first <= windows[-1][1]:
        windows[-1] = windows[-1][0], max(last, windows[-1][1])
    else:
        windows.append((first, last))


def _rows(text: str) -> list[tuple[int, int]]:
    """Return the lines that hold more than white space, without white space around."""
    rows: list[tuple[int, int]] = []
    for match in _LINE.finditer(text):
        start, end = match.span()
        if text[start].isspace() or text[end - 1].isspace():
            line = match.group()
            start, end = start + len(line) - len(line.lstrip()), start + len(line.rstrip())
            if start >= end:
                continue
        rows.append((start, end))
    return rows


def _whole_lines(text: str, start: int, end: int) -> tuple[int, int]:
    start = max(text.rfind("\n", 0, start), text.rfind("\f", 0, start)) + 1 if start else 0
    after = text.find("\n", end)
    return start, after if after >= 0 else len(text)


def _within(rows: Sequence[tuple[int, int]], span: Span) -> Iterator[int]:
    """Yield the numbers of the lines that lie wholly in ``span``."""
    at = bisect_left(rows, span.start, key=lambda row: row[0])
    while at < len(rows) and rows[at][0] < span.end:
        if rows[at][0] >= span.start and rows[at][1] <= span.end:
            yield at
        at += 1


def _is_whole(row: tuple[int, int], finding: Finding) -> bool:
    return finding.span.start == row[0] and finding.span.end == row[1]


# --- notices ---


def _owned_notices(text: str, windows: list[Window], vocabulary: Vocabulary) -> Iterator[Finding]:
    """Yield the notices of owners: their own words, since what else stands in the line is held."""
    for window in windows:
        for start, end, owner in find_notices(text, *window, vocabulary=vocabulary):
            span = trimmed(text, Span(start, end)) or Span(start, end)
            marking = Marking("notice", None, text[span.start : span.end], owners=(owner,))
            yield Finding(span, "notice", DETECTOR, _SURE, "notice of an owner", marking=marking, is_closed=True)


def _warnings(text: str, windows: list[Window]) -> Iterator[Finding]:
    """Yield the notices of no owner, line by line: each line is struck by itself."""
    for window in windows:
        for start, end in find_warnings(text, *window):
            for match in _LINE.finditer(text, start, end):
                span = trimmed(text, Span(*match.span()))
                if span is not None:
                    marking = Marking("notice", None, text[span.start : span.end])
                    yield Finding(span, "notice", DETECTOR, _SURE, "notice of a warning", marking=marking)


# --- stamps and authority blocks ---


def _stamps(text: str, rows: Sequence[tuple[int, int]], places: list[int]) -> Iterator[tuple[int, Finding]]:
    """Yield the lines that a later review put on the record."""
    triggered = set(places)
    for number, (start, end) in enumerate(rows):
        is_stamp = number in triggered and is_review_stamp(text[start:end])
        if not is_stamp and end - start <= LONGEST_CODE and text[start] in _CODE_START:
            is_stamp = is_release_code(text[start:end])
        if is_stamp:
            yield number, Finding(Span(start, end), "release-stamp", DETECTOR, _STAMP_CONFIDENCE, "stamp of a later review")


def _blocks(text: str, rows: Sequence[tuple[int, int]], places: list[int]) -> Iterator[tuple[int, Finding]]:
    """Yield the lines of authority blocks, those of a damaged GROUP box, and instructions at the end of a text's line."""
    boxed: set[int] = set()
    for number in places:
        if number in boxed:
            continue
        start, end = rows[number]
        count = box_lines([text[first:last] for first, last in rows[number : number + _ZONE + 2]])
        boxed.update(range(number, number + count))
        if count:
            for each in range(number, number + count):
                yield each, _block_line(text, *rows[each], _BOX_CONFIDENCE, "line of a GROUP box")
        elif is_authority_line(text[start:end]):
            yield number, _block_line(text, start, end, _SURE, "line of an authority block")
        else:
            for first, last in find_inline_instructions(text, start, end):
                yield number, _block_line(text, first, last, _SURE, "instruction at the end of a text")


def _block_line(text: str, start: int, end: int, confidence: float, why: str) -> Finding:
    marking = Marking("authority-block", None, text[start:end])
    return Finding(Span(start, end), "authority-block", DETECTOR, confidence, why, marking=marking)


# --- what a banner governs ---


def _on_pages(findings: Iterator[Finding], pages: Sequence[Page]) -> Iterator[Finding]:
    """Yield banners at the top or foot of a later page with that page as what they govern; the first page's governs all."""
    zones = [(page.span, line.span) for page in pages[1:] for lines in [page.lines] for line in (*lines[:_ZONE], *lines[-_ZONE:])]
    page_of = {line.start: page for page, line in zones if page is not None and line is not None}
    starts = sorted(page_of)
    for finding in findings:
        at = bisect_right(starts, finding.span.start) - 1
        page = page_of[starts[at]] if at >= 0 and finding.kind == "banner" else None
        yield (
            replace(finding, extent=page)
            if page is not None and page.covers(finding.span) and starts[at] == finding.span.start
            else finding
        )
