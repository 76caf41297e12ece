"""Which of the persons a record names are officials of its time.

A name is never enough: the office must have been his in the year of the record, or behind him; the title must fit; and
whoever shares his surname and not his first name makes every place doubtful that gives the surname alone.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from pipeline.model import Official, Register
from pipeline.people.address import FEMALE, MALE, MARRIED, office_titles, title_of
from pipeline.people.given import Agreement, agreement, forms, plain
from pipeline.people.mention import Mention

__all__ = ["Officials", "official_mentions"]


@dataclass(frozen=True, slots=True)
class _Holder:
    """One person of the list under one surname, with the offices that he held in the year of the record or before."""

    offices: tuple[Official, ...]
    firsts: tuple[tuple[str, ...], ...]
    year: int

    @property
    def current(self) -> Official | None:
        """The office that is his in the year of the record."""
        return next((each for each in self.offices if each.until is None or each.until >= self.year), None)

    @property
    def of_offices(self) -> frozenset[str]:
        """The titles that his offices give him."""
        return frozenset().union(*(office_titles(each.office) for each in self.offices))

    @property
    def by_courtesy(self) -> frozenset[str]:
        """The titles that he has beside: Mr., and what the list says."""
        own = {title for each in self.offices for title in title_of(each.titles)}
        of_sex = {title for each in self.offices for title in (FEMALE if each.is_woman else MALE)}
        return frozenset(own | of_sex)

    @property
    def of_rank(self) -> frozenset[str]:
        """The ranks and former offices among what the list says that he is called, while he is in office."""
        own = {title for each in self.offices for title in title_of(each.titles)} if self.current else set()
        return frozenset(own - _COURTESY)

    def agrees(self, given: tuple[str, ...]) -> Agreement:
        """Return how far first names are his."""
        return max((agreement(given, own) for own in self.firsts), default=Agreement.NONE)

    def has(self, titles: tuple[str, ...]) -> bool:
        """Tell whether every title is his."""
        return set(titles) <= self.of_offices | self.by_courtesy

    def is_denied_by(self, titles: tuple[str, ...]) -> bool:
        """Tell whether titles before his full name say that he is not meant: of a rank or sex that is not his.

        Words of offices deny nothing: before their names men bore many.
        """
        return not set(titles) <= self.of_offices | self.by_courtesy | _CIVIL


_CIVIL = frozenset(
    "secretary minister ambassador president chancellor chairman director senator governor representative counselor deputy delegate "
    "commissioner attorney dr professor charge".split()
)


_COURTESY = frozenset({"dr", "professor", "sir", "lord"})


class Officials:
    """The officials of a register, looked up by surname."""

    def __init__(self, register: Register) -> None:
        """Take each name apart, once."""
        self._frequent = frozenset(map(plain, register.frequent))
        self._by_surname: defaultdict[str, dict[str, tuple[list[Official], set[tuple[str, ...]]]]] = defaultdict(dict)
        for official in register.officials:
            for form in (form for name in (official.name, *official.also) for form in forms(name)):
                offices, firsts = self._by_surname[form.surname].setdefault(official.name, ([], set()))
                firsts.add(form.first)
                if official not in offices:
                    offices.append(official)

    def holders(self, surname: str, year: int) -> tuple[_Holder, ...]:
        """Return who of that surname held office in ``year`` or before it."""
        found = []
        for offices, firsts in self._by_surname.get(surname, {}).values():
            begun = tuple(each for each in offices if each.since <= year)
            if begun:
                found.append(_Holder(begun, tuple(sorted(firsts)), year))
        return tuple(found)

    def is_frequent(self, surname: str) -> bool:
        """Tell whether a surname is too frequent to tell an official alone."""
        return surname in self._frequent


def official_mentions(mentions: Sequence[Mention], date: dt.date | None, officials: Officials) -> dict[int, Official]:
    """Return the numbers of the mentions that name an official of the time, each with his office.

    ``date`` is the record's certain date; without one nobody is an official, since nobody knows of which time.
    """
    if date is None:
        return {}
    by_surname: defaultdict[str, list[int]] = defaultdict(list)
    for number, mention in enumerate(mentions):
        by_surname[plain(mention.surname)].append(number)
    found: dict[int, Official] = {}
    for surname, numbers in by_surname.items():
        if holders := officials.holders(surname, date.year):
            family = [(number, mentions[number].first, title_of(mentions[number].titles)) for number in numbers]
            found.update(_of_one_surname(family, holders, is_frequent=officials.is_frequent(surname)))
    return found


_Named = tuple[int, tuple[str, ...], tuple[str, ...]]  # number of the mention, first names, titles


def _of_one_surname(family: Sequence[_Named], holders: tuple[_Holder, ...], *, is_frequent: bool) -> dict[int, Official]:
    """Settle all mentions of one surname in one record."""
    # 1. His full name, or his office with the surname, is himself, in his years and after them.
    by_name = {each[0]: own for each in family if (own := _by_name(each, holders))}
    by_office = {each[0]: own for each in family if (own := _by_office(each, holders))}
    if is_frequent:  # once his years are over, the next Director Smith is another
        by_office = {number: own for number, own in by_office.items() if own in by_name.values() or _is_current(own, holders)}
    # 2. Somebody of another first name or another rank: only full names are told apart.
    strangers = [each for each in family if each[0] not in by_name and each[0] not in by_office and _is_stranger(each, holders)]
    if any(first for _, first, _ in strangers):
        return by_name
    found = by_name | by_office
    # 3. The bare surname, or Mr. and the surname, in his years alone; a frequent surname only beside one that is sure.
    if is_frequent and not any(_is_current(own, holders) for own in found.values()):
        return found
    for number, first, titles in family:
        if number in found or first or (not titles and strangers):
            continue
        own = next((each.current for each in holders if each.current and each.has(titles)), None)
        if own and not (strangers and _is_ranked(strangers)):
            found[number] = own
    return found


def _is_current(office: Official, holders: Iterable[_Holder]) -> bool:
    return any(each.current and office in each.offices for each in holders)


def _is_ranked(strangers: Iterable[_Named]) -> bool:
    """Tell whether one of them is no wife or daughter but a person of another rank, who may be called Mr. as well."""
    return any(not set(titles) & FEMALE for _, _, titles in strangers)


def _by_name(named: _Named, holders: Iterable[_Holder]) -> Official | None:
    """Return the office of him whose first names stand there; after his years they must be spelled."""
    _, first, titles = named
    for each in holders if first else ():
        least = Agreement.INITIALS if each.current else Agreement.SPELLED
        if each.agrees(first) >= least and not each.is_denied_by(titles):
            return each.current or each.offices[-1]
    return None


def _by_office(named: _Named, holders: Iterable[_Holder]) -> Official | None:
    """Return the office of him whose surname stands behind a title that it gives, or in his years behind his rank."""
    _, first, titles = named
    for each in holders if not first else ():
        if set(titles) & (each.of_offices | each.of_rank) and each.has(titles):
            behind = next((own for own in _latest_first(each) if set(titles) & office_titles(own.office)), each.offices[-1])
            return each.current if set(titles) & each.of_rank and each.current else behind
    return None


def _latest_first(holder: _Holder) -> Iterator[Official]:
    yield from sorted(holder.offices, key=lambda each: -each.since)


def _is_stranger(named: _Named, holders: Iterable[_Holder]) -> bool:
    """Tell whether a mention is of somebody who is none of the ``holders``: by first names, or by a title that fits none.

    Mrs. with an official's own first names is his wife, and tells of nobody who shares his name.
    """
    _, first, titles = named
    if first:
        agreeing = [each for each in holders if each.agrees(first) > Agreement.NONE]
        return not agreeing or (not set(titles) & MARRIED and all(each.is_denied_by(titles) for each in agreeing))
    return bool(titles) and not any(each.has(titles) for each in holders)
