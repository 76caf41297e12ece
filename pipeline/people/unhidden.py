"""A copy of a text as it looks: signs that show nothing left out, accents on their letters, and where each character stands in the text."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Sequence

from pipeline.folding import is_accent, is_ignorable
from pipeline.model import Span

__all__ = ["Unhidden"]

_STRANGE = re.compile(r"[^\x00-\x7f]")
_APOSTROPHE = re.compile(r"(?<=[^\W\d_])[`´‘‛ʼ′](?=[^\W\d_])")  # within a word, whatever key was struck for it


class Unhidden:
    """What ``text`` shows. Its characters are the text's own where nothing is hidden in that; ``text`` is the copy."""

    def __init__(self, text: str) -> None:
        """Make the copy; a text that hides nothing is its own."""
        self.text, self._offsets = text, None
        self._whole = len(text)
        if not text.isascii() and any(map(is_ignorable, set(_STRANGE.findall(text)))):
            self._leave_out()
        self.text = _APOSTROPHE.sub("'", self.text)

    def _leave_out(self) -> None:
        chars: list[str] = []
        offsets: list[int] = []
        for offset, char in enumerate(self.text):
            if not char.isascii() and is_ignorable(char):
                if chars and is_accent(char) and len(whole := unicodedata.normalize("NFC", chars[-1] + char)) == 1:
                    chars[-1] = whole
            else:
                chars.append(char)
                offsets.append(offset)
        self.text, self._offsets = "".join(chars), offsets

    _offsets: Sequence[int] | None

    def within(self, span: Span) -> Span | None:
        """Return where a span of the text lies in the copy; None where nothing of it is shown."""
        if self._offsets is None:
            return span
        start, end = bisect_left(self._offsets, span.start), bisect_left(self._offsets, span.end)
        return Span(start, end) if start < end else None

    def outside(self, span: Span) -> Span:
        """Return where a span of the copy lies in the text, with what is hidden in it and behind its last character."""
        if self._offsets is None:
            return span
        start, end = self._offsets[span.start], self._offsets[span.end - 1] + 1
        following = self._offsets[span.end] if span.end < len(self._offsets) else self._whole
        return Span(start, max(end, following))
