"""Draws on an excised and rebuilt PDF what a release adds: bars and ticks, head and foot in the margins, closing pages.

Everything is drawn by one document of our own, so that its fonts are there once, and is then set over each page's own content,
which is closed off between q and Q. Paper is added where a margin is not free.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import count

from pikepdf import Dictionary, Name, Object, Page, Pdf

from pipeline.content.values import Edges
from pipeline.render.kept.bands import draw_band, foot_band, head_band
from pipeline.render.kept.bars import draw_bar, draw_strike, draw_ticks, struck, ticks
from pipeline.render.kept.closing import closing_count, draw_closing_pages
from pipeline.render.kept.margins import Paper, Shown, read_paper
from pipeline.render.kept.nesting import closed_content
from pipeline.render.kept.values import Marks
from pipeline.render.sheet import PAGE_HEIGHT, PAGE_WIDTH, Sheet
from pipeline.statement import Statement
from pipeline.wording import document_title

__all__ = ["Furnished", "furnish"]

# Points as displayed.
_NARROWEST = 144.0  # a narrower page is made so wide
_SIDE, _SIDE_SHARE = 36.0, 0.06  # left and right of head and foot, and never more than a share of the width
_OUTER, _FARTHEST, _INNER = 10.0, 20.0, 7.0  # from the paper's edge, at least and at most; from the page's content


@dataclass(frozen=True, slots=True)
class Furnished:
    """What was drawn, by page of the record.

    ``labels`` are the words on its bars in drawn order; ``bands`` the places, in the page's own space, of head, foot, ticks and strikes.
    """

    labels: tuple[tuple[str, ...], ...]
    bands: tuple[tuple[Edges, ...], ...]


@dataclass(frozen=True, slots=True)
class _Drawn:
    """What one page gets: its new paper, the old crop where paper was added, the operators, the words and the places."""

    paper: Paper
    clip: Edges | None
    code: bytes
    labels: tuple[str, ...]
    bands: tuple[Edges, ...]


def _side(wide: float) -> float:
    return min(_SIDE, wide * _SIDE_SHARE)


def _draw(sheet: Sheet, paper: Paper, drawn: Sequence[Edges], marks: Marks, statement: Statement, number: int, total: int) -> _Drawn:
    """Draw all that is added to page ``number``, bars first, and take the operators."""
    wide = max(paper.width, _NARROWEST)
    side = _side(wide)
    head, foot = head_band(statement, number, wide - 2 * side), foot_band(statement, number, total, wide - 2 * side)
    taken = paper.taken([*drawn, *(bar.edges for bar in marks.bars)])
    free_head, free_foot = _free(paper, taken)
    more_head = max(0.0, head.height + _OUTER + _INNER - free_head)
    more_foot = max(0.0, foot.height + _OUTER + _INNER - free_foot)
    grown = paper.grown(top=more_head, right=wide - paper.width, bottom=more_foot)
    outer = min(_FARTHEST, free_head + more_head - head.height - _INNER)
    below = grown.height - foot.height - min(_FARTHEST, free_foot + more_foot - foot.height - _INNER)
    labels = [word for bar in marks.bars for word in draw_bar(sheet, bar, paper.unit)]
    for mark in marks.strikes:
        draw_strike(sheet, mark, paper.unit)
    marked = ticks(grown, [each for each in marks.touched if each not in marks.unticked], grown.shown(taken) if taken else None)
    with sheet.placed(grown.matrix):
        draw_ticks(sheet, marked)
        draw_band(sheet, head, side, outer)
        draw_band(sheet, foot, side, below)
    places: tuple[Shown, ...] = ((side, outer, wide - side, outer + head.height), (side, below, wide - side, below + foot.height), *marked)
    bands = (*map(grown.own, places), *(struck(mark, paper.unit) for mark in marks.strikes))
    return _Drawn(grown, paper.crop if grown != paper else None, sheet.taken(), tuple(labels), bands)


def _free(paper: Paper, taken: Edges | None) -> tuple[float, float]:
    """Return how many points are free above and below all that is drawn, as displayed."""
    if taken is None:
        return paper.height / 2, paper.height / 2
    _, top, _, bottom = paper.shown(taken)
    return top, paper.height - bottom


def furnish(
    pdf: Pdf, drawn: Sequence[Sequence[Edges]], marks: Sequence[Marks], statement: Statement, notes: Sequence[str] = ()
) -> Furnished:
    """Draw a release's furniture on the pages of ``pdf``, in place, and add its closing pages.

    ``drawn`` holds, by page, the boxes of all that it shows after excision (``margins.occupied``): nothing may be among them that
    was taken out, for paper is added by them. ``marks`` holds its bars in the order of their passages, ``notes`` what the closing page
    says of passages without one.
    """
    sheet = Sheet(document_title(statement), statement.as_of)
    kept = list(pdf.pages)
    total = len(kept) + closing_count(statement, notes)
    done = [
        _draw(sheet, read_paper(page), boxes, mark, statement, number, total)
        for number, (page, boxes, mark) in enumerate(zip(kept, drawn, marks, strict=True), start=1)
    ]
    draw_closing_pages(sheet, statement, len(kept), notes)
    with Pdf.open(io.BytesIO(sheet.finish())) as own:
        fonts = pdf.copy_foreign(own.pages[0].Resources.Font)
        for page, added in zip(kept, done, strict=True):
            _lay_over(pdf, page, added, fonts)
        for page in own.pages:
            _append(pdf, page.obj.Contents.read_bytes(), fonts)
    return Furnished(tuple(each.labels for each in done), tuple(each.bands for each in done))


def _append(pdf: Pdf, content: bytes, fonts: Object) -> None:
    """Add a page of the release's own: its content and fonts, and nothing else that its writer said of it."""
    page = pdf.add_blank_page(page_size=(PAGE_WIDTH, PAGE_HEIGHT))
    page.obj.Resources = Dictionary(Font=fonts)
    page.obj.Contents = pdf.make_stream(content)


def _lay_over(pdf: Pdf, page: Page, added: _Drawn, fonts: Object) -> None:
    """Set the furniture over a page's own content, as a form that its last operator draws."""
    own = closed_content(page)
    clip = b"%s re W n\n" % " ".join(map(_number, _rectangle(added.clip))).encode() if added.clip else b""
    box = list(map(float, added.paper.crop))
    form = pdf.make_stream(added.code, Type=Name.XObject, Subtype=Name.Form, BBox=box, Resources=Dictionary(Font=fonts))
    name = _named(page, form)
    page.obj.Contents = pdf.make_stream(b"q\n%s%sQ\n%s Do" % (clip, own, bytes(name)))
    added.paper.lay(page)


def _number(value: float) -> str:
    return f"{value:.3f}"


def _rectangle(box: Edges) -> tuple[float, float, float, float]:
    return box[0], box[1], box[2] - box[0], box[3] - box[1]


def _named(page: Page, form: Object) -> Name:
    """Return the name of a form new to a page's resources, which are copied: pages may share them."""
    resources = _copied(page.obj, "/Resources")
    forms = _copied(resources, "/XObject")
    name = next(name for number in count(1) if (name := f"/X{number}") not in forms)
    forms[name] = form
    resources.XObject = forms
    page.obj.Resources = resources
    return Name(name)


def _copied(owner: Object, key: str) -> Dictionary:
    found = owner.get(key)
    return Dictionary(dict(found.items())) if isinstance(found, Dictionary) else Dictionary()
