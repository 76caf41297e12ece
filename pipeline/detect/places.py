"""Where in a record a match must stand: in its headings or outside them, on certain pages."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from pipeline.model import Match, Record, Span
from pipeline.segments import joined, touching

__all__ = ["Places"]


class Places:
    """The headings and pages of one record."""

    def __init__(self, record: Record) -> None:
        """Take the record; the last page is the last one with text."""
        self._length = len(record.text)
        self._headings = joined(block.span for block in record.blocks if block.is_heading)
        self._pages = {
            page.number: page.span for page in record.pages if page.span and record.text[page.span.start : page.span.end].strip()
        }
        self._last = max(self._pages, default=0)
        self._named: dict[tuple[tuple[int, int], ...], tuple[Span, ...]] = {}

    def holds(self, span: Span, match: Match, *, is_wide: bool) -> bool:
        """Tell whether ``span`` stands where ``match`` asks; one that lies over a border does only in the wide sense."""
        parts = tuple(self.parts(span, match))
        return bool(parts) and (is_wide or sum(part.end - part.start for part in parts) == span.end - span.start)

    def parts(self, span: Span, match: Match) -> Iterator[Span]:
        """Yield the parts of ``span`` that stand where ``match`` asks."""
        for part in _shared(span, self._on(match.pages)) if match.pages else [span]:
            if match.in_heading is None:
                yield part
            else:
                yield from _shared(part, self._headings) if match.in_heading else self._outside(part)

    def _on(self, pages: tuple[tuple[int, int], ...]) -> tuple[Span, ...]:
        """Return the pages that are named, in order."""
        if pages not in self._named:
            bounds = [(first if first > 0 else self._last, last if last > 0 else self._last) for first, last in pages]
            numbers = {number for number in self._pages if any(first <= number <= last for first, last in bounds)}
            self._named[pages] = tuple(sorted(self._pages[number] for number in numbers))
        return self._named[pages]

    def _outside(self, span: Span) -> Iterator[Span]:
        taken = touching(self._headings, span)
        edges = [span.start, *(edge for each in taken for edge in (max(each.start, span.start), min(each.end, span.end))), span.end]
        yield from (Span(start, end) for start, end in list(pairwise(edges))[::2] if start < end)


def _shared(span: Span, others: tuple[Span, ...]) -> Iterator[Span]:
    """Yield what ``span`` shares with each of ``others``."""
    yield from (Span(max(each.start, span.start), min(each.end, span.end)) for each in touching(others, span))
