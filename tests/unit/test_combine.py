"""Every matcher beside terms and expressions: combinations, closeness, places, pages and markings."""

from __future__ import annotations

import datetime as dt

import pytest
from combining import caught, findings_of, record_of, rules_of

TODAY = dt.date(2026, 11, 24)


def both(within: str, kind: str = "all") -> str:
    """Return a match for falcon with Lisbon."""
    return f"{{{kind}: [{{terms: [falcon]}}, {{terms: [Lisbon]}}], within: {within}}}"


def near(within: str, key: str = "near") -> str:
    """Return a match for falcon, near Lisbon or unless it is."""
    return f"{{terms: [falcon], {key}: {{terms: [Lisbon], within: {within}}}}}"


FAR = "The falcon flew. One two three. Lisbon was quiet."
APART = {  # how far apart: what of sentence, line, paragraph, page, record, 5 words sees both
    "The falcon of Lisbon flew.": "sentence line paragraph page record 5-words",
    "The falcon\nof Lisbon flew.": "sentence paragraph page record 5-words",
    "The falcon flew. Lisbon slept.": "line paragraph page record 5-words",
    "The falcon flew a b c do. Lisbon slept.": "line paragraph page record 5-words",
    "The falcon flew a b c d so. Lisbon slept.": "line paragraph page record",
    "The falcon flew.\n\nLisbon slept.": "page record 5-words",
    "The falcon flew.\fLisbon slept.": "record 5-words",
    "Lisbon slept.\n\nA long way off from there the falcon flew.": "page record",
    "Lisbon slept.\fA long way off from there the falcon flew.": "record",
    "The falcon flew.": "",
}
UNITS = ("sentence", "line", "paragraph", "page", "record", "5 words")


@pytest.mark.parametrize("within", UNITS)
@pytest.mark.parametrize(("text", "seen"), APART.items())
def test_closeness_is_measured_by_units_and_words(text: str, seen: str, within: str) -> None:
    is_close = within.replace(" ", "-") in seen.split()
    assert caught(text, near(within)) == (["falcon"] if is_close else [])
    assert caught(text, near(within, "unless")) == ([] if is_close else ["falcon"])
    assert sorted(caught(text, both(within))) == (["Lisbon", "falcon"] if is_close else [])


@pytest.mark.parametrize(
    ("words", "distance", "is_close"),
    [(1, 0, True), (1, 1, True), (1, 2, False), (2, 2, True), (2, 3, False), (9, 9, True), (9, 10, False)],
)
def test_so_many_words_may_stand_between_on_either_side(words: int, distance: int, is_close: bool) -> None:
    between = "".join("so " * distance)
    within = "1 word" if words == 1 else f"{words} words"
    assert caught(f"A falcon {between}Lisbon b c d", near(within)) == (["falcon"] if is_close else [])
    assert caught(f"A Lisbon {between}falcon b c d", near(within)) == (["falcon"] if is_close else [])


def test_a_sentence_is_what_all_and_near_mean_where_nothing_is_said() -> None:
    text = "The falcon flew. Lisbon slept. A falcon of Lisbon."
    assert caught(text, "{all: [{terms: [falcon]}, {terms: [Lisbon]}]}") == ["falcon", "Lisbon"]
    assert caught(text, "{terms: [falcon], near: {terms: [Lisbon]}}") == ["falcon"]
    assert len(caught(text, "{terms: [falcon], unless: {terms: [Lisbon]}}")) == 1


@pytest.mark.parametrize(
    ("match", "expected"),
    [
        ("{any: [{terms: [falcon]}, {terms: [Lisbon]}]}", ["falcon", "Lisbon", "falcon", "falcon", "Lisbon"]),
        ("{any: [{terms: [walrus]}, {terms: [osprey]}]}", []),
        ("{any: [{terms: [falcon]}, {regex: 'f[a-z]+n'}]}", ["falcon", "falcon", "falcon"]),
        ("{all: [{terms: [falcon]}, {terms: [Lisbon]}, {terms: [noon]}]}", ["falcon", "Lisbon", "noon"]),
        ("{all: [{any: [{terms: [falcon]}, {terms: [kite]}]}, {terms: [Lisbon]}]}", ["falcon", "Lisbon", "kite", "Lisbon"]),
        ("{any: [{all: [{terms: [falcon]}, {terms: [noon]}]}, {terms: [kite]}]}", ["falcon", "noon", "kite"]),
        ("{terms: [falcon], near: [{terms: [Lisbon]}, {terms: [noon]}]}", ["falcon"]),
        ("{terms: [falcon], near: {any: [{terms: [noon]}, {terms: [rain]}]}}", ["falcon", "falcon"]),
        ("{terms: [falcon], near: {all: [{terms: [Lisbon]}, {terms: [noon]}], within: paragraph}}", ["falcon", "falcon", "falcon"]),
        ("{terms: [falcon], unless: [{terms: [Lisbon]}, {terms: [rain]}]}", ["falcon"]),
        ("{terms: [falcon], near: {terms: [Lisbon], near: {terms: [noon]}}}", ["falcon"]),
        ("{terms: [falcon], unless: {terms: [Lisbon], unless: {terms: [noon]}}}", ["falcon", "falcon", "falcon"]),
        ("{terms: [Lisbon], unless: {terms: [falcon], unless: {terms: [noon]}}}", ["Lisbon", "Lisbon"]),
        ("{regex: 'fal[a-z]+', near: {regex: 'no+n'}}", ["falcon"]),
        ("{terms: [FALCON], exact_case: true, near: {terms: [Lisbon]}}", []),
        ("{terms: [falcon], exact_case: true, near: {terms: [Lisbon]}}", ["falcon"]),
        ("{terms: [falcon], near: {terms: [LISBON], exact_case: true}}", []),
        ("{terms: [low-level], near: {terms: [fl ight]}}", []),
        ("{entity: PERSON, near: {terms: [rain]}}", ["Mr. Wren"]),
        ("{entity: PERSON, unless: {terms: [rain]}}", []),
    ],
)
def test_matches_combine_and_nest(match: str, expected: list[str]) -> None:
    text = "The falcon over Lisbon at noon. A falcon in the rain with Mr. Wren. One more falcon. A kite of Lisbon."
    assert sorted(caught(text, match)) == sorted(expected)


def test_a_term_is_found_in_a_combination_however_it_is_written() -> None:
    match = "{terms: [low-level flights], near: {terms: [Lisbon]}}"
    for written in ("low-level flights", "LOW LEVEL FLIGHTS", "low-\nlevel flights", "lоw-level flights", "low-level\nflights"):
        assert caught(f"Of Lisbon: {written} began.", match) == [written]
    assert caught("Of Lisbon: low-level flights began.", "{terms: [Lisbon], near: {terms: [low level flights]}}") == ["Lisbon"]


# --- places: headings and pages ---

PLACED = "THE FALCON REPORT\n\nThe falcon flew.\n\nEnd of the falcon\f A falcon again.\fThe last falcon.\n"


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        ("in: heading", [8, 48]),
        ("in: text", [23, 58, 80]),
        ("pages: '1'", [8, 23, 48]),
        ("pages: '2'", [58]),
        ("pages: last", [80]),
        ("pages: '1, last'", [8, 23, 48, 80]),
        ("pages: '2-last'", [58, 80]),
        ("pages: '2-3'", [58, 80]),
        ("pages: '1-2'", [8, 23, 48, 58]),
        ("pages: '3-9'", [80]),
        ("pages: '4-9'", []),
        ("pages: '1', in: text", [23]),
    ],
)
def test_a_match_is_in_its_place(more: str, expected: list[int]) -> None:
    found = findings_of(record_of(PLACED), rules_of(f"{{terms: [falcon], {more}}}"))
    assert [PLACED.lower().index("falcon", each.span.start) for each in found if each.rule] == [
        each.span.start for each in found if each.rule
    ]
    order = [at for at in range(len(PLACED)) if PLACED.lower().startswith("falcon", at)]
    names = dict(zip(order, [8, 23, 48, 58, 80], strict=True))
    assert [names[each.span.start] for each in found if each.rule] == expected
