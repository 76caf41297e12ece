"""Boxes that lie near each other, all of them at once, for a page may have many."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from pipeline.content.values import Edges

__all__ = ["APART", "MOST", "clusters", "meets"]

_SIDES = 4
APART = 12.0  # points; graphics nearer to each other may be parts of one
MOST = 5_000  # boxes told apart; more are one cluster

Rows = npt.NDArray[np.float64]


def meets(boxes: Sequence[Edges], others: Sequence[Edges], reach: float) -> list[int]:
    """Return for each box how many of the others lie within ``reach`` points of it."""
    rows = _rows(others)
    return [int(_near(rows, box, reach).sum()) for box in boxes]


def clusters(boxes: Sequence[Edges], reach: float) -> list[list[int]]:
    """Return the numbers of boxes by cluster: those of one lie within ``reach`` points of another of it.

    Beyond ``MOST`` boxes all are one cluster.
    """
    if len(boxes) > MOST:
        return [list(range(len(boxes)))]
    rows, free = _rows(boxes), np.ones(len(boxes), dtype=bool)
    found = []
    for first in range(len(boxes)):
        if free[first]:
            free[first] = False
            found.append(_grown(boxes, rows, free, first, reach))
    return found


def _grown(boxes: Sequence[Edges], rows: Rows, free: npt.NDArray[np.bool_], first: int, reach: float) -> list[int]:
    cluster = [first]
    for at in cluster:
        near = np.flatnonzero(free & _near(rows, boxes[at], reach))
        free[near] = False
        cluster += near.tolist()
    return cluster


def _rows(boxes: Sequence[Edges]) -> Rows:
    return np.array(boxes, dtype=np.float64).reshape(-1, _SIDES).T


def _near(rows: Rows, box: Edges, reach: float) -> npt.NDArray[np.bool_]:
    x0, y0, x1, y1 = box
    low_x, low_y, high_x, high_y = rows
    return np.asarray((x0 - reach <= high_x) & (low_x <= x1 + reach) & (y0 - reach <= high_y) & (low_y <= y1 + reach))
