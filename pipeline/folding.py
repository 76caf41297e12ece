"""Folded copies of a text, for matching only, each with a map back to the text's own offsets.

Two copies are made. The *stream* keeps letters and digits alone, folded in case: terms are sought in
it, so that hyphens and line breaks hide none. The *reading copy* keeps the sentence as a person reads
it, white space and dashes evened out: patterns are sought in it.
"""

from __future__ import annotations

import functools
import unicodedata
from dataclasses import dataclass

from confusable_homoglyphs import confusables

from pipeline.model import Span

__all__ = ["Folded", "Gap", "fold_stream", "has_lookalikes", "reading_copy"]

_SOFT_HYPHEN = "\u00ad"
_LINE_BREAKS = "\n\r\f\x0b\x1c\x1d\x1e\x85\u2028\u2029"
_FLAT = {"‘": "'", "’": "'", "‚": "'", "“": '"', "”": '"', "„": '"', "−": "-"}
# Letters that a typewriter or a forger swaps; unified only where look-alikes are in play.
_TWINS = str.maketrans({"1": "l", "i": "l", "|": "l", "0": "o"})


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

    text: str
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
    found = confusables.is_confusable(char, greedy=True, preferred_aliases=[])
    if not found:
        return char
    twins = [str(twin["c"]) for twin in found[0]["homoglyphs"]]
    return next((twin for twin in twins if len(twin) == 1 and twin.isascii() and twin.isalnum()), char)


def is_ignorable(char: str) -> bool:
    """Tell whether ``char`` shows nothing: soft hyphen, zero width, direction mark, combining accent."""
    return unicodedata.category(char) in {"Cf", "Mn", "Me"}


@functools.cache
def _letters(char: str, *, lookalikes: bool) -> str:
    """Return the folded letters of one character; empty where it is neither letter nor digit."""
    if lookalikes:
        char = _lookalike(char)
    plain = unicodedata.normalize("NFKD", char).casefold()
    kept = "".join(part for part in plain if part.isalnum())
    return kept.translate(_TWINS) if lookalikes else kept


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
    for offset, char in enumerate(text):
        folded = _letters(char, lookalikes=lookalikes)
        if folded:
            letters.append(folded)
            offsets.extend([offset] * len(folded))
            gaps.append(gap)
            gaps.extend([Gap.NONE] * (len(folded) - 1))
            gap = Gap.NONE
        elif not is_ignorable(char):
            gap |= _gap(char)
    return Folded("".join(letters), tuple(offsets), tuple(gaps))


def _even(char: str) -> str:
    if char in _FLAT:
        return _FLAT[char]
    if unicodedata.category(char) == "Pd":
        return "-"
    plain = unicodedata.normalize("NFKC", _lookalike(char))
    return plain if plain.isprintable() else char


def reading_copy(text: str, *, undo_hyphens: bool = False) -> Folded:
    """Return ``text`` as read: one space for any white space, plain letters, case kept.

    A word broken by a hyphen at a line's end is closed up: with its hyphen (``low-level``) or, with
    ``undo_hyphens``, without it (``reconnaissance``); which of the two was meant no one can tell.
    """
    chars: list[str] = []
    offsets: list[int] = []
    is_broken = False
    for offset, char in enumerate(text):
        if char.isspace():
            is_broken |= char in _LINE_BREAKS
            if chars and chars[-1] != " ":
                chars.append(" ")
                offsets.append(offset)
        elif not is_ignorable(char):
            even = char if char.isascii() else _even(char)
            if is_broken and chars[-2:] == ["-", " "] and even[:1].isalpha():
                cut = 2 if undo_hyphens else 1
                del chars[-cut:], offsets[-cut:]
            chars.extend(even)
            offsets.extend([offset] * len(even))
            is_broken = False
    return Folded("".join(chars), tuple(offsets), ())
