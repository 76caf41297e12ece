"""The text of the PDF as two libraries read it, and the text file: each must be what was released, no more."""

from __future__ import annotations

import io
import logging
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from unittest.mock import patch

import pypdfium2
from pypdf import PdfReader, _page
from pypdf.generic import DictionaryObject

from pipeline.errors import LeakError
from pipeline.model import Draft
from pipeline.verify.expected import Expected, canonical
from pipeline.verify.pdf import UNREADABLE
from pipeline.wording import BlankWords, cancelled, closing_heading, closing_notes, closing_tables, identity, page_foot, page_head, stamp

__all__ = ["fonts_read_once", "probe_pdfium_text", "probe_pypdf_text", "probe_text_file"]

_PDFIUM_HYPHEN = "\ufffe"  # how pdfium reports a hyphen at a line's end
_RULE = "-" * 78  # stands in the text file after its head and before its closing table
_OTHERWISE = "it reads otherwise than what was released"

logging.getLogger("pypdf").addHandler(logging.NullHandler())
logging.getLogger("pypdf").propagate = False


@contextmanager
def fonts_read_once() -> Iterator[None]:
    """Let pypdf read each font of a file once, not once a page: its character maps are most of the work.

    The reader gives the same object for the same font, so that is what is remembered, and only within. Where another
    version of pypdf reads fonts elsewhere, it reads them as often as it likes.
    """
    font = getattr(_page, "Font", None)
    real = getattr(font, "from_font_resource", None)
    if font is None or real is None:
        yield
        return
    known: dict[int, tuple[DictionaryObject, object]] = {}

    def remembered(resource: DictionaryObject) -> object:
        if id(resource) not in known:
            known[id(resource)] = resource, real(resource)
        return known[id(resource)][1]

    with patch.object(font, "from_font_resource", remembered):
        yield


def _pypdf_pages(pdf: bytes) -> list[str]:
    try:
        with fonts_read_once():
            return [page.extract_text() for page in PdfReader(io.BytesIO(pdf), strict=True).pages]
    except UNREADABLE as error:
        raise LeakError("pypdf text", "the PDF", f"it cannot be read back ({type(error).__name__})") from None


def _pdfium_pages(pdf: bytes) -> list[str]:
    try:
        document = pypdfium2.PdfDocument(pdf)
        pages = [page.get_textpage().get_text_range().replace(_PDFIUM_HYPHEN, "-") for page in document]
    except pypdfium2.PdfiumError as error:
        raise LeakError("pdfium text", "the PDF", f"it cannot be read back ({type(error).__name__})") from None
    document.close()
    return pages


def _pairs(rows: Iterable[tuple[str, ...]]) -> str:
    return "".join(cell for row in rows for cell in row)


def _page_furniture(expected: Expected, number: int, count: int) -> str:
    statement = expected.statement
    words = "".join([*page_head(statement), *page_foot(statement, number, count)])
    if number == 1:
        status, rows = stamp(statement)
        words += _pairs(identity(statement)) + status + _pairs(rows)
    return canonical(words)


def _closing(expected: Expected) -> str:
    statement = expected.statement
    tables = "".join(_pairs(table) for table in closing_tables(statement))
    return canonical("".join(closing_heading(statement)) + tables + "".join(closing_notes(statement)))


def _body(expected: Expected, *, spoken: bool) -> str:
    """Return the record's part of the PDF as it must read: a box's label, or what it says aloud."""
    words = []
    for part in expected.parts:
        if isinstance(part, BlankWords):
            words.append(part.line if spoken else part.label + part.amount + part.mark)
        else:
            words.append(part)
    return canonical("".join(words))


def _check_pages(probe: str, pages: list[str], expected: Expected, *, spoken: bool) -> None:
    """Compare page by page: first what stands around the record, then the record's text from where it was left."""
    rest = _body(expected, spoken=spoken) + _closing(expected)
    for number, page in enumerate(pages, start=1):
        text = canonical(page)
        furniture = _page_furniture(expected, number, len(pages))
        body = text.removeprefix(furniture)
        if not text.startswith(furniture) or not rest.startswith(body):
            raise LeakError(probe, f"page {number}", _OTHERWISE)
        rest = rest[len(body) :]
    if rest:
        raise LeakError(probe, f"page {len(pages)}", "released words are missing from it")


def probe_pypdf_text(draft: Draft, expected: Expected) -> None:
    """Raise LeakError unless the glyphs that pypdf reads are what was released, in order, page by page."""
    _check_pages("pypdf text", _pypdf_pages(draft.pdf), expected, spoken=False)


def probe_pdfium_text(draft: Draft, expected: Expected) -> None:
    """Raise LeakError unless the text that pdfium reads, spoken words of boxes included, is what was released."""
    _check_pages("pdfium text", _pdfium_pages(draft.pdf), expected, spoken=True)


def _text_parts(expected: Expected) -> Iterator[str]:
    for index, part in enumerate(expected.parts):
        if isinstance(part, BlankWords):
            yield part.line
        else:
            yield cancelled(part) if index in expected.struck else part


def probe_text_file(draft: Draft, expected: Expected) -> None:
    """Raise LeakError unless the text file holds what was released, in order, and nothing else."""
    statement = expected.statement
    try:
        pages = draft.text.decode().split("\f")
    except UnicodeDecodeError:
        raise LeakError("text file", "the file", "it is not UTF-8") from None
    status, rows = stamp(statement)
    pairs = [f"{key.capitalize()}: {value}" for key, value in (*identity(statement), *rows)]
    head = canonical("".join([status, statement.version_line, *pairs, _RULE]))
    rest = canonical("".join(_text_parts(expected)) + _RULE) + _text_closing(expected)
    for number, page in enumerate(pages, start=1):
        text = canonical(page)
        furniture = head if number == 1 else canonical(f"{statement.status}. {statement.version_line}")
        body = text.removeprefix(furniture)
        if not text.startswith(furniture) or not rest.startswith(body):
            raise LeakError("text file", f"page {number}", _OTHERWISE)
        rest = rest[len(body) :]
    if rest:
        raise LeakError("text file", f"page {len(pages)}", "released words are missing from it")


def _text_closing(expected: Expected) -> str:
    statement = expected.statement
    heading, intro = closing_heading(statement)
    lines = [heading.upper(), intro]
    for head, *rows in closing_tables(statement):
        lines.append(head[0])
        for row in rows:
            lines += [f"{row[0]}: {row[1]}", f"{head[2].capitalize()}: {row[2]}. {head[3].capitalize()}: {row[3]}"]
    return canonical("".join([*lines, *closing_notes(statement)]))
