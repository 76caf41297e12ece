"""The paper of a page: its boxes, its rotation and its unit (ISO 32000-1, 14.11.2 and table 30)."""

from __future__ import annotations

from pikepdf import Array, Object, Page

from pipeline.content.geometry import meeting
from pipeline.content.values import Edges, Sheet

__all__ = ["inherited", "is_cropped_within", "read_sheet"]

_LETTER: Edges = (0.0, 0.0, 612.0, 792.0)  # what readers take where no box is given
_QUARTER, _FULL = 90, 360  # degrees
_SIDES = 4
_DEEPEST = 64  # of a page tree


def read_sheet(page: Page) -> Sheet:
    """Return the paper of a page; what a box lacks is taken as readers take it."""
    media = _box(inherited(page.obj, "/MediaBox")) or _LETTER
    crop = _box(inherited(page.obj, "/CropBox"))
    shared = meeting(media, crop) if crop else media
    rotate = _whole(inherited(page.obj, "/Rotate")) // _QUARTER * _QUARTER % _FULL
    return Sheet(media, media if _is_empty(shared) else shared, rotate, _unit(page.obj.get("/UserUnit")))


def is_cropped_within(page: Page) -> bool:
    """Tell whether the CropBox, where there is a usable one, shows anything of its page."""
    crop = _box(inherited(page.obj, "/CropBox"))
    return crop is None or not _is_empty(meeting(_box(inherited(page.obj, "/MediaBox")) or _LETTER, crop))


def _is_empty(box: Edges) -> bool:
    return box[0] >= box[2] or box[1] >= box[3]


def inherited(node: Object, key: str) -> object:
    """Return what a page has, or takes from those above it in the tree (ISO 32000-1, 7.7.3.4); None where none has it."""
    for _ in range(_DEEPEST):
        if key in node:
            return node[key]
        if "/Parent" not in node:
            return None
        node = node["/Parent"]
    return None


def _box(found: object) -> Edges | None:
    if not isinstance(found, Array) or len(found) != _SIDES:
        return None
    try:
        a, b, c, d = (float(each) for each in found)
    except (TypeError, ValueError):
        return None
    box = min(a, c), min(b, d), max(a, c), max(b, d)
    return box if box[0] < box[2] and box[1] < box[3] else None


def _whole(found: object) -> int:
    try:
        return int(found)  # type: ignore[call-overload,no-any-return]
    except (TypeError, ValueError):
        return 0


def _unit(found: object) -> float:
    try:
        unit = float(found)  # type: ignore[arg-type]
    except (TypeError, ValueError):
        return 1.0
    return unit if unit > 0 else 1.0
