"""Colour profiles (ICC.1:2022): the tags that give colour are kept, all words of a profile are not."""

from __future__ import annotations

import struct

__all__ = ["clean_profile"]

_HEADER = 128  # bytes
_ENTRY = 12  # bytes of a row of the tag table: signature, offset, size
_MOST_TAGS = 200
_SIGNATURE = slice(36, 40)
_COLOUR = frozenset(
    (b"rXYZ", b"gXYZ", b"bXYZ", b"rTRC", b"gTRC", b"bTRC", b"kTRC", b"wtpt", b"bkpt", b"chad", b"A2B0", b"A2B1", b"A2B2", b"chrm", b"cicp")
)
# Version, class, space, connection space, "acsp", intent and illuminant; never size, dates, makers, flags or digest.
_KEPT_OF_HEADER = (slice(8, 24), _SIGNATURE, slice(64, 80))
_DESCRIPTION = b"desc" + bytes(4) + struct.pack(">I", 1) + bytes(1) + bytes(4 + 4 + 2 + 1 + 67)
_TEXT = b"text" + bytes(5)


def clean_profile(profile: bytes) -> bytes | None:
    """Return the profile with colour tags alone, empty words for the two that must be there; None where it cannot be read.

    Tags that look up device colours from the connection space (B2A, gamut) and all texts, measurements, private tags and gaps
    between tags are gone. What is left of a profile is numbers.
    """
    if len(profile) < _HEADER + 4 or profile[_SIGNATURE] != b"acsp":
        return None
    count = int.from_bytes(profile[_HEADER : _HEADER + 4], "big")
    if count > _MOST_TAGS or len(profile) < _HEADER + 4 + count * _ENTRY:
        return None
    tags = {b"desc": _DESCRIPTION, b"cprt": _TEXT}
    for row in range(count):
        name, start, size = struct.unpack_from(">4sII", profile, _HEADER + 4 + row * _ENTRY)
        if name in _COLOUR and start >= _HEADER and start + size <= len(profile):
            tags[name] = profile[start : start + size]
    return _assemble(profile[:_HEADER], tags)


def _assemble(header: bytes, tags: dict[bytes, bytes]) -> bytes:
    """Return a profile of these tags; equal bodies are written once, as profiles share curves."""
    table, body, places = bytearray(struct.pack(">I", len(tags))), bytearray(), dict[bytes, int]()
    first = _HEADER + 4 + len(tags) * _ENTRY
    for name, content in sorted(tags.items()):
        if content not in places:
            places[content] = first + len(body)
            body += content + bytes(-len(content) % 4)
        table += struct.pack(">4sII", name, places[content], len(content))
    kept = bytearray(_HEADER)
    for part in _KEPT_OF_HEADER:
        kept[part] = header[part]
    kept[0:4] = struct.pack(">I", first + len(body))
    return bytes(kept + table + body)
