"""JBIG2 streams as embedded in a PDF (ITU-T T.88, 7.2): segments that draw are kept, extensions (comments) are not."""

from __future__ import annotations

import struct

from pipeline.render.kept.damage import DamagedImageError

__all__ = ["clean_jbig2"]

_EXTENSION = 62
_UNKNOWN = 0xFFFFFFFF
_FEW = 4  # referred-to segments that one byte can count
_MANY = 7


def clean_jbig2(data: bytes) -> bytes:
    """Return the segments but for extensions. Raises DamagedImageError where they cannot be followed; drawn data is not looked into."""
    out, place = [], 0
    while place < len(data):
        kind, body, size = _header(data, place)
        end = len(data) if size == _UNKNOWN else body + size
        if end > len(data):
            raise DamagedImageError("a segment of a JBIG2 stream is longer than the stream")
        if kind != _EXTENSION:
            out.append(data[place:end])
        place = end
    return b"".join(out)


def _header(data: bytes, place: int) -> tuple[int, int, int]:
    """Return a segment's kind, where its data begins and how long that is (7.2.2 to 7.2.7)."""
    try:
        segment, flags = struct.unpack_from(">IB", data, place)
        count, at = data[place + 5] >> 5, place + 6
        if count == _MANY:
            count = int.from_bytes(data[place + 5 : place + 9], "big") & 0x1FFFFFFF
            at = place + 9 + (count + 8) // 8
        elif count > _FEW:
            raise DamagedImageError("a segment of a JBIG2 stream names its parts wrongly")
        at += count * (1 if segment <= 256 else 2 if segment <= 65536 else 4)  # noqa: PLR2004  # 7.2.5
        at += 4 if flags & 0x40 else 1
        return flags & 0x3F, at + 4, int.from_bytes(data[at : at + 4], "big") if at + 4 <= len(data) else _cut_off()
    except (struct.error, IndexError) as fault:
        raise DamagedImageError("a JBIG2 stream ends in a header") from fault


def _cut_off() -> int:
    raise DamagedImageError("a JBIG2 stream ends in a header")
