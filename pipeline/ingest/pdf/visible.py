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

from pipeline.ingest.pdf.glyphs import Glyph, PageText
from pipeline.model import Box

__all__ = ["HIDDEN", "OVERPRINTED", "SMEARED", "SOLID", "STRUCK", "UNTOLD", "Rendering", "unseen"]

HIDDEN = "hidden text"
OVERPRINTED = "text over text"
SOLID = "filled boxes"
SMEARED = "text drawn so thick that it cannot be read"
STRUCK = "words that are struck out"
UNTOLD = "letters that its fonts do not tell"

_SCALE = 1.5  # pixels a point
_MAX_PIXELS = 12_000_000
_INK = 224  # grey of the text alone below which a pixel is ink
_SEEN = 24  # steps of grey by which text must differ from what is under it
_SEEN_SHARE = 0.75  # of a character's ink
_SMALLEST = 3.5  # points, a line's height
_RIM = 2  # pixels of ink beside a letter's box
_BLOT = 1  # pixels of ink that neighbours may leave in the middle of a blank
_SOFT_HYPHEN = "\u00ad"
_HYPHEN_TOP, _HYPHEN_FOOT = 0.45, 0.1  # of a line's height over the baseline, between which a hyphen lies
_STRAY = 12  # pixels of ink that rounding may leave
_SMEARED, _SMEARED_SHARE = 200, 0.05  # pixels, and the share of all that differ, that lie away from the letters
_DARK = 128
_PALE = 190  # grey of a box that is no background
_ACROSS, _TALL, _MANY_STRUCK = 0.9, 5, 3  # of a letter's width; pixels of its height; letters
_MOSTLY = 0.5
_WITHIN = 0.7  # of a letter's box that lies in another's
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


def _pixels(boxes: Sequence[Box], scale: float, shape: tuple[int, ...], shrink: float = 0.0) -> npt.NDArray[np.int64]:
    rows = np.array([(each.x0, each.top, each.x1, each.bottom) for each in boxes]).reshape(-1, 4)
    wide, high = (rows[:, 2] - rows[:, 0]) * shrink, (rows[:, 3] - rows[:, 1]) * shrink
    low = np.floor(np.stack([rows[:, 0] + wide, rows[:, 1] + high], axis=1) * scale)
    top = np.ceil(np.stack([rows[:, 2] - wide, rows[:, 3] - high], axis=1) * scale)
    limits = np.array([shape[1], shape[0]])
    return np.concatenate([np.clip(low, 0, limits), np.clip(top, 0, limits)], axis=1).astype(np.int64)


def unseen(page: PageText, rendering: Rendering) -> Counter[str]:
    """Return what keeps the page from being read as it looks, each with how often it occurs."""
    shape, scale = rendering.whole.shape, rendering.scale
    shown = _drawn_once([each for each in page.glyphs if unicodedata.category(each.text) not in _SHOWS_NOTHING])
    ink = rendering.text < _INK
    differs = np.abs(rendering.whole.astype(np.int16) - rendering.bare) >= _SEEN
    found = Counter({SOLID: _has_bar(rendering.bare, differs, round(_SOLID * scale)), UNTOLD: _unexplained(ink, page, scale)})
    found[SMEARED] = int((differs & ~_widened(ink)).sum() > max(_SMEARED_SHARE * int(differs.sum()), _SMEARED))
    if shown:
        whole = [each.box for each in shown]
        boxes = _pixels(whole, scale, shape)
        inked, seen = _within(_sums(ink), boxes), _within(_sums(ink & differs), boxes)
        small = np.array([each.size < _SMALLEST for each in shown])
        found[HIDDEN] = int(((inked == 0) | (seen < inked * _SEEN_SHARE) | small).sum())
        found[OVERPRINTED] = _overprinted(boxes, _pixels(whole, scale, shape, _CORE), shape)
        found[STRUCK] = _struck(rendering.bare < _DARK, shown, scale)
    return +found


def _widened(ink: npt.NDArray[np.bool_]) -> npt.NDArray[np.bool_]:
    """Return the ink with a rim of two pixels, as bold letters have it."""
    wide = ink.copy()
    for axis in (0, 1):
        for step in (1, 1):
            wide |= np.roll(wide, step, axis) | np.roll(wide, -step, axis)
    return wide


def _unexplained(ink: npt.NDArray[np.bool_], page: PageText, scale: float) -> int:
    """Return whether the text alone has ink where no letter was read, or in a blank: what shows is then not what is said."""
    silent = [box for glyph in page.glyphs for box in _silent(glyph)]
    within = _within(_sums(ink), _pixels([*page.blanks, *silent], scale, ink.shape, _CORE))
    rest = ink.copy()
    for x0, y0, x1, y1 in _pixels([each.box for each in page.glyphs], scale, ink.shape):
        rest[max(y0 - _RIM, 0) : y1 + _RIM, max(x0 - _RIM, 0) : x1 + _RIM] = False
    return int(rest.sum() > _STRAY or bool((within > _BLOT).any()))


def _silent(glyph: Glyph) -> tuple[Box, ...]:
    """Return where a sign that shows nothing must have no ink; a soft hyphen has a hyphen's at most."""
    if glyph.text == _SOFT_HYPHEN:
        over, under = glyph.baseline - _HYPHEN_TOP * glyph.size, glyph.baseline - _HYPHEN_FOOT * glyph.size
        parts = (Box(glyph.box.x0, glyph.cell.top, glyph.box.x1, over), Box(glyph.box.x0, under, glyph.box.x1, glyph.cell.bottom))
        return tuple(each for each in parts if each.bottom > each.top)
    return (glyph.box,) if unicodedata.category(glyph.text) == "Cf" else ()


def _struck(dark: npt.NDArray[np.bool_], glyphs: Sequence[Glyph], scale: float) -> int:
    """Return whether a rule runs through letters, from side to side and at half their height."""
    rows = _pixels([each.box for each in glyphs], scale, dark.shape)
    high = rows[:, 3] - rows[:, 1]
    bands = rows.copy()
    bands[:, 1], bands[:, 3] = rows[:, 1] + high * 3 // 10, np.maximum(rows[:, 3] - high * 3 // 10, rows[:, 1] + high * 3 // 10 + 1)
    bands[:, 3] = np.minimum(bands[:, 3], dark.shape[0])
    sums, wide = _sums(dark), rows[:, 2] - rows[:, 0]
    through = (_within(sums, bands) >= wide * _ACROSS) & (_within(sums, rows) < wide * high * _MOSTLY)  # on a dark ground nothing is struck
    return int((through & (high >= _TALL)).sum() >= _MANY_STRUCK)


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


def _has_bar(bare: Grey, differs: npt.NDArray[np.bool_], side: int) -> int:
    """Return whether a box is black, or neither light nor with text upon it: a bar that another has drawn.

    A box holds blocks of half its side that lie on a grid; blocks that touch are one box.
    """
    half = max(side // 2, 1)
    rows, columns = (size - size % half for size in bare.shape)
    shape = rows // half, half, columns // half, half
    if (bare[:rows, :columns].reshape(shape) < _BLACK).all(axis=(1, 3)).sum() and _has_square(bare < _BLACK, side):
        return 1
    filled = np.asarray((bare[:rows, :columns].reshape(shape) < _PALE).all(axis=(1, 3)))
    texted = np.asarray(differs[:rows, :columns].reshape(shape).any(axis=(1, 3)))
    return int(any(not any(texted[at] for at in box) for box in _boxes(filled) if _is_square(box)))


def _has_square(dark: npt.NDArray[np.bool_], side: int) -> bool:
    """Tell whether a square of ``side`` pixels is dark all over."""
    if min(dark.shape) <= side:
        return False
    sums = _sums(dark)
    counts = sums[side:, side:] - sums[:-side, side:] - sums[side:, :-side] + sums[:-side, :-side]
    return bool((counts == side * side).any())


def _boxes(filled: npt.NDArray[np.bool_]) -> list[list[tuple[int, int]]]:
    """Return the blocks of the grid that touch each other, box by box."""
    left = {(int(row), int(column)) for row, column in np.argwhere(filled)}
    found = []
    while left:
        box = [left.pop()]
        for row, column in box:
            for near in ((row - 1, column), (row + 1, column), (row, column - 1), (row, column + 1)):
                if near in left:
                    left.remove(near)
                    box.append(near)
        found.append(box)
    return found


def _is_square(box: Sequence[tuple[int, int]]) -> bool:
    """Tell whether a box is at least two blocks high and wide, as no rule is."""
    rows, columns = {row for row, _ in box}, {column for _, column in box}
    return len(rows) > 1 and len(columns) > 1


def _overprinted(boxes: npt.NDArray[np.int64], cores: npt.NDArray[np.int64], shape: tuple[int, ...]) -> int:
    """Return how many characters stand upon others: their cores share a pixel, or one lies within another."""
    middles, wholes = np.zeros(shape, dtype=np.int32), np.zeros(shape, dtype=np.int32)  # no fewer bits: 256 letters would pass for none
    for (x0, y0, x1, y1), (a0, b0, a1, b1) in zip(cores, boxes, strict=True):
        middles[y0:y1, x0:x1] += 1
        wholes[b0:b1, a0:a1] += 1
    areas = (boxes[:, 2] - boxes[:, 0]) * (boxes[:, 3] - boxes[:, 1])
    shared, within = _within(_sums(middles > 1), cores), _within(_sums(wholes > 1), boxes)
    return int(((shared > 0) | (within > _WITHIN * areas)).sum())
