"""Tables typed with spaces, tabs or bars: a label at the head of a column names what stands beneath it."""

from __future__ import annotations

import re
from collections.abc import Iterator

import regex

__all__ = ["cells_beneath"]

_CELL = re.compile(r"[^\s|]+(?:[ ][^\s|]+)*")
_AT_EDGE = re.compile(r"(?:^|[\t|]|  )[ ]*$")
_MOST_ROWS = 400
_MOST_STRAY = 2  # lines that are no row of the table, one after the other: a rule under the heading, a name that runs over
_LONGEST_ROW = 400  # characters
_PLAY = 2  # characters by which a column may sway


def cells_beneath(text: str, start: int, end: int, shape: regex.Pattern[str]) -> Iterator[tuple[int, int]]:
    """Yield the spans of the cells beneath the heading ``text[start:end]`` that ``shape`` matches whole.

    A heading is one only where its row has another cell.
    """
    first = text.rfind("\n", 0, start) + 1
    last = text.find("\n", end)
    if last < 0 or last - first > _LONGEST_ROW or not _is_cell(text, first, start, end, last):
        return
    heading = text[first:last]
    has_bars = "\t" in heading or "|" in heading
    place = _bars(text, first, start) if has_bars else 0
    stray = 0
    for _ in range(_MOST_ROWS):
        if last < 0 or stray > _MOST_STRAY:
            return
        row, last = last + 1, text.find("\n", last + 1)
        stop = last if last >= 0 else len(text)
        if not text[row:stop].strip():
            continue
        stray += 1
        if stop - row > _LONGEST_ROW:
            continue
        for cell in _CELL.finditer(text, row, stop):
            left, right = cell.start() - row, cell.end() - row
            is_beneath = (
                _bars(text, row, cell.start()) == place if has_bars else left < end - first + _PLAY and right > start - first - _PLAY
            )
            if is_beneath and shape.fullmatch(text, cell.start(), cell.end()):
                stray = 0
                yield cell.span()


def _is_cell(text: str, first: int, start: int, end: int, last: int) -> bool:
    """Tell whether a heading is a cell of a row that has others."""
    if not _AT_EDGE.search(text, first, start):
        return False
    cells = [each.span() for each in _CELL.finditer(text, first, last)]
    return len(cells) > 1 and any(cell == (start, end) for cell in cells)


def _bars(text: str, start: int, end: int) -> int:
    return text.count("\t", start, end) + text.count("|", start, end)
