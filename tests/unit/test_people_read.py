"""Where a text names persons: by title, list, form of a letter, alias, and the whole text. All names are invented."""

from __future__ import annotations

import time
from itertools import pairwise

import pytest

from pipeline.people import Mention, read_people
from pipeline.rulebook import shipped_weights

WEIGHTS = shipped_weights()


def named(text: str) -> list[str]:
    """Return every naming of a person as it is written."""
    return [text[each.span.start : each.span.end] for each in read_people(text, WEIGHTS)]


def only(text: str) -> Mention:
    (mention,) = read_people(text, WEIGHTS)
    return mention


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("They saw Mr. Tandberg there.", ["Mr. Tandberg"]),
        ("They saw Mr Tandberg there.", ["Mr Tandberg"]),
        ("They saw Mr.\nTandberg there.", ["Mr.\nTandberg"]),
        ("It was for Ambassador Koplik to say.", ["Ambassador Koplik"]),
        ("A call on General de Brissac followed.", ["General de Brissac"]),
        ("He asked Dr. J. R. Ollenburg.", ["Dr. J. R. Ollenburg"]),
        ("Secretary Robert S. Vandermeer spoke.", ["Secretary Robert S. Vandermeer"]),
        ("A talk with Father O'Brannigan.", ["Father O'Brannigan"]),
        ("A talk with Father O’Brannigan.", ["Father O’Brannigan"]),
        ("They asked Chancellor Ehrenfeld-Schmitz.", ["Chancellor Ehrenfeld-Schmitz"]),
        ("Lt. Col. Hugh Tandberg, Jr. arrived.", ["Lt. Col. Hugh Tandberg, Jr"]),
        ("The letter is from Mme. Duplessy.", ["Mme. Duplessy"]),
        ("A note by Señor Zubizarreta.", ["Señor Zubizarreta"]),
    ],
)
def test_a_title_gives_a_name_away(text: str, expected: list[str]) -> None:
    assert named(text) == expected


@pytest.mark.parametrize("name", ["White", "King", "Brown", "Field", "Ball", "Rose", "Stone"])
def test_behind_a_title_an_ordinary_word_is_a_name(name: str) -> None:
    assert named(f"He asked Mr. {name} for the file.") == [f"Mr. {name}"]


@pytest.mark.parametrize(
    "text",
    [
        "The general said no.",
        "It was put to the Secretary of State.",
        "The Minister for Trade spoke.",
        "The President of the United States.",
        "Washington and London agreed; so did Moscow.",
        "The Soviet Government informed the British Embassy in Tehran.",
        "On Monday the Council met in Geneva.",
        "TOP SECRET\n\nTHE EMBASSY REPORTS THAT TALKS WILL BE RESUMED IN GENEVA.",
        "REF: EMBTEL 1234. ACTION: SECSTATE PRIORITY. INFO: USUN, CINCPAC.",
        "Article 5 of the North Atlantic Treaty and the Charter of the United Nations.",
        "White House officials said so.",
        "They want a Latin American solution, and the Latin American states agree.",
        "It was a North Vietnamese and not a West German proposal, said the South African press.",
    ],
)
def test_offices_places_and_words_are_no_names(text: str) -> None:
    assert named(text) == []


def test_several_names_stand_behind_one_title_in_the_plural() -> None:
    assert named("Copies went to Messrs. Tandberg, Field and Koplik.") == ["Messrs. Tandberg", "Field", "Koplik"]


@pytest.mark.parametrize("head", ["PARTICIPANTS", "Participants:", "PRESENT", "Also present:", "DISTRIBUTION:"])
def test_the_lines_of_a_list_of_persons_open_with_names(head: str) -> None:
    text = f"MEMORANDUM\n\n{head}\nHeinrich Krone, Faction Leader\nMr. Field\n3. Stone, Department of State\n\nThey spoke of trade.\n"
    assert named(text) == ["Heinrich Krone", "Mr. Field", "Stone"]


@pytest.mark.parametrize("line", ["FROM: {}", "TO: {}", "cc: {}", "Drafted by: {}", "THRU: {}", "MEMORANDUM FOR: {}"])
@pytest.mark.parametrize("name", ["Ollenburg", "R. T. Stone", "Walter Tandberg"])
def test_who_sends_and_who_receives_is_named(line: str, name: str) -> None:
    assert named(f"{line.format(name)}\nSUBJECT: Trade\n\nThe talks go on.\n") == [name]


def test_a_name_ends_before_the_place_of_a_dateline() -> None:
    text = "Report by the Chief of the Division (Koplik) to the Director of Central Intelligence Stone\nWashington, August 16, 1966.\n"
    assert named(text) == ["Koplik", "Stone"]


def test_a_signature_is_a_name() -> None:
    assert named("We shall report again.\n\nRespectfully,\n\nStone\n") == ["Stone"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("A memorandum to the Chief of the Division (Koplik) was sent.", ["Koplik"]),
        ("the source, alias Stone, was met.", ["Stone"]),
        ('The source, alias "Tony", was met.', ["Tony"]),
        ('Cryptonym "MARBLE" was met. Later MARBLE left.', ["MARBLE", "MARBLE"]),
        ("The cryptonym GTLANTERN-1 stands for him; GTLANTERN-1 was paid.", ["GTLANTERN-1", "GTLANTERN-1"]),
        ('They met the agent "Falcon" in May.', ["Falcon"]),
        ("Karl Ollenburg a.k.a. Stone was seen.", ["Karl Ollenburg", "Stone"]),
        ("Paul Henry Tandberg (PHT) spoke. PHT then left.", ["Paul Henry Tandberg", "PHT", "PHT"]),
        ("The list has Tandberg, P. H. and others.", ["Tandberg, P. H."]),
    ],
)
def test_names_that_the_text_calls_names(text: str, expected: list[str]) -> None:
    assert named(text) == expected


@pytest.mark.parametrize("form", ["Field", "Field’s", "FIELD", "FIELD'S", "Mr. Field", "John Field", "Field-Tandberg"])
def test_a_surname_found_once_is_found_in_all_its_forms(form: str) -> None:
    text = f"They asked Mr. John Field. Later they met {form} there."
    covered = [each.span for each in read_people(text, WEIGHTS)]
    at = text.index(form, 30) + form.upper().index("FIELD")
    assert any(span.start <= at and at + 5 <= span.end for span in covered)


def test_a_surname_is_found_over_the_end_of_a_line() -> None:
    assert named("Mr. Tandberg came. Later it was Tand-\nberg who left.") == ["Mr. Tandberg", "Tand-\nberg"]


def test_a_cable_in_capitals_is_read_by_its_words() -> None:
    text = "1. CALLED ON FONMIN OLLENBURG TODAY. OLLENBURG SAID TANDBERG HAD LEFT\n2. MR. FIELD WILL SEE KOPLIK IN GENEVA\nSTONE\n"
    found = named(text)
    assert [name for name in ("OLLENBURG", "TANDBERG", "FIELD", "KOPLIK", "STONE") if not any(name in each for each in found)] == []
    assert not any(word in each for each in found for word in ("GENEVA", "TODAY", "WILL", "SAID", "CALLED"))


def test_a_mention_tells_its_parts() -> None:
    mention = only("It was Secretary Robert S. Vandermeer, they said.")
    assert (mention.titles, mention.first, mention.surname) == (("secretary",), ("robert", "s"), "vandermeer")
    assert mention.name.start - mention.span.start == len("Secretary ")


def test_mentions_are_in_order_and_apart() -> None:
    text = 'Mr. Field (alias "Mr. Stone") and Paul H. Tandberg (PHT) met Mr. Stone. ' * 3
    spans = [each.span for each in read_people(text, WEIGHTS)]
    assert all(left.end <= right.start for left, right in pairwise(spans))


@pytest.mark.parametrize("unit", ["Mr. Field met X. ", "A", "MR FIELD SAID ", " ", "-", "Mc", "Ann (", '"', "Messrs. Field, ", "de la "])
def test_a_long_single_line_is_read_in_step_with_its_length(unit: str) -> None:
    text = unit * (250_000 // len(unit))
    start = time.process_time()
    read_people(text, WEIGHTS)
    assert time.process_time() - start < 15
