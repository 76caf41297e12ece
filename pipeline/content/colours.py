"""The operators that set colours (ISO 32000-1, 8.6), told as red, green and blue where they can be."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from pikepdf import Array, Dictionary, Name, Stream

from pipeline.content.images import may_be_picture
from pipeline.content.reading import Reading, Tile
from pipeline.content.state import BLACK, Colour

__all__ = ["OPERATORS"]

_TILING, _SHADING = 1, 2  # PatternType
_PARTS = {"/DeviceGray": 1, "/CalGray": 1, "/G": 1, "/DeviceRGB": 3, "/CalRGB": 3, "/RGB": 3, "/DeviceCMYK": 4, "/CMYK": 4}
_GREY, _RGB, _CMYK = 1, 3, 4  # components of a colour

Operands = Sequence[object]


def _told(parts: Sequence[float]) -> Colour | None:
    """Return the red, green and blue of 1, 3 or 4 components, without regard to profiles; None of any other number."""
    held = [min(max(each, 0.0), 1.0) for each in parts]
    if len(held) == _GREY:
        return (held[0], held[0], held[0])
    if len(held) == _RGB:
        return tuple(held)
    if len(held) == _CMYK:
        return tuple(1.0 - min(1.0, each + held[-1]) for each in held[:-1])
    return None


def _components(reading: Reading, named: object) -> int | None:
    """Return how many components a colour space has whose numbers say what they look like, None of all others."""
    if (name := str(named)) in _PARTS:
        return _PARTS[name]
    space = reading.frame.resource("/ColorSpace", named)
    if not isinstance(space, Array):
        return _PARTS.get(str(space))
    if len(space) > 1 and str(space[0]) == "/ICCBased" and isinstance(space[1], (Dictionary, Stream)):
        return int(space[1].get("/N", 0))
    return _PARTS.get(str(space[0])) if len(space) else None


def _device(kind: str, count: int) -> Callable[[Reading, Operands], None]:
    def act(reading: Reading, operands: Operands) -> None:
        numbers = [float(each) for each in operands]  # type: ignore[arg-type]
        if len(numbers) != count:
            raise ValueError(kind)
        state = reading.frame.state
        if kind == "fill":
            state.fill, state.fill_parts, state.fill_tile, state.is_fill_picture = _told(numbers), count, None, False
        else:
            state.stroke, state.stroke_parts, state.stroke_tile = _told(numbers), count, None

    return act


def _set_space(kind: str) -> Callable[[Reading, Operands], None]:
    def act(reading: Reading, operands: Operands) -> None:
        (named,) = operands
        parts = _components(reading, named)
        colour = BLACK if parts is not None else None
        state = reading.frame.state
        if kind == "fill":
            state.fill, state.fill_parts, state.fill_tile, state.is_fill_picture = colour, parts, None, False
        else:
            state.stroke, state.stroke_parts, state.stroke_tile = colour, parts, None

    return act


def _set_colour(kind: str) -> Callable[[Reading, Operands], None]:
    def act(reading: Reading, operands: Operands) -> None:
        state = reading.frame.state
        colour, tile, is_picture = None, None, False
        if operands and isinstance(operands[-1], Name):
            tile, is_picture = _pattern(reading, operands[-1])
        else:
            numbers = [float(each) for each in operands]  # type: ignore[arg-type]
            parts = state.fill_parts if kind == "fill" else state.stroke_parts
            colour = _told(numbers) if parts == len(numbers) else None
        if kind == "fill":
            state.fill, state.fill_tile, state.is_fill_picture = colour, tile, is_picture
        else:
            state.stroke, state.stroke_tile = colour, tile

    return act


def _pattern(reading: Reading, named: object) -> tuple[Tile | None, bool]:
    """Return the tiling pattern that a name means, to be walked; or of a shading pattern, whether it can draw any shape."""
    pattern = reading.frame.resource("/Pattern", named)
    kind = int(pattern.get("/PatternType", 0)) if isinstance(pattern, (Dictionary, Stream)) else 0
    if kind == _TILING and isinstance(pattern, Stream):
        return Tile((*reading.frame.path, reading.frame.at), pattern, reading.frame), False
    return None, may_be_picture(pattern.get("/Shading") if kind == _SHADING and pattern is not None else None)


OPERATORS: dict[str, Callable[[Reading, Operands], None]] = {
    "g": _device("fill", _GREY),
    "rg": _device("fill", _RGB),
    "k": _device("fill", _CMYK),
    "G": _device("stroke", _GREY),
    "RG": _device("stroke", _RGB),
    "K": _device("stroke", _CMYK),
    "cs": _set_space("fill"),
    "CS": _set_space("stroke"),
    "sc": _set_colour("fill"),
    "scn": _set_colour("fill"),
    "SC": _set_colour("stroke"),
    "SCN": _set_colour("stroke"),
}
