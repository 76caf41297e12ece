"""A finished PDF opened once by each library, for all probes: three readers that share no code of theirs."""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from functools import cached_property

import pikepdf
import pypdfium2
from pikepdf import Pdf
from pypdf import PdfReader

from pipeline.content.layers import read_layers
from pipeline.content.values import Font, Scene
from pipeline.content.walk import read_scene
from pipeline.errors import LeakError
from pipeline.verify.pdf import UNREADABLE

__all__ = ["UNREADABLE_ANYWHERE", "Opened", "Source", "open_kept"]

PROBE = "opening"
UNREADABLE_ANYWHERE = (pikepdf.PdfError, pypdfium2.PdfiumError, *UNREADABLE)
"""What any of the readers raises over a file that is not as it should be."""


class Opened:
    """One PDF: ``written`` are its bytes, ``pdf`` it is to pikepdf, ``drawn`` to pdfium, ``read`` to pypdf."""

    def __init__(self, written: bytes, pdf: Pdf, drawn: pypdfium2.PdfDocument, read: PdfReader) -> None:
        """Take what ``open_kept`` has opened."""
        self.written, self.pdf, self.drawn, self.read = written, pdf, drawn, read
        self.fonts: dict[tuple[int, int], Font] = {}

    @cached_property
    def scenes(self) -> tuple[Scene, ...]:
        """What our own walk sees on each page; ``fonts`` are afterwards those that it met, by object."""
        layers = read_layers(self.pdf)
        return tuple(read_scene(page, self.fonts, layers) for page in self.pdf.pages)


class Source:
    """The PDF that a release was made of, opened by a reader only when it is asked for; it need not be whole."""

    def __init__(self, written: bytes) -> None:
        self._written = written

    @cached_property
    def drawn(self) -> pypdfium2.PdfDocument:
        """The source as pdfium opens it. Raises PdfiumError where it cannot."""
        return pypdfium2.PdfDocument(self._written)

    @cached_property
    def read(self) -> PdfReader:
        """The source as pypdf opens it. Raises what pypdf raises where it cannot."""
        return PdfReader(io.BytesIO(self._written))

    def close(self) -> None:
        """Let go of what was opened."""
        if "drawn" in self.__dict__:
            self.drawn.close()


@contextmanager
def open_kept(written: bytes) -> Iterator[Opened]:
    """Open a finished PDF with every reader, pypdf strictly.

    Raises LeakError where one of them cannot, or where they do not agree on the number of pages.
    """
    with ExitStack() as opened:
        try:
            pdf = opened.enter_context(pikepdf.open(io.BytesIO(written), suppress_warnings=True, attempt_recovery=False))
            drawn, read = pypdfium2.PdfDocument(written), PdfReader(io.BytesIO(written), strict=True)
            opened.callback(drawn.close)
            _agree(pdf, drawn, read)
        except UNREADABLE_ANYWHERE as error:
            raise LeakError(PROBE, "the PDF", f"it cannot be read back ({type(error).__name__})") from None
        yield Opened(written, pdf, drawn, read)


def _agree(pdf: Pdf, drawn: pypdfium2.PdfDocument, read: PdfReader) -> None:
    if pdf.is_encrypted or pdf.get_warnings():
        raise LeakError(PROBE, "the PDF", "it is encrypted or damaged")
    if not len(pdf.pages) == len(drawn) == len(read.pages) > 0:
        raise LeakError(PROBE, "the PDF", "its readers do not agree on how many pages it has")
