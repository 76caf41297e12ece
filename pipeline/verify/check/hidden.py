"""Text of a page that no eye sees, by cause: judged by pixels where it is drawn, by numbers where it is not."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from pipeline.content.geometry import meeting
from pipeline.content.values import Edges, Graphic, GraphicKind, Scene
from pipeline.verify.check.glyphs import Boxes, Glyphs, meets, on_pixels
from pipeline.verify.check.looks import Grey, Look
from pipeline.verify.check.values import Kind

__all__ = ["Hidden", "hidden"]

_INK = 200  # grey of the text alone below which a pixel is ink
_SEEN = 16  # steps of grey by which text differs from what is under it
_SEEN_SHARE = 0.25  # of a glyph's ink; less is not seen
_LEAST_INK = 3  # pixels, below which nothing is told of a glyph
_TINY = 1.0  # points, a line's height
_INVISIBLE_MODES = frozenset({3})
_CLIP_MODE = 7
_FAINT = 0.06  # of opacity
_STROKE = 6.0  # points, half the widest stroke; a stroke's own width is not told
_SCAN_SHARE = 0.5  # of the page that an image covers which is a scan of it
_GRID = 64  # fields along a page's side, by which the share is reckoned
_DARK, _EVEN = 90, 12  # grey of a box in a scan; how far grey strays within it
_COVERED_SHARE = 0.6  # of a glyph's cell
Flags = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Hidden:
    """Glyphs that do not show, in drawn order, by their numbers, for one cause."""

    kind: Kind
    glyphs: tuple[int, ...]


def hidden(scene: Scene, glyphs: Glyphs, look: Look | None, unapplied: Sequence[Edges]) -> list[Hidden]:
    """Return the glyphs of a page that no eye sees, each once; ``unapplied`` are places marked for redaction, whose text is as good as."""
    left, found = glyphs.are_signs.copy(), list[Hidden]()
    for kind, flags in _causes(scene, glyphs, look, unapplied):
        these = np.flatnonzero(left & flags)
        left[these] = False
        if these.size:
            found.append(Hidden(kind, tuple(these.tolist())))
    return found


def _causes(scene: Scene, glyphs: Glyphs, look: Look | None, unapplied: Sequence[Edges]) -> list[tuple[Kind, Flags]]:
    middles = glyphs.middles
    marked = np.zeros(len(middles), dtype=bool)
    for box in unapplied:
        marked |= meets(middles, box)
    invisible = _of_shows(glyphs, [show.mode in _INVISIBLE_MODES for show in scene.shows])
    scanned = invisible & _over_scan(scene, glyphs, look)
    unseen = np.zeros(len(middles), dtype=bool) if look is None else _unseen(scene, glyphs, look)
    return [
        (Kind.UNAPPLIED, marked),
        (Kind.LAYER, _of_shows(glyphs, [show.is_in_layer_off for show in scene.shows])),
        (Kind.OUTSIDE, ~meets(middles, scene.sheet.crop)),
        (Kind.CLIPPED, _clipped(scene, glyphs)),
        (Kind.BLACKED_SCAN, scanned & (_blacked(scene, glyphs, look) if look and scanned.any() else False)),
        (Kind.SCAN_TEXT, scanned),
        (Kind.INVISIBLE, invisible | _of_shows(glyphs, [show.alpha < _FAINT for show in scene.shows])),
        (Kind.TINY, glyphs.heights < _TINY),
        (Kind.UNDER_BOX, _boxed(scene, glyphs, unseen)),
        (Kind.CROSSED, unseen & _crossed(scene, glyphs) if unseen.any() else unseen),
        (Kind.CLIPPED, unseen & _of_shows(glyphs, [show.mode == _CLIP_MODE for show in scene.shows])),
        (Kind.GROUND, unseen & _of_shows(glyphs, [show.fill is not None for show in scene.shows])),
        (Kind.UNSEEN, unseen),
    ]


def _of_shows(glyphs: Glyphs, flags: Sequence[bool]) -> Flags:
    return np.array(flags, dtype=bool)[glyphs.shows] if flags else np.zeros(0, dtype=bool)


def _clipped(scene: Scene, glyphs: Glyphs) -> Flags:
    clips = np.array([show.clip or (-np.inf, -np.inf, np.inf, np.inf) for show in scene.shows], dtype=float).reshape(-1, 4)[glyphs.shows]
    x, y = glyphs.middles.T
    return np.asarray((x < clips[:, 0]) | (y < clips[:, 1]) | (x > clips[:, 2]) | (y > clips[:, 3]))


def _unseen(scene: Scene, glyphs: Glyphs, look: Look) -> Flags:
    """Tell which glyphs leave the page the same: where the text alone has ink, the page with and without its text hardly differs."""
    ink = look.text < _INK
    seen = ink & (np.abs(look.whole.astype(np.int16) - look.bare) >= _SEEN)
    boxes = on_pixels(glyphs.boxes, scene.sheet, ink.shape)
    inked, shown = _within(_sums(ink), boxes), _within(_sums(seen), boxes)
    return np.asarray((inked >= _LEAST_INK) & (shown < inked * _SEEN_SHARE))


def _sums(values: npt.NDArray[np.bool_] | Grey) -> npt.NDArray[np.int32]:
    """Return running sums, so that the sum within any rectangle is four look-ups."""
    sums = np.zeros((values.shape[0] + 1, values.shape[1] + 1), dtype=np.int32)  # 8 million pixels of 255 fit
    np.cumsum(values, axis=1, dtype=np.int32, out=sums[1:, 1:])
    return np.cumsum(sums, axis=0, dtype=np.int32, out=sums)


def _within(sums: npt.NDArray[np.int32] | npt.NDArray[np.int64], boxes: npt.NDArray[np.int64]) -> npt.NDArray[np.integer]:
    x0, y0, x1, y1 = boxes.T
    return np.asarray(sums[y1, x1] - sums[y0, x1] - sums[y1, x0] + sums[y0, x0])


def _boxed(scene: Scene, glyphs: Glyphs, unseen: Flags) -> Flags:
    """Tell which glyphs lie under something that was drawn later, and leave the page the same.

    Where text was set anew on a box, the pixels tell nothing of what is under it: there the box alone counts.
    """
    found, middles, orders = np.zeros(len(glyphs.shows), dtype=bool), glyphs.middles, glyphs.orders
    for each in scene.graphics:
        if each.is_in_layer_off or not each.is_opaque:
            continue
        later = (orders < each.order) & meets(middles, _visible(each))
        if _is_stroke(each) or not later.any():
            continue
        found |= later & unseen
        if each.kind == GraphicKind.FILL and each.fill is not None:
            found |= later & _lies_within(glyphs.boxes, _visible(each)) & _is_overprinted(glyphs, later, each.order)
    return found


def _crossed(scene: Scene, glyphs: Glyphs) -> Flags:
    """Tell which glyphs have a line drawn over them later, however wide it is."""
    found = np.zeros(len(glyphs.shows), dtype=bool)
    for each in scene.graphics:
        if _is_stroke(each) and not each.is_in_layer_off:
            x0, y0, x1, y1 = _visible(each)
            found |= (glyphs.orders < each.order) & meets(glyphs.middles, (x0 - _STROKE, y0 - _STROKE, x1 + _STROKE, y1 + _STROKE))
    return found


def _is_stroke(graphic: Graphic) -> bool:
    return graphic.kind == GraphicKind.DRAWING and graphic.fill is None


def _visible(graphic: Graphic) -> Edges:
    return graphic.box if graphic.clip is None else meeting(graphic.clip, graphic.box)


def _lies_within(boxes: Boxes, box: Edges) -> Flags:
    """Tell which boxes lie in another by the most of their area."""
    wide = np.minimum(boxes[:, 2], box[2]) - np.maximum(boxes[:, 0], box[0])
    high = np.minimum(boxes[:, 3], box[3]) - np.maximum(boxes[:, 1], box[1])
    areas = (boxes[:, 2] - boxes[:, 0]) * (boxes[:, 3] - boxes[:, 1])
    return np.asarray((wide > 0) & (high > 0) & (areas > 0) & (wide * high >= _COVERED_SHARE * areas))


def _is_overprinted(glyphs: Glyphs, which: Flags, order: int) -> Flags:
    """Tell of some glyphs which touch a sign that was drawn after ``order``."""
    found = np.zeros(len(which), dtype=bool)
    x0, y0, x1, y1 = glyphs.boxes[glyphs.are_signs & (glyphs.orders > order)].T
    for at in np.flatnonzero(which):
        a, b, c, d = glyphs.boxes[at]
        found[at] = bool(((x0 < c) & (a < x1) & (y0 < d) & (b < y1)).any())
    return found


def _over_scan(scene: Scene, glyphs: Glyphs, look: Look | None) -> Flags:
    """Tell which glyphs stand on pictures that together cover most of the page, or that show something where the glyph is."""
    x0, y0, x1, y1 = scene.sheet.crop
    covered = np.zeros((_GRID, _GRID), dtype=bool)
    found = np.zeros(len(glyphs.shows), dtype=bool)
    for each in scene.graphics:
        if each.kind in {GraphicKind.IMAGE, GraphicKind.INLINE_IMAGE} and not each.is_in_layer_off:
            a, b, c, d = meeting(scene.sheet.crop, each.box)
            left, right = (round((x - x0) / (x1 - x0) * _GRID) for x in (a, c))
            lower, upper = (round((y - y0) / (y1 - y0) * _GRID) for y in (b, d))
            covered[lower:upper, left:right] = True
            found |= meets(glyphs.middles, each.box)
    if covered.mean() >= _SCAN_SHARE or look is None or not found.any():
        return found
    return found & (_strays(scene, glyphs, look)[1] >= _EVEN)


def _blacked(scene: Scene, glyphs: Glyphs, look: Look) -> Flags:
    """Tell which glyphs of a text layer stand where the picture is dark and even, as no letter is."""
    means, strays = _strays(scene, glyphs, look)
    return np.asarray((means < _DARK) & (strays < _EVEN))


def _strays(scene: Scene, glyphs: Glyphs, look: Look) -> tuple[Boxes, Boxes]:
    """Return the mean grey of the page as it looks where each glyph stands, and how far the grey strays from it."""
    grey = look.whole.astype(np.int64)
    boxes = on_pixels(glyphs.boxes, scene.sheet, look.whole.shape)
    x0, y0, x1, y1 = boxes.T
    areas = np.maximum((x1 - x0) * (y1 - y0), 1)
    means = _within(_sums(look.whole), boxes) / areas
    squares = np.cumsum(np.cumsum(np.pad(grey * grey, ((1, 0), (1, 0))), axis=0), axis=1)
    return means, np.sqrt(np.maximum(_within(squares, boxes) / areas - means * means, 0))
