"""The operators that build, clip by and paint paths (ISO 32000-1, 8.5)."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from pipeline.content.geometry import applied, bounds, is_sane, meeting, stretch
from pipeline.content.paths import Subpath, is_drawn_clip, trace
from pipeline.content.reading import Reading
from pipeline.content.state import State
from pipeline.content.values import Edges, GraphicKind

__all__ = ["OPERATORS"]

AFAR = "a drawing placed beyond any page"
_CORNERS, _ENDS = 4, 2  # of a rectangle, of a line
_THICK = 3.0  # points of a stroke that can cover words
_TINY = 0.01  # points; rounding by matrices

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


def _paint(*, is_filled: bool = False, is_stroked: bool = False, is_closed: bool = False) -> Callable[[Reading, Operands], None]:
    def act(reading: Reading, operands: Operands) -> None:
        if is_closed:
            _close(reading, operands)
        outline, is_clip = reading.outline, reading.is_clip
        reading.outline, reading.is_clip = [], False
        if not outline and not is_clip:
            return
        box = bounds(point for each in outline for point in (*each.points, *each.bends))
        if not is_sane(box):
            reading.fault(AFAR)
        elif outline and (is_filled or is_stroked):
            _add(reading, outline, box, is_filled=is_filled, is_stroked=is_stroked)
        if is_clip:
            state = reading.frame.state
            state.clip, state.is_clip_drawn = meeting(state.clip, box), state.is_clip_drawn or is_drawn_clip(outline)

    return act


def _add(reading: Reading, outline: list[Subpath], box: Edges, *, is_filled: bool, is_stroked: bool) -> None:
    state = reading.frame.state
    bar = None if is_filled else _bar(outline, state)
    is_rectangle = bar is not None or (is_filled and len(outline) == 1 and _is_rectangle(outline[0]))
    dashes = state.dashes if is_stroked else ()
    is_shaped = state.is_shaped or (is_filled and state.is_fill_picture)
    for subpath in outline:
        found = trace(subpath, len(reading.graphics), is_filled=is_filled and not is_stroked, dashes=dashes, is_shaped=is_shaped)
        if found:
            reading.traces.append(found)
    kind = GraphicKind.FILL if is_rectangle and not is_shaped else GraphicKind.DRAWING
    alpha = state.group_alpha * (state.fill_alpha if is_filled else state.stroke_alpha)
    fill = state.fill if is_filled else state.stroke if bar else None
    reading.add_graphic(kind, bar or box, first=reading.outline_first, fill=fill, alpha=alpha, is_rectangle=is_rectangle)
    if is_filled and state.fill_tile is not None:
        reading.tiles.append(state.fill_tile)
    if is_stroked and state.stroke_tile is not None:
        reading.tiles.append(state.stroke_tile)


def _bar(outline: list[Subpath], state: State) -> Edges | None:
    """Return what one straight, upright or level stroke covers where it is as thick as a bar, else None."""
    half = state.line_width * stretch(state.ctm) / 2
    if len(outline) != 1 or outline[0].bends or len(outline[0].points) != _ENDS or 2 * half < _THICK or state.dashes:
        return None
    x0, y0, x1, y1 = outline[0].box
    if x0 == x1:
        return x0 - half, y0, x1 + half, y1
    return (x0, y0 - half, x1, y1 + half) if y0 == y1 else None


def _is_rectangle(subpath: Subpath) -> bool:
    corners = subpath.points[:-1] if subpath.points[0] == subpath.points[-1] else subpath.points
    if subpath.bends or len(corners) != _CORNERS:
        return False
    xs, ys = zip(*corners, strict=True)
    ends = {(x, y) for x in (min(xs), max(xs)) for y in (min(ys), max(ys))}
    opposite = all(_is_same(corners[at][0], corners[at + 2][0]) == _is_same(corners[at][1], corners[at + 2][1]) for at in (0, 1))
    return opposite and all(any(_is_same(x, a) and _is_same(y, b) for a, b in ends) for x, y in corners)


def _is_same(one: float, other: float) -> bool:
    return abs(one - other) < _TINY


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
    "n": _paint(),
    "f": _paint(is_filled=True),
    "F": _paint(is_filled=True),
    "f*": _paint(is_filled=True),
    "S": _paint(is_stroked=True),
    "s": _paint(is_stroked=True, is_closed=True),
    "B": _paint(is_filled=True, is_stroked=True),
    "B*": _paint(is_filled=True, is_stroked=True),
    "b": _paint(is_filled=True, is_stroked=True, is_closed=True),
    "b*": _paint(is_filled=True, is_stroked=True, is_closed=True),
}
