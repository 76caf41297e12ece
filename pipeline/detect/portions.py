"""Portion marks, and what each of them governs.

A mark stands at the head of a paragraph, after its number; at the head of a sentence; or at the end of a title or of the
paragraph that it governs. It governs its paragraph and the sub-paragraphs under it that bear no mark of their own.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from pipeline.markings import Reading
from pipeline.model import Finding, Span
from pipeline.segments import paragraphs, sentences, trimmed

__all__ = ["QUOTED", "find_portions"]

DETECTOR = "markings"
QUOTED = "portion mark of a title that is quoted"
_CONFIDENCE, _QUOTED_CONFIDENCE = 0.95, 0.85
MARK = re.compile(
    r"\((?:(?://)?[A-Z][A-Z0-9 ,;/.—–‑‐-]{0,60}|"
    r"(?:[A-Z][A-Za-z.]{1,14}[ -]){0,2}(?:Top Secret|Secret|Confidential|Restricted|Unclassified)(?: ?[-–] ?[A-Z]{2,4})?|"
    r"(?:[A-Z]{1,3}|Top Secret|Secret|Confidential)(?:/[A-Z]{2})? ?[-–—] ?[Ee]ntire [Tt]ext)\)"
)
_LABEL = re.compile(
    r"\s*(?P<label>(?:(?P<number>[0-9]{1,3})|(?P<roman>[IVX]{1,5})|(?P<upper>[A-Z])|(?P<small_roman>[ivx]{2,5})|(?P<lower>[a-z]))[.)]|"
    r"\((?:(?P<in_number>[0-9]{1,3})|(?P<in_lower>[a-z]{1,3}))\)|(?P<bullet>(?:--|[-*•–—o])(?=\s)))\s*"
)
_LETTER = re.compile(r"\(([A-Z])\)")
_LEGEND = re.compile(r"^[ \t]*(?P<mark>\((?P<letter>[A-Z])\))[ \t]*(?P=letter)\w+", re.MULTILINE)
_SHORTEST_LEGEND = 3  # lines
_ENTIRE = "ENTIRE TEXT"
_COPYRIGHT = re.compile(r"\([Cc]\)\s{0,2}(?:19|20)[0-9]{2}\b")
_HEAD_LETTER = re.compile(r"^[ \t]*(\(([A-Z])\))", re.MULTILINE)
_AFTER_SUBJECT = re.compile(r"\b(?:SUBJ(?:ECT)?|RE)\s*:\s*(?=\([A-Z/ -]+\))", re.IGNORECASE)
_SUBJECT = re.compile(r"\s*SUBJ(?:ECT)?\s*:?\s*", re.IGNORECASE)
_OPENING_QUOTES, _CLOSING_QUOTES = "\"“‘'«", "\"”’'»"
_LONGEST_TITLE = 300  # characters of a title that a text quotes
_PUNCTUATION = ".,;:"
_DEFINED = ("foreign government information", "(FGI)")  # the words and what a sentence says it calls them
_NEAR, _LABEL_LENGTH = 16, 12  # characters looked at on either side of a mark; a label before one is shorter
_STOPS = frozenset(".?!:;\"”’')]\f")
_REST = re.compile(r"\s*(?P<dash>[.—–]|--)?[\s.,;:]*")  # what may stand between a mark and the end of what it governs


@dataclass(frozen=True, slots=True)
class _Mark:
    span: Span
    reading: Reading
    is_at_end: bool


@dataclass(frozen=True, slots=True)
class _Paragraph:
    span: Span
    style: str | None
    depth: int
    marks: tuple[_Mark, ...]


def find_portions(text: str, read: Callable[[str], Reading | None]) -> Iterator[Finding]:
    """Yield the portion marks of ``text``, each with what it governs; ``read`` parses what stands in parentheses."""
    candidates = [(match, reading) for match in MARK.finditer(text) if (reading := read(match.group())) is not None]
    found = [(match, reading) for match, reading in candidates if reading.marking.kind == "portion"]
    if not found:
        return
    labels = _list_labels(text) | _legends(text) | _copyrights(text)
    placed = [(Span(*match.span()), reading) for match, reading in found if match.start() not in labels]
    if not any(_may_stand(text, mark) for mark, _ in placed):
        return
    spans = paragraphs(text)
    yield from _cited(text, placed, spans)
    rows = _laid_out(text, spans, placed)
    for index in range(len(rows)):
        yield from _extents(text, rows, index)


def _may_stand(text: str, mark: Span) -> bool:
    """Tell, before paragraphs are looked for, whether a mark stands at a line's or sentence's head or end, or before a quote or dash."""
    before = text[max(text.rfind("\n", 0, mark.start) + 1, mark.start - _NEAR) : mark.start].strip()
    after = text[mark.end : mark.end + _NEAR].lstrip(" .,;:")
    is_at_head = len(before) < _LABEL_LENGTH or before[-1] in _STOPS
    return is_at_head or not after or not (after[0].isalnum() or after[0] in "($")


def _list_labels(text: str) -> frozenset[int]:
    """Return where a letter in parentheses is a list's label: the letter before or after it stands next to it.

    So (C) after (B) is no portion mark, and (C) after (S) is one.
    """
    found = [(match.start(), ord(match[1])) for match in _LETTER.finditer(text)]
    heads = [(match.start(1), ord(match[2])) for match in _HEAD_LETTER.finditer(text)]
    labels: set[int] = set()
    for each in (found, heads):
        for (start, letter), (after, following) in pairwise(each):
            if following == letter + 1:
                labels |= {start, after}
    return frozenset(labels)


def _legends(text: str) -> frozenset[int]:
    """Return where letters in parentheses are a legend's: three lines or more, each letter that of the word after it."""
    labels: set[int] = set()
    run: list[int] = []
    for match in _LEGEND.finditer(text):
        if run and text.count("\n", run[-1], match.start()) != 1:
            run.clear()
        run.append(match.start("mark"))
        if len(run) >= _SHORTEST_LEGEND:
            labels.update(run[-_SHORTEST_LEGEND:])
    return frozenset(labels)


def _copyrights(text: str) -> frozenset[int]:
    """Return where (C) stands for copyright: a year follows it."""
    return frozenset(match.start() for match in _COPYRIGHT.finditer(text))


def _paragraph_of(spans: Sequence[Span], mark: Span) -> int | None:
    at = bisect_right(spans, mark.start, key=lambda each: each.start) - 1
    return at if at >= 0 and spans[at].covers(mark) else None


# --- where a mark may stand ---


def _laid_out(text: str, spans: Sequence[Span], placed: list[tuple[Span, Reading]]) -> list[_Paragraph]:
    """Return the paragraphs with their labels, depths and marks, in order."""
    by_paragraph: dict[int, list[tuple[Span, Reading]]] = {}
    for mark, reading in placed:
        at = _paragraph_of(spans, mark)
        if at is not None:
            by_paragraph.setdefault(at, []).append((mark, reading))
    rows: list[_Paragraph] = []
    styles: list[str] = []
    previous = ""
    for number, span in enumerate(spans):
        style, previous = _style(text, span, previous)
        if style in styles:
            del styles[styles.index(style) + 1 :]
        elif style is not None:
            styles.append(style)
        marks = tuple(_marks(text, span, by_paragraph.get(number, [])))
        rows.append(_Paragraph(span, style, len(styles) if style else 0, marks))
    return rows


def _style(text: str, span: Span, previous: str) -> tuple[str | None, str]:
    """Return the kind of a paragraph's label (``1.``, ``a.``, ``(1)``), and the label; a mark may stand before it."""
    mark = MARK.match(text, span.start, span.end)
    match = _LABEL.match(text, mark.end() if mark else span.start, span.end)
    if match is None or match["label"] is None:
        return None, previous
    style = next(name for name, value in match.groupdict().items() if value and name != "label")
    letter = match["label"].strip("().")
    if style == "roman" and len(letter) == 1 and letter != "I" and ord(letter) == ord(previous[-1:] or "\0") + 1:
        style = "upper"
    return style, letter


def _marks(text: str, paragraph: Span, placed: list[tuple[Span, Reading]]) -> Iterator[_Mark]:
    """Yield the marks of one paragraph that stand where a portion mark does."""
    if not placed:
        return
    heads = {_after_label(text, paragraph)} | {_after_label(text, each) for each in sentences(text, paragraph)}
    heads |= {match.end() for match in _AFTER_SUBJECT.finditer(text, paragraph.start, paragraph.end)}
    for mark, reading in placed:
        if _is_cited(text, mark):
            continue
        rest = _REST.match(text, mark.end, paragraph.end)
        is_at_end = rest is not None and rest.end() == paragraph.end
        is_heading = rest is not None and rest["dash"] is not None
        if mark.start in heads:
            yield _Mark(mark, reading, is_at_end=is_at_end and mark.start != paragraph.start)
        elif _is_other_sign(text, paragraph, mark):
            continue
        elif is_at_end or (is_heading and _is_short_title(text, paragraph, mark)):
            yield _Mark(mark, reading, is_at_end=True)


def _is_other_sign(text: str, paragraph: Span, mark: Span) -> bool:
    """Tell whether a mark after words is a party's or a trade's (R), or the abbreviation that a sentence defines."""
    words, sign = _DEFINED
    said = text[mark.start : mark.end]
    return said == "(R)" or (said == sign and text[paragraph.start : mark.start].rstrip().lower().endswith(words))


def _is_short_title(text: str, paragraph: Span, mark: Span) -> bool:
    """Tell whether what stands before a mark is a heading that runs into its paragraph: ``Aid (U). The ...``."""
    before = text[_after_label(text, paragraph) : mark.start]
    return len(before) <= _LONGEST_TITLE // 2 and not re.search(r"[.;?!]\s", before)


def _after_label(text: str, span: Span) -> int:
    match = _LABEL.match(text, span.start, span.end)
    at = match.end() if match else span.start
    while at < span.end and text[at].isspace():
        at += 1
    return at


def _is_cited(text: str, mark: Span) -> bool:
    """Tell whether a closing quote follows the mark."""
    after = text[mark.end : mark.end + 2].lstrip(_PUNCTUATION)
    return bool(after) and after[0] in _CLOSING_QUOTES


def _cited(text: str, placed: list[tuple[Span, Reading]], spans: Sequence[Span]) -> Iterator[Finding]:
    """Yield the marks of titles that a text quotes: they govern the title, from its opening quote."""
    for mark, reading in placed:
        at = _paragraph_of(spans, mark)
        if at is None or not _is_cited(text, mark):
            continue
        floor = max(spans[at].start, mark.start - _LONGEST_TITLE)
        opening = max(text.rfind(quote, floor, mark.start) for quote in _OPENING_QUOTES)
        if opening >= 0:
            yield _finding(mark, reading, trimmed(text, Span(opening + 1, mark.end)) or mark, QUOTED, _QUOTED_CONFIDENCE)


# --- what it governs ---


def _extents(text: str, rows: list[_Paragraph], index: int) -> Iterator[Finding]:
    """Yield the marks of one paragraph with what they govern: up to the next mark, or on to unmarked sub-paragraphs."""
    row = rows[index]
    for place, mark in enumerate(row.marks):
        is_last = place + 1 == len(row.marks)
        start = row.span.start if place == 0 else mark.span.start
        end = row.span.end if is_last else row.marks[place + 1].span.start
        if mark.is_at_end and mark.span.end < row.span.end:  # the heading that runs into a paragraph carries the paragraph's
            end = row.span.end if is_last else end
        if mark.is_at_end and place > 0 and is_last and row.marks[0].span.start > row.span.start:
            start = row.marks[place - 1].span.end
        if place == 0 and _AFTER_SUBJECT.search(text, row.span.start, mark.span.end):  # of a title, whatever stands under it
            start = mark.span.start
        elif is_last and not mark.is_at_end:
            end = _last_under(rows, index)
        elif mark.is_at_end:
            start, end = _title(text, row.span, mark.span, start, end)
        if _is_of_all(text, mark):
            end = _last_unmarked(rows, index)
        yield _finding(mark.span, mark.reading, trimmed(text, Span(start, end)) or mark.span, "portion mark")


def _is_of_all(text: str, mark: _Mark) -> bool:
    """Tell whether a mark says that it governs the whole text: ``1. (S - ENTIRE TEXT)``."""
    return _ENTIRE in text[mark.span.start : mark.span.end].upper() or text.startswith(_ENTIRE, mark.span.end + 1)


def _last_unmarked(rows: list[_Paragraph], index: int) -> int:
    """Return the end of the last paragraph before the next that bears a mark of its own."""
    end = rows[index].span.end
    for at in range(index + 1, len(rows)):
        other = rows[at]
        if other.marks:
            break
        end = other.span.end
    return end


def _title(text: str, paragraph: Span, mark: Span, start: int, end: int) -> tuple[int, int]:
    """Return a title without the word SUBJECT that stands before it."""
    lead = _SUBJECT.match(text, paragraph.start, mark.start)
    return (lead.end() if lead and start == paragraph.start else start), end


def _last_under(rows: list[_Paragraph], index: int) -> int:
    """Return the end of the last paragraph under this one: unmarked, and of a deeper label; bullets are deeper than all."""
    own = rows[index]
    end = own.span.end
    for at in range(index + 1, len(rows)):  # a slice would copy all that follows, for every mark
        other = rows[at]
        is_deeper = other.style is not None and (own.style is None or (other.style != own.style and other.depth > own.depth))
        if other.marks or not is_deeper:
            break
        end = other.span.end
    return end


def _finding(mark: Span, reading: Reading, extent: Span, why: str, confidence: float = _CONFIDENCE) -> Finding:
    return Finding(mark, "portion", DETECTOR, min(confidence, reading.confidence), why, marking=reading.marking, extent=extent)
