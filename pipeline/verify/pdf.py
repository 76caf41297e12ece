"""A PDF opened strictly: every object, the raw bytes of each, its streams inflated, and what lies around them.

A reader passes over what it does not need: bytes between objects, after the end of a compressed stream, or in
an older revision. So the file is also cut by its own table into head, objects and tail, and nothing is left over.
"""

from __future__ import annotations

import io
import re
import zlib
from itertools import pairwise

from pypdf import PdfReader
from pypdf.errors import PyPdfError
from pypdf.generic import DictionaryObject, IndirectObject, PdfObject, StreamObject

from pipeline.errors import LeakError

__all__ = ["UNREADABLE", "PdfFile"]

# What the readers raise over a file that is not as it should be.
UNREADABLE = (PyPdfError, ValueError, LookupError, TypeError, AttributeError, RecursionError, zlib.error)
_STREAM, _END = b"stream\n", b"endstream"
_LINE_ENDS = b"\r\n"
_START = re.compile(rb"startxref\s+([0-9]{1,12})\s+%%EOF\s*\Z")


class PdfFile:
    """One PDF as the probe named ``probe`` sees it.

    ``objects`` are all of its table by number; ``head`` and ``tail`` the bytes before the first and from the
    table on; ``outer`` the bytes of each object without the data of its stream.
    """

    def __init__(self, probe: str, pdf: bytes) -> None:
        """Open the file. Raises LeakError where it cannot be read in full."""
        self.probe = probe
        try:
            self.reader = PdfReader(io.BytesIO(pdf), strict=True)
            offsets = sorted((offset, number) for number, offset in self.reader.xref[0].items())
            read = {number: self.reader.get_object(IndirectObject(number, 0, self.reader)) for _, number in offsets}
            self.info = int(self.reader.trailer.raw_get("/Info").idnum)
        except UNREADABLE as error:
            raise LeakError(probe, "the PDF", f"it cannot be read back ({type(error).__name__})") from None
        self.objects: dict[int, PdfObject] = {number: item for number, item in read.items() if item is not None}
        self._cut(pdf, offsets)

    def _cut(self, pdf: bytes, offsets: list[tuple[int, int]]) -> None:
        found = _START.search(pdf)
        end = int(found.group(1)) if found else len(pdf)
        self.head, self.tail = pdf[: offsets[0][0]] if offsets else pdf, pdf[end:]
        self.outer: dict[int, bytes] = {}
        self._raw: dict[int, bytes] = {}
        for (start, number), (stop, _) in pairwise([*offsets, (end, 0)]):
            whole = pdf[start:stop]
            if isinstance(self.objects.get(number), StreamObject):
                before, _, rest = whole.partition(_STREAM)
                self._raw[number], _, after = rest.rpartition(_END)
                whole = before + after
            self.outer[number] = whole

    def inflated(self, number: int) -> bytes:
        """Return the data of a stream. Raises LeakError where bytes follow the end of what was compressed."""
        inflate = zlib.decompressobj()
        try:
            data = inflate.decompress(self._raw[number])
        except zlib.error:
            raise LeakError(self.probe, f"object {number}", "its stream cannot be inflated") from None
        if not inflate.eof or inflate.unused_data.strip(_LINE_ENDS):
            raise LeakError(self.probe, f"object {number}", "its stream holds more than what was compressed")
        return data

    def roles(self) -> dict[int, str]:
        """Return what each stream object is for: content, font or cmap; others are missing."""
        found: dict[int, str] = {}
        try:
            for page in self.reader.pages:
                found[page.raw_get("/Contents").idnum] = "content"
            for item in self.objects.values():
                if isinstance(item, DictionaryObject):
                    for key, role in (("/FontFile2", "font"), ("/ToUnicode", "cmap")):
                        if key in item:
                            found[item.raw_get(key).idnum] = role
        except UNREADABLE as error:
            raise LeakError(self.probe, "the PDF", f"its pages cannot be read back ({type(error).__name__})") from None
        return found
