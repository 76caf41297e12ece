"""The words of a PDF's pages as two readers of text tell them, pdfium and pypdf, however little of the file is whole."""

from __future__ import annotations

import io
import logging
import re
from collections.abc import Iterator
from contextlib import contextmanager

import pypdfium2
from pikepdf import Pdf
from pypdf import PdfReader
from pypdf.errors import PyPdfError

from pipeline.folding import fold_text
from pipeline.verify.check.opening import UNREADABLE
from pipeline.verify.reading import fonts_read_once

__all__ = ["pdfium_texts", "plain_copy", "pypdf_texts", "words_of"]

_WORD = re.compile(r"\w[\w'’.-]*\w|\w", re.UNICODE)
_SHORTEST = 3  # letters and digits of a word that tells something
_FAILURES = (*UNREADABLE, PyPdfError, OSError, AssertionError, MemoryError)


def plain_copy(pdf: Pdf) -> bytes:
    """Return the file written anew, decrypted and repaired as far as can be. Raises ``UNREADABLE`` where it cannot be written."""
    target = io.BytesIO()
    pdf.save(target, encryption=False)
    return target.getvalue()


def pdfium_texts(plain: bytes) -> tuple[str, ...] | None:
    """Return the text of each page as pdfium reads it, None where it cannot read the file; a page that it cannot read is empty."""
    try:
        document = pypdfium2.PdfDocument(plain)
    except pypdfium2.PdfiumError:
        return None
    try:
        return tuple(_pdfium_text(document, number) for number in range(len(document)))
    finally:
        document.close()


def _pdfium_text(document: pypdfium2.PdfDocument, number: int) -> str:
    try:
        page = document[number]
    except pypdfium2.PdfiumError:
        return ""
    text = page.get_textpage()
    found = str(text.get_text_range(errors="replace"))
    text.close()
    page.close()
    return found


@contextmanager
def _quiet() -> Iterator[None]:
    """Keep pypdf from logging: its words may quote the file."""
    log = logging.getLogger("pypdf")
    before, log.disabled = log.disabled, True
    try:
        yield
    finally:
        log.disabled = before


def pypdf_texts(plain: bytes) -> tuple[str, ...] | None:
    """Return the text of each page as pypdf reads it, None where it cannot read the file; a page that it cannot read is empty."""
    with _quiet():
        try:
            pages = list(PdfReader(io.BytesIO(plain), strict=False).pages)
        except _FAILURES:
            return None
        with fonts_read_once():
            return tuple(_pypdf_text(page) for page in pages)


def _pypdf_text(page: object) -> str:
    try:
        return str(page.extract_text())  # type: ignore[attr-defined]
    except _FAILURES:
        return ""


def words_of(text: str) -> frozenset[str]:
    """Return the words of a text, folded, those of one or two letters left out."""
    folded = (fold_text(match.group()) for match in _WORD.finditer(text))
    return frozenset(each for each in folded if len(each) >= _SHORTEST)
