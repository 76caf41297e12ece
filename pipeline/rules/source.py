"""One rule file as text: what cannot be read of it, and where in it every offset stands."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from itertools import accumulate

from pipeline.errors import Fault

__all__ = ["Found", "Source", "read_source"]

# The line breaks of editors; YAML's own three more would make the lines we name differ from those a person sees.
_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+\Z")
# What YAML cannot hold, written so that no such sign stands in this file.
_CONTROL = re.compile("[^\\t\\n\\r\\x20-\\x7e\\x85\\xa0-\\ud7ff\\ue000-\\ufffd\\U00010000-\\U0010ffff]")
_INSTEAD = "\ufffd"
_NO_TEXT = (b"\xff\xfe", b"\xfe\xff", rb"{\rtf")  # how a file saved as UTF-16, or by a word processor, begins

Found = list[Fault]


@dataclass(frozen=True, slots=True)
class Source:
    """The text of one rule file under the name that messages give it; offsets are into ``text``."""

    file: str
    text: str
    lines: tuple[str, ...]
    starts: tuple[int, ...]

    def line_of(self, offset: int) -> int:
        """Return the line of ``offset``, from 1; the end of the file belongs to the last line."""
        return max(1, min(bisect_right(self.starts, offset), len(self.lines)))

    def fault(self, start: int, end: int, what: str) -> Fault:
        """Return the fault of ``text[start:end]``, of which the first line is underlined."""
        number = self.line_of(start)
        line = self.lines[number - 1] if self.lines else ""
        first = self.starts[number - 1] if self.lines else 0
        column = min(start - first, len(line))
        until = len(line.rstrip()) if end - first > len(line) else end - first
        return Fault(self.file, number, column + 1, what, max(1, until - column), line)


def _source(file: str, text: str) -> Source:
    rows = _LINE.findall(text)
    starts = tuple(accumulate(map(len, rows), initial=0))[:-1]
    return Source(file, text, tuple(row.rstrip("\r\n") for row in rows), starts)


def read_source(file: str, data: bytes, found: Found) -> Source | None:
    """Read the bytes of a file; None where it is no text at all.

    Bytes that are no UTF-8, and control characters, become faults, one a line, and U+FFFD in the text: what else is
    wrong with the file is told in the same run.
    """
    if b"\0" in data or data.startswith(_NO_TEXT):
        found.append(Fault(file, 1, 1, "this is no plain text; expected a text file saved as UTF-8"))
        return None
    try:
        source = _source(file, data.decode("utf-8-sig"))
    except UnicodeDecodeError:
        source = _source(file, data.decode("utf-8-sig", errors="replace"))
        _note_bytes(source, data, found)
    if not _CONTROL.search(source.text):
        return source
    _note_controls(source, found)
    return _source(file, _CONTROL.sub(_INSTEAD, source.text))


def _note_bytes(source: Source, data: bytes, found: Found) -> None:
    """Note the first byte of each line that is no UTF-8."""
    rows = re.findall(rb"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+\Z", data.removeprefix(b"\xef\xbb\xbf"))
    for row, start in zip(rows, source.starts, strict=True):
        try:
            row.decode()
        except UnicodeDecodeError as error:
            at = start + len(row[: error.start].decode())
            found.append(source.fault(at, at + 1, f"byte 0x{row[error.start]:02x} is not UTF-8; expected a text file saved as UTF-8"))


def _note_controls(source: Source, found: Found) -> None:
    """Note the first control character of each line."""
    for line, start in zip(source.lines, source.starts, strict=True):
        match = _CONTROL.search(line)
        if match:
            at = start + match.start()
            what = f"control character U+{ord(match.group()):04X}; expected text without control characters"
            found.append(source.fault(at, at + 1, what))
