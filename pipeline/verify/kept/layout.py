"""The bytes of the file: they must be what qpdf writes of the objects that its catalogue reaches, and no byte more.

That leaves no room for an older revision, an object that nothing refers to, a comment, or bytes between objects and after
the end; what stands inside of strings, names and streams belongs to other probes.
"""

from __future__ import annotations

import io
import re
import zlib

from pikepdf import Name, ObjectStreamMode, Pdf, Stream, StreamDecodeLevel

from pipeline.errors import LeakError
from pipeline.verify.kept.case import Case

__all__ = ["probe_layout"]

PROBE = "layout"
_HEAD = re.compile(rb"%PDF-1\.[4-7]\n%\xbf\xf7\xa2\xfe\n")
_IDENTIFIER = re.compile(rb"/ID \[<[0-9a-f]{32}><[0-9a-f]{32}>\]")
_LAST = 4_096  # bytes, in which the trailer stands
# A writer that compresses a stream names the filter last, one that copies it in the order of the keys: it says nothing else.
_FILTER = b" /Filter /FlateDecode"
_BETWEEN = b"\r\n"


def _written_anew(pdf: Pdf) -> bytes:
    target = io.BytesIO()
    pdf.save(
        target,
        deterministic_id=True,
        fix_metadata_version=False,
        compress_streams=False,
        stream_decode_level=StreamDecodeLevel.none,
        object_stream_mode=ObjectStreamMode.disable,
    )
    return target.getvalue()


def _bare(written: bytes) -> bytes:
    head, tail = written[:-_LAST], written[-_LAST:]
    return (head + _IDENTIFIER.sub(b"", tail)).replace(_FILTER, b"")


def probe_layout(case: Case) -> None:
    """Raise LeakError unless the file is the plain writing of its reachable objects, and each stream ends where its data does.

    Only the two digests of ``ID`` may differ from what qpdf writes.
    """
    opened, written = case.opened, case.opened.written
    if not _HEAD.match(written) or _bare(written) != _bare(_written_anew(opened.pdf)):
        raise LeakError(PROBE, "the file", "it holds an older revision, an object that nothing uses, a comment or bytes beside its objects")
    for item in opened.pdf.objects:
        if isinstance(item, Stream) and item.get("/Filter") == Name.FlateDecode:
            _check_end(item)


def _check_end(stream: Stream) -> None:
    inflate = zlib.decompressobj()
    try:
        inflate.decompress(stream.read_raw_bytes())
    except zlib.error:
        raise LeakError(PROBE, f"object {stream.objgen[0]}", "its stream cannot be inflated") from None
    if not inflate.eof or inflate.unused_data.strip(_BETWEEN):
        raise LeakError(PROBE, f"object {stream.objgen[0]}", "its stream holds more than what was compressed")
