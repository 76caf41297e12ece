"""Images and shadings: where they show, and whether they may hold words that nobody has read."""

from __future__ import annotations

from collections.abc import Sequence

from pikepdf import ContentStreamInlineImage, Dictionary, Object, Stream

from pipeline.content.geometry import is_sane, transformed
from pipeline.content.reading import Reading
from pipeline.content.values import Edges, GraphicKind

__all__ = ["LOWEST", "NARROWEST", "add_image", "add_inline_image", "add_shading", "may_be_picture"]

AFAR = "an image placed beyond any page"
LOWEST, NARROWEST = 5.0, 8.0  # points of an image that can hold a word
_FINEST, _OF_WORD = 2.0, 2.5  # points, the height of the smallest print; times its height, the length of a word
_WORD_PIXELS = 6, 24  # the fewest in which a word can be drawn, across its line and along it
_BY_FUNCTION, _SMOOTH = 1, range(1, 4)  # ShadingType; all others are meshes, which can draw any shape
_UNIT_SQUARE = (0.0, 0.0, 1.0, 1.0)
_EVERYWHERE: Edges = (-1e6, -1e6, 1e6, 1e6)  # the reach of a shading without a clip


def add_image(reading: Reading, image: Object) -> None:
    """Add an image XObject as it is drawn."""
    is_off = "/OC" in image and reading.layers.is_off(image.get("/OC"))
    _add(reading, GraphicKind.IMAGE, _grain(image), is_off=is_off)


def _grain(image: Object) -> tuple[int, int]:
    """Return the shorter and the longer side in pixels of an image or of its masks, whichever has more: a mask may draw the words."""
    masks = [image.get(key) for key in ("/SMask", "/Mask")]
    sizes = [sorted((int(each.get("/Width", 1)), int(each.get("/Height", 1)))) for each in (image, *masks) if isinstance(each, Stream)]
    short, long = max(sizes)
    return short, long


def add_inline_image(reading: Reading, image: ContentStreamInlineImage) -> None:
    """Add an inline image."""
    held = image.iimage
    short, long = sorted((held.width, held.height))
    _add(reading, GraphicKind.INLINE_IMAGE, (short, long), is_off=False)


def _add(reading: Reading, kind: str, grain: tuple[int, int], *, is_off: bool) -> None:
    ctm = reading.frame.state.ctm
    box = transformed(ctm, _UNIT_SQUARE)
    if not is_sane(box):
        reading.fault(AFAR)
    reading.add_graphic(kind, box, is_doubtful=_may_hold_word(box, grain), is_off=is_off, matrix=ctm)


def _may_hold_word(box: Edges, grain: tuple[int, int]) -> bool:
    """Tell whether an image is large enough for a word, or so long and fine that a word of small print fits in it."""
    if grain[0] <= 1:
        return False
    across, up = box[2] - box[0], box[3] - box[1]
    if up >= LOWEST and across >= NARROWEST:
        return True
    short, long = sorted((across, up))
    is_strip = short >= _FINEST and long >= max(_OF_WORD * short, NARROWEST)
    return is_strip and grain[0] >= _WORD_PIXELS[0] and grain[1] >= _WORD_PIXELS[1]


def may_be_picture(shading: object) -> bool:
    """Tell whether a shading can draw any shape: a mesh, one whose colours a stream lists, or one that cannot be told."""
    if not isinstance(shading, Dictionary) or int(shading.get("/ShadingType", 0)) not in _SMOOTH:
        return True
    return int(shading["/ShadingType"]) == _BY_FUNCTION and isinstance(shading.get("/Function"), Stream)


def add_shading(reading: Reading, operands: Sequence[object]) -> None:
    """Add what ``sh`` paints: all that the clip leaves."""
    (named,) = operands
    found = reading.frame.resource("/Shading", named)
    box = reading.frame.state.clip or _EVERYWHERE
    is_doubtful = may_be_picture(found) or reading.frame.state.is_shaped
    reading.add_graphic(GraphicKind.SHADING, box, is_doubtful=is_doubtful)
