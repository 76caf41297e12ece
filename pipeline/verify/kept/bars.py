"""A bar is judged by what is drawn and by its pixels: opaque, of one colour but for its label, and with nothing below it."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator

import numpy as np
import numpy.typing as npt
from pikepdf import Object, PdfError, PdfImage, Stream
from pikepdf.models.image import ImageDecompressionError, UnsupportedImageTypeError

from pipeline.content.geometry import applied, bounds, cell, direction, inverted, overlap, positions
from pipeline.content.values import Edges, Graphic, GraphicKind, Scene, Show
from pipeline.errors import LeakError
from pipeline.verify.kept.case import Case
from pipeline.verify.kept.expected import KeptBar, KeptPage
from pipeline.verify.kept.pixels import View, look_at_bars

__all__ = ["probe_bars"]

PROBE = "bars"
Pixels = npt.NDArray[np.uint8]
Distances = npt.NDArray[np.float64]
_NEAR = 1.5  # user space units between a bar and the graphic that draws it, an outline's half included
_ALIKE = 0.02  # of 1, between two colours that are one
_INSIDE = 2.5  # pixels from a bar's edge, where an outline or smoothing may be
_ONE_COLOUR = 6  # of 255
_ON_THE_WAY = 24.0  # of 255, that a colour between fill and label may lie beside the line from one to the other
_BURNT = 2  # of 255, that a burned region of an image may vary by
_BLENDS = 3  # colours of a pixel
_PARALLEL = 1e-3  # sine of the angle between lines that run alike
_TALLEST = 2  # sizes, that a font's cell may reach from its baseline

Corners = tuple[tuple[float, float], ...]


def probe_bars(case: Case) -> None:
    """Raise LeakError unless each bar hides: no glyph and no drawing below it, images below it of one colour, its fill opaque."""
    for number, (scene, page) in enumerate(zip(case.opened.scenes, case.expected.pages, strict=True)):
        if page.bars and page.source is not None:
            view, pictures = look_at_bars(case, number, page.bars, page.source)
            for at, pixels in enumerate(pictures):
                _check_bar(scene, page, at, view, pixels, f"page {number + 1}")


def _check_bar(scene: Scene, page: KeptPage, at: int, view: View, pixels: Pixels, place: str) -> None:
    bar = page.bars[at]
    drawn = _drawn(scene, bar)
    if drawn is None:
        raise LeakError(PROBE, place, "a blank has no bar, or one that can be seen through")
    within = [show for show in scene.shows if _is_near(show, bar) and any(_within(bar, *middle) for middle in _middles(show))]
    if any(show.order < drawn.order for show in within):
        raise LeakError(PROBE, place, "text stands under a bar")
    for graphic in scene.graphics:
        if graphic.order < drawn.order and graphic.is_doubtful and overlap(graphic.box, _box(bar)):
            _check_below(scene, graphic, bar, place)
    # A bar over a picture may bear bars of its own.
    over = [*map(_corners, page.furniture_edges), *(other.corners() for other in page.bars[at + 1 :])]
    if not _is_plain(pixels, bar, view, within, over):
        raise LeakError(PROBE, place, "a bar shows something beside its colour and its label")


def _corners(box: Edges) -> Corners:
    left, lower, right, upper = box
    return (left, lower), (right, lower), (right, upper), (left, upper)


def _box(bar: KeptBar) -> Edges:
    return bounds(bar.corners())


def _drawn(scene: Scene, bar: KeptBar) -> Graphic | None:
    """Return the last graphic that draws a bar."""
    box = _box(bar)
    found = [graphic for graphic in scene.graphics if _is_bar(graphic, box, bar.fill)]
    return found[-1] if found else None


def _is_bar(graphic: Graphic, box: Edges, fill: tuple[float, ...]) -> bool:
    if graphic.fill is None or not graphic.is_opaque or graphic.kind not in {GraphicKind.FILL, GraphicKind.DRAWING}:
        return False
    is_there = all(abs(one - other) <= _NEAR for one, other in zip(graphic.box, box, strict=True))
    return is_there and len(graphic.fill) == len(fill) and all(abs(a - b) <= _ALIKE for a, b in zip(graphic.fill, fill, strict=True))


def _within(bar: KeptBar, x: float, y: float) -> bool:
    along = (x - bar.x) * bar.dx + (y - bar.y) * bar.dy
    up = (y - bar.y) * bar.dx - (x - bar.x) * bar.dy
    return 0 <= along <= bar.width and bar.descent <= up <= bar.ascent


def _middles(show: Show) -> Iterator[tuple[float, float]]:
    """Yield the middle of each glyph that stands for something, halfway up its line's cell."""
    over, under = cell(show)
    dx, dy = direction(show)
    up = (over - under) / 2
    places = positions(show)
    for (x0, y0), (x1, y1), text in zip(places, places[1:], show.font.texts(show.codes), strict=False):
        if text.strip():
            yield (x0 + x1) / 2 - dy * up, (y0 + y1) / 2 + dx * up


def _is_near(show: Show, bar: KeptBar) -> bool:
    """Tell whether a show may reach into a bar; False only for lines along it that run above or below."""
    a, b, c, d, x, y = show.matrix
    if abs(a * bar.dy - b * bar.dx) > _PARALLEL * (abs(a) + abs(b)):
        return True
    up = (y - bar.y) * bar.dx - (x - bar.x) * bar.dy
    size = (abs(show.size) + abs(show.rise)) * (abs(c) + abs(d)) * _TALLEST
    return bar.descent - size <= up <= bar.ascent + size


def _check_below(scene: Scene, graphic: Graphic, bar: KeptBar, place: str) -> None:
    if graphic.kind not in {GraphicKind.IMAGE, GraphicKind.INLINE_IMAGE}:
        raise LeakError(PROBE, place, "a drawing that may hold words stands under a bar")
    pixels = _image(scene, graphic)
    if pixels is None or not _is_burned(pixels, graphic, bar):
        raise LeakError(PROBE, place, "an image under a bar is not burned there")


def _image(scene: Scene, graphic: Graphic) -> Pixels | None:
    """Return the pixels of an image by row and column, None where they cannot be told."""
    stream = scene.streams[graphic.path]
    found = _object(stream.resources, stream.instructions[graphic.first].operands)
    if found is None:
        return None
    try:
        picture = PdfImage(found).as_pil_image()
    except (PdfError, ImageDecompressionError, UnsupportedImageTypeError, NotImplementedError, ValueError, OSError):
        return None
    return np.asarray(picture.convert("RGB") if picture.mode not in {"L", "RGB"} else picture)


def _object(resources: Object, operands: object) -> Stream | None:
    named = resources.get("/XObject")
    found = named.get(str(operands[0])) if named is not None else None  # type: ignore[index]
    return found if isinstance(found, Stream) else None


def _is_burned(pixels: Pixels, graphic: Graphic, bar: KeptBar) -> bool:
    back = inverted(graphic.matrix) if graphic.matrix else None
    if back is None:
        return False
    high, wide = pixels.shape[:2]
    left, lower, right, upper = bounds(applied(back, x, y) for x, y in bar.corners())
    rows = slice(max(math.ceil((1 - upper) * high), 0), max(math.floor((1 - lower) * high), 0))
    columns = slice(max(math.ceil(left * wide), 0), max(math.floor(right * wide), 0))
    region = pixels[rows, columns].reshape(-1, *pixels.shape[2:])
    return not region.size or bool((np.ptp(region.astype(np.int16), axis=0) <= _BURNT).all())


def _coordinates(view: View, bar: KeptBar) -> tuple[Distances, Distances, float]:
    """Return how far along and up a bar's line each pixel around it lies, and pixels a unit."""
    x0, y0 = view.placed(bar.x, bar.y)
    x1, y1 = view.placed(bar.x + bar.dx, bar.y + bar.dy)
    scale = math.hypot(x1 - x0, y1 - y0)
    across, down = (x1 - x0) / scale, (y1 - y0) / scale
    y, x = np.mgrid[view.rectangle(_box(bar))] + 0.5
    return ((x - x0) * across + (y - y0) * down) / scale, ((x - x0) * down - (y - y0) * across) / scale, scale


def _is_plain(pixels: Pixels, bar: KeptBar, view: View, labels: list[Show], over: Iterable[Corners]) -> bool:
    """Tell whether a bar shows its fill alone, and in the cells of its label blends of that with one other colour.

    ``over`` are regions where other things lie on it.
    """
    along, up, scale = _coordinates(view, bar)
    edge = _INSIDE / scale
    is_inside = (along > edge) & (along < bar.width - edge) & (up > edge + bar.descent) & (up < bar.ascent - edge)
    for corners in over:
        left, low, right, high = bounds(
            ((x - bar.x) * bar.dx + (y - bar.y) * bar.dy, (y - bar.y) * bar.dx - (x - bar.x) * bar.dy) for x, y in corners
        )
        is_inside &= ~((along > left - edge) & (along < right + edge) & (up > low - edge) & (up < high + edge))
    is_label = np.zeros_like(is_inside)
    for show in labels:
        is_label |= _covered(show, bar, along, up, edge)
    fill = np.round(np.array(bar.fill[::-1]) * 255).astype(np.int16)  # pdfium draws blue first
    offset = pixels.astype(np.int16) - fill
    return not (np.abs(offset[is_inside & ~is_label]) > _ONE_COLOUR).any() and _is_blended(offset[is_inside & is_label])


def _covered(show: Show, bar: KeptBar, along: Distances, up: Distances, edge: float) -> npt.NDArray[np.bool_]:
    """Return which pixels lie in the cells of a label's letters."""
    ends = positions(show)
    over, under = cell(show)
    start, stop = sorted((x - bar.x) * bar.dx + (y - bar.y) * bar.dy for x, y in (ends[0], ends[-1]))
    base = (ends[0][1] - bar.y) * bar.dx - (ends[0][0] - bar.x) * bar.dy
    return (along > start - edge) & (along < stop + edge) & (up > base - under - edge) & (up < base + over + edge)


def _is_blended(offsets: npt.NDArray[np.int16]) -> bool:
    """Tell whether colours, told by their distance from a bar's, lie on one line from it to that of its label."""
    offset = offsets.reshape(-1, _BLENDS).astype(np.float64)
    if not offset.size:
        return True
    farthest = offset[np.argmax((offset**2).sum(axis=1))]
    length = math.sqrt(float((farthest**2).sum()))
    if length <= _ONE_COLOUR:
        return True
    axis = farthest / length
    beside = offset - np.outer(offset @ axis, axis)
    return bool((np.sqrt((beside**2).sum(axis=1)) <= _ON_THE_WAY).all())
