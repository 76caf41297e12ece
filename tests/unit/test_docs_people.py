"""The page on persons: each example on it is found as its brackets say, and its figures name their benchmark."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from pipeline.people import read_people
from pipeline.rulebook import shipped_weights
from pipeline.rules.entities import ENTITIES

PAGE = (Path(__file__).parents[2] / "docs" / "people.md").read_text("utf-8")
EXAMPLES = [example for row in PAGE.splitlines() if row.startswith("|") for example in re.findall(r"`([^`]*\[[^`]*)`", row)]


def test_the_page_has_examples() -> None:
    assert len(EXAMPLES) >= 15


@pytest.mark.parametrize("example", EXAMPLES)
def test_each_example_is_found_as_its_brackets_say(example: str) -> None:
    marked = re.sub(r" ?/ ?", "\n", example) + "\n"
    text, names = re.sub(r"[][]", "", marked), re.findall(r"\[([^]]*)\]", marked)
    found = [text[each.span.start : each.span.end] for each in read_people(text, shipped_weights())]
    assert [re.sub(r"^Messrs\. ", "", each) for each in found] == names


def test_the_entities_it_names_are_known() -> None:
    named = set(re.findall(r"`(?:entity: )?([A-Z][A-Z_]{5,})`", PAGE)) - {"PARTICIPANTS"}
    assert named <= ENTITIES
    assert "CASE_NUMBER" in named
