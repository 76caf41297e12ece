"""Builds images of many kinds for the tests that burn, clean and copy them."""

from __future__ import annotations

import io
import zlib
from collections.abc import Callable
from typing import Any

import numpy as np
import pypdfium2
from numpy.typing import NDArray
from pikepdf import Array, Dictionary, Name, Object, Pdf, String
from PIL import Image, ImageDraw
from PIL.TiffImagePlugin import TiffImageFile

WIDTH, HEIGHT = 160, 96
BOX = (40, 32, 121, 57)  # where the word stands, in pixels
Picture = Callable[[Pdf, str], Object]


def drawing(word: str, mode: str = "RGB") -> Image.Image:
    """Return a picture with a word in its box, on ground that is no plain colour."""
    across, down = np.meshgrid(np.arange(WIDTH), np.arange(HEIGHT))
    ground = np.stack([(across * 3 + 40) % 256, (down * 5 + 90) % 256, (across + down) % 256], axis=2).astype(np.uint8)
    image = Image.fromarray(ground)
    pen = ImageDraw.Draw(image)
    label = Image.new("RGB", (BOX[2] - BOX[0], BOX[3] - BOX[1]), (250, 250, 250))
    ImageDraw.Draw(label).text((3, 6), word, fill=(10, 10, 10))
    image.paste(label, BOX[:2])
    pen.text((4, 4), "KEEP THIS", fill=(0, 0, 0))
    pen.text((100, 80), "AND THIS", fill=(255, 255, 255))
    return image.convert(mode, dither=Image.Dither.NONE)


def stream(pdf: Pdf, data: bytes, kind: str = "", **entries: Any) -> Object:  # noqa: ANN401  # what a dictionary of a PDF may hold
    """Return an image stream; ``kind`` is the filter that is on already."""
    made = pdf.make_stream(data)
    made["/Type"], made["/Subtype"], made["/Width"], made["/Height"] = Name("/XObject"), Name("/Image"), WIDTH, HEIGHT
    if kind:
        made["/Filter"] = Name(kind)
    for key, value in entries.items():
        made[f"/{key}"] = value
    return made


def jpeg(mode: str = "RGB", quality: int = 80, subsampling: int = 2, *, progressive: bool = False, **entries: Any) -> Picture:  # noqa: ANN401  # what a dictionary of a PDF may hold
    """Return what makes a JPEG of a word."""
    spaces = {"L": "/DeviceGray", "RGB": "/DeviceRGB", "CMYK": "/DeviceCMYK"}

    def make(pdf: Pdf, word: str) -> Object:
        out = io.BytesIO()
        drawing(word, mode).save(out, "JPEG", quality=quality, subsampling=subsampling, progressive=progressive)
        given: dict[str, Any] = {"Decode": Array([1, 0] * 4)} if mode == "CMYK" else {}
        space = Name(spaces[mode])
        return stream(pdf, out.getvalue(), "/DCTDecode", ColorSpace=space, BitsPerComponent=8, **{**given, **entries})

    return make


def flat(mode: str = "RGB", **entries: Any) -> Picture:  # noqa: ANN401  # what a dictionary of a PDF may hold
    """Return what makes an image packed without loss."""
    spaces = {"1": "/DeviceGray", "L": "/DeviceGray", "RGB": "/DeviceRGB", "CMYK": "/DeviceCMYK"}

    def make(pdf: Pdf, word: str) -> Object:
        data = drawing(word, mode).tobytes()
        bits = 1 if mode == "1" else 8
        return stream(pdf, zlib.compress(data), "/FlateDecode", ColorSpace=Name(spaces[mode]), BitsPerComponent=bits, **entries)

    return make


def indexed(bits: int, **entries: Any) -> Picture:  # noqa: ANN401  # what a dictionary of a PDF may hold
    """Return what makes an image of few colours, none of them black."""

    def make(pdf: Pdf, word: str) -> Object:
        count = 1 << min(bits, 6)
        gray = np.asarray(drawing(word, "L"), np.uint16) * count // 256
        table = bytes(value for place in range(count) for value in (60 + place * 190 // count, 255 - place * 100 // count, 90))
        shifts = np.arange(bits - 1, -1, -1)
        packed = np.packbits(((gray[:, :, None] >> shifts) & 1).astype(np.uint8).reshape(HEIGHT, -1), axis=1).tobytes()
        space = Array([Name("/Indexed"), Name("/DeviceRGB"), count - 1, String(table)])
        return stream(pdf, packed, ColorSpace=space, BitsPerComponent=bits, **entries)

    return make


def fax(*, is_black_one: bool, **entries: Any) -> Picture:  # noqa: ANN401  # what a dictionary of a PDF may hold
    """Return what makes a CCITT group 4 image."""

    def make(pdf: Pdf, word: str) -> Object:
        out = io.BytesIO()
        drawing(word, "1").save(out, "TIFF", compression="group4", tiffinfo={278: HEIGHT})
        with TiffImageFile(io.BytesIO(out.getvalue())) as opened:
            start, size, photometric = opened.tag_v2[273][0], opened.tag_v2[279][0], opened.tag_v2[262]
        assert photometric in {0, 1}
        settings = Dictionary(K=-1, Columns=WIDTH, Rows=HEIGHT, BlackIs1=is_black_one)
        data = out.getvalue()[start : start + size]
        space = Name("/DeviceGray")
        return stream(pdf, data, "/CCITTFaxDecode", ColorSpace=space, BitsPerComponent=1, DecodeParms=settings, **entries)

    return make


def stencil(**entries: Any) -> Picture:  # noqa: ANN401  # what a dictionary of a PDF may hold
    """Return what makes a stencil mask."""

    def make(pdf: Pdf, word: str) -> Object:
        return stream(pdf, drawing(word, "1").tobytes(), ImageMask=True, BitsPerComponent=1, **entries)

    return make


def page_of(pdf: Pdf, image: Object) -> bytes:
    """Return a PDF with a page that shows an image pixel by pixel, on yellow paper."""
    with Pdf.new() as paper:
        page = paper.add_blank_page(page_size=(WIDTH, HEIGHT))
        page.obj["/Resources"] = Dictionary(
            XObject=Dictionary(X=paper.copy_foreign(image if image.is_indirect else pdf.make_indirect(image)))
        )
        page.obj["/Contents"] = paper.make_stream(
            b"1 1 0 rg 0 0 %d %d re f 0 0 1 rg %d 0 0 %d 0 0 cm /X Do" % (WIDTH, HEIGHT, WIDTH, HEIGHT)
        )
        out = io.BytesIO()
        paper.save(out)
    return out.getvalue()


def shown(file: bytes, place: int = 0) -> NDArray[np.int16]:
    """Return a page's pixels, a pixel a point."""
    document = pypdfium2.PdfDocument(file)
    pixels: NDArray[np.int16] = document[place].render(scale=1).to_numpy().astype(np.int16)[:, :, :3]
    document.close()
    return pixels
