"""From words to lines and columns: the order in which a person reads the page."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median
from typing import NamedTuple

from pipeline.model import Box

__all__ = ["Placed", "Row", "leading", "read_rows", "runs_down"]

_SAME_LINE = 0.45  # of a line's height, by which baselines of one line may differ: raised and lowered signs
_GUTTER = 1.0  # of a line's height, the narrowest gap between columns
_BLANKS = 1.8  # of the usual blank, which a justified line may stretch: a gutter is wider
_MIN_COLUMN_ROWS = 4  # lines a side
_MIN_COLUMN_WORDS = 2.5  # words a line on both sides; a table has fewer
_FULL = 0.82  # of the column's width
_DOWNWARD = 4  # lines of single letters
_MIN_SHARE = 0.2  # of the width that either side of a gutter holds


class Placed(NamedTuple):
    """A word on the page as displayed; ``size`` is its line's height, ``glyphs`` the number of the glyph for each of its characters."""

    text: str
    box: Box
    baseline: float
    size: float
    glyphs: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Row:
    """A line of words from left to right, and the left and right edge of the column it stands in."""

    words: tuple[Placed, ...]
    left: float
    right: float

    @property
    def baseline(self) -> float:
        """Where most words stand, from the top of the page."""
        return median(each.baseline for each in self.words)

    @property
    def is_full(self) -> bool:
        """Tell whether the line reaches the right edge, as that of a paragraph does which goes on."""
        return self.words[-1].box.x1 >= self.left + _FULL * (self.right - self.left)


def _lines(words: Sequence[Placed]) -> list[list[Placed]]:
    """Return words as lines from top to bottom, each from left to right."""
    found: list[list[Placed]] = []
    for word in sorted(words, key=lambda each: (each.baseline, each.box.x0)):
        if found and word.baseline - found[-1][0].baseline <= _SAME_LINE * max(word.size, found[-1][0].size):
            found[-1].append(word)
        else:
            found.append([word])
    return [sorted(line, key=lambda each: each.box.x0) for line in found]


def _gutter(lines: Sequence[Sequence[Placed]]) -> float | None:
    """Return the middle of the widest gap that no line crosses and that parts two columns of prose, or None."""
    words = sorted((word for line in lines for word in line), key=lambda each: each.box.x0)
    if not words:
        return None
    left, right = words[0].box.x0, max(each.box.x1 for each in words)
    usual = median([after.box.x0 - one.box.x1 for line in lines for one, after in pairwise(line)] or [0.0])
    reach, best, middle = words[0].box.x1, max(_GUTTER * median(each.size for each in words), _BLANKS * usual), None
    for word in words[1:]:
        gap, at = word.box.x0 - reach, (word.box.x0 + reach) / 2
        if gap > best and _MIN_SHARE < (at - left) / (right - left) < 1 - _MIN_SHARE:
            best, middle = gap, at
        reach = max(reach, word.box.x1)
    return middle


def _is_prose(words: Sequence[Placed]) -> bool:
    lines = _lines(words)
    return len(lines) >= _MIN_COLUMN_ROWS and len(words) / len(lines) >= _MIN_COLUMN_WORDS


def _sides(lines: Sequence[Sequence[Placed]]) -> tuple[list[Placed], list[Placed]] | None:
    """Return the words of two columns, or None where the lines are not two columns of prose."""
    middle = _gutter(lines)
    if middle is None:
        return None
    words = [word for line in lines for word in line]
    sides = [each for each in words if each.box.x0 < middle], [each for each in words if each.box.x0 >= middle]
    return sides if all(map(_is_prose, sides)) else None


def _regions(words: Sequence[Placed]) -> Iterable[list[list[Placed]]]:
    """Yield regions of lines in reading order: longest runs of lines in columns, column by column, else as they stand.

    The end of the longest run that starts at a line is found by halving, for whatever holds of a run's gutter
    holds of its parts, but for the count of lines.
    """
    lines = _lines(words)
    at = 0
    plain: list[list[Placed]] = []
    while at < len(lines):
        end = _run_end(lines, at) if _gutter(lines[at : at + _MIN_COLUMN_ROWS]) is not None else at
        sides = _sides(lines[at:end]) if end - at >= _MIN_COLUMN_ROWS else None
        if sides is None:
            end = max(end, at + 1)
            plain += lines[at:end]
            at = end
            continue
        if plain:
            yield plain
            plain = []
        for side in sides:
            yield from _regions(side)
        at = end
    if plain:
        yield plain


def _run_end(lines: Sequence[Sequence[Placed]], start: int) -> int:
    """Return the end of the longest run of lines from ``start`` that one gutter parts, in time that grows with the run alone."""
    step = _MIN_COLUMN_ROWS
    while start + step < len(lines) and _gutter(lines[start : start + step]) is not None:
        step *= 2
    high = min(start + step, len(lines))
    low = min(start + step // 2, high)
    while low < high:
        middle = (low + high + 1) // 2
        if _gutter(lines[start:middle]) is None:
            high = middle - 1
        else:
            low = middle
    return low


def read_rows(words: Sequence[Placed]) -> list[Row]:
    """Return a page's lines in reading order: columns of prose one after another, tables line by line."""
    rows: list[Row] = []
    for region in _regions(words):
        left = min(line[0].box.x0 for line in region)
        right = max(word.box.x1 for line in region for word in line)
        rows += [Row(tuple(line), left, right) for line in region]
    return rows


def runs_down(rows: Sequence[Row]) -> bool:
    """Tell whether lines of single letters alone stand below each other, as vertical writing looks to whoever reads line by line."""
    run = 0
    for row in rows:
        run = run + 1 if all(len(word.text) == 1 and word.text.isalpha() for word in row.words) else 0
        if run >= _DOWNWARD:
            return True
    return False


def leading(rows: Sequence[Row]) -> float:
    """Return the usual distance of lines within a paragraph, in points; 0 where there are not two lines below each other.

    Lines that reach the right edge tell it, for their paragraphs mostly go on. Where there are none the lower quarter
    stands for it: in short records the gaps between paragraphs are as many as those within.
    """
    steps = [(after.baseline - before.baseline, before) for before, after in pairwise(rows)]
    steps = [(step, row) for step, row in steps if step > _SAME_LINE * row.words[0].size]
    full = sorted(step for step, row in steps if row.is_full)
    if full:
        return full[(len(full) - 1) // 2]
    loose = sorted(step for step, _ in steps)
    return loose[len(loose) // 4] if loose else 0.0
