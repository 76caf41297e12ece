"""A page while it is read: what its operators have drawn so far, and what cannot be told."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from pikepdf import Dictionary, Object

from pipeline.content.geometry import IDENTITY
from pipeline.content.layers import Layers
from pipeline.content.paths import Subpath, Trace
from pipeline.content.state import Colour, State
from pipeline.content.streams import Parsed
from pipeline.content.values import Edges, Font, Graphic, Matrix, Path, Show, StreamOf

__all__ = ["Bounds", "Frame", "Mark", "Reading", "Tile"]

Operands = Sequence[object]


@dataclass(frozen=True, slots=True)
class Bounds:
    """How much of one page is read: operators, letters, forms within forms."""

    operators: int = 300_000
    letters: int = 100_000
    depth: int = 12


@dataclass(frozen=True, slots=True)
class Mark:
    """A marked content sequence: whether its layer is off, and what it says aloud."""

    is_off: bool = False
    spoken: str | None = None


@dataclass(slots=True)
class Frame:
    """One content stream while it is walked: ``base`` is the space that it begins in, ``at`` the operator that is read."""

    path: Path
    resources: Object
    base: Matrix
    state: State
    saved: list[State] = field(default_factory=list)
    marks: list[Mark] = field(default_factory=list)
    fonts: dict[str, Font | None] = field(default_factory=dict)
    at: int = 0
    is_off: bool = False
    spoken: str | None = None
    is_outer_off: bool = False
    outer_spoken: str | None = None

    def resource(self, kind: str, name: object) -> Object | None:
        """Return what a name means in the resources of this stream, None where nothing has it."""
        named = self.resources.get(kind) if isinstance(self.resources, Dictionary) else None
        found = named.get(str(name)) if isinstance(named, Dictionary) else None
        return found if isinstance(found, Object) else None


@dataclass(frozen=True, slots=True)
class Tile:
    """A tiling pattern as an operator has set it; ``parent`` is the stream whose first space its own is told from."""

    path: Path
    pattern: Object
    parent: Frame


class Reading:
    """All that the walk of one page has found."""

    def __init__(self, fonts: dict[tuple[int, int], Font], layers: Layers, bounds: Bounds) -> None:
        self.fonts, self.layers, self.bounds = fonts, layers, bounds
        self.frame = Frame((), Dictionary(), IDENTITY, State())
        self.shows: list[Show] = []
        self.graphics: list[Graphic] = []
        self.streams: dict[Path, StreamOf] = {}
        self.faults: dict[str, None] = {}
        self.glyphs = self.order = self.operators = 0
        self.worded: set[int] = set()
        """Fonts, by identity, whose letters are drawn by other text; ``fonts`` or a show keeps each of them."""
        self.text_clips: list[Edges] = []
        self.parsed = Parsed()
        self.traces: list[Trace] = []
        self.outline: list[Subpath] = []
        self.outline_first = 0
        self.is_clip = False
        self.tiles: list[Tile] = []
        """Patterns that something has been painted with, to be walked next."""

    def fault(self, why: str) -> None:
        """Note why the page cannot be excised safely."""
        self.faults[why] = None

    def add_graphic(
        self,
        kind: str,
        box: Edges,
        *,
        first: int | None = None,
        fill: Colour | None = None,
        alpha: float | None = None,
        is_rectangle: bool = False,
        is_doubtful: bool = False,
        is_off: bool = False,
        matrix: Matrix | None = None,
    ) -> None:
        """Add what the operators of the frame from ``first`` to the present one paint; ``alpha`` is that of fills unless told."""
        frame, state = self.frame, self.frame.state
        alpha = state.group_alpha * state.fill_alpha if alpha is None else alpha
        is_opaque = alpha >= 1 and not state.is_blended and not state.is_masked
        first = frame.at if first is None else first
        is_off = frame.is_off or is_off
        colour = None if state.is_transferred else fill
        self.graphics.append(
            Graphic(
                kind, frame.path, first, frame.at, self.order, box, is_doubtful, colour, is_opaque, is_rectangle, state.clip, is_off, matrix
            )
        )
        self.order += 1
