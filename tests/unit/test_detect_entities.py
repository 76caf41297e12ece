"""Entities found through presidio without any model."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from pipeline.detect import EntityDetector, detect, known_entities
from pipeline.detect.entities import _grown
from pipeline.errors import RulesError
from pipeline.model import Match, MatchKind, Record, RuleSet, Span
from pipeline.rulebook import shipped_weights
from pipeline.rules.entities import ENTITIES

MakeRecord = Callable[[str], Record]
MakeRules = Callable[[str], RuleSet]


def rules_of(make_rules: MakeRules, *entities: str) -> RuleSet:
    """Return a rule set that seeks ``entities``, one rule each, from line 4 on."""
    rows = [
        f"  - {{id: rule-{number}, match: {{entity: {entity}}}, action: refer, rationale: A ground.}}"
        for number, entity in enumerate(entities)
    ]
    return make_rules("format: 1\ndefault: release\nrules:\n" + "\n".join(rows) + "\n")


def found(record: Record, rules: RuleSet) -> list[str]:
    """Return what the entities hold."""
    findings = detect(record, [EntityDetector(rules.rules, weights=shipped_weights)])
    return [record.text[each.span.start : each.span.end] for each in findings]


@pytest.mark.parametrize("text", ["His number is 536-22-8790.", "SSN 536-22-8790", "social security number:\n536-22-8790\n"])
def test_a_social_security_number_is_found(make_record: MakeRecord, make_rules: MakeRules, text: str) -> None:
    assert found(make_record(text), rules_of(make_rules, "US_SSN")) == ["536-22-8790"]


def test_a_number_that_is_no_social_security_number_is_not(make_record: MakeRecord, make_rules: MakeRules) -> None:
    assert found(make_record("Copy 000-12-3456 of 1962, telegram 2112."), rules_of(make_rules, "US_SSN")) == []


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("Mr. Castro", "Mr. Castro"),
        ("Mr Castro", "Mr Castro"),
        ("Mr.\nCastro", "Mr.\nCastro"),
        ("Ambassador Kohler", "Ambassador Kohler"),
        ("General de Gaulle", "General de Gaulle"),
        ("Dr. J. R. Oppenheimer", "Dr. J. R. Oppenheimer"),
        ("Secretary Robert S. McNamara", "Secretary Robert S. McNamara"),
        ("Father O'Brien", "Father O'Brien"),
        ("Chancellor Adenauer-Schmidt", "Chancellor Adenauer-Schmidt"),
    ],
)
def test_a_person_is_found_behind_a_title(make_record: MakeRecord, make_rules: MakeRules, written: str, expected: str) -> None:
    assert found(make_record(f"They saw {written} there."), rules_of(make_rules, "PERSON")) == [expected]


def test_a_bare_name_is_found_by_the_lexicon(make_record: MakeRecord, make_rules: MakeRules) -> None:
    assert found(make_record("Then Castro was there."), rules_of(make_rules, "PERSON")) == ["Castro"]


@pytest.mark.parametrize("text", ["The castle was there.", "The general said no.", "the Secretary of State", "Minister for trade", "Mr. X"])
def test_a_word_or_a_bare_title_is_no_person(make_record: MakeRecord, make_rules: MakeRules, text: str) -> None:
    assert found(make_record(text), rules_of(make_rules, "PERSON")) == []


@pytest.mark.parametrize(
    ("entity", "written"),
    [
        ("EMAIL_ADDRESS", "a.officer@example.com"),
        ("IP_ADDRESS", "192.168.10.20"),
        ("CREDIT_CARD", "4111 1111 1111 1111"),
        ("IBAN_CODE", "GB82 WEST 1234 5698 7654 32"),
    ],
)
def test_other_entities_are_found_by_their_form(make_record: MakeRecord, make_rules: MakeRules, entity: str, written: str) -> None:
    assert found(make_record(f"It is {written} here."), rules_of(make_rules, entity)) == [written]


@pytest.mark.parametrize("written", ["a.officer@station.sgov", "A.OFFICER@EXAMPLE.COM", "duty-officer@post.example"])
def test_a_mail_address_of_a_closed_network_is_found(make_record: MakeRecord, make_rules: MakeRules, written: str) -> None:
    assert found(make_record(f"It is {written} here."), rules_of(make_rules, "EMAIL_ADDRESS")) == [written]


def test_no_entity_needs_the_network(make_record: MakeRecord, make_rules: MakeRules, monkeypatch: pytest.MonkeyPatch) -> None:
    calls: list[str] = []

    def refuse(host: str, *_args: object, **_options: object) -> None:
        calls.append(host)
        msg = "no network"
        raise OSError(msg)

    monkeypatch.setattr("socket.getaddrinfo", refuse)
    monkeypatch.setattr("tldextract.extract", refuse)
    rules = rules_of(make_rules, *sorted(known_entities()))
    text = "Mr. Castro, a.officer@example.com, http://www.example.co.uk/x, 202-555-0143, 536-22-8790, 192.168.10.20, 1 May 1962."
    assert len(found(make_record(text), rules)) >= 6
    assert calls == []


def test_a_finding_names_its_rule_and_how_sure_it_is(make_record: MakeRecord, make_rules: MakeRules) -> None:
    rules = rules_of(make_rules, "US_SSN", "PERSON")
    findings = detect(make_record("Mr. Castro has 536-22-8790."), [EntityDetector(rules.rules, weights=shipped_weights)])
    assert [(each.kind, each.rule, each.detector, each.why) for each in findings] == [
        ("entity", "rule-1", "entities", "PERSON: a title before it"),
        ("entity", "rule-0", "entities", "US_SSN: social security number"),
    ]
    assert all(0.3 <= each.confidence <= 1 for each in findings)


def test_an_unknown_entity_is_an_error_that_names_its_rule_and_all_that_are_known(make_rules: MakeRules) -> None:
    named = zip(rules_of(make_rules, *["PERSON"] * 3).rules, ("PERSON", "ASTROLOGER", "LOCATION"), strict=True)
    rules = tuple(replace(rule, match=Match(MatchKind.ENTITY, (entity,))) for rule, entity in named)
    with pytest.raises(RulesError) as caught:
        EntityDetector(rules, weights=shipped_weights)
    known, wanted = ", ".join(sorted(known_entities())), "which only a language model finds; expected the extra 'ner' or --ner-model"
    assert caught.value.faults == (
        f"rules.yaml:5: rule 'rule-1' names the entity 'ASTROLOGER'; expected one of {known}",
        f"rules.yaml:6: rule 'rule-2' names the entity 'LOCATION', {wanted}",
    )


def test_what_can_be_found_without_a_model_is_known() -> None:
    assert {"PERSON", "US_SSN", "EMAIL_ADDRESS", "PHONE_NUMBER"} <= set(known_entities())
    assert "LOCATION" not in known_entities()
    assert known_entities(with_model=True) == ENTITIES, "a rule may name what detection finds, and nothing else"


@pytest.mark.parametrize(
    ("text", "span", "expected"),
    [
        ("see 536-22-87901 there", Span(4, 15), "536-22-87901"),
        ("see xa@example.com there", Span(5, 18), "xa@example.com"),
        ("see Castro there", Span(4, 10), "Castro"),
        ("Castro", Span(1, 5), "Castro"),
        ("(Castro)", Span(1, 7), "Castro"),
    ],
)
def test_half_a_word_grows_to_the_whole_one(text: str, span: Span, expected: str) -> None:
    whole = _grown(text, span)
    assert text[whole.start : whole.end] == expected


def test_without_entities_nothing_is_loaded_or_found(make_record: MakeRecord, make_rules: MakeRules) -> None:
    rules = make_rules("format: 1\ndefault: release\nrules:\n  - {id: a, match: {terms: [x]}, action: refer, rationale: A ground.}\n")
    assert found(make_record("Mr. Castro has 536-22-8790."), rules) == []
