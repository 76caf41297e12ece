"""What stays of one show operator: runs of codes, each with its own place."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from pipeline.content.geometry import applied, places
from pipeline.content.values import Show
from pipeline.render.kept.fellows import Fellows
from pipeline.render.kept.lines import Stretch, stretch_of
from pipeline.render.kept.setting import Place

__all__ = ["Plan", "Run", "runs_of"]

_THOUSAND = 1000.0  # of an em, the unit of the numbers of TJ
_DIGITS = 3
_NOTHING = 0.002  # thousandths of an em: a shorter step is none


@dataclass(slots=True)
class Run:
    """Codes that are shown by one operator from (``x``, ``y``) on the page, with numbers between them as in ``TJ``."""

    show: Show
    x: float
    y: float
    char_space: float
    word_space: float
    scale: float
    is_moved: bool
    parts: list[bytes | float] = field(default_factory=list)
    end: float = 0.0
    """Where the next code of a moved run would stand along its line."""

    def add(self, code: bytes) -> None:
        """Add a code at the end."""
        if self.parts and isinstance(self.parts[-1], bytes):
            self.parts[-1] += code
        else:
            self.parts.append(code)

    def step(self, number: float) -> None:
        """Add a number as TJ has it; none where it is next to nothing."""
        if abs(number) > _NOTHING:
            self.parts.append(round(number, _DIGITS) + 0.0)


@dataclass(frozen=True, slots=True)
class Plan:
    """What happens to the letters of a page: ``gaps`` go, ``moved`` stand elsewhere; ``fellows`` tell the style of touched lines."""

    gaps: Mapping[int, int]
    moved: Mapping[int, Place]
    fellows: Mapping[int, Fellows]
    """By the first glyph of each show on a touched line."""

    def touches(self, show: Show, count: int) -> bool:
        """Tell whether a show loses a letter or has one moved."""
        return any(number in self.gaps or number in self.moved for number in range(show.first, show.first + count))


def runs_of(shows: Sequence[Show], plan: Plan) -> list[Run]:
    """Return the runs that stay of one operator's strings, in the order of their codes; what goes leaves no number behind."""
    runs: list[Run] = []
    is_open = False
    for show in shows:
        is_open = _add_runs(runs, show, plan, is_open=is_open)
    return runs


def _add_runs(runs: list[Run], show: Show, plan: Plan, *, is_open: bool) -> bool:
    """Add what stays of one string; tell whether its last code stays, so that the next string may go on from it."""
    stretch, starts = stretch_of(show), places(show)
    advances = show.font.advances(show.codes)
    for index, code in enumerate(show.font.split(show.codes)):
        number = show.first + index
        if number in plan.gaps:
            is_open = False
            continue
        place = plan.moved.get(number)
        if place is None:
            _keep(runs, show, index, starts[index], code, is_open=is_open)
        else:
            _move(runs, stretch, place, plan.fellows[show.first], code, advances[index], is_open=is_open)
        is_open = True
    return is_open


def _keep(runs: list[Run], show: Show, index: int, start: float, code: bytes, *, is_open: bool) -> None:
    """Add a code that keeps its place."""
    if not is_open or runs[-1].is_moved:
        x, y = applied(show.matrix, start, 0.0)
        runs.append(Run(show, x, y, show.char_space, show.word_space, show.scale, is_moved=False))
    elif index == 0 and show.before:
        runs[-1].step(-show.before * _THOUSAND / (show.size * show.scale))
    runs[-1].add(code)


def _move(runs: list[Run], stretch: Stretch, place: Place, fellows: Fellows, code: bytes, advance: float, *, is_open: bool) -> None:
    """Add a code that stands elsewhere, at plain advances from the one before."""
    show = stretch.show
    scale = show.scale * place.squeeze
    if not is_open or not runs[-1].is_moved or runs[-1].scale != scale:
        x, y = place.along * stretch.dx - stretch.offset * stretch.dy, place.along * stretch.dy + stretch.offset * stretch.dx
        spaces = fellows.char_space(show.char_space), fellows.word_space(show.word_space)
        runs.append(Run(show, x, y, *spaces, scale, is_moved=True, end=place.along))
    run = runs[-1]
    em = show.size * scale * stretch.unit
    if em:
        run.step((run.end - place.along) * _THOUSAND / em)
    run.add(code)
    space = run.char_space + (run.word_space if code == b" " else 0.0)
    run.end = place.along + advance * em + space * scale * stretch.unit
