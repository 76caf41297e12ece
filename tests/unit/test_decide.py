"""Scopes, claims and the corners of the partition that the law's own tests do not reach."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import replace

import pytest
from wordbook import VOCABULARY

from pipeline.decide import REASONS, decide, is_covered_by_law, is_marked_classified, partition
from pipeline.detect import MarkingDetector, TermDetector, detect
from pipeline.model import Action, Claim, Decision, Finding, Marking, Record, RuleSet, Scope, Span, Version

TODAY = dt.date(2026, 11, 24)
MakeRecord = Callable[[str], Record]
MakeRules = Callable[[str], RuleSet]

TEXT = (
    "SECRET\n\nMemorandum, November 7, 1962\n\nThe weather was bad. The falcon flew at noon. It came back.\nA second line.\n\n"
    "(S) The next\nparagraph.\n\fThe second page is short.\n"
)


def rule_file(scope: str = "span", action: str = "redact", more: str = "authority: [1.4(c)], ", default: str = "release") -> str:
    rule = f"  - {{id: bird, match: {{terms: [falcon]}}, scope: {scope}, action: {action}, {more}rationale: A ground.}}\n"
    return f"format: 1\ndefault: {default}\nrules:\n{rule}"


def decided(record: Record, rules: RuleSet, version: Version = Version.REDACTED, **options: object) -> tuple[Decision, ...]:
    findings = detect(record, (MarkingDetector(VOCABULARY), TermDetector(rules.rules)))
    return decide(record, findings, rules, version=version, as_of=TODAY, **options)  # type: ignore[arg-type]


def withheld(record: Record, decisions: tuple[Decision, ...]) -> str:
    return "".join(record.text[each.span.start : each.span.end] for each in decisions if each.action is not Action.RELEASE)


@pytest.mark.parametrize(
    ("scope", "text"),
    [
        ("span", "falcon"),
        ("sentence", "The falcon flew at noon."),
        ("line", "The weather was bad. The falcon flew at noon. It came back."),
        ("paragraph", "The weather was bad. The falcon flew at noon. It came back.\nA second line."),
        ("portion", "The weather was bad. The falcon flew at noon. It came back.\nA second line."),
        ("page", TEXT[: TEXT.index("\f")]),
        ("record", TEXT),
    ],
)
def test_a_rule_reaches_as_far_as_its_scope_says(make_record: MakeRecord, make_rules: MakeRules, scope: str, text: str) -> None:
    record = make_record(TEXT)
    assert withheld(record, decided(record, make_rules(rule_file(scope)))) == text


def test_scope_portion_reaches_what_the_portion_mark_governs(make_record: MakeRecord, make_rules: MakeRules) -> None:
    record = make_record(TEXT.replace("next", "falcon").replace("The falcon flew", "The hawk flew"))
    assert withheld(record, decided(record, make_rules(rule_file("portion")))) == "(S) The falcon\nparagraph."


def test_scope_portion_stops_at_the_next_mark_of_the_paragraph(make_record: MakeRecord, make_rules: MakeRules) -> None:
    record = make_record(
        TEXT.replace("(S) The next\nparagraph.", "(S) The hawk. (S) The falcon. (S) The owl.").replace("The falcon flew", "It flew")
    )
    assert withheld(record, decided(record, make_rules(rule_file("portion")))) == "(S) The falcon."


def test_a_match_in_no_unit_of_its_scope_is_withheld_itself(make_record: MakeRecord, make_rules: MakeRules) -> None:
    record = make_record(TEXT)
    rules = make_rules(rule_file("page"))
    findings = (Finding(Span(TEXT.index("\f"), TEXT.index("\f") + 1), "term", "terms", 1.0, "", rule="bird"),)
    decisions = decide(record, findings, rules, version=Version.REDACTED, as_of=TODAY)
    assert withheld(record, decisions) == "\f"


# --- what a claim carries ---

RULE = {"rule": "bird", "authority": ("1.4(c)", "25X1")}


@pytest.mark.parametrize(
    ("action", "more", "version", "first_review", "expected"),
    [
        ("release", "", Version.RELEASED, None, Claim(Span(60, 66), Action.RELEASE, "bird", reason="rule")),
        (
            "redact",
            "authority: [1.4(c), 25X1], guide: G, ",
            Version.REDACTED,
            None,
            Claim(Span(60, 66), Action.REDACT, "bird", ("1.4(c)",), ("1.4(c)", "25X1"), reason="rule", guide="G"),
        ),
        (
            "redact",
            "authority: [1.4(c), 25X1], ",
            Version.REDACTED,
            dt.date(1990, 1, 1),
            Claim(Span(60, 66), Action.REFER, "bird", authority=("1.4(c)", "25X1"), owner="originating agency", reason="guide-needed"),
        ),
        (
            "refer",
            "owner: CIA, authority: [1.4(c)], guide: G, ",
            Version.REDACTED,
            None,
            Claim(Span(60, 66), Action.REFER, "bird", authority=("1.4(c)",), owner="CIA", reason="rule", guide="G"),
        ),
        ("refer", "", Version.RELEASED, None, Claim(Span(60, 66), Action.REFER, "bird", owner="originating agency", reason="rule")),
    ],
)
def test_a_claim_carries_its_ground(
    make_record: MakeRecord,
    make_rules: MakeRules,
    action: str,
    more: str,
    version: Version,
    first_review: dt.date | None,
    expected: Claim,
) -> None:
    record = make_record(TEXT)
    decisions = decided(record, make_rules(rule_file(action=action, more=more)), version, first_review=first_review)
    claims = [claim for each in decisions for claim in each.claims]
    at = TEXT.index("falcon")
    assert claims == [replace(expected, span=Span(at, at + 6))]
    assert expected.reason in REASONS


def law_claims(record: Record, rules: RuleSet, **options: object) -> set[tuple[str, str | None, str | None]]:
    decisions = decided(record, rules, Version.RELEASED, **options)
    return {(claim.rule, claim.owner, claim.reason) for each in decisions for claim in each.claims}


@pytest.mark.parametrize(
    ("text", "options", "default", "expected"),
    [
        (TEXT.replace("1962", "2015"), {}, "release", {("law-2", "originating agency", "not-released-by-law")}),
        (TEXT.replace("1962", "2015"), {"is_stated_unclassified": True}, "release", {("law-2", "originating agency", "portion-marked")}),
        (TEXT.replace("SECRET", "SECRET//RD"), {}, "release", {("law-3", "DOE", "owner-marking")}),
        (TEXT, {}, "refer", {("default", "reviewer", "default")}),
        (TEXT, {}, "release", set()),
    ],
)
def test_the_laws_own_claims_say_which_point_and_why(
    make_record: MakeRecord,
    make_rules: MakeRules,
    text: str,
    options: dict[str, object],
    default: str,
    expected: set[tuple[str, str | None, str | None]],
) -> None:
    rules = make_rules(rule_file(default=default).replace("falcon", "walrus"))
    found = law_claims(make_record(text), rules, **options)
    assert found == expected
    assert {reason for _, _, reason in found} <= REASONS


def test_an_unread_page_waits_for_a_reviewer(make_record: MakeRecord, make_rules: MakeRules) -> None:
    record = make_record(TEXT)
    span = Span(TEXT.index("\f") + 1, len(TEXT))
    findings = (Finding(span, "unread", "scripts", 1.0, "script"),)
    decisions = decide(record, findings, make_rules(rule_file()), version=Version.RELEASED, as_of=TODAY)
    assert [(claim.span, claim.rule, claim.owner, claim.reason) for each in decisions for claim in each.claims] == [
        (span, "law-8", "reviewer", "unread")
    ]


def test_an_owners_banner_holds_all_but_the_banners_and_notices(make_record: MakeRecord, make_rules: MakeRules) -> None:
    record = make_record(TEXT.replace("SECRET", "SECRET//RD").replace("(S) The next\nparagraph.", "SECRET"))
    kept = [record.text[each.span.start : each.span.end].strip() for each in decided(record, make_rules(rule_file())) if not each.owners]
    assert [text for text in kept if text] == ["SECRET//RD", "SECRET"]


def test_an_owners_hold_begins_with_the_first_character(make_record: MakeRecord, make_rules: MakeRules) -> None:
    record = make_record("Memorandum, November 7, 1962\n\nSECRET//RD\n\nText.")
    assert decided(record, make_rules(rule_file()))[0].owners == ("DOE",)


def test_nothing_is_stated_unless_an_officer_states_it(make_record: MakeRecord, make_rules: MakeRules) -> None:
    record = make_record("Memorandum\n\nNo date here.\n")
    assert {each.action for each in decided(record, make_rules(rule_file()))} == {Action.REFER}


# --- coverage and classification ---


def banner(level: str | None, **more: tuple[str, ...]) -> Finding:
    return Finding(Span(0, 1), "banner", "markings", 1.0, "", marking=Marking("banner", level, "x", **more))


BLOCK = Finding(Span(0, 1), "authority-block", "markings", 1.0, "", marking=Marking("authority-block", None, "x"))


@pytest.mark.parametrize(
    ("findings", "is_covered"),
    [
        ((), False),
        ((banner("UNCLASSIFIED"),), True),
        ((banner("UNCLASSIFIED"), banner("SECRET")), False),
        ((banner("UNCLASSIFIED"), BLOCK), False),
        ((banner("UNCLASSIFIED", dissem=("FOUO",)),), False),
        ((banner("UNCLASSIFIED", legacy=("SENSITIVE",)),), False),
        ((banner("UNCLASSIFIED", sci=("SI",)),), False),
        ((banner("UNCLASSIFIED", aea=("RD",)),), False),
        ((banner("UNCLASSIFIED", non_us=("NU",)),), False),
        ((banner("LIMITED OFFICIAL USE"),), False),
        ((banner(None),), False),
    ],
)
def test_an_undated_record_is_covered_only_where_every_banner_says_unclassified(
    make_record: MakeRecord, findings: tuple[Finding, ...], is_covered: bool
) -> None:
    record = make_record("Memorandum\n\nNo date here.\n")
    assert is_covered_by_law(record, findings, TODAY) is is_covered
    assert is_covered_by_law(record, findings, TODAY, is_stated_unclassified=True)


@pytest.mark.parametrize(
    ("findings", "is_classified"),
    [
        ((), False),
        ((banner("UNCLASSIFIED"),), False),
        ((banner("OFFICIAL USE ONLY"),), False),
        ((banner("CONFIDENTIAL"),), True),
        ((banner("UNCLASSIFIED"), banner("TOP SECRET")), True),
        ((banner(None, owners=("DOE",)),), True),
        ((BLOCK,), True),
        ((Finding(Span(0, 1), "authority-block", "markings", 1.0, ""),), False),
    ],
)
def test_a_record_is_marked_classified_by_level_owner_or_block(findings: tuple[Finding, ...], is_classified: bool) -> None:
    assert is_marked_classified(findings) is is_classified


def test_bare_unclassified_portions_of_a_young_record_are_left_free_and_marked_ones_not(
    make_record: MakeRecord, make_rules: MakeRules
) -> None:
    text = "SECRET\n\nMemorandum, November 7, 2015\n\n(U) One.\n\n(U//FOUO) Two.\n\n(U) Three.\n\nSECRET"
    record = make_record(text)
    kept = [text[each.span.start : each.span.end].strip() for each in decided(record, make_rules(rule_file())) if not each.claims]
    assert [part for part in kept if part] == ["(U) One.", "(U) Three."]


# --- the partition's corners ---


@pytest.mark.parametrize("length", [0, -1])
def test_a_record_without_text_has_no_decisions(length: int) -> None:
    with pytest.raises(ValueError, match=r"^claims lie within the record, and a record has text$"):
        partition(length, [])


def test_a_claim_beyond_the_record_is_refused() -> None:
    with pytest.raises(ValueError, match=r"^claims lie within the record, and a record has text$"):
        partition(3, [Claim(Span(0, 4), Action.RELEASE, "r")])
    with pytest.raises(ValueError, match=r"^claims lie within the record, and a record has text$"):
        partition(3, [], [Span(2, 4)])


def test_a_record_of_one_character_has_one_decision() -> None:
    assert partition(1, []) == (Decision(Span(0, 1), Action.RELEASE, (), (), (), "default"),)


def test_all_winners_are_named_in_order() -> None:
    claims = [Claim(Span(0, 2), Action.REDACT, name, ("RD",)) for name in ("b", "a")]
    claims.append(Claim(Span(0, 2), Action.REFER, "c", owner="DOE"))
    (decision,) = partition(2, claims)
    assert decision.decided_by == "a, b"
    assert decision.owners == ("DOE",)


def test_an_owner_of_a_claim_that_refers_nothing_waits_for_nothing() -> None:
    (decision,) = partition(2, [Claim(Span(0, 2), Action.RELEASE, "r", owner="CIA")])
    assert decision.owners == ()


def test_claims_of_one_place_are_kept_most_restrictive_first() -> None:
    claims = [
        Claim(Span(0, 2), Action.RELEASE, "a"),
        Claim(Span(0, 2), Action.REFER, "a", owner="DOE", reason="rule"),
        Claim(Span(0, 2), Action.REFER, "a", owner="CIA", reason="rule"),
        Claim(Span(0, 2), Action.REFER, "a", owner="CIA", reason="default"),
        Claim(Span(0, 2), Action.REDACT, "a", ("RD",)),
    ]
    (decision,) = partition(2, claims)
    assert [(claim.action, claim.owner, claim.reason) for claim in decision.claims] == [
        (Action.REDACT, None, None),
        (Action.REFER, "CIA", "default"),
        (Action.REFER, "CIA", "rule"),
        (Action.REFER, "DOE", "rule"),
        (Action.RELEASE, None, None),
    ]
    assert decision.owners == ("CIA", "DOE")


def test_scopes_are_those_of_the_rule_language() -> None:
    assert [scope.value for scope in Scope] == ["span", "sentence", "line", "paragraph", "portion", "page", "record"]
