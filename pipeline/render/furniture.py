"""What stands around the record on its pages: head, foot, identity, stamp, and the closing page."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pipeline.render.fonts import BOLD, LABEL, LABEL_BOLD, printable, width
from pipeline.render.sheet import ACCENT, GREY, INK, MARGIN, PAGE_HEIGHT, PAGE_WIDTH, Sheet
from pipeline.statement import Statement
from pipeline.wording import closing_notes, closing_tables, identity, page_foot, page_head, stamp

__all__ = [
    "BODY_BOTTOM",
    "BODY_TOP",
    "Block",
    "broken",
    "closing_pages",
    "draw_closing",
    "draw_first",
    "draw_page",
    "first_height",
    "strike",
]

_RIGHT = PAGE_WIDTH - MARGIN
_MIDDLE = PAGE_WIDTH / 2
_HEAD, _HEAD_RULE = 38.0, 50.0
_FOOT, _FOOT_RULE = PAGE_HEIGHT - 46.0, PAGE_HEIGHT - 58.0
BODY_TOP, BODY_BOTTOM = 66.0, PAGE_HEIGHT - 72.0
_SMALL, _TINY, _BANNER = 7.6, 6.2, 10.5
_TRACKING, _AIR = 0.3, 14.0
_STAMP_LEFT, _STAMP_WIDTH, _STAMP_ROW, _STAMP_HEAD = 282.0, _RIGHT - 282.0, 11.5, 32.0
_STAMP_VALUE = 78.0
_IDENTITY_ROW = 25.0
_TITLE_WIDTH = _STAMP_LEFT - MARGIN - 18.0
_TABLE_X = (MARGIN, MARGIN + 128.0, _RIGHT - 128.0, _RIGHT)
_TABLE_WIDTHS = (118.0, _RIGHT - 128.0 - MARGIN - 138.0, 84.0, 40.0)
_CELL, _CELL_LEADING = 8.4, 11.0


def strike(sheet: Sheet, x0: float, x1: float, y: float, size: float) -> None:
    """Cancel a marking with two thin lines, above and below the hyphens of the typewriter face."""
    for height in (0.17, 0.42):
        sheet.line(x0 - 2, y - size * height, x1 + 2, y - size * height, ACCENT, 0.7)


def draw_page(sheet: Sheet, statement: Statement, number: int, count: int) -> None:
    """Draw head and foot of a page; the foot's text is drawn by ``_foot`` after the body's."""
    status, banner, case = page_head(statement)
    sheet.text(MARGIN, _HEAD, status, LABEL_BOLD, _SMALL, ACCENT, spacing=_TRACKING)
    if banner:
        beside = max(width(LABEL_BOLD, status, _SMALL) + len(status) * _TRACKING, width(LABEL, printable(LABEL, case), _SMALL))
        full = width(BOLD, printable(BOLD, banner), _BANNER)
        size = min(_BANNER, _BANNER * (_RIGHT - MARGIN - 2 * beside - 2 * _AIR) / full)
        wide = full * size / _BANNER
        sheet.centred(_MIDDLE, _HEAD, banner, BOLD, size, GREY)
        strike(sheet, _MIDDLE - wide / 2, _MIDDLE + wide / 2, _HEAD, size)
    sheet.right(_RIGHT, _HEAD, case, LABEL, _SMALL, GREY)
    sheet.line(MARGIN, _HEAD_RULE, _RIGHT, _HEAD_RULE)
    left, right = page_foot(statement, number, count)
    sheet.line(MARGIN, _FOOT_RULE, _RIGHT, _FOOT_RULE)
    sheet.text(MARGIN, _FOOT, left, LABEL, _SMALL, GREY)
    sheet.right(_RIGHT, _FOOT, right, LABEL, _SMALL, GREY)


def broken(text: str, font: str, size: float, wide: float) -> list[str]:
    """Break text for a width; a word that is wider is cut."""
    rows: list[str] = []
    for word in printable(font, text).split():
        rest = word
        while width(font, rest, size) > wide:
            cut = next(at for at in range(len(rest), 0, -1) if at == 1 or width(font, rest[:at], size) <= wide)
            rows.append(rest[:cut])
            rest = rest[cut:]
        if rows and width(font, f"{rows[-1]} {rest}", size) <= wide:
            rows[-1] += f" {rest}"
        elif rest:
            rows.append(rest)
    return rows or [""]


@dataclass(frozen=True, slots=True)
class _FirstPage:
    """The identity and the stamp of the first page, broken into rows."""

    identity: tuple[tuple[str, list[str]], ...]
    heading: str
    rows: tuple[tuple[str, list[str]], ...]

    @property
    def stamp_height(self) -> float:
        return _STAMP_HEAD + 8.0 + _STAMP_ROW * sum(len(value) for _, value in self.rows)

    @property
    def height(self) -> float:
        named = sum(_IDENTITY_ROW + _STAMP_ROW * (len(value) - 1) for _, value in self.identity)
        return max(self.stamp_height, named) + 22.0


def _first_page(statement: Statement) -> _FirstPage:
    heading, rows = stamp(statement)
    wide = _STAMP_WIDTH - _STAMP_VALUE - 10.0
    return _FirstPage(
        tuple((key, broken(value, LABEL, 9.6, _TITLE_WIDTH)) for key, value in identity(statement)),
        heading,
        tuple((key, broken(value, LABEL, 8.4, wide)) for key, value in rows),
    )


def first_height(statement: Statement) -> float:
    """Return how many points the identity and the stamp take at the top of the first page's body."""
    return _first_page(statement).height


def draw_first(sheet: Sheet, statement: Statement) -> None:
    """Draw the record's identity and the stamp: a double rule round the status and its grounds."""
    page = _first_page(statement)
    y = BODY_TOP + 8.0
    for key, rows in page.identity:
        sheet.text(MARGIN, y, key, LABEL_BOLD, _TINY, GREY, spacing=0.5)
        for row in rows:
            y += _STAMP_ROW
            sheet.text(MARGIN, y, row, LABEL, 9.6)
        y += _IDENTITY_ROW - _STAMP_ROW
    sheet.box(_STAMP_LEFT, BODY_TOP, _STAMP_WIDTH, page.stamp_height, stroke=ACCENT, weight=1.4)
    sheet.box(_STAMP_LEFT + 3, BODY_TOP + 3, _STAMP_WIDTH - 6, page.stamp_height - 6, stroke=ACCENT, weight=0.5)
    size = next((size for size in (12.5, 11.0, 9.5, 8.0) if width(LABEL_BOLD, page.heading, size) < _STAMP_WIDTH - 24), 6.5)
    sheet.centred(_STAMP_LEFT + _STAMP_WIDTH / 2, BODY_TOP + 21, page.heading, LABEL_BOLD, size, ACCENT)
    y = BODY_TOP + _STAMP_HEAD
    for key, rows in page.rows:
        sheet.text(_STAMP_LEFT + 12, y + 4, key, LABEL_BOLD, _TINY, ACCENT, spacing=0.4)
        for row in rows:
            sheet.text(_STAMP_LEFT + _STAMP_VALUE, y + 4, row, LABEL, 8.4)
            y += _STAMP_ROW


@dataclass(frozen=True, slots=True)
class Block:
    """A piece of the closing page: cells of rows, their font and size, height in points, rule below."""

    cells: tuple[list[str], ...]
    font: str
    size: float
    leading: float
    after: float
    rule: float = 0.0

    @property
    def height(self) -> float:
        """Of its rows and the air below them, in points."""
        return max(map(len, self.cells)) * self.leading + self.after


def _blocks(statement: Statement, heading: str, intro: str, more: Sequence[str]) -> Iterator[Block]:
    wide = _RIGHT - MARGIN
    yield Block((broken(heading, LABEL_BOLD, 16.0, wide),), LABEL_BOLD, 16.0, 20.0, 8.0)
    yield Block((broken(intro, LABEL, 9.2, wide),), LABEL, 9.2, 12.6, 14.0)
    for head, *rows in closing_tables(statement):
        yield Block(tuple([cell] for cell in head), LABEL_BOLD, _TINY, 9.0, 9.0, 1.0)
        for row in rows:
            cells = tuple(broken(cell, LABEL, _CELL, wide) for cell, wide in zip(row, _TABLE_WIDTHS, strict=True))
            yield Block(cells, LABEL, _CELL, _CELL_LEADING, 7.0, 0.4)
        yield Block(([""],), LABEL, _CELL, 0.0, 16.0)
    for note in (*closing_notes(statement), *more):
        yield Block((broken(note, LABEL, 8.4, wide),), LABEL, 8.4, 11.2, 5.0)


def closing_pages(
    statement: Statement, heading: tuple[str, str], taken: float = 0.0, more: Sequence[str] = ()
) -> tuple[tuple[Block, ...], ...]:
    """Return the closing page's pieces, over as many pages as they need, below its heading and sentence.

    ``taken`` points of the first page are for other things; ``more`` are further notes.
    """
    pages: list[list[Block]] = [[]]
    used = taken
    for block in _blocks(statement, *heading, more):
        if used + block.height > BODY_BOTTOM - BODY_TOP and pages[-1]:
            pages.append([])
            used = 0.0
        pages[-1].append(block)
        used += block.height
    return tuple(map(tuple, pages))


def draw_closing(sheet: Sheet, blocks: tuple[Block, ...], top: float = BODY_TOP) -> None:
    """Draw one closing page from ``top`` on."""
    y = top + 16.0
    for block in blocks:
        for column, cell in enumerate(block.cells):
            for index, row in enumerate(cell):
                at = y + index * block.leading
                if len(block.cells) > 1 and column == len(block.cells) - 1:
                    sheet.right(_TABLE_X[column], at, row, block.font, block.size, GREY if block.font == LABEL_BOLD else INK)
                else:
                    sheet.text(_TABLE_X[column], at, row, block.font, block.size, GREY if block.size == _TINY else INK)
        y += block.height
        if block.rule:
            below = y - block.after - block.leading + 5.5
            sheet.line(MARGIN, below, _RIGHT, below, INK if block.rule == 1.0 else GREY, block.rule)
