"""Where sentences, lines and paragraphs of a text begin and end.

All functions return spans in order; white space at their borders belongs to none of them.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from itertools import pairwise

from pipeline.model import Span

__all__ = [
    "GRAPHIC",
    "LIST_ITEM",
    "PAGE_BREAK",
    "covering",
    "has_paragraph_break",
    "is_unwrapped",
    "joined",
    "lines",
    "paragraphs",
    "sentences",
    "touching",
    "trimmed",
]

PAGE_BREAK = "\f"
GRAPHIC = "\ufffc"  # stands for a picture or a drawing of the source (Unicode: object replacement character)
_BREAK = r"(?:\r\n|\r(?!\n)|[\n\x0b\x1c-\x1e\x85\u2028\u2029])"
_EMPTY_LINE = re.compile(rf"{_BREAK}[^\S\r\n]*{_BREAK}")
_LINE_BREAK = re.compile(_BREAK)
_LINE = re.compile(r"[^\r\n\f\x0b\x1c-\x1e\x85\u2028\u2029]+")
_LONG_LINE = 100  # characters; a line beyond any typewriter's width was not broken by hand
_MOSTLY = 0.5  # of a record's characters
_ABBREVIATIONS = frozenset(
    "mr mrs ms messrs dr prof rev hon gen col maj capt lt cmdr cdr adm vadm radm brig comdr comdt sgt cpl pvt pfc ens msgr "
    "gov sen rep amb st inc corp co ltd jr sr vs viz cf "
    "ca approx dept govt div dist est ext ref tel jan feb mar apr jun jul aug sept sep oct nov dec u.s u.k u.n u.s.s.r e.g "
    "i.e a.m p.m d.c v.p".split()
)
_BEFORE_NUMBERS = frozenset("no nos vol ch p pp para par art sec sect fig".split())
# Possessive and begun at a run's first sign only: 100,000 dots cost as much as they are long.
_STOP = re.compile(r"(?<![.?!])[.?!]++[\"'”’)\]]*+(?=\s)")
_FOLLOWING = re.compile(r"\S")
_LONGEST_ABBREVIATION = 24
LIST_ITEM = re.compile(r"(?:\(?[0-9]{1,3}[.)]|\(?[A-Za-z][.)]|[-*•])\s")


def trimmed(text: str, span: Span) -> Span | None:
    """Return ``span`` without white space at its borders, or None where nothing else is in it."""
    part = text[span.start : span.end]
    start = span.start + len(part) - len(part.lstrip())
    end = span.end - (len(part) - len(part.rstrip()))
    return Span(start, end) if start < end else None


def lines(text: str, within: Span | None = None) -> tuple[Span, ...]:
    """Return the lines (of one span, or of all the text) that hold more than white space, without their breaks."""
    start, end = (within.start, within.end) if within else (0, len(text))
    found = (_trimmed_line(text, *match.span()) for match in _LINE.finditer(text, start, end))
    return tuple(span for span in found if span)


def _trimmed_line(text: str, start: int, end: int) -> Span | None:
    """Return a line without white space at its borders; most have none, and are not copied to look for it."""
    span = Span(start, end)
    return trimmed(text, span) if text[start].isspace() or text[end - 1].isspace() else span


def is_unwrapped(lengths: Iterable[int]) -> bool:
    """Tell by the lengths of a record's lines whether they were never broken by hand: most of it stands on long lines.

    One wide table or heading says nothing of the rest.
    """
    known = tuple(lengths)
    return sum(length for length in known if length > _LONG_LINE) > _MOSTLY * sum(known)


def paragraphs(text: str) -> tuple[Span, ...]:
    """Return the paragraphs: runs of lines between empty lines, pages, indents or list items.

    Where lines were never broken by hand, every line is a paragraph of its own.
    """
    found: list[Span] = []
    rows = lines(text)
    has_whole_paragraphs = is_unwrapped(row.end - row.start for row in rows)
    previous: Span | None = None
    for row in rows:
        if previous is not None and not has_whole_paragraphs and _continues(text, previous, row):
            found[-1] = Span(found[-1].start, row.end)
        else:
            found.append(row)
        previous = row
    return tuple(found)


def _continues(text: str, before: Span, after: Span) -> bool:
    """Tell whether the line ``after`` goes on with the paragraph of the line ``before``."""
    between = text[before.end : after.start]
    if PAGE_BREAK in between:
        return _is_open(text, before) and text[after.start].islower()
    return (
        len(_LINE_BREAK.findall(between)) == 1
        and not LIST_ITEM.match(text, after.start, after.end)
        and not _is_indented(text, before, after)
    )


def has_paragraph_break(gap: str) -> bool:
    """Tell whether white space holds an empty line or a page break."""
    return PAGE_BREAK in gap or _EMPTY_LINE.search(gap) is not None


def _is_open(text: str, row: Span) -> bool:
    return text[row.end - 1] not in ".?!:"


def _is_indented(text: str, before: Span, after: Span) -> bool:
    return _margin(text, after) > _margin(text, before) and not _is_open(text, before)


def _margin(text: str, row: Span) -> int:
    """Return how many blanks stand before the first character of the line."""
    start = row.start
    while start and text[start - 1] in " \t":
        start -= 1
    return row.start - start


def sentences(text: str, within: Span) -> tuple[Span, ...]:
    """Return the sentences of one paragraph; abbreviations and initials end none."""
    cuts = [within.start]
    cuts += [stop.end() for stop in _STOP.finditer(text, within.start, within.end) if _is_stop(text, stop, within)]
    cuts.append(within.end)
    found = (trimmed(text, Span(start, end)) for start, end in pairwise(cuts) if start < end)
    return tuple(span for span in found if span)


def _is_stop(text: str, stop: re.Match[str], within: Span) -> bool:
    following = _FOLLOWING.search(text, stop.end(), within.end)
    if following is None or following.group().islower():
        return False
    if stop.group()[0] != ".":
        return True
    before = max(within.start, stop.start() - _LONGEST_ABBREVIATION)
    word = text[before : stop.start()].rsplit(None, 1)[-1:] or [""]
    bare = word[0].lstrip("(\"'“‘[").casefold()
    if bare in _ABBREVIATIONS or (bare in _BEFORE_NUMBERS and following.group().isdigit()):
        return False
    return not (len(bare) == 1 and bare.isalpha())


def touching(spans: Sequence[Span], span: Span) -> Sequence[Span]:
    """Return those of ``spans``, which are in order and apart from each other, that overlap ``span``."""
    first = bisect_right(spans, span.start, key=lambda each: each.end)
    last = bisect_left(spans, span.end, key=lambda each: each.start)
    return spans[first:last]


def covering(spans: Sequence[Span], span: Span) -> Span | None:
    """Return the smallest span that holds ``span`` and all of ``spans`` it overlaps; None without any."""
    touched = touching(spans, span)
    if not touched:
        return None
    return Span(min(span.start, touched[0].start), max(span.end, touched[-1].end))


def joined(spans: Iterable[Span]) -> tuple[Span, ...]:
    """Return ``spans`` in order, with those that overlap as one."""
    found: list[Span] = []
    for each in sorted(spans, key=lambda span: (span.start, span.end)):
        if found and each.start < found[-1].end:
            found[-1] = Span(found[-1].start, max(each.end, found[-1].end))
        else:
            found.append(each)
    return tuple(found)
