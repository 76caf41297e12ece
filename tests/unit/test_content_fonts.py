"""Fonts of one byte a code: what their codes stand for, how wide they are, and what contradicts what."""

from __future__ import annotations

from types import SimpleNamespace

import pikepdf
import pytest
from fonts_made import WIDTH, Made, chars, compact, true_type
from fontTools.misc.psCharStrings import T2CharString
from pikepdf import Array, Dictionary, Name

from pipeline.content.fonts import SimpleFont, Type3Font, read_font
from pipeline.content.fonts.ink import compact_ink
from pipeline.content.fonts.letters import UNTOLD, agree, named_text, settled


@pytest.fixture
def made() -> Made:
    return Made()


def read(font: pikepdf.Object) -> SimpleFont:
    found = read_font(font)
    assert isinstance(found, SimpleFont)
    return found


def test_a_map_of_characters_is_asked_before_the_encoding(made: Made) -> None:
    font = read(made.simple(Encoding=Name.WinAnsiEncoding, ToUnicode=made.told(chars(x41="A", x7f="–"))))
    assert font.text(b"A\x7fB") == "A–B"
    assert font.fault is None


def test_ranges_of_a_map_count_on_and_arrays_name_each(made: Made) -> None:
    told = made.told("2 beginbfrange <01><03><0058> <04><05>[<0066 0069> <D83DDE00>] endbfrange")
    font = read(made.simple(Encoding=Dictionary(), ToUnicode=told))
    assert font.texts(b"\x01\x02\x03\x04\x05") == ["X", "Y", "Z", "fi", "😀"]


def test_codes_of_two_bytes_in_a_map_of_a_font_of_one_are_meant_as_one(made: Made) -> None:
    assert read(made.simple(ToUnicode=made.told(chars(x0001="Q")))).text(b"\x01") == "Q"


def test_names_of_differences_stand_for_what_the_list_of_glyphs_says(made: Made) -> None:
    names = ["A", "fi", "uni0411", "u1F600", "f_f_i", "Asmall", "oneoldstyle", "B.alt", "g12", "c65", "afii10017"]
    differing = Array([1, *(Name("/" + name) for name in names)])
    font = read(made.simple(Encoding=Dictionary(Differences=differing)))
    assert font.texts(bytes(range(1, 12))) == ["A", "fi", "Б", "😀", "ffi", "A", "1", "B", UNTOLD, UNTOLD, "А"]


@pytest.mark.parametrize(
    ("name", "codes", "text"),
    [("WinAnsiEncoding", b"\x80\x93\xe9", "€“é"), ("MacRomanEncoding", b"\x8e\xd2", "é“"), ("StandardEncoding", b"\xae\xaf", "fifl")],
)
def test_base_encodings(made: Made, name: str, codes: bytes, text: str) -> None:
    assert read(made.simple(Encoding=Name("/" + name))).text(codes) == text


def test_symbol_and_dingbats_have_encodings_of_their_own(made: Made) -> None:
    assert read(made.simple(base="Symbol")).text(b"ab") == "αβ"
    assert read(made.simple(base="ZapfDingbats")).text(b"4") == "✔"


def test_bullets_of_wingdings_are_told_whichever_way_they_are_written(made: Made) -> None:
    plain = read(made.simple("TrueType", "ABCDEF+Wingdings-Regular", Encoding=Name.WinAnsiEncoding))
    private = read(made.simple("TrueType", "Wingdings", ToUnicode=made.told(chars(x01="\uf0a7"))))
    assert (plain.text(b"\xa7\xfc"), private.text(b"\x01")) == ("▪✓", "▪")
    assert read(made.simple(ToUnicode=made.told(chars(x01="\uf0a7")))).text(b"\x01") == UNTOLD


def test_a_type_1_program_tells_its_own_encoding(made: Made) -> None:
    program = (
        b"%!PS-AdobeFont-1.0: Made\n/Encoding 256 array 0 1 255 {1 index exch /.notdef put} for\ndup 7 /K put\ndup 8#011 /eacute put\n"
    )
    font = read(made.simple(base="Made", FontDescriptor=made.described("FontFile", program + b"readonly def currentfile eexec", 4)))
    assert font.texts(b"\x07\x09A") == ["K", "é", UNTOLD]


def test_a_compact_program_tells_its_own_encoding(made: Made) -> None:
    font = read(made.simple(base="Made", FontDescriptor=made.described("FontFile3", compact(("A", "B")), 4)))
    assert font.text(b"AB") == "AB"


def test_a_true_type_program_tells_its_letters_by_glyph(made: Made) -> None:
    program = made.described("FontFile2", true_type({0x41: "A", 0xF042: "B"}), 4)
    assert read(made.simple("TrueType", "Made", FontDescriptor=program)).text(b"A") == "A"


def test_a_symbolic_font_that_brings_no_program_and_no_encoding_says_nothing(made: Made) -> None:
    font = read(made.simple(base="Made", FontDescriptor=Dictionary(Flags=4)))
    assert (font.text(b"AB"), font.fault) == (UNTOLD * 2, "nothing tells what its codes stand for")


def test_what_cannot_be_right_beside_the_name_of_a_glyph_is_no_text(made: Made) -> None:
    told = made.told(chars(x41="B", x42="b", x43=" ", x44="D"))
    font = read(made.simple(Encoding=Name.WinAnsiEncoding, ToUnicode=told))
    assert font.text(b"ABCD") == f"{UNTOLD}b{UNTOLD}D"
    assert font.contradicted == {b"A", b"C"}


def test_a_map_that_says_two_things_of_a_code_is_believed_in_neither(made: Made) -> None:
    font = read(made.simple(Encoding=Dictionary(), base="Made", ToUnicode=made.told(chars(x01="A"), chars(x01="B"))))
    assert (font.text(b"\x01"), font.contradicted) == (UNTOLD, frozenset({b"\x01"}))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("a", "A"),
        ("µ", "μ"),
        (" ", "\xa0"),
        ("-", "\xad"),
        ("’", "'"),
        ("ﬁ", "fi"),
        ("é", "e\u0301"),
        ("²", "2"),
        ("ı", "i"),
        ("•", "·"),
        ("A", UNTOLD),
    ],
)
def test_two_ways_of_saying_the_same_do_not_contradict(one: str, other: str) -> None:
    assert agree(one, other)
    assert agree(other, one)


@pytest.mark.parametrize(("one", "other"), [("A", "B"), ("A", "."), ("1", "l"), (" ", "A"), ("fi", "fl")])
def test_letters_that_differ_contradict(one: str, other: str) -> None:
    assert not agree(one, other)
    assert not agree(other, one)


@pytest.mark.parametrize("text", ["", "\x01", "\ue000", "\ud800", "A\ufffd", "x" * 17])
def test_what_tells_nothing_is_untold(text: str) -> None:
    assert settled(text) == UNTOLD


def test_line_ends_and_names_of_blanks_are_blanks() -> None:
    assert (settled("\r"), named_text("nonmarkingreturn"), named_text(".notdef")) == (" ", " ", UNTOLD)


def test_widths_are_in_em_and_missing_ones_the_descriptors(made: Made) -> None:
    described = Dictionary(Flags=32, MissingWidth=111)
    font = made.simple(Encoding=Name.WinAnsiEncoding, FirstChar=65, LastChar=66, Widths=Array([250, 722.5]), FontDescriptor=described)
    assert read(font).advances(b"ABC") == [0.25, 0.7225, 0.111]


@pytest.mark.parametrize("base", ["Helvetica", "Arial", "ArialMT", "Helvetica-Oblique", "Arial,Italic"])
def test_the_standard_fonts_need_no_widths(made: Made, base: str) -> None:
    font = made.simple(base=base, Encoding=Name.WinAnsiEncoding)
    del font["/Widths"]
    assert read(font).advances(b"A ") == [0.667, 0.278]


def test_a_font_without_widths_that_is_no_standard_one_is_refused(made: Made) -> None:
    font = made.simple(base="Garamond", Encoding=Name.WinAnsiEncoding)
    del font["/Widths"]
    assert read(font).fault == "it has no widths of its letters"


def test_the_cell_of_a_line_is_the_fonts_where_it_is_sane(made: Made) -> None:
    sane = read(made.simple(FontDescriptor=Dictionary(Flags=32, Ascent=900, Descent=210)))
    mad = read(made.simple(FontDescriptor=Dictionary(Flags=32, Ascent=90000, Descent=-5)))
    assert (sane.ascent, sane.descent, mad.ascent, mad.descent) == (0.9, -0.21, 0.75, -0.25)


def test_a_blank_is_found_where_there_is_one(made: Made) -> None:
    assert read(made.simple(Encoding=Name.WinAnsiEncoding)).blank() == (b" ", WIDTH / 1000)
    assert read(made.simple(base="Made", Encoding=Dictionary(), FontDescriptor=made.described("FontFile", b"", 4))).blank() is None


def type3(made: Made, matrix: list[float]) -> Dictionary:
    drawn = Dictionary(A=made.stream(b"500 0 d0"), odd=made.stream(b"500 0 d0"))
    encoding = Dictionary(Differences=Array([65, Name.A, Name.odd]))
    box = Array([0, -200, 900, 800])
    return made.simple("Type3", "", Name=Name.T3, FontMatrix=Array(matrix), FontBBox=box, CharProcs=drawn, Encoding=encoding)


def test_type_3_is_measured_by_its_matrix_and_tells_its_procedures(made: Made) -> None:
    font = read_font(type3(made, [0.001, 0, 0, 0.001, 0, 0]))
    assert isinstance(font, Type3Font)
    assert (font.text(b"AB"), font.advances(b"A"), font.ascent, font.descent) == ("A" + UNTOLD, [0.5], 0.8, -0.2)
    assert set(font.procedures) == {b"A", b"B"}
    assert font.blank() is None


@pytest.mark.parametrize("matrix", [[0, 0.001, -0.001, 0, 0, 0], [-0.001, 0, 0, 0.001, 0, 0], [0, 0, 0, 0, 0, 0]])
def test_type_3_that_is_turned_or_mirrored_is_refused(made: Made, matrix: list[float]) -> None:
    assert read_font(type3(made, matrix)).fault == "its glyphs are turned, mirrored or without size"


def test_names_whose_bytes_are_no_utf_8_are_read(made: Made) -> None:
    made.pdf.Root.Font = pikepdf.Object.parse(
        b"<</Type/Font/Subtype/Type1/BaseFont/#b7#c2/Encoding/WinAnsiEncoding/FirstChar 65/Widths[500]>>"
    )
    assert read(made.pdf.Root.Font).text(b"A") == "A"


@pytest.mark.parametrize("said", [" ", "\u00a0", "\u200b", "\u3164"])
def test_a_blank_whose_glyph_draws_ink_tells_nothing(made: Made, said: str) -> None:
    told, wide = made.told(chars(x41="A", x42=said)), made.told(chars(x0001="A", x0002=said))
    named = Dictionary(Differences=Array([65, Name.A, Name.g66]))
    for inked, text in (("", said), ("A", said), ("g66", UNTOLD)):
        program = made.described("FontFile2", true_type({}, names=("A", "g66"), inked=inked), 4)
        assert read(made.simple("TrueType", "Made", FontDescriptor=program, ToUnicode=told, Encoding=named)).text(b"B") == text
        composite = read_font(made.composite(FontDescriptor=program, CIDToGIDMap=Name.Identity, ToUnicode=wide))
        assert tuple(composite.texts(b"\0\2")) == (text,)


class _Strings:
    """The procedures of a compact program of one glyph."""

    charStringsAreIndexed = True  # noqa: N815  # as fontTools has it

    def __init__(self, only: T2CharString) -> None:
        self.charStringsIndex = [only]

    def __len__(self) -> int:
        return len(self.charStringsIndex)


@pytest.mark.parametrize(
    ("procedure", "is_drawn"),
    [
        ("8b 0e", False),
        ("", False),
        ("1c 0001 0e", False),
        ("8b 8b 05 0e", True),
        ("0c 23", True),
        ("8b 0a", True),
        ("8b 8b 8b 8b 0e", True),
    ],
)
def test_a_procedure_draws_where_it_has_an_operator_that_does(procedure: str, is_drawn: bool) -> None:
    top = SimpleNamespace(CharStrings=_Strings(T2CharString(bytes.fromhex(procedure))))
    assert compact_ink(top)(0) is is_drawn
