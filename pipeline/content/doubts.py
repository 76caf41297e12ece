"""Which graphics of a page may hold words that nobody has read, told when all of them are known: small ones may make up a large one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from pipeline.content.clusters import clusters
from pipeline.content.images import LOWEST, NARROWEST
from pipeline.content.paths import Trace, doubtful
from pipeline.content.values import Edges, Graphic, GraphicKind

__all__ = ["settled"]

_IMAGES = frozenset({GraphicKind.IMAGE, GraphicKind.INLINE_IMAGE})
_STRIP_GAP = 4.0  # points between images that may be letters or strips of one picture
_FRAME_SIDES = 4  # images of a frame
_THIN = 3.0  # points of a frame's side


def settled(graphics: Sequence[Graphic], traces: Sequence[Trace]) -> tuple[Graphic, ...]:
    """Return the graphics of a page with their doubts; ``traces`` are those of its paths."""
    doubted = doubtful(traces) | _pictures(graphics)
    return tuple(replace(each, is_doubtful=True) if at in doubted else each for at, each in enumerate(graphics))


def _pictures(graphics: Sequence[Graphic]) -> set[int]:
    """Return the small images that lie so near each other that they may be one picture: strips of a scan, letters one by one."""
    small = [at for at, each in enumerate(graphics) if each.kind in _IMAGES and not each.is_doubtful]
    found: set[int] = set()
    for cluster in clusters([graphics[at].box for at in small], _STRIP_GAP):
        lefts, lows, rights, tops = zip(*(graphics[small[at]].box for at in cluster), strict=True)
        is_large = max(tops) - min(lows) >= LOWEST and max(rights) - min(lefts) >= NARROWEST
        thick = sum(not _is_thin(graphics[small[at]].box) for at in cluster)
        if is_large and (thick > 1 or len(cluster) > _FRAME_SIDES):
            found.update(small[at] for at in cluster)
    return found


def _is_thin(box: Edges) -> bool:
    return min(box[2] - box[0], box[3] - box[1]) <= _THIN
