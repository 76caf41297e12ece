"""Every object of the PDF, by allow-list: what is not known to be ours, and clean, is a leak.

Text that is shown belongs to the two readers of text; here are keys, names and strings of all objects, the
bytes between and around them, and the document properties. Streams have a module of their own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from pypdf.generic import ArrayObject, ByteStringObject, DictionaryObject, NameObject, PdfObject, StreamObject, TextStringObject

from pipeline.errors import LeakError
from pipeline.model import Draft
from pipeline.verify.expected import Expected, canonical
from pipeline.verify.pdf import PdfFile
from pipeline.wording import EMBEDDED_FONTS, PROGRAM, SUBJECT, document_title

__all__ = ["probe_metadata", "probe_strings"]

_FONT_NAME = f"[A-Z]{{6}}\\+(?:{'|'.join(EMBEDDED_FONTS)})"
_KEYS = {
    "/Catalog": frozenset({"/Type", "/Pages", "/Lang", "/PageMode"}),
    "/Pages": frozenset({"/Type", "/Kids", "/Count"}),
    "/Page": frozenset({"/Type", "/Parent", "/MediaBox", "/Resources", "/Contents", "/Rotate", "/Trans"}),
    "/Font": frozenset({"/Type", "/Subtype", "/BaseFont", "/FirstChar", "/LastChar", "/FontDescriptor", "/Name", "/ToUnicode", "/Widths"}),
    "/FontDescriptor": frozenset(
        {
            *("/Type", "/Ascent", "/CapHeight", "/Descent", "/Flags", "/FontBBox", "/FontFile2", "/FontName", "/ItalicAngle"),
            *("/MissingWidth", "/StemV"),
        }
    ),
}
_STREAM_KEYS = frozenset({"/Filter", "/Length", "/Length1"})
_RESOURCE_KEY = re.compile(r"/(?:Font|ProcSet|F[0-9]+\+[0-9]+)")
_NAME_VALUE = re.compile(
    rf"/(?:{_FONT_NAME}|F[0-9]+\+[0-9]+|PDF|Text|Image[BCI]|TrueType|UseNone|FlateDecode|Page|Pages|Catalog|Font|FontDescriptor)"
)
_LANGUAGE = "en-US"
_PRODUCER = rb"\(opensource\)"
_HEAD = re.compile(rb"%PDF-1\.[3-7]\r?\n%[\x80-\xff]{2,8} ReportLab Generated PDF document " + _PRODUCER + rb"\r?\n")
_TAIL = re.compile(
    rb"xref\s+0 [0-9]+\s+0{10} 65535 f\s+(?:[0-9]{10} 00000 n\s+)*trailer\s+<<\s+/ID\s+\[<([0-9a-f]{32})><\1>\]\s+"
    rb"% ReportLab generated PDF document -- digest " + _PRODUCER + rb"\s+/Info [0-9]+ 0 R\s+/Root [0-9]+ 0 R\s+/Size [0-9]+\s+>>\s+"
    rb"startxref\s+[0-9]+\s+%%EOF\s*"
)
_STRING = re.compile(rb"\((?:[^()\\]|\\.)*\)", re.DOTALL)
_OBJECT = re.compile(rb"[0-9]+ 0 obj\s(.*)\sendobj\s+", re.DOTALL)
_NAME = re.compile(rb"/[^\s()<>\[\]{}/%]*")
_PLAIN = re.compile(rb"(?:[\s\[\]]|<<|>>|R\b|-?[0-9]+(?:\.[0-9]+)?(?![^\s\[\]<>]))*")


def _walk(item: PdfObject) -> Iterator[PdfObject]:
    """Yield every value in an object; references are not followed."""
    yield item
    if isinstance(item, DictionaryObject):
        for key in item:
            yield from _walk(item.raw_get(key))
    elif isinstance(item, ArrayObject):
        for index in range(len(item)):
            yield from _walk(list.__getitem__(item, index))


def _known_keys(item: DictionaryObject) -> frozenset[str]:
    if isinstance(item, StreamObject):
        return _STREAM_KEYS
    if "/Type" in item:
        return _KEYS.get(str(item["/Type"]), frozenset())
    return frozenset(key for key in item if _RESOURCE_KEY.fullmatch(key))


def _is_string(value: PdfObject) -> bool:
    return isinstance(value, (TextStringObject, ByteStringObject))


def _check_object(number: int, item: PdfObject) -> None:
    """Allow known keys in every dictionary, known names, and the language as the only string."""
    for value in _walk(item):
        if isinstance(value, DictionaryObject) and set(value) - _known_keys(value):
            raise LeakError("strings", f"object {number}", "it holds a key that no writer of ours wrote")
        if isinstance(value, NameObject) and not _NAME_VALUE.fullmatch(value):
            raise LeakError("strings", f"object {number}", "it holds a name that no writer of ours wrote")
        if _is_string(value) and str(value) != _LANGUAGE:
            raise LeakError("strings", f"object {number}", "it holds a string that no writer of ours wrote")


def _check_bytes(number: int, outer: bytes, item: PdfObject) -> None:
    """Check what a reader of the object may pass over: comments, and bytes beside its one value."""
    bare, strings = _STRING.subn(b"", outer)
    body = _OBJECT.fullmatch(bare)
    names = frozenset(name.decode("latin-1") for name in _NAME.findall(bare))
    values = list(_walk(item))
    keys = {key for value in values if isinstance(value, DictionaryObject) for key in value} | _STREAM_KEYS
    is_known = (
        body
        and _PLAIN.fullmatch(_NAME.sub(b" ", body.group(1)))
        and strings == sum(map(_is_string, values))
        and names <= keys | {str(value) for value in values if isinstance(value, NameObject)}
    )
    if not is_known:
        raise LeakError("strings", f"object {number}", "there are bytes in it or after it that no writer of ours wrote")


def probe_strings(draft: Draft, expected: Expected) -> None:  # noqa: ARG001  # all probes have one signature
    """Raise LeakError unless all keys, names, strings and bytes outside streams and properties are known ones.

    1. The file is a head, objects and one table, of one revision. 2. Each object's bytes hold its value and
    nothing beside it. 3. Keys, names and strings are on the list; those of the properties are for the probe of
    metadata.
    """
    file = PdfFile("strings", draft.pdf)
    if not _HEAD.fullmatch(file.head) or not _TAIL.fullmatch(file.tail):
        raise LeakError("strings", "the file", "it holds an older revision, a comment or bytes that no writer of ours wrote")
    for number, outer in file.outer.items():
        item = file.objects[number]
        _check_bytes(number, outer, item)
        if number != file.info:
            _check_object(number, item)


def probe_metadata(draft: Draft, expected: Expected) -> None:
    """Raise LeakError unless the document properties are exactly ours."""
    file = PdfFile("metadata", draft.pdf)
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
    info = file.objects.get(file.info)
    if not isinstance(info, DictionaryObject):
        raise LeakError("metadata", "document properties", "they are no dictionary")
    for key in info:
        if key not in known or canonical(str(info.raw_get(key))) != canonical(known[key]):
            raise LeakError("metadata", "document properties", "a property says something that was not released")
    if "/Metadata" in file.reader.root_object:
        raise LeakError("metadata", "XMP", "there is metadata that no writer of ours wrote")
