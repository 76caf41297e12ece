"""Composite fonts: how codes are told apart, what they stand for, and how wide they are."""

from __future__ import annotations

import pytest
from fonts_made import Made, chars, true_type
from pikepdf import Array, Name, Object

from pipeline.content.fonts import CompositeFont, read_font
from pipeline.content.fonts.letters import UNTOLD

MIXED = """
/WMode 0 def
2 begincodespacerange <00> <80> <8140> <9FFC> endcodespacerange
1 begincidrange <20> <7E> 1 endcidrange
1 begincidchar <8140> 633 endcidchar
"""


@pytest.fixture
def made() -> Made:
    return Made()


def read(font: Object) -> CompositeFont:
    found = read_font(font)
    assert isinstance(found, CompositeFont), found.fault
    return found


def test_codes_of_identity_are_two_bytes_and_told_by_the_map(made: Made) -> None:
    font = read(made.composite(ToUnicode=made.told(chars(x0003="A", x0004="ffi")), W=Array([3, Array([600, 700])]), DW=250))
    shown = b"\x00\x03\x00\x04\x00\x05\x00"
    assert font.split(shown) == [b"\x00\x03", b"\x00\x04", b"\x00\x05", b"\x00"]
    assert font.texts(shown) == ["A", "ffi", UNTOLD, UNTOLD]
    assert font.advances(shown[:6]) == [0.6, 0.7, 0.25]
    assert (font.name, font.fault, font.is_vertical) == ("Made", None, False)


def test_long_ranges_of_a_map_are_read_as_what_they_say(made: Made) -> None:
    font = read(made.composite(ToUnicode=made.told("1 beginbfrange <0000> <FFFF> <0000> endbfrange")))
    assert font.text("Kiew – Київ".encode("utf-16-be")) == "Kiew – Київ"
    assert font.blank() == (b"\x00 ", 1.0)


def test_long_ranges_that_overlap_are_doubted_where_they_differ(made: Made) -> None:
    font = read(made.composite(ToUnicode=made.told("2 beginbfrange <0000> <00FF> <0000> <0041> <0090> <0062> endbfrange")))
    assert font.text(b"\x00\x40\x00\x41\x00\x42") == "@" + 2 * UNTOLD
    assert font.contradicted == {b"\x00\x41", b"\x00\x42"}


def test_widths_of_ranges(made: Made) -> None:
    font = read(made.composite(ToUnicode=made.told(chars(x0001="A")), W=Array([1, 3, 400, 7, Array([333])])))
    assert font.advances(b"\x00\x01\x00\x03\x00\x07\x00\x08") == [0.4, 0.4, 0.333, 1.0]


def test_codes_of_mixed_lengths_are_told_apart_by_their_spaces(made: Made) -> None:
    font = read(made.composite(made.stream(MIXED.encode()), ("Adobe", "Japan1"), W=Array([633, Array([500])])))
    shown = b"A\x81\x40B"
    assert font.split(shown) == [b"A", b"\x81\x40", b"B"]
    assert font.texts(shown) == ["A", "\u3000", "B"]
    assert font.advances(shown) == [1.0, 0.5, 1.0]


def test_a_map_uses_another_for_what_it_does_not_say(made: Made) -> None:
    told = b"/90ms-RKSJ-H usecmap 1 begincidchar <41> 35 endcidchar"
    font = read(made.composite(made.stream(told), ("Adobe", "Japan1")))
    assert font.text(b"AB\x82\xa0") == "BBあ"


@pytest.mark.parametrize(
    ("name", "ordering", "codec", "text"),
    [
        ("90ms-RKSJ-H", "Japan1", "cp932", "A東京"),
        ("GBK-EUC-H", "GB1", "gbk", "A北京"),
        ("ETen-B5-H", "CNS1", "big5", "A臺北"),
        ("KSCms-UHC-H", "Korea1", "cp949", "A서울"),
        ("UniJIS-UTF16-H", "Japan1", "utf-16-be", "A東京"),
        ("UniGB-UCS2-H", "GB1", "utf-16-be", "A北京"),
    ],
)
def test_predefined_maps_tell_their_letters(made: Made, name: str, ordering: str, codec: str, text: str) -> None:
    font = read(made.composite(Name("/" + name), ("Adobe", ordering)))
    assert font.text(text.encode(codec)) == text


def test_identity_of_a_collection_is_told_by_the_collection(made: Made) -> None:
    assert read(made.composite(system=("Adobe", "Japan1"))).text(b"\x00\x22\x03\x4b") == "Aあ"


def test_a_program_tells_the_letters_of_its_glyphs(made: Made) -> None:
    program = made.described("FontFile2", true_type({0x5A: "A", 0x51: "B"}, has_names=False))
    plain = read(made.composite(FontDescriptor=program))
    mapped = read(made.composite(FontDescriptor=program, CIDToGIDMap=made.stream(b"\0\0\0\2\0\1")))
    assert plain.text(b"\0\1\0\2\0\3") == "ZQ" + UNTOLD
    assert mapped.text(b"\0\1\0\2") == "QZ"


def test_a_map_that_says_other_letters_than_the_program_is_not_believed(made: Made) -> None:
    program = made.described("FontFile2", true_type({0x41: "A", 0x42: "B"}))
    font = read(made.composite(FontDescriptor=program, ToUnicode=made.told(chars(x0001="X", x0002="B"))))
    assert font.text(b"\0\1\0\2") == UNTOLD + "B"
    assert font.contradicted == {b"\0\1"}


def test_ideographs_of_another_form_do_not_contradict(made: Made) -> None:
    font = read(made.composite(system=("Adobe", "Japan1"), ToUnicode=made.told(chars(x0022="A", x034b="い"))))
    assert (font.text(b"\x00\x22\x03\x4b"), font.contradicted) == ("Aい", frozenset())


def test_vertical_writing_is_told(made: Made) -> None:
    assert read(made.composite(Name("/Identity-V"), ToUnicode=made.told(chars(x0001="A")))).is_vertical
    assert read(made.composite(made.stream(MIXED.replace("WMode 0", "WMode 1").encode()), ("Adobe", "Japan1"))).is_vertical


def test_a_font_of_which_nothing_tells_a_letter_is_refused(made: Made) -> None:
    font = read_font(made.composite())
    assert (font.fault, font.texts(b"\0\1")) == ("nothing tells what its codes stand for", [UNTOLD])


@pytest.mark.parametrize("name", ["/Unheard-H", "/../x-H", "/to-unicode-Adobe-GB1", "/Identity"])
def test_a_map_that_nobody_knows_is_refused(made: Made, name: str) -> None:
    assert read_font(made.composite(Name(name))).fault == "nothing tells where its codes begin and end"
