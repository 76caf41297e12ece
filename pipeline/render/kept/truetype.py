"""TrueType programs cut down to some glyphs (OpenType 1.9, chapters glyf, loca, hmtx, cmap)."""

from __future__ import annotations

import struct
from collections.abc import Collection, Mapping

from fontTools.ttLib.standardGlyphOrder import standardGlyphOrder

from pipeline.render.kept.damage import DamagedFontError
from pipeline.render.kept.outlines import Metric, box_of, extremes, limits

__all__ = ["TrueType"]

_LONGEST_GLYPHS = 65_535
# Tables that draw; names, kerning, layout, signatures and all that is private are left out.
_AS_THEY_ARE = (b"cvt ", b"fpgm", b"prep")
_ARGUMENTS_ARE_WORDS, _SCALE, _MORE, _TWO_SCALES, _FOUR_SCALES = 0x0001, 0x0008, 0x0020, 0x0040, 0x0080
_DEEPEST = 16
_CHECKSUM = 0xB1B0AFBA
_HEAD, _HHEA, _MAXP, _MAXP_WHOLE, _ROW = 54, 36, 6, 32, 16  # bytes: of three tables, the last whole, and of a row of the directory
_WHOLE = 0xFFFFFFFF


class TrueType:
    """A TrueType program as read."""

    def __init__(self, program: bytes) -> None:
        """Read its tables. Raises DamagedFontError where one that draws is missing or cut off."""
        self._tables = _tables(program)
        try:
            self._long = struct.unpack_from(">h", self._tables[b"head"], 50)[0] != 0
            self.count = struct.unpack_from(">H", self._tables[b"maxp"], 4)[0]
            self._metrics = struct.unpack_from(">H", self._tables[b"hhea"], 34)[0]
            self._glyf, self._hmtx = self._tables[b"glyf"], self._tables[b"hmtx"]
            self._places = self._loca(self._tables[b"loca"])
        except (KeyError, struct.error) as fault:
            raise DamagedFontError("a table that draws is missing") from fault

    def _loca(self, table: bytes) -> tuple[int, ...]:
        """Return where glyphs begin and end; a table that is too short tells of fewer glyphs."""
        wide = 4 if self._long else 2
        count = min(self.count + 1, len(table) // wide)
        read = struct.unpack_from(f">{count}{'I' if self._long else 'H'}", table)
        return read if self._long else tuple(each * 2 for each in read)

    def glyph(self, number: int) -> bytes:
        """Return a glyph's outline; none for a glyph that is not there."""
        if number + 1 >= len(self._places):
            return b""
        return self._glyf[self._places[number] : self._places[number + 1]]

    def maps(self) -> dict[tuple[int, int], dict[int, int]]:
        """Return the character maps by platform and encoding: character code to glyph."""
        table = self._tables.get(b"cmap", b"")
        found = {}
        try:
            for row in range(struct.unpack_from(">H", table, 2)[0] if table else 0):
                platform, encoding, start = struct.unpack_from(">HHI", table, 4 + 8 * row)
                found[platform, encoding] = _character_map(table[start:])
        except struct.error as fault:
            raise DamagedFontError("its character map is cut off") from fault
        return found

    def names(self) -> dict[str, int]:
        """Return glyphs by their names, where the program tells them (post, version 2)."""
        table = self._tables.get(b"post", b"")
        if table[:4] != b"\0\2\0\0" or len(table) < 34:  # noqa: PLR2004  # 32 bytes of header and a count
            return {}
        count = struct.unpack_from(">H", table, 32)[0]
        if len(table) < 34 + 2 * count:
            return {}
        places = struct.unpack_from(f">{count}H", table, 34)
        rest, own = table[34 + 2 * count :], []
        while rest:
            own.append(rest[1 : 1 + rest[0]].decode("latin-1"))
            rest = rest[1 + rest[0] :]
        every = [*standardGlyphOrder, *own]
        return {every[place]: glyph for glyph, place in reversed(list(enumerate(places))) if 0 < place < len(every)}

    def closure(self, glyphs: Collection[int]) -> set[int]:
        """Return these glyphs, the glyphs that they are composed of, and the one for what is missing."""
        found, fresh = {0}, set(glyphs) | {0}
        for _ in range(_DEEPEST):
            found |= fresh
            fresh = {part for glyph in fresh for _, part in _parts(self.glyph(glyph))} - found
            if not fresh:
                return found
        raise DamagedFontError("its glyphs are composed too deeply")

    def cut(
        self, glyphs: Collection[int], characters: Mapping[tuple[int, int], Mapping[int, int]], names: Mapping[str, int] | None = None
    ) -> bytes:
        """Return a program of these glyphs under their own numbers, with these character maps and names; other numbers draw nothing.

        Outlines, widths and instructions of the kept glyphs are the source's. The glyph for what is missing always stays. The program
        ends with its last kept glyph.
        """
        kept = {each for each in self.closure(glyphs) if each < min(self.count, _LONGEST_GLYPHS)}
        count = max(kept) + 1
        glyphs_kept = {number: self.glyph(number) for number in sorted(kept)}
        outlines, places = bytearray(), [0]
        for number in range(count):
            outlines += glyphs_kept.get(number, b"")
            outlines += bytes(-len(outlines) % 4)
            places.append(len(outlines))
        tables = {tag: self._tables[tag] for tag in _AS_THEY_ARE if tag in self._tables}
        tables[b"glyf"] = bytes(outlines)
        tables[b"loca"] = struct.pack(f">{count + 1}I", *places)
        tables[b"hmtx"] = self._widths(kept, count)
        tables |= self._figures(glyphs_kept, tables[b"hmtx"], count)
        if characters:
            tables[b"cmap"] = _character_table(characters)
        if names:
            tables[b"post"] = _name_table(names, count)
        return _assemble(tables)

    def _figures(self, kept: Mapping[int, bytes], widths: bytes, count: int) -> dict[bytes, bytes]:
        """Return the tables that tell of all glyphs at once, reckoned from those that stay."""
        rows = {number: Metric(*struct.unpack_from(">Hh", widths, 4 * number)) for number in kept}
        most, deepest = limits(kept, {number: [part for _, part in _parts(each)] for number, each in kept.items()})
        head, hhea, maxp = self._tables[b"head"], self._tables[b"hhea"], self._tables[b"maxp"]
        figures = struct.pack(">4H", *most) + maxp[14:26] + struct.pack(">3H", *deepest)
        return {
            b"head": _plain_head(head, box_of(kept)),
            b"hhea": hhea[:10] + struct.pack(">H3h", *extremes(kept, rows)) + hhea[18:34] + struct.pack(">H", count),
            b"maxp": maxp[:4] + struct.pack(">H", count) + (figures if len(maxp) >= _MAXP_WHOLE else maxp[_MAXP:]),
        }

    def _widths(self, kept: Collection[int], count: int) -> bytes:
        """Return a width and a side bearing for each glyph; zero where it is not kept."""
        out = []
        for number in range(count):
            row = min(number, self._metrics - 1) * 4
            width = self._hmtx[row : row + 2]
            at = row + 2 if number < self._metrics else self._metrics * 4 + (number - self._metrics) * 2
            bearing = self._hmtx[at : at + 2]
            out.append(width.ljust(2, b"\0") + bearing.ljust(2, b"\0") if number in kept else bytes(4))
        return b"".join(out)


def _tables(program: bytes) -> dict[bytes, bytes]:
    """Return the tables by tag; of a collection those of its first font."""
    try:
        start = struct.unpack_from(">I", program, 12)[0] if program[:4] == b"ttcf" else 0
        count = struct.unpack_from(">H", program, start + 4)[0]
        rows = [struct.unpack_from(">4sIII", program, start + 12 + _ROW * row) for row in range(count)]
    except struct.error as fault:
        raise DamagedFontError("its list of tables is cut off") from fault
    if any(size and place >= len(program) for _, _, place, size in rows):
        raise DamagedFontError("a table of it is cut off")
    return {tag: program[place : place + size] for tag, _, place, size in rows}


def _parts(outline: bytes) -> list[tuple[int, int]]:
    """Return the parts of a composed glyph: where its number stands, and the number."""
    if len(outline) < 10 or outline[0] < 0x80:  # noqa: PLR2004  # a negative count of contours, after which 8 bytes of box
        return []
    found, place, more = [], 10, True
    while more:
        if place + 4 > len(outline):
            raise DamagedFontError("a composed glyph is cut off")
        flags, part = struct.unpack_from(">HH", outline, place)
        found.append((place + 2, part))
        place += 8 if flags & _ARGUMENTS_ARE_WORDS else 6
        place += 2 if flags & _SCALE else 4 if flags & _TWO_SCALES else 8 if flags & _FOUR_SCALES else 0
        more = bool(flags & _MORE)
    return found


def _plain_head(head: bytes, box: tuple[int, int, int, int]) -> bytes:
    """Return the head table: long places, the glyphs' box, no dates, no revision, no checksum."""
    return head[:4] + bytes(8) + head[12:20] + bytes(16) + struct.pack(">4h", *box) + head[44:50] + struct.pack(">hh", 1, 0)


def _character_map(table: bytes) -> dict[int, int]:
    """Return one character map of formats 0, 4, 6 or 12; none of others."""
    kind = struct.unpack_from(">H", table)[0]
    if kind == 0:
        return {code: glyph for code, glyph in enumerate(table[6:262]) if glyph}
    if kind == 4:  # noqa: PLR2004  # format 4
        return _segments(table)
    if kind == 6:  # noqa: PLR2004  # format 6
        first, count = struct.unpack_from(">HH", table, 6)
        return {first + place: glyph for place, glyph in enumerate(struct.unpack_from(f">{count}H", table, 10)) if glyph}
    found = {}
    if kind == 12:  # noqa: PLR2004  # format 12
        for row in range(struct.unpack_from(">I", table, 12)[0]):
            start, end, glyph = struct.unpack_from(">III", table, 16 + 12 * row)
            found.update({code: glyph + code - start for code in range(start, min(end, start + _LONGEST_GLYPHS) + 1)})
    return found


def _segments(table: bytes) -> dict[int, int]:
    """Return a character map of format 4."""
    count = struct.unpack_from(">H", table, 6)[0] // 2
    ends = struct.unpack_from(f">{count}H", table, 14)
    starts = struct.unpack_from(f">{count}H", table, 16 + 2 * count)
    shifts = struct.unpack_from(f">{count}H", table, 16 + 4 * count)
    offsets = struct.unpack_from(f">{count}H", table, 16 + 6 * count)
    found = {}
    for place, (start, end, shift, offset) in enumerate(zip(starts, ends, shifts, offsets, strict=True)):
        for code in range(start, end + 1):
            glyph = code
            if offset:
                at = 16 + 6 * count + 2 * place + offset + 2 * (code - start)
                glyph = struct.unpack_from(">H", table, at)[0] if at + 2 <= len(table) else 0
                if glyph == 0:
                    continue
            glyph = (glyph + shift) & 0xFFFF
            if glyph:
                found[code] = glyph
    return found


def _character_table(characters: Mapping[tuple[int, int], Mapping[int, int]]) -> bytes:
    """Return a character table: format 6 for the Macintosh, format 4 with a segment a code for the others."""
    rows, bodies, place = bytearray(struct.pack(">HH", 0, len(characters))), bytearray(), 4 + 8 * len(characters)
    for (platform, encoding), codes in sorted(characters.items()):
        body = _format_6(codes) if platform == 1 else _format_4(codes)
        rows += struct.pack(">HHI", platform, encoding, place + len(bodies))
        bodies += body
    return bytes(rows + bodies)


def _format_6(codes: Mapping[int, int]) -> bytes:
    first, last = min(codes, default=0), max(codes, default=-1)
    glyphs = [codes.get(code, 0) for code in range(first, last + 1)]
    return struct.pack(f">HHHHH{len(glyphs)}H", 6, 10 + 2 * len(glyphs), 0, first, len(glyphs), *glyphs)


def _format_4(codes: Mapping[int, int]) -> bytes:
    listed = sorted((code, glyph) for code, glyph in codes.items() if code < 0xFFFF)  # noqa: PLR2004  # the last segment's own
    starts = [code for code, _ in listed] + [0xFFFF]
    shifts = [(glyph - code) & 0xFFFF for code, glyph in listed] + [1]
    count = len(starts)
    power = 1 << (count.bit_length() - 1)
    head = struct.pack(">HHHHHHH", 4, 16 + 8 * count, 0, 2 * count, 2 * power, power.bit_length() - 1, 2 * (count - power))
    return head + struct.pack(f">{count}HH{count}H{count}H{count}H", *starts, 0, *starts, *shifts, *([0] * count))


def _name_table(names: Mapping[str, int], count: int) -> bytes:
    """Return the names of glyphs (post, version 2); those without one are all called for what is missing."""
    own = {glyph: name for name, glyph in sorted(names.items(), reverse=True)}
    order = sorted(own)
    places = [258 + order.index(glyph) if glyph in own else 0 for glyph in range(count)]
    texts = b"".join(bytes((len(own[glyph]),)) + own[glyph].encode("latin-1") for glyph in order)
    return b"\0\2\0\0" + bytes(28) + struct.pack(f">H{count}H", count, *places) + texts


def _assemble(tables: Mapping[bytes, bytes]) -> bytes:
    """Return a program of these tables."""
    count = len(tables)
    power = 1 << (count.bit_length() - 1)
    rows = bytearray(struct.pack(">IHHHH", 0x00010000, count, 16 * power, power.bit_length() - 1, 16 * (count - power)))
    bodies, first = bytearray(), 12 + _ROW * count
    head = 0
    for tag, body in sorted(tables.items()):
        head = first + len(bodies) if tag == b"head" else head
        rows += struct.pack(">4sIII", tag, _checksum(body), first + len(bodies), len(body))
        bodies += body + bytes(-len(body) % 4)
    program = rows + bodies
    struct.pack_into(">I", program, head + 8, (_CHECKSUM - _checksum(bytes(program))) & _WHOLE)
    return bytes(program)


def _checksum(body: bytes) -> int:
    padded = body + bytes(-len(body) % 4)
    return int(sum(struct.unpack(f">{len(padded) // 4}I", padded))) & _WHOLE
