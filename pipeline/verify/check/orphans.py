"""Objects that a file holds and nothing in it uses: words that an editor took off the page may still stand there."""

from __future__ import annotations

import re

from pikepdf import Pdf

from pipeline.verify.check.bodies import bodies, reachable
from pipeline.verify.check.readers import words_of
from pipeline.verify.check.values import Finding, Kind
from pipeline.verify.needles import joined_strings

__all__ = ["of_orphans"]

_SHOWS_TEXT = re.compile(rb"[)\]>]\s{0,8}(?:Tj|TJ|'|\")")
_PLAIN = "latin-1"


def of_orphans(pdf: Pdf, shown: frozenset[str]) -> list[Finding]:
    """Return how many unused objects hold words that no page shows: in content, or in strings."""
    used = {number for number, _ in reachable(pdf)}
    count = 0
    for body in bodies(pdf):
        if body.number and body.number not in used:
            text = joined_strings(body.stream).decode(_PLAIN) if _SHOWS_TEXT.search(body.stream) else ""
            count += bool((words_of(text) | words_of(body.said)) - shown)
    return [Finding(Kind.ORPHAN, None, "objects that nothing uses", count)] if count else []
