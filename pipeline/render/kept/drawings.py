"""Which graphics go: those of gaps, those of layers that are off, and rules and boxes that measure what is cut."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from pipeline.content.clusters import APART, clusters
from pipeline.content.geometry import bounds, positions
from pipeline.content.values import Edges, Graphic, GraphicKind, Path, Scene
from pipeline.render.kept.room import free_part
from pipeline.render.kept.values import Bar, Gap

__all__ = ["Band", "bars_over", "measuring", "removed_operators"]

_UNDER, _OVER = 0.35, 0.25  # em: how far under and over a line's cell its rules lie
_HEIGHT = 1.6  # em: what is higher belongs to more than one line
_AROUND = 0.4  # em over the baseline: what reaches there from under it is a box around letters
_PADDING, _FRAME = 1.0, 3.0  # em: how far beyond a line's cell the edges of its box lie, and the height of such a box
_BEYOND = 1.0  # em: what runs over a line by more, on both sides, does not measure it
_SHARED = 0.5  # user space units: edges nearer than this are one
_STEP = 72.0  # user space units: bars over drawings are whole steps wide
_RULES = frozenset(
    {GraphicKind.FILL, GraphicKind.DRAWING, GraphicKind.SHADING, GraphicKind.IMAGE, GraphicKind.INLINE_IMAGE}
)  # thin images are underlines too, and shadings highlights


@dataclass(frozen=True, slots=True)
class Band:
    """A segment that was set anew: along (``dx``, ``dy``) ``first`` to ``last`` were cut or moved, of ``left`` to ``right``."""

    dx: float
    dy: float
    offset: float
    em: float
    ascent: float
    descent: float
    left: float
    right: float
    first: float
    last: float

    def along(self, box: Edges) -> tuple[float, float, float, float]:
        """Return a box in the line's own space: left, low, right, high."""
        corners = [(x, y) for x in (box[0], box[2]) for y in (box[1], box[3])]
        along = [x * self.dx + y * self.dy for x, y in corners]
        across = [y * self.dx - x * self.dy for x, y in corners]
        return min(along), min(across), max(along), max(across)

    def edges(self) -> Edges:
        """Return the upright box of the band, with the room that its rules take."""
        return self._box(self.descent - _UNDER * self.em, self.ascent + _OVER * self.em)

    def cell(self) -> Edges:
        """Return the upright box of the band, its letters' cells alone."""
        return self._box(self.descent, self.ascent)

    def _box(self, below: float, above: float) -> Edges:
        low, high = self.offset + below, self.offset + above
        left, right = min(self.left, self.first), max(self.right, self.last)
        corners = [
            (along * self.dx - across * self.dy, along * self.dy + across * self.dx) for along in (left, right) for across in (low, high)
        ]
        xs, ys = zip(*corners, strict=True)
        return min(xs), min(ys), max(xs), max(ys)

    def is_measured_by(self, box: Edges) -> bool:
        """Tell whether a rule or a box lies in the band and is as long as what stood there."""
        left, low, right, high = self.along(box)
        is_around = low <= self.offset and high >= self.offset + _AROUND * self.em
        under, over, most = (_PADDING, _PADDING, _FRAME) if is_around else (_UNDER, _OVER, _HEIGHT)
        if high - low > most * self.em or right < self.first or left > self.last:
            return False
        if low < self.offset + self.descent - under * self.em or high > self.offset + self.ascent + over * self.em:
            return False
        return not (left < self.left - _BEYOND * self.em and right > self.right + _BEYOND * self.em)


def _is_column(scene: Scene, graphic: Graphic) -> bool:
    """Tell whether another line's box has the same two edges: then they are a column's, and measure no text."""
    left, low, right, _ = graphic.box
    return any(
        abs(each.box[0] - left) < _SHARED and abs(each.box[2] - right) < _SHARED and abs(each.box[1] - low) > _SHARED
        for each in scene.graphics
        if each is not graphic and each.kind in _RULES
    )


def measuring(scene: Scene, bands: Sequence[Band]) -> list[int]:
    """Return the numbers of graphics that measure a line which was set anew: underlines, strikes, highlights, boxes."""
    return [
        number
        for number, graphic in enumerate(scene.graphics)
        if graphic.kind in _RULES
        and not graphic.is_doubtful
        and any(band.is_measured_by(graphic.box) for band in bands)
        and not _is_column(scene, graphic)
    ]


def removed_operators(scene: Scene, numbers: Iterable[int]) -> dict[Path, set[int]]:
    """Return the operators that paint graphics, and all graphics in layers that are off, by their streams.

    What else stands between the first operator of a path and the one that paints it is not its own.
    """
    removed: dict[Path, set[int]] = defaultdict(set)
    going = set(numbers)
    for number, graphic in enumerate(scene.graphics):
        if number in going or graphic.is_in_layer_off:
            removed[graphic.path].add(graphic.last)
    return removed


def bars_over(scene: Scene, gap: Gap, texts: Sequence[Edges]) -> list[Bar]:
    """Return the bars over the graphics of a gap, one for all that lie near each other.

    The box of a picture is no secret. That of a drawing may be the box of words: it is made wider, where nothing else stands.
    ``texts`` are the boxes of the text that stays: no bar covers it. Raises UnsafePageError where it leaves no room for a bar.
    """
    if not gap.is_placed or not gap.graphics:
        return []
    boxes = [scene.graphics[number].box for number in gap.graphics]
    bars: list[Bar] = []
    for group in clusters(boxes, APART / scene.sheet.unit):
        x0, y0, x1, y1 = bounds(corner for at in group for corner in (boxes[at][:2], boxes[at][2:]))
        if any(scene.graphics[gap.graphics[at]].kind == GraphicKind.DRAWING for at in group):
            x1 = _widened(scene, gap, (x0, y0, x1, y1))
        x0, y0, x1, y1 = free_part((x0, y0, x1, y1), texts, scene.sheet.unit)
        bars.append(Bar(x0, y0, 1.0, 0.0, x1 - x0, y1 - y0, 0.0, gap.action, gap.words, is_first=False))
    return bars


def _widened(scene: Scene, gap: Gap, box: Edges) -> float:
    """Return a right edge that is whole steps from the left one, or the nearest thing that stays on the page."""
    x0, y0, x1, y1 = box
    wanted = min(x0 + _STEP * math.ceil((x1 - x0) / _STEP), max(scene.sheet.crop[2], x1))
    going = set(gap.graphics)
    others = [each.box for number, each in enumerate(scene.graphics) if number not in going]
    others += [bounds(positions(show)) for show in scene.shows]
    return min([wanted, *(left for left, low, _, high in others if x1 <= left < wanted and low < y1 and y0 < high)])
