"""Content streams as operators: bounded, parsed once, and refused wherever the parser had to guess or left something out."""

from __future__ import annotations

import warnings
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from threading import Lock
from typing import overload

from pikepdf import Array, ContentStreamInlineImage, DataDecodingError, Object, PdfError, Stream, new, parse_content_stream

from pipeline.content.plain import Step, read_steps
from pipeline.content.unpacked import TooLargeError, TornError, contents_size
from pipeline.content.values import Instruction

__all__ = ["DAMAGED", "Content", "ContentError", "Parsed"]

DAMAGED = "damaged content"
TOO_LARGE = "more content than a page may have"

_END = b"End-of-content"  # no operator; the parser drops what it cannot end, and this with it

# Operators are parsed within a document of our own, so that its warnings are those of this content alone. It outlives all that is
# parsed in it: the library's objects do not keep their document.
_DOCUMENT = new()
_CONTENT = _DOCUMENT.make_stream(b"")
_LOCK = Lock()


class ContentError(Exception):
    """Content that cannot be walked any further; its text is the fault to report."""


class Later(Sequence[Instruction]):
    """The operators of a content that one expression has read to its end, parsed when the first of them is asked for: few ever are."""

    def __init__(self, content: bytes, count: int) -> None:
        """Keep a content and how many operators it has."""
        self._content, self._count = content, count
        self._found: Sequence[Instruction] | None = None

    def _parsed(self) -> Sequence[Instruction]:
        """Return all; raises ContentError where the parser finds others than the expression."""
        if self._found is None:
            self._found = _instructions(self._content)
            if len(self._found) != self._count:
                raise ContentError(DAMAGED)
        return self._found

    def __len__(self) -> int:
        return self._count

    def __iter__(self) -> Iterator[Instruction]:
        return iter(self._parsed())

    @overload
    def __getitem__(self, at: int) -> Instruction: ...
    @overload
    def __getitem__(self, at: slice) -> Sequence[Instruction]: ...
    def __getitem__(self, at: int | slice) -> Instruction | Sequence[Instruction]:
        return self._parsed()[at]


@dataclass(frozen=True, slots=True)
class Content:
    """A content: its operators as the parser gives them, and the same as one expression reads them, None where it cannot."""

    instructions: Sequence[Instruction]
    steps: Sequence[Step] | None


class Parsed:
    """The streams of one page, each parsed once."""

    def __init__(self) -> None:
        self._known: dict[tuple[int, int], Content] = {}

    def page(self, contents: Object) -> Content:
        """Return the operators of a page's content, its parts joined by line ends (ISO 32000-1, 7.8.2). Raises as ``form``."""
        parts = list(contents) if isinstance(contents, Array) else [contents]
        return _parsed(contents, parts)

    def form(self, form: Object) -> Content:
        """Return the operators of a form or a pattern. Raises ContentError where it is damaged or too large."""
        if form.objgen == (0, 0):
            return _parsed(form, [form])
        if form.objgen not in self._known:
            self._known[form.objgen] = _parsed(form, [form])
        return self._known[form.objgen]


def _parsed(contents: Object, parts: Sequence[Object]) -> Content:
    if not all(isinstance(each, Stream) for each in parts):
        raise ContentError(DAMAGED)
    if any(each.get("/Length") and not each.read_raw_bytes() for each in parts):
        raise ContentError(DAMAGED)  # the reader gave it up
    try:
        contents_size(contents, strict=True)
        joined = b"\n".join(each.read_bytes() for each in parts)
        steps = read_steps(joined)
        return Content(_instructions(joined), None) if steps is None else Content(Later(joined, len(steps)), steps)
    except TooLargeError:
        raise ContentError(TOO_LARGE) from None
    except (TornError, PdfError, DataDecodingError, TypeError, ValueError, OverflowError, UserWarning):
        raise ContentError(DAMAGED) from None


def _instructions(content: bytes) -> Sequence[Instruction]:
    """Return the operators of a content. Raises ContentError where the parser warns, or does not come to its end."""
    with _LOCK:
        _DOCUMENT.get_warnings()
        _CONTENT.write(b"%b\n%b" % (content, _END))
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("error", UserWarning)  # the library's word for an end within a value
                found = parse_content_stream(_CONTENT)
        finally:
            _CONTENT.write(b"")
        is_warned = bool(_DOCUMENT.get_warnings())
    last = found.pop() if found else None
    is_ended = last is not None and not isinstance(last, ContentStreamInlineImage) and bytes(last.operator) == _END
    if is_warned or last is None or not is_ended or len(last.operands):
        raise ContentError(DAMAGED)
    return found
