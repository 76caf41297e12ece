"""Plain text: encodings, pages at form feeds, paragraphs and headings.

``Record.text`` is the text as decoded, its line breaks (LF, CRLF, CR) included, without the byte-order
mark: so offsets stay true to the source.
"""

from __future__ import annotations

import codecs
import re
from itertools import accumulate

from charset_normalizer import from_bytes

from pipeline.errors import InputError
from pipeline.ingest.door import Limits, ReadText
from pipeline.model import Block, Line, Page, Span, Word
from pipeline.segments import PAGE_BREAK, lines, paragraphs

__all__ = ["read_text"]

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_SHORT = 100  # bytes; below it a statistical guess reads cp1252 as cp1006
_CANDIDATES = ["cp1252", "cp1250", "cp1251", "cp437", "cp850", "cp866", "koi8_r", "mac_roman", "iso8859_15", "big5", "shift_jis", "euc_kr"]
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1b\x7f]")
_MAX_CONTROL_SHARE = 0.01
_WORD = re.compile(r"\S+")
_LONGEST_HEADING = 160


def _decode(untrusted: bytes) -> tuple[str, str]:
    """Return the text and the encoding chosen: BOM, strict UTF-8, cp1252 if short, else the likeliest."""
    for bom, encoding in _BOMS:
        if untrusted.startswith(bom):
            return _strictly(untrusted[len(bom) :], encoding), encoding
    try:
        return untrusted.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        pass
    if len(untrusted) < _SHORT:
        return _strictly(untrusted, "cp1252"), "cp1252"
    best = from_bytes(untrusted, cp_isolation=_CANDIDATES).best()
    if best is None:
        raise InputError("the encoding cannot be told, so letters might be misread; save the file as UTF-8")
    encoding = "cp1252" if "cp1252" in best.could_be_from_charset else best.encoding
    return _strictly(untrusted, encoding), encoding


def _strictly(untrusted: bytes, encoding: str) -> str:
    try:
        return untrusted.decode(encoding)
    except UnicodeDecodeError as error:
        raise InputError(f"byte {error.start} is not valid {encoding}, so letters might be misread; save the file as UTF-8") from None


def _page_spans(text: str) -> list[tuple[int, int]]:
    """Return start and end of each page; a form feed at the very end opens none."""
    parts = text.rstrip().split(PAGE_BREAK)
    starts = accumulate((len(part) + 1 for part in parts), initial=0)
    bounds = [(start, start + len(part)) for start, part in zip(starts, parts, strict=False)]
    return [*bounds[:-1], (bounds[-1][0], len(text))]


def _words(text: str, row: Span) -> tuple[Word, ...]:
    return tuple(Word(Span(*match.span())) for match in _WORD.finditer(text, row.start, row.end))


def _pages(text: str) -> tuple[Page, ...]:
    rows = lines(text)
    pages: list[Page] = []
    at = 0
    for number, (start, end) in enumerate(_page_spans(text), start=1):
        own: list[Line] = []
        while at < len(rows) and rows[at].start < end:
            own.append(Line(rows[at], _words(text, rows[at])))
            at += 1
        pages.append(Page(number, Span(start, end) if start < end else None, tuple(own)))
    return tuple(pages)


def _is_heading(text: str, block: Span) -> bool:
    part = text[block.start : block.end]
    return len(part) <= _LONGEST_HEADING and "\n" not in part.strip() and part[-1] not in ".,;:?!"


def read_text(untrusted: bytes, limits: Limits) -> ReadText:
    """Read plain text. Raises InputError where it is empty, binary, of unknown encoding or too long."""
    text, encoding = _decode(untrusted)
    if not text.strip():
        raise InputError("the file holds white space only; check that it was copied whole")
    if "\x00" in text or len(_CONTROL.findall(text)) > _MAX_CONTROL_SHARE * len(text):
        raise InputError("this is a binary file, not text; save the record as plain text (.txt) and run that")
    pages = _pages(text)
    if len(pages) > limits.max_pages:
        raise InputError(f"{len(pages):,} pages are over the limit of {limits.max_pages:,}; split the record into parts")
    blocks = tuple(Block(span, _is_heading(text, span)) for span in paragraphs(text))
    return ReadText(encoding, text, pages, blocks)
