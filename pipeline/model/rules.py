"""The written policy: rules and the set of them."""

from __future__ import annotations

import datetime as dt
import enum
from dataclasses import dataclass, field

from pipeline.model.decision import Action
from pipeline.model.marking import Token
from pipeline.model.official import PrivacyEnds, Register

__all__ = ["Custody", "Match", "MatchKind", "Near", "Rule", "RuleFile", "RuleSet", "Scope", "When", "Within"]


class Scope(enum.StrEnum):
    """How far around its match a rule reaches."""

    SPAN = "span"
    SENTENCE = "sentence"
    LINE = "line"
    PARAGRAPH = "paragraph"
    PORTION = "portion"
    PAGE = "page"
    RECORD = "record"


class Custody(enum.StrEnum):
    """Whose records these are: an agency's, a President's since 1981 (44 U.S.C. 2201), or papers given by deed."""

    FEDERAL = "federal"
    PRESIDENTIAL = "presidential"
    DONATED = "donated"


class MatchKind(enum.StrEnum):
    """What a rule looks for."""

    TERMS = "terms"
    REGEX = "regex"
    ENTITY = "entity"
    PERSON = "person"
    OFFICE = "office"
    PORTION = "portion"
    BANNER = "banner"
    ALL = "all"
    ANY = "any"


@dataclass(frozen=True, slots=True)
class Within:
    """How close two things must stand: with at most ``words`` words between them, or in one ``unit``; never both."""

    unit: Scope | None = None
    words: int | None = None

    def __post_init__(self) -> None:
        """Refuse what is no measure, or two."""
        if (self.unit is None) is (self.words is None):
            msg = "closeness is a number of words or a unit of text"
            raise ValueError(msg)


@dataclass(frozen=True, slots=True)
class Near:
    """Something else that must stand close to a match, or must not."""

    match: Match
    within: Within


@dataclass(frozen=True, slots=True)
class Match:
    """What a rule looks for.

    ``values`` are whole-word terms, names of persons or offices, one expression, or one entity type. A portion or banner is
    looked for by its ``level``, the lowest that counts, and by the words it ``carries``, each of them. ``parts`` are the
    members of ``all`` (which stand ``within`` each other) and ``any``. The rest narrows: what is ``near``, what must not be
    (``unless``), in a heading or not, on ``pages`` (first and last, from 1; -1 is the record's last page).
    """

    kind: MatchKind
    values: tuple[str, ...] = field(default=(), repr=False)
    exact_case: bool = False
    level: str | None = None
    carries: tuple[str, ...] = ()
    parts: tuple[Match, ...] = ()
    within: Within | None = None
    near: tuple[Near, ...] = ()
    unless: tuple[Near, ...] = ()
    in_heading: bool | None = None
    pages: tuple[tuple[int, int], ...] = ()

    @property
    def is_plain(self) -> bool:
        """Tell whether one detector alone settles it: terms, an expression or an entity that nothing narrows."""
        is_leaf = self.kind in {MatchKind.TERMS, MatchKind.REGEX, MatchKind.ENTITY}
        return is_leaf and not (self.near or self.unless or self.pages) and self.in_heading is None


@dataclass(frozen=True, slots=True)
class When:
    """The records a rule speaks of: dated ``since`` to ``until`` (both included), in a custody, of an agency; empty is any."""

    since: dt.date | None = None
    until: dt.date | None = None
    custody: tuple[Custody, ...] = ()
    agency: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Rule:
    """A written policy: what it matches, how far it reaches, what is done, on which authority.

    ``authority`` is the chain of codes by age. ``place`` is ``file:line`` of the rule. ``is_equity`` marks a referral that
    holds until the record's 25-year onset, or under a live claim of 25X, 50X or 75X (Law of release 3). A release rule
    ``overrides`` the redactions it names, for ``override_reason``; it never overrides a hold.
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
    when: When | None = None
    is_equity: bool = False
    overrides: tuple[str, ...] = ()
    override_reason: str | None = None


@dataclass(frozen=True, slots=True)
class RuleFile:
    """A file that was read for a rule set; ``is_shipped`` if its bytes are those of the project's."""

    name: str
    sha256: str
    is_shipped: bool


@dataclass(frozen=True, slots=True)
class RuleSet:
    """All rules of a run, in order; ``default`` is RELEASE or REFER; ``digest`` is of all files.

    ``words`` are the tokens of markings: the vocabulary that ships, and what the rule files name of their own.
    ``custody`` and ``agency`` say whose records these are, ``categories`` which of 25X, 50X and 75X the agency may use;
    None where nothing is said.
    """

    rules: tuple[Rule, ...]
    default: Action
    files: tuple[RuleFile, ...]
    digest: str
    is_permanent: bool = False
    officer: str | None = None
    guide: str | None = None
    words: tuple[Token, ...] = field(default=(), repr=False)
    custody: Custody | None = None
    agency: str | None = None
    categories: tuple[str, ...] | None = None
    has_identifiers: bool = True
    """Whether the identifiers of persons are withheld, as in every run whose rule set does not say otherwise."""
    officials: Register = field(default_factory=Register, repr=False)
    """Whose names rules on privacy leave readable in records of their time."""
    has_officials: bool = True
    """Whether those of the list that ships are among them, as in every run whose rule set does not say otherwise."""
    privacy_ends: PrivacyEnds = field(default_factory=PrivacyEnds)

    def __post_init__(self) -> None:
        """Refuse a default that withholds without a code, and two rules of one name."""
        if self.default is Action.REDACT:
            msg = "the default is release or refer"
            raise ValueError(msg)
        if len({rule.id for rule in self.rules}) != len(self.rules):
            msg = "rule ids are unique"
            raise ValueError(msg)
