"""Secrets sought in every layer of a PDF: text by three readers, strings, streams, files within it, older revisions, bare bytes."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

from pikepdf import Array, Dictionary, Name, Pdf, Stream

from pipeline.content.fonts import read_font
from pipeline.content.values import Font
from pipeline.errors import InputError
from pipeline.verify.check.bodies import Body, bodies, files_in, loose_streams
from pipeline.verify.check.opening import UNREADABLE, open_any
from pipeline.verify.check.pages import PageRead, read_pages
from pipeline.verify.check.readers import pdfium_texts, plain_copy, pypdf_texts
from pipeline.verify.check.values import Finding, Kind, Unjudged
from pipeline.verify.needles import Needles, joined_strings

__all__ = ["Search"]

_SHOWS_TEXT = re.compile(rb"(?:Tj|TJ)\b")
_HEAD = 1_024  # bytes, within which a PDF begins (ISO 32000-1, annex H)
_DEEPEST = 3  # files within files
_MOST_CODES = 40_000_000  # bytes of strings, times fonts, that are decoded by fonts that may be theirs
Place = tuple[int | None, str]
Reader = tuple[str, Callable[[bytes], tuple[str, ...] | None]]


class Search:
    """One search through one file; ``findings`` and ``not_judged`` are what it found."""

    def __init__(self, secrets: Sequence[str], passwords: Sequence[str]) -> None:
        """Take the secrets and the passwords of files within the file."""
        self._needles, self._passwords = Needles.of(secrets), passwords
        self._found: dict[Place, set[int]] = {}
        self.not_judged: list[Unjudged] = []

    def findings(self) -> list[Finding]:
        """Return one finding a place, with how many different secrets stand there."""
        return [Finding(Kind.SOUGHT, page, place, len(which)) for (page, place), which in self._found.items()]

    def in_text(self, text: str, place: str, page: int | None = None) -> None:
        """Look through a text."""
        self._note(self._needles.text_hits(text), place, page)

    def in_bytes(self, data: bytes, place: str) -> None:
        """Look through bytes."""
        self._note(self._needles.byte_hits(data), place, None)

    def _note(self, which: frozenset[int], place: str, page: int | None) -> None:
        if which:
            self._found.setdefault((page, place), set()).update(which)

    def file(self, data: bytes, pdf: Pdf, plain: bytes, pages: Sequence[PageRead], before: str = "", depth: int = 0) -> None:
        """Look through a PDF, as it lies there, opened, decrypted and read; ``before`` begins the name of every place.

        A file within it is read by our own walk and by pdfium; only the outermost, ``depth`` 0, by pypdf too.
        """
        self._pages(plain, pages, before, (("pdfium", pdfium_texts), ("pypdf", pypdf_texts))[: 2 - bool(depth)])
        self._bodies(pdf, before, depth)
        self.in_bytes(data, f"{before}the bytes of the file")
        for each in loose_streams(data):
            self.in_bytes(each, f"{before}a stream in the bytes of the file")

    def other(self, data: bytes, before: str, depth: int = 0) -> None:
        """Look through a PDF that is not yet open: an older revision, or a file within the file."""
        try:
            with open_any(data, self._passwords) as pdf:
                plain = plain_copy(pdf)
                self.file(data, pdf, plain, tuple(read_pages(plain, is_judged=False)), before, depth)
        except (InputError, *UNREADABLE):
            self.in_bytes(data, f"{before}the bytes of the file")
            self.not_judged.append(Unjudged(f"{before}it cannot be opened", None))

    def _pages(self, plain: bytes, pages: Sequence[PageRead], before: str, readers: Sequence[Reader]) -> None:
        for number, page in enumerate(pages, start=1):
            self.in_text("".join(page.shown), f"{before}the text that is drawn", number)
            self.in_text(" ".join(page.shown), f"{before}the text that is drawn", number)
            self.in_text("\n".join(page.spoken), f"{before}the words that are spoken for marked content", number)
        for name, read in readers:
            texts = read(plain)
            for number, text in enumerate(texts or (), start=1):
                self.in_text(text, f"{before}the text that {name} reads", number)
            if texts is None:
                self.not_judged.append(Unjudged(f"{before}the text that {name} reads", None))
            elif len(texts) > 1:
                self.in_text("\n".join(texts), f"{before}the text that {name} reads, over all pages")

    def _bodies(self, pdf: Pdf, before: str, depth: int) -> None:
        fonts, left, drawn = list(_fonts(pdf)) if not depth else [], _MOST_CODES, _drawn(pdf)
        for body in bodies(pdf):
            named = f"{before}object {body.number}" if body.number else f"{before}the trailer"
            self.in_text(body.text, named)
            self.in_bytes(body.raw, named)
            if not body.is_whole:
                self.not_judged.append(Unjudged(f"{named}: its stream is too large to be unpacked", None))
            self._stream(body, f"{named}, its stream", depth)
            if fonts and body.number not in drawn and _SHOWS_TEXT.search(body.stream) and (codes := joined_strings(body.stream)):
                left -= len(codes) * len(fonts)
                if left >= 0:
                    self._codes(codes, fonts, f"{named}, its stream")

    def _codes(self, codes: bytes, fonts: Sequence[Font], place: str) -> None:
        """Look through shown strings as each font of the file reads them: nothing tells which one draws a stream that nobody draws."""
        for font in fonts:
            self.in_text("".join(font.texts(codes)), place)

    def _stream(self, body: Body, place: str, depth: int) -> None:
        for data in {body.stream, body.packed if body.is_picture else b""}:
            self.in_bytes(data, place)
            self._file_within(data, place, depth)

    def _file_within(self, data: bytes, place: str, depth: int) -> None:
        if depth >= _DEEPEST:
            return
        if b"%PDF-" in data[:_HEAD]:
            self.other(data, f"{place}, a file in it: ", depth + 1)
        for each in files_in(data):
            self.in_bytes(each, f"{place}, an archive in it")
            self._file_within(each, f"{place}, an archive in it", depth + 1)


def _drawn(pdf: Pdf) -> frozenset[int]:
    """Return the numbers of the objects that are content of pages, which the walk has read with the fonts that draw them."""
    held = [page.obj.get("/Contents") for page in pdf.pages]
    parts = [part for each in held for part in (each if isinstance(each, Array) else [each])]
    return frozenset(each.objgen[0] for each in parts if isinstance(each, Stream))


def _fonts(pdf: Pdf) -> Iterator[Font]:
    for each in pdf.objects:
        if isinstance(each, Dictionary) and each.get("/Type") == Name.Font and "/CIDSystemInfo" not in each:
            try:
                yield read_font(each)
            except UNREADABLE:
                continue
