"""Whatever the text, namings of persons are in order, apart and within it; and a surname after an honorific is found in every place."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from pipeline.model import Span
from pipeline.people import read_people
from pipeline.rulebook import shipped_weights

WEIGHTS = shipped_weights()
WORDS = (
    "Mr. Messrs. Ambassador General Secretary of State the and or in said with White House King Rose Tandberg Ollenburg OLLENBURG "
    "Tand-\nberg de von O’Brannigan J. R. Jr. (Field) alias “Tony” cryptonym MARBLE Geneva New York SECRET June 12 1962 PARTICIPANTS: cc: "
    "FROM: TO: Dear En-lai Иванов É 李 \u200b Tand\u00adberg \u00ad\u0301 \f \n \n\n , . ; ' - ( ) \" / 's I A"
).split(" ")
texts = st.lists(st.sampled_from(WORDS) | st.text(max_size=4), max_size=40).map(" ".join)


@given(texts)
def test_mentions_are_in_order_apart_and_within_the_text(text: str) -> None:
    found = read_people(text, WEIGHTS)
    assert all(0 <= each.span.start <= each.name.start < each.name.end <= each.span.end <= len(text) for each in found)
    assert all(left.span.end <= right.span.start for left, right in pairwise(found))
    assert all(each.surname and each.why for each in found)


@given(texts)
def test_the_same_text_gives_the_same_mentions(text: str) -> None:
    assert read_people(text, WEIGHTS) == read_people(text, WEIGHTS)


@given(texts, st.data())
def test_what_a_model_saw_takes_nothing_away(text: str, data: st.DataObject) -> None:
    cuts = sorted(data.draw(st.sets(st.integers(0, len(text)), max_size=6)))
    seen = [Span(start, end) for start, end in list(pairwise(cuts))[::2]]
    without = {at for each in read_people(text, WEIGHTS) for at in range(each.span.start, each.span.end)}
    with_model = {at for each in read_people(text, WEIGHTS, seen=seen) for at in range(each.span.start, each.span.end)}
    assert without <= with_model


@given(texts, texts, st.sampled_from(["Mr. {}", "Mrs. {}", "Dr. {}", "Ambassador {}"]), st.sampled_from(["{}", "{}’s", "Paul {}"]))
def test_a_surname_behind_an_honorific_is_found_in_every_place(before: str, between: str, titled: str, later: str) -> None:
    text = f"{before}\n\nThey met {titled.format('Zwickenberg')} there.\n\n{between}\n\nThen {later.format('Zwickenberg')} left."
    covered = {at for each in read_people(text, WEIGHTS) for at in range(each.span.start, each.span.end)}
    places = [at for at in range(len(text)) if text.startswith("Zwickenberg", at)]
    assert len(places) == 2
    assert all(set(range(at, at + len("Zwickenberg"))) <= covered for at in places)
