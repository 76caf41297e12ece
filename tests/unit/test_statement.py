"""What a release says of itself, and the words it adds to the record."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise

import pytest

from pipeline.model import Action, Certainty, Claim, Decision, Record, RecordDate, Span, Version
from pipeline.passages import AmountPolicy
from pipeline.statement import HoldRow, LegendRow, ReleasePolicy, Statement, day, make_statement
from pipeline.wording import (
    blank_words,
    cancelled,
    closing_heading,
    closing_notes,
    closing_tables,
    document_title,
    identity,
    page_foot,
    page_head,
    stamp,
)

MakeRecord = Callable[[str], Record]
TEXT = "TOP SECRET\n\nRecord of a meeting\nNovember 7, 1962\n\nThe falcon flew at noon. The hawk did not.\n"
POLICY = ReleasePolicy(dt.date(2026, 11, 24), is_permanent=True)


def decisions_of(record: Record, *withheld: tuple[str, Claim], struck: str = "") -> tuple[Decision, ...]:
    """Withhold each word by its claim, strike one marking, release all else."""
    text = record.text
    marks: list[tuple[Span, Claim | None]] = []
    for word, claim in withheld:
        at = text.index(word)
        marks.append((Span(at, at + len(word)), claim))
    if struck:
        marks.append((Span(text.index(struck), text.index(struck) + len(struck)), None))
    found: list[Decision] = []
    at = 0
    for span, claim_or_none in sorted(marks, key=lambda mark: mark[0]):
        if span.start > at:
            found.append(Decision(Span(at, span.start), Action.RELEASE, (), (), (), "default"))
        if claim_or_none is None:
            found.append(Decision(span, Action.RELEASE, (), (), (), "default", is_struck=True))
        else:
            owners = (claim_or_none.owner,) if claim_or_none.owner else ()
            found.append(Decision(span, claim_or_none.action, claim_or_none.codes, owners, (claim_or_none,), claim_or_none.rule))
        at = span.end
    if at < len(text):
        found.append(Decision(Span(at, len(text)), Action.RELEASE, (), (), (), "default"))
    return tuple(found)


NSI = Claim(Span(0, 1), Action.REDACT, "nsi", ("1.4(c)",), ("1.4(c)", "25X1"))
PRIVACY = Claim(Span(0, 1), Action.REDACT, "privacy", ("(b)(6)",), ("(b)(6)",))
HOLD = Claim(Span(0, 1), Action.REFER, "hold", owner="DOE")


def stated(record: Record, *withheld: tuple[str, Claim], version: Version = Version.REDACTED, **options: object) -> Statement:
    policy = replace(POLICY, **options)  # type: ignore[arg-type]
    return make_statement(record, decisions_of(record, *withheld, struck="TOP SECRET"), version, policy)


def test_a_statement_names_title_date_and_banner_from_released_text(make_record: MakeRecord) -> None:
    statement = stated(make_record(TEXT), ("falcon", NSI))
    assert (statement.title, statement.date, statement.banner) == ("Record of a meeting", dt.date(1962, 11, 7), "TOP SECRET")
    assert (statement.withheld, statement.referred, statement.verdict) == (1, 0, "released-in-part")


@pytest.mark.parametrize(
    ("word", "title"),
    [
        ("Record", "November 7, 1962"),
        ("meeting", "November 7, 1962"),
        ("Record of a meeting", "November 7, 1962"),
        ("Record of a meeting\nNovember 7, 1962\n\nThe falcon flew at noon. The hawk did not.", None),
        ("falcon", "Record of a meeting"),
    ],
)
def test_a_title_is_a_whole_released_line_near_the_top_or_none(make_record: MakeRecord, word: str, title: str | None) -> None:
    assert stated(make_record(TEXT), (word, NSI)).title == title


@pytest.mark.parametrize("line", ["It ended here.", "One, two,", "First:", "x" * 161, "1 2 3 4"])
def test_a_sentence_a_list_and_a_long_line_are_no_titles(make_record: MakeRecord, line: str) -> None:
    record = make_record(f"{line}\nRecord of a meeting\n")
    assert make_statement(record, decisions_of(record), Version.REDACTED, POLICY).title == "Record of a meeting"


def test_a_title_far_from_the_top_is_none(make_record: MakeRecord) -> None:
    record = make_record("A sentence ends.\n" * 8 + "Record of a meeting\n")
    assert make_statement(record, decisions_of(record), Version.REDACTED, POLICY).title is None


@pytest.mark.parametrize("struck", ["(S)", "SEC", "Derived from: a guide"])
def test_a_portion_mark_and_a_block_are_no_banner(make_record: MakeRecord, struck: str) -> None:
    record = make_record(f"{struck} A record")
    assert make_statement(record, decisions_of(record, struck=struck), Version.REDACTED, POLICY).banner is None


def test_a_withheld_date_is_shown_nowhere(make_record: MakeRecord) -> None:
    statement = stated(make_record(TEXT), ("1962", NSI))
    assert statement.date is None
    assert statement.version_line == "First-review version: codes as of the record's date; 1 of 1 have since lapsed"
    assert statement.legend[0].until == "31 December, 25 years after origin"


def test_a_date_that_a_person_stated_is_shown_and_one_in_doubt_is_not(make_record: MakeRecord) -> None:
    record = make_record(TEXT)
    told = replace(record, date=RecordDate(dt.date(1963, 1, 2), Certainty.STATED))
    assert stated(told, ("1962", NSI)).date == dt.date(1963, 1, 2)
    doubtful = replace(record, date=RecordDate(dt.date(1963, 1, 2), Certainty.IN_DOUBT))
    assert stated(doubtful).date is None
    assert stated(replace(record, date=None)).date is None


@pytest.mark.parametrize(
    ("options", "line"),
    [
        ({}, "First-review version: codes as of 7 November 1962; 1 of 2 have since lapsed"),
        ({"first_review": dt.date(1975, 3, 1)}, "First-review version: codes as of 1 March 1975; 1 of 2 have since lapsed"),
        ({"as_of": dt.date(1970, 3, 1)}, "First-review version: codes as of 7 November 1962; 0 of 2 have since lapsed"),
        ({"version": Version.RELEASED}, "Release version: what may be withheld on 24 November 2026"),
    ],
)
def test_every_page_says_which_version_it_is(make_record: MakeRecord, options: dict[str, object], line: str) -> None:
    version = options.pop("version", Version.REDACTED)
    assert isinstance(version, Version)
    assert stated(make_record(TEXT), ("falcon", NSI), ("hawk", PRIVACY), version=version, **options).version_line == line


def test_an_undated_records_codes_are_of_the_release_date(make_record: MakeRecord) -> None:
    statement = stated(replace(make_record(TEXT), date=None), ("falcon", NSI))
    assert statement.version_line == "First-review version: codes as of 24 November 2026; 0 of 1 have since lapsed"
    assert statement.legend[0].until == "undated record: until a date is found"


def test_a_referral_is_not_counted_as_a_code_that_lapsed(make_record: MakeRecord) -> None:
    assert stated(make_record(TEXT), ("falcon", HOLD)).version_line.endswith("0 of 0 have since lapsed")


def test_the_closing_rows_tell_each_code_and_owner_once(make_record: MakeRecord) -> None:
    statement = stated(make_record(TEXT), ("falcon", NSI), ("hawk", PRIVACY), ("noon", NSI), ("flew", HOLD))
    assert statement.legend == (
        LegendRow("(b)(6)", "Personal privacy (5 U.S.C. 552(b)(6))", "not ended by age", 1),
        LegendRow("(b)(1) 1.4(c)", "Intelligence activities, sources or methods, or cryptology", "31 December 1987", 2),
    )
    assert statement.holds == (HoldRow("DOE", 1),)
    assert (statement.withheld, statement.referred) == (3, 1)


def test_a_record_of_blanks_and_markings_alone_is_withheld_in_full(make_record: MakeRecord) -> None:
    record = make_record("TOP SECRET\n\nfalcon -- \n")
    statement = make_statement(record, decisions_of(record, ("falcon", NSI), struck="TOP SECRET"), Version.REDACTED, POLICY)
    assert (statement.verdict, statement.release_line) == ("withheld-in-full", "Withheld in full")


@pytest.mark.parametrize(
    ("options", "status"),
    [
        ({}, "PROPOSED FOR RELEASE"),
        ({"approved_by": "A. Officer, NARA"}, "DECLASSIFIED IN PART"),
        ({"approved_by": "A. Officer, NARA", "was_classified": False}, "RELEASED IN PART"),
        ({"is_projected": True}, "PROJECTED - PROPOSED FOR RELEASE"),
        ({"is_projected": True, "approved_by": "A. Officer, NARA"}, "PROJECTED - DECLASSIFIED IN PART"),
    ],
)
def test_the_status_of_a_page(make_record: MakeRecord, options: dict[str, object], status: str) -> None:
    assert stated(make_record(TEXT), ("falcon", NSI), **options).status == status  # type: ignore[arg-type]


def test_a_guide_is_an_authority_and_a_young_record_has_none_of_its_own(make_record: MakeRecord) -> None:
    record = make_record(TEXT)
    assert stated(record, version=Version.RELEASED, guide="Guide 12 of 1990").authority == "Guide 12 of 1990"
    young = replace(record, date=RecordDate(dt.date(2015, 1, 1), Certainty.STATED))
    assert stated(young, version=Version.RELEASED).authority is None
    assert stated(replace(record, date=None), version=Version.RELEASED).classification == "DECLASSIFICATION AUTHORITY NOT STATED"


@pytest.mark.parametrize(("value", "text"), [(dt.date(1962, 11, 7), "7 November 1962"), (dt.date(2000, 1, 31), "31 January 2000")])
def test_dates_are_written_out_in_english(value: dt.date, text: str) -> None:
    assert day(value) == text


# --- wording ---


@pytest.mark.parametrize(
    ("codes", "label"),
    [
        (("1.4(c)",), "(b)(1) 1.4(c)"),
        (("1.4(c)", "(b)(6)"), "(b)(1) 1.4(c), (b)(6)"),
        (("1.4(c)", "1.4(d)"), "(b)(1) 1.4(c), 1.4(d)"),
        (("1.4(c)", "1.4(d)", "(b)(6)"), "(b)(1) 1.4(c) +2"),
        (("(b)(6)", "1.4(d)", "1.4(c)"), "(b)(6) +2"),
        (("(b)(6)", "RD"), "(b)(6), (b)(3) RD"),
        (("(b)(6)", "RD", "(b)(4)"), "(b)(6), (b)(3) RD +1"),
        (("(b)(3) 50 U.S.C. 3024(i)(1)",), "(b)(3)"),
        (("(b)(3) 50 U.S.C. 3024(i)(1)", "(b)(3) 18 U.S.C. 798"), "(b)(3)"),
        (("(b)(6)", "(b)(4)", "(b)(5)"), "(b)(6), (b)(4), (b)(5)"),
        (("(b)(6)", "(b)(4)"), "(b)(6), (b)(4)"),
    ],
)
def test_a_box_tells_as_many_codes_as_it_holds_and_how_many_more(codes: tuple[str, ...], label: str) -> None:
    words = blank_words(Action.REDACT, codes, (), "1-3 lines", "W0001")
    assert words.label == label
    assert len(words.label) <= 22


def test_a_blanks_line_tells_every_code_and_owner() -> None:
    redacted = blank_words(Action.REDACT, ("1.4(c)", "(b)(3) 18 U.S.C. 798"), (), "1-3 lines", "W0001")
    assert redacted.line == "[withheld: (b)(1) 1.4(c), (b)(3) 18 U.S.C. 798; 1-3 lines]"
    assert (redacted.amount, redacted.mark) == ("1-3 lines", "W0001")
    held = blank_words(Action.REFER, (), ("DOE", "a very long name of an office"), "", "R0001")
    assert held.line == "[referred: DOE, a very long name of an office]"
    assert held.label == "DOE +1"
    assert blank_words(Action.REFER, (), ("Department of the Treasury",), "", "R0001").label == "Department of the Treasury"
    assert blank_words(Action.REDACT, ("(b)(5) attorney-client privilege",), (), "", "W0001").label == "(b)(5)"
    assert blank_words(Action.REFER, (), ("a very long name of an office",), "", "R0001").label == "see last page"


def test_a_cancelled_marking_stands_on_one_line() -> None:
    assert cancelled("TOP SECRET -\n  SENSITIVE") == "[cancelled: TOP SECRET - SENSITIVE]"


def test_the_words_around_a_page(make_record: MakeRecord) -> None:
    statement = stated(make_record(TEXT), ("falcon", NSI), case="MDR 1", approved_by="A. Officer, NARA")
    assert page_head(statement) == ("DECLASSIFIED IN PART", "TOP SECRET", "MDR 1")
    assert page_foot(statement, 2, 3) == (statement.version_line, "Page 2 of 3")
    assert stamp(statement) == (
        "DECLASSIFIED IN PART",
        (
            ("CLASSIFICATION", "Declassified in part"),
            ("RELEASE", "Released in part"),
            ("APPROVED BY", "A. Officer, NARA"),
            ("CASE", "MDR 1"),
            ("DATE", "24 November 2026"),
        ),
    )
    assert identity(statement) == (("RECORD", "Record of a meeting"), ("RECORD DATE", "7 November 1962"), ("VERSION", "First review"))
    assert document_title(statement) == "Record of a meeting (first-review version)"


def test_what_is_not_released_is_said_to_be_so(make_record: MakeRecord) -> None:
    word = "Record of a meeting\nNovember 7, 1962\n\nThe falcon flew at noon. The hawk did not."
    statement = stated(make_record(TEXT), (word, PRIVACY), version=Version.RELEASED)
    assert identity(statement) == (
        ("RECORD", "Title not released"),
        ("RECORD DATE", "Not certain, or not released"),
        ("VERSION", "Release"),
    )
    assert document_title(statement) == "Record (release version)"
    assert page_head(statement)[2] == ""


@pytest.mark.parametrize(
    ("amount", "sentence"),
    [
        (AmountPolicy.NONE, "No amount is shown"),
        (AmountPolicy.BUCKET, "a class of size, in lines of ten words"),
        (AmountPolicy.EXACT, "its lines of ten words, and its words"),
    ],
)
def test_the_closing_page_explains_its_boxes(make_record: MakeRecord, amount: AmountPolicy, sentence: str) -> None:
    heading, intro = closing_heading(stated(make_record(TEXT), ("falcon", NSI), amount=amount))
    assert heading == "Withheld information"
    assert sentence in intro


def test_the_closing_tables_and_notes(make_record: MakeRecord) -> None:
    statement = stated(make_record(TEXT), ("falcon", NSI), ("hawk", HOLD))
    first, second = closing_tables(statement)
    assert first[0] == ("REASON", "BASIS", "HELD UNTIL", "PASSAGES")
    assert first[1][0] == "(b)(1) 1.4(c)"
    assert second[1] == ("DOE", "Awaits a decision of this owner or person", "until decided", "1")
    notes = closing_notes(statement)
    assert notes[0] == "Passages withheld: 1. Passages referred: 1. Released in part."
    assert len(notes) == 3
    projected = closing_notes(stated(make_record(TEXT), version=Version.RELEASED, is_projected=True, approved_by="A. B., C"))
    assert projected[1].startswith("PROJECTED")
    assert len(projected) == 2


def test_a_release_in_full_says_so(make_record: MakeRecord) -> None:
    statement = stated(make_record(TEXT), version=Version.RELEASED)
    assert closing_heading(statement) == ("Nothing withheld", "Every word of the record's text stands in this release.")
    assert closing_tables(statement) == ()
    assert statement.release_line == "Released in full"


def test_the_banner_is_the_highest_of_the_cancelled_markings(make_record: MakeRecord) -> None:
    text = "Background Use Only\nCONFIDENTIAL\nS-E-C-R-E-T\nSECRET/NOFORN\n\nThe falcon flew at noon.\n"
    record = make_record(text)
    edges = [0, *(at + 1 for at, sign in enumerate(text) if sign == "\n")][:5]
    struck = [Decision(Span(start, end - 1), Action.RELEASE, (), (), (), "default", is_struck=True) for start, end in pairwise(edges)]
    breaks = [Decision(Span(end - 1, end), Action.RELEASE, (), (), (), "default") for end in edges[1:]]
    rest = Decision(Span(edges[-1], len(record.text)), Action.RELEASE, (), (), (), "default")
    decisions = tuple(sorted([*struck, *breaks, rest], key=lambda each: each.span))
    assert make_statement(record, decisions, Version.RELEASED, POLICY).banner == "S-E-C-R-E-T"


@pytest.mark.parametrize(
    ("head", "title"),
    [
        ("2025 RELEASE UNDER THE PRESIDENT JOHN F. KENNEDY ASSASSINATION RECORDS ACT OF 1992", "Record of a meeting"),
        ("104-10049-10362", "Record of a meeting"),
        ("UNCLASSIFIED CONFIDENTIAL SECRET", "Record of a meeting"),
        ("SECRET TALKS", "SECRET TALKS"),
    ],
)
def test_neither_a_later_stamp_nor_a_list_of_levels_is_the_title(make_record: MakeRecord, head: str, title: str) -> None:
    record = make_record(f"{head}\n\n{TEXT.removeprefix('TOP SECRET')}")
    assert make_statement(record, decisions_of(record), Version.REDACTED, POLICY).title == title
