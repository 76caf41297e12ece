"""What each rule finds and holds in many records, which never fire or too often, and how much of each record is held."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable
from pathlib import Path

import pytest
from wordbook import with_words

from pipeline.cli import main
from pipeline.coverage import Coverage, RecordCoverage, Refused, cover, cover_record, shares, sum_up
from pipeline.flow import detectors_for
from pipeline.model import Record, RuleSet, Version
from pipeline.trial import Setting, try_record

TODAY = dt.date(2026, 11, 24)
RED, REL = Version.REDACTED, Version.RELEASED
MakeRecord = Callable[[str], Record]
MakeRules = Callable[[str], RuleSet]
Capture = pytest.CaptureFixture[str]

HEAD = "Memorandum\n\nNovember 7, 1962\n\n"
RULES = """format: 1
default: release
rules:
  - {id: bird, match: {terms: [falcon]}, scope: sentence, action: redact, authority: [1.4(c), 25X1], rationale: A ground.}
  - {id: name, match: {terms: [ann smith]}, action: redact, authority: ["(b)(6)"], rationale: A ground.}
  - {id: theirs, match: {terms: [smith, falcon]}, action: refer, owner: DOE, rationale: A ground.}
  - {id: later, match: {terms: [weather]}, when: {since: 1970-01-01}, action: redact, authority: ["(b)(6)"], rationale: A ground.}
  - {id: public, match: {terms: [the weather]}, action: release, rationale: A ground.}
  - {id: never, match: {terms: [zebrafish]}, action: redact, authority: ["(b)(6)"], rationale: A ground.}
"""
TEXT = f"{HEAD}The falcon flew to Ann Smith. The weather, at noon, was bad.\n"  # 16 words


@pytest.fixture
def setting(make_rules: MakeRules) -> Setting:
    rules = with_words(make_rules(RULES))
    return Setting(rules, detectors_for(rules), TODAY)


def covered(make_record: MakeRecord, setting: Setting, text: str = TEXT, shown: str = "memo.txt") -> RecordCoverage:
    return cover_record(try_record(make_record(text), setting), setting.rules, shown)


# --- one record ---


def test_words_are_counted_that_each_version_withholds_and_refers(make_record: MakeRecord, setting: Setting) -> None:
    found = covered(make_record, setting)
    assert found.words == 16
    assert (found.withheld[RED], found.referred[RED]) == (6, 0)
    assert (found.withheld[REL], found.referred[REL]) == (2, 1)


def test_each_rule_is_told_with_what_it_found_and_holds_alone_or_with_others(make_record: MakeRecord, setting: Setting) -> None:
    found = covered(make_record, setting)
    assert found.findings == {"bird": 1, "name": 1, "theirs": 2, "public": 1}
    assert found.held[RED] == {"bird": 6, "name": 2, "theirs": 2}
    assert found.held[REL] == {"name": 2, "theirs": 2}


def test_a_word_that_is_held_in_part_or_twice_counts_once(make_record: MakeRecord, setting: Setting) -> None:
    found = covered(make_record, setting, f"{HEAD}Ann Smith's.\n\nfalcon/falcon falcon-falcon\n")
    assert found.held[RED] == {"bird": 2, "name": 2, "theirs": 3}


# --- many ---


def record(shown: str, words: int, withheld: int, **findings: int) -> RecordCoverage:
    return RecordCoverage(shown, words, {RED: withheld, REL: 0}, {RED: 0, REL: 1}, findings, {RED: dict(findings), REL: {}})


def test_rules_that_never_fire_or_too_often_are_flagged(setting: Setting) -> None:
    rare, often = record("a", 100, 0, name=1), record("b", 100, 5, bird=1, name=1, theirs=20)
    found = {each.rule.id: each for each in sum_up(setting.rules, [*[rare] * 8, *[often] * 4]).rules}
    assert {name: each.flags for name, each in found.items()} == {
        "bird": (),
        "name": ("often",),
        "theirs": (),
        "later": ("never",),
        "public": ("never",),
        "never": ("never",),
    }
    assert (found["bird"].records, found["bird"].findings, found["bird"].held[RED]) == (4, 4, 4)
    few = {each.rule.id: each.flags for each in sum_up(setting.rules, [often] * 3).rules}
    assert (few["name"], few["theirs"]) == ((), ("often",))


def test_what_was_refused_is_kept_and_counts_in_no_share(setting: Setting) -> None:
    found = sum_up(setting.rules, [Refused("x.txt", "it is empty"), record("a", 10, 5)])
    assert [each.shown for each in found.refused] == ["x.txt"]
    assert found.words == 10


def test_where_nothing_was_read_no_rule_is_said_never_to_fire(setting: Setting) -> None:
    assert {each.flags for each in sum_up(setting.rules, [Refused("x.txt", "it is empty")]).rules} == {()}


def test_shares_are_lowest_median_and_highest(setting: Setting) -> None:
    found = sum_up(setting.rules, [record("a", 10, 0), record("b", 10, 1), record("c", 10, 5), record("d", 10, 9)])
    low, middle, high = shares(found, RED, is_withheld=True)
    assert (low, round(middle, 6), high) == (0.0, 0.3, 0.9)
    assert [each.shown for each in found.highest(2)] == ["d", "c"]
    assert shares(Coverage((), (), ()), RED, is_withheld=True) == (0.0, 0.0, 0.0)


# --- files ---


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    Path("r.yaml").write_text(RULES)
    Path("box").mkdir()
    Path("box/a.txt").write_text(TEXT)
    Path("box/b.txt").write_text(f"{HEAD}It rained.\n")
    Path("box/c.txt").write_bytes(b"\x00\x01\x02")
    Path("box/falcon.txt").write_text(" \n")
    return tmp_path


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize("jobs", [1, 3])
def test_records_that_are_refused_are_named_and_stop_no_other(setting: Setting, jobs: int) -> None:
    outcomes = cover([Path("box"), Path("none.txt")], setting, jobs=jobs).outcomes
    assert [type(each) for each in outcomes] == [RecordCoverage, RecordCoverage, Refused, Refused, Refused]
    assert [(each.shown, each.why) for each in outcomes if isinstance(each, Refused)] == [
        ("box/c.txt", "this is a binary file, which cannot be read yet; save it as plain text (.txt) and run that"),
        ("file 4", "the file holds white space only; check that it was copied whole"),
        ("none.txt", "there is no such file; check the path"),
    ]


@pytest.mark.usefixtures("folder")
def test_a_record_that_crashes_or_fails_by_surprise_stops_no_other(setting: Setting) -> None:
    class Broken:
        name = "broken"

        def find(self, record: Record) -> tuple[()]:
            if "Memorandum" in record.text:
                raise ZeroDivisionError(record.text)
            return ()

    broken = Setting(setting.rules, (*setting.detectors, Broken()), TODAY)
    assert cover([Path("box/a.txt")], broken, jobs=1).outcomes == (
        Refused("box/a.txt", "an unforeseen ZeroDivisionError; please report it"),
    )


REPORT = """2 records read, 2 refused; 22 words; 6 rules of r.yaml, 21 of every run
The words of a rule are those that it withholds or refers, alone or with other rules.

rule    records  findings  words, redacted  words, released
bird          1         1                6                0  often
theirs        1         2                2                2
name          1         1                2                2
public        1         1                0                0
later         0         0                0                0  never
never         0         0                0                0  never

Share of a record's words   lowest  median  highest
redacted version, withheld   0.0 %  18.8 %   37.5 %
redacted version, referred   0.0 %   0.0 %    0.0 %
released version, withheld   0.0 %   6.2 %   12.5 %
released version, referred   0.0 %   3.1 %    6.2 %

                                          redacted            released
The records of which most is held  words  withheld  referred  withheld  referred
box/a.txt                             16    37.5 %     0.0 %    12.5 %     6.2 %
box/b.txt                              6     0.0 %     0.0 %     0.0 %     0.0 %

Refused
  box/c.txt: this is a binary file, which cannot be read yet; save it as plain text (.txt) and run that
  file 4: the file holds white space only; check that it was copied whole
"""


@pytest.mark.usefixtures("folder")
def test_the_report_is_read_by_a_person(capsys: Capture) -> None:
    assert main(["rules", "coverage", "box", "--rules", "r.yaml", "--as-of", "2026-11-24"]) == 0
    assert capsys.readouterr() == (REPORT, "")


@pytest.mark.usefixtures("folder")
def test_the_report_is_one_object_for_a_program(capsys: Capture) -> None:
    assert main(["rules", "coverage", "box", "--rules", "r.yaml", "--as-of", "2026-11-24", "--json", "--jobs", "2"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["records"][0] == {
        "file": "box/a.txt",
        "words": 16,
        "redacted": {"withheld": 6, "referred": 0},
        "released": {"withheld": 2, "referred": 1},
    }
    assert found["rules"][5] == {
        "id": "never",
        "place": "r.yaml:9",
        "action": "redact",
        "records": 0,
        "findings": 0,
        "held": {"redacted": 0, "released": 0},
        "flags": ["never"],
    }
    assert (found["words"], found["as_of"], [each["file"] for each in found["refused"]]) == (22, "2026-11-24", ["box/c.txt", "file 4"])
    assert found["shares"]["redacted"]["withheld"] == {"lowest": 0.0, "median": 0.1875, "highest": 0.375}


@pytest.mark.usefixtures("folder")
def test_what_is_passed_over_is_told_beside_and_nothing_read_at_all_is_refused(capsys: Capture) -> None:
    Path("box/.hidden").write_text("x")
    assert main(["rules", "coverage", "box", "--rules", "r.yaml"]) == 0
    assert capsys.readouterr().err == "passed over: 1 hidden\n"
    assert main(["rules", "coverage", "none.txt", "--rules", "r.yaml"]) == 3
    told = capsys.readouterr().out
    assert "none.txt: there is no such file; check the path\n" in told
    assert "never" not in told, "of no record nothing is said"
