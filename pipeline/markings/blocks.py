"""Lines that belong to no paragraph: authority blocks, notices of an owner, stamps of a later review."""

from __future__ import annotations

import re

__all__ = ["is_authority_line", "is_review_stamp", "notice_owner"]

_AUTHORITY = re.compile(
    r"\s*(?:(?:original(?:ly)?|derivative(?:ly)?)?\s*cl(?:assified)?\s*by\b\s*:?|derived\s+from\s*:|reason\s*:\s*(?:E\.?O|1\.[45])|"
    r"declassify\s+on\s*:|downgrade\s+to\b|E2\s+IMPDET|GROUP\s+[1-4]\b|excluded\s+from\s+automatic|downgrading\s+and\b|"
    r"downgraded\s+at\s+(?:3|12)[\s-]year|automatically\s+declassified|exempt(?:ed)?\s+from\s+(?:the\s+)?general\s+declassification|"
    r"review\s+on\s*:|warning\s+notice)",
    re.IGNORECASE,
)
_STAMP = re.compile(
    r"\b(?:declassified(?:\s+(?:in\s+part|and\s+approved|by|on|per|E\.?O\.?)|\s*[-:]|\s*$)|sanitized\s+copy|"
    r"approved\s+for\s+(?:public\s+)?release|release\s+in\s+(?:part|full)|released?\s+under\s+the|authority\s+NND|"
    r"MORI\s+DocID|no\s+objection\s+to\s+declassification|CIA-RDP[0-9]{2}|NW\s+[0-9]{4,6}\s+Doc|"
    r"review\s+date|NLK-[0-9]{2}|assassination\s+records\s+act)",
    re.IGNORECASE,
)
_NOTICE = re.compile(
    r"\b(?:contains|contain|handle\s+as|is|marked)\s+(?:formerly\s+)?restricted\s+data\b|"
    r"^\W*(?:formerly\s+)?restricted\s+data\W*$|\batomic\s+energy\s+act\s+of\s+19(?:46|54)\b",
    re.IGNORECASE,
)
_NATO_NOTICE = re.compile(r"\bcontains\s+nato\s+(?:classified\s+)?information\b|^\W*atomal\W*$", re.IGNORECASE)
_FOREIGN_NOTICE = re.compile(r"\bcontains\s+(?:classified\s+)?foreign\s+government\s+information\b", re.IGNORECASE)
_LONGEST_STAMP = 160


def is_authority_line(line: str) -> bool:
    """Tell whether a line belongs to an authority block, of today's order or of an older one."""
    return _AUTHORITY.match(line) is not None


def is_review_stamp(line: str) -> bool:
    """Tell whether a line is a stamp put on at a later review or release, not the record's own."""
    return len(line) <= _LONGEST_STAMP and _STAMP.search(line) is not None


def notice_owner(line: str) -> str | None:
    """Return whose hold a notice makes (Restricted Data: DOE), or None where the line is no notice."""
    if len(line) > _LONGEST_STAMP:
        return None
    if _NOTICE.search(line):
        return "DOE"
    if _NATO_NOTICE.search(line):
        return "NATO"
    return "foreign government" if _FOREIGN_NOTICE.search(line) else None
