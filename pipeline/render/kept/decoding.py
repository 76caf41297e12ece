"""Decodes the images of a PDF to samples as their colour space takes them, before any Decode array."""

from __future__ import annotations

import io
import struct

import numpy as np
from pikepdf import Array, Dictionary, Name, Object, Pdf, PdfError, PdfImage, Stream
from PIL import Image, UnidentifiedImageError

from pipeline.render.kept.damage import DamagedImageError
from pipeline.render.kept.plain import entry, number, take_numbers, word
from pipeline.render.kept.samples import Samples, unpack

__all__ = ["Blocks", "block_size", "components_of", "decode_image", "last_filter"]

_SHORT = {"/CCF": "/CCITTFaxDecode", "/DCT": "/DCTDecode", "/JPX": "/JPXDecode"}
_COUNTS = {"/DeviceGray": 1, "/DeviceRGB": 3, "/DeviceCMYK": 4, "/CalGray": 1, "/CalRGB": 3, "/Lab": 3, "/Indexed": 1, "/Separation": 1}
_FAX = ("/K", "/EndOfLine", "/EncodedByteAlign", "/Columns", "/Rows", "/EndOfBlock", "/DamagedRowsBeforeError")
_MODES = {"L": 1, "RGB": 3, "CMYK": 4}
_CMYK = 4
_TOP = 255
_ADOBE = b"\xff\xee\x00\x0eAdobe\x00\x64\x00\x00\x00\x00"
_BLOCK = 8  # samples on a side of a block of a JPEG
_MOST_PIXELS = 400_000_000
_FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
Blocks = tuple[int, int, bool]
"""Width and height in pixels of what is compressed together, and whether colours are coarser than brightness."""


def last_filter(image: Object) -> str:
    """Return the full name of the filter next to the samples, or nothing where there is none."""
    named = entry(image, "/Filter")
    if isinstance(named, Array):
        named = named[-1] if len(named) else None
    return _SHORT.get(word(named), word(named))


def components_of(space: object) -> int:
    """Return how many numbers make a colour of a space. Raises DamagedImageError for a space that is not known."""
    kind = word(space[0]) if isinstance(space, Array) and len(space) else word(space)
    if isinstance(space, Array) and kind == "/ICCBased":
        return int(space[1]["/N"])
    if isinstance(space, Array) and kind == "/DeviceN":
        return len(space[1])
    if kind not in _COUNTS:
        raise DamagedImageError("the colour space of an image is not known")
    return _COUNTS[kind]


def decode_image(image: Stream) -> Samples:
    """Return the samples of an image. Raises DamagedImageError where nothing here can decode it (JBIG2, damage, JPEG 2000)."""
    width, height = number(entry(image, "/Width")), number(entry(image, "/Height"))
    if not isinstance(width, int) or not isinstance(height, int) or width <= 0 or height <= 0 or width * height > _MOST_PIXELS:
        raise DamagedImageError("the size of an image cannot be told")
    kind = last_filter(image)
    try:
        if kind == "/DCTDecode":
            return _decode_jpeg(image, width, height)
        if kind == "/CCITTFaxDecode":
            return _decode_fax(image, width, height)
        if kind in {"/JBIG2Decode", "/JPXDecode"}:
            raise DamagedImageError("the format of an image has no decoder here")
        stencil = entry(image, "/ImageMask") is True
        bits = 1 if stencil else number(entry(image, "/BitsPerComponent"))
        count = 1 if stencil else components_of(entry(image, "/ColorSpace"))
        if bits not in {1, 2, 4, 8, 16}:
            raise DamagedImageError("the depth of an image is not known")
        return unpack(image.read_bytes(), width, height, count, int(bits))
    except (PdfError, UnidentifiedImageError, OSError, ValueError, struct.error) as fault:
        raise DamagedImageError("an image cannot be decoded") from fault


def _peeled(image: Stream) -> bytes:
    """Return the data with only its last filter on."""
    named = entry(image, "/Filter")
    if not isinstance(named, Array) or len(named) == 1:
        return image.read_raw_bytes()
    given = entry(image, "/DecodeParms")
    scratch = Pdf.new().make_stream(image.read_raw_bytes())
    scratch["/Filter"] = Array([Name(word(each)) for each in list(named)[:-1]])
    if isinstance(given, Array):
        kept = [Dictionary() for _ in range(len(named) - 1)]
        for old, new in zip(list(given), kept, strict=False):
            take_numbers(old, new, ("/Predictor", "/Colors", "/BitsPerComponent", "/Columns", "/EarlyChange"))
        scratch["/DecodeParms"] = Array(kept)
    return scratch.read_bytes()


def _parameters(image: Object) -> Object | None:
    """Return the parameters of the last filter."""
    given = entry(image, "/DecodeParms")
    return (given[-1] if len(given) else None) if isinstance(given, Array) else given


def _decode_jpeg(image: Stream, width: int, height: int) -> Samples:
    """Return the samples of a JPEG: what its own colour transform gives, never turned over as Pillow does for Adobe's CMYK."""
    data = _peeled(image)
    transform, has_adobe = number(entry(_parameters(image), "/ColorTransform")), b"Adobe" in data[: _scan(data)[2]]
    if transform is not None and not has_adobe:
        count = _scan(data)[3]
        data = data[:2] + _ADOBE[:-1] + bytes(((2 if count == _CMYK else 1) if transform else 0,)) + data[2:]
        has_adobe = True
    with Image.open(io.BytesIO(data), formats=["JPEG"]) as opened:
        if opened.size != (width, height) or opened.mode not in _MODES:
            raise DamagedImageError("the size of an image cannot be told")
        values = np.asarray(opened, dtype=np.uint8).reshape(height, width, _MODES[opened.mode]).copy()
    return Samples(_TOP - values if values.shape[2] == _CMYK and has_adobe else values, 8)


def _decode_fax(image: Stream, width: int, height: int) -> Samples:
    """Return the samples of a CCITT image: 0 is black unless BlackIs1 says otherwise."""
    given = _parameters(image)
    if entry(given, "/EncodedByteAlign") is True:
        raise DamagedImageError("the format of an image has no decoder here")
    scratch = Pdf.new()
    plain = scratch.make_stream(_peeled(image))
    plain["/Type"], plain["/Subtype"], plain["/ColorSpace"] = Name("/XObject"), Name("/Image"), Name("/DeviceGray")
    plain["/Width"], plain["/Height"], plain["/BitsPerComponent"], plain["/Filter"] = width, height, 1, Name("/CCITTFaxDecode")
    settings = Dictionary()
    if given is not None:
        take_numbers(given, settings, _FAX)
    plain["/DecodeParms"] = settings
    opened = PdfImage(plain).as_pil_image()
    if opened.size != (width, height):
        raise DamagedImageError("the size of an image cannot be told")
    values = (np.asarray(opened.convert("L"), dtype=np.uint8) > _TOP // 2).astype(np.uint8).reshape(height, width, 1)
    return Samples(1 - values if entry(given, "/BlackIs1") is True else values, 1)


def block_size(image: Stream) -> Blocks:
    """Return what is compressed together in an image: one pixel where compression loses nothing."""
    if last_filter(image) != "/DCTDecode":
        return 1, 1, False
    try:
        wide, high, _, _ = _scan(_peeled(image))
    except (PdfError, struct.error, IndexError) as fault:
        raise DamagedImageError("an image cannot be decoded") from fault
    return _BLOCK * wide, _BLOCK * high, wide > 1 or high > 1


def _scan(data: bytes) -> tuple[int, int, int, int]:
    """Return the largest sampling factors of a JPEG's frame, across and down, where the frame ends, and its components (B.2.2)."""
    place = 2
    while place + 4 <= len(data):
        if data[place] != _TOP:
            raise DamagedImageError("an image cannot be decoded")
        kind, size = data[place + 1], int.from_bytes(data[place + 2 : place + 4], "big")
        if kind == _TOP:
            place += 1
        elif kind in _FRAMES:
            count = data[place + 9]
            factors = [data[place + 11 + 3 * each] for each in range(count)]
            return max(each >> 4 for each in factors), max(each & 15 for each in factors), place + 2 + size, count
        else:
            place += 2 + size
    raise DamagedImageError("an image cannot be decoded")
