"""The markings of real records, and the manual's own, as people read them; labels beside the checkout and in tests/data."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from wordbook import VOCABULARY

from pipeline.detect import MarkingDetector
from pipeline.markings import Reading, compare, format_marking, parse, parse_stamp, rollup
from pipeline.model import Record

MakeRecord = Callable[[str], Record]
Row = dict[str, Any]
SHARED = Path(__file__).parents[3] / "shared" / "data"
OWN = Path(__file__).parents[1] / "data"
needs_data = pytest.mark.skipif(not SHARED.is_dir(), reason="../shared/data is not beside this checkout")

DETECTOR = MarkingDetector(VOCABULARY)
LISTS = ("sci", "sap", "aea", "fgi", "non_us", "dissem", "rel_to", "display_only", "non_ic", "legacy")
# Words that mean the same (README of the shared data): each by one of them.
SAME = {
    "NOFORN": ("NO FOREIGN DISSEM", "NO FOREIGN DISSEMINATION", "NOT RELEASABLE TO FOREIGN NATIONALS"),
    "LIMDIS": ("LIMIT DISTRIBUTION", "LIMITED DISTRIBUTION", "VERY LIMITED DISTRIBUTION", "RESTRICTED DISTRIBUTION"),
    "EXDIS": ("EXCLUSIVE DISTRIBUTION",),
    "NODIS": ("NO DISTRIBUTION", "NO OTHER DISTRIBUTION", "NO FURTHER DISSEMINATION"),
    "RD": ("RESTRICTED DATA",),
    "FRD": ("FORMERLY RESTRICTED DATA",),
    "NOCONTRACT": ("NOT RELEASABLE TO CONTRACTORS OR CONSULTANTS",),
}
CANONICAL = {word: name for name, words in SAME.items() for word in words}


def rows(name: str) -> list[Row]:
    """Return the rows of a file of the shared data; none where it is not there, so that collecting never fails."""
    path = SHARED / name
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()] if path.is_file() else []


def records(name: str) -> list[Row]:
    found: list[Row] = json.loads((OWN / name).read_text("utf-8"))["records"]
    return found


def canonical(word: str) -> str:
    upper = word.upper().replace("–", "-")
    return "EYES ONLY" if "EYES ONLY" in upper or upper == "EYES ALONE" else CANONICAL.get(upper, upper)


def canon(words: list[str]) -> set[str]:
    return {canonical(word) for word in words}


def controls(reading: Reading | None) -> set[str]:
    """Return the words of handling, whichever list holds them."""
    lists = ("legacy", "dissem", "non_ic", "aea", "sci")
    return canon([word for name in lists for word in getattr(reading.marking, name)]) if reading else set()


def read(text: str) -> Reading:
    reading = parse(text, VOCABULARY)
    assert reading is not None, text
    return reading


def ids(row: Row) -> str:
    return str(row["id"])


# --- the manual's strings ---


@needs_data
@pytest.mark.parametrize("row", rows("markings/capco_examples.jsonl"), ids=ids)
def test_a_string_of_the_manual_is_read_as_the_manual_says(row: Row) -> None:
    reading, expected = read(row["marking"]), row["expect"]
    skipped = expected.get("skip") or row.get("skip") or []
    assert (reading.marking.kind, reading.marking.level) == (expected["kind"], expected["level"])
    assert {name: list(getattr(reading.marking, name)) for name in LISTS if name not in skipped} == {
        name: expected.get(name, []) for name in LISTS if name not in skipped
    }
    held = {word for name in LISTS for word in getattr(reading.marking, name)}
    assert set(expected.get("anywhere") or row.get("anywhere") or []) <= held
    assert row["discouraged"] or reading.problems == ()


@needs_data
@pytest.mark.parametrize("row", rows("markings/capco_examples.jsonl"), ids=ids)
def test_a_string_of_the_manual_is_written_as_it_was_read(row: Row) -> None:
    marking = read(row["marking"]).marking
    written = format_marking(marking, VOCABULARY)
    again = read(written).marking
    assert (again.kind, again.level, [getattr(again, name) for name in LISTS]) == (
        *(marking.kind, marking.level),
        [getattr(marking, name) for name in LISTS],
    )
    assert format_marking(again, VOCABULARY) == written


@needs_data
@pytest.mark.parametrize("row", rows("markings/invalid_cases.jsonl"), ids=ids)
def test_a_string_that_breaks_a_rule_is_told_with_the_rules_word(row: Row) -> None:
    told = " ".join(f"{each.code} {each.message}" for each in read(row["marking"]).problems).lower()
    assert any(word.lower() in told for word in row["words"]), told


@needs_data
@pytest.mark.parametrize("row", rows("markings/rollup_cases.jsonl"), ids=ids)
def test_portions_roll_up_to_the_banner_that_the_manual_requires(row: Row) -> None:
    portions = [read(each).marking for each in row["portions"]]
    banner = rollup(portions, VOCABULARY)
    assert banner is not None
    assert banner.text == row["banner"]
    if row["given_banner"]:
        assert bool(compare(read(row["given_banner"]).marking, portions, VOCABULARY)) == bool(row["expect_problem"])


# --- words of the 1940s to the 1990s ---


@needs_data
@pytest.mark.parametrize("row", rows("markings/legacy_cases.jsonl"), ids=ids)
def test_a_marking_of_old_records_is_read_with_its_level_and_its_words(row: Row) -> None:
    expected, reading = row["expect"], parse_stamp(row["marking"], VOCABULARY)
    if expected["kind"] == "none":
        assert reading is None
        return
    assert reading is not None
    optional = canon(expected["optional"])
    assert reading.marking.level == expected["level"]
    assert controls(reading) - optional == canon(expected["controls"]) - optional
    assert expected["kind"] != "checkbox" or reading.marking.kind == "checkbox"
    assert not set(expected["precedence"]) & controls(reading)


@needs_data
def test_source_notes_give_their_level_but_for_one_in_two_hundred() -> None:
    right = wrong = 0
    for row in rows("frus/classification_phrases.jsonl"):
        reading = parse(row["phrase"], VOCABULARY)
        level = reading.marking.level if reading else None
        if level == (None if row["level"] == "NONE" else row["level"]):
            right += row["count"]
        else:
            wrong += row["count"]
    assert right / (right + wrong) >= 0.995


def test_words_of_handling_in_source_notes_are_found_and_no_others() -> None:
    hits = false = missed = 0
    for line in (OWN / "frus_handling.jsonl").read_text("utf-8").splitlines():
        row = json.loads(line)
        got = controls(parse(row["phrase"], VOCABULARY))
        wanted, other = canon(row["controls"]), canon(row["other"])
        hits, false, missed = hits + len(got & wanted), false + len(got - wanted - other), missed + len(wanted - got)
    assert 2 * hits / (2 * hits + false + missed) >= 0.97


def test_how_fast_a_cable_went_is_never_a_control() -> None:
    for line in (OWN / "frus_handling.jsonl").read_text("utf-8").splitlines():
        row = json.loads(line)
        reading = parse(row["phrase"], VOCABULARY)
        assert list(reading.marking.precedence if reading else []) == row["precedence"], row["phrase"]


# --- whole records ---


def checked(row: Row, text: str, make_record: MakeRecord) -> Record:
    """Return a record as it was labelled, letter for letter."""
    record = make_record(text)
    assert hashlib.sha256(text.encode()).hexdigest() == row["sha256"], row["id"]
    assert record.text == text, row["id"]
    return record


def line_start(text: str, at: int) -> int:
    return text.rfind("\n", 0, at) + 1


def touched(text: str, start: int, end: int) -> Iterator[int]:
    """Yield where each line begins that a span touches."""
    while start < end:
        yield line_start(text, start)
        after = text.find("\n", start)
        start = after + 1 if after >= 0 else len(text)


@needs_data
def test_the_lines_of_markings_in_assassination_records_are_found_and_no_others(make_record: MakeRecord) -> None:
    texts = {row["id"]: row["text"] for row in rows("jfk/marked_memos.jsonl")}
    hits = false = missed = 0
    for row in records("jfk_marking_lines.json"):
        record = checked(row, texts[row["id"]], make_record)
        text = record.text
        found: dict[int, set[str]] = {}
        for finding in DETECTOR.find(record):
            for start in touched(text, finding.span.start, finding.span.end):
                found.setdefault(start, set()).add(finding.kind)
        labels = {line_start(text, each["start"]): each for each in row["lines"]}
        for start, label in labels.items():
            is_found = bool(found.get(start, set()) & set(label["kinds"]))
            hits += is_found and not label.get("optional")
            missed += not is_found and not label.get("optional")
        false += sum(
            start not in labels or (not labels[start].get("optional") and not kinds & set(labels[start]["kinds"]))
            for start, kinds in found.items()
        )
    assert hits / (hits + false) >= 0.95
    assert hits / (hits + missed) >= 0.95


def portions(record: Record) -> dict[tuple[int, int], tuple[int, int]]:
    """Return where the portion marks of a record stand, each with what it governs."""
    found = [each for each in DETECTOR.find(record) if each.kind == "portion"]
    return {(each.span.start, each.span.end): (each.extent.start, each.extent.end) for each in found if each.extent}


@needs_data
def test_the_portion_marks_of_real_documents_are_found_and_no_others(make_record: MakeRecord) -> None:
    corrected = {row["id"]: row["marks"] for row in records("frus_portion_extents.json")}
    hits = false = missed = 0
    for row in rows("frus/portion_marked.jsonl"):
        got = set(portions(make_record(row["text"])))
        wanted = {(each["start"], each["end"]) for each in (corrected[row["id"]] if row["id"] in corrected else row["portion_marks"])}
        hits, false, missed = hits + len(got & wanted), false + len(got - wanted), missed + len(wanted - got)
    assert 2 * hits / (2 * hits + false + missed) >= 0.98


@needs_data
def test_a_portion_mark_of_a_real_document_governs_what_a_reader_takes_it_to_govern(make_record: MakeRecord) -> None:
    texts = {row["id"]: row["text"] for row in rows("frus/portion_marked.jsonl")}
    right = labelled = 0
    for row in records("frus_portion_extents.json"):
        got = portions(checked(row, texts[row["id"]], make_record))
        labelled += len(row["marks"])
        right += sum(got.get((each["start"], each["end"])) == tuple(each["extent"]) for each in row["marks"])
    assert right / labelled >= 0.95


@needs_data
@pytest.mark.parametrize("row", rows("frus/enumeration_traps.jsonl"), ids=ids)
def test_the_labels_of_a_list_are_no_portion_marks(row: Row, make_record: MakeRecord) -> None:
    assert portions(make_record(row["text"])) == {}
