"""Lines that are markings of other kinds: authority blocks, stamps of later reviews, notices of owners."""

from __future__ import annotations

import pytest

from pipeline.markings import find_notices, find_warnings, is_authority_line, is_review_stamp, notice_owner

FULL_NOTICE = (
    "This document contains Restricted Data as defined in the Atomic Energy Act of 1954, as amended. Unauthorized disclosure "
    "is subject to Administrative and Criminal Sanctions."
)


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
        *("Exempt from General Declassification Schedule of E.O. 11652", "E.O. 11652: GDS", "Downgrade to CONFIDENTIAL"),
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


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("A memorandum.\nWARNING NOTICE\nThe text.", ["WARNING NOTICE"]),
        ("Unclassified When Classified Enclosure Removed", ["Unclassified When Classified Enclosure Removed"]),
        ("He gave them a warning notice of two days.", []),
        ("The text is unclassified when it is sent.", []),
    ],
)
def test_a_notice_of_no_owner_is_its_own_words(text: str, expected: list[str]) -> None:
    assert [text[start:end] for start, end in find_warnings(text)] == expected
