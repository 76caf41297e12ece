"""A text taken apart into the words that may belong to a name, each with what the lexicon says of it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import IntEnum
from typing import NamedTuple

from pipeline.people.capitals import capital_passages
from pipeline.people.lexicon import Lexicon, fold_name
from pipeline.people.titles import NAMING, PARTICLES, SUFFIXES, TITLES

__all__ = ["Kind", "Token", "Weights", "tokens"]

_WORD = re.compile(
    r"(?<![^\W_])[^\W\d_a-zß-öø-ÿ](?:[^\W\d_]|['’](?=[^\W\d_])|-[ \t]*\r?\n[ \t]*(?=[a-zß-öø-ÿ]))*"
)
_TAIL = re.compile(r"(?:-([a-zß-öø-ÿ]{2,}))+")
_BROKEN = re.compile(r"-\s+")
_POSSESSIVE = re.compile(r"['’][sS]\Z")
_ACRONYM = 5  # letters: a word of capitals no longer than this, in a text that is not, is rather an abbreviation
_VOWEL = re.compile(r"[aeiouy]")
_SHORT = 2
_LETTERS = 3  # of a word that is rather an abbreviation, where all is in capitals
_FREQUENT = 2_000  # rank of a surname that many bear
_NAMED = 0.0  # weight of whatever word stands behind an honorific
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


@dataclass(frozen=True, slots=True)
class _Scale:
    """How much a word looks like a name by itself, by what the lexicon says of it."""

    jargon: float = -6.0
    word: float = -4.0
    place: float = -2.0
    place_and_surname: float = -1.2
    surname: float = 1.5
    first_name: float = 1.5
    unknown: float = 1.0
    short: float = -2.0
    common: float = -1.0
    usual: float = 0.2
    rare: float = 1.0
    capitals: float = -1.5
    """What is taken off a name that is an ordinary word too, where capitals do not tell them apart."""
    acronym: float = -3.0
    shouted: float = -0.8
    wall: float = -3.0
    """At or below it a word is no part of a name, whatever stands beside it."""


_SCALE = _Scale()
_COMMON, _USUAL, _RARE = 35, 50, 60  # levels of the word list: up to which a word is common, usual; from which it is rare


class Weights:
    """Knows the kind and the weight of each word, asked once a word."""

    def __init__(self, lexicon: Lexicon) -> None:
        """Take the lexicon."""
        self.lexicon = lexicon
        self._known: tuple[dict[str, tuple[Kind, float]], dict[str, tuple[Kind, float]]] = {}, {}

    def of(self, word: str, *, in_capitals: bool) -> tuple[Kind, float]:
        """Return the kind of a folded word and its weight."""
        known = self._known[in_capitals]
        found = known.get(word)
        if found is None:
            found = known[word] = self._judge(word, in_capitals=in_capitals)
        return found

    def _judge(self, word: str, *, in_capitals: bool) -> tuple[Kind, float]:
        if word in TITLES:
            return Kind.TITLE, 0.0
        if word in SUFFIXES:
            return Kind.SUFFIX, 0.0
        if word in PARTICLES:
            return Kind.PARTICLE, 0.0
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
            if level <= _COMMON and not 0 < lexicon.surnames.get(word, 0) <= _FREQUENT and (in_capitals or level <= _FUNCTION):
                return _SCALE.word if in_capitals or not is_first else _SCALE.common
            weight = _SCALE.common if level <= _COMMON else _SCALE.usual if level <= _USUAL else _SCALE.rare
            return weight + _SCALE.capitals if in_capitals else weight
        if in_capitals and len(word) <= _LETTERS and not is_first and not 0 < lexicon.surnames.get(word, 0) <= _FREQUENT:
            return _SCALE.short
        if is_surname or is_first:
            return _SCALE.surname if is_surname else _SCALE.first_name
        return _SCALE.short if len(word) <= _SHORT or not _VOWEL.search(word) else _SCALE.unknown


def tokens(text: str, weights: Weights) -> Iterator[Token]:
    """Yield the words of ``text`` that begin with a capital, in order."""
    passages = capital_passages(text)
    current = next(passages, None)
    named_until = -1  # where the honorific before ends
    for match in _WORD.finditer(text):
        start, end = match.span()
        while current is not None and current.end <= start:
            current = next(passages, None)
        in_capitals = current is not None and current.start <= start
        written = match.group()
        if tail := _TAIL.match(text, end):
            end = tail.end() if _is_no_word(tail.group(1), weights.lexicon) else end
        is_possessive = len(written) > _SHORT and _POSSESSIVE.search(written) is not None
        if is_possessive:
            end, written = end - 2, written[:-2]
        has_dot = text[end : end + 1] == "."
        word = fold_name(_BROKEN.sub("", written) if "\n" in written else written)
        kind, weight = _kind(written, word, weights, in_capitals=in_capitals, has_dot=has_dot)
        if kind is Kind.WALL and len(word) > 1 and 0 <= named_until < start and text[named_until:start].isspace():
            kind, weight = Kind.NAME, _NAMED
        named_until = end + has_dot if kind is Kind.TITLE and word in NAMING else -1
        yield Token(start, end, word, kind, weight, in_capitals, is_possessive, has_dot)


def _is_no_word(piece: str, lexicon: Lexicon) -> bool:
    """Tell whether what follows a hyphen goes on with a name, as in Chou En-lai, and is no ordinary word, as in Nasser-like."""
    return lexicon.words.get(fold_name(piece), _RARE) >= _RARE


def _kind(written: str, word: str, weights: Weights, *, in_capitals: bool, has_dot: bool) -> tuple[Kind, float]:
    if len(written) == 1:
        return (Kind.INITIAL if has_dot or word not in "ai" else Kind.WALL), 0.0
    kind, weight = weights.of(word, in_capitals=in_capitals)
    if kind is Kind.NAME and not in_capitals and written.isupper():
        weight = min(weight, _SCALE.acronym) if len(written) <= _ACRONYM and weight <= _SCALE.unknown else weight + _SCALE.shouted
        kind = Kind.NAME if weight > _SCALE.wall else Kind.WALL
    return kind, weight
