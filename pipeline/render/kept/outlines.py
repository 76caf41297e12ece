"""What a TrueType program says of its glyphs as a whole: their bounds and the most points, contours and bytes that one has.

Programs bring such figures for all letters of the source, cut ones among them; they are reckoned anew from the glyphs that stay.
"""

from __future__ import annotations

import struct
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from pipeline.render.kept.damage import DamagedFontError

__all__ = ["Metric", "box_of", "extremes", "limits"]

_HEADER = 10  # bytes before a glyph's contours or parts
_HAS_INSTRUCTIONS = 0x0100
_Parts = Mapping[int, Sequence[int]]


class Metric(NamedTuple):
    """The advance width and left side bearing of a glyph."""

    width: int
    bearing: int


class _Count(NamedTuple):
    points: int = 0
    contours: int = 0
    depth: int = 0


def box_of(outlines: Mapping[int, bytes]) -> tuple[int, int, int, int]:
    """Return the box around all glyphs (OpenType 1.9, head); zeros where none draws."""
    boxes = [struct.unpack_from(">4h", each, 2) for each in outlines.values() if len(each) >= _HEADER]
    if not boxes:
        return 0, 0, 0, 0
    lefts, lows, rights, highs = zip(*boxes, strict=True)
    return min(lefts), min(lows), max(rights), max(highs)


def extremes(outlines: Mapping[int, bytes], metrics: Mapping[int, Metric]) -> tuple[int, int, int, int]:
    """Return the largest advance, the least bearings and the largest extent of all glyphs (OpenType 1.9, hhea)."""
    widest = max((each.width for each in metrics.values()), default=0)
    rows = []
    for number, outline in outlines.items():
        if len(outline) >= _HEADER and number in metrics:
            left, _, right, _ = struct.unpack_from(">4h", outline, 2)
            width, bearing = metrics[number]
            rows.append((bearing, width - bearing - (right - left), bearing + right - left))
    if not rows:
        return widest, 0, 0, 0
    lefts, rights, extents = zip(*rows, strict=True)
    return widest, _short(min(lefts)), _short(min(rights)), _short(max(extents))


def _short(value: int) -> int:
    """Return a number as far as 16 bits hold it."""
    return max(-0x8000, min(0x7FFF, value))


def limits(outlines: Mapping[int, bytes], parts: _Parts) -> tuple[tuple[int, int, int, int], tuple[int, int, int]]:
    """Return the most points and contours of simple and of composed glyphs, and the most instructions, parts and depth (maxp).

    Raises DamagedFontError where a glyph is cut off.
    """
    try:
        simple = [_simple(each) for number, each in outlines.items() if each and not parts.get(number)]
        composed = [_composed(number, outlines, parts) for number in outlines if parts.get(number)]
        instructions = max((_instructions(each, is_composed=bool(parts.get(number))) for number, each in outlines.items()), default=0)
    except (struct.error, IndexError) as fault:
        raise DamagedFontError("a glyph is cut off") from fault
    most = (*_most(simple), *_most(composed))
    return most, (instructions, max(map(len, parts.values()), default=0), max((each.depth for each in composed), default=0))


def _most(counts: Sequence[_Count]) -> tuple[int, int]:
    return max((each.points for each in counts), default=0), max((each.contours for each in counts), default=0)


def _simple(outline: bytes) -> _Count:
    contours = struct.unpack_from(">h", outline)[0] if outline else 0
    return _Count(struct.unpack_from(">H", outline, _HEADER + 2 * (contours - 1))[0] + 1, contours) if contours > 0 else _Count()


def _composed(number: int, outlines: Mapping[int, bytes], parts: _Parts) -> _Count:
    """Return what a glyph has with all its parts; the closure of the glyphs has bounded its depth."""
    if not parts.get(number):
        return _simple(outlines.get(number, b""))
    inner = [_composed(part, outlines, parts) for part in parts[number]]
    points, contours, depth = zip(*inner, strict=True)
    return _Count(min(sum(points), 0xFFFF), min(sum(contours), 0xFFFF), max(depth) + 1)


def _instructions(outline: bytes, *, is_composed: bool) -> int:
    """Return how many bytes of instructions a glyph has; of a composed one at most what it is long."""
    if len(outline) < _HEADER:
        return 0
    if is_composed:
        return len(outline) if struct.unpack_from(">H", outline, _HEADER)[0] & _HAS_INSTRUCTIONS else 0
    contours = struct.unpack_from(">h", outline)[0]
    return int(struct.unpack_from(">H", outline, _HEADER + 2 * contours)[0]) if contours > 0 else 0
