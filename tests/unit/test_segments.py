"""Where lines, paragraphs and sentences begin and end."""

from __future__ import annotations

import time

import pytest

from pipeline.model import Span
from pipeline.segments import covering, has_paragraph_break, joined, lines, paragraphs, sentences, trimmed


def parts(text: str, spans: tuple[Span, ...]) -> list[str]:
    """Return what the spans hold."""
    return [text[span.start : span.end] for span in spans]


@pytest.mark.parametrize(
    ("text", "span", "expected"),
    [
        ("  ab  ", Span(0, 6), Span(2, 4)),
        ("ab", Span(0, 2), Span(0, 2)),
        ("\t\n ", Span(0, 3), None),
        ("ab  cd", Span(1, 5), Span(1, 5)),
        ("\u00a0ab\u2003", Span(0, 4), Span(1, 3)),
    ],
)
def test_white_space_at_the_borders_belongs_to_no_segment(text: str, span: Span, expected: Span | None) -> None:
    assert trimmed(text, span) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", []),
        (" \n\t\n", []),
        ("one\ntwo", ["one", "two"]),
        ("one\r\ntwo\r\n", ["one", "two"]),
        ("one\rtwo\r", ["one", "two"]),
        ("one\ftwo", ["one", "two"]),
        ("  one  \n\n\n  two  ", ["one", "two"]),
    ],
)
def test_a_line_ends_at_any_line_break_and_at_a_page_break(text: str, expected: list[str]) -> None:
    assert parts(text, lines(text)) == expected


def test_lines_are_sought_within_one_span_only() -> None:
    text = "one\ntwo\nthree"
    assert parts(text, lines(text, Span(4, 9))) == ["two", "t"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", []),
        ("One line.", ["One line."]),
        ("One\ntwo.\n\nThree.", ["One\ntwo.", "Three."]),
        ("One\r\ntwo.\r\n\r\nThree.", ["One\r\ntwo.", "Three."]),
        ("One\rtwo.\r\rThree.", ["One\rtwo.", "Three."]),
        ("One.\n \t\nTwo.", ["One.", "Two."]),
        ("1. One\n2. Two", ["1. One", "2. Two"]),
        ("(a) One\n(b) Two", ["(a) One", "(b) Two"]),
        ("- One\n- Two", ["- One", "- Two"]),
        ("One sentence.\n   Two is indented.", ["One sentence.", "Two is indented."]),
        ("A sentence that\n   hangs on.", ["A sentence that\n   hangs on."]),
        ("A page ends in\fthe midst of it.", ["A page ends in\fthe midst of it."]),
        ("A page ends.\fAnother begins.", ["A page ends.", "Another begins."]),
        ("A page ends.\fand this is odd.", ["A page ends.", "and this is odd."]),
        (f"{'long ' * 25}.\nNext.", [f"{'long ' * 25}.", "Next."]),
    ],
)
def test_a_paragraph_ends_at_an_empty_line_an_indent_a_list_item_or_a_page(text: str, expected: list[str]) -> None:
    assert parts(text, paragraphs(text)) == expected


@pytest.mark.parametrize(
    ("gap", "expected"),
    [
        ("\n", False),
        ("\r\n", False),
        ("\r", False),
        ("  \n  ", False),
        ("\n\n", True),
        ("\r\n\r\n", True),
        ("\r\r", True),
        ("\n \t\n", True),
        ("\f", True),
        ("", False),
    ],
)
def test_an_empty_line_or_a_page_break_parts_paragraphs(gap: str, expected: bool) -> None:
    assert has_paragraph_break(gap) is expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("One. Two? Three! Four", ["One.", "Two?", "Three!", "Four"]),
        ("One\nstill. Two.", ["One\nstill.", "Two."]),
        ("Mr. Castro spoke. He left.", ["Mr. Castro spoke.", "He left."]),
        ("The U.S. Government spoke.", ["The U.S. Government spoke."]),
        ("At 5 p.m. Moscow time. Later.", ["At 5 p.m. Moscow time.", "Later."]),
        ("J. F. Kennedy spoke. He left.", ["J. F. Kennedy spoke.", "He left."]),
        ("See No. 5. See it.", ["See No. 5.", "See it."]),
        ("He said no. Then he left.", ["He said no.", "Then he left."]),
        ('He said "no." Then he left.', ['He said "no."', "Then he left."]),
        ("(He left.) Then it rained.", ["(He left.)", "Then it rained."]),
        ("It rose 3.5 per cent. Fine.", ["It rose 3.5 per cent.", "Fine."]),
        ("It ended. in a small letter. Next.", ["It ended. in a small letter.", "Next."]),
        ("No stop at all", ["No stop at all"]),
    ],
)
def test_a_sentence_ends_at_a_stop_and_not_at_an_abbreviation(text: str, expected: list[str]) -> None:
    assert parts(text, sentences(text, Span(0, len(text)))) == expected


def test_sentences_stay_within_their_paragraph() -> None:
    text = "Zero. One. Two. Three."
    assert parts(text, sentences(text, Span(6, 15))) == ["One.", "Two."]


@pytest.mark.parametrize(
    ("spans", "span", "expected"),
    [
        ((Span(0, 5), Span(5, 9)), Span(1, 2), Span(0, 5)),
        ((Span(0, 5), Span(6, 9)), Span(4, 7), Span(0, 9)),
        ((Span(2, 5),), Span(0, 3), Span(0, 5)),
        ((Span(2, 5),), Span(4, 9), Span(2, 9)),
        ((Span(2, 5),), Span(5, 9), None),
        ((), Span(5, 9), None),
    ],
)
def test_what_covers_a_span_is_all_segments_that_it_touches(spans: tuple[Span, ...], span: Span, expected: Span | None) -> None:
    assert covering(spans, span) == expected


@pytest.mark.parametrize("text", ["." * 200_000, ". " * 100_000, "Foo. " * 60_000, "word " * 100_000])
def test_a_paragraph_of_any_length_is_split_in_time_that_grows_as_it_does(text: str) -> None:
    started = time.process_time()
    found = sentences(text, Span(0, len(text)))
    assert found
    assert time.process_time() - started < 5


def test_one_wide_line_does_not_part_the_lines_of_the_other_paragraphs() -> None:
    typed = "\n".join(["The quick brown fox jumps over the lazy dog"] * 6)
    assert len(paragraphs(f"{typed}\n\n{'wide ' * 30}")) == 2
    assert len(paragraphs(f"{'wide ' * 30}\n{'wide ' * 30}\nA heading")) == 3


@pytest.mark.parametrize(
    ("spans", "expected"),
    [
        ([], ()),
        ([Span(3, 5), Span(0, 2)], (Span(0, 2), Span(3, 5))),
        ([Span(0, 2), Span(2, 4)], (Span(0, 2), Span(2, 4))),
        ([Span(0, 3), Span(2, 4)], (Span(0, 4),)),
        ([Span(0, 9), Span(2, 4), Span(8, 10)], (Span(0, 10),)),
    ],
)
def test_spans_that_overlap_are_joined(spans: list[Span], expected: tuple[Span, ...]) -> None:
    assert joined(spans) == expected
