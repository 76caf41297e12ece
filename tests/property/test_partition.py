"""Decisions partition the record: each character once, the most restrictive wins, nothing un-redacts."""

from __future__ import annotations

import datetime as dt
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from pipeline.decide import decide, partition
from pipeline.model import (
    Action,
    Block,
    Certainty,
    Claim,
    Decision,
    Finding,
    Match,
    MatchKind,
    Page,
    Record,
    RecordDate,
    Rule,
    RuleSet,
    Scope,
    Source,
    Span,
    Version,
)

LENGTH = 40
CODES = ("1.4(c)", "25X1", "(b)(6)", "RD")


@st.composite
def spans(draw: st.DrawFn, length: int = LENGTH) -> Span:
    start = draw(st.integers(0, length - 1))
    return Span(start, draw(st.integers(start + 1, length)))


@st.composite
def claims(draw: st.DrawFn) -> Claim:
    action = draw(st.sampled_from(Action))
    codes = tuple(draw(st.lists(st.sampled_from(CODES), min_size=1, max_size=2, unique=True))) if action is Action.REDACT else ()
    owner = draw(st.sampled_from(["DOE", "CIA"])) if action is Action.REFER else None
    return Claim(draw(spans()), action, draw(st.sampled_from(["a", "b", "c"])), codes, owner=owner)


many = st.lists(claims(), max_size=12)
marks = st.lists(spans(), max_size=3)


def by_character(decisions: tuple[Decision, ...], length: int = LENGTH) -> list[Decision]:
    return [next(each for each in decisions if each.span.start <= at < each.span.end) for at in range(length)]


@given(many, marks)
def test_every_character_is_covered_exactly_once(found: list[Claim], struck: list[Span]) -> None:
    decisions = partition(LENGTH, found, struck)
    covered = [at for each in decisions for at in range(each.span.start, each.span.end)]
    assert covered == list(range(LENGTH))


@given(many, marks)
def test_each_character_is_decided_as_an_oracle_that_looks_at_it_alone(found: list[Claim], struck: list[Span]) -> None:
    for at, decision in enumerate(by_character(partition(LENGTH, found, struck))):
        own = [claim for claim in found if claim.span.start <= at < claim.span.end]
        assert decision.action == max((claim.action for claim in own), default=Action.RELEASE)
        assert set(decision.codes) == {code for claim in own for code in claim.codes}
        assert set(decision.owners) == {claim.owner for claim in own if claim.owner}
        assert set(decision.claims) == set(own)
        is_marking = any(span.start <= at < span.end for span in struck)
        assert decision.is_struck == (is_marking and decision.action is Action.RELEASE)


@given(many, marks, st.randoms(use_true_random=False))
def test_the_order_of_claims_does_not_matter(found: list[Claim], struck: list[Span], random: Random) -> None:
    shuffled = list(found)
    random.shuffle(shuffled)
    assert partition(LENGTH, shuffled, struck) == partition(LENGTH, found, struck)


@given(many)
def test_claiming_again_changes_nothing(found: list[Claim]) -> None:
    decisions = partition(LENGTH, found)
    again = partition(LENGTH, [*found, *(claim for each in decisions for claim in each.claims)])
    assert again == decisions


@given(many, claims())
def test_one_more_claim_never_un_redacts(found: list[Claim], more: Claim) -> None:
    before = by_character(partition(LENGTH, found))
    after = by_character(partition(LENGTH, [*found, more]))
    assert all(new.action >= old.action and set(new.codes) >= set(old.codes) for old, new in zip(before, after, strict=True))


# --- the same of whole decisions, in both versions, with authorities that lapse ---

TEXT = "SECRET\n\nThe falcon flew. The weather was bad.\n\nA second page of it.\n"
CHAINS = (("1.4(c)", "25X1"), ("1.4(a)",), ("(b)(6)",), ("1.4(c)", "25X1", "50X1-HUM"), ("RD",))


@st.composite
def rules(draw: st.DrawFn, rule_id: str) -> Rule:
    action = draw(st.sampled_from(Action))
    chain = draw(st.sampled_from(CHAINS)) if action is Action.REDACT else ()
    if action is Action.REFER and draw(st.booleans()):
        chain = ("1.4(c)",)
    owner = "DOE" if action is Action.REFER else None
    guide = draw(st.sampled_from([None, "A guide of 1990"]))
    match = Match(MatchKind.TERMS, ("x",))
    return Rule(rule_id, match, draw(st.sampled_from(Scope)), action, chain, "A ground.", "rules.yaml:1", owner=owner, guide=guide)


Case = tuple[Record, RuleSet, tuple[Finding, ...], dt.date]


@st.composite
def cases(draw: st.DrawFn) -> Case:
    count = draw(st.integers(1, 4))
    own = tuple(draw(rules(f"rule-{number}")) for number in range(count))
    found = tuple(
        Finding(draw(spans(len(TEXT))), "term", "terms", 1.0, "term", rule=draw(st.sampled_from(own)).id)
        for _ in range(draw(st.integers(0, 5)))
    )
    year = draw(st.sampled_from([1945, 1962, 1980, 2015]))
    certainty = draw(st.sampled_from(Certainty))
    source = Source("a.txt", "text/plain", "0" * 64, len(TEXT), "utf-8")
    pages = (Page(1, Span(0, len(TEXT)), ()),)
    record = Record("a", source, RecordDate(dt.date(year, 5, 1), certainty), TEXT, pages, (Block(Span(0, 6), is_heading=True),))
    default = draw(st.sampled_from([Action.RELEASE, Action.REFER]))
    return record, RuleSet(own, default, (), "0" * 64), found, dt.date(draw(st.sampled_from([1990, 2014, 2026])), 11, 24)


@given(cases(), st.sampled_from(Version))
def test_decisions_of_both_versions_cover_the_record_once(case: Case, version: Version) -> None:
    record, rule_set, found, as_of = case
    decisions = decide(record, found, rule_set, version=version, as_of=as_of)
    covered = [at for each in decisions for at in range(each.span.start, each.span.end)]
    assert covered == list(range(len(TEXT)))


@given(cases(), st.sampled_from(Version), st.randoms(use_true_random=False))
def test_the_order_of_findings_and_rules_does_not_matter(
    case: Case,
    version: Version,
    random: Random,
) -> None:
    record, rule_set, found, as_of = case
    shuffled, turned = list(found), list(rule_set.rules)
    random.shuffle(shuffled)
    random.shuffle(turned)
    other = RuleSet(tuple(turned), rule_set.default, (), rule_set.digest)
    assert decide(record, shuffled, other, version=version, as_of=as_of) == decide(record, found, rule_set, version=version, as_of=as_of)


@given(cases(), st.sampled_from(Version))
def test_one_more_withholding_finding_never_un_redacts(case: Case, version: Version) -> None:
    record, rule_set, found, as_of = case
    less = decide(record, found[:-1], rule_set, version=version, as_of=as_of)
    more = decide(record, found, rule_set, version=version, as_of=as_of)
    last = found[-1].rule if found else None
    releasing = {rule.id for rule in rule_set.rules if rule.action is Action.RELEASE}
    if rule_set.default is Action.REFER and last in releasing:
        return  # under default: refer a release rule is what releases
    pairs = zip(by_character(less, len(TEXT)), by_character(more, len(TEXT)), strict=True)
    assert all(new.action >= old.action for old, new in pairs)
