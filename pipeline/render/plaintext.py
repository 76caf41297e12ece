"""Writes a version as text: the same words as the PDF, blanks and cancelled markings in brackets."""

from __future__ import annotations

from pipeline.render.compose import Item, Row, compose
from pipeline.render.excise import Blank, ExcisedPage
from pipeline.statement import Statement
from pipeline.wording import cancelled, closing_heading, closing_notes, closing_tables, identity, stamp

__all__ = ["write_text"]

COLUMNS = 78
_RULE = "-" * COLUMNS


def _shown(item: Item) -> str:
    if isinstance(item, Blank):
        return item.words.line
    return cancelled(item.text) if item.is_struck else item.text


def _row(row: Row) -> str:
    return "".join(map(_shown, row)).rstrip()


def _head(statement: Statement) -> list[str]:
    status, rows = stamp(statement)
    pairs = [f"{key.capitalize()}: {value}" for key, value in (*identity(statement), *rows)]
    return [status, statement.version_line, "", *pairs, _RULE]


def _table(table: tuple[tuple[str, ...], ...]) -> list[str]:
    head, *rows = table
    lines = []
    for row in rows:
        lines.append(f"{row[0]}: {row[1]}")
        lines.append(f"    {head[2].capitalize()}: {row[2]}. {head[3].capitalize()}: {row[3]}")
    return [head[0], *lines, ""]


def _closing(statement: Statement) -> list[str]:
    heading, intro = closing_heading(statement)
    lines = [_RULE, heading.upper(), intro, ""]
    for table in closing_tables(statement):
        lines += _table(table)
    return [*lines, *closing_notes(statement)]


def write_text(pages: tuple[ExcisedPage, ...], statement: Statement) -> bytes:
    """Return the text of a version in UTF-8: its statement, the record with its page breaks, the closing table."""
    bodies = []
    for page in compose(pages, COLUMNS, lambda item: len(_shown(item)), cuts_struck=False):
        paragraphs = ["\n".join(_row(row) for row in paragraph.rows) for paragraph in page]
        bodies.append("\n\n".join(paragraphs))
    body = f"\n\f{statement.status}. {statement.version_line}\n\n".join(bodies)
    return "\n".join([*_head(statement), "", body, "", *_closing(statement), ""]).encode()
