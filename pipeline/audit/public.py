"""The public log of one version: by allow-list, no text, offset, length, name, clock or source digest."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping

from pipeline.audit.chain import Fact, Log
from pipeline.audit.commitment import ALGORITHM, commit, passage_salt, rule_file_commitment
from pipeline.authority import basis, harm, printed, rationale_class
from pipeline.model import Action, Decision, Record, Release, RuleSet, Ruling, names_of_rulings
from pipeline.passages import AmountPolicy, Passage, amount, passages
from pipeline.statement import ReleasePolicy, Statement, make_statement

__all__ = ["public_log"]

_RULE, _LAW, _REVIEWER = "rule", "law", "reviewer"
_NO_SECOND, _CONCURRED = "none", "concurred"
_OF_LAW = frozenset({"owner-marking", "not-released-by-law", "portion-marked", "unread", "default"})
_AMOUNT_REASON = "amount-would-reveal"


def public_log(
    release: Release,
    record: Record,
    decisions: tuple[Decision, ...],
    rules: RuleSet,
    *,
    policy: ReleasePolicy,
    case_key: bytes,
    tools: Mapping[str, str],
    rulings: tuple[Ruling, ...] = (),
) -> Log:
    """Return the public log: what was released, each blank with its reason, and the digests of the outputs.

    Of the ``rulings`` on the record it tells that a reviewer decided, and whether another concurred; nothing else.
    """
    version = release.draft.version
    statement = make_statement(record, decisions, version, policy)
    log = Log(f"{record.id}/{version.value}", f"{policy.as_of.isoformat()}T00:00:00Z")
    log.append("declass.opened", _opening(statement, rules, case_key, tools))
    if policy.amount is AmountPolicy.NONE:
        log.append("declass.choice", {"choice": "amount", "value": policy.amount.value, "reason": _AMOUNT_REASON})
    else:
        log.append("declass.choice", {"choice": "amount", "value": policy.amount.value})
    blanks, named = passages(record, decisions), names_of_rulings(rulings)
    for passage, page in zip(blanks, release.draft.pages_of, strict=True):
        log.append("declass.passage", {**_passage(passage, page, record, release, policy, case_key), **_decided(passage, named)})
    log.append("declass.status", _status(statement))
    files = {
        f"{version.value}.pdf": hashlib.sha256(release.draft.pdf).hexdigest(),
        f"{version.value}.txt": hashlib.sha256(release.draft.text).hexdigest(),
    }
    log.close({"files": files, "probes": list(release.probes)})
    return log


def _opening(statement: Statement, rules: RuleSet, case_key: bytes, tools: Mapping[str, str]) -> dict[str, Fact]:
    shipped = [file.sha256 for file in rules.files if file.is_shipped]
    private = [rule_file_commitment(case_key, file.name, file.sha256) for file in rules.files if not file.is_shipped]
    return {
        "version": statement.version.value,
        "title": statement.title,
        "date": statement.date.isoformat() if statement.date else None,
        "case": statement.case,
        "as_of": statement.as_of.isoformat(),
        "projected": statement.is_projected,
        "shipped_packs": shipped,
        "private_rules": {"alg": ALGORITHM, "values": private},
        "tools": dict(tools),
    }


def _passage(passage: Passage, page: int, record: Record, release: Release, policy: ReleasePolicy, case_key: bytes) -> dict[str, Fact]:
    text = record.text[passage.span.start : passage.span.end]
    salt = passage_salt(case_key, record.id, release.draft.version, passage.span, text)
    is_withheld = passage.action is Action.REDACT
    first = passage.codes[0] if is_withheld else None
    return {
        "passage": passage.id,
        "page": page,
        "decision": "withheld" if is_withheld else "referred",
        "codes": [printed(code) for code in passage.codes],
        "basis": [basis(code) for code in passage.codes],
        "owners": list(passage.owners),
        "class": rationale_class(first),
        "harm": [harm(code) for code in passage.codes],
        "amount": amount(passage.words, policy.amount),
        "commitment": {"alg": ALGORITHM, "value": commit(salt, text)},
    }


def _decided(passage: Passage, named: Mapping[str, Ruling]) -> dict[str, Fact]:
    """Return who decided a passage, of all that claim what was done with it: a reviewer, the law alone, or a rule."""
    winners = [claim for claim in passage.claims if claim.action is passage.action]
    own = [named[claim.rule] for claim in winners if claim.rule in named]
    role = _LAW if winners and all(claim.reason in _OF_LAW for claim in winners) else _RULE
    is_concurred = bool(own) and all(ruling.second for ruling in own)
    return {"decided_by_role": _REVIEWER if own else role, "second_review": _CONCURRED if is_concurred else _NO_SECOND}


def _status(statement: Statement) -> dict[str, Fact]:
    return {
        "verdict": statement.verdict,
        "classification": statement.classification,
        "approved": statement.approved_by is not None,
        "withheld": statement.withheld,
        "referred": statement.referred,
    }
