"""What ``ToUnicode`` says of each code (ISO 32000-1, 9.10.3), bounded in size and time."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from pikepdf import Object, Stream

from pipeline.content.fonts.letters import UNTOLD, agree, named_text
from pipeline.content.fonts.packed import stream_data
from pipeline.content.fonts.tokens import Token, sections

__all__ = ["MAP_BYTES", "MAP_ENTRIES", "LargeMapError", "Told", "read_to_unicode"]

MAP_BYTES = 1_000_000  # of a map unpacked; the largest of the CJK collections has some 300,000
MAP_ENTRIES = 200_000  # codes in all; a font has at most 65,536 glyphs
_LONGEST_CODE = 4  # bytes
_UNIT = 2  # bytes of a UTF-16 unit
_LAST_UNIT = 0xFFFF


class LargeMapError(Exception):
    """A map of more bytes or codes than any font has."""


@dataclass(frozen=True, slots=True)
class Told:
    """What a map says: the text of each code as it stands there, which may be of private use.

    ``doubtful`` are the codes of which it says two things that cannot both be right.
    """

    texts: dict[bytes, str]
    doubtful: frozenset[bytes]


def read_to_unicode(stream: Object | None) -> Told:
    """Return what a ToUnicode map tells; nothing without one, or where it is a name (``Identity-H`` says nothing of letters).

    Raises LargeMapError beyond the bounds, and TooLargeError or TornError where its stream cannot be unpacked.
    """
    texts: dict[bytes, str] = {}
    doubtful: set[bytes] = set()
    entries = 0
    for code, text in _entries(stream) if isinstance(stream, Stream) else ():
        entries += 1
        if entries > MAP_ENTRIES:
            raise LargeMapError
        if not text or UNTOLD in text:
            continue
        if not agree(texts.setdefault(code, text), text):
            doubtful.add(code)
    return Told(texts, frozenset(doubtful))


def _entries(stream: Object) -> Iterator[tuple[bytes, str]]:
    for kind, found in sections(stream_data(stream, MAP_BYTES)):
        if kind == "bfchar":
            for code, target in zip(found[::2], found[1::2], strict=False):
                if _is_code(code):
                    yield bytes(code), _text(target)  # type: ignore[arg-type]
        elif kind == "bfrange":
            for low, high, target in zip(found[::3], found[1::3], found[2::3], strict=False):
                if _is_code(low) and _is_code(high):
                    yield from _range(low, high, target)  # type: ignore[arg-type]


def _is_code(token: Token) -> bool:
    return isinstance(token, bytes) and 0 < len(token) <= _LONGEST_CODE


def _range(low: bytes, high: bytes, target: Token) -> Iterator[tuple[bytes, str]]:
    width, first, last = len(low), int.from_bytes(low), int.from_bytes(high)
    if last - first > _LAST_UNIT:
        raise LargeMapError
    if isinstance(target, list):
        yield from ((code.to_bytes(width), _text(each)) for code, each in zip(range(first, last + 1), target, strict=False))
    elif isinstance(target, bytes) and target:
        head, tail = target[:-_UNIT], target[-_UNIT:]
        start = int.from_bytes(tail)
        for code in range(first, min(last, first + _LAST_UNIT - start) + 1):
            if code.bit_length() <= width * 8:
                yield code.to_bytes(width), _text(head + (start + code - first).to_bytes(_UNIT))


def _text(target: Token) -> str:
    if isinstance(target, str):
        return named_text(target[1:])
    if not isinstance(target, bytes):
        return UNTOLD
    if len(target) == 1:  # against the standard, but meant as what it says
        target = b"\0" + target
    return target.decode("utf-16-be", "replace")
