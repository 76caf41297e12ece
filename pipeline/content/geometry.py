"""Matrices, and where the codes of a shown string stand on the page: pure reckoning, all of it in points of the page's own space."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import accumulate
from math import hypot

from pipeline.content.values import Edges, Matrix, Show

__all__ = [
    "IDENTITY",
    "applied",
    "bounds",
    "cell",
    "direction",
    "ends",
    "height",
    "inverted",
    "is_sane",
    "meeting",
    "multiplied",
    "overlap",
    "places",
    "positions",
    "stretch",
    "transformed",
]

IDENTITY: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
_BLANK = b" "
_FARTHEST = 1e9  # user space units
_CORNERS = ((0.0, 0.0), (1.0, 0.0), (1.0, 1.0), (0.0, 1.0))


def multiplied(first: Matrix, then: Matrix) -> Matrix:
    """Return the matrix that takes a point through ``first`` and ``then`` through the other (ISO 32000-1, 8.3.4)."""
    a, b, c, d, e, f = first
    p, q, r, s, t, u = then
    return (a * p + b * r, a * q + b * s, c * p + d * r, c * q + d * s, e * p + f * r + t, e * q + f * s + u)


def inverted(matrix: Matrix) -> Matrix | None:
    """Return the matrix that undoes another, or None where it flattens the plane."""
    a, b, c, d, e, f = matrix
    area = a * d - b * c
    if area == 0 or area - area != 0:
        return None
    return (d / area, -b / area, -c / area, a / area, (c * f - d * e) / area, (b * e - a * f) / area)


def applied(matrix: Matrix, x: float, y: float) -> tuple[float, float]:
    """Return where a matrix takes a point."""
    a, b, c, d, e, f = matrix
    return a * x + c * y + e, b * x + d * y + f


def bounds(points: Iterable[tuple[float, float]]) -> Edges:
    """Return the upright box around points; one box of no extent at the origin where there are none."""
    xs, ys = zip(*points, strict=True) if (points := list(points)) else ((0.0,), (0.0,))
    return min(xs), min(ys), max(xs), max(ys)


def transformed(matrix: Matrix, box: Edges) -> Edges:
    """Return the upright box around a box that a matrix has moved, whatever the order of its edges."""
    x0, y0, x1, y1 = box
    return bounds(applied(matrix, x0 + x * (x1 - x0), y0 + y * (y1 - y0)) for x, y in _CORNERS)


def meeting(one: Edges | None, other: Edges) -> Edges:
    """Return what two boxes share; a box of no extent where they share nothing. None is the whole plane."""
    if one is None:
        return other
    x0, y0, x1, y1 = max(one[0], other[0]), max(one[1], other[1]), min(one[2], other[2]), min(one[3], other[3])
    return x0, y0, max(x0, x1), max(y0, y1)


def overlap(one: Edges, other: Edges) -> bool:
    """Tell whether two boxes share an area."""
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def is_sane(numbers: Iterable[float]) -> bool:
    """Tell whether numbers are such as a page can have: none beyond any paper, none that is no number."""
    return all(abs(each) < _FARTHEST for each in numbers)


def stretch(matrix: Matrix) -> float:
    """Return by how much a matrix stretches lengths, the root of the area that it makes of a unit square."""
    a, b, c, d, _, _ = matrix
    return float(abs(a * d - b * c) ** 0.5)


def places(show: Show) -> tuple[float, ...]:
    """Return where each code of a show begins along its line, and last where the string ends, in text space units from its start.

    Each code takes (w x size + Tc + Tw if it is the single byte 32) x Th (ISO 32000-1, 9.4.4).
    """
    size, char_space, scale = show.size, show.char_space, show.scale
    widths = [(width * size + char_space) * scale for width in show.font.advances(show.codes)]
    if show.word_space and _BLANK in show.codes:
        for number, code in enumerate(show.font.split(show.codes)):
            if code == _BLANK:
                widths[number] += show.word_space * scale
    return tuple(accumulate(widths, initial=0.0))


def positions(show: Show) -> tuple[tuple[float, float], ...]:
    """Return the origin of each code of a show on the page, raised by its rise, and last where the string ends."""
    a, b, c, d, e, f = show.matrix
    x, y = c * show.rise + e, d * show.rise + f
    return tuple((a * along + x, b * along + y) for along in places(show))


def ends(show: Show) -> tuple[tuple[float, float], tuple[float, float]]:
    """Return where a string begins and ends on the page, raised by its rise: the first and the last of ``positions``."""
    a, b, c, d, e, f = show.matrix
    x, y, along = c * show.rise + e, d * show.rise + f, places(show)[-1]
    return (x, y), (a * along + x, b * along + y)


def direction(show: Show) -> tuple[float, float]:
    """Return the unit vector on the page along which a show's line grows; (1, 0) where its matrix draws nothing."""
    a, b = show.matrix[:2]
    length = hypot(a, b)
    return (a / length, b / length) if length else (1.0, 0.0)


def height(show: Show) -> float:
    """Return the size of a show's letters across its line on the page: what 1 em of it measures at a right angle to the line."""
    a, b, c, d, _, _ = show.matrix
    length = hypot(a, b)
    return abs(show.size * (a * d - b * c)) / length if length else 0.0


def cell(show: Show) -> tuple[float, float]:
    """Return how far the cell of a show's line reaches over and under its baseline on the page, both not negative."""
    em = height(show)
    over, under = show.font.ascent * em, -show.font.descent * em
    return max(over, 0.0), max(under, 0.0)
