"""The internal log: what the public one leaves out. It holds record text and is never for release."""

from __future__ import annotations

from collections.abc import Mapping

from pipeline.audit.chain import Fact, Log
from pipeline.audit.commitment import commit, passage_salt
from pipeline.model import Claim, Decision, Finding, Record, RuleSet, Version
from pipeline.passages import Passage, passages
from pipeline.statement import ReleasePolicy

__all__ = ["internal_log"]


def internal_log(
    record: Record,
    findings: tuple[Finding, ...],
    decisions: Mapping[Version, tuple[Decision, ...]],
    rules: RuleSet,
    *,
    policy: ReleasePolicy,
    case_key: bytes,
    run: Mapping[str, str],
) -> Log:
    """Return the internal log of both versions. ``run`` holds the clock and the host, from outside."""
    log = Log(record.id, run["at"])
    log.append("declass.ingested", _source(record, run))
    log.append("declass.rules", _rules(rules))
    log.append("declass.detected", _counts(findings))
    log.append("declass.options", _options(policy))
    for version, settled in decisions.items():
        for passage in passages(record, settled):
            log.append("declass.passage", _passage(passage, record, version, case_key))
    log.close({"versions": [version.value for version in decisions]})
    return log


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
    return {"digest": rules.digest, "files": files, "rules": len(rules.rules), "default": rules.default.name.lower()}


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
