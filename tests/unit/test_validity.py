"""What makes a code stale or impossible beside the ages of the order, and what a chain is then worth."""

from __future__ import annotations

import datetime as dt

import pytest

from pipeline.authority import Standing, standing
from pipeline.authority.codes import ATTORNEY_CLIENT, DELIBERATIVE, WORK_PRODUCT
from pipeline.authority.validity import doubt, is_approved, own_end, untrue
from pipeline.model import Custody

DAY = dt.date
REAGAN = DAY(1985, 3, 1)
NOT_PRESIDENTIAL = "is for Presidential records (44 U.S.C. 2204(a))"
BARE = "(b)(5) names no privilege, and deliberative process ends at 25 years (5 U.S.C. 552(b)(5))"
NOT_APPROVED = "is not among the categories that the rule set lets the agency use (32 CFR 2001.30(k))"
GUIDE = "A guide of 2024"
FEDERAL, PRESIDENTIAL, DONATED = Custody.FEDERAL, Custody.PRESIDENTIAL, Custody.DONATED


@pytest.mark.parametrize(
    ("code", "origin", "end"),
    [
        (DELIBERATIVE, DAY(2000, 5, 17), DAY(2025, 5, 17)),
        (DELIBERATIVE, DAY(2000, 2, 29), DAY(2025, 3, 1)),
        (DELIBERATIVE, DAY(1999, 2, 28), DAY(2024, 2, 28)),
        (DELIBERATIVE, DAY(9974, 12, 31), DAY(9999, 12, 31)),
        (DELIBERATIVE, DAY(9980, 1, 1), DAY.max),
        (DELIBERATIVE, None, None),
        (ATTORNEY_CLIENT, DAY(1950, 1, 1), None),
        (WORK_PRODUCT, DAY(1950, 1, 1), None),
        ("(b)(5)", DAY(1950, 1, 1), None),
        ("(b)(6)", DAY(1950, 1, 1), None),
        ("P2", DAY(1981, 1, 20), DAY(2001, 1, 20)),
        ("P5", DAY(1981, 1, 20), DAY(2001, 1, 20)),
        ("P5", DAY(1989, 1, 20), DAY(2001, 1, 20)),
        ("P5", DAY(1989, 1, 21), DAY(2005, 1, 20)),
        ("P5", DAY(1993, 1, 21), DAY(2013, 1, 20)),
        ("P5", DAY(2001, 1, 21), DAY(2021, 1, 20)),
        ("P5", DAY(2009, 1, 21), DAY(2029, 1, 20)),
        ("P5", DAY(2017, 1, 21), DAY(2033, 1, 20)),
        ("P5", DAY(2021, 1, 21), DAY(2037, 1, 20)),
        ("P5", DAY(2025, 1, 21), DAY(2041, 1, 20)),
        ("P5", DAY(2029, 1, 21), None),
        ("P5", DAY(1981, 1, 19), None),
        ("P5", None, None),
        *((code, REAGAN, None) for code in ("P1", "P3", "P4", "P6", "C", "1.4(c)", "25X1")),
    ],
)
def test_its_own_statute_ends_a_code(code: str, origin: dt.date | None, end: dt.date | None) -> None:
    assert own_end(code, origin) == end


@pytest.mark.parametrize(
    ("code", "origin", "custody", "why"),
    [
        *(
            (f"P{number}", REAGAN, FEDERAL, f"P{number} is for Presidential records (44 U.S.C. 2204(a)), and these are federal")
            for number in range(1, 7)
        ),
        ("P6", REAGAN, None, f"P6 {NOT_PRESIDENTIAL}, and no custody is stated"),
        ("P6", REAGAN, DONATED, f"P6 {NOT_PRESIDENTIAL}, and these are donated"),
        ("P6", DAY(1981, 1, 19), PRESIDENTIAL, "P6 is for records from 20 January 1981 on (44 U.S.C. 2201)"),
        ("P6", DAY(1981, 1, 20), PRESIDENTIAL, None),
        ("P6", None, PRESIDENTIAL, None),
        ("C", REAGAN, DONATED, None),
        ("C", REAGAN, FEDERAL, "C is for donated papers, and these are federal"),
        ("C", None, None, "C is for donated papers, and no custody is stated"),
        *(
            (code, REAGAN, PRESIDENTIAL, "(b)(5) does not apply to Presidential records (44 U.S.C. 2204(c)(1))")
            for code in ("(b)(5)", DELIBERATIVE, ATTORNEY_CLIENT, WORK_PRODUCT)
        ),
        ("(b)(5)", REAGAN, FEDERAL, None),
        ("(b)(5)", REAGAN, None, None),
        *((code, REAGAN, custody, None) for custody in (*Custody, None) for code in ("RD", "TFNI", "25X1", "1.4(c)", "(b)(6)", "(k)(1)")),
    ],
)
def test_a_code_is_untrue_of_other_records(code: str, origin: dt.date | None, custody: Custody | None, why: str | None) -> None:
    assert untrue(code, origin, DAY(1990, 1, 1), custody) == why


@pytest.mark.parametrize(
    ("code", "categories", "expected"),
    [
        ("25X1", None, True),
        ("25X1", (), False),
        ("25X1", ("25X1",), True),
        ("25X1", ("25X2", "50X1-HUM"), False),
        ("50X1-HUM", ("25X1",), False),
        ("75X1", ("75X",), False),
        *((code, (), True) for code in ("1.4(c)", "(b)(6)", "RD", "FRD", "TFNI", "P5", "C")),
    ],
)
def test_categories_say_which_exemptions_an_agency_may_use(code: str, categories: tuple[str, ...] | None, expected: bool) -> None:
    assert is_approved(code, categories) is expected


@pytest.mark.parametrize(
    ("code", "origin", "day", "expected"),
    [
        (DELIBERATIVE, DAY(2000, 5, 17), DAY(2025, 5, 16), None),
        (DELIBERATIVE, DAY(2000, 5, 17), DAY(2025, 5, 17), f"{DELIBERATIVE} ended on 2025-05-17"),
        (DELIBERATIVE, None, DAY(2099, 1, 1), None),
        ("(b)(5)", DAY(2000, 5, 17), DAY(2025, 5, 16), None),
        (
            "(b)(5)",
            DAY(2000, 5, 17),
            DAY(2025, 5, 17),
            "(b)(5) names no privilege, and deliberative process ends at 25 years (5 U.S.C. 552(b)(5))",
        ),
        ("(b)(5)", None, DAY(2099, 1, 1), None),
        (ATTORNEY_CLIENT, DAY(1950, 1, 1), DAY(2026, 1, 1), None),
        ("P6", DAY(1985, 1, 1), DAY(2026, 1, 1), f"P6 {NOT_PRESIDENTIAL}, and these are federal"),
        (
            "25X3",
            DAY(1985, 1, 1),
            DAY(2026, 1, 1),
            f"25X3 {NOT_APPROVED}",
        ),
        ("25X1", DAY(1985, 1, 1), DAY(2026, 1, 1), None),
        ("RD", DAY(1985, 1, 1), DAY(2026, 1, 1), None),
    ],
)
def test_what_is_wrong_with_a_code_is_said(code: str, origin: dt.date | None, day: dt.date, expected: str | None) -> None:
    assert doubt(code, origin, day, custody=FEDERAL, categories=("25X1",)) == expected


def test_what_has_ended_is_said_before_what_was_never_true() -> None:
    assert doubt("P5", REAGAN, DAY(2001, 1, 20), custody=FEDERAL) == "P5 ended on 2001-01-20"
    assert doubt("P5", REAGAN, DAY(2001, 1, 19), custody=PRESIDENTIAL) is None


# --- what a chain is worth ---

LAPSED = Standing((), None)


@pytest.mark.parametrize(
    ("chain", "origin", "day", "custody", "categories", "expected"),
    [
        # deliberative process: 24 years and 364 days, then 25 years
        ((DELIBERATIVE,), DAY(2000, 5, 17), DAY(2025, 5, 16), FEDERAL, None, Standing((DELIBERATIVE,), None)),
        ((DELIBERATIVE,), DAY(2000, 5, 17), DAY(2025, 5, 17), FEDERAL, None, LAPSED),
        ((DELIBERATIVE,), DAY(2000, 2, 29), DAY(2025, 2, 28), FEDERAL, None, Standing((DELIBERATIVE,), None)),
        ((DELIBERATIVE,), DAY(2000, 2, 29), DAY(2025, 3, 1), FEDERAL, None, LAPSED),
        ((DELIBERATIVE,), DAY(9990, 1, 1), DAY(9999, 12, 30), FEDERAL, None, Standing((DELIBERATIVE,), None)),
        ((DELIBERATIVE,), None, DAY(2099, 1, 1), FEDERAL, None, Standing((DELIBERATIVE,), None)),
        ((DELIBERATIVE, "(b)(6)"), DAY(2000, 5, 17), DAY(2025, 5, 17), FEDERAL, None, Standing(("(b)(6)",), None)),
        ((ATTORNEY_CLIENT,), DAY(1950, 5, 17), DAY(2025, 5, 17), FEDERAL, None, Standing((ATTORNEY_CLIENT,), None)),
        (("(b)(5)",), DAY(1950, 5, 17), DAY(2025, 5, 17), FEDERAL, None, Standing(("(b)(5)",), None)),
        # a President's advice: twelve years after the term
        (("P5",), REAGAN, DAY(2001, 1, 19), PRESIDENTIAL, None, Standing(("P5",), None)),
        (("P5",), REAGAN, DAY(2001, 1, 20), PRESIDENTIAL, None, LAPSED),
        (("P5", "P6"), REAGAN, DAY(2001, 1, 19), PRESIDENTIAL, None, Standing(("P5", "P6"), None)),
        (("P5", "P6"), REAGAN, DAY(2001, 1, 20), PRESIDENTIAL, None, Standing((), None, "P6")),
        (("P6", "(b)(6)"), REAGAN, DAY(2001, 1, 20), PRESIDENTIAL, None, Standing(("(b)(6)",), None)),
        (("P2",), None, DAY(2099, 1, 20), PRESIDENTIAL, None, Standing(("P2",), None)),
        # impossible: alone in doubt, beside another code nothing
        (("P6",), REAGAN, DAY(2001, 1, 1), FEDERAL, None, Standing((), None, "P6")),
        (("P6",), REAGAN, DAY(2001, 1, 1), None, None, Standing((), None, "P6")),
        (("P6",), DAY(1979, 1, 1), DAY(2001, 1, 1), PRESIDENTIAL, None, Standing((), None, "P6")),
        (("P6", "(b)(6)"), REAGAN, DAY(2001, 1, 1), FEDERAL, None, Standing(("(b)(6)",), None)),
        (("C",), REAGAN, DAY(2001, 1, 1), FEDERAL, None, Standing((), None, "C")),
        (("C",), REAGAN, DAY(2001, 1, 1), DONATED, None, Standing(("C",), None)),
        ((DELIBERATIVE,), REAGAN, DAY(2001, 1, 1), PRESIDENTIAL, None, Standing((), None, DELIBERATIVE)),
        (("P5",), REAGAN, DAY(2001, 1, 20), FEDERAL, None, LAPSED),
        (("1.4(c)", "P6"), REAGAN, DAY(1990, 1, 1), FEDERAL, None, Standing(("1.4(c)",), None)),
        (("1.4(c)", "P6"), REAGAN, DAY(2020, 1, 1), FEDERAL, None, Standing((), None, "P6")),
        # categories: what the agency may not use is referred like a code without a guide
        (("1.4(c)", "25X1"), REAGAN, DAY(2020, 1, 1), FEDERAL, ("25X1",), Standing(("25X1",), None)),
        (("1.4(c)", "25X1"), REAGAN, DAY(2020, 1, 1), FEDERAL, ("25X2",), Standing((), "25X1")),
        (("1.4(c)", "25X1"), REAGAN, DAY(2020, 1, 1), FEDERAL, (), Standing((), "25X1")),
        (("1.4(c)", "25X1", "(b)(6)"), REAGAN, DAY(2020, 1, 1), FEDERAL, (), Standing(("(b)(6)",), "25X1")),
        (("1.4(c)", "25X1"), REAGAN, DAY(1990, 1, 1), FEDERAL, (), Standing(("1.4(c)",), None)),
        (("RD",), REAGAN, DAY(2020, 1, 1), PRESIDENTIAL, (), Standing(("RD",), None)),
        (("TFNI",), REAGAN, DAY(2020, 1, 1), DONATED, (), Standing(("TFNI",), None)),
    ],
)
def test_a_chain_is_worth_what_lives_and_is_true(
    chain: tuple[str, ...],
    origin: dt.date | None,
    day: dt.date,
    custody: Custody | None,
    categories: tuple[str, ...] | None,
    expected: Standing,
) -> None:
    assert standing(chain, origin, day, guide=GUIDE, custody=custody, categories=categories) == expected


def test_a_chain_in_doubt_or_without_its_guide_has_not_lapsed() -> None:
    assert not Standing((), None, "P6").is_lapsed
    assert not Standing((), "25X1").is_lapsed
    assert not Standing(("C",), None).is_lapsed
    assert LAPSED.is_lapsed
