"""Does the text that was read show on the page? Judged by pixels, whatever hides it.

Text under a box, in the colour of its ground, beyond the crop, clipped away or in a layer that is off: all of it
leaves the page the same with and without it.
"""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import pypdfium2

from pipeline.ingest.pdf.glyphs import Glyph

__all__ = ["HIDDEN", "OVERPRINTED", "SOLID", "Rendering", "unseen"]

HIDDEN = "hidden text"
OVERPRINTED = "text over text"
SOLID = "filled boxes"

_SCALE = 1.5  # pixels a point
_MAX_PIXELS = 12_000_000
_INK = 224  # grey of the text alone below which a pixel is ink
_SEEN = 24  # steps of grey by which text must differ from what is under it
_SEEN_SHARE = 0.5  # of a character's ink
_BLACK = 80  # grey of a bar; a table's coloured head is lighter
_SOLID = 5.0  # points; no rule is so thick
_CORE = 0.3  # of a box, at each side, that may overlap with the neighbours
_LIGATURES = frozenset("ff fi fl ffi ffl ft fft tt ti tti tf ttf th Th st ct sp fj ffj fb fh fk Qu".split())
_SHOWS_NOTHING = frozenset({"Cf", "Mn", "Me"})

Grey = npt.NDArray[np.uint8]
Sums = npt.NDArray[np.int32]


class Rendering:
    """A page three ways, in pixels of the same size: as it is, without its text, and its text alone."""

    def __init__(self, page: pypdfium2.PdfPage, bare: pypdfium2.PdfPage, text: pypdfium2.PdfPage) -> None:
        area = page.get_width() * page.get_height()
        self.scale = min(_SCALE, (_MAX_PIXELS / area) ** 0.5) if area > 0 else _SCALE
        self.whole, self.bare, self.text = (self._grey(each) for each in (page, bare, text))

    def _grey(self, page: pypdfium2.PdfPage) -> Grey:
        bitmap = page.render(scale=self.scale, grayscale=True, may_draw_forms=False)
        pixels = np.array(bitmap.to_numpy(), dtype=np.uint8)
        bitmap.close()
        return pixels


def _sums(mask: npt.NDArray[np.bool_]) -> Sums:
    """Return running sums, so that the count within any rectangle is four look-ups."""
    sums = np.zeros((mask.shape[0] + 1, mask.shape[1] + 1), dtype=np.int32)
    np.cumsum(mask, axis=1, dtype=np.int32, out=sums[1:, 1:])
    return np.cumsum(sums, axis=0, dtype=np.int32, out=sums)


def _within(sums: Sums, boxes: npt.NDArray[np.int64]) -> Sums:
    x0, y0, x1, y1 = boxes.T
    return np.asarray(sums[y1, x1] - sums[y0, x1] - sums[y1, x0] + sums[y0, x0])


def _pixels(glyphs: Sequence[Glyph], scale: float, shape: tuple[int, ...], shrink: float = 0.0) -> npt.NDArray[np.int64]:
    rows = np.array([(each.box.x0, each.box.top, each.box.x1, each.box.bottom) for each in glyphs])
    wide, high = (rows[:, 2] - rows[:, 0]) * shrink, (rows[:, 3] - rows[:, 1]) * shrink
    low = np.floor(np.stack([rows[:, 0] + wide, rows[:, 1] + high], axis=1) * scale)
    top = np.ceil(np.stack([rows[:, 2] - wide, rows[:, 3] - high], axis=1) * scale)
    limits = np.array([shape[1], shape[0]])
    return np.concatenate([np.clip(low, 0, limits), np.clip(top, 0, limits)], axis=1).astype(np.int64)


def unseen(glyphs: Sequence[Glyph], rendering: Rendering) -> Counter[str]:
    """Return what keeps the page from being read as it looks: hidden text, text over text, filled boxes."""
    found: Counter[str] = Counter()
    if _has_solid(rendering.bare < _BLACK, round(_SOLID * rendering.scale)):
        found[SOLID] += 1
    shown = _drawn_once([each for each in glyphs if unicodedata.category(each.text) not in _SHOWS_NOTHING])
    if not shown:
        return found
    boxes = _pixels(shown, rendering.scale, rendering.whole.shape)
    ink = rendering.text < _INK
    differs = np.abs(rendering.whole.astype(np.int16) - rendering.bare) >= _SEEN
    inked, seen = _within(_sums(ink), boxes), _within(_sums(ink & differs), boxes)
    if hidden := int(((inked == 0) | (seen < inked * _SEEN_SHARE)).sum()):
        found[HIDDEN] += hidden
    if overprinted := _overprinted(_pixels(shown, rendering.scale, rendering.whole.shape, _CORE), rendering.whole.shape):
        found[OVERPRINTED] += overprinted
    return found


def _drawn_once(glyphs: Sequence[Glyph]) -> list[Glyph]:
    """Return the glyphs, the letters of a ligature, which share one box, as one."""
    found: list[Glyph] = []
    letters = ""
    for glyph in glyphs:
        is_same = bool(found) and glyph.box == found[-1].box and not glyph.opens
        letters = letters + glyph.text if is_same else glyph.text
        if not (is_same and letters in _LIGATURES):
            found.append(glyph)
    return found


def _has_solid(dark: npt.NDArray[np.bool_], side: int) -> bool:
    """Tell whether a square of ``side`` pixels is dark all over; it would hold a block of half the side that lies on a grid."""
    half = max(side // 2, 1)
    rows, columns = (size - size % half for size in dark.shape)
    blocks = dark[:rows, :columns].reshape(rows // half, half, columns // half, half)
    if min(dark.shape) <= side or not blocks.all(axis=(1, 3)).any():
        return False
    sums = _sums(dark)
    counts = sums[side:, side:] - sums[:-side, side:] - sums[side:, :-side] + sums[:-side, :-side]
    return bool((counts == side * side).any())


def _overprinted(cores: npt.NDArray[np.int64], shape: tuple[int, ...]) -> int:
    """Return how many characters stand upon others: their cores share a pixel."""
    layers = np.zeros(shape, dtype=np.uint8)
    for x0, y0, x1, y1 in cores:
        layers[y0:y1, x0:x1] += 1
    return sum(bool((layers[y0:y1, x0:x1] > 1).any()) for x0, y0, x1, y1 in cores)
