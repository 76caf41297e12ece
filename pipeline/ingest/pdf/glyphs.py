"""The characters of a page as pdfium reads them, with where they stand on the page as displayed."""

from __future__ import annotations

import ctypes
from dataclasses import dataclass

import pypdfium2
import pypdfium2.raw as pdfium

from pipeline.model import Box

__all__ = ["Glyph", "read_glyphs"]

_FINE = 100  # device units a point, for a mapping that pdfium gives in whole units
_FAR = 1000.0  # points; two such steps fix the mapping
_FURTHEST = 100_000.0  # points
_HYPHENS = frozenset({0x02, 0xFFFE})  # how pdfium reports a hyphen at a line's end
_HIGH, _LOW, _END, _BMP = 0xD800, 0xDC00, 0xE000, 0x10000
_REPLACEMENT = "\ufffd"


@dataclass(frozen=True, slots=True)
class Glyph:
    """A character, its cell as the font gives it and its baseline; points from the top left of the page as displayed."""

    text: str
    cell: Box
    baseline: float


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


def read_glyphs(page: pypdfium2.PdfPage) -> tuple[Glyph, ...]:
    """Return the characters of a page but blanks. Raises PdfiumError where pdfium cannot read it."""
    mapping, text = _Mapping(page), page.get_textpage()
    found: list[Glyph] = []
    high = 0
    for index in range(text.count_chars()):
        code = pdfium.FPDFText_GetUnicode(text, index)
        if _HIGH <= code < _LOW:
            high = code
            continue
        code, high = _paired(high, code), 0
        char = "-" if code in _HYPHENS else chr(code)
        if not char.isspace():
            found.append(_placed(text, index, char, mapping))
    text.close()
    return tuple(found)


def _placed(text: pypdfium2.PdfTextPage, index: int, char: str, mapping: _Mapping) -> Glyph:
    """Return a character where it stands; one that is set where no page is stands at the top left, beyond any row."""
    x, y, loose = ctypes.c_double(), ctypes.c_double(), pdfium.FS_RECTF()
    pdfium.FPDFText_GetCharOrigin(text, index, x, y)
    pdfium.FPDFText_GetLooseCharBox(text, index, loose)
    if not all(abs(each) < _FURTHEST for each in (x.value, y.value, loose.left, loose.bottom, loose.right, loose.top)):
        return Glyph(char, Box(0.0, 0.0, 0.0, 0.0), 0.0)
    return Glyph(char, mapping.box(loose.left, loose.bottom, loose.right, loose.top), mapping.point(x.value, y.value)[1])


def _paired(high: int, code: int) -> int:
    """Return the character of two half surrogates, or of one code; half a pair alone is no character."""
    if high and _LOW <= code < _END:
        return _BMP + ((high - _HIGH) << 10) + (code - _LOW)
    return ord(_REPLACEMENT) if high or _LOW <= code < _END else code
