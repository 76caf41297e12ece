"""The characters of a page as pdfium reads them, with their boxes on the page as displayed."""

from __future__ import annotations

import ctypes
import math
import unicodedata
from dataclasses import dataclass

import pypdfium2
import pypdfium2.raw as pdfium

from pipeline.model import Box

__all__ = ["Glyph", "PageText", "read_glyphs"]

_FINE = 100  # device units a point, for a mapping that pdfium gives in whole units
_FAR = 1000.0  # points; two such steps fix the mapping
_LEANING = 0.05  # radians
_HYPHENS = frozenset({0x02, 0xFFFE})  # how pdfium reports a hyphen at a line's end
_HIGH, _LOW, _BMP = 0xD800, 0xDC00, 0x10000
# The bullets of the Symbol and Wingdings fonts, which word processors leave in the private area.
_BULLETS = {0xF0B7: "•", 0xF0A7: "▪", 0xF0D8: "➢", 0xF0FC: "✓", 0xF0A8: "□", 0xF06F: "□", 0xF0E0: "→", 0xF02D: "-", 0xF0D2: "®"}
_UNTOLD = frozenset({"Co", "Cn", "Cc", "Cs"})
_REPLACEMENT = "\ufffd"


@dataclass(frozen=True, slots=True)
class Glyph:
    """A character that shows: the box of its ink, its cell as the font gives it, its baseline; points from the top left.

    ``opens`` where a blank precedes it.
    """

    text: str
    box: Box
    cell: Box
    baseline: float
    opens: bool

    @property
    def size(self) -> float:
        """The height of a line in this font, in points."""
        return self.cell.bottom - self.cell.top


@dataclass(frozen=True, slots=True)
class PageText:
    """The glyphs of a page in pdfium's order; ``drawn`` of them stand in the page itself, not in pdfium's reading."""

    glyphs: tuple[Glyph, ...]
    width: float
    height: float
    drawn: int
    untold: int
    leaning: int


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

    def angle(self, angle: float) -> float:
        """Return the displayed angle of a baseline, in radians from the horizontal; pdfium counts its own clockwise."""
        a, b, _, d, e, _ = self.rows
        x, y = math.cos(angle), -math.sin(angle)
        return math.atan2(-(d * x + e * y), a * x + b * y)


def read_glyphs(page: pypdfium2.PdfPage) -> PageText:
    """Return the characters of a page. Raises PdfiumError where pdfium cannot read it."""
    mapping = _Mapping(page)
    text = page.get_textpage()
    reading = _Reading(text, mapping)
    for index in range(text.count_chars()):
        reading.take(index)
    text.close()
    return PageText(tuple(reading.glyphs), mapping.width, mapping.height, reading.drawn, reading.untold, reading.leaning)


class _Reading:
    """One page of pdfium's characters, taken one by one."""

    def __init__(self, text: pypdfium2.PdfTextPage, mapping: _Mapping) -> None:
        self.text, self.mapping = text, mapping
        self.glyphs: list[Glyph] = []
        self.drawn = self.untold = self.leaning = 0
        self.opens = True
        self.high = 0

    def take(self, index: int) -> None:
        code = pdfium.FPDFText_GetUnicode(self.text, index)
        is_generated = pdfium.FPDFText_IsGenerated(self.text, index) == 1
        if _HIGH <= code < _LOW:
            self.high = code
            return
        if self.high:
            code, self.high = _BMP + ((self.high - _HIGH) << 10) + (code - _LOW), 0
        char = "-" if code in _HYPHENS else chr(code)
        if char.isspace() or (is_generated and not char.strip()):
            self.opens = True
            return
        if not is_generated:
            self.drawn += 1
        self._add(index, _BULLETS.get(code, char))

    def _add(self, index: int, char: str) -> None:
        self.untold += pdfium.FPDFText_HasUnicodeMapError(self.text, index) == 1 or _is_untold(char)
        self.leaning += abs(self.mapping.angle(pdfium.FPDFText_GetCharAngle(self.text, index))) > _LEANING
        left, right, bottom, top, x, y = (ctypes.c_double() for _ in range(6))
        pdfium.FPDFText_GetCharBox(self.text, index, left, right, bottom, top)
        pdfium.FPDFText_GetCharOrigin(self.text, index, x, y)
        box = self.mapping.box(left.value, bottom.value, right.value, top.value)
        loose = pdfium.FS_RECTF()
        pdfium.FPDFText_GetLooseCharBox(self.text, index, loose)
        cell = self.mapping.box(loose.left, loose.bottom, loose.right, loose.top)
        self.glyphs.append(Glyph(char, box, cell, self.mapping.point(x.value, y.value)[1], self.opens))
        self.opens = False


def _is_untold(char: str) -> bool:
    """Tell whether a character says nothing of the letter that shows."""
    return char == _REPLACEMENT or unicodedata.category(char) in _UNTOLD
