"""The visual lines of a page: shows that share a baseline, and the single letters of a line that is touched."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from pipeline.content.geometry import direction, height, places
from pipeline.content.values import Scene, Show

__all__ = ["UNPLACED", "Cell", "Line", "Stretch", "cells_of", "is_tight", "lines_with", "raised", "stretch_of", "stretches"]

UNPLACED = -1  # the gap of letters that go without a bar
_BASELINE = 0.3  # em: shows whose baselines differ by less stand on one line
_RAISED = 0.55  # em: and smaller ones, raised or lowered by less
_SMALL = 0.8  # what counts as smaller
_TIGHT = 3.0  # em: a clip that is lower fits one line
_SAME_WAY = 1e-3  # two unit vectors that differ by less point the same way
_BLANKS = frozenset(" \u00a0\u2002\u2003\u2009\u202f\u3000\t")


class Stretch(NamedTuple):
    """One show as a stretch of a baseline: along (``dx``, ``dy``) from ``start`` to ``end``, ``offset`` to the left of the origin.

    ``start`` and ``end`` are measured along the unit vector from the page's origin, ``em`` is the size across the line; all in
    user space units. ``unit`` is what one unit of the show's text space measures along the vector, negative where it runs back.
    """

    show: Show
    dx: float
    dy: float
    offset: float
    start: float
    end: float
    em: float
    unit: float


class Cell(NamedTuple):
    """One letter on a line, from ``start`` to ``end`` along it (with Tc, without Tw). ``gap`` is the gap it goes with, or None."""

    start: float
    number: int
    end: float
    stretch: Stretch
    at: int
    text: str
    gap: int | None

    @property
    def is_blank(self) -> bool:
        """Tell whether the letter shows nothing."""
        return self.text in _BLANKS

    @property
    def is_cut(self) -> bool:
        """Tell whether the letter goes."""
        return self.gap is not None


@dataclass(slots=True)
class Line:
    """The shows of one baseline, among them at least one that loses a letter."""

    offset: float
    em: float
    stretches: list[Stretch]


def stretch_of(show: Show) -> Stretch:
    """Return a show as a stretch of its baseline; a show that runs backwards (negative size) is measured the way that it runs."""
    a, b, c, d, e, f = show.matrix
    if b == 0 == c and a > 0 and show.size * show.scale > 0:  # nearly all text: no roots for it
        dx, dy, em = 1.0, 0.0, show.size * abs(d)
    else:
        (dx, dy), em = direction(show), height(show)
        if show.size * show.scale < 0:
            dx, dy = -dx, -dy
    unit = a * dx + b * dy
    start = e * dx + f * dy
    run = sum(show.font.advances(show.codes)) * show.size
    if show.char_space or show.word_space:
        count = len(show.font.split(show.codes))
        spaces = show.codes.count(b" ") if count == len(show.codes) else 0  # Tw is for single bytes only: ISO 32000-1, 9.3.3
        run += show.char_space * count + show.word_space * spaces
    return Stretch(show, dx, dy, f * dx - e * dy, start, start + run * show.scale * unit, em, unit)


def is_tight(show: Show) -> bool:
    """Tell whether a show's clip is so low that it fits its line only: then it measures the line, and goes when the line is set anew."""
    if show.clip is None:
        return False
    left, low, right, high = show.clip
    return min(high - low, right - left) < _TIGHT * abs(show.size) * max(abs(each) for each in show.matrix[:4])


def raised(stretch: Stretch) -> float:
    """Return how far the rise of a show takes it to the left of its baseline, seen along the line."""
    _, _, c, d, _, _ = stretch.show.matrix
    return stretch.show.rise * (d * stretch.dx - c * stretch.dy)


def stretches(scene: Scene) -> tuple[Stretch, ...]:
    """Return all shows of a page as stretches, in drawn order."""
    return tuple(stretch_of(show) for show in scene.shows if show.codes)


def _is_on(one: Stretch, offset: float, em: float) -> bool:
    """Tell whether a stretch stands on the baseline at ``offset`` with letters of ``em``."""
    apart = abs(one.offset - offset)
    if apart > em and apart > one.em:
        return False
    large, small = max(one.em, em), min(one.em, em)
    return apart <= _BASELINE * large or (small <= _SMALL * large and apart <= _RAISED * large)


def _ways(every: Iterable[Stretch]) -> list[list[Stretch]]:
    """Return stretches by the way that they run."""
    ways: list[list[Stretch]] = []
    for each in every:
        for way in ways:
            if abs(way[0].dx - each.dx) < _SAME_WAY and abs(way[0].dy - each.dy) < _SAME_WAY:
                way.append(each)
                break
        else:
            ways.append([each])
    return ways


def lines_with(every: Sequence[Stretch], cut: Collection[int]) -> tuple[Line, ...]:
    """Return the lines that hold one of the shows ``cut`` (by their first glyphs), each with all its stretches."""
    found: list[Line] = []
    for way in _ways(every):
        lines: list[Line] = []
        for each in sorted((one for one in way if one.show.first in cut), key=lambda one: (-one.em, one.offset)):
            if not any(_is_on(each, line.offset, line.em) for line in lines):
                lines.append(Line(each.offset, each.em, []))
        for each in way if lines else ():
            near = [line for line in lines if _is_on(each, line.offset, line.em)]
            if near:
                min(near, key=lambda line: abs(line.offset - each.offset)).stretches.append(each)
        found.extend(lines)
    return tuple(found)


def cells_of(line: Line, gaps: Mapping[int, int]) -> list[Cell]:
    """Return the letters of a line in the order of sight; ``gaps`` maps the numbers of those that go to their gaps."""
    cells: list[Cell] = []
    for one in line.stretches:
        show = one.show
        texts, begins = show.font.texts(show.codes), places(show)
        step = show.size * show.scale * one.unit
        space = show.char_space * show.scale * one.unit
        for index, (text, width) in enumerate(zip(texts, show.font.advances(show.codes), strict=True)):
            start = one.start + begins[index] * one.unit
            number = show.first + index
            cells.append(Cell(start, number, start + width * step + space, one, index, text, gaps.get(number)))
    cells.sort(key=lambda cell: (cell.start, cell.number))
    return cells
