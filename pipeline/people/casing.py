"""A copy of a text as a language model wants to read it: in ordinary case, a paragraph in one line, each character at its place.

A model that learnt from newspapers sees three names in ten of a cable typed in capitals, and none that goes on over a line's end.
"""

from __future__ import annotations

import re
from collections.abc import Container

from pipeline.model import Span
from pipeline.people.capitals import capital_passages
from pipeline.people.lexicon import Lexicon

__all__ = ["ordinary_words", "readable_copy"]

_WRAPPED = 45  # characters: a line at least as long goes on in the next one; a shorter one is an item of a list, or a heading
_LINE_END = re.compile(rf"(?<=[^\r\n\f]{{{_WRAPPED}}})(?:\r\n|\r|\n)(?=[^\s])")
_SIGNS = re.compile(r"[^\w\s]{6,}|_{3,}")  # dots before a page number, rules, ornaments: each sign would be a word to the model
_WORD = re.compile(r"(?<![^\W_])[^\W\d_](?:[^\W\d_]|['’](?=[^\W\d_]))+")
_DOTTED = re.compile(r"\.[^\W\d_]")  # behind the letters of U.S. and of N.A.T.O.
_ALWAYS_SMALL = frozenset(
    "a an and any as at but by can do for from has he her if in is it may me my no not of on or our so the to up we".split()
)
_COMMON = 20  # level of the commonest words: small although some bear them as surnames
_FREQUENT = 500  # rank of a surname that stays one, however common the word


def ordinary_words(lexicon: Lexicon) -> frozenset[str]:
    """Return the folded words that name nobody: known as words, and as no name or place, or as the rarest of surnames only."""
    names = lexicon.first_names | lexicon.places
    return _ALWAYS_SMALL | {word for word, level in lexicon.words.items() if word not in names and _is_no_surname(word, level, lexicon)}


def _is_no_surname(word: str, level: int, lexicon: Lexicon) -> bool:
    rank = lexicon.surnames.get(word)
    return rank is None or (level <= _COMMON and not 0 < rank <= _FREQUENT)


def readable_copy(text: str, ordinary: Container[str]) -> str:
    """Return ``text`` at the same length, with the words of capital passages as prose has them and wrapped lines joined by blanks.

    Of capitals the ``ordinary`` words become small, and others keep their first; a letter whose small form is longer stays. Only the
    case of letters, the ends of lines and runs of signs, which become blanks, differ.
    """
    parts, end = [], 0
    for passage in capital_passages(text):
        parts += [text[end : passage.start], _in_ordinary_case(text, passage, ordinary)]
        end = passage.end
    copy = "".join((*parts, text[end:])) if parts else text
    return _LINE_END.sub(_blank, _SIGNS.sub(_blank, copy))


def _blank(match: re.Match[str]) -> str:
    return " " * len(match.group())


def _in_ordinary_case(text: str, passage: Span, ordinary: Container[str]) -> str:
    def recased(match: re.Match[str]) -> str:
        word = match.group()
        if not word.isupper() or _DOTTED.match(text, passage.start + match.end()):
            return word
        small = word.lower()
        if len(small) != len(word):
            return word
        return small if small in ordinary else word[0] + small[1:]

    return _WORD.sub(recased, text[passage.start : passage.end])
