"""What a page paints that is no text: its bounds, its covers, and which of it may hold words that nobody has read."""

from __future__ import annotations

import pytest
from pikepdf import Array, Dictionary, Name, Pdf, Stream
from scenes import form, place, scene_of

from pipeline.content.values import Graphic, GraphicKind


def graphics_of(content: str) -> tuple[Graphic, ...]:
    with scene_of(content, drawn) as scene:
        assert scene.faults == ()
        return scene.graphics


def drawn(document: Pdf) -> None:
    for name, wide, high in (("/Scan", 200, 100), ("/Line", 300, 1)):
        image = document.make_stream(b"\0" * (wide * high))
        image.Type, image.Subtype, image.ColorSpace, image.BitsPerComponent = Name.XObject, Name.Image, Name.DeviceGray, 8
        image.Width, image.Height = wide, high
        place(document, "/XObject", name, image)
    for kind in (1, 2, 3):
        place(document, "/Shading", f"/Plain{kind}", Dictionary(ShadingType=kind, ColorSpace=Name.DeviceGray))
    mesh = document.make_stream(b"")
    mesh.ShadingType, mesh.ColorSpace = 4, Name.DeviceGray
    place(document, "/Shading", "/Mesh", mesh)
    place(document, "/Shading", "/Sampled", Dictionary(ShadingType=1, Function=document.make_stream(b"")))
    place(document, "/Pattern", "/Meshed", Dictionary(PatternType=2, Shading=mesh))
    place(document, "/Pattern", "/Shaded", Dictionary(PatternType=2, Shading=Dictionary(ShadingType=2)))
    place(document, "/XObject", "/Form", form(document, "0 0 500 500 re f", BBox=Array([0, 0, 20, 20])))


def test_an_image_is_told_with_the_matrix_from_its_unit_square() -> None:
    (image,) = graphics_of("q 0 200 -100 0 300 400 cm /Scan Do Q")
    assert image.kind == GraphicKind.IMAGE
    assert image.box == pytest.approx((200, 400, 300, 600))
    assert image.matrix == pytest.approx((0, 200, -100, 0, 300, 400))
    assert image.is_doubtful
    assert (image.first, image.last) == (2, 2)


@pytest.mark.parametrize(
    ("matrix", "name", "is_doubtful"),
    [
        ("200 0 0 100 0 0", "Scan", True),
        ("200 0 0 4 0 0", "Scan", True),
        ("200 0 0 1.5 0 0", "Scan", False),
        ("7 0 0 90 0 0", "Scan", True),
        ("7 0 0 7 0 0", "Scan", False),
        ("300 0 0 90 0 0", "Line", False),
    ],
)
def test_an_image_may_hold_words_where_it_is_large_enough_or_long_and_fine(matrix: str, name: str, is_doubtful: bool) -> None:
    (image,) = graphics_of(f"{matrix} cm /{name} Do")
    assert image.is_doubtful == is_doubtful


def test_strips_of_an_image_may_make_up_a_scan() -> None:
    strips = " ".join(f"q 300 0 0 1 50 {500 - at} cm /Line Do Q" for at in range(12))
    assert all(each.is_doubtful for each in graphics_of(strips))
    letters = " ".join(f"q 6 0 0 7 {50 + 7 * at} 500 cm /Scan Do Q" for at in range(3))
    assert all(each.is_doubtful for each in graphics_of(letters))
    bullets = " ".join(f"q 6 0 0 7 50 {500 - 14 * at} cm /Scan Do Q" for at in range(3))
    assert not any(each.is_doubtful for each in graphics_of(bullets))


def test_an_inline_image_is_told() -> None:
    (image,) = graphics_of("q 20 0 0 20 5 5 cm BI /W 2 /H 2 /CS /G /BPC 8 ID abcd EI Q")
    assert (image.kind, image.is_doubtful) == (GraphicKind.INLINE_IMAGE, True)
    assert image.box == pytest.approx((5, 5, 25, 25))


def test_a_shading_fills_what_the_clip_leaves_and_meshes_may_draw_letters() -> None:
    content = "q 10 10 50 50 re W n /Plain1 sh /Plain2 sh /Plain3 sh /Mesh sh /Nowhere sh /Sampled sh Q"
    found = graphics_of(content)
    assert [each.kind for each in found] == [GraphicKind.SHADING] * 6
    assert [each.is_doubtful for each in found] == [False, False, False, True, True, True]
    assert found[0].box == pytest.approx((10, 10, 60, 60))


def test_a_filled_rectangle_is_a_cover_with_its_colour() -> None:
    (cover,) = graphics_of("1 0 0 rg q 2 0 0 2 10 10 cm 0 0 50 20 re f Q")
    assert (cover.kind, cover.is_rectangle, cover.fill, cover.is_opaque) == (GraphicKind.FILL, True, (1, 0, 0), True)
    assert cover.box == pytest.approx((10, 10, 110, 50))
    assert (cover.first, cover.last) == (3, 4)
    assert not cover.is_doubtful


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        ("10 10 m 60 10 l 60 40 l 10 40 l h f", GraphicKind.FILL),
        ("60 40 m 10 40 l 10 10 l 60 10 l f*", GraphicKind.FILL),
        ("10 10 50 30 re B", GraphicKind.FILL),
        ("10 10 50 30 re S", GraphicKind.DRAWING),
        ("10 10 m 60 15 l 65 40 l 15 35 l h f", GraphicKind.DRAWING),
        ("10 10 50 30 re 80 10 50 30 re f", GraphicKind.DRAWING),
        ("8 w 10 20 m 90 20 l S", GraphicKind.FILL),
        ("1 w 10 20 m 90 20 l S", GraphicKind.DRAWING),
        ("8 w [3 3] 0 d 10 20 m 90 20 l S", GraphicKind.DRAWING),
        ("/Pattern cs /Shaded scn 10 10 50 30 re f", GraphicKind.FILL),
    ],
)
def test_covers_are_told_from_drawings(content: str, kind: str) -> None:
    (found,) = graphics_of(content)
    assert found.kind == kind


def test_a_thick_stroke_covers_what_its_width_covers() -> None:
    (cover,) = graphics_of("0 0 1 RG 8 w 10 20 m 90 20 l S")
    assert cover.box == pytest.approx((10, 16, 90, 24))
    assert cover.fill == (0, 0, 1)


def test_a_shading_as_a_pattern_has_no_colour() -> None:
    (cover,) = graphics_of("/Pattern cs /Shaded scn 10 10 50 30 re f")
    assert cover.fill is None


def test_what_a_form_draws_is_clipped_to_its_box() -> None:
    (cover,) = graphics_of("1 0 0 1 100 100 cm /Form Do")
    assert cover.clip == pytest.approx((100, 100, 120, 120))


def test_things_painted_are_ordered_over_text_and_graphics() -> None:
    with scene_of("0 0 9 9 re f BT /F2 9 Tf (a) Tj ET 0 0 9 9 re f") as scene:
        assert [each.order for each in scene.graphics] == [0, 2]
        assert [each.order for each in scene.shows] == [1]


GRID = " ".join(f"{x} 100 m {x} 400 l S 50 {x + 50} m 350 {x + 50} l S" for x in range(50, 351, 50))
CIRCLE = "4 0 m 4 2.2 2.2 4 0 4 c -2.2 4 -4 2.2 -4 0 c -4 -2.2 -2.2 -4 0 -4 c 2.2 -4 4 -2.2 4 0 c h"
PLAIN = {
    "rule": "50 100 m 400 100 l S",
    "table": GRID,
    "box": "50 100 300 80 re S",
    "boxes to be ticked": " ".join(f"50 {at * 20} 9 9 re S" for at in range(30)),
    "bullets": " ".join(f"q 1 0 0 1 50 {100 + 14 * at} cm .5 0 0 .5 0 0 cm {CIRCLE} f Q" for at in range(20)),
    "ring": f"q 1 0 0 1 50 100 cm {CIRCLE} S Q",
    "large circle": f"q 20 0 0 20 200 200 cm {CIRCLE} S Q",
    "box with round corners": "60 100 m 290 100 l 295 100 300 105 300 110 c 300 140 l 300 145 295 150 290 150 c 60 150 l "
    "55 150 50 145 50 140 c 50 110 l 50 105 55 100 60 100 c h S",
    "arrow": "50 100 m 80 130 l S 80 130 m 76 130 l 80 126 l h f",
    "cross": "50 100 m 60 110 l S 50 110 m 60 100 l S",
    "border of polygons": "50 100 m 50 101 l 300 101 l 300 120 l 301 120 l 301 100 l h f",
    "dashes": " ".join(f"{50 + 4 * at} 100 m {52 + 4 * at} 100 l S" for at in range(100)),
    "dashed rule": "[3 2] 0 d 50 100 m 400 100 l S",
    "bars of a chart": " ".join(f"{50 + 30 * at} 100 20 {30 + 10 * at} re f" for at in range(10)),
}
LETTER_A = "50 100 m 54 112 l 58 100 l 56 100 l 55 103 l 53 103 l 52 100 l h f"
DRAWN = {
    "outlined letter": LETTER_A,
    "curve": "50 100 m 52 110 60 112 58 100 c S",
    "strokes of letters": "50 100 m 50 110 l S 50 105 m 56 105 l S 56 100 m 56 110 l S "
    "60 100 m 60 110 l S 60 100 m 66 100 l S 60 105 m 66 105 l S",
    "slants": "50 100 m 54 110 l S 54 110 m 58 100 l S 60 110 m 64 100 l S 64 100 m 68 110 l S",
    "slant and stroke": "50 100 m 54 110 l S 54 110 m 58 100 l S 52 105 m 56 105 l S",
    "dots": " ".join(f"{50 + 2 * (at % 8)} {100 + 2 * (at // 8)} 1 1 re f" for at in range(64)),
    "discs": f"q 1 0 0 1 50 100 cm .3 0 0 .3 0 0 cm {CIRCLE} f 1 0 0 1 10 0 cm {CIRCLE} f Q",
    "rings": f"q 1 0 0 1 50 100 cm {CIRCLE} S 1 0 0 1 10 0 cm {CIRCLE} S Q",
    "many dashes in a pattern": "[1 2 3 1 2 3] 0 d 50 100 m 400 100 l S",
    "through a clip": "q 50 100 m 54 112 l 58 100 l 56 100 l 55 103 l 53 103 l h W n 0 0 500 500 re f Q",
    "filled by a mesh": "/Pattern cs /Meshed scn 50 100 300 80 re f",
    "many modules": " ".join(f"{50 + 8 * (at % 11)} {100 + 8 * (at // 11)} 5 5 re f" for at in range(110)),
}


@pytest.mark.parametrize("content", PLAIN.values(), ids=PLAIN)
def test_rules_boxes_and_signs_are_in_no_doubt(content: str) -> None:
    assert not any(each.is_doubtful for each in graphics_of(content))


@pytest.mark.parametrize("content", DRAWN.values(), ids=DRAWN)
def test_what_may_draw_letters_is_in_doubt(content: str) -> None:
    assert {each.is_doubtful for each in graphics_of(content)} == {True}


def test_doubts_are_local() -> None:
    found = graphics_of(f"{GRID} 1 0 0 1 400 400 cm {LETTER_A}")
    assert [each.is_doubtful for each in found] == [False] * 14 + [True]


def test_a_stroke_among_outlined_letters_is_one_of_them() -> None:
    found = graphics_of(f"{LETTER_A} 60 100 2 15 re f 400 400 2 15 re f")
    assert [each.is_doubtful for each in found] == [True, True, False]


def test_very_many_short_strokes_are_in_doubt_and_take_no_long_time() -> None:
    content = " ".join(f"{at % 100 * 5} {at // 100 * 5} 2 2 re f" for at in range(8_000))
    assert {each.is_doubtful for each in graphics_of(content)} == {True}


def test_the_shape_of_an_image_is_its_own_whatever_clips_it() -> None:
    def edit(document: Pdf) -> None:
        drawn(document)
        image: Stream = document.pages[0].obj.Resources.XObject.Scan  # type: ignore[assignment]
        image.OC = Dictionary()

    with scene_of("/OC /X BDC EMC 100 0 0 100 0 0 cm 0 0 .5 .5 re W n /Scan Do", edit) as scene:
        (image,) = scene.graphics
        assert image.box == pytest.approx((0, 0, 100, 100))
        assert image.clip == pytest.approx((0, 0, 50, 50))
        assert not image.is_in_layer_off  # no layer is off in this document
