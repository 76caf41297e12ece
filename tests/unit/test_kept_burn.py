"""Boxes burned into images: what stood there is gone, nothing else changes, nothing beside the box tells of it."""

from __future__ import annotations

import io
import zlib
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from kept_pictures import BOX, HEIGHT, WIDTH, Picture, drawing, fax, flat, indexed, jpeg, page_of, shown, stencil, stream
from pikepdf import Array, Dictionary, Name, Pdf

from pipeline.render.kept.burn import UnburnableImageError, burn

EXACT: dict[str, Picture] = {
    "one bit": flat("1"),
    "one bit turned over": flat("1", Decode=Array([1, 0])),
    "gray": flat("L"),
    "gray turned over": flat("L", Decode=Array([1, 0])),
    "colours": flat(),
    "inks": flat("CMYK"),
    "inks turned over": flat("CMYK", Decode=Array([1, 0] * 4)),
    "palette of 1 bit": indexed(1),
    "palette of 2 bits": indexed(2),
    "palette of 4 bits": indexed(4),
    "palette of 8 bits": indexed(8),
    "palette turned over": indexed(4, Decode=Array([15, 0])),
    "fax": fax(is_black_one=False),
    "fax, black is 1": fax(is_black_one=True),
    "fax turned over": fax(is_black_one=False, Decode=Array([1, 0])),
}
LOSSY: dict[str, Picture] = {
    "gray": jpeg("L"),
    "full colours": jpeg(subsampling=0),
    "half colours": jpeg(subsampling=1),
    "quarter colours": jpeg(subsampling=2),
    "progressive": jpeg(subsampling=2, progressive=True),
    "inks": jpeg("CMYK", subsampling=0),
}


def burned(make: Picture, word: str = "ZANZIBAR-7734") -> tuple[bytes, bytes, bytes]:
    """Return a page with the image before and after, and the data of the image after."""
    pdf = Pdf.new()
    image = make(pdf, word)
    after = burn(pdf, image, [BOX])
    return page_of(pdf, image), page_of(pdf, after), after.read_bytes()


def inside(box: tuple[int, int, int, int]) -> tuple[slice, slice]:
    return slice(box[1], box[3]), slice(box[0], box[2])


@pytest.mark.parametrize("kind", EXACT)
def test_a_box_is_black_and_all_else_is_as_it_was(kind: str) -> None:
    before, after, _ = burned(EXACT[kind])
    old, new = shown(before), shown(after)
    assert new[inside(BOX)].max() <= 45, "pdfium draws full black ink as a dark gray"
    assert np.ptp(new[inside(BOX)].reshape(-1, 3), axis=0).max() == 0
    old[inside(BOX)] = new[inside(BOX)]
    assert np.abs(old - new).max() <= 1


@pytest.mark.parametrize("kind", LOSSY)
def test_far_from_the_box_a_jpeg_is_as_it_was(kind: str) -> None:
    before, after, _ = burned(LOSSY[kind])
    old, new = shown(before), shown(after)
    assert new[inside(BOX)].max() <= 45
    near = (slice(max(BOX[1] - 32, 0), BOX[3] + 32), slice(max(BOX[0] - 32, 0), BOX[2] + 32))
    old[near] = new[near]
    assert np.abs(old - new).max() <= 2


@pytest.mark.parametrize("kind", [*EXACT, *LOSSY])
def test_images_that_differ_in_the_word_alone_come_out_the_same(kind: str) -> None:
    make = EXACT.get(kind) or LOSSY[kind]
    images = [burned(make, word)[2] for word in ("ZANZIBAR-7734", "OSTRAKOV", "", "mmmmmmmmmm")]
    assert len(set(images)) == 1


@given(
    st.integers(5, 98),
    st.sampled_from([0, 1, 2]),
    st.booleans(),
    st.text(st.characters(codec="ascii", categories=["L", "N", "P"]), max_size=12),
    st.sampled_from(["L", "RGB"]),
)
def test_no_ring_of_a_word_is_left_around_its_box(quality: int, subsampling: int, is_progressive: bool, word: str, mode: str) -> None:
    make = jpeg(mode, quality, subsampling, progressive=is_progressive)
    assert burned(make, word)[2] == burned(make, "KEY WEST")[2]


def test_a_stencil_paints_its_box_whole() -> None:
    before, after, _ = burned(stencil())
    old, new = shown(before), shown(after)
    assert np.ptp(new[inside(BOX)].reshape(-1, 3), axis=0).max() == 0
    assert new[inside(BOX)][0, 0].tolist() == [255, 0, 0], "blue, as the page paints"
    old[inside(BOX)] = new[inside(BOX)]
    assert np.abs(old - new).max() == 0


def test_masks_are_opaque_in_the_box() -> None:
    pdf = Pdf.new()
    soft = stream(pdf, drawing("ZANZIBAR", "L").tobytes(), ColorSpace=Name("/DeviceGray"), BitsPerComponent=8)
    hard = stencil()(pdf, "ZANZIBAR")
    kinds: tuple[dict[str, Any], ...] = ({"SMask": soft}, {"Mask": hard}, {"Mask": Array([0, 12, 0, 255, 0, 255])})
    for entries in kinds:
        image = flat("RGB", **entries)(pdf, "ZANZIBAR")
        old, new = shown(page_of(pdf, image)), shown(page_of(pdf, burn(pdf, image, [BOX])))
        assert new[inside(BOX)].max() == 0
        old[inside(BOX)] = new[inside(BOX)]
        assert np.abs(old - new).max() <= 1


def test_a_mask_of_another_size_is_burned_at_the_same_place() -> None:
    pdf = Pdf.new()
    soft = pdf.make_stream(drawing("ZANZIBAR", "L").resize((WIDTH // 3, HEIGHT // 3)).tobytes())
    soft.Type, soft.Subtype, soft.Width, soft.Height = Name.XObject, Name.Image, WIDTH // 3, HEIGHT // 3
    soft.ColorSpace, soft.BitsPerComponent = Name.DeviceGray, 8
    image = flat("RGB", SMask=soft)(pdf, "ZANZIBAR")
    assert shown(page_of(pdf, burn(pdf, image, [BOX])))[inside(BOX)].max() == 0


def test_a_jpeg_2000_is_burned_whole() -> None:
    pdf = Pdf.new()
    out = io.BytesIO()
    drawing("ZANZIBAR").save(out, "JPEG2000")
    image = stream(pdf, out.getvalue(), "/JPXDecode")
    assert shown(page_of(pdf, image)).max() > 200
    assert shown(page_of(pdf, burn(pdf, image, [BOX]))).max() == 0


@pytest.mark.parametrize("bits", [4, 16])
def test_depths_of_no_byte_are_burned(bits: int) -> None:
    pdf = Pdf.new()
    data = bytes(range(256)) * (WIDTH * HEIGHT * bits // 8 // 256 + 1)
    image = stream(pdf, zlib.compress(data), "/FlateDecode", ColorSpace=Name("/DeviceGray"), BitsPerComponent=bits)
    old, new = shown(page_of(pdf, image)), shown(page_of(pdf, burn(pdf, image, [BOX])))
    assert new[inside(BOX)].max() == 0
    old[inside(BOX)] = new[inside(BOX)]
    assert np.abs(old - new).max() <= 1


@pytest.mark.parametrize(
    ("data", "entries"),
    [
        (b"\x97JB2", {"Filter": Name("/JBIG2Decode"), "ColorSpace": Name("/DeviceGray"), "BitsPerComponent": 1}),
        (b"no jpeg", {"Filter": Name("/DCTDecode"), "ColorSpace": Name("/DeviceGray"), "BitsPerComponent": 8}),
        (b"x", {"ColorSpace": Name("/Unheard"), "BitsPerComponent": 8}),
        (b"x", {"ColorSpace": Name("/DeviceGray"), "BitsPerComponent": 7}),
        (b"no packed data", {"Filter": Name("/FlateDecode"), "ColorSpace": Name("/DeviceGray"), "BitsPerComponent": 8}),
        (b"x", {"Filter": Name("/CCITTFaxDecode"), "DecodeParms": Dictionary(K=-1, EncodedByteAlign=True), "BitsPerComponent": 1}),
    ],
)
def test_an_image_that_cannot_be_decoded_is_refused(data: bytes, entries: dict[str, Any]) -> None:
    pdf = Pdf.new()
    with pytest.raises(UnburnableImageError, match="take it out whole"):
        burn(pdf, stream(pdf, data, **entries), [BOX])


def test_a_box_at_the_edges_is_burned_to_the_edges() -> None:
    pdf = Pdf.new()
    image = burn(pdf, flat("L")(pdf, "ZANZIBAR"), [(0, 0, 9, 9), (WIDTH - 9, HEIGHT - 9, WIDTH, HEIGHT)])
    after = np.frombuffer(image.read_bytes(), np.uint8).reshape(HEIGHT, WIDTH)
    assert not after[:9, :9].any()
    assert not after[-9:, -9:].any()
    assert after[10:-10, 10:-10].any()


def test_a_stencil_stays_a_stencil_and_a_picture_of_inks_is_burned_with_full_ink() -> None:
    pdf = Pdf.new()
    assert bool(burn(pdf, stencil()(pdf, "ZANZIBAR"), [BOX])["/ImageMask"])
    tint = Dictionary(FunctionType=2, Domain=Array([0, 1]), C0=Array([0, 0, 0, 0]), C1=Array([1, 0, 0, 0]), N=1)
    image = flat("L")(pdf, "ZANZIBAR")
    image["/ColorSpace"] = Array([Name.Separation, Name("/Spot"), Name.DeviceCMYK, tint])
    data = np.frombuffer(burn(pdf, image, [BOX]).read_bytes(), np.uint8).reshape(HEIGHT, WIDTH)
    left, upper, right, lower = BOX
    assert (data[upper:lower, left:right] == 255).all()


def test_colours_that_a_mask_leaves_out_show_in_a_burned_box() -> None:
    pdf = Pdf.new()
    image = flat("L", Mask=Array([0, 255]))(pdf, "ZANZIBAR")
    mask = burn(pdf, image, [BOX])["/Mask"]
    bits = np.unpackbits(np.frombuffer(mask.read_bytes(), np.uint8)).reshape(HEIGHT, -1)[:, :WIDTH]
    left, upper, right, lower = BOX
    assert bits.sum() == WIDTH * HEIGHT - (right - left) * (lower - upper)
    assert not bits[upper:lower, left:right].any()


def test_black_in_lab_has_no_lightness_and_no_colour() -> None:
    pdf = Pdf.new()
    image = flat()(pdf, "ZANZIBAR")
    image["/ColorSpace"] = Array([Name("/Lab"), Dictionary(WhitePoint=Array([0.95, 1, 1.09]))])
    data = np.frombuffer(burn(pdf, image, [BOX]).read_bytes(), np.uint8).reshape(HEIGHT, WIDTH, 3)
    assert data[BOX[1], BOX[0]].tolist() == [0, 128, 128]
