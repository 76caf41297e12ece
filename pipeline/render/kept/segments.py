"""A touched line as pieces in the order of sight: letters that stay, gaps, and the blanks between them."""

from __future__ import annotations

import unicodedata
from collections.abc import MutableMapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from pipeline.render.kept.fellows import WIDE, is_parting
from pipeline.render.kept.lines import UNPLACED, Cell

__all__ = ["Piece", "joined", "segments_of"]

_WORD_GAP = 0.18  # em: a wider step between two letters is a blank
_WIDE_ADVANCES = 2.2  # average advances: a blank must also be wider than this to part a line
_STEPS, _EQUAL = 4, 0.1  # so many blanks of a line that differ by no more than this share are those of a justified one
_ON_TOP = 0.5  # of the narrower of two letters: what covers more of the other stands on top of it
_SAME_SIZE = 0.01  # of a size
_MARKS = ("M", "Sk", "Lm")  # categories of accents


@dataclass(slots=True)
class Piece:
    """One letter with what stands on top of it, or one gap; ``blanks`` counts the blanks before it, ``before`` those that are codes."""

    cells: list[Cell]
    gap: int | None
    end: float
    blanks: int = 0
    before: list[Cell] = field(default_factory=list)

    @property
    def start(self) -> float:
        """Return where the piece begins along the line."""
        return self.cells[0].start

    @property
    def is_word(self) -> bool:
        """Tell whether the piece is a letter or a digit."""
        return self.gap is None and self.cells[0].text[:1].isalnum()


def _is_on_top(cell: Cell, under: Cell) -> bool:
    width, other = cell.end - cell.start, under.end - under.start
    return under.end - cell.start > _ON_TOP * min(width, other) if width > 0 else cell.start <= under.end


def _goes_along(cell: Cell, under: Cell) -> bool:
    """Tell whether a letter on top of one that goes must go as well: the same once more in the same type, or an accent."""
    one, other = cell.stretch, under.stretch
    is_same = cell.text == under.text and one.show.font is other.show.font and abs(one.em - other.em) <= _SAME_SIZE * other.em
    return is_same or unicodedata.category(cell.text[:1] or " ").startswith(_MARKS)


def _take(pieces: list[Piece], cell: Cell, gaps: MutableMapping[int, int]) -> bool:
    """Let a letter join the last piece, if it belongs to it."""
    last = pieces[-1]
    if cell.gap is not None and cell.gap == last.gap:
        last.cells.append(cell)
        last.end = max(last.end, cell.end)
        return True
    if cell.gap is not None or not _is_on_top(cell, last.cells[-1]):
        return False
    if last.gap is None:
        last.cells.append(cell)
        return True
    if _goes_along(cell, last.cells[-1]):
        gaps[cell.number] = last.gap
        last.cells.append(cell._replace(gap=last.gap))
        return True
    return False


def joined(cells: Sequence[Cell], gaps: MutableMapping[int, int]) -> tuple[list[Piece], list[Cell]]:
    """Return the pieces of a line and the kept blanks after the last; letters without a place for a bar are left out.

    ``gaps`` takes in letters that go along with cut ones: the same letter drawn twice, accents, and blanks within one gap.
    """
    pieces: list[Piece] = []
    blanks: list[Cell] = []
    count = 0
    for cell in cells:
        if cell.gap == UNPLACED:
            continue
        if cell.is_blank:
            count += 1
            if cell.gap is None:
                blanks.append(cell)
            continue
        if not pieces:
            pieces.append(Piece([cell], cell.gap, cell.end, 0, blanks))
        elif not _take(pieces, cell, gaps):
            step = cell.start - pieces[-1].end > _WORD_GAP * cell.stretch.em
            pieces.append(Piece([cell], cell.gap, cell.end, count or int(step), blanks))
        elif pieces[-1].gap is not None:
            gaps.update((blank.number, pieces[-1].gap) for blank in blanks)
        else:
            pieces[-1].before += blanks
        blanks, count = [], 0
    return pieces, blanks


def _is_spaced_out(pieces: Sequence[Piece]) -> bool:
    """Tell whether all words of a line stand equally far apart: then its blanks are wide because it is justified."""
    steps = [after.start - one.end for one, after in pairwise(pieces) if after.blanks]
    return len(steps) >= _STEPS and max(steps) - min(steps) <= _EQUAL * max(steps)


def _is_parted(one: Piece, after: Piece, widest: float, columns: Sequence[float]) -> bool:
    """Tell whether a column or a tab parts two pieces: never one blank within one string, however wide."""
    blank, em = after.start - one.end, after.cells[0].stretch.em
    if not is_parting(blank, after.start, max(em, widest / WIDE), columns):
        return False
    return after.blanks != 1 or after.cells[0].stretch is not one.cells[-1].stretch


def segments_of(pieces: Sequence[Piece], columns: Sequence[float]) -> list[list[Piece]]:
    """Return the pieces of a line by segments, parted where a blank is as wide as between columns or at a tab.

    ``columns`` is where columns begin: before one a narrower blank parts too.
    """
    kept = [piece.cells[0] for piece in pieces if piece.gap is None]
    average = sum(cell.end - cell.start for cell in kept) / len(kept) if kept else 0.0
    is_spaced_out = _is_spaced_out(pieces)
    segments: list[list[Piece]] = []
    for piece in pieces:
        if segments and (is_spaced_out or not _is_parted(segments[-1][-1], piece, _WIDE_ADVANCES * average, columns)):
            segments[-1].append(piece)
        else:
            segments.append([piece])
    return segments
