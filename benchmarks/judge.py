"""A judge of releases that knows nothing of ours: letters are sought by two readers, and in all that a PDF holds, inflated."""

from __future__ import annotations

import io
import re
from collections.abc import Collection, Iterable, Iterator, Sequence

import pypdfium2
from pikepdf import Array, Dictionary, Name, Object, Pdf, PdfError, Stream, String, parse_content_stream
from pypdf import PdfReader

__all__ = ["traces"]

_PROGRAMS = ("/Length1", "/N")  # of fonts and of colour profiles: their bytes are no text
_FEWEST = 3  # codes in a row: fewer stand anywhere by chance


def _texts(pdf: bytes) -> Iterator[tuple[str, str]]:
    document = pypdfium2.PdfDocument(pdf)
    for at in range(len(document)):
        page = document[at]
        reader = page.get_textpage()
        yield f"pdfium, page {at + 1}", reader.get_text_range()
        reader.close()
        page.close()
    document.close()
    for at, page in enumerate(PdfReader(io.BytesIO(pdf)).pages, start=1):
        yield f"pypdf, page {at}", page.extract_text()


def _strings(each: Object, depth: int = 0) -> Iterator[bytes]:
    """Yield the strings and names that an object holds itself."""
    if isinstance(each, String):
        yield bytes(each)
        yield str(each).encode("utf-8")
    elif isinstance(each, Name):
        yield str(each).encode("utf-8", "replace")
    elif isinstance(each, Array):
        for one in each:
            if isinstance(one, Object) and not one.is_indirect:
                yield from _strings(one, depth + 1)
    elif isinstance(each, Dictionary | Stream):
        for key, value in each.items():
            yield key.encode("utf-8", "replace")
            if isinstance(value, Object) and not value.is_indirect:
                yield from _strings(value, depth + 1)


def _shown(stream: Object) -> bytes:
    """Return all strings of a content stream in one: what is not one reads as nothing."""
    try:
        return b"".join(
            bytes(part)
            for each in parse_content_stream(stream)
            for operand in each.operands
            for part in (operand if isinstance(operand, Array) else [operand])
            if isinstance(part, String)
        )
    except (PdfError, RuntimeError, ValueError, AttributeError, TypeError):
        return b""


def _held(pdf: bytes) -> Iterator[tuple[str, bytes]]:
    with Pdf.open(io.BytesIO(pdf)) as document:
        for number, each in enumerate(document.objects, start=1):
            for string in _strings(each):
                yield f"object {number}", string
            if isinstance(each, Stream):
                if not any(key in each for key in _PROGRAMS) and each.get("/Subtype") != "/Image":
                    yield f"stream {number}", each.read_bytes()
                if "/Subtype" not in each or each.Subtype == "/Form":
                    yield f"strings of stream {number}", _shown(each)


def _row(form: Iterable[bytes], before: bytes) -> bytes:
    return before + b"(?:" + b"|".join(map(re.escape, form)) + b"){%d}" % _FEWEST


def traces(pdf: bytes, letters: Collection[str], codes: Sequence[Collection[bytes]]) -> list[str]:
    """Return where letters that were to go are found: one by a reader of text, or several in a row, as ``codes`` of fonts."""
    found = [place for place, text in _texts(pdf) if not set(letters).isdisjoint(text)]
    forms: list[Collection[bytes]] = [*codes, [each.encode("utf-16-be") for each in letters], [each.encode() for each in letters]]
    patterns = [re.compile(_row(form, b"")) for form in forms]
    # In hex a code begins a whole number of codes after the string does.
    patterns += [
        re.compile(_row([one.hex().encode() for one in form], b"<(?:[0-9a-f]{%d})*?" % (2 * len(next(iter(form))))), re.IGNORECASE)
        for form in forms
    ]
    for place, data in _held(pdf):
        found += [place for pattern in patterns if pattern.search(data)]
    return found
