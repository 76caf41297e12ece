"""What stands in the margins of kept pages: the head, on the first page with a small stamp, and the foot.

No word is ever cut off: what does not fit beside its neighbour goes below it, and the band grows. So the words of a page's
furniture depend on the statement and the page's number alone, never on the paper.
"""

from __future__ import annotations

from dataclasses import dataclass

from reportlab.lib.colors import Color

from pipeline.render.fonts import BOLD, LABEL, LABEL_BOLD, printable, width
from pipeline.render.furniture import broken, strike
from pipeline.render.sheet import ACCENT, GREY, INK, Sheet
from pipeline.statement import Statement
from pipeline.wording import page_foot, page_head, small_stamp

__all__ = ["Band", "draw_band", "foot_band", "head_band"]

# Points as displayed.
_SMALL, _BANNER, _LEAST_BANNER = 7.6, 10.5, 7.0
_NARROW, _NARROW_SIZE = 300.0, 6.0  # a page narrower than this is set in smaller type
_TRACKING, _BETWEEN = 0.3, 14.0
_FIRST_LINE, _LEADING, _BELOW = 9.0, 1.35, 6.0  # a baseline below the band's top; lines in sizes; a rule below its last line
_FOOT_LINE = 13.0  # the first baseline below the foot's rule
_BESIDE = 420.0  # from this width of a band on, the stamp stands right of the head
_STAMP_WIDTH, _STAMP_SHARE, _STAMP_GAP = 296.0, 0.56, 14.0
_STAMP_SIDE, _STAMP_HEADING, _STAMP_ROW, _STAMP_FOOT = 7.0, 10.4, 7.6, 4.8
_STAMP_SIZES, _STAMP_KEY, _STAMP_VALUE, _STAMP_APART = (7.6, 7.0, 6.4, 5.8, 5.2), 4.6, 5.8, 8.0
_STAMP_INSET = 2.0


@dataclass(frozen=True, slots=True)
class _Word:
    """Text at a place of the band, from its upper left corner."""

    x: float
    y: float
    text: str
    font: str
    size: float
    colour: Color
    spacing: float = 0.0
    is_struck: bool = False

    @property
    def end(self) -> float:
        return self.x + width(self.font, printable(self.font, self.text), self.size) + self.spacing * len(self.text)


@dataclass(frozen=True, slots=True)
class Band:
    """A head or foot as set for a width: its words in drawn order, its boxes (x, top, width, height), its rule and its height."""

    words: tuple[_Word, ...]
    boxes: tuple[tuple[float, float, float, float], ...]
    rule: tuple[float, float]
    """Its distance from the band's top and its length."""
    height: float


def draw_band(sheet: Sheet, band: Band, x: float, top: float) -> None:
    """Draw a band with its upper left corner at a place."""
    for word in band.words:
        left, y = x + word.x, top + word.y
        sheet.text(left, y, word.text, word.font, word.size, word.colour, spacing=word.spacing)
        if word.is_struck:
            strike(sheet, left, x + word.end, y, word.size)
    for index, (left, above, wide, high) in enumerate(band.boxes):
        sheet.box(x + left, top + above, wide, high, stroke=ACCENT, weight=0.4 if index else 1.0)
    below, length = band.rule
    sheet.line(x, top + below, x + length, top + below)


def _size(wide: float) -> float:
    return _SMALL if wide >= _NARROW else _NARROW_SIZE


def _rows(x: float, y: float, wide: float, word: _Word) -> tuple[list[_Word], float]:
    """Return a word's rows, broken for a width, from baseline ``y`` on, and the baseline that follows."""
    rows = broken(word.text, word.font, word.size, wide - _TRACKING * len(word.text) if word.spacing else wide)
    step = word.size * _LEADING
    placed = [
        _Word(x, y + index * step, row, word.font, word.size, word.colour, word.spacing, word.is_struck) for index, row in enumerate(rows)
    ]
    return placed, y + len(rows) * step


def _stacked(words: list[_Word], wide: float) -> tuple[list[_Word], float]:
    """Return words one below the other, and the last baseline."""
    placed: list[_Word] = []
    for word in words:
        y = placed[-1].y + max(placed[-1].size, word.size) * _LEADING if placed else _FIRST_LINE
        placed += _rows(0.0, y, wide, word)[0]
    return placed, placed[-1].y


def _head_words(statement: Statement, size: float) -> list[_Word]:
    status, banner, case = page_head(statement)
    words = [
        _Word(0.0, _FIRST_LINE, status, LABEL_BOLD, size, ACCENT, spacing=_TRACKING),
        _Word(0.0, _FIRST_LINE, banner, BOLD, min(_BANNER, size * _BANNER / _SMALL), GREY, is_struck=True),
        _Word(0.0, _FIRST_LINE, case, LABEL, size, GREY),
    ]
    return [word for word in words if word.text]


def _in_a_row(words: list[_Word], wide: float) -> list[_Word] | None:
    """Return status left, banner in the middle (smaller where it must be) and case right; None where they have no room."""
    status, *others = words
    case = next((word for word in others if not word.is_struck), None)
    banner = next((word for word in others if word.is_struck), None)
    beside = max(status.end, case.end if case else 0.0)
    placed = [status]
    if banner:
        room = wide - 2 * beside - 2 * _BETWEEN
        size = min(banner.size, banner.size * room / banner.end)
        if size < min(_LEAST_BANNER, banner.size):
            return None
        placed.append(_Word((wide - banner.end * size / banner.size) / 2, _FIRST_LINE, banner.text, BOLD, size, GREY, is_struck=True))
    if case:
        placed.append(_Word(wide - case.end, _FIRST_LINE, case.text, LABEL, case.size, GREY))
        return placed if banner or status.end + case.end + _BETWEEN <= wide else None
    return placed if status.end <= wide else None


def head_band(statement: Statement, number: int, wide: float) -> Band:
    """Return the head of page ``number`` for a width in points."""
    words = _head_words(statement, _size(wide))
    if number == 1:
        return _first_band(statement, words, wide)
    placed = _in_a_row(words, wide)
    last = _FIRST_LINE
    if placed is None:
        placed, last = _stacked(words, wide)
    return Band(tuple(placed), (), (last + _BELOW, wide), last + _BELOW)


def _first_band(statement: Statement, words: list[_Word], wide: float) -> Band:
    """Return the first page's head: status and banner, and the stamp beside or below them, which holds the case."""
    is_beside = wide >= _BESIDE
    stamp_wide = min(_STAMP_WIDTH, wide * _STAMP_SHARE) if is_beside else wide
    left = wide - stamp_wide
    kept = [word for word in words if word.is_struck or word.font != LABEL]
    placed, last = _stacked(kept, left - _STAMP_GAP if is_beside else wide)
    top = 0.0 if is_beside else last + _BELOW
    stamp, high = _stamp(statement, left, top, stamp_wide)
    inner = (left + _STAMP_INSET, top + _STAMP_INSET, stamp_wide - 2 * _STAMP_INSET, high - 2 * _STAMP_INSET)
    below = max(last, top + high) + _BELOW
    return Band((*placed, *stamp), ((left, top, stamp_wide, high), inner), (below, wide), below)


def _stamp(statement: Statement, left: float, top: float, wide: float) -> tuple[list[_Word], float]:
    """Return the words of the small stamp and its height: the heading, then pairs of key and value, as many in a row as fit."""
    heading, pairs = small_stamp(statement)
    room, x = wide - 2 * _STAMP_SIDE, left + _STAMP_SIDE
    size = next((size for size in _STAMP_SIZES if width(LABEL_BOLD, heading, size) <= room), _STAMP_SIZES[-1])
    placed, y = _rows(x, top + _STAMP_HEADING, room, _Word(0.0, 0.0, heading, LABEL_BOLD, size, ACCENT))
    y = placed[-1].y + _STAMP_ROW + 1.0
    at = x
    for key, value in pairs:
        key_wide = width(LABEL_BOLD, key, _STAMP_KEY) + 4.0
        if at > x and at + key_wide + width(LABEL, printable(LABEL, value), _STAMP_VALUE) > x + room:
            at, y = x, y + _STAMP_ROW
        rows = broken(value, LABEL, _STAMP_VALUE, max(room - key_wide, key_wide))
        placed.append(_Word(at, y, key, LABEL_BOLD, _STAMP_KEY, ACCENT))
        for index, row in enumerate(rows):
            y += _STAMP_ROW if index else 0.0
            placed.append(_Word(at + key_wide, y, row, LABEL, _STAMP_VALUE, INK))
        at = placed[-1].end + _STAMP_APART
        if len(rows) > 1:
            at = x + room
    return placed, y + _STAMP_FOOT - top


def foot_band(statement: Statement, number: int, count: int, wide: float) -> Band:
    """Return the foot of page ``number`` of ``count`` for a width in points: a rule, the version, and the page."""
    left, right = page_foot(statement, number, count)
    size = _size(wide)
    version = _Word(0.0, _FOOT_LINE, left, LABEL, size, GREY)
    page = _Word(0.0, _FOOT_LINE, right, LABEL, size, GREY)
    if version.end + page.end + _BETWEEN <= wide:
        placed = [version, _Word(wide - page.end, _FOOT_LINE, right, LABEL, size, GREY)]
    else:
        rows, y = _rows(0.0, _FOOT_LINE, wide, version)
        last, _ = _rows(0.0, y, wide, page)
        placed = [*rows, *last]
    return Band(tuple(placed), (), (0.0, wide), placed[-1].y + 2.0)
