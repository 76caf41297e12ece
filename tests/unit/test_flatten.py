"""Annotations become content of their pages: what shows is drawn where it showed, the rest is counted and gone."""

from __future__ import annotations

import io

import numpy as np
import pytest
from annotated import SECRET, annotate, black_box, pages, pixels, saved, seen_text
from hypothesis import given
from hypothesis import strategies as st
from pikepdf import Array, Dictionary, Name, Pdf, parse_content_stream
from pikepdf import String as Text

from pipeline.content.flatten import DYNAMIC, UNDRAWN_STAMP, Unapplied, flatten
from pipeline.content.links import Link

RECT = (100, 600, 200, 650)
TEXT = "BT /F1 12 Tf 72 720 Td (Nothing to see) Tj ET"
QUADS = (100, 650, 200, 650, 100, 600, 200, 600)


def stamped(content: str = TEXT, **entries: object) -> Pdf:
    pdf = pages(content)
    annotate(pdf, **{"Subtype": Name.Stamp, "Rect": RECT, "AP": Dictionary(N=black_box(pdf)), **entries})
    return pdf


def is_dark(pdf: Pdf, x: float = 150, y: float = 625) -> bool:
    return bool((pixels(saved(pdf), annotations=False)[int(792 - y), int(x)] < 64).all())


def after(pdf: Pdf) -> Pdf:
    flatten(pdf)
    return Pdf.open(io.BytesIO(saved(pdf)))


@pytest.mark.parametrize(
    "matrix",
    [(1, 0, 0, 1, 0, 0), (2, 0, 0, 0.5, 7, -3), (0, 1, -1, 0, 0, 0), (0.7, 0.7, -0.7, 0.7, 5, 5)],
)
@pytest.mark.parametrize("rotate", [0, 90, 180, 270])
def test_an_appearance_is_drawn_where_pdfium_draws_it(matrix: tuple[float, ...], rotate: int) -> None:
    pdf = pages(TEXT)
    pdf.pages[0].obj.Rotate = rotate
    annotate(pdf, Subtype=Name.Stamp, Rect=RECT, AP=Dictionary(N=black_box(pdf, box=(-3, 2, 30, 14), Matrix=Array([*matrix]))))
    before = pixels(saved(pdf), annotations=True)
    flatten(pdf)
    differing = (np.abs(before - pixels(saved(pdf), annotations=False)) > 64).any(axis=2)
    assert differing.sum() <= 200  # an edge that falls on the border of a pixel
    assert (before < 64).all(axis=2).sum() > 1500


def test_no_annotation_and_no_form_is_left() -> None:
    pdf = stamped()
    pdf.Root.AcroForm = Dictionary(Fields=Array())
    held = after(pdf)
    assert "/Annots" not in held.pages[0].obj
    assert "/AcroForm" not in held.Root


@pytest.mark.parametrize(
    "content", ["0.1 0 0 0.1 500 500 cm", "q q 1 0 0 rg 5 0 0 5 0 0 cm", "BT /F1 9 Tf 9 9 Td (x) Tj", "Q Q 2 0 0 2 0 0 cm 0 0 1 rg"]
)
def test_what_the_page_leaves_open_does_not_move_the_drawing(content: str) -> None:
    pdf = stamped(content)
    before = pixels(saved(pdf), annotations=True)
    flatten(pdf)
    assert np.abs(before - pixels(saved(pdf), annotations=False)).max() <= 8


def test_a_surplus_restore_changes_nothing_that_follows_it() -> None:
    pdf = stamped("2 0 0 2 0 0 cm Q 0 0 20 20 re f")
    before = pixels(saved(pdf), annotations=True)
    flatten(pdf)
    assert np.abs(before - pixels(saved(pdf), annotations=False)).max() <= 8


def test_pages_that_share_a_content_do_not_share_the_drawing() -> None:
    pdf = pages(TEXT, TEXT)
    pdf.pages[1].obj.Contents = pdf.pages[0].obj.Contents
    pdf.pages[1].obj.Resources = pdf.pages[0].obj.Resources
    annotate(pdf, 0, Subtype=Name.Stamp, Rect=RECT, AP=Dictionary(N=black_box(pdf)))
    flatten(pdf)
    assert [str(each.operator) for each in parse_content_stream(pdf.pages[1])] == ["BT", "Tf", "Td", "Tj", "ET"]
    assert "/XObject" not in pdf.pages[1].obj.Resources


def test_inherited_resources_are_kept() -> None:
    pdf = stamped()
    pdf.Root.Pages.Resources = pdf.pages[0].obj.Resources
    del pdf.pages[0].obj.Resources
    assert "Nothing to see" in seen_text(saved(after(pdf)))


@pytest.mark.parametrize(("flags", "shows"), [(0, True), (4, True), (2, False), (32, False), (36, False), (1, True), (28, True)])
def test_only_what_a_screen_shows_is_drawn(flags: int, shows: bool) -> None:
    pdf = stamped(F=flags)
    told = flatten(pdf)
    assert is_dark(pdf) is shows
    assert told.carried.get("hidden annotations", 0) == (not shows)


@pytest.mark.parametrize("kind", ["/Popup", "/Redact"])
def test_windows_and_marks_for_redaction_are_never_drawn(kind: str) -> None:
    pdf = stamped(Subtype=Name(kind))
    flatten(pdf)
    assert not is_dark(pdf)


def test_the_state_chooses_the_appearance() -> None:
    for state, shows in (("/On", True), ("/Off", False), ("/Gone", False)):
        pdf = pages(TEXT)
        looks = Dictionary(On=black_box(pdf), Off=pdf.make_stream(b"", Type=Name.XObject, Subtype=Name.Form, BBox=Array([0, 0, 1, 1])))
        annotate(pdf, Subtype=Name.Widget, FT=Name.Btn, Rect=RECT, AP=Dictionary(N=looks), AS=Name(state))
        told = flatten(pdf)
        assert is_dark(pdf) is shows
        assert not told.faults


def test_an_annotation_in_a_layer_is_drawn_in_that_layer() -> None:
    pdf = pages(TEXT)
    group = pdf.make_indirect(Dictionary(Type=Name.OCG, Name=Text("layer")))
    pdf.Root.OCProperties = Dictionary(OCGs=Array([group]), D=Dictionary(OFF=Array([group])))
    annotate(pdf, Subtype=Name.Stamp, Rect=RECT, AP=Dictionary(N=black_box(pdf)), OC=group)
    flatten(pdf)
    assert not is_dark(pdf)
    del pdf.Root.OCProperties.D.OFF
    assert is_dark(pdf)


@pytest.mark.parametrize(
    ("kind", "entries", "dark"),
    [
        ("/Highlight", {"QuadPoints": QUADS, "C": [0, 0, 0]}, (150, 625)),
        ("/Underline", {"QuadPoints": QUADS}, (150, 601.5)),
        ("/StrikeOut", {"QuadPoints": QUADS}, (150, 625.5)),
        ("/Squiggly", {"QuadPoints": QUADS}, (102, 602)),
        ("/Square", {"IC": [0, 0, 0]}, (150, 625)),
        ("/Circle", {"IC": [0]}, (150, 625)),
        ("/Line", {"L": [100, 625.5, 200, 625.5], "BS": {"/W": 3}}, (150, 625)),
        ("/Ink", {"InkList": [[100, 625.5, 200, 625.5]], "Border": [0, 0, 3]}, (150, 625)),
        ("/Polygon", {"Vertices": [100, 600, 200, 600, 150, 650], "IC": [0, 0, 0]}, (150, 625)),
        ("/PolyLine", {"Vertices": [100, 625.5, 200, 625.5], "BS": {"/W": 3}}, (150, 625)),
    ],
)
def test_markup_without_an_appearance_is_drawn_from_its_entries(kind: str, entries: dict[str, object], dark: tuple[float, float]) -> None:
    pdf = pages(TEXT)
    annotate(pdf, Subtype=Name(kind), Rect=RECT, **entries)
    told = flatten(pdf)
    around = pixels(saved(pdf), annotations=False)[int(792 - dark[1]) - 1 :, int(dark[0]) - 1 :][:3, :3]
    assert around.max(axis=2).min() < 160
    assert not told.faults


def test_a_highlight_does_not_hide_what_it_marks() -> None:
    pdf = pages("0 g 140 620 20 10 re f")
    annotate(pdf, Subtype=Name.Highlight, Rect=RECT, QuadPoints=QUADS, C=(1, 1, 0))
    flatten(pdf)
    assert is_dark(pdf)


@pytest.mark.parametrize("colour", [[], [1, 2], [Text("red")]])
def test_markup_without_a_colour_is_not_drawn(colour: list[object]) -> None:
    pdf = pages(TEXT)
    annotate(pdf, Subtype=Name.Underline, Rect=RECT, QuadPoints=QUADS, C=colour)
    flatten(pdf)
    assert not is_dark(pdf, 150, 601.5)


def test_a_typed_note_without_an_appearance_shows_its_words() -> None:
    pdf = pages(TEXT)
    annotate(pdf, Subtype=Name.FreeText, Rect=RECT, Contents=Text(f"code {SECRET}"), DA=Text("/Helv 10 Tf 0 g"))
    flatten(pdf)
    assert SECRET in seen_text(saved(pdf))


def test_a_stamp_that_only_its_program_can_draw_is_a_fault_of_its_page() -> None:
    pdf = pages(TEXT, TEXT)
    annotate(pdf, 1, Subtype=Name.Stamp, Rect=RECT, Name=Name.TopSecret)
    assert flatten(pdf).faults == {1: (UNDRAWN_STAMP,)}


def test_words_beside_the_page_are_counted_and_gone() -> None:
    pdf = pages(TEXT)
    annotate(pdf, Subtype=Name.Text, Rect=RECT, Contents=Text(SECRET), T=Text(SECRET))
    annotate(pdf, Subtype=Name.Popup, Rect=RECT, Contents=Text(SECRET))
    annotate(pdf, Subtype=Name.FileAttachment, Rect=RECT, FS=Dictionary(Type=Name.Filespec, F=Text(SECRET)))
    annotate(pdf, Subtype=Name.Screen, Rect=RECT, A=Dictionary(S=Name.JavaScript, JS=Text(SECRET)))
    told = flatten(pdf)
    assert told.carried == {"comments": 2, "attachments": 2, "actions": 1}
    assert SECRET not in repr(told)
    assert SECRET.encode() not in saved(pdf)


def test_links_are_told_with_the_page_or_address_that_they_lead_to() -> None:
    pdf = pages(TEXT, TEXT)
    first, second = (page.obj for page in pdf.pages)
    pdf.Root.Dests = Dictionary(old=Array([second, Name.Fit]))
    pdf.Root.Names = Dictionary(Dests=Dictionary(Names=Array([Text("new"), Dictionary(D=Array([first, Name.Fit]))])))
    annotate(pdf, 0, Subtype=Name.Link, Rect=RECT, A=Dictionary(S=Name.URI, URI=Text(f"https://example.org/{SECRET}")))
    annotate(pdf, 0, Subtype=Name.Link, Rect=RECT, Dest=Array([second, Name.Fit]))
    annotate(pdf, 1, Subtype=Name.Link, Rect=RECT, Dest=Name.old)
    annotate(pdf, 1, Subtype=Name.Link, Rect=(9, 9, 1, 1), A=Dictionary(S=Name.GoTo, D=Text("new")))
    annotate(pdf, 1, Subtype=Name.Link, Rect=RECT, A=Dictionary(S=Name.Launch, F=Text("x")))
    annotate(pdf, 1, Subtype=Name.Link)
    box = (100.0, 600.0, 200.0, 650.0)
    told = flatten(pdf)
    assert told.links == (
        Link(0, box, uri=f"https://example.org/{SECRET}"),
        Link(0, box, 1),
        Link(1, box, 1),
        Link(1, (1.0, 1.0, 9.0, 9.0), 0),
        Link(1, box),
    )
    assert SECRET not in repr(told)


def test_redactions_that_were_never_applied_are_told_by_their_places() -> None:
    pdf = pages(TEXT)
    annotate(pdf, Subtype=Name.Redact, Rect=RECT, OverlayText=Text(SECRET), QuadPoints=(*QUADS, 10, 20, 30, 20, 10, 5, 30, 5))
    annotate(pdf, Subtype=Name.Redact, Rect=RECT)
    told = flatten(pdf)
    assert told.unapplied == (
        Unapplied(0, (100.0, 600.0, 200.0, 650.0)),
        Unapplied(0, (10.0, 5.0, 30.0, 20.0)),
        Unapplied(0, (100.0, 600.0, 200.0, 650.0)),
    )


def xfa(config: str = "", *, needs_rendering: bool = False) -> Pdf:
    pdf = pages(TEXT)
    packets = [Text("config"), pdf.make_stream(config.encode()), Text("datasets"), pdf.make_stream(SECRET.encode())]
    pdf.Root.AcroForm = Dictionary(Fields=Array(), XFA=Array(packets))
    if needs_rendering:
        pdf.Root.NeedsRendering = True
    return pdf


def test_a_form_that_only_its_program_can_draw_is_a_fault_of_every_page() -> None:
    assert flatten(xfa(needs_rendering=True)).faults == {0: (DYNAMIC,)}
    assert flatten(xfa("<dynamicRender\n>required</dynamicRender>")).faults == {0: (DYNAMIC,)}


def test_the_data_of_a_form_with_pages_of_its_own_is_counted_and_gone() -> None:
    pdf = xfa("<dynamicRender>forbidden</dynamicRender>")
    told = flatten(pdf)
    assert told.carried == {"form data": 1}
    assert not told.faults
    assert SECRET.encode() not in saved(pdf)


ANYTHING = st.recursive(
    st.one_of(st.integers(-5, 700), st.booleans(), st.sampled_from(["/N", "/Off", "/Tx", "/Ch", "/Btn", "x", "\u0416"])),
    lambda inner: st.one_of(
        st.lists(inner, max_size=8),
        st.dictionaries(st.sampled_from(["/N", "/D", "/W", "/V", "/CA", "/S", "/FT", "/R"]), inner, max_size=3),
    ),
    max_leaves=8,
)
KEYS = "Rect QuadPoints AP AS F C IC BS Border L InkList Vertices RD CA A Dest Parent FT V DA Q Ff MaxLen Opt TI MK FS OC"
KINDS = "Text Link FreeText Line Square Circle Polygon Highlight Squiggly Stamp Ink Widget Redact Odd"


def named(value: object) -> object:
    """Return texts that begin with a slash as names, all others as strings."""
    if isinstance(value, str):
        return Name(value) if value.startswith("/") else Text(value)
    if isinstance(value, list):
        return [named(each) for each in value]
    return {key: named(each) for key, each in value.items()} if isinstance(value, dict) else value


@given(
    kind=st.sampled_from(KINDS.split()),
    entries=st.dictionaries(st.sampled_from(KEYS.split()), ANYTHING, max_size=8),
    needed=st.booleans(),
)
def test_no_annotation_whatever_its_entries_stops_the_work_or_stays(kind: str, entries: dict[str, object], needed: bool) -> None:
    pdf = pages(TEXT)
    made = annotate(pdf, **{"Subtype": Name(f"/{kind}"), "Rect": RECT, **{key: named(each) for key, each in entries.items()}})
    pdf.Root.AcroForm = Dictionary(Fields=Array([made]), NeedAppearances=needed)
    flatten(pdf)
    assert "/Annots" not in pdf.pages[0].obj
    assert "Nothing to see" in seen_text(saved(pdf))
