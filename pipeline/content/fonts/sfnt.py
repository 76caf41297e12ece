"""TrueType and OpenType programs, as far as they say which glyph is which letter: ``cmap`` and ``post`` (OpenType specification 1.9).

Own readers, because what a table claims of its size is checked against the data before anything is made of it.
"""

from __future__ import annotations

import itertools
import struct
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from fontTools.ttLib.standardGlyphOrder import standardGlyphOrder

__all__ = ["MAC", "SYMBOL", "Sfnt", "SfntError", "read_sfnt", "table"]

MAC, SYMBOL = (1, 0), (3, 0)  # platform and encoding of cmaps
_UNICODE_PLATFORM, _WINDOWS_UNICODE = 0, frozenset({(3, 1), (3, 10)})
_VARIATIONS = 5  # encoding of platform 0 whose format 14 maps no codes
_COLLECTION = b"ttcf"
_MOST_TABLES = 64
_MOST_CODES = 1_000_000  # of all cmaps together; a font has at most 65,535 glyphs, most have each in three cmaps
_HEAD, _ENTRY = 12, 16  # bytes of the directory and of each entry
_POST_HEAD = 32  # bytes
_POST_STANDARD, _POST_NAMED = 0x00010000, 0x00020000
_NO_GLYPH = 0


class SfntError(Exception):
    """A program whose tables do not hold what they claim."""


@dataclass(frozen=True, slots=True)
class Sfnt:
    """Which glyph each cmap gives a code, by platform and encoding, and the glyphs' names (empty where it has none)."""

    cmaps: Mapping[tuple[int, int], Mapping[int, int]] = field(repr=False)
    names: tuple[str, ...] = field(repr=False)

    def characters(self) -> dict[int, int]:
        """Return the lowest character that its Unicode cmaps give each glyph, or where they give it none its symbol cmap."""
        found: dict[int, int] = {}
        for key, codes in self.cmaps.items():
            if _is_unicode(key):
                for code, glyph in codes.items():
                    found[glyph] = min(code, found.get(glyph, code))
        for code, glyph in self.cmaps.get(SYMBOL, {}).items():
            found.setdefault(glyph, code)
        return found

    @property
    def is_symbol_only(self) -> bool:
        """Whether it has a symbol cmap and none of Unicode."""
        return SYMBOL in self.cmaps and not any(_is_unicode(key) for key in self.cmaps)


def _is_unicode(key: tuple[int, int]) -> bool:
    return key[0] == _UNICODE_PLATFORM or key in _WINDOWS_UNICODE


def table(program: bytes, tag: bytes) -> bytes | None:
    """Return a table of a program, or None where it has none. Raises SfntError where its directory is torn."""
    start = 0
    try:
        if program[:4] == _COLLECTION:
            (start,) = struct.unpack_from(">L", program, _HEAD)
        (count,) = struct.unpack_from(">H", program, start + 4)
        for number in range(min(count, _MOST_TABLES)):
            name, _, offset, length = struct.unpack_from(">4sLLL", program, start + _HEAD + _ENTRY * number)
            if name == tag:
                return program[offset : offset + length]
    except struct.error:
        raise SfntError from None
    return None


def read_sfnt(program: bytes) -> Sfnt:
    """Return what a program says of its letters. Raises SfntError where a table does not hold what it claims."""
    try:
        return Sfnt(dict(_cmaps(table(program, b"cmap") or b"")), _post_names(table(program, b"post") or b"", _count(program)))
    except (struct.error, IndexError):
        raise SfntError from None


def _cmaps(data: bytes) -> Iterator[tuple[tuple[int, int], Mapping[int, int]]]:
    if not data:
        return
    (count,) = struct.unpack_from(">H", data, 2)
    left = _MOST_CODES
    for number in range(min(count, _MOST_TABLES)):
        platform, encoding, offset = struct.unpack_from(">HHL", data, 4 + 8 * number)
        if (platform, encoding) != (_UNICODE_PLATFORM, _VARIATIONS):
            codes: dict[int, int] = {}
            for code, glyph in _codes(data[offset:]):
                left -= 1
                if left < 0:
                    raise SfntError
                if glyph != _NO_GLYPH:
                    codes[code] = glyph
            yield (platform, encoding), codes


def _codes(data: bytes) -> Iterator[tuple[int, int]]:
    (kind,) = struct.unpack_from(">H", data)
    if kind == 0:
        yield from enumerate(data[6 : 6 + 256])
    elif kind == 4:  # noqa: PLR2004 - the numbers of formats are their names
        yield from _segments(data)
    elif kind == 6:  # noqa: PLR2004
        first, count = struct.unpack_from(">HH", data, 6)
        yield from enumerate(struct.unpack_from(f">{count}H", data, 10), first)
    elif kind == 12:  # noqa: PLR2004
        yield from _groups(data)


def _segments(data: bytes) -> Iterator[tuple[int, int]]:
    """Yield what a cmap of format 4 maps; segments that do not rise make it torn."""
    count = struct.unpack_from(">H", data, 6)[0] // 2
    ends = struct.unpack_from(f">{count}H", data, 14)
    starts, deltas, offsets = (struct.unpack_from(f">{count}H", data, 16 + 2 * count * part) for part in (1, 2, 3))
    before = -1
    for number, (start, end, delta, offset) in enumerate(zip(starts, ends, deltas, offsets, strict=True)):
        if start <= before and start != 0xFFFF:  # noqa: PLR2004 - the last segment, which some repeat
            raise SfntError
        before = end
        for code in range(start, end + 1):
            if not offset:
                yield code, (code + delta) & 0xFFFF
                continue
            place = 16 + 6 * count + 2 * number + offset + 2 * (code - start)
            if place + 2 <= len(data):
                glyph = struct.unpack_from(">H", data, place)[0]
                yield code, (glyph + delta) & 0xFFFF if glyph else _NO_GLYPH


def _groups(data: bytes) -> Iterator[tuple[int, int]]:
    (count,) = struct.unpack_from(">L", data, 12)
    for number in range(count):
        start, end, glyph = struct.unpack_from(">LLL", data, 16 + 12 * number)
        yield from zip(range(start, end + 1), itertools.count(glyph), strict=False)


def _count(program: bytes) -> int:
    """Return how many glyphs a program has, 0 where it does not say."""
    sizes = table(program, b"maxp") or b""
    return struct.unpack_from(">H", sizes, 4)[0] if len(sizes) >= 6 else 0  # noqa: PLR2004 - version and number


def _post_names(data: bytes, glyphs: int) -> tuple[str, ...]:
    if len(data) < _POST_HEAD:
        return ()
    (version,) = struct.unpack_from(">L", data)
    if version == _POST_STANDARD:
        return tuple(standardGlyphOrder) if glyphs == len(standardGlyphOrder) else ()
    if version != _POST_NAMED or len(data) < _POST_HEAD + 2:
        return ()
    (count,) = struct.unpack_from(">H", data, _POST_HEAD)
    own, at = list[str](), _POST_HEAD + 2 + 2 * count
    indices = struct.unpack_from(f">{count}H", data, _POST_HEAD + 2)
    while at < len(data) and len(own) < count:
        own.append(data[at + 1 : at + 1 + data[at]].decode("latin-1"))
        at += 1 + data[at]
    every = [*standardGlyphOrder, *own]
    return tuple(every[index] if index < len(every) else "" for index in indices[:glyphs])
