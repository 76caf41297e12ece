"""Pages carried over by an allow-list: they look as they did, and nothing else of the source comes along."""

from __future__ import annotations

import datetime as dt
import io
from contextlib import suppress
from decimal import Decimal
from pathlib import Path

import numpy as np
import pypdfium2
import pytest
from hypothesis import given
from hypothesis import strategies as st
from kept_pictures import drawing, fax, flat, indexed, jpeg, page_of, shown, stream
from pikepdf import Array, Dictionary, Name, Object, Pdf, Stream, String, parse_content_stream, unparse_content_stream

from pipeline.render.kept.draft import Draft
from pipeline.render.kept.faults import UnfitPageError
from pipeline.render.kept.parsed import read_parsed
from pipeline.render.kept.quick import read_quickly
from pipeline.render.kept.rebuild import Link, rebuild, save_kept

DAY = dt.date(2026, 11, 24)
CASES = sorted((Path(__file__).parents[3] / "shared" / "data" / "leak-cases").glob("*.pdf"))
LAYER_OFF = "23_ocg_off"  # its layer is cut before pages are carried over
KEPT_NOTHING = ("13_", "14_", "15_", "16_", "17_", "18_", "20_", "21_", "22_", "27_", "28_", "29_", "31_", "32_", "36_", "37_")
WORD = "ZANZIBAR-7734"


def carried(source: bytes, links: tuple[Link, ...] = ()) -> bytes:
    return save_kept(rebuild(Pdf.open(io.BytesIO(source)), "Record 1", DAY, links))


def paper(content: bytes, **resources: Object) -> bytes:
    """Return a PDF of one page that draws this content."""
    with Pdf.new() as pdf:
        page = pdf.add_blank_page(page_size=(300, 200))
        page.obj["/Contents"] = pdf.make_stream(content)
        font = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica)
        page.obj["/Resources"] = Dictionary({"/Font": Dictionary({f"/{WORD}": font, "/Other": font}), **resources})
        out = io.BytesIO()
        pdf.save(out)
    return out.getvalue()


def unpacked(file: bytes) -> bytes:
    """Return all of a file with its streams unpacked."""
    with Pdf.open(io.BytesIO(file)) as pdf:
        parts = [file]
        for each in pdf.objects:
            parts.append(each.unparse(resolved=False))
            if isinstance(each, Stream) and each.get("/Filter") in {None, Name.FlateDecode}:
                parts.append(each.read_bytes())
    return b"\n".join(parts)


@pytest.mark.parametrize("case", [case for case in CASES if case.stem != LAYER_OFF], ids=lambda case: case.stem)
def test_every_case_looks_as_it_did(case: Path) -> None:
    source = case.read_bytes()
    after = carried(source)
    count = len(pypdfium2.PdfDocument(source))
    for place in range(count):
        old = pypdfium2.PdfDocument(source)[place].render(scale=1, may_draw_forms=False, draw_annots=False).to_numpy()
        assert np.array_equal(old, pypdfium2.PdfDocument(after)[place].render(scale=1).to_numpy())


@pytest.mark.parametrize("case", [case for case in CASES if case.stem.startswith(KEPT_NOTHING)], ids=lambda case: case.stem)
def test_what_stands_outside_the_pages_is_gone(case: Path) -> None:
    after = unpacked(carried(case.read_bytes()))
    for secret in (
        b"ZANZIBAR",
        b"Ostrakov",
        "ZANZIBAR".encode("utf-16-be"),
        b"ZANZIBAR".hex().encode(),
        b"ZANZIBAR".hex().upper().encode(),
    ):
        assert secret not in after


def test_names_marks_comments_and_unused_things_do_not_come_along() -> None:
    content = (
        b"% ZANZIBAR-7734\n/Span <</ActualText (ZANZIBAR-7734)>> BDC BT /ZANZIBAR-7734 12 Tf 20 100 Td (shown) Tj ET EMC "
        b"(ZANZIBAR-7734) unknown /ZANZIBAR-7734 gs /ZANZIBAR-7734 MP BX (ZANZIBAR-7734) odd EX"
    )
    secret = Dictionary({f"/{WORD}": Dictionary({"/LW": 2, f"/{WORD}": String(WORD)})})
    after = carried(paper(content, **{"/ExtGState": secret, "/Properties": Dictionary({f"/{WORD}": Dictionary()})}))
    assert b"ZANZIBAR" not in unpacked(after)
    with Pdf.open(io.BytesIO(after)) as pdf:
        assert set(pdf.pages[0].resources) == {"/Font", "/ExtGState"}
        assert list(pdf.pages[0].resources.Font) == ["/F1"]


def test_a_font_in_which_nothing_is_shown_any_more_is_not_named() -> None:
    kept = b"BT /Other 12 Tf 20 100 Td (shown) Tj ET"
    with_cut = b"BT /ZANZIBAR-7734 12 Tf 20 150 Td () Tj ET " + kept
    names = []
    for content in (kept, with_cut):
        with Pdf.open(io.BytesIO(carried(paper(content)))) as pdf:
            names.append(pdf.pages[0].resources.Font.keys())
    assert names[0] == names[1] == {"/F1"}


def test_the_size_of_a_font_that_only_measures_is_kept() -> None:
    content = b"BT /Other 30 Tf [-2000] TJ /ZANZIBAR-7734 12 Tf (shown) Tj ET"
    source = paper(content)
    assert np.array_equal(shown(source), shown(carried(source)))


@pytest.mark.parametrize("make", [jpeg(), jpeg("CMYK"), jpeg("L"), flat("1"), flat(), indexed(4), indexed(8), fax(is_black_one=True)])
def test_images_look_as_they_did(make: object) -> None:
    pdf = Pdf.new()
    source = page_of(pdf, make(pdf, WORD))  # type: ignore[operator]  # a maker of pictures
    assert np.array_equal(shown(source), shown(carried(source)))


def test_what_rides_in_an_image_is_gone() -> None:
    pdf = Pdf.new()
    out = io.BytesIO()
    drawing("").save(out, "JPEG", comment=WORD, exif=b"Exif\0\0II*\0" + WORD.encode())
    wavelets = io.BytesIO()
    drawing("").save(wavelets, "JPEG2000", comment=WORD)
    for data, kind in ((out.getvalue() + WORD.encode(), "/DCTDecode"), (wavelets.getvalue(), "/JPXDecode"), (drawing("").tobytes(), "")):
        assert kind == "" or WORD.encode() in data
        image = stream(pdf, data + WORD.encode(), kind, ColorSpace=Name.DeviceRGB, BitsPerComponent=8)
        image["/Metadata"] = pdf.make_stream(WORD.encode())
        image["/Name"], image["/Alternates"] = Name(f"/{WORD}"), Array([Dictionary({"/Image": image})])
        source = page_of(pdf, image)
        after = carried(source)
        assert np.array_equal(shown(source), shown(after))
        assert WORD.encode() not in unpacked(after)


def test_an_inline_image_becomes_one_that_stands_by_itself() -> None:
    source = paper(b"q 50 0 0 50 20 20 cm BI /W 2 /H 2 /BPC 8 /CS /G /Odd (ZANZIBAR) ID \0\x80\xc0\xff EI Q")
    after = carried(source)
    assert np.array_equal(shown(source), shown(after))
    assert b"ZANZIBAR" not in unpacked(after)


class Plain:
    """Knows one font, F, and nothing else."""

    def __init__(self, meant: Object) -> None:
        self._meant = meant

    def font(self, name: Name) -> tuple[tuple[int, int], Object] | None:
        return (self._meant.objgen, self._meant) if name == Name.F else None

    def idle(self) -> Object:
        return self._meant

    def state(self, _: Name) -> None: ...

    def drawn(self, _: Name) -> None: ...

    def inline(self, _: object) -> None: ...

    def other(self, _: str, __: Name) -> None: ...


OPERATIONS = st.sampled_from(
    [
        *(
            b"BT|ET|q|Q|/F 12 Tf|/F 9 Tf|/G 9 Tf|(a) Tj|(a\\)b) Tj|<4142> Tj|() Tj|[(a) -120.5 <42>] TJ|[-300] TJ|(c) '|1 0 0 1 2 3 cm"
        ).split(b"|"),
        *b"1 2 Td|0.5 g|1 0 0 rg|[3 1] 0 d|10 10 5 5 re|f|W* n|0 Tr|1 w|/DeviceRGB cs|1 0 0 scn|T*|14 TL|.5 -.5 m|9 +8 l|S".split(b"|"),
    ]
)


@given(st.lists(OPERATIONS, max_size=30))
def test_both_readers_of_a_stream_agree(operations: list[bytes]) -> None:
    pdf = Pdf.new()
    scope = Plain(pdf.make_indirect(Dictionary()))
    content = b"\n".join(operations)
    quick, full = Draft(scope), Draft(scope)
    assert read_quickly(quick, content)
    read_parsed(full, parse_content_stream(pdf.make_stream(content)))
    first, second = quick.write(), full.write()
    assert first.shown == second.shown
    assert unparse_content_stream(parse_content_stream(pdf.make_stream(first.content))) == unparse_content_stream(
        parse_content_stream(pdf.make_stream(second.content))
    )


@pytest.mark.parametrize(
    "content",
    [b"BT (a(b)c) Tj ET", b"% note\nf", b"1 2 3 Td", b"BI /W 1 ID x EI", b"/P BMC EMC", b"1.2.3 w", b"(a", b"<4> Tj", b"(a)Tj(b)Tj"],
)
def test_what_the_quick_reader_does_not_know_it_leaves(content: bytes) -> None:
    pdf = Pdf.new()
    assert not read_quickly(Draft(Plain(pdf.make_indirect(Dictionary()))), content)


def test_of_too_many_operands_the_last_count() -> None:
    source = paper(b"BT /Other 12 Tf 500 20 100 Td (shown) Tj ET")
    after = carried(source)
    assert np.array_equal(shown(source), shown(after))
    with Pdf.open(io.BytesIO(after)) as pdf:
        assert b"500" not in pdf.pages[0].Contents.read_bytes()


def test_links_are_new_objects() -> None:
    links = (Link(0, (10, 10, 50, 20), 0), Link(0, (10, 30, 50, 40), "https://example.org/a b"))
    with Pdf.open(io.BytesIO(carried(paper(b""), links))) as pdf:
        annots = pdf.pages[0].Annots
        assert annots[0].Dest[0].objgen == pdf.pages[0].objgen
        assert str(annots[1].A.URI) == "https://example.org/a%20b"


def test_a_file_says_who_made_it_and_nothing_of_the_clock() -> None:
    first, second = carried(paper(b"0 0 50 50 re f")), carried(paper(b"0 0 50 50 re f"))
    assert first == second
    with Pdf.open(io.BytesIO(first)) as pdf:
        assert str(pdf.docinfo.Title) == "Record 1"
        assert b"Record 1" in pdf.Root.Metadata.read_bytes()
        assert set(pdf.Root.keys()) == {"/Type", "/Pages", "/Metadata", "/Lang", "/ViewerPreferences"}


def test_a_page_with_text_in_no_font_is_refused() -> None:
    with pytest.raises(UnfitPageError, match="page 1: text is shown"):
        carried(paper(b"BT 20 20 Td (shown) Tj ET"))


def test_forms_that_draw_themselves_end() -> None:
    pdf = Pdf.new()
    page = pdf.add_blank_page(page_size=(100, 100))
    form = pdf.make_stream(b"0 0 10 10 re f /X Do")
    form["/Type"], form["/Subtype"], form["/BBox"] = Name.XObject, Name.Form, Array([0, 0, 100, 100])
    form["/Resources"] = Dictionary(XObject=Dictionary(X=form))
    page.obj["/Resources"], page.obj["/Contents"] = Dictionary(XObject=Dictionary(X=form)), pdf.make_stream(b"/X Do")
    assert len(rebuild(pdf, "Record 1", DAY).pages) == 1


ATOMS = st.sampled_from(
    ["1", "-3", "0.5", "true", "null", "(a)", "<00FF>", "/DeviceRGB", "/Indexed", "/ICCBased", "/Type0", "/Type3", "/Type1"]
)
KEYS = st.sampled_from(
    ["Subtype", "Encoding", "Widths", "DescendantFonts", "FontDescriptor", "W", "Font", "PatternType", "ShadingType", "D"]
)
VALUES = st.recursive(
    ATOMS,
    lambda inner: (
        st.lists(inner, max_size=4).map(lambda parts: f"[{' '.join(parts)}]")
        | st.dictionaries(KEYS, inner).map(lambda parts: "<<" + " ".join(f"/{key} {value}" for key, value in parts.items()) + ">>")
    ),
    max_leaves=12,
)


@given(
    VALUES,
    st.sampled_from(
        [
            ("/Font", b"BT /A 12 Tf (a) Tj ET"),
            ("/ExtGState", b"/A gs"),
            ("/ColorSpace", b"/A cs 0 sc"),
            ("/Pattern", b"/Pattern cs /A scn 0 0 9 9 re f"),
            ("/Shading", b"/A sh"),
            ("/XObject", b"/A Do"),
        ]
    ),
)
def test_broken_resources_raise_only_our_own_error(value: str, named: tuple[str, bytes]) -> None:
    pdf = Pdf.new()
    page = pdf.add_blank_page(page_size=(100, 100))
    meant = Object.parse(value.encode())
    page.obj["/Resources"], page.obj["/Contents"] = Dictionary({named[0]: Dictionary({"/A": meant})}), pdf.make_stream(named[1])
    with suppress(UnfitPageError):
        rebuild(pdf, "Record 1", DAY)


def test_idle_digits_of_numbers_are_gone() -> None:
    pdf = Pdf.open(io.BytesIO(paper(b"")))
    pdf.pages[0].obj["/MediaBox"] = Array([0, 0, Decimal("300.0000"), Decimal("200.123456789")])
    after = rebuild(pdf, "Record 1", DAY)
    assert [str(each) for each in after.pages[0].MediaBox.as_list()] == ["0", "0", "300", "200.123457"]


def test_a_font_that_a_graphics_state_sets_and_nothing_shows_is_a_whole_font_all_the_same() -> None:
    font = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Courier)
    state = Dictionary(G=Dictionary(Font=Array([font, 9])))
    with Pdf.open(io.BytesIO(carried(paper(b"/G gs 9 9 9 9 re f", **{"/ExtGState": state})))) as pdf:
        fonts = [each for each in pdf.objects if isinstance(each, Dictionary) and each.get("/Type") == Name.Font]
    assert [sorted(each.keys()) for each in fonts] == [["/BaseFont", "/Subtype", "/Type"]]
