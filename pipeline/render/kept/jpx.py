"""JPEG 2000 streams (ISO 15444-1, Annexes A and I): boxes and markers that a decoder needs; comments and private boxes are not kept."""

from __future__ import annotations

import struct
from collections.abc import Iterator

from pipeline.render.kept.damage import DamagedImageError
from pipeline.render.kept.icc import clean_profile

__all__ = ["clean_jpx"]

_OUTER = frozenset((b"jP  ", b"ftyp", b"jp2h"))
_HEADER = frozenset((b"ihdr", b"bpcc", b"colr", b"pclr", b"cmap", b"cdef"))
_CODESTREAM = b"\xff\x4f"
_COMMENT, _TILE, _DATA, _END = 0xFF64, 0xFF90, 0xFF93, 0xFFD9
_PROFILE = 2  # METH of a colour box that holds an ICC profile
_LONG = 1  # LBox that says that the length follows in 8 bytes


def clean_jpx(data: bytes) -> bytes:
    """Return the stream without comments, metadata and private boxes; profiles in it keep their numbers alone.

    Raises DamagedImageError where boxes or markers cannot be followed. Packets are not looked into.
    """
    if data[:2] == _CODESTREAM:
        return _clean_codestream(data)
    out = []
    for kind, body in _boxes(data):
        if kind == b"jp2h":
            out.append(_box(kind, b"".join(_box(inner, _clean_inner(inner, part)) for inner, part in _boxes(body) if inner in _HEADER)))
        elif kind == b"jp2c":
            return b"".join((*out, _box(kind, _clean_codestream(body))))
        elif kind in _OUTER:
            out.append(_box(kind, body))
    raise DamagedImageError("a JPEG 2000 stream has no codestream")


def _box(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I4s", len(body) + 8, kind) + body


def _boxes(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Yield the boxes: kind and body."""
    place = 0
    while place + 8 <= len(data):
        size, kind = struct.unpack_from(">I4s", data, place)
        head = 8
        if size == _LONG:
            size, head = int.from_bytes(data[place + 8 : place + 16], "big"), 16
        end = len(data) if size == 0 else place + size
        if end < place + head or end > len(data):
            raise DamagedImageError("a box of a JPEG 2000 stream is longer than the stream")
        yield kind, data[place + head : end]
        place = end


def _clean_inner(kind: bytes, body: bytes) -> bytes:
    """Return the body of a box in the header, the words of its profile gone."""
    if kind != b"colr" or body[:1] != bytes((_PROFILE,)):
        return body
    profile = clean_profile(body[3:])
    if profile is None:
        raise DamagedImageError("the colour profile of a JPEG 2000 stream cannot be read")
    return body[:3] + profile


def _clean_codestream(data: bytes) -> bytes:
    """Return the codestream without the comments of its main header; comments of tiles are blanked where they stand."""
    if data[:2] != _CODESTREAM:
        raise DamagedImageError("a JPEG 2000 codestream has no start")
    out, place = bytearray(_CODESTREAM), 2
    while True:
        kind, end = _segment(data, place)
        if kind == _TILE:
            return bytes(out) + _blank_tiles(bytearray(data[place:]))
        if kind != _COMMENT:
            out += data[place:end]
        place = end


def _segment(data: bytes | bytearray, place: int) -> tuple[int, int]:
    """Return a marker and the end of its segment."""
    if place + 4 > len(data):
        raise DamagedImageError("a JPEG 2000 codestream ends in its header")
    kind, size = struct.unpack_from(">HH", data, place)
    if kind < 0xFF00 or place + 2 + size > len(data):  # noqa: PLR2004  # a marker begins with the byte FF
        raise DamagedImageError("a marker of a JPEG 2000 codestream cannot be followed")
    return kind, place + 2 + size


def _blank_tiles(data: bytearray) -> bytes:
    """Return the tile parts with their comments overwritten by zeros, cut after the end of the codestream."""
    place = 0
    while place + 2 <= len(data) and int.from_bytes(data[place : place + 2], "big") == _TILE:
        start, length = place, int.from_bytes(data[place + 6 : place + 10], "big")
        while int.from_bytes(data[place : place + 2], "big") != _DATA:
            kind, end = _segment(data, place)
            if kind == _COMMENT:
                data[place + 6 : end] = bytes(end - place - 6)
            place = end
        if length == 0:
            return bytes(data)
        place = start + length
    return bytes(data[:place]) + _END.to_bytes(2, "big")
