"""Trying an expression only where a prefix stands finds exactly what trying it everywhere finds."""

from __future__ import annotations

from pathlib import Path

import pytest
import regex
from hypothesis import given
from hypothesis import strategies as st

from pipeline.detect import PatternDetector
from pipeline.detect.patterns import _WITHIN_WORDS
from pipeline.detect.prefixes import AT_WORD, folded, prefixes_of
from pipeline.flow import open_rules, shipped_rules
from pipeline.model import Action, Match, MatchKind, Rule, Scope

SEED = (Path(__file__).parents[2] / "seeds" / "excomm-meeting-22.txt").read_text("utf-8")
WORDS = [
    *SEED.split(),
    "drone",
    "Drones",
    "I",
    "ſecret",
    "K-boat",
    "İnformant",
    "ınformant",
    "ﬁghter",
    "\n",
    "\f",
    ".",
    "1962",
    "U-2",
    "(b)",
]


def rule(expression: str) -> Rule:
    return Rule("x", Match(MatchKind.REGEX, (expression,), exact_case=False), Scope.SPAN, Action.REFER, (), "Why.", "x.yaml:1")


SHIPPED = tuple(each for each in open_rules(shipped_rules() / "default.yaml").rules if each.match.kind is MatchKind.REGEX)
DETECTOR = PatternDetector(SHIPPED)


def everywhere(expression: str, text: str) -> list[tuple[int, int]]:
    return [match.span() for match in regex.finditer(expression, text, regex.MULTILINE | regex.IGNORECASE) if match.group()]


def by_prefix(detector: PatternDetector, text: str) -> list[list[tuple[int, int]]]:
    starts = detector._starts.find(text)
    return [detector._spans(each, text, starts.get(number, [])) for number, each in enumerate(detector._expressions)]


@given(st.lists(st.sampled_from(WORDS), max_size=60))
def test_the_shipped_expressions_find_the_same(words: list[str]) -> None:
    text = " ".join(words)
    assert by_prefix(DETECTOR, text) == [everywhere(each.match.values[0], text) for each in SHIPPED]


def test_the_shipped_expressions_find_the_same_in_the_seed() -> None:
    for text in (SEED, SEED.upper(), " ".join(SEED.split())):
        found = by_prefix(DETECTOR, text)
        assert found == [everywhere(each.match.values[0], text) for each in SHIPPED]
    assert any(found)


PARTS = st.sampled_from(
    [
        "ab",
        "a",
        "s",
        "k",
        "i",
        "é",
        " ",
        "[ab]",
        "[^a]",
        ".",
        r"\w",
        r"\b",
        r"\d",
        "1",
        "-",
        "(?:ab|cd|abc)",
        "(?:ab)?",
        "(?:ab)+",
        "(?=a)",
        "(?<!b)",
    ]
)
TEXTS = st.text(st.sampled_from("abcdsSſkKKiIİıéÉ \n12٣½_-"), max_size=30)


@given(st.lists(PARTS, min_size=1, max_size=6).map("".join), TEXTS)
def test_any_expression_finds_the_same(expression: str, text: str) -> None:
    assert by_prefix(PatternDetector((rule(expression),)), text) == [everywhere(expression, text)]


@given(st.text(max_size=40))
def test_folding_keeps_the_length(text: str) -> None:
    assert len(folded(text)) == len(text)


def test_whatever_the_engine_takes_for_a_letter_of_ascii_folds_to_it() -> None:
    every = "".join(map(chr, [*range(0xD800), *range(0xE000, 0x110000)]))
    for letter in "abcdefghijklmnopqrstuvwxyz":
        assert {folded(match.group()) for match in regex.finditer(letter, every, regex.IGNORECASE)} == {letter}
    assert {folded(match.group()) for match in regex.finditer(r"\d", every)} == {"0"}


def test_what_folds_to_a_sign_of_words_is_one_for_the_engine() -> None:
    every = [*map(chr, range(0xD800)), *map(chr, range(0xE000, 0x110000))]
    assert [char for char in every if folded(char) in _WITHIN_WORDS and not regex.fullmatch(r"\w", char)] == []


@pytest.mark.parametrize(
    ("expression", "prefixes"),
    [
        (r"\bDrones? over\b", {f"{AT_WORD}drone ", f"{AT_WORD}drones"}),
        (r"\b(?:the )?Shah|x\by", {f"{AT_WORD}the sh", f"{AT_WORD}shah", "xy"}),
        (r"(?:\b)?Shah|\b-ab", {f"{AT_WORD}shah", "shah", "-ab"}),
        (r"\bI\b", {f"{AT_WORD}i"}),
        (r"I|you", None),
        (r"(?<!no )(?:the )?(?:cat|dog)s", {"the ca", "the do", "cats", "dogs"}),
        (r"(?:ab|cd)[ef]g", {"abeg", "abfg", "cdeg", "cdfg"}),
        (r"ab\d+", {"ab0"}),
        (r"[0-9]{2} men|6 men", {"0", "0 men"}),
        (r"(?:ab)+c", {"ab"}),
        (r"\d+ men", {"0"}),
        (r"a\d", {"a0"}),
        (r"éa", None),
        (r"(?:x )*abc", None),
        (r"(?P<who>Tito|Nehru)(?<!of (?&who))", {"tito", "nehru"}),
        (r"(?&who)abc", None),
        (r"\m\w+", None),
        (r"\b(?:cats){e<=1}", None),
        (r"cats{i<=1,d<=1} sat", None),
        (r"(?:ab){1,2}c{,3}d{2}", {"ab"}),
        ("(?:" + "|".join(f"w{number}x" for number in range(3000)) + ")", None),
    ],
)
def test_prefixes_are_those_of_the_parse(expression: str, prefixes: set[str] | None) -> None:
    assert prefixes_of(expression) == prefixes


@pytest.mark.parametrize(("expression", "written"), [(r"\b(?:drones){e<=1}", "A dronez flew."), ("(?:agent){s<=1:[a-z]}", "The agemt.")])
def test_a_misspelling_that_a_rule_allows_is_not_passed_over(expression: str, written: str) -> None:
    found = by_prefix(PatternDetector((rule(expression),)), written)
    assert found == [everywhere(expression, written)] != [[]]
