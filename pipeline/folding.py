"""Folded copies of a text, for matching only, each with a map back to the text's own offsets.

Two copies are made. The *stream* keeps letters and digits alone, folded in case: terms are sought in
it, so that hyphens and line breaks hide none. The *reading copy* keeps the sentence as a person reads
it, white space and dashes evened out: patterns are sought in it.
"""

from __future__ import annotations

import functools
import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt
from confusable_homoglyphs import confusables

from pipeline.model import Span

__all__ = ["Folded", "Gap", "cased", "fold_coarsely", "fold_stream", "fold_text", "has_lookalikes", "is_accent", "is_ignorable"]
__all__ += ["latin", "reading_copy"]

_SIGNS_OR_CHAR = re.compile(r"[!-~]+|.", re.DOTALL)  # plain runs are read at once, all else sign by sign
_STRANGE = re.compile(r"[^\x00-\x7f]")
_SOFT_HYPHEN = "\u00ad"
_LINE_BREAKS = "\n\r\f\x0b\x1c\x1d\x1e\x85\u2028\u2029"
_FILLERS = "\u115f\u1160\u3164\uffa0"  # letters by category, yet they show nothing
_APOSTROPHES = "'’‘`´′·\u02b9\u02bb\u02bc\u02bd\u02be\u02bf\u02c8"  # the last seven are letters by category
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


# What a character is to the stream: a ``Gap`` with or without a sign that is seen, one letter, several, or 0 for nothing.
_GAPS, _SIGN, _LETTER, _LETTERS = 31, 32, 64, 128
_MOST_SIGNS = 255  # a byte


@dataclass(frozen=True, slots=True)
class Folded:
    """A folded copy: ``text``, the source offset of each of its characters, and the gap before each.

    ``signs`` counts, a byte each and 255 at most, what is seen in the gap: all but white space.
    """

    text: str = field(repr=False)
    offsets: tuple[int, ...]
    gaps: tuple[int, ...]
    signs: bytes = b""

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
    if is_ignorable(char) or char in _APOSTROPHES:
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


def cased(text: str, *, lookalikes: bool = False) -> str:
    """Return the letters and digits of ``text`` in their own case, without accents.

    With ``lookalikes`` as ``fold_stream`` reads them; capital I and O then have the case of their twins.
    """
    seen = (_lookalike(char) if lookalikes else char for char in text if not is_ignorable(char) and char not in _APOSTROPHES)
    plain = "".join(part for char in seen for part in unicodedata.normalize("NFKD", char) if part.isalnum())
    return plain.translate(_CASED_TWINS) if lookalikes else plain


def _gap(char: str) -> int:
    if char in _LINE_BREAKS:
        return Gap.BREAK
    if char.isspace():
        return Gap.SPACE
    if unicodedata.category(char) == "Pd" or char in "-\u2212":
        return Gap.HYPHEN
    return Gap.DOT if char == "." or char in _APOSTROPHES else Gap.OTHER


def has_lookalikes(text: str) -> bool:
    """Tell whether ``text`` holds a character that imitates a Latin letter or digit."""
    return not text.isascii() and any(_lookalike(char) != char for char in set(text))


def _kind(char: str, *, lookalikes: bool) -> int:
    """Return what one character is to the stream: letters, the ``Gap`` it leaves, or nothing."""
    letters = _letters(char, lookalikes=lookalikes)
    if letters:
        return _LETTER if len(letters) == 1 else _LETTERS
    if is_ignorable(char):
        return 0
    return _gap(char) if char.isspace() else _gap(char) | _SIGN


class _Table(dict[int, str | None]):
    """A table for ``str.translate`` that works out each character when it is first met."""

    def __init__(self, of_char: Callable[[str], str]) -> None:
        super().__init__()
        self._of_char = of_char

    def __missing__(self, code: int) -> str | None:
        self[code] = found = self._of_char(chr(code)) or None  # None takes a character out, and faster than an empty text
        return found


_FOLDS = {each: _Table(functools.partial(_letters, lookalikes=each)) for each in (False, True)}
_COARSE = _Table(lambda char: _letters(char, lookalikes=False).translate(_TWINS))
_KINDS = {each: _Table(lambda char, each=each: chr(_kind(char, lookalikes=each))) for each in (False, True)}  # type: ignore[misc]


def fold_text(text: str, *, lookalikes: bool = False) -> str:
    """Return the text of ``fold_stream`` without its map."""
    return text.translate(_FOLDS[lookalikes])


def fold_coarsely(text: str) -> str:
    """Return the text of ``fold_stream``, as long as it is, with 1, i and l as one letter, and 0 and o as one."""
    return text.translate(_COARSE)


def fold_stream(text: str, *, lookalikes: bool = False) -> Folded:
    """Return the letters and digits of ``text``, folded, each with the gap that precedes it.

    With ``lookalikes`` letters of other scripts become the Latin ones they imitate.
    """
    kinds = np.frombuffer(text.translate(_KINDS[lookalikes]).encode("latin-1"), np.uint8)
    offsets = np.flatnonzero(kinds & (_LETTER | _LETTERS))
    if not offsets.size:
        return Folded("", (), ())
    starts = np.append(0, offsets[:-1])  # each gap runs from the letter before it, which leaves none, up to its own
    upto = kinds[: offsets[-1] + 1]
    gaps = np.bitwise_or.reduceat(upto & _GAPS, starts)
    signs = np.minimum(np.add.reduceat(upto & _SIGN != 0, starts, dtype=np.uint32), _MOST_SIGNS).astype(np.uint8)
    gaps[0] |= Gap.OTHER
    many = np.flatnonzero(kinds[offsets] & _LETTERS)
    if many.size:
        counts = np.ones(offsets.size, np.intp)
        counts[many] = [len(_letters(text[offset], lookalikes=lookalikes)) for offset in offsets[many]]
        firsts = np.append(0, np.cumsum(counts)[:-1])
        offsets = np.repeat(offsets, counts)
        gaps, signs = (_spread(each, firsts, offsets.size) for each in (gaps, signs))
    return Folded(fold_text(text, lookalikes=lookalikes), tuple(offsets.tolist()), tuple(gaps.tolist()), signs.tobytes())


def _spread(values: npt.NDArray[np.uint8], firsts: npt.NDArray[np.intp], size: int) -> npt.NDArray[np.uint8]:
    """Return ``size`` noughts with ``values`` at ``firsts``: a further letter of one character has nothing before it."""
    found = np.zeros(size, np.uint8)
    found[firsts] = values
    return found


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
