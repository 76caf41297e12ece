"""Accents that are drawn by themselves, as TeX and typewriters do, go back on the letters that they stand over."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, replace

__all__ = ["Piece", "accented"]

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


@dataclass(slots=True)
class Piece:
    """Letters of one show without a blank, in a level frame: where they start and end, their baseline, and how far they reach from it.

    ``last`` is where the last letter starts, ``first`` where the first one ends; ``opens`` where a blank is drawn before them.
    """

    text: str
    x0: float
    x1: float
    last: float
    first: float
    baseline: float
    up: float
    down: float
    em: float
    glyphs: list[int]
    opens: bool


def accented(pieces: Sequence[Piece]) -> tuple[list[Piece], tuple[tuple[int, int], ...]]:
    """Return the pieces, each accent that lies over the letter before or after it as one with it, and the pairs of their glyphs."""
    found: list[Piece] = []
    joined: list[tuple[int, int]] = []
    for piece in pieces:
        if found and (found[-1].text[-1] in _MARKS or piece.text[0] in _MARKS):
            before, after, pair = _one(found[-1], piece)
            joined += pair
            found[-1:] = [each for each in (before, after) if each.text]
        else:
            found.append(piece)
    return found, tuple(joined)


def _one(before: Piece, after: Piece) -> tuple[Piece, Piece, list[tuple[int, int]]]:
    """Return two pieces with the accent at their meeting put on its letter, which stands in the one or the other."""
    mark, letter = before.text[-1], after.text[0]
    if mark in _MARKS and (one := _composed(letter, mark)) and after.x0 <= (before.last + before.x1) / 2 <= after.first:
        rest = replace(before, text=before.text[:-1], glyphs=before.glyphs[:-1], x1=before.last)
        opens = before.opens if not rest.text else False
        pair = [(after.glyphs[0], before.glyphs[-1])]
        return rest, replace(after, text=one + after.text[1:], opens=opens), pair
    mark, letter = after.text[0], before.text[-1]
    if mark in _MARKS and (one := _composed(letter, mark)) and before.last <= (after.x0 + after.first) / 2 <= before.x1:
        rest = replace(after, text=after.text[1:], glyphs=after.glyphs[1:], x0=min(after.first, before.x1), opens=False)
        return replace(before, text=before.text[:-1] + one), rest, [(before.glyphs[-1], after.glyphs[0])]
    return before, after, []


def _composed(letter: str, mark: str) -> str | None:
    """Return a letter with its accent, or None where no language has that letter."""
    text = unicodedata.normalize("NFC", _DOTLESS.get(letter, letter) + _MARKS[mark])
    return text if letter.isalpha() and len(text) == 1 else None
