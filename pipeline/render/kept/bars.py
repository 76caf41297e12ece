"""The marks on the lines of a kept page: bars with their codes, struck lines, and red ticks in the margin."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from pipeline.content.geometry import bounds
from pipeline.content.values import Edges, Matrix
from pipeline.model import Action
from pipeline.render.fonts import LABEL, LABEL_BOLD, printable, width
from pipeline.render.furniture import strike
from pipeline.render.kept.margins import Paper, Shown
from pipeline.render.kept.values import Bar, Strike
from pipeline.render.sheet import ACCENT, INK, WHITE, Sheet
from pipeline.wording import BlankWords, bar_texts

__all__ = ["draw_bar", "draw_strike", "draw_ticks", "struck", "ticks"]

# Points as displayed.
_LARGEST, _SMALLEST, _AT_LEAST = 6.9, 4.0, 3.6  # of a label; at least, where the first code alone can be shown
_FINE = 4.2  # of what stands below a label
_CAPITAL, _UNDER = 0.71, 0.18  # of a size: the height of the label face's capitals; how far brackets reach below them
_AIR, _SIDE, _SIDE_SHARE = 0.9, 3.0, 0.06  # above, between and below rows; beside them, and never more than a share of the bar
_MOST_AIR = 2.5  # between rows of a bar over a picture, which is as high as that
_OUTLINE = 0.8
_STRIKE_OVER, _STRIKE_HIGH = 3.0, 0.5  # how far a strike reaches beside its letters, in points, and above their baseline, in sizes
_TICK_WEIGHT, _TICK_APART, _EDGE = 1.6, 10.0, 2.5


def _frame(mark: Bar | Strike, unit: float) -> Matrix:
    """From points along the mark's baseline to the page's own space."""
    dx, dy = mark.dx / unit, mark.dy / unit
    return dx, dy, -dy, dx, mark.x, mark.y


@lru_cache(maxsize=1024)
def _at_one(font: str, text: str) -> float:
    """Return the width of a text of size 1."""
    return width(font, text, 1.0)


def _largest(font: str, text: str, wide: float, most: float) -> float:
    return min(most, wide / _at_one(font, text)) if text else most


@lru_cache(maxsize=1024)
def _label(words: BlankWords, wide: float, high: float) -> tuple[str, float]:
    """Return the label that a bar has room for, and its size: the running id where none can be read."""
    labels, _ = bar_texts(words)
    most = min(_LARGEST, max(high - 2 * _AIR, high / 2) / (_CAPITAL + _UNDER))
    for least in (_SMALLEST, _AT_LEAST):
        for label in labels[:-1]:
            size = _largest(LABEL_BOLD, printable(LABEL_BOLD, label), wide, most)
            if size >= min(least, most):
                return label, size
    return labels[-1], _largest(LABEL_BOLD, printable(LABEL_BOLD, labels[-1]), wide, most)


@lru_cache(maxsize=1024)
def _below(words: BlankWords, label: str, wide: float, *, is_first: bool) -> str:
    """Return what stands below a label: amount and running id, or the id alone; the amount is said by the first bar only."""
    if label == words.mark:
        return ""
    texts = bar_texts(words)[1]
    return next(text for text in texts[0 if is_first else 1 :] if _at_one(LABEL, printable(LABEL, text)) * _FINE <= wide)


def draw_bar(sheet: Sheet, bar: Bar, unit: float) -> tuple[str, ...]:
    """Draw a bar in the page's own space and return the words on it. ``unit`` is how many points a unit is displayed as.

    The passage's first bar says its words aloud; the others say nothing, so that no passage is counted twice.
    """
    wide, up, down = bar.width * unit, bar.ascent * unit, -bar.descent * unit
    is_held = bar.action is Action.REFER
    colour = INK if is_held else WHITE
    room = wide - 2 * min(_SIDE, wide * _SIDE_SHARE)
    label, size = _label(bar.words, room, up + down)
    below = _below(bar.words, label, room, is_first=bar.is_first)
    beside = (up + down - 3 * _AIR - _FINE * _CAPITAL) / (_CAPITAL + _UNDER)
    if beside < _SMALLEST:
        below = ""
    rows = [(label, LABEL_BOLD, min(size, beside) if below else size), *([(below, LABEL, _FINE)] if below else [])]
    with sheet.placed(_frame(bar, unit)):
        half = _OUTLINE / 2 if is_held else 0.0
        box = (half, half - up, wide - 2 * half, up + down - 2 * half)
        sheet.box(*box, fill=WHITE if is_held else INK, stroke=INK if is_held else None, weight=_OUTLINE)
        under = rows[0][2] * _UNDER if below else 0.0
        lettered = under + sum(row_size for _, _, row_size in rows) * _CAPITAL
        air = min(_MOST_AIR, (up + down - lettered) / (len(rows) + 1))
        y = (down - up - lettered - air * (len(rows) + 1)) / 2
        for row, (text, font, row_size) in enumerate(rows):
            y += air + row_size * _CAPITAL
            # Each row is a span of its own: a reader that finds words between two rows of one would say it twice.
            with sheet.spoken(bar.words.line if bar.is_first and not row else " "):
                sheet.centred(wide / 2, y, text, font, row_size, colour)
            y += under
    return tuple(text for text, _, _ in rows)


def draw_strike(sheet: Sheet, mark: Strike, unit: float) -> None:
    """Cancel a marking's letters with two thin lines along their baseline."""
    with sheet.placed(_frame(mark, unit)):
        strike(sheet, 0.0, mark.width * unit, 0.0, mark.size * unit)


def struck(mark: Strike, unit: float) -> Edges:
    """Return the upright box around the two lines of a strike in the page's own space."""
    over = _STRIKE_OVER / unit
    ends = [(mark.x + mark.dx * along, mark.y + mark.dy * along) for along in (-over, mark.width + over)]
    return bounds((x - mark.dy * up, y + mark.dx * up) for x, y in ends for up in (0.0, mark.size * _STRIKE_HIGH))


def ticks(paper: Paper, touched: Iterable[Edges], taken: Shown | None) -> tuple[Shown, ...]:
    """Return the ticks of the touched lines as displayed: left of all that is drawn, else right of it, else at the very edge."""
    left, _, right, _ = taken or (2 * _TICK_APART, 0.0, paper.width, 0.0)
    is_right = left < 2 * _TICK_APART <= paper.width - right
    x = right + _TICK_APART if is_right else max(_EDGE, left - _TICK_APART)
    bands = dict.fromkeys(paper.shown(band)[1::2] for band in touched)
    return tuple((x - _TICK_WEIGHT / 2, top, x + _TICK_WEIGHT / 2, bottom) for top, bottom in bands)


def draw_ticks(sheet: Sheet, places: Iterable[Shown]) -> None:
    """Draw ticks on the page as displayed."""
    for left, top, right, bottom in places:
        x = (left + right) / 2
        sheet.line(x, top, x, bottom, ACCENT, _TICK_WEIGHT)
