"""How many characters the codes of a shown string stand for, told from the font's own dictionary.

Counting needs no glyph and no encoding table: how many bytes a code has, and which codes are blanks or
stand for several letters, which ``ToUnicode`` and ``Differences`` tell (ISO 32000-1, 9.6.6, 9.7.5, 9.10.3).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from pikepdf import Array, Dictionary, Name, Object, Stream

__all__ = ["Font", "UncountableFontError", "read_font"]

_WIDE = 2  # bytes of a code in Identity and in the UCS2 and UTF16 encodings
_SPACE, _NO_BREAK_SPACE = 0x20, 0xA0
_SPACE_NAMES = frozenset({"/space", "/nbspace", "/nonbreakingspace", "/uni0020", "/uni00A0"})
_SECTION = re.compile(rb"begin(bfchar|bfrange|codespacerange)(.*?)end\1", re.DOTALL)
_HEX = rb"<\s*([0-9A-Fa-f\s]*)>"
_PAIR = re.compile(_HEX + rb"\s*" + _HEX)
_RANGE = re.compile(_HEX + rb"\s*" + _HEX + rb"\s*(?:" + _HEX + rb"|\[(.*?)\])", re.DOTALL)
_MAX_RANGE = 0x10000


class UncountableFontError(Exception):
    """A font whose codes cannot be told apart."""


@dataclass(frozen=True, slots=True)
class Font:
    """The bytes of a code, and for codes that do not stand for one letter, how many they stand for."""

    width: int
    letters: dict[int, int] = field(default_factory=dict)

    def count(self, shown: bytes) -> int:
        """Return how many characters other than blanks a shown string stands for."""
        if self.width == 1 and not self.letters:
            return len(shown)
        step = self.width
        codes = (int.from_bytes(shown[at : at + step]) for at in range(0, len(shown), step))
        return sum(self.letters.get(code, 1) for code in codes)


def read_font(font: Object) -> Font:
    """Return how a font's codes are counted. Raises UncountableFontError where they cannot be."""
    mapped = _mapped(font)
    if str(font.get("/Subtype")) == "/Type0":
        return Font(_code_width(font.get("/Encoding")), mapped)
    return Font(1, {**_blanks(font.get("/Encoding")), **mapped})


def _code_width(encoding: Object | None) -> int:
    if isinstance(encoding, Name):
        name = str(encoding)
        if "Identity" in name or "UCS2" in name or "UTF16" in name:
            return _WIDE
    if isinstance(encoding, Stream):
        widths = {
            len(_digits(low)) // 2 for kind, body in _sections(encoding) if kind == b"codespacerange" for low, _ in _PAIR.findall(body)
        }
        if len(widths) == 1 and (width := widths.pop()):
            return width
    raise UncountableFontError


def _sections(stream: Object) -> list[tuple[bytes, bytes]]:
    return _SECTION.findall(bytes(stream.read_bytes()))


def _digits(found: bytes) -> bytes:
    return b"".join(found.split())


def _blanks(encoding: Object | None) -> dict[int, int]:
    """Return the codes of a simple font that are blanks by its encoding."""
    blanks = {_SPACE: 0}
    if str(encoding) == "/WinAnsiEncoding" or (
        isinstance(encoding, Dictionary) and str(encoding.get("/BaseEncoding")) == "/WinAnsiEncoding"
    ):
        blanks[_NO_BREAK_SPACE] = 0
    differences = encoding.get("/Differences") if isinstance(encoding, Dictionary) else None
    code = 0
    for each in differences if isinstance(differences, Array) else ():
        if not isinstance(each, Name):
            code = int(each)
            continue
        blanks.pop(code, None)
        if str(each) in _SPACE_NAMES:
            blanks[code] = 0
        code += 1
    return blanks


def _letters(target: bytes) -> int:
    text = bytes.fromhex(_digits(target).decode()).decode("utf-16-be", "replace")
    return sum(not char.isspace() for char in text)


def _mapped(font: Object) -> dict[int, int]:
    """Return the codes that ``ToUnicode`` maps to anything but one visible character, and those it maps to one."""
    stream = font.get("/ToUnicode")
    counts: dict[int, int] = {}
    for kind, body in _sections(stream) if isinstance(stream, Stream) else ():
        if kind == b"bfchar":
            counts |= {int(_digits(code), 16): _letters(target) for code, target in _PAIR.findall(body) if code.strip()}
        elif kind == b"bfrange":
            for low, high, target, several in _RANGE.findall(body):
                counts |= _ranged(int(_digits(low), 16), int(_digits(high), 16), target, several)
    return counts


def _ranged(low: int, high: int, target: bytes, several: bytes) -> dict[int, int]:
    if several:
        return {low + at: _letters(each) for at, each in enumerate(re.findall(_HEX, several))}
    codes = range(low, min(high, low + _MAX_RANGE) + 1)
    first = _digits(target)
    last = int(first[-2:] or b"0", 16)
    return {code: _letters(first[:-2] + f"{(last + at) % 256:02x}".encode()) for at, code in enumerate(codes)}
