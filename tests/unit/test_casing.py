"""What a language model is given to read: capitals as prose has them, wrapped lines joined, and never a character more or less."""

from __future__ import annotations

import pytest

from pipeline.people import Lexicon, ordinary_words, readable_copy

LEXICON = Lexicon(
    first_names=frozenset({"mary"}),
    surnames={"hall": 40, "ship": 9_000, "tack": 9_000, "long": 90},
    words={"met": 10, "ship": 10, "tack": 50, "hall": 10, "long": 10, "mary": 70, "turkey": 35, "visitors": 20},
    places=frozenset({"turkey"}),
    jargon=frozenset(),
)
ORDINARY = ordinary_words(LEXICON)
WRAPPED = "On the second day of that week the envoy spoke with Mary"


def test_words_that_name_nobody_are_ordinary() -> None:
    assert {"met", "the", "of", "visitors"} <= ORDINARY


def test_names_places_and_frequent_surnames_are_not_ordinary_and_common_words_with_a_rare_surname_are() -> None:
    assert {"mary", "turkey", "hall", "long", "tack"} & ORDINARY == set()
    assert "ship" in ORDINARY, "one of the commonest words, and a surname that hardly anybody bears"


@pytest.mark.parametrize(
    ("text", "copy"),
    [
        ("MARY HALL MET THE VISITORS", "Mary Hall met the visitors"),
        ("O'NEILL MET MARY-ANN", "O'neill met Mary-Ann"),
        ("MARY OF THE U.S. MET N.A.T.O. VISITORS", "Mary of the U.S. met N.A.T.O. visitors"),
        ("J. HALL MET A. MARY", "J. Hall met A. Mary"),
        ("McHALL AND MARY MET THE VISITORS OF TURKEY", "McHALL and Mary met the visitors of Turkey"),
        ("Mary Hall met NATO visitors.", "Mary Hall met NATO visitors."),
        ("MARY MET İSMET AND STRAßE", "Mary met İSMET and STRAßE"),
        ("МАРИЯ ПЕТРОВА", "Мария Петрова"),
        ("Chapter One ........... 12", "Chapter One             12"),
        ("Signed ____, ((((((((", "Signed     ,         "),
        ("", ""),
    ],
)
def test_capitals_are_read_as_prose(text: str, copy: str) -> None:
    assert readable_copy(text, ORDINARY) == copy


def test_a_heading_in_capitals_is_read_as_prose_beside_lines_that_stay() -> None:
    text = "SUBJECT: MARY HALL\n\nThe FBI met her."
    assert readable_copy(text, ORDINARY) == "Subject: Mary Hall\n\nThe FBI met her."


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_a_line_that_was_wrapped_goes_on(end: str) -> None:
    assert readable_copy(f"{WRAPPED}{end}Hall there.", ORDINARY) == WRAPPED + " " * len(end) + "Hall there."


@pytest.mark.parametrize("text", ["Mr. Hall\nMr. Long\n", f"{WRAPPED}\n\nHall", f"{WRAPPED}\n  Hall", f"{WRAPPED}\fHall"])
def test_items_of_a_list_paragraphs_and_pages_stay_apart(text: str) -> None:
    assert readable_copy(text, ORDINARY) == text
