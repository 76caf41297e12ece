"""A rule's chain taken apart: how each of its codes stands on a day, and from which day to which."""

from __future__ import annotations

import datetime as dt
import enum
from collections.abc import Iterable
from dataclasses import dataclass

from pipeline.authority import YEARS, Regime, Standing, ends, is_approved, is_citable, onset, regime, untrue
from pipeline.decide.claims import chain_standing
from pipeline.model import Record, Rule, RuleSet

__all__ = ["CodeStanding", "CodeState", "code_standings"]

_BY_AGE = frozenset({Regime.SECTION_1_4, Regime.X25, Regime.X50, Regime.X75})


class CodeState(enum.StrEnum):
    """How one code of a chain stands on a day."""

    HOLDS = "holds"
    LAPSED = "lapsed"
    NOT_YET = "not-yet"
    REPLACED = "replaced"
    TOO_LATE = "too-late"
    NO_GUIDE = "no-guide"
    NOT_APPROVED = "not-approved"
    IN_DOUBT = "in-doubt"


@dataclass(frozen=True, slots=True)
class CodeStanding:
    """One code of a chain on a day.

    ``day`` is where HOLDS ends (None: age does not end it), LAPSED ended, NOT_YET begins (None: no certain date), and where
    TOO_LATE found no code that could be cited. ``why`` says what cannot be true of an IN_DOUBT one.
    """

    code: str
    state: CodeState
    day: dt.date | None = None
    why: str | None = None


def code_standings(rule: Rule, record: Record, rules: RuleSet, day: dt.date) -> tuple[CodeStanding, ...]:
    """Return how each code of a rule's chain stands on ``day``."""
    held = chain_standing(rule, record, rules, day)
    return tuple(_code(code, rule, record, rules, day, held) for code in rule.authority)


def _code(code: str, rule: Rule, record: Record, rules: RuleSet, day: dt.date, held: Standing) -> CodeStanding:
    origin = record.origin
    end = ends(code, origin)
    if code in held.codes:
        return CodeStanding(code, CodeState.HOLDS, end)
    if end is not None and day >= end:
        return CodeStanding(code, CodeState.LAPSED, end)
    if why := untrue(code, origin, day, rules.custody):
        return CodeStanding(code, CodeState.IN_DOUBT, why=why)
    if code == held.unguided:
        return CodeStanding(code, CodeState.NO_GUIDE if is_approved(code, rules.categories) else CodeState.NOT_APPROVED)
    if not is_citable(code, origin, day):
        return CodeStanding(code, CodeState.NOT_YET, _begin(code, origin))
    if not is_approved(code, rules.categories):
        return CodeStanding(code, CodeState.NOT_APPROVED)
    gap = _first_gap(rule.authority, origin, day)
    return CodeStanding(code, CodeState.TOO_LATE, gap) if gap else CodeStanding(code, CodeState.REPLACED)


def _begin(code: str, origin: dt.date | None) -> dt.date | None:
    """Return the onset from which a code may be cited, or None: without a certain date none is reached."""
    onsets = [onset(origin, years) for years in YEARS.values()] if origin else []
    return next((day for day in onsets if is_citable(code, origin, day)), None)


def _first_gap(chain: Iterable[str], origin: dt.date | None, day: dt.date) -> dt.date | None:
    """Return the first onset up to ``day`` at which no code of the chain could be cited: a later code does not revive it."""
    onsets = [onset(origin, years) for years in YEARS.values()] if origin else []
    by_age = [code for code in chain if regime(code) in _BY_AGE]
    return next((each for each in onsets if each <= day and not any(is_citable(code, origin, each) for code in by_age)), None)
