"""What a page's content draws, by our own walk over its operators: text is counted, everything else is named.

The walk follows form XObjects at every ``Do`` (ISO 32000-1, 8.10), so that what stands in a form counts as
often as it is drawn.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

from pikepdf import ContentStreamInlineImage, ContentStreamInstruction, Dictionary, Matrix, Name, Object, Page, String, parse_content_stream

from pipeline.content.paths import Path, Shapes
from pipeline.content.unpacked import contents_size
from pipeline.ingest.pdf.fonts import UNCOUNTABLE, Font, UncountableFontError, read_font

__all__ = ["Drawn", "TooMuchContentError", "draw"]

_MAX_FORM_DEPTH = 12  # forms within forms; pdfium stops at about as many
_INVISIBLE, _FIRST_CLIP = 3, 4  # text rendering modes, ISO 32000-1, table 106
_LONGEST_DASHES = 4  # entries of a pattern of dashes
_SMALL_FORM = 200  # operators
_MOST_LETTERS = 100_000  # of a page; a newspaper's has half as many
_MASKS = ("/SMask", "/Font", "/TR", "/TR2")
_IGNORED = frozenset("BT ET Tc Tw Tz TL Ts Td TD Tm T* w J j M ri i BMC EMC MP BX EX CS cs G g RG rg K k d0 d1".split())

IMAGES = "images"
DRAWINGS = "drawings"
SHADINGS = "shadings"
PATTERNS = "patterns"
HIDDEN = "hidden text"
CLIPS = "text that serves as a clip"
TYPE3 = "letters that are drawings (Type 3 fonts)"
NO_FONT = "text in a font that is not there"
MASKS = "masks and fonts set behind the text"
LAYERS = "layers"
DEEP = "forms nested too deeply"
UNKNOWN = "content that no reader knows"


_Instruction = ContentStreamInstruction | ContentStreamInlineImage


class TooMuchContentError(Exception):
    """A page or a document whose content has more operators or letters than the door lets in."""


@dataclass(slots=True)
class Drawn:
    """What one page draws: ``letters`` are the characters other than blanks, ``carried`` all that is neither text nor rule.

    ``is_spoken`` where marks around its content name words that readers would take for those that show.
    """

    letters: int = 0
    operators: int = 0
    is_spoken: bool = False
    carried: Counter[str] = field(default_factory=Counter)


@dataclass(frozen=True, slots=True)
class _State:
    """The part of the graphics state that the walk needs."""

    matrix: Matrix = field(default_factory=Matrix)
    font: Font | None = None
    mode: int = 0


class _Walk:
    """One page: operators in, counts out."""

    def __init__(self, budget: int, fonts: dict[tuple[int, int], Font | str]) -> None:
        self.drawn = Drawn()
        self.budget, self.fonts = budget, fonts
        self.state = _State()
        self.stack: list[_State] = []
        self.parsed: dict[tuple[int, int], Sequence[_Instruction]] = {}
        self.path, self.shapes = Path(), Shapes()
        self.operators: dict[str, Callable[[list[Object], Object], None]] = {
            "q": lambda _operands, _resources: self.stack.append(self.state),
            "Q": lambda _operands, _resources: self._pop(),
            "cm": lambda operands, _resources: self._set_matrix(operands),
            "Tf": self._set_font,
            "Tr": lambda operands, _resources: self._set_mode(int(operands[0])),
            "Do": self._do,
            "sh": lambda _operands, _resources: self._carry(SHADINGS),
            **dict.fromkeys(("Tj", "'", '"'), lambda operands, _resources: self._show(operands[-1:])),
            "TJ": lambda operands, _resources: self._show(list(operands[0])),
            "d": lambda operands, _resources: self._set_dashes(operands),
            "gs": self._set_state,
            **dict.fromkeys(("BDC", "DP"), self._mark),
            **dict.fromkeys(("SCN", "scn", "SC", "sc"), lambda operands, _resources: self._set_colour(operands)),
        }

    def stream(self, source: Page | Object, resources: Object, depth: int = 0) -> None:
        """Walk one content stream; ``resources`` are those its names mean."""
        if depth > _MAX_FORM_DEPTH:
            self._carry(DEEP)
            return
        for instruction in self._instructions(source):
            self.drawn.operators += 1
            if self.drawn.operators > self.budget:
                raise TooMuchContentError
            if isinstance(instruction, ContentStreamInlineImage):
                self._carry(IMAGES)
                continue
            self.depth = depth
            self._operator(str(instruction.operator), list(instruction.operands), resources)

    def _instructions(self, source: Page | Object) -> Sequence[_Instruction]:
        """Return the operators of a content, counted before a library unpacks it; those of a small form are kept, for forms repeat."""
        key = (0, 0) if isinstance(source, Page) else source.objgen
        if key in self.parsed:
            return self.parsed[key]
        contents_size(source.obj.get("/Contents") if isinstance(source, Page) else source, strict=True)
        found = parse_content_stream(source)
        if key != (0, 0) and len(found) <= _SMALL_FORM:
            self.parsed[key] = found
        return found

    def _operator(self, name: str, operands: list[Object], resources: Object) -> None:
        act = self.operators.get(name)
        try:
            if act:
                act(operands, resources)
            elif self.path.takes(name):
                self.path.take(name, operands, self.state.matrix, self.shapes)
            elif name not in _IGNORED:
                self._carry(UNKNOWN)
        except (TypeError, ValueError, IndexError, KeyError):
            self._carry(UNKNOWN)

    def _carry(self, what: str) -> None:
        self.drawn.carried[what] += 1

    def _pop(self) -> None:
        if self.stack:
            self.state = self.stack.pop()

    def _set_matrix(self, operands: list[Object]) -> None:
        self.state = replace(self.state, matrix=Matrix(*map(float, operands)) @ self.state.matrix)

    def _set_dashes(self, operands: list[Object]) -> None:
        pattern = list(operands[0])
        if len(pattern) > _LONGEST_DASHES:
            self._carry(DRAWINGS)
        self.shapes.dashes.add(" ".join(map(str, pattern)))

    def _set_state(self, operands: list[Object], resources: Object) -> None:
        found = resources.get("/ExtGState", Dictionary()).get(str(operands[0]))
        if isinstance(found, Dictionary) and any(
            key in found and found[key] not in (Name("/None"), Name.Identity, Name.Default) for key in _MASKS
        ):
            self._carry(MASKS)

    def _mark(self, operands: list[Object], resources: Object) -> None:
        """Note layers and spoken words; a property list of a name that is not found here is one that a reader may find elsewhere."""
        if operands[0] == Name.OC:
            self._carry(LAYERS)
        named = operands[1]
        marked = resources.get("/Properties", Dictionary()).get(str(named)) if isinstance(named, Name) else named
        self.drawn.is_spoken |= not isinstance(marked, Dictionary) or "/ActualText" in marked

    def _set_mode(self, mode: int) -> None:
        self.state = replace(self.state, mode=mode)

    def _set_colour(self, operands: list[Object]) -> None:
        if operands and isinstance(operands[-1], Name):
            self._carry(PATTERNS)

    def _set_font(self, operands: list[Object], resources: Object) -> None:
        found = resources.get("/Font", Dictionary()).get(str(operands[0]))
        if not isinstance(found, Dictionary):
            self.state = replace(self.state, font=None)
            return
        font = self._font(found)
        if isinstance(font, str):
            self._carry(font)
            font = Font(1)
        self.state = replace(self.state, font=font)

    def _font(self, found: Object) -> Font | str:
        """Return how to count a font's codes, or what keeps us from it."""
        key = found.objgen
        if key not in self.fonts or key == (0, 0):
            try:
                self.fonts[key] = TYPE3 if str(found.get("/Subtype")) == "/Type3" else read_font(found)
            except UncountableFontError as error:
                self.fonts[key] = str(error)
            except ValueError:
                self.fonts[key] = UNCOUNTABLE
        return self.fonts[key]

    def _show(self, parts: list[Object]) -> None:
        if self.state.font is None:
            self._carry(NO_FONT)
            return
        shown = sum(self.state.font.count(bytes(each)) for each in parts if isinstance(each, String))
        self.drawn.letters += shown
        if self.drawn.letters > _MOST_LETTERS:
            raise TooMuchContentError
        if shown and self.state.mode >= _INVISIBLE:
            self._carry(HIDDEN if self.state.mode == _INVISIBLE else CLIPS)

    def _do(self, operands: list[Object], resources: Object) -> None:
        found = resources.get("/XObject", Dictionary()).get(str(operands[0]))
        kind = str(found.get("/Subtype")) if found is not None else ""
        if kind == "/Image":
            self._carry(IMAGES)
        elif kind == "/Form" and found is not None:
            self._form(found, resources)
        else:
            self._carry(UNKNOWN)

    def _form(self, form: Object, resources: Object) -> None:
        if "/OC" in form:
            self._carry(LAYERS)
        outer, stack, depth = self.state, self.stack, self.depth
        self.stack = []
        if "/Matrix" in form:
            self._set_matrix(list(form["/Matrix"]))
        self.stream(form, form.get("/Resources", resources), depth + 1)
        self.state, self.stack, self.depth = outer, stack, depth


def draw(page: Page, budget: int, fonts: dict[tuple[int, int], Font | str]) -> Drawn:
    """Return what a page draws; ``fonts`` keeps what was read of the document's fonts.

    Raises TornError or TooLargeError where packed content is cut or endless, TooMuchContentError beyond ``budget``
    operators or the letters of a page, and what pikepdf raises where the content cannot be read.
    """
    walk = _Walk(budget, fonts)
    if "/Contents" in page.obj:
        walk.stream(page, page.resources)
    if walk.shapes.are_drawings():
        walk.drawn.carried[DRAWINGS] += 1
    return walk.drawn
