"""``declass rules explain``: why a passage of a record is withheld, referred or released."""

from __future__ import annotations

import argparse
import datetime as dt
import json
import shutil
from dataclasses import replace
from pathlib import Path

from pipeline.batch import is_harmless
from pipeline.chains import CodeStanding
from pipeline.cli.common import check_days, read_passwords, show
from pipeline.cli.explain_view import told
from pipeline.cli.language import model_source
from pipeline.errors import EXIT_DONE, printable
from pipeline.explanation import Explanation, LawAccount, Passage, RuleAccount, RulingAccount, Verdict, at_offset, explain, find_words
from pipeline.flow import detectors_for, model_for, open_rules, shipped_rules
from pipeline.model import Record, Span
from pipeline.rulebook import open_rulings
from pipeline.trial import Setting, read_source, try_source

__all__ = ["explain_passages", "setting_of"]

_COLUMNS, _ROWS = 100, 24  # of output that goes to no terminal


def setting_of(args: argparse.Namespace) -> Setting:
    """Return what decides records, from the options of a command. Raises RulesError and UsageError."""
    as_of = args.as_of or dt.datetime.now(dt.UTC).date()
    check_days(args.first_review, as_of)
    source = model_source(args)
    rules = open_rules(args.rules or shipped_rules() / "default.yaml", source)
    return Setting(
        rules,
        detectors_for(rules, model_for(rules, source)),
        as_of,
        args.first_review,
        args.record_date,
        is_stated_unclassified=args.status == "unclassified",
        passwords=read_passwords(args.password_file),
    )


def _with_rulings(setting: Setting, path: Path | None) -> Setting:
    """Return the setting with the rulings of a file. Raises RulesError; a name that tells is not shown."""
    if path is None:
        return setting
    shown = str(path) if is_harmless(path, setting.rules, setting.detectors) else "the rulings file"
    return replace(setting, rulings=open_rulings(path, shown).rulings)


def explain_passages(args: argparse.Namespace) -> int:
    """Explain the passages that hold the words, or the place, that were asked for."""
    setting = _with_rulings(setting_of(args), args.rulings)
    shown = printable(str(args.file))
    trial = try_source(read_source(args.file, shown, setting.limits.max_bytes), name=args.file.name, setting=setting)
    asked = find_words(trial.record, args.text) if args.text is not None else (at_offset(trial.record, args.at),)
    found = explain(trial, setting, asked)
    if args.json:
        show(json.dumps(_json(found), ensure_ascii=False, sort_keys=True))
    else:
        show("\n".join(told(found, shutil.get_terminal_size((_COLUMNS, _ROWS)).columns)))
    return EXIT_DONE


def _json(found: Explanation) -> dict[str, object]:
    record, standing = found.record, found.standing
    return {
        "record": {
            "name": record.source.name,
            "date": record.date.value.isoformat() if record.date else None,
            "date_certainty": record.date.certainty.value if record.date else None,
            "stage": standing.stage.value if standing.stage else None,
            "onsets": {str(years): onset.isoformat() for years, onset in standing.onsets},
            "level": standing.overall.level,
            "basis": standing.overall.basis,
            "law": standing.law.value,
        },
        "as_of": found.as_of.isoformat(),
        "days": {version.value: on.isoformat() for version, on in found.days.items()},
        "default": found.rules.default.name.lower(),
        "passages": [_passage_json(each, record) for each in found.passages],
    }


def _passage_json(passage: Passage, record: Record) -> dict[str, object]:
    return {
        **_place_json(passage.span, record),
        "page": passage.page,
        "line": passage.line,
        "asked": [_place_json(each, record) for each in passage.asked],
        "versions": {version.value: _verdict_json(each) for version, each in passage.verdicts.items()},
        "rules": [_rule_json(each, record) for each in passage.rules],
        "rulings": [_ruling_json(each) for each in passage.rulings],
        "law": [_law_json(each, record) for each in passage.law],
    }


def _place_json(span: Span, record: Record) -> dict[str, object]:
    return {"start": span.start, "end": span.end, "text": record.text[span.start : span.end]}


def _verdict_json(verdict: Verdict) -> dict[str, object]:
    return {
        "action": verdict.action.name.lower(),
        "codes": list(verdict.codes),
        "owners": list(verdict.owners),
        "struck": verdict.is_struck,
        "decided_by": list(verdict.decided_by),
    }


def _rule_json(account: RuleAccount, record: Record) -> dict[str, object]:
    rule = account.rule
    return {
        "id": rule.id,
        "place": rule.place,
        "action": rule.action.name.lower(),
        "scope": rule.scope.value,
        "owner": rule.owner,
        "authority": list(rule.authority),
        "guide": rule.guide,
        "rationale": rule.rationale,
        "found": [_place_json(each.span, record) for each in account.findings],
        "unmet": list(account.unmet),
        "overridden_by": [each.id for each in account.overridden],
        "equity_until": account.equity_until.isoformat() if account.equity_until else None,
        "versions": {
            version.value: {
                "claims": [claim.action.name.lower() for claim in account.claims[version]],
                "codes": [_code_json(each) for each in codes],
            }
            for version, codes in account.codes.items()
        },
    }


def _code_json(standing: CodeStanding) -> dict[str, object]:
    return {
        "code": standing.code,
        "state": standing.state.value,
        "day": standing.day.isoformat() if standing.day else None,
        "why": standing.why,
    }


def _ruling_json(account: RulingAccount) -> dict[str, object]:
    ruling = account.ruling
    return {
        "name": account.name,
        "place": ruling.place,
        "action": ruling.action.name.lower(),
        "codes": list(ruling.codes),
        "owner": ruling.owner,
        "by": ruling.by,
        "at": ruling.at.isoformat(),
        "reason": ruling.reason,
        "settled": dict(ruling.settled),
        "versions": {version.value: [claim.action.name.lower() for claim in claims] for version, claims in account.claims.items()},
    }


def _law_json(law: LawAccount, record: Record) -> dict[str, object]:
    return {
        "reason": law.reason,
        "owner": law.owner,
        "found": [_place_json(each.span, record) for each in law.findings],
        "versions": [each.value for each in law.versions],
    }
