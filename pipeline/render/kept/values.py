"""What is taken out of a page, and the marks that stand for it afterwards."""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.content.geometry import bounds
from pipeline.content.values import Edges
from pipeline.model import Action
from pipeline.wording import BlankWords

__all__ = ["Bar", "Gap", "Marks", "Strike"]


@dataclass(frozen=True, slots=True)
class Gap:
    """One passage on one page: the glyphs and the graphics that go, in drawn order; ``is_first`` on the passage's first page.

    Glyphs that are hidden go like all others; where none of them shows and ``is_placed`` is False no bar is drawn.
    """

    glyphs: tuple[int, ...]
    graphics: tuple[int, ...]
    action: Action
    words: BlankWords
    is_first: bool = True
    is_placed: bool = True


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar to draw, in page space: from ``x``, ``y`` on the baseline along (``dx``, ``dy``), a unit vector; sizes in user space units.

    ``is_first`` is the bar that speaks the passage's words; the others of one passage go on from it.
    """

    x: float
    y: float
    dx: float
    dy: float
    width: float
    ascent: float
    descent: float
    action: Action
    words: BlankWords
    is_first: bool

    @property
    def edges(self) -> Edges:
        """The upright box around it."""
        ends = ((self.x, self.y), (self.x + self.dx * self.width, self.y + self.dy * self.width))
        return bounds((x - self.dy * up, y + self.dx * up) for x, y in ends for up in (self.ascent, self.descent))


@dataclass(frozen=True, slots=True)
class Strike:
    """A cancelled marking's letters, from (``x``, ``y``) on the baseline along (``dx``, ``dy``) for ``width``; ``size`` of its type."""

    x: float
    y: float
    dx: float
    dy: float
    width: float
    size: float


@dataclass(frozen=True, slots=True)
class Marks:
    """What is to be drawn on an excised page: bars and strikes; ``touched`` are the bands of its lines that were set anew.

    ``unticked`` are those of them that run up or down as displayed: a tick as high would tell how long their words were.
    """

    bars: tuple[Bar, ...]
    strikes: tuple[Strike, ...]
    touched: tuple[Edges, ...]
    unticked: frozenset[Edges] = frozenset()
