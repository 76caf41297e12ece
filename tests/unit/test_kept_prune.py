"""Fonts cut down to what is shown: the same pixels, and no trace of any other letter."""

from __future__ import annotations

import datetime as dt
import io
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
import reportlab
from fontTools.cffLib import CFFFontSet
from fontTools.fontBuilder import FontBuilder
from fontTools.pens.t2CharStringPen import T2CharStringPen
from fontTools.ttLib import TTFont
from kept_pictures import shown
from pikepdf import Array, Dictionary, Name, Object, Pdf, Stream, String

import pipeline.render
from pipeline.render.kept.damage import DamagedFontError
from pipeline.render.kept.faults import UnprunableFontError
from pipeline.render.kept.rebuild import rebuild, save_kept
from pipeline.render.kept.truetype import TrueType
from pipeline.render.kept.type1 import TypeOne, _Run

DAY = dt.date(2026, 11, 24)
FACE = (Path(pipeline.render.__file__).parent / "fonts" / "DejaVuSansMono.ttf").read_bytes()
TYPE_1 = (Path(reportlab.__file__).parent / "fonts" / "cob_____.pfb").read_bytes()
CASES = Path(__file__).parents[3] / "shared" / "data" / "leak-cases"


def compact() -> bytes:
    """Return a compact program with the letters A to F and a notice."""
    builder = FontBuilder(1000, isTTF=False)
    names = [".notdef", *"ABCDEF"]
    builder.setupGlyphOrder(names)
    strings = {}
    for place, name in enumerate(names):
        pen = T2CharStringPen(600, None)
        pen.moveTo((50, 0))
        for point in ((50 + 70 * place, 700), (500, 300 + 40 * place), (400, 0)):
            pen.lineTo(point)
        pen.closePath()
        strings[name] = pen.getCharString()
    builder.setupCFF("Ostrakov", {"Notice": "ZANZIBAR-7734", "FullName": "Ostrakov"}, strings, {})
    return bytes(builder.font["CFF "].compile(builder.font))


def descriptor(pdf: Pdf, key: str, program: bytes, subtype: str = "") -> Object:
    made = pdf.make_stream(program)
    if subtype:
        made["/Subtype"] = Name(subtype)
    return pdf.make_indirect(
        Dictionary(
            {
                "/Type": Name.FontDescriptor,
                "/FontName": Name("/ABCDEF+Ostrakov"),
                "/FontFamily": String("Ostrakov"),
                "/CharSet": String("/A/B/C/Z"),
                "/Flags": 32,
                "/FontBBox": Array([-200, -300, 1200, 1000]),
                "/ItalicAngle": 0,
                "/Ascent": 800,
                "/Descent": -200,
                "/CapHeight": 700,
                "/StemV": 80,
                key: made,
            }
        )
    )


def simple(kind: str, key: str, program: bytes, subtype: str = "", encoding: Object | None = None) -> Callable[[Pdf], Object]:
    def make(pdf: Pdf) -> Object:
        font = Dictionary(Type=Name.Font, Subtype=Name(kind), BaseFont=Name("/ABCDEF+Ostrakov"), FirstChar=32, LastChar=126)
        font["/Widths"] = Array([602] * 95)
        if encoding is not None:
            font["/Encoding"] = encoding
        font["/FontDescriptor"] = descriptor(pdf, key, program, subtype)
        return font

    return make


def composite(key: str, program: bytes, kind: str = "/CIDFontType2", subtype: str = "") -> Callable[[Pdf], Object]:
    def make(pdf: Pdf) -> Object:
        system = Dictionary(Registry=String("Adobe"), Ordering=String("Ostrakov"), Supplement=0)
        part = Dictionary(Type=Name.Font, Subtype=Name(kind), BaseFont=Name.Ostrakov, CIDSystemInfo=system, DW=602, W=Array([1, 200, 602]))
        part["/FontDescriptor"] = descriptor(pdf, key, program, subtype)
        font = Dictionary(Type=Name.Font, Subtype=Name.Type0, BaseFont=Name.Ostrakov, Encoding=Name("/Identity-H"))
        font["/DescendantFonts"] = Array([pdf.make_indirect(part)])
        return font

    return make


WIN = Name.WinAnsiEncoding
FONTS: dict[str, tuple[Callable[[Pdf], Object], bytes]] = {
    "TrueType": (simple("/TrueType", "/FontFile2", FACE, encoding=WIN), b"(FADE) Tj"),
    "TrueType with accents": (simple("/TrueType", "/FontFile2", FACE, encoding=WIN), b"<C4D6> Tj"),
    "TrueType without encoding": (simple("/TrueType", "/FontFile2", FACE), b"(FADE) Tj"),
    "TrueType with differences": (
        simple("/TrueType", "/FontFile2", FACE, encoding=Dictionary(BaseEncoding=WIN, Differences=Array([65, Name.Omega]))),
        b"(FADE) Tj",
    ),
    "Type 1": (simple("/Type1", "/FontFile", TYPE_1), b"(FADE) Tj"),
    "Type 1 with an encoding": (simple("/Type1", "/FontFile", TYPE_1, encoding=WIN), b"(FADE) Tj"),
    "Type 1 with differences": (
        simple("/Type1", "/FontFile", TYPE_1, encoding=Dictionary(Differences=Array([65, Name.Adieresis]))),
        b"(FADE) Tj",
    ),
    "compact": (simple("/Type1", "/FontFile3", compact(), "/Type1C", WIN), b"(FADE) Tj"),
    "composite TrueType": (composite("/FontFile2", FACE), b"<0029002400270028> Tj"),
    "composite compact": (composite("/FontFile3", compact(), "/CIDFontType0", "/CIDFontType0C"), b"<0006000100040005> Tj"),
}


def paper(make: Callable[[Pdf], Object], content: bytes) -> bytes:
    with Pdf.new() as pdf:
        page = pdf.add_blank_page(page_size=(200, 60))
        page.obj["/Resources"] = Dictionary(Font=Dictionary(F=pdf.make_indirect(make(pdf))))
        page.obj["/Contents"] = pdf.make_stream(b"BT /F 30 Tf 10 20 Td " + content + b" ET")
        out = io.BytesIO()
        pdf.save(out)
    return out.getvalue()


def carried(source: bytes) -> bytes:
    return save_kept(rebuild(Pdf.open(io.BytesIO(source)), "Record 1", DAY))


@pytest.mark.parametrize("kind", FONTS)
def test_letters_that_stay_look_as_they_did(kind: str) -> None:
    source = paper(*FONTS[kind])
    pixels = shown(source)
    assert pixels.min() < 100, "the font draws something"
    assert np.array_equal(pixels, shown(carried(source)))


@pytest.mark.parametrize("kind", FONTS)
def test_a_font_tells_nothing_of_letters_that_are_not_shown(kind: str) -> None:
    make, content = FONTS[kind]
    with Pdf.open(io.BytesIO(carried(paper(make, content)))) as pdf:
        parts = [each.read_bytes() for each in pdf.objects if isinstance(each, Stream)]
        font = pdf.pages[0].resources.Font.F1
        within = font.DescendantFonts[0] if "/DescendantFonts" in font else font
        assert not {"/CharSet", "/FontFamily"} & set(within.FontDescriptor.keys())
        whole = b"".join(parts) + b"".join(each.unparse() for each in pdf.objects)
    assert b"Ostrakov" not in whole
    assert b"ZANZIBAR" not in whole
    if "/Widths" in within:
        assert sum(width != 0 for width in within.Widths.as_list()) <= 4


def test_unshown_glyphs_of_a_truetype_program_are_empty() -> None:
    read = TrueType(FACE)
    letters = read.maps()[3, 1]
    cut = TTFont(io.BytesIO(read.cut({letters[ord(each)] for each in "FADE"}, {(3, 1): {ord("F"): letters[ord("F")]}})))
    filled = [name for name in cut.getGlyphOrder() if cut["glyf"][name].numberOfContours]
    assert len(filled) == 5, "the four and the one for what is missing"
    assert "name" not in cut
    assert cut["cmap"].getcmap(3, 1).cmap.keys() == {ord("F")}


def test_unshown_glyphs_of_a_type_1_program_are_gone() -> None:
    program, _, _ = TypeOne(TYPE_1).cut({"A", "Adieresis"}, {}, {65: "A"})
    again = TypeOne(program)
    assert set(again.glyphs) == {".notdef", "A", "Adieresis"}
    assert again.encoding() == {65: "A"}
    assert again.glyphs["A"] == TypeOne(TYPE_1).glyphs["A"]


def test_the_parts_of_an_accented_letter_and_called_subroutines_are_told() -> None:
    run = _Run({4: bytes((140, 142, 12, 16, 12, 17, 10, 11)), 7: b"\x0b"})
    run.follow(bytes((146, 143, 10, 139, 139, 139, 204, 247, 92, 12, 6)))
    assert run.called == {4, 7}, "the change of hints calls the subroutine whose number it is given"
    assert run.parts == {"A", "dieresis"}
    with pytest.raises(DamagedFontError):
        run.follow(bytes((10,)))


def test_unshown_glyphs_of_a_compact_program_are_gone() -> None:
    with Pdf.open(io.BytesIO(carried(paper(*FONTS["compact"])))) as pdf:
        read = CFFFontSet()
        read.decompile(io.BytesIO(pdf.pages[0].resources.Font.F1.FontDescriptor.FontFile3.read_bytes()), TTFont())
    assert read.topDictIndex[0].charset == [".notdef", "A", "D", "E", "F"]


@pytest.mark.parametrize("case", ["08_type0_tounicode", "09_type3", "10_type0_no_tounicode"])
def test_letters_of_cut_text_alone_leave_no_residue(case: str) -> None:
    path = CASES / f"{case}.pdf"
    if not path.exists():
        pytest.skip("the leak cases are not here")
    with Pdf.open(path) as pdf:
        page = pdf.pages[0]
        names = [*page.resources.Font.keys()]
        size = 1 if "type3" in case else 2
        codes = bytes.fromhex("07" if size == 1 else "0007")
        shows = [b"BT %s 12 Tf 50 50 Td <%s> Tj ET " % (name.encode(), codes.hex().encode()) for name in names]
        page.obj["/Contents"] = pdf.make_stream(b"".join(shows))
        after = rebuild(pdf, "Record 1", DAY)
        for font in after.pages[0].resources.Font.as_dict().values():
            if font.Subtype == Name.Type3:
                assert len(font.CharProcs) <= 1
                assert len(font.Widths) == 1
            elif font.Subtype == Name.Type0:
                program = TrueType(font.DescendantFonts[0].FontDescriptor.FontFile2.read_bytes())
                assert sum(bool(program.glyph(place)) for place in range(program.count)) <= 2
            if "/ToUnicode" in font:
                assert font.ToUnicode.read_bytes().count(b"> <") == 2, "the range of codes and one letter"


def test_a_font_that_cannot_be_cut_is_refused_by_its_pages() -> None:
    source = paper(simple("/Type1", "/FontFile", b"%!PS no program", encoding=WIN), b"(A) Tj")
    with pytest.raises(UnprunableFontError, match="page 1: its font number 1 ") as fault:
        carried(source)
    assert fault.value.pages == (0,)


def test_a_torn_truetype_program_is_told() -> None:
    for end in (3, 20, 400):
        with pytest.raises(DamagedFontError):
            TrueType(FACE[:end])


def test_cutting_a_font_is_quick() -> None:
    read = TrueType(FACE)
    start = time.process_time()
    read.cut(set(range(36, 90)), {(3, 1): {code: code - 29 for code in range(65, 119)}})
    assert time.process_time() - start < 0.2
