"""What a removal leaves: released text, and blanks that say why and how much, and nothing of the words."""

from __future__ import annotations

import datetime as dt

import pytest

from pipeline.model import Action, Block, Claim, Decision, Page, Record, Source, Span
from pipeline.passages import AmountPolicy, Kept, Passage, amount, passages, pieces
from pipeline.render.excise import Blank, ExcisedPage, Run, excise, visible

AS_OF = dt.date(2026, 11, 24)


def record_of(text: str) -> Record:
    source = Source("a.txt", "text/plain", "0" * 64, len(text), "utf-8")
    return Record("a", source, None, text, (Page(1, Span(0, len(text)), ()),), (Block(Span(0, 1), is_heading=False),))


def decide_by(text: str, marks: str) -> tuple[Record, tuple[Decision, ...]]:
    """Decide each character by the letter below it: . release, s struck, a and b redact, r and q refer."""
    decisions: list[Decision] = []
    for at, mark in enumerate(marks):
        span = Span(at, at + 1)
        if mark in "ab":
            code = {"a": "1.4(c)", "b": "(b)(6)"}[mark]
            claim = Claim(span, Action.REDACT, mark, (code,))
            decisions.append(Decision(span, Action.REDACT, (code,), (), (claim,), mark))
        elif mark in "rq":
            owner = {"r": "DOE", "q": "CIA"}[mark]
            decisions.append(Decision(span, Action.REFER, (), (owner,), (Claim(span, Action.REFER, mark, owner=owner),), mark))
        else:
            decisions.append(Decision(span, Action.RELEASE, (), (), (), "default", is_struck=mark == "s"))
    assert len(text) == len(marks)
    return record_of(text), tuple(decisions)


def shown(text: str, marks: str, policy: AmountPolicy = AmountPolicy.NONE) -> list[list[str]]:
    """Return each page's parts: text, ~text~ where struck, or the blank's line."""
    record, decisions = decide_by(text, marks)
    return [
        [part.words.line if isinstance(part, Blank) else f"~{part.text}~" if part.is_struck else part.text for part in page.parts]
        for page in excise(record, decisions, policy)
    ]


@pytest.mark.parametrize(
    ("text", "marks", "expected"),
    [
        ("one two", ".......", [["one two"]]),
        ("one two", "....aaa", [["one ", "[withheld: (b)(1) 1.4(c)]"]]),
        ("one two", "aaa....", [["[withheld: (b)(1) 1.4(c)]", " two"]]),
        ("one two", "aaa.bbb", [["[withheld: (b)(1) 1.4(c), (b)(6)]"]]),
        ("one two", "aaabbbb", [["[withheld: (b)(1) 1.4(c), (b)(6)]"]]),
        ("one\ntwo", "aaa.aaa", [["[withheld: (b)(1) 1.4(c)]"]]),
        ("one\n\ntwo", "aaa..aaa", [["[withheld: (b)(1) 1.4(c)]", "\n\n", "[withheld: (b)(1) 1.4(c)]"]]),
        ("one\r\n \r\ntwo", "aaa.....aaa", [["[withheld: (b)(1) 1.4(c)]", "\n \n", "[withheld: (b)(1) 1.4(c)]"]]),
        ("one\ftwo", "aaa.aaa", [["[withheld: (b)(1) 1.4(c)]"], ["[withheld: (b)(1) 1.4(c)]"]]),
        ("one\ftwo", "aaaaaaa", [["[withheld: (b)(1) 1.4(c)]"]]),
        ("one two", "aaa.rrr", [["[withheld: (b)(1) 1.4(c)]", " ", "[referred: DOE]"]]),
        ("one two", "qqq.rrr", [["[referred: CIA, DOE]"]]),
        ("one two", "qqqqaaa", [["[referred: CIA]", "[withheld: (b)(1) 1.4(c)]"]]),
        ("one,two", "aaa.aaa", [["[withheld: (b)(1) 1.4(c)]", ",", "[withheld: (b)(1) 1.4(c)]"]]),
        ("TOP one", "sss....", [["~TOP~", " one"]]),
        ("TOP one", "sssaaaa", [["~TOP~", "[withheld: (b)(1) 1.4(c)]"]]),
        ("a\r\nb\rc", "......", [["a\nb\nc"]]),
        ("a\fb", "...", [["a"], ["b"]]),
        ("a\f\fb", "....", [["a"], [], ["b"]]),
    ],
)
def test_what_is_left_of_a_text(text: str, marks: str, expected: list[list[str]]) -> None:
    assert shown(text, marks) == expected


def test_a_blank_keeps_its_action_and_its_running_id() -> None:
    record, decisions = decide_by("one two", "aaa.rrr")
    blanks = [part for page in excise(record, decisions, AmountPolicy.NONE) for part in page.parts if isinstance(part, Blank)]
    assert [(blank.action, blank.words.mark) for blank in blanks] == [(Action.REDACT, "W0001"), (Action.REFER, "R0001")]


def test_passages_are_numbered_by_action_and_count_source_words() -> None:
    record, decisions = decide_by("one two, three four; five", "aaa....." + ".rrrrr......" + "bbbbb")
    found = passages(record, decisions)
    assert [(each.id, each.words, each.codes, each.owners) for each in found] == [
        ("W0001", 1, ("1.4(c)",), ()),
        ("R0001", 1, (), ("DOE",)),
        ("W0002", 1, ("(b)(6)",), ()),
    ]
    assert [each.span for each in found] == [Span(0, 3), Span(9, 14), Span(20, 25)]


def test_a_passage_keeps_every_claim_code_and_owner_of_its_parts_once() -> None:
    record, decisions = decide_by("one two", "aabbbab")
    (passage,) = passages(record, decisions)
    assert passage.codes == ("1.4(c)", "(b)(6)")
    assert len(passage.claims) == 7
    assert passage.words == 2


def test_pieces_hold_released_text_and_passages_in_reading_order() -> None:
    record, decisions = decide_by("one two SECRET", "aaa....." + "ssssss")
    first, second, third = pieces(record, decisions)
    assert isinstance(first, Passage)
    assert second == Kept(" two ", is_struck=False)
    assert third == Kept("SECRET", is_struck=True)


@pytest.mark.parametrize(
    ("words", "bucket", "exact"),
    [
        (0, "image or drawing", "image or drawing"),
        (1, "one word or less", "1 line, 1 word"),
        (2, "part of a line", "1 line, 2 words"),
        (9, "part of a line", "1 line, 9 words"),
        (10, "1-3 lines", "1 line, 10 words"),
        (11, "1-3 lines", "2 lines, 11 words"),
        (30, "1-3 lines", "3 lines, 30 words"),
        (31, "4-10 lines", "4 lines, 31 words"),
        (100, "4-10 lines", "10 lines, 100 words"),
        (101, "about half a page", "11 lines, 101 words"),
        (300, "about half a page", "30 lines, 300 words"),
        (301, "1 page", "31 lines, 301 words"),
        (600, "2 pages", "60 lines, 600 words"),
        (590, "1 page", "59 lines, 590 words"),
        (4000, "10 pages", "400 lines, 4000 words"),
    ],
)
def test_amounts_by_policy(words: int, bucket: str, exact: str) -> None:
    assert amount(words, AmountPolicy.BUCKET) == bucket
    assert amount(words, AmountPolicy.EXACT) == exact
    assert amount(words, AmountPolicy.NONE) == ""


def test_the_amount_stands_in_the_blank_and_the_words_do_not() -> None:
    assert shown("one two three", "aaaaaaaaaaaaa", AmountPolicy.BUCKET) == [["[withheld: (b)(1) 1.4(c); part of a line]"]]
    assert shown("one two three", "rrrrrrrrrrrrr", AmountPolicy.EXACT) == [["[referred: DOE; 1 line, 3 words]"]]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("plain text, tab\tand é", "plain text, tab\tand é"),
        ("zero\u200bwidth", "zero[U+200B]width"),
        ("soft\u00adhyphen", "soft[U+00AD]hyphen"),
        ("turn\u202eround", "turn[U+202E]round"),
        ("bell\x07 escape\x1b", "bell[U+0007] escape[U+001B]"),
        ("private\ue000 unassigned\u0378", "private[U+E000] unassigned[U+0378]"),
        ("a\x0bb\x1cc\x1dd\x1ee\x85f\u2028g\u2029h", "a\nb\nc\nd\ne\nf\ng\nh"),
        ("a\fb", "a\fb"),
        ("X marks X\x18", "X marks X[U+0018]"),
    ],
)
def test_what_shows_nothing_is_written_out(text: str, expected: str) -> None:
    assert visible(text) == expected


def test_excising_twice_and_a_text_without_passages_change_nothing() -> None:
    record, decisions = decide_by("one two", ".......")
    pages = excise(record, decisions, AmountPolicy.BUCKET)
    assert pages == (ExcisedPage((Run("one two"),)),)
    again = record_of("one two")
    assert excise(again, decisions, AmountPolicy.EXACT) == pages


def test_no_value_of_the_writers_shows_text_in_its_repr() -> None:
    record, decisions = decide_by("seal walrus", "aaaa.......")
    shown = repr((record, decisions, passages(record, decisions), pieces(record, decisions), excise(record, decisions, AmountPolicy.EXACT)))
    assert "seal" not in shown
    assert "walrus" not in shown
