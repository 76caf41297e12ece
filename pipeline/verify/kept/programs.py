"""Embedded font programs: which glyphs still have an outline or a width, and what names stand in them."""

from __future__ import annotations

import io
import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Any

from fontTools.agl import UV2AGL
from fontTools.cffLib import CFFFontSet
from fontTools.encodings import MacRoman, StandardEncoding
from fontTools.misc import eexec
from fontTools.ttLib import TTFont, TTLibError

__all__ = ["Program", "Sought", "read_program"]

_EEXEC_KEY = 55_665
_SKIPPED = 4  # bytes at the start of what eexec encrypts
_CHARSTRING = re.compile(rb"/([^\s/{}\[\]()<>%]+)\s+([0-9]+)\s+(?:RD|-\||\S{1,3})\s")
_BARE = 8  # bytes of a charstring that sets a width and ends
_SYMBOLS = 0xF000  # where symbol fonts put their codes, ISO 32000-1, 9.6.6.4
_ANY_ERROR = (TTLibError, KeyError, ValueError, IndexError, AssertionError, AttributeError, TypeError, OverflowError, EOFError)


@dataclass(frozen=True, slots=True)
class Sought:
    """What pages show of one font: ``codes`` as numbers, ``cids`` of a composite font, ``names`` by its Differences, ``texts``."""

    codes: frozenset[int]
    cids: frozenset[int] | None
    names: frozenset[str]
    texts: frozenset[str]


@dataclass(frozen=True, slots=True)
class Program:
    """What a font program still holds beside the glyphs that pages show: outlines and widths, and the names in it."""

    leftover: int
    widths: int
    """How many different widths glyphs have that no page shows."""
    names: tuple[str, ...]


def read_program(kind: str, data: bytes, sought: Sought, glyphs_of: dict[int, int] | None = None) -> Program | None:
    """Return what a program holds beyond ``sought``; None where it cannot be read. ``kind`` is the key of the descriptor.

    ``glyphs_of`` are the glyphs of CIDs where a map tells them. Every way in which a reader may come from a code to a glyph
    counts, so that a glyph which is left over by all of them is one that nothing shows.
    """
    try:
        if kind == "/FontFile":
            return _type1(data, sought)
        if kind == "/FontFile3" and not data.startswith((b"OTTO", b"\x00\x01\x00\x00", b"true")):
            return _cff(data, sought)
        return _sfnt(data, sought, glyphs_of)
    except _ANY_ERROR:
        return None


def _sfnt(data: bytes, sought: Sought, glyphs_of: dict[int, int] | None) -> Program:
    font = TTFont(io.BytesIO(data), lazy=True, fontNumber=0, recalcBBoxes=False, recalcTimestamp=False)
    names = [record.toUnicode(errors="replace") for record in font["name"].names] if "name" in font else []
    order = font.getGlyphOrder()
    if "CFF " in font:
        found = _cff(font.reader["CFF "], sought)
        return Program(found.leftover, found.widths, (*names, *found.names))
    shown = _glyphs(font, order, sought, glyphs_of)
    table = font["glyf"]
    shown |= _parts(table, shown)
    rest = [name for name in order if name not in shown]
    left = sum(1 for name in rest if table[name].numberOfContours)
    widths = {font["hmtx"].metrics[name] for name in rest if name in font["hmtx"].metrics} if "hmtx" in font else set()
    return Program(left, len({advance for advance, _ in widths}), (*names, *order))


def _glyphs(font: Any, order: list[str], sought: Sought, glyphs_of: dict[int, int] | None) -> set[str]:  # noqa: ANN401  # fontTools has no types
    numbers = {0}
    if sought.cids is not None:
        numbers |= {glyphs_of.get(cid, 0) for cid in sought.cids} if glyphs_of is not None else set(sought.cids)
        return {order[number] for number in numbers if number < len(order)}
    shown = {order[0]} | (sought.names & set(order))
    letters = {ord(char) for text in sought.texts for char in text}
    for table in font["cmap"].tables if "cmap" in font else ():
        for code in {*letters, *sought.codes, *(code + _SYMBOLS for code in sought.codes)}:
            if code in table.cmap:
                shown.add(table.cmap[code])
    return shown


def _parts(table: Any, shown: Collection[str]) -> set[str]:  # noqa: ANN401  # fontTools has no types
    """Return the glyphs that composite glyphs are made of."""
    found: set[str] = set()
    waiting = list(shown)
    while waiting:
        glyph = table[waiting.pop()]
        if glyph.isComposite():
            parts = {part.glyphName for part in glyph.components} - found
            found |= parts
            waiting += parts
    return found


def _names(sought: Sought) -> Iterator[str]:
    """Yield the names that codes have in any encoding that a font may be read by."""
    yield ".notdef"
    yield from sought.names
    for code in sought.codes:
        if code < len(StandardEncoding.StandardEncoding):
            yield StandardEncoding.StandardEncoding[code]
            yield MacRoman.MacRoman[code]
    for text in sought.texts:
        if len(text) == 1:
            yield UV2AGL.get(ord(text), "")


def _cff(data: bytes, sought: Sought) -> Program:
    fonts = CFFFontSet()
    fonts.decompile(io.BytesIO(data), None)
    top = fonts[fonts.fontNames[0]]
    order, strings = top.charset, top.CharStrings
    if sought.cids is not None:
        is_keyed = hasattr(top, "ROS")
        shown = {f"cid{cid:05d}" for cid in sought.cids} if is_keyed else {order[cid] for cid in sought.cids if cid < len(order)}
    else:
        built = getattr(top, "Encoding", None)
        shown = set(_names(sought))
        if isinstance(built, list):
            shown |= {built[code] for code in sought.codes if code < len(built)}
    shown.add(order[0])
    left = sum(1 for name in order if name not in shown and len(strings[name].bytecode or b"") > _BARE)
    said = [str(value) for value in top.rawDict.values() if isinstance(value, str)]
    return Program(left, 0, (*fonts.fontNames, *said, *order))


def _type1(data: bytes, sought: Sought) -> Program | None:
    clear, found, rest = data.partition(b"eexec")
    if not found:
        return None
    private, _ = eexec.decrypt(_binary(rest.lstrip(b" \t\r\n")), _EEXEC_KEY)
    head, found, body = private[_SKIPPED:].partition(b"/CharStrings")
    if not found:
        return None
    shown = set(_names(sought)) | _built_in(clear, sought.codes)
    left, place, names = 0, 0, []
    while match := _CHARSTRING.search(body, place):
        name, size = match[1].decode("latin-1"), int(match[2])
        names.append(name)
        left += name not in shown and size > _BARE + _SKIPPED
        place = match.end() + size
    return Program(left, 0, (clear.decode("latin-1"), head.decode("latin-1", "replace"), *names))


_HEXADECIMAL = re.compile(rb"[0-9A-Fa-f\s]{8}")
_PUT = re.compile(rb"dup\s+([0-9]+)\s*/(\S+)\s+put")


def _binary(encrypted: bytes) -> bytes:
    """Return the encrypted part as bytes: it may be written as hexadecimal digits."""
    if not _HEXADECIMAL.match(encrypted):
        return encrypted
    digits = re.sub(rb"[^0-9A-Fa-f]", b"", encrypted)
    return bytes.fromhex(digits[: len(digits) // 2 * 2].decode())


def _built_in(clear: bytes, codes: Collection[int]) -> set[str]:
    return {name.decode("latin-1") for code, name in _PUT.findall(clear) if int(code) in codes}
