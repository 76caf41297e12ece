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
from pipeline.detect.identifiers.forms import Form, find_forms
from pipeline.detect.identifiers.money import is_iban, is_luhn, is_routing
from pipeline.errors import RulesError

Table = dict[str, dict[str, list[object]]]
TABLE = cast("Table", yaml.safe_load((Path(__file__).parents[1] / "data" / "identifiers.yaml").read_text(encoding="utf-8")))
BY_ENTITY = {each.entity: each for each in IDENTIFIERS}
MATCHES = [(entity, *cast("list[str]", row)) for entity, rows in TABLE.items() for row in rows["match"]]
KEEPS = [(entity, cast("str", row)) for entity, rows in TABLE.items() for row in rows["keep"]]
LOOKALIKES = frozenset({"SSN 5O6-22-l457"})  # a small l is a one, a capital L is none
EXCHANGES = 676  # pairs of letters


def found(entity: str, text: str) -> list[str]:
    return [text[each.start : each.end] for each in find_forms(text, BY_ENTITY[entity].forms)]


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


@pytest.mark.parametrize(("entity", "text"), KEEPS)
def test_what_must_be_kept_is(entity: str, text: str) -> None:
    assert found(entity, text) == []


@pytest.mark.parametrize(("entity", "text"), KEEPS)
def test_it_is_kept_in_the_middle_of_a_record(entity: str, text: str) -> None:
    assert found(entity, f"The memorandum was sent.\n\n{text}\n\nThe Council met again.") == []
