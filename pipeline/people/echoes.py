"""Names found once, in the forms that no reader of capitals meets: spaced out, broken, in small letters, misread, in the plural."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from pipeline.folding import fold_text
from pipeline.model import Span
from pipeline.people.lexicon import Lexicon

__all__ = ["Echoes"]

_WORD = re.compile(r"[^\W_](?:[^\W_]|['’|](?=[^\W_]))*")
_BROKEN = re.compile(r"[-‐‑][^\S\r\n\f]*(?:\r?\n)?[^\S\r\n\f]*")  # a hyphen at a line's end, or where that was
_SPACED = re.compile(r"(?<![^\W_])[^\W\d_](?:[ ][^\W\d_]){3,}(?![^\W_])")
_PARTICLE_BEFORE = re.compile(r"(?<![^\W_])(?:[vV][ao]n|[dD]e|[dD]er?|[dD]el|[dD]i|[dD]u|[lL]a|[eE]l|[aA]l)[ -]\Z")
_SHORTEST, _LONGEST = 4, 24  # letters of a name that is sought
_SHORTEST_ORDINARY = 3  # the same where a particle leads to it
_SHORTEST_SMALL = 5  # the same in small letters
_REACH = 6
_DIGITS = "0123456789"
_MISREAD = re.compile(r"(?=.*[^A-Za-z'’])(?=.*[^\W\d_])[^a-z]")  # a word with a capital, or what may stand for one, that is not all plain
_POSSESSIVE = re.compile(r"['’][sS]\Z")


def _own(written: str) -> str:
    """Return a word without its possessive."""
    return _POSSESSIVE.sub("", written)


@dataclass(frozen=True, slots=True)
class Echo:
    """A place of a name in such a form, and the name as the text's other places have it, folded."""

    span: Span
    name: str


class Echoes:
    """Seeks the names of one text in all of it."""

    def __init__(self, names: Iterable[str], lexicon: Lexicon) -> None:
        """Take the names, folded; one that is an ordinary word too, or a place, is sought where its form tells that a name is meant."""
        self._own: dict[str, str] = {}
        self._ordinary: dict[str, str] = {}
        self._misread: dict[str, str] = {}
        for name in sorted(names):
            key = fold_text(name)
            is_ordinary = name in lexicon.words or name in lexicon.places
            if (_SHORTEST_ORDINARY if is_ordinary else _SHORTEST) <= len(key) <= _LONGEST:
                into = self._ordinary if is_ordinary else self._own
                into.setdefault(key, name)
                self._misread.setdefault(fold_text(name, lookalikes=True), name)

    def find(self, text: str) -> Iterator[Echo]:
        """Yield the places of the names."""
        if not self._misread:
            return
        before: re.Match[str] | None = None
        for match in _WORD.finditer(text):
            if name := self._name(text, match):
                yield Echo(Span(match.start(), match.start() + len(_own(match.group()))), name)
            if before and _BROKEN.fullmatch(text, before.end(), match.start()):
                joined = self._whole(before.group() + match.group())
                if joined and before.group()[0].isupper():
                    yield Echo(Span(before.start(), match.end()), joined)
            before = match
        for match in _SPACED.finditer(text):
            yield from self._spaced(match)

    def _whole(self, written: str) -> str | None:
        key = fold_text(written)
        return self._own.get(key) or self._ordinary.get(key)

    def _name(self, text: str, match: re.Match[str]) -> str | None:
        """Return the name that a word is a form of; None where it is none."""
        whole = _own(match.group())
        if len(whole) < _SHORTEST_ORDINARY:
            return None
        if len(whole) >= _SHORTEST and _MISREAD.match(whole) and (misread := self._misread.get(fold_text(whole, lookalikes=True))):
            return misread
        written = whole.strip(_DIGITS)
        key = fold_text(written)
        if not written:
            return None
        if written[0].islower() and len(key) < _SHORTEST_SMALL:
            return None
        stems = (key, *((key[: -len(end)]) for end in ("s", "es") if key.endswith(end)))
        found = next((self._own[stem] for stem in stems if stem in self._own), None)
        if found or written[0].islower() or key not in self._ordinary:
            return found
        is_behind = _PARTICLE_BEFORE.search(text, max(0, match.start() - _REACH), match.start())
        return self._ordinary[key] if is_behind else None

    def _spaced(self, match: re.Match[str]) -> Iterator[Echo]:
        """Yield the names in letters with blanks between them: an ordinary word where nothing else stands there."""
        letters, start = match.group()[::2], match.start()
        if name := self._ordinary.get(fold_text(letters)):
            yield Echo(Span(*match.span()), name)
        for first in range(len(letters) - _SHORTEST + 1):
            for last in range(first + _SHORTEST, min(len(letters), first + _LONGEST) + 1):
                if name := self._own.get(fold_text(letters[first:last])):
                    yield Echo(Span(start + 2 * first, start + 2 * last - 1), name)
