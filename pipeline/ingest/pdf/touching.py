"""Pieces that touch on one line are one word, in whatever order they were drawn: the eye knows no order of drawing."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from pipeline.ingest.pdf.accents import Piece

__all__ = ["touching"]

_TOUCH = 0.1  # em, from where a piece ends to where the next begins; a blank is wider
_LEVEL = 0.12  # em, by which baselines may differ
_ALIKE = 0.15  # of the larger size, by which sizes may differ


def touching(pieces: Sequence[Piece]) -> list[list[Piece]]:
    """Return pieces in groups, each group one word from left to right; groups in the order in which their first drawn piece is."""
    next_of = {id(one): after for line in _lines(pieces) for one, after in pairwise(line) if _is_one(one, after)}
    if not next_of:
        return [[each] for each in pieces]
    led = {id(each) for each in next_of.values()}
    order = {id(each): at for at, each in enumerate(pieces)}
    groups = [_chain(each, next_of) for each in pieces if id(each) not in led]
    return sorted(groups, key=lambda group: min(order[id(each)] for each in group))


def _chain(first: Piece, next_of: dict[int, Piece]) -> list[Piece]:
    found = [first]
    while (after := next_of.get(id(found[-1]))) is not None:
        found.append(after)
    return found


def _lines(pieces: Sequence[Piece]) -> list[list[Piece]]:
    """Return pieces by baselines, each line from left to right."""
    found: list[list[Piece]] = []
    for each in sorted(pieces, key=lambda piece: piece.baseline):
        if found and each.baseline - found[-1][0].baseline <= _LEVEL * max(each.em, found[-1][0].em):
            found[-1].append(each)
        else:
            found.append([each])
    return [sorted(line, key=lambda piece: piece.x0) for line in found]


def _is_one(before: Piece, after: Piece) -> bool:
    em = max(before.em, after.em)
    return abs(after.x0 - before.x1) <= _TOUCH * em and abs(before.em - after.em) <= _ALIKE * em and before.x0 < after.x0
