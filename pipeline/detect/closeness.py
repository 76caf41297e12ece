"""Whether things stand close to each other in a record: within some words, or in one unit of its text."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Sequence
from functools import cached_property

from pipeline.model import Record, Scope, Span, Within
from pipeline.reach import Reach

__all__ = ["Closeness"]

_WORD = re.compile(r"\S+")


class Closeness:
    """Measures one record; what it counts is counted once."""

    def __init__(self, record: Record, reach: Reach) -> None:
        """Take the record and its units."""
        self.text, self.reach = record.text, reach

    @cached_property
    def _words(self) -> list[int]:
        """Where each word begins."""
        return [match.start() for match in _WORD.finditer(self.text)]

    def to(self, others: Iterable[Span], within: Within) -> Callable[[Span], bool]:
        """Return what tells whether a span stands ``within`` reach of any of ``others``. Cost grows with their number, not its square."""
        around = _joined(sorted(self._around(each, within) for each in others))
        starts = [start for start, _ in around]

        def is_close(span: Span) -> bool:
            at = bisect_left(starts, span.end) - 1
            return at >= 0 and around[at][1] > span.start

        return is_close

    def _around(self, span: Span, within: Within) -> tuple[int, int]:
        if within.words is not None:
            return self._with_words(span, within.words)
        wide = self.reach.of(within.unit or Scope.SENTENCE, span)
        return wide.start, wide.end

    def _with_words(self, span: Span, count: int) -> tuple[int, int]:
        """Return ``span`` grown by ``count`` words and the one beyond them on either side."""
        first = bisect_right(self._words, span.start) - 1 - count - 1
        last = bisect_left(self._words, span.end) + count
        start = self._words[first] if first >= 0 else 0
        end = self._words[last] + 1 if last < len(self._words) else len(self.text)
        return start, end


def _joined(spans: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return sorted spans with those that overlap as one."""
    found: list[tuple[int, int]] = []
    for start, end in spans:
        if found and start < found[-1][1]:
            found[-1] = found[-1][0], max(end, found[-1][1])
        else:
            found.append((start, end))
    return found
