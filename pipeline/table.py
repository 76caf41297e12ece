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

_WIDE = 136  # columns from which all stands in one row, and 20 are left for the record
_NARROWEST = 80
_GAP = "  "
_INDENT = "    "
_NONE = "-"
_OTHERS = (("LEAK", "with a leak"), ("failed", "failed"), ("refused", "refused"))
_ENDED = {EXIT_DONE: "done", EXIT_UNFORESEEN: "failed", LeakError.exit_code: "LEAK"}


@dataclass(frozen=True, slots=True)
class _Column:
    """A column: its heading, how wide it may grow before its cells wrap, and whether numbers stand in it."""

    heading: str
    most: int
    is_number: bool = False


_RECORD = _Column("record", 60)
_FACTS = (_Column("marking", 12), _Column("date", 10))
_ASIDE = (_Column("rule set", 21), _Column("holds", 16))
_COUNTS = (_Column("version", 8), _Column("withheld", 8, is_number=True), _Column("referred", 8, is_number=True), _Column("verdict", 17))


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


def _cells(row: Row) -> dict[str, list[str]]:
    """Return a record's cells by their headings, each a list of paragraphs that begin on lines of their own."""
    versions = row.statements
    return {
        "record": [row.named.shown],
        "marking": [row.marking or "unmarked"],
        "date": [*date_told(row)],
        "rule set": [row.rules],
        "holds": [", ".join(owners(row)) or _NONE],
        "version": [each.version.value for each in versions],
        "withheld": [str(each.withheld) for each in versions],
        "referred": [str(each.referred) for each in versions],
        "verdict": [each.verdict for each in versions],
    }


def _told(row: Row, *, is_wide: bool) -> list[str]:
    """Return what stands below a record's cells, over the whole width: why it failed, or what must still be read."""
    if row.code != EXIT_DONE:
        return [f"{_ENDED.get(row.code, 'refused')}, exit {row.code}: {row.message.removeprefix(f'{row.named.shown}: ')}"]
    aside = [] if is_wide else [f"rule set: {row.rules}; holds: {', '.join(owners(row)) or 'none'}"]
    return [*aside, *(f"to read: {note}" for note in row.notes)]


def _aligned(text: str, width: int, column: _Column) -> str:
    return text.rjust(width) if column.is_number else _pad(text, width)


def _lay_out(columns: Sequence[_Column], widths: Sequence[int], cells: Sequence[list[str]]) -> list[str]:
    """Return the lines of cells that stand beside each other."""
    wrapped = [[line for text in cell for line in _wrap(text, width)] for cell, width in zip(cells, widths, strict=True)]
    height = max(map(len, wrapped))
    lines = zip(*([*cell, *[""] * (height - len(cell))] for cell in wrapped), strict=True)
    return [_GAP.join(map(_aligned, line, widths, columns)).rstrip() for line in lines]


def _widths(columns: Sequence[_Column], rows: Sequence[dict[str, list[str]]]) -> list[int]:
    """Return how wide each column is: what its longest cell needs, up to its limit."""
    texts = ([column.heading, *(text for row in rows for text in row[column.heading])] for column in columns)
    return [min(column.most, max(map(_width, each))) for column, each in zip(columns, texts, strict=True)]


def _below(texts: Sequence[str], width: int) -> list[str]:
    return [line for text in texts for line in textwrap.wrap(text, width, initial_indent=_INDENT, subsequent_indent=_INDENT + "  ")]


def closing_table(rows: Sequence[Row], width: int, remarks: Sequence[str] = ()) -> list[str]:
    """Return the lines of the table, none wider than ``width`` or 80 columns, whichever is more.

    Below it stand ``remarks`` on the run. On a wide place a record's name stands in its row; on a narrow one above it, where it has room.
    """
    width = max(width, _NARROWEST)
    is_wide = width >= _WIDE
    columns = (_RECORD, *_FACTS, *_ASIDE, *_COUNTS) if is_wide else (*_FACTS, *_COUNTS)
    done = [_cells(row) for row in rows if row.code == EXIT_DONE]
    widths = _widths(columns, done)
    if is_wide:
        widths[0] = min(widths[0], width - sum(widths[1:]) - len(_GAP) * (len(widths) - 1))
    indent = "" if is_wide else _INDENT
    heads = _lay_out(columns, widths, [[column.heading] for column in columns])
    lines = ["=" * width, *([] if is_wide else ["record"]), *(indent + head for head in heads), "-" * width]
    for row in rows:
        cells, is_done = _cells(row), row.code == EXIT_DONE
        lines += [] if is_wide and is_done else _wrap(row.named.shown, width)
        lines += [indent + line for line in _lay_out(columns, widths, [cells[each.heading] for each in columns])] if is_done else []
        lines += _below(_told(row, is_wide=is_wide), width)
    return [*lines, "=" * width, *(line for each in remarks for line in _wrap(each, width))]


def summary(rows: Sequence[Row], total: int) -> str:
    """Return the last line: how many of ``total`` records ended how."""
    counts = Counter(_ENDED.get(row.code, "refused") for row in rows)
    to_read = sum(bool(row.notes) for row in rows if row.code == EXIT_DONE)
    parts = [f"{counts['done']} done" + (f" ({to_read} with something still to read)" if to_read else "")]
    parts += [f"{counts[word]} {told}" for word, told in _OTHERS if counts[word]]
    if len(rows) < total:
        parts.append(f"{total - len(rows)} not begun")
    return f"{total} record{'s' if total != 1 else ''}: " + ", ".join(parts)
