"""A PDF whose pages are text and rules becomes a record; anything else is refused with what it carries.

Every page is read by pdfium and counted against pypdf and against our own walk over its operators, and every
character must show in the rendering: a page that one of them loses, or text that no eye can see, is noticed.
"""

from __future__ import annotations

import io
import logging
import unicodedata
import warnings
from collections import Counter
from collections.abc import Callable, Iterable, Sequence

import pypdfium2
from pypdf import PageObject, PdfReader
from pypdf.generic import NullObject

from pipeline.errors import InputError
from pipeline.ingest.door import Limits, ReadText
from pipeline.ingest.pdf.accents import accented
from pipeline.ingest.pdf.carried import left_behind, of_document, of_page
from pipeline.ingest.pdf.compose import Sheet, compose
from pipeline.ingest.pdf.content import Drawn, TooMuchContentError, draw
from pipeline.ingest.pdf.fonts import VERTICAL, Font
from pipeline.ingest.pdf.glyphs import PageText, read_glyphs
from pipeline.ingest.pdf.layout import read_rows, runs_down
from pipeline.ingest.pdf.opening import BROKEN, Opened, open_pdf
from pipeline.ingest.pdf.unpacked import TooLargeError, TornError
from pipeline.ingest.pdf.variants import text_alone, without_spoken, without_text
from pipeline.ingest.pdf.visible import UNTOLD, Rendering, unseen
from pipeline.ingest.text import text_blocks

__all__ = ["read_pdf"]

_LEANING = "text set at an angle"
_BACKWARD = "text that runs from right to left"
_SHOWN_PAGES = 3  # page numbers in a sentence
_REMEDY = "which cannot be taken in safely yet; print the text alone to a new PDF, or save it as plain text (.txt)"

for _library in ("pypdf", "pikepdf"):  # their words may quote the record
    logging.getLogger(_library).addHandler(logging.NullHandler())
    logging.getLogger(_library).propagate = False

Carried = dict[str, list[int]]


def read_pdf(untrusted: bytes, limits: Limits, passwords: Sequence[str] = ()) -> ReadText:
    """Read a PDF with a text layer. Raises InputError where any of it cannot be read, or carries more than text and rules."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the libraries' own words may quote the record
        opened = open_pdf(untrusted, limits, passwords)
        carried: Carried = {}
        drawn = _drawn(opened, limits, carried)
        _refuse(carried)
        spoken = _version(without_spoken, opened.plain) if any(each.is_spoken for each in drawn) else opened.plain
        pages = _read(spoken, len(drawn), carried)
        _refuse(carried)
        _compare(drawn, pages, spoken)
        _refuse_lost(untrusted)
        _look(opened.plain, pages, carried)
        sheets = [Sheet(tuple(read_rows(accented(page.glyphs))), page.width, page.height) for page in pages]
        for number, sheet in enumerate(sheets, start=1):
            _note(carried, [VERTICAL] * runs_down(sheet.rows), number)
    _refuse(carried)
    text, composed = compose(sheets)
    remarks = opened.remarks
    if gone := left_behind(opened.pdf):
        remarks = (*remarks, f"not taken over, and not judged: {', '.join(gone)}")
    return ReadText(f"PDF {opened.pdf.pdf_version}", text, composed, text_blocks(text), remarks)


def _note(carried: Carried, found: Iterable[str], page: int) -> None:
    for what in found:
        carried.setdefault(what, []).append(page)


def _drawn(opened: Opened, limits: Limits, carried: Carried) -> list[Drawn]:
    """Walk every page; note what the document and its pages carry (page 0: the document)."""
    fonts: dict[tuple[int, int], Font | str] = {}
    budget, found = limits.max_operators, []
    _note(carried, of_document(opened.pdf), 0)
    for number, page in enumerate(opened.pdf.pages, start=1):
        try:
            drawn = draw(page, min(budget, limits.max_page_operators), fonts)
            _note(carried, {**drawn.carried, **of_page(page)}, number)
        except (TooLargeError, TooMuchContentError):
            limit = f"{limits.max_page_operators:,} operators a page and {limits.max_operators:,} in all"
            raise InputError(f"page {number}: the content is beyond the limit of {limit}, or of a page's letters; print it anew") from None
        except (*BROKEN, TornError):
            raise InputError(
                f"page {number} is damaged: its content cannot be decoded; get a whole copy, or print it to a new PDF"
            ) from None
        budget -= drawn.operators
        found.append(drawn)
    return found


def _refuse(carried: Carried) -> None:
    if carried:
        raise InputError("the PDF carries " + "; ".join(f"{what}{_places(pages)}" for what, pages in carried.items()) + f"; {_REMEDY}")


def _places(pages: Sequence[int]) -> str:
    numbers = [page for page in pages if page]
    if not numbers:
        return ""
    shown = ", ".join(map(str, numbers[:_SHOWN_PAGES]))
    more = f" and {len(numbers) - _SHOWN_PAGES} more" if len(numbers) > _SHOWN_PAGES else ""
    return f" (page{'s' if len(numbers) > 1 else ''} {shown}{more})"


def _read(plain: bytes, count: int, carried: Carried) -> list[PageText]:
    try:
        document = pypdfium2.PdfDocument(plain)
        if len(document) != count:
            raise InputError(f"the readers find different numbers of pages ({count} and {len(document)}); print it to a new PDF")
        pages = []
        for number, page in enumerate(document, start=1):
            pages.append(read_glyphs(page))
            page.close()
            _note(carried, [what for what, times in _faults(pages[-1]) if times], number)
        document.close()
    except pypdfium2.PdfiumError:
        raise InputError("the PDF cannot be read by the second reader; print it to a new PDF") from None
    if not any(page.glyphs for page in pages):
        raise InputError("the PDF has no text layer, as a scan has none; scans cannot be read yet, save its text as plain text (.txt)")
    return pages


def _faults(page: PageText) -> tuple[tuple[str, int], ...]:
    return (UNTOLD, page.untold), (_LEANING, page.leaning), (_BACKWARD, page.backward)


def _compare(drawn: Sequence[Drawn], pages: Sequence[PageText], plain: bytes) -> None:
    """Refuse the PDF where one of three readers finds more or less on a page than the others."""
    others = _pypdf_letters(plain, len(pages))
    for number, (walked, page, other) in enumerate(zip(drawn, pages, others, strict=True), start=1):
        letters = _letters("".join(each.text for each in page.glyphs))
        if walked.letters != page.drawn or letters != other:
            counts = f"{walked.letters} characters drawn, {page.drawn} and {other.total()} read"
            raise InputError(f"page {number}: the readers do not agree ({counts}), so words could be missed; print it to a new PDF")


def _letters(text: str) -> Counter[str]:
    return Counter(char for char in unicodedata.normalize("NFKC", text) if char.isalnum())


def _pypdf_letters(plain: bytes, count: int) -> list[Counter[str]]:
    try:
        pages = PdfReader(io.BytesIO(plain)).pages
        found = [_letters(page.extract_text()) for page in pages]
    except Exception:  # noqa: BLE001  # pypdf raises all kinds of errors on a damaged file, and its words may quote the record
        raise InputError("the PDF cannot be read by the third reader; print it to a new PDF") from None
    if len(found) != count:
        raise InputError(f"the readers find different numbers of pages ({count} and {len(found)}); print it to a new PDF")
    return found


def _refuse_lost(untrusted: bytes) -> None:
    """Refuse a file, as it came in, whose page names content that is not there: once repaired, it passes for an empty page."""
    try:
        pages = PdfReader(io.BytesIO(untrusted)).pages
        lost = [number for number, page in enumerate(pages, start=1) if _is_lost(page)]
    except Exception:  # noqa: BLE001  # a file that needed repair or a password, which pypdf alone cannot open
        return
    if lost:
        raise InputError(f"page {lost[0]} is damaged: its content is not in the file; get a whole copy, or print it to a new PDF")


def _is_lost(page: PageObject) -> bool:
    """Tell whether a page names content that is not in the file, which pikepdf takes for none at all."""
    return "/Contents" in page and isinstance(page["/Contents"], (NullObject, type(None)))


def _version(make: Callable[[bytes], bytes], plain: bytes) -> bytes:
    """Return another version of the PDF. Raises InputError where what it holds is too much to write anew."""
    try:
        return make(plain)
    except (TooLargeError, TornError):
        raise InputError("the forms of the PDF are more than the door takes in, over the limit; print it to a new PDF") from None


def _look(plain: bytes, pages: Sequence[PageText], carried: Carried) -> None:
    """Note the pages whose text does not show as it was read."""
    try:
        versions = [pypdfium2.PdfDocument(each) for each in (plain, _version(without_text, plain), _version(text_alone, plain))]
        for number, (page, *sides) in enumerate(zip(pages, *versions, strict=True), start=1):
            _note(carried, unseen(page, Rendering(*sides)), number)
            for side in sides:
                side.close()
        for each in versions:
            each.close()
    except (pypdfium2.PdfiumError, OverflowError, MemoryError, *BROKEN):
        raise InputError("the PDF cannot be drawn, so nobody can see what its text shows; print it to a new PDF") from None
