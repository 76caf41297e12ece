"""Pages looked at before and after: outside of bars, lines set anew and what a release adds, no pixel may differ.

Both are drawn by pdfium on the paper of the source, so that a page made larger for its furniture is compared all the same;
what was added around it is looked at apart.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pypdfium2

from pipeline.content.geometry import bounds
from pipeline.content.values import Edges
from pipeline.errors import LeakError
from pipeline.verify.kept.case import Case
from pipeline.verify.kept.expected import KeptPage

__all__ = ["Picture", "picture_of", "probe_pixels"]

PROBE = "pixels"
Pixels = npt.NDArray[np.uint8]
_SCALE = 100 / 72  # pixels a unit: strokes of small type are a pixel wide
_MOST_PIXELS = 4_000_000  # of one page; a larger one is drawn smaller
_CHANGED = 40  # of 255: what a shift of a twentieth of a point may make of an edge is below
_FAINT, _MOST_FAINT = 16, 0.0005  # of 255; share of the page that smoothing may change by so much
_AROUND = 2  # pixels around a region, for smoothing
_WHITE = 255
_ELSEWHERE = "something differs from its source outside of blanks and furniture"
_TURNED = "it is turned or cut otherwise than its source"


@dataclass(frozen=True, slots=True)
class Picture:
    """A page as drawn, ``pixels`` by row, column and colour; ``crop`` in page space, ``rotate`` in degrees clockwise."""

    pixels: Pixels
    crop: Edges
    rotate: int

    def placed(self, x: float, y: float) -> tuple[float, float]:
        """Return where a point of page space lies, in pixels from the upper left."""
        left, lower, right, upper = self.crop
        high, wide = self.pixels.shape[:2]
        across, down = {
            0: (x - left, upper - y),
            90: (y - lower, x - left),
            180: (right - x, y - lower),
            270: (upper - y, right - x),
        }[self.rotate]
        shown = (right - left, upper - lower) if self.rotate % 180 == 0 else (upper - lower, right - left)
        return across * wide / shown[0], down * high / shown[1]

    def rectangle(self, edges: Edges, around: int = 0) -> tuple[slice, slice]:
        """Return the rows and columns of a region of page space, and so many pixels around."""
        x0, y0 = self.placed(edges[0], edges[1])
        x1, y1 = self.placed(edges[2], edges[3])
        high, wide = self.pixels.shape[:2]
        top, bottom = math.floor(min(y0, y1)) - around, math.ceil(max(y0, y1)) + around
        left, right = math.floor(min(x0, x1)) - around, math.ceil(max(x0, x1)) + around
        return slice(max(top, 0), max(min(bottom, high), 0)), slice(max(left, 0), max(min(right, wide), 0))


def _scale(crop: Edges) -> float:
    area = max((crop[2] - crop[0]) * (crop[3] - crop[1]), 1.0)
    return min(_SCALE, math.sqrt(_MOST_PIXELS / area))


def _drawn(page: pypdfium2.PdfPage, crop: Edges) -> Picture:
    rotate = page.get_rotation()
    bitmap = page.render(scale=_scale(crop))
    pixels: Pixels = bitmap.to_numpy().copy()
    bitmap.close()
    return Picture(pixels, crop, rotate)


def _on_paper(document: pypdfium2.PdfDocument, number: int, paper: Edges | None) -> Picture:
    """Draw a page, on the paper of another where one is given."""
    page = document[number]
    if paper is not None:
        page.set_mediabox(*paper)
        page.set_cropbox(*paper)
        page.close()
        page = document[number]
    picture = _drawn(page, tuple(page.get_bbox()))
    page.close()
    return picture


def picture_of(case: Case, number: int, source: int) -> Picture:
    """Return page ``number`` of the finished PDF as drawn on the paper of page ``source``, both from 0."""
    page = case.source.drawn[source]
    paper: Edges = tuple(page.get_bbox())
    page.close()
    return _on_paper(case.paper, number, paper)


def probe_pixels(case: Case) -> None:
    """Raise LeakError where a page differs from its source outside of what was declared, or shows more around its paper."""
    try:
        for number, page in enumerate(case.expected.pages):
            if page.source is not None:
                _probe_page(case, number, page, page.source)
    except pypdfium2.PdfiumError:
        raise LeakError(PROBE, "the PDF", "it or its source cannot be drawn") from None


def _probe_page(case: Case, number: int, page: KeptPage, source: int) -> None:
    before = _on_paper(case.source.drawn, source, None)
    _check_around(case.opened.drawn, number, page, before.crop)
    after = _on_paper(case.paper, number, before.crop)
    if before.pixels.shape != after.pixels.shape or before.rotate != after.rotate:
        raise LeakError(PROBE, f"page {number + 1}", _TURNED)
    if not np.array_equal(before.pixels, after.pixels):
        _compare(before, after, number, (*_bar_edges(page), *page.touched, *page.furniture_edges))


def _bar_edges(page: KeptPage) -> Iterator[Edges]:
    for bar in page.bars:
        yield bounds(bar.corners())


def _compare(before: Picture, after: Picture, number: int, regions: Iterable[Edges]) -> None:
    difference = np.maximum(before.pixels, after.pixels) - np.minimum(before.pixels, after.pixels)
    for region in regions:
        difference[after.rectangle(region, _AROUND)] = 0
    worst = difference.max(axis=2) if difference.ndim > len("yx") else difference
    if (worst > _CHANGED).any() or np.count_nonzero(worst > _FAINT) > _MOST_FAINT * worst.size:
        raise LeakError(PROBE, f"page {number + 1}", _ELSEWHERE)


def _check_around(document: pypdfium2.PdfDocument, number: int, page: KeptPage, paper: Edges) -> None:
    """Look at what lies around the source's paper, where a page was made larger: nothing but furniture."""
    whole = document[number]
    crop: Edges = tuple(whole.get_bbox())
    if all(abs(one - other) < 1 / _SCALE for one, other in zip(crop, paper, strict=True)):
        whole.close()
        return
    picture = _drawn(whole, crop)
    whole.close()
    for region in (paper, *page.furniture_edges):
        picture.pixels[picture.rectangle(region, _AROUND)] = _WHITE
    if (picture.pixels < _WHITE - _CHANGED).any():
        raise LeakError(PROBE, f"page {number + 1}", "something shows beside the paper of its source that is no furniture")
