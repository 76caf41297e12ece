"""Whatever rules are written and whatever record they meet: nothing is lost, nothing un-withheld, no order matters.

Rule sets are written as YAML and read by the project's own reader; records are read by the door and by every detector.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from dataclasses import replace
from pathlib import PurePosixPath
from random import Random
from typing import Any

from combining import findings_of, record_of
from hypothesis import example, given
from hypothesis import strategies as st
from wordbook import with_words

from pipeline.decide import bind, decide
from pipeline.model import Action, Decision, Record, RuleSet, Ruling, Span, Version
from pipeline.rules import load_rules

Written = dict[str, Any]

# --- rules: a small alphabet, so that matches happen ---

WORDS = ("falcon", "kite", "Lisbon", "low-level flights", "agent")
WITHIN = ("sentence", "line", "paragraph", "page", "record", "1 word", "3 words")
SCOPES = ("span", "sentence", "line", "paragraph", "portion", "page", "record")
CHAINS = (
    *(["1.4(c)"], ["1.4(c)", "25X1"], ["1.4(c)", "25X1", "50X1-HUM"], ["(b)(6)"], ["RD"]),
    *(["P5"], ["C"], ["(b)(5) deliberative process"], ["(b)(6)", "P6"]),
)
PAGES = ("1", "2", "last", "1-2", "2-last", "7", "1, last")


def some(*choices: Any) -> st.SearchStrategy[Any]:  # noqa: ANN401
    return st.sampled_from(choices)


words = st.lists(some(*WORDS), min_size=1, max_size=2, unique=True)
markings = st.fixed_dictionaries({"at_least": some("SECRET", "TOP SECRET", "CONFIDENTIAL")}, optional={"carries": st.just(["NOFORN"])})
sought = st.one_of(
    st.builds(lambda terms: {"terms": terms}, words),
    st.builds(lambda terms: {"terms": terms, "exact_case": True}, words),
    st.builds(lambda regex: {"regex": regex}, some("f[a-z]+n", "[0-9]{4}", r"kite\s+\w+", "Lis")),
    st.builds(lambda name: {"person": [name]}, some("Ann Smith", "Smith, Ann B.", "Charles de Gaulle")),
    st.just({"office": ["Secretary of State"]}),
    st.just({"entity": "PERSON"}),
)
single = st.one_of(sought, st.builds(lambda asked: {"portion": asked}, markings), st.builds(lambda asked: {"banner": asked}, markings))


def _near(matches: st.SearchStrategy[Written]) -> st.SearchStrategy[Written]:
    return st.builds(lambda match, within: {**match, "within": within}, matches, some(*WITHIN))


def _combined(matches: st.SearchStrategy[Written]) -> st.SearchStrategy[Written]:
    parts = st.lists(matches, min_size=2, max_size=3)
    return st.one_of(
        st.builds(lambda parts, within: {"all": parts, "within": within}, parts, some(*WITHIN)),
        st.builds(lambda parts: {"any": parts}, parts),
    )


def _conditions(matches: st.SearchStrategy[Written]) -> st.SearchStrategy[Any]:
    return st.one_of(_near(single), st.lists(_near(matches), min_size=1, max_size=2))


def _narrowed(matches: st.SearchStrategy[Written]) -> st.SearchStrategy[Written]:
    more = st.fixed_dictionaries(
        {}, optional={"near": _conditions(matches), "unless": _conditions(matches), "in": some("heading", "text"), "pages": some(*PAGES)}
    )
    return st.builds(lambda match, narrowing: {**match, **narrowing}, matches, more)


matches = st.recursive(single, lambda inner: st.one_of(_combined(inner), _narrowed(inner)), max_leaves=5)
whens = st.fixed_dictionaries(
    {},
    optional={
        "since": some("1945-01-01", "1962-11-07", "2000-01-01"),
        "until": some("2001-01-01", "2015-05-01"),
        "custody": some(["federal"], ["presidential", "donated"]),
        "agency": some(["CIA"], ["NSA", "DIA"]),
    },
)


@st.composite
def redactions(draw: st.DrawFn) -> Written:
    guide = draw(some({}, {"guide": "A guide of 1990"}))
    return {"action": "redact", "authority": draw(some(*CHAINS)), **guide}


@st.composite
def referrals(draw: st.DrawFn) -> Written:
    more = draw(some({}, {"owner": "CIA"}, {"owner": "CIA", "equity": True}, {"owner": "CIA", "authority": ["1.4(c)"]}))
    return {"action": "refer", **more}


withholding = st.one_of(redactions(), referrals())
releasing = st.just({"action": "release"})
overriding = st.just({"action": "release", "overrides": {"rules": "all", "reason": "Told in public."}})


@st.composite
def rules(draw: st.DrawFn, effects: st.SearchStrategy[Written]) -> Written:
    when = draw(st.one_of(st.just({}), whens))
    scope = draw(some(*SCOPES))
    return {"match": draw(matches), "scope": scope, "rationale": "A ground.", **({"when": when} if when else {}), **draw(effects)}


@st.composite
def overrides_of_one(draw: st.DrawFn, written: list[Written]) -> list[Written]:
    """Let some override name one redact rule instead of all."""
    redacting = [number for number, rule in enumerate(written) if rule["action"] == "redact"]
    for rule in written:
        if "overrides" in rule and redacting and draw(st.booleans()):
            rule["overrides"] = {"rules": [f"rule-{draw(some(*redacting))}"], "reason": "Told in public."}
    return written


@st.composite
def rule_lists(draw: st.DrawFn, effects: st.SearchStrategy[Written], most: int = 4) -> list[Written]:
    return draw(overrides_of_one(draw(st.lists(rules(effects), min_size=1, max_size=most))))


every_effect = st.one_of(withholding, withholding, releasing, overriding)
heads = st.fixed_dictionaries({"default": some("release", "refer")}, optional={"categories": some(["25X1"], ["50X1-HUM"])})
custodies = some("federal", "presidential", "donated")


def read(written: list[Written], head: Written, custody: str = "federal") -> RuleSet:
    """Return a rule set of what was written, by way of a file."""
    release = {"permanent": True, "custody": custody, "agency": "CIA", **{key: head[key] for key in head if key != "default"}}
    text: Written = {"format": 1, "default": head["default"], "release": release}
    text["rules"] = [{"id": f"rule-{number}", **rule} for number, rule in enumerate(written)]
    return with_words(load_rules(PurePosixPath("rules.yaml"), lambda _: json.dumps(text).encode()))


# --- records ---

DATES = ("", "", "Memorandum\nNovember 7, 1962\n\n", "Memorandum\nMay 1, 2015\n\n", "Memorandum\nJune 5, 1990\n\n")
BANNERS = ("", "", "SECRET\n\n", "TOP SECRET//NOFORN\n\n", "UNCLASSIFIED\n\n", "SECRET//RD\n\n", "COSMIC TOP SECRET\n\n", "SEGRET\n\n")
PHRASES = (
    *("the falcon flew", "a kite", "of Lisbon", "Lisbon slept", "low-level\nflights", "an agent", "of Op.", "in 1962", "FALCON", "fаlcon"),
    *("Ann Smith", "Smith", "A. B. Smith", "General de Gaulle", "the Secretary of State Dean Rusk", "said", "no"),
)
ENDS = (". ", ".\n", "\n", "\n\n", ".\n\n", ", ", " ", "\f", "\n- 1 -\f", " -\n")
MARKS = ("", "", "", "(S) ", "(U) ", "(TS//NF) ", "1. ", "THE FALCON REPORT\n\n")


@st.composite
def texts(draw: st.DrawFn) -> str:
    banner = draw(some(*BANNERS))
    pieces = [banner, draw(some(*DATES))]
    for _ in range(draw(st.integers(1, 7))):
        phrase, end = draw(some(*PHRASES)), draw(some(*ENDS))
        pieces += [draw(some(*MARKS)), phrase, end, banner if "\f" in end and draw(st.booleans()) else ""]
    return "".join([*pieces, "The end.\n"])


records = texts().map(record_of)


def decided(record: Record, rule_set: RuleSet, version: Version, *, is_unclassified: bool = False) -> list[Decision]:
    """Return the decision on each character."""
    found = findings_of(record, rule_set)
    as_of = dt.date(2026, 11, 24)
    decisions = decide(record, found, rule_set, version=version, as_of=as_of, is_stated_unclassified=is_unclassified)
    assert [at for each in decisions for at in range(each.span.start, each.span.end)] == list(range(len(record.text)))
    return [each for each in decisions for _ in range(each.span.start, each.span.end)]


def spans(record: Record, *written: Written, action: str = "redact") -> list[set[Span]]:
    """Return, for each match, where it is found."""
    effect: Written = {"action": "redact", "authority": ["(b)(6)"]} if action == "redact" else {"action": "release"}
    rule_set = read([{"match": match, "rationale": "A ground.", **effect} for match in written], {"default": "release"})
    found = findings_of(record, rule_set)
    return [{each.span for each in found if each.rule == f"rule-{number}"} for number in range(len(written))]


def characters(found: set[Span]) -> set[int]:
    """Return every offset that lies in a span."""
    return {at for each in found for at in range(each.start, each.end)}


versions = st.sampled_from(Version)

# --- decisions ---


@given(records, rule_lists(every_effect), heads, custodies, versions, st.randoms(use_true_random=False))
def test_the_record_is_covered_once_and_no_order_matters(
    record: Record, written: list[Written], head: Written, custody: str, version: Version, random: Random
) -> None:
    rule_set = read(written, head, custody)
    decisions = decided(record, rule_set, version)
    found = findings_of(record, rule_set)
    assert findings_of(record, rule_set) == found, "what is found is found again"
    assert all(each.span.end <= len(record.text) and (each.rule is None or "\0" not in each.rule) for each in found)
    turned, shuffled = list(rule_set.rules), list(found)
    random.shuffle(turned)
    random.shuffle(shuffled)
    other = replace(rule_set, rules=tuple(turned))
    assert findings_of(record, other) == found
    again = decide(record, shuffled, other, version=version, as_of=dt.date(2026, 11, 24))
    assert [each for each in again for _ in range(each.span.start, each.span.end)] == decisions


@given(records, rule_lists(every_effect, 3), rules(withholding), heads, custodies, versions, st.booleans())
def test_one_more_rule_that_withholds_never_un_withholds(
    record: Record, written: list[Written], more: Written, head: Written, custody: str, version: Version, is_unclassified: bool
) -> None:
    before = decided(record, read(written, head, custody), version, is_unclassified=is_unclassified)
    after = decided(record, read([*written, more], head, custody), version, is_unclassified=is_unclassified)
    assert all(new.action >= old.action for old, new in zip(before, after, strict=True))
    if not any("overrides" in rule for rule in written):
        assert all(set(new.codes) >= set(old.codes) for old, new in zip(before, after, strict=True))


@given(records, rule_lists(every_effect, 3), rules(releasing), heads, custodies, versions)
def test_a_release_rule_without_overrides_changes_nothing_that_another_withholds(
    record: Record, written: list[Written], more: Written, head: Written, custody: str, version: Version
) -> None:
    before = decided(record, read(written, head, custody), version)
    after = decided(record, read([*written, more], head, custody), version)
    for old, new in zip(before, after, strict=True):
        others = {claim.rule for claim in old.claims if claim.action > Action.RELEASE} - {"default"}
        assert not others or (new.action, new.codes, new.owners) == (old.action, old.codes, old.owners)
        assert new.action <= old.action


@given(records, rule_lists(every_effect), heads, custodies, versions)
@example(  # a rule that finds what a banner governs put a banner on every page, and freed those that bear none of a hold
    record_of("SECRET//RD\n\nthe falcon flew\f(S) the falcon flew\fSECRET//RD\n\nthe falcon flew. The end.\n"),
    [{"match": {"banner": {"at_least": "SECRET"}, "in": "heading"}, "rationale": "A.", "action": "redact", "authority": ["1.4(c)"]}],
    {"default": "release"},
    "federal",
    Version.REDACTED,
)
def test_owners_holds_and_the_law_s_survive_any_rules(
    record: Record, written: list[Written], head: Written, custody: str, version: Version
) -> None:
    nothing: Written = {"match": {"terms": ["walrus"]}, "rationale": "A ground.", "action": "release"}
    without = decided(record, read([nothing], {"default": "release"}), version)
    for bare, ruled in zip(without, decided(record, read(written, head, custody), version), strict=True):
        assert set(ruled.claims) >= {claim for claim in bare.claims if claim.action is Action.REFER}
        assert set(ruled.owners) >= set(bare.owners)
        assert ruled.action >= bare.action


@given(records, rule_lists(st.one_of(withholding, overriding)), heads, versions)
def test_an_override_lifts_no_referral_of_a_refer_rule(record: Record, written: list[Written], head: Written, version: Version) -> None:
    plain = [rule for rule in written if rule["action"] == "refer" and not rule.get("equity")]
    if plain:
        alone = decided(record, read(plain, {**head, "default": "release"}), version)
        for own, ruled in zip(alone, decided(record, read(written, head), version), strict=True):
            assert set(ruled.owners) >= set(own.owners)
            assert ruled.action >= own.action


# --- rulings over them ---

TODAY = dt.date(2026, 11, 24)
CODES = (("RD",), ("1.4(c)", "(b)(6)"), ("25X1",), ("50X1-HUM",), ("P5",), ("(b)(5) deliberative process",))
NOT_AN_OWNER = {"reviewer", "originating agency"}


@st.composite
def ruled_records(draw: st.DrawFn) -> tuple[Record, tuple[Ruling, ...]]:
    """Draw a record and rulings on it, none over another."""
    record = draw(records)
    cuts = sorted(draw(st.sets(st.integers(0, len(record.text)), max_size=8)))
    found = []
    for start, end in zip(cuts[::2], cuts[1::2], strict=False):
        action = draw(some(*Action))
        made = Ruling(
            record.source.sha256,
            Span(start, end),
            hashlib.sha256(record.text[start:end].encode()).hexdigest(),
            draw(some((Version.REDACTED,), (Version.RELEASED,), tuple(Version))),
            action,
            "A reason.",
            "Q. Roe, Records",
            TODAY,
            "rulings.yaml:1",
            codes=draw(some(*CODES)) if action is Action.REDACT else (),
            owner="CIA" if action is Action.REFER else None,
            guide=draw(some(None, "A guide of 2024")),
            settled=tuple((owner, "its letter") for owner in sorted(draw(st.sets(some("DOE", "NATO", "CIA"))))),
        )
        found.append(made)
    return record, bind(record, found)


def under_rulings(record: Record, rule_set: RuleSet, version: Version, rulings: tuple[Ruling, ...]) -> list[Decision]:
    """Return the decision on each character under rulings; the record is covered once."""
    decisions = decide(record, findings_of(record, rule_set), rule_set, rulings=rulings, version=version, as_of=TODAY)
    assert [at for each in decisions for at in range(each.span.start, each.span.end)] == list(range(len(record.text)))
    return [each for each in decisions for _ in range(each.span.start, each.span.end)]


@given(ruled_records(), rule_lists(every_effect), heads, custodies, versions)
def test_rulings_cover_once_change_nothing_outside_and_lift_no_owner_they_do_not_name(
    ruled: tuple[Record, tuple[Ruling, ...]], written: list[Written], head: Written, custody: str, version: Version
) -> None:
    record, rulings = ruled
    rule_set = read(written, head, custody)
    inside = {at: each for each in rulings for at in range(each.span.start, each.span.end)}
    before = under_rulings(record, rule_set, version, ())
    for at, (old, new) in enumerate(zip(before, under_rulings(record, rule_set, version, rulings), strict=True)):
        if at not in inside:
            assert (new.action, new.codes, new.owners) == (old.action, old.codes, old.owners)
            continue
        settled = {owner for owner, _ in inside[at].settled}
        owners = set(old.owners) - settled - NOT_AN_OWNER
        assert set(new.owners) >= owners
        assert not owners or new.action >= Action.REFER


@given(ruled_records(), rule_lists(every_effect, 2), heads, custodies)
def test_no_first_review_shows_what_a_ruling_withholds_in_the_release(
    ruled: tuple[Record, tuple[Ruling, ...]], written: list[Written], head: Written, custody: str
) -> None:
    record, rulings = ruled
    rule_set = read(written, head, custody)
    redacted, released = (under_rulings(record, rule_set, version, rulings) for version in (Version.REDACTED, Version.RELEASED))
    for each in (ruling for ruling in rulings if ruling.action is not Action.RELEASE):
        for at in range(each.span.start, each.span.end):
            decided_by_it = any(claim.reason == "ruling" for claim in released[at].claims)
            assert not decided_by_it or released[at].action is Action.RELEASE or redacted[at].action is not Action.RELEASE


# --- matches ---


@given(records, single, some("near", "unless"), _conditions(matches), some("redact", "release"))
def test_to_take_a_condition_away_never_finds_less(record: Record, match: Written, key: str, condition: Written, action: str) -> None:
    free, bound = spans(record, match, {**match, key: condition}, action=action)
    assert bound <= free


@given(records, st.lists(matches, min_size=2, max_size=3), some("redact", "release"))
def test_any_finds_the_union(record: Record, parts: list[Written], action: str) -> None:
    together, *each = spans(record, {"any": parts}, *parts, action=action)
    assert together == set().union(*each)


@given(records, st.lists(matches, min_size=2, max_size=3), some("redact", "release"))
def test_all_within_the_record_finds_where_every_part_is_found(record: Record, parts: list[Written], action: str) -> None:
    together, *each = spans(record, {"all": parts, "within": "record"}, *parts, action=action)
    assert bool(together) is all(each)
    assert together <= set().union(*each)


@given(records, st.lists(sought, min_size=2, max_size=3))
def test_all_within_the_record_finds_every_word_of_its_parts(record: Record, parts: list[Written]) -> None:
    together, *each = spans(record, {"all": parts, "within": "record"}, *parts)
    assert together == (set().union(*each) if all(each) else set())


@given(records, single, single, some(*WITHIN))
def test_near_and_unless_part_what_is_found_or_overlap_in_doubt(record: Record, match: Written, other: Written, within: str) -> None:
    conditions = ({**match, "near": {**other, "within": within}}, {**match, "unless": {**other, "within": within}})
    free, close, far = spans(record, match, *conditions)
    assert close | far == free, "a rule that withholds finds each under one or the other, or both where it is in doubt"
    free, close, far = spans(record, match, *conditions, action="release")
    assert not close & far, "a rule that releases finds none under both"


@given(records, single, some(*WITHIN[:5]), some("redact", "release"))
def test_wider_units_find_no_less(record: Record, match: Written, within: str, action: str) -> None:
    wider = {"line": "page", "sentence": "paragraph", "paragraph": "record", "page": "record", "record": "record"}[within]
    narrow, wide = spans(record, *({**match, "near": {"terms": ["Lisbon"], "within": each}} for each in (within, wider)), action=action)
    assert narrow <= wide


@given(records, single, single)
def test_what_withholds_finds_no_less_than_what_releases(record: Record, match: Written, other: Written) -> None:
    for condition in ({"near": other}, {"unless": other}, {"in": "heading"}, {"in": "text"}, {"pages": "1"}, {"pages": "last"}):
        [withheld], [released] = (spans(record, {**match, **condition}, action=action) for action in ("redact", "release"))
        assert characters(withheld) >= characters(released)


def test_a_rule_on_banners_makes_no_banner_of_its_own() -> None:
    record = record_of("UNCLASSIFIED\n\nthe falcon flew\n\nUNCLASSIFIED\n")
    rule: Written = {"match": {"banner": {"at_least": "UNCLASSIFIED"}}, "rationale": "A ground.", "action": "release"}
    held = [each for each in decided(record, read([rule], {"default": "release"}), Version.RELEASED) if each.owners]
    assert held == []
