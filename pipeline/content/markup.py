"""Appearances of markup that has none of its own, so that it shows as readers draw it (ISO 32000-1, 12.5.6)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import hypot

from pikepdf import Array, Dictionary, Name, Object, Pdf, Stream

from pipeline.content.annotations import edges, kind, numbers, subdictionary
from pipeline.content.values import Edges

__all__ = ["drawn", "form_of"]

Point = tuple[float, float]

_YELLOW, _BLACK = (1.0, 1.0, 0.0), (0.0, 0.0, 0.0)
_PAINTS = {1: ("g", "G"), 3: ("rg", "RG"), 4: ("k", "K")}  # by how many numbers a colour has
_QUAD = 8  # numbers of four corners
_LINE = 1.0  # user space units, the width of a line that no entry gives
_WAVE = 2.0  # user space units, half the length of a wave and its height
_KAPPA = 0.5523  # of a radius: where a curve's handle lies that draws a quarter of a circle
_BORDER_WIDTH = 2  # its place in ``Border``


@dataclass(frozen=True, slots=True)
class _Look:
    """Operators that draw something, what they may reach, and whether they darken what is under them."""

    operators: str
    box: Edges
    is_multiplied: bool = False


def drawn(pdf: Pdf, annotation: Object) -> Stream | None:
    """Return an appearance for markup whose look its own entries tell, in page space; None for all that shows by an icon, or not."""
    draw = _DRAWS.get(kind(annotation))
    look = draw(annotation) if draw else None
    if look is None or not look.operators:
        return None
    opacity = (*numbers(Array([annotation.get("/CA", 1)])), 1.0)[0]
    state = Dictionary(Type=Name.ExtGState, CA=opacity, ca=opacity, BM=Name.Multiply if look.is_multiplied else Name.Normal)
    return form_of(pdf, f"/Look gs {look.operators}", look.box, Dictionary(ExtGState=Dictionary(Look=state)))


def form_of(pdf: Pdf, operators: str, box: Edges, resources: Object) -> Stream:
    """Return a form of these operators."""
    form = pdf.make_stream(operators.encode("latin-1"))
    form.Type, form.Subtype, form.BBox, form.Resources = Name.XObject, Name.Form, Array([*box]), resources
    return form


def _colour(value: object, default: Sequence[float] | None, *, is_stroke: bool) -> str:
    """Return the operator that sets a colour; an empty text for none, which is what an empty array means."""
    found = numbers(value) if isinstance(value, Array) else default or ()
    paint = _PAINTS.get(len(found))
    return f"{_written(*found)} {paint[is_stroke]} " if paint else ""


def _written(*values: float) -> str:
    return " ".join(f"{each:.4f}" for each in values)


def _quads(annotation: Object) -> list[tuple[Point, Point, Point, Point]]:
    """Return upper left, upper right, lower left and lower right of each; that is the order all programs write."""
    found = numbers(annotation.get("/QuadPoints"))
    if len(found) < _QUAD:
        box = edges(annotation.get("/Rect"))
        return [] if box is None else [((box[0], box[3]), (box[2], box[3]), (box[0], box[1]), (box[2], box[1]))]
    parts = (found[at : at + _QUAD] for at in range(0, len(found) - _QUAD + 1, _QUAD))
    return [((a, b), (c, d), (e, f), (g, h)) for a, b, c, d, e, f, g, h in parts]


def _around(points: Sequence[Point], margin: float) -> Edges:
    xs, ys = zip(*points, strict=True)
    return min(xs) - margin, min(ys) - margin, max(xs) + margin, max(ys) + margin


def _trace(points: Sequence[Point]) -> str:
    first, *rest = points
    return " ".join([f"{_written(*first)} m", *(f"{_written(*each)} l" for each in rest)])


def _highlight(annotation: Object) -> _Look | None:
    quads, colour = _quads(annotation), _colour(annotation.get("/C"), _YELLOW, is_stroke=False)
    if not quads or not colour:
        return None
    areas = " ".join(f"{_trace((a, b, d, c))} h f" for a, b, c, d in quads)
    return _Look(colour + areas, _around([point for quad in quads for point in quad], 0.0), is_multiplied=True)


def _ruled(lines: Sequence[Sequence[Point]], annotation: Object, margin: float = _WAVE) -> _Look | None:
    colour = _colour(annotation.get("/C"), _BLACK, is_stroke=True)
    if not lines or not colour:
        return None
    strokes = " ".join(f"{_trace(each)} S" for each in lines)
    return _Look(f"{colour}{_LINE} w {strokes}", _around([point for line in lines for point in line], margin))


def _underline(annotation: Object) -> _Look | None:
    return _ruled([((c[0], c[1] + _LINE), (d[0], d[1] + _LINE)) for _, _, c, d in _quads(annotation)], annotation)


def _strike(annotation: Object) -> _Look | None:
    middles = [(((a[0] + c[0]) / 2, (a[1] + c[1]) / 2), ((b[0] + d[0]) / 2, (b[1] + d[1]) / 2)) for a, b, c, d in _quads(annotation)]
    return _ruled(middles, annotation)


def _squiggly(annotation: Object) -> _Look | None:
    return _ruled([_wave(c, d) for _, _, c, d in _quads(annotation)], annotation)


def _wave(start: Point, end: Point) -> list[Point]:
    steps = max(int(hypot(end[0] - start[0], end[1] - start[1]) / _WAVE), 1)
    across, up = (end[0] - start[0]) / steps, (end[1] - start[1]) / steps
    return [(start[0] + across * at, start[1] + up * at + _WAVE * (at % 2)) for at in range(steps + 1)]


def _width(annotation: Object) -> float:
    """Return the width of its border: of ``BS``, else of ``Border``, else 1 (ISO 32000-1, 12.5.4)."""
    border = numbers(annotation.get("/Border"))
    default = border[_BORDER_WIDTH] if len(border) > _BORDER_WIDTH else _LINE
    try:
        return max(float(subdictionary(annotation.get("/BS")).get("/W", default)), 0.0)
    except (TypeError, ValueError):
        return default


def _painted(annotation: Object, outline: str, box: Edges, *, has_inside: bool) -> _Look | None:
    """Return a shape filled with its interior colour and ruled with its own."""
    width = _width(annotation)
    inside = _colour(annotation.get("/IC"), None, is_stroke=False) if has_inside else ""
    line = _colour(annotation.get("/C"), _BLACK, is_stroke=True) if width else ""
    paint = {(True, True): "B", (True, False): "f", (False, True): "S"}.get((bool(inside), bool(line)))
    return _Look(f"{inside}{line}{_written(width)} w {outline} {paint}", box) if paint else None


def _frame(annotation: Object) -> tuple[Edges, Edges] | None:
    """Return the rectangle and what its border leaves of it, by half its width and by ``RD``."""
    box, half = edges(annotation.get("/Rect")), _width(annotation) / 2
    if box is None:
        return None
    margins = numbers(annotation.get("/RD"))
    left, lower, right, upper = margins if len(margins) == len(box) else (0.0, 0.0, 0.0, 0.0)
    return box, (box[0] + left + half, box[1] + lower + half, box[2] - right - half, box[3] - upper - half)


def _square(annotation: Object) -> _Look | None:
    frame = _frame(annotation)
    if frame is None:
        return None
    box, (x0, y0, x1, y1) = frame
    return _painted(annotation, f"{_written(x0, y0, x1 - x0, y1 - y0)} re", box, has_inside=True)


def _circle(annotation: Object) -> _Look | None:
    frame = _frame(annotation)
    if frame is None:
        return None
    box, (x0, y0, x1, y1) = frame
    x, y, wide, high = (x0 + x1) / 2, (y0 + y1) / 2, (x1 - x0) / 2 * _KAPPA, (y1 - y0) / 2 * _KAPPA
    quarters = (
        (x0, y + high, x - wide, y1, x, y1),
        (x + wide, y1, x1, y + high, x1, y),
        (x1, y - high, x + wide, y0, x, y0),
        (x - wide, y0, x0, y - high, x0, y),
    )
    outline = " ".join([f"{_written(x0, y)} m", *(f"{_written(*each)} c" for each in quarters), "h"])
    return _painted(annotation, outline, box, has_inside=True)


def _points(value: object) -> list[Point]:
    found = numbers(value)
    return list(zip(found[::2], found[1::2], strict=False))


def _traced(annotation: Object, lines: Sequence[Sequence[Point]], *, is_closed: bool = False) -> _Look | None:
    lines = [each for each in lines if len(each) > 1]
    if not lines:
        return None
    outline = " ".join(_trace(each) + (" h" if is_closed else "") for each in lines)
    return _painted(annotation, outline, _around([point for line in lines for point in line], _width(annotation)), has_inside=is_closed)


def _line(annotation: Object) -> _Look | None:
    return _traced(annotation, [_points(annotation.get("/L"))])


def _ink(annotation: Object) -> _Look | None:
    strokes = annotation.get("/InkList")
    return _traced(annotation, [_points(each) for each in strokes] if isinstance(strokes, Array) else [])


def _polygon(annotation: Object) -> _Look | None:
    return _traced(annotation, [_points(annotation.get("/Vertices"))], is_closed=True)


def _polyline(annotation: Object) -> _Look | None:
    return _traced(annotation, [_points(annotation.get("/Vertices"))])


_DRAWS: dict[str, Callable[[Object], _Look | None]] = {
    "/Highlight": _highlight,
    "/Underline": _underline,
    "/StrikeOut": _strike,
    "/Squiggly": _squiggly,
    "/Square": _square,
    "/Circle": _circle,
    "/Line": _line,
    "/Ink": _ink,
    "/Polygon": _polygon,
    "/PolyLine": _polyline,
}
