"""Exemption codes, chains of codes, and the age arithmetic of E.O. 13526."""

from __future__ import annotations

import datetime as dt

import pytest

from pipeline.authority import (
    HARMS,
    RATIONALE_CLASSES,
    Regime,
    Stage,
    Standing,
    basis,
    chain_faults,
    code_fault,
    ends,
    harm,
    is_classification_code,
    onset,
    printed,
    rationale_class,
    regime,
    stage,
    standing,
)

TODAY = dt.date(2026, 11, 24)
CUBA = dt.date(1962, 10, 22)
GUIDE = "A guide of 2010"
DEC_31 = (12, 31)


def day(text: str) -> dt.date:
    """Return the date that ``text`` gives."""
    return dt.date.fromisoformat(text)


# --- the table of domain.md section 7 ---


@pytest.mark.parametrize(
    ("origin", "as_of", "expected"),
    [
        ("1945-06-01", "2026-11-24", Stage.X75),
        ("1945-06-01", "2020-12-30", Stage.X50),
        ("1945-06-01", "2020-12-31", Stage.X75),
        ("1951-03-01", "2026-11-24", Stage.X50),
        ("1951-03-01", "2026-12-30", Stage.X50),
        ("1951-03-01", "2026-12-31", Stage.X75),
        ("1962-10-22", "2026-11-24", Stage.X50),
        ("1962-10-22", "1987-12-30", Stage.ORIG),
        ("1962-10-22", "1987-12-31", Stage.X25),
        ("1962-10-22", "2012-12-30", Stage.X25),
        ("1962-10-22", "2012-12-31", Stage.X50),
        ("1962-10-22", "2037-12-30", Stage.X50),
        ("1962-10-22", "2037-12-31", Stage.X75),
        ("1976-07-01", "2026-11-24", Stage.X25),
        ("1976-07-01", "2026-12-31", Stage.X50),
        ("2001-12-31", "2026-11-24", Stage.ORIG),
        ("2001-12-31", "2026-12-31", Stage.X25),
        ("2002-01-01", "2026-12-31", Stage.ORIG),
        ("2002-01-01", "2027-12-31", Stage.X25),
    ],
)
def test_the_stage_of_a_record_is_that_of_the_reference_table(origin: str, as_of: str, expected: Stage) -> None:
    assert stage(day(origin), day(as_of)) is expected


@pytest.mark.parametrize(
    ("origin", "years"),
    [
        ("1945-06-01", (1970, 1995, 2020)),
        ("1951-03-01", (1976, 2001, 2026)),
        ("1962-10-22", (1987, 2012, 2037)),
        ("1976-07-01", (2001, 2026, 2051)),
        ("2001-12-31", (2026, 2051, 2076)),
        ("2002-01-01", (2027, 2052, 2077)),
    ],
)
def test_the_onsets_are_the_last_days_of_the_years_of_the_reference_table(origin: str, years: tuple[int, int, int]) -> None:
    assert tuple(onset(day(origin), after) for after in (25, 50, 75)) == tuple(dt.date(year, *DEC_31) for year in years)


def test_a_record_of_no_certain_date_stays_at_the_first_stage() -> None:
    assert stage(None, dt.date.max) is Stage.ORIG


def test_an_onset_past_the_end_of_the_calendar_is_its_last_day() -> None:
    assert onset(dt.date(9990, 1, 1), 25) == dt.date.max
    assert stage(dt.date(9990, 1, 1), TODAY) is Stage.ORIG


# --- codes ---


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        *((f"1.4({letter})", Regime.SECTION_1_4) for letter in "abcdefgh"),
        *((f"25X{number}", Regime.X25) for number in range(1, 10)),
        ("50X1-HUM", Regime.X50),
        ("50X2-WMD", Regime.X50),
        ("50X3", Regime.X50),
        ("75X", Regime.X75),
        ("75X1", Regime.X75),
        ("RD", Regime.ATOMIC),
        ("FRD", Regime.ATOMIC),
        ("TFNI", Regime.ATOMIC),
        *((f"(b)({number})", Regime.FOIA) for number in (2, 4, 5, 6, 8, 9)),
        *((f"(b)(7)({letter})", Regime.FOIA) for letter in "ABCDEF"),
        ("(b)(3) 50 U.S.C. 3024(i)(1)", Regime.FOIA),
        ("(b)(3) FRCrP 6(e)", Regime.FOIA),
        ("(b)(3) 13 U.S.C. §§ 8-9", Regime.FOIA),
    ],
)
def test_every_code_belongs_to_one_body_of_law_and_has_no_fault(code: str, expected: Regime) -> None:
    assert regime(code) is expected
    assert code_fault(code) is None


@pytest.mark.parametrize(
    "code",
    [
        *("", " ", "1.4", "1.4(i)", "1.4(C)", "1.4(c) ", "1.5(c)", "25X", "25X0", "25X10", "50X", "50X1-hum", "rd", "NOFORN"),
        *("(b)(10)", "(b)(6) ", "b6", "(b)(3) ", "(b)(3)  x", "(b)(3) x ", "(b)(3) ;", "(b)(3) [x]", "(b)(3) a;b", "(b)(3) a, b"),
        *("(b)(3) two\nlines", "(b)(3) \u200bhidden", "(b)(3) 50\x07", "(b)(7)(G)", "1.4(c)\n"),
    ],
)
def test_an_unknown_code_is_a_fault_that_says_what_was_expected(code: str) -> None:
    assert regime(code) is None
    assert code_fault(code) == f"unknown code {code!r}; expected such as 1.4(c), 25X1, 50X1-HUM, (b)(6), RD"


@pytest.mark.parametrize(
    ("code", "fault"),
    [
        ("(b)(1)", "(b)(1) stands for no reason of its own; expected the paragraph of sec. 1.4, such as 1.4(c)"),
        ("(b)(3)", "(b)(3) without its statute; expected such as (b)(3) 50 U.S.C. 3024(i)(1)"),
        ("(b)(7)", "(b)(7) without its letter; expected (b)(7)(A) to (b)(7)(F)"),
    ],
)
def test_a_code_that_names_no_reason_says_what_is_missing(code: str, fault: str) -> None:
    assert code_fault(code) == fault


NO_FIRST = "no code at the first stage; expected the chain to begin with such as 1.4(c) or (b)(6)"


@pytest.mark.parametrize(
    ("chain", "faults"),
    [
        ((), ()),
        (("1.4(c)",), ()),
        (("1.4(c)", "25X1"), ()),
        (("1.4(c)", "50X1-HUM"), ()),
        (("RD",), ()),
        (("(b)(6)",), ()),
        (("(b)(3) 50 U.S.C. 3507", "25X1"), ()),
        (("25X1",), (NO_FIRST,)),
        (("50X1-HUM",), (NO_FIRST,)),
        (("25X1", "50X1-HUM"), (NO_FIRST,)),
        (("75X",), (NO_FIRST,)),
        (("1.4(z)",), ("unknown code '1.4(z)'; expected such as 1.4(c), 25X1, 50X1-HUM, (b)(6), RD",)),
        (
            ("(b)(1)", "25X1", "(b)(3)"),
            (
                "(b)(1) stands for no reason of its own; expected the paragraph of sec. 1.4, such as 1.4(c)",
                "(b)(3) without its statute; expected such as (b)(3) 50 U.S.C. 3024(i)(1)",
            ),
        ),
    ],
)
def test_a_chain_tells_all_its_faults(chain: tuple[str, ...], faults: tuple[str, ...]) -> None:
    assert chain_faults(chain) == faults


# --- what a chain amounts to at each stage ---

AT_ORIG, AT_25, AT_50, AT_75 = (day(each) for each in ("1987-12-30", "1987-12-31", "2012-12-31", "2037-12-31"))
LAPSED = Standing((), None)
HUMINT = ("1.4(c)", "25X1", "50X1-HUM", "75X1")
STATUTE = "(b)(3) 50 U.S.C. 3024(i)(1)"


@pytest.mark.parametrize(
    ("chain", "as_of", "unguided", "guided"),
    [
        (("1.4(c)",), AT_ORIG, Standing(("1.4(c)",), None), Standing(("1.4(c)",), None)),
        (("1.4(c)",), AT_25, LAPSED, LAPSED),
        (("1.4(c)",), AT_75, LAPSED, LAPSED),
        (HUMINT, AT_ORIG, Standing(("1.4(c)",), None), Standing(("1.4(c)",), None)),
        (HUMINT, AT_25, Standing((), "50X1-HUM"), Standing(("50X1-HUM",), None)),
        (HUMINT, AT_50, Standing((), "50X1-HUM"), Standing(("50X1-HUM",), None)),
        (HUMINT, AT_75, Standing((), "75X1"), Standing(("75X1",), None)),
        (("1.4(c)", "25X1"), AT_25, Standing((), "25X1"), Standing(("25X1",), None)),
        (("1.4(c)", "25X1"), AT_50, LAPSED, LAPSED),
        (("1.4(c)", "50X1-HUM"), AT_25, Standing((), "50X1-HUM"), Standing(("50X1-HUM",), None)),
        (("1.4(h)", "50X2-WMD"), AT_25, Standing((), "50X2-WMD"), Standing(("50X2-WMD",), None)),
        (("1.4(h)", "50X2-WMD"), AT_75, LAPSED, LAPSED),
        (("1.4(a)", "25X5", "50X5"), AT_25, Standing((), "25X5"), Standing(("25X5",), None)),
        (("1.4(a)", "25X5", "50X5"), AT_50, Standing((), "50X5"), Standing(("50X5",), None)),
        (("RD",), AT_ORIG, Standing(("RD",), None), Standing(("RD",), None)),
        (("RD",), AT_75, Standing(("RD",), None), Standing(("RD",), None)),
        (("1.4(c)", "25X1", STATUTE), AT_ORIG, Standing(("1.4(c)", STATUTE), None), Standing(("1.4(c)", STATUTE), None)),
        (("1.4(c)", "25X1", STATUTE), AT_25, Standing((STATUTE,), "25X1"), Standing(("25X1", STATUTE), None)),
        (("1.4(c)", "25X1", STATUTE), AT_75, Standing((STATUTE,), None), Standing((STATUTE,), None)),
        ((), AT_ORIG, LAPSED, LAPSED),
    ],
)
def test_the_last_code_citable_at_the_stage_holds_and_needs_its_guide(
    chain: tuple[str, ...], as_of: dt.date, unguided: Standing, guided: Standing
) -> None:
    assert standing(chain, CUBA, as_of, guide=None) == unguided
    assert standing(chain, CUBA, as_of, guide=GUIDE) == guided


@pytest.mark.parametrize("code", ["50X3", "75X1"])
@pytest.mark.parametrize("guide", [None, GUIDE])
def test_a_code_of_a_later_stage_does_not_revive_what_was_declassified_before_it(code: str, guide: str | None) -> None:
    for as_of in (AT_25, AT_50, AT_75):
        assert standing(("1.4(a)", code), CUBA, as_of, guide=guide).is_lapsed


@pytest.mark.parametrize("code", ["50X1-HUM", "50X2-WMD"])
def test_sources_and_weapons_are_citable_at_25_years_and_other_50_year_codes_are_not(code: str) -> None:
    assert standing(("1.4(c)", code), CUBA, AT_25, guide=GUIDE).codes == (code,)
    assert standing(("1.4(c)", "50X3"), CUBA, AT_25, guide=GUIDE).is_lapsed


@pytest.mark.parametrize("code", ["RD", "FRD", "TFNI", STATUTE, "(b)(2)", "(b)(4)", "(b)(5)", "(b)(6)", "(b)(7)(D)", "(b)(8)", "(b)(9)"])
@pytest.mark.parametrize("as_of", [AT_ORIG, AT_25, AT_50, AT_75, dt.date.max])
def test_statutes_and_foia_hold_at_every_stage(code: str, as_of: dt.date) -> None:
    assert standing((code,), CUBA, as_of, guide=None) == Standing((code,), None)


def test_nothing_lapses_in_a_record_of_no_certain_date() -> None:
    assert standing(HUMINT, None, dt.date.max, guide=None).codes == ("1.4(c)",)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (Standing((), None), True),
        (Standing(("RD",), None), False),
        (Standing((), "25X1"), False),
    ],
)
def test_a_standing_has_lapsed_when_it_neither_holds_nor_waits_for_a_guide(value: Standing, expected: bool) -> None:
    assert value.is_lapsed is expected


# --- when a code ends, and what is printed of it ---


@pytest.mark.parametrize(
    ("code", "origin", "expected"),
    [
        ("1.4(c)", CUBA, dt.date(1987, *DEC_31)),
        ("25X1", CUBA, dt.date(2012, *DEC_31)),
        ("50X1-HUM", CUBA, dt.date(2037, *DEC_31)),
        ("50X3", CUBA, dt.date(2037, *DEC_31)),
        ("75X1", CUBA, None),
        ("RD", CUBA, None),
        ("(b)(6)", CUBA, None),
        (STATUTE, CUBA, None),
        ("1.4(c)", None, None),
        ("no code", CUBA, None),
    ],
)
def test_a_code_ends_with_the_onset_of_the_next_stage(code: str, origin: dt.date | None, expected: dt.date | None) -> None:
    assert ends(code, origin) == expected


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("1.4(c)", "(b)(1) 1.4(c)"),
        ("25X1", "(b)(1) 25X1"),
        ("50X1-HUM", "(b)(1) 50X1-HUM"),
        ("75X1", "(b)(1) 75X1"),
        ("RD", "(b)(3) RD"),
        ("TFNI", "(b)(3) TFNI"),
        ("(b)(6)", "(b)(6)"),
        (STATUTE, STATUTE),
    ],
)
def test_a_blank_prints_a_code_beside_its_exemption_of_the_foia(code: str, expected: str) -> None:
    assert printed(code) == expected


@pytest.mark.parametrize(
    ("code", "words", "rationale", "harms"),
    [
        ("1.4(c)", "Intelligence activities, sources or methods, or cryptology", "intelligence", "national-security"),
        ("25X5", "War plans still in effect", "military", "national-security"),
        ("50X1-HUM", "Identity of a confidential human source", "intelligence", "national-security"),
        ("50X3", "Extraordinary exemption approved by the Interagency Panel", "other", "national-security"),
        ("75X", "Extraordinary exemption approved by the Interagency Panel", "other", "national-security"),
        ("RD", "Restricted Data, Atomic Energy Act (42 U.S.C. 2162)", "atomic-energy", "national-security"),
        (STATUTE, "Exempted by statute: 50 U.S.C. 3024(i)(1) (5 U.S.C. 552(b)(3))", "statute", "statute"),
        ("(b)(5)", "Privileged communication between or within agencies (5 U.S.C. 552(b)(5))", "privilege", "protected-interest"),
        ("(b)(6)", "Personal privacy (5 U.S.C. 552(b)(6))", "privacy", "privacy"),
        ("(b)(7)(C)", "Law enforcement (5 U.S.C. 552(b)(7))", "law-enforcement", "protected-interest"),
    ],
)
def test_a_code_says_its_ground_its_class_and_the_harm_it_guards_against(code: str, words: str, rationale: str, harms: str) -> None:
    assert basis(code) == words
    assert rationale_class(code) == rationale
    assert harm(code) == harms
    assert rationale in RATIONALE_CLASSES
    assert harms in HARMS


def test_a_hold_without_a_code_has_a_class_of_its_own() -> None:
    assert rationale_class(None) == "held"
    assert "held" in RATIONALE_CLASSES


@pytest.mark.parametrize(
    ("code", "expected"),
    [("1.4(c)", True), ("25X1", True), ("RD", True), ("(b)(6)", False), (STATUTE, False), ("no code", True)],
)
def test_only_foia_codes_leave_a_record_declassified(code: str, expected: bool) -> None:
    assert is_classification_code(code) is expected
