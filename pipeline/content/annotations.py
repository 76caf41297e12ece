"""An annotation as a reader shows it: its flags, its place, the appearance that counts (ISO 32000-1, 12.5)."""

from __future__ import annotations

from collections.abc import Iterator
from enum import IntFlag

from pikepdf import Array, Dictionary, Name, Object, Page, Stream

from pipeline.content.values import Edges, Matrix

__all__ = [
    "Flag",
    "appearance",
    "edges",
    "found_on",
    "inherited",
    "integer",
    "is_shown",
    "kind",
    "numbers",
    "placed",
    "said",
    "subdictionary",
]

_DEEPEST = 32  # fields above a field
_CORNERS = 4
_UNIT = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
_FAINT = 1e-6  # user space units, below which a box has no area
_STANDARD = frozenset(
    "/Text /Link /FreeText /Line /Square /Circle /Polygon /PolyLine /Highlight /Underline /Squiggly /StrikeOut /Stamp /Caret /Ink "
    "/Popup /FileAttachment /Sound /Movie /Widget /Screen /PrinterMark /TrapNet /Watermark /3D /Redact /RichMedia".split()
)
_NEVER_SHOWN = frozenset({"/Popup", "/Redact"})


class Flag(IntFlag):
    """Flags of an annotation (ISO 32000-1, table 165) that keep it from the screen."""

    INVISIBLE = 1
    HIDDEN = 2
    NO_VIEW = 32


def found_on(page: Page) -> Iterator[Object]:
    """Return the annotations of a page in the order in which they are drawn; what is no dictionary is none."""
    found = page.obj.get("/Annots")
    for each in found if isinstance(found, Array) else ():
        if isinstance(each, Dictionary):
            yield each


def kind(annotation: Object) -> str:
    """Return its subtype with the slash, or an empty text."""
    found = annotation.get("/Subtype")
    return str(found) if isinstance(found, Name) else ""


def integer(value: object, default: int = 0) -> int:
    """Return a whole number as such, anything else as ``default``."""
    return value if isinstance(value, int) and not isinstance(value, bool) else default


def numbers(value: object) -> tuple[float, ...]:
    """Return the numbers of an array; none where one of its entries is no number."""
    if not isinstance(value, Array):
        return ()
    try:
        return tuple(float(each) for each in value)  # whatever is no number raises
    except (TypeError, ValueError, ArithmeticError):
        return ()


def said(value: object) -> str:
    """Return a text string as text; anything else as an empty one."""
    return str(value) if isinstance(value, Object) and not isinstance(value, Name | Array | Dictionary | Stream) else ""


def subdictionary(value: object) -> Object:
    """Return a dictionary as it is, anything else as an empty one."""
    return value if isinstance(value, Dictionary) else Dictionary()


def edges(value: object) -> Edges | None:
    """Return a rectangle by its edges, its corners in whatever order; None where it is none."""
    found = numbers(value)
    if len(found) != _CORNERS:
        return None
    x0, y0, x1, y1 = found
    return min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)


def is_shown(annotation: Object) -> bool:
    """Tell whether a screen shows it; whether a printer does is not asked."""
    flags, name = integer(annotation.get("/F")), kind(annotation)
    if flags & (Flag.HIDDEN | Flag.NO_VIEW) or name in _NEVER_SHOWN:
        return False
    return not (flags & Flag.INVISIBLE and name not in _STANDARD)


def inherited(field: Object, key: str) -> object:
    """Return an entry of a field, or of the nearest field above that has it (ISO 32000-1, 12.7.3.1)."""
    above: object = field
    for _ in range(_DEEPEST):
        if not isinstance(above, Dictionary):
            return None
        if key in above:
            return above.get(key)
        above = above.get("/Parent")
    return None


def appearance(annotation: Object) -> Stream | None:
    """Return the normal appearance in the state that it is in; None where it has none to draw (ISO 32000-1, 12.5.5)."""
    normal = subdictionary(annotation.get("/AP")).get("/N")
    if isinstance(normal, Stream):
        return normal
    if not isinstance(normal, Dictionary):
        return None
    state = annotation.get("/AS") or inherited(annotation, "/V")
    chosen = normal.get(str(state)) if isinstance(state, Name) else normal.get("/Off")
    return chosen if isinstance(chosen, Stream) else None


def placed(form: Stream, rectangle: Edges) -> Matrix | None:
    """Return the matrix that takes an appearance's space to its rectangle, of algorithm 8.1 of ISO 32000-1, 12.5.5.

    None where the box of the appearance or the rectangle has no area, so that nothing shows.
    """
    box, matrix = edges(form.get("/BBox")), numbers(form.get("/Matrix")) or _UNIT
    if box is None or len(matrix) != len(_UNIT):
        return None
    a, b, c, d, e, f = matrix
    corners = [(a * x + c * y + e, b * x + d * y + f) for x in box[::2] for y in box[1::2]]
    left, lower = (min(each) for each in zip(*corners, strict=True))
    right, upper = (max(each) for each in zip(*corners, strict=True))
    x0, y0, x1, y1 = rectangle
    if min(right - left, upper - lower, x1 - x0, y1 - y0) < _FAINT:
        return None
    across, up = (x1 - x0) / (right - left), (y1 - y0) / (upper - lower)
    return across, 0.0, 0.0, up, x0 - left * across, y0 - lower * up
