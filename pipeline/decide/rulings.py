"""What persons decided, over what rules claim: bound to the record, and as alive as the codes of it are.

A ruling stands over the rules within its span. What an owner holds there stays, unless the ruling carries out that
owner's own decision; a release lifts also what waits for a reviewer or for the agency itself.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from pipeline.authority import YEARS, Regime, doubt, ends, is_approved, onset, regime, standing
from pipeline.decide.law import AGENCY, REVIEWER
from pipeline.errors import RulesError
from pipeline.model import Action, Claim, Decision, Record, RuleSet, Ruling, Span, Version, names_of_rulings

__all__ = ["Ruled", "bind", "early_rulings", "held_rulings", "stale_rulings", "withheld_later"]

_LATER = "withheld-later"  # shown by no version before the one that withholds it
_REASON = "ruling"
_OF_RULES = frozenset({"guide-needed", "code-in-doubt", "default"})  # referrals of rules, which no owner asked for
# A ruling names the code of its day alone; that the record was exempt at the onsets before is the reviewer's to know.
_BEFORE = {Regime.X50: ("25X9",), Regime.X75: ("25X9", "50X9")}


@dataclass(frozen=True, slots=True)
class _Living:
    """What of a ruling's codes holds on a day, what would under a guide, what a person must look at again, and what has ended.

    ``doubtful`` cannot be true of the record, or cannot be cited yet: such a code withholds nothing, and yet it is no dead one.
    """

    codes: tuple[str, ...]
    unguided: tuple[str, ...]
    doubtful: tuple[str, ...]
    stale: tuple[str, ...]

    def has_lapsed(self) -> bool:
        """Tell whether there were codes, and all of them have ended."""
        return bool(self.stale) and not (self.codes or self.unguided or self.doubtful)


def bind(record: Record, rulings: Iterable[Ruling]) -> tuple[Ruling, ...]:
    """Return the rulings on this record in reading order. Raises RulesError where one is not on what its passage now is."""
    own = sorted((each for each in rulings if each.source == record.source.sha256), key=lambda each: (each.span, each.versions))
    faults = [fault for each in own if (fault := _misplaced(record, each))]
    if faults:
        raise RulesError(*faults)
    return tuple(own)


def _misplaced(record: Record, ruling: Ruling) -> str | None:
    """Say where a ruling does not fit the record, or None; a ruling is never moved to where it would."""
    remedy = "expected start, end and digest from the worksheet of a new run without --rulings"
    if ruling.span.end > len(record.text):
        return f"{ruling.place}: the passage ends behind the record's own end; {remedy}"
    passage = record.text[ruling.span.start : ruling.span.end]
    if hashlib.sha256(passage.encode()).hexdigest() != ruling.digest:
        return f"{ruling.place}: the passage at this place is not the one that was ruled on; {remedy}"
    return None


def _living(ruling: Ruling, record: Record, rules: RuleSet, day: dt.date) -> _Living:
    """Return how the codes of a ruling stand on ``day``, each judged for itself."""
    held: dict[str, list[str]] = {"codes": [], "unguided": [], "doubtful": [], "stale": []}
    for code in ruling.codes:
        held[_state(code, ruling, record, rules, day)].append(code)
    return _Living(**{state: tuple(codes) for state, codes in held.items()})


def _state(code: str, ruling: Ruling, record: Record, rules: RuleSet, day: dt.date) -> str:
    chain = (*(_BEFORE.get(kind, ()) if (kind := regime(code)) else ()), code)
    guide = ruling.guide or rules.guide
    own = standing(
        chain,
        record.origin,
        day,
        guide=guide,
        custody=rules.custody,
        categories=(*rules.categories, *chain[:-1]) if rules.categories is not None else None,
    )
    if code in own.codes:
        return "codes"
    if own.unguided == code:
        return "unguided"
    return "doubtful" if own.doubtful == code or _is_unborn(code, record, day) else "stale"


def _is_unborn(code: str, record: Record, day: dt.date) -> bool:
    """Tell whether a code of 25, 50 or 75 years cannot be cited yet."""
    kind = regime(code)
    years = YEARS.get(kind.value) if kind else None
    return years is not None and (record.origin is None or day < onset(record.origin, years))


def stale_rulings(record: Record, rulings: Iterable[Ruling], rules: RuleSet, version: Version, day: dt.date) -> tuple[str, ...]:
    """Return ``file:line: what is wrong`` of every code of a ruling that does not hold on ``day`` in one version, and what follows."""
    told: list[str] = []
    for each in (each for each in rulings if version in each.versions):
        living = _living(each, record, rules, day)
        told += [f"{each.place}: {_why(code, record, rules, day)}; in the {version.value} version it falls away" for code in living.stale]
        unapproved = [code for code in living.unguided if not is_approved(code, rules.categories)]
        for code in (*living.doubtful, *unapproved):
            told.append(f"{each.place}: {_why(code, record, rules, day)}; in the {version.value} version it goes to a person")
    return tuple(told)


def _why(code: str, record: Record, rules: RuleSet, day: dt.date) -> str:
    """Say why a code does not hold on ``day``."""
    if _is_unborn(code, record, day):
        return f"{code} cannot be cited on {day.isoformat()} yet"
    in_doubt = doubt(code, record.origin, day, custody=rules.custody, categories=rules.categories)
    end = ends(code, record.origin)
    return in_doubt or (f"{code} ended on {end.isoformat()}" if end and day >= end else f"{code} cannot be cited on {day.isoformat()}")


def _withholds(ruling: Ruling, living: _Living) -> bool:
    return ruling.action is not Action.RELEASE and not living.has_lapsed()


def held_rulings(decisions: Iterable[Decision], rulings: tuple[Ruling, ...]) -> tuple[tuple[str, str], ...]:
    """Return the place of each ruling that releases what an owner still holds in one version, and that owner."""
    releasing = {name: each.place for name, each in names_of_rulings(rulings).items() if each.action is Action.RELEASE}
    held = {
        (releasing[claim.rule], owner): None
        for each in decisions
        for claim in each.claims
        if claim.reason == _REASON and claim.rule in releasing
        for owner in dict.fromkeys(other.owner for other in each.claims if other.owner and other.reason != _LATER)
    }
    return tuple(held)


def withheld_later(rulings: tuple[Ruling, ...], released: Iterable[Decision]) -> Iterator[Claim]:
    """Yield a referral of all that a ruling shows in the redacted version alone and that the ``released`` one withholds.

    Both versions stand beside each other: what either shows is out.
    """
    early = [
        (name, each.span)
        for name, each in names_of_rulings(rulings).items()
        if each.action is Action.RELEASE and each.versions == (Version.REDACTED,)
    ]
    spans = [span for _, span in early]  # in order and apart: rulings of one version never overlap
    for decision in (each for each in released if each.action is not Action.RELEASE):
        first = bisect_right(spans, decision.span.start, key=lambda span: span.end)
        last = bisect_left(spans, decision.span.end, key=lambda span: span.start)
        for name, span in early[first:last]:
            part = Span(max(span.start, decision.span.start), min(span.end, decision.span.end))
            yield Claim(part, Action.REFER, name, owner=REVIEWER, reason=_LATER)


def early_rulings(decisions: Iterable[Decision], rulings: tuple[Ruling, ...]) -> tuple[str, ...]:
    """Return the place of each ruling that releases in the redacted version what the released one withholds."""
    releasing = {name: each.place for name, each in names_of_rulings(rulings).items() if each.action is Action.RELEASE}
    claims = (claim for each in decisions for claim in each.claims if claim.reason == _LATER)
    return tuple(dict.fromkeys(releasing[claim.rule] for claim in claims if claim.rule in releasing))


class Ruled:
    """What the rulings of one version claim, and which other claims they lift within their spans.

    A ruling that withholds in the released version alone makes the redacted version wait for a reviewer, where nothing else
    withholds: a first review never shows what the release withholds.
    """

    def __init__(self, rulings: tuple[Ruling, ...], record: Record, rules: RuleSet, version: Version, day: dt.date, as_of: dt.date) -> None:
        """Take the rulings that ``bind`` returned: on this record, in reading order, none over another of its version."""
        own: list[Ruling] = []
        claims: list[Claim] = []
        for name, ruling in names_of_rulings(rulings).items():
            living = _living(ruling, record, rules, day)
            if version in ruling.versions and not living.has_lapsed():
                own.append(ruling)
                claims += _claims(name, ruling, living)
            elif (
                version is Version.REDACTED and version not in ruling.versions and _withholds(ruling, _living(ruling, record, rules, as_of))
            ):
                claims.append(Claim(ruling.span, Action.REFER, name, authority=ruling.codes, owner=REVIEWER, reason=_LATER))
        self.claims = frozenset(claims)
        self._own, self._starts = own, [each.span.start for each in own]

    def settle(self, claims: list[Claim], span: Span) -> list[Claim]:
        """Return those of ``claims`` that stand on ``span``, one part of the record: rulings replace others within their spans."""
        left = [claim for claim in claims if not self._lifts(claim, span)]
        now = [claim for claim in left if claim.reason != _LATER]
        return now if any(claim.action is not Action.RELEASE for claim in now) else left

    def _lifts(self, claim: Claim, span: Span) -> bool:
        before = bisect_right(self._starts, span.start)
        ruling = self._own[before - 1] if before else None
        return ruling is not None and ruling.span.covers(span) and claim not in self.claims and _lifts(ruling, claim)


def _claims(name: str, ruling: Ruling, living: _Living) -> Iterator[Claim]:
    """Yield what a ruling claims: its action under its living codes, and a referral for codes that no guide approves."""
    guide = ruling.guide
    if ruling.action is not Action.REDACT:
        yield Claim(ruling.span, ruling.action, name, owner=ruling.owner, reason=_REASON, guide=guide)
    if living.codes:
        yield Claim(ruling.span, Action.REDACT, name, living.codes, ruling.codes, reason=_REASON, guide=guide)
    if living.unguided:
        yield Claim(ruling.span, Action.REFER, name, authority=ruling.codes, owner=AGENCY, reason="guide-needed", guide=guide)
    if living.doubtful and not living.codes:
        yield Claim(ruling.span, Action.REFER, name, authority=ruling.codes, owner=REVIEWER, reason="code-in-doubt", guide=guide)


def _lifts(ruling: Ruling, claim: Claim) -> bool:
    """Tell whether a ruling replaces a claim within its span; what the released version withholds, none does."""
    if claim.reason == _LATER:
        return False
    if claim.action is Action.REDACT or claim.reason in _OF_RULES:
        return True
    if claim.action is Action.RELEASE or claim.owner is None:
        return False
    settled = {owner.casefold() for owner, _ in ruling.settled}
    return claim.owner.casefold() in settled or (ruling.action is Action.RELEASE and claim.owner in {AGENCY, REVIEWER})
