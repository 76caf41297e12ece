"""What a page draws, as frozen values: shows of text, graphics, and the streams that they stand in.

Coordinates are points of the page's own default user space (ISO 32000-1, 8.3.2.3), y upward, before Rotate, UserUnit and
CropBox; ``Sheet`` maps them to the page as displayed. Glyphs are numbered by page, from 0, in the order in which they are drawn.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple, Protocol

from pikepdf import ContentStreamInlineImage, ContentStreamInstruction, Object

__all__ = ["Edges", "Font", "Graphic", "GraphicKind", "Instruction", "Matrix", "Path", "Scene", "Sheet", "Show", "StreamOf"]

Matrix = tuple[float, float, float, float, float, float]
"""a b c d e f of ISO 32000-1, 8.3.4: x' = a x + c y + e, y' = b x + d y + f."""
Edges = tuple[float, float, float, float]
"""Left, lower, right, upper."""
Path = tuple[int, ...]
"""The operators that lead from the page's content to a stream: () is the page's own, (17,) the form that its operator 17 draws
(``Do``), or the pattern that its operator 17 sets (``scn``, ``SCN``)."""
Instruction = ContentStreamInstruction | ContentStreamInlineImage


class Font(Protocol):
    """A font as its codes are read. All sequences have one entry a code of the shown string."""

    @property
    def name(self) -> str:
        """Its BaseFont, without the tag of a subset."""

    @property
    def is_vertical(self) -> bool:
        """Whether its lines run down the page."""

    @property
    def fault(self) -> str | None:
        """Why its letters cannot be told at all; None where they can, or but for single codes."""

    @property
    def ascent(self) -> float:
        """Of a line's cell, in em; never that of single glyphs."""

    @property
    def descent(self) -> float:
        """Of a line's cell, in em, negative; never that of single glyphs."""

    def split(self, shown: bytes) -> Sequence[bytes]:
        """Return the codes of a shown string."""

    def texts(self, shown: bytes) -> Sequence[str]:
        """Return what each code stands for: one character, several (a ligature), or U+FFFD where nothing tells it."""

    def advances(self, shown: bytes) -> Sequence[float]:
        """Return the width of each code in em (a thousandth of the entry in ``Widths``; of Type 3 by its FontMatrix)."""

    def blank(self) -> tuple[bytes, float] | None:
        """Return a code that draws a blank and its width in em, or None."""


@dataclass(frozen=True, slots=True)
class StreamOf:
    """A content stream as parsed: its operators, the resources that its names mean, the object (None for a page's own content)."""

    instructions: Sequence[Instruction]
    resources: Object
    form: Object | None


class Show(NamedTuple):
    """One shown string: all of ``Tj``, ``'`` and ``"``, or one string of a ``TJ`` array (``part`` counts its strings from 0).

    ``matrix`` takes text space at the string's start (1 is a unit of unscaled text space; size, scale and rise are not in it) to
    the page, ``ctm`` the space of its stream to the page. ``before`` is the displacement, in text space units along the line, that
    a ``TJ`` makes before the string, already in ``matrix``. No dataclass: one is made for every string of every page.
    """

    path: Path
    at: int
    part: int
    order: int
    """Its place among all that the page paints."""
    first: int
    """The number of its first glyph."""
    codes: bytes
    font: Font
    font_name: str
    size: float
    matrix: Matrix
    ctm: Matrix
    char_space: float
    word_space: float
    scale: float
    """Of ``Tz``, 1 for 100."""
    rise: float
    mode: int
    fill: tuple[float, ...] | None
    """Red, green and blue from 0 to 1; None where it is a pattern or of a colour space that is not told."""
    alpha: float
    clip: Edges | None
    """What the clip leaves, by its bounds; None for the whole page."""
    is_in_layer_off: bool
    before: float = 0.0
    spoken: str | None = None
    """What marks around it say aloud (ActualText, Alt, E); never trusted as what shows."""

    def __repr__(self) -> str:
        """Return where it stands, never what it says."""
        return f"Show(path={self.path}, at={self.at}, part={self.part}, first={self.first})"


class GraphicKind:
    """What a graphic is."""

    IMAGE = "image"
    INLINE_IMAGE = "inline image"
    DRAWING = "drawing"
    FILL = "fill"
    SHADING = "shading"


@dataclass(frozen=True, slots=True)
class Graphic:
    """One thing painted that is no text: operators ``first`` to ``last`` (inclusive) of the stream at ``path`` build and paint it.

    ``is_doubtful`` where it may hold words that nobody has read: an image large enough, paths that may draw letters.
    ``fill`` as in ``Show``, of the interior of a path; None where none is filled, or its colour is not told.
    """

    kind: str
    path: Path
    first: int
    last: int
    order: int
    box: Edges
    is_doubtful: bool
    fill: tuple[float, ...] | None = None
    is_opaque: bool = True
    is_rectangle: bool = False
    clip: Edges | None = None
    is_in_layer_off: bool = False
    matrix: Matrix | None = None
    """Of an image: from its unit square to the page."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page's paper: ``crop`` is what is displayed, ``rotate`` 0, 90, 180 or 270 clockwise, ``unit`` points a user space unit."""

    media: Edges
    crop: Edges
    rotate: int
    unit: float


@dataclass(frozen=True, slots=True)
class Scene:
    """All that one page draws. ``faults`` say why it cannot be excised safely, each once; empty where it can."""

    sheet: Sheet
    shows: tuple[Show, ...]
    graphics: tuple[Graphic, ...]
    streams: Mapping[Path, StreamOf]
    faults: tuple[str, ...]
    glyphs: int
    """How many there are."""
