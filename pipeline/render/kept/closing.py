"""The last pages of a kept PDF: the record's identity and the full stamp, for which its own pages have no room, then the tables."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.render.furniture import BODY_TOP, Block, closing_pages, draw_closing, draw_first, draw_page, first_height
from pipeline.render.sheet import Sheet
from pipeline.statement import Statement
from pipeline.wording import kept_closing_heading

__all__ = ["closing_count", "draw_closing_pages"]


def closing_count(statement: Statement, notes: Sequence[str] = ()) -> int:
    """Return how many closing pages there are."""
    return len(_pages(statement, notes))


def _pages(statement: Statement, notes: Sequence[str]) -> tuple[tuple[Block, ...], ...]:
    return closing_pages(statement, kept_closing_heading(statement), first_height(statement), notes)


def draw_closing_pages(sheet: Sheet, statement: Statement, kept: int, notes: Sequence[str] = ()) -> None:
    """Draw the pages that follow ``kept`` pages of the record, each with head and foot; identity and stamp head the first."""
    high = first_height(statement)
    pages = _pages(statement, notes)
    for number, blocks in enumerate(pages, start=kept + 1):
        is_first = number == kept + 1
        draw_page(sheet, statement, number, kept + len(pages))
        if is_first:
            draw_first(sheet, statement)
        draw_closing(sheet, blocks, BODY_TOP + high if is_first else BODY_TOP)
        sheet.turn()
