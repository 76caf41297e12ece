"""A version of a record as a PDF that keeps its pages: cut, copied by an allow-list, and marked with what was done."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from pikepdf import Page, Pdf

from pipeline.content.geometry import overlap
from pipeline.content.layers import Layers, read_layers
from pipeline.content.values import Edges, Font, Scene
from pipeline.content.walk import read_scene
from pipeline.errors import InputError
from pipeline.model import Action, Decision, DrawnBar, DrawnPage, KeptLink, Record
from pipeline.passages import AmountPolicy, clean_links, unhidden
from pipeline.render.kept.excise import Copies, UnsafePageError, excise_page
from pipeline.render.kept.furniture import Furnished, furnish
from pipeline.render.kept.gaps import PageCuts, cuts_of, gaps_with_blanks, places_of
from pipeline.render.kept.margins import occupied
from pipeline.render.kept.rebuild import Link, rebuild, save_kept
from pipeline.render.kept.values import Bar, Gap, Marks
from pipeline.statement import Statement
from pipeline.wording import BlankWords, document_title, kept_notes

__all__ = ["WrittenPages", "write_kept"]

_NO_WORDS = BlankWords("", "", "", "")  # of what goes without a bar


@dataclass(frozen=True, slots=True)
class WrittenPages:
    """A version as a PDF: ``pages_of`` gives the page of each blank in order, ``drawn`` what was drawn on each page."""

    pdf: bytes = field(repr=False)
    pages_of: tuple[int, ...]
    drawn: tuple[DrawnPage, ...]


def write_kept(record: Record, decisions: Iterable[Decision], statement: Statement, amount: AmountPolicy) -> WrittenPages:
    """Return a version of a record as a PDF that keeps its pages.

    Raises InputError, by its number, for a page that cannot be excised or carried over safely.
    """
    if record.kept is None:
        msg = "the record keeps no pages"
        raise ValueError(msg)
    settled = tuple(decisions)
    cuts, passages = cuts_of(record, settled, amount)
    with Pdf.open(io.BytesIO(record.kept.pdf)) as source:
        fonts: dict[tuple[int, int], Font] = {}
        layers = read_layers(source)
        copies = Copies()
        marks = [_excised(source, number, each, fonts, layers, copies) for number, each in enumerate(cuts, start=1)]
        rebuilt = rebuild(source, document_title(statement), statement.as_of, _links(clean_links(record, settled), marks), fonts)
        barred = {bar.words.mark for each in marks for bar in each.bars}
        notes = kept_notes([each for each in passages if each[0] not in barred], unhidden(record, settled))
        furnished = furnish(rebuilt, _occupied(rebuilt), marks, statement, notes)
        pdf = save_kept(rebuilt)
    return WrittenPages(pdf, tuple(page for _, page in passages), tuple(_drawn(furnished, at, each) for at, each in enumerate(marks)))


def _excised(source: Pdf, number: int, cuts: PageCuts, fonts: dict[tuple[int, int], Font], layers: Layers, copies: Copies) -> Marks:
    page = source.pages[number - 1]
    scene = read_scene(page, fonts, layers)
    unseen = [Gap(tuple(sorted(cuts.hidden)), (), Action.RELEASE, _NO_WORDS, is_first=False, is_placed=False)] if cuts.hidden else []
    gaps = gaps_with_blanks(scene, [*cuts.gaps, *unseen])
    try:
        marks = excise_page(source, page, scene, gaps, cuts.struck, copies)
    except UnsafePageError as error:
        why = f"page {number}: {error}, so it cannot be excised safely; print that page to a new PDF, or save its text as plain text (.txt)"
        raise InputError(why) from None
    return replace(marks, touched=(*marks.touched, *places_of(scene, gaps)))


def _links(links: Iterable[KeptLink], marks: Sequence[Marks]) -> list[Link]:
    """Return the links that lie over nothing that was cut or set anew: their boxes would measure it."""
    return [
        Link(link.page - 1, link.box, link.uri or "" if link.target is None else link.target - 1)
        for link in links
        if not any(overlap(link.box, touched) for touched in marks[link.page - 1].touched)
    ]


def _occupied(pdf: Pdf) -> list[Sequence[Edges]]:
    """Return, by page, the boxes of all that is drawn after excision: paper is added by them."""
    fonts: dict[tuple[int, int], Font] = {}
    return [occupied(_scene(page, fonts)) for page in pdf.pages]


def _scene(page: Page, fonts: dict[tuple[int, int], Font]) -> Scene:
    return read_scene(page, fonts)


def _drawn(furnished: Furnished, at: int, marks: Marks) -> DrawnPage:
    return DrawnPage(furnished.labels[at], tuple(map(_bar, marks.bars)), marks.touched, furnished.bands[at])


def _bar(bar: Bar) -> DrawnBar:
    is_held = bar.action is Action.REFER
    return DrawnBar(bar.x, bar.y, bar.dx, bar.dy, bar.width, bar.ascent, bar.descent, is_held, bar.words.mark, bar.is_first)
