"""Finds the terms of rules: whole words, whatever their case, line breaks, hyphens or look-alike letters.

All terms are sought in one pass, in a folding so coarse (1, i and l are one letter, 0 and o another) that it hides none;
what it finds is then held to the letters and the gaps that each term asks for.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from ahocorasick_rs import AhoCorasick, Implementation
from ahocorasick_rs import MatchKind as Overlap

from pipeline.folding import Gap, cased, fold_coarsely, fold_stream, fold_text, has_lookalikes, is_accent
from pipeline.model import Finding, MatchKind, Record, Rule, Span

__all__ = ["TermDetector"]

_MOST_SIGNS = 8  # signs seen between two letters of a term; beyond it they are not one term
_SIGNS_OVER_LINES = 40  # over a line break, where a rule of dashes or a page's furniture may stand
_LEAST_SPACED = 3  # letters that stand alone side by side, before blanks between them hide no term
_LOOKALIKE_CONFIDENCE = 0.9
_HYPHENS = "-\u2010\u2011"
_FILLERS = frozenset("*_|/\\~=+")
_STRANGE = re.compile(r"[^\x00-\x7f]")
_DIGIT_CODES = (ord("0"), ord("9"))

_Place = tuple[str, int, int]  # a rule, and where in the text its term begins and ends

# What a gap of the text may stand for: anything, a gap of the term only, or nothing.
_OPEN, _ASKS_GAP, _WALL = 0, 1, 2
_SPACED_GAPS = (Gap.SPACE, Gap.SPACE | Gap.HYPHEN)


class _Term(NamedTuple):
    """A term of a rule: a lean value, for there may be many."""

    rule: str
    written: str
    exact_case: bool


@dataclass(frozen=True, slots=True)
class _Shape:
    """What a hit is held to: the term's letters, and a number whose bytes are what its gaps do not bear."""

    letters: str
    refused: int


def _shape(written: str, *, lookalikes: bool) -> _Shape:
    folded = fold_stream(written, lookalikes=lookalikes)
    refused = bytes(_ASKS_GAP | _WALL if gap == Gap.NONE else _WALL for gap in folded.gaps[1:])
    return _Shape(folded.text, int.from_bytes(refused, "big"))


class _Seen:
    """A text as terms are sought in it: its stream, and what each gap of that may stand for."""

    def __init__(self, text: str, *, lookalikes: bool) -> None:
        self.text = text
        self.stream = fold_stream(text, lookalikes=lookalikes)
        self._gaps = np.array(self.stream.gaps, np.uint8)

    @cached_property
    def borders(self) -> bytes:
        """A byte for each letter and one for the end: whether a word may begin or end before it."""
        found = np.append(self._gaps != Gap.NONE, True)
        raised = [match.start() for match in _STRANGE.finditer(self.text) if _is_raised(match.group())]
        if raised:
            signs = np.isin(np.array(self.stream.offsets), raised)
            found[:-1] |= signs
            found[1:] |= signs
        return found.tobytes()

    @cached_property
    def _bars(self) -> tuple[bytes, bytes]:
        """What each gap may stand for; second, where letters that stand alone may be one word spaced out."""
        gaps, signs = self._gaps, np.frombuffer(self.stream.signs, np.uint8)
        over_lines = gaps & Gap.BREAK != 0
        asks = (gaps & (Gap.SPACE | Gap.OTHER) != 0) & ~over_lines
        asks[self._broken_words()] = False
        alone = self._alone()
        beside = alone & np.append(False, alone[:-1])  # this letter and the one before
        asks &= ~(beside & (gaps & Gap.DOT != 0) & (gaps & Gap.OTHER == 0))
        walls = np.where(signs > np.where(over_lines, _SIGNS_OVER_LINES, _MOST_SIGNS), _WALL, _OPEN).astype(np.uint8)
        longer = beside & (np.append(False, beside[:-1]) | np.append(beside[1:], False))
        spaced = asks & ~(longer & (gaps == Gap.SPACE))
        spaced[self._spaced_out()] = False
        spaced[self._filled(longer & (gaps & Gap.OTHER != 0))] = False
        return (asks * _ASKS_GAP | walls).astype(np.uint8).tobytes(), (spaced * _ASKS_GAP | walls).astype(np.uint8).tobytes()

    def _broken_words(self) -> list[int]:
        """Return the gaps that are a hyphen on a word and a blank: lines that were joined leave the hyphens of their ends."""
        offsets = self.stream.offsets
        places = np.flatnonzero(self._gaps == Gap.HYPHEN | Gap.SPACE)
        return [at for at in places.tolist() if self.text[offsets[at - 1] + 1] in _HYPHENS and self.stream.signs[at] == 1]

    def _filled(self, between: npt.NDArray[np.bool_]) -> list[int]:
        """Return those of the gaps in which a sign that fills stands, as in C*A*S*T*R*O, and no comma of a list."""
        offsets = self.stream.offsets
        return [at for at in np.flatnonzero(between).tolist() if self.text[offsets[at - 1] + 1 : offsets[at]].strip() in _FILLERS]

    def _alone(self) -> npt.NDArray[np.bool_]:
        """Tell of each letter whether none touches it; digits do not count."""
        return self._single & ~self._is_digit

    def _spaced_out(self) -> npt.NDArray[np.bool_]:
        """Tell of each gap whether it lies in a run of single letters and digits that has letters enough: a word with its number."""
        follows = self._single & np.append(False, self._single[:-1]) & np.isin(self._gaps, _SPACED_GAPS)
        run = np.cumsum(~follows)
        letters = np.bincount(run, weights=self._alone(), minlength=len(run) + 1)
        found: npt.NDArray[np.bool_] = follows & (letters[run] >= _LEAST_SPACED)
        return found

    @cached_property
    def _single(self) -> npt.NDArray[np.bool_]:
        """Whether each letter or digit stands by itself."""
        gap = self._gaps != Gap.NONE
        found: npt.NDArray[np.bool_] = gap & np.append(gap[1:], True)
        return found

    @cached_property
    def _is_digit(self) -> npt.NDArray[np.bool_]:
        codes = np.frombuffer(self.stream.text.encode("utf-32-le"), np.uint32)
        found: npt.NDArray[np.bool_] = (codes >= _DIGIT_CODES[0]) & (codes <= _DIGIT_CODES[1])
        return found

    def fits(self, start: int, end: int, shape: _Shape) -> bool:
        """Tell whether the gaps between ``start`` and ``end`` of the stream may stand for those of the term.

        Nothing, a hyphen, a dot or a line break hides no term; a space needs a gap in the term as well.
        """
        bars = self._bars[end - start >= _LEAST_SPACED]
        return not int.from_bytes(bars[start + 1 : end], "big") & shape.refused

    def extent(self, start: int, end: int) -> tuple[int, int]:
        """Return where in the text a hit begins and ends, with the accents of its last letter, which would else be left hanging."""
        offsets, text = self.stream.offsets, self.text
        after = offsets[end - 1] + 1
        while after < len(text) and not text[after].isascii() and is_accent(text[after]):
            after += 1
        return offsets[start], after


def _is_raised(char: str) -> bool:
    """Tell whether ``char`` may stand on a word and be no part of it: the number of a note, a sign of trade, an apostrophe."""
    return unicodedata.category(char) in {"Lm", "No"} or unicodedata.decomposition(char).startswith(("<super>", "<sub>"))


@dataclass(frozen=True, slots=True)
class _Word:
    """A word of the text, and what in it gives swapped letters away."""

    first: int
    last: int
    is_number: bool
    has_letter: bool
    has_small: bool
    is_capitals: bool

    @staticmethod
    def around(text: str, offset: int, within: Span) -> _Word:
        """Return the letters and digits about ``offset``."""
        first, last = offset, offset + 1
        while first > within.start and text[first - 1].isalnum():
            first -= 1
        while last < within.end and text[last].isalnum():
            last += 1
        word = text[first:last]
        is_number = any(map(str.isdigit, word)) or ("l" in word and not word.strip("lIO"))  # "lO" is ten
        is_capitals = word.replace("l", "").isupper()
        return _Word(first, last, is_number, any(map(str.isalpha, word)), any(map(str.islower, word)), is_capitals)

    def bears(self, seen: str, meant: str, offset: int) -> bool:
        """Tell whether a typist, a reader or a forger may have put the sign ``seen`` at ``offset`` for the letter ``meant``.

        What the word itself does not give away is left alone: "bail" is no "ball", and 10 no "Io".
        """
        match seen, meant:
            case ("0", "o") | ("1", "l" | "i"):
                return self.has_letter
            case ("O" | "o" | "I", "0" | "1"):
                return self.is_number
            case ("l", "1"):
                return True
            case ("I", "l"):
                return self.has_small
            case ("l", "i"):
                return offset == self.first or self.is_capitals
        return False


def _is_typed_for(text: str, offsets: tuple[int, ...], letters: str, meant: str) -> bool:
    """Tell whether each of ``letters``, at its offset of ``text``, is the one that is meant or a swap for it."""
    word = None
    for offset, letter, asked in zip(offsets, letters, meant, strict=True):
        if letter != asked:
            if word is None or offset >= word.last:
                word = _Word.around(text, offset, Span(offsets[0], offsets[-1] + 1))
            if not word.bears(text[offset], asked, offset):
                return False
    return True


class TermDetector:
    """Finds every term of every rule that names terms."""

    name = "terms"

    def __init__(self, rules: tuple[Rule, ...]) -> None:
        """Fold the terms of the rules among ``rules`` that name any, and build what seeks them."""
        owners: dict[str, list[_Term]] = {}
        for rule in rules:
            if rule.match.kind is MatchKind.TERMS:
                for written in rule.match.values:
                    term = _Term(rule.id, written, rule.match.exact_case)
                    key = fold_coarsely(written)
                    owners.setdefault(key, []).append(term)
                    if not written.isascii() and (other := fold_text(written, lookalikes=True)) != key:
                        owners.setdefault(other, []).append(term)
        self._owners = tuple(owners.values())
        self._automaton = AhoCorasick(owners, matchkind=Overlap.Standard, store_patterns=False, implementation=Implementation.ContiguousNFA)
        self._shapes: dict[tuple[str, bool], _Shape] = {}

    def find(self, record: Record) -> Iterator[Finding]:
        """Yield the terms; those written with look-alike letters at a lower confidence."""
        plain: set[_Place] = set()
        alike: set[_Place] = set()
        for is_plain, place in self._typed(record.text):
            (plain if is_plain else alike).add(place)
        if has_lookalikes(record.text):
            alike.update(self._imitated(record.text))
        for rule, start, end in sorted(plain):
            yield Finding(Span(start, end), "term", self.name, 1.0, "term of the rule", rule=rule)
        for rule, start, end in sorted(alike - plain):
            yield Finding(Span(start, end), "term", self.name, _LOOKALIKE_CONFIDENCE, "term in look-alike letters", rule=rule)

    def _typed(self, text: str) -> Iterator[tuple[bool, _Place]]:
        """Yield the place of each term in its own letters (true), or with such as 1 and l swapped (false)."""
        seen = _Seen(text, lookalikes=False)
        letters, offsets = seen.stream.text, seen.stream.offsets
        for term, shape, first, last in self._hits(seen, fold_coarsely(text), lookalikes=False):
            found = letters[first:last]
            is_plain = found == shape.letters
            if is_plain or _is_typed_for(text, offsets[first:last], found, shape.letters):
                start, end = seen.extent(first, last)
                if not term.exact_case or _has_case(text[start:end], term.written, lookalikes=not is_plain):
                    yield is_plain, (term.rule, start, end)

    def _imitated(self, text: str) -> Iterator[_Place]:
        """Yield the place of each term written with letters of other scripts that look like its own."""
        seen = _Seen(text, lookalikes=True)
        for term, shape, first, last in self._hits(seen, seen.stream.text, lookalikes=True):
            start, end = seen.extent(first, last)
            written = text[start:end]
            is_alike = seen.stream.text[first:last] == shape.letters and not written.isascii()
            if is_alike and (not term.exact_case or _has_case(written, term.written, lookalikes=True)):
                yield term.rule, start, end

    def _hits(self, seen: _Seen, keys: str, *, lookalikes: bool) -> Iterator[tuple[_Term, _Shape, int, int]]:
        """Yield each term whose key is a whole word of ``keys`` with gaps that fit, and where it lies."""
        borders, owners = seen.borders, self._owners
        for index, start, end in self._automaton.find_matches_as_indexes(keys, overlapping=True):
            if borders[start] and borders[end]:
                for term in owners[index]:
                    shape = self._shape(term.written, lookalikes=lookalikes)
                    if len(shape.letters) == end - start and seen.fits(start, end, shape):
                        yield term, shape, start, end

    def _shape(self, written: str, *, lookalikes: bool) -> _Shape:
        """Return the shape of a term, made when it is first met: most terms of a long list never are."""
        found = self._shapes.get((written, lookalikes))
        if found is None:
            found = self._shapes[written, lookalikes] = _shape(written, lookalikes=lookalikes)
        return found


def _has_case(found: str, written: str, *, lookalikes: bool) -> bool:
    return cased(found, lookalikes=lookalikes) == cased(written, lookalikes=lookalikes)
