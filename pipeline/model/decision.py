"""What is claimed and decided."""

from __future__ import annotations

import datetime as dt
import enum
from dataclasses import dataclass

from pipeline.model.record import Span

__all__ = ["Action", "Claim", "Decision", "Version"]


class Action(enum.IntEnum):
    """What is done with a passage, from the least to the most restrictive."""

    RELEASE = 0
    REFER = 1
    REDACT = 2


class Version(enum.StrEnum):
    """The two versions of a record: as first reviewed, and as the law stands on the release date."""

    REDACTED = "redacted"
    RELEASED = "released"


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
    privacy_ends: dt.date | None = None
    """The day on which codes that guard a person's privacy alone end, by the presumption that the rule set states; None for never."""

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
