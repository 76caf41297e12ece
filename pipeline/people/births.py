"""What a text tells of when persons were born, always as the latest day that its words allow.

statement = ("born" | "b." | "DOB" | "DPOB" | "date of birth" ...) ... day
          | "(" year "-" year ")"                                  born and died
          | "age" number | number "years old"                      with the record's own date

A statement belongs to the person it stands behind: in his sentence, or behind a label in his entry. Where it may belong to
another, it belongs to nobody.
"""

from __future__ import annotations

import datetime as dt
import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pipeline.dates import DateMention, find_dates
from pipeline.model import Span
from pipeline.people.address import FEMALE, MALE, title_of
from pipeline.people.given import Agreement, agreement, plain
from pipeline.people.mention import Mention
from pipeline.segments import lines, paragraphs, sentences, touching

__all__ = ["Birth", "birth_dates", "births", "is_one_person"]

_REACH = 70  # characters from the word to its date
_BEFORE = 40  # characters before an age that say whether it is meant as of now
_MOST_IN_ENTRY = 20  # mentions: what names more is no entry of one person
_ENTRY = 240  # characters from a name to a label of its entry
_CENTURY, _THIS_CENTURY = 100, 2000
_DECADE = 9  # years after its first
_DOUBT_YEARS = 10  # how far "about" may be from the truth
_OLDEST = 110  # years: a birth longer before the record's own date is rather a slip of typing, and is not believed

_LABEL = r"(?:date\s+(?:and\s+place\s+)?of\s+birth|birth\s?dates?|year\s+of\s+birth|d\.?\s?p?\.?o\.?b\b\.?)"
_WORDS = re.compile(
    rf"(?<![\w-])(?:(?P<label>{_LABEL})|born\b(?!\s+(?:of|again)\b)|(?:(?<=\()|(?<=[,;] ))b\.\s?(?=\d|[A-Z][a-z]{{2}}))", re.IGNORECASE
)
_STOP = re.compile(r"[;?!]|\.\s+[A-Z]|\n\s*\n")
_LIFE = re.compile(r"\((?P<born>1[789]\d\d)\s?[-–]\s?(?:1[89]\d\d|20\d\d)\)")
_AGE = re.compile(
    r"\b(?:aged?(?:\s+of|\s?:)?\s+(?P<age>\d{1,3})\b|(?P<years>\d{1,3})(?:\s+years\s+(?:old|of\s+age)|-years?-old)\b)"
    r"(?!\s*(?:to|-|–|or)\s*\d)",
    re.IGNORECASE,
)
_NOT_NOW = re.compile(
    r"\b(?:under|over|until|till|before|will|would|shall|should|by|minimum|maximum|reach\w*|retire\w*|at)\s+(?:\w+\s+){0,3}\Z|\b(?:under|over|below|above)\s\Z",
    re.IGNORECASE,
)
_MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()
_MONTH = re.compile(rf"\b(?P<month>{'|'.join(_MONTHS)})[a-z]{{0,6}}\.?,?\s{{1,3}}(?:of\s)?(?P<year>(?:1[789]|20)\d\d)\b", re.IGNORECASE)
_YEAR = re.compile(r"(?<![\d./-])(?P<year>(?:1[789]|20)\d\d)(?P<decade>['’]?s\b)?(?![\d])")
_OR = re.compile(r"\s*(?:or|and|to|[-–/])\s*(?P<year>(?:(?:1[789]|20)\d\d|\d\d))\b")
_ABOUT = re.compile(
    r"\b(?:about|around|circa|ca?\.|approximately|approx|probably|possibly|perhaps|before|early|late|near)\W*\s?\Z|\?\s?\Z", re.IGNORECASE
)
_AFTER = re.compile(r"\b(?:after|since)\s+\Z|\b(?:not|no)\s+(?:before|earlier\s+than)\s+\Z", re.IGNORECASE)  # allows any later day
_ABOUT_REACH = 16
_NUMERIC = re.compile(r"[0-3]?\d\s?[-/.]\s?[0-3]?\d\s?[-/.]\s?\d+")

_KIN = re.compile(
    r"\b(?:whose|wife|husband|son|sons|daughter|daughters|father|mother|parents?|brother|sister|child|children|uncle|aunt|cousin|nephew|niece|"
    r"widow|fiancee?|grand\w+|family|his|her|their|two|three|both|and)\b",
    re.IGNORECASE,
)
_BESIDE = re.compile(
    r"\s*(?:\([^()]{0,60}\)\s*)?(?:,\s[^,;:()]{1,60},?\s*)?(?:,?\s*who\s+)?(?:(?:was|is|had\sbeen|has\sbeen)\s+)?"
    r"(?:(?:reportedly|probably|originally)\s+)?[,(:;–-]?\s*",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Birth:
    """One statement: ``span`` from its word to the end of its date, the ``latest`` day it allows, whether a label says it."""

    span: Span
    latest: dt.date
    is_labelled: bool = False
    is_age: bool = False


def births(text: str, date: dt.date | None) -> tuple[Birth, ...]:
    """Return what ``text`` tells of births, in order; ``date`` is the record's own, without which no age tells anything."""
    found = [*_told(text, date), *_lives(text), *(_ages(text, date) if date else ())]
    return tuple(sorted(found, key=lambda each: (each.span.start, each.span.end)))


def _told(text: str, date: dt.date | None) -> Iterator[Birth]:
    for match in _WORDS.finditer(text):
        end = min(len(text), match.end() + _REACH)
        stop = _STOP.search(text, match.end(), end)
        last = stop.start() if stop else end
        if last == match.end():  # a form left empty, or the end of the text
            continue
        read = _latest(text, Span(match.end(), last), date)
        if read and (date is None or date.year - read[0].year <= _OLDEST):
            yield Birth(Span(match.start(), read[1]), read[0], is_labelled=match.group("label") is not None)


def _latest(text: str, within: Span, date: dt.date | None) -> tuple[dt.date, int] | None:
    """Return the latest day that the first date of a passage allows, and where that ends."""
    full = next(iter(find_dates(text, within)), None)
    month = _MONTH.search(text, within.start, within.end)
    year = _YEAR.search(text, within.start, within.end)
    starts = [full.span.start] if full else []
    starts += [match.start() for match in (month, year) if match]
    first = min(starts, default=None)
    if first is None or _AFTER.search(text, within.start, first):
        return None
    if full is not None and full.span.start == first:
        told = full.year if full.has_full_year else _two_digits(full.year, date)
        return _doubted(text, first, max(_days(text, full, told))), full.span.end
    if month is not None and month.start() == first:
        end = _end_of_month(int(month.group("year")), _MONTHS.index(month.group("month").lower()) + 1)
        return _doubted(text, first, end), month.end()
    return _of_year(text, year) if year is not None else None


def _two_digits(year: int, date: dt.date | None) -> int:
    """Return the latest year that two digits may mean: none after the record's own; without one, in the present century."""
    if date is None:
        return _THIS_CENTURY + year
    in_century = date.year - date.year % _CENTURY + year
    return in_century if in_century <= date.year else in_century - _CENTURY


def _days(text: str, told: DateMention, year: int) -> Iterator[dt.date]:
    """Yield the days that a date may mean: one in figures may give the day first."""
    is_numeric = _NUMERIC.fullmatch(text[told.span.start : told.span.end])
    days = ((told.month, told.day), (told.day, told.month)) if is_numeric else ((told.month, told.day),)
    for month, day in days:
        if month <= len(_MONTHS):
            yield min(dt.date(year, month, 1) + dt.timedelta(days=day - 1), _end_of_month(year, month))


def _of_year(text: str, match: re.Match[str]) -> tuple[dt.date, int]:
    year, end = int(match.group("year")), match.end()
    if match.group("decade"):
        year += _DECADE
    elif other := _OR.match(text, end):
        told = int(other.group("year"))
        told = told if told >= _CENTURY else year - year % _CENTURY + told
        year, end = max(year, told), other.end()
    return _doubted(text, match.start(), dt.date(year, 12, 31)), end


def _doubted(text: str, start: int, day: dt.date) -> dt.date:
    """Return ``day``, years later where the words before the date say that it is about right."""
    if _ABOUT.search(text, max(0, start - _ABOUT_REACH), start):
        return dt.date(day.year + _DOUBT_YEARS, 12, 31)
    return day


def _end_of_month(year: int, month: int) -> dt.date:
    following = dt.date(year + month // 12, month % 12 + 1, 1)
    return following - dt.timedelta(days=1)


def _lives(text: str) -> Iterator[Birth]:
    for match in _LIFE.finditer(text):
        yield Birth(Span(*match.span()), dt.date(int(match.group("born")), 12, 31))


def _ages(text: str, date: dt.date) -> Iterator[Birth]:
    """Yield ages: whoever is 47 was born 47 years before the record at the latest."""
    for match in _AGE.finditer(text):
        age = int(match.group("age") or match.group("years"))
        before = text[max(0, match.start() - _BEFORE) : match.start()]
        if 0 < age <= _OLDEST and not _NOT_NOW.search(before):
            latest = dt.date(date.year - age, date.month, 1) + dt.timedelta(days=date.day - 1)
            yield Birth(Span(*match.span()), latest, is_age=True)


# --- whose births they are ---


def birth_dates(text: str, mentions: Sequence[Mention], date: dt.date | None) -> dict[int, dt.date]:
    """Return the latest day of birth for each mention, by its number, of whose person the text tells it."""
    told = births(text, date)
    if not told:
        return {}
    bound: defaultdict[int, list[dt.date]] = defaultdict(list)
    owner = _Owner(text, mentions)
    for birth in told:
        number = owner.of(birth)
        if number is not None:
            bound[number].append(birth.latest)
    by_surname: defaultdict[str, list[int]] = defaultdict(list)
    for number, mention in enumerate(mentions):
        by_surname[plain(mention.surname)].append(number)
    found: dict[int, dt.date] = {}
    for family in by_surname.values():
        found.update(_of_family(mentions, family, {number: max(bound[number]) for number in family if number in bound}))
    return found


def _of_family(mentions: Sequence[Mention], family: Sequence[int], told: dict[int, dt.date]) -> dict[int, dt.date]:
    """Return the births of all mentions of one surname: of one person they go to all, of several to those that surely are his."""
    if told and is_one_person([mentions[number] for number in family]):
        return dict.fromkeys(family, max(told.values()))
    found: defaultdict[int, list[dt.date]] = defaultdict(list)
    for number, latest in told.items():
        first = mentions[number].first
        for other in family:
            same = other == number or (first and mentions[other].first and _agree(first, mentions[other].first) >= Agreement.SPELLED)
            if same:
                found[other].append(latest)
    return {number: max(days) for number, days in found.items()}


def is_one_person(mentions: Sequence[Mention]) -> bool:
    """Tell whether mentions of one surname can be of one person: no first names differ, nobody is both Mr. and Mrs., or of two ranks."""
    firsts = [mention.first for mention in dict.fromkeys(mentions) if mention.first]
    distinct = tuple(dict.fromkeys(firsts))
    titles = {title for mention in mentions for title in title_of(mention.titles)}
    longest = max(distinct, key=len, default=())
    is_of_one_kind = not (titles & FEMALE and titles & MALE) and len(titles - FEMALE - MALE) <= 1
    return is_of_one_kind and all(_agree(each, longest) for each in distinct)


def _agree(one: tuple[str, ...], other: tuple[str, ...]) -> Agreement:
    return max(agreement(one, other), agreement(other, one))


class _Owner:
    """Finds the mention that a statement of birth belongs to."""

    def __init__(self, text: str, mentions: Sequence[Mention]) -> None:
        self._text, self._mentions = text, mentions
        self._starts, self._ends = [mention.span.start for mention in mentions], [mention.span.end for mention in mentions]
        self._lines, self._paragraphs = lines(text), paragraphs(text)
        self._sentences: dict[Span, tuple[Span, ...]] = {}

    def of(self, birth: Birth) -> int | None:
        """Return the number of the mention, or None: it must stand before, and be the only person who does."""
        last = bisect_right(self._ends, birth.span.start) - 1
        if last < 0:
            return None
        between = self._text[self._ends[last] : birth.span.start]
        if _KIN.search(between):
            return None
        if birth.is_labelled:
            return last if self._is_of_entry(last, birth) else None
        paragraph = next(iter(touching(self._paragraphs, birth.span)), None)
        sentence = next(iter(touching(self._sentences_of(paragraph), birth.span)), None) if paragraph else None
        is_inside = sentence is not None and self._starts[last] >= sentence.start
        return last if is_inside and _BESIDE.fullmatch(between) else None

    def _sentences_of(self, paragraph: Span) -> tuple[Span, ...]:
        if paragraph not in self._sentences:
            self._sentences[paragraph] = sentences(self._text, paragraph)
        return self._sentences[paragraph]

    def _is_of_entry(self, last: int, birth: Birth) -> bool:
        """Tell whether a label stands in the entry of one person: on his line, or in his paragraph."""
        if birth.span.start - self._ends[last] > _ENTRY:
            return False
        for units in (self._lines, self._paragraphs):
            unit = next(iter(touching(units, birth.span)), birth.span)
            first = bisect_left(self._starts, unit.start)
            if last - first >= _MOST_IN_ENTRY:
                return False
            if inside := self._mentions[first : last + 1]:
                return len({plain(each.surname) for each in inside}) == 1 and is_one_person(inside)
        return False
