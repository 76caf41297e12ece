"""The record under review, and where things stand in it."""

from __future__ import annotations

import datetime as dt
import enum
from dataclasses import dataclass, field

__all__ = [
    "Block",
    "Box",
    "Certainty",
    "KeptLink",
    "KeptPage",
    "KeptPages",
    "Line",
    "Page",
    "Record",
    "RecordDate",
    "Source",
    "Span",
    "Unsure",
    "Word",
]


class Certainty(enum.StrEnum):
    """How a record's date was found. Only the first two lift anything by age."""

    HEADING = "heading"
    STATED = "stated"
    IN_DOUBT = "date-in-doubt"


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """Half-open offsets, in code points, into ``Record.text``; never empty."""

    start: int
    end: int

    def __post_init__(self) -> None:
        """Refuse an empty, reversed or negative span."""
        if not 0 <= self.start < self.end:
            msg = f"a span needs 0 <= start < end, not {self.start}..{self.end}"
            raise ValueError(msg)

    def overlaps(self, other: Span) -> bool:
        """Tell whether the two share at least one character."""
        return self.start < other.end and other.start < self.end

    def covers(self, other: Span) -> bool:
        """Tell whether every character of ``other`` lies in this span."""
        return self.start <= other.start and other.end <= self.end


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle in points, origin top left, y downward, on the page as displayed."""

    x0: float
    top: float
    x1: float
    bottom: float

    def __post_init__(self) -> None:
        """Refuse a box that is inside out."""
        if self.x1 < self.x0 or self.bottom < self.top:
            msg = "a box needs x0 <= x1 and top <= bottom"
            raise ValueError(msg)


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a page; ``box`` where the source has geometry; ``confidence`` 0 to 1."""

    span: Span
    box: Box | None = None
    confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a page without its line break; ``span`` is None where the line is empty."""

    span: Span | None
    words: tuple[Word, ...]


@dataclass(frozen=True, slots=True)
class Page:
    """A page of the source, numbered from 1; sizes in points, None where the source has none."""

    number: int
    span: Span | None
    lines: tuple[Line, ...]
    width: float | None = None
    height: float | None = None


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph or a heading of the source."""

    span: Span
    is_heading: bool


@dataclass(frozen=True, slots=True)
class Source:
    """The bytes that came in: ``size`` in bytes, ``encoding`` as chosen, ``sha256`` in hex; what reading them took."""

    name: str
    media_type: str
    sha256: str
    size: int
    encoding: str
    remarks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class RecordDate:
    """The record's date of origin; ``span`` is where it stands, None where a person stated it."""

    value: dt.date
    certainty: Certainty
    span: Span | None = None


@dataclass(frozen=True, slots=True)
class Unsure:
    """A passage that no rule may release by itself: the source hides it, or nobody could read it. ``why`` is of a fixed list."""

    span: Span
    why: str


@dataclass(frozen=True, slots=True)
class KeptPage:
    """Where the characters of a page's text are drawn: one entry a character of its span.

    ``glyphs`` are numbers of glyphs in drawn order, -1 for what is drawn by none, such as a line break; ``joined`` are pairs of a
    glyph and another that is drawn for the same character, an accent; ``graphics`` pairs of an offset in ``Record.text`` and the
    number of the graphic for which the character there stands; ``hidden`` the glyphs that the source
    hides, ``unplaced`` those of them that stand where no page is seen.
    """

    glyphs: tuple[int, ...] = field(repr=False)
    joined: tuple[tuple[int, int], ...] = ()
    graphics: tuple[tuple[int, int], ...] = ()
    hidden: frozenset[int] = frozenset()
    unplaced: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class KeptLink:
    """A link of a PDF: over ``box`` (left, lower, right, upper, in the page's own space) to the page ``target``, or to ``uri``.

    Pages count from 1. ``uri`` is text of the record: nobody has judged it.
    """

    page: int
    box: tuple[float, float, float, float]
    target: int | None = None
    uri: str | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class KeptPages:
    """The pages of a PDF that a release keeps: ``pdf`` is the source without encryption, repaired, its annotations made content."""

    pdf: bytes = field(repr=False)
    pages: tuple[KeptPage, ...]
    links: tuple[KeptLink, ...] = ()


@dataclass(frozen=True, slots=True)
class Record:
    """The document under review. ``date`` is None where the record bears none at all, ``kept`` where no page is kept."""

    id: str
    source: Source
    date: RecordDate | None
    text: str = field(repr=False)
    pages: tuple[Page, ...]
    blocks: tuple[Block, ...]
    kept: KeptPages | None = None
    unsure: tuple[Unsure, ...] = ()

    def __post_init__(self) -> None:
        """Refuse a record without text or without pages."""
        if not self.text.strip() or not self.pages:
            msg = "a record needs text and pages"
            raise ValueError(msg)

    @property
    def origin(self) -> dt.date | None:
        """The date of origin where it is certain enough to count years from, else None."""
        if self.date is None or self.date.certainty is Certainty.IN_DOUBT:
            return None
        return self.date.value
