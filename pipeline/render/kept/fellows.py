"""What the untouched lines of a page tell of its style: their edges, and the spacing that they share."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from math import inf
from operator import attrgetter
from typing import NamedTuple

from pipeline.content.values import Edges
from pipeline.render.kept.lines import Stretch

__all__ = ["WIDE", "Fellows", "fellows_of", "is_parting"]

WIDE = 1.2  # em: a wider blank is a column's or a tab's, and parts a line into segments
SHARED = 1.0  # user space units: edges nearer than this are one edge
PARTING = 0.7  # em: a blank as wide parts a line where a column begins; a typewriter's blank is 0.6
_WITHIN = 0.8  # the share of a column's lines that end in it; headings run over it
_LINES_OF_COLUMN, _SHARE_OF_COLUMN = 4, 0.2  # a column begins where so many lines do, and such a share of them
_LINES_OF_STYLE, _SHARE_OF_STYLE = 2, 0.5  # a spacing that so many lines share, and such a share of them, is the page's own
_SAME_BASELINE = 0.3  # em
_SAME_WAY = 1e-3
_start, _offset = attrgetter("start"), attrgetter("offset")
_DIGITS = 4  # of a spacing, as it is compared
_FLUSH = 1.5  # user space units: lines whose right edges differ by less are set to end there, but for what hangs over
_FLUSH_SHARE = 0.25  # of all lines: so many end at one edge where a page is justified
_FEW = 3  # lines


class Reach(NamedTuple):
    """A segment of a line: from ``left`` to ``right`` along it. ``is_free`` where its line loses nothing."""

    left: float
    right: float
    offset: float
    is_free: bool


@dataclass(frozen=True, slots=True)
class Fellows:
    """The segments of lines that run one way, and the spacing of those that lose nothing.

    Where lines begin and end tells how they are aligned, whether they lose something or not; how far a line may reach, and what
    spacing is style, is told by those that lose nothing.
    """

    reaches: tuple[Reach, ...]
    columns: tuple[float, ...]
    """Where columns begin, from the left."""
    char_spaces: frozenset[float]
    word_spaces: frozenset[float]
    clips: frozenset[tuple[int, int]]
    """Left and right edges, in whole units, of clips that several lines share: those of columns and cells, which measure no text."""
    low: float
    """Where the page as displayed begins along the line."""
    high: float
    """Where it ends."""
    is_flush: bool
    """Whether lines are set to end at one edge, or are so few that nothing tells."""

    def beside(self, offset: float, em: float) -> Fellows:
        """Return the fellows of one line: all but its own segments."""
        others = tuple(each for each in self.reaches if abs(each.offset - offset) > _SAME_BASELINE * em)
        return replace(self, reaches=others)

    def block(self) -> tuple[float, float] | None:
        """Return the edges of the text that loses nothing, None where there is none."""
        free = [each for each in self.reaches if each.is_free]
        return (min(each.left for each in free), max(each.right for each in free)) if free else None

    def sharing_left(self, at: float) -> list[Reach]:
        """Return the segments that begin there."""
        return [each for each in self.reaches if abs(each.left - at) <= SHARED]

    def sharing_right(self, at: float) -> list[Reach]:
        """Return the segments that end there."""
        return [each for each in self.reaches if abs(each.right - at) <= SHARED]

    def char_space(self, value: float) -> float:
        """Return a character spacing as far as it is the page's style, else 0."""
        return value if value and round(value, _DIGITS) in self.char_spaces else 0.0

    def word_space(self, value: float) -> float:
        """Return a word spacing as far as it is the page's style, else 0."""
        return value if value and round(value, _DIGITS) in self.word_spaces else 0.0

    def shares_clip(self, clip: Edges) -> bool:
        """Tell whether several lines have a clip with the same left and right edges."""
        return (round(clip[0]), round(clip[2])) in self.clips

    def column_of(self, at: float) -> tuple[float | None, float | None]:
        """Return how far the column that holds a place reaches, by its free segments, and where the next one begins.

        None where no segment, or no column, tells. A column begins where few of the segments run over it.
        """
        rights = [each.right for each in self.reaches if each.is_free and each.left <= at + SHARED and each.right > at]
        for column in self.columns:
            within = [each for each in rights if each <= column + SHARED]
            if column > at + SHARED and len(within) >= _WITHIN * len(rights):
                return max(within, default=None), column
        return max(rights, default=None), None


def _common(values: Iterable[tuple[float, float]]) -> frozenset[float]:
    """Return the spacings of most baselines; ``values`` are spacing and baseline.

    Those that two justified lines have by chance are no style: typewritten lines with as many letters have the same.
    """
    lines: dict[float, set[int]] = defaultdict(set)
    for value, offset in values:
        lines[round(value, _DIGITS)].add(round(offset))
    enough = max(_LINES_OF_STYLE, _SHARE_OF_STYLE * len(set[int]().union(*lines.values())))
    return frozenset(value for value, offsets in lines.items() if value and len(offsets) >= enough)


def _shared_clips(every: Iterable[Stretch]) -> frozenset[tuple[int, int]]:
    lines: dict[tuple[int, int], set[int]] = defaultdict(set)
    for each in every:
        if each.show.clip is not None:
            lines[round(each.show.clip[0]), round(each.show.clip[2])].add(round(each.offset))
    return frozenset(edges for edges, offsets in lines.items() if len(offsets) >= _LINES_OF_STYLE)


def _rows(every: Sequence[Stretch]) -> list[list[Stretch]]:
    """Return stretches by baselines, each in the order of sight."""
    rows: list[list[Stretch]] = []
    for each in sorted(every, key=_offset):
        if rows and each.offset - rows[-1][0].offset <= _SAME_BASELINE * max(rows[-1][0].em, each.em):
            rows[-1].append(each)
        else:
            rows.append([each])
    return [sorted(row, key=_start) for row in rows]


def _columns(rows: Sequence[Sequence[Stretch]]) -> tuple[float, ...]:
    """Return where columns begin: places at which, after more than a blank, something begins on many baselines."""
    begins: dict[int, list[float]] = defaultdict(list)
    for row in rows:
        right = -inf
        for each in row:
            if each.start - right > PARTING * each.em:
                begins[round(each.start)].append(each.start)
            right = max(right, each.end)
    enough = max(_LINES_OF_COLUMN, _SHARE_OF_COLUMN * len(rows))
    return tuple(min(places) for at, places in sorted(begins.items()) if len(places) + len(begins.get(at + 1, ())) >= enough)


def _segments(row: Sequence[Stretch], touched: AbstractSet[int], columns: Sequence[float]) -> list[Reach]:
    """Return the segments of one line: shows that neither a wide blank nor the beginning of a column parts."""
    found: list[Reach] = []
    left = right = 0.0
    is_open = False
    is_free = not any(each.show.first in touched for each in row)
    for each in row:
        if is_open and not is_parting(each.start - right, each.start, each.em, columns):
            right = max(right, each.end)
            continue
        if is_open:
            found.append(Reach(left, right, row[0].offset, is_free))
        left, right, is_open = each.start, each.end, True
    return [*found, Reach(left, right, row[0].offset, is_free)] if is_open else found


def is_parting(blank: float, start: float, em: float, columns: Sequence[float]) -> bool:
    """Tell whether a blank before ``start`` parts a line into segments: a wide one, or any more than a word's before a column."""
    return blank > WIDE * em or (blank > PARTING * em and any(abs(each - start) <= SHARED for each in columns))


def _is_flush(rights: Sequence[float]) -> bool:
    """Tell whether a good part of lines ends at one edge; of few lines nobody can tell that they do not."""
    listed = sorted(rights)
    most = max((bisect_right(listed, each + _FLUSH) - at for at, each in enumerate(listed)), default=0)
    return len(rights) < _FEW or (most >= _LINES_OF_STYLE and most >= _FLUSH_SHARE * len(rights))


def _span(crop: Edges, dx: float, dy: float) -> tuple[float, float]:
    """Return where a page begins and ends along a direction."""
    places = [x * dx + y * dy for x in (crop[0], crop[2]) for y in (crop[1], crop[3])]
    return min(places), max(places)


def fellows_of(every: Sequence[Stretch], touched: AbstractSet[int], dx: float, dy: float, crop: Edges) -> Fellows:
    """Return the fellows of all touched lines that run along (``dx``, ``dy``).

    ``touched`` are the first glyphs of the shows on touched lines, ``crop`` is the page as displayed.
    """
    alike = [each for each in every if abs(each.dx - dx) < _SAME_WAY and abs(each.dy - dy) < _SAME_WAY and each.show.codes.strip()]
    free = [each for each in alike if each.show.first not in touched]
    rows = _rows(alike)
    columns = _columns(rows)
    reaches = tuple(reach for row in rows for reach in _segments(row, touched, columns))
    return Fellows(
        reaches,
        columns,
        _common((each.show.char_space, each.offset) for each in free),
        _common((each.show.word_space, each.offset) for each in free),
        _shared_clips(alike),
        *_span(crop, dx, dy),
        _is_flush([each.right for each in reaches if each.is_free]),
    )
