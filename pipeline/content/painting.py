"""The operators that build, clip by and paint paths (ISO 32000-1, 8.5)."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from pipeline.content.geometry import applied, bounds, meeting
from pipeline.content.paths import Subpath
from pipeline.content.reading import Reading
from pipeline.content.values import Graphic, GraphicKind

__all__ = ["OPERATORS"]

_CORNERS = 5  # of a closed rectangle, its first one named again

Operands = Sequence[object]
Point = tuple[float, float]


def _points(reading: Reading, operands: Operands, count: int) -> list[Point]:
    numbers = [float(each) for each in operands]  # type: ignore[arg-type]
    if len(numbers) != count:
        raise ValueError(count)
    ctm = reading.frame.state.ctm
    return [applied(ctm, x, y) for x, y in zip(numbers[::2], numbers[1::2], strict=True)]


def _begin(reading: Reading) -> None:
    if not reading.outline:
        reading.outline_first = reading.frame.at


def _rectangle(reading: Reading, operands: Operands) -> None:
    x, y, width, height = (float(each) for each in operands)  # type: ignore[arg-type]
    ctm = reading.frame.state.ctm
    corners = ((x, y), (x + width, y), (x + width, y + height), (x, y + height), (x, y))
    _begin(reading)
    reading.outline.append(Subpath([applied(ctm, *each) for each in corners]))


def _move(reading: Reading, operands: Operands) -> None:
    points = _points(reading, operands, 2)
    _begin(reading)
    reading.outline.append(Subpath(points))


def _line(reading: Reading, operands: Operands) -> None:
    reading.outline[-1].points += _points(reading, operands, 2)


def _curve(count: int) -> Callable[[Reading, Operands], None]:
    def act(reading: Reading, operands: Operands) -> None:
        *bends, end = _points(reading, operands, count)
        reading.outline[-1].bends += bends
        reading.outline[-1].points.append(end)

    return act


def _close(reading: Reading, _operands: Operands) -> None:
    if reading.outline:
        reading.outline[-1].points.append(reading.outline[-1].points[0])


def _clip(reading: Reading, _operands: Operands) -> None:
    reading.is_clip = True


def _paint(*, is_filled: bool, is_stroked: bool, is_closed: bool = False) -> Callable[[Reading, Operands], None]:
    def act(reading: Reading, operands: Operands) -> None:
        if is_closed:
            _close(reading, operands)
        if reading.outline and (is_filled or is_stroked):
            _add(reading, is_filled=is_filled, is_stroked=is_stroked)
        if reading.is_clip:
            state = reading.frame.state
            state.clip = meeting(state.clip, bounds(point for each in reading.outline for point in (*each.points, *each.bends)))
        reading.outline, reading.is_clip = [], False

    return act


def _add(reading: Reading, *, is_filled: bool, is_stroked: bool) -> None:
    frame, state = reading.frame, reading.frame.state
    box = bounds(point for each in reading.outline for point in (*each.points, *each.bends))
    is_rectangle = len(reading.outline) == 1 and _is_rectangle(reading.outline[0])
    alpha = state.group_alpha * (state.fill_alpha if is_filled else state.stroke_alpha)
    reading.graphics.append(
        Graphic(
            GraphicKind.FILL if is_rectangle and is_filled else GraphicKind.DRAWING,
            frame.path,
            reading.outline_first,
            frame.at,
            reading.next_order(),
            box,
            is_doubtful=any(each.bends for each in reading.outline),
            fill=state.fill if is_filled else None,
            is_opaque=alpha >= 1 and not state.is_blended and not state.is_masked,
            is_rectangle=is_rectangle,
            clip=state.clip,
            is_in_layer_off=frame.is_off,
        )
    )
    if is_filled and state.fill_tile is not None:
        reading.tiles.append(state.fill_tile)
    if is_stroked and state.stroke_tile is not None:
        reading.tiles.append(state.stroke_tile)


def _is_rectangle(subpath: Subpath) -> bool:
    corners = subpath.points[:-1] if subpath.points[0] == subpath.points[-1] else subpath.points
    if subpath.bends or len(corners) != _CORNERS - 1:
        return False
    (a, b), (c, d), (e, f), (g, h) = corners
    return (a == c and d == f and e == g and h == b) or (b == d and c == e and f == h and g == a)


OPERATORS: dict[str, Callable[[Reading, Operands], None]] = {
    "m": _move,
    "l": _line,
    "c": _curve(6),
    "v": _curve(4),
    "y": _curve(4),
    "h": _close,
    "re": _rectangle,
    "W": _clip,
    "W*": _clip,
    "n": _paint(is_filled=False, is_stroked=False),
    "f": _paint(is_filled=True, is_stroked=False),
    "F": _paint(is_filled=True, is_stroked=False),
    "f*": _paint(is_filled=True, is_stroked=False),
    "S": _paint(is_filled=False, is_stroked=True),
    "s": _paint(is_filled=False, is_stroked=True, is_closed=True),
    "B": _paint(is_filled=True, is_stroked=True),
    "B*": _paint(is_filled=True, is_stroked=True),
    "b": _paint(is_filled=True, is_stroked=True, is_closed=True),
    "b*": _paint(is_filled=True, is_stroked=True, is_closed=True),
}
