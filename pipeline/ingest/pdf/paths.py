"""Paths of a page: rules, boxes and the bullets of lists are let through, anything else is a drawing that could hold letters."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from math import dist

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

Point = tuple[float, float]


@dataclass(slots=True)
class Subpath:
    """Points in the page's own space; ``bends`` are those that curves lean to."""

    points: list[Point]
    bends: list[Point] = field(default_factory=list)

    @property
    def box(self) -> tuple[float, float, float, float]:
        """Its left, lower, right and upper edge."""
        xs, ys = zip(*self.points, *self.bends, strict=True)
        return min(xs), min(ys), max(xs), max(ys)


@dataclass(slots=True)
class Shapes:
    """What the painted paths of a page were: rules and boxes, joints, strokes as short as those of a letter, bullets."""

    drawings: int = 0
    short: int = 0
    rules: list[tuple[float, float, float, float]] = field(default_factory=list)
    joints: list[tuple[float, float, float, float]] = field(default_factory=list)
    discs: list[Point] = field(default_factory=list)
    dashes: set[str] = field(default_factory=set)

    def are_drawings(self) -> bool:
        """Tell whether they may draw letters: by curves or slants, or by many short strokes, dots or dashes."""
        loose = sum(not any(_touch(joint, rule) for rule in self.rules) for joint in self.joints)
        return (
            self.drawings > 0
            or self.short + loose > _MANY_STROKES
            or any(dist(a, b) < _LARGEST_DISC for a, b in pairwise(sorted(self.discs)))
            or len(self.dashes) > _MANY_DASHES
        )


def _touch(a: tuple[float, float, float, float], b: tuple[float, float, float, float]) -> bool:
    return a[0] - _REACH <= b[2] and b[0] <= a[2] + _REACH and a[1] - _REACH <= b[3] and b[1] <= a[3] + _REACH


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
