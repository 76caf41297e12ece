"""Text that no eye can see is told with its reason; its visible twin is not."""

from __future__ import annotations

import io
import json
from collections import Counter
from pathlib import Path

import pytest
from annotated import SECRET, pages, saved
from hypothesis import given
from hypothesis import strategies as st
from pikepdf import Array, Dictionary, Name, Pdf
from pikepdf import String as Text

from pipeline.content.flatten import flatten
from pipeline.content.hidden import CLIPPED, COVERED, INVISIBLE, LAYER_OFF, OUTSIDE, SAME_COLOUR, SMALL, judge_hidden
from pipeline.content.layers import read_layers
from pipeline.content.pixels import hidden, unseen
from pipeline.content.values import Scene
from pipeline.content.walk import read_scene

SAID = f"BT /F1 12 Tf 72 700 Td ({SECRET}) Tj ET"
OVER, ASIDE = "70 690 120 24 re", "70 490 120 24 re"
SHARED = Path(__file__).resolve().parents[2].parent / "shared" / "data"


def scene_of(pdf: Pdf, number: int = 0) -> Scene:
    return read_scene(pdf.pages[number], {}, read_layers(pdf))


def reasons(pdf: Pdf) -> set[str]:
    """Return why the letters of the first page are hidden; all of them or none."""
    scene = scene_of(pdf)
    judged = judge_hidden(scene)
    assert not judged.doubtful
    assert len(judged.hidden) in {0, len(SECRET)}
    assert set(judged.hidden) <= set(range(scene.glyphs))
    return set(judged.hidden.values())


def in_words(color: str) -> str:
    return f"{color} {SAID}"


HIDDEN_AND_SHOWN = {
    "mode 3": (f"3 Tr {SAID}", f"0 Tr {SAID}", INVISIBLE),
    "mode 7": (f"q 7 Tr {SAID} Q", f"q 3 Tr 0 Tr {SAID} Q", INVISIBLE),
    "white on white": (in_words("1 g"), in_words("0.5 g"), SAME_COLOUR),
    "nearly white": (in_words("0.95 0.97 0.99 rg"), in_words("0.9 0.9 0.4 rg"), SAME_COLOUR),
    "black on black": (f"0 g {OVER} f {SAID}", f"0 g {OVER} f 1 g {SAID}", SAME_COLOUR),
    "the later ground counts": (f"0 g {OVER} f 1 g {OVER} f {SAID}", f"1 g {OVER} f 0 g {OVER} f 1 g {SAID}", SAME_COLOUR),
    "a box over it": (f"{SAID} 0 g {OVER} f", f"0.5 g {OVER} f 0 g {SAID} {ASIDE} f", COVERED),
    "a white box over it": (f"{SAID} 1 g {OVER} f", f"{SAID} 1 g {OVER} n", COVERED),
    "two boxes over it": (f"{SAID} 70 690 60 24 re f 130 690 60 24 re f", f"{SAID} 70 670 60 24 re f 130 715 60 24 re f", COVERED),
    "a box drawn by lines": (
        f"{SAID} 70 690 m 190 690 l 190 714 l 70 714 l h f",
        f"{SAID} 70 490 m 190 490 l 190 514 l 70 514 l h f",
        COVERED,
    ),
    "over the edge": (SAID.replace("72 700", "700 700"), SAID.replace("72 700", "400 700"), OUTSIDE),
    "under the foot": (SAID.replace("72 700", "72 -20"), SAID.replace("72 700", "72 3"), OUTSIDE),
    "a clip elsewhere": (f"q {ASIDE} W n {SAID} Q", f"q {OVER} W n {SAID} Q", CLIPPED),
    "no clip at all": (f"q 0 0 0 0 re W n {SAID} Q", f"q {ASIDE} W n Q {SAID}", CLIPPED),
    "type of one point": (SAID.replace("/F1 12", "/F1 1"), SAID.replace("/F1 12", "/F1 4"), SMALL),
    "a matrix of one point": (f"q 0.1 0 0 0.1 70 700 cm {SAID} Q", f"q 0.5 0 0 0.5 0 0 cm {SAID} Q", SMALL),
    "flat letters": (f"1 Tz {SAID}", f"50 Tz {SAID}", SMALL),
}


@pytest.mark.parametrize(("concealed", "shown", "reason"), HIDDEN_AND_SHOWN.values(), ids=HIDDEN_AND_SHOWN)
def test_hidden_text_has_its_reason_and_its_twin_has_none(concealed: str, shown: str, reason: str) -> None:
    assert reasons(pages(concealed)) == {reason}
    assert not reasons(pages(shown))


@pytest.mark.parametrize(("concealed", "shown", "reason"), HIDDEN_AND_SHOWN.values(), ids=HIDDEN_AND_SHOWN)
def test_pixels_agree_with_the_reckoning(concealed: str, shown: str, reason: str) -> None:
    one, other = pages(concealed), pages(shown)
    everything = range(len(SECRET))
    assert reason == SMALL or unseen(one, one.pages[0], scene_of(one), everything) == set(everything)
    assert not unseen(other, other.pages[0], scene_of(other), everything)


@pytest.mark.parametrize("rotate", [0, 90, 180, 270])
def test_the_displayed_part_of_the_page_counts_however_it_is_turned(rotate: int) -> None:
    pdf = pages(SAID)
    pdf.pages[0].obj.Rotate = rotate
    pdf.pages[0].obj.CropBox = Array([0, 0, 612, 500])
    assert reasons(pdf) == {OUTSIDE}
    pdf.pages[0].obj.CropBox = Array([0, 500, 612, 792])
    assert not reasons(pdf)
    assert not unseen(pdf, pdf.pages[0], scene_of(pdf), range(len(SECRET)))


def test_a_layer_that_is_off_hides_its_text() -> None:
    pdf = pages(f"/OC /Layer BDC {SAID} EMC")
    group = pdf.make_indirect(Dictionary(Type=Name.OCG, Name=Text("layer")))
    pdf.pages[0].obj.Resources.Properties = Dictionary(Layer=group)
    pdf.Root.OCProperties = Dictionary(OCGs=Array([group]), D=Dictionary())
    assert not reasons(pdf)
    assert not unseen(pdf, pdf.pages[0], scene_of(pdf), range(len(SECRET)))
    pdf.Root.OCProperties.D.OFF = Array([group])
    assert reasons(pdf) == {LAYER_OFF}
    assert unseen(pdf, pdf.pages[0], scene_of(pdf), range(len(SECRET))) == set(range(len(SECRET)))


def with_state(content: str, **state: object) -> Pdf:
    pdf = pages(content)
    pdf.pages[0].obj.Resources.ExtGState = Dictionary(G=Dictionary({f"/{key}": each for key, each in state.items()}))
    return pdf


def test_text_that_lets_all_through_is_invisible() -> None:
    assert reasons(with_state(f"/G gs {SAID}", ca=0.02)) == {INVISIBLE}
    assert not reasons(with_state(f"/G gs {SAID}", ca=0.5))


def test_a_box_that_lets_text_through_is_left_to_the_pixels() -> None:
    for alpha, expected in ((0.5, 0), (0.99, len(SECRET))):
        pdf = with_state(f"{SAID} /G gs 0 g {OVER} f", ca=alpha)
        scene = scene_of(pdf)
        assert judge_hidden(scene).doubtful == set(range(len(SECRET)))
        assert len(hidden(pdf, pdf.pages[0], scene)) == expected


def image_over(pdf: Pdf, **entries: object) -> Pdf:
    page = pdf.pages[0].obj
    image = pdf.make_stream(b"\x00" * 4, Type=Name.XObject, Subtype=Name.Image, Width=2, Height=2, BitsPerComponent=8)
    image.ColorSpace = Name.DeviceGray
    for key, each in entries.items():
        image[f"/{key}"] = each
    page.Resources.XObject = Dictionary(Im=image)
    page.Contents = pdf.make_stream(f"{SAID} q 120 0 0 24 70 690 cm /Im Do Q".encode())
    return pdf


def test_an_image_over_text_hides_it() -> None:
    assert reasons(image_over(pages(""))) == {COVERED}


def test_an_image_with_a_mask_is_left_to_the_pixels() -> None:
    for alpha, expected in ((0, 0), (255, len(SECRET))):
        pdf = pages("")
        mask = pdf.make_stream(bytes([alpha]), Type=Name.XObject, Subtype=Name.Image, Width=1, Height=1, BitsPerComponent=8)
        mask.ColorSpace = Name.DeviceGray
        image_over(pdf, SMask=mask)
        scene = scene_of(pdf)
        assert len(judge_hidden(scene).doubtful) == len(SECRET)
        assert len(hidden(pdf, pdf.pages[0], scene)) == expected


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (f"q 70 690 m 70 691 l 71 690 l 300 760 m 300 761 l 301 761 l W n {SAID} Q", len(SECRET)),
        (f"q 70 690 m 190 690 l 190 714 l 130 900 l 70 714 l W n {SAID} Q", 0),
        (f"q 70 714 m 71 714 l 70 690 l h W n {SAID} Q", len(SECRET)),
        (f"{SAID} 24 w 70 704 m 190 704 l S", len(SECRET)),
        (f"{SAID} 1 w 70 704 m 190 704 l S", 0),
        (f"0 g 60 680 m 200 680 l 200 720 l 130 800 l 60 720 l f {SAID}", len(SECRET)),
        (f"0 g 60 680 m 200 680 l 200 720 l 130 800 l 60 720 l f 1 g {SAID}", 0),
        (f"1 Tr 1 G {SAID}", len(SECRET)),
        (f"1 Tr 0 G {SAID}", 0),
    ],
    ids=[
        "odd clip",
        "wide odd clip",
        "a corner of a rectangle",
        "thick rule",
        "strike",
        "drawn ground",
        "white on it",
        "white outline",
        "outline",
    ],
)
def test_what_reckoning_cannot_tell_pixels_do(content: str, expected: int) -> None:
    pdf = pages(content)
    assert len(hidden(pdf, pdf.pages[0], scene_of(pdf))) == expected


def test_of_a_line_only_the_letters_under_the_box_are_hidden() -> None:
    pdf = pages("BT /F1 12 Tf 72 700 Td (KEEP ZANZIBAR KEEP) Tj ET 0 g 107 690 60 24 re f")
    assert set(judge_hidden(scene_of(pdf)).hidden) == set(range(5, 13))


def test_a_blank_is_hidden_between_hidden_letters_alone() -> None:
    pdf = pages("BT /F1 12 Tf 72 700 Td (AB CD EF) Tj ET 0 g 71 690 43 24 re f")
    assert set(judge_hidden(scene_of(pdf)).hidden) == {0, 1, 2, 3, 4}


@pytest.mark.parametrize("content", ["3 Tr", "1 g", "0 g 70 690 120 24 re f 0 g"])
@pytest.mark.parametrize("blanks", ["   ", "____", "...", "\xb7 \xb7", "- - -"])
def test_blanks_and_rules_to_write_on_hide_no_word(content: str, blanks: str) -> None:
    assert not reasons(pages(f"{content} BT /F1 12 Tf 72 700 Td ({blanks}) Tj ET"))


def test_a_frame_drawn_later_around_text_asks_for_no_look() -> None:
    pdf = pages(f"{SAID} 60 680 300 60 re S 72 698 m 190 698 l S")
    assert not reasons(pdf)


def test_turned_text_is_covered_by_what_lies_on_its_letters() -> None:
    turned = SAID.replace("72 700 Td", "0.7071 0.7071 -0.7071 0.7071 100 300 Tm")
    assert reasons(pages(f"{turned} 90 290 120 120 re f")) == {COVERED}
    assert not reasons(pages(f"{turned} 150 290 120 30 re f"))


def test_a_page_that_cannot_be_rendered_hides_all_that_was_asked() -> None:
    pdf = pages(SAID)
    scene = scene_of(pdf)
    pdf.pages[0].obj.Contents = pdf.make_stream(b"x" * 40, Filter=Name.FlateDecode)
    assert unseen(pdf, pdf.pages[0], scene, range(3)) == {0, 1, 2}


@given(
    st.lists(
        st.sampled_from(["1 g", "0 g", "q", "Q", f"{OVER} f", f"{ASIDE} W n", "3 Tr", "0 Tr", "2 0 0 2 0 0 cm", "0 0 0 0 0 0 cm", SAID]),
        max_size=12,
    )
)
def test_any_page_is_judged_without_an_exception(parts: list[str]) -> None:
    scene = scene_of(pages(" ".join(parts)))
    judged = judge_hidden(scene)
    assert not judged.hidden.keys() & judged.doubtful
    assert judged.hidden.keys() | judged.doubtful <= set(range(scene.glyphs))


@pytest.mark.skipif(not SHARED.exists(), reason="the shared files are not here")
@pytest.mark.parametrize(
    ("case", "reason"),
    [
        ("11_ocr_layer", INVISIBLE),
        ("23_ocg_off", LAYER_OFF),
        ("24_outside_cropbox", OUTSIDE),
        ("25_under_black_rect", COVERED),
        ("26_white_on_white", SAME_COLOUR),
        ("35_clip_tr7", INVISIBLE),
        ("38_outside_mediabox", OUTSIDE),
    ],
)
def test_cases_of_hidden_text_are_found(case: str, reason: str) -> None:
    with Pdf.open(SHARED / "leak-cases" / f"{case}.pdf") as pdf:
        assert set(judge_hidden(scene_of(pdf)).hidden.values()) == {reason}


@pytest.mark.skipif(not SHARED.exists(), reason="the shared files are not here")
def test_files_of_bad_redactions_hide_letters() -> None:
    listed = [json.loads(line) for line in (SHARED / "pdfs" / "manifest.jsonl").read_text().splitlines()]
    found: Counter[str] = Counter()
    for each in listed:
        if each["category"] == "redaction-test" and each["ground_truth"].startswith("BAD"):
            (path,) = (SHARED / "pdfs").rglob(each["file"])
            with Pdf.open(io.BytesIO(path.read_bytes())) as pdf:
                flatten(pdf)
                found[each["file"]] = len(hidden(pdf, pdf.pages[0], scene_of(pdf)))
    assert found
    assert all(found.values())


def test_the_judged_page_is_left_as_it_was() -> None:
    pdf = with_state(f"{SAID} /G gs {OVER} f", ca=0.5)
    before = len(pdf.objects)
    hidden(pdf, pdf.pages[0], scene_of(pdf))
    assert len(pdf.objects) == before
    assert saved(pdf)
