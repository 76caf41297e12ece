"""Rows of all pages become the record's text: one line a row, an empty line between paragraphs, a form feed between pages.

Blanks at a line's start and wide gaps keep their width in columns, so that tables stay aligned. Where prose is set
wider than a typewriter's, paragraphs stand on one line each, as they do in a text file of that kind. A hyphen at
a line's end stays: it is undone in matching only. What the source hides, and graphics that may hold words, follow their page's
text, each in a paragraph of its own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from statistics import median

from pipeline.ingest.pdf.layout import Placed, Row, leading
from pipeline.model import KeptPage, Line, Page, Span, Unsure, Word
from pipeline.segments import GRAPHIC, PAGE_BREAK

__all__ = ["Composed", "Doubt", "Part", "Sheet", "compose"]


_WIDE_GAP = 2.2  # columns; a wider gap is no word space
_MIN_WIDE = 2  # blanks
_EMPTY_LINE = 1.4  # of the usual distance of baselines
_TYPEWRITER = 88  # columns; a release has room for no wider lines
_LIST_SIGNS = frozenset("•▪➢✓□→-*–—")
_ITEM = re.compile(r"\(?(?:[0-9]{1,3}|[A-Za-z]|[ivxIVX]{2,4})[.)]")
_MAX_INDENT = 60  # columns


@dataclass(frozen=True, slots=True)
class Doubt:
    """Why a row, or one ``word`` of it by its place, is not to be released unseen."""

    row: int
    why: str
    word: int | None = None


@dataclass(frozen=True, slots=True)
class Part:
    """Rows that are laid out together; with ``why``, they are not to be released unseen.

    ``graphics`` are the numbers of those that the part stands for.

    ``doubts`` say it of single rows and words.
    """

    rows: tuple[Row, ...] = ()
    why: str | None = None
    graphics: tuple[int, ...] = ()
    doubts: tuple[Doubt, ...] = ()


@dataclass(frozen=True, slots=True)
class Sheet:
    """The parts of one page, its text as it stands first, and its size in points as displayed."""

    parts: tuple[Part, ...]
    width: float
    height: float
    joined: tuple[tuple[int, int], ...] = ()
    hidden: frozenset[int] = frozenset()
    unplaced: frozenset[int] = frozenset()
    drawn: tuple[int, ...] = ()
    """The numbers of all graphics that show."""

    @property
    def rows(self) -> tuple[Row, ...]:
        """The rows of the page's text as it stands."""
        return self.parts[0].rows if self.parts else ()


@dataclass(frozen=True, slots=True)
class Composed:
    """The text of a record, its pages, where its characters are drawn, and what of it nobody may release unseen."""

    text: str = field(repr=False)
    pages: tuple[Page, ...]
    kept: tuple[KeptPage, ...]
    unsure: tuple[Unsure, ...]


class _Writer:
    """Text as it grows, with each word's place in it, and each character's glyph."""

    def __init__(self) -> None:
        self.parts: list[str] = []
        self.length = 0
        self.glyphs: list[int] = []
        self.graphics: list[tuple[int, int]] = []
        self.unsure: list[Unsure] = []

    def add(self, text: str, glyphs: Sequence[int] = ()) -> Span | None:
        start = self.length
        self.parts.append(text)
        self.length += len(text)
        self.glyphs += glyphs or [-1] * len(text)
        return Span(start, self.length) if text else None

    def row(self, row: Row, column: float, left: float, indent: int) -> Line:
        """Write a row after ``indent`` blanks; return it with its words."""
        start = self.length
        self.add(" " * indent)
        words: list[Word] = []
        before: Placed | None = None
        for placed in row.words:
            if before is not None:
                self.add(" " * _blanks(before, placed, column, self.length - start, left))
            span = self.add(placed.text, placed.glyphs)
            if span:
                words.append(Word(span, placed.box))
            before = placed
        return Line(Span(words[0].span.start, words[-1].span.end), tuple(words))


def _is_wide(before: Placed, after: Placed, column: float) -> bool:
    return after.box.x0 - before.box.x1 >= _WIDE_GAP * column


def _blanks(before: Placed, after: Placed, column: float, written: int, left: float) -> int:
    """Return the blanks between two words: one, or as many as bring the second to its column."""
    if not _is_wide(before, after, column):
        return 1
    return max(round((after.box.x0 - left) / column) - written, _MIN_WIDE)


def _column(sheets: Sequence[Sheet]) -> float:
    """Return the usual width of a character, in points."""
    widths = [
        (word.box.x1 - word.box.x0) / len(word.text) for sheet in sheets for part in sheet.parts for row in part.rows for word in row.words
    ]
    return max(median(widths), 1.0) if widths else 1.0


def _indent(row: Row, left: float, column: float) -> int:
    return min(max(round((row.words[0].box.x0 - left) / column), 0), _MAX_INDENT)


def _breaks(rows: Sequence[Row], usual: float) -> Iterator[bool]:
    """Yield for each row whether an empty line precedes it: it stands far below the one before, or in another column."""
    yield False
    for before, after in pairwise(rows):
        step = after.baseline - before.baseline
        yield step <= 0 or step > _EMPTY_LINE * usual


def _goes_on(before: Row, after: Row, column: float) -> bool:
    """Tell whether a paragraph's line goes on in the next: it reaches the right edge, and the next is no new beginning."""
    first = after.words[0]
    is_indented = first.box.x0 - before.words[0].box.x0 > first.size and not _is_item(before)
    is_table = any(_is_wide(a, b, column) for row in (before, after) for a, b in pairwise(row.words[_is_item(row) :]))
    return before.is_full and not is_indented and not is_table and not _is_item(after)


def _is_item(row: Row) -> bool:
    """Tell whether a row begins as the item of a list does."""
    return len(row.words) > 1 and (row.words[0].text in _LIST_SIGNS or _ITEM.fullmatch(row.words[0].text) is not None)


def compose(sheets: Sequence[Sheet]) -> Composed:
    """Return the text and its pages, whose words keep their boxes."""
    column, usual = _column(sheets), median([step for sheet in sheets if (step := leading(sheet.rows))] or [0.0])
    is_joined = any(_is_wide_prose(sheet, column) for sheet in sheets)
    writer = _Writer()
    pages, kept = [], []
    for number, sheet in enumerate(sheets, start=1):
        if number > 1:
            writer.add(PAGE_BREAK)
        start, drawn = writer.length, len(writer.graphics)
        lines: list[Line] = []
        for part in sheet.parts:
            if writer.length > start:
                writer.add("\n\n")
            lines += _part(writer, part, column, usual, is_joined=is_joined and part.why is None)
        span = Span(start, writer.length) if writer.length > start else None
        pages.append(Page(number, span, tuple(lines), sheet.width, sheet.height))
        kept.append(KeptPage(tuple(writer.glyphs[start:]), sheet.joined, tuple(writer.graphics[drawn:]), sheet.hidden, sheet.unplaced))
    return Composed("".join(writer.parts), tuple(pages), tuple(kept), tuple(writer.unsure))


def _part(writer: _Writer, part: Part, column: float, usual: float, *, is_joined: bool) -> tuple[Line, ...]:
    """Write one part of a page, and note it where it may not be released unseen."""
    start = writer.length
    if part.graphics:
        writer.graphics += [(start, number) for number in part.graphics]
        span = writer.add(GRAPHIC)
        lines: tuple[Line, ...] = (Line(span, ()),)
    else:
        lines = _rows(writer, part.rows, column, usual, is_joined=is_joined)
    if part.why and writer.length > start:
        writer.unsure.append(Unsure(Span(start, writer.length), part.why))
    for each in part.doubts:
        line = lines[each.row]
        span = line.span if each.word is None else line.words[each.word].span
        writer.unsure += [Unsure(span, each.why)] if span else []
    return lines


def _columns(row: Row, rows: Sequence[Row], column: float) -> int:
    """Return how many characters a row takes."""
    left = _left(rows)
    written = _indent(row, left, column) + len(row.words[0].text)
    for before, after in pairwise(row.words):
        written += _blanks(before, after, column, written, left) + len(after.text)
    return written


def _is_wide_prose(sheet: Sheet, column: float) -> bool:
    """Tell whether a paragraph of the page has lines wider than a release's; a table or a heading alone says nothing."""
    return any(_goes_on(a, b, column) and _columns(a, sheet.rows, column) > _TYPEWRITER for a, b in pairwise(sheet.rows))


def _left(rows: Sequence[Row]) -> float:
    return min((row.words[0].box.x0 for row in rows), default=0.0)


def _rows(writer: _Writer, rows: Sequence[Row], column: float, usual: float, *, is_joined: bool) -> tuple[Line, ...]:
    """Write rows; a paragraph that was joined from several stands between empty lines."""
    left = _left(rows)
    apart = list(_breaks(rows, usual))
    goes_on = [False, *(is_joined and not apart[at + 1] and _goes_on(rows[at], rows[at + 1], column) for at in range(len(rows) - 1)), False]
    lines = []
    for at, row in enumerate(rows):
        if at:
            is_alone = apart[at] or goes_on[at - 1] or goes_on[at + 1]
            writer.add(" " if goes_on[at] else "\n\n" if is_alone else "\n")
        lines.append(writer.row(row, column, left, 0 if is_joined else _indent(row, left, column)))
    return tuple(lines)
