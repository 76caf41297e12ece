"""Which letters of a page no eye can see, and why: by where they stand, what covers them and what they stand on.

Pure reckoning on a scene. What it cannot tell (text on a picture, blending, odd clips) is asked of the pixels: see ``pixels``.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from pipeline.content.clips import Clips
from pipeline.content.geometry import cell, places, transformed
from pipeline.content.grounds import Grounds, Layer, contains
from pipeline.content.values import Edges, Scene, Show

__all__ = ["CLIPPED", "COVERED", "INVISIBLE", "LAYER_OFF", "OUTSIDE", "SAME_COLOUR", "SMALL", "UNSEEN", "Judgement", "judge_hidden"]

INVISIBLE = "invisible"
LAYER_OFF = "in a layer that is off"
OUTSIDE = "outside the page"
CLIPPED = "clipped away"
COVERED = "under a box"
SAME_COLOUR = "in the colour of its ground"
SMALL = "too small"
UNSEEN = "shows nothing"

_UNPAINTED = frozenset({3, 7})  # text rendering modes
_STROKED = frozenset({1, 2, 5, 6})
_FAINTEST = 0.08  # of black on white, by which a colour must differ from its ground
_SMALLEST = 1.5  # points, a line's cell
_NARROWEST = 0.1  # of a letter's height, its width set that much narrower
_SHARE = 0.6  # of a letter's points that are not seen
_ALONG = (0.15, 0.5, 0.85)  # of a letter's advance
_UP = (0.05, 0.22, 0.39, 0.56, 0.73)  # of the ascent: where ink lies, and no line under the words
_WHITE = (1.0, 1.0, 1.0)

Points = npt.NDArray[np.float64]


@dataclass(slots=True)
class Judgement:
    """``hidden`` gives the reason by glyph number; ``doubtful`` are the glyphs of which only pixels can tell."""

    hidden: dict[int, str] = field(default_factory=dict)
    doubtful: set[int] = field(default_factory=set)


def judge_hidden(scene: Scene) -> Judgement:
    """Return which glyphs cannot be seen. Shows of blanks alone say nothing, and are not judged."""
    clips = Clips(scene)
    grounds = Grounds(scene, clips)
    found = Judgement()
    for show in scene.shows:
        _judge(show, scene, clips, grounds, found)
    return found


def _judge(show: Show, scene: Scene, clips: Clips, grounds: Grounds, found: Judgement) -> None:
    along = places(show)
    reason = _unseen_whole(show, scene.sheet.unit)
    if reason is not None:
        if _says(show):
            found.hidden.update(dict.fromkeys(range(show.first, show.first + len(along) - 1), reason))
        return
    box = _reach(show, along[-1])
    layers = grounds.met(box)
    is_doubtful = clips.is_mixed or show.fill is None or clips.is_odd(show.path, show.clip)
    is_plain = not layers and _inside(box, scene.sheet.crop) and (show.clip is None or _inside(box, show.clip))
    if is_plain and not is_doubtful and _differs(show.fill, _WHITE, show.alpha):
        return
    if _says(show):
        _judge_letters(show, along, scene.sheet.crop, layers, found, is_doubtful=is_doubtful)


def _unseen_whole(show: Show, unit: float) -> str | None:
    """Return why nothing of a show is seen, whatever lies around it."""
    if show.is_in_layer_off:
        return LAYER_OFF
    if show.mode in _UNPAINTED or show.alpha <= _FAINTEST:
        return INVISIBLE
    a, b, c, d, _, _ = show.matrix
    area, length = abs(a * d - b * c), (a * a + b * b) ** 0.5
    high = sum(cell(show)) * unit
    is_narrow = area == 0 or abs(show.scale) * length * length < _NARROWEST * area
    return SMALL if high < _SMALLEST or is_narrow else None


def _says(show: Show) -> bool:
    return any(not text.isspace() for text in show.font.texts(show.codes))


def _reach(show: Show, end: float) -> Edges:
    """Return the upright box in which the ink of a show lies, blanks at its edges left out of account."""
    top = show.font.ascent * show.size
    return transformed(show.matrix, (0.0, show.rise + _UP[0] * top, end, show.rise + _UP[-1] * top))


def _inside(box: Edges, other: Edges) -> bool:
    return other[0] <= box[0] and other[1] <= box[1] and box[2] <= other[2] and box[3] <= other[3]


def _differs(fill: Sequence[float] | None, ground: Sequence[float], alpha: float) -> bool:
    return fill is not None and max(abs(a - b) for a, b in zip(fill, ground, strict=True)) * alpha > _FAINTEST


def _points(show: Show, along: Sequence[float]) -> Points:
    """Return points where each glyph may have ink, on the page; shape (glyphs, points, 2)."""
    starts = np.array(along)
    xs = starts[:-1, None] + np.array(_ALONG) * (starts[1:] - starts[:-1])[:, None]
    ys = show.rise + np.array(_UP) * show.font.ascent * show.size
    x, y = np.repeat(xs, len(ys), axis=1), np.tile(ys, (len(xs), len(_ALONG)))
    a, b, c, d, e, f = show.matrix
    return np.stack([a * x + c * y + e, b * x + d * y + f], axis=-1)


def _judge_letters(
    show: Show, along: Sequence[float], crop: Edges, layers: Sequence[Layer], found: Judgement, *, is_doubtful: bool
) -> None:
    points = _points(show, along)
    over = [each for each in layers if each.order > show.order]
    same, untold = _ground(show, [each for each in layers if each.order < show.order], points)
    masks = {
        OUTSIDE: ~contains([crop], points),
        CLIPPED: ~contains([show.clip], points) if show.clip is not None else np.zeros_like(same),
        COVERED: contains([each.box for each in over if each.is_sure], points),
        SAME_COLOUR: same,
    }
    unseen = np.logical_or.reduce(list(masks.values()))
    maybe = unseen | untold | contains([each.box for each in over if not each.is_sure], points)
    shares = np.stack([mask.mean(axis=1) for mask in masks.values()], axis=1)
    reasons = list(masks)
    hidden = unseen.mean(axis=1) >= _SHARE
    doubtful = ~hidden & ((maybe.mean(axis=1) >= _SHARE) | is_doubtful)
    blanks = np.array([text.isspace() for text in show.font.texts(show.codes)])
    for at in _judged(hidden, blanks):
        found.hidden[show.first + at] = reasons[int(shares[at].argmax())]
    found.doubtful.update(show.first + int(at) for at in np.flatnonzero(doubtful & ~blanks))


def _judged(hidden: npt.NDArray[np.bool_], blanks: npt.NDArray[np.bool_]) -> Iterator[int]:
    """Return the places of hidden letters, and of hidden blanks between two of them; a blank alone hides nothing."""
    letters = np.flatnonzero(hidden & ~blanks)
    shown = np.flatnonzero(~hidden)
    for at in np.flatnonzero(hidden):
        before, after = letters[letters < at], letters[letters > at]
        is_between = len(before) and len(after) and not ((shown > before[-1]) & (shown < after[0])).any()
        if not blanks[at] or is_between:
            yield int(at)


def _ground(show: Show, under: Sequence[Layer], points: Points) -> tuple[npt.NDArray[np.bool_], npt.NDArray[np.bool_]]:
    """Return which points have the text's own colour under them, and which a ground that is not told."""
    is_stroked = show.mode in _STROKED
    same = np.full(points.shape[:-1], not _differs(show.fill, _WHITE, show.alpha) and show.fill is not None)
    untold = np.full(points.shape[:-1], show.fill is None)
    for each in under:
        within = contains([each.box], points)
        is_told = each.is_sure and each.colour is not None and show.fill is not None
        same[within] = is_told and each.colour is not None and not _differs(show.fill, each.colour, show.alpha)
        untold[within] = not is_told
    return same & (not is_stroked), untold | (same & is_stroked)
