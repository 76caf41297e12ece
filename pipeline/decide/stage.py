"""Findings and rules become a partition of the record, per version, under the law of release.

Each claim is first asked whether its authority lives; dead claims fall away; then overlaps are resolved,
REDACT over REFER over RELEASE. The points of law are those of "Law of release" in the documentation.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from pipeline.decide.claims import rule_claims
from pipeline.decide.law import REVIEWER, law_claims, struck
from pipeline.decide.owners import owner_claims
from pipeline.decide.partition import DEFAULT, partition
from pipeline.decide.rulings import Ruled, withheld_later
from pipeline.decide.spans import without
from pipeline.model import Action, Claim, Decision, Finding, Record, RuleSet, Ruling, Span, Version

__all__ = ["REASONS", "decide", "judged_on"]

REASONS = frozenset(
    {
        "rule",
        "override",
        "equity",
        "guide-needed",
        "code-in-doubt",
        "owner-marking",
        "not-released-by-law",
        "portion-marked",
        "unread",
        "default",
        "ruling",
        "withheld-later",
    }
)


def decide(
    record: Record,
    findings: Iterable[Finding],
    rules: RuleSet,
    *,
    rulings: tuple[Ruling, ...] = (),
    version: Version,
    as_of: dt.date,
    first_review: dt.date | None = None,
    is_stated_unclassified: bool = False,
) -> tuple[Decision, ...]:
    """Return the decisions of one version: they cover every character of the record exactly once.

    Authorities are asked whether they live on the day of ``judged_on``; what the law has already released is judged on
    ``as_of`` in both versions. ``rulings`` are those that ``bind`` returned for this record.
    """
    found = tuple(findings)
    day = judged_on(record, version, as_of, first_review)
    ruled = Ruled(rulings, record, rules, version, day, as_of)
    claims = [
        *rule_claims(record, found, rules, day, beside=ruled.claims),
        *owner_claims(record, found),
        *law_claims(record, found, as_of, is_stated_unclassified=is_stated_unclassified),
    ]
    if rules.default is Action.REFER:
        claims = _with_default(record, claims)
    if version is Version.REDACTED and any(each.versions == (version,) and each.action is Action.RELEASE for each in rulings):
        # Judged in full: rules, the law and other rulings may all withhold what a ruling for this version alone shows.
        released = decide(
            record,
            found,
            rules,
            rulings=rulings,
            version=Version.RELEASED,
            as_of=as_of,
            is_stated_unclassified=is_stated_unclassified,
        )
        claims += withheld_later(rulings, released)
    return partition(len(record.text), [*claims, *ruled.claims], struck(found), settle=ruled.settle if rulings else None)


def judged_on(record: Record, version: Version, as_of: dt.date, first_review: dt.date | None) -> dt.date:
    """Return the day on which a version asks whether authorities live.

    ``released`` asks on ``as_of``, ``redacted`` on ``first_review`` (default: the record's certain date, else ``as_of``).
    """
    return as_of if version is Version.RELEASED else first_review or record.origin or as_of


def _with_default(record: Record, claims: list[Claim]) -> list[Claim]:
    """Return ``claims`` with a referral of all that none of them speaks of."""
    whole = Span(0, len(record.text))
    free = without(whole, [claim.span for claim in claims])
    return [*claims, *(Claim(span, Action.REFER, DEFAULT, owner=REVIEWER, reason="default") for span in free)]
