"""Walk a page's content: every operator in order, forms and tiling patterns where they are painted (ISO 32000-1, 7.8, 8.7, 8.10)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

from pikepdf import Array, ContentStreamInlineImage, Dictionary, Object, Page, Stream

from pipeline.content import colours, marks, painting, settings, text
from pipeline.content.doubts import settled
from pipeline.content.geometry import IDENTITY, is_sane, meeting, multiplied, transformed
from pipeline.content.images import add_image, add_inline_image, add_shading
from pipeline.content.layers import Layers
from pipeline.content.plain import Step
from pipeline.content.reading import Bounds, Frame, Reading, Tile
from pipeline.content.sheets import inherited, read_sheet
from pipeline.content.state import State
from pipeline.content.streams import DAMAGED, Content, ContentError
from pipeline.content.values import Font, Instruction, Matrix, Scene, StreamOf

__all__ = ["read_scene"]

INCOMPLETE = "an operator without what it needs"
DEEP = "forms nested too deeply or in a loop"
TOO_MANY = "more operators than a page may have"
FOREIGN = "an object drawn that is neither a form nor an image"

Operands = Sequence[object]
_INLINE, _DRAW = "BI", "Do"  # an inline image, whole; what draws a form or an image


class _Walk:
    """One page: its streams, walked into one reading."""

    def __init__(self, reading: Reading) -> None:
        self.reading = reading
        self.active: list[tuple[int, int]] = []

    def stream(self, content: Content, form: Object | None, frame: Frame) -> None:
        """Walk one stream in a frame of its own; the reading's frame is afterwards what it was."""
        reading, instructions = self.reading, content.instructions
        outer, reading.frame = reading.frame, frame
        outline, reading.outline = reading.outline, []
        reading.streams[frame.path] = StreamOf(instructions, frame.resources, form)
        reading.operators += len(instructions)
        if reading.operators > reading.bounds.operators:
            raise ContentError(TOO_MANY)
        self._run(instructions, content.steps or _asked(instructions), frame)
        reading.frame, reading.outline = outer, outline

    def _run(self, instructions: Sequence[Instruction], steps: Iterable[Step], frame: Frame) -> None:
        reading, acts = self.reading, _OPERATORS
        for at, (name, operands) in enumerate(steps):
            frame.at = at
            try:
                if name == _INLINE:
                    add_inline_image(reading, instructions[at])  # type: ignore[arg-type]  # the image itself
                    continue
                act = self._do if name == _DRAW else acts.get(name)
                if act is not None:  # readers pass over what they do not know, and it is never written anew
                    act(reading, instructions[at].operands if operands is None else operands)  # type: ignore[arg-type]  # the library's own list
                    if reading.tiles:
                        self._tiles()
            except (TypeError, ValueError, IndexError, OverflowError):
                reading.fault(INCOMPLETE)

    def _do(self, reading: Reading, operands: Operands) -> None:
        (named,) = operands
        found = reading.frame.resource("/XObject", named)
        kind = str(found.get("/Subtype")) if isinstance(found, Stream) else ""
        if kind == "/Image" and found is not None:
            add_image(reading, found)
        elif kind == "/Form" and found is not None and str(found.get("/Subtype2")) != "/PS":
            self._form(found)
        else:
            reading.fault(FOREIGN)

    def _form(self, form: Object) -> None:
        outer = self.reading.frame
        state = outer.state.copied()
        state.ctm = multiplied(_matrix(form), state.ctm)
        state.clip = _clipped(form, state)
        if "/Group" in form:
            state.group_alpha *= state.fill_alpha
            state.fill_alpha = state.stroke_alpha = 1.0
        frame = Frame((*outer.path, outer.at), form.get("/Resources", outer.resources), state.ctm, state)
        frame.is_off = frame.is_outer_off = outer.is_off or ("/OC" in form and self.reading.layers.is_off(form.get("/OC")))
        frame.spoken = frame.outer_spoken = outer.spoken
        self._enter(form, frame)

    def _tiles(self) -> None:
        tiles, self.reading.tiles = self.reading.tiles, []
        for tile in tiles:
            if tile.path not in self.reading.streams:
                self._tile(tile)

    def _tile(self, tile: Tile) -> None:
        outer = self.reading.frame
        state = State(multiplied(_matrix(tile.pattern), tile.parent.base), outer.state.clip)
        frame = Frame(tile.path, tile.pattern.get("/Resources", tile.parent.resources), state.ctm, state)
        frame.is_off = frame.is_outer_off = outer.is_off
        self._enter(tile.pattern, frame)

    def _enter(self, form: Object, frame: Frame) -> None:
        if form.objgen in self.active or len(self.active) >= self.reading.bounds.depth:
            self.reading.fault(DEEP)
            return
        self.active.append(form.objgen)
        self.stream(self.reading.parsed.form(form), form, frame)
        self.active.pop()


def _asked(instructions: Iterable[Instruction]) -> Iterator[Step]:
    """Yield the operators of a content by the parser's own words; raises ContentError for one that is no word."""
    for each in instructions:
        if isinstance(each, ContentStreamInlineImage):
            yield _INLINE, ()
            continue
        try:
            name = str(each.operator)
        except UnicodeDecodeError:
            raise ContentError(DAMAGED) from None
        yield name, None


def _matrix(form: Object) -> Matrix:
    """Return the matrix of a form or a pattern; raises ValueError where it is none."""
    found = form.get("/Matrix")
    if found is None:
        return IDENTITY
    a, b, c, d, e, f = (float(each) for each in found)
    return a, b, c, d, e, f


def _clipped(form: Object, state: State) -> tuple[float, float, float, float] | None:
    found = form.get("/BBox")
    if not isinstance(found, Array):
        return state.clip
    x0, y0, x1, y1 = (float(each) for each in found)
    box = transformed(state.ctm, (x0, y0, x1, y1))
    if not is_sane(box):
        raise ValueError
    return meeting(state.clip, box)


def _save(reading: Reading, _operands: Operands) -> None:
    reading.frame.saved.append(reading.frame.state)
    reading.frame.state = reading.frame.state.copied()


def _restore(reading: Reading, _operands: Operands) -> None:
    """Restore what was saved; readers let a surplus one pass."""
    if reading.frame.saved:
        reading.frame.state = reading.frame.saved.pop()


def _concatenate(reading: Reading, operands: Operands) -> None:
    a, b, c, d, e, f = map(float, operands)  # type: ignore[arg-type]
    reading.frame.state.ctm = multiplied((a, b, c, d, e, f), reading.frame.state.ctm)


_OPERATORS: dict[str, Callable[[Reading, Operands], None]] = {
    "q": _save,
    "Q": _restore,
    "cm": _concatenate,
    "sh": add_shading,
    **text.OPERATORS,
    **colours.OPERATORS,
    **painting.OPERATORS,
    **marks.OPERATORS,
    **settings.OPERATORS,
}


def read_scene(page: Page, fonts: dict[tuple[int, int], Font], layers: Layers | None = None, bounds: Bounds | None = None) -> Scene:
    """Return all that a page draws. ``fonts`` keeps the fonts of the document over its pages, ``layers`` are those of ``read_layers``.

    Raises nothing for what stands on the page: what cannot be told is a fault of the scene.
    """
    reading = Reading(fonts, layers or Layers(), bounds or Bounds())
    sheet = read_sheet(page)
    walk = _Walk(reading)
    resources = inherited(page.obj, "/Resources")
    frame = Frame((), resources if isinstance(resources, Dictionary) else Dictionary(), IDENTITY, State())
    try:
        if "/Contents" in page.obj:
            walk.stream(reading.parsed.page(page.obj["/Contents"]), None, frame)
    except ContentError as error:
        reading.fault(str(error))
    graphics = settled(reading.graphics, reading.traces)
    return Scene(sheet, tuple(reading.shows), graphics, reading.streams, tuple(reading.faults), reading.glyphs)
