"""What lies under and over the text of a page: which graphics surely cover, which surely are its ground, and which may be either."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from pikepdf import Stream

from pipeline.content.clips import Clips, is_upright
from pipeline.content.geometry import meeting
from pipeline.content.values import Edges, Graphic, GraphicKind, Scene

__all__ = ["Layer", "contains", "layers_met"]

_STROKES = frozenset("S s".split())
_FLAT = 1e-6  # of a matrix, beyond which an image is turned or slanted
_LINE = 0.5  # points that a thin line's box is widened by

Points = npt.NDArray[np.float64]
Mask = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Layer:
    """One graphic as text meets it: ``box`` is what its clip leaves of it.

    ``is_sure`` where nothing under its box shows; ``colour`` is then its own, None where it has many.
    """

    box: Edges
    order: int
    is_sure: bool
    colour: tuple[float, ...] | None
    is_frame: bool


def layers_met(scene: Scene, clips: Clips, reaches: Points) -> Mapping[int, Sequence[Layer]]:
    """Return which graphics each show meets, in drawn order, by the show's number; a frame around it does not meet it.

    ``reaches`` are the boxes of the shows' ink, one row a show: left, lower, right, upper.
    """
    found = (_layer(scene, each, clips) for each in scene.graphics if not each.is_in_layer_off)
    met: dict[int, list[Layer]] = defaultdict(list)
    for layer in sorted((each for each in found if each.box[0] < each.box[2] and each.box[1] < each.box[3]), key=_order):
        x0, y0, x1, y1 = layer.box
        hits = (reaches[:, 0] < x1) & (reaches[:, 2] > x0) & (reaches[:, 1] < y1) & (reaches[:, 3] > y0)
        if layer.is_frame:
            x0, y0, x1, y1 = x0 + _LINE * 2, y0 + _LINE * 2, x1 - _LINE * 2, y1 - _LINE * 2
            hits &= ~((reaches[:, 0] > x0) & (reaches[:, 2] < x1) & (reaches[:, 1] > y0) & (reaches[:, 3] < y1))
        for at in np.flatnonzero(hits):
            met[int(at)].append(layer)
    return met


def _order(layer: Layer) -> int:
    return layer.order


def _layer(scene: Scene, graphic: Graphic, clips: Clips) -> Layer:
    is_stroke = graphic.kind == GraphicKind.DRAWING and _paints(scene, graphic) in _STROKES
    x0, y0, x1, y1 = graphic.box
    box = (x0 - _LINE, y0 - _LINE, x1 + _LINE, y1 + _LINE) if is_stroke else graphic.box
    is_sure = graphic.is_opaque and not clips.is_odd(graphic.path, graphic.clip) and not is_stroke and _fills_its_box(scene, graphic)
    colour = graphic.fill if is_sure and graphic.kind == GraphicKind.FILL else None
    is_frame = is_stroke and is_upright(scene.streams[graphic.path].instructions[graphic.first : graphic.last])
    return Layer(meeting(graphic.clip, box), graphic.order, is_sure, colour, is_frame)


def _paints(scene: Scene, graphic: Graphic) -> str:
    return str(scene.streams[graphic.path].instructions[graphic.last].operator)


def _fills_its_box(scene: Scene, graphic: Graphic) -> bool:
    """Tell whether it surely hides all under its box: a rectangle of one colour, or an upright image without any mask."""
    if graphic.kind == GraphicKind.FILL:
        return graphic.is_rectangle and graphic.fill is not None
    if graphic.kind != GraphicKind.IMAGE or graphic.matrix is None:
        return False
    a, b, c, d, _, _ = graphic.matrix
    stream = scene.streams[graphic.path]
    name = str(stream.instructions[graphic.first].operands[0])
    objects = stream.resources.get("/XObject")
    image = None if objects is None else objects.get(name)
    is_upright = max(abs(b), abs(c)) < _FLAT or max(abs(a), abs(d)) < _FLAT
    return is_upright and isinstance(image, Stream) and not any(key in image for key in ("/SMask", "/Mask", "/ImageMask", "/SMaskInData"))


def contains(boxes: Iterable[Edges], points: Points) -> Mask:
    """Return which points (any shape, the last axis x and y) lie in one of the boxes."""
    found = np.zeros(points.shape[:-1], dtype=np.bool_)
    x, y = points[..., 0], points[..., 1]
    for x0, y0, x1, y1 in boxes:
        found |= (x0 <= x) & (x <= x1) & (y0 <= y) & (y <= y1)
    return found
