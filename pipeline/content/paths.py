"""What the painted paths of a page are: rules, boxes and bullets are let through, what may draw letters is in doubt, place by place.

Nobody has read what a path draws. A curve, a slant or many short strokes near each other may be a letter; then all of the
drawing around it is in doubt, and nothing else of the page is.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from math import dist

from pipeline.content.clusters import MOST, clusters, meets
from pipeline.content.values import Edges

__all__ = ["Subpath", "Trace", "doubtful", "is_drawn_clip", "trace"]

_LEAN = 0.75  # points by which a rule may lean
_LEAN_SHARE = 0.15  # of its length
_JOINT = 1.5  # points; smaller is the joint of two rules, if it touches one
_SHORT = 14.0  # points; shorter than a rule
_THICK = 3.0  # points; what is thicker is a box, to be ticked
_LARGE = 60.0  # points; no letter of running text is as large
_LONG = 40.0  # points of a slanted line that is no stroke of a letter
_FRAME = 24.0  # points; a smaller border may be a letter
_EDGE, _LARGE_EDGE = 0.75, 1.5  # points that the sides of a border are thick; no letter of its size is as thin
_QUAD = 4  # corners of a slanted shape so simple that only several of them draw a letter
_MANY_SLANTS = 2  # such shapes near each other: an arrow, a cross
_NEAR = 12.0  # points between shapes that may be letters of one word
_REACH = 2.0  # points from a rule to its joint
_MOST_CORNERS = 5  # of a box, its first one named again
_MOST_LARGE_CORNERS = 12  # of a large frame
_FEW_CURVES = 4  # bends' pairs of a large arc
_MANY_ARCS = 4  # large arcs near each other; more may be handwriting, for bends lie far beyond the line that they bend
_LARGEST_DISC = 8.0  # points; a list's bullet
_ROUND = 0.12  # of a disc's radius, by which its edge may differ from it
_DISC_ENDS = 5
_QUADRANTS = 4
_MANY_BOXES = 80  # that lie near each other
_MANY_STROKES = 40  # short strokes and dots that lie near each other and touch no rule
_MANY_JOINED = 4  # short strokes that touch each other and no rule: the sides of a box
_FEWEST_STROKES = 3  # of a letter that is no L, T or cross
_MANY_CLIPS = 5  # subpaths of a clip
_LONGEST_DASHES = 4  # entries of a pattern of dashes

_RULE, _JOINT_OF, _STROKE, _BOX, _DISC, _RING, _SLANT, _DRAWING = "rule", "joint", "stroke", "box", "disc", "ring", "slant", "drawing"
_ARC = "arc"
_KINDS = _JOINT_OF, _STROKE, _BOX, _DISC, _RING, _SLANT, _ARC, _DRAWING

Point = tuple[float, float]


@dataclass(slots=True)
class Subpath:
    """Points in the page's own space; ``bends`` are those that curves lean to."""

    points: list[Point]
    bends: list[Point] = field(default_factory=list)

    @property
    def box(self) -> Edges:
        """Its left, lower, right and upper edge."""
        xs, ys = zip(*self.points, *self.bends, strict=True)
        return min(xs), min(ys), max(xs), max(ys)


@dataclass(frozen=True, slots=True)
class Trace:
    """One subpath as it was painted: what it is, where it is, and the graphic that it is part of."""

    kind: str
    box: Edges
    graphic: int


def trace(subpath: Subpath, graphic: int, *, is_filled: bool, dashes: Sequence[float] = (), is_shaped: bool = False) -> Trace | None:
    """Return what a painted subpath is; None where it paints nothing, or is a large plain shape.

    ``dashes`` are those that it is stroked with; long patterns of them can write. ``is_shaped`` where a clip, or what fills it,
    gives it another shape.
    """
    if len(subpath.points) < 2:  # noqa: PLR2004  # a point alone paints nothing
        return None
    box = subpath.box
    kind = _DRAWING if is_shaped or len(dashes) > _LONGEST_DASHES else _kind(subpath, box, is_filled=is_filled)
    return None if kind is None else Trace(kind, box, graphic)


def _kind(subpath: Subpath, box: Edges, *, is_filled: bool) -> str | None:
    x0, y0, x1, y1 = box
    wide, narrow = max(x1 - x0, y1 - y0), min(x1 - x0, y1 - y0)
    corners = len(set(subpath.points))
    is_slanted = any(_is_slanted(a, b) for a, b in pairwise(subpath.points))
    if not (subpath.bends or is_slanted or corners > _MOST_CORNERS):
        return _level(wide, narrow)
    if wide > _FRAME and len(subpath.points) > _QUAD and _is_frame(subpath, box):
        return None
    if subpath.bends:
        return _curved(subpath, wide, narrow, is_filled=is_filled)
    if is_slanted:
        is_line = corners == 2 and dist(subpath.points[0], subpath.points[1]) > _LONG  # noqa: PLR2004  # its two ends
        return None if is_line else _SLANT if corners <= _QUAD else _DRAWING
    return None if narrow > _LARGE and len(subpath.points) <= _MOST_LARGE_CORNERS else _DRAWING


def _level(wide: float, narrow: float) -> str:
    """Return what a straight, level or upright shape is by its size."""
    if wide <= _JOINT:
        return _JOINT_OF
    if wide < _SHORT:
        return _STROKE if narrow <= _THICK else _BOX
    return _RULE


def _curved(subpath: Subpath, wide: float, narrow: float, *, is_filled: bool) -> str | None:
    if narrow > _LARGE and len(subpath.bends) <= 2 * _FEW_CURVES:
        return _ARC
    if not _is_round(subpath):
        return _DRAWING
    return _DISC if is_filled and wide <= _LARGEST_DISC else _RING


def _is_frame(subpath: Subpath, box: Edges) -> bool:
    """Tell whether all the ends of a shape lie along the sides of its box, as those of a border do, or of a box with round corners."""
    x0, y0, x1, y1 = box
    edge = _LARGE_EDGE if max(x1 - x0, y1 - y0) > _LARGE else _EDGE
    return all(min(x - x0, x1 - x, y - y0, y1 - y) <= edge for x, y in subpath.points)


def _is_slanted(a: Point, b: Point) -> bool:
    lean, length = sorted((abs(a[0] - b[0]), abs(a[1] - b[1])))
    return lean > _LEAN or (length > _JOINT and lean > _LEAN_SHARE * length)


def _is_round(subpath: Subpath) -> bool:
    """Tell whether a shape is round, as a bullet is and no letter but one: all its ends lie around one middle."""
    x0, y0, x1, y1 = subpath.box
    middle, radius = ((x0 + x1) / 2, (y0 + y1) / 2), max(x1 - x0, y1 - y0) / 2
    quadrants = {(x >= middle[0], y >= middle[1]) for x, y in (*subpath.points, *subpath.bends)}
    return (
        len(subpath.points) >= _DISC_ENDS
        and len(quadrants) == _QUADRANTS
        and all(abs(dist(point, middle) - radius) <= _ROUND * radius for point in subpath.points)
    )


def is_drawn_clip(outline: Sequence[Subpath]) -> bool:
    """Tell whether a clip may give letters' shapes to what is painted in it."""
    kinds = [_kind(each, each.box, is_filled=True) for each in outline if len(each.points) > 1]
    return len(kinds) > _MANY_CLIPS or any(each in {_DRAWING, _RING, _SLANT} for each in kinds)


def doubtful(traces: Sequence[Trace]) -> set[int]:
    """Return the graphics of a page that may draw letters, by their numbers in ``traces``."""
    rules = [each for each in traces if each.kind == _RULE]
    others = [each for each in traces if each.kind != _RULE]
    found: set[int] = set()
    for places in clusters([each.box for each in others], _NEAR):
        cluster = [others[at] for at in places]
        if _may_be_letters(cluster, [each.box for each in rules]):
            found.update(each.graphic for each in cluster)
            found.update(each.graphic for each in _among(rules, cluster))
    return found


def _may_be_letters(cluster: Sequence[Trace], rules: Sequence[Edges]) -> bool:
    of = {kind: [each.box for each in cluster if each.kind == kind] for kind in _KINDS}
    if len(cluster) > MOST or of[_DRAWING] or len(of[_RING]) > 1 or _are_close(of[_DISC]):
        return True
    if len(of[_BOX]) > _MANY_BOXES or len(of[_ARC]) > _MANY_ARCS:
        return True
    loose = _apart(of[_STROKE], rules)
    if len(of[_SLANT]) > _MANY_SLANTS or (of[_SLANT] and loose):
        return True
    if _is_row([*loose, *of[_JOINT_OF]]):
        return False
    joined = sum(count > 1 for count in meets(loose, loose, _REACH))  # each meets itself
    return joined > _MANY_JOINED or any(map(_is_crossed, _figures(loose))) or len(loose) + len(_apart(of[_JOINT_OF], rules)) > _MANY_STROKES


def _figures(strokes: Sequence[Edges]) -> list[list[Edges]]:
    """Return short strokes by figure: those of one touch."""
    return [[strokes[at] for at in figure] for figure in clusters(strokes, _JOINT)]


def _is_crossed(figure: Sequence[Edges]) -> bool:
    """Tell whether strokes that touch are no side of a box, as the bars of an H and an E are: one lies well within the figure."""
    if len(figure) < _FEWEST_STROKES:
        return False
    lefts, lows, rights, tops = zip(*figure, strict=True)
    x0, y0, x1, y1 = min(lefts), min(lows), max(rights), max(tops)
    return any(min(left - x0, x1 - right) > _THICK or min(low - y0, y1 - top) > _THICK for left, low, right, top in figure)


def _apart(shapes: Sequence[Edges], rules: Sequence[Edges]) -> list[Edges]:
    """Return the shapes that touch no rule."""
    return [shape for shape, count in zip(shapes, meets(shapes, rules, _REACH), strict=True) if not count]


def _are_close(discs: Sequence[Edges]) -> bool:
    """Tell whether bullets lie so close that they may be the dots of a letter."""
    middles = sorted(((x0 + x1) / 2, (y0 + y1) / 2) for x0, y0, x1, y1 in discs)
    return any(dist(a, b) < _LARGEST_DISC for a, b in pairwise(middles))


def _is_row(shapes: Sequence[Edges]) -> bool:
    """Tell whether shapes lie in one line, as dashes and leaders do; no letters can."""
    if not shapes:
        return True
    lefts, lows, rights, tops = zip(*shapes, strict=True)
    return bool(min(max(rights) - min(lefts), max(tops) - min(lows)) <= _THICK)


def _among(rules: Sequence[Trace], cluster: Sequence[Trace]) -> list[Trace]:
    """Return the short rules that stand within a cluster: an outlined I is a rule by its shape."""
    lefts, lows, rights, tops = zip(*(each.box for each in cluster), strict=True)
    x0, y0, x1, y1 = min(lefts) - _NEAR, min(lows) - _NEAR, max(rights) + _NEAR, max(tops) + _NEAR
    return [
        each
        for each in rules
        if max(each.box[2] - each.box[0], each.box[3] - each.box[1]) < _LARGE
        and x0 <= each.box[0]
        and each.box[2] <= x1
        and y0 <= each.box[1]
        and each.box[3] <= y1
    ]
