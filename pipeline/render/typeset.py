"""Sets a version as a PDF: the record on a typewriter's grid, blanks as boxes of one width."""

from __future__ import annotations

import math
from itertools import groupby

from pipeline.model import Action
from pipeline.render.compose import Item, Paragraph, compose, own_width
from pipeline.render.excise import Blank, ExcisedPage, Run
from pipeline.render.fonts import ADVANCE, BOLD, LABEL, LABEL_BOLD, RECORD, printable, width
from pipeline.render.furniture import BODY_BOTTOM, BODY_TOP, closing_pages, draw_closing, draw_first, draw_page, first_height, strike
from pipeline.render.paginate import Placed, blank_pages, height, paginate
from pipeline.render.sheet import ACCENT, GREY, INK, MARGIN, PAGE_WIDTH, PALE, WHITE, Sheet, Typed
from pipeline.statement import Statement
from pipeline.wording import closing_heading, document_title

__all__ = ["write_pdf"]

_MEASURE = PAGE_WIDTH - 2 * MARGIN
_COLUMNS, _MOST_COLUMNS = 65, 90
_LEADING = 1.2
_SMALLER = (12.0, 11.5, 11.0, 10.5, 10.0)  # sizes tried, so that a page of the record is a page of the release
_ENOUGH = 0.8  # of the pages, from which on the rest may run over
_CODE_WIDTH, _SIZE_WIDTH, _MARK_WIDTH = 86.0, 72.0, 22.0
_LABEL_SIZE, _AMOUNT_SIZE, _MARK_SIZE = 6.9, 6.0, 4.8
_TICK = 60.0
_BASELINE = 0.36  # of a size, from the middle of capitals down to their baseline
_ABOVE, _HIGH, _BELOW = 0.74, 0.98, 0.24  # of the size of type: a box above its baseline, its height, a tick below


class _Grid:
    """The typewriter's grid: size of type, columns, and how wide a blank is on it."""

    def __init__(self, columns: int, size: float, *, has_amount: bool) -> None:
        self.columns = columns
        self.size = min(size, _MEASURE / (columns * ADVANCE))
        self.advance = self.size * ADVANCE
        self.leading = self.size * _LEADING
        self.blank = math.ceil((_CODE_WIDTH + (_SIZE_WIDTH if has_amount else _MARK_WIDTH)) / self.advance)
        self.tail = self.blank * self.advance - _CODE_WIDTH

    def width(self, item: Item) -> int:
        """Return the columns of an item; every blank of a release has the same."""
        return self.blank if isinstance(item, Blank) else len(item.text)


def _draw_blank(sheet: Sheet, grid: _Grid, x: float, y: float, blank: Blank) -> None:
    """Draw the box with its codes, and beside it the amount and the running id."""
    top, high = y - grid.size * _ABOVE, grid.size * _HIGH
    is_held = blank.action is Action.REFER
    with sheet.spoken(blank.words.line):
        sheet.box(x, top, _CODE_WIDTH, high, fill=WHITE if is_held else INK, stroke=INK, weight=0.8)
        middle = top + high / 2
        size = min(_LABEL_SIZE, _LABEL_SIZE * (_CODE_WIDTH - 6) / width(LABEL_BOLD, blank.words.label, _LABEL_SIZE))
        sheet.centred(x + _CODE_WIDTH / 2, middle + size * _BASELINE, blank.words.label, LABEL_BOLD, size, INK if is_held else WHITE)
        sheet.box(x + _CODE_WIDTH, top, grid.tail, high, fill=PALE, stroke=PALE, weight=0.8)
        if blank.words.amount:
            sheet.text(x + _CODE_WIDTH + 4, middle + _AMOUNT_SIZE * _BASELINE, blank.words.amount, LABEL, _AMOUNT_SIZE, INK)
        sheet.right(x + _CODE_WIDTH + grid.tail - 2.5, middle + _MARK_SIZE * _BASELINE, blank.words.mark, LABEL, _MARK_SIZE, GREY)


def _column(grid: _Grid, placed: Placed) -> int:
    return max(0, (grid.columns - sum(map(grid.width, placed.row))) // 2) if placed.paragraph.is_centred else 0


def _typed(grid: _Grid, placed: Placed, top: float) -> tuple[str, Typed] | None:
    """Return font and place of a row that is one run of released text; None where there is more to draw."""
    if len(placed.row) != 1 or not isinstance(run := placed.row[0], Run) or run.is_struck:
        return None
    x = MARGIN + _column(grid, placed) * grid.advance
    return BOLD if placed.paragraph.is_heading else RECORD, (x, top + placed.line * grid.leading, run.text)


def _draw_rows(sheet: Sheet, grid: _Grid, rows: tuple[Placed, ...], top: float) -> None:
    """Draw a page's rows in order; neighbours in one font that are text alone are one piece of content."""
    for font, group in groupby(((placed, _typed(grid, placed, top)) for placed in rows), key=lambda each: each[1] and each[1][0]):
        if font:
            sheet.texts([typed[1] for _, typed in group if typed], font, grid.size)
        else:
            for placed, _ in group:
                _draw_row(sheet, grid, placed, top)


def _draw_row(sheet: Sheet, grid: _Grid, placed: Placed, top: float) -> None:
    y = top + placed.line * grid.leading
    column = _column(grid, placed)
    font = BOLD if placed.paragraph.is_heading else RECORD
    if any(isinstance(item, Blank) for item in placed.row):
        sheet.line(_TICK, y - grid.size * _ABOVE, _TICK, y + grid.size * _BELOW, ACCENT, 1.6)
    for item in placed.row:
        x = MARGIN + column * grid.advance
        column += grid.width(item)
        if isinstance(item, Blank):
            _draw_blank(sheet, grid, x, y, item)
        elif item.text.strip():
            sheet.text(x, y, item.text, font, grid.size, GREY if item.is_struck else INK)
            if item.is_struck:
                strike(sheet, x, MARGIN + column * grid.advance, y, grid.size)


def _written_out(pages: tuple[ExcisedPage, ...]) -> tuple[ExcisedPage, ...]:
    """Return the pages with every character that no font has written out, so that widths are those of what is drawn."""
    return tuple(
        ExcisedPage(tuple(Run(printable(RECORD, part.text), part.is_struck) if isinstance(part, Run) else part for part in page.parts))
        for page in pages
    )


def _fitted(pages: tuple[ExcisedPage, ...], *, has_amount: bool) -> tuple[_Grid, tuple[tuple[Paragraph, ...], ...]]:
    """Return the grid, and the record composed on it: in the largest type in which most pages of the record stay whole."""
    columns = own_width(pages, _COLUMNS, _MOST_COLUMNS)
    grid = _Grid(columns, _SMALLER[0], has_amount=has_amount)
    composed = _compose(pages, grid)
    lines = sorted(map(height, composed))
    wanted = lines[math.ceil(_ENOUGH * len(lines)) - 1] * _LEADING
    fitting = next((size for size in _SMALLER if wanted * size <= BODY_BOTTOM - BODY_TOP), None)
    if len(pages) == 1 or fitting is None or fitting >= grid.size:
        return grid, composed
    smaller = _Grid(columns, fitting, has_amount=has_amount)
    return smaller, composed if smaller.blank == grid.blank else _compose(pages, smaller)


def _compose(pages: tuple[ExcisedPage, ...], grid: _Grid) -> tuple[tuple[Paragraph, ...], ...]:
    return compose(pages, grid.columns, grid.width)


def write_pdf(pages: tuple[ExcisedPage, ...], statement: Statement) -> tuple[bytes, tuple[int, ...]]:
    """Return the PDF of a version, and the page of each blank in order.

    The bytes depend on the excised pages and the statement alone.
    """
    sheet = Sheet(document_title(statement), statement.as_of)
    pages = _written_out(pages)
    has_amount = any(part.words.amount for page in pages for part in page.parts if isinstance(part, Blank))
    grid, composed = _fitted(pages, has_amount=has_amount)
    first_top, room = BODY_TOP + first_height(statement), BODY_BOTTOM - BODY_TOP
    placed = paginate(
        composed,
        first=(BODY_BOTTOM - first_top) // grid.leading,
        room=room // grid.leading,
    )
    closing = closing_pages(statement, closing_heading(statement))
    count = len(placed) + len(closing)
    for number, rows in enumerate(placed, start=1):
        draw_page(sheet, statement, number, count)
        if number == 1:
            draw_first(sheet, statement)
        _draw_rows(sheet, grid, rows, first_top if number == 1 else BODY_TOP)
        sheet.turn()
    for number, blocks in enumerate(closing, start=len(placed) + 1):
        draw_page(sheet, statement, number, count)
        draw_closing(sheet, blocks)
        sheet.turn()
    return sheet.finish(), blank_pages(placed)
