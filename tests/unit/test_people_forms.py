"""A name found once is found in every form a record gives it, and no half of it stays. All names are invented."""

from __future__ import annotations

import time

import pytest

from pipeline.model import Span
from pipeline.people import read_people
from pipeline.rulebook import shipped_weights

WEIGHTS = shipped_weights()


def withheld(text: str) -> list[str]:
    """Return every naming of a person as it is written."""
    return [text[each.span.start : each.span.end] for each in read_people(text, WEIGHTS)]


@pytest.mark.parametrize(
    "form",
    [
        "T A N D B E R G",
        "TAND-\nBERG",
        "TAND-\r\n  BERG",
        "Tand- berg",
        "Tand\u00adberg",
        "Tand\u200bberg",
        "T\u0410NDBERG",  # a Cyrillic letter
        "tandberg",
        "Tandbergs",
        "TANDBERGS",
        "1Tandberg",
        "Tandberg2",
    ],
)
def test_a_name_found_once_is_found_in_a_form_that_hides_it(form: str) -> None:
    text = f"They asked Mr. Tandberg. Later {form} was seen."
    assert withheld(text) == ["Mr. Tandberg", form]


@pytest.mark.parametrize(
    ("named", "form"),
    [
        ("Olsen", "0lsen"),
        ("Olsen", "O1sen"),
        ("Müller", "Mu\u0308ller"),
        ("O'Brannigan", "O`Brannigan"),
        ("O'Brannigan", "OBRANNIGAN"),
        ("Stone", "S T O N E"),
        ("Field", "FI-\nELD"),
    ],
)
def test_it_is_found_misread_and_with_other_signs(named: str, form: str) -> None:
    assert withheld(f"They asked Mr. {named}. Later {form} was seen.") == [f"Mr. {named}", form]


def test_an_ordinary_word_is_no_name_in_small_letters() -> None:
    assert withheld("Mr. Field crossed the field, where stones lay. Mr. Stone did so. In 1111 he was old.") == ["Mr. Field", "Mr. Stone"]


def test_a_possessive_stays_behind_a_name_in_small_letters() -> None:
    assert withheld("Mr. Tandberg came, and tandberg's car.") == ["Mr. Tandberg", "tandberg"]


def test_what_is_hidden_in_a_name_hides_it_nowhere() -> None:
    assert withheld("They saw Mr. Tand\u00adberg and Dr. Mu\u0308ller.") == ["Mr. Tand\u00adberg", "Dr. Mu\u0308ller"]


@pytest.mark.parametrize(
    "name",
    [
        "van der Berg",
        "de la Torre",
        "von Hagen",
        "al-Bakri",
        "el-Hakim",
        "d'Erlanger",
        "de Wit",
        "van Good",
        "'t Hooft",
        "St. Clair",
        "van Dijk",
    ],
)
def test_no_particle_of_a_name_stays(name: str) -> None:
    text = f"They asked Mr. {name}. Later {name} left."
    assert withheld(text)[-1] == name


def test_a_particle_leads_to_a_surname_that_is_a_word() -> None:
    assert withheld("A report by Jan de Wit came. Later de Wit left, and his wit with him.") == ["Jan de Wit", "de Wit"]


@pytest.mark.parametrize("text", ["They drove from St. Paul to St. Petersburg.", "What do Poles and Germans want? De facto nothing."])
def test_saints_and_particles_alone_are_no_names(text: str) -> None:
    assert withheld(text) == []


@pytest.mark.parametrize("name", ["Lee Bum Soo", "Kim Song Hi", "Kim Yong Ha", "Gen. Ho Ying-chin"])
def test_no_syllable_of_a_name_stays(name: str) -> None:
    assert withheld(f"In Seoul they met {name} in the morning.") == [name]


@pytest.mark.parametrize("name", ["Lee Bum\nSoo", "Lee\nBum Soo"])
def test_no_syllable_stays_at_the_end_of_a_line(name: str) -> None:
    found = " ".join(withheld(f"In Seoul they met {name} in the morning.")).split()
    assert found == ["Lee", "Bum", "Soo"]


@pytest.mark.parametrize("date", ["in May 1961", "4 May 1961", "MAY 4, 1961", "late May"])
def test_the_month_of_a_date_is_no_person_of_that_name(date: str) -> None:
    assert withheld(f"Mr. May came {date}; and May said no.") == ["Mr. May", "May"]


@pytest.mark.parametrize("head", ["cc: Orrick", "cc: Mr. Orrick", "bcc: Orrick", "INFO: Orrick"])
def test_a_list_of_copies_goes_on_over_the_lines_set_in_below_it(head: str) -> None:
    text = f"{head}\n    Field\n    Stone, INR\n    Wickstrom\n\nThe field is open.\n"
    assert withheld(text)[1:] == ["Field", "Stone", "Wickstrom"]


def test_copies_are_counted_before_a_name() -> None:
    assert withheld("Copies to:\n  1 - Mr. Orrick\n  1 - Field\n  2 - Stone\n") == ["Mr. Orrick", "Field", "Stone"]


def test_a_name_torn_at_the_end_of_a_line_in_capitals_is_whole() -> None:
    assert withheld("HE SAID THAT MR. BUSH-\nNELL WOULD GO.\n") == ["MR. BUSH-\nNELL"]


def test_a_nickname_within_a_name_is_a_name() -> None:
    assert withheld('William "Buck" Tandberg came; Buck said no.') == ["William", "Buck", "Tandberg", "Buck"]


@pytest.mark.parametrize(
    "office",
    [
        "Vice President",
        "Foreign Minister",
        "Prime Minister",
        "Under Secretary",
        "Acting Chairman",
        "Acting Secretary",
        "Speaker",
        "President",
    ],
)
@pytest.mark.parametrize("honorific", ["Mr.", "MR."])
def test_an_office_that_is_spoken_to_is_no_name(honorific: str, office: str) -> None:
    spoken = f"{honorific} {office if honorific == 'Mr.' else office.upper()}"
    assert withheld(f"{spoken}, we agree. The {office} agreed.") == []


@pytest.mark.parametrize("unit", ["T A N D B E R G ", "Mr. TAND-\n", "Tand\u00adberg ", "e\u0301", '"Buck" Tandberg ', "0lsen ", "Kim Il "])
def test_forms_are_sought_in_step_with_the_length_of_a_text(unit: str) -> None:
    text = "Mr. Tandberg and Mr. Olsen came. " + unit * (250_000 // len(unit))
    start = time.process_time()
    read_people(text, WEIGHTS)
    assert time.process_time() - start < 15


def test_a_model_that_saw_a_person_where_nothing_is_shown_saw_none() -> None:
    text = "They met Mr. Tandberg.\u200b\u200b He left."
    at = text.index("\u200b")
    found = read_people(text, WEIGHTS, seen=[Span(at, at + 2)])
    assert [text[each.span.start : each.span.end] for each in found] == ["Mr. Tandberg"]
