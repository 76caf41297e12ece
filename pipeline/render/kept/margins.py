"""The paper of a kept page as it is displayed: where its margins are free, and how it grows where they are not.

``Paper`` maps the page as displayed (points from its upper left corner, y upward: all of the page lies below 0) to the page's
own space, by Rotate, UserUnit and CropBox (ISO 32000-1, 7.7.3.3 and 14.11.2). Content is never moved: paper is added to it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from pikepdf import Array, Page

from pipeline.content.geometry import bounds, cell, direction, ends, meeting
from pipeline.content.sheets import read_sheet
from pipeline.content.values import Edges, Graphic, Matrix, Scene, Show

__all__ = ["Paper", "Shown", "occupied", "read_paper"]

Shown = tuple[float, float, float, float]
"""Left, top, right and bottom in points from the upper left corner as displayed, y downward."""

_TURN = 90  # degrees
_WHITE = 0.98  # of red, green and blue
_DECIMALS = 3  # of user space units
# The sides of Edges (0 left, 1 lower, 2 right, 3 upper) that a page of each rotation shows at top, right and bottom.
_TOP = {0: 3, 90: 0, 180: 1, 270: 2}
_RIGHT = {0: 2, 90: 3, 180: 0, 270: 1}
_BOTTOM = {0: 1, 90: 2, 180: 3, 270: 0}


def _within(box: Edges, limits: Edges) -> Edges:
    """Return what of a box lies within limits; nothing of it has its left edge right of its right one, or so upward."""
    return max(box[0], limits[0]), max(box[1], limits[1]), min(box[2], limits[2]), min(box[3], limits[3])


def _is_empty(box: Edges) -> bool:
    return box[0] > box[2] or box[1] > box[3]


@dataclass(frozen=True, slots=True)
class Paper:
    """A page's paper: ``crop`` and ``media`` in its own space, ``rotate`` clockwise, ``unit`` points a user space unit."""

    media: Edges
    crop: Edges
    rotate: int
    unit: float

    @property
    def width(self) -> float:
        """Of the page as displayed, in points."""
        return self._size(is_wide=self.rotate % (2 * _TURN) == 0)

    @property
    def height(self) -> float:
        """Of the page as displayed, in points."""
        return self._size(is_wide=self.rotate % (2 * _TURN) != 0)

    def _size(self, *, is_wide: bool) -> float:
        left, lower, right, upper = self.crop
        return (right - left if is_wide else upper - lower) * self.unit

    @property
    def matrix(self) -> Matrix:
        """From the page as displayed to the page's own space."""
        left, lower, right, upper = self.crop
        one = 1 / self.unit
        return {
            0: (one, 0.0, 0.0, one, left, upper),
            90: (0.0, one, -one, 0.0, left, lower),
            180: (-one, 0.0, 0.0, -one, right, lower),
            270: (0.0, -one, one, 0.0, right, upper),
        }[self.rotate]

    def shown(self, box: Edges) -> Shown:
        """Return where a box of the page's own space is displayed."""
        left, lower, right, upper = self.crop
        from_left, from_right = (box[0] - left) * self.unit, (right - box[2]) * self.unit
        from_top, from_bottom = (upper - box[3]) * self.unit, (box[1] - lower) * self.unit
        high, wide = (box[3] - box[1]) * self.unit, (box[2] - box[0]) * self.unit
        return {
            0: (from_left, from_top, from_left + wide, from_top + high),
            90: (from_bottom, from_left, from_bottom + high, from_left + wide),
            180: (from_right, from_bottom, from_right + wide, from_bottom + high),
            270: (from_top, from_right, from_top + high, from_right + wide),
        }[self.rotate]

    def own(self, shown: Shown) -> Edges:
        """Return, in the page's own space, what is displayed at a place."""
        a, b, c, d, e, f = self.matrix
        left, top, right, bottom = shown
        xs = (a * left - c * top + e, a * right - c * bottom + e)
        ys = (b * left - d * top + f, b * right - d * bottom + f)
        return min(xs), min(ys), max(xs), max(ys)

    def taken(self, drawn: Sequence[Edges]) -> Edges | None:
        """Return the bounds, in the page's own space, of all that is drawn within the crop; None where nothing is."""
        boxes = [within for box in drawn if not _is_empty(within := _within(box, self.crop))]
        if not boxes:
            return None
        lefts, lowers, rights, uppers = zip(*boxes, strict=True)
        return min(lefts), min(lowers), max(rights), max(uppers)

    def grown(self, *, top: float, right: float, bottom: float) -> Paper:
        """Return the paper with points added to its displayed sides; what lay outside the crop has to be clipped by the caller."""
        crop = list(self.crop)
        for sides, added in ((_TOP, top), (_RIGHT, right), (_BOTTOM, bottom)):
            side = sides[self.rotate]
            crop[side] += added / self.unit * (1 if side > 1 else -1)
        left, lower, right_edge, upper = crop
        media = (min(self.media[0], left), min(self.media[1], lower), max(self.media[2], right_edge), max(self.media[3], upper))
        return replace(self, media=media, crop=(left, lower, right_edge, upper))

    def lay(self, page: Page) -> None:
        """Make this the paper of ``page``."""
        page.obj.MediaBox, page.obj.CropBox = _box(self.media), _box(self.crop)


def _box(edges: Edges) -> Array:
    return Array([round(edge, _DECIMALS) for edge in edges])


def read_paper(page: Page) -> Paper:
    """Return the paper of a page."""
    sheet = read_sheet(page)
    return Paper(sheet.media, sheet.crop, sheet.rotate, sheet.unit)


def _is_white(graphic: Graphic) -> bool:
    return graphic.is_rectangle and graphic.is_opaque and graphic.fill is not None and min(graphic.fill) >= _WHITE


def occupied(scene: Scene) -> tuple[Edges, ...]:
    """Return the boxes of all that a page shows, in its own space; white rectangles, which many writers lay under a page, are none.

    The scene has to be that of the page after excision: by these boxes head and foot find their place.
    """
    graphics = [meeting(graphic.clip, graphic.box) for graphic in scene.graphics if not _is_white(graphic)]
    return (*graphics, *(meeting(show.clip, _lettered(show)) for show in scene.shows))


def _lettered(show: Show) -> Edges:
    """Return the upright box around a string's line, from its start to its end, as high as its font's cell."""
    (x0, y0), (x1, y1) = ends(show)
    (dx, dy), (over, under) = direction(show), cell(show)
    if dy == 0 and dx > 0 and y0 == y1:  # nearly all text
        return min(x0, x1), y0 - under, max(x0, x1), y0 + over
    corners = [(x - dy * up, y + dx * up) for x, y in ((x0, y0), (x1, y1)) for up in (over, -under)]
    return bounds(corners)
