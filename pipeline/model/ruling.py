"""What a person decided, over the rules."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field

from pipeline.model.decision import Action, Version
from pipeline.model.record import Span

__all__ = ["Ruling", "names_of_rulings"]


@dataclass(frozen=True, slots=True)
class Ruling:
    """A person's decision on one passage, bound to it by three things: it stands over what the rules say there.

    ``source`` is the SHA-256 of the source file, ``digest`` that of the passage's text as UTF-8, both in hex; ``by`` is
    who decided ("NAME, OFFICE"), ``second`` who concurred. A redaction has ``codes``, all of which are claimed in each of
    its ``versions``; a referral has an ``owner``. ``settled`` names owners whose own decision the ruling carries out, each
    with what that decision is: only so does it lift an owner's hold. ``place`` is ``file:line``.
    """

    source: str
    span: Span
    digest: str
    versions: tuple[Version, ...]
    action: Action
    reason: str = field(repr=False)
    by: str = field(repr=False)
    at: dt.date
    place: str
    codes: tuple[str, ...] = ()
    owner: str | None = None
    guide: str | None = None
    second: str | None = field(default=None, repr=False)
    settled: tuple[tuple[str, str], ...] = field(default=(), repr=False)

    def __post_init__(self) -> None:
        """Refuse a ruling for no version, a redaction without a code and a referral to nobody."""
        if not self.versions:
            msg = "a ruling is for one version or both"
            raise ValueError(msg)
        if (self.action is Action.REDACT) is not bool(self.codes):
            msg = "a redaction, and nothing else, needs codes"
            raise ValueError(msg)
        if (self.action is Action.REFER) is not bool(self.owner):
            msg = "a referral, and nothing else, needs an owner"
            raise ValueError(msg)


def names_of_rulings(rulings: Iterable[Ruling]) -> dict[str, Ruling]:
    """Return the rulings on one record under the names that claims and logs give them: ``ruling 1`` is the first in reading order."""
    return {f"ruling {number}": each for number, each in enumerate(rulings, start=1)}
