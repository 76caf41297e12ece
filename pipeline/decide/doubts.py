"""Codes that rules cite and that are stale or impossible for a record, each told with its place and its reason."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from pipeline.authority import doubt, is_approved, is_citable
from pipeline.decide.claims import applies
from pipeline.model import Action, Finding, Record, Rule, RuleSet

__all__ = ["doubts"]


def doubts(record: Record, findings: Iterable[Finding], rules: RuleSet, day: dt.date) -> tuple[str, ...]:
    """Return ``file:line: what is wrong`` of each code of each rule that fired in ``record`` and speaks of it.

    That a chain has ended by the ages of the order is how chains work, and no doubt.
    """
    fired = {finding.rule for finding in findings}
    told = (
        f"{rule.place}: {why}"
        for rule in rules.rules
        if rule.id in fired and rule.action is not Action.RELEASE and applies(rule, record, rules)
        for why in _of_rule(rule, record, rules, day)
    )
    return tuple(dict.fromkeys(told))


def _of_rule(rule: Rule, record: Record, rules: RuleSet, day: dt.date) -> Iterable[str]:
    for code in rule.authority:
        if not is_approved(code, rules.categories) and not is_citable(code, record.origin, day):
            continue  # its time has not come, or is over: nothing is claimed by it
        why = doubt(code, record.origin, day, custody=rules.custody, categories=rules.categories)
        if why:
            yield why
