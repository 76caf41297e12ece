"""The door: limits, what a file is by its content, and the reader for it."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import PurePath

from pipeline.errors import InputError
from pipeline.ingest.dating import date_record
from pipeline.model import Block, Certainty, KeptPages, Page, Record, RecordDate, Source, Unsure

__all__ = ["DEFAULT_LIMITS", "Limits", "ReadText", "Reader", "ingest", "media_type"]

_MIB = 2**20


@dataclass(frozen=True, slots=True)
class Limits:
    """What is let in: bytes of a source, as it is and unpacked; pages; objects and operators of a PDF."""

    max_bytes: int = 20 * _MIB
    max_pages: int = 5_000
    max_unpacked: int = 300 * _MIB
    max_objects: int = 500_000
    max_operators: int = 3_000_000
    max_page_operators: int = 300_000


DEFAULT_LIMITS = Limits()


@dataclass(frozen=True, slots=True)
class ReadText:
    """What a reader makes of a source: its encoding, text, pages and blocks, what it did to the file to read it, and pages to keep."""

    encoding: str
    text: str = field(repr=False)
    pages: tuple[Page, ...]
    blocks: tuple[Block, ...]
    remarks: tuple[str, ...] = ()
    kept: KeptPages | None = None
    unsure: tuple[Unsure, ...] = ()


Reader = Callable[[bytes, Limits], ReadText]

_PDF_WINDOW = 1024
_SNIFF_WINDOW = 4096
_MAGICS = (
    (b"PK\x03\x04", "a zip archive or an Office file"),
    (b"PK\x05\x06", "an empty zip archive"),
    (b"\xd0\xcf\x11\xe0", "an old Office or Outlook file"),
    (b"{\\rtf", "an RTF file"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"7z\xbc\xaf", "a 7-Zip archive"),
    (b"\x89PNG", "a PNG picture"),
    (b"\xff\xd8\xff", "a JPEG picture"),
    (b"GIF8", "a GIF picture"),
    (b"II*\x00", "a TIFF picture"),
    (b"MM\x00*", "a TIFF picture"),
    (b"%!PS", "a PostScript file"),
    (b"\x7fELF", "a program"),
    (b"MZ\x90", "a program"),
)
_HTML = re.compile(rb"<(?:!doctype\s+html|html|head|body|\?xml)[\s>]", re.IGNORECASE)
_TAG = re.compile(rb"</?(?:p|div|span|br|table|tr|td|a|b|i|ul|li|h[1-6]|script|style|meta|img)(?:\s[^<>]{0,200})?/?>", re.IGNORECASE)
_MANY_TAGS = 5
_BOMS = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff", b"\x00\x00\xfe\xff")
_FOREIGN_NAMES = {
    ".pdf": "a PDF",
    ".doc": "a Word file",
    ".docx": "a Word file",
    ".rtf": "an RTF file",
    ".odt": "an OpenDocument file",
    ".htm": "a web page",
    ".html": "a web page",
    ".xml": "an XML file",
    ".eml": "a mail message",
    ".msg": "a mail message",
}
_SAVE_AS_TEXT = "save it as plain text (.txt) and run that"


def media_type(untrusted: bytes) -> tuple[str, str]:
    """Return the media type of the bytes by their content, and what to call it in a sentence."""
    head = untrusted[:_SNIFF_WINDOW]
    if b"%PDF-" in untrusted[:_PDF_WINDOW]:
        return "application/pdf", "a PDF"
    for magic, name in _MAGICS:
        if head.startswith(magic):
            return "application/octet-stream", name
    if _HTML.search(head) or len(_TAG.findall(untrusted[: _SNIFF_WINDOW * 16])) >= _MANY_TAGS:
        return "text/html", "a web page or XML"
    if b"\x00" in untrusted and not head.startswith(_BOMS):
        return "application/octet-stream", "a binary file"
    return "text/plain", "plain text"


def _refuse_before_reading(untrusted: bytes, name: str, limits: Limits) -> None:
    if not untrusted:
        raise InputError(f"{name}: the file is empty; check that it was copied whole")
    if len(untrusted) > limits.max_bytes:
        raise InputError(f"{name}: the file is over the limit of {limits.max_bytes:,} bytes; split the record into parts")


def ingest(untrusted: bytes, *, name: str, readers: Mapping[str, Reader], limits: Limits = DEFAULT_LIMITS) -> Record:
    """Read ``untrusted`` bytes into a Record whose id is its name's stem; ``name`` is shown in messages only.

    Raises InputError for anything that no reader in ``readers`` (by media type) can read in full.
    """
    _refuse_before_reading(untrusted, name, limits)
    kind, called = media_type(untrusted)
    reader = readers.get(kind)
    if reader is None:
        raise InputError(f"{name}: this is {called}, which cannot be read yet; {_SAVE_AS_TEXT}")
    claimed = _FOREIGN_NAMES.get(PurePath(name).suffix.lower())
    if kind == "text/plain" and claimed:
        raise InputError(f"{name}: the name says {claimed} but this is plain text; check the file, or rename it to end in .txt")
    try:
        read = reader(untrusted, limits)
    except InputError as error:
        raise InputError(f"{name}: {error}") from None
    source = Source(PurePath(name).name, kind, hashlib.sha256(untrusted).hexdigest(), len(untrusted), read.encoding, read.remarks)
    record = Record(PurePath(name).stem, source, None, read.text, read.pages, read.blocks, read.kept, read.unsure)
    return replace(record, date=_date(record))


def _date(record: Record) -> RecordDate | None:
    """Return the record's date as its visible text tells it; in doubt where text that nobody sees tells another."""
    if not record.unsure:
        return date_record(record)
    shown = record.text
    for each in record.unsure:
        shown = shown[: each.span.start] + " " * (each.span.end - each.span.start) + shown[each.span.end :]
    seen = date_record(replace(record, text=shown)) if shown.strip() else None
    whole = date_record(record)
    return seen if seen == whole or seen is None else replace(seen, certainty=Certainty.IN_DOUBT)
