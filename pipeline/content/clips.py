"""Clips whose bounds do not tell what they leave: of curves, slants, several parts, or letters (ISO 32000-1, 8.5.4, 9.3.6)."""

from __future__ import annotations

from collections.abc import Sequence

from pikepdf import Name

from pipeline.content.values import Edges, Instruction, Path, Scene

__all__ = ["Clips"]

_CURVES = frozenset("c v y".split())
_PAINTS = frozenset("S s f F f* B B* b b* n".split())
_CLIPS = frozenset("W W*".split())
_FIRST_CLIPPING_MODE = 4
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
        if operator in _CLIPS and not _is_upright(outline):
            return True
        if operator in _PAINTS:
            outline = []
        elif operator in _CURVES or operator in {"m", "l", "re"}:
            outline.append(each)
    return False


def _is_upright(outline: Sequence[Instruction]) -> bool:
    """Tell whether a path is one rectangle or none, with its sides along the axes."""
    operators = [str(each.operator) for each in outline]
    if operators in ([], ["re"]):
        return True
    if operators[0] != "m" or any(each != "l" for each in operators[1:]):
        return False
    try:
        points = [(float(each.operands[0]), float(each.operands[1])) for each in outline]
    except (TypeError, ValueError, IndexError):
        return False
    corners = {(round(x / _AXIS), round(y / _AXIS)) for x, y in points}
    return len(corners) <= len({x for x, _ in corners}) * len({y for _, y in corners}) <= 4  # noqa: PLR2004  # corners of a rectangle


def _mixes(states: object) -> bool:
    """Tell whether a page may set a mask or a blend mode."""
    found = states.values() if hasattr(states, "values") else ()
    return any("/SMask" in each and each.SMask != Name("/None") for each in found if hasattr(each, "keys")) or any(
        str(each.get("/BM", "/Normal")) not in {"/Normal", "/Compatible"} for each in found if hasattr(each, "keys")
    )
