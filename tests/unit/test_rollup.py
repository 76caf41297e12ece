"""The banner that portions require, rule by rule (CAPCO Register and Manual 2016, D.2 and Table 3), and what a banner lacks."""

from __future__ import annotations

from itertools import permutations

import pytest
from wordbook import VOCABULARY

from pipeline.markings import compare, parse, rollup
from pipeline.model import Marking


def read(text: str) -> Marking:
    reading = parse(text, VOCABULARY)
    assert reading is not None, text
    return reading.marking


def required(*portions: str) -> str | None:
    banner = rollup([read(each) for each in portions], VOCABULARY)
    return banner.text if banner else None


def faults(banner: str, *portions: str) -> list[str]:
    return [each.code for each in compare(read(banner), [read(each) for each in portions], VOCABULARY)]


LEVELS = [
    (("(U)",), "UNCLASSIFIED"),
    (("(C)", "(U)"), "CONFIDENTIAL"),
    (("(S)", "(TS)", "(U)"), "TOP SECRET"),
    (("(C)", "(//GBR S)"), "SECRET//FGI GBR"),
]
SYSTEMS = [
    (("(TS//SI//NF)", "(S//TK//NF)"), "TOP SECRET//SI/TK//NOFORN"),
    (("(TS//SI-ABC//NF)", "(TS//SI-XYZ//NF)"), "TOP SECRET//SI-ABC-XYZ//NOFORN"),
    (("(TS//SI-G ABCD//OC/NF)", "(TS//SI-G EFGH//OC/NF)"), "TOP SECRET//SI-G ABCD EFGH//ORCON/NOFORN"),
    (("(S//SAR-XYZ//NF)", "(S//SAR-ABC//NF)"), "SECRET//SAR-ABC/XYZ//NOFORN"),
]
ATOMIC = [
    (("(S//RD)", "(S//FRD)", "(S//TFNI)"), "SECRET//RD"),
    (("(S//FRD)", "(S//TFNI)"), "SECRET//FRD"),
    (("(S//RD-SG 14)", "(S//RD-SG 18)"), "SECRET//RD-SIGMA 14 18"),
    (("(S//RD-SG 18)", "(S//FRD-SG 14)"), "SECRET//RD-SIGMA 14 18"),
    (("(S//RD-CNWDI)", "(S//RD)"), "SECRET//RD-CNWDI"),
    (("(U//UCNI)", "(U)"), "UNCLASSIFIED//DOE UCNI"),
    (("(U//UCNI)", "(S)"), "SECRET"),
]
FOREIGN = [
    (("(S//FGI GBR//NF)", "(S//FGI DEU//NF)"), "SECRET//FGI DEU GBR//NOFORN"),
    (("(S//FGI GBR//NF)", "(S//FGI//NF)"), "SECRET//FGI//NOFORN"),
    (("(//FGI S)", "(S//FGI GBR)"), "SECRET//FGI"),
    (("(//NS)", "(S)"), "SECRET//FGI NATO"),
    (("(//GBR S)", "(//GBR C)"), "//GBR SECRET"),
    (("(//NS//ATOMAL)",), "//NATO SECRET//ATOMAL"),
    (("(//NS//ATOMAL)", "(S)"), "SECRET//ATOMAL//FGI NATO"),
]
DISCLOSURE = [
    (("(S//NF)", "(S//REL TO USA, GBR)"), "SECRET//NOFORN"),
    (("(S//NF)", "(S//RELIDO)"), "SECRET//NOFORN"),
    (("(S//NF)", "(S//DISPLAY ONLY AFG)"), "SECRET//NOFORN"),
    (("(S//NF)", "(S)", "(U)"), "SECRET//NOFORN"),
    (("(S//REL TO USA, CAN, GBR)", "(S//REL TO USA, GBR)"), "SECRET//REL TO USA, GBR"),
    (("(S//REL TO USA, GBR)", "(S//REL TO USA, CAN)"), "SECRET//NOFORN"),
    (("(S//REL TO USA, GBR)", "(S//RELIDO)"), "SECRET//NOFORN"),
    (("(S//REL TO USA, GBR)", "(S)"), "SECRET//NOFORN"),
    (("(S//REL TO USA, GBR)", "(U)"), "SECRET//REL TO USA, GBR"),
    (("(S//RELIDO)", "(C//RELIDO)"), "SECRET//RELIDO"),
    (("(S//RELIDO)", "(S)"), "SECRET//NOFORN"),
    (("(S//REL TO USA, FVEY)", "(S//REL TO USA, GBR)"), "SECRET//REL TO USA, GBR"),
    (("(S//REL TO USA, FVEY)", "(C//REL TO USA, FVEY)"), "SECRET//REL TO USA, FVEY"),
    (("(S//REL TO USA, ACGU)", "(S//REL TO USA, TEYE)"), "SECRET//REL TO USA, AUS, GBR"),
    (("(S//DISPLAY ONLY AFG)", "(S//REL TO USA, AFG)"), "SECRET//DISPLAY ONLY AFG"),
    (("(S//DISPLAY ONLY AFG)", "(S//DISPLAY ONLY AFG, IRQ)"), "SECRET//DISPLAY ONLY AFG"),
]
CONTROLS = [
    (("(S//OC)", "(S//OC-USGOV)"), "SECRET//ORCON"),
    (("(S//OC-USGOV)", "(S)"), "SECRET//ORCON-USGOV"),
    (("(S//NF//ND)", "(S//NF//XD)"), "SECRET//NOFORN//NODIS"),
    (("(S//NF//XD)", "(S//REL TO USA, GBR)"), "SECRET//NOFORN//EXDIS"),
    (("(S//RS)", "(S//IMC)", "(S//PR)", "(S//DSEN)", "(S//FISA)"), "SECRET//RSEN/IMCON/PROPIN/DEA SENSITIVE/FISA"),
    (("(U//LES)", "(S//NF)"), "SECRET//NOFORN//LES"),
    (("(U//FOUO)", "(S//NF)"), "SECRET//NOFORN"),
    (("(U//DS)", "(S//NF)"), "SECRET//NOFORN"),
    (("(U//SBU)", "(S//NF)"), "SECRET//NOFORN"),
    (("(U//FOUO)", "(U)"), "UNCLASSIFIED//FOUO"),
    (("(U//FOUO)", "(U//PR)"), "UNCLASSIFIED//PROPIN"),
    (("(U//SBU)", "(U//FOUO)"), "UNCLASSIFIED//SBU"),
    (("(U//SBU-NF)", "(S)"), "SECRET//NOFORN"),
    (("(U//LES-NF)", "(S//REL TO USA, GBR)"), "SECRET//NOFORN//LES"),
    (("(U//SBU-NF)", "(U)"), "UNCLASSIFIED//SBU NOFORN"),
    (("(U//SBU-NF)", "(U//FOUO)"), "UNCLASSIFIED//SBU NOFORN"),
    (("(CUI//CTI)", "(CUI//CTI//NOCON)"), "CUI//CTI//NOCON"),
    (("(CUI//CTI)", "(CUI//SP-PRVCY)"), "CUI//SP-PRVCY/CTI"),
]
CASES = [*LEVELS, *SYSTEMS, *ATOMIC, *FOREIGN, *DISCLOSURE, *CONTROLS]


@pytest.mark.parametrize(("portions", "banner"), CASES)
def test_portions_require_a_banner(portions: tuple[str, ...], banner: str) -> None:
    assert required(*portions) == banner


@pytest.mark.parametrize(("portions", "banner"), CASES)
def test_the_order_and_the_number_of_portions_change_nothing(portions: tuple[str, ...], banner: str) -> None:
    assert {required(*order) for order in permutations(portions)} == {banner}
    assert required(*portions, *portions) == banner


@pytest.mark.parametrize(("portions", "banner"), CASES)
def test_a_banner_that_portions_require_lacks_nothing(portions: tuple[str, ...], banner: str) -> None:
    assert faults(banner, *portions) == []


@pytest.mark.parametrize(("portions", "banner"), CASES)
def test_a_banner_that_portions_require_is_right(portions: tuple[str, ...], banner: str) -> None:
    reading = parse(banner, VOCABULARY)
    assert reading is not None
    assert {each.code for each in reading.problems} <= {"requires"}, (portions, reading.problems)


def test_portions_without_a_level_require_nothing() -> None:
    assert rollup([], VOCABULARY) is None
    assert required("(RD)") is None
    assert faults("SECRET") == []


def test_owners_of_portions_own_the_banner() -> None:
    banner = rollup([read(each) for each in ("(//NS)", "(S//RD)", "(S//FGI GBR)")], VOCABULARY)
    assert banner is not None
    assert set(banner.owners) == {"NATO", "DOE", "foreign government"}


@pytest.mark.parametrize(
    ("banner", "portions", "expected"),
    [
        ("SECRET//NOFORN", ("(TS//NF)", "(U)"), ["banner-below-portions"]),
        ("TOP SECRET//NOFORN", ("(S//NF)", "(U)"), ["banner-above-portions"]),
        ("TOP SECRET", ("(U)", "(U)"), ["banner-above-portions"]),  # legal by compilation, with a statement why
        ("SECRET", ("(S//NF)",), ["rollup-mismatch"]),
        ("TOP SECRET//NOFORN", ("(TS//SI//NF)",), ["rollup-mismatch"]),
        ("SECRET//NOFORN", ("(S//RD//NF)",), ["rollup-mismatch"]),
        ("SECRET//REL TO USA, CAN, GBR", ("(S//REL TO USA, GBR)",), ["rollup-mismatch"]),
        ("CONFIDENTIAL//REL TO USA, AUS", ("(C//REL TO USA, AUS)", "(C//REL TO USA, CAN)"), ["rollup-mismatch"]),
        ("SECRET", ("(TS//NF)",), ["banner-below-portions", "rollup-mismatch"]),
        ("SECRET//NOFORN", ("(S//REL TO USA, GBR)",), []),  # stricter than need be
        ("TOP SECRET//SI//NOFORN", ("(TS//NF)", "(S)"), []),
        ("RESTRICTED DATA", ("(S)",), []),  # no level, nothing to compare
    ],
)
def test_what_a_banner_lacks_of_its_portions_is_told(banner: str, portions: tuple[str, ...], expected: list[str]) -> None:
    assert faults(banner, *portions) == expected


def test_a_problem_of_a_banner_stands_where_the_banner_does_and_names_both() -> None:
    (problem,) = compare(read("SECRET//NOFORN"), [read("(TS//NF)")], VOCABULARY, 10, 24)
    assert (problem.start, problem.end, problem.rule) == (10, 24, "CAPCO 2016 D.2")
    assert problem.message == "the banner SECRET//NOFORN is lower than a portion marked TOP SECRET"
