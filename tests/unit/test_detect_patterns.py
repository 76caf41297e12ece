"""Expressions: in any case, over line breaks, and never cut short in silence."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from pipeline.detect import PatternDetector, detect
from pipeline.errors import RulesError
from pipeline.model import Record, RuleSet

MakeRecord = Callable[[str], Record]
MakeRules = Callable[[str], RuleSet]


def rules_of(make_rules: MakeRules, *patterns: str, exact_case: bool = False) -> RuleSet:
    """Return a rule set that seeks ``patterns``, one rule each, from line 4 on."""
    quoted = [pattern.replace("'", "''") for pattern in patterns]
    rows = [
        f"  - {{id: rule-{number}, match: {{regex: '{each}', exact_case: {str(exact_case).lower()}}}, action: refer, rationale: A ground.}}"
        for number, each in enumerate(quoted)
    ]
    return make_rules("format: 1\ndefault: release\nrules:\n" + "\n".join(rows) + "\n")


def found(record: Record, rules: RuleSet) -> list[str]:
    """Return what the expressions find, each place once."""
    findings = detect(record, [PatternDetector(rules.rules)])
    return [record.text[span.start : span.end] for span in sorted({each.span for each in findings})]


@pytest.mark.parametrize(
    ("pattern", "written"),
    [
        ("low-level flights?", "low-level flights"),
        ("low-level flights?", "LOW-LEVEL FLIGHTS"),
        ("low-level flights?", "low-level\nflight"),
        ("low-level flights?", "low-\n   level   flight"),
        ("low-level flights?", "low-\r\nlevel\r\nflight"),
        ("low-level flights?", "low–level flight"),
        ("low-level flights?", "low-\flevel flight"),
        ("reconnaissance", "reconnais-\nsance"),
        ("U-2", "U-\n2"),
        ("castro's case", "Castro’s\tcase"),
        ('"talks"', "“talks”"),
        ("castro", "Cas\u00adtro"),
        ("castro", "C\u0430stro"),
        ("castro", "ＣＡＳＴＲＯ"),
        ("besançon", "BESANC\u0327ON"),
        (r"\$[0-9]+ million", "$500\n    million"),
        (r"agent [^.?!]{0,20} paid", "agent who\r\nwas\r\npaid"),
    ],
)
def test_an_expression_ignores_case_and_crosses_line_breaks(
    make_record: MakeRecord, make_rules: MakeRules, pattern: str, written: str
) -> None:
    assert found(make_record(f"They saw {written} there."), rules_of(make_rules, pattern)) == [written]


@pytest.mark.parametrize(("written", "expected"), [("Turkey", ["Turkey"]), ("TURKEY", []), ("Tur-\nkey", ["Tur-\nkey"])])
def test_a_rule_that_asks_for_exact_case_gets_it(make_record: MakeRecord, make_rules: MakeRules, written: str, expected: list[str]) -> None:
    assert found(make_record(f"They saw {written} there."), rules_of(make_rules, "Turkey", exact_case=True)) == expected


def test_the_ends_of_lines_count_in_the_text_as_it_is(make_record: MakeRecord, make_rules: MakeRules) -> None:
    record = make_record("Copy 1 of 3\nThe falcon flew.\nCopy 2 of 3\n")
    assert found(record, rules_of(make_rules, r"^Copy [0-9] of [0-9]$")) == ["Copy 1 of 3", "Copy 2 of 3"]


@pytest.mark.parametrize("pattern", [r"(?=flew)", r"(?=falcon)", r"(?<=x)y*"])
def test_an_empty_match_is_no_finding(make_record: MakeRecord, make_rules: MakeRules, pattern: str) -> None:
    assert found(make_record("The falcon flew."), rules_of(make_rules, pattern)) == []


def test_a_finding_names_its_rule_once_a_place(make_record: MakeRecord, make_rules: MakeRules) -> None:
    rules = rules_of(make_rules, "falcon", "flew")
    findings = detect(make_record("The falcon  flew."), [PatternDetector(rules.rules)])
    assert [(each.kind, each.rule, each.detector, each.confidence, each.why) for each in findings] == [
        ("regex", "rule-0", "patterns", 1.0, "expression of the rule"),
        ("regex", "rule-1", "patterns", 1.0, "expression of the rule"),
    ]


def test_an_expression_out_of_time_is_an_error_that_names_its_rule_and_not_the_text(make_record: MakeRecord, make_rules: MakeRules) -> None:
    rules = rules_of(make_rules, "falcon", r"(?:[a-z ]+)+[0-9]")
    record = make_record("quiet words that repeat and repeat " * 200)
    with pytest.raises(RulesError) as caught:
        detect(record, [PatternDetector(rules.rules, timeout=0.05)])
    expected = "rules.yaml:5: the expression of rule 'rule-1' ran over 0.05 seconds; expected one without nested repetition"
    assert caught.value.faults == (expected,)


def test_without_expressions_nothing_is_found(make_record: MakeRecord, make_rules: MakeRules) -> None:
    rules = make_rules("format: 1\ndefault: release\nrules:\n  - {id: a, match: {terms: [x]}, action: refer, rationale: A ground.}\n")
    assert found(make_record("x"), rules) == []
