"""Any text at all: markings are sought in it without an exception, inside its bounds, and in time that grows as it does."""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st
from wordbook import VOCABULARY

from pipeline.detect import MarkingDetector
from pipeline.ingest import ingest, read_text
from pipeline.inspection import inspect, read_marking
from pipeline.markings import MAX_MARKING, format_marking, parse, parse_stamp
from pipeline.model import Problem, Record

TODAY = dt.date(2026, 11, 24)
MakeRecord = Callable[[str], Record]
KINDS = {
    *("banner", "portion", "authority-block", "notice", "channel", "copy-control", "precedence", "slug", "checkbox", "release-stamp"),
}
WORDS = sorted({form for token in VOCABULARY.tokens for form in (token.name, token.portion, *token.also)})
SEPARATORS = ("/", "//", "-", " - ", "--", " ", "  ", "", ",", ", ", ";", ":", ".", "\n", "\n\n", "\r\n", "\f", "\t", "—", "–", " AND ")
BRACKETS = ("(", ")", "[", "]", "()", "((", "))", "[codeword not declassified]", "(when filled in)", "«", "\u201c")
ODD = (
    "ß",
    "İ",
    "\u0130",
    "ﬀ",
    "\u200b",
    "\u2028",
    "\u0085",
    "\x1c",
    "é",
    "Ω",
    "\U0001f512",
    "1",
    "0",
    "S E C R E T",
    "S-E-C-R-E-T",
    "SEGRET",
    "GROUP 1",
)
NAMES = (
    "REL TO USA, GBR",
    "DISPLAY ONLY AFG",
    "FGI GBR",
    "JOINT",
    "SAR-ABC",
    "SIGMA 14",
    "Copy No. 3 of 12",
    "HANDLE VIA COMINT CHANNELS",
    "X1",
    "20301231",
)

anything = st.text(max_size=120)
pieces = st.one_of(
    st.sampled_from(WORDS), st.sampled_from(SEPARATORS), st.sampled_from(BRACKETS), st.sampled_from(ODD), st.sampled_from(NAMES)
)
wordy = st.lists(pieces, max_size=12).map("".join)
cased = st.one_of(wordy.map(str.lower), wordy.map(str.title), wordy.map(str.swapcase))
texts = st.one_of(anything, wordy, cased)
DETECTOR = MarkingDetector(VOCABULARY)


def assert_inside(problems: tuple[Problem, ...], text: str) -> None:
    for problem in problems:
        assert 0 <= problem.start <= problem.end <= len(text), (problem, text)
        assert problem.code
        assert problem.message
        assert problem.rule


@given(texts)
def test_whatever_is_read_as_a_marking_has_its_problems_inside_the_string(text: str) -> None:
    for read in (parse, parse_stamp):
        reading = read(text, VOCABULARY)
        if reading is not None:
            assert_inside(reading.problems, text)
            assert 0 < reading.confidence <= 1
            assert reading.marking.text == text
            assert reading.marking.kind in KINDS
            assert all(0 <= each.start <= each.end <= len(text) for each in reading.elements)


@given(texts)
def test_whatever_is_asked_of_a_string_is_answered(text: str) -> None:
    reading = read_marking(text, VOCABULARY, as_of=TODAY)
    assert_inside(reading.problems, text)
    assert reading.marking.kind in KINDS | {"none"}


@given(texts)
def test_whatever_is_read_can_be_written(text: str) -> None:
    reading = parse(text, VOCABULARY)
    if reading is not None:
        assert format_marking(reading.marking, VOCABULARY) or reading.marking.is_bare or not reading.marking.level


@given(st.lists(texts, max_size=6).map("\n".join))
def test_whatever_is_found_lies_in_the_record_and_is_read_from_it(make_record: MakeRecord, text: str) -> None:
    if not text.strip() or "\0" in text:
        return
    try:
        record = make_record(text)
    except Exception:  # noqa: BLE001  # what the door refuses is its own business
        return
    for finding in DETECTOR.find(record):
        assert 0 <= finding.span.start < finding.span.end <= len(record.text)
        assert finding.kind in KINDS
        assert 0 < finding.confidence <= 1
        if finding.extent is not None:
            assert finding.extent.start <= finding.span.start
            assert finding.span.end <= finding.extent.end
            assert finding.extent.end <= len(record.text)
    found = inspect(record, VOCABULARY, as_of=TODAY)
    assert_inside(found.problems, record.text)


@pytest.mark.parametrize("text", ["SECRET " * 60, "(" * 500, "//" * 300, "S E " * 200, "A" * 10_000])
def test_a_string_longer_than_any_marking_is_none(text: str) -> None:
    assert len(text) > MAX_MARKING
    assert parse(text, VOCABULARY) is None
    assert parse_stamp(text, VOCABULARY) is None


# --- time ---

MEGABYTE = 2**20
MARGIN = 1.0  # seconds that a busy machine may lose


def seconds(text: str) -> float:
    record = ingest(text.encode(), name="x.txt", readers={"text/plain": read_text})
    start = time.process_time()
    for _ in DETECTOR.find(record):
        pass
    return time.process_time() - start


@pytest.mark.parametrize(
    "unit", ["/", "(S", "(S) ", "SECRET ", "SECRET\n", "S E ", "SEGRET\n", "(S) A.\n\n", "RESTRICTED ", "S-", "GROUP 1\n"]
)
def test_twice_the_text_takes_about_twice_the_time(unit: str) -> None:
    half = seconds(unit * (MEGABYTE // 2 // len(unit)))
    whole = seconds(unit * (MEGABYTE // len(unit)))
    assert whole < 4 * half + MARGIN
    assert whole < 60
