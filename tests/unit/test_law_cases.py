"""The table of law, ``data/law_cases.yaml``: each case is a record, a rule set, a day, and what must become of a passage.

The table is written from the law and for lawyers; its head says what its keys mean. The record, the rule file and the
findings are made as a run makes them.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import yaml

from pipeline.decide import decide, doubts, judged_on, stale_rulings
from pipeline.detect import detect
from pipeline.flow import detectors_for, open_rules
from pipeline.model import Action, Certainty, Decision, Record, RecordDate, RuleSet, Ruling, Span, Version
from pipeline.segments import PAGE_BREAK

MakeRecord = Callable[[str], Record]
Entry = Mapping[str, Any]

# Words such as `on` and `1962` are words in the table, as in a rule file; so nothing but text is read.
TABLE = yaml.BaseLoader((Path(__file__).parents[1] / "data" / "law_cases.yaml").read_text("utf-8")).get_single_data()
CASES: list[Entry] = TABLE["cases"]
TERM = "falcon"
NO_RULE = {"term": "walrus", "action": "redact", "authority": ["(b)(6)"]}
REQUIRED = {"case", "law", "ground", "record"}
OF_THE_RELEASE = ("permanent", "guide", "custody", "agency", "categories", "officials", "privacy_ends")
OPTIONAL = {"date", "as_of", "first_review", "status", "default", "rules", "ruling", "on", "warned", *OF_THE_RELEASE}
RESULT = {"action", "codes", "owners", "struck"}
FEWEST, FEWEST_OF_A_POINT = 60, 5
POINTS = ("1", "2", "3", "4", "7", "8")


def rule_of(entry: str | Entry, number: int) -> dict[str, Any]:
    """Return a rule as a rule file writes it, from its name in the table's head or from what the case says."""
    written = {**(TABLE["rules"][entry] if isinstance(entry, str) else entry)}
    match = {"entity": written.pop("entity")} if "entity" in written else {"terms": [written.pop("term", TERM)]}
    return {"id": f"rule-{number}", "match": match, "rationale": "A ground.", **written}


def rule_file(case: Entry) -> str:
    """Return the rule file of a case."""
    release = {"permanent": "true", **{key: case[key] for key in OF_THE_RELEASE if key in case}}
    rules = [rule_of(entry, number) for number, entry in enumerate(case.get("rules", [NO_RULE]), start=1)]
    whole = {"format": "1", "default": case.get("default", "release"), "release": release, "rules": rules}
    return yaml.safe_dump(whole, sort_keys=False, allow_unicode=True)


def record_of(case: Entry, make_record: MakeRecord) -> Record:
    """Return the record of a case, with the date that the officer states."""
    pages = TABLE["records"].get(case["record"], case["record"]) if isinstance(case["record"], str) else case["record"]
    record = make_record(pages if isinstance(pages, str) else PAGE_BREAK.join(pages))
    if "date" not in case:
        return record
    return replace(record, date=RecordDate(dt.date.fromisoformat(case["date"]), Certainty.STATED))


def ruling_of(entry: Entry, record: Record, as_of: dt.date) -> Ruling:
    """Return what a person decided of the words in ``on``."""
    start = record.text.index(entry["on"])
    return Ruling(
        record.source.sha256,
        Span(start, start + len(entry["on"])),
        hashlib.sha256(entry["on"].encode()).hexdigest(),
        tuple(Version(each) for each in entry.get("versions", list(Version))),
        Action[entry["action"].upper()],
        "A reason.",
        "A. Officer, NARA",
        as_of,
        "rulings.yaml:1",
        codes=tuple(entry.get("codes", ())),
        owner=entry.get("owner"),
        guide=entry.get("guide"),
        settled=tuple(entry.get("settled", {}).items()),
    )


def decided(case: Entry, record: Record, rules: RuleSet, version: Version) -> Decision:
    """Return the decision on the first letter of the words judged."""
    as_of = dt.date.fromisoformat(case.get("as_of", TABLE["as_of"]))
    options: dict[str, Any] = {}
    if "first_review" in case:
        options["first_review"] = dt.date.fromisoformat(case["first_review"])
    if "ruling" in case:
        options["rulings"] = (ruling_of(case["ruling"], record, as_of),)
    findings = detect(record, detectors_for(rules))
    is_stated = case.get("status") == "unclassified"
    decisions = decide(record, findings, rules, version=version, as_of=as_of, is_stated_unclassified=is_stated, **options)
    offset = record.text.index(case.get("on", TERM))
    return next(each for each in decisions if each.span.start <= offset < each.span.end)


def warnings(case: Entry, record: Record, rules: RuleSet) -> list[str]:
    """Return what a run would tell of codes that are stale or impossible."""
    as_of = dt.date.fromisoformat(case.get("as_of", TABLE["as_of"]))
    first = dt.date.fromisoformat(case["first_review"]) if "first_review" in case else None
    rulings = [ruling_of(case["ruling"], record, as_of)] if "ruling" in case else []
    days = {version: judged_on(record, version, as_of, first) for version in Version}
    told = [each for version, day in days.items() for each in stale_rulings(record, rulings, rules, version, day)]
    return [*doubts(record, detect(record, detectors_for(rules)), rules, as_of), *told]


def expected(case: Entry, version: Version) -> dict[str, Any]:
    """Return what the table says of a version; codes and owners in alphabetical order."""
    entry = case["both"] if "both" in case else case[version.value]
    return {**entry, "codes": sorted(entry.get("codes", ())), "owners": sorted(entry.get("owners", ()))}


def found(decision: Decision, asked: Entry) -> dict[str, Any]:
    """Return a decision in the words of the table; whether it is struck only where the table says it."""
    told = {"action": decision.action.name.lower(), "codes": sorted(decision.codes), "owners": sorted(decision.owners)}
    return {**told, "struck": str(decision.is_struck).lower()} if "struck" in asked else told


@pytest.mark.parametrize("case", [pytest.param(case, id=case["case"]) for case in CASES])
def test_what_becomes_of_the_passage_is_the_law(case: Entry, make_record: MakeRecord, tmp_path: Path) -> None:
    file = tmp_path / "rules.yaml"
    file.write_text(rule_file(case), "utf-8")
    record, rules = record_of(case, make_record), open_rules(file)
    law = {version.value: expected(case, version) for version in Version}
    assert {version.value: found(decided(case, record, rules, version), law[version.value]) for version in Version} == law
    if "warned" in case:
        assert bool(warnings(case, record, rules)) is (case["warned"] == "true")


def test_the_table_reaches_every_point_that_a_passage_falls_under() -> None:
    points = Counter(case["law"] for case in CASES)
    assert len(CASES) >= FEWEST
    assert {point: points[point] for point in POINTS if points[point] < FEWEST_OF_A_POINT} == {}


def test_every_case_has_a_title_of_its_own_and_its_ground() -> None:
    assert [case["case"] for case in CASES if not case.get("ground")] == []
    assert [title for title, times in Counter(case["case"] for case in CASES).items() if times > 1] == []


def test_no_first_review_shows_what_the_release_withholds() -> None:
    shown = [case for case in CASES if expected(case, Version.REDACTED)["action"] == "release"]
    assert [case["case"] for case in shown if expected(case, Version.RELEASED)["action"] != "release"] == []


@pytest.mark.parametrize("case", [pytest.param(case, id=case["case"]) for case in CASES])
def test_a_case_says_nothing_that_nobody_reads(case: Entry) -> None:
    results = {"both"} if "both" in case else {version.value for version in Version}
    assert REQUIRED | results <= case.keys() <= REQUIRED | results | OPTIONAL
    assert all(case[name].keys() <= RESULT for name in results)
