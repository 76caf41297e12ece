"""Markings found in a record: banners, portion marks and what they govern, blocks, notices, stamps."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from wordbook import VOCABULARY

from pipeline.detect import MarkingDetector, detect
from pipeline.model import Finding, Record

MakeRecord = Callable[[str], Record]


def found(record: Record, kind: str) -> list[Finding]:
    """Return the findings of one kind."""
    return [each for each in detect(record, [MarkingDetector(VOCABULARY)]) if each.kind == kind]


def texts(record: Record, kind: str) -> list[str]:
    """Return what the findings of one kind hold."""
    return [record.text[each.span.start : each.span.end] for each in found(record, kind)]


def extents(record: Record) -> list[tuple[str, str]]:
    """Return each portion mark with what it governs."""
    marks = found(record, "portion")
    pairs = [(each.span, each.extent) for each in marks if each.extent]
    assert len(pairs) == len(marks)
    return [(record.text[mark.start : mark.end], record.text[extent.start : extent.end]) for mark, extent in pairs]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r", "\f"])
def test_banners_are_whole_lines_on_every_page(make_record: MakeRecord, end: str) -> None:
    text = end.join(["SECRET", "A memorandum.", "SECRET", "  TOP SECRET - SENSITIVE  ", "More of it.", "SECRET"])
    record = make_record(text)
    assert texts(record, "banner") == ["SECRET", "SECRET", "TOP SECRET - SENSITIVE", "SECRET"]


@pytest.mark.parametrize(
    "text",
    [
        "They held\nthe secret ballot\non Monday.",
        "The Secret Service\nSecret Service men\nwere there.",
        "SECRETARIAT\n\nSECRETARY OF STATE\n\nSECRET SERVICE\n\nSECRET BALLOT",
        "It was kept\nsecret.\n\nMore text.",
        "The matter is\nconfidential\nand shall remain so.",
        "It was\nsecret.",
        "The talk was\nconfidential\nfrom its first word.",
        "SECRET, he said.\nNobody heard it.",
        "//XX\n\n//",
        "The word SECRET stands in a line.",
    ],
)
def test_words_that_only_look_like_markings_are_none(make_record: MakeRecord, text: str) -> None:
    assert detect(make_record(text), [MarkingDetector(VOCABULARY)]) == ()


@pytest.mark.parametrize(
    ("text", "kind", "lines"),
    [
        ("PRIORITY\nNIACT\nFLASH", "precedence", ["PRIORITY", "NIACT", "FLASH"]),
        ("SECRET CONFIDENTIAL UNCLASSIFIED", "checkbox", ["SECRET CONFIDENTIAL UNCLASSIFIED"]),
        ("UNCLASSIFIED\nCONFIDENTIAL\nSECRET\n\nRouting slip.", "checkbox", ["UNCLASSIFIED", "CONFIDENTIAL", "SECRET"]),
        ("25X1\n\nThe text.\n\n13-00000", "release-stamp", ["25X1", "13-00000"]),
        ("104-10049-10362\n\nThe text.", "release-stamp", ["104-10049-10362"]),
        ("Copy No. 3 of 12 copies\n\nThe text.", "copy-control", ["Copy No. 3 of 12 copies"]),
        ("HANDLE VIA COMINT CHANNELS ONLY\n\nThe text.", "channel", ["HANDLE VIA COMINT CHANNELS ONLY"]),
        ("SECRET\n\nRYBAT TYPIC\n\nThe text.", "slug", ["RYBAT TYPIC"]),
    ],
)
def test_lines_of_other_kinds_are_told_from_banners(make_record: MakeRecord, text: str, kind: str, lines: list[str]) -> None:
    record = make_record(text)
    assert texts(record, kind) == lines
    assert set(texts(record, "banner")) <= {"SECRET"} - set(lines)


def test_a_precedence_beside_a_level_is_a_finding_of_its_own(make_record: MakeRecord) -> None:
    record = make_record("SECRET PRIORITY\n\nThe text.")
    assert (texts(record, "banner"), texts(record, "precedence")) == (["SECRET"], ["PRIORITY"])


def test_a_banner_of_a_later_page_governs_that_page_and_the_first_pages_governs_all(make_record: MakeRecord) -> None:
    record = make_record("SECRET\n\nThe text.\n\nSECRET\fCONFIDENTIAL\n\nMore text.\n\nCONFIDENTIAL")
    pages = [record.pages[1].span] * 2
    assert [each.extent for each in found(record, "banner")] == [None, None, *pages]


def test_a_banner_in_the_midst_of_a_later_page_governs_all(make_record: MakeRecord) -> None:
    lines = "\n".join(f"Line {number} of the text." for number in range(6))
    record = make_record(f"The text.\f{lines}\n\nSECRET\n\n{lines}")
    assert [each.extent for each in found(record, "banner")] == [None]


# --- portion marks and what they govern ---


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("(S) The falcon flew.\n\nNothing here.", [("(S)", "(S) The falcon flew.")]),
        ("1. (S) The falcon flew.\nIt was seen.", [("(S)", "1. (S) The falcon flew.\nIt was seen.")]),
        ("a. (TS//NF) The falcon flew.", [("(TS//NF)", "a. (TS//NF) The falcon flew.")]),
        ("- (C) The falcon flew.", [("(C)", "- (C) The falcon flew.")]),
        ("The falcon (U)\n\nIt flew.", [("(U)", "The falcon (U)")]),
        (
            "(U) The weather was bad. (S) The falcon flew.",
            [("(U)", "(U) The weather was bad."), ("(S)", "(S) The falcon flew.")],
        ),
        (
            "Before. (S) The falcon flew.",
            [("(S)", "Before. (S) The falcon flew.")],
        ),
        ("(S) The falcon\fflew over the page.", [("(S)", "(S) The falcon\fflew over the page.")]),
        ("(TOP SECRET) The falcon flew.", [("(TOP SECRET)", "(TOP SECRET) The falcon flew.")]),
        ("The falcon (see above) flew (S) at noon.", []),
    ],
)
def test_a_portion_mark_governs_its_paragraph_up_to_the_next_mark(
    make_record: MakeRecord, text: str, expected: list[tuple[str, str]]
) -> None:
    assert extents(make_record(text)) == expected


@pytest.mark.parametrize(
    "text",
    [
        "(A) One.\n\n(B) Two.\n\n(C) Three.",
        "(A) One. (B) Two. (C) Three.",
        "We want: (A) One. (B) Two. (C) Three.",
        "(B) Two.\n(C) Three.\n(D) Four.",
        "(C) Three.\n\n(D) Four.",
        "It is in items (B) and (C)",
        "(R) One.\n\n(S) Two.\n\n(T) Three.\n\n(U) Four.",
        "3(B). One.\n3 (C) Two.",
    ],
)
def test_letters_of_an_enumeration_are_no_portion_marks(make_record: MakeRecord, text: str) -> None:
    assert found(make_record(text), "portion") == []


def test_an_enumeration_elsewhere_hides_no_portion_mark(make_record: MakeRecord) -> None:
    record = make_record("(A) One.\n\n(B) Two.\n\n(S) The falcon flew.\n\n(U) The weather was bad.\n\n(C) It rained.")
    assert texts(record, "portion") == ["(S)", "(U)", "(C)"]


# --- lines that belong to no paragraph ---


def test_authority_blocks_are_found_line_by_line(make_record: MakeRecord) -> None:
    record = make_record(
        "A memorandum.\n\nClassified by 012170\nDeclassify on: OADR\n\nGROUP 1\nExcluded from automatic\ndowngrading and declassification"
    )
    assert texts(record, "authority-block") == [
        *("Classified by 012170", "Declassify on: OADR"),
        *("GROUP 1", "Excluded from automatic", "downgrading and declassification"),
    ]


@pytest.mark.parametrize(
    ("text", "notice", "owner"),
    [
        ("RESTRICTED DATA\n\nThe yield.", "RESTRICTED DATA", "DOE"),
        ("The yield.\fRESTRICTED DATA\r\rThe yield.", "RESTRICTED DATA", "DOE"),
        ("This document contains Restricted\nData. The yield is large.", "This document contains Restricted\nData.", "DOE"),
        ("The bomb contains restricted data: the yield is large.", "contains restricted data", "DOE"),
        (f"This document contains Restricted Data. {'The yield is large. ' * 20}", "This document contains Restricted Data.", "DOE"),
        ("ATOMAL\n\nThe yield.", "ATOMAL", "NATO"),
        ("This document contains NATO classified information.", "This document contains NATO classified information.", "NATO"),
        ("Contains foreign government information", "Contains foreign government information", "foreign government"),
    ],
)
def test_a_notice_of_an_owner_is_found_with_its_owner_and_without_the_text_beside_it(
    make_record: MakeRecord, text: str, notice: str, owner: str
) -> None:
    record = make_record(text)
    assert texts(record, "notice") == [notice]
    assert [each.marking.owners for each in found(record, "notice") if each.marking] == [(owner,)]
    assert texts(record, "banner") == []


@pytest.mark.parametrize(
    ("line", "owner"),
    [
        ("SECRET//RD", "DOE"),
        ("SECRET RESTRICTED DATA", "DOE"),
        ("NATO SECRET", "NATO"),
        ("COSMIC TOP SECRET", "NATO"),
        ("//DEU SECRET", "foreign government"),
    ],
)
def test_a_banner_of_an_owner_carries_the_owner(make_record: MakeRecord, line: str, owner: str) -> None:
    assert [each.marking.owners for each in found(make_record(f"{line}\n\nText."), "banner") if each.marking] == [(owner,)]


def test_stamps_of_a_later_review_are_kept_apart_from_the_records_own_markings(make_record: MakeRecord) -> None:
    record = make_record(
        "Approved For Release 2006/11/17 : CIA-RDP86-00674R000300040008-5\nSECRET\n\nA memorandum.\n\n"
        "DECLASSIFIED\nE.O. 12958, Sec. 3.5\nNLK-98-123"
    )
    assert texts(record, "release-stamp") == [
        "Approved For Release 2006/11/17 : CIA-RDP86-00674R000300040008-5",
        "DECLASSIFIED",
        "NLK-98-123",
    ]
    assert texts(record, "banner") == ["SECRET"]
    assert all(each.marking is None for each in found(record, "release-stamp"))


def test_findings_come_in_reading_order_and_say_who_found_them(make_record: MakeRecord) -> None:
    findings = detect(make_record("SECRET\n\n(S) Text.\n\nClassified by X"), [MarkingDetector(VOCABULARY)])
    assert [(each.kind, each.detector) for each in findings] == [
        *(("banner", "markings"), ("portion", "markings"), ("authority-block", "markings")),
    ]
    assert all(0 < each.confidence <= 1 and each.why and each.rule is None for each in findings)


def test_no_detector_means_no_finding_and_is_refused(make_record: MakeRecord) -> None:
    with pytest.raises(ValueError, match="no detector was given, so nothing would be found"):
        detect(make_record("Text."), [])
