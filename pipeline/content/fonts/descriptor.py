"""What a font is called, how high its line is, and the program that it brings."""

from __future__ import annotations

import re
from dataclasses import dataclass

from pikepdf import Dictionary, Object, Stream
from reportlab.pdfbase import _fontdata

from pipeline.content.fonts.names import spelled
from pipeline.content.fonts.widths import EM, number, standard_family

__all__ = ["Cell", "base_name", "bounded", "cell", "described", "is_symbolic", "program_stream"]

_TAG = re.compile(r"^[A-Z]{6}\+")
_LONGEST_NAME = 120
_ASCENT, _DESCENT = 0.75, -0.25  # em, where a font does not say
_ASCENTS, _DESCENTS = (0.4, 1.3), (-0.6, -0.05)  # em; beyond these a font's own figures are wrong
_SYMBOLIC, _NONSYMBOLIC = 1 << 2, 1 << 5  # ISO 32000-1, table 123


@dataclass(frozen=True, slots=True)
class Cell:
    """The height of a line's cell in em: over the baseline, and below it (negative)."""

    ascent: float
    descent: float


def base_name(font: Object) -> str:
    """Return a font's ``BaseFont`` without the tag of a subset, or of Type 3 its ``Name``; empty without."""
    found = spelled(font.get("/BaseFont", font.get("/Name")))
    return _TAG.sub("", found.removeprefix("/"))[:_LONGEST_NAME]


def described(font: Object) -> Object | None:
    """Return a font's descriptor, or None."""
    found = font.get("/FontDescriptor")
    return found if isinstance(found, Dictionary) else None


def is_symbolic(font: Object) -> bool:
    """Return whether a font says that its letters are not those of the standard Latin set."""
    descriptor = described(font)
    flags = descriptor.get("/Flags", 0) if descriptor is not None else 0
    return isinstance(flags, int) and bool(flags & _SYMBOLIC) and not flags & _NONSYMBOLIC


def program_stream(font: Object) -> tuple[str, Object] | None:
    """Return the font program that a font brings: the key that it stands under, and its stream; None without."""
    descriptor = described(font)
    for key in ("/FontFile", "/FontFile2", "/FontFile3"):
        found = descriptor.get(key) if descriptor is not None else None
        if isinstance(found, Stream):
            return key, found
    return None


def cell(font: Object) -> Cell:
    """Return the cell of a line in a font, by its descriptor, by its standard metrics, or as most fonts have it."""
    descriptor = described(font)
    if descriptor is None:
        ascent, descent = _fontdata.ascent_descent.get(standard_family(base_name(font)), (0, 0))
        return bounded(ascent / EM, descent / EM)
    ascent, descent = number(descriptor.get("/Ascent", 0)), number(descriptor.get("/Descent", 0))
    return bounded((ascent or 0.0) / EM, -abs(descent or 0.0) / EM)


def bounded(ascent: float, descent: float) -> Cell:
    """Return a cell of these measures in em, each as most fonts have it where it is beyond what a font can have."""
    return Cell(
        ascent if _ASCENTS[0] <= ascent <= _ASCENTS[1] else _ASCENT,
        descent if _DESCENTS[0] <= descent <= _DESCENTS[1] else _DESCENT,
    )
