"""Full dates as typists wrote them."""

from __future__ import annotations

import datetime as dt

import pytest

from pipeline.dates import DateMention, find_dates, in_century
from pipeline.model import Span


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("November 7, 1962", (1962, 11, 7)),
        ("November 7 1962", (1962, 11, 7)),
        ("NOVEMBER 7, 1962", (1962, 11, 7)),
        ("Nov. 7, 1962", (1962, 11, 7)),
        ("Sept. 7, 1962", (1962, 9, 7)),
        ("November 7th, 1962", (1962, 11, 7)),
        ("November\n     7, 1962", (1962, 11, 7)),
        ("November 7,\n          1962", (1962, 11, 7)),
        ("November 7,\r\n1962", (1962, 11, 7)),
        ("November 7, 5 p.m., 1962", None),
        ("November 7, at 5:00 p.m., 1962", (1962, 11, 7)),
        ("7 November 1962", (1962, 11, 7)),
        ("7th November, 1962", (1962, 11, 7)),
        ("7-Nov-1962", (1962, 11, 7)),
        ("7NOV1962", (1962, 11, 7)),
        ("7 Nov 62", (62, 11, 7)),
        ("7 Nov. '62", (62, 11, 7)),
        ("7 Nov ’62", (62, 11, 7)),
        ("November 7, '62", (62, 11, 7)),
        ("the 7th day of November, 1962", (1962, 11, 7)),
        ("the 7th of November 1962", (1962, 11, 7)),
        ("071700Z NOV 62", (62, 11, 7)),
        ("071700Z NOV 1962", (1962, 11, 7)),
        ("071700 NOV 62", (62, 11, 7)),
        ("1962-11-07", (1962, 11, 7)),
        ("1962/11/7", (1962, 11, 7)),
        ("1962.11.07", (1962, 11, 7)),
        ("19621107", (1962, 11, 7)),
        ("11/7/62", (62, 11, 7)),
        ("11/7/1962", (1962, 11, 7)),
        ("7/11/1962", (1962, 7, 11)),
        ("23/11/1962", (1962, 11, 23)),
        ("23.11.1962", (1962, 11, 23)),
        ("29 February 1964", (1964, 2, 29)),
        ("4 July 1776", (1776, 7, 4)),
        ("7 \u017fept 1762", (1762, 9, 7)),
        ("December 28-31, 1987", (1987, 12, 31)),
        ("December 28\u201331, 1987", (1987, 12, 31)),
        ("December 28 and 31, 1987", (1987, 12, 31)),
        ("28-31 December 1987", (1987, 12, 31)),
        ("28 and 31 December 1987", (1987, 12, 31)),
        ("November the 7th, 1962", (1962, 11, 7)),
        ("November 7 , 1962", (1962, 11, 7)),
        ("November 7—1962", (1962, 11, 7)),
        ("November 7; 1962", (1962, 11, 7)),
        ("November 7 (1962)", (1962, 11, 7)),
        ("7. November 1962", (1962, 11, 7)),
        ("1962 November 7", (1962, 11, 7)),
        ("11 / 7 / 1962", (1962, 11, 7)),
        ("1962 - 11 - 07", (1962, 11, 7)),
    ],
)
def test_a_full_date_is_read_however_it_is_written(written: str, expected: tuple[int, int, int] | None) -> None:
    text = f"Moscow, {written}, it said"
    assert [(each.year, each.month, each.day) for each in find_dates(text)] == ([expected] if expected else [])


@pytest.mark.parametrize(
    "text",
    [
        *("", "1962", "November 1962", "November 7", "Nov 62", "30 February 1962", "1962-13-45", "32 November 1962", "19621345"),
        *("29 February 1963", "may 7 of them", "A1962-11-07", "1962-11-071", "November 7, 19621", "119621107", "17/17/1962", "00/11/1962"),
        *("7 Novembers 1962", "the March 1962 crisis", "November\n\n\n\n\nof 7, 1962"),
    ],
)
def test_what_is_no_full_date_is_not_read_as_one(text: str) -> None:
    assert find_dates(text) == ()


def test_the_span_of_a_date_holds_the_date_and_nothing_else() -> None:
    text = "Memorandum\nMoscow, November 7, 1962. Then 8 Nov 62."
    assert [text[each.span.start : each.span.end] for each in find_dates(text)] == ["November 7, 1962", "8 Nov 62"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("on page 3 November 17, 1999", [(1999, 11, 17)]),
        ("Telegram 12 November 17, 1962", [(1962, 11, 17)]),
        ("7 November 1962-11-09", [(1962, 11, 7)]),
        ("6 Nov 62, 7 Nov 62 and 8 Nov 62", [(62, 11, 6), (62, 11, 7), (62, 11, 8)]),
    ],
)
def test_where_two_readings_overlap_the_one_with_the_full_year_counts(text: str, expected: list[tuple[int, int, int]]) -> None:
    assert [(each.year, each.month, each.day) for each in find_dates(text)] == expected


def test_dates_are_sought_within_one_span_only() -> None:
    text = "1 May 1961\n2 May 1962\n3 May 1963"
    assert [each.year for each in find_dates(text, Span(11, 21))] == [1962]


@pytest.mark.parametrize(
    ("year", "near", "expected"),
    [
        (62, 1962, 1962),
        (62, 2026, 2062),
        (62, 1901, 1862),
        (5, 1962, 2005),
        (98, 1903, 1898),
        (0, 1999, 2000),
        (1812, 1962, 1812),
    ],
)
def test_a_two_digit_year_is_the_one_nearest_to_its_century(year: int, near: int, expected: int) -> None:
    assert in_century(DateMention(Span(0, 1), year, 11, 7), near) == dt.date(expected, 11, 7)


def test_a_leap_day_of_a_year_without_one_is_the_day_before() -> None:
    assert in_century(DateMention(Span(0, 1), 63, 2, 29), 1962) == dt.date(1963, 2, 28)


@pytest.mark.parametrize(("year", "expected"), [(1962, True), (62, False), (0, False)])
def test_a_mention_knows_whether_its_year_has_four_digits(year: int, expected: bool) -> None:
    assert DateMention(Span(0, 1), year, 1, 1).has_full_year is expected
