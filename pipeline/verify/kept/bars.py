"""A bar is judged by what is drawn and by its pixels: opaque, of one colour but for its label, and with nothing below it."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator

import numpy as np
import numpy.typing as npt
from pikepdf import Object, PdfError, PdfImage, Stream
from pikepdf.models.image import ImageDecompressionError, UnsupportedImageTypeError

from pipeline.content.geometry import applied, bounds, cell, direction, inverted, positions
from pipeline.content.values import Edges, Graphic, GraphicKind, Scene, Show
from pipeline.errors import LeakError
from pipeline.verify.kept.case import Case
from pipeline.verify.kept.expected import KeptBar, KeptPage
from pipeline.verify.kept.pixels import Picture, picture_of

__all__ = ["probe_bars"]

PROBE = "bars"
_NEAR = 1.5  # user space units between a bar and the graphic that draws it, an outline's half included
_ALIKE = 0.02  # of 1, between two colours that are one
_INSIDE = 2.5  # pixels from a bar's edge, where an outline or smoothing may be
_ONE_COLOUR = 6  # of 255
_ON_THE_WAY = 24.0  # of 255, that a colour between fill and label may lie beside the line from one to the other
_BURNT = 2  # of 255, that a burned region of an image may vary by
_BLENDS = 3  # colours of a pixel

Corners = tuple[tuple[float, float], ...]


def probe_bars(case: Case) -> None:
    """Raise LeakError unless each bar hides: no glyph and no drawing below it, images below it of one colour, its fill opaque."""
    for number, (scene, page) in enumerate(zip(case.opened.scenes, case.expected.pages, strict=True)):
        if page.bars and page.source is not None:
            _check_bars(scene, picture_of(case, number, page.source), page, f"page {number + 1}")


def _check_bars(scene: Scene, picture: Picture, page: KeptPage, place: str) -> None:
    every = page.bars
    furniture = [_corners(box) for box in page.furniture_edges]
    for at, bar in enumerate(every):
        drawn = _drawn(scene, bar)
        if drawn is None:
            raise LeakError(PROBE, place, "a blank has no bar, or one that can be seen through")
        over = [*furniture, *(other.corners() for other in every[at + 1 :])]  # a bar over a picture may bear bars of its own
        if any(show.order < drawn.order and _has_glyph_in(show, bar) for show in scene.shows):
            raise LeakError(PROBE, place, "text stands under a bar")
        for graphic in scene.graphics:
            if graphic.order < drawn.order and graphic.is_doubtful and _overlap(graphic.box, _box(bar)):
                _check_below(scene, graphic, bar, place)
        _check_pixels(picture, bar, [show for show in scene.shows if show.order > drawn.order and _has_glyph_in(show, bar)], over, place)


def _corners(box: Edges) -> Corners:
    left, lower, right, upper = box
    return (left, lower), (right, lower), (right, upper), (left, upper)


def _box(bar: KeptBar) -> Edges:
    return bounds(bar.corners())


def _overlap(one: Edges, other: Edges) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


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


def _has_glyph_in(show: Show, bar: KeptBar) -> bool:
    x, y = show.matrix[4:]
    reach = bar.width + abs(show.size) * max(map(abs, show.matrix[:4])) * (len(show.codes) + 1) * 2
    if abs(x - bar.x) > reach or abs(y - bar.y) > reach:
        return False
    return any(_within(bar, *middle) for middle in _middles(show))


def _check_below(scene: Scene, graphic: Graphic, bar: KeptBar, place: str) -> None:
    if graphic.kind not in {GraphicKind.IMAGE, GraphicKind.INLINE_IMAGE}:
        raise LeakError(PROBE, place, "a drawing that may hold words stands under a bar")
    pixels = _image(scene, graphic)
    if pixels is None or not _is_burned(pixels, graphic, bar):
        raise LeakError(PROBE, place, "an image under a bar is not burned there")


def _image(scene: Scene, graphic: Graphic) -> npt.NDArray[np.uint8] | None:
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


def _is_burned(pixels: npt.NDArray[np.uint8], graphic: Graphic, bar: KeptBar) -> bool:
    back = inverted(graphic.matrix) if graphic.matrix else None
    if back is None:
        return False
    high, wide = pixels.shape[:2]
    left, lower, right, upper = bounds(applied(back, x, y) for x, y in bar.corners())
    rows = slice(max(math.ceil((1 - upper) * high), 0), max(math.floor((1 - lower) * high), 0))
    columns = slice(max(math.ceil(left * wide), 0), max(math.floor(right * wide), 0))
    region = pixels[rows, columns].reshape(-1, *pixels.shape[2:])
    return not region.size or bool((np.ptp(region.astype(np.int16), axis=0) <= _BURNT).all())


def _coordinates(picture: Picture, bar: KeptBar) -> tuple[slice, slice, npt.NDArray[np.float64], npt.NDArray[np.float64], float]:
    """Return rows and columns around a bar, how far along and up its line each of their pixels lies, and pixels a unit."""
    rows, columns = picture.rectangle(_box(bar))
    x0, y0 = picture.placed(bar.x, bar.y)
    x1, y1 = picture.placed(bar.x + bar.dx, bar.y + bar.dy)
    scale = math.hypot(x1 - x0, y1 - y0)
    across, down = (x1 - x0) / scale, (y1 - y0) / scale
    y, x = np.mgrid[rows, columns] + 0.5
    along = ((x - x0) * across + (y - y0) * down) / scale
    up = ((x - x0) * down - (y - y0) * across) / scale
    return rows, columns, along, up, scale


def _check_pixels(picture: Picture, bar: KeptBar, labels: list[Show], over: Iterable[Corners], place: str) -> None:
    rows, columns, along, up, scale = _coordinates(picture, bar)
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
    pixels = picture.pixels[rows, columns].astype(np.int16)
    fill = np.round(np.array(bar.fill[::-1]) * 255).astype(np.int16)
    beside = pixels[is_inside & ~is_label]
    if (np.abs(beside - fill) > _ONE_COLOUR).any() or not _is_blended(pixels[is_inside & is_label], fill):
        raise LeakError(PROBE, place, "a bar shows something beside its colour and its label")


def _covered(show: Show, bar: KeptBar, along: npt.NDArray[np.float64], up: npt.NDArray[np.float64], edge: float) -> npt.NDArray[np.bool_]:
    """Return which pixels lie in the cells of a label's letters."""
    ends = positions(show)
    over, under = cell(show)
    start, stop = sorted((x - bar.x) * bar.dx + (y - bar.y) * bar.dy for x, y in (ends[0], ends[-1]))
    base = (ends[0][1] - bar.y) * bar.dx - (ends[0][0] - bar.x) * bar.dy
    return (along > start - edge) & (along < stop + edge) & (up > base - under - edge) & (up < base + over + edge)


def _is_blended(pixels: npt.NDArray[np.int16], fill: npt.NDArray[np.int16]) -> bool:
    """Tell whether colours lie on one line from a bar's colour, to that of its label."""
    offset = (pixels - fill).reshape(-1, _BLENDS).astype(np.float64)
    if not offset.size:
        return True
    farthest = offset[np.argmax((offset**2).sum(axis=1))]
    length = math.sqrt(float((farthest**2).sum()))
    if length <= _ONE_COLOUR:
        return True
    axis = farthest / length
    beside = offset - np.outer(offset @ axis, axis)
    return bool((np.sqrt((beside**2).sum(axis=1)) <= _ON_THE_WAY).all())
