"""What a PDF that keeps its pages must read as: plain values that whoever made it hands to whoever reads it back."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

from pipeline.content.values import Edges

__all__ = ["KeptBar", "KeptExpected", "KeptPage"]


@dataclass(frozen=True, slots=True)
class KeptBar:
    """A bar as it must stand, in page space: from (``x``, ``y``) on the baseline along the unit vector (``dx``, ``dy``).

    Sizes are user space units, ``descent`` negative where the bar reaches below the baseline; ``fill`` is red, green and blue
    from 0 to 1.
    """

    x: float
    y: float
    dx: float
    dy: float
    width: float
    ascent: float
    descent: float
    fill: tuple[float, float, float]

    def corners(self) -> tuple[tuple[float, float], ...]:
        """Return its four corners in page space, lower left first as its line is read, then around."""
        start, end = (self.x, self.y), (self.x + self.dx * self.width, self.y + self.dy * self.width)
        around = ((start, self.descent), (end, self.descent), (end, self.ascent), (start, self.ascent))
        return tuple((x - self.dy * up, y + self.dx * up) for (x, y), up in around)


@dataclass(frozen=True, slots=True)
class KeptPage:
    """One page. ``source`` is its number in the source, from 0; None for a page that the release adds.

    ``kept`` is the released text of the page in any order of lines, ``cut`` each passage taken out, hidden ones too.
    ``furniture`` is all the words that the release adds outside of spans with ActualText; ``labels`` what glyphs show inside of
    such spans, and ``spoken`` what each of them says aloud. ``bars`` as they stand; ``touched`` where lines were set anew or
    graphics taken out, and ``furniture_edges`` where anything else was added, both in page space.
    """

    source: int | None
    kept: str = field(default="", repr=False)
    cut: tuple[str, ...] = field(default=(), repr=False)
    furniture: str = field(default="", repr=False)
    labels: str = ""
    spoken: tuple[str, ...] = ()
    bars: tuple[KeptBar, ...] = ()
    touched: tuple[Edges, ...] = ()
    furniture_edges: tuple[Edges, ...] = ()


@dataclass(frozen=True, slots=True)
class KeptExpected:
    """A whole document: its pages, ``secrets`` as ``Expected.secret()`` tells them, and what its properties say.

    ``properties`` are the entries of the document information dictionary, keys with their slash; ``targets`` the addresses
    that links may have.
    """

    pages: tuple[KeptPage, ...]
    secrets: frozenset[str] = field(repr=False)
    properties: tuple[tuple[str, str], ...]
    as_of: dt.date
    targets: frozenset[str] = frozenset()
    language: str = "en-US"
