"""The closing table of a run: one row a record, what decided it, and what a person must still read."""

from __future__ import annotations

import textwrap
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pipeline.batch import Row
from pipeline.errors import EXIT_DONE, EXIT_UNFORESEEN, LeakError
from pipeline.report import date_told, owners

__all__ = ["closing_table", "summary"]

_WIDE = 120  # columns from which rule set and holds stand in columns of their own
_NARROWEST = 80
_GAP = "  "
_INDENT = "    "
_NONE = "-"
_ENDED = {EXIT_DONE: "done", EXIT_UNFORESEEN: "failed", LeakError.exit_code: "LEAK"}


@dataclass(frozen=True, slots=True)
class _Column:
    """A column: its heading, and how wide it may grow; its cells wrap."""

    heading: str
    most: int


_RECORD = _Column("record", 60)
_FACTS = (_Column("marking", 12), _Column("date", 10))
_ASIDE = (_Column("rule set", 21), _Column("holds", 16))
_COUNTS = (_Column("version", 8), _Column("withheld", 8), _Column("referred", 8), _Column("verdict", 17))


def _width(text: str) -> int:
    """Return how many columns a terminal gives a text: wide letters take two, combining signs none."""
    return sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text if not unicodedata.combining(char))


def _pad(text: str, width: int) -> str:
    return text + " " * max(width - _width(text), 0)


def _cut(word: str, width: int) -> Iterator[str]:
    """Yield a word in pieces that fit, cut after a slash, dash or dot where there is one in the second half."""
    while _width(word) > width:
        end = next(end for end in range(len(word) - 1, 0, -1) if _width(word[:end]) <= width)
        mark = max(word.rfind(sign, end // 2, end) for sign in "/-._") + 1
        end = mark or end
        yield word[:end]
        word = word[end:]
    yield word


def _wrap(text: str, width: int) -> list[str]:
    lines = [""]
    for word in text.split(" "):
        for number, piece in enumerate(_cut(word, width)):
            joined = f"{lines[-1]} {piece}" if lines[-1] and not number else piece
            if lines[-1] and (number or _width(joined) > width):
                lines.append(piece)
            else:
                lines[-1] = joined
    return lines


def _cells(row: Row, *, is_wide: bool) -> list[list[str]]:
    """Return a record's cells, each a list of paragraphs that begin on lines of their own."""
    facts = [[row.named.shown], [row.marking or "unmarked"], [*date_told(row)]]
    aside = [[row.rules], [", ".join(owners(row)) or _NONE]] if is_wide else []
    versions = row.statements
    counts = [
        [each.version.value for each in versions],
        [str(each.withheld) for each in versions],
        [str(each.referred) for each in versions],
        [each.verdict for each in versions],
    ]
    if row.code != EXIT_DONE:
        facts[1:], aside = [[_NONE], [_NONE]], [[_NONE] for _ in aside]
        counts = [[_NONE], [_NONE], [_NONE], [f"{_ENDED.get(row.code, 'refused')}, exit {row.code}"]]
    return [*facts, *aside, *counts]


def _below(row: Row, *, is_wide: bool) -> list[str]:
    """Return what stands below a record's row, over the whole width: why it failed, or what must still be read."""
    if row.code != EXIT_DONE:
        return [row.message.removeprefix(f"{row.named.shown}: ")]
    aside = [] if is_wide else [f"rules: {row.rules}; holds: {', '.join(owners(row)) or 'none'}"]
    return [*aside, *(f"to read: {note}" for note in row.notes)]


def _lay_out(cells: list[list[str]], widths: list[int]) -> list[str]:
    columns = [[line for text in cell for line in _wrap(text, width)] for cell, width in zip(cells, widths, strict=True)]
    height = max(map(len, columns))
    rows = zip(*([*column, *[""] * (height - len(column))] for column in columns), strict=True)
    return [_GAP.join(_pad(cell, width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows]


def _widths(columns: Sequence[_Column], cells: list[list[list[str]]], width: int) -> list[int]:
    """Return how wide each column is: what its longest cell needs up to its limit; the record takes what is left."""
    needed = [
        min(column.most, max(_width(text) for text in [column.heading, *(text for row in cells for text in row[index])]))
        for index, column in enumerate(columns)
    ]
    left = width - sum(needed[1:]) - len(_GAP) * (len(columns) - 1)
    return [min(needed[0], left), *needed[1:]]


def closing_table(rows: Sequence[Row], width: int) -> list[str]:
    """Return the lines of the table, none wider than ``width`` or 80 columns, whichever is more."""
    width = max(width, _NARROWEST)
    is_wide = width >= _WIDE
    columns = (_RECORD, *_FACTS, *(_ASIDE if is_wide else ()), *_COUNTS)
    cells = [_cells(row, is_wide=is_wide) for row in rows]
    widths = _widths(columns, cells, width)
    full = sum(widths) + len(_GAP) * (len(widths) - 1)
    head = _GAP.join(_pad(column.heading, each) for column, each in zip(columns, widths, strict=True)).rstrip()
    lines = ["=" * full, head, "-" * full]
    for row, each in zip(rows, cells, strict=True):
        lines += _lay_out(each, widths)
        for text in _below(row, is_wide=is_wide):
            lines += textwrap.wrap(text, full, initial_indent=_INDENT, subsequent_indent=_INDENT + "  ")
    return [*lines, "=" * full]


def summary(rows: Sequence[Row], total: int) -> str:
    """Return the last line: how many of ``total`` records ended how."""
    counts = Counter(_ENDED.get(row.code, "refused") for row in rows)
    to_read = sum(bool(row.notes) for row in rows if row.code == EXIT_DONE)
    parts = [f"{counts['done']} done" + (f" ({to_read} with something still to read)" if to_read else "")]
    parts += [f"{counts[word]} {told}" for word, told in _OTHERS if counts[word]]
    if len(rows) < total:
        parts.append(f"{total - len(rows)} not begun")
    return f"{total} records: " + ", ".join(parts)


_OTHERS = (("LEAK", "with a leak"), ("failed", "failed"), ("refused", "refused"))
