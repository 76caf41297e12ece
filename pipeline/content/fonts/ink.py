"""Whether a glyph draws anything, told from its font's program: a code that says a blank and draws ink is a word that nobody reads."""

from __future__ import annotations

import struct
import unicodedata
from collections.abc import Callable

from fontTools.cffLib import TopDict
from fontTools.misc.psCharStrings import T2CharString

from pipeline.content.fonts.sfnt import table

__all__ = ["Ink", "compact_ink", "is_blank", "no_ink", "outline_ink"]

Ink = Callable[[int], bool]
"""Whether the glyph of a number draws something; False where nothing tells it."""

_SILENT = frozenset({"Zs", "Zl", "Zp", "Cf", "Cc"})  # categories of what shows nothing
_FILLERS = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0")  # letters and signs that show nothing by their nature
_SOFT_HYPHEN = "\u00ad"  # shows at a line's end
_LONG_PLACES, _HEAD_LENGTH, _GLYPH_HEAD = 1, 54, 10  # OpenType specification, head and glyf
_FEWEST_POINTS = 3  # of an outline that has an inside; some programs leave one in their blank
_DEEPEST, _MOST_COMPONENTS = 4, 8  # of composite glyphs
_WORDS, _MORE, _SCALES = 0x0001, 0x0020, {0x0008: 2, 0x0040: 4, 0x0080: 8}  # flags of a component, and the bytes of its scale
_DRAWING = frozenset({5, 6, 7, 8, 10, 19, 20, 24, 25, 26, 27, 29, 30, 31})  # Type 2 operators that draw, or may (subroutines, masks)
_ESCAPE, _END, _FLEXES, _ACCENTED = 12, 14, range(34, 38), 4  # the end of a glyph with as many operands draws two others
_SHORT, _FIXED, _FIRST_NUMBER, _FIRST_PAIR = 28, 255, 32, 247


def no_ink(_glyph: int) -> bool:
    """Return False: nothing tells what the glyph draws."""
    return False


def is_blank(text: str) -> bool:
    """Return whether a code's text shows nothing."""
    return text != _SOFT_HYPHEN and all(unicodedata.category(each) in _SILENT or each in _FILLERS for each in text)


def outline_ink(program: bytes) -> Ink:
    """Return what tells it of a TrueType program: a glyph draws where its outline has contours (OpenType specification, ``glyf``)."""
    head, places, outlines = (table(program, tag) or b"" for tag in (b"head", b"loca", b"glyf"))
    is_long = len(head) >= _HEAD_LENGTH and struct.unpack_from(">h", head, 50)[0] == _LONG_PLACES

    width, unit = (4, 1) if is_long else (2, 2)

    def draws(glyph: int, depth: int = 0) -> bool:
        start, end = (int.from_bytes(places[width * at : width * at + width]) * unit for at in (glyph, glyph + 1))
        outline = outlines[start:end]
        if len(outline) < _GLYPH_HEAD or depth > _DEEPEST:
            return depth > _DEEPEST
        contours = int.from_bytes(outline[:2], signed=True)
        last = outline[_GLYPH_HEAD + 2 * (contours - 1) :][:2]  # the number of its last point
        return (
            int.from_bytes(last) >= _FEWEST_POINTS - 1
            if contours > 0
            else contours < 0 and any(draws(each, depth + 1) for each in _components(outline))
        )

    return draws


def _components(outline: bytes) -> list[int]:
    """Return the glyphs that a composite one is made of."""
    found, at, flags = list[int](), _GLYPH_HEAD, _MORE
    while flags & _MORE and at + 4 <= len(outline) and len(found) < _MOST_COMPONENTS:
        flags, glyph = struct.unpack_from(">HH", outline, at)
        found.append(glyph)
        scales = next((size for flag, size in _SCALES.items() if flags & flag), 0)
        at += 4 + (4 if flags & _WORDS else 2) + scales
    return found


def compact_ink(top: TopDict) -> Ink:
    """Return what tells it of a compact program: a glyph draws where its procedure has an operator that does (Adobe note 5177)."""
    strings = top.CharStrings

    def draws(glyph: int) -> bool:
        found = strings.charStringsIndex[glyph] if strings.charStringsAreIndexed and glyph < len(strings) else None
        return isinstance(found, T2CharString) and found.bytecode is not None and _draws(found.bytecode)

    return draws


def _draws(procedure: bytes) -> bool:
    at = operands = 0
    while at < len(procedure):
        code = procedure[at]
        if code == _SHORT or code >= _FIRST_NUMBER:
            at += 3 if code == _SHORT else 5 if code == _FIXED else 2 if code >= _FIRST_PAIR else 1
            operands += 1
            continue
        if code in _DRAWING or (code == _ESCAPE and procedure[at + 1 : at + 2] and procedure[at + 1] in _FLEXES):
            return True
        if code == _END:
            return operands >= _ACCENTED
        at += 2 if code == _ESCAPE else 1
        operands = 0
    return False
