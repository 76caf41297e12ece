"""Texts are folded by table, a whole text at once; character by character they would be folded the same."""

from __future__ import annotations

from hypothesis import example, given, settings
from hypothesis import strategies as st

from pipeline import folding
from pipeline.folding import Folded, Gap, fold_coarsely, fold_stream, fold_text, is_ignorable

ODD = st.sampled_from(
    "aIl1|0oO. -\u2010–\n\r\f\t*_'\u02bc’\u00ad\u200b\u0301\u0327éßİıſﬁﬃ™½²\u0430\u0421\u03bf\u3164Ｃ\U0001d402\ud800\x00\x85\u2028"
)
TEXT = st.lists(st.one_of(ODD, st.characters()), max_size=40).map("".join)


def folded_by_character(text: str, *, lookalikes: bool) -> Folded:
    """Return the stream as its definition has it."""
    letters: list[str] = []
    offsets: list[int] = []
    gaps: list[int] = []
    signs: list[int] = []
    gap, seen = Gap.OTHER, 0
    for offset, char in enumerate(text):
        for letter in folding._letters(char, lookalikes=lookalikes):
            letters.append(letter)
            offsets.append(offset)
            gaps.append(gap)
            signs.append(min(seen, 255))
            gap, seen = Gap.NONE, 0
        if offsets[-1:] != [offset] and not is_ignorable(char):
            gap |= folding._gap(char)
            seen += not char.isspace()
    return Folded("".join(letters), tuple(offsets), tuple(gaps), bytes(signs))


@given(TEXT, st.booleans())
@settings(max_examples=500)
@example("", False)
@example("a" + "*" * 300 + "b", False)
@example("ﬃ", True)
@example("-ﬁ\u0301ß", False)
def test_a_text_is_folded_as_its_characters_are(text: str, lookalikes: bool) -> None:
    assert fold_stream(text, lookalikes=lookalikes) == folded_by_character(text, lookalikes=lookalikes)


@given(TEXT, st.booleans())
@settings(max_examples=500)
def test_a_term_is_folded_as_a_text_is(term: str, lookalikes: bool) -> None:
    assert fold_text(term, lookalikes=lookalikes) == fold_stream(term, lookalikes=lookalikes).text


@given(TEXT)
@settings(max_examples=500)
def test_the_coarse_folding_keeps_each_letter_in_its_place(text: str) -> None:
    letters, coarse = fold_stream(text).text, fold_coarsely(text)
    assert len(coarse) == len(letters)
    for letter, kept in zip(letters, coarse, strict=True):
        assert kept == {"1": "l", "i": "l", "0": "o"}.get(letter, letter)
