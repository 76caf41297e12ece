"""From shows of text to words: each with its box on the page as displayed and the glyphs that draw its characters.

Text that stands at an angle is laid out in a frame of its own, turned level, after the text that stands upright.
"""

from __future__ import annotations

import math
import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate

from pipeline.content.values import Matrix, Scene, Sheet, Show
from pipeline.ingest.pdf.accents import Piece, accented
from pipeline.ingest.pdf.doubled import undoubled
from pipeline.ingest.pdf.layout import Placed
from pipeline.ingest.pdf.raised import with_raised
from pipeline.ingest.pdf.touching import touching
from pipeline.model import Box

__all__ = ["Frame", "frames", "paper_size", "to_display"]

_LEVEL = math.radians(2.5)  # by which a line may lean, as scans and old printers have it
_TURN = math.radians(1.0)  # lines whose angles differ by less stand in one frame
_LETTER_GAP = 0.18  # em; a wider gap parts words
_SAME_LINE = 0.4  # of a line's height, by which baselines of one word may differ: raised and lowered signs
_BACK = -0.6  # em, the furthest that a letter reaches under the one before it
_SPACED, _EVEN, _WIDEST_SPACED = 3, 0.12, 0.6  # letters of a spaced word; by how much gaps may differ; em
_QUARTER = 90
_TINY = 1e-6
_NONE, _SOME, _ALL = range(3)  # of a show's glyphs
_WORD = re.compile(r"\S+")
_Like = tuple[float, float, float, float]
"""What the pieces of one show share: their baseline, how far they reach up and down from it, and their em."""


@dataclass(frozen=True, slots=True)
class Frame:
    """The words that stand at one angle, in drawn order; ``angle`` in degrees, clockwise as displayed, 0 upright.

    ``joined`` are pairs of a letter's glyph and that of its accent, or of the same letter drawn over it.
    """

    angle: int
    words: tuple[Placed, ...]
    joined: tuple[tuple[int, int], ...] = ()


def to_display(sheet: Sheet) -> Matrix:
    """Return the matrix from page space to points from the top left of the page as displayed (ISO 32000-1, 7.7.3.3)."""
    left, low, right, high = sheet.crop
    unit = sheet.unit
    return {
        0: (unit, 0.0, 0.0, -unit, -left * unit, high * unit),
        _QUARTER: (0.0, unit, unit, 0.0, -low * unit, -left * unit),
        2 * _QUARTER: (-unit, 0.0, 0.0, unit, right * unit, -low * unit),
        3 * _QUARTER: (0.0, -unit, -unit, 0.0, high * unit, right * unit),
    }[sheet.rotate]


def paper_size(sheet: Sheet) -> tuple[float, float]:
    """Return width and height of the page as displayed, in points."""
    left, low, right, high = sheet.crop
    size = (right - left) * sheet.unit, (high - low) * sheet.unit
    return size if sheet.rotate % (2 * _QUARTER) == 0 else size[::-1]


def _times(m: Matrix, n: Matrix) -> Matrix:
    a, b, c, d, e, f = m
    p, q, r, s, t, u = n
    return (a * p + b * r, a * q + b * s, c * p + d * r, c * q + d * s, e * p + f * r + t, e * q + f * s + u)


def frames(scene: Scene, hidden: Collection[int] = (), *, wanted: bool = False) -> list[Frame]:
    """Return the words of a page, upright ones first: without the ``hidden`` glyphs, or with ``wanted`` these alone."""
    display, gone = to_display(scene.sheet), frozenset(hidden)
    by_angle: dict[int, _Pieces] = {}
    for show in scene.shows:
        matrix = _times(show.matrix, display)
        key = _key(show, matrix)
        level = matrix if key == 0 else _times(matrix, _rotation(-key * _TURN))
        if key not in by_angle:
            by_angle[key] = _Pieces(gone, wanted=wanted)
        by_angle[key].take(show, level)
    found = []
    for key in sorted(by_angle, key=lambda each: (abs(each), each)):
        pieces, accents = accented(by_angle[key].found)
        once, twice = undoubled(pieces)
        if once:
            marks = dict(accents)
            joined = (*accents, *twice, *((first, marks[second]) for first, second in twice if second in marks))
            found.append(Frame(round(math.degrees(key * _TURN)), tuple(_words(once)), joined))
    return found


def _key(show: Show, matrix: Matrix) -> int:
    """Return at which angle a show stands, in whole turns of ``_TURN``; 0 where it is level."""
    sign = -1.0 if show.size * show.scale < 0 else 1.0
    if matrix[1] == 0 and sign * matrix[0] > 0:
        return 0
    angle = math.atan2(sign * matrix[1], sign * matrix[0])
    return 0 if abs(angle) <= _LEVEL else round(angle / _TURN)


def _rotation(angle: float) -> Matrix:
    cosine, sine = math.cos(angle), math.sin(angle)
    return (cosine, sine, -sine, cosine, 0.0, 0.0)


class _Pieces:
    """The pieces of one frame, show by show."""

    def __init__(self, hidden: frozenset[int], *, wanted: bool) -> None:
        self.hidden, self.wanted = hidden, wanted
        self.found: list[Piece] = []
        self.opens = True

    def take(self, show: Show, matrix: Matrix) -> None:
        """Add the letters of a show; a code that stands for several characters gives each of them its glyph."""
        a, _, _, d, e, f = matrix
        size, across, texts = show.size, a * show.scale, show.font.texts(show.codes)
        taken = self._taken(show.first, len(texts))
        if taken == _NONE:
            self.opens |= bool(texts)
            return
        reach = abs(d * size)
        em = abs(across * size) or _TINY
        like = f + d * show.rise, show.font.ascent * reach, -show.font.descent * reach, em
        starts, ends = _places(show, e, across)
        said = "".join(texts)
        if taken == _ALL and len(said) == len(texts) and "" not in texts:
            self._words_of(said, show.first, starts, ends, like)
        else:
            self._letters_of(texts, show.first, starts, ends, like)

    def _taken(self, first: int, count: int) -> int:
        """Tell whether all glyphs of a show are wanted, none of them or some."""
        if not self.hidden:
            return _NONE if self.wanted else _ALL
        return _SOME if not self.hidden.isdisjoint(range(first, first + count)) else _NONE if self.wanted else _ALL

    def _words_of(self, said: str, first: int, starts: Sequence[float], ends: Sequence[float], like: _Like) -> None:
        """Add the words of a show all of whose codes stand for one character each and are wanted."""
        for found in _WORD.finditer(said):
            start, end = found.span()
            opens = self.opens or start > 0
            numbers = list(range(first + start, first + end))
            self.found.append(Piece(found.group(), starts[start], ends[end - 1], starts[end - 1], ends[start], *like, numbers, opens))
            self.opens = False
        self.opens |= said[-1:].isspace()

    def _letters_of(self, texts: Sequence[str], first: int, starts: Sequence[float], ends: Sequence[float], like: _Like) -> None:
        """Add the letters of a show one by one."""
        piece = None
        for number, (text, x, end) in enumerate(zip(texts, starts, ends, strict=True), start=first):
            shown = text.strip()
            if not shown or (self.hidden and (number in self.hidden) is not self.wanted):
                piece, self.opens = None, True
            elif piece is None:
                piece = Piece(shown, x, end, x, end, *like, [number] * len(shown), self.opens)
                self.found.append(piece)
                self.opens = False
            else:
                piece.text += shown
                piece.last, piece.x1 = x, end
                piece.glyphs += [number] * len(shown)


def _places(show: Show, x: float, across: float) -> tuple[Sequence[float], Sequence[float]]:
    """Return where each code's own advance starts and ends along the line, from ``x``."""
    steps = [advance * show.size * across for advance in show.font.advances(show.codes)]
    if not show.char_space and not show.word_space:
        places = list(accumulate(steps, initial=x))
        return places[:-1], places[1:]
    starts, ends = [], []
    for step, space in zip(steps, _spaces(show, len(steps)), strict=True):
        starts.append(x)
        x += step
        ends.append(x)
        x += space * across
    return starts, ends


def _spaces(show: Show, count: int) -> Sequence[float]:
    """Return what each code moves beyond its own advance, in text space units: ``Tc``, and ``Tw`` for the code 32 of one byte."""
    if not show.word_space:
        return [show.char_space] * count
    both = show.char_space + show.word_space
    return [both if code == b" " else show.char_space for code in show.font.split(show.codes)]


def _follows(before: Piece, after: Piece) -> bool:
    """Tell whether two pieces are one word: on one line, close by, with no blank between them."""
    high = max(before.up + before.down, after.up + after.down)
    gap = after.x0 - before.x1
    em = max(before.em, after.em)
    is_level = abs(before.baseline - after.baseline) <= _SAME_LINE * high
    return not after.opens and is_level and _BACK * min(before.em, after.em) <= gap <= _LETTER_GAP * em


def _joined(pieces: Sequence[Piece]) -> Piece:
    first, last = pieces[0], pieces[-1]
    if len(pieces) == 1:
        return first
    return Piece(
        "".join(each.text for each in pieces),
        min(each.x0 for each in pieces),
        max(each.x1 for each in pieces),
        last.last,
        first.first,
        first.baseline,
        max(each.up for each in pieces),
        max(each.down for each in pieces),
        max(first.em, last.em),
        [number for each in pieces for number in each.glyphs],
        first.opens,
    )


def _words(pieces: Sequence[Piece]) -> list[Placed]:
    """Return pieces as words: neighbours in drawn order that touch are one, and so are letters that a machine has spaced evenly."""
    runs: list[list[Piece]] = []
    last: Piece | None = None
    for piece in pieces:
        if last is not None and not piece.opens and _follows(last, piece):
            runs[-1].append(with_raised(runs[-1][-1], piece))
        else:
            runs.append([piece])
        last = piece
    return [_placed(_joined(each)) for each in _unspaced([_joined(each) for each in touching([_joined(run) for run in runs])])]


def _unspaced(words: Sequence[Piece]) -> Iterator[list[Piece]]:
    """Yield words, those of one letter that stand evenly apart as one: at least three, with no blank drawn between them."""
    at = 0
    while at < len(words):
        end = at + 1
        if len(words[at].text) > 1:
            yield [words[at]]
            at = end
            continue
        gap = _gap(words, at)
        while gap is not None and (after := _gap(words, end - 1)) is not None and abs(after - gap) <= _EVEN * gap:
            end += 1
        if end - at < _SPACED:
            end = at + 1
        yield list(words[at:end])
        at = end


def _gap(words: Sequence[Piece], at: int) -> float | None:
    """Return the gap after a word of one letter if the next could be spaced from it, or None."""
    if at + 1 >= len(words) or len(words[at].text) > 1 or len(words[at + 1].text) > 1:
        return None
    before, after = words[at], words[at + 1]
    em, gap = max(before.em, after.em), after.x0 - before.x1
    is_level = abs(before.baseline - after.baseline) <= _EVEN * em
    return gap if is_level and not after.opens and _LETTER_GAP * em < gap <= _WIDEST_SPACED * em else None


def _placed(piece: Piece) -> Placed:
    left, right = (piece.x0, piece.x1) if piece.x0 <= piece.x1 else (piece.x1, piece.x0)
    box = Box(left, piece.baseline - piece.up, right, piece.baseline + piece.down)
    return Placed(piece.text, box, piece.baseline, piece.up + piece.down, tuple(piece.glyphs))
