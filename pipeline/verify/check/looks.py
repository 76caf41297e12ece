"""A PDF rendered as it is, without its text, and its text alone: what of the text an eye sees is where the first two differ."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pypdfium2
from pikepdf import Array, ContentStreamInlineImage, Name, Page, Pdf, Stream, parse_content_stream, unparse_content_stream

from pipeline.verify.check.opening import UNREADABLE

__all__ = ["Look", "Looks", "looks"]

_SHOWING = frozenset({"Tj", "TJ", "'", '"'})
_TEXT_ALONE = frozenset("q Q cm BT ET Tc Tw Tz TL Tf Ts Td TD Tm T* Tj TJ ' \" Do".split())
_SCALE = 1.5  # pixels a point
_MOST_PIXELS = 8_000_000  # of a rendering

Grey = npt.NDArray[np.uint8]
Keeps = Callable[[str], bool]


@dataclass(frozen=True, slots=True)
class Look:
    """One page three ways, grey from 0 to 255, in pixels of the same size."""

    whole: Grey
    bare: Grey
    text: Grey


class Looks:
    """The three documents that ``looks`` keeps open."""

    def __init__(self, whole: pypdfium2.PdfDocument, bare: pypdfium2.PdfDocument, text: pypdfium2.PdfDocument) -> None:
        """Take the documents: as it is, without its text, its text alone."""
        self._documents = whole, bare, text

    def of_page(self, number: int) -> Look | None:
        """Return how a page, counted from 0, looks; None where it cannot be rendered."""
        try:
            whole, bare, text = (_grey(document, number) for document in self._documents)
        except (pypdfium2.PdfiumError, ValueError, MemoryError):
            return None
        return Look(whole, bare, text) if whole.shape == bare.shape == text.shape else None


def _grey(document: pypdfium2.PdfDocument, number: int) -> Grey:
    page = document[number]
    area = page.get_width() * page.get_height()
    scale = min(_SCALE, (_MOST_PIXELS / area) ** 0.5) if area > 0 else _SCALE
    bitmap = page.render(scale=scale, grayscale=True, may_draw_forms=False)
    pixels = np.array(bitmap.to_numpy(), dtype=np.uint8)
    bitmap.close()
    page.close()
    return pixels.reshape(pixels.shape[:2])


@contextmanager
def looks(plain: bytes) -> Iterator[Looks | None]:
    """Give the looks of a PDF without annotations; None where it cannot be rendered."""
    documents: list[pypdfium2.PdfDocument] = []
    try:
        for version in (plain, _rewritten(plain, lambda name: name not in _SHOWING), _rewritten(plain, _TEXT_ALONE.__contains__, _cleared)):
            documents.append(pypdfium2.PdfDocument(version))
        found = Looks(*documents)
    except (pypdfium2.PdfiumError, *UNREADABLE):
        found = None
    try:
        yield found
    finally:
        for each in documents:
            each.close()


def _cleared(pdf: Pdf) -> None:
    """Empty every image, so that nothing but text is drawn."""
    for each in pdf.objects:
        if isinstance(each, Stream) and each.get("/Subtype") == Name.Image:
            each.write(b"")
            each.Subtype, each.BBox = Name.Form, Array([0, 0, 0, 0])


def _rewritten(plain: bytes, keeps: Keeps, change: Callable[[Pdf], None] = lambda _: None) -> bytes:
    """Return the PDF with those operators only that ``keeps`` accepts, in pages, forms and patterns."""
    with Pdf.open(io.BytesIO(plain), suppress_warnings=True) as pdf:
        for each in [each for each in pdf.objects if isinstance(each, Stream) and _draws(each)]:
            each.write(_filtered(each, keeps))
        for page in pdf.pages:
            if "/Contents" in page.obj:
                page.obj.Contents = pdf.make_stream(_filtered(page, keeps))
        change(pdf)
        target = io.BytesIO()
        pdf.save(target)
    return target.getvalue()


def _draws(stream: Stream) -> bool:
    return stream.get("/Subtype") == Name.Form or "/PatternType" in stream


def _filtered(source: Stream | Page, keeps: Keeps) -> bytes:
    try:
        instructions = parse_content_stream(source)
    except UNREADABLE:
        return b""
    return unparse_content_stream(
        [each for each in instructions if not isinstance(each, ContentStreamInlineImage) and keeps(str(each.operator))]
        if keeps == _TEXT_ALONE.__contains__
        else [each for each in instructions if isinstance(each, ContentStreamInlineImage) or keeps(str(each.operator))]
    )
