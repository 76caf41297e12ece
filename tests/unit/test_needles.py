"""Words sought in text and in bytes: every way to write them is found, and what only looks like them is not."""

from __future__ import annotations

import base64

import numpy as np
import pytest

from pipeline.verify.needles import Needles, joined_strings

CODE, NAME = "ZANZIBAR-7734", "Colonel Viktor Ostrakov"
SOUGHT = Needles.of([CODE, NAME])

TEXTS = [
    "the file ZANZIBAR-7734 was",
    "the file zanzibar 7734 was",
    "Z A N Z I B A R - 7 7 3 4",
    "ZANZI-\nBAR-\n7734",
    "Colonel\nViktor   Ostrakov",
    "COLONEL VIKTOR OSTRAKOV",
    "vokartsO rotkiV lenoloC",
    "Colonel Vi\u00adktor Ostr\u200bakov",
    "C\u043elonel Viktor \u041estrakov",  # Cyrillic letters
]
WRITTEN = {
    "Latin": CODE.encode(),
    "small letters": NAME.lower().encode(),
    "UTF-16": NAME.encode("utf-16-be"),
    "UTF-16, little end first": CODE.encode("utf-16-le"),
    "hexadecimal": b"<" + CODE.encode().hex().encode() + b">",
    "hexadecimal in capitals and lines": b"<" + CODE.encode().hex(" ").upper().encode() + b">",
    "UTF-16 in hexadecimal": b"<FEFF" + NAME.encode("utf-16-be").hex().upper().encode() + b">",
    "octal": "".join(f"\\{each:03o}" for each in CODE.encode()).encode(),
    "a continued line": b"(ZANZI\\\nBAR-7734)",
    "a name": b"/ZANZIBAR#2D7734",
    "a link": b"http://example.org/Colonel%20Viktor%20Ostrakov",
    "XML": "".join(f"&#{ord(each)};" for each in CODE).encode(),
    "XML in hexadecimal": "".join(f"&#x{ord(each):x};" for each in CODE).encode(),
    "a script": "".join(f"\\u{ord(each):04x}" for each in CODE).encode(),
    "base64": b"data: " + base64.b64encode(b"the name is " + NAME.encode()),
    "kerned": b"[(ZAN) -20 (ZI) 12.5 (BAR-7) 3 (734)] TJ",
    "a string for each letter": b"".join(b"BT 1 0 0 1 %d 700 Tm (%c) Tj ET\n" % (at, each) for at, each in enumerate(NAME.encode())),
    "backwards": NAME[::-1].encode(),
}


@pytest.mark.parametrize("text", TEXTS)
def test_a_word_is_found_in_text_however_it_is_set(text: str) -> None:
    assert SOUGHT.in_text(text)


@pytest.mark.parametrize("way", WRITTEN)
def test_a_word_is_found_in_bytes_however_it_is_written(way: str) -> None:
    assert SOUGHT.in_bytes(WRITTEN[way])
    assert SOUGHT.in_bytes(b"before " + WRITTEN[way] + b" after")


@pytest.mark.parametrize("text", ["", "Zanzibar 773", "Colonel Ostrakov", "Viktor"])
def test_less_than_the_word_is_not_the_word(text: str) -> None:
    assert not SOUGHT.in_text(text)
    assert not SOUGHT.in_bytes(text.encode())


def test_a_short_word_is_found_as_a_word_of_its_own_only() -> None:
    sought = Needles.of(["Ann", "4711"])
    assert sought.in_text("for Ann, he")
    assert sought.in_bytes(b"(for Ann)")
    assert sought.in_bytes("Ann".encode("utf-16-be"))
    assert sought.text_hits("No. 4711.") == {1}
    assert not sought.in_text("it was planned for 14711 years")
    assert not sought.in_bytes(b"planned 0.47115 47 11")


def test_bytes_without_meaning_hold_no_word() -> None:
    assert not Needles.of([CODE, NAME, "Ann", "7734"]).in_bytes(np.random.default_rng(7).bytes(2_000_000))


def test_each_word_is_told_by_its_number() -> None:
    assert SOUGHT.text_hits(f"{NAME} and {CODE}") == {0, 1}
    assert SOUGHT.byte_hits(NAME.encode()) == {1}


def test_words_of_no_letters_are_never_found() -> None:
    assert not Needles.of(["", "-", "x"]).in_text("- x")
    assert not Needles.of([]).in_bytes(b"anything")


def test_words_of_other_scripts_are_found_in_their_encodings() -> None:
    sought = Needles.of(["Острако́в", "Остраков"])
    assert sought.in_text("ОСТРАКОВ")
    assert sought.in_bytes("Остраков".encode("utf-16-be"))
    assert sought.in_bytes("ОСТРАКОВ".encode())


def test_strings_are_joined_in_their_order() -> None:
    assert joined_strings(rb"[(a\(b) -2 <63 64>] TJ (e(f)g) Tj") == b"a(bcde(f)g"
