"""Objects that a file holds and nothing in it uses: words that an editor took off the page may still stand there."""

from __future__ import annotations

import re

from pikepdf import Pdf

from pipeline.verify.check.bodies import bodies, reachable
from pipeline.verify.check.readers import words_of
from pipeline.verify.check.values import Finding, Kind
from pipeline.verify.needles import joined_strings

__all__ = ["of_orphans"]

_SHOWS_TEXT = re.compile(rb"\bBT\s.*?[)\]>]\s{0,8}(?:Tj|TJ|'|\")", re.DOTALL)
_PLAIN = "latin-1"


def of_orphans(pdf: Pdf, shown: frozenset[str]) -> list[Finding]:
    """Return how many unused objects hold words that no page shows: in content, which an editor took off a page, or in strings."""
    used = {number for number, _ in reachable(pdf)}
    drawn = said = 0
    for body in bodies(pdf):
        if body.number and body.number not in used and not body.is_table:
            text = joined_strings(body.stream).decode(_PLAIN) if _SHOWS_TEXT.search(body.stream) else ""
            is_drawn = bool(words_of(text) - shown)
            drawn += is_drawn
            said += not is_drawn and bool(words_of(body.said) - shown)
    rows = ((Kind.ORPHAN, drawn), (Kind.UNUSED, said))
    return [Finding(kind, None, "objects that nothing uses", count) for kind, count in rows if count]
