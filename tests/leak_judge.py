"""Judges finished PDFs by the readers of others: text, bytes, strings in several encodings. It shares no code with our verification."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Iterator

import pikepdf
import pypdfium2
from pypdf import PdfReader

__all__ = ["PARTS", "folded", "traces"]

PARTS = ("ZANZIBAR", "ZANZIBAR7734", "OSTRAKOV", "VIKTOR")
"""Of the two secrets of all leak cases, folded."""


def folded(text: str) -> str:
    """Return the letters and digits of a text, in capitals."""
    return re.sub(r"[^A-Z0-9]", "", text.upper())


def every_byte(pdf: bytes) -> Iterator[bytes]:
    """Yield the file, each stream as it is inflated, and each object as it is written."""
    yield pdf
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        for each in opened.objects:
            yield str(each.unparse()).encode("latin-1", "replace")
            if isinstance(each, pikepdf.Stream):
                try:
                    yield each.read_bytes()
                except pikepdf.PdfError:
                    yield each.read_raw_bytes()
        yield repr(opened.trailer).encode()


def texts(pdf: bytes) -> Iterator[str]:
    """Yield what pdfium reads, and what pypdf reads."""
    with pypdfium2.PdfDocument(pdf) as drawn:
        yield "".join(page.get_textpage().get_text_bounded() for page in drawn)
    yield "".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages)


def traces(pdf: bytes, needles: Iterable[str] = ()) -> set[str]:
    """Return what of the secrets is found by any means."""
    found = {f"text: {part}" for text in texts(pdf) for part in PARTS if part in folded(text)}
    for data in every_byte(pdf):
        upper = data.upper()
        for part in PARTS:
            forms = (part.encode(), part.encode("utf-16-be"), part.encode("utf-16-le"))
            if any(form in upper or form.hex().upper().encode() in upper for form in forms):
                found.add(f"bytes: {part}")
        if any(needle.upper().encode() in upper or bytes.fromhex(needle) in data for needle in needles):
            found.add("bytes: codes of the secret")
    return found
