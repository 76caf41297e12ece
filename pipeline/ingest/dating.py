"""The record's date: lifted only when certain (Law of release 5)."""

from __future__ import annotations

import re
from bisect import bisect_left

from pipeline.dates import DateMention, find_dates, in_century
from pipeline.markings import is_authority_line, is_review_stamp, notice_owner
from pipeline.model import Certainty, Record, RecordDate, Span
from pipeline.segments import lines

__all__ = ["date_record"]

_HEAD_LINES = 25
_SENTENCE_END = re.compile(r"[a-z]{3,}[.?!][\"'”’)]*\s+[A-Z]|(?:[a-z]{3,}|[0-9]|[)\"”])[.?!][\"'”’)]*\s*$")
_BEFORE_DATE = re.compile(r"(?:^|[,;:(\[—–-])\s*$")
_AFTER_DATE = re.compile(r"[\s,.;:—–-]*(?:at\s+)?[0-9:]*\s*(?:[ap]\.?\s?m\b\.?|z|noon|midnight|hours)?[\s.,)\]—–-]*", re.IGNORECASE)
_LONGEST_DATELINE = 100
_LONGEST_HEAD = 400  # characters; no heading is longer
_PROSE_WORDS = 5
_WRAPPED_LINE = 50  # characters; a line so long that goes on in a small letter is prose broken by hand
_ABOUT_ANOTHER = re.compile(
    r"\b(?:dated|letter|memo|memorandum|cable|telegram|despatch|dispatch|message|note|report|conversation|call|your|reference|ref|reftel)\b"
    r"[^\n]{0,30}\b(?:of|dated|on)\s*$|\bref(?:erence)?s?\s*:|\b(?:of|in|reply|response)\s+your\b|"
    r"^\s*(?:subj(?:ect)?|re|title)\s*[:.]|\b(?:of|on|in|since|from|until|till|by|before|after|through)\s+(?:the\s+)?$|"
    r"\b(?:birth|deadline|due|expires?|effective|as\s+of)\b",
    re.IGNORECASE,
)
_BIRTH = re.compile(
    r"\b(?:born|(?:of|and)\s+birth|birth(?:day|date)s?|birth\s*:|d\.?\s?(?:p\.?\s?)?o\.?\s?b)\b|[,;(]\s*b\.\s", re.IGNORECASE
)
_BIRTH_ROWS = 3  # lines: the labels of a form or a table stand above what they label
_OWN_LABEL = re.compile(r"\bdate(?!\s+(?:and\s+place\s+)?of\s+birth)\b", re.IGNORECASE)
_INSTRUCTION = re.compile(r"declassif|downgrad|review|decl\b", re.IGNORECASE)
_QUOTES = "\"'”’) "
_MIN_YEAR = 1700


def _is_dateline(line: str) -> bool:
    """Tell whether a line ends in a date set off by punctuation, such as ``Moscow, April 1, 1961, 5 p.m.``."""
    if len(line) > _LONGEST_DATELINE:
        return False
    return any(_BEFORE_DATE.search(line[: each.span.start]) and _AFTER_DATE.fullmatch(line[each.span.end :]) for each in find_dates(line))


def _is_prose(text: str, row: Span, following: Span | None) -> bool:
    line = text[row.start : row.end]
    if len(line) > _LONGEST_HEAD:
        return True
    if _is_dateline(line):
        return False
    if len(line.split()) >= _PROSE_WORDS and (line[0].islower() or _SENTENCE_END.search(line)):
        return True
    return len(line) >= _WRAPPED_LINE and following is not None and text[following.start].islower()


def _heading_dates(text: str, stamps: list[Span]) -> list[DateMention]:
    """Return the dates of the heading and dateline: the lines before the first one of prose."""
    stamped = set(stamps)
    rows = [row for row in lines(text) if row not in stamped][: _HEAD_LINES + 1]
    found: list[DateMention] = []
    since = _BIRTH_ROWS  # lines since the last that speaks of a birth
    for row, following in zip(rows[:_HEAD_LINES], [*rows[1:], None], strict=False):
        if is_authority_line(text[row.start : row.end]) or notice_owner(text[row.start : row.end]):
            continue
        if _is_prose(text, row, following):
            break
        since = 0 if _BIRTH.search(text, row.start, row.end) else since + 1
        dates = find_dates(text, row)
        if since == 0 or (since < _BIRTH_ROWS and not _OWN_LABEL.search(text, row.start, row.end)):
            since = min(since, 1) if dates else since  # a table's rows go on
            continue
        before = ((text[row.start : each.span.start], each) for each in dates)
        found += [each for lead, each in before if not _ABOUT_ANOTHER.search(lead)]
    return found


def _confirmed(mention: DateMention, others: list[DateMention]) -> bool:
    """Tell whether the year is certain: four digits, or two that a four-digit date beside it repeats."""
    if mention.has_full_year:
        return True
    return any(other.has_full_year and other.year % 100 == mention.year for other in others)


def date_record(record: Record) -> RecordDate | None:
    """Return the record's date and how certain it is; None where the text bears no full date at all.

    Certain: a date in the heading whose year is certain, and no later full date anywhere outside review
    stamps. Everything else is ``date-in-doubt``, and the record runs as one of no date.
    """
    text = record.text
    stamps = [row for row in lines(text) if is_review_stamp(line := text[row.start : row.end]) and not _is_sentence(line)]
    mentions = [each for each in find_dates(text) if not _is_within(each.span, stamps)]
    if not mentions:
        return None
    heading = _heading_dates(text, stamps)
    near = next((each.year for each in heading if each.has_full_year), None)
    candidates = [each for each in heading if _confirmed(each, heading)]
    if near is None or not candidates:
        return _in_doubt(text, mentions)
    best = max(candidates, key=lambda each: in_century(each, near))
    value = in_century(best, near)
    is_latest = all(in_century(each, near) <= value for each in mentions)
    is_plausible = value.year >= _MIN_YEAR
    certainty = Certainty.HEADING if is_latest and is_plausible else Certainty.IN_DOUBT
    return RecordDate(value, certainty, best.span)


def _is_sentence(line: str) -> bool:
    """Tell whether a line that sounds like a stamp is a sentence: then its date is the text's, and may be the later one."""
    return line.rstrip(_QUOTES).endswith((".", "?", "!")) and sum(word[0].islower() for word in line.split()) >= _PROSE_WORDS


def _in_doubt(text: str, mentions: list[DateMention]) -> RecordDate | None:
    """Return the first date that is not an instruction's, which says when a record may be released and not when it was made."""
    blocks = [row for row in lines(text) if is_authority_line(line := text[row.start : row.end]) and _INSTRUCTION.search(line)]
    own = [each for each in mentions if not _is_within(each.span, blocks)]
    return RecordDate(in_century(own[0], _guess(own)), Certainty.IN_DOUBT, own[0].span) if own else None


def _is_within(span: Span, stamps: list[Span]) -> bool:
    """Tell whether ``span`` touches one of ``stamps``, which stand in order and apart."""
    at = bisect_left(stamps, span.end, key=lambda stamp: stamp.start) - 1
    return at >= 0 and stamps[at].overlaps(span)


def _guess(mentions: list[DateMention]) -> int:
    """Return a year of the text's own century, for dates that stay in doubt anyway."""
    return next((each.year for each in mentions if each.has_full_year), 1950)
