"""Where a text is cut for a language model: at paragraphs, sentences, blanks, in that order; and what is read beyond a cut."""

from __future__ import annotations

import pytest

from pipeline.people import pieces

SENTENCE = "The envoy went to the station and waited there. "


def read(text: str, most: int) -> list[str]:
    return [text[piece.core.start : piece.core.end] for piece in pieces(text, most)]


@pytest.mark.parametrize("gap", ["\n\n", "\n \t\n", "\r\n\r\n", "\f", "\n\f"])
def test_paragraphs_are_pieces_of_their_own(gap: str) -> None:
    assert [each.strip() for each in read(f"One\ntwo{gap}three", 100) if each.strip()] == ["One\ntwo", "three"]


def test_a_long_paragraph_is_cut_at_sentences() -> None:
    assert read(SENTENCE * 6, 100) == [SENTENCE * 2] * 3


def test_a_long_line_without_a_stop_is_cut_at_blanks_and_one_without_a_blank_anywhere() -> None:
    assert read("ship " * 40, 100) == ["ship " * 20] * 2
    assert read("x" * 250, 100) == ["x" * 100, "x" * 100, "x" * 50]


def test_whole_words_on_either_side_of_a_cut_are_read_with_it() -> None:
    text = "".join(f"word{number:04} " for number in range(100))
    first, second = list(pieces(text, 500))[:2]
    assert text[first.core.end : first.read.end].split() == text[first.core.end : first.core.end + 117].split()
    assert text[second.read.start : second.core.start].split() == [f"word{number:04}" for number in range(42, 55)]
    assert text[second.read.start - 1] == " "


def test_nothing_beyond_a_paragraph_is_read() -> None:
    text = f"{SENTENCE * 4}\n\n{SENTENCE * 4}"
    middle = len(SENTENCE * 4)
    assert not [each for each in pieces(text, 100) if each.read.start < middle < each.read.end - 2]
