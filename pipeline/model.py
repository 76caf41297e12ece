"""The frozen values that pass between the stages.

Offsets: every ``Span`` counts code points of ``Record.text``, half-open. Boxes: points, origin top
left, the page as displayed. Values refuse nonsense at birth and never change.
"""

from __future__ import annotations

import datetime as dt
import enum
from dataclasses import dataclass, field

__all__ = [
    "Action",
    "AuditEvent",
    "Block",
    "Box",
    "Certainty",
    "Claim",
    "Decision",
    "Draft",
    "Finding",
    "Line",
    "Marking",
    "Match",
    "MatchKind",
    "Page",
    "Record",
    "RecordDate",
    "Release",
    "Rule",
    "RuleFile",
    "RuleSet",
    "Scope",
    "Source",
    "Span",
    "Version",
    "Word",
]


class Action(enum.IntEnum):
    """What is done with a passage, from the least to the most restrictive."""

    RELEASE = 0
    REFER = 1
    REDACT = 2


class Version(enum.StrEnum):
    """The two versions of a record: as first reviewed, and as the law stands on the release date."""

    REDACTED = "redacted"
    RELEASED = "released"


class Scope(enum.StrEnum):
    """How far around its match a rule reaches."""

    SPAN = "span"
    SENTENCE = "sentence"
    LINE = "line"
    PARAGRAPH = "paragraph"
    PORTION = "portion"
    PAGE = "page"
    RECORD = "record"


class MatchKind(enum.StrEnum):
    """What a rule looks for."""

    TERMS = "terms"
    REGEX = "regex"
    ENTITY = "entity"


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
class Record:
    """The document under review. ``date`` is None where the record bears none at all."""

    id: str
    source: Source
    date: RecordDate | None
    text: str = field(repr=False)
    pages: tuple[Page, ...]
    blocks: tuple[Block, ...]

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


@dataclass(frozen=True, slots=True)
class Marking:
    """The parsed meaning of a classification marking; words are the banner's, not abbreviations.

    ``owners`` are those whose hold the marking makes (DOE, NATO, a foreign government).
    """

    kind: str
    level: str | None
    text: str = field(repr=False)
    sci: tuple[str, ...] = ()
    aea: tuple[str, ...] = ()
    non_us: tuple[str, ...] = ()
    dissem: tuple[str, ...] = ()
    legacy: tuple[str, ...] = ()
    owners: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Finding:
    """A detector's claim about a span: who found it, which rule, how sure (0 to 1), and why."""

    span: Span
    kind: str
    detector: str
    confidence: float
    why: str
    rule: str | None = None
    marking: Marking | None = None
    extent: Span | None = None
    """What a portion mark governs; None where that is the whole page or record."""


@dataclass(frozen=True, slots=True)
class Match:
    """What a rule looks for: whole-word ``values`` (terms), one pattern, or one entity type."""

    kind: MatchKind
    values: tuple[str, ...]
    exact_case: bool = False


@dataclass(frozen=True, slots=True)
class Rule:
    """A written policy: what it matches, how far it reaches, what is done, on which authority.

    ``authority`` is the chain of codes by age. ``place`` is ``file:line`` of the rule.
    """

    id: str
    match: Match
    scope: Scope
    action: Action
    authority: tuple[str, ...]
    rationale: str
    place: str
    owner: str | None = None
    guide: str | None = None
    must_match: tuple[str, ...] = ()
    must_keep: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class RuleFile:
    """A file that was read for a rule set; ``is_shipped`` if its bytes are those of the project's."""

    name: str
    sha256: str
    is_shipped: bool


@dataclass(frozen=True, slots=True)
class RuleSet:
    """All rules of a run, in order; ``default`` is RELEASE or REFER; ``digest`` is of all files."""

    rules: tuple[Rule, ...]
    default: Action
    files: tuple[RuleFile, ...]
    digest: str
    is_permanent: bool = False
    officer: str | None = None
    guide: str | None = None

    def __post_init__(self) -> None:
        """Refuse a default that withholds without a code, and two rules of one name."""
        if self.default is Action.REDACT:
            msg = "the default is release or refer"
            raise ValueError(msg)
        if len({rule.id for rule in self.rules}) != len(self.rules):
            msg = "rule ids are unique"
            raise ValueError(msg)


@dataclass(frozen=True, slots=True)
class Claim:
    """An action claimed for a span. ``rule`` names the rule or the law that claims it.

    ``codes`` are the live authorities of the chain ``authority``, ``owner`` the person or agency that a
    REFER waits for, ``reason`` a word of ``decide.REASONS``.
    """

    span: Span
    action: Action
    rule: str
    codes: tuple[str, ...] = ()
    authority: tuple[str, ...] = ()
    owner: str | None = None
    reason: str | None = None
    guide: str | None = None

    def __post_init__(self) -> None:
        """Refuse a redaction without its reason and a referral to nobody."""
        if self.action is Action.REDACT and not self.codes:
            msg = "a redaction needs a live code"
            raise ValueError(msg)
        if self.action is Action.REFER and not self.owner:
            msg = "a referral needs an owner"
            raise ValueError(msg)


@dataclass(frozen=True, slots=True)
class Decision:
    """What is done with every character of ``span`` in one version.

    ``codes`` are all live authorities and ``owners`` all who still have to decide, whatever ``action`` won;
    ``is_struck`` where a released marking is to be cancelled.
    """

    span: Span
    action: Action
    codes: tuple[str, ...]
    owners: tuple[str, ...]
    claims: tuple[Claim, ...]
    decided_by: str
    is_struck: bool = False


@dataclass(frozen=True, slots=True)
class Draft:
    """One version as rendered and not yet verified: ``pdf`` and ``text`` as bytes.

    ``pages_of`` gives, for each blank in order, the page of the PDF on which it stands.
    """

    version: Version
    pdf: bytes = field(repr=False)
    text: bytes = field(repr=False)
    pages_of: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Release:
    """A draft that every probe has read back and found clean. Only ``verify`` builds one."""

    draft: Draft
    probes: tuple[str, ...]

    def __post_init__(self) -> None:
        """Refuse a release that nothing has checked."""
        if not self.probes:
            msg = "a release needs the probes that passed"
            raise ValueError(msg)


@dataclass(frozen=True, slots=True)
class AuditEvent:
    """One line of a log: ``facts`` is canonical JSON; ``hash`` covers all else, ``prev`` included."""

    seq: int
    at: str
    type: str
    subject: str
    facts: str = field(repr=False)
    prev: str
    hash: str
