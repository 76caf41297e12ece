"""The internal log: what the public one leaves out. It holds record text and is never for release."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from pipeline.audit.chain import Fact, Log
from pipeline.audit.commitment import commit, passage_salt
from pipeline.authority import YEARS, onset
from pipeline.model import Action, Claim, Decision, Finding, Record, RuleSet, Ruling, Version, names_of_rulings
from pipeline.passages import Passage, page_finder, passages
from pipeline.statement import ReleasePolicy

__all__ = ["internal_log"]

_OVERRIDE = "override"
_REQUESTED = "declassification determination"


def internal_log(
    record: Record,
    findings: tuple[Finding, ...],
    decisions: Mapping[Version, tuple[Decision, ...]],
    rules: RuleSet,
    *,
    policy: ReleasePolicy,
    case_key: bytes,
    run: Mapping[str, str],
    rulings: tuple[Ruling, ...] = (),
    marking: str | None = None,
    doubts: tuple[str, ...] = (),
) -> Log:
    """Return the internal log of both versions. ``run`` holds the clock and the host, from outside.

    ``rulings`` are those on this record, in reading order; ``marking`` is the record's highest level; ``doubts`` tell of codes
    that are stale or impossible.
    """
    log = Log(record.id, run["at"])
    log.append("declass.ingested", _source(record, run))
    log.append("declass.rules", _rules(rules))
    log.append("declass.detected", _counts(findings))
    log.append("declass.options", _options(policy))
    blanks = {version: passages(record, settled) for version, settled in decisions.items()}
    decided = _decided(blanks)
    for name, ruling in names_of_rulings(rulings).items():
        log.append("declass.ruling", _ruling(name, ruling, tuple(decided.get(name, ()))))
    for each in doubts:
        log.append("declass.doubt", {"doubt": each})
    for version, settled in decisions.items():
        _add_overrides(log, settled, rules, version)
    for version, own in blanks.items():
        for passage in own:
            log.append("declass.passage", _passage(passage, record, version, case_key))
    _add_referrals(log, record, blanks.get(Version.RELEASED, ()), rules.agency, marking, policy.as_of)
    log.close({"versions": [version.value for version in decisions]})
    return log


def _add_overrides(log: Log, decisions: tuple[Decision, ...], rules: RuleSet, version: Version) -> None:
    """Add an event for each place at which a release rule overrides others: which, where and why."""
    by_id = {rule.id: rule for rule in rules.rules if rule.overrides}
    claims = dict.fromkeys(claim for each in decisions for claim in each.claims if claim.reason == _OVERRIDE and claim.rule in by_id)
    for claim in claims:
        rule = by_id[claim.rule]
        facts: dict[str, Fact] = {"version": version.value, "rule": rule.id, "start": claim.span.start, "end": claim.span.end}
        log.append("declass.override", {**facts, "overrides": list(rule.overrides), "reason": rule.override_reason})


def _source(record: Record, run: Mapping[str, str]) -> dict[str, Fact]:
    date = record.date
    return {
        "name": record.source.name,
        "media_type": record.source.media_type,
        "encoding": record.source.encoding,
        "remarks": list(record.source.remarks),
        "sha256": record.source.sha256,
        "bytes": record.source.size,
        "pages": len(record.pages),
        "characters": len(record.text),
        "date": date.value.isoformat() if date else None,
        "date_certainty": date.certainty.value if date else "none",
        "run": dict(run),
    }


def _rules(rules: RuleSet) -> dict[str, Fact]:
    files: list[Fact] = [{"name": file.name, "sha256": file.sha256, "shipped": file.is_shipped} for file in rules.files]
    return {
        "digest": rules.digest,
        "files": files,
        "rules": len(rules.rules),
        "default": rules.default.name.lower(),
        "identifiers": rules.has_identifiers,
    }


def _counts(findings: tuple[Finding, ...]) -> dict[str, Fact]:
    counts: dict[str, int] = {}
    for finding in findings:
        key = f"{finding.detector}:{finding.rule or finding.kind}"
        counts[key] = counts.get(key, 0) + 1
    return {"findings": counts}


def _options(policy: ReleasePolicy) -> dict[str, Fact]:
    return {
        "as_of": policy.as_of.isoformat(),
        "first_review": policy.first_review.isoformat() if policy.first_review else None,
        "amount": policy.amount.value,
        "case": policy.case,
        "approved_by": policy.approved_by,
        "stated_unclassified": policy.is_stated_unclassified,
    }


def _claim(claim: Claim) -> dict[str, Fact]:
    return {
        "rule": claim.rule,
        "action": claim.action.name.lower(),
        "start": claim.span.start,
        "end": claim.span.end,
        "codes": list(claim.codes),
        "authority": list(claim.authority),
        "owner": claim.owner,
        "reason": claim.reason,
        "guide": claim.guide,
    }


def _passage(passage: Passage, record: Record, version: Version, case_key: bytes) -> dict[str, Fact]:
    text = record.text[passage.span.start : passage.span.end]
    salt = passage_salt(case_key, record.id, version, passage.span, text)
    return {
        "version": version.value,
        "passage": passage.id,
        "start": passage.span.start,
        "end": passage.span.end,
        "text": text,
        "words": passage.words,
        "codes": list(passage.codes),
        "owners": list(passage.owners),
        "salt": salt.hex(),
        "commitment": commit(salt, text),
        "claims": [_claim(claim) for claim in passage.claims],
    }


def _decided(blanks: Mapping[Version, tuple[Passage, ...]]) -> dict[str, dict[str, None]]:
    """Return, for every rule and ruling, the passages that it decided: those in which it claims what was done."""
    found: dict[str, dict[str, None]] = {}
    for version, own in blanks.items():
        for passage in own:
            for claim in passage.claims:
                if claim.action is passage.action:
                    found.setdefault(claim.rule, {})[f"{version.value} {passage.id}"] = None
    return found


def _ruling(name: str, ruling: Ruling, decided: tuple[str, ...]) -> dict[str, Fact]:
    """Return all that a ruling says, and the passages that it decided."""
    return {
        "ruling": name,
        "place": ruling.place,
        "start": ruling.span.start,
        "end": ruling.span.end,
        "digest": ruling.digest,
        "versions": [version.value for version in ruling.versions],
        "action": ruling.action.name.lower(),
        "codes": list(ruling.codes),
        "owner": ruling.owner,
        "guide": ruling.guide,
        "reason": ruling.reason,
        "by": ruling.by,
        "at": ruling.at.isoformat(),
        "second": ruling.second,
        "settled": dict(ruling.settled),
        "passages": list(decided),
    }


def _add_referrals(log: Log, record: Record, blanks: tuple[Passage, ...], agency: str | None, marking: str | None, as_of: dt.date) -> None:
    """Add what the tab of each referred passage needs (SF 715; 32 CFR 2001.34(b)(2)), numbered through the record."""
    pages_of = page_finder(record)
    for tab, passage in enumerate((each for each in blanks if each.action is Action.REFER), start=1):
        held = [claim for claim in passage.claims if claim.owner]
        facts: dict[str, Fact] = {
            "tab": tab,
            "passage": passage.id,
            "record": record.id,
            "record_date": record.origin.isoformat() if record.origin else None,
            "marking": marking,
            "pages": list(pages_of(passage.span)),
            "referred_to": list(passage.owners),
            "originating_agency": agency,
            "authority": list(dict.fromkeys(code for claim in held for code in claim.authority)),
            "reasons": list(dict.fromkeys(claim.reason for claim in held)),
            "requested": _REQUESTED,
            "as_of": as_of.isoformat(),
            "next_onset": _next_onset(record, as_of),
        }
        log.append("declass.referral", facts)


def _next_onset(record: Record, as_of: dt.date) -> str | None:
    """Return the first onset of 25, 50 or 75 years that lies ahead; None where all have passed, or the date is not certain."""
    if record.origin is None:
        return None
    ahead = [day for years in YEARS.values() if (day := onset(record.origin, years)) > as_of]
    return ahead[0].isoformat() if ahead else None
