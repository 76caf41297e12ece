"""Every object of a PDF as text and bytes, used or not, its streams unpacked, files within files opened too.

Nothing is taken for granted: what a table does not name, or an older revision holds, is found by its bytes.
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field

from pikepdf import Array, Dictionary, Name, Object, Pdf, Stream, String

from pipeline.verify.check.opening import UNREADABLE, TooLargeError, inflated, kids, unpacked

__all__ = ["Body", "bodies", "files_in", "loose_streams", "reachable"]

_STREAM = re.compile(rb"\bstream[ \t]{0,8}\r?\n")
_DEEPEST = 64  # arrays and dictionaries within each other
_MOST_FILES = 200  # of an archive
_MOST_OF_ARCHIVE = 64_000_000  # bytes, unpacked
_ZLIB_FIRST_BYTES = frozenset(b"\x08\x18\x28\x38\x48\x58\x68\x78")


@dataclass(frozen=True, slots=True)
class Body:
    """An object: ``number`` (0 for the trailer), what its strings say, these and its names, their bytes, its stream unpacked and packed.

    ``is_table`` where it holds other objects or says where they are; ``is_whole`` unless its stream was too large to be looked at.
    """

    number: int
    said: str = field(repr=False)
    text: str = field(repr=False)
    raw: bytes = field(repr=False)
    stream: bytes = field(repr=False)
    packed: bytes = field(repr=False)
    is_picture: bool
    is_table: bool
    is_whole: bool = True


def bodies(pdf: Pdf) -> Iterator[Body]:
    """Yield every object of a file's tables, the trailer first."""
    yield _body(0, pdf.trailer)
    for item in pdf.objects:
        if isinstance(item, Object):
            yield _body(item.objgen[0], item)


def _body(number: int, item: Object) -> Body:
    rows = _rows(item)
    said, texts, raws = [text for text, _, is_said in rows if is_said], [text for text, _, _ in rows], [raw for _, raw, _ in rows]
    stream, packed, is_whole = b"", b"", True
    if isinstance(item, Stream):
        try:
            packed = item.read_raw_bytes()
            stream = unpacked(item)
        except TooLargeError:
            is_whole = False
        except UNREADABLE:
            stream = b""
    is_table = isinstance(item, Stream) and item.get("/Type") in {Name.ObjStm, Name.XRef}
    is_picture = isinstance(item, Stream) and item.get("/Subtype") == Name.Image
    return Body(number, "\n".join(said), "\n".join(texts), b"\n".join(raws), stream, packed, is_picture, is_table, is_whole)


def _rows(item: Object) -> list[tuple[str, bytes, bool]]:
    try:
        return list(_strings(item, _DEEPEST))
    except UNREADABLE:  # a name that is no UTF-8 has no text for the library: as written it has
        raw = item.unparse(resolved=False) if not isinstance(item, Stream) else b""
        return [(raw.decode("latin-1"), raw, False)]


def _strings(item: object, left: int) -> Iterator[tuple[str, bytes, bool]]:
    """Yield the strings and names within an object, and whether each is a string; what it refers to is another object."""
    if isinstance(item, String):
        yield _said(item), bytes(item), True
    elif isinstance(item, Name):
        yield str(item)[1:], str(item).encode("utf-8", "surrogateescape"), False
    elif isinstance(item, Dictionary | Array | Stream) and left:
        for key, value in kids(item):
            if key:
                yield key[1:], key.encode("utf-8", "surrogateescape"), False
            if not (isinstance(value, Object) and value.is_indirect):
                yield from _strings(value, left - 1)


def _said(item: String) -> str:
    try:
        return str(item)
    except UNREADABLE:
        return bytes(item).decode("latin-1")


def reachable(pdf: Pdf) -> frozenset[tuple[int, int]]:
    """Return the numbers of all objects that the trailer leads to."""
    seen: set[tuple[int, int]] = set()
    left: list[object] = [pdf.trailer]
    while left:
        item = left.pop()
        if not isinstance(item, Dictionary | Array | Stream):
            if isinstance(item, Object) and item.is_indirect:
                seen.add(item.objgen)
            continue
        if item.is_indirect:
            if item.objgen in seen:
                continue
            seen.add(item.objgen)
        left.extend(value for _, value in kids(item))
    return frozenset(seen)


def loose_streams(pdf: bytes) -> Iterator[bytes]:
    """Yield the streams of a file as its bytes lie there, inflated where they are deflated, whatever its tables say."""
    for match in _STREAM.finditer(pdf):
        start = match.end()
        if start < len(pdf) and pdf[start] in _ZLIB_FIRST_BYTES:
            end = pdf.find(b"endstream", start)
            try:
                found = inflated(memoryview(pdf)[start : end if end >= 0 else len(pdf)])
            except TooLargeError:
                continue
            if found:
                yield found


def files_in(data: bytes) -> Iterator[bytes]:
    """Yield the files that an archive (ZIP, and so office documents; gzip) holds, within bounds; none of anything else."""
    if data.startswith(b"PK\x03\x04"):
        yield from _zipped(data)
    elif data.startswith(b"\x1f\x8b"):
        engine = zlib.decompressobj(wbits=31)  # gzip, RFC 1952
        try:
            yield engine.decompress(data, _MOST_OF_ARCHIVE)
        except zlib.error:
            return


def _zipped(data: bytes) -> Iterator[bytes]:
    left = _MOST_OF_ARCHIVE
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            for member in archive.infolist()[:_MOST_FILES]:
                yield member.filename.encode()
                with archive.open(member) as file:
                    found = file.read(left)
                left -= len(found)
                yield found
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, OSError, ValueError, EOFError):
        return
