"""Rulings on any claims and any text: one decision a character, no hold lost, nothing changed outside; worksheets come back."""

from __future__ import annotations

import datetime as dt
import hashlib
import re
from collections.abc import Iterable
from dataclasses import replace
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from pipeline.audit import worksheet
from pipeline.decide import bind, partition
from pipeline.decide.law import AGENCY, REVIEWER
from pipeline.decide.rulings import Ruled
from pipeline.model import Action, Claim, Decision, Page, Record, RuleSet, Ruling, Source, Span, Version
from pipeline.rules import read_rulings

LENGTH = 40
DAY = dt.date(2026, 11, 24)
RULES = RuleSet((), Action.RELEASE, (), "0" * 64)
OWNERS = ("DOE", "CIA", AGENCY, REVIEWER)
NAMED = {"DOE", "CIA"}
REASONS = ("rule", "guide-needed", "default", "owner-marking", "not-released-by-law")


def record_of(text: str) -> Record:
    source = Source("a.txt", "text/plain", hashlib.sha256(text.encode()).hexdigest(), len(text), "utf-8")
    half = max(1, len(text) // 2)
    second = (Page(2, Span(half, len(text)), ()),) if half < len(text) else ()
    return Record("a", source, None, text, (Page(1, Span(0, half), ()), *second), ())


RECORD = record_of("abcdefghij" * 4)


@st.composite
def spans(draw: st.DrawFn, length: int = LENGTH) -> Span:
    start = draw(st.integers(0, length - 1))
    return Span(start, draw(st.integers(start + 1, length)))


@st.composite
def claims(draw: st.DrawFn, length: int = LENGTH) -> Claim:
    action = draw(st.sampled_from(Action))
    codes = ("(b)(6)",) if action is Action.REDACT else ()
    owner = draw(st.sampled_from(OWNERS)) if action is Action.REFER else None
    reason = draw(st.sampled_from(REASONS)) if action is Action.REFER else "rule"
    return Claim(draw(spans(length)), action, draw(st.sampled_from("abc")), codes, codes, owner=owner, reason=reason)


def ruling_on(record: Record, span: Span, action: Action, versions: tuple[Version, ...] = tuple(Version)) -> Ruling:
    digest = hashlib.sha256(record.text[span.start : span.end].encode()).hexdigest()
    codes, owner = ("RD",) if action is Action.REDACT else (), "CIA" if action is Action.REFER else None
    return Ruling(record.source.sha256, span, digest, versions, action, "r", "n", DAY, "f:1", codes=codes, owner=owner)


@st.composite
def many_rulings(draw: st.DrawFn) -> tuple[Ruling, ...]:
    """Draw rulings none of which is over another."""
    cuts = sorted(draw(st.sets(st.integers(0, LENGTH), max_size=8)))
    found = []
    for start, end in zip(cuts[::2], cuts[1::2], strict=False):
        settled = tuple((owner, "its letter") for owner in draw(st.sets(st.sampled_from(sorted(NAMED)))))
        codes = draw(st.sampled_from([("RD",), ("1.4(c)", "(b)(6)"), ("25X1",), ("25X1", "RD")]))
        made = ruling_on(RECORD, Span(start, end), draw(st.sampled_from(Action)))
        found.append(replace(made, settled=settled, codes=codes if made.codes else (), guide=draw(st.sampled_from([None, "G"]))))
    return bind(RECORD, found)


many = st.lists(claims(), max_size=10)


def ruled(record: Record, version: Version, found: Iterable[Claim], rulings: tuple[Ruling, ...]) -> tuple[Decision, ...]:
    own = Ruled(rulings, record, RULES, version, DAY, DAY)
    return partition(len(record.text), [*found, *own.claims], settle=own.settle)


def decided(found: list[Claim], rulings: tuple[Ruling, ...] = ()) -> tuple[Decision, ...]:
    return ruled(RECORD, Version.RELEASED, found, rulings)


def by_character(decisions: tuple[Decision, ...]) -> list[Decision]:
    return [next(each for each in decisions if each.span.start <= at < each.span.end) for at in range(LENGTH)]


@given(many, many_rulings())
def test_every_character_is_covered_exactly_once(found: list[Claim], rulings: tuple[Ruling, ...]) -> None:
    covered = [at for each in decided(found, rulings) for at in range(each.span.start, each.span.end)]
    assert covered == list(range(LENGTH))


@given(many, many_rulings())
def test_outside_of_rulings_nothing_changes_at_all(found: list[Claim], rulings: tuple[Ruling, ...]) -> None:
    pairs = zip(by_character(decided(found)), by_character(decided(found, rulings)), strict=True)
    for at, (before, after) in enumerate(pairs):
        if not any(each.span.start <= at < each.span.end for each in rulings):
            assert replace(after, span=before.span) == before


@given(many, many_rulings())
def test_a_redaction_or_referral_withholds_at_least_as_a_referral_does(found: list[Claim], rulings: tuple[Ruling, ...]) -> None:
    after = by_character(decided(found, rulings))
    for each in rulings:
        is_alive = each.action is Action.REFER or each.codes != ("25X1",)  # the record has no date: 25X1 is not citable yet
        if each.action is not Action.RELEASE and is_alive:
            assert all(after[at].action >= Action.REFER for at in range(each.span.start, each.span.end))


@given(many, many_rulings())
def test_no_ruling_lifts_the_hold_of_an_owner_whose_decision_it_does_not_name(found: list[Claim], rulings: tuple[Ruling, ...]) -> None:
    after = by_character(decided(found, rulings))
    for at, decision in enumerate(after):
        settled = {owner for each in rulings if each.span.start <= at < each.span.end for owner, _ in each.settled}
        asked = [each for each in found if each.span.start <= at < each.span.end and each.owner in NAMED - settled]
        held = {each.owner for each in asked if each.reason not in {"guide-needed", "default"}}
        assert held <= set(decision.owners)
        assert not held or decision.action >= Action.REFER


# --- worksheets ---

ODD = "\x00\x01\t\n\r\x0b\x0c\x1b\x7f\x85\xa0\xad\u200b\u2028\u2029\ufeff\ufffe\ue000\U0001f680\U000e0001 :#-'\"\\|>&*!%@`{}[],?"
texts = st.text(st.one_of(st.sampled_from(ODD), st.characters(exclude_categories=["Cs"])), min_size=1, max_size=60).filter(str.strip)
_ACTION = re.compile("^    action:$", re.MULTILINE)


@st.composite
def sheets(draw: st.DrawFn) -> tuple[Record, dict[Version, tuple[Decision, ...]]]:
    record = record_of(draw(texts))
    length = len(record.text)
    return record, {version: partition(length, draw(st.lists(claims(length), max_size=6))) for version in Version}


def settled(
    decisions: dict[Version, tuple[Decision, ...]], record: Record, rulings: tuple[Ruling, ...]
) -> dict[Version, tuple[Decision, ...]]:
    """Return the decisions again, under rulings."""
    found = {version: {claim for each in own for claim in each.claims} for version, own in decisions.items()}
    return {version: ruled(record, version, own, rulings) for version, own in found.items()}


def filled(sheet: bytes, action: str) -> bytes:
    head = sheet.decode().replace("\nby: ", '\nby: "Q. Roe, R"', 1).replace("\nat: ", "\nat: 2026-11-24 ", 1)
    return _ACTION.sub(f"    action: {action}\n    reason: a ground", head).replace("    reason:\n", "").encode()


@given(sheets())
def test_a_worksheet_of_any_text_is_read_back_with_every_entry_undecided(
    case: tuple[Record, dict[Version, tuple[Decision, ...]]],
) -> None:
    record, decisions = case
    sheet = worksheet(record, decisions)
    read = read_rulings("s.yaml", sheet)
    assert read.rulings == ()
    assert read.undecided == len(_ACTION.findall(sheet.decode()))
    assert bool(read.undecided) == any(each.action is not Action.RELEASE for own in decisions.values() for each in own)


@given(sheets())
def test_a_worksheet_that_was_filled_in_binds_and_is_obeyed(case: tuple[Record, dict[Version, tuple[Decision, ...]]]) -> None:
    record, decisions = case
    sheet = filled(worksheet(record, decisions), "release\n    settled: {DOE: its letter, CIA: its letter}")
    rulings = bind(record, read_rulings("s.yaml", sheet).rulings)
    after = settled(decisions, record, rulings)
    assert {each.action for own in after.values() for each in own} == {Action.RELEASE}
    for version in Version:
        own = sorted(each.span for each in rulings if version in each.versions)
        assert all(left.end <= right.start for left, right in pairwise(own))


@given(sheets(), st.data())
def test_a_worksheet_under_rulings_holds_them_filled_in(
    case: tuple[Record, dict[Version, tuple[Decision, ...]]], data: st.DataObject
) -> None:
    record, decisions = case
    spans_of = [data.draw(spans(len(record.text)))]
    rulings = bind(record, [ruling_on(record, span, data.draw(st.sampled_from(Action))) for span in spans_of])
    rulings = tuple(
        replace(each, reason=data.draw(texts), second="A. Poe: \u00e9", settled=(("x: {", data.draw(texts)),)) for each in rulings
    )
    after = settled(decisions, record, rulings)
    read = read_rulings("s.yaml", worksheet(record, after, rulings))
    assert tuple(replace(each, place="f:1") for each in read.rulings) == rulings
    assert settled(decisions, record, bind(record, read.rulings)) == after
