"""Pictures that stay under a cut word: burned there, in whole blocks, or gone."""

from __future__ import annotations

import io
import math

import numpy as np
import pikepdf
import pytest
from pikepdf import Dictionary, Name, Pdf, PdfImage
from PIL import Image

from pipeline.content.geometry import bounds, positions
from pipeline.content.values import Scene
from pipeline.content.walk import read_scene
from pipeline.model import Action
from pipeline.render.kept.excise import excise_page
from pipeline.render.kept.values import Bar, Gap, Marks
from pipeline.wording import blank_words

WORDS = blank_words(Action.REDACT, ("(b)(6)",), (), "one word or less", "W0001")
TEXT = b"BT /F1 12 Tf 110 150 Td (KEEP ZANZIBAR) Tj ET"
CUT = tuple(range(5, 13))


def jpeg(shade: int, *, subsampling: int) -> bytes:
    """Return a picture that differs by its shade where the word stands."""
    rows = np.add.outer(np.arange(200), np.arange(400)) % 200
    pixels = np.stack([rows, rows[::-1], 255 - rows], axis=2).astype(np.uint8)
    pixels[93:101, 100:150] = shade
    target = io.BytesIO()
    Image.fromarray(pixels).save(target, "JPEG", quality=60, subsampling=subsampling)
    return target.getvalue()


def page_over(content: bytes, image: dict[str, object], data: bytes) -> Pdf:
    pdf = Pdf.new()
    page = pdf.add_blank_page(page_size=(600, 300))
    picture = pdf.make_stream(data, Type=Name.XObject, Subtype=Name.Image, **image)
    font = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica, Encoding=Name.WinAnsiEncoding)
    page.obj.Resources = Dictionary(XObject=Dictionary(Im0=picture), Font=Dictionary(F1=font))
    page.obj.Contents = pdf.make_stream(content)
    return pdf


def excised(pdf: Pdf) -> tuple[Scene, Marks]:
    scene = read_scene(pdf.pages[0], {})
    marks = excise_page(pdf, pdf.pages[0], scene, [Gap(CUT, (), Action.REDACT, WORDS)], [])
    return read_scene(pdf.pages[0], {}), marks


RGB = {"Width": 400, "Height": 200, "ColorSpace": Name.DeviceRGB, "BitsPerComponent": 8}
DRAWN = b"q 400 0 0 200 50 50 cm /Im0 Do Q " + TEXT


def pixels(pdf: Pdf) -> np.ndarray[tuple[int, ...], np.dtype[np.uint8]]:
    (picture,) = pdf.pages[0].Resources.XObject.values()
    assert isinstance(picture, pikepdf.Stream)
    return np.asarray(PdfImage(picture).as_pil_image().convert("RGB"))


@pytest.mark.parametrize("subsampling", [0, 1, 2])
def test_pictures_that_differ_under_a_cut_word_alone_come_out_the_same(subsampling: int) -> None:
    found = []
    for shade in (0, 90, 255):
        pdf = page_over(DRAWN, {**RGB, "Filter": Name.DCTDecode}, jpeg(shade, subsampling=subsampling))
        excised(pdf)
        found.append(pixels(pdf))
    assert np.array_equal(found[0], found[1])
    assert np.array_equal(found[0], found[2])
    assert (found[0][93:101, 100:150] == 0).all()
    assert found[0][10:60, 10:90].std() > 10


def test_the_source_picture_is_not_changed_and_what_differs_is_told() -> None:
    pdf = page_over(DRAWN, {**RGB, "Filter": Name.DCTDecode}, jpeg(9, subsampling=2))
    source = pdf.pages[0].Resources.XObject.Im0
    before = source.read_raw_bytes()
    _, marks = excised(pdf)
    assert source.read_raw_bytes() == before
    assert any(left < 160 < right and low < 155 < high for left, low, right, high in marks.touched)


def test_a_picture_away_from_the_word_stays_as_it_is() -> None:
    pdf = page_over(b"q 40 0 0 20 500 250 cm /Im0 Do Q " + TEXT, {**RGB, "Filter": Name.DCTDecode}, jpeg(9, subsampling=2))
    (picture,) = pdf.pages[0].Resources.XObject.values()
    data = picture.read_raw_bytes()
    excised(pdf)
    (kept,) = pdf.pages[0].Resources.XObject.values()
    assert kept.read_raw_bytes() == data


def test_a_picture_that_nobody_can_decode_goes_whole() -> None:
    pdf = page_over(DRAWN, {**RGB, "Filter": Name.JBIG2Decode}, b"no picture at all")
    scene, marks = excised(pdf)
    assert not scene.graphics
    assert (50.0, 50.0, 450.0, 250.0) in marks.touched


def test_an_inline_picture_under_a_cut_word_goes_whole() -> None:
    inline = b"q 400 0 0 200 50 50 cm BI /W 2 /H 2 /BPC 8 /CS /G ID abcd EI Q " + TEXT
    pdf = page_over(inline, {**RGB}, bytes(400 * 200 * 3))
    scene, _ = excised(pdf)
    assert not scene.graphics
    assert pikepdf.parse_content_stream(pdf.pages[0])


@pytest.mark.parametrize(("x", "y"), [(150, 170), (150, 100), (20, 140), (300, 140)])
def test_a_picture_beside_a_cut_word_is_left_as_it_is(x: int, y: int) -> None:
    data = bytes(range(200)) * 2
    image = {"Width": 20, "Height": 20, "ColorSpace": Name.DeviceGray, "BitsPerComponent": 8}
    pdf = page_over(b"q 40 0 0 30 %d %d cm /Im0 Do Q %s" % (x, y, TEXT), image, data)
    excised(pdf)
    (picture,) = pdf.pages[0].Resources.XObject.values()
    assert picture.read_bytes() == data


def test_letters_that_go_without_a_bar_are_burned_where_they_stood_and_nowhere_else() -> None:
    pdf = page_over(DRAWN, {**RGB, "ColorSpace": Name.DeviceGray}, bytes([200]) * 80_000)
    scene = read_scene(pdf.pages[0], {})
    ends = positions(scene.shows[0])
    marks = excise_page(pdf, pdf.pages[0], scene, [Gap((6, 7), (), Action.REDACT, WORDS, is_placed=False)], [])
    rows, columns = np.nonzero(pixels(pdf)[:, :, 0] == 0)
    assert (columns.min() + 50, columns.max() + 51) == (math.floor(ends[6][0]), math.ceil(ends[8][0]))
    assert (250 - rows.max() - 1, 250 - rows.min()) == (math.floor(150 - 12 * 0.207), math.ceil(150 + 12 * 0.718))
    left, low, right, upper = columns.min() + 50, 250 - rows.max() - 1, columns.max() + 51, 250 - rows.min()
    around = (left - 48, low - 48, right + 48, upper + 48)  # what a picture's compression may change besides
    assert bounds(corner for each in marks.touched for corner in (each[:2], each[2:])) == pytest.approx(around)


def test_the_box_over_a_bar_that_runs_up_the_page_stands_up() -> None:
    bar = Bar(100, 200, 0, 1, 60, 8, -2, Action.REDACT, WORDS, is_first=True)
    assert bar.edges == (92, 200, 102, 260)
