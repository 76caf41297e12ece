"""A text of any length cut into pieces that are read one by one: at paragraphs, else at sentences, else at blanks."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from pipeline.model import Span

__all__ = ["MOST", "Piece", "pieces"]

MOST = 600
"""Characters of a piece, at most, its neighbours' words not counted: a model reads many short pieces faster than a few long ones."""
_OVERLAP = 120  # characters read on either side of a cut within a paragraph: several words, longer than any name
_PARAGRAPH_END = re.compile(  # a line of a hundred characters is a paragraph
    r"\f|(?:\r\n?|\n)(?:[ \t]*(?=[\r\n\f])|(?<=[^\r\n\f]{100}[\r\n])|(?<=[^\r\n\f]{100}\r\n))"
)
_SENTENCE_END = re.compile(r"[^\W\d_]{5}[.?!;:][\"”’')]{0,2}\s+")  # behind a whole word: no title shortened, no initial
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
    at, is_whole = start, True  # whether a sentence begins at ``at``, so that nothing before it belongs to it
    while at < end:
        sentence = None if end - at <= most else _sentence_end(text, at, at + most)
        stop = end if end - at <= most else sentence or _cut(text, at, at + most)
        first = at if is_whole else _opening(text, max(start, at - _OVERLAP), at)
        last = stop if stop == end or sentence else _closing(text, stop, min(end, stop + _OVERLAP))
        yield Piece(Span(at, stop), Span(first, last))
        at, is_whole = stop, sentence is not None


def _sentence_end(text: str, at: int, last: int) -> int | None:
    """Return where the last sentence ends that surely does; None where none does in the second half."""
    ends = [match.end() for match in _SENTENCE_END.finditer(text, (at + last) // 2, last)]
    return ends[-1] if ends else None


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
