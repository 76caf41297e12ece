"""Strings, names and streams of the whole file, searched for withheld words in whatever encoding.

Keys and names that the format itself knows are in the list of shapes and are not searched, or a record that withholds the word
"length" could not be released; nor is what the probe of metadata compares letter by letter.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from pikepdf import Array, Dictionary, Name, Object, PdfError, Stream, String

from pipeline.errors import LeakError
from pipeline.verify.kept.case import Case
from pipeline.verify.kept.hunt import Hunt
from pipeline.verify.kept.public import is_public
from pipeline.verify.needles import joined_strings
from pipeline.wording import EMBEDDED_FONTS

__all__ = ["probe_strings"]

PROBE = "strings"
_SHOWN = frozenset(("content", "form", "pattern:1"))
_COMPARED = frozenset(("metadata",))
_FUNCTION = frozenset(
    "abs add atan ceiling cos cvi cvr div exp floor idiv ln log mod mul neg round sin sqrt sub truncate and bitshift eq false ge gt le lt "
    "ne not or true xor if ifelse copy dup exch index pop roll".split()
)
_NUMBER = r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)"
_CALCULATED = re.compile(rf"(?:[\s{{}}]+|(?:{_NUMBER}|{'|'.join(sorted(_FUNCTION, reverse=True))})(?=[\s{{}}]|\Z))*")
_MAP_WORDS = (
    "begin begincmap begincidchar begincidrange beginbfchar beginbfrange begincodespacerange def defineresource dict dup endcidchar "
    "endcidrange endbfchar endbfrange endcodespacerange endcmap end currentdict findresource pop usecmap"
)
_OUR_FACE = rf"(?:[A-Z]{{6}}\+)?(?:{'|'.join(EMBEDDED_FONTS)})(?:\+[0-9]+)?"
_MAP_NAMES = (
    rf"CIDInit|ProcSet|CIDSystemInfo|CMapName|CMapType|CMap|Registry|Ordering|Supplement|WMode|Codes|Adobe-Identity-UCS|{_OUR_FACE}"
)
_MAP_STRINGS = rf"Adobe|UCS|Identity|{_OUR_FACE}"
_MAP = re.compile(
    rf"(?:[\s\[\]]+|<<|>>|<[0-9A-Fa-f\s]*>|/(?:{_MAP_NAMES}|[A-Za-z]{{0,4}}[0-9]{{0,6}})(?=[\s<>\[\](/])|\((?:{_MAP_STRINGS})\)|"
    rf"(?:{_NUMBER}|{_MAP_WORDS.replace(' ', '|')}|CMapName)(?=[\s<>\[\](/]|\Z))*"
)
_COLLECTIONS = frozenset("Adobe Identity UCS Japan1 GB1 CNS1 Korea1 KR".split())  # of characters: ISO 32000-1, table 116 and 9.7.3
_POSTSCRIPT = 4  # the type of a function that is calculated, ISO 32000-1, 7.10.5
_WITHHELD = "it holds a word that was withheld"
_NOT_OURS = "its stream holds words that no writer of ours wrote"
_DEEPEST = 24  # values within values of one object


def _said(value: object, depth: int = 0) -> Iterator[bytes]:
    """Yield the strings of one object and those of its names that a writer was free to choose, without what it refers to."""
    if isinstance(value, String):
        yield bytes(value)
    elif isinstance(value, Name):
        yield from _named(str(value))
    elif isinstance(value, Dictionary | Stream) and not (depth and value.is_indirect) and depth < _DEEPEST:
        for key, each in value.items():
            yield from _named(str(key))
            yield from _said(each, depth + 1)
    elif isinstance(value, Array) and not (depth and value.is_indirect) and depth < _DEEPEST:
        for each in value.as_list():
            yield from _said(each, depth + 1)


def _named(name: str) -> Iterator[bytes]:
    if not is_public(name):
        yield name.encode()


def probe_strings(case: Case) -> None:
    """Raise LeakError where a name, a string or a stream holds a withheld word, whole or six letters of it.

    Of content the strings that it shows are searched as they are written, for longer words; what their codes stand for is for the
    probes of text. Character maps and calculated functions may hold words of their own format alone.
    """
    hunt, pdf = case.hunt, case.opened.pdf
    said = frozenset(value for _, value in case.expected.properties) | {case.expected.language} | _COLLECTIONS
    properties = pdf.trailer.get("/Info")
    for item in (*pdf.objects, pdf.trailer):
        if isinstance(properties, Object) and item.objgen != (0, 0) and item.objgen == properties.objgen:
            continue
        words = [each for each in _said(item) if each.decode("latin-1") not in said]
        if words and hunt.in_bytes(b"\x00\x01\x02\n".join(words)):
            raise LeakError(PROBE, f"object {item.objgen[0]}", _WITHHELD)
    for number, (role, stream) in case.roles.items():
        if role not in _COMPARED:
            _check_stream(number, role, stream, hunt)


def _check_stream(number: int, role: str, stream: Object, hunt: Hunt) -> None:
    try:
        data = stream.read_raw_bytes() if role == "image" else stream.read_bytes()
    except PdfError:
        raise LeakError(PROBE, f"object {number}", "its stream cannot be read") from None
    if role in _SHOWN:
        is_found = hunt.in_codes(joined_strings(data))
    elif role == "cmap" or (role == "function" and stream.get("/FunctionType") == _POSTSCRIPT):
        is_found = False
        if not (_MAP if role == "cmap" else _CALCULATED).fullmatch(data.decode("latin-1")):
            raise LeakError(PROBE, f"object {number}", _NOT_OURS)
    else:
        is_found = hunt.in_binary(_without_our_names(data), is_public)
    if is_found:
        raise LeakError(PROBE, f"object {number}", _WITHHELD)


def _without_our_names(data: bytes) -> bytes:
    """Return a font's bytes without the names of the faces that a release itself is set in."""
    for face in EMBEDDED_FONTS:
        data = data.replace(face.encode(), b"").replace(face.encode("utf-16-be"), b"")
    return data
