"""Pictures that stay under withheld words: what lies there is burned out of them, or the picture goes whole."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from pikepdf import Object, Pdf, Stream

from pipeline.content.geometry import applied, bounds, cell, direction, inverted, overlap, positions
from pipeline.content.values import Edges, Graphic, GraphicKind, Matrix, Path, Scene, Show
from pipeline.render.kept.burn import UnburnableImageError, burn
from pipeline.render.kept.values import Bar

__all__ = ["Burned", "burn_under"]

_PICTURES = frozenset({GraphicKind.IMAGE, GraphicKind.INLINE_IMAGE})
_REACH = 48  # pixels round a burned box, in which a picture may differ from its source: two of the largest blocks and what is blended

Box = tuple[int, int, int, int]


@dataclass(slots=True)
class Burned:
    """``images`` are new ones by the operators that draw them, ``whole`` the graphics that cannot be burned and go, ``touched`` where."""

    images: dict[tuple[Path, int], Object] = field(default_factory=dict)
    whole: list[int] = field(default_factory=list)
    touched: list[Edges] = field(default_factory=list)


def burn_under(pdf: Pdf, scene: Scene, cut: Iterable[int], bars: Sequence[Bar], going: Iterable[int]) -> Burned:
    """Return the pictures of a page as they must be where glyphs are cut from above them or a bar is drawn.

    ``going`` are graphics that go anyway. What is left of a picture differs from it within whole blocks of its compression alone.
    """
    found, gone = Burned(), set(going)
    pictures = [number for number, each in enumerate(scene.graphics) if each.kind in _PICTURES and number not in gone]
    if not pictures:
        return found
    areas = [*_cells(scene, set(cut)), *(bar.edges for bar in bars)]
    for number in pictures:
        graphic = scene.graphics[number]
        met = [area for area in areas if overlap(area, graphic.box)]
        if met and not graphic.is_in_layer_off:
            _burn(pdf, scene, number, met, found)
    return found


def _burn(pdf: Pdf, scene: Scene, number: int, areas: Sequence[Edges], found: Burned) -> None:
    graphic = scene.graphics[number]
    image = _image(scene, graphic)
    back = inverted(graphic.matrix) if graphic.matrix else None
    found.touched += areas
    if image is None or back is None:
        found.whole.append(number)
        return
    wide, high = int(image["/Width"]), int(image["/Height"])
    boxes = [_pixels(back, area, wide, high) for area in areas]
    try:
        found.images[graphic.path, graphic.first] = burn(pdf, image, boxes)
    except UnburnableImageError:
        found.whole.append(number)
        return
    found.touched += [_placed(graphic.matrix, box, wide, high) for box in boxes if graphic.matrix]


def _image(scene: Scene, graphic: Graphic) -> Stream | None:
    """Return the object of a picture; an inline one has none."""
    if graphic.kind != GraphicKind.IMAGE:
        return None
    stream = scene.streams[graphic.path]
    found = stream.resources.get("/XObject")
    named = found.get(str(next(iter(stream.instructions[graphic.first].operands)))) if found is not None else None
    return named if isinstance(named, Stream) else None


def _cells(scene: Scene, cut: set[int]) -> Iterator[Edges]:
    """Yield the box of each glyph that is cut."""
    for show in scene.shows:
        ends = positions(show)
        numbers = [at for at in range(len(ends) - 1) if show.first + at in cut]
        if numbers:
            up = _up(show)
            over, under = cell(show)
            for at in numbers:
                yield bounds((x + up[0] * reach, y + up[1] * reach) for x, y in ends[at : at + 2] for reach in (over, -under))


def _up(show: Show) -> tuple[float, float]:
    """Return the unit vector across a show's baseline, to the tops of its letters."""
    dx, dy = direction(show)
    a, b, c, d, _, _ = show.matrix
    return (-dy, dx) if a * d - b * c >= 0 else (dy, -dx)


def _pixels(back: Matrix, area: Edges, wide: int, high: int) -> Box:
    """Return an area of the page in pixels of a picture, whole ones outward."""
    left, low, right, upper = bounds(applied(back, x, y) for x in area[::2] for y in area[1::2])
    x0, x1 = max(math.floor(left * wide), 0), min(math.ceil(right * wide), wide)
    y0, y1 = max(math.floor((1 - upper) * high), 0), min(math.ceil((1 - low) * high), high)
    return x0, y0, max(x1, x0), max(y1, y0)


def _placed(matrix: Matrix, box: Box, wide: int, high: int) -> Edges:
    """Return where the pixels around a box lie on the page."""
    xs = (box[0] - _REACH) / wide, (box[2] + _REACH) / wide
    ys = 1 - (box[1] - _REACH) / high, 1 - (box[3] + _REACH) / high
    return bounds(applied(matrix, x, y) for x in xs for y in ys)
