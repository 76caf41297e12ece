"""Clips whose bounds do not tell what they leave: of curves, slants, several parts, or letters (ISO 32000-1, 8.5.4, 9.3.6)."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from pikepdf import Name

from pipeline.content.annotations import subdictionary
from pipeline.content.values import Edges, Instruction, Path, Scene

__all__ = ["Clips", "is_upright"]

_CURVES = frozenset("c v y".split())
_PAINTS = frozenset("S s f F f* B B* b b* n".split())
_CLIPS = frozenset("W W*".split())
_FIRST_CLIPPING_MODE = 4
_CORNERS = 4
_NO_MASK = Name("/None")
_PLAIN_BLENDS = frozenset({"/Normal", "/Compatible"})
_AXIS = 0.01  # units by which a side may lean and still be upright


class Clips:
    """The streams of a page whose clips are no upright rectangles, and whether anything of the page is masked or blended."""

    def __init__(self, scene: Scene) -> None:
        clipped = any(each.clip is not None for each in scene.shows) or any(each.clip is not None for each in scene.graphics)
        self._odd = {path for path, each in scene.streams.items() if clipped and _has_odd_clip(each.instructions)}
        self._odd |= {each.path for each in scene.shows if each.mode >= _FIRST_CLIPPING_MODE}
        self.is_mixed = any(_mixes(each.resources.get("/ExtGState")) for each in scene.streams.values() if each.resources is not None)

    def is_odd(self, path: Path, clip: Edges | None) -> bool:
        """Tell whether less may be left than the bounds of a clip say."""
        return clip is not None and bool(self._odd) and any(path[:depth] in self._odd for depth in range(len(path) + 1))


def _has_odd_clip(instructions: Sequence[Instruction]) -> bool:
    outline: list[Instruction] = []
    for each in instructions:
        operator = str(each.operator)
        if operator in _CLIPS and not is_upright(outline):
            return True
        if operator in _PAINTS:
            outline = []
        elif operator in _CURVES or operator in {"m", "l", "re"}:
            outline.append(each)
    return False


def is_upright(outline: Sequence[Instruction]) -> bool:
    """Tell whether a path is one rectangle or none, with its sides along the axes; ``outline`` are the operators that build it."""
    operators = [str(each.operator) for each in outline if str(each.operator) != "h"]
    if operators in ([], ["re"]):
        return True
    if operators[0] != "m" or any(each != "l" for each in operators[1:]):
        return False
    try:
        points = [(float(each.operands[0]), float(each.operands[1])) for each in outline if each.operands]
    except (TypeError, ValueError, IndexError):
        return False
    corners = [(round(x / _AXIS), round(y / _AXIS)) for x, y in points]
    columns, rows = {x for x, _ in corners}, {y for _, y in corners}
    is_whole = len(set(corners)) == len(columns) * len(rows) <= _CORNERS
    return is_whole and all(a == c or b == d for (a, b), (c, d) in pairwise([*corners, corners[0]]))


def _mixes(states: object) -> bool:
    """Tell whether a page may set a mask or a blend mode."""
    found = [subdictionary(each) for each in subdictionary(states).values()]
    return any(each.get("/SMask", _NO_MASK) != _NO_MASK or str(each.get("/BM", "/Normal")) not in _PLAIN_BLENDS for each in found)
