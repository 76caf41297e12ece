"""What the untouched lines of a page tell of its style: their edges, and the spacing that they share."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from pipeline.content.values import Edges
from pipeline.render.kept.lines import Line, Stretch

__all__ = ["WIDE", "Fellows", "fellows_of"]

WIDE = 1.2  # em: a wider blank is a column's or a tab's, and parts a line into segments
SHARED = 1.0  # user space units: edges nearer than this are one edge
_LINES_OF_STYLE = 2  # a spacing that so many lines share is the page's own
_SAME_BASELINE = 0.3  # em
_SAME_WAY = 1e-3
_DIGITS = 4  # of a spacing, as it is compared


class Reach(NamedTuple):
    """A segment of an untouched line: from ``left`` to ``right`` along it."""

    left: float
    right: float
    offset: float


@dataclass(frozen=True, slots=True)
class Fellows:
    """The segments of untouched lines that run one way, and their spacing."""

    reaches: tuple[Reach, ...]
    lefts: tuple[float, ...]
    rights: tuple[float, ...]
    char_spaces: frozenset[float]
    word_spaces: frozenset[float]
    low: float
    """Where the page as displayed begins along the line."""
    high: float
    """Where it ends."""

    def sharing_left(self, at: float) -> int:
        """Return how many segments begin there."""
        return bisect_right(self.lefts, at + SHARED) - bisect_left(self.lefts, at - SHARED)

    def sharing_right(self, at: float) -> list[Reach]:
        """Return the segments that end there."""
        if bisect_right(self.rights, at + SHARED) == bisect_left(self.rights, at - SHARED):
            return []
        return [each for each in self.reaches if abs(each.right - at) <= SHARED]

    def char_space(self, value: float) -> float:
        """Return a character spacing as far as it is the page's style, else 0."""
        return value if value and round(value, _DIGITS) in self.char_spaces else 0.0

    def word_space(self, value: float) -> float:
        """Return a word spacing as far as it is the page's style, else 0."""
        return value if value and round(value, _DIGITS) in self.word_spaces else 0.0

    def column_right(self, at: float) -> float | None:
        """Return the rightmost edge of the segments that hold the place ``at``, None where none does."""
        return max((each.right for each in self.reaches if each.left <= at + SHARED and each.right > at), default=None)


def _common(values: Iterable[tuple[float, float]]) -> frozenset[float]:
    """Return the spacings that stand on several baselines; ``values`` are spacing and baseline."""
    lines: dict[float, set[int]] = defaultdict(set)
    for value, offset in values:
        if value:
            lines[round(value, _DIGITS)].add(round(offset))
    return frozenset(value for value, offsets in lines.items() if len(offsets) >= _LINES_OF_STYLE)


def _reaches(every: Sequence[Stretch]) -> list[Reach]:
    """Return the segments of lines: shows of one baseline that no wide blank parts."""
    found: list[Reach] = []
    row: list[Stretch] = []
    for each in sorted(every, key=lambda one: one.offset):
        if row and each.offset - row[0].offset > _SAME_BASELINE * max(row[0].em, each.em):
            found += _segments(row)
            row = []
        row.append(each)
    return found + _segments(row)


def _segments(row: list[Stretch]) -> list[Reach]:
    found: list[Reach] = []
    for each in sorted(row, key=lambda one: one.start):
        if not each.show.codes.strip():
            continue
        if found and each.start - found[-1].right <= WIDE * each.em:
            found[-1] = found[-1]._replace(right=max(found[-1].right, each.end))
        else:
            found.append(Reach(each.start, each.end, each.offset))
    return found


def _span(crop: Edges, dx: float, dy: float) -> tuple[float, float]:
    """Return where a page begins and ends along a direction."""
    places = [x * dx + y * dy for x in (crop[0], crop[2]) for y in (crop[1], crop[3])]
    return min(places), max(places)


def fellows_of(every: Sequence[Stretch], lines: Sequence[Line], line: Line, crop: Edges) -> Fellows:
    """Return the fellows of one touched line among all stretches of a page: those of no touched line that run its way."""
    one = line.stretches[0]
    touched = {each.show.first for other in lines for each in other.stretches}
    alike = [
        each for each in every if each.show.first not in touched and abs(each.dx - one.dx) < _SAME_WAY and abs(each.dy - one.dy) < _SAME_WAY
    ]
    reaches = _reaches(alike)
    return Fellows(
        tuple(reaches),
        tuple(sorted(each.left for each in reaches)),
        tuple(sorted(each.right for each in reaches)),
        _common((each.show.char_space, each.offset) for each in alike),
        _common((each.show.word_space, each.offset) for each in alike),
        *_span(crop, one.dx, one.dy),
    )
