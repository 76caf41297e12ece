"""Room for the bar of a picture that goes: text that was drawn over it stays, and no bar may cover it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

import numpy as np
import numpy.typing as npt

from pipeline.content.geometry import bounds, cell, overlap, places
from pipeline.content.values import Edges, Show
from pipeline.render.kept.lines import stretch_of
from pipeline.render.kept.setting import Place, UnsafePageError

__all__ = ["free_part", "staying"]

_ACROSS, _DOWN = 48, 96  # cells that a box is parted into
_NARROWEST, _LOWEST = 18.0, 7.0  # points: the shortest label at its smallest type

_Taken = npt.NDArray[np.bool_]


def staying(shows: Iterable[Show], gaps: Mapping[int, int], moved: Mapping[int, Place]) -> list[Edges]:
    """Return the boxes of the letters that stay, where they stand after excision; blanks count for nothing."""
    return [box for show in shows for box in _boxes(show, gaps, moved)]


def _boxes(show: Show, gaps: Mapping[int, int], moved: Mapping[int, Place]) -> Iterator[Edges]:
    stretch, starts = stretch_of(show), places(show)
    over, under = cell(show)
    for index, text in enumerate(show.font.texts(show.codes)):
        number = show.first + index
        if number in gaps or not text.strip():
            continue
        first, last = (stretch.start + starts[at] * stretch.unit for at in (index, index + 1))
        at = moved[number].along if number in moved else first
        ends = [(along, across) for along in (at, at + last - first) for across in (stretch.offset - under, stretch.offset + over)]
        yield bounds((along * stretch.dx - across * stretch.dy, along * stretch.dy + across * stretch.dx) for along, across in ends)


def free_part(box: Edges, texts: Iterable[Edges], unit: float) -> Edges:
    """Return the largest part of a box that no text stands in, the box itself where none does.

    ``unit`` is how many points a unit of the page is. Raises UnsafePageError where no part can hold a label.
    """
    inside = [text for text in texts if overlap(text, box)]
    if not inside:
        return box
    taken = np.zeros((_DOWN, _ACROSS), dtype=bool)
    wide, high = (box[2] - box[0]) / _ACROSS, (box[3] - box[1]) / _DOWN
    for left, low, right, upper in inside:
        rows = slice(max(int((low - box[1]) / high), 0), int((upper - box[1]) / high) + 1)
        taken[rows, max(int((left - box[0]) / wide), 0) : int((right - box[0]) / wide) + 1] = True
    narrowest, lowest = _NARROWEST / unit, _LOWEST / unit
    held = [each for each in _rectangles(taken) if (each[2] - each[0]) * wide >= narrowest and (each[3] - each[1]) * high >= lowest]
    if not held:
        raise UnsafePageError("a picture or drawing goes, and the text over it leaves no room for its bar")
    x0, y0, x1, y1 = max(held, key=lambda each: (each[2] - each[0]) * wide * (each[3] - each[1]) * high)
    return box[0] + x0 * wide, box[1] + y0 * high, box[0] + x1 * wide, box[1] + y1 * high


def _rectangles(taken: _Taken) -> Iterator[tuple[int, int, int, int]]:
    """Yield every free rectangle that cannot be made larger upward or to the sides: left, low, right, upper."""
    heights = [0] * (_ACROSS + 1)
    for row in range(_DOWN):
        heights = [0 if is_taken else height + 1 for height, is_taken in zip(heights, taken[row], strict=False)] + [0]
        yield from ((left, row + 1 - high, right, row + 1) for left, right, high in _widest(heights))


def _widest(heights: Sequence[int]) -> Iterator[tuple[int, int, int]]:
    """Yield left, right and height of the widest rectangle of each height under a row of columns that ends with none."""
    open_columns: list[tuple[int, int]] = []
    for at, height in enumerate(heights):
        left = at
        while open_columns and open_columns[-1][1] > height:
            left, high = open_columns.pop()
            yield left, at, high
        if height and (not open_columns or open_columns[-1][1] < height):
            open_columns.append((left, height))
