"""Law of release 1, 3 and 4: what rules claim, as their chains stand, their records are and other rules allow."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import replace

from pipeline.authority import Regime, Standing, onset, regime, standing
from pipeline.decide.law import AGENCY, AUTOMATIC_YEARS, REVIEWER
from pipeline.decide.leaders import with_leaders
from pipeline.decide.privacy import privacy_ends
from pipeline.decide.spans import parts
from pipeline.model import Action, Claim, Finding, Record, Rule, RuleSet, Span, When
from pipeline.reach import Reach
from pipeline.segments import joined, touching

__all__ = ["applies", "chain_standing", "reaches", "rule_claims"]

_BY_CATEGORY = frozenset({Regime.X25, Regime.X50, Regime.X75})
_ALL_RULES = "all"
_UNGUIDED = "guide-needed"


def rule_claims(
    record: Record, findings: tuple[Finding, ...], rules: RuleSet, day: dt.date, *, beside: Iterable[Claim] = ()
) -> list[Claim]:
    """Return the claims of every rule that fired, as its authority stands on ``day``; ``beside`` are those of rulings."""
    fired = {finding.rule for finding in findings}
    by_id = {rule.id: rule for rule in rules.rules if rule.id in fired and applies(rule, record, rules)}
    held = {rule.id: chain_standing(rule, record, rules, day) for rule in by_id.values()}
    claims: list[Claim] = []
    equities: list[Claim] = []
    for finding, rule, span in reaches(record, findings, by_id):
        ends = privacy_ends(finding.subject, rules.privacy_ends)
        own = held[rule.id] if ends is None or day < ends else held[rule.id].without_privacy()
        reached = span if rule.action is Action.RELEASE else with_leaders(record.text, span)
        (equities if rule.is_equity else claims).extend(_claims_of(rule, reached, own, ends))
    return [*_not_overridden(record.text, claims, by_id), *_living_equities(equities, [*claims, *beside], record, day)]


def chain_standing(rule: Rule, record: Record, rules: RuleSet, day: dt.date) -> Standing:
    """Return what of a rule's chain holds on ``day``."""
    return standing(rule.authority, record.origin, day, guide=rule.guide, custody=rules.custody, categories=rules.categories)


def reaches(record: Record, findings: Iterable[Finding], rules: dict[str, Rule]) -> Iterator[tuple[Finding, Rule, Span]]:
    """Yield each finding of a rule with the rule and each span it claims; what withholds goes on where its sentence does."""
    found = tuple(findings)
    reach = Reach(record, found)
    for finding in found:
        if finding.rule in rules:
            rule = rules[finding.rule]
            if rule.action is Action.RELEASE:
                yield finding, rule, reach.of(rule.scope, finding.span)
            else:
                yield from ((finding, rule, span) for span in reach.spread(rule.scope, finding.span))


def applies(rule: Rule, record: Record, rules: RuleSet) -> bool:
    """Tell whether a rule speaks of this record at all.

    Without a certain date a rule that withholds does, a rule that releases does not, if it asks for a date.
    """
    when = rule.when
    if when is None:
        return True
    if (when.custody and rules.custody not in when.custody) or (when.agency and _name(rules.agency) not in map(_name, when.agency)):
        return False
    if record.origin is None:
        return rule.action is not Action.RELEASE or not (when.since or when.until)
    return _is_dated(record.origin, when)


def _name(agency: str | None) -> str:
    """Return an agency as it is told from others: not by case or blanks."""
    return " ".join((agency or "").split()).casefold()


def _is_dated(origin: dt.date, when: When) -> bool:
    return (when.since is None or when.since <= origin) and (when.until is None or origin <= when.until)


def _claims_of(rule: Rule, span: Span, held: Standing, ends: dt.date | None) -> Iterator[Claim]:
    """Yield what a rule claims, as its chain is ``held``: its live codes, or a referral; nothing once it has lapsed.

    ``ends`` is the day on which the privacy of the person ends whom it found.
    """
    if rule.action is Action.RELEASE:
        yield Claim(span, Action.RELEASE, rule.id, reason="override" if rule.overrides else "rule")
        return
    if rule.action is Action.REFER:
        if not rule.authority or not held.is_lapsed:
            reason = "equity" if rule.is_equity else "rule"
            yield Claim(span, Action.REFER, rule.id, authority=rule.authority, owner=rule.owner, reason=reason, guide=rule.guide)
        return
    if held.codes:
        yield Claim(span, Action.REDACT, rule.id, held.codes, rule.authority, reason="rule", guide=rule.guide, privacy_ends=ends)
    if held.unguided:
        yield Claim(span, Action.REFER, rule.id, authority=rule.authority, owner=AGENCY, reason=_UNGUIDED)
    if held.doubtful:
        yield Claim(span, Action.REFER, rule.id, authority=rule.authority, owner=REVIEWER, reason="code-in-doubt")


def _not_overridden(text: str, claims: list[Claim], rules: dict[str, Rule]) -> Iterator[Claim]:
    """Yield the claims without what release rules that override them take away: of redact rules alone, never a hold."""
    lifting: defaultdict[str, list[Span]] = defaultdict(list)
    for claim in claims:
        for named in rules[claim.rule].overrides if claim.action is Action.RELEASE else ():
            lifting[named].append(claim.span)
    redacting = [rule.id for rule in rules.values() if lifting and rule.action is Action.REDACT]
    lifted = {rule: joined([*lifting.get(rule, ()), *lifting.get(_ALL_RULES, ())]) for rule in redacting}
    for claim in claims:
        spared = touching(lifted.get(claim.rule, ()), claim.span)
        yield from (replace(claim, span=part) for part in parts(text, claim.span, spared)) if spared else [claim]


def _living_equities(equities: list[Claim], claims: list[Claim], record: Record, day: dt.date) -> Iterator[Claim]:
    """Yield the equities that hold: all until the 25-year onset, later those under a living claim of 25X, 50X or 75X.

    ``claims`` are those before any override: what lifts a redaction does not lift the owner's hold with it.
    """
    if record.origin is None or day < onset(record.origin, AUTOMATIC_YEARS):
        yield from equities
        return
    exempt = joined(
        claim.span for claim in claims if claim.reason == _UNGUIDED or any(regime(code) in _BY_CATEGORY for code in claim.codes)
    )
    for claim in equities:
        for span in touching(exempt, claim.span):
            yield replace(claim, span=Span(max(span.start, claim.span.start), min(span.end, claim.span.end)))
