"""How far codes move the pen: ``Widths``, ``W`` and ``DW``, and the metrics of the standard 14 fonts (ISO 32000-1, 9.7.4.3)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal

from pikepdf import Array, Dictionary, Object
from reportlab.pdfbase import _fontdata

from pipeline.content.fonts.encodings import CODES, Names

__all__ = ["EM", "UNKNOWN", "composite_widths", "number", "simple_widths", "standard_family", "standard_widths"]

EM = 1000  # units of Widths and W
UNKNOWN = "it has no widths of its letters"
_DEFAULT = 1000  # of DW where it is absent
_LAST_CID = 65_535
_MOST_ENTRIES = 300_000  # widths in all
_WIDEST = 20_000  # thousandths of an em; a font's own widths are below 4,000
_SPACED = re.compile(r"[\s,_-]|PS|MT")
_FAMILIES = {
    "arial": "Helvetica",
    "helvetica": "Helvetica",
    "timesnewroman": "Times",
    "times": "Times",
    "timesroman": "Times",
    "couriernew": "Courier",
    "courier": "Courier",
}
_STYLES = {"": 0, "regular": 0, "bold": 1, "italic": 2, "oblique": 2, "bolditalic": 3, "boldoblique": 3}
_FACES = {
    "Helvetica": ("Helvetica", "Helvetica-Bold", "Helvetica-Oblique", "Helvetica-BoldOblique"),
    "Courier": ("Courier", "Courier-Bold", "Courier-Oblique", "Courier-BoldOblique"),
    "Times": ("Times-Roman", "Times-Bold", "Times-Italic", "Times-BoldItalic"),
}
_OWN = ("Symbol", "ZapfDingbats")


def number(found: object) -> float | None:
    """Return a number of a PDF as it is read, or None for what is none or cannot be a measure of a font."""
    if isinstance(found, bool) or not isinstance(found, (int, float, Decimal)):
        return None
    value = float(found)
    return value if abs(value) <= _WIDEST else None


def standard_family(name: str) -> str | None:
    """Return which of the standard 14 fonts a font's name means, by itself or as ``Arial,Bold`` does; None where it is none."""
    plain = _SPACED.sub("", name)
    if plain in _OWN:
        return plain
    low = plain.lower()
    for family in sorted(_FAMILIES, key=len, reverse=True):
        if low.startswith(family) and (style := _STYLES.get(low.removeprefix(family))) is not None:
            return _FACES[_FAMILIES[family]][style]
    return None


def standard_widths(family: str, names: Names) -> list[float]:
    """Return the 256 widths, in em, of a standard font whose codes have these names; 0 where it has no such glyph."""
    known = _fontdata.widthsByFontGlyph[family]
    return [float(known.get(name, 0)) / EM for name in names]


def simple_widths(font: Object, unit: float) -> list[float] | None:
    """Return the 256 widths of a simple font, each times ``unit``; None where it has none.

    Codes outside of ``FirstChar`` and what follows, and those whose entry is no number, have the
    descriptor's ``MissingWidth`` (ISO 32000-1, table 122).
    """
    found, first = font.get("/Widths"), font.get("/FirstChar", 0)
    if not isinstance(found, Array) or not isinstance(first, int) or len(found) == 0:
        return None
    descriptor = font.get("/FontDescriptor")
    missing = number(descriptor.get("/MissingWidth", 0)) if isinstance(descriptor, Dictionary) else 0.0
    widths = [(missing or 0.0) * unit] * CODES
    for code, each in zip(range(first, CODES), found, strict=False):
        width = number(each)
        if code >= 0 and width is not None:
            widths[code] = width * unit
    return widths


def composite_widths(descendant: Object) -> tuple[dict[int, float], float] | None:
    """Return the widths in em by CID, and that of all others; None where they are no numbers, or more than a font can have."""
    default = number(descendant.get("/DW", _DEFAULT))
    found = descendant.get("/W")
    if default is None or not (found is None or isinstance(found, Array)):
        return None
    widths: dict[int, float] = {}
    parts: Sequence[object] = () if found is None else list(found)
    at, left = 0, _MOST_ENTRIES
    while at < len(parts):
        taken = _entry(parts, at, left)
        if taken is None:
            return None
        cids, values, step = taken
        left -= len(cids)
        for cid, value in zip(cids, values, strict=True):
            width = number(value)
            if width is None:
                return None
            widths[cid] = width / EM
        at += step
    return widths, default / EM


def _entry(parts: Sequence[object], at: int, left: int) -> tuple[range, Sequence[object], int] | None:
    """Return the CIDs of the entry of ``W`` at a place, their widths, and how many elements it takes."""
    first, then = parts[at], parts[at + 1] if at + 1 < len(parts) else None
    if not isinstance(first, int) or not 0 <= first <= _LAST_CID:
        return None
    if isinstance(then, Array):
        return (range(first, first + len(then)), list(then), 2) if len(then) <= left else None
    if not isinstance(then, int) or at + 2 >= len(parts) or then - first >= left:
        return None
    cids = range(first, min(then, _LAST_CID) + 1)
    return cids, [parts[at + 2]] * len(cids), 3
