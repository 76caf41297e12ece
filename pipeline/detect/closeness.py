"""Whether things stand close to each other in a record: within some words, or in one unit of its text."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable
from functools import cached_property

from pipeline.model import Scope, Span, Within
from pipeline.reach import Reach
from pipeline.segments import joined, touching

__all__ = ["Closeness"]

_WORD = re.compile(r"\S+")
_LETTER = re.compile(r"[^\W_]")


class Closeness:
    """Measures one record, in the wide sense or the narrow; what it counts is counted once.

    The two differ where it is in doubt what stands close: in the wide sense, words at the head and foot of a page and marks
    without a letter are not counted, and a sentence or paragraph goes on behind a page's foot or an empty line. In the narrow
    one a sentence ends at every dot that may end it, and with the row of a table.
    """

    def __init__(self, reach: Reach) -> None:
        """Take the units of the record."""
        self.text, self.reach = reach.text, reach

    @cached_property
    def _words(self) -> list[int]:
        """Where each word begins."""
        return [match.start() for match in _WORD.finditer(self.text)]

    @cached_property
    def _said(self) -> list[int]:
        """Where each word begins that is said, and no dash, page number or banner between."""
        found: list[int] = []
        at = 0
        for running in (*self.reach.running, Span(len(self.text), len(self.text) + 1)):
            words = _WORD.finditer(self.text, at, max(at, running.start))
            found += [match.start() for match in words if _LETTER.search(match.group())]
            at = running.end
        return found

    def to(self, others: Iterable[Span], within: Within, *, is_wide: bool) -> Callable[[Span], bool]:
        """Return what tells whether a span stands ``within`` reach of any of ``others``. Cost grows with their number, not its square."""
        around = joined(self._around(each, within, is_wide=is_wide) for each in set(others))
        return lambda span: bool(touching(around, span))

    def _around(self, span: Span, within: Within, *, is_wide: bool) -> Span:
        if within.words is not None:
            narrow = self._with_words(self._words, span, within.words)
            if not is_wide:
                return narrow
            wide = self._with_words(self._said, span, within.words)
            return Span(min(narrow.start, wide.start), max(narrow.end, wide.end))
        unit = within.unit or Scope.SENTENCE
        return self.reach.wide(unit, span) if is_wide else self.reach.narrow(unit, span)

    def _with_words(self, words: list[int], span: Span, count: int) -> Span:
        """Return ``span`` grown by ``count`` words and the one beyond them on either side."""
        first = bisect_right(words, span.start) - 1 - count - 1
        last = bisect_left(words, span.end) + count
        start = words[first] if first >= 0 else 0
        end = words[last] + 1 if last < len(words) else len(self.text)
        return Span(min(start, span.start), max(end, span.end))
