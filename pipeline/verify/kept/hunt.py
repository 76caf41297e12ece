"""The hunt for withheld words: in texts as readers give them, and in bytes in whatever encoding.

What stands in released text too, read without blanks, is not sought: it would be found where it may stand.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator

from ahocorasick_rs import BytesAhoCorasick

from pipeline.folding import fold_text
from pipeline.verify.kept.expected import KeptExpected, KeptPage
from pipeline.verify.needles import Needles

__all__ = ["Hunt"]

_SHORTEST = 3  # letters of a word that is sought
_PIECE = 6  # letters; shorter runs of a word stand anywhere by chance
_WORD = re.compile(r"[^\W_]+")
_WORD_START, _WORD_END, _LONGEST = re.compile(rb"[A-Za-z0-9._]*"), re.compile(rb"[A-Za-z0-9._]*\Z"), 32  # bytes
# A font's own tables count its codes upward, so that 012345 and abcdef stand in each by nature.
_COUNTED = "".join(map(chr, range(128))).lower()
_PARTED = "\u0001"  # between texts, where no word goes on


class Hunt:
    """All that is sought in one document; made by ``of``."""

    def __init__(self, words: Iterable[str], pieces: Iterable[str]) -> None:
        """Take the words and passages, and the parts of words, that stand nowhere in what may be read."""
        sought, parts = tuple(words), tuple(pieces)
        self._words = Needles.of(sought)
        self._parts = Needles.of({*sought, *parts})
        self._long = Needles.of(word for word in sought if len(fold_text(word)) >= _PIECE)
        self._binary = BytesAhoCorasick(list(dict.fromkeys(_binary((*sought, *parts)))))

    @classmethod
    def of(cls, expected: KeptExpected) -> Hunt:
        """Return the hunt for a document's secret words, its longer passages, and runs of six letters of its secret words."""
        may = _PARTED.join(fold_text(text) for page in expected.pages for text in _readable(page))
        words = {word for word in expected.secrets if len(fold_text(word)) >= _SHORTEST and fold_text(word) not in may}
        passages = {text for page in expected.pages for text in page.cut if len(_WORD.findall(text)) > 1 and fold_text(text) not in may}
        longer = {text for text in passages if len(fold_text(text)) >= _PIECE}
        pieces = {piece for word in words for piece in _pieces(fold_text(word)) if piece not in may}
        return cls(words | longer, pieces)

    def in_text(self, text: str) -> bool:
        """Tell whether a text holds a secret word, read over line ends and without blanks and hyphens too."""
        return self._words.in_text(text)

    def in_bytes(self, data: bytes) -> bool:
        """Tell whether bytes that are text, such as names, strings, maps and content, hold a secret word or six letters of one."""
        return self._parts.in_bytes(data)

    def in_codes(self, data: bytes) -> bool:
        """Tell whether shown strings, joined, hold a longer secret word or passage; what their codes stand for is read elsewhere."""
        return self._long.in_bytes(data)

    def in_binary(self, data: bytes, is_public: Callable[[str], bool] = lambda _: False) -> bool:
        """Tell whether bytes of a font or an image hold six letters of a secret, in ASCII or UTF-16.

        ``is_public`` tells a word, as it stands there with all its letters, that the format itself knows.
        """
        found = self._binary.find_matches_as_indexes(data.lower())
        return any(not is_public(_around(data, start, end)) for _, start, end in found)


def _around(data: bytes, start: int, end: int) -> str:
    """Return the whole word that some bytes stand in."""
    before, after = _WORD_END.search(data[max(start - _LONGEST, 0) : start]), _WORD_START.match(data[end : end + _LONGEST])
    return ((before.group() if before else b"") + data[start:end] + (after.group() if after else b"")).decode("latin-1")


def _readable(page: KeptPage) -> Iterator[str]:
    yield from (page.kept, page.furniture, page.labels, *page.spoken)


def _pieces(word: str) -> Iterator[str]:
    """Yield the runs of six letters of a longer word; digits alone tell nothing."""
    for start in range(len(word) - _PIECE + 1):
        piece = word[start : start + _PIECE]
        if piece.isalpha():
            yield piece


def _binary(words: Iterable[str]) -> Iterator[bytes]:
    for word in words:
        for spelling in {word.lower(), fold_text(word)}:
            if len(spelling) < _PIECE or spelling in _COUNTED:
                continue
            for encoding in ("utf-8", "utf-16-be", "utf-16-le"):
                yield spelling.encode(encoding).lower()
