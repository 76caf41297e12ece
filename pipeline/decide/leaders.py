"""Leaders beside a passage: dots or lines that fill a line up to its edge. Their number tells how long the words before them are."""

from __future__ import annotations

import re

from pipeline.model import Span

__all__ = ["with_leaders"]

_LEADER = r"([._·…‥‑‒–—=*-])(?:[ \t\u00a0]*\1){3,}"
_BLANKS = r"[ \t\u00a0]{0,40}"
_AFTER = re.compile(_BLANKS + _LEADER)
_BEFORE = re.compile(_LEADER + _BLANKS + r"\Z")
_LONGEST = 400  # signs of a leader that are looked at


def with_leaders(text: str, span: Span) -> Span:
    """Return a span grown by the leaders that touch it on its line, blanks between them included; the same span where there are none."""
    after = _AFTER.match(text, span.end)
    line = text[max(span.start - _LONGEST, 0) : span.start].rpartition("\n")[2]
    before = _BEFORE.search(line)
    if after is None and before is None:
        return span
    return Span(span.start - (len(before.group()) if before else 0), after.end() if after else span.end)
