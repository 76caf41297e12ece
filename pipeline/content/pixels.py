"""The second opinion on hidden text: is the page the same without it? Asked where reckoning cannot tell.

Whatever hides a letter (a picture, a blend, an odd clip, a pattern), the rendering is then the same with and without the text.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pypdfium2
from pikepdf import DataDecodingError, Page, Pdf, PdfError

from pipeline.content.geometry import bounds, places
from pipeline.content.hidden import UNSEEN, judge_hidden
from pipeline.content.unpacked import TooLargeError, TornError
from pipeline.content.values import Edges, Scene, Show
from pipeline.content.variants import variants

__all__ = ["hidden", "unseen"]

_WHITE = 255
_SCALE = 2.0  # pixels a point
_MOST_PIXELS = 12_000_000
_CONTRAST = 0.08  # of black on white, by which a letter must change a pixel that it covers
_STEP = 3 / _WHITE  # of white, that rendering twice may differ by
_SHARE = 0.4  # of a letter's ink that must show
_INK = 0.5  # pixels' worth of ink, less than which is none
_NO_WIDTH = 0.05  # em, of an advance that is none
_BESIDE = 0.25  # em on each side, where a letter without an advance has its ink
_SILENT = frozenset({"Cf", "Cc", "Mn", "Me", "Zs", "Zl", "Zp"})  # categories of what may show nothing

Grey = npt.NDArray[np.float32]
Pixels = npt.NDArray[np.uint8]


@dataclass(frozen=True, slots=True)
class _Sight:
    """For every pixel of the page: how much of it letters would cover, and how much they change it, from 0 to 1."""

    ink: Grey
    change: Grey
    scale: float


def hidden(pdf: Pdf, page: Page, scene: Scene) -> Mapping[int, str]:
    """Return why each glyph that cannot be seen is hidden, by its number; the page is rendered only where reckoning cannot tell.

    The page must have been flattened, and ``scene`` be read of it.
    """
    judged = judge_hidden(scene)
    if not judged.doubtful:
        return judged.hidden
    return judged.hidden | dict.fromkeys(unseen(pdf, page, scene, judged.doubtful), UNSEEN)


def unseen(pdf: Pdf, page: Page, scene: Scene, glyphs: Collection[int]) -> frozenset[int]:
    """Return which of the glyphs leave the rendering the same; all of them where it cannot be rendered."""
    try:
        versions = variants(pdf, page, scene.sheet)
        sight = _sight(versions.whole, versions.bare, versions.text, scene.sheet.crop)
    except (PdfError, DataDecodingError, TooLargeError, TornError, pypdfium2.PdfiumError, RuntimeError, ValueError, TypeError):
        return frozenset(glyphs)
    asked = frozenset(glyphs)
    return frozenset(
        number
        for show in scene.shows
        if not asked.isdisjoint(range(show.first, show.first + len(show.font.split(show.codes))))
        for number, text, box in _letters(show)
        if number in asked and not _is_silent(text) and not _is_seen(sight, scene.sheet.crop, box)
    )


def _sight(whole: bytes, bare: bytes, text: bytes, crop: Edges) -> _Sight:
    area = max((crop[2] - crop[0]) * (crop[3] - crop[1]), 1.0)
    scale = min(_SCALE, (_MOST_PIXELS / area) ** 0.5)
    ink = _WHITE - _each(np.minimum, _rendered(text, scale))
    one, other = _rendered(whole, scale), _rendered(bare, scale)
    return _Sight(_share(ink), _share(_each(np.maximum, np.maximum(one, other) - np.minimum(one, other))), scale)


def _each(chosen: np.ufunc, pixels: Pixels) -> Pixels:
    """Return for every pixel the least or the greatest of its three colours."""
    return np.asarray(chosen(chosen(pixels[:, :, 0], pixels[:, :, 1]), pixels[:, :, 2]), dtype=np.uint8)


def _share(pixels: Pixels) -> Grey:
    return pixels.astype(np.float32) / np.float32(_WHITE)


def _rendered(plain: bytes, scale: float) -> Pixels:
    """Return a page's pixels: rows, columns, three colours."""
    document = pypdfium2.PdfDocument(plain)
    try:
        bitmap = document[0].render(scale=scale, draw_annots=False, may_draw_forms=False, rev_byteorder=True, force_bitmap_format=_BGR)
        return np.array(bitmap.to_numpy()[:, :, :3], dtype=np.uint8)
    finally:
        document.close()


_BGR = pypdfium2.raw.FPDFBitmap_BGR


def _letters(show: Show) -> Sequence[tuple[int, str, Edges]]:
    """Return number, text and upright box of each glyph of a show."""
    along, texts = places(show), show.font.texts(show.codes)
    size = abs(show.size)
    low, high = show.rise + show.font.descent * show.size, show.rise + show.font.ascent * show.size
    found = []
    for at, text in enumerate(texts):
        start, end = along[at], along[at + 1]
        beside = _BESIDE * size if abs(end - start) < _NO_WIDTH * size else 0.0
        found.append((show.first + at, text, _moved(show, (start - beside, low, end + beside, high))))
    return found


def _moved(show: Show, box: Edges) -> Edges:
    a, b, c, d, e, f = show.matrix
    return bounds((a * x + c * y + e, b * x + d * y + f) for x in box[::2] for y in box[1::2])


def _is_silent(text: str) -> bool:
    return bool(text) and all(unicodedata.category(char) in _SILENT for char in text)


def _is_seen(sight: _Sight, crop: Edges, box: Edges) -> bool:
    """Tell whether enough of the ink in a box changes what is rendered; where there is no ink, nothing is seen."""
    rows, columns = sight.ink.shape
    left, right = (min(max(round((x - crop[0]) * sight.scale), 0), columns) for x in box[::2])
    top, foot = (min(max(round((crop[3] - y) * sight.scale), 0), rows) for y in (box[3], box[1]))
    ink, change = sight.ink[top:foot, left:right], sight.change[top:foot, left:right]
    total = float(ink.sum())
    return total >= _INK and float(ink[(change > _CONTRAST * ink) & (change > _STEP)].sum()) >= _SHARE * total
