"""The written policy: rules and the set of them."""

from __future__ import annotations

import enum
from dataclasses import dataclass, field

from pipeline.model.decision import Action
from pipeline.model.marking import Token

__all__ = ["Match", "MatchKind", "Rule", "RuleFile", "RuleSet", "Scope"]


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
    """All rules of a run, in order; ``default`` is RELEASE or REFER; ``digest`` is of all files.

    ``words`` are the tokens of markings: the vocabulary that ships, and what the rule files name of their own.
    """

    rules: tuple[Rule, ...]
    default: Action
    files: tuple[RuleFile, ...]
    digest: str
    is_permanent: bool = False
    officer: str | None = None
    guide: str | None = None
    words: tuple[Token, ...] = field(default=(), repr=False)

    def __post_init__(self) -> None:
        """Refuse a default that withholds without a code, and two rules of one name."""
        if self.default is Action.REDACT:
            msg = "the default is release or refer"
            raise ValueError(msg)
        if len({rule.id for rule in self.rules}) != len(self.rules):
            msg = "rule ids are unique"
            raise ValueError(msg)
