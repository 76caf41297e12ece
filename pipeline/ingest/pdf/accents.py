"""Accents that are drawn by themselves, as TeX and typewriters do, go back on the letters that they stand over."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import replace

from pipeline.ingest.pdf.glyphs import Glyph
from pipeline.model import Box

__all__ = ["accented"]

# The spacing accents of the Adobe standard encoding, of TeX's text fonts and of the typewriter, with their combining marks.
_MARKS = {
    "`": "\u0300",
    "\u02cb": "\u0300",
    "\u00b4": "\u0301",
    "\u02ca": "\u0301",
    "^": "\u0302",
    "\u02c6": "\u0302",
    "~": "\u0303",
    "\u02dc": "\u0303",
    "\u00af": "\u0304",
    "\u02c9": "\u0304",
    "\u02d8": "\u0306",
    "\u02d9": "\u0307",
    "\u00a8": "\u0308",
    "\u02da": "\u030a",
    "\u02dd": "\u030b",
    "\u02c7": "\u030c",
    "\u00b8": "\u0327",
    "\u02db": "\u0328",
}
_DOTLESS = {"\u0131": "i", "\u0237": "j"}


def accented(glyphs: Sequence[Glyph]) -> list[Glyph]:
    """Return the glyphs, each accent that lies over the letter before or after it in the page's order as one with it."""
    found: list[Glyph] = []
    for glyph in glyphs:
        one = _one(found[-1], glyph) if found else None
        if one:
            found[-1] = one
        else:
            found.append(glyph)
    return found


def _one(before: Glyph, after: Glyph) -> Glyph | None:
    """Return two glyphs as one where one of them is the other's accent, or None."""
    accent, letter = (after, before) if after.text in _MARKS else (before, after)
    if accent.text not in _MARKS or not letter.text.isalpha() or not _lies_over(accent.box, letter.box):
        return None
    text = unicodedata.normalize("NFC", _DOTLESS.get(letter.text, letter.text) + _MARKS[accent.text])
    if len(text) > 1:  # no language has that letter
        return None
    pair = accent.box, letter.box
    box = Box(*(edge(getattr(each, side) for each in pair) for edge, side in ((min, "x0"), (min, "top"), (max, "x1"), (max, "bottom"))))
    return replace(letter, text=text, box=box, opens=before.opens)


def _lies_over(accent: Box, letter: Box) -> bool:
    """Tell whether the accent's middle is within the letter's sides."""
    return letter.x0 <= (accent.x0 + accent.x1) / 2 <= letter.x1
