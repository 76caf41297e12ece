"""What earlier revisions of a file still hold: an incremental update leaves all that it replaces (ISO 32000-1, 7.5.6)."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipeline.errors import InputError
from pipeline.verify.check.opening import UNREADABLE, open_any
from pipeline.verify.check.readers import pdfium_texts, plain_copy, words_of
from pipeline.verify.check.values import Finding, Kind

__all__ = ["earlier_revisions", "of_revisions"]

_END = re.compile(rb"startxref\s+([0-9]{1,12})\s+%%EOF\r?\n?")
_NOWHERE = 0  # where the first part of a file made for the web says that its table stands; it is no revision
_MOST = 8  # revisions that are looked at, the last ones


def earlier_revisions(pdf: bytes) -> tuple[bytes, ...]:
    """Return the file as it was before each of its updates, at most eight, the oldest first."""
    ends = [match.end() for match in _END.finditer(pdf) if int(match.group(1)) != _NOWHERE]
    return tuple(pdf[:end] for end in ends[:-1][-_MOST:])


def of_revisions(revisions: Sequence[bytes], shown: frozenset[str], passwords: Sequence[str]) -> list[Finding]:
    """Return how many words of earlier revisions the last one, which shows ``shown``, has no more; and how many revisions there are."""
    lost: set[str] = set()
    for each in revisions:
        lost |= _words(each, passwords) - shown
    found = [Finding(Kind.REVISIONS, None, "the file", len(revisions))] if revisions else []
    return [*found, Finding(Kind.REVISION, None, "the file", len(lost))] if lost else found


def _words(revision: bytes, passwords: Sequence[str]) -> frozenset[str]:
    try:
        with open_any(revision, passwords) as pdf:
            texts = pdfium_texts(plain_copy(pdf))
    except (InputError, *UNREADABLE):
        return frozenset()
    return words_of("\n".join(texts or ()))
