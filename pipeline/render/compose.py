"""Excised pages become paragraphs of rows for a given width.

A paragraph that holds a blank is set anew: the source's line breaks around it would tell how long the
passage was. All others keep the record's own lines. Nothing here depends on withheld text.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from pipeline.render.excise import Blank, ExcisedPage, Run
from pipeline.segments import is_unwrapped

__all__ = ["Item", "Paragraph", "Row", "compose", "own_width"]

Item = Run | Blank
Row = tuple[Item, ...]
Width = Callable[[Item], int]

_TAB = 8
_HARD_START = re.compile(r"(?:[A-Z][A-Za-z .]{0,24}:\s|\(?[0-9]{1,3}[.)]\s|\(?[A-Za-z][.)]\s|[-*•]\s|\((?:TS|S|C|U)[)/])")
_HEADING_LIMIT = 130
_HEADING_PARAGRAPHS = 6
_PARTS = re.compile(r"\s+|\S+")


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Rows of one paragraph; ``indent`` in columns for rows after the first that were wrapped."""

    rows: tuple[Row, ...]
    is_heading: bool
    is_centred: bool


def _lines(page: ExcisedPage) -> list[list[Item]]:
    """Return the page's lines of items, split at the line breaks of released text."""
    rows: list[list[Item]] = [[]]
    for part in page.parts:
        if isinstance(part, Blank):
            rows[-1].append(part)
            continue
        for index, text in enumerate(part.text.split("\n")):
            if index:
                rows.append([])
            if text:
                rows[-1].append(Run(text.expandtabs(_TAB), part.is_struck))
    return rows


def _is_empty(row: list[Item]) -> bool:
    return all(isinstance(item, Run) and not item.text.strip() for item in row)


def _is_unwrapped(pages: list[list[list[Item]]]) -> bool:
    """Tell whether lines were never broken by hand: then the end of each line ends a paragraph."""
    return is_unwrapped(_length(row) for rows in pages for row in rows)


def _length(row: list[Item]) -> int:
    return sum(len(item.text) for item in row if isinstance(item, Run))


def _groups(rows: list[list[Item]], *, by_line: bool) -> Iterator[list[list[Item]]]:
    """Yield the lines of each paragraph: runs between empty lines, a banner alone, each line where none was broken."""
    group: list[list[Item]] = []
    for row in rows:
        if _is_empty(row) or _is_banner(row) or by_line:
            if group:
                yield group
            group = []
            if not _is_empty(row):
                yield [row]
        else:
            group.append(row)
    if group:
        yield group


def _is_banner(row: list[Item]) -> bool:
    words = [item for item in row if not (isinstance(item, Run) and not item.text.strip())]
    return bool(words) and all(isinstance(item, Run) and item.is_struck for item in words)


def _bare(row: list[Item]) -> list[Item]:
    """Return a banner's row from its first cancelled marking to its last: it is centred anew, so the source's blanks would shift it."""
    marked = [at for at, item in enumerate(row) if isinstance(item, Run) and item.is_struck]
    return row[marked[0] : marked[-1] + 1]


def _has_blank(rows: list[list[Item]]) -> bool:
    return any(isinstance(item, Blank) for row in rows for item in row)


def _joined(rows: list[list[Item]]) -> list[list[Item]]:
    """Join the lines of a paragraph that holds a blank; a break stays before a label or a list item only."""
    joined: list[list[Item]] = []
    for row in rows:
        first = row[0]
        starts_hard = isinstance(first, Run) and _HARD_START.match(first.text.lstrip())
        if joined and not starts_hard:
            joined[-1] += [Run(" "), *row]
        else:
            joined.append(list(row))
    return joined


def _units(row: list[Item]) -> Iterator[list[Item] | str]:
    """Yield white space as text, and what lies between as unbreakable units; a cancelled marking is never parted."""
    unit: list[Item] = []
    for item in row:
        if isinstance(item, Blank) or item.is_struck:
            unit.append(item)
            continue
        for part in _PARTS.findall(item.text):
            if part.isspace():
                if unit:
                    yield unit
                unit = []
                yield part
            else:
                unit.append(Run(part, item.is_struck))
    if unit:
        yield unit


def _chunks(unit: list[Item], columns: int, *, cuts_struck: bool) -> Iterator[Item]:
    """Yield the unit's items, runs longer than a row in pieces of one row."""
    for item in unit:
        if isinstance(item, Run) and len(item.text) > columns and (cuts_struck or not item.is_struck):
            yield from (Run(item.text[at : at + columns], item.is_struck) for at in range(0, len(item.text), columns))
        else:
            yield item


def _split(unit: list[Item], columns: int, width: Width, *, cuts_struck: bool) -> Iterator[list[Item]]:
    """Yield the unit in pieces that fit; a blank is never cut, a cancelled marking only where ``cuts_struck``."""
    piece: list[Item] = []
    free = columns
    for item in _chunks(unit, columns, cuts_struck=cuts_struck):
        size = width(item)
        if size > free and piece:
            yield piece
            piece, free = [], columns
        piece.append(item)
        free -= size
    if piece:
        yield piece


def _wrap(row: list[Item], columns: int, width: Width, *, evened: bool, cuts_struck: bool) -> list[Row]:
    """Break one line into rows of at most ``columns``; ``evened`` makes one space of any white space."""
    if not evened and len(row) == 1 and isinstance(row[0], Run) and not row[0].is_struck and width(row[0]) <= columns:
        shown = Run(row[0].text.rstrip())  # most lines of a typed record fit as they are
        return [(shown,)] if shown.text else []
    rows: list[list[Item]] = [[]]
    used, gap = 0, ""
    for unit in _units(row):
        if isinstance(unit, str):
            gap = " " if evened and rows[-1] else unit
            continue
        whole = sum(map(width, unit))
        pieces = [unit] if whole <= columns else _split(unit, columns, width, cuts_struck=cuts_struck)
        for index, piece in enumerate(pieces):
            size = whole if piece is unit else sum(map(width, piece))
            space = gap if index == 0 else ""
            if index or (used and used + len(space) + size > columns):
                rows.append([])
                used, space = 0, ""
            if space and used + len(space) + size <= columns:
                rows[-1].append(Run(space))
                used += len(space)
            rows[-1] += piece
            used += size
        gap = ""
    return [tuple(_merged(each)) for each in rows if each]


def _merged(row: list[Item]) -> Iterator[Item]:
    """Yield the items with neighbouring runs of one kind made one."""
    last: Run | None = None
    for item in row:
        if isinstance(item, Run) and last and last.is_struck is item.is_struck:
            last = Run(last.text + item.text, item.is_struck)
            continue
        if last:
            yield last
        last = item if isinstance(item, Run) else None
        if isinstance(item, Blank):
            yield item
    if last:
        yield last


def _is_heading(rows: list[list[Item]], index: int) -> bool:
    """Tell whether a paragraph near the record's head reads as a heading, by its released text alone."""
    text = " ".join(item.text for row in rows for item in row if isinstance(item, Run)).strip()
    return bool(text) and index < _HEADING_PARAGRAPHS and len(rows) == 1 and len(text) <= _HEADING_LIMIT and text[-1] not in ".,;:"


def compose(pages: tuple[ExcisedPage, ...], columns: int, width: Width, *, cuts_struck: bool = True) -> tuple[tuple[Paragraph, ...], ...]:
    """Return the paragraphs of each page, broken for ``columns``; ``width`` gives an item's columns.

    A cancelled marking wider than that is cut, or with ``cuts_struck`` off stands whole on a long row.
    """
    composed: list[tuple[Paragraph, ...]] = []
    lines = list(map(_lines, pages))
    index, by_line = 0, _is_unwrapped(lines)
    for page in lines:
        found: list[Paragraph] = []
        for group in _groups(page, by_line=by_line):
            is_banner = len(group) == 1 and _is_banner(group[0])
            has_blank = _has_blank(group)
            is_heading = not is_banner and not has_blank and _is_heading(group, index)
            source = [_bare(group[0])] if is_banner else _joined(group) if has_blank else group
            rows = [row for line in source for row in _wrap(line, columns, width, evened=has_blank, cuts_struck=cuts_struck)]
            found.append(Paragraph(tuple(rows), is_heading, is_banner))
            index += not is_banner
        composed.append(tuple(found))
    return tuple(composed)


def own_width(pages: tuple[ExcisedPage, ...], least: int, most: int) -> int:
    """Return the columns of the longest line that the record's typist broke, between ``least`` and ``most``."""
    lines = list(map(_lines, pages))
    by_line = _is_unwrapped(lines)
    groups = (group for page in lines for group in _groups(page, by_line=by_line))
    broken = (row for group in groups if len(group) > 1 and not _has_blank(group) for row in group)
    return min(max([least, *map(_length, broken)]), most)
