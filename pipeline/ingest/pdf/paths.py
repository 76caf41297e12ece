"""Paths of a page: rules, boxes and the bullets of lists are let through, anything else is a drawing that could hold letters."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from math import dist

from pikepdf import Matrix

__all__ = ["Painted", "Path"]

_BUILDING = {"m": 2, "l": 2, "c": 6, "v": 4, "y": 4, "h": 0, "re": 4}
_CURVES = frozenset("cvy")
_PAINTING = frozenset("S s f F f* B B* b b* n".split())
_CLIPPING = frozenset({"W", "W*"})
_STRAIGHT = 0.75  # points by which a rule may lean
_LARGEST_DISC = 8.0  # points; a list's bullet
_ROUND = 0.12  # of a disc's radius, by which its edge may differ from it
_SHORT = (1.5, 14.0)  # points; shorter than a rule, longer than the joint of two


@dataclass(frozen=True, slots=True)
class Painted:
    """What a painted path was: strokes as short as those of a letter, and whether it was more than rules and boxes."""

    short: int = 0
    is_drawing: bool = False


_NOTHING = Painted()
Point = tuple[float, float]


@dataclass(slots=True)
class Path:
    """The path under construction, in the page's own space."""

    strokes: list[tuple[Point, Point]] = field(default_factory=list)
    has_curve: bool = False
    at: Point = (0.0, 0.0)
    start: Point = (0.0, 0.0)

    def takes(self, operator: str) -> bool:
        """Tell whether an operator builds, clips or paints a path."""
        return operator in _BUILDING or operator in _PAINTING or operator in _CLIPPING

    def take(self, operator: str, operands: Sequence[object], matrix: Matrix) -> Painted:
        """Build on the path, or paint it and begin anew."""
        if operator in _BUILDING:
            self._build(operator, [float(each) for each in operands], matrix)  # type: ignore[arg-type]
            return _NOTHING
        if operator in _CLIPPING:
            return _NOTHING
        painted = _NOTHING if operator == "n" else self._judge()
        self.strokes, self.has_curve = [], False
        return painted

    def _build(self, operator: str, numbers: list[float], matrix: Matrix) -> None:
        if len(numbers) != _BUILDING[operator]:
            raise ValueError(operator)
        if operator == "re":
            self._rectangle(numbers, matrix)
        elif operator == "h":
            self._line_to(self.start)
        else:
            point = matrix.transform((numbers[-2], numbers[-1]))
            if operator == "m":
                self.at = self.start = point
            else:
                self.has_curve |= operator in _CURVES
                self._line_to(point)

    def _line_to(self, point: Point) -> None:
        if point != self.at:
            self.strokes.append((self.at, point))
        self.at = point

    def _rectangle(self, numbers: list[float], matrix: Matrix) -> None:
        x, y, width, height = numbers
        corners = [matrix.transform(each) for each in ((x, y), (x + width, y), (x + width, y + height), (x, y + height))]
        self.at = self.start = corners[0]
        for corner in (*corners[1:], corners[0]):
            self._line_to(corner)

    def _judge(self) -> Painted:
        sizes = [(abs(a[0] - b[0]), abs(a[1] - b[1])) for a, b in self.strokes]
        if self.has_curve and _is_disc([point for stroke in self.strokes for point in stroke]):
            return _NOTHING
        is_slanted = any(min(size) > _STRAIGHT for size in sizes)
        longest = max((max(size) for size in sizes), default=0.0)
        low, high = _SHORT
        return Painted(int(low < longest < high), self.has_curve or is_slanted)


def _is_disc(points: Sequence[Point]) -> bool:
    """Tell whether points lie around one middle, close by, as those of a bullet do and those of no letter."""
    if not points:
        return False
    (x0, x1), (y0, y1) = ((min(each), max(each)) for each in zip(*points, strict=True))
    middle, radius = ((x0 + x1) / 2, (y0 + y1) / 2), max(x1 - x0, y1 - y0) / 2
    return 2 * radius <= _LARGEST_DISC and all(abs(dist(point, middle) - radius) <= _ROUND * radius for point in points)
