"""Full dates as typed in records of the last hundred years.

Read: ``November 7, 1962``, ``7 November 1962``, ``7 Nov 62``, ``071700Z NOV 62``, ``1962-11-07``, ``19621107``,
``11/7/62``, and of a range of days the last one. A two-digit year is the one nearest to the text's own century;
a numeric date that can be read two ways is read month first, as clerks of the United States wrote it.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass

from pipeline.model import Span

__all__ = ["DateMention", "find_dates", "in_century"]

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = (
    r"(?P<month>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|"
    r"sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?"
)
_DAY = r"(?:the\s)?(?P<day>[0-3]?[0-9])(?![0-9])(?:\s?(?:st|nd|rd|th))?"
_NUMBER = r"(?P<number>[01]?[0-9])"
_RANGE = r"(?:[0-3]?[0-9]\s?(?:[-–]|to|and|or|&)\s?)?"
_GAP = r"\s{1,24}"  # a line break and the next line's indent included
_FULL_YEAR = r"(?P<year>(?:1[6-9]|20)[0-9]{2})(?![0-9])"
_YEAR = r"(?P<year>(?:1[6-9]|20)[0-9]{2}|['’]?[0-9]{2})(?![0-9])"
_PATTERNS = tuple(
    re.compile(rf"(?<![0-9A-Za-z]){pattern}", re.IGNORECASE)
    for pattern in (
        rf"{_MONTH}(?:{_GAP})?{_RANGE}{_DAY}(?:\s{{0,2}}[,.](?:{_GAP})?|{_GAP})(?:at\s+[0-9:]+\s*(?:[ap]\.?m\.?)?,?\s+)?{_YEAR}",
        rf"{_MONTH}(?:{_GAP})?{_RANGE}{_DAY}\s{{0,2}}[;(–—-]\s{{0,2}}{_FULL_YEAR}",
        rf"{_DAY}\.?(?:{_GAP}|[\s-]{{0,3}}){_MONTH}(?:,?{_GAP}|[\s,-]{{0,3}}){_YEAR}",
        rf"{_DAY}\s+(?:day\s+)?of\s+{_MONTH}[\s,]{{0,3}}{_FULL_YEAR}",
        rf"{_FULL_YEAR}[\s,-]{{1,3}}{_MONTH}[\s-]{{0,3}}{_DAY}",
        rf"(?P<number>[0-3]?[0-9])\s(?P<sep>[-/])\s(?P<day>[0-3]?[0-9])\s(?P=sep)\s{_FULL_YEAR}",
        rf"{_FULL_YEAR}\s(?P<sep>[-/])\s{_NUMBER}\s(?P=sep)\s(?P<day>[0-3]?[0-9])(?![0-9])",
        rf"(?P<day>[0-3][0-9])[0-2][0-9][0-5][0-9]\s?[A-Z]?\s?{_MONTH}\s{{0,2}}{_YEAR}",
        r"(?P<year>(?:1[6-9]|20)[0-9]{2})(?P<sep>[-/.])(?P<number>[01]?[0-9])(?P=sep)(?P<day>[0-3]?[0-9])(?![0-9])",
        r"(?P<year>(?:19|20)[0-9]{2})(?P<number>[01][0-9])(?P<day>[0-3][0-9])(?![0-9])",
        r"(?P<number>[0-3]?[0-9])(?P<sep>[-/.])(?P<day>[0-3]?[0-9])(?P=sep)(?P<year>(?:1[6-9]|20)[0-9]{2}|[0-9]{2})(?![0-9])",
    )
)
# Where any of these can begin: a text is searched once, and each is tried there and nowhere else.
_STARTS = re.compile(rf"(?<![0-9A-Za-z])(?=[0-9]|the\s[0-9]|{'|'.join(_MONTHS)})", re.IGNORECASE)
_CENTURY = 100
_LAST_MONTH = 12


@dataclass(frozen=True, slots=True)
class DateMention:
    """A full date in a text: ``year`` as written, below 100 where it has two digits only."""

    span: Span
    year: int
    month: int
    day: int

    @property
    def has_full_year(self) -> bool:
        """Tell whether the year stands with four digits."""
        return self.year >= _CENTURY


def _value(match: re.Match[str]) -> tuple[int, int, int] | None:
    """Return year, month, day of a match, or None where they are no date of the calendar."""
    parts = match.groupdict()
    year, day = int(parts["year"].lstrip("'’")), int(parts["day"])
    month = _MONTHS.index(parts["month"][:3].casefold()) + 1 if parts.get("month") else int(parts["number"])
    if month > _LAST_MONTH and not parts.get("month"):
        month, day = day, month
    try:
        dt.date(year if year >= _CENTURY else 2000, month, day)
    except ValueError:
        return None
    return year, month, day


def _matches(pattern: re.Pattern[str], text: str, places: list[int], end: int) -> Iterator[re.Match[str]]:
    """Yield what a search before ``end`` from left to right finds, given all places where a match can begin."""
    at = 0
    for place in places:
        if place >= at and (match := pattern.match(text, place, end)):
            yield match
            at = match.end()


def find_dates(text: str, within: Span | None = None) -> tuple[DateMention, ...]:
    """Return all full dates of ``text`` (or of one span of it) in order.

    Where readings overlap (``page 3 November 17, 1999``) the one with a full year counts, then the longest.
    """
    start, end = (within.start, within.end) if within else (0, len(text))
    places = [match.start() for match in _STARTS.finditer(text, start, end)]
    found: list[DateMention] = []
    for pattern in _PATTERNS:
        for match in _matches(pattern, text, places, end):
            value = _value(match)
            if value is not None:
                found.append(DateMention(Span(*match.span()), *value))
    found.sort(key=lambda mention: mention.span.start)
    kept: list[DateMention] = []
    for mention in found:
        if not kept or not kept[-1].span.overlaps(mention.span):
            kept.append(mention)
        elif _rank(mention) > _rank(kept[-1]):
            kept[-1] = mention
    return tuple(kept)


def _rank(mention: DateMention) -> tuple[bool, int]:
    return mention.has_full_year, mention.span.end - mention.span.start


def in_century(mention: DateMention, near: int) -> dt.date:
    """Return the date of ``mention``; a two-digit year becomes the one nearest to the year ``near``."""
    year = mention.year
    if not mention.has_full_year:
        base = near - near % _CENTURY + year
        year = min((base - _CENTURY, base, base + _CENTURY), key=lambda each: abs(each - near))
    day = mention.day
    while True:
        try:
            return dt.date(year, mention.month, day)
        except ValueError:  # 29 February of a year that has none
            day -= 1
