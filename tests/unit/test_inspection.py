"""What an inspection comes to: what governs the record, what its portions require, and what is wrong, each once."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest
from wordbook import VOCABULARY

from pipeline.inspection import Inspection, inspect, read_marking
from pipeline.model import Record

MakeRecord = Callable[[str], Record]
TODAY = dt.date(2026, 11, 24)


def inspected(make_record: MakeRecord, text: str) -> Inspection:
    return inspect(make_record(text), VOCABULARY, as_of=TODAY)


def codes(found: Inspection) -> list[str]:
    return [problem.code for problem in found.problems]


@pytest.mark.parametrize(
    ("text", "level", "basis"),
    [
        ("CONFIDENTIAL\n\nThe falcon flew.\n\nSECRET", "SECRET", "banner"),
        ("The falcon flew.\n\nCL BY 012170", None, "block"),
        ("(S) The falcon flew.\n\n(U) It rained.", "SECRET", "portions"),
        ("The falcon flew.", None, "none"),
        ("TOP SECRET SECRET CONFIDENTIAL UNCLASSIFIED\n\nThe falcon flew.", None, "none"),
        ("Approved For Release 2006/11/17 : CIA-RDP86-00674R000300040008-5\n\nThe falcon flew.", None, "none"),
    ],
)
def test_the_highest_banner_governs_else_the_block_else_the_portions(
    make_record: MakeRecord, text: str, level: str | None, basis: str
) -> None:
    overall = inspected(make_record, text).overall
    assert (overall.level, overall.basis) == (level, basis)


def test_what_is_not_marked_is_never_taken_for_unclassified(make_record: MakeRecord) -> None:
    found = inspected(make_record, "The falcon flew.")
    assert found.overall.level is None
    assert codes(found) == ["no-marking"]


def test_every_banner_is_held_to_the_portions_it_governs(make_record: MakeRecord) -> None:
    found = inspected(make_record, "TOP SECRET\n\n(TS) The falcon flew.\n\nIt was seen.\n\nSECRET")
    assert [(problem.code, problem.start) for problem in found.problems] == [
        ("banner-below-portions", found.record.text.index("SECRET", 5))
    ]


def test_a_later_pages_banner_answers_for_its_page_alone(make_record: MakeRecord) -> None:
    pages = ["SECRET\n\n(S) The falcon flew.\n\nSECRET", "UNCLASSIFIED\n\n(U) It rained.\n\nUNCLASSIFIED"]
    assert codes(inspected(make_record, "\f".join(pages))) == []
    assert codes(inspected(make_record, "\f".join([pages[0], pages[1].replace("(U)", "(C)")]))) == ["banner-below-portions"]


def test_the_mark_of_a_quoted_title_is_no_portion_of_the_record(make_record: MakeRecord) -> None:
    text = "(U) It answers a memorandum, subject: “The Falcon (TS)”, of last week.\n\n(U) It rained."
    found = inspected(make_record, text)
    assert found.overall.rollup == "UNCLASSIFIED"
    assert [each.marking.level for each in found.seen] == ["UNCLASSIFIED", "TOP SECRET", "UNCLASSIFIED"]


def test_an_obsolete_word_is_told_once_a_record(make_record: MakeRecord) -> None:
    found = inspected(make_record, "SECRET/NO FOREIGN DISSEM\n\nThe falcon flew.\n\nSECRET/NO FOREIGN DISSEM")
    assert codes(found) == ["obsolete-marking"]


@pytest.mark.parametrize(("line", "expected"), [("Declassify On: 20151231", True), ("Declassify On: 20351231", False)])
def test_a_date_of_declassification_is_stale_once_it_has_passed(make_record: MakeRecord, line: str, *, expected: bool) -> None:
    found = inspected(make_record, f"SECRET\n\nThe falcon flew.\n\nClassified By: A. Officer\n{line}")
    assert ("stale-declassification-date" in codes(found)) is expected


def test_every_problem_stands_where_its_words_are(make_record: MakeRecord) -> None:
    text = "A memorandum.\n\n(S//NF/REL TO USA, GBR) The falcon flew.\n\nOf no date."
    problem = inspected(make_record, text).problems[0]
    assert problem.code == "conflict"
    assert "NF" in text[problem.start : problem.end] or "REL" in text[problem.start : problem.end]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("the harbor", "none"),
        ("", "none"),
        ("Declassify On: OADR", "authority-block"),
        ("GROUP 1\nExcluded from automatic\ndowngrading and declassification", "authority-block"),
        ("This document contains Restricted Data as defined in the Atomic Energy Act of 1954", "notice"),
        ("RELEASE IN PART B1,1.4(B)", "release-stamp"),
        ("HANDLE VIA BYEMAN CHANNELS ONLY", "channel"),
        ("Copy No. 4 of 9 copies", "copy-control"),
        ("NIACT", "precedence"),
    ],
)
def test_a_string_of_any_kind_is_read_as_what_it_is(text: str, kind: str) -> None:
    assert read_marking(text, VOCABULARY, as_of=TODAY).marking.kind == kind


PROSE = "The falcon flew over the harbor at noon, and it was seen there by many men."


@pytest.mark.parametrize(
    ("text", "level", "expected"),
    [
        (f"The Falcon (U)\n\n{PROSE}", None, ["unmarked-text"]),
        (f"The Falcon (U)\n\n(U) {PROSE}", "UNCLASSIFIED", []),
        (f"The Falcon (U)\n\n(S) {PROSE}\n\n{PROSE}", "SECRET", []),
    ],
)
def test_unclassified_portions_say_nothing_of_text_that_bears_no_mark(
    make_record: MakeRecord, text: str, level: str | None, expected: list[str]
) -> None:
    found = inspected(make_record, text)
    assert (found.overall.level, codes(found)) == (level, expected)


@pytest.mark.parametrize(("text", "expected"), [(f"(U) {PROSE}", ["banner-above-portions"]), (PROSE, [])])
def test_a_banner_is_higher_than_all_portions_only_where_all_text_is_marked(
    make_record: MakeRecord, text: str, expected: list[str]
) -> None:
    assert codes(inspected(make_record, f"SECRET\n\nThe Falcon (U)\n\n{text}\n\nSECRET")) == expected
