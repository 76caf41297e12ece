"""A PDF rendered as it is, without its text, and its text alone: what of the text an eye sees is where the first two differ."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager
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
    with ExitStack() as stack:
        yield _opened(plain, stack)


def _opened(plain: bytes, stack: ExitStack) -> Looks | None:
    try:
        bare, text = _rewritten(plain, _is_no_text), _rewritten(plain, _TEXT_ALONE.__contains__, is_text_alone=True)
        whole_opened, bare_opened, text_opened = (
            stack.enter_context(closing(pypdfium2.PdfDocument(version))) for version in (plain, bare, text)
        )
    except (pypdfium2.PdfiumError, *UNREADABLE):
        return None
    return Looks(whole_opened, bare_opened, text_opened)


def _is_no_text(name: str) -> bool:
    return name not in _SHOWING


def _rewritten(plain: bytes, keeps: Keeps, *, is_text_alone: bool = False) -> bytes:
    """Return the PDF with those operators only that ``keeps`` accepts, in pages, forms and patterns; without pictures for text alone."""
    with Pdf.open(io.BytesIO(plain), suppress_warnings=True) as pdf:
        for each in [each for each in pdf.objects if isinstance(each, Stream) and _draws(each)]:
            each.write(_filtered(each, keeps, has_pictures=not is_text_alone))
        for page in pdf.pages:
            if "/Contents" in page.obj:
                page.obj.Contents = pdf.make_stream(_filtered(page, keeps, has_pictures=not is_text_alone))
        if is_text_alone:
            _clear(pdf)
        target = io.BytesIO()
        pdf.save(target)
    return target.getvalue()


def _clear(pdf: Pdf) -> None:
    """Empty every picture, so that nothing but text is drawn."""
    for each in pdf.objects:
        if isinstance(each, Stream) and each.get("/Subtype") == Name.Image:
            each.write(b"")
            each.Subtype, each.BBox = Name.Form, Array([0, 0, 0, 0])


def _draws(stream: Stream) -> bool:
    return stream.get("/Subtype") == Name.Form or "/PatternType" in stream


def _filtered(source: Stream | Page, keeps: Keeps, *, has_pictures: bool) -> bytes:
    try:
        instructions = parse_content_stream(source)
    except UNREADABLE:
        return b""
    return unparse_content_stream([each for each in instructions if _is_kept(each, keeps, has_pictures=has_pictures)])


def _is_kept(instruction: object, keeps: Keeps, *, has_pictures: bool) -> bool:
    if isinstance(instruction, ContentStreamInlineImage):
        return has_pictures
    return keeps(str(instruction.operator))  # type: ignore[attr-defined]
