"""What a PDF that keeps its pages must read as, reckoned from the record, the decisions and the source: apart from the writers.

Only where bars stand and which of its labels each bears is taken from the draft; the first is looked at, the second is checked here.
"""

from __future__ import annotations

import io
from collections.abc import Collection, Iterable, Iterator, Mapping
from itertools import groupby

from pikepdf import Pdf

from pipeline.content.layers import read_layers
from pipeline.content.values import Font, Scene
from pipeline.content.walk import read_scene
from pipeline.errors import LeakError
from pipeline.model import Action, Decision, Draft, DrawnBar, DrawnPage, KeptPages, Record
from pipeline.model import KeptPage as KeptGlyphs
from pipeline.passages import clean_links, unhidden
from pipeline.verify.expected import Expected
from pipeline.verify.kept.expected import KeptBar, KeptExpected, KeptPage
from pipeline.wording import (
    PROGRAM,
    SUBJECT,
    BlankWords,
    bar_texts,
    document_title,
    kept_closing_words,
    kept_notes,
    kept_words,
    page_foot,
    page_head,
)

__all__ = ["tell_kept"]

_PROBE = "bars"
_INK, _WHITE = (0x16 / 255, 0x18 / 255, 0x1D / 255), (1.0, 1.0, 1.0)


def tell_kept(draft: Draft, record: Record, kept: KeptPages, decisions: Iterable[Decision], expected: Expected) -> KeptExpected:
    """Return what the pages of a draft must read as. Raises LeakError where a bar bears what no passage of its page is called."""
    with Pdf.open(io.BytesIO(draft.pdf)) as written:
        count = len(written.pages)
    settled = tuple(decisions)
    mask = _withheld(settled)
    blanks = [part for part in expected.parts if isinstance(part, BlankWords)]
    barred = {bar.mark for page in draft.drawn for bar in page.bars}
    unbarred = [(blank.mark, page) for blank, page in zip(blanks, draft.pages_of, strict=True) if blank.mark not in barred]
    notes = kept_notes(unbarred, unhidden(record, settled))
    pages = tuple(_pages(draft, record, kept, mask, count, expected, {each.mark: each for each in blanks}))
    statement = expected.statement
    around = ["\n".join((*page_head(statement), *page_foot(statement, number, count))) for number in range(len(pages) + 1, count + 1)]
    closing = [KeptPage(None, furniture=words) for words in ("\n".join((*kept_closing_words(statement, notes), *around[:1])), *around[1:])]
    targets = frozenset(link.uri for link in clean_links(record, settled) if link.uri)
    stamped = f"D:{statement.as_of:%Y%m%d}000000+00'00'"
    said = {"/Title": document_title(statement), "/Subject": SUBJECT, "/CreationDate": stamped, "/ModDate": stamped}
    said |= dict.fromkeys(("/Author", "/Creator", "/Producer"), PROGRAM)
    return KeptExpected((*pages, *closing), expected.secret(), tuple(said.items()), statement.as_of, targets)


def _withheld(decisions: Iterable[Decision]) -> bytes:
    """Return a one for each character of the record that is not released."""
    return b"".join((b"\0" if each.action is Action.RELEASE else b"\1") * (each.span.end - each.span.start) for each in decisions)


def _pages(
    draft: Draft, record: Record, kept: KeptPages, mask: bytes, count: int, expected: Expected, blanks: Mapping[str, BlankWords]
) -> Iterator[KeptPage]:
    fonts: dict[tuple[int, int], Font] = {}
    with Pdf.open(io.BytesIO(kept.pdf)) as source:
        layers = read_layers(source)
        for number, (page, own, sheet, drawn) in enumerate(zip(record.pages, kept.pages, source.pages, draft.drawn, strict=True), start=1):
            start, end = (page.span.start, page.span.end) if page.span else (0, 0)
            scene = read_scene(sheet, fonts, layers)
            yield KeptPage(
                number - 1,
                kept=_said(scene, _staying(own, mask[start:end])),
                cut=tuple(_runs(record.text[start:end], mask[start:end])),
                furniture="\n".join(kept_words(expected.statement, number, count)),
                labels="\n".join(_labels(drawn, blanks, number)),
                spoken=(*(blanks[bar.mark].line for bar in drawn.bars if bar.is_first), " "),
                bars=tuple(map(_bar, drawn.bars)),
                touched=drawn.touched,
                furniture_edges=drawn.bands,
            )


def _staying(own: KeptGlyphs, mask: bytes) -> set[int]:
    """Return the glyphs that the source shows and none of whose characters is withheld, with the accents over them."""
    gone = {number for number, is_withheld in zip(own.glyphs, mask, strict=True) if is_withheld}
    stay = set(own.glyphs) - gone - own.hidden
    return stay | {other for letter, other in own.joined if letter in stay}


def _said(scene: Scene, stay: Collection[int]) -> str:
    """Return what the glyphs that stay say, in drawn order."""
    return "".join(
        text for show in scene.shows for number, text in enumerate(show.font.texts(show.codes), start=show.first) if number in stay
    )


def _runs(text: str, mask: bytes) -> Iterator[str]:
    """Yield the passages of a page that are withheld."""
    at = 0
    for is_withheld, group in groupby(mask):
        size = len(list(group))
        if is_withheld:
            yield text[at : at + size]
        at += size


def _labels(drawn: DrawnPage, blanks: Mapping[str, BlankWords], number: int) -> tuple[str, ...]:
    """Return the words on a page's bars. Raises LeakError where they are none that the passages there have."""
    allowed = {text for bar in drawn.bars if bar.mark in blanks for texts in bar_texts(blanks[bar.mark]) for text in texts}
    if not set(drawn.labels) <= allowed or any(bar.mark not in blanks for bar in drawn.bars):
        raise LeakError(_PROBE, f"page {number}", "a bar bears words that no passage of the page is called")
    return drawn.labels


def _bar(bar: DrawnBar) -> KeptBar:
    return KeptBar(bar.x, bar.y, bar.dx, bar.dy, bar.width, bar.ascent, bar.descent, _WHITE if bar.is_held else _INK)
