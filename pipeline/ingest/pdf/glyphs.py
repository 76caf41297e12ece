"""The characters of a page as pdfium reads them, with their boxes on the page as displayed."""

from __future__ import annotations

import ctypes
import unicodedata
from dataclasses import dataclass

import pypdfium2
import pypdfium2.raw as pdfium

from pipeline.ingest.pdf.fonts import LIGATURES
from pipeline.model import Box

__all__ = ["Glyph", "PageText", "read_glyphs"]

_FINE = 100  # device units a point, for a mapping that pdfium gives in whole units
_FAR = 1000.0  # points; two such steps fix the mapping
_LEANING = 0.05  # of a line's length, by which it may climb
_FURTHEST = 100_000.0  # points
_BACKWARD = frozenset({"R", "AL"})
_HYPHENS = frozenset({0x02, 0xFFFE})  # how pdfium reports a hyphen at a line's end
_HIGH, _LOW, _END, _BMP = 0xD800, 0xDC00, 0xE000, 0x10000
# The bullets of the Symbol and Wingdings fonts, which word processors leave in the private area.
_BULLETS = {
    0xF0B7: "•",
    0xF095: "•",
    0xF0A7: "▪",
    0xF0D8: "➢",
    0xF0FC: "✓",
    0xF0A8: "□",
    0xF06F: "□",
    0xF0E0: "→",
    0xF02D: "-",
    0xF0D2: "®",
}
_UNTOLD = frozenset({"Co", "Cn", "Cc", "Cs", "Cf"})
_JOINERS = "\u00ad\u200c\u200d"
# Letters, signs and marks that show nothing by their nature (Unicode: Default_Ignorable_Code_Point, and the empty Braille cell).
_FILLERS = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u180b\u180c\u180d\u180f\u2800\u3164\uffa0") | {
    chr(code) for code in range(0xFE00, 0xFE10)
}
_REPLACEMENT = "\ufffd"


@dataclass(frozen=True, slots=True)
class Glyph:
    """A character that shows: the box of its ink, its cell as the font gives it, its baseline; points from the top left.

    ``opens`` where a blank precedes it, ``is_parted`` where that blank stands in the page and is none of pdfium's.
    """

    text: str
    box: Box
    cell: Box
    baseline: float
    opens: bool
    is_parted: bool = False

    @property
    def size(self) -> float:
        """The height of a line in this font, in points."""
        return self.cell.bottom - self.cell.top


@dataclass(frozen=True, slots=True)
class PageText:
    """The glyphs of a page in pdfium's order; ``drawn`` of them stand in the page itself, not in pdfium's reading.

    ``blanks`` are the boxes of the blanks that stand in the page.
    """

    glyphs: tuple[Glyph, ...]
    blanks: tuple[Box, ...]
    width: float
    height: float
    drawn: int
    untold: int
    leaning: int
    backward: int


class _Mapping:
    """From the page's own space to points from the top left of the page as displayed."""

    def __init__(self, page: pypdfium2.PdfPage) -> None:
        self.page = page
        self.width, self.height = page.get_width(), page.get_height()
        x0, y0 = self._device(0.0, 0.0)
        xa, ya = self._device(_FAR, 0.0)
        xb, yb = self._device(0.0, _FAR)
        self.rows = ((xa - x0) / _FAR, (xb - x0) / _FAR, x0, (ya - y0) / _FAR, (yb - y0) / _FAR, y0)

    def _device(self, x: float, y: float) -> tuple[float, float]:
        across, down = ctypes.c_int(), ctypes.c_int()
        size = round(self.width * _FINE), round(self.height * _FINE)
        if not pdfium.FPDF_PageToDevice(self.page, 0, 0, *size, 0, x, y, across, down):
            raise pypdfium2.PdfiumError("the page has no size")
        return across.value / _FINE, down.value / _FINE

    def point(self, x: float, y: float) -> tuple[float, float]:
        a, b, c, d, e, f = self.rows
        return a * x + b * y + c, d * x + e * y + f

    def box(self, left: float, bottom: float, right: float, top: float) -> Box:
        xs, ys = zip(self.point(left, bottom), self.point(right, top), strict=True)
        return Box(min(xs), min(ys), max(xs), max(ys))

    def turned(self, x: float, y: float) -> tuple[float, float]:
        """Return a direction of the page's own space as displayed, y upward."""
        a, b, _, d, e, _ = self.rows
        return a * x + b * y, -(d * x + e * y)


def read_glyphs(page: pypdfium2.PdfPage) -> PageText:
    """Return the characters of a page. Raises PdfiumError where pdfium cannot read it."""
    mapping = _Mapping(page)
    text = page.get_textpage()
    reading = _Reading(text, mapping)
    for index in range(text.count_chars()):
        reading.take(index)
    text.close()
    return PageText(
        tuple(reading.glyphs),
        tuple(reading.blanks),
        mapping.width,
        mapping.height,
        reading.drawn,
        reading.untold,
        reading.leaning,
        reading.backward,
    )


class _Reading:
    """One page of pdfium's characters, taken one by one."""

    def __init__(self, text: pypdfium2.PdfTextPage, mapping: _Mapping) -> None:
        self.text, self.mapping = text, mapping
        self.glyphs: list[Glyph] = []
        self.blanks: list[Box] = []
        self.drawn = self.untold = self.leaning = self.backward = 0
        self.opens, self.is_parted = True, False
        self.high = 0

    def take(self, index: int) -> None:
        code = pdfium.FPDFText_GetUnicode(self.text, index)
        is_generated = pdfium.FPDFText_IsGenerated(self.text, index) == 1
        if _HIGH <= code < _LOW:
            self.high = code
            return
        code, self.high = _paired(self.high, code), 0
        char = "-" if code in _HYPHENS else chr(code)
        if char.isspace() or (is_generated and not char.strip()):
            self.opens = True
            self.is_parted |= not is_generated
            if not is_generated and (box := self._box(index)):
                self.blanks.append(box)
            return
        if not is_generated:
            self.drawn += len(LIGATURES.get(char, char))
        self._add(index, _BULLETS.get(code, char))

    def _is_upright(self, index: int) -> bool:
        """Tell whether a character stands on a level line, from left to right, its head up; it may slant, as italics do."""
        matrix = pdfium.FS_MATRIX()
        pdfium.FPDFText_GetMatrix(self.text, index, matrix)
        along, climb = self.mapping.turned(matrix.a, matrix.b)
        _, up = self.mapping.turned(matrix.c, matrix.d)
        return along > 0 and up > 0 and abs(climb) <= _LEANING * along

    def _box(self, index: int) -> Box | None:
        """Return the box of a character's ink, or None where it is set where no page is."""
        left, right, bottom, top = (ctypes.c_double() for _ in range(4))
        pdfium.FPDFText_GetCharBox(self.text, index, left, right, bottom, top)
        if not all(abs(each.value) < _FURTHEST for each in (left, right, bottom, top)):
            return None
        return self.mapping.box(left.value, bottom.value, right.value, top.value)

    def _add(self, index: int, char: str) -> None:
        self.untold += pdfium.FPDFText_HasUnicodeMapError(self.text, index) == 1 or _is_untold(char)
        self.leaning += not self._is_upright(index)
        self.backward += unicodedata.bidirectional(char) in _BACKWARD
        box, x, y = self._box(index), ctypes.c_double(), ctypes.c_double()
        pdfium.FPDFText_GetCharOrigin(self.text, index, x, y)
        if box is None or not all(abs(each.value) < _FURTHEST for each in (x, y)):
            self.untold += 1  # set where no page is
            return
        loose = pdfium.FS_RECTF()
        pdfium.FPDFText_GetLooseCharBox(self.text, index, loose)
        if unicodedata.combining(char) and not (self.glyphs and _lies_over(box, self.glyphs[-1].box)):
            self.untold += 1  # a mark that marks no letter
        cell = self.mapping.box(loose.left, loose.bottom, loose.right, loose.top)
        self.glyphs.append(Glyph(char, box, cell, self.mapping.point(x.value, y.value)[1], self.opens, self.is_parted))
        self.opens = self.is_parted = False


def _is_untold(char: str) -> bool:
    """Tell whether a character says nothing of the letter that shows."""
    return char == _REPLACEMENT or char in _FILLERS or (unicodedata.category(char) in _UNTOLD and char not in _JOINERS)


def _paired(high: int, code: int) -> int:
    """Return the character of two half surrogates, or of one code; half a pair alone is no character."""
    if high and _LOW <= code < _END:
        return _BMP + ((high - _HIGH) << 10) + (code - _LOW)
    return ord(_REPLACEMENT) if high or _LOW <= code < _END else code


def _lies_over(mark: Box, letter: Box) -> bool:
    return letter.x0 <= (mark.x0 + mark.x1) / 2 <= letter.x1
