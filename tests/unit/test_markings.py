"""The language of markings: banner lines, portion marks, blocks, notices and stamps."""

from __future__ import annotations

import pytest

from pipeline.markings import (
    CLASSIFIED_LEVELS,
    LEVELS,
    find_notices,
    is_authority_line,
    is_review_stamp,
    notice_owner,
    parse_banner,
    parse_portion,
)
from pipeline.model import Marking

FULL_NOTICE = (
    "This document contains Restricted Data as defined in the Atomic Energy Act of 1954, as amended. Unauthorized disclosure "
    "is subject to Administrative and Criminal Sanctions."
)


def words(marking: Marking | None) -> tuple[str | None, tuple[str, ...], tuple[str, ...], tuple[str, ...], tuple[str, ...]]:
    """Return level, legacy words, dissemination words, systems and owners of a marking."""
    assert marking is not None
    return marking.level, marking.legacy, marking.dissem, marking.sci, marking.owners


def test_the_levels_that_are_classified_are_the_first_four() -> None:
    assert set(LEVELS[:4]) == CLASSIFIED_LEVELS


@pytest.mark.parametrize("level", LEVELS)
@pytest.mark.parametrize("form", ["{}", "  {}  ", "{}.", "- {} -", "*{}*", "[{}]", "--{}--"])
def test_a_level_alone_is_a_banner_in_whatever_ornament(level: str, form: str) -> None:
    marking = parse_banner(form.format(level))
    assert marking is not None
    assert (marking.kind, marking.level) == ("banner", level)


@pytest.mark.parametrize(
    ("line", "level"),
    [
        ("Secret", "SECRET"),
        ("Top Secret", "TOP SECRET"),
        ("S-E-C-R-E-T", "SECRET"),
        ("S E C R E T", "SECRET"),
        ("T O P  S E C R E T", "TOP SECRET"),
        ("TOP-SECRET", "TOP SECRET"),
        ("C-O-N-F-I-D-E-N-T-I-A-L", "CONFIDENTIAL"),
    ],
)
def test_letter_spaced_and_capitalised_levels_are_read(line: str, level: str) -> None:
    assert words(parse_banner(line))[0] == level


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("TOP SECRET//SI//NOFORN", ("TOP SECRET", (), ("NOFORN",), ("SI",), ())),
        ("TOP SECRET//SI/TK//ORCON/NOFORN", ("TOP SECRET", (), ("ORCON", "NOFORN"), ("SI", "TK"), ())),
        ("TOP SECRET//SI-G ABCD//NOFORN", ("TOP SECRET", (), ("NOFORN",), ("SI-G ABCD",), ())),
        ("TOP SECRET//XYZ/TK//NOFORN", ("TOP SECRET", (), ("NOFORN",), ("XYZ", "TK"), ())),
        ("SECRET//REL TO USA, GBR", ("SECRET", (), ("REL TO USA, GBR",), (), ())),
        ("UNCLASSIFIED//FOUO", ("UNCLASSIFIED", (), ("FOUO",), (), ())),
        ("SECRET/NO FOREIGN DISSEM/CONTROLLED DISSEM", ("SECRET", ("NO FOREIGN DISSEM", "CONTROLLED DISSEM"), (), (), ())),
        ("SECRET-NO FOREIGN DISSEM", ("SECRET", ("NO FOREIGN DISSEM",), (), (), ())),
        ("SECRET NO FOREIGN DISSEM", ("SECRET", ("NO FOREIGN DISSEM",), (), (), ())),
        ("SECRET/RYBAT", ("SECRET", ("RYBAT",), (), (), ())),
        ("TOP SECRET - SENSITIVE", ("TOP SECRET", ("SENSITIVE",), (), (), ())),
        ("TOP SECRET; EYES ONLY", ("TOP SECRET", (), ("EYES ONLY",), (), ())),
        ("TOP SECRET DINAR", ("TOP SECRET", ("DINAR",), (), (), ())),
        ("SECRET//RD", ("SECRET", (), (), (), ("DOE",))),
        ("SECRET//FRD//NOFORN", ("SECRET", (), ("NOFORN",), (), ("DOE",))),
        ("SECRET RESTRICTED DATA", ("SECRET", (), (), (), ("DOE",))),
        ("SECRET/RESTRICTED DATA", ("SECRET", (), (), (), ("DOE",))),
        ("RESTRICTED DATA", (None, (), (), (), ("DOE",))),
        ("FORMERLY RESTRICTED DATA", (None, (), (), (), ("DOE",))),
        ("COSMIC TOP SECRET", ("TOP SECRET", (), (), (), ("NATO",))),
        ("NATO SECRET", ("SECRET", (), (), (), ("NATO",))),
        ("//NATO SECRET", ("SECRET", (), (), (), ("NATO",))),
        ("//NATO SECRET//NOFORN", ("SECRET", (), ("NOFORN",), (), ("NATO",))),
        ("//DEU SECRET", ("SECRET", (), (), (), ("foreign government",))),
        ("//JOINT SECRET CAN GBR USA", ("SECRET", (), (), (), ("foreign government",))),
        ("SECRET//FGI GBR//NOFORN", ("SECRET", (), ("NOFORN",), (), ("foreign government",))),
        ("ATOMAL", (None, (), (), (), ("NATO",))),
    ],
)
def test_a_banner_is_read_into_its_level_controls_and_owners(
    line: str, expected: tuple[str | None, tuple[str, ...], tuple[str, ...], tuple[str, ...], tuple[str, ...]]
) -> None:
    assert words(parse_banner(line)) == expected


@pytest.mark.parametrize(
    ("line", "level", "owner"),
    [
        ("SECRET RESTRICTED DATA - CNWDI", "SECRET", "DOE"),
        ("SECRET (RESTRICTED DATA)", "SECRET", "DOE"),
        ("SECRET [RESTRICTED DATA]", "SECRET", "DOE"),
        ("S-E-C-R-E-T R-E-S-T-R-I-C-T-E-D D-A-T-A", "SECRET", "DOE"),
        ("S E C R E T   R E S T R I C T E D   D A T A", "SECRET", "DOE"),
        ("SECRET//RD-SG 14", "SECRET", "DOE"),
        ("SECRET//FRD-SIGMA 14 18//REL TO USA, ACGU", "SECRET", "DOE"),
        ("SECRET//RD-CNWDI-SIGMA 14//NOFORN", "SECRET", "DOE"),
        ("SECRET SIGMA 14", "SECRET", "DOE"),
        ("UNCLASSIFIED//UCNI", "UNCLASSIFIED", "DOE"),
        ("UNCLASSIFIED//DCNI", "UNCLASSIFIED", "DOD"),
        ("SRD", "SECRET", "DOE"),
        ("TSRD", "TOP SECRET", "DOE"),
        ("SFRD", "SECRET", "DOE"),
        ("CRD", "CONFIDENTIAL", "DOE"),
        ("COSMIC TOP SECRET ATOMAL", "TOP SECRET", "NATO"),
        ("COSMIC TOP SECRET - ATOMAL", "TOP SECRET", "NATO"),
        ("NATO SECRET ATOMAL", "SECRET", "NATO"),
        ("NATO SECRET - NOFORN", "SECRET", "NATO"),
        ("NATO CONFIDENTIAL", "CONFIDENTIAL", "NATO"),
        ("NATO RESTRICTED", "RESTRICTED", "NATO"),
        ("NATO UNCLASSIFIED", "UNCLASSIFIED", "NATO"),
        ("N-A-T-O S-E-C-R-E-T", "SECRET", "NATO"),
        ("N.A.T.O. SECRET", "SECRET", "NATO"),
        ("SECRET NATO", "SECRET", "NATO"),
        ("//COSMIC TOP SECRET//BOHEMIA", "TOP SECRET", "NATO"),
        ("//NATO SECRET//ATOMAL//ORCON", "SECRET", "NATO"),
        ("UK SECRET", "SECRET", "foreign government"),
        ("UK TOP SECRET", "TOP SECRET", "foreign government"),
        ("U.K. SECRET", "SECRET", "foreign government"),
        ("BRITISH CONFIDENTIAL", "CONFIDENTIAL", "foreign government"),
        ("CANADIAN RESTRICTED", "RESTRICTED", "foreign government"),
        ("UK SECRET/NOFORN", "SECRET", "foreign government"),
        ("SECRET UK EYES ONLY", "SECRET", "foreign government"),
    ],
)
def test_a_banner_of_an_owner_is_known_in_every_form_it_was_typed(line: str, level: str, owner: str) -> None:
    marking = parse_banner(line)
    assert marking is not None
    assert (marking.level, marking.owners) == (level, (owner,))


@pytest.mark.parametrize(
    ("line", "level", "dissem", "owners"),
    [
        ("TOP SECRET//HCS-P JJJ-P DDDD//ORCON/NOFORN", "TOP SECRET", ("ORCON", "NOFORN"), ()),
        ("TOP SECRET//123/SI-G ABCD DEFG-MMM AACD//ORCON/NOFORN", "TOP SECRET", ("ORCON", "NOFORN"), ()),
        ("SECRET//SAR-ABC-DEF 123/SDA-121//NOFORN", "SECRET", ("NOFORN",), ()),
        ("SECRET//SAR-ABC-DEF 123//RD//NOFORN", "SECRET", ("NOFORN",), ("DOE",)),
        ("TOP SECRET//UK/US EYES ONLY", "TOP SECRET", ("UK/US EYES ONLY",), ()),
        ("TOP SECRET//USA/GBR EYES ONLY//X", "TOP SECRET", ("USA/GBR EYES ONLY",), ()),
        ("SECRET//20301231", "SECRET", (), ()),
        ("SECRET//TOO MANY WORDS", "SECRET", (), ()),
        ("SECRET//25X1-HUMAN", "SECRET", (), ()),
    ],
)
def test_a_category_that_nobody_published_hides_neither_the_level_nor_the_rest(
    line: str, level: str, dissem: tuple[str, ...], owners: tuple[str, ...]
) -> None:
    marking = parse_banner(line)
    assert marking is not None
    assert (marking.level, marking.dissem, marking.owners) == (level, dissem, owners)
    portion = parse_portion(f"({line})")
    assert portion is not None
    assert (portion.level, portion.dissem, portion.owners) == (level, dissem, owners)


@pytest.mark.parametrize(
    "line",
    [
        *("", " ", "the secret ballot", "Secret Service", "SECRET SERVICE", "SECRETARIAT", "Secretary of State", "SECRETARY", "secret."),
        *("confidential", "Confidential funds", "restricted area", "Restricted movement of ships", "Top secretaries met", "UNCLASSIFIEDS"),
        *("SECRET CONFIDENTIAL UNCLASSIFIED", "The record is SECRET", "SECRET BALLOT", "SECRET, he said.", "Confidential informant"),
        *(
            "NATO",
            "NATO SECRETARY GENERAL",
            "BRITISH SECRETARY",
            "UK",
            "NATO UNCLASSIFIEDS",
            "SIGMA",
            "UK EYES",
            "//",
            "//XX",
            "//DEU",
            "PRIORITY",
            "SECRET " * 30,
        ),
    ],
)
def test_a_line_of_any_other_word_is_no_banner(line: str) -> None:
    assert parse_banner(line) is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("(U)", ("UNCLASSIFIED", (), (), (), ())),
        ("(C)", ("CONFIDENTIAL", (), (), (), ())),
        ("(S)", ("SECRET", (), (), (), ())),
        ("(TS)", ("TOP SECRET", (), (), (), ())),
        ("(TOP SECRET)", ("TOP SECRET", (), (), (), ())),
        ("(SECRET)", ("SECRET", (), (), (), ())),
        ("(TS//NF)", ("TOP SECRET", (), ("NOFORN",), (), ())),
        ("(TS//SI//NF)", ("TOP SECRET", (), ("NOFORN",), ("SI",), ())),
        ("(S/NF)", ("SECRET", (), ("NOFORN",), (), ())),
        ("(S-NF)", ("SECRET", (), ("NOFORN",), (), ())),
        ("(U//FOUO)", ("UNCLASSIFIED", (), ("FOUO",), (), ())),
        ("(S//RD)", ("SECRET", (), (), (), ("DOE",))),
        ("(S//FRD)", ("SECRET", (), (), (), ("DOE",))),
        ("(//NS)", ("SECRET", (), (), (), ("NATO",))),
        ("(//CTS)", ("TOP SECRET", (), (), (), ("NATO",))),
        ("(//GBR S)", ("SECRET", (), (), (), ("foreign government",))),
        ("(SRD)", ("SECRET", (), (), (), ("DOE",))),
        ("(CFRD)", ("CONFIDENTIAL", (), (), (), ("DOE",))),
        ("(RD)", (None, (), (), (), ("DOE",))),
        ("(FRD)", (None, (), (), (), ("DOE",))),
        ("(TFNI)", (None, (), (), (), ("DOE",))),
        ("(RESTRICTED DATA)", (None, (), (), (), ("DOE",))),
        ("(SECRET RD)", ("SECRET", (), (), (), ("DOE",))),
        ("(SECRET RESTRICTED DATA)", ("SECRET", (), (), (), ("DOE",))),
        ("(S, RD)", ("SECRET", (), (), (), ("DOE",))),
        ("(S//FRD-SG 14 18//REL)", ("SECRET", (), ("REL",), (), ("DOE",))),
        ("(//CTS//BOHEMIA)", ("TOP SECRET", (), (), (), ("NATO",))),
        ("(NS)", ("SECRET", (), (), (), ("NATO",))),
        ("(CTS)", ("TOP SECRET", (), (), (), ("NATO",))),
        ("(NATO SECRET)", ("SECRET", (), (), (), ("NATO",))),
        ("(UK SECRET)", ("SECRET", (), (), (), ("foreign government",))),
        ("(TOP SECRET NOFORN)", ("TOP SECRET", (), ("NOFORN",), (), ())),
        ("(S//REL TO USA, GBR)", ("SECRET", (), ("REL TO USA, GBR",), (), ())),
    ],
)
def test_a_portion_mark_is_read_into_the_words_of_a_banner(
    text: str, expected: tuple[str | None, tuple[str, ...], tuple[str, ...], tuple[str, ...], tuple[str, ...]]
) -> None:
    marking = parse_portion(text)
    assert words(marking) == expected
    assert marking is not None
    assert marking.kind == "portion"


@pytest.mark.parametrize(
    "text", ["(A)", "(B)", "(D)", "(US)", "(SEATO)", "(CIA)", "(NATO)", "(S AND T)", "(TSAR)", "(C-130)", "(U-2)", "()", "(//)"]
)
def test_an_ordinary_parenthesis_is_no_portion_mark(text: str) -> None:
    assert parse_portion(text) is None


@pytest.mark.parametrize(
    "line",
    [
        *(
            "Classified by 012170",
            "CL BY 012170",
            "Classified By: A. Officer",
            "Derived from: Guide 3",
            "Declassify on: OADR",
            "Reason: 1.4(c)",
        ),
        *("DECLASSIFY ON: 20301231", "E2 IMPDET", "GROUP 1", "Excluded from automatic", "downgrading and declassification"),
        *("Downgraded at 3 year intervals", "DOWNGRADED AT 12-YEAR INTERVALS", "Automatically declassified on", "Review on: 1 May 1990"),
        *("Exempt from General Declassification Schedule of E.O. 11652", "WARNING NOTICE", "Downgrade to CONFIDENTIAL"),
    ],
)
def test_a_line_of_an_authority_block_is_known_of_whatever_order(line: str) -> None:
    assert is_authority_line(line)
    assert is_authority_line(f"   {line}")


@pytest.mark.parametrize(
    "line",
    [
        "",
        "The paper was classified by its author.",
        "The group 1 report",
        "Groups of men",
        "Group 1 of the delegation left",
        f"Declassify on: {'x' * 160}",
        "A reason: none",
        "Group 12",
    ],
)
def test_a_line_of_the_text_belongs_to_no_authority_block(line: str) -> None:
    assert not is_authority_line(line)


@pytest.mark.parametrize(
    "line",
    [
        "Approved For Release 2006/11/17 : CIA-RDP86-00674R000300040008-5",
        "Declassified in Part - Sanitized Copy Approved for Release 2012/05/04 : CIA-RDP93T01132R000100020006-6",
        "Declassified and Approved for Release by NSA on 10-12-2012 pursuant to E.O. 13526, MDR Case # 54778",
        "2025 RELEASE UNDER THE PRESIDENT JOHN F. KENNEDY ASSASSINATION RECORDS ACT OF 1992",
        "NW 50955 DocId: 32276061",
        "CIA HAS NO OBJECTION TO DECLASSIFICATION AND/OR RELEASE OF CIA INFORMATION",
        "DECLASSIFIED E.O. 12958, Sec. 3.5",
        "DECLASSIFIED",
        "Declassified by 012170 on 3 May 1999",
        "Authority NND 947012 By __ NARA Date 3/5/99",
        "MORI DocID: 1234",
        "NLK-98-123",
        "RELEASE IN PART B1,1.4(B),1.4(D)",
        "RELEASE IN FULL",
        "Sanitized Copy",
        "NEXT REVIEW DATE 1999",
    ],
)
def test_a_stamp_of_a_later_review_is_known(line: str) -> None:
    assert is_review_stamp(line)


@pytest.mark.parametrize(
    "line",
    [
        *(
            "",
            "SECRET",
            "The falcon flew.",
            "The report was declassified by the Agency on March 1, 1999.",
            "He sought its release in full.",
        ),
        *(
            "It was approved for release on 3 May 1999.",
            "Men were released under the agreement of March 1, 1999.",
            "The declassified report",
        ),
        *("its review date is March 1, 1999", f"Approved for Release {'x' * 160}"),
    ],
)
def test_a_sentence_that_speaks_of_release_is_no_stamp(line: str) -> None:
    assert not is_review_stamp(line)


@pytest.mark.parametrize(
    ("line", "owner"),
    [
        ("RESTRICTED DATA", "DOE"),
        ("FORMERLY RESTRICTED DATA", "DOE"),
        ("This document contains Restricted Data as defined in the Atomic Energy Act of 1954, as amended", "DOE"),
        ("Handle as RESTRICTED DATA in foreign dissemination", "DOE"),
        ("Section 144b, Atomic Energy Act of 1954", "DOE"),
        ("as defined in the Atomic Energy Act of 1946", "DOE"),
        ("RESTRICTED DATA - ATOMIC ENERGY ACT 1946", "DOE"),
        ("This document contains NATO classified information", "NATO"),
        ("ATOMAL", "NATO"),
        ("Contains Foreign Government Information", "foreign government"),
        ("The restricted data sheet was lost", None),
        ("SECRET", None),
        (f"This document contains Restricted Data {'x' * 160}", "DOE"),
        (f"The Atomic Energy Act of 1954 {'x' * 160}", None),
    ],
)
def test_a_line_with_a_notice_names_the_owner_whose_hold_it_makes(line: str, owner: str | None) -> None:
    assert notice_owner(line) == owner


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The bomb, which contains Restricted Data, yields much.", [("contains Restricted Data", "DOE")]),
        (
            "This document contains\nRestricted Data as defined in the Atomic\nEnergy Act of 1954.\nThe yield is large.",
            [("This document contains\nRestricted Data as defined in the Atomic\nEnergy Act of 1954.", "DOE")],
        ),
        (f"{FULL_NOTICE} The yield is large.", [(FULL_NOTICE, "DOE")]),
        ("Notice\nRESTRICTED DATA\nThe yield", [("RESTRICTED DATA", "DOE")]),
        ("Section 144b, Atomic Energy Act of 1954", [("Section 144b, Atomic Energy Act of 1954", "DOE")]),
        (
            "It contains NATO information. It contains foreign government information.",
            [("contains NATO information.", "NATO"), ("contains foreign government information.", "foreign government")],
        ),
        ("Nothing of the kind", []),
    ],
)
def test_a_notice_is_its_own_words_over_line_breaks_and_no_more(text: str, expected: list[tuple[str, str]]) -> None:
    assert [(text[start:end], owner) for start, end, owner in find_notices(text)] == expected
