"""The Register and Manual of 2016, string by string: its examples, its roll-up rules, and faults against its pages."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import Any

import pytest

from pipeline.inspection import read_marking
from pipeline.markings import Reading, compare, format_marking, parse, rollup
from pipeline.model import Marking
from pipeline.rulebook import shipped_vocabulary

VOCABULARY = shipped_vocabulary()
LISTS = ("sci", "sap", "aea", "fgi", "non_us", "dissem", "rel_to", "display_only", "non_ic")
ROWS = [json.loads(line) for line in (Path(__file__).parents[1] / "data" / "marking_cases.jsonl").read_text("utf-8").splitlines()]


def rows(kind: str) -> list[Any]:
    """Return the rows of one kind, named by what they hold."""
    return [pytest.param(row, id=row.get("marking") or " ".join(row["portions"])) for row in ROWS if row["kind"] == kind]


def read(text: str) -> Reading:
    """Read one string as the command does."""
    return read_marking(text, VOCABULARY, as_of=dt.date(2026, 1, 1))


def lists_of(marking: Marking) -> dict[str, list[str]]:
    """Return the lists of a marking that hold anything, each in alphabetical order."""
    return {name: sorted(getattr(marking, name)) for name in LISTS if getattr(marking, name)}


def portions_of(row: dict[str, Any]) -> list[Marking]:
    """Return the portion marks of a row."""
    return [read(text).marking for text in row["portions"]]


@pytest.mark.parametrize("row", rows("valid"))
def test_an_example_of_the_manual_is_read_without_a_problem(row: dict[str, Any]) -> None:
    reading = read(row["marking"])
    assert reading.marking.level == row["level"]
    assert lists_of(reading.marking) == {name: sorted(row[name]) for name in LISTS if name in row}
    assert not reading.problems


@pytest.mark.parametrize("row", rows("valid"))
def test_an_example_written_out_reads_the_same(row: dict[str, Any]) -> None:
    marking = read(row["marking"]).marking
    again = parse(format_marking(marking, VOCABULARY), VOCABULARY)
    assert again is not None
    assert (again.marking.level, lists_of(again.marking)) == (marking.level, lists_of(marking))


@pytest.mark.parametrize("row", rows("fault"))
def test_a_fault_is_told_and_nothing_else(row: dict[str, Any]) -> None:
    assert [problem.code for problem in read(row["marking"]).problems] == row["codes"]


@pytest.mark.parametrize("row", rows("rollup"))
def test_portions_give_the_banner_of_the_manual(row: dict[str, Any]) -> None:
    required = rollup(portions_of(row), VOCABULARY)
    assert required is not None
    assert required.text == row["banner"]


@pytest.mark.parametrize("row", rows("compare"))
def test_a_banner_is_compared_with_what_its_portions_leave_to_it(row: dict[str, Any]) -> None:
    problems = compare(read(row["banner"]).marking, portions_of(row), VOCABULARY)
    assert [problem.code for problem in problems] == row["codes"]


@pytest.mark.parametrize("owner", ["DEU", "GBR", "CAN GBR", "NATO"])
@pytest.mark.parametrize("level", ["TOP SECRET", "SECRET", "CONFIDENTIAL"])
def test_a_foreign_level_is_never_read_lower_than_it_is(owner: str, level: str) -> None:
    assert read(f"//{owner} {level}").marking.level == level


@pytest.mark.parametrize("text", ["//", "////", "(//)", "(////)", "/", "//\n//", "// ", "-//", "((S//NF))", "//(S)//", "()", "SECRET//"])
def test_slashes_and_parentheses_alone_are_borne(text: str) -> None:
    assert all(0 <= problem.start <= problem.end <= len(text) for problem in read(text).problems)
