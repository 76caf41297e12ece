"""Rulings over rules: what each action replaces, what it leaves, when it falls away, and where it is refused."""

from __future__ import annotations

import datetime as dt
import hashlib
import time
from collections.abc import Callable
from dataclasses import replace

import pytest
from wordbook import VOCABULARY

from pipeline.decide import REASONS, bind, decide, held_rulings, judged_on, stale_rulings
from pipeline.detect import MarkingDetector, PatternDetector, ScriptDetector, TermDetector, detect
from pipeline.errors import RulesError
from pipeline.model import Action, Claim, Decision, Record, RuleSet, Ruling, Span, Version

TODAY = dt.date(2026, 11, 24)
MakeRecord = Callable[[str], Record]
MakeRules = Callable[[str], RuleSet]
REDACT, REFER, RELEASE = Action.REDACT, Action.REFER, Action.RELEASE

RULES = """format: 1
default: {default}
rules:
  - {{id: nsi, match: {{terms: [falcon]}}, scope: sentence, action: redact, authority: [1.4(c), 25X1], rationale: A ground.}}
  - {{id: privacy, match: {{terms: [telephone]}}, scope: sentence, action: redact, authority: ["(b)(6)"], rationale: A ground.}}
  - {{id: hold, match: {{terms: [reactor]}}, scope: sentence, action: refer, owner: DOE, rationale: A ground.}}
  - {{id: free, match: {{terms: [weather]}}, scope: sentence, action: release, rationale: A ground.}}
"""
BODY = "The falcon flew at noon. His telephone rang twice. The reactor was hot. The weather was bad. It was late."
OLD = f"SECRET\n\nMemorandum\nNovember 7, 1962\n\n{BODY}\n\nSECRET\n"
SENTENCES = {
    word: f"{part}." for part in BODY[:-1].split(". ") for word in ("falcon", "telephone", "reactor", "weather", "late") if word in part
}


class Case:
    """A record, its rules, and rulings on sentences of it."""

    def __init__(self, record: Record, rules: RuleSet, *, as_of: dt.date = TODAY) -> None:
        self.record, self.rules, self.as_of = record, rules, as_of
        detectors = (MarkingDetector(VOCABULARY), ScriptDetector(), TermDetector(rules.rules), PatternDetector(rules.rules))
        self.findings = detect(record, detectors)

    def ruling(self, word: str, action: Action, *codes: str, part: str | None = None, **changes: object) -> Ruling:
        """Return a ruling on the sentence of ``word``, or on a ``part`` of the text."""
        passage = part or SENTENCES[word]
        start = self.record.text.index(passage)
        made = Ruling(
            self.record.source.sha256,
            Span(start, start + len(passage)),
            hashlib.sha256(passage.encode()).hexdigest(),
            tuple(Version),
            action,
            "A ground.",
            "Q. Roe, Records",
            TODAY,
            "rulings.yaml:6",
            codes=codes,
            owner="CIA" if action is REFER else None,
        )
        return replace(made, **changes)  # type: ignore[arg-type]

    def decisions(self, version: Version, *rulings: Ruling) -> tuple[Decision, ...]:
        """Return the decisions of one version under rulings."""
        own = bind(self.record, rulings)
        return decide(self.record, self.findings, self.rules, rulings=own, version=version, as_of=self.as_of)

    def at(self, word: str, version: Version, *rulings: Ruling) -> Decision:
        """Return the decision on the first character of ``word``."""
        offset = self.record.text.index(word)
        return next(each for each in self.decisions(version, *rulings) if each.span.start <= offset < each.span.end)

    def stale(self, version: Version, *rulings: Ruling) -> list[str]:
        """Return the codes that do not hold in a version."""
        day = judged_on(self.record, version, self.as_of, None)
        told = [each.partition(": ")[2] for each in stale_rulings(self.record, rulings, self.rules, version, day)]
        return [code for each in told for ruling in rulings for code in ruling.codes if each.startswith(f"{code} ")]


@pytest.fixture
def case(make_record: MakeRecord, make_rules: MakeRules) -> Case:
    return Case(make_record(OLD), make_rules(RULES.format(default="release")))


@pytest.fixture
def young(make_record: MakeRecord, make_rules: MakeRules) -> Case:
    return Case(make_record(OLD.replace("1962", "2015")), make_rules(RULES.format(default="release")))


# --- release ---


def test_a_release_lifts_what_rules_withhold(case: Case) -> None:
    assert case.at("falcon", Version.REDACTED).action is REDACT
    lifted = case.at("falcon", Version.REDACTED, case.ruling("falcon", RELEASE))
    assert (lifted.action, lifted.codes, lifted.owners, lifted.decided_by) == (RELEASE, (), (), "ruling 1")
    assert {claim.reason for claim in lifted.claims} == {"ruling"} <= REASONS


def test_a_release_lifts_what_the_law_holds_for_the_agency_or_a_reviewer(young: Case) -> None:
    assert young.at("late", Version.RELEASED).owners == ("originating agency",)
    assert young.at("late", Version.RELEASED, young.ruling("late", RELEASE)).action is RELEASE


def test_a_release_lifts_what_no_rule_speaks_of_under_default_refer(make_record: MakeRecord, make_rules: MakeRules) -> None:
    case = Case(make_record(OLD), make_rules(RULES.format(default="refer")))
    assert case.at("late", Version.RELEASED).owners == ("reviewer",)
    assert case.at("late", Version.RELEASED, case.ruling("late", RELEASE)).action is RELEASE


def test_a_release_does_not_lift_a_referral_to_an_owner_unless_it_names_the_owners_decision(case: Case) -> None:
    for settled, action in (((), REFER), ((("State", "ok"),), REFER), ((("doe", "its letter of 3 May"),), RELEASE)):
        ruled = case.at("reactor", Version.RELEASED, case.ruling("reactor", RELEASE, settled=settled))
        assert ruled.action is action
        assert ruled.owners == (("DOE",) if action is REFER else ())


def test_a_release_does_not_lift_an_owners_marking_unless_it_is_settled(make_record: MakeRecord, make_rules: MakeRules) -> None:
    case = Case(make_record(OLD.replace("SECRET\n\nM", "SECRET//RESTRICTED DATA\n\nM")), make_rules(RULES.format(default="release")))
    held = case.at("late", Version.RELEASED)
    assert (held.action, held.owners) == (REFER, ("DOE",))
    assert case.at("late", Version.RELEASED, case.ruling("late", RELEASE)).action is REFER
    settled = case.ruling("late", RELEASE, settled=(("DOE", "its letter of 3 May"),))
    assert case.at("late", Version.RELEASED, settled).action is RELEASE
    assert case.at("weather", Version.RELEASED, settled).action is REFER


def test_a_marking_in_a_released_passage_is_struck_all_the_same(case: Case) -> None:
    ruling = case.ruling("", RELEASE, part="SECRET\n\nMemorandum")
    assert case.at("SECRET", Version.RELEASED, ruling).is_struck


# --- redact and refer ---


def test_a_redaction_replaces_the_codes_of_rules_by_its_own(case: Case) -> None:
    ruled = case.at("telephone", Version.RELEASED, case.ruling("telephone", REDACT, "(b)(7)(C)"))
    assert (ruled.action, ruled.codes, ruled.decided_by) == (REDACT, ("(b)(7)(C)",), "ruling 1")
    assert ruled.claims == (Claim(ruled.claims[0].span, REDACT, "ruling 1", ("(b)(7)(C)",), ("(b)(7)(C)",), reason="ruling"),)


def test_a_redaction_withholds_what_no_rule_names(case: Case) -> None:
    ruled = case.at("late", Version.RELEASED, case.ruling("late", REDACT, "(b)(6)", "(b)(4)"))
    assert (ruled.action, ruled.codes) == (REDACT, ("(b)(6)", "(b)(4)"))


def test_a_referral_replaces_a_redaction(case: Case) -> None:
    ruled = case.at("telephone", Version.RELEASED, case.ruling("telephone", REFER))
    assert (ruled.action, ruled.codes, ruled.owners) == (REFER, (), ("CIA",))


def test_no_reviewer_is_waited_for_where_one_has_ruled(make_record: MakeRecord, make_rules: MakeRules) -> None:
    case = Case(make_record(OLD), make_rules(RULES.format(default="refer")))
    assert case.at("late", Version.RELEASED, case.ruling("late", REDACT, "(b)(6)")).owners == ()
    assert case.at("late", Version.RELEASED, case.ruling("late", REFER)).owners == ("CIA",)


def test_a_release_under_a_hold_is_named_with_its_owner(case: Case) -> None:
    rulings = (case.ruling("falcon", RELEASE), case.ruling("reactor", RELEASE, place="rulings.yaml:9"), case.ruling("late", REFER))
    assert held_rulings(case.decisions(Version.RELEASED, *rulings), rulings) == (("rulings.yaml:9", "DOE"),)


@pytest.mark.parametrize("action", [REDACT, REFER])
def test_holds_of_owners_and_of_the_law_stay_beside_a_redaction_or_a_referral(case: Case, young: Case, action: Action) -> None:
    codes = ("(b)(6)",) if action is REDACT else ()
    own = () if action is REDACT else ("CIA",)
    assert set(case.at("reactor", Version.RELEASED, case.ruling("reactor", action, *codes)).owners) == {*own, "DOE"}
    settled = case.ruling("reactor", action, *codes, settled=(("DOE", "its letter of 3 May"),))
    assert case.at("reactor", Version.RELEASED, settled).owners == own
    assert set(young.at("late", Version.RELEASED, young.ruling("late", action, *codes)).owners) == {*own, "originating agency"}


def test_a_ruling_for_one_version_leaves_the_other(case: Case) -> None:
    ruling = case.ruling("telephone", RELEASE, versions=(Version.RELEASED,))
    assert case.at("telephone", Version.RELEASED, ruling).action is RELEASE
    assert case.at("telephone", Version.REDACTED, ruling).action is REDACT


def test_a_claim_that_reaches_beyond_a_ruling_keeps_what_lies_outside(case: Case) -> None:
    ruling = case.ruling("falcon", RELEASE, part="flew")
    before, after = case.decisions(Version.REDACTED), case.decisions(Version.REDACTED, ruling)
    withheld = [case.record.text[each.span.start : each.span.end] for each in after if each.action is REDACT]
    assert withheld == ["The falcon ", " at noon.", "His telephone rang twice."]
    assert after[-1] == before[-1]


# --- whether codes live ---

AGES = [
    ("1962-11-07", ("1.4(c)",), Version.REDACTED, REDACT, ()),
    ("1962-11-07", ("1.4(c)",), Version.RELEASED, RELEASE, ("1.4(c)",)),
    ("1962-11-07", ("1.4(c)", "(b)(6)"), Version.RELEASED, REDACT, ("1.4(c)",)),
    ("1962-11-07", ("25X1",), Version.RELEASED, RELEASE, ("25X1",)),
    ("1962-11-07", ("25X1",), Version.REDACTED, REFER, ("25X1",)),
    ("1962-11-07", ("50X1-HUM",), Version.RELEASED, REDACT, ()),
    ("1962-11-07", ("50X3",), Version.RELEASED, REDACT, ()),
    ("1976-07-01", ("25X1",), Version.RELEASED, REDACT, ()),
    ("1976-07-01", ("50X3",), Version.RELEASED, REFER, ("50X3",)),
    ("1976-07-01", ("50X1-HUM",), Version.RELEASED, REDACT, ()),
    ("1945-06-01", ("75X1",), Version.RELEASED, REDACT, ()),
    ("1945-06-01", ("50X1-HUM",), Version.RELEASED, RELEASE, ("50X1-HUM",)),
    ("1945-06-01", ("RD",), Version.RELEASED, REDACT, ()),
]


@pytest.mark.parametrize(("date", "codes", "version", "action", "stale"), AGES)
def test_each_code_of_a_ruling_is_asked_whether_it_holds_in_the_version(
    make_record: MakeRecord,
    make_rules: MakeRules,
    date: str,
    codes: tuple[str, ...],
    version: Version,
    action: Action,
    stale: tuple[str, ...],
) -> None:
    day = dt.date.fromisoformat(date)
    text = OLD.replace("November 7, 1962", f"{day:%B} {day.day}, {day.year}")
    case = Case(make_record(text), make_rules(RULES.format(default="release")))
    ruling = case.ruling("late", REDACT, *codes, guide="A guide of 2012")
    ruled = case.at("late", version, ruling)
    assert ruled.action is action
    assert set(ruled.codes) == (set(codes) - set(stale) if action is REDACT else set())
    assert case.stale(version, ruling) == list(stale)


def test_where_a_ruling_has_lapsed_the_rules_stand(case: Case) -> None:
    ruled = case.at("telephone", Version.RELEASED, case.ruling("telephone", REDACT, "25X1"))
    assert (ruled.action, ruled.codes, ruled.decided_by) == (REDACT, ("(b)(6)",), "privacy")


@pytest.mark.parametrize(("ruling_guide", "set_guide", "action"), [(None, None, REFER), ("G", None, REDACT), (None, "G", REDACT)])
def test_a_code_of_25_years_and_more_needs_a_guide(
    make_record: MakeRecord, make_rules: MakeRules, ruling_guide: str | None, set_guide: str | None, action: Action
) -> None:
    case = Case(make_record(OLD), replace(make_rules(RULES.format(default="release")), guide=set_guide))
    ruling = case.ruling("telephone", REDACT, "50X1-HUM", guide=ruling_guide)
    ruled = case.at("telephone", Version.RELEASED, ruling)
    assert ruled.action is action
    assert ruled.owners == (("originating agency",) if action is REFER else ())
    assert [claim.reason for claim in ruled.claims] == ["guide-needed" if action is REFER else "ruling"]
    assert case.stale(Version.RELEASED, ruling) == []


def test_a_living_code_beside_one_that_lacks_its_guide_withholds_and_waits(case: Case) -> None:
    ruled = case.at("late", Version.RELEASED, case.ruling("late", REDACT, "50X1-HUM", "(b)(6)"))
    assert (ruled.action, ruled.codes, ruled.owners) == (REDACT, ("(b)(6)",), ("originating agency",))


def test_only_a_redaction_can_lapse(case: Case) -> None:
    for action in (REFER, RELEASE):
        assert case.stale(Version.RELEASED, case.ruling("late", action)) == []


# --- bound to their passages ---


def test_a_record_takes_its_own_rulings_in_reading_order(case: Case) -> None:
    late, early = case.ruling("late", REDACT, "(b)(6)"), case.ruling("falcon", REDACT, "(b)(6)")
    strange = replace(early, source="b" * 64, span=Span(0, 10**6))
    assert bind(case.record, [late, strange, early]) == (early, late)
    assert case.at("late", Version.RELEASED, late, early).decided_by == "ruling 2"


def test_a_ruling_that_no_longer_fits_is_refused_with_its_place_and_the_remedy(case: Case) -> None:
    moved = replace(case.ruling("falcon", RELEASE), span=Span(3, 9), place="rulings.yaml:12")
    beyond = replace(case.ruling("falcon", RELEASE), span=Span(0, len(case.record.text) + 1), place="rulings.yaml:18")
    with pytest.raises(RulesError) as caught:
        bind(case.record, [moved, beyond])
    remedy = "expected start, end and digest from the worksheet of a new run without --rulings"
    assert sorted(caught.value.faults) == [
        f"rulings.yaml:12: the passage at this place is not the one that was ruled on; {remedy}",
        f"rulings.yaml:18: the passage ends behind the record's own end; {remedy}",
    ]


def test_a_ruling_on_the_whole_record_fits(case: Case) -> None:
    whole = case.ruling("", RELEASE, part=case.record.text)
    assert {each.action for each in case.decisions(Version.REDACTED, whole)} == {RELEASE, REFER}


def test_thousands_of_rulings_cost_no_more_than_their_number(make_record: MakeRecord, make_rules: MakeRules) -> None:
    text = OLD.replace(BODY, "\n".join(f"The falcon {number} flew." for number in range(4000)))
    case = Case(make_record(text), make_rules(RULES.format(default="release")))
    rulings = [case.ruling("", RELEASE, part=f"falcon {number} flew") for number in range(4000)]
    begun = time.perf_counter()
    decisions = case.decisions(Version.REDACTED, *rulings)
    assert time.perf_counter() - begun < 5
    assert sum(each.decided_by.startswith("ruling") for each in decisions) == 4000
