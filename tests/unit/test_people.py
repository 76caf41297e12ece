"""People and offices: the forms in which a record names them."""

from __future__ import annotations

import pytest
from combining import caught, findings_of, record_of, rules_of

from pipeline.segments import joined


def joined_passages(text: str, match: str) -> list[str]:
    """Return the passages, overlapping ones as one."""
    record = record_of(text)
    return [text[each.start : each.end] for each in joined(each.span for each in findings_of(record, rules_of(match)) if each.rule)]


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        ("Ann Smith", "Ann Smith came. Smith left.", ["Ann Smith", "Smith"]),
        ("Ann Smith", "ANN SMITH CAME. SMITH LEFT.", ["ANN SMITH", "SMITH"]),
        ("Ann Smith", "ann smith came.", ["ann smith"]),
        ("Ann Smith", "Ann B. Smith and Ann Barbara Smith", ["Ann B. Smith", "Ann Barbara Smith"]),
        ("Ann Smith", "A. Smith came; A. B. Smith too; A.B. Smith.", ["A. Smith", "A. B. Smith", "A.B. Smith"]),
        ("Ann Smith", "Miss Smith came. So did Lt. Col. Smith.", ["Miss Smith", "Col. Smith"]),
        ("Ann Smith", "Ambassador Ann Smith", ["Ambassador Ann Smith"]),
        ("Ann Smith", "Smith, Ann: file", ["Smith, Ann"]),
        ("Ann Smith", "SMITH, ANN B.", ["SMITH, ANN B."]),
        ("Ann Smith", "Smith, A. B.", ["Smith, A. B."]),
        ("Ann Smith", "Ann\nSmith's hat. Smith's, Smith’s", ["Ann\nSmith", "Smith", "Smith"]),
        ("Ann Smith", "Ann Sm-\nith came. Sm-\nith left", ["Ann Sm-\nith", "Sm-\nith"]),
        ("Ann Smith", "Аnn Smith came; Ann Smіth left", ["Аnn Smith", "Ann Smіth"]),
        ("Ann Smith", "He saw Ms.\f2\nSmith. Smith", ["Ms.", "Smith", "Smith"]),
        ("Ann Smith", "Ann Sm-\nSECRET\fSECRET\nith came.", ["Ann Sm-", "ith"]),
        ("Ann Smith", "Smith came.", []),
        ("Ann Smith", "Bob Smith came. B. Smith left.", []),
        ("Ann Smith", "Miss Smith came. A smith of iron.", ["Miss Smith"]),
        ("Ann Smith", "Miss Smithson came to Smithville. Smith.", []),
        ("Al Brown", "A brown dog and general brown mud. Brown.", []),
        ("Al Brown", "A. Brown's brown dog. Brown.", ["A. Brown", "Brown"]),
        ("Charles de Gaulle", "General de Gaulle came. De Gaulle left.", ["General de Gaulle", "De Gaulle"]),
        ("Charles de Gaulle", "Gaulle alone", []),
        ("Smith, Ann B.", "Ann Smith came. Smith left.", ["Ann Smith", "Smith"]),
        ("Castro Ruz, Fidel", "Fidel Castro Ruz came. Castro left.", ["Fidel Castro Ruz", "Castro"]),
        ("Castro Ruz, Fidel", "Fidel Castro came.", ["Fidel Castro"]),
        ("'John Smith, Jr.'", "John Smith, Jr. came. Smith left.", ["John Smith", "Smith"]),
        ("Jean-Paul Roe", "Jean Paul Roe came; J. P. Roe; J.-P. Roe.", ["Jean Paul Roe", "J. P. Roe", "J.-P. Roe"]),
        ("FALCONER", "Falconer came.", ["Falconer"]),
    ],
)
def test_a_person_is_found_by_the_forms_of_the_name(name: str, text: str, expected: list[str]) -> None:
    quoted = name if name.startswith("'") else f"'{name}'"
    assert joined_passages(text, f"{{person: [{quoted}]}}") == expected


def test_each_name_of_a_rule_needs_its_own_other_form() -> None:
    match = "{person: [Ann Smith, Bob Brown]}"
    assert caught("Ann Smith came. Brown left.", match) == ["Ann Smith", "Smith"]
    assert caught("Ann Smith came. Bob Brown left.", match) == ["Ann Smith", "Smith", "Bob Brown", "Brown"]


def test_people_are_narrowed_like_anything() -> None:
    text = "Ann Smith of Lisbon came. Smith left."
    assert joined_passages(text, "{person: [Ann Smith], near: {terms: [Lisbon]}}") == ["Ann Smith"]
    assert joined_passages(text, "{person: [Ann Smith], unless: {terms: [Lisbon]}}") == ["Smith"]
    assert joined_passages(text, "{terms: [Lisbon], near: {person: [Ann Smith]}}") == ["Lisbon"]


# --- offices ---


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("the Secretary of State said", "Secretary of State"),
        ("the secretary of state said", "secretary of state"),
        ("the Secretary of State. Rusk left.", "Secretary of State"),
        ("Secretary of State Rusk said", "Secretary of State Rusk"),
        ("Secretary of State Dean Rusk said", "Secretary of State Dean Rusk"),
        ("Secretary of State D. D. Rusk said", "Secretary of State D. D. Rusk"),
        ("Secretary of State Dean D. Rusk said", "Secretary of State Dean D. Rusk"),
        ("Secretary of State, Dean Rusk, said", "Secretary of State, Dean Rusk"),
        ("Secretary of State (Rusk) said", "Secretary of State (Rusk"),
        ("Secretary of State Mr. Rusk said", "Secretary of State Mr. Rusk"),
        ("Secretary of State van der Berg said", "Secretary of State van der Berg"),
        ("Secretary of State Rusk's hat", "Secretary of State Rusk's"),
        ("SECRETARY OF STATE RUSK SAID THAT", "SECRETARY OF STATE RUSK"),
        ("SECRETARY OF STATE DEAN RUSK GAVE IT", "SECRETARY OF STATE DEAN RUSK"),
        ("Secretary of State The Hague", "Secretary of State"),
        ("Secretary of State Monday", "Secretary of State"),
        ("Secretary of State, In that year", "Secretary of State"),
        ("Secretary of State\n\nRusk", "Secretary of State"),
        ("Secretary of State\nMoscow", "Secretary of State"),
        ("It was agreed that day by the Secretary of State\nDean Rusk that", "Secretary of State\nDean Rusk"),
    ],
)
def test_an_office_is_found_with_its_holder(text: str, expected: str) -> None:
    assert caught(text, "{office: [Secretary of State]}") == [expected]


# --- where it is in doubt who is meant ---


@pytest.mark.parametrize(
    ("text", "match", "withheld", "released"),
    [
        ("Ann Smith came. Smith left.", "{person: [Ann Smith]}", ["Ann Smith", "Smith", "Smith"], ["Ann Smith"]),
        ("Ann B. Smith came. Smith left.", "{person: [Ann Smith]}", ["Ann B. Smith", "Smith", "Smith"], ["Ann B. Smith"]),
        ("Secretary of State Rusk said", "{office: [Secretary of State]}", ["Secretary of State Rusk"], ["Secretary of State"]),
    ],
)
def test_what_releases_takes_no_bare_surname_and_no_holder(text: str, match: str, withheld: list[str], released: list[str]) -> None:
    assert caught(text, match) == withheld
    assert caught(text, match, action="release") == released


@pytest.mark.parametrize("near", ["Lisbon", "Rome"])
def test_a_name_over_a_page_break_is_narrowed_as_one(near: str) -> None:
    text = "Lisbon is far. One day Ann\n- 1 -\fSmith flew. Rome slept.\n- 2 -"
    assert caught(text, f"{{person: [Ann Smith], near: {{terms: [{near}], within: page}}}}")[:2] == ["Ann", "Smith"]
    office = text.replace("Ann", "the Chief").replace("Smith", "of Staff")
    assert caught(office, f"{{office: [Chief of Staff], near: {{terms: [{near}], within: page}}}}") == ["Chief", "of Staff"]


def test_a_bare_surname_spares_nothing() -> None:
    text = "The falcon of Smith. The falcon of Ann Smith."
    assert len(caught(text, "{terms: [falcon], unless: {person: [Ann Smith]}}")) == 1
    assert len(caught(text, "{terms: [falcon], near: {person: [Ann Smith]}}")) == 2
