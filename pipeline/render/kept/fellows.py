"""What the untouched lines of a page tell of its style: their edges, and the spacing that they share."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from operator import attrgetter
from typing import NamedTuple

from pipeline.content.values import Edges
from pipeline.render.kept.lines import Stretch

__all__ = ["WIDE", "Fellows", "fellows_of"]

WIDE = 1.2  # em: a wider blank is a column's or a tab's, and parts a line into segments
SHARED = 1.0  # user space units: edges nearer than this are one edge
_LINES_OF_STYLE = 2  # a spacing that so many lines share is the page's own
_SAME_BASELINE = 0.3  # em
_SAME_WAY = 1e-3
_start, _offset = attrgetter("start"), attrgetter("offset")
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
    for each in sorted(every, key=_offset):
        if row and each.offset - row[0].offset > _SAME_BASELINE * max(row[0].em, each.em):
            found += _segments(row)
            row = []
        row.append(each)
    return found + _segments(row)


def _segments(row: list[Stretch]) -> list[Reach]:
    found: list[Reach] = []
    left = right = offset = 0.0
    is_open = False
    for each in sorted(row, key=_start):
        if is_open and each.start - right <= WIDE * each.em:
            right = max(right, each.end)
            continue
        if is_open:
            found.append(Reach(left, right, offset))
        left, right, offset, is_open = each.start, each.end, each.offset, True
    return [*found, Reach(left, right, offset)] if is_open else found


def _span(crop: Edges, dx: float, dy: float) -> tuple[float, float]:
    """Return where a page begins and ends along a direction."""
    places = [x * dx + y * dy for x in (crop[0], crop[2]) for y in (crop[1], crop[3])]
    return min(places), max(places)


def fellows_of(every: Sequence[Stretch], touched: AbstractSet[int], dx: float, dy: float, crop: Edges) -> Fellows:
    """Return the fellows of touched lines that run along (``dx``, ``dy``): all other stretches of the page that run so.

    ``touched`` are the first glyphs of the shows on touched lines, ``crop`` is the page as displayed.
    """
    alike = [
        each
        for each in every
        if abs(each.dx - dx) < _SAME_WAY and abs(each.dy - dy) < _SAME_WAY and each.show.first not in touched and each.show.codes.strip()
    ]
    reaches = _reaches(alike)
    return Fellows(
        tuple(reaches),
        tuple(sorted(each.left for each in reaches)),
        tuple(sorted(each.right for each in reaches)),
        _common((each.show.char_space, each.offset) for each in alike),
        _common((each.show.word_space, each.offset) for each in alike),
        *_span(crop, dx, dy),
    )
