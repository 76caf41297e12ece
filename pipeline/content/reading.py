"""A page while it is read: what its operators have drawn so far, and what cannot be told."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from pikepdf import Dictionary, Object

from pipeline.content.geometry import IDENTITY
from pipeline.content.layers import Layers
from pipeline.content.paths import Subpath
from pipeline.content.state import State
from pipeline.content.values import Edges, Font, Graphic, Matrix, Path, Show, StreamOf

__all__ = ["Bounds", "ContentError", "Frame", "Mark", "Reading", "Tile"]

Operands = Sequence[object]


class ContentError(Exception):
    """Content that cannot be walked any further; its text is the fault to report."""


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
        self.text_clips: list[Edges] = []
        self.outline: list[Subpath] = []
        self.outline_first = 0
        self.is_clip = False
        self.tiles: list[Tile] = []
        """Patterns that something has been painted with, to be walked next."""

    def fault(self, why: str) -> None:
        """Note why the page cannot be excised safely."""
        self.faults[why] = None

    def next_order(self) -> int:
        """Return the place of the next thing painted."""
        self.order += 1
        return self.order - 1
