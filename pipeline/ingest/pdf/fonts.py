"""How many characters the codes of a shown string stand for, told from the font's own dictionary.

Counting needs no glyph and no encoding table: how many bytes a code has, and which codes are blanks or
stand for several letters, which ``ToUnicode``, ``Differences`` and the base encoding tell (ISO 32000-1, 9.6.6, 9.7.5, 9.10.3).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from pikepdf import Array, Dictionary, Name, Object, Stream

from pipeline.content.unpacked import TooLargeError, TornError, unpacked

__all__ = ["LIGATURES", "UNCOUNTABLE", "VERTICAL", "Font", "UncountableFontError", "read_font"]

UNCOUNTABLE = "text in a font whose letters cannot be counted"
VERTICAL = "text that runs from top to bottom"
LIGATURES = {"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "ft", "ﬆ": "st"}
_LIGATURE_NAMES = {"/ff": 2, "/fi": 2, "/fl": 2, "/ffi": 3, "/ffl": 3}
_LIGATURE_CODES = {"/StandardEncoding": (0xAE, 0xAF), "/MacRomanEncoding": (0xDE, 0xDF)}
_WIDE = 2  # bytes of a code in Identity and in the UCS2 and UTF16 encodings
_SPACE, _NO_BREAK_SPACE = 0x20, 0xA0
_CONTROLS = b"\t\n\r"  # no encoding has signs there; pdfium reads none, and what a font shows is ink that nobody read
_SPACE_NAMES = frozenset({"/space", "/nbspace", "/nonbreakingspace", "/uni0020", "/uni00A0"})
_MAX_MAP_BYTES = 1_000_000
_MAX_ENTRIES = 200_000  # codes that one map may name, some of them more than once
_HEX = rb"<([0-9A-Fa-f \t\r\n]{1,2000})>"
_PAIR = re.compile(_HEX + rb"\s{0,20}" + _HEX)
_RANGE = re.compile(_HEX + rb"\s{0,20}" + _HEX + rb"\s{0,20}(?:" + _HEX + rb"|\[([^\]]{0,100000})\])")
_KINDS = (b"bfchar", b"bfrange", b"codespacerange")


class UncountableFontError(Exception):
    """A font whose codes cannot be told apart, or do not run along a line; its argument says what it is."""


@dataclass(frozen=True, slots=True)
class Font:
    """The bytes of a code, and for codes that do not stand for one letter, how many they stand for."""

    width: int
    letters: dict[int, int] = field(default_factory=dict)

    def count(self, shown: bytes) -> int:
        """Return how many characters other than blanks a shown string stands for."""
        step = self.width
        codes = (int.from_bytes(shown[at : at + step]) for at in range(0, len(shown), step))
        return sum(self.letters.get(code, 1) for code in codes)


def read_font(font: Object) -> Font:
    """Return how a font's codes are counted. Raises UncountableFontError where they cannot be."""
    try:
        mapped = _mapped(font)
        if str(font.get("/Subtype")) == "/Type0":
            return Font(_code_width(font.get("/Encoding")), mapped)
    except (TooLargeError, TornError):
        raise UncountableFontError(UNCOUNTABLE) from None
    return Font(1, {**_named(font.get("/Encoding"), str(font.get("/BaseFont"))), **mapped})


def _code_width(encoding: Object | None) -> int:
    if isinstance(encoding, Name):
        name = str(encoding)
        if name.endswith("-V"):
            raise UncountableFontError(VERTICAL)
        if "Identity" in name or "UCS2" in name or "UTF16" in name:
            return _WIDE
    if isinstance(encoding, Stream):
        if int(encoding.get("/WMode", 0)):
            raise UncountableFontError(VERTICAL)
        ranges = [low for kind, body in _sections(encoding) if kind == b"codespacerange" for low, _ in _PAIR.findall(body)]
        widths = {len(_digits(low)) // 2 for low in ranges}
        if len(widths) == 1 and (width := widths.pop()):
            return width
    raise UncountableFontError(UNCOUNTABLE)


def _sections(stream: Object) -> Iterator[tuple[bytes, bytes]]:
    """Yield the parts of a character map, each with its kind."""
    data = unpacked(stream, _MAX_MAP_BYTES, strict=False)
    for kind in _KINDS:
        at = 0
        while (start := data.find(b"begin" + kind, at)) >= 0 and (end := data.find(b"end" + kind, start)) >= 0:
            yield kind, data[start + len(b"begin" + kind) : end]
            at = end


def _digits(found: bytes) -> bytes:
    return b"".join(found.split())


def _named(encoding: Object | None, base_font: str) -> dict[int, int]:
    """Return the codes of a simple font that are blanks or ligatures by its encoding."""
    base = str(encoding.get("/BaseEncoding")) if isinstance(encoding, Dictionary) else str(encoding)
    if base == "None" and not base_font.endswith(("Symbol", "ZapfDingbats")):
        base = "/StandardEncoding"
    known = {**dict.fromkeys((_SPACE, *_CONTROLS), 0), **dict.fromkeys(_LIGATURE_CODES.get(base, ()), 2)}
    if base in {"/WinAnsiEncoding", "/StandardEncoding"}:  # the second has nothing there
        known[_NO_BREAK_SPACE] = 0
    differences = encoding.get("/Differences") if isinstance(encoding, Dictionary) else None
    code = 0
    for each in differences if isinstance(differences, Array) else ():
        if not isinstance(each, Name):
            code = int(each)
            continue
        known[code] = 0 if str(each) in _SPACE_NAMES else _LIGATURE_NAMES.get(str(each), 1)
        code += 1
    return known


def _letters(target: bytes) -> int:
    digits = _digits(target)
    text = bytes.fromhex(digits.decode() + "0" * (len(digits) % 2)).decode("utf-16-be", "replace")
    return sum(len(LIGATURES.get(char, char)) for char in text if not char.isspace())


def _mapped(font: Object) -> dict[int, int]:
    """Return what ``ToUnicode`` says how many characters each code stands for."""
    stream = font.get("/ToUnicode")
    counts: dict[int, int] = {}
    entries = 0
    for kind, body in _sections(stream) if isinstance(stream, Stream) else ():
        if kind == b"bfchar":
            counts |= {int(_digits(code), 16): _letters(target) for code, target in _PAIR.findall(body) if code.strip()}
        elif kind == b"bfrange":
            for low, high, target, several in _RANGE.findall(body):
                found = _ranged(int(_digits(low), 16), int(_digits(high), 16), target, several)
                counts |= found
                entries += len(found)
                if entries > _MAX_ENTRIES:
                    raise TooLargeError
    return counts


def _ranged(low: int, high: int, target: bytes, several: bytes) -> dict[int, int]:
    if several:
        return {low + at: _letters(each) for at, each in enumerate(re.findall(_HEX, several))}
    if high - low >= _MAX_ENTRIES:
        raise TooLargeError
    first = _digits(target)
    last = int(first[-2:] or b"0", 16)
    return {code: _letters(first[:-2] + f"{(last + at) % 256:02x}".encode()) for at, code in enumerate(range(low, high + 1))}
