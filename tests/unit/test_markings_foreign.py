"""Information of other governments as 32 CFR 2001.24(c) and (i) have it written: by its owner, by FGI, or in a notice."""

from __future__ import annotations

from collections.abc import Callable
from itertools import product

import pytest
from wordbook import VOCABULARY

from pipeline.detect import MarkingDetector
from pipeline.markings import find_notices, parse
from pipeline.model import Category, Marking, Record

MakeRecord = Callable[[str], Record]
DETECTOR = MarkingDetector(VOCABULARY)
FOREIGN = "foreign government"
STATES = [token for token in VOCABULARY.tokens if token.category is Category.COUNTRY]
LEVELS = {"TS": "TOP SECRET", "S": "SECRET", "C": "CONFIDENTIAL", "R": "RESTRICTED", "U": "UNCLASSIFIED"}
JOINED = ("{}-{}", "{} {}", "{} - {}", "{}—{}", "{}–{}", "{}/{}", "{}, {}")
OWNERS = {
    "DEU": FOREIGN,
    "GBR": FOREIGN,
    "UK": FOREIGN,
    "U.K.": FOREIGN,
    "SEATO": FOREIGN,
    "FGI": FOREIGN,
    "FGI DEU": FOREIGN,
    "NATO": "NATO",
}


def read(text: str) -> Marking | None:
    """Return what ``text`` is read as, by the vocabulary that ships."""
    reading = parse(text, VOCABULARY)
    return reading.marking if reading else None


def owners(text: str, make_record: MakeRecord) -> set[str]:
    """Return whose holds the markings of a record make."""
    return {owner for finding in DETECTOR.find(make_record(text)) if finding.marking for owner in finding.marking.owners}


def portions(text: str, make_record: MakeRecord) -> list[str]:
    """Return the portion marks of a record."""
    return [finding.marking.text for finding in DETECTOR.find(make_record(text)) if finding.kind == "portion" and finding.marking]


@pytest.mark.parametrize("state", [token.name for token in STATES])
def test_a_state_and_a_level_mark_a_portion_of_that_state(state: str, make_record: MakeRecord) -> None:
    text = f"SECRET\n\n({state}-C) The falcon flew at noon.\n"
    assert (portions(text, make_record), owners(text, make_record)) == ([f"({state}-C)"], {FOREIGN})


@pytest.mark.parametrize("owner", OWNERS)
def test_an_owner_and_a_level_mark_a_portion_however_they_are_joined(owner: str, make_record: MakeRecord) -> None:
    wrong = []
    for joined, letters in product(JOINED, LEVELS):
        for mark in (f"({joined.format(owner, letters)})", f"({joined.format(letters, owner)})"):
            marking = read(mark)
            told = (marking.kind, marking.level, marking.owners) if marking else None
            text = f"SECRET\n\n1. {mark} The falcon flew at noon.\n"
            if told != ("portion", LEVELS[letters], (OWNERS[owner],)) or portions(text, make_record) != [mark]:
                wrong.append(mark)
    assert wrong == []


@pytest.mark.parametrize(
    ("mark", "level", "non_us", "owner"),
    [
        ("(DEU-C)", "CONFIDENTIAL", ("DEU",), FOREIGN),
        ("(GBR S)", "SECRET", ("GBR",), FOREIGN),
        ("(UK-TS)", "TOP SECRET", ("GBR",), FOREIGN),
        ("(NATO-S)", "SECRET", ("NATO",), "NATO"),
        ("(NATO-TS)", "TOP SECRET", ("NATO",), "NATO"),
        ("(CENTO-C)", "CONFIDENTIAL", ("CENTO",), FOREIGN),
        ("(FVEY-S)", "SECRET", ("FVEY",), FOREIGN),
        ("(GBR/CAN-S)", "SECRET", ("GBR", "CAN"), FOREIGN),
        ("(US/UK-S)", "SECRET", ("GBR",), FOREIGN),
        ("(GBR-S//NF)", "SECRET", ("GBR",), FOREIGN),
        ("(//GBR-S)", "SECRET", ("GBR",), FOREIGN),
        ("(//NATO-S)", "SECRET", ("NATO",), "NATO"),
        ("(UK Secret)", "SECRET", ("GBR",), FOREIGN),
        ("(CANADA-S)", "SECRET", ("CAN",), FOREIGN),
        ("(NATO Confidential)", "CONFIDENTIAL", ("NATO",), "NATO"),
        ("(JOINT S GBR USA)", "SECRET", ("GBR", "USA"), FOREIGN),
        ("(UK EYES ONLY)", None, ("GBR EYES ONLY",), FOREIGN),
    ],
)
def test_a_portion_tells_its_level_and_whose_it_is(
    mark: str, level: str | None, non_us: tuple[str, ...], owner: str, make_record: MakeRecord
) -> None:
    marking = read(mark)
    assert marking is not None
    assert (marking.kind, marking.level, marking.non_us, marking.owners) == ("portion", level, non_us, (owner,))
    assert portions(f"SECRET\n\n{mark} The falcon flew at noon.\n", make_record) == [mark]


@pytest.mark.parametrize(
    ("mark", "level", "fgi"),
    [
        ("(FGI-C)", "CONFIDENTIAL", ("FGI",)),
        ("(FGI GBR-S)", "SECRET", ("GBR",)),
        ("(FGI TOP SECRET)", "TOP SECRET", ("FGI",)),
        ("(C-FGI)", "CONFIDENTIAL", ("FGI",)),
        ("(FGI)", None, ("FGI",)),
        ("(FGI GBR)", None, ("GBR",)),
        ("(S - FOREIGN GOVERNMENT INFORMATION)", "SECRET", ("FGI",)),
    ],
)
def test_a_portion_of_a_concealed_or_open_source_tells_its_level(mark: str, level: str | None, fgi: tuple[str, ...]) -> None:
    marking = read(mark)
    assert marking is not None
    assert (marking.kind, marking.level, marking.fgi, marking.owners) == ("portion", level, fgi, (FOREIGN,))


@pytest.mark.parametrize(
    ("line", "level", "owner"),
    [
        ("SEATO SECRET", "SECRET", FOREIGN),
        ("SEATO TOP SECRET", "TOP SECRET", FOREIGN),
        ("S-E-A-T-O S-E-C-R-E-T", "SECRET", FOREIGN),
        ("CENTO CONFIDENTIAL", "CONFIDENTIAL", FOREIGN),
        ("BAGHDAD PACT SECRET", "SECRET", FOREIGN),
        ("//SEATO SECRET", "SECRET", FOREIGN),
        ("SECRET SEATO", "SECRET", FOREIGN),
        ("TOP SECRET UK", "TOP SECRET", FOREIGN),
        ("UK TOP SECRET", "TOP SECRET", FOREIGN),
        ("TOP SECRET GBR NOFORN", "TOP SECRET", FOREIGN),
        ("TOP SECRET//UK", "TOP SECRET", FOREIGN),
        ("SECRET//CANADIAN//NOFORN", "SECRET", FOREIGN),
        ("SECRET//SEATO", "SECRET", FOREIGN),
        ("FVEY SECRET", "SECRET", FOREIGN),
        ("SWEDISH SECRET", "SECRET", FOREIGN),
        ("CANADA SECRET", "SECRET", FOREIGN),
        ("NEW ZEALAND TOP SECRET", "TOP SECRET", FOREIGN),
        ("UNITED ARAB EMIRATES SECRET", "SECRET", FOREIGN),
        ("CANADA EYES ONLY", None, FOREIGN),
        ("US/UK TOP SECRET", "TOP SECRET", FOREIGN),
        ("UK/CANADIAN SECRET", "SECRET", FOREIGN),
        ("NATO TOP SECRET", "TOP SECRET", "NATO"),
        ("UK EYES ONLY", None, FOREIGN),
        ("AUSTRALIAN EYES ONLY", None, FOREIGN),
        ("SECRET - AUSTRALIAN EYES ONLY", "SECRET", FOREIGN),
        ("FGI SECRET", "SECRET", FOREIGN),
        ("FGI TOP SECRET", "TOP SECRET", FOREIGN),
        ("FGI", None, FOREIGN),
        ("FOREIGN GOVERNMENT INFORMATION", None, FOREIGN),
        ("Foreign Government Information", None, FOREIGN),
        ("SECRET - FOREIGN GOVERNMENT INFORMATION", "SECRET", FOREIGN),
        ("SECRET FOREIGN GOVERNMENT INFORMATION", "SECRET", FOREIGN),
    ],
)
def test_a_banner_of_states_and_their_alliances_is_theirs(line: str, level: str | None, owner: str, make_record: MakeRecord) -> None:
    marking = read(line)
    assert marking is not None
    assert (marking.kind, marking.level, marking.owners) == ("banner", level, (owner,))
    assert owner in owners(f"A memorandum.\n\n{line}\n\nThe text.", make_record)


@pytest.mark.parametrize("line", ["SECRET UK/US EYES ONLY", "SECRET - US/UK EYES ONLY"])
def test_a_list_of_those_who_may_read_names_no_owner(line: str) -> None:
    marking = read(line)
    assert marking is not None
    assert (marking.level, marking.owners, len(marking.dissem)) == ("SECRET", (), 1)


@pytest.mark.parametrize(
    "text",
    [
        *("(US-C)", "(USA-S)", "(CIA-S)", "(KGB-TS)", "(UK)", "(NATO)", "(SEATO)", "(DEU)", "(UK-US)", "(GBR, CAN)", "(UK-BASED)"),
        *("(BRITISH)", "(AND C)", "(U.K.)", "(FGI MEETING)", "(C-130)", "(UK-A)", "(DEU-CDU)", "(S-NATO MEETING)"),
        *("UK", "SEATO", "GERMAN", "SECRET GERMAN PLAN", "SECRET SEATO MEETING", "SEATO SECRETARY GENERAL", "AND SECRET", "US SECRET"),
        *("FGI GBR", "FOREIGN GOVERNMENT", "FOREIGN GOVERNMENT INFORMATION SERVICES", "CAN", "SECRET CANADA", "ARE SECRETS", "CHAD"),
    ],
)
def test_words_that_name_states_are_no_marking_without_a_level(text: str) -> None:
    marking = read(text)
    assert marking is None or (marking.kind != "portion" and not marking.owners)


def test_the_labels_of_a_list_are_no_portions_of_a_state(make_record: MakeRecord) -> None:
    text = "The plan has three parts:\n\n(A) the harbor,\n\n(B) the field,\n\n(C) the road (UK-based) for the (US-C) men.\n"
    assert portions(text, make_record) == []


@pytest.mark.parametrize(
    ("text", "marks"),
    [
        ("All men keep foreign government information (FGI).\n", []),
        ("(FGI) The falcon flew at noon.\n", ["(FGI)"]),
        ("The falcon at noon (FGI)\n", ["(FGI)"]),
    ],
)
def test_a_sentence_that_defines_its_abbreviation_marks_no_portion(text: str, marks: list[str], make_record: MakeRecord) -> None:
    assert portions(text, make_record) == marks


def test_the_code_of_a_file_before_a_level_names_no_owner(make_record: MakeRecord) -> None:
    assert owners("Department of State, POL 27\n\nCYP. SECRET; IMMEDIATE; LIMDIS\n\nThe text.\n", make_record) == set()
    assert owners("A memorandum.\n\nU.K. SECRET; IMMEDIATE\n\nThe text.\n", make_record) == {FOREIGN}


@pytest.mark.parametrize(
    "words",
    [
        *("United Kingdom Information", "British Information", "UK Information", "U.K. information", "GBR Information"),
        *("Canadian information", "Canada Information", "New Zealand information", "Federal Republic of Germany Information"),
        *("UK SECRET information", "British government information", "SEATO information", "(indicate country of origin) Information"),
        *(
            "United Kingdom and Canadian Information",
            "US/UK information",
            "Swedish classified information",
            "classified French information",
        ),
        *("information of the Government of Canada", "information of the Canadian Government", "information from France"),
        *(
            "information furnished by the Government of Japan",
            "information originated by the United Kingdom",
            "information of French origin",
        ),
        *("classified information provided by the Australian government", "UK origin information", "Republic of Korea information"),
    ],
)
def test_the_notice_that_names_a_state_is_a_hold(words: str, make_record: MakeRecord) -> None:
    for text in (f"This Document Contains {words}", f"This memorandum contains\n{words}.", f"THIS DOCUMENT CONTAINS {words.upper()}"):
        assert owners(f"SECRET\n\n{text}\n\nThe falcon flew.\n", make_record) == {FOREIGN}, text
    assert owners(f"SECRET\n\nCONTAINS {words.upper()}\n\nThe falcon flew.\n", make_record) == {FOREIGN}


def test_a_notice_of_an_alliance_and_a_state_is_held_for_both(make_record: MakeRecord) -> None:
    assert owners("SECRET\n\nThis document contains NATO and British information.\n\nText.\n", make_record) == {FOREIGN, "NATO"}


@pytest.mark.parametrize("words", ["NATO Secret information", "NATO information", "COSMIC information", "ATOMAL information"])
def test_the_notice_of_nato_is_natos_with_its_level(words: str, make_record: MakeRecord) -> None:
    assert owners(f"SECRET\n\nThis document contains {words}\n\nThe falcon flew.\n", make_record) == {"NATO"}


@pytest.mark.parametrize(
    "words",
    [
        *("Transclassified Foreign Nuclear Information", "TFNI", "Transclassified Foreign\nNuclear Information (TFNI)"),
        *(
            "Transclassified Foreign Nuclear Information as defined in the Atomic Energy Act of 1954",
            "Critical Nuclear Weapon Design Information",
        ),
        *("Restricted Data", "FRD"),
    ],
)
def test_the_notice_of_atomic_information_is_the_departments(words: str, make_record: MakeRecord) -> None:
    assert owners(f"SECRET\n\nThis document contains {words}\n\nThe falcon flew.\n", make_record) == {"DOE"}


@pytest.mark.parametrize(
    "text",
    [
        *("The box contains German information on the harbor.", "It contains French wine.", "This document contains information on Japan."),
        *("This document contains useful information.", "This document contains classified information.", "It contains can information."),
        *("This document contains information about the United Kingdom.", "This report contains per capita information."),
        *("The file contains information of the kind that French officers seek.", "This document contains intelligence information."),
        *(
            "This document contains Chadwick information.",
            "THIS DOCUMENT CONTAINS US INFORMATION",
            "This document contains U.S. information.",
        ),
    ],
)
def test_a_sentence_about_a_state_is_no_notice(text: str) -> None:
    assert find_notices(text, vocabulary=VOCABULARY) == ()
