"""What a check of a PDF finds, as values: places and counts, never a word of the file."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

__all__ = ["LEAKS", "Finding", "Kind", "Report", "Unjudged"]


class Kind(StrEnum):
    """What was found."""

    SOUGHT = "secret"
    UNDER_BOX = "text under a box"
    STRUCK = "text under a thick line"
    CROSSED = "letters that a line runs over"
    STRAY = "single letters that do not show"
    UNAPPLIED = "a redaction that was never applied, with text under it"
    INVISIBLE = "invisible text"
    GROUND = "text that does not stand out from its ground"
    OUTSIDE = "text outside the page"
    CLIPPED = "text that is clipped away"
    LAYER = "text in a layer that is off"
    TINY = "text too small to be read"
    UNSEEN = "text that does not show"
    BLACKED_SCAN = "words of a scan's text layer where the scan is blacked out"
    REVISION = "words of an earlier revision that the last one has no more"
    ORPHAN = "content with text that no page uses"
    MARK = "the label of a redaction, hidden in its box"
    SCAN_TEXT = "text layer of a scan"
    UNUSED = "strings that nothing in the file uses"
    REVISIONS = "earlier revisions"
    METADATA = "metadata"
    ATTACHMENT = "attachments"
    SCRIPT = "scripts"
    FORM = "form values"
    COMMENT = "comments"
    BOOKMARK = "bookmarks with words that no page shows"
    DESTINATION = "names of destinations with words that no page shows"
    LABEL = "page labels with words that no page shows"
    STRUCTURE = "words of the structure that no page shows"
    SPOKEN = "spoken words that no page shows"
    LINK = "links out of the document"
    THUMBNAIL = "thumbnails"
    PRIVATE = "private data of programs"
    LAYERS = "layers"
    RESIDUE = "letters in subset fonts that no page shows"


LEAKS = frozenset(
    {
        *(Kind.SOUGHT, Kind.UNDER_BOX, Kind.STRUCK, Kind.UNAPPLIED, Kind.INVISIBLE, Kind.GROUND, Kind.OUTSIDE, Kind.CLIPPED),
        *(Kind.LAYER, Kind.TINY, Kind.UNSEEN, Kind.BLACKED_SCAN, Kind.REVISION, Kind.ORPHAN),
    }
)
"""What is a leak by itself; all else is told, for a person to look at."""


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """One kind of thing at one place, ``count`` times (letters of text, words, entries, or secrets, as the kind has it).

    ``page`` counts from 1; None where it belongs to no page.
    """

    kind: Kind
    page: int | None
    place: str
    count: int

    @property
    def is_leak(self) -> bool:
        """Whether it is a leak by itself."""
        return self.kind in LEAKS


@dataclass(frozen=True, slots=True, order=True)
class Unjudged:
    """What could not be judged, and on which page; None where it belongs to no page."""

    what: str
    page: int | None


@dataclass(frozen=True, slots=True)
class Report:
    """All that a check found, leaks first and by page, and all that it could not judge."""

    findings: tuple[Finding, ...]
    not_judged: tuple[Unjudged, ...]

    @property
    def ok(self) -> bool:
        """Whether no leak was found; what was not judged may still be one."""
        return not any(each.is_leak for each in self.findings)
