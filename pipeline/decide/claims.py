"""Law of release 1 and 4: what rules claim, as their chains stand."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from pipeline.authority import Standing, standing
from pipeline.decide.law import AGENCY
from pipeline.decide.reach import Reach
from pipeline.model import Action, Claim, Finding, Record, Rule, RuleSet, Span

__all__ = ["rule_claims"]


def rule_claims(record: Record, findings: tuple[Finding, ...], rules: RuleSet, day: dt.date) -> Iterator[Claim]:
    """Yield the claims of every rule that fired, as its authority stands on ``day``."""
    fired = {finding.rule for finding in findings}
    by_id = {rule.id: (rule, standing(rule.authority, record.origin, day, guide=rule.guide)) for rule in rules.rules if rule.id in fired}
    reach = Reach(record, findings)
    for finding in findings:
        if finding.rule is not None:
            rule, held = by_id[finding.rule]
            yield from _claims_of(rule, reach.of(rule.scope, finding.span), held)


def _claims_of(rule: Rule, span: Span, held: Standing) -> Iterator[Claim]:
    """Yield what a rule claims, as its chain is ``held``: its live codes, or a referral; nothing once it has lapsed."""
    if rule.action is Action.RELEASE:
        yield Claim(span, Action.RELEASE, rule.id, reason="rule")
        return
    if rule.action is Action.REFER:
        if not rule.authority or not held.is_lapsed:
            yield Claim(span, Action.REFER, rule.id, authority=rule.authority, owner=rule.owner, reason="rule", guide=rule.guide)
        return
    if held.codes:
        yield Claim(span, Action.REDACT, rule.id, held.codes, rule.authority, reason="rule", guide=rule.guide)
    if held.unguided:
        yield Claim(span, Action.REFER, rule.id, authority=rule.authority, owner=AGENCY, reason="guide-needed")
