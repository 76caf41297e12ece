"""Whose a marking is, however its words are joined: a hold of an owner that is not seen is a leak."""

from __future__ import annotations

from collections.abc import Callable
from itertools import product

import pytest
from wordbook import VOCABULARY

from pipeline.detect import MarkingDetector
from pipeline.markings import parse
from pipeline.model import Record

MakeRecord = Callable[[str], Record]
DETECTOR = MarkingDetector(VOCABULARY)
LEVELS = ("TOP SECRET", "SECRET", "CONFIDENTIAL", "RESTRICTED", "UNCLASSIFIED")
JOINED = ("{} {}", "{}/{}", "{} - {}", "{}-{}", "{}//{}", "{}; {}", "{}, {}", "{} ({})")
TAILS = ("", " NOFORN", "//NOFORN", "/NO FOREIGN DISSEM")
OWNERS = {
    "DOE": (
        *("RESTRICTED DATA", "FORMERLY RESTRICTED DATA", "RD", "FRD", "TFNI", "CNWDI", "UCNI", "DOE UCNI", "SIGMA 14", "SIGMA 14 18"),
        *("RD-CNWDI", "TRANSCLASSIFIED FOREIGN NUCLEAR INFORMATION", "CRITICAL NUCLEAR WEAPON DESIGN INFORMATION"),
    ),
    "DOD": ("DCNI", "DOD UCNI"),
    "NATO": ("NATO", "N.A.T.O.", "ATOMAL", "BALK", "BOHEMIA", "NATO SECRET", "COSMIC TOP SECRET", "COSMIC", "NATO CONFIDENTIAL ATOMAL"),
    "foreign government": ("FGI", "FGI GBR", "UK EYES ONLY", "BRITISH EYES ONLY", "UK SECRET", "CANADIAN SECRET", "U.K. EYES ONLY"),
}
NEVER_FIRST = {"NATO", "N.A.T.O.", "FGI", "FGI GBR", "SIGMA 14", "SIGMA 14 18"}
WORDS = [(word, owner) for owner, words in OWNERS.items() for word in words]


def is_seen(text: str, owner: str, make_record: MakeRecord) -> bool:
    """Tell whether a string is its owner's, by itself and as a line of a record."""
    reading = parse(text, VOCABULARY)
    record = make_record(f"A memorandum.\n\n{text}\n\nThe text.")
    found = {each for finding in DETECTOR.find(record) if finding.marking for each in finding.marking.owners}
    return reading is not None and owner in reading.marking.owners and owner in found


@pytest.mark.parametrize(("word", "owner"), WORDS)
def test_an_owners_word_after_a_level_holds_however_it_is_joined(word: str, owner: str, make_record: MakeRecord) -> None:
    texts = [f"{joined.format(level, word)}{tail}" for joined, level, tail in product(JOINED, LEVELS, TAILS)]
    assert [text for text in texts if not is_seen(text, owner, make_record)] == []


@pytest.mark.parametrize(("word", "owner"), WORDS)
def test_an_owners_word_in_a_portion_mark_holds_however_it_is_joined(word: str, owner: str, make_record: MakeRecord) -> None:
    levels = (*LEVELS, "TS", "S", "C")
    texts = [f"({joined.format(level, word)})" for joined, level in product(JOINED[:-1], levels)]
    assert [text for text in texts if not is_seen(text, owner, make_record)] == []


@pytest.mark.parametrize("owner", OWNERS)
def test_an_owners_word_before_a_level_holds(owner: str, make_record: MakeRecord) -> None:
    words = [word for word in OWNERS[owner] if word not in NEVER_FIRST]
    texts = [joined.format(word, level) for joined, word, level in product(JOINED[:-1], words, LEVELS)]
    assert [text for text in texts if not is_seen(text, owner, make_record)] == []


def test_a_word_that_is_only_near_an_owners_holds_nothing(make_record: MakeRecord) -> None:
    texts = ["SECRET//DELTA", "SECRET/ALPHA", "(S//NF)", "SECRET NATO MEETING", "SECRET FGIS", "SECRET//SI//NOFORN", "SECRET//RDX"]
    assert [text for text in texts if any(is_seen(text, owner, make_record) for owner in OWNERS)] == []


@pytest.mark.parametrize(
    ("text", "owner"),
    [
        ("JOINT SECRET CAN GBR USA", "foreign government"),
        ("SECRET - UK", "foreign government"),
        ("SECRET/UK/NOFORN", "foreign government"),
        ("NATO EYES ONLY", "NATO"),
        ("CUI//SP-UCNI", "DOE"),
        ("CUI//DCNI", "DOD"),
    ],
)
def test_an_owner_is_seen_without_the_slashes_and_levels_of_today(text: str, owner: str, make_record: MakeRecord) -> None:
    assert is_seen(text, owner, make_record)


@pytest.mark.parametrize("stamp", ["NATO SECRET", "SECRET RESTRICTED DATA", "UK SECRET"])
def test_an_owners_stamp_over_the_lines_of_a_warning_holds(stamp: str, make_record: MakeRecord) -> None:
    warning = "This material contains information affecting the National Defense of the United States within the meaning of"
    text = f"{warning}\n{stamp}\nthe Espionage Laws, Title 18, the revelation of which is prohibited by law.\n\nThe text."
    assert any(finding.marking and finding.marking.owners for finding in DETECTOR.find(make_record(text)))


@pytest.mark.parametrize("stamp", ["SECRET RESTRlCTED DATA", "RESTRICTEO DATA", "NATO SEGRET"])
def test_an_owners_damaged_stamp_between_lines_of_text_holds(stamp: str, make_record: MakeRecord) -> None:
    record = make_record(f"The yield of the device is\n{stamp}\nlarge, and more of it was seen.")
    assert any(finding.marking and finding.marking.owners for finding in DETECTOR.find(record))
