"""Folded copies of a text, for matching only, each with a map back to the text's own offsets.

Two copies are made. The *stream* keeps letters and digits alone, folded in case: terms are sought in
it, so that hyphens and line breaks hide none. The *reading copy* keeps the sentence as a person reads
it, white space and dashes evened out: patterns are sought in it.
"""

from __future__ import annotations

import functools
import re
import unicodedata
from dataclasses import dataclass, field

from confusable_homoglyphs import confusables

from pipeline.model import Span

__all__ = ["Folded", "Gap", "cased", "fold_stream", "has_lookalikes", "is_accent", "is_ignorable", "latin", "reading_copy"]

_WORD_OR_CHAR = re.compile(r"[A-Za-z0-9]+|.", re.DOTALL)  # plain runs are folded at once, all else sign by sign
_SIGNS_OR_CHAR = re.compile(r"[!-~]+|.", re.DOTALL)
_STRANGE = re.compile(r"[^\x00-\x7f]")
_SOFT_HYPHEN = "\u00ad"
_LINE_BREAKS = "\n\r\f\x0b\x1c\x1d\x1e\x85\u2028\u2029"
_FILLERS = "\u115f\u1160\u3164\uffa0"  # letters by category, yet they show nothing
_FLAT = {"‘": "'", "’": "'", "‚": "'", "“": '"', "”": '"', "„": '"', "−": "-"}
# Letters that a typewriter or a forger swaps; unified only where look-alikes are in play.
_TWINS = str.maketrans({"1": "l", "i": "l", "|": "l", "0": "o"})
_CASED_TWINS = str.maketrans({"1": "l", "i": "l", "I": "l", "|": "l", "0": "o", "O": "o"})


class Gap:
    """What lies between two letters of a text, as bit flags."""

    NONE = 0
    HYPHEN = 1
    SPACE = 2
    BREAK = 4
    DOT = 8
    OTHER = 16


@dataclass(frozen=True, slots=True)
class Folded:
    """A folded copy: ``text``, the source offset of each of its characters, and the gap before each."""

    text: str = field(repr=False)
    offsets: tuple[int, ...]
    gaps: tuple[int, ...]

    def span(self, start: int, end: int) -> Span:
        """Return the span of the source that ``text[start:end]`` was folded from."""
        return Span(self.offsets[start], self.offsets[end - 1] + 1)


@functools.cache
def _lookalike(char: str) -> str:
    """Return the Latin letter or digit that ``char`` imitates, or ``char`` itself."""
    if char.isascii():
        return char
    return _twin(char) or _twin(char.upper()).lower() or char


def _twin(char: str) -> str:
    """Return the Latin letter or digit listed as a twin of ``char``; empty where none is.

    Small letters drawn as small capitals (Cyrillic ka, te, em) are listed as twins of capitals only.
    """
    found = (len(char) == 1 and confusables.is_confusable(char, greedy=True, preferred_aliases=[])) or ()
    twins = [str(twin["c"]) for each in found for twin in each["homoglyphs"]]
    return next((twin for twin in twins if len(twin) == 1 and twin.isascii() and twin.isalnum()), "")


def is_ignorable(char: str) -> bool:
    """Tell whether ``char`` shows nothing of its own: soft hyphen, zero width, filler, direction mark, combining accent."""
    return char in _FILLERS or unicodedata.category(char) == "Cf" or is_accent(char)


def is_accent(char: str) -> bool:
    """Tell whether ``char`` is drawn on the letter before it."""
    return unicodedata.category(char) in {"Mn", "Me"}


@functools.cache
def _letters(char: str, *, lookalikes: bool) -> str:
    """Return the folded letters of one character; empty where it is neither letter nor digit."""
    if is_ignorable(char):
        return ""
    if lookalikes:
        char = _lookalike(char)
    plain = unicodedata.normalize("NFKD", char).casefold()
    kept = "".join(part for part in plain if part.isalnum())
    return kept.translate(_TWINS) if lookalikes else kept


@functools.cache
def _latin(char: str) -> str:
    """Return the one plain letter that ``char`` imitates or is made of, in its own case, or ``char`` itself."""
    twin = _twin(char) or unicodedata.normalize("NFKD", char)[:1]
    return twin if twin.isascii() and twin.isalnum() else char


def latin(text: str) -> str:
    """Return ``text`` of the same length with letters that imitate Latin ones read as those.

    Signs within a word that show nothing are taken out, and blanks stand for them at its end.
    """
    if text.isascii():
        return text
    strange = set(_STRANGE.findall(text))
    plain = text
    for char in strange:
        if char.isalnum() and (letter := _latin(char)) != char:
            plain = plain.replace(char, letter)
    hidden = "".join(char for char in strange if is_ignorable(char))
    if not hidden:
        return plain
    unseen = re.compile(f"[{re.escape(hidden)}]")
    return re.sub(rf"\S*{unseen.pattern}\S*", lambda match: unseen.sub("", match.group()).ljust(len(match.group())), plain)


def _word_letters(word: str, *, lookalikes: bool) -> str:
    """Return the folded letters of a run of plain letters and digits, as many as it has."""
    return word.lower().translate(_TWINS) if lookalikes else word.lower()


def cased(text: str, *, lookalikes: bool = False) -> str:
    """Return the letters and digits of ``text`` in their own case, without accents.

    With ``lookalikes`` as ``fold_stream`` reads them; capital I and O then have the case of their twins.
    """
    seen = (_lookalike(char) if lookalikes else char for char in text if not is_ignorable(char))
    plain = "".join(part for char in seen for part in unicodedata.normalize("NFKD", char) if part.isalnum())
    return plain.translate(_CASED_TWINS) if lookalikes else plain


def _gap(char: str) -> int:
    if char in _LINE_BREAKS:
        return Gap.BREAK
    if char.isspace():
        return Gap.SPACE
    if unicodedata.category(char) == "Pd" or char in "-\u2212":
        return Gap.HYPHEN
    return Gap.DOT if char in ".'’" else Gap.OTHER


def has_lookalikes(text: str) -> bool:
    """Tell whether ``text`` holds a character that imitates a Latin letter or digit."""
    return not text.isascii() and any(_lookalike(char) != char for char in set(text))


def fold_stream(text: str, *, lookalikes: bool = False) -> Folded:
    """Return the letters and digits of ``text``, folded, each with the gap that precedes it.

    With ``lookalikes`` letters of other scripts become the Latin ones they imitate.
    """
    letters: list[str] = []
    offsets: list[int] = []
    gaps: list[int] = []
    gap = Gap.OTHER
    for match in _WORD_OR_CHAR.finditer(text):
        token, offset = match.group(), match.start()
        is_word = len(token) > 1
        folded = _word_letters(token, lookalikes=lookalikes) if is_word else _letters(token, lookalikes=lookalikes)
        if folded:
            letters.append(folded)
            offsets.extend(range(offset, offset + len(token)) if is_word else [offset] * len(folded))
            gaps.append(gap)
            gaps.extend([Gap.NONE] * (len(folded) - 1))
            gap = Gap.NONE
        elif not is_ignorable(token):
            gap |= _gap(token)
    return Folded("".join(letters), tuple(offsets), tuple(gaps))


def _even(char: str) -> str:
    if char in _FLAT:
        return _FLAT[char]
    if unicodedata.category(char) == "Pd":
        return "-"
    plain = unicodedata.normalize("NFKC", _lookalike(char))
    return plain if plain.isprintable() and " " not in plain else char  # an accent by itself would become a blank and an accent


def _closes_up(chars: list[str], even: str) -> bool:
    """Tell whether ``chars`` end in a word's hyphen and the space of a line break, and a word goes on."""
    return chars[-2:] == ["-", " "] and chars[-3:-2] != [] and chars[-3].isalnum() and even[:1].isalnum()


def _accented(letter: str, accent: str) -> str:
    """Return ``letter`` with a combining accent as one character, or ``letter`` where there is none such."""
    whole = unicodedata.normalize("NFC", letter + accent)
    return whole if len(whole) == 1 else letter


def reading_copy(text: str, *, undo_hyphens: bool = False) -> Folded:
    """Return ``text`` as read: one space for any white space, plain letters, case kept.

    A word broken by a hyphen at a line's end is closed up: with its hyphen (``low-level``) or, with
    ``undo_hyphens``, without it (``reconnaissance``); which of the two was meant no one can tell.
    """
    chars: list[str] = []
    offsets: list[int] = []
    is_broken = False
    for match in _SIGNS_OR_CHAR.finditer(text):
        char, offset = match.group(), match.start()
        if len(char) > 1:
            if is_broken and _closes_up(chars, char):
                cut = 2 if undo_hyphens and char[0].isalpha() else 1
                del chars[-cut:], offsets[-cut:]
            chars.extend(char)
            offsets.extend(range(offset, offset + len(char)))
            is_broken = False
        elif char.isspace():
            is_broken |= char in _LINE_BREAKS
            if chars and chars[-1] != " ":
                chars.append(" ")
                offsets.append(offset)
        elif not is_ignorable(char):
            even = char if char.isascii() else _even(char)
            if is_broken and _closes_up(chars, even):
                cut = 2 if undo_hyphens and even[0].isalpha() else 1
                del chars[-cut:], offsets[-cut:]
            chars.extend(even)
            offsets.extend([offset] * len(even))
            is_broken = False
        elif chars and unicodedata.combining(char):
            chars[-1] = _accented(chars[-1], char)
    return Folded("".join(chars), tuple(offsets), ())
