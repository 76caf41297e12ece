"""Write a content stream anew that loses or moves letters: nothing that served only what goes is left in it.

What sets a state (colours, fonts, spacing, matrices, clips) is held back until something is painted with it; so the operators that
stood around a cut word leave no trace, not even their number. Text objects with a cut or moved letter get an absolute place before
each show, and of their spacing only what stays needs.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field

from pikepdf import Name

from pipeline.content.geometry import IDENTITY, inverted, multiplied
from pipeline.content.values import Instruction, Matrix, Show
from pipeline.render.kept.instructions import BARE, BUILDING, CLIPPING, PAINTING, SHOWING, SLOTS, instruction, named, number, told
from pipeline.render.kept.lines import is_tight
from pipeline.render.kept.runs import Run, shown, trimmed
from pipeline.render.kept.setting import UnsafePageError

__all__ = ["Changes", "rewritten", "whole"]

_CLIPPING_MODE = 4  # text rendering modes from here on clip (ISO 32000-1, table 106)
# Places of shows that are set anew are whole twentieths of a point, of others after a cut whole hundredths: sums of cut widths leave
# no last digit. Those that the source tells in numbers stay as they are.
_QUANTUM, _FINE = 20.0, 100.0
_PERCENT = 100.0
_PLACING = frozenset({"Td", "TD", "Tm", "T*"})
_STATE_OF_TEXT = frozenset({"Tf", "Tc", "Tw", "Tz", "Ts", "Tr", "TL"})
_LOST_CLIP = "a clip made of letters loses some of them"
_SPACE = "space"  # the slot of matrices and clips
_SPACING = ("Tc", "Tw", "Tz", "Ts", "Tr")
_UNKNOWN = (None,) * len(_SPACING)
_Spacing = tuple[float, float, float, float, int]


@dataclass(frozen=True, slots=True)
class Changes:
    """What becomes of one stream, by the indexes of its operators."""

    shows: Mapping[int, Sequence[Show]]
    """All strings shown, by their operators."""
    runs: Mapping[int, Sequence[Run]]
    """What stays of the operators that lose or move a letter."""
    removed: AbstractSet[int]
    """Operators of graphics that go."""
    names: Mapping[int, Name]
    """New names of forms and patterns that were changed themselves."""
    inner: Mapping[int, Show]
    """The first string that a form shows, by the operator that draws it."""
    loose: AbstractSet[int]
    """Operators that draw a form which is as large as a line set anew in it: so is the clip that stands around it."""
    is_inner: bool
    """Whether the stream is a form's or a pattern's: the state that it begins in is not its own."""


@dataclass(slots=True)
class _Saved:
    """What a ``q`` saves of the writing."""

    held: dict[str, tuple[Instruction, ...]]
    spacing: _Spacing | None
    font: tuple[str, float] | None
    leading: float
    is_dark: bool
    at: int


@dataclass(slots=True)
class _Object:
    """A text object: whether it is set anew, whether it has begun, and operators that place its first show.

    ``is_told`` while the next show stands where the source says in numbers, and not where letters end that were cut or moved.
    """

    is_touched: bool
    is_begun: bool = False
    has_lost_clip: bool = False
    is_told: bool = True
    placing: list[Instruction] = field(default_factory=list)


def whole(place: float) -> float:
    """Return a place on the page as it is written where it is new, in whole twentieths of a point."""
    return round(place * _QUANTUM) / _QUANTUM


class _Writing:
    """One stream, written anew."""

    def __init__(self, instructions: Sequence[Instruction], changes: Changes) -> None:
        self.instructions, self.changes = instructions, changes
        self.names = [str(each.operator) for each in instructions]
        self.out: list[Instruction] = []
        self.held: dict[str, tuple[Instruction, ...]] = {}
        self.spacing: _Spacing | None = None if changes.is_inner else (0.0, 0.0, _PERCENT, 0.0, 0)
        self.font: tuple[str, float] | None = None
        self.leading, self.font_as_read = 0.0, ""
        self.saved: list[_Saved] = []
        self.path: list[Instruction] = []
        self.is_clip, self.is_dark = False, False
        self.object: _Object | None = None
        self.anew = _objects_set_anew(self.names, changes)

    def write(self) -> list[Instruction]:
        """Return the stream's new operators."""
        removed, acts = self.changes.removed, _acts(self)
        for at, (name, each) in enumerate(zip(self.names, self.instructions, strict=True)):
            if at in removed and name not in _PATHS:
                continue
            act = acts.get(name)
            if act is not None:
                act(at, name, each)
        while self.saved:
            self.restore(0, "Q", BARE["Q"])
        return self.out

    # What is held back

    def hold(self, slot: str, each: Instruction) -> None:
        """Hold back a state operator; matrices and clips add up, of others the last one counts."""
        before = self.held.pop(slot, ())
        self.held[slot] = (*before, each) if slot == _SPACE else (each,)

    def flush(self) -> None:
        """Write what is held back: something is painted with it."""
        for slot, each in self.held.items():
            self.out += each
            if slot.startswith("gs"):
                self.font = None
        self.held.clear()

    def hold_no_clip(self) -> None:
        """Let go of clips that are held back."""
        space = tuple(each for each in self.held.pop(_SPACE, ()) if _name(each) == "cm")
        if space:
            self.held[_SPACE] = space

    def state(self, at: int, name: str, each: Instruction) -> None:
        """Hold back a colour, a line style or a ``gs``."""
        slot, plain = SLOTS[name], told(name, each)
        if plain is None:
            return
        each = named(each, name, self.changes.names[at]) if at in self.changes.names else plain
        if name in {"sc", "scn", "SC", "SCN"}:
            space = [one for one in self.held.get(slot, ()) if _name(one) in {"cs", "CS"}]
            self.held.pop(slot, None)
            self.held[slot] = (*space, each)
        else:
            self.hold(f"gs{each.operands[0]}" if slot == "gs" else slot, each)

    def matrix(self, _at: int, _name: str, each: Instruction) -> None:
        """Hold back a ``cm``."""
        self.leave_text()
        self.hold(_SPACE, each)

    def save(self, _at: int, _name: str, _each: Instruction) -> None:
        """Write a ``q``; its ``Q`` takes it back if nothing was painted in between."""
        self.leave_text()
        self.saved.append(_Saved(dict(self.held), self.spacing, self.font, self.leading, self.is_dark, len(self.out)))
        self.out.append(BARE["q"])

    def restore(self, _at: int, _name: str, _each: Instruction) -> None:
        """Write a ``Q``; readers let a surplus one pass."""
        self.leave_text()
        if not self.saved:
            return
        saved = self.saved.pop()
        if len(self.out) == saved.at + 1:
            self.out.pop()
        else:
            self.out.append(BARE["Q"])
        self.held, self.leading, self.is_dark = saved.held, saved.leading, saved.is_dark
        self.spacing, self.font = saved.spacing, saved.font

    # Paths and what is drawn by name

    def build(self, _at: int, name: str, each: Instruction) -> None:
        """Keep a part of a path until it is painted."""
        self.leave_text()
        self.path.append(BARE.get(name, each))

    def clip(self, _at: int, name: str, _each: Instruction) -> None:
        """Note that the path clips."""
        self.is_clip = True
        self.path.append(BARE[name])

    def paint(self, at: int, name: str, _each: Instruction) -> None:
        """Paint the path, or hold it back as a clip; one that does neither goes."""
        is_painted = name != "n" and at not in self.changes.removed and not self.is_dark
        if is_painted:
            self.flush()
            self.out += [*self.path, BARE[name]]
        elif self.is_clip:
            for each_part in (*self.path, BARE["n"]):
                self.hold(_SPACE, each_part)
        self.path, self.is_clip = [], False

    def draw(self, at: int, name: str, each: Instruction) -> None:
        """Draw a form, an image or a shading."""
        self.leave_text()
        if self.is_dark:
            return
        if at in self.changes.loose:
            self.hold_no_clip()
        self.flush()
        inner = self.changes.inner.get(at)
        if inner is not None:
            self.set_text(inner, inner.char_space, inner.word_space, inner.scale, is_outer=True)
        self.out.append(named(each, name, self.changes.names[at]) if at in self.changes.names else each)

    # Text

    def begin(self, at: int, name: str, each: Instruction) -> None:
        """Begin a text object; it is written when it shows something."""
        self.end(at, name, each)
        self.object = _Object(at in self.anew)

    def end(self, _at: int, _name: str, _each: Instruction) -> None:
        """End a text object. Where the letters of a clip went, so does what was painted through them."""
        self.leave_text()
        self.is_dark = self.is_dark or (self.object is not None and self.object.has_lost_clip)
        self.object = None

    def leave_text(self) -> None:
        """Close a text object that has begun: what follows does not belong in it."""
        if self.object is not None and self.object.is_begun:
            self.out.append(BARE["ET"])
            self.object.is_begun = False

    def enter_text(self) -> None:
        """Begin the text object, if it has not begun."""
        if self.object is not None and not self.object.is_begun:
            self.out += [BARE["BT"], *self.object.placing]
            self.object.is_begun, self.object.placing = True, []

    def place(self, _at: int, name: str, each: Instruction) -> None:
        """Keep an operator that places text, unless its text object is set anew."""
        if name == "TD":
            self.leading = -float(each.operands[1])
            each = instruction("Td", *each.operands)
        elif name == "T*":
            each = instruction("Td", 0, number(-self.leading))
        here = self.object
        if here is not None:
            here.is_told = True
        if here is None or here.is_touched:
            return
        (self.out if here.is_begun else here.placing).append(each)

    def text_state(self, _at: int, name: str, each: Instruction) -> None:
        """Pass over an operator of the text state: each show sets what it needs."""
        if name == "TL":
            self.leading = float(each.operands[0])
        elif name == "Tf":
            self.font_as_read = str(each.operands[0])

    def show(self, at: int, name: str, each: Instruction) -> None:
        """Write a show operator: as it stands, or as the runs that stay of it."""
        if name in {"'", '"'}:
            self.place(at, "T*", each)
        shows = self.changes.shows.get(at)
        if not shows:
            return
        if self.object is None:  # readers show text outside of a text object too
            self.object = _Object(is_touched=True)
        if self.object.is_touched:
            self._set_anew(self.object, at, name, each)
            return
        if self.is_dark:
            raise UnsafePageError(_LOST_CLIP)
        self.flush()
        self.enter_text()
        self.set_text(shows[0], shows[0].char_space, shows[0].word_space, shows[0].scale)
        self.out.append(shown(name, each))

    def _set_anew(self, here: _Object, at: int, name: str, each: Instruction) -> None:
        runs, show = self.changes.runs.get(at), self.changes.shows[at][0]
        if runs is None:
            x, y = show.matrix[4:]
            place = (x, y) if here.is_told else (round(x * _FINE) / _FINE, round(y * _FINE) / _FINE)
            self._begin_run(show, place, (show.char_space, show.word_space, show.scale), is_changed=False)
            self.out.append(trimmed(name, each))
            return
        here.has_lost_clip = here.has_lost_clip or (show.mode >= _CLIPPING_MODE and not runs)
        for run in runs:
            if run.is_moved and not (is_tight(run.show) and self.held.get(_SPACE)) and run.is_clipped():
                raise UnsafePageError("a line would run out of its clip")
            is_told = here.is_told and not run.is_moved and (run.x, run.y) == show.matrix[4:]
            place = (run.x, run.y) if is_told else (whole(run.x), whole(run.y))
            self._begin_run(run.show, place, (run.char_space, run.word_space, run.scale), is_changed=True)
            self.out.append(run.written())
        here.is_told = False

    def _begin_run(self, show: Show, place: tuple[float, float], spacing: tuple[float, float, float], *, is_changed: bool) -> None:
        if show.mode >= _CLIPPING_MODE or self.is_dark:
            raise UnsafePageError(_LOST_CLIP)
        ctm = self._space(show, is_changed=is_changed)
        self.enter_text()
        self.set_text(show, *spacing)
        undone = inverted(ctm)
        if undone is None:
            raise UnsafePageError("text is drawn in a space without extent")
        matrix = multiplied((*show.matrix[:4], *place), undone)
        self.out.append(instruction("Tm", *map(number, matrix)))

    def _space(self, show: Show, *, is_changed: bool) -> Matrix:
        """Write what is held back but for matrices, and clips of one line's height; return the space that is then in force."""
        space = self.held.pop(_SPACE, ())
        self.flush()
        if not space:
            return show.ctm
        if not is_changed or not is_tight(show):
            last = max((index + 1 for index, one in enumerate(space) if _name(one) == "n"), default=0)
            self.out += space[:last]
            space = space[last:]
        if space:
            self.held[_SPACE] = space
        pending = IDENTITY
        for one in space:
            if _name(one) == "cm":
                a, b, c, d, e, f = map(float, one.operands)
                pending = multiplied((a, b, c, d, e, f), pending)
        undone = inverted(pending)
        if undone is None:
            raise UnsafePageError("text is drawn in a space without extent")
        return multiplied(undone, show.ctm) if space else show.ctm

    def set_text(self, show: Show, char_space: float, word_space: float, scale: float, *, is_outer: bool = False) -> None:
        """Write the text state that a show needs, as far as it is not in force."""
        state = (char_space, word_space, scale * _PERCENT, show.rise, show.mode)
        if self.spacing != state:
            for name, value, before in zip(_SPACING, state, self.spacing or _UNKNOWN, strict=True):
                if value != before:
                    self.out.append(instruction(name, number(float(value))))
            self.spacing = state
        font = (show.font_name, show.size)
        if show.font_name and self.font != font and (not is_outer or show.font_name == self.font_as_read):
            self.out.append(instruction("Tf", Name(show.font_name), number(show.size)))
            self.font = font

    def inline(self, _at: int, _name: str, each: Instruction) -> None:
        """Draw an inline image."""
        self.leave_text()
        if not self.is_dark:
            self.flush()
            self.out.append(each)


_PATHS = BUILDING | CLIPPING | PAINTING
_FOREIGN = BUILDING | CLIPPING | PAINTING | {"q", "Q", "cm", "Do", "sh", "INLINE IMAGE"}
_Act = Callable[[int, str, Instruction], None]


def _name(each: Instruction) -> str:
    return str(each.operator)  # of an inline image: INLINE IMAGE


def _objects_set_anew(names: Sequence[str], changes: Changes) -> set[int]:
    """Return where the text objects begin that are set anew.

    They lose or move a letter, hold what text objects may not hold, or move on by a ``TJ`` that shows nothing, which is not written.
    """
    found: set[int] = set()
    begin: int | None = None
    for at, name in enumerate(names):
        if name == "BT":
            begin = at
        elif name == "ET":
            begin = None
        elif begin is not None and (at in changes.runs or name in _FOREIGN or (name == "TJ" and not changes.shows.get(at))):
            found.add(begin)
    return found


def _acts(writing: _Writing) -> dict[str, _Act]:
    """Return what is done at each operator; marks and what no reader knows are passed over."""
    groups: tuple[tuple[AbstractSet[str] | Mapping[str, str], _Act], ...] = (
        (SLOTS, writing.state),
        (BUILDING, writing.build),
        (CLIPPING, writing.clip),
        (PAINTING, writing.paint),
        (SHOWING, writing.show),
        (_PLACING, writing.place),
        (_STATE_OF_TEXT, writing.text_state),
    )
    acts = {name: act for names, act in groups for name in names}
    acts |= {"q": writing.save, "Q": writing.restore, "cm": writing.matrix, "BT": writing.begin, "ET": writing.end}
    acts |= {"Do": writing.draw, "sh": writing.draw, "INLINE IMAGE": writing.inline}
    return acts


def rewritten(instructions: Sequence[Instruction], changes: Changes) -> list[Instruction]:
    """Return a stream's operators after its changes.

    Raises UnsafePageError where letters of a clip would go, or where text has no place that can be reckoned.
    """
    return _Writing(instructions, changes).write()
