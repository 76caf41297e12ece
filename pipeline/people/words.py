"""A text taken apart into the words that may belong to a name, each with what the lexicon says of it."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum
from itertools import islice
from typing import NamedTuple

from pipeline.people.capitals import capital_passages
from pipeline.people.lexicon import Lexicon, fold_name
from pipeline.people.titles import ADDRESSED, NAMING, PARTICLES, SAYING, SUFFIXES, TITLES, WEAK_TITLES

__all__ = ["Kind", "Token", "Weights", "led_words", "tokens"]

_WORD = re.compile(
    r"(?<![^\W_])(?:de|du|di|da|la|le|van|von|ter)?[^\W\d_a-zß-öø-ÿ](?:[^\W\d_]|['’](?=[^\W\d_])|-[ \t]*\r?\n[ \t]*(?=[a-zß-öø-ÿ]))*"
)
_TAIL = re.compile(r"(?:-([a-zß-öø-ÿ]{2,}))+")
_LEADING_ON = r"\s{1,3}(?:(?:von|van|de[rnl]?|della|d[iu]|dos|das|l[ae]|zu|te[rn]|['’]t)\s{1,3}){0,2}"  # from a title to the name
_LED = re.compile(rf"(?<![^\W_])([^\W\d_a-z][^\W\d_]*)\.?{_LEADING_ON}([^\W\d_a-z][^\W\d_]+)")
_LEADS_ON = re.compile(_LEADING_ON)
_NEXT = re.compile(r"[ ]([^\W\d_a-z][^\W\d_]{1,20})")
_PIECE = re.compile(r"-([^\W\d_a-z]{2,})(?![^\W_])")
_BROKEN = re.compile(r"-\s+")
_POSSESSIVE = re.compile(r"['’][sS]\Z")
_ACRONYM = 5  # letters: a word of capitals no longer than this, in a text that is not, is rather an abbreviation
_CONTRACTION = re.compile(r"n't\Z|'(?:m|re|ve|ll|d)\Z")
_VOWEL = re.compile(r"[aeiouy]")
_SHORT = 2
_LETTERS = 3  # of a word that is rather an abbreviation, where all is in capitals
_FREQUENT = 2_000  # rank of a surname that many bear
_LONGEST_PLACE, _LONGEST_NAME = 4, 60  # words with a capital of one place, and its characters
_PREFIXES = frozenset("ex pro non re un us uk mid pre sub bi tri co de ben al el le la von van".split())
_NAMED = 0.0  # weight of whatever word stands behind an honorific
_INITIALS_OF_STATES = frozenset("snk")  # the last letters of U.S., U.N., U.K.
_FUNCTION = 10  # level of the commonest words


class Kind(IntEnum):
    """What a word may be within a name."""

    WALL = 0
    NAME = 1
    INITIAL = 2
    TITLE = 3
    PARTICLE = 4
    SUFFIX = 5


class Token(NamedTuple):
    """A word with a capital: where it stands, without possessive; folded; ``weight`` is how much it looks like a name by itself."""

    start: int
    end: int
    word: str
    kind: Kind
    weight: float
    in_capitals: bool
    """Whether its line is in capitals, so that its own tell nothing."""
    is_possessive: bool
    has_dot: bool
    is_place: bool = False


@dataclass(frozen=True, slots=True)
class _Scale:
    """How much a word looks like a name by itself, by what the lexicon says of it; set as the measure of clues is."""

    jargon: float = -6.0
    word: float = -4.0
    place: float = -2.0
    place_and_surname: float = -1.2
    surname: float = 1.5
    first_name: float = 1.5
    unknown: float = 1.2
    short: float = -2.0
    short_surname: float = -0.3
    common: float = -1.0
    usual: float = 0.2
    rare: float = 1.0
    common_in_capitals: float = -2.2
    usual_in_capitals: float = -0.8
    rare_in_capitals: float = 0.7
    acronym: float = -3.0
    shouted: float = -0.8
    shouted_unknown: float = -1.5
    wall: float = -3.0
    """At or below it a word is no part of a name, whatever stands beside it."""


_SCALE = _Scale()
_COMMON, _USUAL, _RARE = 35, 50, 60  # levels of the word list: up to which a word is common, usual; from which it is rare


class Weights:
    """Knows the kind and the weight of each word, asked once a word."""

    def __init__(self, lexicon: Lexicon) -> None:
        """Take the lexicon."""
        self.lexicon = lexicon
        self.long_places: dict[str, frozenset[str]] = {}
        """The places of several words, by their first."""
        for place in sorted(place for place in lexicon.places if " " in place):
            first = place.partition(" ")[0]
            self.long_places[first] = self.long_places.get(first, frozenset()) | {place}
        self._known: tuple[dict[str, tuple[Kind, float]], dict[str, tuple[Kind, float]]] = {}, {}

    def of(self, word: str, *, in_capitals: bool) -> tuple[Kind, float]:
        """Return the kind of a folded word and its weight."""
        known = self._known[in_capitals]
        found = known.get(word)
        if found is None:
            found = known[word] = self._judge(word, in_capitals=in_capitals)
        return found

    def is_frequent(self, word: str) -> bool:
        """Tell whether a word is a surname that many bear."""
        return 0 < self.lexicon.surnames.get(word, 0) <= _FREQUENT

    def is_function(self, word: str) -> bool:
        """Tell whether a word is among the commonest and no frequent surname: no title makes a name of it all through a text."""
        return self.lexicon.words.get(word, _RARE) <= _FUNCTION and not self.is_frequent(word)

    def _judge(self, word: str, *, in_capitals: bool) -> tuple[Kind, float]:
        if word in TITLES:
            return Kind.TITLE, 0.0
        if word in SUFFIXES:
            return Kind.SUFFIX, 0.0
        if word in PARTICLES:
            return Kind.PARTICLE, 0.0
        if _CONTRACTION.search(word):
            return Kind.WALL, _SCALE.jargon
        weight = self._weight(word, in_capitals=in_capitals)
        return (Kind.NAME if weight > _SCALE.wall else Kind.WALL), weight

    def _weight(self, word: str, *, in_capitals: bool) -> float:
        lexicon = self.lexicon
        is_surname, is_first = word in lexicon.surnames, word in lexicon.first_names
        if word in lexicon.jargon:
            return _SCALE.jargon
        if word in lexicon.places:
            return _SCALE.place_and_surname if is_surname or is_first else _SCALE.place
        level = lexicon.words.get(word)
        if level is not None:
            if not is_surname and not is_first:
                return _SCALE.word
            if level <= _COMMON and not self.is_frequent(word) and (in_capitals or level <= _FUNCTION):
                return _SCALE.word if in_capitals or not is_first else _SCALE.common
            return self._of_level(level, in_capitals=in_capitals)
        if in_capitals and len(word) <= _LETTERS and not is_first and not self.is_frequent(word):
            return _SCALE.short_surname if is_surname and len(word) > _SHORT else _SCALE.short
        if is_surname or is_first:
            return _SCALE.surname if is_surname else _SCALE.first_name
        return _SCALE.short if len(word) <= _SHORT or not _VOWEL.search(word) else _SCALE.unknown

    @staticmethod
    def _of_level(level: int, *, in_capitals: bool) -> float:
        """Return the weight of a name that is an ordinary word too; in a text in capitals nothing tells them apart."""
        if level <= _COMMON:
            return _SCALE.common_in_capitals if in_capitals else _SCALE.common
        if level <= _USUAL:
            return _SCALE.usual_in_capitals if in_capitals else _SCALE.usual
        return _SCALE.rare_in_capitals if in_capitals else _SCALE.rare


class _Lead(IntEnum):
    """What a word says of the one behind it, from least to most."""

    NOTHING = 0
    FIRST_NAME = 1
    TITLE = 2
    HONORIFIC = 3


def _lead(word: str, kind: Kind, weight: float, *, has_dot: bool) -> _Lead:
    """Return what a word says of the next one."""
    if kind is Kind.TITLE:
        return _Lead.HONORIFIC if word in NAMING else _Lead.NOTHING if word in WEAK_TITLES else _Lead.TITLE
    if kind is Kind.INITIAL:
        return _Lead.FIRST_NAME if has_dot and word not in _INITIALS_OF_STATES else _Lead.NOTHING
    return _Lead.FIRST_NAME if kind is Kind.NAME and weight > _NAMED else _Lead.NOTHING


def _is_led(word: str, weight: float, lead: _Lead, lexicon: Lexicon, *, in_capitals: bool) -> bool:
    """Tell whether a word that is no name by itself is one behind this lead.

    Whatever follows an honorific is; behind other titles what has a capital of its own, or is a surname.
    """
    if len(word) == 1 or (in_capitals and word in SAYING):
        return False
    if lead is _Lead.HONORIFIC:
        return True
    is_own = not in_capitals and lead is _Lead.TITLE
    return weight > _SCALE.jargon and (is_own or word in lexicon.surnames) and lexicon.words.get(word, _RARE) > _FUNCTION


def _opens_office(text: str, word: str, end: int, weights: Weights) -> bool:
    """Tell whether a word behind an honorific is of an office that is spoken to so, as in Mr. Vice President."""
    after = _NEXT.match(text, end)
    return word in ADDRESSED or (after is not None and fold_name(after.group(1)) in TITLES and not weights.is_frequent(word))


def led_words(text: str, weights: Weights) -> frozenset[str]:
    """Return the ordinary words that stand behind a title somewhere in ``text``, and so may be names all through it."""
    found = set()
    for match in _LED.finditer(text):
        title, word = fold_name(match.group(1)), fold_name(match.group(2))
        if title in TITLES:
            in_capitals = match.group().isupper()
            kind, weight = weights.of(word, in_capitals=in_capitals)
            lead = _lead(title, Kind.TITLE, 0.0, has_dot=False)
            is_led = bool(lead) and _is_led(word, weight, lead, weights.lexicon, in_capitals=in_capitals)
            is_led = is_led and not _opens_office(text, word, match.end(), weights)
            if kind is Kind.WALL and is_led and not weights.is_function(word):
                found.add(word)
    return frozenset(found)


def tokens(text: str, weights: Weights, led: frozenset[str] = frozenset()) -> Iterator[Token]:
    """Yield the words of ``text`` that begin with a capital, in order; those of ``led`` are names, whatever the lexicon says."""
    words, ahead = _single(text, weights, led), deque[Token]()
    while True:
        ahead.extend(islice(words, _LONGEST_PLACE - len(ahead)))
        if not ahead:
            return
        count = _place_length(text, ahead, weights.long_places)
        for _ in range(count):
            yield ahead.popleft()._replace(kind=Kind.WALL, weight=_SCALE.place)
        if not count:
            yield ahead.popleft()


def _place_length(text: str, ahead: Sequence[Token], long_places: Mapping[str, frozenset[str]]) -> int:
    """Return how many of the words ahead are one place, as New York is; 0 where none begins here."""
    is_saint = ahead[0].word == "st"
    places = long_places.get("saint" if is_saint else ahead[0].word)
    if not places:
        return 0
    start = ahead[0].start
    for count in range(len(ahead), 1, -1):
        end = ahead[count - 1].end
        if end - start < _LONGEST_NAME:
            written = text[start:end].replace(".", " ").split()
            if fold_name(" ".join(["saint", *written[1:]] if is_saint else written)) in places:
                return count
    return 0


def _single(text: str, weights: Weights, led: frozenset[str]) -> Iterator[Token]:
    passages = capital_passages(text)
    current = next(passages, None)
    lead, led_until = _Lead.NOTHING, -1  # what the word before says of the next, and where it ends
    for match in _WORD.finditer(text):
        start, end = match.span()
        while current is not None and current.end <= start:
            current = next(passages, None)
        in_capitals = current is not None and current.start <= start
        written = match.group()
        if in_capitals and (piece := _PIECE.match(text, end)) and _is_split(written, piece.group(1), weights.lexicon):
            end, written = piece.end(), written + piece.group()
        if (tail := _TAIL.match(text, end)) and _is_no_word(tail.group(1), weights.lexicon):
            end, written = tail.end(), written + tail.group()
        is_possessive = len(written) > _SHORT and _POSSESSIVE.search(written) is not None
        if is_possessive:
            end, written = end - 2, written[:-2]
        has_dot = text[end : end + 1] == "."
        word = fold_name(_BROKEN.sub("", written) if "\n" in written else written)
        kind, weight = _kind(written, word, weights, in_capitals=in_capitals, has_dot=has_dot)
        if kind is Kind.WALL and (
            word in led
            or (
                lead
                and _LEADS_ON.fullmatch(text, led_until, start)
                and _is_led(word, weight, lead, weights.lexicon, in_capitals=in_capitals)
                and not _opens_office(text, word, end, weights)
            )
        ):
            kind, weight = Kind.NAME, _NAMED
        if kind is not Kind.PARTICLE or not lead:
            lead = _lead(word, kind, weight, has_dot=has_dot)
        led_until = end + has_dot
        yield Token(start, end, word, kind, weight, in_capitals, is_possessive, has_dot, word in weights.lexicon.places)


def _is_no_word(piece: str, lexicon: Lexicon) -> bool:
    """Tell whether what follows a hyphen goes on with a name, as in Chou En-lai, and is no ordinary word, as in Nasser-like."""
    return lexicon.words.get(fold_name(piece), _RARE) >= _RARE


def _is_split(first: str, second: str, lexicon: Lexicon) -> bool:
    """Tell whether two pieces in capitals are one name, as in EN-LAI and TSE-TUNG, and neither a prefix nor two names."""
    is_short = len(first) <= _LETTERS and fold_name(first) not in _PREFIXES
    return is_short and lexicon.words.get(fold_name(second), _RARE) >= _RARE and len(second) > _SHORT


def _kind(written: str, word: str, weights: Weights, *, in_capitals: bool, has_dot: bool) -> tuple[Kind, float]:
    if len(written) == 1:
        return (Kind.INITIAL if has_dot or word not in "ai" else Kind.WALL), 0.0
    kind, weight = weights.of(word, in_capitals=in_capitals)
    if kind is Kind.NAME and not in_capitals and written.isupper():
        is_short = len(written) <= _ACRONYM and weight <= _SCALE.unknown and not weights.is_frequent(word)
        is_listed = word in weights.lexicon.surnames or word in weights.lexicon.first_names
        weight = min(weight, _SCALE.acronym) if is_short else weight + (_SCALE.shouted if is_listed else _SCALE.shouted_unknown)
        kind = Kind.NAME if weight > _SCALE.wall else Kind.WALL
    return kind, weight
