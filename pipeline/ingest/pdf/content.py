"""What a page's content draws, by our own walk over its operators: text is counted, everything else is named.

The walk follows form XObjects at every ``Do`` (ISO 32000-1, 8.10), so that what stands in a form counts as
often as it is drawn.
"""

from __future__ import annotations

import zlib
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field, replace

from pikepdf import Array, ContentStreamInlineImage, Dictionary, Matrix, Name, Object, Page, Stream, String, parse_content_stream

from pipeline.ingest.pdf.fonts import Font, UncountableFontError, read_font
from pipeline.ingest.pdf.paths import Path

__all__ = ["Drawn", "TooMuchContentError", "draw"]

_MAX_FORM_DEPTH = 12  # forms within forms; pdfium stops at about as many
_INVISIBLE, _FIRST_CLIP = 3, 4  # text rendering modes, ISO 32000-1, table 106
_MANY_STROKES = 80  # short strokes of a page; beyond it they may draw letters or figures
_IGNORED = frozenset("BT ET Tc Tw Tz TL Ts Td TD Tm T* w J j M d ri i gs BMC BDC EMC MP DP BX EX CS cs SC sc G g RG rg K k d0 d1".split())

IMAGES = "images"
DRAWINGS = "drawings"
SHADINGS = "shadings"
PATTERNS = "patterns"
HIDDEN = "hidden text"
CLIPS = "text that serves as a clip"
TYPE3 = "letters that are drawings (Type 3 fonts)"
NO_FONT = "text in a font that is not there"
UNCOUNTABLE = "text in a font whose letters cannot be counted"
DEEP = "forms nested too deeply"
UNKNOWN = "content that no reader knows"


class TooMuchContentError(Exception):
    """A document whose content has more operators than the door lets in."""


@dataclass(slots=True)
class Drawn:
    """What one page draws: ``letters`` are the characters other than blanks, ``carried`` all that is neither text nor rule."""

    letters: int = 0
    operators: int = 0
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
        self.path = Path()
        self.short_strokes = 0
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
            **dict.fromkeys(("SCN", "scn"), lambda operands, _resources: self._set_colour(operands)),
        }

    def stream(self, source: Page | Object, resources: Object, depth: int = 0) -> None:
        """Walk one content stream; ``resources`` are those its names mean."""
        if depth > _MAX_FORM_DEPTH:
            self._carry(DEEP)
            return
        _refuse_torn(source.obj.get("/Contents") if isinstance(source, Page) else source)
        for instruction in parse_content_stream(source):
            self.drawn.operators += 1
            if self.drawn.operators > self.budget:
                raise TooMuchContentError
            if isinstance(instruction, ContentStreamInlineImage):
                self._carry(IMAGES)
                continue
            self.depth = depth
            self._operator(str(instruction.operator), list(instruction.operands), resources)

    def _operator(self, name: str, operands: list[Object], resources: Object) -> None:
        act = self.operators.get(name)
        try:
            if act:
                act(operands, resources)
            elif self.path.takes(name):
                painted = self.path.take(name, operands, self.state.matrix)
                self.short_strokes += painted.short
                if painted.is_drawing:
                    self._carry(DRAWINGS)
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
            except (UncountableFontError, ValueError):
                self.fonts[key] = UNCOUNTABLE
        return self.fonts[key]

    def _show(self, parts: list[Object]) -> None:
        if self.state.font is None:
            self._carry(NO_FONT)
            return
        shown = sum(self.state.font.count(bytes(each)) for each in parts if isinstance(each, String))
        self.drawn.letters += shown
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
        outer, stack, depth = self.state, self.stack, self.depth
        self.stack = []
        if "/Matrix" in form:
            self._set_matrix(list(form["/Matrix"]))
        self.stream(form, form.get("/Resources", resources), depth + 1)
        self.state, self.stack, self.depth = outer, stack, depth


def _refuse_torn(contents: Object | None) -> None:
    """Raise ValueError where deflated content does not match its own checksum (RFC 1950), which no reader looks at."""
    for each in contents if isinstance(contents, Array) else [contents]:
        if not isinstance(each, Stream) or each.get("/Filter") not in (Name.FlateDecode, Array([Name.FlateDecode])):
            continue
        packed, engine = each.read_raw_bytes(), zlib.decompressobj()
        try:
            engine.decompress(packed)
        except zlib.error:
            raise ValueError from None
        if packed and not engine.eof:
            raise ValueError


def draw(page: Page, budget: int, fonts: dict[tuple[int, int], Font | str]) -> Drawn:
    """Return what a page draws; ``fonts`` keeps what was read of the document's fonts.

    Raises ValueError where packed content is torn, TooMuchContentError beyond ``budget`` operators, and what pikepdf
    raises where the content cannot be read.
    """
    walk = _Walk(budget, fonts)
    if "/Contents" in page.obj:
        walk.stream(page, page.resources)
    if walk.short_strokes > _MANY_STROKES:
        walk.drawn.carried[DRAWINGS] += 1
    return walk.drawn
