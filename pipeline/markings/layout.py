"""What stands about a marking on its line and is no part of it: page numbers, boxes to tick, the tags of a transcription."""

from __future__ import annotations

import re

__all__ = ["after_page_number", "is_sentence", "unboxed", "untagged"]

_NUMBER = r"(?:[0-9]{1,3}|ONE|TWO|THREE|FOUR|FIVE|SIX|SEVEN|EIGHT|NINE|TEN)"
# Of a page that goes on: PAGE 3 SECRET, PAGE 3 JOVAN 31 SECRET, - 2 - SECRET. A number in parentheses is a list's label.
_PAGE = re.compile(
    rf"(?:PAGE|PG)\.?\s+{_NUMBER}(?:\s+OF\s+{_NUMBER})?(?:\s+[A-Z]{{3,12}}\s+[0-9]{{1,6}})?[\s:–-]+|[–-]\s*[0-9]{{1,3}}\s*[–-]\s*",
    re.IGNORECASE,
)
_BOX = re.compile(r"\[[ _]*[xX✓✔]?[ _]*\]|\( *[xX✓✔]? *\)|[☐☑☒□■▢✓✔✗✘]")
_TAG = re.compile(r"(?:</?[A-Za-z][^<>\n]{0,40}>)+")
# Words that join others in a sentence; a heading's stack of words has none but AND and FOR.
_JOINING = re.compile(r"\b(?:THE|OF|WITH|THAT|THIS|IS|WAS|ARE|WERE|HAS|HAVE|HAD|WILL|WOULD|OUR|HIS|THEIR|BY|ON|AT|IN(?!\s*[0-9]{3}))\b")


def after_page_number(line: str) -> int:
    """Return where the words begin after the page's number at the head of ``line``; 0 where there is none."""
    match = _PAGE.match(line)
    return match.end() if match else 0


def unboxed(line: str) -> str | None:
    """Return ``line`` without its boxes to tick, of the same length; None where it has none."""
    bare = _BOX.sub(lambda match: " " * len(match.group()), line)
    return bare if bare != line else None


def untagged(text: str, start: int, end: int) -> tuple[int, int]:
    """Return the part of a line within the tags of a transcription: ``<u>SECRET</u>``."""
    opening = _TAG.match(text, start, end)
    start = opening.end() if opening else start
    closing = text.rfind("</", start, end)
    return start, closing if closing > start and _TAG.fullmatch(text, closing, end) else end


def is_sentence(line: str) -> bool:
    """Tell whether words in ``line`` join others, as a heading's do not."""
    return _JOINING.search(line.upper()) is not None
