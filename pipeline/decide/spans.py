"""Parts of spans that others leave free."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from pipeline.model import Span
from pipeline.segments import trimmed

__all__ = ["parts", "without"]


def without(span: Span, taken: Iterable[Span]) -> Iterator[Span]:
    """Yield the parts of ``span`` that lie in none of ``taken``."""
    at = span.start
    for each in sorted(taken):
        if each.start > at and at < span.end:
            yield Span(at, min(each.start, span.end))
        at = max(at, each.end)
    if at < span.end:
        yield Span(at, span.end)


def parts(text: str, span: Span, spared: Iterable[Span]) -> Iterator[Span]:
    """Yield ``span`` without the ``spared`` parts; where one was cut out, without the white space beside it."""
    left = list(without(span, spared))
    if left == [span]:
        yield span
        return
    yield from filter(None, (trimmed(text, part) for part in left))
