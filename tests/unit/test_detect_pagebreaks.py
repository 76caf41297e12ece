"""What rules name is found over a page break with its banners and page numbers, and nothing else is."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from pdfs import page_of, pdf
from wordbook import VOCABULARY

from pipeline.detect import EntityDetector, MarkingDetector, PatternDetector, TermDetector, detect
from pipeline.ingest import ingest, read_pdf
from pipeline.model import Record, RuleSet
from pipeline.people import Weights
from pipeline.running import running_lines

MakeRecord = Callable[[str], Record]
MakeRules = Callable[[str], RuleSet]
RULES = """format: 1
default: release
rules:
  - id: flights
    match: {terms: [low-level reconnaissance flights]}
    action: redact
    authority: [1.4(c)]
    rationale: Flights.
  - id: number
    match: {regex: 'file number [0-9]+'}
    action: redact
    authority: ["(b)(6)"]
    rationale: Numbers.
"""
FIRST = "TOP SECRET\n\nThe President asked for more low-level\n\n- 1 -\n\nTOP SECRET"
SECOND = "TOP SECRET\n\nreconnaissance flights over the island.\n\n- 2 -\n\nTOP SECRET"


def found(record: Record, rules: RuleSet) -> list[tuple[str, str]]:
    """Return what rules name; banners run through a record because the detector of markings says so."""
    detectors = (MarkingDetector(VOCABULARY), TermDetector(rules.rules), PatternDetector(rules.rules))
    return [(each.rule, record.text[each.span.start : each.span.end]) for each in detect(record, detectors) if each.rule]


def test_a_term_over_a_page_break_is_found_on_both_sides(make_record: MakeRecord, make_rules: MakeRules) -> None:
    record = make_record(f"{FIRST}\f{SECOND}")
    assert found(record, make_rules(RULES)) == [("flights", "low-level"), ("flights", "reconnaissance flights")]


def test_a_page_on_which_nothing_is_said_hides_no_term(make_record: MakeRecord, make_rules: MakeRules) -> None:
    for between in ("TOP SECRET\n\nTOP SECRET", "- 2 -", ""):
        record = make_record(f"{FIRST}\f{between}\f{SECOND}")
        assert found(record, make_rules(RULES)) == [("flights", "low-level"), ("flights", "reconnaissance flights")]


def test_an_expression_over_a_page_break_is_found_too(make_record: MakeRecord, make_rules: MakeRules) -> None:
    record = make_record("See file\nPage 1 of 2\fPage 2 of 2\nnumber 41 of that year.")
    assert found(record, make_rules(RULES)) == [("number", "file"), ("number", "number 41")]


def test_running_heads_are_told_by_their_sameness(make_record: MakeRecord, make_rules: MakeRules) -> None:
    pages = [f"Report on Cuba, {number}\n\nThe text of page {word}." for number, word in enumerate(["one", "two", "three"], start=1)]
    record = make_record("\f".join(pages))
    assert [record.text[each.start : each.end] for each in sorted(running_lines(record))] == [page.split("\n")[0] for page in pages]
    over = make_record("Report on Cuba, 1\n\nmore low-level reconnaissance\fReport on Cuba, 2\n\nflights were flown.")
    assert found(over, make_rules(RULES)) == [("flights", "low-level reconnaissance"), ("flights", "flights")]


def test_a_term_that_another_line_parts_is_none(make_record: MakeRecord, make_rules: MakeRules) -> None:
    record = make_record("more low-level\n\nA word of its own.\fAnother.\n\nreconnaissance flights were flown.")
    assert found(record, make_rules(RULES)) == []


@pytest.mark.parametrize("foot", ["- 1 -", "Page 1 of 2", "1", "SECRET", "p. 1"])
def test_in_a_pdf_the_foot_and_the_head_hide_no_term(foot: str, make_rules: MakeRules) -> None:
    first = page_of(["The President asked for more low-level"]) + " " + page_of([foot], top=60)
    second = page_of(["SECRET"], top=760) + " " + page_of(["reconnaissance flights over the island."])
    record = ingest(pdf(first, second), name="memo.pdf", readers={"application/pdf": read_pdf})
    assert found(record, make_rules(RULES)) == [("flights", "low-level"), ("flights", "reconnaissance flights")]


def test_a_word_cut_by_a_hyphen_at_the_foot_of_a_page_is_found(make_record: MakeRecord, make_rules: MakeRules) -> None:
    record = make_record("more low-level reconnais-\n- 1 -\fSECRET\nsance flights were flown.\n- 2 -")
    assert found(record, make_rules(RULES)) == [("flights", "low-level reconnais-"), ("flights", "sance flights")]


IDENTIFIERS = """format: 1
default: release
rules:
  - {id: birth, match: {entity: DATE_OF_BIRTH}, action: redact, authority: ["(b)(6)"], rationale: Births.}
  - {id: number, match: {entity: US_SSN}, action: redact, authority: ["(b)(6)"], rationale: Numbers.}
"""


def of_persons(record: Record, rules: RuleSet) -> list[tuple[str, str]]:
    detectors = (MarkingDetector(VOCABULARY), EntityDetector(rules.rules, weights=_no_weights))
    return [(each.rule, record.text[each.span.start : each.span.end]) for each in detect(record, detectors) if each.rule]


def _no_weights() -> Weights:
    pytest.fail("no rule names persons")


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("The man's date of birth is", "4 March 1931, as he says.", [("birth", "4 March 1931")]),
        ("His social security number is", "536221457, as he says.", [("number", "536221457")]),
        ("The man gave the number 536221457", "as his social security number.", [("number", "536221457")]),
        ("His social security number is 536-", "22-1457, as he says.", [("number", "536-"), ("number", "22-1457")]),
        ("The SSN 536-22-1457 is his.", "The SSN 536-22-1458 is hers.", [("number", "536-22-1457"), ("number", "536-22-1458")]),
    ],
)
def test_an_identifier_parted_from_its_label_by_a_page_break_is_found(
    make_record: MakeRecord, make_rules: MakeRules, before: str, after: str, expected: list[tuple[str, str]]
) -> None:
    record = make_record(f"SECRET\n\nThe talk was long.\n{before}\n\n- 1 -\n\nSECRET\fSECRET\n\n{after}\n\n- 2 -\n\nSECRET")
    assert of_persons(record, make_rules(IDENTIFIERS)) == expected
