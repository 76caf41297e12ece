"""The glyphs of a page as rows of numbers: where each stands, in what order it is drawn, and whether it is a letter or a blank."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from pipeline.content.geometry import cell, direction, height, positions
from pipeline.content.values import Edges, Scene, Sheet, Show

__all__ = ["Boxes", "Glyphs", "meets", "on_pixels", "read_glyphs"]

Boxes = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]
_UNTOLD = "\N{REPLACEMENT CHARACTER}"
_QUARTERS = {90: 1, 180: 2, 270: 3}


@dataclass(frozen=True, slots=True)
class Glyphs:
    """One row a glyph, in drawn order: ``boxes`` by left, lower, right, upper in page space; ``shows`` the place of its show."""

    boxes: Boxes
    shows: npt.NDArray[np.intp]
    orders: npt.NDArray[np.int64]
    heights: Boxes
    texts: tuple[str, ...] = field(repr=False)
    are_signs: Flags
    """Whether each is a letter or a figure, or not told: what else stands hidden says nothing."""

    @property
    def middles(self) -> Boxes:
        """The middle of each box, by x and y."""
        return (self.boxes[:, :2] + self.boxes[:, 2:]) / 2


def read_glyphs(scene: Scene) -> Glyphs:
    """Return the glyphs of a page."""
    points = [positions(show) for show in scene.shows]
    counts = np.array([len(each) - 1 for each in points], dtype=np.intp)
    shows = np.repeat(np.arange(len(points)), counts)
    starts = np.array([point for each in points for point in each[:-1]], dtype=float).reshape(-1, 2)
    ends = np.array([point for each in points for point in each[1:]], dtype=float).reshape(-1, 2)
    reaches = np.array([_reach(show) for show in scene.shows], dtype=float).reshape(-1, 2, 2)[shows]
    corners = np.stack([starts + reaches[:, 0], starts - reaches[:, 1], ends + reaches[:, 0], ends - reaches[:, 1]])
    texts = tuple(text for show in scene.shows for text in show.font.texts(show.codes))
    return Glyphs(
        np.concatenate([corners.min(axis=0), corners.max(axis=0)], axis=1),
        shows,
        np.array([show.order for show in scene.shows], dtype=np.int64)[shows],
        np.array([height(show) * scene.sheet.unit for show in scene.shows], dtype=float)[shows],
        texts,
        np.array([any(map(_is_sign, text)) for text in texts], dtype=bool),
    )


def _reach(show: Show) -> tuple[tuple[float, float], tuple[float, float]]:
    """Return how far a show's cells reach over and under its baseline, as vectors on the page, the second turned about."""
    (dx, dy), (over, under) = direction(show), cell(show)
    a, b, c, d, _, _ = show.matrix
    x, y = (-dy, dx) if a * d - b * c >= 0 else (dy, -dx)
    return (over * x, over * y), (under * x, under * y)


def _is_sign(char: str) -> bool:
    return char.isalnum() or char == _UNTOLD


def meets(points: Boxes, box: Edges) -> Flags:
    """Tell which points lie in a box."""
    x0, y0, x1, y1 = box
    return (points[:, 0] >= x0) & (points[:, 0] <= x1) & (points[:, 1] >= y0) & (points[:, 1] <= y1)


def on_pixels(boxes: Boxes, sheet: Sheet, shape: tuple[int, ...]) -> npt.NDArray[np.int64]:
    """Return boxes of page space as left, top, right, bottom of the page's rendering, whose ``shape`` is rows and columns."""
    x0, y0, x1, y1 = sheet.crop
    low = (boxes[:, :2] - (x0, y0)) / (x1 - x0, y1 - y0)
    high = (boxes[:, 2:] - (x0, y0)) / (x1 - x0, y1 - y0)
    left, lower, right, upper = low[:, 0], low[:, 1], high[:, 0], high[:, 1]
    turned = (
        (left, 1 - upper, right, 1 - lower),
        (lower, left, upper, right),
        (1 - right, lower, 1 - left, upper),
        (1 - upper, 1 - right, 1 - lower, 1 - left),
    )[_QUARTERS.get(sheet.rotate, 0)]
    rows, columns = shape
    sides = np.stack(turned, axis=1) * (columns, rows, columns, rows)
    sides[:, :2], sides[:, 2:] = np.floor(sides[:, :2]), np.ceil(sides[:, 2:])
    return np.clip(np.nan_to_num(sides), 0, (columns, rows, columns, rows)).astype(np.int64)
