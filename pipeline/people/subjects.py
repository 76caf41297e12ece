"""What is known of the persons a record names, as far as a rule on privacy asks: office, birth, death."""

from __future__ import annotations

import datetime as dt
import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace

from pipeline.model import Official, Register, Span, Subject
from pipeline.people.address import MARRIED, title_of
from pipeline.people.births import Birth, birth_dates, births, is_one_person
from pipeline.people.given import GIVEN_PARTICLES, Agreement, agreement, forms, plain
from pipeline.people.lexicon import fold_name
from pipeline.people.mention import Mention
from pipeline.people.officials import Officials, official_mentions

__all__ = ["Deceased", "Persons", "subjects", "subjects_of_births"]

_WORD = re.compile(r"[^\W\d_]+")
_FACTS_REACH = 120  # characters from a date of birth to the place that is told with it


class Deceased:
    """The persons of whom a rule set says that they are dead."""

    def __init__(self, names: Iterable[str] = ()) -> None:
        """Take each name apart, once."""
        self._by_surname: defaultdict[str, set[tuple[str, ...]]] = defaultdict(set)
        for form in (form for name in names for form in forms(name)):
            self._by_surname[form.surname].add(form.first)

    def mentions(self, mentions: Sequence[Mention]) -> frozenset[int]:
        """Return the numbers of the mentions of them: by their full names, and by the surname where nobody else bears it."""
        families: defaultdict[str, list[int]] = defaultdict(list)
        for number, mention in enumerate(mentions):
            families[plain(mention.surname)].append(number)
        found: set[int] = set()
        for surname, family in families.items():
            own = self._by_surname.get(surname, set())
            named = {number for number in family if self._is_named(mentions[number], own)}
            others = [number for number in family if mentions[number].first and number not in named]
            is_alone = named and not others and is_one_person([mentions[number] for number in family])
            found |= set(family) if is_alone else named
        return frozenset(found)

    @staticmethod
    def _is_named(mention: Mention, own: set[tuple[str, ...]]) -> bool:
        """Tell whether a mention gives every name that the list does; Mrs. with her husband's name is not he."""
        if set(title_of(mention.titles)) & MARRIED:
            return False
        full = (first for first in own if len(mention.first) == len(first))
        return any(agreement(mention.first, first) >= Agreement.SPELLED for first in full)


class Persons:
    """Whom a run knows beforehand: officials, and those whom a rule set calls dead."""

    def __init__(self, register: Register | None = None, deceased: Iterable[str] = ()) -> None:
        """Take the register of officials and the names of the deceased apart, once for all records."""
        self._officials, self._deceased = Officials(register or Register()), Deceased(deceased)

    def subjects(self, text: str, mentions: Sequence[Mention], date: dt.date | None) -> tuple[Subject | None, ...]:
        """Return what is known of the person of each mention, as ``subjects`` does."""
        return subjects(text, mentions, date, self._officials, self._deceased)


def subjects(
    text: str, mentions: Sequence[Mention], date: dt.date | None, officials: Officials, deceased: Deceased
) -> tuple[Subject | None, ...]:
    """Return what is known of the person of each mention, in the order given; None where nothing is.

    ``date`` is the record's certain date: without it nobody is an official and no age tells a birth.
    """
    order = sorted(range(len(mentions)), key=lambda number: mentions[number].span)
    named = [_with_particle(text, mentions[number]) for number in order]
    offices = official_mentions(named, date, officials)
    born = birth_dates(text, named, date)
    dead = deceased.mentions(named)
    known = {place: _subject(offices.get(at), born.get(at), is_deceased=at in dead) for at, place in enumerate(order)}
    return tuple(known[number] for number in range(len(mentions)))


def _with_particle(text: str, mention: Mention) -> Mention:
    """Return a mention with the particle before its names as the first of them, where that may be one: Ben Smith, Al Smith."""
    words = [fold_name(word) for word in _WORD.findall(text, mention.name.start, mention.name.end)]
    if len(words) > 1 and words[0] in GIVEN_PARTICLES and words[0] not in mention.first:
        return replace(mention, first=(words[0], *mention.first))
    return mention


def _subject(office: Official | None, born: dt.date | None, *, is_deceased: bool) -> Subject | None:
    if office is None and born is None and not is_deceased:
        return None
    told = None if office is None else f"{office.office}, {_years(office)}"
    return Subject(office is not None, born, is_deceased, told)


def _years(office: Official) -> str:
    if office.until is None:
        return f"since {office.since}"
    return str(office.since) if office.since == office.until else f"{office.since}-{office.until}"


def subjects_of_births(text: str, spans: Sequence[Span], date: dt.date | None) -> tuple[Subject | None, ...]:
    """Return what is known of whoever was born on the dates, or at the places, that stand at ``spans``.

    A date is its own witness; a place is of the one date of birth that stands close before it or behind. None where none does.
    """
    told = [birth for birth in births(text, date) if not birth.is_age]
    return tuple(_born(text, span, told) for span in spans)


def _born(text: str, span: Span, told: Sequence[Birth]) -> Subject | None:
    first = bisect_left(told, span.start - _FACTS_REACH, key=lambda birth: birth.span.start)
    last = bisect_left(told, span.end + _FACTS_REACH, key=lambda birth: birth.span.start)
    inside = [birth for birth in told[first:last] if birth.span.overlaps(span)]
    close = inside or [birth for birth in told[first:last] if "\n\n" not in _between(text, birth.span, span)]
    if not close or (not inside and len(close) > 1):
        return None
    return Subject(born=max(birth.latest for birth in close))


def _between(text: str, one: Span, other: Span) -> str:
    return text[min(one.end, other.end) : max(one.start, other.start)]
