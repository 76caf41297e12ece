"""Every object of the PDF, by allow-list: what is not known to be ours, and clean, is a leak.

Text that is shown belongs to the two readers of text; here is everything else: streams inflated and read
token by token, fonts, strings and names of all objects, document properties, and bytes outside all objects.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator

from pypdf import PdfReader
from pypdf.errors import PyPdfError
from pypdf.generic import (
    ArrayObject,
    ByteStringObject,
    DictionaryObject,
    IndirectObject,
    NameObject,
    PdfObject,
    StreamObject,
    TextStringObject,
)

from pipeline.errors import LeakError
from pipeline.model import Draft
from pipeline.verify.expected import Expected, canonical
from pipeline.wording import EMBEDDED_FONTS, PROGRAM, SUBJECT, document_title

__all__ = ["probe_metadata", "probe_streams", "probe_strings"]

_OPERATORS = frozenset(
    b"q Q cm w J j M d i gs m l c v y h re S s f F f* B B* b b* n BT ET Td Tm T* Tc Tw Tz TL Tf Tr Ts Tj rg RG g G k K BDC EMC".split()
)
_CONTENT_NAMES = re.compile(rb"/(?:F[0-9]+\+[0-9]+|Span|ActualText)")
_NUMBER = re.compile(rb"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)")
_TOKEN = re.compile(
    rb"(?P<space>[\s\x00]+)|(?P<comment>%[^\r\n]*)|(?P<string>\((?:[^()\\]|\\.)*\))|(?P<dict><<|>>)|(?P<hex><[0-9A-Fa-f\s]*>)|"
    rb"(?P<array>[\[\]])|(?P<name>/[^\s()<>\[\]{}/%]*)|(?P<word>[^\s()<>\[\]{}/%]+)|(?P<other>.)",
    re.DOTALL,
)
_CMAP_WORDS = frozenset(
    b"CIDInit ProcSet findresource begin dict begincmap CIDSystemInfo Registry Ordering Supplement def CMapName CMapType endcmap "
    b"begincodespacerange endcodespacerange beginbfrange endbfrange beginbfchar endbfchar CMap defineresource pop end currentdict dup "
    b"Adobe UCS TTX usecmap".split()
)
_FONT_NAME = f"[A-Z]{{6}}\\+(?:{'|'.join(EMBEDDED_FONTS)})"
_CMAP_NAME = re.compile(
    rf"/(?:CIDInit|ProcSet|CIDSystemInfo|CMapName|CMapType|Registry|Ordering|Supplement|CMap|{_FONT_NAME}(?:\+[0-9]+)?)".encode()
)
_CMAP_STRING = re.compile(rf"\((?:Adobe|UCS|{_FONT_NAME}(?:\+[0-9]+)?)\)".encode())
_KEYS = {
    "Catalog": frozenset({"/Type", "/Pages", "/Lang", "/PageMode"}),
    "Pages": frozenset({"/Type", "/Kids", "/Count"}),
    "Page": frozenset({"/Type", "/Parent", "/MediaBox", "/Resources", "/Contents", "/Rotate", "/Trans"}),
    "Font": frozenset({"/Type", "/Subtype", "/BaseFont", "/FirstChar", "/LastChar", "/FontDescriptor", "/Name", "/ToUnicode", "/Widths"}),
    "FontDescriptor": frozenset(
        {
            *("/Type", "/Ascent", "/CapHeight", "/Descent", "/Flags", "/FontBBox", "/FontFile2", "/FontName", "/ItalicAngle"),
            *("/MissingWidth", "/StemV"),
        }
    ),
}
_STREAM_KEYS = frozenset({"/Filter", "/Length", "/Length1"})
_NAME_VALUE = re.compile(
    rf"/(?:{_FONT_NAME}|F[0-9]+\+[0-9]+|PDF|Text|Image[BCI]|TrueType|UseNone|FlateDecode|Page|Pages|Catalog|Font|FontDescriptor)"
)
_COMMENTS = (
    re.compile(rb"%PDF-1\.[3-7]"),
    re.compile(rb"%[\x80-\xff]{2,8}.{0,4}ReportLab Generated PDF document \(opensource\)"),
    re.compile(rb"% ReportLab generated PDF document -- digest \(opensource\)"),
    re.compile(rb"%%EOF"),
)
_STREAM = re.compile(rb"stream\r?\n.*?endstream", re.DOTALL)
_OBJECT = re.compile(rb"\b[0-9]+ [0-9]+ obj\b")
_FRAGMENT = 6


class _File:
    """A PDF opened strictly, with every object of its cross-reference table."""

    def __init__(self, probe: str, pdf: bytes) -> None:
        self.pdf = pdf
        try:
            self.reader = PdfReader(io.BytesIO(pdf), strict=True)
            numbers = sorted({number for table in self.reader.xref.values() for number in table} - {0})
            found = {number: self.reader.get_object(IndirectObject(number, 0, self.reader)) for number in numbers}
            self.objects = {number: item for number, item in found.items() if item is not None}
        except (PyPdfError, ValueError, KeyError, TypeError) as error:
            raise LeakError(probe, "the PDF", f"it cannot be read back ({type(error).__name__})") from None

    def roles(self) -> dict[int, str]:
        """Return what each stream object is for: content, font or cmap; others are missing."""
        found: dict[int, str] = {}
        for page in self.reader.pages:
            found[page.raw_get("/Contents").idnum] = "content"
        for item in self.objects.values():
            if isinstance(item, DictionaryObject):
                for key, role in (("/FontFile2", "font"), ("/ToUnicode", "cmap")):
                    if key in item:
                        found[item.raw_get(key).idnum] = role
        return found


def _inflated(probe: str, number: int, stream: StreamObject) -> bytes:
    try:
        return bytes(stream.get_data())
    except (PyPdfError, ValueError, KeyError, TypeError) as error:
        raise LeakError(probe, f"object {number}", f"its stream cannot be inflated ({type(error).__name__})") from None


def _check_content(number: int, data: bytes) -> None:
    """Allow known operators, numbers, our names, and the strings that are shown or spoken; nothing else."""
    for token in _TOKEN.finditer(data):
        kind, value = token.lastgroup, token.group()
        is_known = (
            kind in {"space", "string", "dict", "hex"}
            or (kind == "name" and _CONTENT_NAMES.fullmatch(value))
            or (kind == "word" and (value in _OPERATORS or _NUMBER.fullmatch(value)))
        )
        if not is_known:
            raise LeakError("streams", f"object {number}", "its content holds something that no writer of ours wrote")
    if b"(" in data and not _strings_are_shown(data):
        raise LeakError("streams", f"object {number}", "its content holds a string that is not shown")


def _strings_are_shown(data: bytes) -> bool:
    """Tell whether every literal string is the operand of a show operator, and every hex one of ActualText."""
    tokens = [token for token in _TOKEN.finditer(data) if token.lastgroup != "space"]
    for index, token in enumerate(tokens):
        before = tokens[index - 1].group() if index else b""
        after = tokens[index + 1].group() if index + 1 < len(tokens) else b""
        if token.lastgroup == "string" and after != b"Tj":
            return False
        if token.lastgroup == "hex" and before != b"/ActualText":
            return False
    return True


def _check_cmap(number: int, data: bytes, expected: Expected) -> None:
    """Allow the skeleton of a ToUnicode map, and letters that are released or plain ASCII."""
    for token in _TOKEN.finditer(data):
        kind, value = token.lastgroup, token.group()
        is_known = (
            kind in {"space", "dict", "array"}
            or (kind == "name" and _CMAP_NAME.fullmatch(value))
            or (kind == "word" and (value in _CMAP_WORDS or _NUMBER.fullmatch(value)))
            or (kind == "string" and _CMAP_STRING.fullmatch(value))
            or (kind == "hex" and _letters_are_released(value, expected))
        )
        if not is_known:
            raise LeakError("streams", f"object {number}", "its character map holds something beyond released letters")


def _letters_are_released(value: bytes, expected: Expected) -> bool:
    digits = bytes(value).strip(b"<>").replace(b" ", b"")
    if len(digits) <= 2:  # noqa: PLR2004  # a code of the font, one byte
        return True
    text = bytes.fromhex(digits.decode()).decode("utf-16-be", errors="replace")
    return all(char.isascii() or char in expected.letters for char in text)


def _fragments(expected: Expected) -> Iterator[bytes]:
    for word in expected.secret():
        if len(word) >= _FRAGMENT:
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
    file = _File("streams", draft.pdf)
    roles = file.roles()
    fragments = list(_fragments(expected))
    for number, item in file.objects.items():
        if not isinstance(item, StreamObject):
            continue
        data, role = _inflated("streams", number, item), roles.get(number)
        if role == "content":
            _check_content(number, data)
        elif role == "cmap":
            _check_cmap(number, data, expected)
        elif role == "font":
            _check_font(number, data, fragments)
        else:
            raise LeakError("streams", f"object {number}", "a stream that no page uses")


def _walk(item: PdfObject) -> Iterator[PdfObject]:
    """Yield every value in an object, keys of dictionaries included, references not followed."""
    yield item
    if isinstance(item, DictionaryObject):
        for key in item:
            yield from _walk(item.raw_get(key))
    elif isinstance(item, ArrayObject):
        for index in range(len(item)):
            yield from _walk(list.__getitem__(item, index))


def _check_keys(number: int, item: PdfObject) -> None:
    if not isinstance(item, DictionaryObject):
        return
    if isinstance(item, StreamObject):
        known = _STREAM_KEYS
    elif "/Type" in item:
        known = _KEYS.get(str(item["/Type"]).removeprefix("/"), frozenset())
    else:
        known = frozenset(key for key in item if _NAME_VALUE.fullmatch(key))
    if set(item) - known:
        raise LeakError("strings", f"object {number}", "it holds a key that no writer of ours wrote")


def probe_strings(draft: Draft, expected: Expected) -> None:  # noqa: ARG001  # all probes have one signature
    """Raise LeakError unless all keys, names and strings outside streams and properties are known ones."""
    file = _File("strings", draft.pdf)
    trailer = file.reader.trailer
    if set(trailer) - {"/ID", "/Info", "/Root", "/Size"}:
        raise LeakError("strings", "trailer", "it holds a key that no writer of ours wrote")
    info = trailer.raw_get("/Info").idnum
    for number, item in file.objects.items():
        if number == info:
            continue
        _check_keys(number, item)
        for value in _walk(item):
            if isinstance(value, NameObject) and not _NAME_VALUE.fullmatch(value):
                raise LeakError("strings", f"object {number}", "it holds a name that no writer of ours wrote")
            if isinstance(value, (TextStringObject, ByteStringObject)) and value != "en-US":
                raise LeakError("strings", f"object {number}", "it holds a string that no writer of ours wrote")
    _check_outside(draft.pdf, len(file.objects))


def _check_outside(pdf: bytes, count: int) -> None:
    """Check the bytes outside streams: known comments only, one revision, no object that the table does not name."""
    outside = _STREAM.sub(b"", pdf)
    for comment in re.findall(rb"%[^\r\n]*", outside):
        if not any(known.fullmatch(comment) for known in _COMMENTS):
            raise LeakError("strings", "the file", "it holds a comment that no writer of ours wrote")
    if outside.count(b"%%EOF") != 1 or not outside.rstrip().endswith(b"%%EOF") or len(_OBJECT.findall(outside)) != count:
        raise LeakError("strings", "the file", "it holds an older revision or an object out of reach")


def probe_metadata(draft: Draft, expected: Expected) -> None:
    """Raise LeakError unless the document properties are exactly ours."""
    file = _File("metadata", draft.pdf)
    stamped = f"D:{expected.statement.as_of:%Y%m%d}000000+00'00'"
    known = {
        "/Title": document_title(expected.statement),
        "/Author": PROGRAM,
        "/Creator": PROGRAM,
        "/Producer": PROGRAM,
        "/Subject": SUBJECT,
        "/Keywords": "",
        "/CreationDate": stamped,
        "/ModDate": stamped,
        "/Trapped": "/False",
    }
    info = file.reader.trailer["/Info"].get_object()
    if not isinstance(info, DictionaryObject):
        raise LeakError("metadata", "document properties", "they are no dictionary")
    found = {str(key): str(info[key]) for key in info}
    for key, value in found.items():
        if canonical(value) != canonical(known.get(key, "\x00")):
            raise LeakError("metadata", "document properties", "a property says something that was not released")
    if file.reader.xmp_metadata is not None:
        raise LeakError("metadata", "XMP", "there is metadata that no writer of ours wrote")
