"""What the richer language of rules must not let slip: passages that go on over a page, names spelled otherwise, remarks in lists."""

from __future__ import annotations

import datetime as dt
import time
from dataclasses import replace
from pathlib import Path, PurePosixPath

import pytest
from combining import findings_of, record_of
from wordbook import with_words

from pipeline import rulebook
from pipeline.decide import decide
from pipeline.errors import RulesError
from pipeline.model import Action, RuleSet, Version
from pipeline.rulebook import open_rules, read_book, shipped_rules
from pipeline.rules import load_rules

TODAY = dt.date(2026, 11, 24)
PRIVACY = "action: redact, authority: ['(b)(6)']"
FALCON = "match: {terms: [falcon]}"
OVER = "the falcon was flown on that day by night over\n\n- 1 -\fCENTRAL FILE\n\nMalta and Lisbon, it is said. Then home."
UNDER = "\n\n(U) The end.\n\n- 2 -\fCENTRAL FILE\n\nThe annex.\n\n- 3 -\n"


def rule_set(*rules: str, release: str = "permanent: true", files: dict[str, bytes] | None = None) -> RuleSet:
    """Return a rule set of rules, each what stands behind its id; ``files`` are those it names."""
    rows = "".join(f"  - {{id: rule-{number}, rationale: A ground., {rule}}}\n" for number, rule in enumerate(rules))
    text = f"format: 1\ndefault: release\nrelease: {{{release}}}\nrules:\n{rows}"
    held = {"rules.yaml": text.encode(), **(files or {})}
    return with_words(load_rules(PurePosixPath("rules.yaml"), lambda path: held[str(path)]))


def released(text: str, rules: RuleSet) -> str:
    """Return what the released version of an unclassified record shows."""
    record = record_of(text)
    made = decide(record, findings_of(record, rules), rules, version=Version.RELEASED, as_of=TODAY, is_stated_unclassified=True)
    return "".join(record.text[each.span.start : each.span.end] for each in made if each.action is Action.RELEASE)


@pytest.mark.parametrize("mark", ["", "(S) "])
@pytest.mark.parametrize("word", ["falcon", "Malta"])
def test_a_portion_goes_on_over_the_foot_of_a_page(mark: str, word: str) -> None:
    shown = released(f"CENTRAL FILE\n\n{mark}At length {OVER}{UNDER}", rule_set(f"match: {{terms: [{word}]}}, scope: portion, {PRIVACY}"))
    assert "falcon" not in shown
    assert "Malta" not in shown
    assert "(U) The end." in shown
    assert "The annex." in shown


def test_an_owners_portion_is_held_over_the_foot_of_a_page() -> None:
    shown = released(
        f"November 7, 1962\n\nCENTRAL FILE\n\n(S//RD) At length {OVER}{UNDER}", rule_set(f"match: {{terms: [walrus]}}, {PRIVACY}")
    )
    assert "falcon" not in shown
    assert "Malta" not in shown
    assert "The annex." in shown


def test_a_rule_for_marked_portions_finds_them_over_the_foot_of_a_page() -> None:
    rules = rule_set(f"match: {{portion: {{at_least: SECRET}}}}, {PRIVACY}")
    shown = released(f"November 7, 1962\n\nCENTRAL FILE\n\n(S) At length {OVER}{UNDER}", rules)
    assert "falcon" not in shown
    assert "Malta" not in shown
    assert "The annex." in shown


@pytest.mark.parametrize("asked", ["cia", "CIA", "'CIA '", "'central  intelligence'"])
def test_an_agency_is_the_same_in_any_case(asked: str) -> None:
    agency = "Central Intelligence" if "central" in asked else "CIA"
    rules = rule_set(f"{FALCON}, when: {{agency: [{asked}]}}, {PRIVACY}", release=f"agency: {agency}")
    assert "falcon" not in released("The falcon flew.", rules)


@pytest.mark.parametrize(
    "line",
    [
        "falcon # a bird",
        "falcon  #a bird",
        "falcon\t# a bird",
        "falcon\tosprey",
        "falcon,osprey",
        "falcon; osprey",
        '"falcon","osprey"',
        "falcon|osprey",
    ],
)
def test_a_remark_or_a_second_column_behind_a_term_is_a_fault(line: str) -> None:
    with pytest.raises(RulesError, match=r"words\.txt:2"):
        rule_set(f"match: {{terms_file: words.txt}}, {PRIVACY}", files={"words.txt": f"osprey\n{line}\n".encode()})


def test_a_list_saved_by_a_word_processor_is_no_list_of_terms() -> None:
    with pytest.raises(RulesError, match=r"words\.txt:1:1: this is no plain text"):
        rule_set(f"match: {{terms_file: words.txt}}, {PRIVACY}", files={"words.txt": rb"{\rtf1\ansi falcon\par}"})


def test_a_comma_within_a_name_or_a_number_is_part_of_the_term() -> None:
    rules = rule_set(f"match: {{terms_file: words.txt}}, {PRIVACY}", files={"words.txt": b"Smith, Ann\n1,200 men\n"})
    assert released("Smith, Ann saw 1,200 men.", rules) == " saw ."


def test_a_number_sign_within_a_term_is_part_of_it() -> None:
    rules = rule_set(f"match: {{terms_file: words.txt}}, {PRIVACY}", files={"words.txt": b"Room #12\nfalcon\t\n"})
    assert released("Room #12 and a falcon.", rules) == " and a ."


@pytest.mark.parametrize(("kind", "is_right"), [("redact", True), ("keep", False)])
def test_examples_are_judged_by_the_vocabulary_of_their_own_rule_set(kind: str, tmp_path: Path, *, is_right: bool) -> None:
    (tmp_path / "own.yaml").write_text("format: 1\ncategory: dissem\ntokens:\n  - {name: ZEBRAWORD, portion: ZW, meaning: Our own.}\n")
    (tmp_path / "rules.yaml").write_text(
        "format: 1\ndefault: release\nmarkings: [own.yaml]\nrules:\n  - {id: a, match: {portion: {carries: [ZEBRAWORD]}}, "
        f"{PRIVACY}, rationale: A ground., examples: {{{kind}: ['(S//ZW) The falcon flew.']}}}}\n"
    )
    if is_right:
        open_rules(tmp_path / "rules.yaml")
    else:
        with pytest.raises(RulesError, match="keep example 1 fails"):
            open_rules(tmp_path / "rules.yaml")


@pytest.mark.parametrize(
    "text",
    [
        "The falcon was built by Lockheed Corp. Published reports say little.",
        "The falcon flew from the U.S. Published reports say little.",
        "The falcon was Plan B. Published reports say little.",
        "THE FALCON FLEW AT 9 P.M. PUBLISHED REPORTS SAY LITTLE.",
        "The falcon flew to Lisbon.Published reports say little.",
        "Published reports say little of Lockheed Corp. The falcon flew.",
        "falcon | secret | stored at the field\nosprey | published | stored at the field",
        "falcon\tsecret\nosprey\tpublished",
        "falcon     secret\nosprey     published",
        "SUBJECT: falcon\nPublished reports say little.",
    ],
)
def test_what_may_stand_in_another_sentence_spares_nothing_and_lifts_nothing(text: str) -> None:
    unless = rule_set(f"match: {{terms: [falcon], unless: {{terms: [published]}}}}, {PRIVACY}")
    assert "falcon" not in released(text, unless).casefold()
    lifted = "match: {terms: [falcon], near: {terms: [published]}}, action: release, overrides: {rules: all, reason: Said.}"
    assert "falcon" not in released(text, rule_set(f"{FALCON}, {PRIVACY}", lifted)).casefold()


@pytest.mark.parametrize("text", ["The falcon was shown by Mr. Smith in a published report.", "Gen. Lee published that the falcon flew."])
def test_a_title_ends_no_sentence(text: str) -> None:
    assert released(text, rule_set(f"match: {{terms: [falcon], unless: {{terms: [published]}}}}, {PRIVACY}")) == text


def test_a_file_that_is_named_as_a_list_of_terms_does_not_take_the_law_out(tmp_path: Path) -> None:
    (tmp_path / "law.yaml").write_bytes((shipped_rules() / "law.yaml").read_bytes())
    (tmp_path / "rules.yaml").write_text(
        f"format: 1\ndefault: release\nrules:\n  - {{id: a, match: {{terms_file: law.yaml}}, {PRIVACY}, rationale: A ground.}}\n"
    )
    with pytest.raises(RulesError, match=r"law\.yaml:\d+:1: this reads as several cells of a table"):
        open_rules(tmp_path / "rules.yaml")


def test_the_law_s_file_among_the_files_of_a_set_is_not_yet_its_rules() -> None:
    law = replace(rulebook._of_every_run("law.yaml"), has_identifiers=False)
    without = replace(law, rules=(replace(law.rules[0], id="a"),))
    assert {rule.id for rule in rulebook._with_law(without).rules} == {"a", *(rule.id for rule in law.rules)}
    assert rulebook._with_law(law) == law


@pytest.mark.parametrize("between", [" ", "\n", " | ", " Corp. "])
def test_a_long_sentence_is_read_once_for_all_that_stands_in_it(between: str) -> None:
    rules = rule_set(f"match: {{terms: [falcon], unless: {{terms: [flew]}}}}, {PRIVACY}")
    start = time.monotonic()
    findings_of(record_of(f"falcon{between}flew{between}" * 5_000), rules)
    assert time.monotonic() - start < 10  # a second on a slow machine; two minutes where each is read anew


def test_an_id_of_the_law_is_refused_where_rules_are_checked_as_where_they_are_run(tmp_path: Path) -> None:
    (tmp_path / "rules.yaml").write_text(
        f"format: 1\ndefault: release\nrules:\n  - {{id: kyl-lott-weapon-yield, {FALCON}, {PRIVACY}, rationale: A ground.}}\n"
    )
    with pytest.raises(RulesError, match="one of the law's own") as told:
        read_book(tmp_path / "rules.yaml")
    assert [each.line for each in told.value.places] == [4]
