"""Which letters of a page no eye can see, and why: by where they stand, what covers them and what they stand on.

Pure reckoning on a scene. What it cannot tell (text on a picture, blending, odd clips) is asked of the pixels: see ``pixels``.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from pipeline.content.clips import Clips
from pipeline.content.geometry import meeting, places
from pipeline.content.grounds import Layer, contains, layers_met
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
_WORDLESS = frozenset("Zs Zl Zp Pc Pd Ps Pe Pi Pf Po Sm Sk".split())  # categories of what is in no word
_WHITE = (1.0, 1.0, 1.0)
_TINY = 1e-6  # user space units, of rounding

Points = npt.NDArray[np.float64]


@dataclass(slots=True)
class Judgement:
    """``hidden`` gives the reason by glyph number; ``doubtful`` are the glyphs of which only pixels can tell."""

    hidden: dict[int, str] = field(default_factory=dict)
    doubtful: set[int] = field(default_factory=set)


def judge_hidden(scene: Scene) -> Judgement:
    """Return which glyphs cannot be seen. Shows of blanks, stops and signs alone hide no word, and are not judged."""
    found = Judgement()
    if not scene.shows:
        return found
    clips, reaches, unpainted = Clips(scene), *_reaches(scene)
    met = layers_met(scene, clips, reaches)
    asked = unpainted | _leaving(reaches, scene) | clips.is_mixed
    for at, show in enumerate(scene.shows):
        is_doubtful = clips.is_mixed or show.fill is None or clips.is_odd(show.path, show.clip)
        layers = met.get(at, ())
        if not (asked[at] or is_doubtful) and _stands_clear(show, layers, reaches[at]):
            continue
        if not _says(show):
            continue
        reason = _unseen_whole(show, is_small=bool(unpainted[at]))
        if reason is None:
            _judge_letters(show, scene.sheet.crop, layers, found, is_doubtful=is_doubtful)
        else:
            found.hidden.update(dict.fromkeys(range(show.first, show.first + len(show.font.split(show.codes))), reason))
    return found


def _reaches(scene: Scene) -> tuple[Points, npt.NDArray[np.bool_]]:
    """Return the upright boxes in which the ink of the shows lies, one row a show, and which of them nobody can see, wherever they are."""
    rows = [(*show.matrix, places(show)[-1], show.size, show.rise, show.scale, show.font.ascent, show.font.descent) for show in scene.shows]
    a, b, c, d, e, f, end, size, rise, scale, ascent, descent = np.array(rows).T
    low, high = rise + _UP[0] * ascent * size, rise + _UP[-1] * ascent * size
    xs = np.stack([a * x + c * y + e for x in (0.0, end) for y in (low, high)])
    ys = np.stack([b * x + d * y + f for x in (0.0, end) for y in (low, high)])
    area, square = np.abs(a * d - b * c), a * a + b * b
    with np.errstate(divide="ignore", invalid="ignore"):
        tall = np.abs(size) * (np.maximum(ascent, 0) + np.maximum(-descent, 0)) * area / np.sqrt(square) * scene.sheet.unit
    small = ~(tall >= _SMALLEST) | (np.abs(scale) * square < _NARROWEST * area)
    unpainted = [show.is_in_layer_off or show.mode in _UNPAINTED or show.alpha <= _FAINTEST for show in scene.shows]
    return np.stack([xs.min(axis=0), ys.min(axis=0), xs.max(axis=0), ys.max(axis=0)], axis=1), small | np.array(unpainted)


def _leaving(reaches: Points, scene: Scene) -> npt.NDArray[np.bool_]:
    """Return which shows reach beyond what is displayed, or beyond their clip."""
    crop = np.array([meeting(show.clip, scene.sheet.crop) for show in scene.shows])
    return np.asarray((reaches[:, :2] < crop[:, :2]).any(axis=1) | (reaches[:, 2:] > crop[:, 2:]).any(axis=1))


def _unseen_whole(show: Show, *, is_small: bool) -> str | None:
    """Return why nothing of a show is seen, whatever lies around it."""
    if show.is_in_layer_off:
        return LAYER_OFF
    if show.mode in _UNPAINTED or show.alpha <= _FAINTEST:
        return INVISIBLE
    return SMALL if is_small else None


def _stands_clear(show: Show, layers: Sequence[Layer], reach: Points) -> bool:
    """Tell whether all of a show surely stands out from one ground: the paper, or the last thing drawn under it, with nothing over it."""
    if not layers:
        return _differs(show.fill, _WHITE, show.alpha)
    ground = layers[-1]
    if ground.order > show.order or not ground.is_sure or ground.colour is None or show.mode in _STROKED:
        return False
    (left, low, right, high), (x0, y0, x1, y1) = ground.box, reach
    is_within = left <= x0 - _TINY and x1 + _TINY <= right and low <= y0 - _TINY and y1 + _TINY <= high
    return bool(is_within) and _differs(show.fill, ground.colour, show.alpha)


def _says(show: Show) -> bool:
    return not all(_is_wordless(text) for text in show.font.texts(show.codes))


def _is_wordless(text: str) -> bool:
    """Tell whether a glyph is no part of a word: a blank, a stop, a rule to write on. What nothing tells may be one."""
    return bool(text) and all(unicodedata.category(char) in _WORDLESS for char in text)


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


def _judge_letters(show: Show, crop: Edges, layers: Sequence[Layer], found: Judgement, *, is_doubtful: bool) -> None:
    points = _points(show, places(show))
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
    texts = show.font.texts(show.codes)
    blanks, wordless = (np.array([test(text) for text in texts]) for test in (str.isspace, _is_wordless))
    if (hidden & ~wordless).any():
        found.hidden |= {show.first + at: reasons[int(shares[at].argmax())] for at in _judged(hidden, blanks)}
    if (doubtful & ~wordless).any():
        found.doubtful.update(show.first + int(at) for at in np.flatnonzero(doubtful & ~blanks))


def _judged(hidden: npt.NDArray[np.bool_], blanks: npt.NDArray[np.bool_]) -> Iterator[int]:
    """Return the places of what is hidden; of blanks those only that lie between two hidden others."""
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
