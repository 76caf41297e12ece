"""The walk over a page's content: where each glyph stands, what forms and patterns draw, and what cannot be read."""

from __future__ import annotations

import io

import pypdfium2
import pytest
from pdfs import pdf
from pikepdf import Array, Dictionary, Name, Pdf, String
from scenes import Edit, form, place, placed_by_pdfium, placed_by_us, scene_of, shown

from pipeline.content.geometry import IDENTITY, cell, direction, height, inverted, multiplied, places
from pipeline.content.reading import Bounds
from pipeline.content.values import Font
from pipeline.content.walk import read_scene

NEAR = 0.02  # points

PLACED = {
    "plain": "BT /F2 12 Tf 72 700 Td (Zanzibar) Tj ET",
    "character spacing": "BT /F2 12 Tf 1.5 Tc 72 700 Td (Zan zibar) Tj (more) Tj ET",
    "word spacing": "BT /F2 12 Tf 7 Tw 72 700 Td (Zan zi bar) Tj (more) Tj ET",
    "scale": "BT /F2 12 Tf 60 Tz 2 Tc 5 Tw 72 700 Td (Zan zibar) Tj [(a) -500 (b)] TJ ET",
    "rise": "BT /F2 12 Tf 72 700 Td (Zan) Tj 5 Ts (zi) Tj -3 Ts (bar) Tj ET",
    "kerning": "BT /F2 12 Tf 72 700 Td [-250 (Zan) 120.5 (zi) -2000 (bar) 500] TJ (on) Tj ET",
    "leading": "BT /F2 12 Tf 14 TL 72 700 Td (Zan) Tj T* (zi) Tj (bar) ' 3 1 (one two) \" T* (end) Tj ET",
    "leading by TD": "BT /F2 12 Tf 72 700 Td (Zan) Tj 5 -20 TD (zi) Tj T* (bar) Tj ET",
    "matrices": "BT /F2 1 Tf 12 0 3 11 72 700 Tm (slanted) Tj 1 -2 Td (on) Tj ET",
    "rotated": "BT /F2 12 Tf .7071 .7071 -.7071 .7071 200 300 Tm 2 Ts (diagonal) Tj [(a) -300 (b)] TJ ET",
    "mirrored": "BT /F2 12 Tf -1 0 0 1 400 300 Tm (mirror) Tj ET",
    "negative size": "BT /F2 -12 Tf 1 0 0 -1 300 300 Tm (size) Tj ET",
    "transformed": "q 1.2 .1 -.1 .9 30 40 cm BT /F2 12 Tf 72 500 Td (in) Tj ET Q BT /F2 9 Tf 72 400 Td (out) Tj ET",
    "font kept over text objects": "/F2 12 Tf BT 72 700 Td (Zan) Tj ET BT 72 600 Td (zibar) Tj ET",
    "state restored": "BT /F2 12 Tf 1 Tc 72 700 Td (a b) Tj ET q 5 Tc BT 72 600 Td (a b) Tj ET Q BT 72 500 Td (a b) Tj ET",
    "surplus Q": "Q BT /F2 12 Tf 72 700 Td (Zan) Tj ET Q Q",
    "missing ET and Q": "q q BT /F2 12 Tf 72 700 Td (Zan) Tj",
    "stroked": "BT /F2 12 Tf 1 Tr 72 700 Td (Zan) Tj ET",
    "saved within a text": "BT /F2 12 Tf 72 700 Td (Zan) Tj q (zi) Tj Q (bar) Tj ET",
}


def pdfium_of(content: str, edit: Edit | None = None) -> list[tuple[float, float]]:
    document = pypdfium2.PdfDocument(pdf(content, edit=edit))
    found = placed_by_pdfium(document[0])
    document.close()
    return found


def assert_same(ours: list[tuple[float, float]], theirs: list[tuple[float, float]]) -> None:
    assert len(ours) >= len(theirs) > 0
    for x, y in theirs:
        assert min(max(abs(x - a), abs(y - b)) for a, b in ours) < NEAR


@pytest.mark.parametrize("content", PLACED.values(), ids=PLACED)
def test_every_glyph_stands_where_a_second_reader_finds_it(content: str) -> None:
    with scene_of(content) as scene:
        assert scene.faults == ()
        assert_same(placed_by_us(scene), pdfium_of(content))


def nested(document: Pdf) -> None:
    inner = form(document, "BT /F2 10 Tf 10 10 Td (inner) Tj ET", Matrix=[1, 0.2, 0, 1, 5, 5])
    outer = form(document, "q .5 0 0 .5 40 0 cm /In Do Q BT /F2 10 Tf 0 0 Td (outer) Tj ET", Matrix=[2, 0, 0, 2, 50, 60])
    outer.Resources.XObject = Dictionary(In=inner)
    place(document, "/XObject", "/Out", outer)


def test_forms_are_walked_at_each_place_where_they_are_drawn() -> None:
    content = "/Out Do q 1 0 0 1 0 300 cm /Out Do Q BT /F2 10 Tf 300 300 Td (page) Tj ET"
    with scene_of(content, nested) as scene:
        assert shown(scene) == ["inner", "outer", "inner", "outer", "page"]
        assert [each.path for each in scene.shows] == [(0, 2), (0,), (3, 2), (3,), ()]
        assert [each.first for each in scene.shows] == [0, 5, 10, 15, 20]
        assert scene.glyphs == 24
        assert set(scene.streams) == {(), (0,), (0, 2), (3,), (3, 2)}
        assert scene.streams[0,].form is not None
        assert_same(placed_by_us(scene), pdfium_of(content, nested))


def test_a_form_takes_the_state_along_and_gives_it_back() -> None:
    def edit(document: Pdf) -> None:
        place(document, "/XObject", "/X", form(document, "1 0 0 rg BT /F2 10 Tf (red) Tj ET"))

    with scene_of("0 1 0 rg /F1 8 Tf /X Do BT (green) Tj ET", edit) as scene:
        assert [each.fill for each in scene.shows] == [(1, 0, 0), (0, 1, 0)]
        assert [each.size for each in scene.shows] == [10, 8]


def test_the_strings_of_an_array_are_shows_with_what_moves_them() -> None:
    with scene_of("BT /F2 10 Tf 50 Tz 10 20 Td [-1000 (ab) () 200 (c)] TJ ET") as scene:
        first, second = scene.shows
        assert (first.part, second.part) == (0, 2)
        assert (first.before, second.before) == pytest.approx((5.0, -1.0))
        assert first.matrix == pytest.approx((1, 0, 0, 1, 15, 20))
        assert second.matrix[4] == pytest.approx(15 + places(first)[-1] - 1)
        assert [each.at for each in scene.shows] == [4, 4]


def test_a_show_tells_its_matrix_without_size_scale_and_rise() -> None:
    with scene_of("2 0 0 2 0 0 cm BT /F2 10 Tf 3 Ts 50 Tz 0 1 -1 0 30 40 Tm (ab) Tj ET") as scene:
        (show,) = scene.shows
        assert show.matrix == pytest.approx((0, 2, -2, 0, 60, 80))
        assert show.ctm == pytest.approx((2, 0, 0, 2, 0, 0))
        assert (show.size, show.rise, show.scale) == (10, 3, 0.5)
        assert direction(show) == (0, 1)
        assert height(show) == 20
        over, under = cell(show)
        assert 10 < over < 20
        assert 0 < under < 10


def test_matrices_are_undone() -> None:
    matrix = (2.0, 1.0, -1.0, 3.0, 5.0, 7.0)
    undone = inverted(matrix)
    assert undone is not None
    assert multiplied(matrix, undone) == pytest.approx(IDENTITY)
    assert inverted((1, 1, 1, 1, 0, 0)) is None


def tile(document: Pdf) -> None:
    made = document.make_stream(b"BT /F2 6 Tf 1 1 Td (tiled) Tj ET 0 0 3 3 re f")
    made.PatternType, made.PaintType, made.TilingType = 1, 1, 1
    made.BBox, made.XStep, made.YStep = [0, 0, 50, 50], 50, 50
    made.Matrix = [2, 0, 0, 2, 7, 9]
    made.Resources = Dictionary(Font=document.pages[0].obj.Resources.Font)
    place(document, "/Pattern", "/P", made)


def test_a_pattern_is_walked_once_when_it_is_painted_with() -> None:
    with scene_of("q 5 0 0 5 0 0 cm /Pattern cs /P scn 0 0 90 90 re f 9 9 9 9 re f Q", tile) as scene:
        assert shown(scene) == ["tiled"]
        (show,) = scene.shows
        assert show.path == (3,)
        assert show.matrix == pytest.approx((2, 0, 0, 2, 9, 11))  # from the page's own space, whatever cm has made of it
        assert [each.path for each in scene.graphics] == [(), (3,), ()]


def test_a_pattern_that_nothing_is_painted_with_is_not_walked() -> None:
    with scene_of("/Pattern cs /P scn 0 g 0 0 90 90 re f", tile) as scene:
        assert scene.shows == ()


def test_text_painted_with_a_pattern_has_no_colour_and_walks_it() -> None:
    with scene_of("/Pattern cs /P scn BT /F2 9 Tf (Zan) Tj ET", tile) as scene:
        assert shown(scene) == ["Zan", "tiled"]
        assert scene.shows[0].fill is None


COLOURS = {
    "0.5 g": (0.5, 0.5, 0.5),
    "1 0 0 rg": (1, 0, 0),
    "0 0 0 1 k": (0, 0, 0),
    "0 1 0 0 k": (1, 0, 1),
    "/DeviceRGB cs 0 0 1 sc": (0, 0, 1),
    "/DeviceRGB cs": (0, 0, 0),
    "/I cs 0 1 0 scn": (0, 1, 0),
    "/S cs 1 scn": None,
    "1 g 1 Tr 1 0 0 RG": (1, 0, 0),
}


def spaces(document: Pdf) -> None:
    profile = document.make_stream(b"")
    profile.N = 3
    place(document, "/ColorSpace", "/I", Array([Name.ICCBased, profile]))
    place(document, "/ColorSpace", "/S", Array([Name.Separation, Name.Gold, Name.DeviceRGB, Dictionary()]))


@pytest.mark.parametrize(("setting", "colour"), COLOURS.items(), ids=COLOURS)
def test_the_colour_of_text_is_told_where_its_space_tells_it(setting: str, colour: tuple[float, ...] | None) -> None:
    with scene_of(f"{setting} BT /F2 9 Tf (Zan) Tj ET", spaces) as scene:
        assert scene.shows[0].fill == colour


def test_the_clip_is_told_by_its_bounds() -> None:
    content = "q 10 10 100 50 re W n 50 0 100 500 re W* n BT /F2 9 Tf (a) Tj ET Q BT /F2 9 Tf (b) Tj ET"
    with scene_of(content) as scene:
        assert [each.clip for each in scene.shows] == [(50, 10, 110, 60), None]


def test_text_that_clips_clips_from_the_end_of_its_object_on() -> None:
    with scene_of("BT /F2 10 Tf 7 Tr 100 100 Td (ab) Tj ET 0 0 500 500 re f") as scene:
        assert scene.shows[0].mode == 7
        clip = scene.graphics[0].clip
        assert clip is not None
        assert clip[0] == 100
        assert 105 < clip[2] < 115


def transparent(document: Pdf) -> None:
    place(document, "/ExtGState", "/Half", Dictionary(ca=0.5, CA=0.25))
    place(document, "/ExtGState", "/Dim", Dictionary(BM=Name.Multiply))
    place(document, "/ExtGState", "/Type", Dictionary(Font=[document.pages[0].obj.Resources.Font.F2, 20]))
    group = form(document, "/Half gs BT /F2 9 Tf 0 Tr (g) Tj ET", Group=Dictionary(S=Name.Transparency))
    group.Resources.ExtGState = document.pages[0].obj.Resources.ExtGState
    place(document, "/XObject", "/G", group)


def test_transparency_is_told_of_text_groups_and_graphics() -> None:
    with scene_of("/Half gs BT /F2 9 Tf (a) Tj 1 Tr (b) Tj ET 0 0 9 9 re f /G Do", transparent) as scene:
        assert [each.alpha for each in scene.shows] == [0.5, 0.25, 0.25]
        assert not scene.graphics[0].is_opaque
    with scene_of("0 0 9 9 re f /Dim gs 0 0 9 9 re f", transparent) as scene:
        assert [each.is_opaque for each in scene.graphics] == [True, False]


def test_a_font_may_be_set_with_the_state() -> None:
    with scene_of("/Type gs BT 10 10 Td (Zan) Tj ET", transparent) as scene:
        assert shown(scene) == ["Zan"]
        assert (scene.shows[0].size, scene.shows[0].font_name) == (20, "")


def layered(document: Pdf) -> None:
    on, off = (document.make_indirect(Dictionary(Type=Name.OCG, Name=String(name))) for name in ("on", "off"))
    document.Root.OCProperties = Dictionary(OCGs=[on, off], D=Dictionary(OFF=[off]))
    for name, value in {
        "/On": on,
        "/Off": off,
        "/AllOn": Dictionary(Type=Name.OCMD, OCGs=[on, off], P=Name.AllOn),
        "/AnyOn": Dictionary(Type=Name.OCMD, OCGs=[on, off]),
        "/AllOff": Dictionary(Type=Name.OCMD, OCGs=off, P=Name.AllOff),
        "/Told": Dictionary(Type=Name.OCMD, OCGs=[on], VE=[Name.Not, off]),
    }.items():
        place(document, "/Properties", name, value)
    place(document, "/XObject", "/X", form(document, "BT /F2 9 Tf (x) Tj ET", OC=off))


LAYERS = {"/On": False, "/Off": True, "/AllOn": True, "/AnyOn": False, "/AllOff": False, "/Told": True, "/Nowhere": True}


@pytest.mark.parametrize(("name", "is_off"), LAYERS.items(), ids=LAYERS)
def test_what_stands_in_a_layer_that_is_off_or_cannot_be_told_is_marked_so(name: str, is_off: bool) -> None:  # a table's column
    with scene_of(f"/OC {name} BDC /Span BMC BT /F2 9 Tf (a) Tj ET EMC EMC BT /F2 9 Tf (b) Tj ET", layered) as scene:
        assert [each.is_in_layer_off for each in scene.shows] == [is_off, False]


def test_a_form_may_belong_to_a_layer_that_is_off() -> None:
    with scene_of("/X Do BT /F2 9 Tf (b) Tj ET", layered) as scene:
        assert [each.is_in_layer_off for each in scene.shows] == [True, False]


def test_all_layers_may_be_off_but_those_that_are_named() -> None:
    def edit(document: Pdf) -> None:
        layered(document)
        groups = document.Root.OCProperties.OCGs
        document.Root.OCProperties.D = Dictionary(BaseState=Name.OFF, ON=[groups[0]])

    with scene_of("/OC /On BDC BT /F2 9 Tf (a) Tj ET EMC /OC /Off BDC BT (b) Tj ET EMC", edit) as scene:
        assert [each.is_in_layer_off for each in scene.shows] == [False, True]


def test_what_marks_say_aloud_is_kept_apart_from_what_shows() -> None:
    content = "/Span <</ActualText (spoken)>> BDC /P <</MCID 1>> BDC BT /F2 9 Tf (a) Tj ET EMC EMC BT (b) Tj ET"
    with scene_of(content) as scene:
        assert [each.spoken for each in scene.shows] == ["spoken", None]


def looped(document: Pdf) -> None:
    made = document.make_indirect(form(document, "/X Do"))
    made.Resources.XObject = Dictionary(X=made)
    place(document, "/XObject", "/X", made)
    program = document.make_stream(b"")
    program.Subtype = Name.PS
    place(document, "/XObject", "/Program", program)
    group = form(document, "BT /F2 9 Tf (mask) Tj ET")
    place(document, "/ExtGState", "/Masked", Dictionary(SMask=Dictionary(S=Name.Luminosity, G=group)))
    plain = form(document, "0 0 9 9 re f")
    place(document, "/ExtGState", "/Shade", Dictionary(SMask=Dictionary(S=Name.Luminosity, G=plain)))


FAULTS = {
    "BT /F2 9 Tf Tj ET": "an operator without what it needs",
    "BT /F2 9 Tf 5 Tj ET": "an operator without what it needs",
    "BT /F2 9 Tf (a) TJ ET": "an operator without what it needs",
    "BT /F2 Tf (a) Tj ET": "an operator without what it needs",
    "BT /F2 9 Tf 9 Tr (a) Tj ET": "an operator without what it needs",
    "1 0 0 1 cm": "an operator without what it needs",
    "10 10 l S": "an operator without what it needs",
    "BT (a) Tj ET": "text in a font that is not there",
    "BT /Nowhere 9 Tf (a) Tj ET": "text in a font that is not there",
    "BT /F2 9 Tf 1 0 0 1 99999999 0 Tm (a) Tj ET": "text placed beyond any page",
    "0 0 99999999999 9 re f": "a drawing placed beyond any page",
    "/X Do": "forms nested too deeply or in a loop",
    "/Program Do": "an object drawn that is neither a form nor an image",
    "/Nowhere Do": "an object drawn that is neither a form nor an image",
    "/Masked gs": "a mask that holds text or images",
    "BT /F2 9 Tf (a) Tj ET (torn": "damaged content",
    "BT /F2 9 Tf (a) Tj ) ET": "damaged content",
    "BT /F2 9 Tf <4x> Tj ET": "damaged content",
    "BT /F2 9 Tf [(a) ET": "damaged content",
    "q <</A 1 Q": "damaged content",
    "BI /W 1 /H 1 ID a": "damaged content",
    "q \xff Q": "damaged content",
    "q 1 2": "damaged content",
}


@pytest.mark.parametrize(("content", "fault"), FAULTS.items(), ids=FAULTS)
def test_what_cannot_be_read_is_a_fault(content: str, fault: str) -> None:
    with scene_of(content, looped) as scene:
        assert fault in scene.faults


def broken(document: Pdf) -> None:
    place(document, "/XObject", "/Matrix", form(document, "n", Matrix=Array([1, 0, 0, 1])))
    place(document, "/XObject", "/Box", form(document, "n", BBox=Array([0, 0, 9, Name.Top])))
    pattern = form(document, "n", PatternType=1, Matrix=Array([Name.One]))
    place(document, "/Pattern", "/P", pattern)
    place(document, "/ColorSpace", "/I", Array([Name.ICCBased, Dictionary(N=Name.Three)]))
    place(document, "/ExtGState", "/Alpha", Dictionary(ca=Name.Half))


BROKEN = ["/Matrix Do", "/Box Do", "/Pattern cs /P scn 0 0 9 9 re f", "/I cs", "/Alpha gs", "BI /W (a) /H 1 ID a EI"]


@pytest.mark.parametrize("content", BROKEN)
def test_what_is_broken_in_the_resources_is_a_fault(content: str) -> None:
    with scene_of(content, broken) as scene:
        assert scene.faults == ("an operator without what it needs",)


HARMLESS = ["BX foo BX bar EX foo EX", "Q Q ET EMC", "/Shade gs 0 0 9 9 re f", "", "/F9 9 Tf", "% a remark", "n", "h"]


@pytest.mark.parametrize("content", HARMLESS)
def test_what_readers_let_pass_is_no_fault(content: str) -> None:
    with scene_of(content, looped) as scene:
        assert scene.faults == ()


def test_letters_that_other_text_draws_are_a_fault_only_where_they_show() -> None:
    def edit(document: Pdf) -> None:
        letter = document.make_stream(b"500 0 d0 BT /F 1 Tf (Z) Tj ET")
        font = Dictionary(
            Type=Name.Font,
            Subtype=Name.Type3,
            FontBBox=[0, 0, 1000, 1000],
            FontMatrix=[0.001, 0, 0, 0.001, 0, 0],
            CharProcs=Dictionary(A=letter),
            Encoding=Dictionary(Differences=[65, Name.A]),
            FirstChar=65,
            LastChar=65,
            Widths=[500],
            Resources=Dictionary(Font=Dictionary(F=document.pages[0].obj.Resources.Font.F2)),
        )
        place(document, "/Font", "/T3", document.make_indirect(font))

    with scene_of("BT /T3 9 Tf (A) Tj ET", edit) as scene:
        assert "letters drawn by other text" in scene.faults
    with scene_of("BT /T3 9 Tf ET", edit) as scene:
        assert scene.faults == ()


def test_a_page_may_have_no_more_operators_or_letters_than_its_bounds() -> None:
    with scene_of("q Q q Q", bounds=Bounds(operators=3)) as scene:
        assert scene.faults == ("more operators than a page may have",)
    with scene_of("BT /F2 9 Tf (abcd) Tj ET", bounds=Bounds(letters=3)) as scene:
        assert scene.faults == ("more letters than a page may have",)


def test_forms_drawn_again_and_again_count_each_time() -> None:
    def edit(document: Pdf) -> None:
        held = form(document, "n " * 100)
        for _ in range(5):
            outer = form(document, "/X Do " * 100)
            outer.Resources.XObject = Dictionary(X=held)
            held = outer
        place(document, "/XObject", "/X", held)

    with scene_of("/X Do", edit) as scene:
        assert scene.faults == ("more operators than a page may have",)


def test_the_parts_of_a_content_are_one() -> None:
    def edit(document: Pdf) -> None:
        parts = [b"BT /F2 9 Tf (a", b"b) Tj", b"ET"]
        document.pages[0].obj.Contents = Array([document.make_stream(each) for each in parts])

    with scene_of("", edit) as scene:
        assert scene.faults == ()
        assert [each.codes for each in scene.shows] == [b"a\nb"]


@pytest.mark.parametrize("contents", [Array([5]), Dictionary(), String("q"), Array([Dictionary()])])
def test_a_content_that_is_no_stream_is_damaged(contents: object) -> None:
    def edit(document: Pdf) -> None:
        document.pages[0].obj.Contents = contents

    with scene_of("", edit) as scene:
        assert scene.faults == ("damaged content",)


def test_content_that_its_filter_cannot_unpack_is_damaged() -> None:
    def edit(document: Pdf) -> None:
        document.pages[0].obj.Contents = torn = document.make_stream(b"")
        torn.write(b"junk", filter=Name.FlateDecode)

    with scene_of("", edit) as scene:
        assert scene.faults == ("damaged content",)


def test_a_page_takes_resources_from_those_above_it() -> None:
    def edit(document: Pdf) -> None:
        page = document.pages[0].obj
        document.Root.Pages.Resources = page.Resources
        del page.Resources

    with scene_of("BT /F2 9 Tf (a) Tj ET", edit) as scene:
        assert scene.faults == ()
        assert shown(scene) == ["a"]


def test_the_paper_is_read_as_readers_take_it() -> None:
    def edit(document: Pdf) -> None:
        page = document.pages[0].obj
        page.MediaBox, page.CropBox, page.Rotate, page.UserUnit = [600, 800, 0, 0], [-50, 100, 300, 900], -90, 2

    with scene_of("", edit) as scene:
        assert scene.sheet.media == pytest.approx((0, 0, 600, 800))
        assert scene.sheet.crop == pytest.approx((0, 100, 300, 800))
        assert (scene.sheet.rotate, scene.sheet.unit) == (270, 2)


def test_a_scene_outlives_other_pages_of_its_document() -> None:
    with Pdf.open(io.BytesIO(pdf("BT /F2 9 Tf (a) Tj ET", "BT /F2 9 Tf (b) Tj ET"))) as document:
        fonts: dict[tuple[int, int], Font] = {}
        scenes = [read_scene(page, fonts) for page in document.pages]
        assert [shown(each) for each in scenes] == [["a"], ["b"]]
        assert len(fonts) == 1
        assert str(scenes[0].streams[()].instructions[2].operator) == "Tj"
