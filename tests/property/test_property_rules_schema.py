"""Rule files made at random, right and with one change: the schema takes those that the strict reader takes."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from typing import Any

import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from rule_schema import KEYS, READER_ALONE, faults_of, is_valid

from pipeline.model import Custody, Scope
from pipeline.rules.entities import ENTITIES
from pipeline.rules.match import WITHIN

File = dict[str, Any]

WORDS = st.sampled_from(["falcon", "harbor", "Ann Smith", "1962", "NO", "true"])
SOME = st.lists(WORDS, min_size=1, max_size=2)
MARKING = st.fixed_dictionaries({"at_least": st.sampled_from(["SECRET", "Confidential"])}, optional={"carries": SOME})
LEAF = st.one_of(
    st.fixed_dictionaries({"terms": SOME}, optional={"terms_file": st.just("words.txt"), "exact_case": st.sampled_from(["true", "no"])}),
    st.fixed_dictionaries({"terms_file": st.just("words.txt")}),
    st.fixed_dictionaries({"regex": st.sampled_from([r"\bfalcon\b", "a+"])}, optional={"exact_case": st.just("Yes")}),
    st.fixed_dictionaries({"entity": st.sampled_from(sorted(ENTITIES))}),
    st.fixed_dictionaries({"person": SOME}),
    st.fixed_dictionaries({"office": SOME}),
    st.fixed_dictionaries({"portion": MARKING}),
    st.fixed_dictionaries({"banner": MARKING}),
)
CLOSE = st.sampled_from([*(unit.value for unit in WITHIN), "1 word", "12 words"])
PAGES = st.sampled_from(["1", "1, 3-5, last", "2 - last", "last-last"])


def with_more(keys: dict[str, st.SearchStrategy[Any]], match: st.SearchStrategy[dict[str, Any]]) -> st.SearchStrategy[dict[str, Any]]:
    """Return matches with some of ``keys`` beside them."""
    return st.builds(lambda own, more: {**more, **own}, match, st.fixed_dictionaries({}, optional=keys))


def grown(inner: st.SearchStrategy[dict[str, Any]]) -> st.SearchStrategy[dict[str, Any]]:
    """Return matches made of matches."""
    close = with_more({"within": CLOSE}, inner.filter(lambda match: "within" not in match))
    narrowing: dict[str, st.SearchStrategy[Any]] = {
        "near": st.one_of(close, st.lists(close, min_size=1, max_size=2)),
        "unless": close,
        "in": st.sampled_from(["heading", "text"]),
        "pages": PAGES,
    }
    parts = st.lists(inner, min_size=2, max_size=3)
    both = st.fixed_dictionaries({"all": parts}, optional={"within": CLOSE})
    return with_more(narrowing, st.one_of(inner, both, st.fixed_dictionaries({"any": parts})))


MATCH = st.recursive(LEAF, grown, max_leaves=4)
WHEN = st.fixed_dictionaries({}, optional={"since": st.just("1945-01-01"), "until": st.just("1995-12-31"), "agency": SOME})
CHAIN = st.sampled_from([["1.4(c)", "25X1"], ["(b)(6)"], ["P5"], ["(b)(3) 50 U.S.C. 3024(i)(1)"], ["C"], ["(k)(2)", "RD"]])
COMMON: dict[str, st.SearchStrategy[Any]] = {"scope": st.sampled_from([scope.value for scope in Scope]), "when": WHEN, "guide": WORDS}
BASE = {"id": st.just("a"), "match": MATCH, "rationale": st.just("A ground.")}


def rule_of(action: str, needed: dict[str, st.SearchStrategy[Any]], more: dict[str, st.SearchStrategy[Any]]) -> st.SearchStrategy[Any]:
    """Return right rules of one action."""
    shown = st.fixed_dictionaries({}, optional={action: SOME, "keep": SOME})
    return st.fixed_dictionaries({**BASE, "action": st.just(action), **needed}, optional={**COMMON, **more, "examples": shown})


RULE = st.one_of(
    rule_of("redact", {"authority": CHAIN}, {"equity": st.just("false")}),
    rule_of("refer", {}, {"authority": CHAIN, "owner": WORDS}),
    rule_of("refer", {"owner": WORDS, "equity": st.just("true")}, {}),
    rule_of("release", {}, {"overrides": st.just({"rules": "all", "reason": "Said before."})}),
)
RELEASE = st.fixed_dictionaries(
    {"agency": st.just("CIA")},
    optional={
        "permanent": st.just("true"),
        "officials": st.just("false"),
        "officials_file": st.just("officials.yaml"),
        "privacy_ends": st.fixed_dictionaries(
            {"years_after_birth": st.sampled_from(["1", "100", "150"])}, optional={"deceased": st.just(["Ann Pell"])}
        ),
        "custody": st.sampled_from(list(map(str, Custody))),
        "categories": st.just(["25X1"]),
    },
)
FILE = st.fixed_dictionaries(
    {"format": st.just("1"), "default": st.just("refer"), "release": RELEASE, "rules": st.lists(RULE, min_size=1, max_size=1)},
    optional={"include": st.just(["more.yaml"])},
)
NAMES = sorted({key for keys in KEYS.values() for key in keys})
_TEXTS = "falcon true all 1 last line 1945-01-01 1.4(c) --".split()
_PARTS: list[Any] = [[], {}, [[]], ["falcon"], ["25X1"], ["federal"], [{"terms": ["owl"]}, {"terms": ["kite"]}], {"terms": ["owl"]}]
_PARTS += [{"at_least": "SECRET"}, {"within": "line"}, {"a": "b"}]
VALUES = st.sampled_from([None, "", " ", "5 words", *_TEXTS, *_PARTS])


def places(value: object) -> Iterator[Any]:
    """Yield every mapping and list of a file."""
    if isinstance(value, (dict, list)):
        yield value
        for each in value.values() if isinstance(value, dict) else value:
            yield from places(each)


def changed(file: File, at: int, which: int, key: str, value: object, kind: str) -> File:
    """Return a file with one of its parts taken out, replaced, or set beside the others."""
    file = copy.deepcopy(file)  # its lists are those of the strategies
    found = list(places(file))
    place = found[at % len(found)]
    inside = list(place) if isinstance(place, dict) else list(range(len(place)))
    own = inside[which % len(inside)] if inside else None
    if kind == "set" and isinstance(place, dict):
        place[key] = value
    elif kind == "take" and own is not None:
        del place[own]
    elif own is not None:
        place[own] = value
    return file


def written(file: File) -> str:
    """Write a file as YAML in which the parts of a text stay text."""
    return str(yaml.safe_dump(file, sort_keys=False))


@given(FILE)
@settings(max_examples=100)
def test_files_made_right_are_taken_by_both(file: File) -> None:
    assert (is_valid(written(file)), faults_of(written(file))) == (True, [])


@given(FILE, st.integers(0, 60), st.integers(0, 12), st.sampled_from(NAMES), VALUES, st.sampled_from(["set", "set", "take", "replace"]))
@settings(max_examples=300)
def test_a_file_with_one_change_is_taken_by_both_or_by_neither(file: File, at: int, which: int, key: str, value: object, kind: str) -> None:
    file = changed(file, at, which, key, value, kind)
    text = written(file)
    faults = faults_of(text)
    if is_valid(text):
        assert all(READER_ALONE.search(fault) for fault in faults)
        assert not file["rules"] or "the rule set has no rules; expected at least one" not in faults  # no rule is lost in silence
    else:
        assert faults
