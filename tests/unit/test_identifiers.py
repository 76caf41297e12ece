"""Identifiers by their forms: a table for each, and what holds of all of them."""

from __future__ import annotations

import time
from pathlib import Path
from typing import cast

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from pipeline.detect.identifiers import IDENTIFIERS
from pipeline.detect.identifiers.forms import Form, Readied, find_forms
from pipeline.detect.identifiers.money import is_iban, is_luhn, is_routing
from pipeline.errors import RulesError

Table = dict[str, dict[str, list[object]]]
TABLE = cast("Table", yaml.safe_load((Path(__file__).parents[1] / "data" / "identifiers.yaml").read_text(encoding="utf-8")))
BY_ENTITY = {each.entity: each for each in IDENTIFIERS}
MATCHES = [(entity, *cast("list[str]", row)) for entity, rows in TABLE.items() for row in rows["match"]]
SEVERAL = [(entity, text, parts) for entity, rows in TABLE.items() for text, *parts in cast("list[list[str]]", rows.get("several", []))]
KEEPS = [(entity, cast("str", row)) for entity, rows in TABLE.items() for row in rows["keep"]]
LOOKALIKES = frozenset({"SSN 5O6-22-l457"})  # a small l is a one, a capital L is none
MILLION = 1_000_000
IBAN_DIGITS = 14  # behind the bank's four letters, in the United Kingdom


def found(entity: str, text: str) -> list[str]:
    return [text[each.start : each.end] for each in find_forms(Readied(text), BY_ENTITY[entity].forms)]


def test_every_recognizer_has_a_table() -> None:
    assert set(TABLE) == set(BY_ENTITY)
    assert len(BY_ENTITY) == len(IDENTIFIERS)


@pytest.mark.parametrize(("entity", "text", "part"), MATCHES)
def test_what_must_match_does_and_no_more_of_it(entity: str, text: str, part: str) -> None:
    assert found(entity, text) == [part]


@pytest.mark.parametrize(("entity", "text", "part"), [each for each in MATCHES if each[1] not in LOOKALIKES])
def test_it_matches_in_capitals_too(entity: str, text: str, part: str) -> None:
    if (upper := text.upper()) and len(upper) == len(text):
        assert part.upper() in " ".join(found(entity, upper))


@pytest.mark.parametrize(("entity", "text", "part"), MATCHES)
def test_it_matches_in_the_middle_of_a_record(entity: str, text: str, part: str) -> None:
    assert part in found(entity, f"The memorandum was sent.\n\n{text}\n\nThe Council met again.")


@pytest.mark.parametrize(("entity", "text", "parts"), SEVERAL)
def test_all_that_stands_behind_one_label_is_found(entity: str, text: str, parts: list[str]) -> None:
    assert found(entity, text) == parts


@pytest.mark.parametrize(("entity", "text"), KEEPS)
def test_what_must_be_kept_is(entity: str, text: str) -> None:
    assert found(entity, text) == []


@pytest.mark.parametrize(("entity", "text"), KEEPS)
def test_it_is_kept_in_the_middle_of_a_record(entity: str, text: str) -> None:
    assert found(entity, f"The memorandum was sent.\n\n{text}\n\nThe Council met again.") == []


def valid_numbers() -> st.SearchStrategy[str]:
    area = st.integers(1, 899).filter(lambda number: number != 666)
    return st.builds("{:03d}-{:02d}-{:04d}".format, area, st.integers(1, 99), st.integers(1, 9999))


def with_luhn(body: str) -> str:
    return next(body + digit for digit in "0123456789" if is_luhn(body + digit))


def with_remainder(bank: str) -> str:
    return next(number for check in range(2, 99) if is_iban(number := f"GB{check:02d}{bank}"))


def changed(number: str, place: int) -> str:
    at = [index for index, sign in enumerate(number) if sign.isdigit()][place]
    return number[:at] + str((int(number[at]) + 1) % 10) + number[at + 1 :]


CARDS = st.from_regex(r"4[0-9]{14}", fullmatch=True).map(with_luhn)
IBANS = st.from_regex(rf"[A-Z]{{4}}[0-9]{{{IBAN_DIGITS}}}", fullmatch=True).map(with_remainder)


@given(valid_numbers())
def test_every_number_of_the_right_structure_is_found(number: str) -> None:
    assert found("US_SSN", f"It is {number}, he said.") == [number]


@given(valid_numbers(), st.sampled_from(["000", "666", "900", "999"]))
def test_an_area_that_was_never_given_out_is_found_behind_a_label_alone(number: str, area: str) -> None:
    wrong = area + number[3:]
    assert found("US_SSN", f"It is {wrong}, he said.") == []
    assert found("US_SSN", f"SSN {wrong}, he said.") == [wrong]


@given(CARDS, st.integers(0, 15))
def test_a_card_is_found_and_not_with_one_digit_changed(number: str, place: int) -> None:
    assert found("CREDIT_CARD", f"It is {number} there.") == [number]
    assert found("CREDIT_CARD", f"It is {changed(number, place)} there.") == []


@given(IBANS, st.integers(2, IBAN_DIGITS + 1))
def test_an_international_account_is_found_and_not_with_one_digit_changed(number: str, place: int) -> None:
    assert found("IBAN_CODE", f"It is {number} there.") == [number]
    assert found("IBAN_CODE", f"It is {changed(number, place)} there.") == []


@given(st.from_regex(r"02[0-9]{6}", fullmatch=True), st.integers(0, 8))
def test_the_sum_of_a_routing_number_knows_one_changed_digit(body: str, place: int) -> None:
    number = next(body + digit for digit in "0123456789" if is_routing(body + digit))
    assert not is_routing(changed(number, place))


def test_a_search_that_runs_out_of_time_is_an_error_and_no_miss() -> None:
    form = Form("nothing", 1.0, r"(?:a+a+)+$", is_anywhere=True)
    with pytest.raises(RulesError, match=r"the search for nothing ran over 0\.05 seconds"):
        find_forms(Readied("a" * 5_000 + "b"), [form], timeout=0.05)


def test_a_search_from_cue_to_cue_runs_out_of_time_too() -> None:
    form = Form("nothing", 1.0, "ab", cues=("a",))
    with pytest.raises(RulesError, match="the search for nothing ran over 0 seconds"):
        find_forms(Readied("abc"), [form], timeout=0)


@pytest.mark.parametrize("text", ["1" * MILLION, " " * MILLION, "\n" * MILLION, ":" * MILLION, "SSN " * (MILLION // 4), "A" * MILLION])
def test_a_million_characters_of_one_kind_take_seconds(text: str) -> None:
    start = time.process_time()
    for each in IDENTIFIERS:
        assert find_forms(Readied(text), each.forms) == ()
    assert time.process_time() - start < 20  # of this process: three on a machine at rest


def test_every_number_of_a_list_of_cases_is_found() -> None:
    text = "Applications nos. 41956/98, 42967/98 and 43001/98 were joined."
    assert found("CASE_NUMBER", text) == ["41956/98", "42967/98", "43001/98"]
