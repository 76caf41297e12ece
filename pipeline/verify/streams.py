"""Every stream of the PDF, inflated and read token by token: page content, fonts and character maps, no more."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pypdf.generic import StreamObject

from pipeline.errors import LeakError
from pipeline.model import Draft
from pipeline.verify.expected import Expected
from pipeline.verify.pdf import PdfFile
from pipeline.wording import EMBEDDED_FONTS

__all__ = ["probe_streams"]

_OPERATORS = frozenset(
    b"q Q cm w J j M d i gs m l c v y h re S s f F f* B B* b b* n BT ET Td Tm T* Tc Tw Tz TL Tf Tr Ts Tj rg RG g G k K".split()
)
_CONTENT_NAME = re.compile(rb"/F[0-9]+\+[0-9]+")
_NUMBER = re.compile(rb"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)")
_STRING = re.compile(rb"\((?:[^()\\]|\\.)*\)", re.DOTALL)
_FULL, _EMPTY = b"(x)", b"()"
# What a box says aloud, round what it shows: words that no glyph stands under are read by nobody but a search.
_SPOKEN = re.compile(rb"/Span <</ActualText <FEFF(?:[0-9A-F]{4})+>>> BDC\s((?:(?!BDC|EMC).)*\(x\) Tj(?:(?!BDC|EMC).)*)\sEMC\s", re.DOTALL)
_TOKEN = re.compile(
    rb"(?P<space>[\s\x00]+)|(?P<comment>%[^\r\n]*)|(?P<string>\((?:[^()\\]|\\.)*\))|(?P<dict><<|>>)|(?P<hex><[0-9A-Fa-f]+>)|"
    rb"(?P<name>/[^\s()<>\[\]{}/%]*)|(?P<word>[^\s()<>\[\]{}/%]+)|(?P<other>.)",
    re.DOTALL,
)
# The same law as token by token, for content in which nothing is wrong: whatever does not fit is looked at that way.
_KNOWN = re.compile(
    rb"(?:\s++|\(x?\)\s++Tj(?=\s|\Z)|(?:%s|%s|%s)(?=\s|\Z))*+"
    % (_CONTENT_NAME.pattern, _NUMBER.pattern, b"|".join(map(re.escape, sorted(_OPERATORS))))
)
_CMAP_WORDS = frozenset(
    b"CIDInit ProcSet findresource begin dict begincmap CIDSystemInfo Registry Ordering Supplement def CMapName CMapType endcmap "
    b"begincodespacerange endcodespacerange beginbfchar endbfchar CMap defineresource pop end currentdict".split()
)
_FONT_NAME = f"[A-Z]{{6}}\\+(?:{'|'.join(EMBEDDED_FONTS)})(?:\\+[0-9]+)?"
_CMAP_NAME = re.compile(rf"/(?:CIDInit|ProcSet|CIDSystemInfo|CMapName|CMapType|Registry|Ordering|Supplement|CMap|{_FONT_NAME})".encode())
_CMAP_STRING = re.compile(rf"\({_FONT_NAME}\)".encode())
_CODE_DIGITS, _LETTER_DIGITS = 2, 4
_FRAGMENT = 6  # letters; shorter runs stand in any font program by chance


def _tokens(data: bytes) -> Iterator[tuple[str | None, bytes]]:
    return ((token.lastgroup, token.group()) for token in _TOKEN.finditer(data) if token.lastgroup != "space")


def _check_content(number: int, data: bytes) -> None:
    """Allow known operators, numbers, fonts, and the strings that are shown or spoken; nothing else."""
    bare = _STRING.sub(lambda match: _FULL if match.group()[1:-1].strip() else _EMPTY, data)
    shown = _SPOKEN.sub(rb"\1 ", bare)
    if not _KNOWN.fullmatch(shown):
        _check_tokens(number, shown)


def _check_tokens(number: int, shown: bytes) -> None:
    tokens = list(_tokens(shown))
    for kind, value in tokens:
        is_known = (
            kind == "string"
            or (kind == "name" and _CONTENT_NAME.fullmatch(value))
            or (kind == "word" and (value in _OPERATORS or _NUMBER.fullmatch(value)))
        )
        if not is_known:
            raise LeakError("streams", f"object {number}", "its content holds something that no writer of ours wrote")
    following = [*(value for _, value in tokens), b""][1:]
    if any(kind == "string" and after != b"Tj" for (kind, _), after in zip(tokens, following, strict=True)):
        raise LeakError("streams", f"object {number}", "its content holds a string that is not shown")


def _check_cmap(number: int, data: bytes, letters: frozenset[str]) -> None:
    """Allow the skeleton of a ToUnicode map, and in its pairs one released letter a code."""
    tokens = list(_tokens(data))
    pairs = [value.strip(b"<>").decode() for kind, value in tokens if kind == "hex"]
    is_known = all(
        kind in {"dict", "hex"}
        or (kind == "name" and _CMAP_NAME.fullmatch(value))
        or (kind == "word" and (value in _CMAP_WORDS or _NUMBER.fullmatch(value)))
        or (kind == "string" and _CMAP_STRING.fullmatch(value))
        for kind, value in tokens
    )
    is_paired = len(pairs) % 2 == 0 and all(_is_letter(code, to, letters) for code, to in zip(pairs[::2], pairs[1::2], strict=True))
    if not (is_known and is_paired):
        raise LeakError("streams", f"object {number}", "its character map holds something beyond released letters")


def _is_letter(code: str, to: str, letters: frozenset[str]) -> bool:
    """Tell whether a pair of a character map is a bare range of codes, or one code and its letter.

    A letter of ASCII stands at its own code, so that the order of such letters spells nothing.
    """
    if len(code) != _CODE_DIGITS or len(to) not in {_CODE_DIGITS, _LETTER_DIGITS}:
        return False
    char = chr(int(to, 16))
    return len(to) == _CODE_DIGITS or to == "0000" or (char.isascii() and int(code, 16) == ord(char)) or char in letters - _ASCII


_ASCII = frozenset(map(chr, range(128)))


# A font's own tables count its codes upward, so that 012345 and abcdef stand in each by nature.
_COUNTED = "".join(map(chr, range(128))).lower()


def _fragments(expected: Expected) -> Iterator[bytes]:
    for word in expected.secret():
        if len(word) >= _FRAGMENT and word not in _COUNTED:
            yield word.encode()
            yield word.encode("utf-16-be")


def _check_font(number: int, data: bytes, fragments: list[bytes]) -> None:
    for name in EMBEDDED_FONTS:
        data = data.replace(name.encode(), b"").replace(name.encode("utf-16-be"), b"")
    folded = data.lower()
    if any(fragment in folded for fragment in fragments):
        raise LeakError("streams", f"object {number}", "the font program holds a withheld word")


def probe_streams(draft: Draft, expected: Expected) -> None:
    """Raise LeakError unless every stream, inflated, is page content, a font or a character map, and clean."""
    file = PdfFile("streams", draft.pdf)
    roles = file.roles()
    fragments = list(_fragments(expected))
    for number, item in file.objects.items():
        if not isinstance(item, StreamObject):
            continue
        data, role = file.inflated(number), roles.get(number)
        if role == "content":
            _check_content(number, data)
        elif role == "cmap":
            _check_cmap(number, data, expected.letters)
        elif role == "font":
            _check_font(number, data, fragments)
        else:
            raise LeakError("streams", f"object {number}", "a stream that no page uses")
