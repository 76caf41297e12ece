"""The words that a release adds to a record, all from its statement: no text of the record passes here.

Writers print these words and probes expect them, so that anything else on a page is noticed.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from pipeline.authority import printed
from pipeline.model import Action, Version
from pipeline.passages import AmountPolicy
from pipeline.statement import Statement, day

__all__ = [
    "EMBEDDED_FONTS",
    "PROGRAM",
    "SUBJECT",
    "BlankWords",
    "bar_texts",
    "blank_words",
    "cancelled",
    "closing_heading",
    "closing_notes",
    "closing_tables",
    "document_title",
    "identity",
    "kept_closing_heading",
    "kept_closing_words",
    "kept_head",
    "kept_notes",
    "kept_words",
    "page_foot",
    "page_head",
    "small_stamp",
    "stamp",
]

PROGRAM = "declass"
SUBJECT = "Reviewed copy of a record"
# PostScript names of the vendored fonts: what an embedded font may be called.
EMBEDDED_FONTS = (
    "CourierPrime-Regular",
    "CourierPrime-Bold",
    "PublicSans-Regular",
    "PublicSans-Bold",
    "DejaVuSansMono",
    "DejaVuSansMono-Bold",
)
MAX_LABEL = 22
_LONGEST_WORD = 28  # one name alone is set smaller: who must decide is said in the blank
_ORDER = "(b)(1) "
_NAMED = ("(b)(3) ", "(b)(5) ")
_ELSEWHERE = "see last page"
_NOTHING_WITHHELD = ("Nothing withheld", "Every word of the record's text stands in this release.")
_SIZES = {
    AmountPolicy.NONE: "No amount is shown: it would harm the interest protected.",
    AmountPolicy.BUCKET: "Beside its code stands a class of size, in lines of ten words.",
    AmountPolicy.EXACT: "Beside its code stand its lines of ten words, and its words.",
}
_CLOSING_ONLY = ("CLASSIFICATION", "RELEASE")


@dataclass(frozen=True, slots=True)
class BlankWords:
    """What stands in place of a passage: ``line`` in text and for screen readers, ``label`` and ``amount`` in the box.

    ``short`` is the label of a narrow bar: the first code, and how many more there are.
    """

    line: str
    label: str
    amount: str
    mark: str
    short: str = ""


def _first(words: list[str]) -> str:
    return words[0] if len(words[0]) <= _LONGEST_WORD else _ELSEWHERE


def _short_label(words: list[str]) -> str:
    return f"{_first(words)} +{len(words) - 1}" if len(words) > 1 else _first(words)


def _fitted(words: list[str]) -> str:
    """Return as many words as the box holds, and how many more there are."""
    shown = [_first(words)]
    for index, word in enumerate(words[1:], start=1):
        rest = len(words) - index - 1
        tail = f" +{rest}" if rest else ""
        if len(", ".join([*shown, word]) + tail) > MAX_LABEL:
            return f"{', '.join(shown)} +{len(words) - index}"
        shown.append(word)
    return ", ".join(shown)


def _short(codes: tuple[str, ...]) -> list[str]:
    """Return codes as a box prints them: a statute or privilege without its name, (b)(1) once for all of its paragraphs."""
    short: list[str] = []
    for code in codes:
        word = code[: len("(b)(3)")] if code.startswith(_NAMED) else printed(code)
        if word.startswith(_ORDER) and any(each.startswith(_ORDER) for each in short):
            word = word.removeprefix(_ORDER)
        short.append(word)
    return list(dict.fromkeys(short))


def blank_words(action: Action, codes: tuple[str, ...], owners: tuple[str, ...], amount: str, mark: str) -> BlankWords:
    """Return the words of a blank. ``amount`` is empty where none is shown; ``mark`` is the passage's running id."""
    size = f"; {amount}" if amount else ""
    if action is Action.REDACT:
        line = f"[withheld: {', '.join(map(printed, codes))}{size}]"
        short = _short(codes)
        return BlankWords(line, _fitted(short), amount, mark, _short_label(short))
    return BlankWords(f"[referred: {', '.join(owners)}{size}]", _fitted(list(owners)), amount, mark, _short_label(list(owners)))


def bar_texts(words: BlankWords) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return what a bar on a kept page may show: its labels, widest first, and what may stand below one (none included)."""
    labels = dict.fromkeys(filter(None, (words.label, words.short, words.mark)))
    below = dict.fromkeys((f"{words.amount}  {words.mark}".strip(), words.mark, ""))
    return tuple(labels), tuple(below)


def cancelled(text: str) -> str:
    """Return a struck marking as text shows it, on one line."""
    return f"[cancelled: {' '.join(text.split())}]"


def page_head(statement: Statement) -> tuple[str, str, str]:
    """Return left, middle and right of a page's head: status, struck banner, case."""
    return statement.status, statement.banner or "", statement.case or ""


def kept_head(statement: Statement, number: int) -> tuple[str, ...]:
    """Return the words at the head of page ``number`` of a kept PDF, in drawn order: status, banner, then case or small stamp."""
    status, banner, case = page_head(statement)
    if number > 1:
        return tuple(filter(None, (status, banner, case)))
    heading, rows = small_stamp(statement)
    return (*filter(None, (status, banner)), heading, *(word for row in rows for word in row))


def kept_words(statement: Statement, number: int, count: int) -> tuple[str, ...]:
    """Return the words of the head and foot of page ``number`` of a kept PDF; they follow those of its bars."""
    return (*kept_head(statement, number), *page_foot(statement, number, count))


def kept_notes(unbarred: Iterable[tuple[str, int]], shown: Iterable[tuple[str, int]]) -> tuple[str, ...]:
    """Return what the closing page of a kept PDF says of text that the source hides.

    ``unbarred`` are passages by their running ids that have no bar, ``shown`` texts that a ruling has released, each with its page.
    """
    notes = [f"Without a bar, since no page shows its place: {mark}, page {page}." for mark, page in unbarred]
    return (*notes, *(f"Hidden in the source, and shown here by a ruling (page {page}): {' '.join(text.split())}" for text, page in shown))


def kept_closing_words(statement: Statement, notes: Iterable[str] = ()) -> tuple[str, ...]:
    """Return the words of the closing pages of a kept PDF, apart from heads and feet: identity, stamp, tables, ``notes`` and others."""
    heading, rows = stamp(statement)
    named = [word for pair in identity(statement) for word in pair]
    stamped = [heading, *(word for row in rows for word in row)]
    cells = [cell for table in closing_tables(statement) for row in table for cell in row]
    return (*named, *stamped, *kept_closing_heading(statement), *cells, *closing_notes(statement), *notes)


def page_foot(statement: Statement, number: int, count: int) -> tuple[str, str]:
    """Return left and right of a page's foot: which version this is, and its page."""
    return statement.version_line, f"Page {number} of {count}"


def document_title(statement: Statement) -> str:
    """Return the title of the document for its properties."""
    name = statement.title or "Record"
    kind = "first-review version" if statement.version is Version.REDACTED else "release version"
    return f"{name} ({kind})"


def stamp(statement: Statement) -> tuple[str, tuple[tuple[str, str], ...]]:
    """Return the heading and the rows of the stamp on the first page."""
    rows = [
        ("CLASSIFICATION", statement.classification.capitalize() if statement.classification else ""),
        ("AUTHORITY", statement.authority or ""),
        ("RELEASE", statement.release_line),
        ("APPROVED BY", statement.approved_by or ""),
        ("CASE", statement.case or ""),
        ("DATE", day(statement.as_of)),
    ]
    return statement.status, tuple((key, value) for key, value in rows if value)


def small_stamp(statement: Statement) -> tuple[str, tuple[tuple[str, str], ...]]:
    """Return the heading and the rows of the stamp in the margin of a kept first page; the closing page has all of its rows."""
    heading, rows = stamp(statement)
    return heading, tuple(row for row in rows if row[0] not in _CLOSING_ONLY)


def identity(statement: Statement) -> tuple[tuple[str, str], ...]:
    """Return the rows that name the record, as far as released text names it."""
    rows = [
        ("RECORD", statement.title or "Title not released"),
        ("RECORD DATE", day(statement.date) if statement.date else "Not certain, or not released"),
        ("VERSION", "First review" if statement.version is Version.REDACTED else "Release"),
    ]
    return tuple(rows)


def closing_heading(statement: Statement) -> tuple[str, str]:
    """Return the heading of the closing page and the sentence below it."""
    if not statement.withheld and not statement.referred:
        return _NOTHING_WITHHELD
    return "Withheld information", (
        "Each box marks one passage; its label names the reason. All boxes are the same width, "
        f"so the width of a box says nothing of what was withheld. {_SIZES[statement.amount]}"
    )


def kept_closing_heading(statement: Statement) -> tuple[str, str]:
    """Return the heading of the closing page of a kept PDF and the sentences below it: what a bar's width tells there."""
    if not statement.withheld and not statement.referred:
        return _NOTHING_WITHHELD
    return "Withheld information", (
        "Each bar stands where a passage, or a part of one on a line, was taken out; its label names the reason, or is the passage's "
        "running number where there is no room. A bar in text has one of a few fixed widths, chosen by what is kept, and the rest of "
        "its line is set anew, so neither says how long the withheld words were. A bar over a picture or drawing has its size. "
        f"{_SIZES[statement.amount]}"
    )


def closing_tables(statement: Statement) -> tuple[tuple[tuple[str, ...], ...], ...]:
    """Return the closing tables, each a head row and its rows: codes, then owners who still have to decide."""
    tables: list[tuple[tuple[str, ...], ...]] = []
    if statement.legend:
        rows = [(row.code, row.basis, row.until, str(row.count)) for row in statement.legend]
        tables.append((("REASON", "BASIS", "HELD UNTIL", "PASSAGES"), *rows))
    if statement.holds:
        holds = [(row.owner, "Awaits a decision of this owner or person", "until decided", str(row.count)) for row in statement.holds]
        tables.append((("REFERRED TO", "BASIS", "HELD UNTIL", "PASSAGES"), *holds))
    return tuple(tables)


def closing_notes(statement: Statement) -> tuple[str, ...]:
    """Return the notes below the tables."""
    counts = f"Passages withheld: {statement.withheld}. Passages referred: {statement.referred}. {statement.release_line}."
    notes = [counts]
    if statement.version is Version.REDACTED:
        notes.append(
            "This version shows what a first review released. Its codes are those of the schedule as numbered today; "
            "they stand for the reasons of the first review and do not say that any later order was applied then."
        )
    if statement.is_projected:
        notes.append("PROJECTED: the date of release lies ahead; nothing here may be released before it.")
    if not statement.approved_by:
        notes.append("Proposed by rule, approved by nobody yet: this copy declassifies nothing.")
    return tuple(notes)
