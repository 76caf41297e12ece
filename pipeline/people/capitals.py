"""Which passages of a text are typed in capitals, so that those of a name tell nothing."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.model import Span

__all__ = ["capital_passages"]

_LINE = re.compile(r"[^\r\n\f]{0,400}(?:\r\n|[\r\n\f]|\b|\Z)|[^\r\n\f]{400}")  # a longer line is judged in parts
_MOST_SMALL = 0.1  # of a line's letters, as in McNAMARA or a letter misread
_LEAST = 2  # letters of a line that says anything


def capital_passages(text: str) -> Iterator[Span]:
    """Yield the lines in capitals, those that follow each other as one."""
    start = end = 0
    for match in _LINE.finditer(text):
        line = match.group()
        if not line:
            break
        if _is_capital(line):
            start = match.start() if end != match.start() or end == start else start
            end = match.end()
        elif end > start:
            yield Span(start, end)
            start = end = match.end()
        else:
            start = end = match.end()
    if end > start:
        yield Span(start, end)


def _is_capital(line: str) -> bool:
    if line.isupper():
        return sum(map(str.isupper, line)) >= _LEAST
    large = sum(map(str.isupper, line))
    return large >= _LEAST and sum(map(str.islower, line)) <= _MOST_SMALL * large
