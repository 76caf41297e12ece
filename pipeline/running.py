"""Running lines: what stands at the head and foot of pages and is no part of what is said on them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from itertools import takewhile

from pipeline.model import Finding, Page, Record, Span
from pipeline.segments import trimmed

__all__ = ["marked_lines", "page_lines", "running_lines"]

_ZONE = 4  # lines at the top and at the bottom of a page that may run through the record
_MIN_PAGES = 2  # pages on which a line must stand to run through
_RUNNING = frozenset({"banner", "channel", "copy-control", "release-stamp", "precedence"})  # what may stand at every page's head and foot
_PAGE_NUMBER = re.compile(r"[-–—\s]*(?:page|p\.)?\s*[0-9]{1,4}(?:\s*(?:of|/)\s*[0-9]{1,4})?[-–—.\s]*", re.IGNORECASE)
_DIGITS = re.compile(r"[0-9]+")


def marked_lines(findings: Iterable[Finding]) -> frozenset[Span]:
    """Return where the markings stand that may run through a record."""
    return frozenset(each.span for each in findings if each.kind in _RUNNING)


def page_lines(page: Page) -> list[Span]:
    """Return where the lines of a page stand, without the empty ones."""
    return [line.span for line in page.lines if line.span]


def _key(text: str) -> str:
    return _DIGITS.sub("#", " ".join(text.split()).casefold())


def running_lines(record: Record, marked: frozenset[Span] = frozenset()) -> frozenset[Span]:
    """Return the lines at the top or bottom of pages that are ``marked``, page numbers, or the same on several pages."""
    zones = [zone for page in record.pages for spans in [page_lines(page)] for zone in (spans[:_ZONE], spans[::-1][:_ZONE])]
    texts = {span: record.text[span.start : span.end] for zone in zones for span in zone}
    counts: Counter[tuple[str, int]] = Counter()
    for number, zone in enumerate(zones):
        counts.update({(_key(texts[span]), number % 2) for span in zone})
    return frozenset(
        span
        for number, zone in enumerate(zones)
        for span in takewhile(
            lambda each, side=number % 2: trimmed(record.text, each) in marked or _runs(texts[each], counts[_key(texts[each]), side]),  # type: ignore[misc]
            zone,
        )
    )


def _runs(text: str, pages: int) -> bool:
    return pages >= _MIN_PAGES or _PAGE_NUMBER.fullmatch(text) is not None
