"""Words that stand together as one name does: titles, first names, initials, particles, surnames."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from pipeline.people.titles import NAMING, RANKS, TITLES_AND_SURNAMES
from pipeline.people.words import Kind, Token

__all__ = ["Run", "runs"]

_LONGEST_GAP = 24  # characters between two words of one name
_PARTICLES_BETWEEN = re.compile(
    r"[^\S\f]+(?:(?:von|van|der|den|de|del|della|di|da|du|dos|das|la|le|lo|el|al|bin|ibn|ben|y|zu|zur|af|ter|ten|ul|ud|ur)[^\S\f]+)"
    r"{1,2}(?:d['’])?"
    r"|[^\S\f]+(?:d['’]|(?:al|el|ul|ud|ur|ad|as|ar|an|az)-)|-(?:al|el|ul|ud|ur)-"
)
_OF_SURNAMES = re.compile(r"[ ](?:von|van|de|del|della|di|da|du|dos|das|zu|ter|ten)(?:[ ](?:der?|den|la|las|los))?[ ]")
_SHORTENED = 3  # letters of a first name that is shortened: Wm., Geo., Jos.
_FULL_LINE = 45  # characters
_LEAST = -5.0  # weight of an ordinary word is above it, that of an office or a telegraphic word below
_WITHIN = -1.0  # weight of an ordinary word at the end of a name
_MOST_WORDS = 7  # of a name


class Run(NamedTuple):
    """A name as it may stand: the titles before it, and its words."""

    titles: tuple[Token, ...]
    words: tuple[Token, ...]

    @property
    def names(self) -> list[Token]:
        """Its words without initials, particles and suffixes."""
        return [word for word in self.words if word.kind is Kind.NAME]

    @property
    def start(self) -> int:
        """Where it begins, with its titles."""
        return (self.titles or self.words)[0].start

    @property
    def end(self) -> int:
        """Where it ends."""
        return self.words[-1].end


def runs(text: str, words: Iterable[Token]) -> Iterator[Run]:
    """Yield the runs of words that stand together; each holds a word that may be a name."""
    together: list[Token] = []
    for word in words:
        if together and not _belong(text, together[-1], word) and not _goes_on(text, together, word):
            yield from _parted(together)
            together = []
        if word.kind is not Kind.WALL:
            together.append(word)
        elif together and _goes_on(text, together, word):
            together.append(word._replace(kind=Kind.NAME, weight=_WITHIN))
    yield from _parted(together)


def _belong(text: str, left: Token, right: Token) -> bool:
    if right.kind is Kind.WALL or left.is_possessive:
        return False
    between = text[left.end : right.start]
    if len(between) > _LONGEST_GAP:
        return False
    if left.has_dot and (left.kind is not Kind.NAME or len(left.word) <= _SHORTENED):
        between = between[1:]
    if right.kind is Kind.SUFFIX:
        between = between.removeprefix(",")
    if not between or between == "-":
        return True
    if between.isspace():
        return "\f" not in between and between.count("\n") <= 1 and not _is_line_end(text, left, right, between)
    return right.kind is Kind.NAME and _PARTICLES_BETWEEN.fullmatch(between) is not None


def _goes_on(text: str, together: Sequence[Token], word: Token) -> bool:
    """Tell whether an ordinary word with a capital ends a name that a title began, as General Yu Jae Hung, or that a particle leads on."""
    if word.kind is not Kind.WALL or word.in_capitals or word.weight <= _LEAST or together[-1].kind is not Kind.NAME:
        return False
    between = text[together[-1].end : word.start]
    if _OF_SURNAMES.fullmatch(between):  # Jan de Wit
        return together[-1].weight > 0
    is_titled = any(left.kind is Kind.TITLE and right.kind is Kind.NAME for left, right in pairwise(together))
    return is_titled and not together[-1].is_possessive and between == " "


def _is_line_end(text: str, left: Token, right: Token, between: str) -> bool:
    """Tell whether a line ended where its writer wanted: in lists, at signatures, before a dateline, and not because it was full."""
    if "\n" not in between or left.kind in {Kind.TITLE, Kind.INITIAL}:
        return False
    if right.is_place and left.kind is Kind.NAME:
        return True
    return text.rfind("\n", max(0, left.end - _FULL_LINE), left.start) >= 0 or left.end < _FULL_LINE


def _parted(together: Sequence[Token]) -> Iterator[Run]:
    """Yield a run for each stretch of words with the titles before it."""
    at, count = 0, len(together)
    while at < count:
        first = at
        while first < count and together[first].kind is Kind.TITLE:
            first += 1
        if (
            first == count
            and first - at > 1
            and together[first - 1].word in TITLES_AND_SURNAMES
            and together[first - 2].word in NAMING | RANKS
        ):
            first -= 1  # Mr. King
            together = [*together[:first], together[first]._replace(kind=Kind.NAME)]
        last = first
        while last < count and together[last].kind is not Kind.TITLE and last - first < _MOST_WORDS:
            last += 1
        words = _trimmed(together[first:last])
        if words:
            titles = tuple(together[at:first]) if words[0] is together[first] else ()
            yield Run(titles, words)
        at = max(last, at + 1)


def _trimmed(words: Sequence[Token]) -> tuple[Token, ...]:
    """Return the words up to the last that may be a name, with its suffix; empty where none may."""
    last = max((number for number, word in enumerate(words) if word.kind is Kind.NAME), default=-1)
    if last >= 0 and last + 1 < len(words) and words[last + 1].kind is Kind.SUFFIX:
        last += 1
    first = 0
    while first < last and words[first].kind is Kind.SUFFIX:
        first += 1
    return tuple(words[first : last + 1])
