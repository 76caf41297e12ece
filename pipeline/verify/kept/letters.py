"""What three readers read on each page: our own walk, pdfium and pypdf, each counted letter by letter.

Readers order lines, part words and write ligatures as they like; none may read a letter or digit more than was released, or
less. Where one reads a source otherwise than we do, by a font that it does not understand, it is held to its own reading of
the source: what it reads now must be that, less what was cut.
"""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence

import pypdfium2
from pypdf import PdfReader

from pipeline.content.values import Scene
from pipeline.errors import LeakError
from pipeline.verify.kept.case import Case
from pipeline.verify.kept.expected import KeptExpected, KeptPage
from pipeline.verify.pdf import UNREADABLE
from pipeline.verify.reading import fonts_read_once

__all__ = ["letters", "probe_pdfium_text", "probe_pypdf_text", "probe_walked_text"]

_OTHERWISE = "it reads otherwise than what was released"
_WITHHELD = "a withheld word is read on it"
_HIDDEN = "text is drawn that nobody sees"
_INVISIBLE = frozenset((3, 7))  # text rendering modes that paint nothing: ISO 32000-1, table 106
_PDFIUM_HYPHEN = "\ufffe"  # how pdfium reports a hyphen at a line's end


def letters(text: str) -> Counter[str]:
    """Return how often each letter and digit stands in a text: ligatures opened, accents and all other signs left out."""
    return Counter(filter(str.isalnum, unicodedata.normalize("NFKD", text)))


def _joined(words: Iterable[str]) -> str:
    return "\n".join(words)


def _shown(page: KeptPage) -> Counter[str]:
    """Return the letters of a page whose reader sees glyphs alone."""
    return letters(_joined((page.kept, page.furniture, page.labels)))


def _spoken(page: KeptPage) -> Counter[str]:
    """Return the letters of a page whose reader gives an ActualText instead of its glyphs."""
    return letters(_joined((page.kept, page.furniture, *page.spoken)))


def _is_visible(scene: Scene) -> bool:
    hidden = (show for show in scene.shows if show.is_in_layer_off or show.mode in _INVISIBLE or show.alpha == 0)
    return not any("".join(show.font.texts(show.codes)).strip() for show in hidden)  # a blank is seen as little when it is painted


def walked_text(scene: Scene) -> str:
    """Return what our own walk reads on a page, in the order in which it is drawn."""
    return "".join(text for show in scene.shows for text in show.font.texts(show.codes))


def probe_walked_text(case: Case) -> None:
    """Raise LeakError unless our own walk reads each page as released, with nothing hidden and nothing that it cannot read."""
    for number, scene in enumerate(case.opened.scenes, start=1):
        if scene.faults:
            raise LeakError("walked text", f"page {number}", f"it cannot be read: {scene.faults[0]}")
        if not _is_visible(scene):
            raise LeakError("walked text", f"page {number}", _HIDDEN)
    for place, text, page in _pairs(list(map(walked_text, case.opened.scenes)), case.expected):
        if letters(text) != _shown(page):
            raise LeakError("walked text", place, _OTHERWISE)
        if case.hunt.in_text(text):
            raise LeakError("walked text", place, _WITHHELD)


def _pairs(texts: Sequence[str], expected: KeptExpected) -> Iterator[tuple[str, str, KeptPage]]:
    """Yield the place of each page, its text and what it must read as; the pages that a release adds are read as one."""
    added: list[tuple[int, str, str]] = []
    for number, (text, page) in enumerate(zip(texts, expected.pages, strict=True), start=1):
        if page.source is None:
            added.append((number, text, page.furniture))
        else:
            yield f"page {number}", text, page
    if added:
        numbers, read, furniture = zip(*added, strict=True)
        yield f"page {numbers[0]}", _joined(read), KeptPage(None, furniture=_joined(furniture))


class _Differing:
    """A reader's own reading of the source, asked for only where it does not read a page as we do."""

    def __init__(self, read: Callable[[int], str]) -> None:
        self._read = read

    def agrees(self, page: KeptPage, added: Counter[str], found: Counter[str]) -> bool:
        """Tell whether ``found``, less what was added, is the reader's source less what was cut.

        The letters that went must be those of the passages, or as many where the reader takes letters for others.
        """
        if page.source is None or added - found:
            return False
        before, after = letters(self._read(page.source)), found - added
        gone, cut = before - after, letters(_joined(page.cut))
        return not after - before and (gone == cut or gone.total() == cut.total())


def _check(
    probe: str, texts: Sequence[str], wanted: Callable[[KeptPage], Counter[str]], case: Case, source: _Differing
) -> None:
    for place, text, page in _pairs(texts, case.expected):
        found, released = letters(text), wanted(page)
        if found != released and not source.agrees(page, released - letters(page.kept), found):
            raise LeakError(probe, place, _OTHERWISE)
        if case.hunt.in_text(text):
            raise LeakError(probe, place, _WITHHELD)


def _pdfium(document: pypdfium2.PdfDocument, number: int) -> str:
    page = document[number]
    reader = page.get_textpage()
    text: str = reader.get_text_range()
    reader.close()
    page.close()
    return text.replace(_PDFIUM_HYPHEN, "-")


def probe_pdfium_text(case: Case) -> None:
    """Raise LeakError unless the text that pdfium reads, spoken words of bars included, is what was released."""
    try:
        texts = [_pdfium(case.opened.drawn, number) for number in range(len(case.opened.drawn))]
        _check("pdfium text", texts, _spoken, case, _Differing(lambda number: _pdfium(case.source.drawn, number)))
    except pypdfium2.PdfiumError as error:
        raise LeakError("pdfium text", "the PDF", f"it cannot be read back ({type(error).__name__})") from None


def _pypdf(reader: PdfReader, number: int) -> str:
    return reader.pages[number].extract_text()


def probe_pypdf_text(case: Case) -> None:
    """Raise LeakError unless the glyphs that pypdf reads are what was released."""
    try:
        with fonts_read_once():
            texts = [page.extract_text() for page in case.opened.read.pages]
            _check("pypdf text", texts, _shown, case, _Differing(lambda number: _pypdf(case.source.read, number)))
    except UNREADABLE as error:
        raise LeakError("pypdf text", "the PDF", f"it cannot be read back ({type(error).__name__})") from None
