"""Type 1 programs cut down to some glyphs (Adobe Type 1 Font Format, 1990)."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence

from fontTools.encodings.StandardEncoding import StandardEncoding

from pipeline.render.kept.damage import DamagedFontError

__all__ = ["TypeOne"]

_EEXEC, _CHARSTRING = 55_665, 4_330  # keys of the two layers of encryption (7.1)
_FIRST, _SECOND, _MASK = 52_845, 22_719, 0xFFFF
_RANDOM = 4  # bytes before encrypted text
_SEGMENT, _END_OF_FILE = 0x80, 3
_NUMBERS = rb"\[[^\]\[A-Za-z]*\]|\{[^}{A-Za-z]*\}|[-+.\d]+"
_PRIVATE = re.compile(
    rb"/(BlueValues|OtherBlues|FamilyBlues|FamilyOtherBlues|BlueScale|BlueShift|BlueFuzz|StdHW|StdVW|StemSnapH|StemSnapV|ForceBold"
    rb"|LanguageGroup|ExpansionFactor)\s*(" + _NUMBERS + rb"|true|false)"
)
_MATRIX = re.compile(rb"/(FontMatrix|FontBBox|PaintType|StrokeWidth)\s*(" + _NUMBERS + rb")")
_ENTRY = re.compile(rb"dup\s+(\d+|8#[0-7]+|16#[0-9A-Fa-f]+)\s*/([^\s/()<>\[\]{}%]+)\s+put")
_STANDARD = re.compile(rb"/Encoding\s+StandardEncoding\s+def")
_IV = re.compile(rb"/lenIV\s+(-?\d+)")
_SUBR = re.compile(rb"dup\s+(\d+)\s+(\d+)\s+(?:RD|-\||\S+) ")
_GLYPH = re.compile(rb"/([^\s/()<>\[\]{}%]+)\s+(\d+)\s+(?:RD|-\||\S+) ")
_RETURN = bytes((11,))
_FLEX_AND_HINTS = 4  # the first subroutines, which every program has for flex and for changes of hints (8.3, 8.4)
_CALL, _ESCAPE, _LONG, _ONE_BYTE = 10, 12, 255, 32
_SEAC, _DIVIDE, _CALL_OTHER, _POP = 6, 12, 16, 17  # after an escape
_CHANGE_HINTS = 3  # the procedure that gives its argument back
_OTHER = (
    b"/OtherSubrs[{}{}{}{systemdict/internaldict known not{pop 3}{1183615869 systemdict/internaldict get exec dup/startlock known"
    b"{/startlock get exec}{dup/strtlck known{/strtlck get exec}{pop 3}ifelse}ifelse}ifelse}executeonly]ND\n"
)
_DEEPEST = 12


class TypeOne:
    """A Type 1 program as read: charstrings and subroutines without their encryption."""

    def __init__(self, program: bytes) -> None:
        """Read it. Raises DamagedFontError where it cannot be followed."""
        clear, rest = _split(_joined(program))
        self._clear = clear
        self._private = _decrypt(_binary(rest), _EEXEC)[_RANDOM:]
        found = _IV.search(self._private)
        self._random = int(found[1]) if found else _RANDOM
        start = self._private.find(b"/CharStrings")
        if start == -1:
            raise DamagedFontError("it lists no glyphs")
        head = self._private[:start]
        at = head.find(b"/Subrs")
        self._subrs = {int(number): code for number, code in self._codes(_SUBR, max(at, 0), start)} if at != -1 else {}
        self.glyphs = {name.decode("latin-1"): code for name, code in self._codes(_GLYPH, start + len(b"/CharStrings"), len(self._private))}
        if not self.glyphs:
            raise DamagedFontError("it lists no glyphs")

    def _codes(self, pattern: re.Pattern[bytes], start: int, end: int) -> Iterator[tuple[bytes, bytes]]:
        """Yield (number or name, charstring) of each entry between two places."""
        place = start
        while (found := pattern.search(self._private, place, end)) is not None:
            size = int(found[2])
            place = found.end() + size
            if place > len(self._private):
                raise DamagedFontError("a glyph of it is cut off")
            code = self._private[found.end() : place]
            yield found[1], code if self._random < 0 else _decrypt(code, _CHARSTRING)[self._random :]

    def encoding(self) -> dict[int, str]:
        """Return the program's own encoding: code to glyph name."""
        if _STANDARD.search(self._clear):
            return {code: name for code, name in enumerate(StandardEncoding) if name != ".notdef"}
        return {_radix(code): name.decode("latin-1") for code, name in _ENTRY.findall(self._clear)}

    def cut(self, names: Collection[str], new_name: Mapping[str, str], codes: Mapping[int, str]) -> tuple[bytes, int, int]:
        """Return a program of these glyphs, and the lengths of its clear and its encrypted part.

        Of the source's program numbers of its dictionaries, the charstrings of the kept glyphs and the subroutines that these call are
        left. Raises DamagedFontError where a charstring cannot be followed.
        """
        kept, subrs = self._closure({*names, ".notdef"} & set(self.glyphs))
        clear = _clear_part(self._clear, {code: new_name.get(name, name) for code, name in codes.items() if name in kept})
        body = [
            b"dup/Private 16 dict dup begin\n/RD{string currentfile exch readstring pop}executeonly def\n/ND{noaccess def}executeonly def\n"
        ]
        body.append(b"/NP{noaccess put}executeonly def\n/MinFeature{16 16}def\n/password 5839 def\n")
        body += [b"/%s %s def\n" % (key, value) for key, value in sorted(_PRIVATE.findall(self._private[: self._private.find(b"/Subrs")]))]
        body.append(_OTHER)
        count = max(subrs, default=-1) + 1
        if count:
            body.append(b"/Subrs %d array\n" % count)
            body += [b"dup %d %s NP\n" % (number, _packed(subrs.get(number, _RETURN))) for number in range(count)]
            body.append(b"ND\n")
        listed = sorted((new_name.get(name, name), name) for name in kept)
        body.append(b"2 index/CharStrings %d dict dup begin\n" % len(listed))
        body += [b"/%s %s ND\n" % (new.encode("latin-1"), _packed(self.glyphs[old])) for new, old in listed]
        body.append(b"end\nend\nreadonly put\nnoaccess put\ndup/FontName get exch definefont pop\nmark currentfile closefile\n")
        secret = _encrypt(bytes(_RANDOM) + b"".join(body), _EEXEC)
        return clear + secret, len(clear), len(secret)

    def _closure(self, names: Collection[str]) -> tuple[set[str], dict[int, bytes]]:
        """Return these glyphs with the parts of accented ones, and the subroutines that all of them call."""
        kept, called, fresh = set[str](), set(range(_FLEX_AND_HINTS)), set(names)
        while fresh:
            kept |= fresh
            run = _Run(self._subrs)
            for name in fresh:
                run.stack.clear()
                run.follow(self.glyphs[name])
            called |= run.called
            fresh = (run.parts & set(self.glyphs)) - kept
        return kept, {number: self._subrs[number] for number in sorted(called) if number in self._subrs}


class _Run:
    """Follows charstrings as far as it takes to tell which subroutines they call and which glyphs they are composed of (6.4)."""

    def __init__(self, subrs: Mapping[int, bytes]) -> None:
        self._subrs = subrs
        self.called: set[int] = set()
        self.parts: set[str] = set()
        self.stack: list[int | None] = []

    def follow(self, code: bytes, depth: int = 0) -> None:
        """Follow one charstring. A call whose number cannot be told is a DamagedFontError."""
        place = 0
        while place < len(code):
            first = code[place]
            place += 1
            if first >= _ONE_BYTE:
                value, place = _number(code, place, first)
                self.stack.append(value)
            elif first == _CALL:
                self._call(depth)
            elif first == _ESCAPE:
                self._escape(code[place] if place < len(code) else -1)
                place += 1
            elif first != _RETURN[0]:
                self.stack.clear()

    def _call(self, depth: int) -> None:
        number = self.stack.pop() if self.stack else None
        if number is None or number not in self._subrs or depth > _DEEPEST:
            raise DamagedFontError("a call in a glyph cannot be followed")
        self.called.add(number)
        self.follow(self._subrs[number], depth + 1)

    def _escape(self, second: int) -> None:
        """Do to the stack what a two-byte operator does, as far as calls need it."""
        stack = self.stack
        if second == _DIVIDE:
            del stack[-2:]
            stack.append(None)
        elif second == _CALL_OTHER:
            which = stack.pop() if stack else None
            count = stack.pop() if stack else None
            given = stack[-count:] if count else []
            del stack[len(stack) - len(given) :]
            if which == _CHANGE_HINTS:
                stack.append(given[-1] if given else None)
        elif second != _POP:
            if second == _SEAC:
                self.parts |= {StandardEncoding[each] for each in stack[-2:] if each is not None and 0 <= each < len(StandardEncoding)}
            stack.clear()


def _number(code: bytes, place: int, first: int) -> tuple[int, int]:
    """Return a number of a charstring and the place after it (6.2)."""
    if first <= 246:  # noqa: PLR2004  # one byte
        return first - 139, place
    if first == _LONG:
        return int.from_bytes(code[place : place + 4], "big", signed=True), place + 4
    second = code[place] if place < len(code) else 0
    return ((first - 247) * 256 + second + 108 if first <= 250 else -(first - 251) * 256 - second - 108), place + 1  # noqa: PLR2004  # two bytes


def _clear_part(clear: bytes, codes: Mapping[int, str]) -> bytes:
    """Return the part before the encryption: numbers of the source's, the encoding of the kept codes."""
    values = dict(_MATRIX.findall(clear))
    lines = [b"%!PS-AdobeFont-1.0: F\n11 dict begin\n/FontInfo 1 dict dup begin end readonly def\n/FontName /F def\n/FontType 1 def\n"]
    lines.append(b"/PaintType %s def\n" % values.get(b"PaintType", b"0"))
    lines.append(b"/FontMatrix %s readonly def\n" % values.get(b"FontMatrix", b"[0.001 0 0 0.001 0 0]"))
    lines.append(b"/FontBBox %s readonly def\n" % values.get(b"FontBBox", b"{0 0 0 0}"))
    lines.append(b"/Encoding 256 array\n0 1 255 {1 index exch /.notdef put} for\n")
    lines += [b"dup %d /%s put\n" % (code, name.encode("latin-1")) for code, name in sorted(codes.items())]
    lines.append(b"readonly def\ncurrentdict end\ncurrentfile eexec\n")
    return b"".join(lines)


def _packed(code: bytes) -> bytes:
    """Return a charstring's length and its encrypted bytes."""
    secret = _encrypt(bytes(_RANDOM) + code, _CHARSTRING)
    return b"%d RD " % len(secret) + secret


def _radix(number: bytes) -> int:
    base, mark, digits = number.partition(b"#")
    return int(digits, int(base)) if mark else int(base)


def _joined(program: bytes) -> bytes:
    """Return a program without the marks of segments that files on disk have."""
    if program[:1] != bytes((_SEGMENT,)):
        return program
    out, place = [], 0
    while place + 6 <= len(program) and program[place] == _SEGMENT and program[place + 1] != _END_OF_FILE:
        size = int.from_bytes(program[place + 2 : place + 6], "little")
        out.append(program[place + 6 : place + 6 + size])
        place += 6 + size
    return b"".join(out)


def _split(program: bytes) -> Sequence[bytes]:
    """Return the clear part and what follows ``eexec``."""
    found = re.search(rb"currentfile\s+eexec[ \t]*(?:\r\n|[\r\n])?", program)
    if found is None:
        raise DamagedFontError("it has no encrypted part")
    return program[: found.start()], program[found.end() :]


def _binary(rest: bytes) -> bytes:
    """Return the encrypted part in bytes, where it is written in hexadecimal digits."""
    if re.match(rb"\s*[0-9A-Fa-f\s]{8}", rest) is None:
        return rest
    digits = re.sub(rb"\s+", b"", rest)
    run = re.match(rb"(?:[0-9A-Fa-f]{2})*", digits)
    return bytes.fromhex(run[0].decode()) if run else b""


def _decrypt(secret: bytes, key: int) -> bytes:
    out = bytearray(len(secret))
    for place, byte in enumerate(secret):
        out[place] = byte ^ (key >> 8)
        key = ((byte + key) * _FIRST + _SECOND) & _MASK
    return bytes(out)


def _encrypt(plain: bytes, key: int) -> bytes:
    out = bytearray(len(plain))
    for place, byte in enumerate(plain):
        out[place] = secret = byte ^ (key >> 8)
        key = ((secret + key) * _FIRST + _SECOND) & _MASK
    return bytes(out)
