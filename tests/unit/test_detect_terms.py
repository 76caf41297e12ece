"""Terms: whole words that neither case, hyphens, line breaks nor look-alike letters hide."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from pipeline.detect import TermDetector, detect
from pipeline.model import Finding, Record, RuleSet

MakeRecord = Callable[[str], Record]
MakeRules = Callable[[str], RuleSet]


def rules_of(make_rules: MakeRules, *terms: str, exact_case: bool = False) -> RuleSet:
    """Return a rule set that seeks ``terms``, one rule each."""
    matches = [f"{{terms: ['{term}'], exact_case: {str(exact_case).lower()}}}" for term in terms]
    rows = [f"  - {{id: rule-{number}, match: {match}, action: refer, rationale: A ground.}}" for number, match in enumerate(matches)]
    return make_rules("format: 1\ndefault: release\nrules:\n" + "\n".join(rows) + "\n")


def findings(record: Record, rules: RuleSet) -> tuple[Finding, ...]:
    """Return the terms found."""
    return detect(record, [TermDetector(rules.rules)])


def found(record: Record, rules: RuleSet) -> list[str]:
    """Return what the findings hold."""
    return [record.text[each.span.start : each.span.end] for each in findings(record, rules)]


HIDDEN = [
    ("castro", "Castro"),
    ("castro", "CASTRO"),
    ("Castro", "cAsTrO"),
    ("castro", "Cas-tro"),
    ("castro", "Cas-\ntro"),
    ("castro", "Cas\ntro"),
    ("castro", "Cas-\r\n    tro"),
    ("castro", "Cas-\ftro"),
    ("castro", "C-A-S-T-R-O"),
    ("castro", "Cas\u00adtro"),
    ("castro", "Cas\u200btro"),
    ("castro", "C\u200b\u200c\u200d\u2060\ufeffastro"),
    ("castro", "C" + "\u200b" * 500 + "astro"),
    ("castro", "Cas\u3164tro"),
    ("castro", "C\u0430stro"),
    ("castro", "\u0421\u0430st\u0433\u043e"),
    ("kennedy", "\u041a\u0435nnedy"),
    ("kennedy", "\u043a\u0435nnedy"),
    ("omega", "\u039fmeg\u03b1"),
    ("castro", "ＣＡＳＴＲＯ"),
    ("castro", "𝐂𝐚𝐬𝐭𝐫𝐨"),
    ("castro", "\u0421astr0"),
    ("besançon", "Besancon"),
    ("besancon", "Besançon"),
    ("besancon", "Besanc\u0327on"),
    ("besançon", "BESANC\u0327ON"),
    ("flights", "ﬂights"),
    ("straße", "STRASSE"),
    ("u-2", "U-2"),
    ("u-2", "U2"),
    ("u-2", "U 2"),
    ("u-2", "U–2"),
    ("u-2", "U-\n2"),
    ("low-level flight", "low level flight"),
    ("low-level flight", "lowlevel flight"),
    ("low level flight", "low-level\nflight"),
    ("low level flight", "low\n\n        level                 flight"),
    ("low level flight", "low\flevel flight"),
    ("low level flight", "low,\nlevel - flight"),
    ("c.i.a.", "CIA"),
    ("cia", "C.I.A"),
    ("o'brien", "O’Brien"),
    ("o'brien", "OBrien"),
]


@pytest.mark.parametrize(("term", "written"), HIDDEN)
def test_a_term_is_found_however_it_is_written(make_record: MakeRecord, make_rules: MakeRules, term: str, written: str) -> None:
    rules = rules_of(make_rules, term.replace("'", "''"))
    assert found(make_record(f"They saw {written}; and left."), rules) == [written]
    assert found(make_record(written), rules) == [written]


@pytest.mark.parametrize(
    ("term", "text"),
    [
        ("castro", "Castroism and castros and precastro"),
        ("castro", "cast ro"),
        ("castro", "cast*ro"),
        ("u-2", "U-20 and BU-2 and U-2A"),
        ("us", "bus use us3"),
        ("low level", "lower level"),
        ("low level", "low ground. Level two"),
        ("низ", "низкий"),
        ("ab", "a b"),
        ("1", "10 21"),
    ],
)
def test_a_term_is_a_whole_word_and_words_stay_in_their_order(make_record: MakeRecord, make_rules: MakeRules, term: str, text: str) -> None:
    assert found(make_record(text), rules_of(make_rules, term)) == []


def test_words_far_apart_in_a_line_of_signs_are_no_term(make_record: MakeRecord, make_rules: MakeRules) -> None:
    rules = rules_of(make_rules, "low level")
    assert found(make_record("low * * * * * * * * * * * * level"), rules) == []


@pytest.mark.parametrize(
    ("written", "expected"),
    [("Turkey", ["Turkey"]), ("turkey", []), ("TURKEY", []), ("Tur-\nkey", ["Tur-\nkey"]), ("Tur\u00adkey", ["Tur\u00adkey"])],
)
def test_a_rule_that_asks_for_exact_case_gets_it(make_record: MakeRecord, make_rules: MakeRules, written: str, expected: list[str]) -> None:
    rules = rules_of(make_rules, "Turkey", exact_case=True)
    assert found(make_record(f"They saw {written} there."), rules) == expected


@pytest.mark.parametrize(
    ("term", "written"),
    [("Turkey", "Turk\u0435y"), ("Turkey", "Ｔｕｒｋｅｙ"), ("Besançon", "Besanc\u0327on"), ("Besanc\u0327on", "Besançon")],
)
def test_exact_case_does_not_let_disguised_letters_through(make_record: MakeRecord, make_rules: MakeRules, term: str, written: str) -> None:
    assert found(make_record(f"They saw {written} there."), rules_of(make_rules, term, exact_case=True)) == [written]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r", "\f"])
def test_the_offsets_are_those_of_the_records_own_text(make_record: MakeRecord, make_rules: MakeRules, end: str) -> None:
    record = make_record(f"Ünïcödé{end}{end}\u00ad ﬁles{end}the U-2{end}flights")
    (only,) = findings(record, rules_of(make_rules, "U-2 flights"))
    assert record.text[only.span.start : only.span.end] == f"U-2{end}flights"


@pytest.mark.parametrize("accent", ["\u0301", "\u0327\u0301", "\u20dd"])
def test_an_accent_on_the_last_letter_belongs_to_the_term(make_record: MakeRecord, make_rules: MakeRules, accent: str) -> None:
    assert found(make_record(f"the Castro{accent} case"), rules_of(make_rules, "castro")) == [f"Castro{accent}"]


def test_terms_that_overlap_or_share_a_place_are_all_found(make_record: MakeRecord, make_rules: MakeRules) -> None:
    rules = rules_of(make_rules, "U-2", "U-2 flights", "flights over Cuba", "u2")
    record = make_record("The U-2 flights over Cuba.")
    rows = [(each.rule, record.text[each.span.start : each.span.end]) for each in findings(record, rules)]
    assert rows == [
        *(("rule-0", "U-2"), ("rule-3", "U-2"), ("rule-1", "U-2 flights"), ("rule-2", "flights over Cuba")),
    ]


def test_a_term_in_plain_letters_is_sure_and_one_in_look_alikes_less_so(make_record: MakeRecord, make_rules: MakeRules) -> None:
    record = make_record("Castro and C\u0430stro")
    rows = [(each.kind, each.detector, each.confidence, each.why) for each in findings(record, rules_of(make_rules, "castro"))]
    assert rows == [
        ("term", "terms", 1.0, "term of the rule"),
        ("term", "terms", 0.9, "term in look-alike letters"),
    ]


def test_a_term_of_another_script_is_found_in_its_own_letters(make_record: MakeRecord, make_rules: MakeRules) -> None:
    assert "ПОСОЛ" in found(make_record("Сказал ПОСОЛ вчера."), rules_of(make_rules, "посол"))


def test_without_terms_nothing_is_found(make_record: MakeRecord, make_rules: MakeRules) -> None:
    rules = make_rules("format: 1\ndefault: release\nrules:\n  - {id: a, match: {regex: x}, action: refer, rationale: A ground.}\n")
    assert findings(make_record("Castro"), rules) == ()
