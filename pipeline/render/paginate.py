"""Rows become pages: no line stands alone at a page's foot or head, and a heading stays with its text."""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.render.compose import Paragraph, Row
from pipeline.render.excise import Blank

__all__ = ["Placed", "blank_pages", "height", "paginate"]

_GAP = 0.7  # of a line, between paragraphs


@dataclass(frozen=True, slots=True)
class Placed:
    """A row with its baseline's distance, in lines, from the top of the page's body."""

    row: Row
    line: float
    paragraph: Paragraph


class _Pages:
    """Fills pages of ``room`` lines each, the first with ``first`` lines."""

    def __init__(self, first: float, room: float) -> None:
        self.first, self.room = first, room
        self.pages: list[list[Placed]] = [[]]
        self.used = 0.0

    @property
    def free(self) -> float:
        """Lines that are left on the page."""
        return (self.first if len(self.pages) == 1 else self.room) - self.used

    def turn(self) -> None:
        """Begin a new page."""
        self.pages.append([])
        self.used = 0.0

    def put(self, paragraph: Paragraph, rows: tuple[Row, ...]) -> None:
        """Place rows below what is there."""
        for row in rows:
            self.used += 1
            self.pages[-1].append(Placed(row, self.used, paragraph))


def height(paragraphs: tuple[Paragraph, ...]) -> float:
    """Return how many lines a page's paragraphs take, with the gaps between them."""
    return sum(len(each.rows) for each in paragraphs) + _GAP * max(len(paragraphs) - 1, 0)


def _fitting(count: int, free: int) -> int:
    """Return how many of ``count`` rows go on this page: all, or at least two here and two on the next."""
    if count <= free:
        return count
    here = min(free, count - 2)
    return here if here >= 2 else 0  # noqa: PLR2004  # widow and orphan control is two lines


def _add(pages: _Pages, paragraph: Paragraph, following: Paragraph | None) -> None:
    rows = paragraph.rows
    if pages.used:
        pages.used += _GAP
    needed = len(rows) + (_GAP + min(2, len(following.rows)) if paragraph.is_heading and following else 0)
    if paragraph.is_heading and needed > pages.free and pages.pages[-1]:
        pages.turn()
    while rows:
        here = _fitting(len(rows), int(pages.free))
        if here == 0 and not pages.pages[-1]:
            here = max(1, min(len(rows), int(pages.free)))
        pages.put(paragraph, rows[:here])
        rows = rows[here:]
        if rows:
            pages.turn()


def paginate(composed: tuple[tuple[Paragraph, ...], ...], *, first: float, room: float) -> tuple[tuple[Placed, ...], ...]:
    """Return the rows of each page of the release; a page of the source begins a new one.

    ``room`` is the number of lines of a page's body, ``first`` that of the first page.
    """
    pages = _Pages(first, room)
    for number, paragraphs in enumerate(composed):
        if number:
            pages.turn()
        for index, paragraph in enumerate(paragraphs):
            _add(pages, paragraph, paragraphs[index + 1] if index + 1 < len(paragraphs) else None)
    return tuple(map(tuple, pages.pages))


def blank_pages(pages: tuple[tuple[Placed, ...], ...]) -> tuple[int, ...]:
    """Return, for each blank in order, the number of the page on which it stands, from 1."""
    return tuple(number for number, placed in enumerate(pages, start=1) for each in placed for item in each.row if isinstance(item, Blank))
