"""The record's date, lifted only when certain ("Law of release" 5)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest

from pipeline.ingest.dating import date_record
from pipeline.model import Certainty, Record

MakeRecord = Callable[[str], Record]
BODY = "\n\nThe falcon flew at noon and was seen by many.\n"
CUBA = dt.date(1962, 11, 7)


def dated(record: Record) -> tuple[dt.date, Certainty]:
    """Return the date of a record and how certain it is."""
    assert record.date is not None
    return record.date.value, record.date.certainty


@pytest.mark.parametrize(
    "heading",
    [
        "November 7, 1962",
        "Moscow, November 7, 1962, 5 p.m.",
        "Washington, November 7, 1962—noon.",
        "7 November 1962",
        "DATE: 7 NOV 1962",
        "1962-11-07",
        "071700Z NOV 1962",
        "SECRET\n\nMEMORANDUM FOR THE RECORD\n7 November 1962\nSUBJECT: Falcons",
        "7 November 1962\n7 Nov 62",
        "CABLE 071700Z NOV 62\n7 November 1962",
        "Memorandum of a meeting\n\nWashington, October 30, 1962\n\nTyped November 7, 1962",
    ],
)
def test_a_full_date_in_the_heading_is_certain(make_record: MakeRecord, heading: str) -> None:
    assert dated(make_record(heading + BODY)) == (CUBA, Certainty.HEADING)


@pytest.mark.parametrize(
    "heading",
    [
        "7 Nov 62",
        "071700Z NOV 62",
        "DATE: 11/7/62",
        "7 Nov 62\n1 May 1961",
    ],
)
def test_a_two_digit_year_that_nothing_confirms_is_in_doubt(make_record: MakeRecord, heading: str) -> None:
    assert dated(make_record(heading + BODY))[1] is Certainty.IN_DOUBT


@pytest.mark.parametrize("heading", ["7 Nov 62", "071700Z NOV 62"])
def test_a_two_digit_year_in_doubt_is_still_told_for_the_log(make_record: MakeRecord, heading: str) -> None:
    assert dated(make_record(heading + BODY)) == (CUBA, Certainty.IN_DOUBT)


@pytest.mark.parametrize(
    ("text", "later"),
    [
        ("7 November 1962" + BODY + "The plan ends on March 1, 1999.\n", "in the text"),
        ("7 November 1962" + BODY + "The plan ends on 1 Mar 99.\n", "with two digits"),
        ("7 November 1962" + BODY + "It was seen on November 8, 1962.\n", "a day later"),
        ("7 November 1962" + BODY + "It lasts from December 28-31, 1987.\n", "in a range of days"),
        ("7 November 1962" + BODY + "It ends on March\n          1, 1999.\n", "over an indented line break"),
        ("7 November 1962" + BODY + "See page 2 March 12, 1999.\n", "behind a page number"),
        ("7 November 1962" + BODY + "\nDeclassify on: 1 March 1999\n", "in an authority block"),
        ("Declassify on: 1 March 1999\n\n7 November 1962" + BODY, "in an authority block above"),
        ("7 November 1962" + BODY + "\f\nAttachment\n\n1 March 1999\n\nAnother text.\n", "in an attachment"),
        ("7 November 1962" + BODY + "The paper was declassified by the Agency on March 1, 1999.\n", "in a sentence about release"),
    ],
)
def test_a_later_full_date_puts_the_heading_in_doubt(make_record: MakeRecord, text: str, later: str) -> None:
    record = make_record(text)
    assert dated(record) == (CUBA, Certainty.IN_DOUBT), later
    assert record.origin is None


@pytest.mark.parametrize(
    "text",
    [
        "7 November 1962" + BODY + "It began on March 1, 1961.\n",
        "7 November 1962" + BODY + "It began on 4 July 1776.\n",
        "7 November 1962" + BODY + "\nApproved For Release 2006/11/17 : CIA-RDP86-00674R000300040008-5\n",
        "Approved For Release 2006/11/17 : CIA-RDP86-00674R000300040008-5\n\n7 November 1962" + BODY,
        "DECLASSIFIED E.O. 12958, Sec. 3.5 NLK-98-123 By A NARA Date 3/5/1999\n\n7 November 1962" + BODY,
        "7 November 1962" + BODY + "\nDeclassified and Approved for Release by NSA on 10-12-2012 pursuant to E.O. 13526\n",
        "7 November 1962" + BODY + "\nNW 50955 DocId: 32276061 Page 1 of 12/31/2022\n",
        "7 November 1962" + BODY + "It will be ready in 1970, or in March 1971.\n",
    ],
)
def test_earlier_dates_months_years_and_review_stamps_leave_the_heading_certain(make_record: MakeRecord, text: str) -> None:
    record = make_record(text)
    assert dated(record) == (CUBA, Certainty.HEADING)
    assert record.origin == CUBA


@pytest.mark.parametrize(
    "text",
    [
        "The falcon flew on November 7, 1962 and was seen by many.\n",
        "Memorandum\n\nThe falcon flew at noon and was seen by many.\n\nNovember 7, 1962\n",
        "Memorandum\nYour letter of November 7, 1962\n\nThe falcon flew at noon.\n",
        "Memorandum\nReference: telegram 5 of 7 November 1962\n\nThe falcon flew at noon.\n",
        "Memorandum\nIn reply to your memorandum dated November 7, 1962\n",
        "Memorandum\nSUBJECT: The Treaty of November 7, 1962\n\nThe falcon flew.\n",
        "Memorandum\nSUBJECT: Soviet Fleet, November 7, 1962\n\nThe falcon flew.\n",
        "Memorandum\nSubj: November 7, 1962\n\nThe falcon flew.\n",
        "THE REVOLUTION OF NOVEMBER 7, 1962\n\nThe falcon flew.\n",
        "Events on November 7, 1962\n\nThe falcon flew.\n",
        "The Fleet since 7 November 1962\n\nThe falcon flew.\n",
        "Biography\nBorn 7 November 1962\n\nThe falcon flew.\n",
        "Biography\nBorn: 7 November 1962, Havana\n\nThe falcon flew.\n",
        "Biography\nDate of birth: 7 November 1962\n\nThe falcon flew.\n",
        "Biography\nDOB 7 November 1962\n\nThe falcon flew.\n",
        "Biography\nD.O.B.: 7 November 1962\n\nThe falcon flew.\n",
        "Biography\nDPOB: 7 November 1962, Havana\n\nThe falcon flew.\n",
        "Biography\nDate of birth:\n   7 November 1962\n\nThe falcon flew.\n",
        "Biography\nDate of birth\n\nSECRET\n\n7 November 1962\n\nThe falcon flew.\n",
        "NAME          DATE OF BIRTH\nFalcon, A.    7 November 1962\nHawk, B.      6 October 1962\n",
        "Biography\n7 November 1962 (date of birth)\n\nThe falcon flew.\n",
        "Biography\nFalcon, b. 7 November 1962\n\nThe falcon flew.\n",
        "Classified by 012170 on 7 November 1962\n\nThe falcon flew at noon and was seen by many.\n",
    ],
)
def test_a_date_that_is_only_mentioned_is_no_heading_date(make_record: MakeRecord, text: str) -> None:
    assert dated(make_record(text)) == (CUBA, Certainty.IN_DOUBT)


def test_a_date_with_its_own_label_counts_though_a_birth_stands_above_it(make_record: MakeRecord) -> None:
    record = make_record("Biography\nDate of birth: 4 March 1931\nDate of report: 7 November 1962\n\nThe falcon flew.\n")
    assert dated(record) == (CUBA, Certainty.HEADING)


@pytest.mark.parametrize(
    "text", ["The falcon flew.", "In 1962 it flew.", "November 1962\n\nIt flew.", "DECLASSIFIED 3 May 1999\n\nIt flew."]
)
def test_a_text_without_a_full_date_of_its_own_has_none(make_record: MakeRecord, text: str) -> None:
    record = make_record(text)
    assert record.date is None
    assert record.origin is None


def test_a_date_before_any_record_of_the_country_is_in_doubt(make_record: MakeRecord) -> None:
    assert dated(make_record("7 November 1662" + BODY))[1] is Certainty.IN_DOUBT


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_the_span_of_the_date_is_where_it_stands(make_record: MakeRecord, end: str) -> None:
    record = make_record(f"SECRET{end}{end}Moscow, November 7, 1962{end}{end}The falcon flew at noon.{end}")
    date = date_record(record)
    assert date is not None
    assert date.span is not None
    assert record.text[date.span.start : date.span.end] == "November 7, 1962"


def test_thousands_of_stamped_pages_are_dated_in_seconds(make_record: MakeRecord) -> None:
    page = "Approved For Release 2006/11/17 : CIA-RDP86-00674R000300040008-5\n" + "A line that says little on 3 May 1961.\n" * 20
    record = make_record("7 November 1962" + BODY + "\f" + page * 1_000)
    assert dated(record) == (CUBA, Certainty.HEADING)


@pytest.mark.parametrize("line", ["Declassify On: 20151231", "Review on: 1 May 1990", "DECL ON: 31 December 2020"])
def test_a_date_of_an_instruction_alone_dates_no_record(make_record: MakeRecord, line: str) -> None:
    assert make_record(f"SECRET\n\nThe falcon flew at noon and was seen by many.\n\n{line}\n").date is None


@pytest.mark.parametrize(
    "line",
    [
        "Approved for release were the men who had been held since March 5, 2015.",
        "Photocopy from the files of the office in which he worked on March 5, 2015.",
        "Released in part were the funds that the bank had held until March 5, 2015.",
    ],
)
def test_a_sentence_that_begins_as_a_stamp_does_leaves_an_older_date_in_doubt(make_record: MakeRecord, line: str) -> None:
    date = make_record(f"Memorandum\nNovember 7, 1962\n\nThe falcon flew at noon.\n\n{line}\n").date
    assert date is not None
    assert date.certainty is Certainty.IN_DOUBT
