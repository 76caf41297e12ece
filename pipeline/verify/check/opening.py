"""Any PDF opened to be looked through, damaged or not; and its streams unpacked within bounds."""

from __future__ import annotations

import io
import zlib
from collections.abc import Iterator, Sequence

import pikepdf
from pikepdf import Array, Dictionary, Name, Object, Pdf, Stream

from pipeline.errors import InputError

__all__ = ["UNREADABLE", "TooLargeError", "inflated", "kids", "open_any", "unpacked"]

# What the libraries raise over an object that is not as it should be.
UNREADABLE = (pikepdf.PdfError, ValueError, TypeError, LookupError, AttributeError, ArithmeticError, RecursionError, RuntimeError)
_MOST = 64_000_000  # bytes that one stream may unpack to
_MOST_PACKED = 200_000  # packed bytes of a stream whose size cannot be told beforehand; they unpack to some 1,400 times as much
_FLATE = frozenset({"/FlateDecode", "/Fl"})
_MOST_FILTERS = 4


class TooLargeError(Exception):
    """A stream that unpacks beyond its bound."""


def open_any(pdf: bytes, passwords: Sequence[str] = ()) -> Pdf:
    """Return the PDF, decrypted. Raises InputError where it cannot be opened, with what to do."""
    for password in ("", *passwords):
        try:
            return Pdf.open(io.BytesIO(pdf), password=password, suppress_warnings=True)
        except pikepdf.PasswordError:
            continue
        except UNREADABLE:
            raise InputError("it cannot be opened as a PDF; print it to a new PDF") from None
    raise InputError("it is encrypted and no password opens it; give one a line with --password-file")


def inflated(data: bytes | memoryview) -> bytes:
    """Return deflated data (RFC 1950) as far as it can be inflated. Raises TooLargeError beyond the bound."""
    engine = zlib.decompressobj()
    try:
        found = engine.decompress(data, _MOST)
    except zlib.error:
        return b""
    if engine.unconsumed_tail:
        raise TooLargeError
    return found


def unpacked(stream: Stream) -> bytes:
    """Return a stream without its filters; of a picture's own filters, the data that they pack.

    Raises TooLargeError where it unpacks beyond the bound, or may.
    """
    named = stream.get("/Filter")
    filters = [str(each) for each in (named if isinstance(named, Array) else [named] if isinstance(named, Name) else [])]
    raw = stream.read_raw_bytes()
    packing = [each for each in filters if each in _FLATE]
    if len(filters) > _MOST_FILTERS:
        raise TooLargeError
    if len(packing) > 1 and len(packing) == len(filters):
        for _ in packing:
            raw = inflated(raw)
        return raw
    if filters[:1] and filters[0] in _FLATE:
        first = inflated(raw)
        if len(filters) == 1 and "/DecodeParms" not in stream:
            return first
    elif filters and len(raw) > _MOST_PACKED:
        return raw if _is_picture(filters) else _refuse()
    try:
        return stream.read_bytes()
    except UNREADABLE:
        return raw


def _is_picture(filters: Sequence[str]) -> bool:
    return filters[0] in {"/DCTDecode", "/JPXDecode", "/CCITTFaxDecode", "/JBIG2Decode", "/DCT", "/CCF"}


def _refuse() -> bytes:
    raise TooLargeError


def kids(item: Object) -> Iterator[tuple[str, object]]:
    """Yield the entries of a dictionary, a stream's dictionary or an array, with their keys; none of anything else."""
    if isinstance(item, Dictionary | Stream):
        yield from item.items()
    elif isinstance(item, Array):
        yield from (("", each) for each in item)
