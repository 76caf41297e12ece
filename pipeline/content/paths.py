"""Paths of a page: rules, boxes and the bullets of lists are let through, anything else is a drawing that could hold letters."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from math import dist

import numpy as np
from pikepdf import Matrix

__all__ = ["Path", "Shapes", "Subpath"]

_BUILDING = {"m": 2, "l": 2, "c": 6, "v": 4, "y": 4, "h": 0, "re": 4}
_CURVES = frozenset("cvy")
_PAINTING = frozenset("S s f F f* B B* b b* n".split())
_FILLING = frozenset({"f", "F"})
_CLIPPING = frozenset({"W", "W*"})
_LEAN = 0.75  # points by which a rule may lean
_LEAN_SHARE = 0.15  # of its length
_JOINT = 1.5  # points; smaller is the joint of two rules, if it touches one
_SHORT = 14.0  # points; shorter than a rule
_REACH = 2.0  # points from a rule to its joint
_MOST_CORNERS = 5  # of a box, its first one named again
_LARGEST_DISC = 8.0  # points; a list's bullet
_ROUND = 0.12  # of a disc's radius, by which its edge may differ from it
_DISC_ENDS = 5
_MANY_STROKES = 80  # short strokes of a page; beyond it they may draw letters or figures
_MANY_DASHES = 3  # patterns of dashes of a page

_THICK = 3.0  # points; what is thicker is a box, to be ticked
_MANY_JOINED = 4  # short strokes of a page that touch each other and no rule: the sides of a box
_MANY_JOINTS = 5_000
_SIDES = "left", "lower", "right", "upper"

Point = tuple[float, float]
Edges = tuple[float, float, float, float]


@dataclass(slots=True)
class Subpath:
    """Points in the page's own space; ``bends`` are those that curves lean to."""

    points: list[Point]
    bends: list[Point] = field(default_factory=list)

    @property
    def box(self) -> Edges:
        """Its left, lower, right and upper edge."""
        xs, ys = zip(*self.points, *self.bends, strict=True)
        return min(xs), min(ys), max(xs), max(ys)


@dataclass(slots=True)
class Shapes:
    """What the painted paths of a page were: rules and boxes, joints, shapes as short as the strokes of a letter, bullets.

    ``strokes`` are those of the short ones that are no boxes.
    """

    drawings: int = 0
    short: int = 0
    rules: list[Edges] = field(default_factory=list)
    joints: list[Edges] = field(default_factory=list)
    strokes: list[Edges] = field(default_factory=list)
    discs: list[Point] = field(default_factory=list)
    dashes: set[str] = field(default_factory=set)

    def are_drawings(self) -> bool:
        """Tell whether they may draw letters: by curves, slants, dots, many short strokes, or few that touch each other and no rule."""
        if self.drawings or self.short > _MANY_STROKES or len(self.joints) > _MANY_JOINTS or len(self.dashes) > _MANY_DASHES:
            return True
        if any(dist(a, b) < _LARGEST_DISC for a, b in pairwise(sorted(self.discs))):
            return True
        loose = _apart(self.strokes, self.rules)
        return self.short + len(_apart(self.joints, self.rules)) > _MANY_STROKES or _joined(loose) > _MANY_JOINED


def _apart(shapes: Sequence[Edges], rules: Sequence[Edges]) -> list[Edges]:
    """Return the shapes that touch no rule."""
    return [shape for shape, count in zip(shapes, _touched(shapes, rules), strict=True) if not count]


def _joined(strokes: Sequence[Edges]) -> int:
    """Return how many strokes touch another, as those of a letter do."""
    return sum(count > 1 for count in _touched(strokes, strokes))  # each touches itself


def _touched(shapes: Sequence[Edges], others: Sequence[Edges]) -> list[int]:
    """Return for each shape how many of the others it touches; all of them at once, for a page may have a hundred thousand."""
    low_x, low_y, high_x, high_y = np.array(others, dtype=float).reshape(-1, len(_SIDES)).T
    return [
        int(((x0 - _REACH <= high_x) & (low_x <= x1 + _REACH) & (y0 - _REACH <= high_y) & (low_y <= y1 + _REACH)).sum())
        for x0, y0, x1, y1 in shapes
    ]


@dataclass(slots=True)
class Path:
    """The path under construction."""

    subpaths: list[Subpath] = field(default_factory=list)
    is_clip: bool = False

    def takes(self, operator: str) -> bool:
        """Tell whether an operator builds, clips or paints a path."""
        return operator in _BUILDING or operator in _PAINTING or operator in _CLIPPING

    def take(self, operator: str, operands: Sequence[object], matrix: Matrix, shapes: Shapes) -> None:
        """Build on the path, or paint it: then it is told to ``shapes``, and the next begins."""
        if operator in _BUILDING:
            self._build(operator, [float(each) for each in operands], matrix)  # type: ignore[arg-type]
        elif operator in _CLIPPING:
            self.is_clip = True
        else:
            if operator != "n" or self.is_clip:
                for subpath in self.subpaths:
                    _judge(subpath, shapes, is_filled=operator in _FILLING, is_clip=operator == "n")
            self.subpaths, self.is_clip = [], False

    def _build(self, operator: str, numbers: list[float], matrix: Matrix) -> None:
        if len(numbers) != _BUILDING[operator]:
            raise ValueError(operator)
        if operator == "re":
            x, y, width, height = numbers
            corners = ((x, y), (x + width, y), (x + width, y + height), (x, y + height), (x, y))
            self.subpaths.append(Subpath([matrix.transform(each) for each in corners]))
        elif operator == "m":
            self.subpaths.append(Subpath([matrix.transform((numbers[0], numbers[1]))]))
        elif operator == "h":
            if self.subpaths:
                self.subpaths[-1].points.append(self.subpaths[-1].points[0])
        else:
            self._extend(operator, [matrix.transform((a, b)) for a, b in zip(numbers[::2], numbers[1::2], strict=True)])

    def _extend(self, operator: str, points: list[Point]) -> None:
        if not self.subpaths:
            raise ValueError(operator)
        if operator in _CURVES:
            self.subpaths[-1].bends += points[:-1]
        self.subpaths[-1].points.append(points[-1])


def _judge(subpath: Subpath, shapes: Shapes, *, is_filled: bool, is_clip: bool) -> None:
    x0, y0, x1, y1 = box = subpath.box
    if len(subpath.points) < 2:  # noqa: PLR2004  # a point alone paints nothing
        return
    if subpath.bends:
        if is_filled and _is_disc(subpath):
            shapes.discs.append(((x0 + x1) / 2, (y0 + y1) / 2))
        else:
            shapes.drawings += 1
    elif any(_is_slanted(a, b) for a, b in pairwise(subpath.points)) or len(set(subpath.points)) > _MOST_CORNERS:
        shapes.drawings += 1
    elif is_clip:
        return
    elif max(x1 - x0, y1 - y0) <= _JOINT:
        shapes.joints.append(box)
    elif max(x1 - x0, y1 - y0) < _SHORT:
        shapes.short += 1
        if min(x1 - x0, y1 - y0) <= _THICK:
            shapes.strokes.append(box)
    else:
        shapes.rules.append(box)


def _is_slanted(a: Point, b: Point) -> bool:
    lean, length = sorted((abs(a[0] - b[0]), abs(a[1] - b[1])))
    return lean > _LEAN or (length > _JOINT and lean > _LEAN_SHARE * length)


def _is_disc(subpath: Subpath) -> bool:
    """Tell whether a filled shape is round and small, as a bullet is and no letter: all its ends lie around one middle."""
    x0, y0, x1, y1 = subpath.box
    middle, radius = ((x0 + x1) / 2, (y0 + y1) / 2), max(x1 - x0, y1 - y0) / 2
    quadrants = {(x >= middle[0], y >= middle[1]) for x, y in (*subpath.points, *subpath.bends)}
    return (
        2 * radius <= _LARGEST_DISC
        and len(subpath.points) >= _DISC_ENDS
        and len(quadrants) == 4  # noqa: PLR2004
        and all(abs(dist(point, middle) - radius) <= _ROUND * radius for point in subpath.points)
    )
