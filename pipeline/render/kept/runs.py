"""What stays of one show operator: runs of codes, each with its own place."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from pikepdf import Array, String

from pipeline.content.geometry import applied, places
from pipeline.content.values import Instruction, Show
from pipeline.render.kept.fellows import Fellows
from pipeline.render.kept.instructions import instruction, number
from pipeline.render.kept.lines import Stretch, stretch_of
from pipeline.render.kept.setting import Place

__all__ = ["Plan", "Run", "runs_of", "shown", "trimmed"]

_THOUSAND = 1000.0  # of an em, the unit of the numbers of TJ
_DIGITS = 3
_ROOM = 1.0  # user space units: how far a run may stand over its clip
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

    def step(self, thousandths: float) -> None:
        """Add a number as TJ has it; none where it is next to nothing."""
        if abs(thousandths) > _NOTHING:
            self.parts.append(round(thousandths, _DIGITS) + 0.0)

    def is_clipped(self) -> bool:
        """Tell whether a moved run begins or ends outside of what its clip leaves."""
        if self.show.clip is None:
            return False
        left, low, right, high = self.show.clip
        stretch = stretch_of(self.show)
        length = self.end - self.x * stretch.dx - self.y * stretch.dy
        ends = (self.x, self.y), (self.x + length * stretch.dx, self.y + length * stretch.dy)
        return not all(left - _ROOM <= x <= right + _ROOM and low - _ROOM <= y <= high + _ROOM for x, y in ends)

    def written(self) -> Instruction:
        """Return the run as one operator."""
        if len(self.parts) == 1 and isinstance(self.parts[0], bytes):
            return instruction("Tj", String(self.parts[0]))
        return instruction("TJ", Array([String(part) if isinstance(part, bytes) else number(part) for part in self.parts]))


@dataclass(frozen=True, slots=True)
class Plan:
    """What happens to the letters of a page: ``gaps`` go, ``moved`` stand elsewhere; ``fellows`` tell the style of touched lines."""

    gaps: Mapping[int, int]
    moved: Mapping[int, Place]
    fellows: Mapping[int, Fellows]
    """By the first glyph of each show on a touched line."""


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
        glyph = show.first + index
        if glyph in plan.gaps:
            is_open = False
            continue
        place = plan.moved.get(glyph)
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


def shown(name: str, each: Instruction) -> Instruction:
    """Return a show operator without the move that ``'`` and ``"`` make."""
    return each if name in {"Tj", "TJ"} else instruction("Tj", each.operands[-1])


def trimmed(name: str, each: Instruction) -> Instruction:
    """Return a show operator without numbers before its first string and after its last."""
    if name != "TJ":
        return shown(name, each)
    parts = list(each.operands[0])
    strings = [index for index, part in enumerate(parts) if isinstance(part, String) and bytes(part)]
    if strings[0] == 0 and strings[-1] == len(parts) - 1:
        return each
    return instruction("TJ", Array(parts[strings[0] : strings[-1] + 1]))
