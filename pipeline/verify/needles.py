"""Withheld words sought in any text and in any bytes, however they are written there.

Text is folded first: case, accents, hyphens, blanks and line ends hide no word. Bytes are looked at as they are, with all
but letters and digits taken out (which undoes UTF-16 and spaced letters too), and as what their escapes, hexadecimal digits,
base64 and strings of PDF syntax (ISO 32000-1, 7.3.4) stand for.
"""

from __future__ import annotations

import base64
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Self

from ahocorasick_rs import AhoCorasick, BytesAhoCorasick

from pipeline.folding import Gap, fold_stream, fold_text, has_lookalikes

__all__ = ["Needles", "joined_strings"]

_LONG = 6  # letters; a needle of fewer counts as a word of its own only, for it stands in other words by chance
_SHORTEST = 2  # letters and digits
_MOST_STRANGE = 0.1  # share of bytes that no text has, beyond which bytes hold no short words but by chance
_SAMPLE = 65_536  # bytes
_STRANGE = bytes(each for each in range(256) if (each < 32 and each not in b"\x00\t\n\r\f") or each == 127)  # noqa: PLR2004  # ASCII
_NO_WORD = bytes(each for each in range(256) if not bytes([each]).isalnum())
_ENCODINGS = ("utf-8", "latin-1", "utf-16-be", "utf-16-le", "cp1251")
_ESCAPE = re.compile(
    rb"\\([0-7]{1,3})|(?:[#%]|\\x)([0-9A-Fa-f]{2})|&#([0-9]{1,5});|&#x([0-9A-Fa-f]{1,5});|\\u([0-9A-Fa-f]{4})|\\([nrtbf])|\\\r?\n|\\(?=[()\\])"
)
_BYTE, _SIGN, _SPACE = ((1, 8), (2, 16)), ((3, 10), (4, 16), (5, 16)), 6  # the groups of an escape with the base of their digits
_HEX = re.compile(rb"(?:[0-9A-Fa-f]\s{0,2}){12,}+")
_BASE64 = re.compile(rb"(?:[A-Za-z0-9+/]{4}[\r\n]{0,2}){4,}+(?:[A-Za-z0-9+/]{2,3}={0,2})?")
_STRING = re.compile(rb"\(((?:[^()\\]|\\.|\((?:[^()\\]|\\.)*+\))*+)\)|<([0-9A-Fa-f\s]+)>", re.DOTALL)
_BLANKS = re.compile(rb"\s+")


@dataclass(frozen=True, slots=True)
class _Sought:
    """One way to write a needle: the number of its word, and whether other letters may stand around it."""

    word: int
    is_alone: bool


class Needles:
    """Words to be sought; made by ``of``. Numbers of words count from 0, as they were given."""

    def __init__(self, words: tuple[str, ...]) -> None:
        """Take the words as they are; ``of`` is the door."""
        texts = list(dict.fromkeys(_in_text(words)))
        raws, bares = (list(dict.fromkeys(each)) for each in (_in_bytes(words), _in_bare(words)))
        self._texts, self._text_finder = [sought for _, sought in texts], AhoCorasick([text for text, _ in texts])
        self._raws, self._raw_finder = [sought for _, sought in raws], BytesAhoCorasick([data for data, _ in raws])
        self._bares, self._bare_finder = [sought for _, sought in bares], BytesAhoCorasick([data for data, _ in bares])

    @classmethod
    def of(cls, words: Iterable[str]) -> Self:
        """Return the needles of some words or passages; those of fewer than two letters or digits are never found."""
        return cls(tuple(words))

    def in_text(self, text: str) -> bool:
        """Tell whether a text holds one of the words."""
        return bool(self.text_hits(text))

    def in_bytes(self, data: bytes) -> bool:
        """Tell whether bytes hold one of the words, in whatever encoding."""
        return bool(self.byte_hits(data))

    def text_hits(self, text: str) -> frozenset[int]:
        """Return the numbers of the words that a text holds."""
        found = self._folded_hits(text, lookalikes=False)
        return found | self._folded_hits(text, lookalikes=True) if has_lookalikes(text) else found

    def _folded_hits(self, unfolded: str, *, lookalikes: bool) -> frozenset[int]:
        matches = self._text_finder.find_matches_as_indexes(fold_text(unfolded, lookalikes=lookalikes), overlapping=True)
        if not matches:
            return frozenset()
        folded = fold_stream(unfolded, lookalikes=lookalikes)
        text, gaps, found = folded.text, folded.gaps, set()
        for number, start, end in matches:
            sought = self._texts[number]
            if not sought.is_alone or (gaps[start] != Gap.NONE and (end == len(text) or gaps[end] != Gap.NONE)):
                found.add(sought.word)
        return frozenset(found)

    def byte_hits(self, data: bytes) -> frozenset[int]:
        """Return the numbers of the words that bytes hold: as they are, and as what is written in them stands for."""
        found: set[int] = set()
        for view in (data, *_readings(data)):
            found |= self._hits(view)
        return frozenset(found)

    def _hits(self, data: bytes) -> set[int]:
        lower, found = data.lower(), set()
        is_text = _is_text(data)
        for number, start, end in self._raw_finder.find_matches_as_indexes(lower, overlapping=True) if self._raws else ():
            sought = self._raws[number]
            if not sought.is_alone or (is_text and _stands_alone(lower, start, end)):
                found.add(sought.word)
        if self._bares:
            bare = lower.translate(None, _NO_WORD)
            found |= {self._bares[number].word for number, _, _ in self._bare_finder.find_matches_as_indexes(bare, overlapping=True)}
        return found


def _is_long(folded: str) -> bool:
    """Tell whether a needle has letters enough to be found within other letters; digits alone stand everywhere."""
    return sum(char.isalpha() for char in folded) >= _LONG


def _in_text(words: tuple[str, ...]) -> Iterator[tuple[str, _Sought]]:
    for number, word in enumerate(words):
        for folded in {fold_text(word), fold_text(word, lookalikes=True)}:
            if len(folded) >= _SHORTEST:
                yield folded, _Sought(number, is_alone=not _is_long(folded))
                if _is_long(folded):
                    yield folded[::-1], _Sought(number, is_alone=False)


def _in_bytes(words: tuple[str, ...]) -> Iterator[tuple[bytes, _Sought]]:
    for number, word in enumerate(words):
        if len(folded := fold_text(word)) < _SHORTEST:
            continue
        for spelling in {word, word.lower(), word.upper(), word.title(), " ".join(word.split()), folded}:
            for encoding in _ENCODINGS:
                try:
                    coded = spelling.encode(encoding).lower()
                except UnicodeEncodeError:
                    continue
                yield coded, _Sought(number, is_alone=not _is_long(folded))


def _in_bare(words: tuple[str, ...]) -> Iterator[tuple[bytes, _Sought]]:
    for number, word in enumerate(words):
        folded = fold_text(word)
        if _is_long(folded) and folded.isascii():
            yield folded.encode(), _Sought(number, is_alone=False)
            yield folded[::-1].encode(), _Sought(number, is_alone=False)


def _stands_alone(lower: bytes, start: int, end: int) -> bool:
    """Tell whether no letter or digit stands before or after; the noughts of UTF-16 are no signs."""
    before, after = lower[max(start - 2, 0) : start].strip(b"\x00"), lower[end : end + 2].strip(b"\x00")
    return not before[-1:].isalnum() and not after[:1].isalnum()


def _is_text(data: bytes) -> bool:
    sample = data[:_SAMPLE]
    return len(sample) - len(sample.translate(None, _STRANGE)) <= _MOST_STRANGE * len(sample)


def _readings(data: bytes) -> Iterator[bytes]:
    """Yield what is written in bytes, undone: escapes, hexadecimal digits, base64, and strings joined."""
    if (plain := _unescaped(data)) != data:
        yield plain
    if runs := [_digits(match.group()) for match in _HEX.finditer(data)]:
        yield b"\n".join(runs)
    if runs := [_decoded(match.group()) for match in _BASE64.finditer(data)]:
        yield b"\n".join(runs)
    if joined := joined_strings(data):
        yield joined


def _unescaped(data: bytes) -> bytes:
    return _ESCAPE.sub(_sign, data) if b"\\" in data or b"%" in data or b"#" in data else data


def _sign(match: re.Match[bytes]) -> bytes:
    for group, base in _BYTE:
        if digits := match.group(group):
            return bytes([int(digits, base) & 0xFF])
    for group, base in _SIGN:
        if digits := match.group(group):
            return chr(int(digits, base)).encode("utf-8", "ignore")
    return b" " if match.group(_SPACE) else b""


def _digits(run: bytes) -> bytes:
    digits = _BLANKS.sub(b"", run)
    return bytes.fromhex((digits + b"0" * (len(digits) % 2)).decode("ascii"))


def _decoded(run: bytes) -> bytes:
    letters = _BLANKS.sub(b"", run).rstrip(b"=")
    return base64.b64decode(letters[: len(letters) // 4 * 4] if len(letters) % 4 == 1 else letters + b"=" * (-len(letters) % 4))


def joined_strings(data: bytes) -> bytes:
    """Return the strings of PDF syntax in ``data``, in their order and without what stands between them."""
    return b"".join(_unescaped(literal) if not digits else _digits(digits) for literal, digits in _STRING.findall(data))
