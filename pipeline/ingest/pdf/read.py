"""A PDF becomes a record whose pages are kept: every glyph that our own walk finds is laid out as a person reads the page.

Annotations are made content first. What the source hides, and what may hold words that nobody read, follows its page's text and
is for a person. A page that cannot be read or excised safely is refused, with its number and the reason.
"""

from __future__ import annotations

import io
import logging
import unicodedata
import warnings
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import groupby

import pikepdf
import pypdfium2
from pikepdf import Page, Pdf

from pipeline.content.flatten import flatten
from pipeline.content.hidden import hidden
from pipeline.content.layers import read_layers
from pipeline.content.pixels import needs_look, unseen
from pipeline.content.unpacked import TooLargeError, TornError
from pipeline.content.values import Font, Scene
from pipeline.content.walk import read_scene
from pipeline.errors import InputError
from pipeline.ingest.door import Limits, ReadText
from pipeline.ingest.pdf.carried import left_behind
from pipeline.ingest.pdf.compose import Part, Sheet, compose
from pipeline.ingest.pdf.layout import Row, read_rows, runs_down
from pipeline.ingest.pdf.opening import BROKEN, Opened, open_pdf, saved
from pipeline.ingest.pdf.second import disagreements
from pipeline.ingest.pdf.words import Frame, frames, paper_size
from pipeline.ingest.text import text_blocks
from pipeline.model import KeptPages

__all__ = ["read_pdf"]

UNTOLD = "its font does not tell all of its letters"
BACKWARD = "it runs from right to left"
DOWNWARD = "letters stand below each other"
GRAPHIC = "an image or a drawing that may hold words"
_REPLACEMENT = "\ufffd"
_PRIVATE = frozenset({"Co", "Cn", "Cs"})
_RIGHT_TO_LEFT = frozenset({"R", "AL"})

for _library in ("pypdf", "pikepdf", "pdfminer", "fontTools"):  # their words may quote the record
    logging.getLogger(_library).addHandler(logging.NullHandler())
    logging.getLogger(_library).propagate = False


def read_pdf(untrusted: bytes, limits: Limits, passwords: Sequence[str] = ()) -> ReadText:
    """Read a PDF with a text layer. Raises InputError where a page of it cannot be read, or not be excised safely."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the libraries' own words may quote the record
        opened = open_pdf(untrusted, limits, passwords)
        remarks = [*opened.remarks, *_remarks(opened.pdf)]
        flattened = flatten(opened.pdf)
        for number, fault in flattened.faults:
            raise InputError(_refusal(number, fault))
        remarks += [f"not taken over, and not judged: {what}" for what in flattened.carried]
        plain = saved(opened.pdf)
        sheets = list(_sheets(plain, limits, flattened.redact_areas))
        if not any(sheet.rows for sheet in sheets):
            raise InputError("the PDF has no text that shows, as a scan has none; scans cannot be read yet, save its text as plain text (.txt)")
        composed = compose(sheets)
    encoding = f"PDF {opened.pdf.pdf_version}"
    kept = KeptPages(plain, composed.kept)
    return ReadText(encoding, composed.text, composed.pages, text_blocks(composed.text), tuple(remarks), kept, composed.unsure)


def _refusal(number: int, fault: str) -> str:
    return f"page {number}: {fault}, so it cannot be excised safely; print that page to a new PDF, or save its text as plain text (.txt)"


def _remarks(pdf: Pdf) -> list[str]:
    gone = left_behind(pdf)
    return [f"not taken over, and not judged: {', '.join(gone)}"] if gone else []


def _sheets(plain: bytes, limits: Limits, areas: Mapping[int, Sequence[tuple[float, float, float, float]]]) -> Iterator[Sheet]:
    """Yield each page as its parts. Raises InputError at the first that cannot be excised safely."""
    fonts: dict[tuple[int, int], Font] = {}
    budget = limits.max_operators
    with Pdf.open(io.BytesIO(plain)) as pdf:
        layers, second = read_layers(pdf), _second(plain, len(pdf.pages))
        for number, page in enumerate(pdf.pages, start=1):
            scene = _scene(page, number, fonts, layers)
            budget -= sum(len(each.instructions) for each in scene.streams.values())
            if budget < 0:
                raise InputError(f"page {number}: the content is beyond the limit of {limits.max_operators:,} operators in all; print it anew")
            yield _sheet(scene, second[number - 1], plain, areas.get(number, ()))
        second.close()


def _second(plain: bytes, count: int) -> pypdfium2.PdfDocument:
    try:
        document = pypdfium2.PdfDocument(plain)
    except pypdfium2.PdfiumError:
        raise InputError("the PDF cannot be read by the second reader; print it to a new PDF") from None
    if len(document) != count:
        raise InputError(f"the readers find different numbers of pages ({count} and {len(document)}); print it to a new PDF")
    return document


def _scene(page: Page, number: int, fonts: dict[tuple[int, int], Font], layers: object) -> Scene:
    try:
        scene = read_scene(page, fonts, layers)
    except (*BROKEN, TornError, TooLargeError):
        raise InputError(f"page {number} is damaged: its content cannot be decoded; get a whole copy, or print it to a new PDF") from None
    if scene.faults:
        raise InputError(_refusal(number, "; ".join(scene.faults)))
    return scene


def _sheet(scene: Scene, second: pypdfium2.PdfPage, plain: bytes, areas: Sequence[tuple[float, float, float, float]]) -> Sheet:
    """Return a page as its parts: what shows, what stands at an angle, what is hidden, and graphics that may hold words."""
    why = hidden(scene, areas)
    upright, angled = _parted(frames(scene, why))
    rows = [row for frame in upright for row in read_rows(frame.words)]
    secret = [Part(tuple(read_rows(frame.words)), reason) for reason, each in _by_reason(why) for frame in frames(scene, each, wanted=True)]
    try:
        doubts = disagreements(second, [*rows, *(row for part in secret for row in part.rows)], _text(angled))
    except pypdfium2.PdfiumError:
        raise InputError("the PDF cannot be read by the second reader; print it to a new PDF") from None
    parts = [Part(tuple(rows), DOWNWARD if runs_down(rows) else None, doubts=_doubts(rows, doubts))]
    parts += [Part(turned := tuple(read_rows(frame.words)), doubts=_doubts(turned, {})) for frame in angled]
    graphics = [Part(why=GRAPHIC, graphic=number) for number, each in enumerate(scene.graphics) if each.is_doubtful]
    joined = tuple(pair for frame in (*upright, *angled) for pair in frame.joined)
    return Sheet((*parts, *secret, *graphics), *paper_size(scene.sheet), joined, frozenset(why))


def _parted(found: Sequence[Frame]) -> tuple[list[Frame], list[Frame]]:
    return [each for each in found if not each.angle], [each for each in found if each.angle]


def _text(found: Sequence[Frame]) -> str:
    return "".join(word.text for frame in found for word in frame.words)


def _by_reason(why: Mapping[int, str]) -> list[tuple[str, frozenset[int]]]:
    """Return the hidden glyphs by what hides them."""
    ordered = sorted(why, key=lambda each: why[each])
    return [(reason, frozenset(each)) for reason, each in groupby(ordered, key=lambda number: why[number])]


def _doubts(rows: Sequence[Row], found: Mapping[int, str]) -> tuple[tuple[int, str], ...]:
    """Return the rows that nobody may release unseen: those on which the readers disagree, and what a row's own letters say."""
    own = {at: why for at, row in enumerate(rows) if (why := _fault("".join(word.text for word in row.words)))}
    return tuple(sorted({**found, **own}.items()))


def _fault(text: str) -> str | None:
    if text.isascii():
        return None
    if any(char == _REPLACEMENT or unicodedata.category(char) in _PRIVATE for char in text):
        return UNTOLD
    return BACKWARD if any(unicodedata.bidirectional(char) in _RIGHT_TO_LEFT for char in text) else None
