"""A text of any length cut into pieces that are read one by one: at paragraphs, else at sentences, else at blanks."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from pipeline.model import Span

__all__ = ["MOST", "Piece", "pieces"]

MOST = 2_000
"""Characters of a piece, at most, its neighbours' words not counted."""
_OVERLAP = 120  # characters read on either side of a cut within a paragraph: several words, longer than any name
_PARAGRAPH_END = re.compile(r"\f|(?:\r\n?|\n)[ \t]*(?=[\r\n\f])")
_BLANK = re.compile(r"\s")
_STOPS = (". ", ".\n", "; ", ";\n", "\n")


@dataclass(frozen=True, slots=True)
class Piece:
    """What is answered for (``core``: the cores cover the text once), and what is read to that end (``read``: the same or more)."""

    core: Span
    read: Span


def pieces(text: str, most: int = MOST) -> Iterator[Piece]:
    """Yield the pieces of ``text`` in order: whole paragraphs, and the parts of those longer than ``most``."""
    start = 0
    for match in _PARAGRAPH_END.finditer(text):
        if match.end() > start:
            yield from _parts(text, start, match.end(), most)
            start = match.end()
    if start < len(text):
        yield from _parts(text, start, len(text), most)


def _parts(text: str, start: int, end: int, most: int) -> Iterator[Piece]:
    """Yield a paragraph, or its parts: each reads some words of those beside it, so that no name is lost at a cut."""
    at = start
    while at < end:
        stop = end if end - at <= most else _cut(text, at, at + most)
        first = at if at == start else _opening(text, max(start, at - _OVERLAP), at)
        last = stop if stop == end else _closing(text, stop, min(end, stop + _OVERLAP))
        yield Piece(Span(at, stop), Span(first, last))
        at = stop


def _cut(text: str, at: int, last: int) -> int:
    """Return where to cut: behind the last sentence of the second half, else behind its last blank, else at ``last``."""
    middle = (at + last) // 2
    for stop in _STOPS:
        found = text.rfind(stop, middle, last)
        if found >= 0:
            return found + len(stop)
    return _opening_of_last_word(text, middle, last)


def _opening_of_last_word(text: str, first: int, last: int) -> int:
    found = max(text.rfind(blank, first, last) for blank in " \t\u00a0")
    return found + 1 if found >= 0 else last


def _opening(text: str, first: int, at: int) -> int:
    """Return where the first whole word after ``first`` begins."""
    found = _BLANK.search(text, first, at)
    return found.end() if found else first


def _closing(text: str, at: int, last: int) -> int:
    """Return where the last whole word before ``last`` ends."""
    return max(at, _opening_of_last_word(text, at, last))
