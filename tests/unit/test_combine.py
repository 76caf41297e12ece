"""Every matcher beside terms and expressions: combinations, closeness, places, pages and markings."""

from __future__ import annotations

import datetime as dt
import time
from dataclasses import replace

import pytest
from combining import caught, findings_of, record_of, rules_of
from wordbook import VOCABULARY

from pipeline.decide import decide
from pipeline.detect import Combiner
from pipeline.flow import detectors_for
from pipeline.model import Action, Finding, Page, Span, Version

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


@pytest.mark.parametrize("last", [None, Span(20, 22)])
def test_the_last_page_is_the_last_with_text(last: Span | None) -> None:
    record = record_of("A falcon.\fA falcon. \n\n\n")
    first, second = record.pages
    blank = replace(record, pages=(first, replace(second, span=Span(10, 20)), Page(3, last, ())))
    found = [each.span.start for each in findings_of(blank, rules_of("{terms: [falcon], pages: last}")) if each.rule]
    assert found == [12]


@pytest.mark.parametrize(
    ("text", "more"),
    [("The grey\n\nfalcon flew.", "in: heading"), ("The grey\n\nfalcon flew.", "in: text"), ("A grey\ffalcon flew.", "pages: '1'")],
)
def test_what_lies_over_a_border_is_in_both_places_for_a_rule_that_withholds(text: str, more: str) -> None:
    match = f"{{regex: 'grey\\s+falcon', {more}}}"
    assert len(caught(text, match)) == 1
    assert caught(text, match, action="release") == []


# --- over page breaks, and where it is in doubt what stands close ---

HEAD, FOOT = "SECRET\n\n", "\n\n- 1 -\n\nSECRET"


@pytest.mark.parametrize("within", ["sentence", "paragraph", "2 words"])
@pytest.mark.parametrize(
    "text",
    [
        f"{HEAD}One day the falcon{FOOT}\f{HEAD}of Lisbon flew.{FOOT}",
        f"{HEAD}One day the falcon{FOOT}\f{HEAD}Of Lisbon he flew.{FOOT}",
        "One day the falcon\n- 1 -\fof Lisbon flew.\n- 2 -",
        "One day the falcon\f2\nof Lisbon flew.",
        "One day the falcon\n\nof Lisbon\n\nflew.",
    ],
)
def test_a_sentence_goes_on_behind_a_page_s_foot_and_an_empty_line(text: str, within: str) -> None:
    assert caught(text, near(within)) == ["falcon"]
    assert sorted(caught(text, both(within))) == ["Lisbon", "falcon"]
    if within != "2 words" or FOOT in text:
        assert caught(text, near(within, "unless")) == ["falcon"], "in doubt, what spares a word does not stand close"
        assert caught(text, near(within), action="release") == [], "in doubt, nothing is released"
        assert caught(text, near(within, "unless"), action="release") == []


@pytest.mark.parametrize(
    "text",
    [
        f"{HEAD}One day the falcon.{FOOT}\f{HEAD}Of Lisbon he said.{FOOT}",
        f"{HEAD}One day the falcon (he said.){FOOT}\f{HEAD}Of Lisbon he said.{FOOT}",
        "One day the falcon\n\nOf Lisbon he said.",
        "1. The falcon\n2. Of Lisbon he said.",
    ],
)
def test_a_sentence_that_has_ended_does_not_go_on(text: str) -> None:
    assert caught(text, near("sentence")) == []
    assert caught(text, near("sentence", "unless")) == ["falcon"]


@pytest.mark.parametrize("before", ["of Op.", "of U.N.", "...", "of Brig.", "and Capt."])
def test_a_dot_that_may_end_no_sentence_ends_none_for_a_rule_that_withholds(before: str) -> None:
    assert caught(f"The falcon {before} Lisbon flew.", near("sentence")) == ["falcon"]


def test_dashes_between_are_no_words_for_a_rule_that_withholds() -> None:
    text = "A falcon - - - Lisbon. A b c d e f."
    assert caught(text, near("1 word")) == ["falcon"]
    assert caught(text, near("1 word"), action="release") == []
    assert caught(text, near("1 word", "unless")) == ["falcon"]


HALVED = "Lisbon is far. One day the fal-\n- 1 -\fcon flew. Rome slept.\n- 2 -"


@pytest.mark.parametrize(
    ("match", "expected"),
    [
        ("{terms: [falcon], near: {terms: [Lisbon], within: page}}", ["fal-", "con"]),
        ("{terms: [falcon], near: {terms: [Rome], within: page}}", ["fal-", "con"]),
        ("{terms: [falcon], near: {terms: [Paris], within: page}}", []),
        ("{terms: [falcon], unless: {terms: [Rome], within: page}}", ["fal-", "con"]),
        ("{terms: [falcon], unless: {any: [{terms: [Rome]}, {terms: [Lisbon]}], within: page}}", []),
        ("{all: [{terms: [falcon]}, {terms: [Lisbon]}], within: page}", ["Lisbon", "fal-", "con"]),
        ("{terms: [falcon], pages: '1'}", ["fal-", "con"]),
        ("{terms: [falcon], pages: '2'}", ["fal-", "con"]),
        ("{terms: [falcon], pages: '3'}", []),
        ("{any: [{terms: [falcon]}, {terms: [kite]}]}", ["fal-", "con"]),
        ("{regex: 'the fal-?\\s*con', near: {terms: [Lisbon], within: page}}", ["the fal-", "con"]),
    ],
)
def test_halves_of_a_word_over_a_page_break_share_their_fate(match: str, expected: list[str]) -> None:
    assert caught(HALVED, match) == expected


def test_halves_share_their_fate_over_a_page_on_which_nothing_is_said() -> None:
    text = HALVED.replace("\f", "\f- 2 -\f")
    assert caught(text, "{terms: [falcon], near: {terms: [Lisbon], within: page}}") == ["fal-", "con"]
    assert caught(text, "{terms: [falcon], near: {terms: [Lisbon], within: page}}", action="release") == []


def test_halves_are_released_together_or_not_at_all() -> None:
    assert caught(HALVED, "{terms: [falcon], near: {terms: [Lisbon], within: page}}", action="release") == []
    assert caught(HALVED, "{terms: [falcon], near: {terms: [Rome, Lisbon], within: page}}", action="release") == ["fal-", "con"]


# --- markings ---

PORTIONS = "SECRET\n\n(TS//NF) The kite.\n\n(S) The falcon.\n\n(C//NF) A crow.\n\n(U) An owl.\n"


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ("{at_least: TOP SECRET}", ["(TS//NF) The kite."]),
        ("{at_least: SECRET}", ["(TS//NF) The kite.", "(S) The falcon."]),
        ("{at_least: secret}", ["(TS//NF) The kite.", "(S) The falcon."]),
        ("{carries: [NOFORN]}", ["(TS//NF) The kite.", "(C//NF) A crow."]),
        ("{at_least: SECRET, carries: [NOFORN]}", ["(TS//NF) The kite."]),
        ("{carries: [NOFORN, ATOMAL]}", []),
        ("{at_least: UNCLASSIFIED}", ["(TS//NF) The kite.", "(S) The falcon.", "(C//NF) A crow.", "(U) An owl."]),
    ],
)
def test_portions_are_found_by_their_marks(asked: str, expected: list[str]) -> None:
    assert caught(PORTIONS, f"{{portion: {asked}}}") == expected
    assert caught(PORTIONS.partition("(")[0] + "The kite.", f"{{portion: {asked}}}") == []


PAGED = "CONFIDENTIAL\n\nOne.\fTOP SECRET//NOFORN\n\nTwo.\fCONFIDENTIAL\n\nThree."


@pytest.mark.parametrize(
    ("text", "asked", "pages"),
    [
        (PAGED, "{at_least: SECRET}", ["Two"]),
        (PAGED, "{carries: [NOFORN]}", ["Two"]),
        (PAGED, "{at_least: CONFIDENTIAL}", ["One", "Two", "Three"]),
        (PAGED, "{at_least: CONFIDENTIAL, carries: [NOFORN]}", ["Two"]),
        (PAGED.replace("CONFIDENTIAL", "SECRET", 1), "{at_least: SECRET}", ["One", "Two", "Three"]),
        ("SEGRET\n\nOne.", "{at_least: SECRET}", ["One"]),
        ("T0P SECRET\n\nOne.", "{at_least: TOP SECRET}", ["One"]),
        ("S E C R E T\n\nOne.", "{at_least: SECRET}", ["One"]),
        ("SECRET\nHANDLE VIA COMINT CHANNELS ONLY\n\nOne.", "{carries: [COMINT]}", ["One"]),
        ("SECRET//RESTRICTED DATA\n\nOne.", "{carries: [RD]}", ["One"]),
        ("This document contains Restricted Data as defined in the Atomic Energy Act of 1954.\n\nOne.", "{carries: [RD]}", ["One"]),
        ("SECRET//RESTRICTED DATA\n\nOne.", "{carries: [DOE]}", ["One"]),
        ("One of the SECRET papers.", "{at_least: SECRET}", []),
    ],
)
def test_banners_govern_their_page_or_the_record(text: str, asked: str, pages: list[str]) -> None:
    found = " ".join(caught(text, f"{{banner: {asked}}}"))
    assert [word for word in ("One", "Two", "Three") if f"{word}." in found] == pages


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        *(("SECRET//NOFORN\n\nA.", word) for word in ("NOFORN", "NF", "NOT RELEASABLE TO FOREIGN NATIONALS")),
        *(("SECRET//RD\n\nA.", word) for word in ("RD", "RESTRICTED DATA", "DOE")),
        *(("SECRET//RESTRICTED DATA\n\nA.", word) for word in ("RD", "RESTRICTED DATA")),
        *(("RESTRICTED DATA\n\nA.", word) for word in ("RD", "RESTRICTED DATA", "DOE")),
        *(("COSMIC TOP SECRET\n\nA.", word) for word in ("COSMIC", "CTS", "COSMIC TOP SECRET", "NATO")),
        *(("TOP SECRET//SI//NOFORN\n\nA.", word) for word in ("SI", "NF")),
    ],
)
def test_a_word_of_markings_is_carried_in_whichever_form(text: str, asked: str) -> None:
    assert caught(text, f"{{banner: {{carries: [{asked}]}}}}") == [text]
    assert caught(text.replace(text.partition("\n")[0], "SECRET"), f"{{banner: {{carries: [{asked}]}}}}") == []


def test_a_portion_carries_a_word_in_whichever_form() -> None:
    for asked in ("NOFORN", "NF"):
        assert caught(PORTIONS, f"{{portion: {{carries: [{asked}]}}}}") == ["(TS//NF) The kite.", "(C//NF) A crow."]


def test_beside_words_markings_say_only_where() -> None:
    assert caught(PORTIONS, "{all: [{portion: {at_least: SECRET}}, {terms: [kite, crow]}]}") == ["kite"]
    assert caught(PORTIONS, "{all: [{banner: {at_least: SECRET}}, {terms: [crow]}], within: record}") == ["crow"]
    assert caught(PORTIONS, "{all: [{banner: {at_least: SECRET}}, {portion: {at_least: TOP SECRET}}], within: page}") == [
        "(TS//NF) The kite."
    ]
    assert caught(PORTIONS, "{terms: [kite, crow], unless: {portion: {at_least: SECRET}}}") == ["crow"]
    assert caught(PORTIONS, "{portion: {at_least: SECRET}, near: {terms: [kite]}}") == ["(TS//NF) The kite."]


@pytest.mark.parametrize(("banner", "is_sure"), [("SECRET", True), ("SEGRET", False), ("T0P SECRET", False)])
def test_a_damaged_marking_spares_and_releases_nothing(banner: str, is_sure: bool) -> None:
    text = f"{banner}\n\nA falcon."
    under = "banner: {at_least: SECRET}"
    assert len(caught(text, f"{{{under}}}")) == 1
    assert len(caught(text, f"{{{under}}}", action="release")) == is_sure
    assert len(caught(text, f"{{terms: [falcon], unless: {{{under}}}}}")) == (not is_sure)


def test_what_a_marking_governs_is_cut_to_its_place() -> None:
    assert caught("SECRET\n\nOne.\fTwo.", "{banner: {at_least: SECRET}, pages: '2'}") == ["Two."]
    assert [each.strip() for each in caught("SECRET\n\nOne.", "{banner: {at_least: SECRET}, in: text}")] == ["One."]
    assert caught("SECRET\n\nOne.", "{banner: {at_least: SECRET}, in: heading}") == ["SECRET"]


# --- what is found, and what it costs ---


@pytest.mark.parametrize(
    ("scope", "expected"),
    [
        ("span", "falcon"),
        ("sentence", "A falcon of Lisbon."),
        ("line", "First. A falcon of Lisbon. Last."),
        ("paragraph", "First. A falcon of Lisbon. Last.\nMore."),
        ("portion", "(S) First. A falcon of Lisbon. Last.\nMore."),
        ("page", "Two.\n\n(S) First. A falcon of Lisbon. Last.\nMore."),
        ("record", "One.\fTwo.\n\n(S) First. A falcon of Lisbon. Last.\nMore."),
    ],
)
def test_a_scope_widens_what_was_combined(scope: str, expected: str) -> None:
    text = "One.\fTwo.\n\n(S) First. A falcon of Lisbon. Last.\nMore."
    record, rules = record_of(text), rules_of(near("sentence"), scope=scope)
    decisions = decide(record, findings_of(record, rules), rules, version=Version.RELEASED, as_of=TODAY)
    withheld = "".join(text[each.span.start : each.span.end] for each in decisions if each.action is Action.REDACT)
    assert withheld.removeprefix("(S) ") == expected.removeprefix("(S) ")


def test_leaves_are_no_findings_and_findings_bear_their_rule_s_name() -> None:
    found = [each for each in findings_of(record_of("A falcon of Rome."), rules_of(near("sentence"), "{terms: [Rome]}")) if each.rule]
    assert [(each.rule, each.kind) for each in found] == [("rule-1", "term")]


def test_the_combiner_hands_on_what_it_is_given_where_nothing_is_combined() -> None:
    found = [Finding(Span(0, 1), "term", "terms", 1.0, "term", rule="a")]
    assert list(Combiner(rules_of("{terms: [a]}").rules, VOCABULARY).combine(record_of("a"), found)) == found


@pytest.mark.parametrize("match", [near("sentence"), near("3 words"), near("paragraph", "unless"), both("line"), "{person: [Ann Falcon]}"])
@pytest.mark.parametrize("unit", ["The falcon of Lisbon. ", "Falcon Lisbon ", "The falcon of Lisbon\n\n", "A falcon\f"])
def test_the_time_grows_as_the_record_does(match: str, unit: str) -> None:
    small, large = (_seconds(unit * count, match) for count in (250, 2000))
    assert large < 8 * 4 * max(small, 0.01), "eight times the text must not take much more than eight times as long"


def _seconds(text: str, match: str) -> float:
    """Return how long it takes to combine what is found, at best of three."""
    record, rules = record_of(text), rules_of(match)
    detectors = detectors_for(rules)
    found = {each for detector in detectors for each in detector.find(record)}
    combiner = next(each for each in detectors if isinstance(each, Combiner))
    taken = []
    for _ in range(3):
        start = time.perf_counter()
        list(combiner.combine(record, found))
        taken.append(time.perf_counter() - start)
    return min(taken)
