"""A fault as a person reads it: the sentence, the line of the file, and carets under what is wrong."""

from __future__ import annotations

import unicodedata
from itertools import accumulate

from pipeline.errors import Fault, printable

__all__ = ["shown_width", "underlined"]

_TAB = 4
_CUT = "..."
_LEAD = 3  # one part of the window stands before the fault, and this many less one after it
_MIN_WINDOW = 20
_RULE = " | "
_REACH = 4  # signs looked at for each column that is shown: some take none
_ZERO_WIDTH = ("Mn", "Me")
_VOWELS = range(0x1160, 0x1200)  # medial and final letters of Hangul, drawn into the syllable before
_WIDE = ("W", "F")


def underlined(fault: Fault, columns: int) -> str:
    """Return ``fault`` over three lines, none of them but the sentence wider than ``columns``.

    A line that is too long is cut to a window around the fault. Signs that steer a terminal are written as escapes.
    A fault of no line (a file that is not there) is its sentence alone.
    """
    if not fault.source_line:
        return str(fault)
    number = f"{fault.line:>5}"
    room = max(_MIN_WINDOW, columns - len(number) - len(_RULE) - 1)  # a caret may stand behind the last sign
    start = min(fault.column - 1, len(fault.source_line))
    first = max(0, start - room * _REACH)  # of a line of a megabyte no more is looked at than can be shown
    part = fault.source_line[first : start + room * _REACH]
    cells = [(_CUT, len(_CUT))] * (first > 0) + _cells(part) + [(_CUT, len(_CUT))] * (first + len(part) < len(fault.source_line))
    at = start - first + (first > 0)
    line, before, width = _window(cells, at, min(at + fault.width, len(cells)), room)
    return f"{fault}\n{number}{_RULE}{line}\n{' ' * len(number)}{_RULE}{' ' * before}{'^' * width}"


def shown_width(text: str) -> int:
    """Return how many columns a terminal takes for ``text``."""
    return sum(width for _, width in _cells(text))


def _cells(line: str) -> list[tuple[str, int]]:
    """Return what a terminal shows of each character, and how many columns wide."""
    cells: list[tuple[str, int]] = []
    column = 0
    for char in line:
        shown = " " * (_TAB - column % _TAB) if char == "\t" else printable(char)
        width = _width(char) if shown == char else len(shown)
        cells.append((shown, width))
        column += width
    return cells


def _width(char: str) -> int:
    if unicodedata.category(char) in _ZERO_WIDTH or ord(char) in _VOWELS:
        return 0
    return 2 if unicodedata.east_asian_width(char) in _WIDE else 1


def _window(cells: list[tuple[str, int]], start: int, end: int, room: int) -> tuple[str, int, int]:
    """Return the part of the line to show, the columns before the fault in it, and the columns of the fault."""
    edges = list(accumulate((width for _, width in cells), initial=0))
    first, last = 0, len(cells)
    if edges[-1] > room:
        room -= 2 * len(_CUT)
        left = max(0, min(edges[start] - room // _LEAD, edges[-1] - room))
        first = next(at for at, edge in enumerate(edges) if edge >= left)
        last = max(at for at, edge in enumerate(edges) if edge <= edges[first] + room)
    lead, tail = _CUT if first else "", _CUT if last < len(cells) else ""
    text = lead + "".join(shown for shown, _ in cells[first:last]) + tail
    return text, len(lead) + edges[start] - edges[first], max(1, edges[min(end, last)] - edges[start])
