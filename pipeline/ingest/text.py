"""Plain text: pages at form feeds, paragraphs and headings.

``Record.text`` is the text as decoded, its line breaks (LF, CRLF, CR) included, without the byte-order
mark: so offsets stay true to the source.
"""

from __future__ import annotations

import re
from itertools import accumulate

from pipeline.errors import InputError
from pipeline.ingest.door import Limits, ReadText
from pipeline.ingest.encodings import decode
from pipeline.model import Block, Line, Page, Span, Word
from pipeline.segments import PAGE_BREAK, lines, paragraphs

__all__ = ["read_text", "text_blocks"]

_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1b\x7f]")
_MAX_CONTROL_SHARE = 0.01
_BREAK = re.compile(r"[\r\n\f]")
_WORD = re.compile(r"\S+")
_LONGEST_HEADING = 160


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
    return len(part) <= _LONGEST_HEADING and not _BREAK.search(part) and part[-1] not in ".,;:?!"


def text_blocks(text: str) -> tuple[Block, ...]:
    """Return the paragraphs and headings of a text."""
    return tuple(Block(span, _is_heading(text, span)) for span in paragraphs(text))


def read_text(untrusted: bytes, limits: Limits) -> ReadText:
    """Read plain text. Raises InputError where it is empty, binary, of unknown encoding or too long."""
    text, encoding = decode(untrusted)
    if not text.strip():
        raise InputError("the file holds white space only; check that it was copied whole")
    if "\x00" in text or len(_CONTROL.findall(text)) > _MAX_CONTROL_SHARE * len(text):
        raise InputError("this is a binary file, not text; save the record as plain text (.txt) and run that")
    pages = _pages(text)
    if len(pages) > limits.max_pages:
        raise InputError(f"{len(pages):,} pages are over the limit of {limits.max_pages:,}; split the record into parts")
    return ReadText(encoding, text, pages, text_blocks(text))
