"""Whatever a text holds: its copy for a language model has every character at its place, and its pieces cover it once."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from pipeline.people import pieces, readable_copy

WORDS = st.sampled_from(
    ["MARY ", "Hall ", "the ", "THE ", "U.S. ", "\n", "\r\n", "\n\n", "\f", ". ", "İ", "ß", "ǅ", "ﬁ", "'", "-", "x" * 50, " \n", "É"]
)
TEXTS = st.lists(WORDS | st.text(max_size=5), max_size=60).map("".join)
MOST = 60


@given(TEXTS)
def test_a_copy_differs_in_case_and_line_ends_alone(text: str) -> None:
    copy = readable_copy(text, frozenset({"the"}))
    assert len(copy) == len(text)
    for made, own in zip(copy, text, strict=True):
        assert made == own or made == own.lower() or (made == " " and not own.isalnum())


@given(TEXTS)
def test_pieces_cover_the_text_once_in_order(text: str) -> None:
    cores = [piece.core for piece in pieces(text, MOST)]
    assert "".join(text[core.start : core.end] for core in cores) == text
    assert all(before.end == after.start for before, after in pairwise(cores))
    assert all(core.start < core.end for core in cores)


@given(TEXTS)
def test_pieces_are_no_longer_than_asked_and_read_at_least_what_they_answer_for(text: str) -> None:
    for piece in pieces(text, MOST):
        assert piece.core.end - piece.core.start <= MOST
        assert piece.read.start <= piece.core.start < piece.core.end <= piece.read.end
        assert piece.read.start >= 0
        assert piece.read.end <= len(text)


@given(TEXTS, TEXTS)
def test_paragraphs_before_change_no_piece(before: str, text: str) -> None:
    alone = [text[piece.read.start : piece.read.end] for piece in pieces(text, MOST)]
    whole = f"{before}\f{text}"
    behind = [whole[piece.read.start : piece.read.end] for piece in pieces(whole, MOST) if piece.core.start > len(before)]
    assert behind == alone
