"""The eight points of "Law of release", one test or table each, named after the point."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import replace

import pytest
from wordbook import VOCABULARY

from pipeline.decide import decide
from pipeline.detect import MarkingDetector, PatternDetector, ScriptDetector, TermDetector, detect
from pipeline.model import Action, Certainty, Decision, Record, RecordDate, RuleSet, Version
from pipeline.statement import ReleasePolicy, Statement, make_statement

TODAY = dt.date(2026, 11, 24)
MakeRecord = Callable[[str], Record]
MakeRules = Callable[[str], RuleSet]

HEAD = "format: 1\ndefault: {default}\nrelease: {{permanent: true}}\nrules:\n"
RULE = "  - {{id: {id}, match: {{terms: [{term}]}}, scope: {scope}, action: {action}, {more}rationale: A ground.}}\n"


def rules_text(*rules: tuple[str, str, str, str], default: str = "release", scope: str = "span") -> str:
    """Return a rule file of (id, term, action, more) rows."""
    rows = [RULE.format(id=rid, term=term, action=action, more=more, scope=scope) for rid, term, action, more in rules]
    return HEAD.format(default=default) + "".join(rows)


NSI = ("nsi", "falcon", "redact", "authority: [1.4(c), 25X1], ")
PRIVACY = ("privacy", "falcon", "redact", 'authority: ["(b)(6)"], ')
HOLD = ("hold", "falcon", "refer", "owner: DOE, ")


class Case:
    """A record under a rule set on a day."""

    def __init__(self, record: Record, rules: RuleSet, **options: object) -> None:
        self.record, self.rules = record, rules
        detectors = (MarkingDetector(VOCABULARY), ScriptDetector(), TermDetector(rules.rules), PatternDetector(rules.rules))
        self.findings = detect(record, detectors)
        self.as_of = options.get("as_of", TODAY)
        self.first_review = options.get("first_review")
        self.unclassified = bool(options.get("unclassified"))

    def decisions(self, version: Version) -> tuple[Decision, ...]:
        """Return the decisions of one version."""
        assert isinstance(self.as_of, dt.date)
        assert self.first_review is None or isinstance(self.first_review, dt.date)
        return decide(
            self.record,
            self.findings,
            self.rules,
            version=version,
            as_of=self.as_of,
            first_review=self.first_review,
            is_stated_unclassified=self.unclassified,
        )

    def at(self, word: str, version: Version) -> Decision:
        """Return the decision on the first character of ``word``."""
        offset = self.record.text.index(word)
        return next(each for each in self.decisions(version) if each.span.start <= offset < each.span.end)

    def actions(self, version: Version) -> set[Action]:
        """Return all actions of one version."""
        return {each.action for each in self.decisions(version)}


OLD = "SECRET\n\nMemorandum\nNovember 7, 1962\n\nThe falcon flew at noon. The weather was bad.\n\nSECRET\n"
YOUNG = OLD.replace("1962", "2015")
UNCLASSIFIED = YOUNG.replace("SECRET", "UNCLASSIFIED")
UNDATED = "Memorandum\n\nThe falcon flew at noon. The weather was bad.\n"


# --- 1: claims lapse, decisions do not ---


def test_law_1_a_lapsed_claim_falls_away_in_the_released_version_only(make_record: MakeRecord, make_rules: MakeRules) -> None:
    case = Case(make_record(OLD), make_rules(rules_text(NSI)))
    assert case.at("falcon", Version.REDACTED).action is Action.REDACT
    assert case.at("falcon", Version.REDACTED).codes == ("1.4(c)",)
    assert case.actions(Version.RELEASED) == {Action.RELEASE}


@pytest.mark.parametrize(
    ("other", "action", "codes", "owners"),
    [
        (PRIVACY, Action.REDACT, ("(b)(6)",), ()),
        (HOLD, Action.REFER, (), ("DOE",)),
    ],
)
def test_law_1_a_lapsed_code_never_hides_a_living_one_or_a_hold(
    make_record: MakeRecord,
    make_rules: MakeRules,
    other: tuple[str, str, str, str],
    action: Action,
    codes: tuple[str, ...],
    owners: tuple[str, ...],
) -> None:
    case = Case(make_record(OLD), make_rules(rules_text(NSI, other)))
    released = case.at("falcon", Version.RELEASED)
    assert (released.action, released.codes, released.owners) == (action, codes, owners)
    redacted = case.at("falcon", Version.REDACTED)
    assert redacted.action is Action.REDACT
    assert set(redacted.codes) == {"1.4(c)", *codes}
    assert redacted.owners == owners


def test_law_1_redact_beats_refer_beats_release_and_every_live_authority_is_kept(make_record: MakeRecord, make_rules: MakeRules) -> None:
    release = ("let-go", "falcon", "release", "")
    case = Case(make_record(OLD), make_rules(rules_text(release, HOLD, PRIVACY)))
    released = case.at("falcon", Version.RELEASED)
    assert released.action is Action.REDACT
    assert released.codes == ("(b)(6)",)
    assert released.owners == ("DOE",)
    assert released.decided_by == "privacy"
    without = Case(make_record(OLD), make_rules(rules_text(release, HOLD)))
    assert without.at("falcon", Version.RELEASED).action is Action.REFER


# --- 2: what ``default: release`` covers ---


@pytest.mark.parametrize(
    ("text", "options", "expected"),
    [
        (OLD, {}, {Action.RELEASE}),
        (YOUNG, {}, {Action.REFER}),
        (UNDATED, {}, {Action.REFER}),
        (UNDATED, {"unclassified": True}, {Action.RELEASE}),
        (YOUNG.replace("SECRET", "UNCLASSIFIED"), {}, {Action.RELEASE}),
        (YOUNG.replace("SECRET", "UNCLASSIFIED//FOUO"), {}, {Action.REFER}),
        (YOUNG.replace("SECRET\n\nMemo", "UNCLASSIFIED\n\nMemo"), {}, {Action.REFER}),
        (f"{UNCLASSIFIED}\nHANDLE VIA COMINT CHANNELS ONLY\n", {}, {Action.REFER}),
        (f"{UNCLASSIFIED}\nUnclassified When Classified Enclosure Removed\n", {}, {Action.REFER}),
        (f"{UNCLASSIFIED}\nSEGRET\n", {}, {Action.REFER}),
        (f"{UNCLASSIFIED}\nEYES ONLY\n", {}, {Action.REFER}),
        (f"{UNCLASSIFIED}\nPRIORITY\n", {}, {Action.RELEASE}),
        (YOUNG.replace("SECRET", "") + f"\f{UNCLASSIFIED}", {}, {Action.REFER}),
        (OLD, {"as_of": dt.date(1987, 12, 30)}, {Action.REFER}),
        (OLD, {"as_of": dt.date(1987, 12, 31)}, {Action.RELEASE}),
        (OLD.replace("SECRET\n", "\n"), {}, {Action.RELEASE}),
    ],
)
@pytest.mark.parametrize("version", list(Version))
def test_law_2_default_release_covers_only_what_the_law_has_released(
    make_record: MakeRecord, make_rules: MakeRules, text: str, options: dict[str, object], expected: set[Action], version: Version
) -> None:
    rules = make_rules(rules_text(("other", "walrus", "redact", 'authority: ["(b)(6)"], ')))
    assert Case(make_record(text), rules, **options).actions(version) == expected


def test_law_2_a_portion_marked_unclassified_is_released_and_the_rest_of_a_young_record_is_not(
    make_record: MakeRecord, make_rules: MakeRules
) -> None:
    text = "SECRET\n\nMemorandum\nNovember 7, 2015\n\n(U) The weather was bad.\n\n(S) The falcon flew at noon.\n\nSECRET\n"
    case = Case(make_record(text), make_rules(rules_text(PRIVACY)))
    assert case.at("weather", Version.RELEASED).action is Action.RELEASE
    assert case.at("flew", Version.RELEASED).action is Action.REFER
    assert case.at("Memorandum", Version.RELEASED).action is Action.REFER


def test_law_2_default_refer_releases_only_what_a_rule_releases(make_record: MakeRecord, make_rules: MakeRules) -> None:
    rules = make_rules(rules_text(("let-go", "falcon", "release", ""), default="refer"))
    case = Case(make_record(OLD), rules)
    assert case.at("falcon", Version.RELEASED).action is Action.RELEASE
    assert case.at("weather", Version.RELEASED).action is Action.REFER
    assert case.at("SECRET", Version.RELEASED).action is Action.REFER


# --- 3: owners' markings hold what they govern, at any age ---


@pytest.mark.parametrize(
    ("marking", "owner"),
    [
        ("SECRET//RD", "DOE"),
        ("SECRET RESTRICTED DATA", "DOE"),
        ("SECRET//FRD//NOFORN", "DOE"),
        ("COSMIC TOP SECRET", "NATO"),
        ("//NATO SECRET", "NATO"),
        ("//DEU SECRET", "foreign government"),
        ("SECRET//FGI GBR//NOFORN", "foreign government"),
        ("This document contains Restricted Data as defined in the Atomic Energy Act of 1954.", "DOE"),
    ],
)
def test_law_3_an_owners_marking_refers_what_it_governs_and_is_never_struck(
    make_record: MakeRecord, make_rules: MakeRules, marking: str, owner: str
) -> None:
    text = OLD.replace("SECRET", marking, 1)
    case = Case(make_record(text), make_rules(rules_text(("let-go", "falcon", "release", ""))))
    for version in Version:
        assert case.at("weather", version).action is Action.REFER
        assert case.at("falcon", version).owners == (owner,)
        assert case.at(marking, version).action is Action.RELEASE
        assert not case.at(marking, version).is_struck


def test_law_3_a_portions_owner_holds_that_portion_alone(make_record: MakeRecord, make_rules: MakeRules) -> None:
    text = OLD.replace("The falcon", "(S//RD) The yield was large.\n\nThe falcon")
    case = Case(make_record(text), make_rules(rules_text(("let-go", "yield", "release", ""))))
    assert case.at("yield", Version.RELEASED).owners == ("DOE",)
    assert case.at("(S//RD)", Version.RELEASED).action is Action.RELEASE
    assert case.at("falcon", Version.RELEASED).action is Action.RELEASE


# --- 4: chains ---


@pytest.mark.parametrize(
    ("chain", "guide", "as_of", "action", "codes"),
    [
        ("[1.4(c), 25X1]", "", dt.date(1995, 1, 1), Action.REFER, ()),
        ("[1.4(c), 25X1]", "guide: A guide of 1990, ", dt.date(1995, 1, 1), Action.REDACT, ("25X1",)),
        ("[1.4(c), 25X1]", "guide: A guide of 1990, ", dt.date(2012, 12, 31), Action.RELEASE, ()),
        ("[1.4(c), 50X1-HUM]", "guide: A guide of 1990, ", dt.date(1995, 1, 1), Action.REDACT, ("50X1-HUM",)),
        ("[1.4(c), 50X1-HUM]", "", dt.date(2026, 1, 1), Action.REFER, ()),
        ("[1.4(c), 25X1, 50X1-HUM]", "guide: A guide of 1990, ", dt.date(2037, 12, 30), Action.REDACT, ("50X1-HUM",)),
        ("[1.4(c), 25X1, 50X1-HUM]", "guide: A guide of 1990, ", dt.date(2037, 12, 31), Action.RELEASE, ()),
        ('[1.4(c), "(b)(3) 50 U.S.C. 3024(i)(1)"]', "", dt.date(2026, 1, 1), Action.REDACT, ("(b)(3) 50 U.S.C. 3024(i)(1)",)),
        ("[RD]", "", dt.date(2090, 1, 1), Action.REDACT, ("RD",)),
        ("[1.4(a)]", "", dt.date(1995, 1, 1), Action.RELEASE, ()),
    ],
)
def test_law_4_the_last_code_citable_at_the_stage_holds_and_an_unguided_one_refers(
    make_record: MakeRecord, make_rules: MakeRules, chain: str, guide: str, as_of: dt.date, action: Action, codes: tuple[str, ...]
) -> None:
    rules = make_rules(rules_text(("chain", "falcon", "redact", f"authority: {chain}, {guide}")))
    decision = Case(make_record(OLD), rules, as_of=as_of).at("falcon", Version.RELEASED)
    assert (decision.action, decision.codes) == (action, codes)


def test_law_4_a_hold_with_a_chain_lapses_with_it_and_one_without_never_does(make_record: MakeRecord, make_rules: MakeRules) -> None:
    dated = ("equity", "falcon", "refer", "owner: CIA, authority: [1.4(c)], ")
    case = Case(make_record(OLD), make_rules(rules_text(dated)))
    assert case.at("falcon", Version.REDACTED).owners == ("CIA",)
    assert case.at("falcon", Version.RELEASED).action is Action.RELEASE


# --- 5: dates lift only when certain ---


def test_law_5_a_later_full_date_makes_the_record_undated(make_record: MakeRecord, make_rules: MakeRules) -> None:
    record = make_record(OLD.replace("bad.", "bad. It is to end on March 1, 1999."))
    assert record.date is not None
    assert record.date.certainty is Certainty.IN_DOUBT
    assert Case(record, make_rules(rules_text(NSI))).actions(Version.RELEASED) == {Action.REFER, Action.REDACT}
    stated = replace(record, date=RecordDate(dt.date(1962, 11, 7), Certainty.STATED))
    assert Case(stated, make_rules(rules_text(NSI))).actions(Version.RELEASED) == {Action.RELEASE}


def test_law_5_a_release_date_after_today_is_projected_on_every_page(make_record: MakeRecord, make_rules: MakeRules) -> None:
    statement = statement_of(Case(make_record(OLD), make_rules(rules_text(NSI))), Version.RELEASED, is_projected=True)
    assert statement.status.startswith("PROJECTED")


# --- 6: nobody is declassified by a tool ---


def statement_of(case: Case, version: Version, **options: object) -> Statement:
    """Return what a version of the case says of itself."""
    policy = replace(ReleasePolicy(TODAY, is_permanent=True), **options)  # type: ignore[arg-type]
    return make_statement(case.record, case.decisions(version), version, policy)


def test_law_6_without_an_approving_officer_every_page_says_proposed(make_record: MakeRecord, make_rules: MakeRules) -> None:
    case = Case(make_record(OLD), make_rules(rules_text(NSI)))
    assert statement_of(case, Version.RELEASED).status == "PROPOSED FOR RELEASE"
    assert statement_of(case, Version.RELEASED, approved_by="A. Officer, NARA").status == "DECLASSIFIED"


@pytest.mark.parametrize(
    ("rule", "version", "options", "classification", "authority", "verdict"),
    [
        (NSI, Version.RELEASED, {}, "DECLASSIFIED", "E.O. 13526 sec. 3.3(a), 31 December 1987", "released-in-full"),
        (NSI, Version.REDACTED, {}, "DECLASSIFIED IN PART", None, "released-in-part"),
        (PRIVACY, Version.RELEASED, {}, "DECLASSIFIED", "E.O. 13526 sec. 3.3(a), 31 December 1987", "released-in-part"),
        (HOLD, Version.RELEASED, {}, "DECLASSIFIED IN PART", None, "released-in-part"),
        (NSI, Version.RELEASED, {"officer": "B. Chief, CIA"}, "DECLASSIFIED", "B. Chief, CIA", "released-in-full"),
        (NSI, Version.RELEASED, {"is_permanent": False}, "DECLASSIFICATION AUTHORITY NOT STATED", None, "released-in-full"),
        (NSI, Version.RELEASED, {"was_classified": False}, None, None, "released-in-full"),
    ],
)
def test_law_6_declassified_is_printed_only_when_no_classification_authority_and_no_referral_remains(
    make_record: MakeRecord,
    make_rules: MakeRules,
    rule: tuple[str, str, str, str],
    version: Version,
    options: dict[str, object],
    classification: str | None,
    authority: str | None,
    verdict: str,
) -> None:
    statement = statement_of(Case(make_record(OLD), make_rules(rules_text(rule))), version, **options)
    assert (statement.classification, statement.authority, statement.verdict) == (classification, authority, verdict)


def test_law_6_a_record_withheld_whole_is_not_declassified(make_record: MakeRecord, make_rules: MakeRules) -> None:
    statement = statement_of(Case(make_record(YOUNG), make_rules(rules_text(NSI))), Version.RELEASED)
    assert (statement.classification, statement.verdict) == ("NOT DECLASSIFIED", "withheld-in-full")


# --- 7: a public copy is unclassified ---


def test_law_7_original_markings_are_struck_in_both_versions(make_record: MakeRecord, make_rules: MakeRules) -> None:
    text = OLD.replace("The falcon", "(S) The falcon").replace("Memorandum", "Memorandum\nClassified by 012170")
    case = Case(make_record(text), make_rules(rules_text(("other", "walrus", "redact", 'authority: ["(b)(6)"], '))))
    for version in Version:
        assert case.at("SECRET", version).is_struck
        assert case.at("(S)", version).is_struck
        assert case.at("Classified by", version).is_struck
        assert not case.at("weather", version).is_struck


def test_law_7_an_unclassified_marking_is_not_struck(make_record: MakeRecord, make_rules: MakeRules) -> None:
    text = OLD.replace("SECRET", "UNCLASSIFIED").replace("The falcon", "(U) The falcon")
    case = Case(make_record(text), make_rules(rules_text(NSI)))
    assert not any(each.is_struck for each in case.decisions(Version.RELEASED))


def test_law_7_a_portion_marked_higher_without_a_recorded_lift_is_referred(make_record: MakeRecord, make_rules: MakeRules) -> None:
    text = UNDATED.replace("The falcon", "(S) The falcon")
    case = Case(make_record(text), make_rules(rules_text(("other", "walrus", "redact", 'authority: ["(b)(6)"], '))), unclassified=True)
    assert case.at("falcon", Version.RELEASED).action is Action.REFER
    assert case.at("Memorandum", Version.RELEASED).action is Action.RELEASE


# --- 8: unread is not clean ---

RUSSIAN = "Посол сообщил, что переговоры о разоружении продолжаются и что ответ будет дан на следующей неделе."


def test_law_8_a_page_in_a_script_that_the_rules_do_not_cover_is_referred(make_record: MakeRecord, make_rules: MakeRules) -> None:
    case = Case(make_record(f"{OLD}\f{RUSSIAN}\n"), make_rules(rules_text(NSI)))
    assert case.at("Посол", Version.RELEASED).action is Action.REFER
    assert case.at("weather", Version.RELEASED).action is Action.RELEASE
