"""Letters drawn twice in one place, as programs make bold letters and shadows of a font that has none, are read once."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.ingest.pdf.accents import Piece

__all__ = ["undoubled"]

_SHIFT = 0.1  # em, by which the second drawing may lie beside the first

Place = tuple[str, int, int]


def undoubled(pieces: Sequence[Piece]) -> tuple[list[Piece], tuple[tuple[int, int], ...]]:
    """Return the pieces but those that say the same as an earlier one in the same place, and the pairs of their glyphs."""
    found: list[Piece] = []
    joined: list[tuple[int, int]] = []
    known: dict[Place, list[Piece]] = {}
    for piece in pieces:
        first = next((each for place in _around(piece) for each in known.get(place, ()) if _is_same(each, piece)), None)
        if first is None:
            found.append(piece)
            known.setdefault(_place(piece), []).append(piece)
        else:
            joined += zip(first.glyphs, piece.glyphs, strict=True)
    return found, tuple(dict.fromkeys(joined))


def _place(piece: Piece) -> Place:
    """Return a piece's text and its square in a grid as wide as the pieces may lie apart."""
    step = _SHIFT * piece.em
    return piece.text, int(piece.x0 // step), int(piece.baseline // step)


def _around(piece: Piece) -> list[Place]:
    text, column, line = _place(piece)
    return [(text, column + across, line + down) for across in (0, -1, 1) for down in (0, -1, 1)]


def _is_same(first: Piece, second: Piece) -> bool:
    reach = _SHIFT * second.em
    places = ((first.x0, second.x0), (first.x1, second.x1), (first.baseline, second.baseline))
    return all(abs(a - b) <= reach for a, b in places)
