"""Pages looked at before and after: outside of bars, lines set anew and what a release adds, no pixel may differ.

Both are drawn by pdfium on the paper of the source, so that a page made larger for its furniture is compared all the same;
what was added around it is looked at apart.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pypdfium2

from pipeline.content.geometry import bounds
from pipeline.content.values import Edges
from pipeline.errors import LeakError
from pipeline.verify.kept.case import Case
from pipeline.verify.kept.expected import KeptBar, KeptPage

__all__ = ["View", "look_at_bars", "probe_pixels"]

PROBE = "pixels"
Pixels = npt.NDArray[np.uint8]
# Pixels a unit: strokes of small type are a pixel wide, and an inch is no whole number of them. pdfium sets letters on whole pixels,
# and one between two may go either way: what shows at one scale alone is no difference.
_SCALE, _OTHER_SCALES = 1.387, (1.453, 1.531)
_MOST_PIXELS = 4_000_000  # of one page; a larger one is drawn smaller
_CHANGED = 40  # of 255: what a shift of a hundredth of a point may make of an edge is below
_MOST_CHANGED = 4 * 3  # colours of pixels: less than any letter, as much as a slanted one reaches out of its line's band
_FAINT, _MOST_FAINT = 16, 0.0005  # of 255; share of the page that smoothing may change by so much
_AROUND = 2  # pixels around a region, for smoothing
_WHITE = 255
_SAME_PAPER = 0.01  # user space units
_ELSEWHERE = "something differs from its source outside of blanks and furniture"
_TURNED = "it is turned or cut otherwise than its source"


def _slice(start: int, stop: int, size: int) -> slice:
    return slice(min(max(start, 0), size), min(max(stop, 0), size))


@dataclass(frozen=True, slots=True)
class View:
    """How page space lies on a picture of ``wide`` by ``high`` pixels; ``crop`` in page space, ``rotate`` in degrees clockwise."""

    crop: Edges
    rotate: int
    wide: int
    high: int

    def placed(self, x: float, y: float) -> tuple[float, float]:
        """Return where a point of page space lies, in pixels from the upper left."""
        left, lower, right, upper = self.crop
        across, down = {
            0: (x - left, upper - y),
            90: (y - lower, x - left),
            180: (right - x, y - lower),
            270: (upper - y, right - x),
        }[self.rotate]
        shown = (right - left, upper - lower) if self.rotate % 180 == 0 else (upper - lower, right - left)
        return across * self.wide / shown[0], down * self.high / shown[1]

    def rectangle(self, edges: Edges, around: int = 0) -> tuple[slice, slice]:
        """Return the rows and columns of a region of page space, and so many pixels around."""
        x0, y0 = self.placed(edges[0], edges[1])
        x1, y1 = self.placed(edges[2], edges[3])
        top, bottom = math.floor(min(y0, y1)) - around, math.ceil(max(y0, y1)) + around
        left, right = math.floor(min(x0, x1)) - around, math.ceil(max(x0, x1)) + around
        return _slice(top, bottom, self.high), _slice(left, right, self.wide)


def _scale(crop: Edges, scale: float) -> float:
    area = max((crop[2] - crop[0]) * (crop[3] - crop[1]), 1.0)
    return scale * min(1.0, math.sqrt(_MOST_PIXELS / area) / _SCALE)


def _drawn(page: pypdfium2.PdfPage, crop: Edges, scale: float = _SCALE) -> tuple[View, Pixels]:
    pixels: Pixels = page.render(scale=_scale(crop, scale)).to_numpy()
    high, wide = pixels.shape[:2]
    return View(crop, page.get_rotation(), wide, high), pixels


def _page(document: pypdfium2.PdfDocument, number: int) -> tuple[pypdfium2.PdfPage, Edges]:
    page = document[number]
    return page, tuple(page.get_bbox())


def _is_same(one: Edges, other: Edges) -> bool:
    return all(abs(edge - its) < _SAME_PAPER for edge, its in zip(one, other, strict=True))


def _before(case: Case, source: int, scale: float = _SCALE) -> tuple[View, Pixels]:
    """Draw page ``source`` of the source."""
    page, crop = _page(case.source.drawn, source)
    found = _drawn(page, crop, scale)
    page.close()
    return found


def _after(case: Case, number: int, paper: Edges, scale: float = _SCALE) -> tuple[View, Pixels, Edges]:
    """Draw page ``number`` on the paper of its source; return its own paper too."""
    page, crop = _page(case.paper, number)
    if not _is_same(crop, paper):
        page.set_mediabox(*paper)
        page.set_cropbox(*paper)
        page.close()
        page = case.paper[number]
    view, pixels = _drawn(page, paper, scale)
    page.close()
    return view, pixels, crop


def look_at_bars(case: Case, number: int, bars: Sequence[KeptBar], source: int) -> tuple[View, list[Pixels]]:
    """Return the pixels of each bar on page ``number``, and how that page lies on the picture that they are cut from."""
    if number not in case.looks:
        page, paper = _page(case.source.drawn, source)
        page.close()
        view, pixels, _ = _after(case, number, paper)
        _keep(case, number, bars, view, pixels)
    found: tuple[View, list[Pixels]] = case.looks[number]
    return found


def _keep(case: Case, number: int, bars: Sequence[KeptBar], view: View, pixels: Pixels) -> None:
    case.looks[number] = view, [pixels[view.rectangle(bounds(bar.corners()))].copy() for bar in bars]


def probe_pixels(case: Case) -> None:
    """Raise LeakError where a page differs from its source outside of what was declared, or shows more around its paper."""
    try:
        for number, page in enumerate(case.expected.pages):
            if page.source is not None:
                _probe_page(case, number, page, page.source)
    except pypdfium2.PdfiumError:
        raise LeakError(PROBE, "the PDF", "it or its source cannot be drawn") from None


def _probe_page(case: Case, number: int, page: KeptPage, source: int) -> None:
    before, old = _before(case, source)
    after, new, crop = _after(case, number, before.crop)
    if before != after:
        raise LeakError(PROBE, f"page {number + 1}", _TURNED)
    if page.bars:
        _keep(case, number, page.bars, after, new)
    regions = (*_bar_edges(page), *page.touched, *page.furniture_edges)
    if _differs(after, old, new, regions) and all(_differs_at(scale, case, number, source, regions) for scale in _OTHER_SCALES):
        raise LeakError(PROBE, f"page {number + 1}", _ELSEWHERE)
    if not _is_same(crop, before.crop):
        _check_around(case.opened.drawn, number, page, before.crop)


def _bar_edges(page: KeptPage) -> Iterator[Edges]:
    for bar in page.bars:
        yield bounds(bar.corners())


def _differs_at(scale: float, case: Case, number: int, source: int, regions: Iterable[Edges]) -> bool:
    before, old = _before(case, source, scale)
    after, new, _ = _after(case, number, before.crop, scale)
    return before != after or _differs(after, old, new, regions)


def _differs(view: View, old: Pixels, new: Pixels, regions: Iterable[Edges]) -> bool:
    """Tell whether two pictures of a page differ outside of regions by more than smoothing does."""
    if np.array_equal(old, new):
        return False
    difference = np.maximum(old, new)
    difference -= np.minimum(old, new)
    for region in regions:
        difference[view.rectangle(region, _AROUND)] = 0
    if difference.max() <= _FAINT:
        return False
    changed, faint = (int(np.count_nonzero(difference > limit)) for limit in (_CHANGED, _FAINT))
    return changed > _MOST_CHANGED or faint > _MOST_FAINT * difference.size


def _check_around(document: pypdfium2.PdfDocument, number: int, page: KeptPage, paper: Edges) -> None:
    """Look at what lies around the source's paper, where a page was made larger: nothing but furniture, and bars that stand half off it."""
    whole, crop = _page(document, number)
    view, pixels = _drawn(whole, crop)
    whole.close()
    for region in (paper, *_bar_edges(page), *page.furniture_edges):
        pixels[view.rectangle(region, _AROUND)] = _WHITE
    if pixels.min() < _WHITE - _CHANGED:
        raise LeakError(PROBE, f"page {number + 1}", "something shows beside the paper of its source that is no furniture")
