"""What streams unpack to, counted and bounded before any library unpacks them.

Filters are undone one by one as ISO 32000-1, 7.4 has them; what only pictures use is left as it is.
"""

from __future__ import annotations

import base64
import re
import zlib
from collections.abc import Iterator, Sequence

from pikepdf import Array, Dictionary, Name, Object, Stream

__all__ = ["TooLargeError", "TornError", "contents_size", "object_streams", "refuse_large", "refuse_large_streams", "unpacked"]

_STREAM = re.compile(rb"\bstream[ \t]{0,8}\r?\n")
_ZLIB_FIRST_BYTES = frozenset(b"\x08\x18\x28\x38\x48\x58\x68\x78")
_CHUNK = 1 << 16
_MAX_CHAIN = 4
_MAX_LZW = 200_000  # packed bytes; they may unpack to some 1,400 times as much
_MAX_ROW = 1_000_000  # bits of a predictor's row
_RUN_END = 128
_PICTURES = frozenset({"/DCTDecode", "/JPXDecode", "/CCITTFaxDecode", "/JBIG2Decode", "/Crypt"})
_MOST_CONTENT = 4_000_000  # bytes of a page's or a form's content; a dense page has some 50,000
_PART = 100  # bytes that a part of a content counts at least, however short it is
_OBJECT_STREAM, _LONGEST_HEAD = b"/ObjStm", 400  # bytes of a stream's dictionary
_MOST_OBJECTS = 40_000_000  # bytes of one object stream
_NOT_HEX = re.compile(rb"[^0-9A-Fa-f]")


class TooLargeError(Exception):
    """Data that unpacks beyond its bound."""


class TornError(Exception):
    """Packed data that ends early or does not match its own checksum."""


def _inflated(data: bytes | memoryview, bound: int, *, strict: bool) -> bytes:
    """Return inflated data (RFC 1950), at most ``bound`` bytes of it.

    Raises TooLargeError beyond, and with ``strict`` TornError where the end or the checksum is wrong, which no reader looks at.
    """
    engine, parts, total = zlib.decompressobj(), [], 0
    for at in range(0, len(data), _CHUNK):
        try:
            part = engine.decompress(data[at : at + _CHUNK], bound - total + 1)
        except zlib.error:
            if strict:
                raise TornError from None
            break
        parts.append(part)
        total += len(part)
        if total > bound:
            raise TooLargeError
        if engine.eof:
            break
    if strict and len(data) and not engine.eof:
        raise TornError
    return b"".join(parts)


def _run_lengths(data: bytes, bound: int) -> bytes:
    parts, total, at = [], 0, 0
    while at < len(data) and data[at] != _RUN_END:
        length = data[at]
        part = data[at + 1 : at + 2 + length] if length < _RUN_END else data[at + 1 : at + 2] * (257 - length)
        at += 2 + length if length < _RUN_END else 2
        parts.append(part)
        total += len(part)
        if total > bound:
            raise TooLargeError
    return b"".join(parts)


def _hex(data: bytes) -> bytes:
    digits = _NOT_HEX.sub(b"", data.partition(b">")[0])
    return bytes.fromhex((digits + b"0" * (len(digits) % 2)).decode())


def _base85(data: bytes) -> bytes:
    try:
        return base64.a85decode(data.partition(b"~>")[0].removeprefix(b"<~"))
    except ValueError:
        raise TornError from None


def _filters(stream: Object) -> list[str]:
    found = stream.get("/Filter")
    return [str(each) for each in (found if isinstance(found, Array) else [found] if isinstance(found, Name) else [])]


def _parameters(stream: Object) -> Sequence[Object]:
    found = stream.get("/DecodeParms")
    return [each for each in (found if isinstance(found, Array) else [found]) if isinstance(each, Dictionary)]


def unpacked(stream: Object, bound: int, *, strict: bool) -> bytes:
    """Return a stream's data without its filters, predictors left in; pictures' own filters end it.

    Raises TooLargeError beyond ``bound`` bytes, TornError where packed data is cut or altered.
    """
    for each in _parameters(stream):
        if int(each.get("/Columns", 1)) * int(each.get("/Colors", 1)) * int(each.get("/BitsPerComponent", 8)) > _MAX_ROW:
            raise TooLargeError
    data, filters = stream.read_raw_bytes(), _filters(stream)
    if len(filters) > _MAX_CHAIN:
        raise TooLargeError
    for name in filters:
        if name in _PICTURES:
            break
        data = _undone(name, data, bound, strict=strict)
        if len(data) > bound:
            raise TooLargeError
    return data


def _undone(name: str, data: bytes, bound: int, *, strict: bool) -> bytes:
    if name in {"/FlateDecode", "/Fl"}:
        return _inflated(data, bound, strict=strict)
    if name in {"/RunLengthDecode", "/RL"}:
        return _run_lengths(data, bound)
    if name in {"/ASCIIHexDecode", "/AHx"}:
        return _hex(data)
    if name in {"/ASCII85Decode", "/A85"}:
        return _base85(data)
    if name not in {"/LZWDecode", "/LZW"}:
        raise TornError  # a filter that no reader knows
    if len(data) > _MAX_LZW:
        raise TooLargeError
    return data


def contents_size(contents: Object | None, *, strict: bool) -> int:
    """Return how many bytes a content unpacks to, all its parts together.

    Raises TooLargeError where that is more than a page or a form has, TornError where a part is cut or altered.
    """
    left = _MOST_CONTENT
    for each in contents if isinstance(contents, Array) else [contents]:
        if isinstance(each, Stream):
            left -= max(len(unpacked(each, left, strict=strict)), _PART)
            if left < 0:
                raise TooLargeError
    return _MOST_CONTENT - left


def refuse_large(untrusted: bytes, bound: int) -> None:
    """Raise TooLargeError where the deflated streams of a file, as its bytes lie there, unpack to more than ``bound`` in all."""
    view, total, free = memoryview(untrusted), 0, 0
    for match in _STREAM.finditer(untrusted):
        start = match.end()
        if start < free or start >= len(view) or view[start] not in _ZLIB_FIRST_BYTES:
            continue
        end = untrusted.find(b"endstream", start)
        free = end if end >= 0 else len(view)
        data: bytes | memoryview = view[start:free]
        for _ in range(_MAX_CHAIN):
            data = _inflated(data, bound - total, strict=False)
            total += len(data)
            if not data or data[0] not in _ZLIB_FIRST_BYTES:
                break


def object_streams(untrusted: bytes) -> Iterator[bytes]:
    """Yield what the object streams in the bytes of a file unpack to, as far as they are whole; ``refuse_large`` has bounded them."""
    for match in _STREAM.finditer(untrusted):
        if _OBJECT_STREAM in untrusted[max(match.start() - _LONGEST_HEAD, 0) : match.start()]:
            end = untrusted.find(b"endstream", match.end())
            yield _inflated(untrusted[match.end() : end if end >= 0 else len(untrusted)], _MOST_OBJECTS, strict=False)


def refuse_large_streams(objects: Sequence[Object], bound: int) -> None:
    """Raise TooLargeError where the streams of an open file, decrypted, unpack to more than ``bound`` in all."""
    total = 0
    for each in objects:
        if isinstance(each, Stream):
            try:
                total += len(unpacked(each, bound - total, strict=False))
            except TornError:
                continue  # whoever reads it says so
