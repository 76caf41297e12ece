"""What rules claim: of which records they speak, how long an equity holds, and what an override lifts."""

from __future__ import annotations

import datetime as dt
from pathlib import PurePosixPath

import pytest
from combining import findings_of, record_of
from wordbook import with_words

from pipeline.decide import decide
from pipeline.model import Action, Decision, RuleSet, Version
from pipeline.rules import load_rules

TODAY = dt.date(2026, 11, 24)
OLD = "Memorandum\nNovember 7, 1962\n\nThe falcon of Lisbon flew at noon.\n"
UNDATED = "Memorandum\n\nThe falcon of Lisbon flew at noon.\n"
REDACT, REFER, RELEASE = Action.REDACT, Action.REFER, Action.RELEASE
PRIVACY = "action: redact, authority: ['(b)(6)']"
CIA = "action: refer, owner: CIA"


def rule_set(*rules: str, release: str = "permanent: true", default: str = "release") -> RuleSet:
    """Return a rule set of rules, each what stands behind its id (``rule-0``, ``rule-1``...)."""
    rows = "".join(f"  - {{id: rule-{number}, rationale: A ground., {rule}}}\n" for number, rule in enumerate(rules))
    text = f"format: 1\ndefault: {default}\nrelease: {{{release}}}\nrules:\n{rows}"
    return with_words(load_rules(PurePosixPath("rules.yaml"), lambda _: text.encode()))


def decisions(text: str, rules: RuleSet, version: Version = Version.RELEASED, *, as_of: dt.date = TODAY) -> tuple[Decision, ...]:
    """Return the decisions on an unclassified record."""
    record = record_of(text)
    return decide(record, findings_of(record, rules), rules, version=version, as_of=as_of, is_stated_unclassified=True)


def at(text: str, word: str, rules: RuleSet, version: Version = Version.RELEASED, *, as_of: dt.date = TODAY) -> Decision:
    """Return the decision on the first character of ``word``."""
    offset = text.index(word)
    return next(each for each in decisions(text, rules, version, as_of=as_of) if each.span.start <= offset < each.span.end)


# --- when ---


@pytest.mark.parametrize(
    ("when", "is_asked"),
    [
        ("since: 1962-11-07", True),
        ("since: 1962-11-08", False),
        ("until: 1962-11-07", True),
        ("until: 1962-11-06", False),
        ("since: 1962-11-07, until: 1962-11-07", True),
        ("since: 1945-01-01, until: 1962-01-01", False),
        ("custody: [federal]", True),
        ("custody: [presidential, federal]", True),
        ("custody: [presidential, donated]", False),
        ("agency: [CIA]", True),
        ("agency: [NSA, DIA]", False),
        ("agency: [CIA], custody: [federal], since: 1962-01-01", True),
        ("agency: [CIA], custody: [donated], since: 1962-01-01", False),
        ("agency: [CIA], custody: [federal], since: 1963-01-01", False),
    ],
)
@pytest.mark.parametrize("version", list(Version))
def test_when_says_of_which_records_a_rule_speaks(when: str, is_asked: bool, version: Version) -> None:
    release = "custody: federal, agency: CIA"
    for action, hit in ((PRIVACY, REDACT), (CIA, REFER)):
        rules = rule_set(f"match: {{terms: [falcon]}}, when: {{{when}}}, {action}", release=release)
        assert at(OLD, "falcon", rules, version).action is (hit if is_asked else RELEASE)
    rules = rule_set(f"match: {{terms: [falcon]}}, when: {{{when}}}, action: release", release=release, default="refer")
    assert at(OLD, "falcon", rules, version).action is (RELEASE if is_asked else REFER)


@pytest.mark.parametrize(
    ("when", "withholds", "releases"),
    [
        ("since: 1999-01-01", True, False),
        ("until: 1901-01-01", True, False),
        ("custody: [federal]", True, True),
        ("custody: [donated]", False, False),
        ("custody: [donated], since: 1999-01-01", False, False),
        ("agency: [CIA], since: 1999-01-01", True, False),
    ],
)
@pytest.mark.parametrize("text", [UNDATED, UNDATED.replace("at noon", "at noon of May 5, 1999")])
def test_without_a_certain_date_what_withholds_applies_and_what_releases_does_not(
    text: str, when: str, withholds: bool, releases: bool
) -> None:
    release = "custody: federal, agency: CIA"
    withholding = rule_set(f"match: {{terms: [falcon]}}, when: {{{when}}}, {PRIVACY}", release=release)
    assert at(text, "falcon", withholding).action is (REDACT if withholds else RELEASE)
    releasing = rule_set(f"match: {{terms: [falcon]}}, when: {{{when}}}, action: release", release=release, default="refer")
    assert at(text, "falcon", releasing).action is (RELEASE if releases else REFER)


# --- equities ---

EQUITY = f"match: {{terms: [falcon]}}, scope: sentence, equity: true, {CIA}"
EXEMPT = "match: {terms: [Lisbon]}, guide: A guide of 1990, action: redact, authority: [1.4(c), %s]"


@pytest.mark.parametrize(
    ("day", "holds"),
    [(dt.date(1962, 11, 7), True), (dt.date(1987, 12, 30), True), (dt.date(1987, 12, 31), False), (TODAY, False)],
)
def test_an_equity_holds_until_the_onset(day: dt.date, holds: bool) -> None:
    decision = at(OLD, "falcon", rule_set(EQUITY), as_of=day)
    assert decision.action is (REFER if holds else RELEASE)
    assert decision.owners == (("CIA",) if holds else ())
    if holds:
        assert [claim.reason for claim in decision.claims if claim.rule == "rule-0"] == ["equity"]


def test_an_equity_of_no_certain_date_holds() -> None:
    assert at(UNDATED, "falcon", rule_set(EQUITY)).action is REFER


def test_in_the_first_review_the_equity_is_judged_by_its_own_day() -> None:
    assert at(OLD, "falcon", rule_set(EQUITY), Version.REDACTED).action is REFER


@pytest.mark.parametrize(
    ("code", "day", "holds"),
    [
        ("25X1", dt.date(1987, 12, 31), True),
        ("25X1", dt.date(2012, 12, 30), True),
        ("25X1", dt.date(2012, 12, 31), False),
        ("50X1-HUM", dt.date(2012, 12, 31), True),
        ("50X1-HUM", dt.date(2037, 12, 31), False),
        ("(b)(6)", dt.date(1987, 12, 31), False),
    ],
)
def test_past_the_onset_an_equity_holds_only_where_an_exemption_lives(code: str, day: dt.date, holds: bool) -> None:
    rules = rule_set(EQUITY, EXEMPT % f"'{code}'")
    assert at(OLD, "Lisbon", rules, as_of=day).owners == (("CIA",) if holds else ())
    assert at(OLD, "falcon", rules, as_of=day).action is RELEASE
    assert at(OLD, "noon", rules, as_of=day).action is RELEASE


def test_an_equity_holds_while_an_exemption_waits_for_its_guide_and_not_off_the_passage() -> None:
    day = dt.date(1988, 1, 1)
    unguided = rule_set(EQUITY, "match: {terms: [Lisbon]}, action: redact, authority: [1.4(c), 25X1]")
    assert at(OLD, "Lisbon", unguided, as_of=day).owners == ("CIA", "originating agency")
    elsewhere = rule_set(EQUITY, EXEMPT.replace("Lisbon", "Memorandum") % "25X1")
    assert at(OLD, "falcon", elsewhere, as_of=day).action is RELEASE


def test_a_plain_referral_holds_at_any_age() -> None:
    assert at(OLD, "falcon", rule_set(f"match: {{terms: [falcon]}}, {CIA}"), as_of=dt.date(2099, 1, 1)).action is REFER


# --- overrides ---

PARAGRAPH = f"match: {{terms: [falcon]}}, scope: paragraph, {PRIVACY}"
LIFT = "match: {terms: [of Lisbon]}, action: release, overrides: {rules: %s, reason: Told in public.}"


@pytest.mark.parametrize(
    ("named", "other", "lifted"),
    [
        ("[rule-0]", None, True),
        ("all", None, True),
        ("[rule-0]", f"match: {{terms: [Lisbon]}}, {PRIVACY}", False),
        ("[rule-0, rule-2]", f"match: {{terms: [Lisbon]}}, {PRIVACY}", True),
        ("all", f"match: {{terms: [Lisbon]}}, {PRIVACY}", True),
        ("all", f"match: {{terms: [Lisbon]}}, {CIA}", False),
        ("all", f"match: {{terms: [Lisbon]}}, equity: true, {CIA}", False),
    ],
)
@pytest.mark.parametrize("version", list(Version))
def test_an_override_lifts_the_redactions_it_names_and_no_referral(named: str, other: str | None, lifted: bool, version: Version) -> None:
    rules = rule_set(PARAGRAPH, LIFT % named, *([other] if other else []))
    text = OLD.replace("1962", "2015")
    assert (at(text, "Lisbon", rules, version).action is RELEASE) is lifted
    for word in ("The falcon", "flew", "noon"):
        assert at(text, word, rules, version).action is REDACT


def test_an_override_lifts_the_part_of_a_passage_that_it_names_alone() -> None:
    found = decisions(OLD, rule_set(PARAGRAPH, LIFT % "all"))
    withheld = [OLD[each.span.start : each.span.end] for each in found if each.action is REDACT]
    assert withheld == ["The falcon", "flew at noon."]


@pytest.mark.parametrize(
    ("redacted", "lifted", "left"),
    [
        ("of Lisbon", "falcon of", ["Lisbon"]),
        ("falcon of", "of Lisbon", ["falcon"]),
        ("of Lisbon", "falcon of Lisbon flew", []),
        ("falcon of Lisbon flew", "Lisbon", ["falcon of", "flew"]),
        ("of Lisbon", "flew", ["of Lisbon"]),
        ("of Lisbon", "of Lisbon", []),
    ],
)
def test_overrides_may_overlap_in_part(redacted: str, lifted: str, left: list[str]) -> None:
    rules = rule_set(
        f"match: {{terms: [{redacted}]}}, {PRIVACY}",
        f"match: {{terms: [{lifted}]}}, action: release, overrides: {{rules: all, reason: Told.}}",
    )
    assert [OLD[each.span.start : each.span.end] for each in decisions(OLD, rules) if each.action is REDACT] == left


def test_a_release_rule_without_overrides_lifts_nothing() -> None:
    assert at(OLD, "Lisbon", rule_set(PARAGRAPH, "match: {terms: [Lisbon]}, action: release")).action is REDACT


def test_an_override_leaves_the_law_s_claims_and_owners_holds() -> None:
    text = "SECRET//RD\n\nNovember 7, 2015\n\nThe falcon of Lisbon flew at noon.\n\nSECRET//RD\n"
    record, rules = record_of(text), rule_set(PARAGRAPH, LIFT % "all")
    for version in Version:
        found = decide(record, findings_of(record, rules), rules, version=version, as_of=TODAY)
        lisbon = next(each for each in found if each.span.start <= text.index("Lisbon") < each.span.end)
        assert lisbon.action is REFER
        assert set(lisbon.owners) == {"DOE", "originating agency"}


@pytest.mark.parametrize(("chain", "owner"), [("[1.4(c), 25X1]", "originating agency"), ("[P6]", "reviewer")])
def test_an_override_lifts_the_referrals_that_a_redact_rule_becomes(chain: str, owner: str) -> None:
    rule = f"match: {{terms: [falcon]}}, scope: paragraph, action: redact, authority: {chain}"
    day = dt.date(1990, 1, 1)
    assert at(OLD, "Lisbon", rule_set(rule), as_of=day).owners == (owner,)
    rules = rule_set(rule, LIFT % "[rule-0]")
    assert at(OLD, "Lisbon", rules, as_of=day).action is RELEASE
    assert at(OLD, "falcon", rules, as_of=day).owners == (owner,)


def test_an_exemption_that_is_lifted_still_holds_the_equity_beside_it() -> None:
    rules = rule_set(EQUITY, EXEMPT % "25X1", "match: {terms: [Lisbon]}, action: release, overrides: {rules: [rule-1], reason: Told.}")
    assert at(OLD, "Lisbon", rules, as_of=dt.date(1988, 1, 1)).owners == ("CIA",)


def test_a_record_that_a_releasing_rule_does_not_speak_of_is_not_overridden() -> None:
    lift = "match: {terms: [Lisbon]}, when: {since: 1963-01-01}, action: release, overrides: {rules: all, reason: Told.}"
    assert at(OLD, "Lisbon", rule_set(PARAGRAPH, lift)).action is REDACT


@pytest.mark.parametrize(
    ("chain", "release", "action", "owner", "reason"),
    [
        ("['P6']", "custody: federal", REFER, "reviewer", "code-in-doubt"),
        ("['P6']", "custody: presidential", REFER, "reviewer", "code-in-doubt"),
        ("['C']", "custody: donated", REDACT, None, "rule"),
        ("['(b)(6)', 'C']", "custody: federal", REDACT, None, "rule"),
        ("[1.4(c), 50X1-HUM]", "categories: [25X1]", REFER, "originating agency", "guide-needed"),
        ("[1.4(c), 50X1-HUM]", "categories: [50X1-HUM]", REDACT, None, "rule"),
        ("['(b)(5) deliberative process']", "custody: federal", RELEASE, None, None),
        ("['(b)(5)']", "custody: federal", REDACT, None, "rule"),
    ],
)
def test_a_chain_claims_what_it_is_worth(chain: str, release: str, action: Action, owner: str | None, reason: str | None) -> None:
    rules = rule_set(f"match: {{terms: [falcon]}}, guide: A guide of 1990, action: redact, authority: {chain}", release=release)
    decision = at(OLD, "falcon", rules)
    assert decision.action is action
    assert decision.owners == ((owner,) if owner else ())
    assert {claim.reason for claim in decision.claims} == ({reason} if reason else set())
