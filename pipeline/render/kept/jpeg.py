"""JPEG streams (ITU-T T.81, Annex B): segments that a decoder needs are kept, comments, thumbnails and what follows the end are not."""

from __future__ import annotations

import re

from pipeline.render.kept.damage import DamagedImageError

__all__ = ["clean_jpeg"]

_START, _END, _SCAN, _ADOBE, _JFIF = 0xD8, 0xD9, 0xDA, 0xEE, 0xE0
# DHT, DAC, DQT, DNL, DRI and every kind of frame.
_TABLES = frozenset((0xC4, 0xCC, 0xDB, 0xDC, 0xDD)) | (frozenset(range(0xC0, 0xD0)) - {0xC8})
_ALONE = frozenset((0x01, *range(0xD0, 0xD8)))
_ADOBE_LENGTH = 12  # bytes after the length: name, version, two flags, transform
_PLAIN_JFIF = bytes.fromhex("ffe000104a46494600010100000100010000")
_AFTER_SCAN = re.compile(rb"\xff+[^\x00\xd0-\xd7\xff]")


def clean_jpeg(data: bytes) -> bytes:
    """Return the stream with tables, frames and scans alone; the marks that tell its colours are written anew.

    Raises DamagedImageError where the segments cannot be followed. Entropy-coded bytes are not looked into.
    """
    if data[:2] != b"\xff\xd8":
        raise DamagedImageError("a JPEG stream has no start")
    out, place = [b"\xff\xd8"], 2
    while True:
        kind, place = _marker(data, place)
        if kind == _END:
            return b"".join((*out, b"\xff\xd9"))
        if kind in _ALONE or kind == _START:
            continue
        end = place + int.from_bytes(data[place : place + 2], "big")
        if end < place + 2 or end > len(data):
            raise DamagedImageError("a segment of a JPEG stream is longer than the stream")
        out.append(_kept(kind, data[place:end]))
        place = end
        if kind == _SCAN:
            found = _AFTER_SCAN.search(data, place)
            if found is None:
                # A scan that is cut off: readers draw what there is.
                return b"".join((*out, data[place:], b"\xff\xd9"))
            out.append(data[place : found.start()])
            place = found.start()


def _marker(data: bytes, place: int) -> tuple[int, int]:
    """Return the next marker's kind and the place after it; bytes that belong to no segment are passed over."""
    start = data.find(b"\xff", place)
    while start != -1 and start + 1 < len(data) and data[start + 1] in {0x00, 0xFF}:
        start = data.find(b"\xff", start + 1)
    if start == -1 or start + 1 >= len(data):
        if place >= len(data) - 1:
            return _END, len(data)
        raise DamagedImageError("a JPEG stream has no end")
    return data[start + 1], start + 2


def _kept(kind: int, body: bytes) -> bytes:
    """Return what is kept of one segment, with its marker; ``body`` begins with its length."""
    if kind in _TABLES or kind == _SCAN:
        return bytes((0xFF, kind)) + body
    if kind == _ADOBE and body[2:7] == b"Adobe" and len(body) >= _ADOBE_LENGTH + 2:
        return b"\xff\xee" + (_ADOBE_LENGTH + 2).to_bytes(2, "big") + body[2 : 2 + _ADOBE_LENGTH]
    return _PLAIN_JFIF if kind == _JFIF and body[2:7] == b"JFIF\0" else b""
