"""Where cancelled markings stand after their lines were set anew."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence

from pipeline.content.geometry import places
from pipeline.content.values import Scene, Show
from pipeline.render.kept.lines import Stretch, stretch_of
from pipeline.render.kept.setting import Place
from pipeline.render.kept.values import Strike

__all__ = ["strikes_of"]

_SAME_LINE = 0.3  # em


def _end(stretch: Stretch, index: int, squeeze: float) -> float:
    """Return how long a letter is, drawn plainly."""
    show = stretch.show
    return show.font.advances(show.codes)[index] * show.size * show.scale * squeeze * stretch.unit


def _joins(last: Strike, stretch: Stretch) -> bool:
    offset = last.y * last.dx - last.x * last.dy
    return (last.dx, last.dy) == (stretch.dx, stretch.dy) and abs(offset - stretch.offset) <= _SAME_LINE * stretch.em


def _widened(last: Strike, along: float, end: float) -> Strike:
    begin = last.x * last.dx + last.y * last.dy
    offset = last.y * last.dx - last.x * last.dy
    left, right = min(begin, along), max(begin + last.width, end)
    x, y = left * last.dx - offset * last.dy, left * last.dy + offset * last.dx
    return Strike(x, y, last.dx, last.dy, right - left, last.size)


def _group(shows: Sequence[Show], firsts: Sequence[int], numbers: Iterable[int], moved: Mapping[int, Place]) -> list[Strike]:
    found: list[Strike] = []
    for number in numbers:
        show = shows[bisect_right(firsts, number) - 1]
        stretch, index = stretch_of(show), number - show.first
        if not show.font.texts(show.codes)[index].strip():  # blanks at the ends of a marking are not struck
            continue
        place = moved.get(number)
        along = stretch.start + places(show)[index] * stretch.unit if place is None else place.along
        end = along + _end(stretch, index, 1.0 if place is None else place.squeeze)
        if found and _joins(found[-1], stretch):
            found[-1] = _widened(found[-1], along, end)
            continue
        x, y = along * stretch.dx - stretch.offset * stretch.dy, along * stretch.dy + stretch.offset * stretch.dx
        found.append(Strike(x, y, stretch.dx, stretch.dy, end - along, stretch.em))
    return found


def strikes_of(scene: Scene, struck: Sequence[tuple[int, ...]], moved: Mapping[int, Place], gaps: Mapping[int, int]) -> tuple[Strike, ...]:
    """Return the strikes over groups of letters, one for each line that a group stands on; letters that go are passed over."""
    firsts = [show.first for show in scene.shows]
    return tuple(strike for group in struck for strike in _group(scene.shows, firsts, [each for each in group if each not in gaps], moved))
