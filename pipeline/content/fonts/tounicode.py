"""What ``ToUnicode`` says of each code (ISO 32000-1, 9.10.3), bounded in size and time."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise

from pikepdf import Object, Stream

from pipeline.content.fonts.letters import UNTOLD, named_text
from pipeline.content.fonts.packed import stream_data
from pipeline.content.fonts.tokens import Token, sections

__all__ = ["MAP_BYTES", "MAP_ENTRIES", "LargeMapError", "Told", "read_to_unicode"]

MAP_BYTES = 1_000_000  # of a map unpacked; the largest of the CJK collections has some 300,000
MAP_ENTRIES = 200_000  # codes in all; a font has at most 65,536 glyphs
_LONGEST_CODE = 4  # bytes
_UNIT = 2  # bytes of a UTF-16 unit
_LAST_UNIT = 0xFFFF
_LONG = 63  # codes beyond the first from which on a range is kept as one
_MOST_TEXTS = 4  # texts kept of one code; two that differ are enough to doubt it


class LargeMapError(Exception):
    """A map of more codes than any font has."""


@dataclass(frozen=True, slots=True)
class Span:
    """A long range of codes of one width whose texts follow each other: ``head`` and a last UTF-16 unit from ``start`` on."""

    width: int
    first: int
    last: int
    head: bytes
    start: int

    def text(self, code: int) -> str:
        """Return the text of a code of the range."""
        return _decoded(self.head + (self.start + code - self.first).to_bytes(_UNIT))


@dataclass(frozen=True, slots=True)
class Told:
    """What a map says: the texts of each code as they stand there, which may be of private use; more than one where it says so twice.

    ``spans`` are its long ranges, in order, none over another.
    """

    texts: dict[bytes, tuple[str, ...]] = field(default_factory=dict)
    spans: tuple[Span, ...] = ()

    def find(self, code: bytes) -> tuple[str, ...]:
        """Return what the map says of a code, nothing where it says nothing."""
        found, number = self.texts.get(code, ()), int.from_bytes(code)
        at = bisect_right(self.spans, (len(code), number), key=_place) - 1
        if at >= 0 and self.spans[at].width == len(code) and number <= self.spans[at].last:
            return (*found, self.spans[at].text(number))
        return found

    def codes_of(self, text: str) -> list[bytes]:
        """Return the codes that the map says stand for a character."""
        found = [code for code, texts in self.texts.items() if text in texts]
        for span in self.spans:
            number = span.first + ord(text) - span.start
            if not span.head and span.first <= number <= span.last:
                found.append(number.to_bytes(span.width))
        return found

    @property
    def is_silent(self) -> bool:
        """Whether the map says nothing of any code."""
        return not self.texts and not self.spans


def _place(span: Span) -> tuple[int, int]:
    return span.width, span.first


def read_to_unicode(stream: Object | None, width: int) -> Told:
    """Return what a ToUnicode map tells; nothing without one, or where it is a name (``Identity-H`` says nothing of letters).

    ``width`` is how many bytes each code of the font has, 0 where that differs: writers of maps are not always as exact.
    Raises LargeMapError beyond the bounds, and TooLargeError or TornError where its stream cannot be unpacked.
    """
    if not isinstance(stream, Stream):
        return Told()
    every = [_fitted(each, width) for each in _spans(stream)]
    spans = sorted((each for each in every if each is not None and each.last - each.first >= _LONG), key=_place)
    is_plain = all(one.width != other.width or one.last < other.first for one, other in pairwise(spans))
    kept = tuple(spans) if is_plain else ()
    texts: dict[bytes, tuple[str, ...]] = {}
    left = MAP_ENTRIES
    for span in every:
        if span is None or (is_plain and span.last - span.first >= _LONG):
            continue
        left -= span.last - span.first + 1
        if left < 0:
            raise LargeMapError
        for number in range(span.first, span.last + 1):
            _add(texts, number.to_bytes(span.width), span.text(number))
    return Told(texts, kept)


def _add(texts: dict[bytes, tuple[str, ...]], code: bytes, text: str) -> None:
    before = texts.get(code, ())
    if text and UNTOLD not in text and text not in before and len(before) < _MOST_TEXTS:
        texts[code] = (*before, text)


def _fitted(span: Span, width: int) -> Span | None:
    """Return a range with its codes as wide as the font's, or None where it has none that fits."""
    width = width or span.width
    last = min(span.last, (1 << 8 * width) - 1, span.first + _LAST_UNIT - span.start)
    return Span(width, span.first, last, span.head, span.start) if last >= span.first else None


def _spans(stream: Object) -> Iterator[Span]:
    for kind, found in sections(stream_data(stream, MAP_BYTES)):
        if kind == "bfchar":
            for code, target in zip(found[::2], found[1::2], strict=False):
                if isinstance(code, bytes) and 0 < len(code) <= _LONGEST_CODE:
                    yield from _range(code, code, target)
        elif kind == "bfrange":
            for low, high, target in zip(found[::3], found[1::3], found[2::3], strict=False):
                if isinstance(low, bytes) and isinstance(high, bytes) and 0 < len(low) == len(high) <= _LONGEST_CODE:
                    yield from _range(low, high, target)


def _range(low: bytes, high: bytes, target: Token) -> Iterator[Span]:
    width, first, last = len(low), int.from_bytes(low), int.from_bytes(high)
    if last - first > _LAST_UNIT:
        raise LargeMapError
    if isinstance(target, list):
        for code, each in zip(range(first, last + 1), target, strict=False):
            yield from _range(code.to_bytes(width), code.to_bytes(width), each)
        return
    units = named_text(target[1:]).encode("utf-16-be") if isinstance(target, str) else target
    if isinstance(units, bytes) and units:
        yield Span(width, first, last, units[:-_UNIT], int.from_bytes(units[-_UNIT:]))


def _decoded(units: bytes) -> str:
    return units.decode("utf-16-be", "replace")
