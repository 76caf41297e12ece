"""Burns boxes into images: what stood there is gone from the samples, with all that its compression spread around it."""

from __future__ import annotations

import zlib
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from pikepdf import Array, Name, Object, Pdf, Stream

from pipeline.errors import InputError
from pipeline.render.kept.damage import BROKEN, DamagedImageError
from pipeline.render.kept.decoding import block_size, components_of, decode_image, last_filter
from pipeline.render.kept.plain import entry, numbers, take_numbers, word
from pipeline.render.kept.samples import Samples, pack, unpack

__all__ = ["UnburnableImageError", "burn"]

Box = tuple[int, int, int, int]
"""Left, upper, right and lower in pixels from the upper left; right and lower are just outside."""
_PAIR = 2
_INKS = frozenset(("/Separation", "/DeviceN"))
_LAB = "/Lab"
_BLACK_INK = 3  # its place in cyan, magenta, yellow, black
_FOUR = 4


class UnburnableImageError(InputError):
    """An image cannot be decoded here, so that nothing can be burned into it; take it out whole."""


def burn(pdf: Pdf, image: Object, boxes: Sequence[Box]) -> Object:
    """Return a new image of ``pdf`` like ``image`` with the boxes painted black, packed without loss.

    Of a JPEG whole units of compression are painted, and one more on each side where colours are coarser than brightness: decoders
    blend them over the edge. A JPEG 2000 is painted whole, its wavelets reach everywhere. Masks are made opaque there. Two images
    that differ only within the boxes come out the same. Raises UnburnableImageError.
    """
    if not isinstance(image, Stream):
        raise UnburnableImageError("an image is no stream; take it out whole")
    try:
        return _whole(pdf, image) if last_filter(image) == "/JPXDecode" else _burn(pdf, image, boxes)
    except DamagedImageError as fault:
        raise UnburnableImageError(f"{fault}; take it out whole") from fault
    except BROKEN as fault:
        raise UnburnableImageError("the entries of an image are broken; take it out whole") from fault


def _whole(pdf: Pdf, image: Stream) -> Object:
    """Return an image of the same size, all black."""
    width, height = int(image["/Width"]), int(image["/Height"])
    values: NDArray[np.uint8] = np.zeros((height, width, 1), np.uint8)
    return _made(pdf, image, Samples(values, 1), Name("/DeviceGray"))


def _burn(pdf: Pdf, image: Stream, boxes: Sequence[Box]) -> Object:
    samples, is_stencil = decode_image(image), entry(image, "/ImageMask") is True
    space, mask = entry(image, "/ColorSpace"), entry(image, "/Mask")
    decode = numbers(entry(image, "/Decode"))
    keyed = None if mask is None or isinstance(mask, Stream) else _keyed(samples, mask)
    if not is_stencil and word(space[0] if isinstance(space, Array) else space) == "/Indexed":
        samples, space, decode = _opened(samples, space, decode)
    grown = [_grown(box, samples, block_size(image)) for box in boxes]
    _paint(samples, grown, [0] if is_stencil else _black(space), decode)
    new = _made(pdf, image, samples, None if is_stencil else space)
    if decode is not None:
        new["/Decode"] = decode
    if is_stencil:
        new["/ImageMask"] = True
        return new
    height, width = samples.values.shape[:2]
    if isinstance(mask, Stream):
        new["/Mask"] = _burned_mask(pdf, mask, grown, (width, height), [0])
    elif keyed is not None:
        _paint(keyed, grown, [0], None)
        new["/Mask"] = _stencil(pdf, keyed)
    soft = entry(image, "/SMask")
    if isinstance(soft, Stream):
        new["/SMask"] = _burned_mask(pdf, soft, grown, (width, height), [1])
    return new


def _black(space: object) -> list[float]:
    """Return black in a colour space, each component from 0 to 1; full ink for inks, darkest for Lab."""
    count = components_of(space)
    kind = word(space[0]) if isinstance(space, Array) else word(space)
    if kind in _INKS:
        return [1.0] * count
    if kind == _LAB:
        return [0.0, 0.5, 0.5]
    return [0.0] * _BLACK_INK + [1.0] if count == _FOUR else [0.0] * count


def _paint(samples: Samples, boxes: Sequence[Box], colour: Sequence[float], decode: Array | None) -> None:
    """Paint boxes; ``decode`` may turn a component over (8.9.5.2)."""
    for place, wanted in enumerate(colour):
        is_turned = decode is not None and len(decode) > _PAIR * place + 1 and decode[_PAIR * place] > decode[_PAIR * place + 1]
        value = round((1 - wanted if is_turned else wanted) * samples.top)
        for left, upper, right, lower in boxes:
            samples.values[upper:lower, left:right, place] = value


def _grown(box: Box, samples: Samples, blocks: tuple[int, int, bool]) -> Box:
    """Return a box grown to whole units of compression, and by one more on each side where colours are coarse."""
    height, width = samples.values.shape[:2]
    wide, high, is_coarse = blocks
    more = 1 if is_coarse else 0
    left, upper = (box[0] // wide - more) * wide, (box[1] // high - more) * high
    right, lower = (-(-box[2] // wide) + more) * wide, (-(-box[3] // high) + more) * high
    return max(left, 0), max(upper, 0), min(right, width), min(lower, height)


def _opened(samples: Samples, space: Array, decode: Array | None) -> tuple[Samples, Object, None]:
    """Return the samples of an indexed image in its base space: a palette need not have a black."""
    base = space[1]
    count = components_of(base)
    table = space[3].read_bytes() if isinstance(space[3], Stream) else bytes(space[3])
    colours = np.asarray(unpack(table, 1, int(space[2]) + 1, count, 8).values[:, 0, :], dtype=np.uint8)
    places = samples.values[:, :, 0].astype(np.int64)
    if decode is not None and len(decode) == _PAIR:
        low, high = float(decode[0]), float(decode[1])
        places = np.rint(low + places * (high - low) / samples.top).astype(np.int64)
    opened: NDArray[np.uint8] = np.zeros((*places.shape, count), np.uint8)
    opened[:] = colours[np.clip(places, 0, len(colours) - 1)]
    return Samples(opened, 8), base, None


def _keyed(samples: Samples, mask: Object) -> Samples | None:
    """Return a stencil of the colours that a mask of ranges leaves unpainted (8.9.6.4): 1 is unpainted."""
    ranges = numbers(mask)
    count = samples.values.shape[2]
    if ranges is None or len(ranges) != _PAIR * count:
        return None
    low = np.array([float(ranges[_PAIR * place]) for place in range(count)])
    high = np.array([float(ranges[_PAIR * place + 1]) for place in range(count)])
    is_hit = ((samples.values >= low) & (samples.values <= high)).all(axis=2, keepdims=True)
    hit: NDArray[np.uint8] = np.zeros((*samples.values.shape[:2], 1), np.uint8)
    hit[is_hit] = 1
    return Samples(hit, 1)


def _burned_mask(pdf: Pdf, mask: Stream, boxes: Sequence[Box], size: tuple[int, int], colour: Sequence[float]) -> Object:
    """Return a mask that lets the boxes, given in pixels of an image of ``size``, show."""
    if last_filter(mask) in {"/JPXDecode", "/JBIG2Decode"}:
        raise DamagedImageError("the format of an image's mask has no decoder here")
    samples, blocks = decode_image(mask), block_size(mask)
    height, width = samples.values.shape[:2]
    across, down = width / size[0], height / size[1]
    scaled = [
        (int(left * across), int(upper * down), -int(-right * across // 1), -int(-lower * down // 1)) for left, upper, right, lower in boxes
    ]
    decode = numbers(entry(mask, "/Decode"))
    _paint(samples, [_grown(box, samples, blocks) for box in scaled], colour, decode)
    is_stencil = entry(mask, "/ImageMask") is True
    new = _made(pdf, mask, samples, None if is_stencil else Name("/DeviceGray"))
    if is_stencil:
        new["/ImageMask"] = True
    take_numbers(mask, new, ("/Decode", "/Matte"))
    return new


def _stencil(pdf: Pdf, samples: Samples) -> Object:
    """Return a stencil mask of these samples."""
    new = _made(pdf, None, samples, None)
    new["/ImageMask"] = True
    return new


def _made(pdf: Pdf, like: Object | None, samples: Samples, space: Object | None) -> Object:
    """Return an image of these samples."""
    new = pdf.make_stream(b"")
    new.write(zlib.compress(pack(samples)), filter=Name("/FlateDecode"))
    new["/Type"], new["/Subtype"] = Name("/XObject"), Name("/Image")
    new["/Height"], new["/Width"] = samples.values.shape[:2]
    new["/BitsPerComponent"] = samples.bits
    if space is not None:
        new["/ColorSpace"] = space
    if like is not None:
        take_numbers(like, new, ("/Interpolate",))
    return new
