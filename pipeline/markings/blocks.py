"""Lines that belong to no paragraph: authority blocks, notices of an owner, stamps of a later review."""

from __future__ import annotations

import re

__all__ = ["find_notices", "is_authority_line", "is_review_stamp", "notice_owner"]

_AUTHORITY = re.compile(
    r"\s*(?:(?:original(?:ly)?|derivative(?:ly)?)?\s*cl(?:assified)?\s*by\b\s*:?|derived\s+from\s*:|reason\s*:\s*(?:E\.?O|1\.[45])|"
    r"declassify\s+on\s*:|downgrade\s+to\b|E2\s+IMPDET|GROUP\s+[1-4]\W*(?:$|excluded|down)|excluded\s+from\s+automatic|downgrading\s+and\b|"
    r"downgraded\s+at\s+(?:3|12)[\s-]year|automatically\s+declassified|exempt(?:ed)?\s+from\s+(?:the\s+)?general\s+declassification|"
    r"review\s+on\s*:|warning\s+notice)",
    re.IGNORECASE,
)
_STAMP = re.compile(
    r"\b(?:declassified(?:\s+(?:in\s+part|and\s+approved|by|on|per|E\.?O\.?)|\s+[0-9]{1,2}\b|\s*[-:]|\s*$)|sanitized\s+copy|"
    r"approved\s+for\s+(?:public\s+)?release|release\s+in\s+(?:part|full)|released?\s+under\s+the|authority\s+NND|"
    r"MORI\s+DocID|no\s+objection\s+to\s+declassification|CIA-RDP[0-9]{2}|NW\s+[0-9]{4,6}\s+Doc|"
    r"review\s+date|NLK-[0-9]{2}|assassination\s+records\s+act)",
    re.IGNORECASE,
)
_ACT = r"atomic\s+energy\s+act(?:\s+of)?\s+19(?:46|54)(?:,\s+as\s+amended)?"
_SANCTIONS = r"\.?\s+unauthorized\s+disclosure\s+(?:is\s+)?subject\s+to\s+administrative\s+and\s+criminal\s+sanctions"
_SUBJECT = r"(?:\bthis\s+(?:document|material|message|page|cable|telegram|report)\s+)?"
_LEAD = rf"{_SUBJECT}\b(?:contains?|handle\s+as|is|marked)"
_DATA = rf"(?:formerly\s+)?restricted\s+data\b(?:\s+(?:as\s+defined\s+(?:in|by)|within\s+the\s+meaning\s+of)\s+(?:the\s+)?{_ACT})?"
# Only these words are the notice: what else stands in the line is text, and is held.
_NOTICES = (
    ("DOE", re.compile(rf"{_LEAD}\s+{_DATA}(?:\s+in\s+foreign\s+dissemination)?(?:{_SANCTIONS})?\.?", re.IGNORECASE)),
    ("NATO", re.compile(rf"{_SUBJECT}\bcontains?\s+nato\s+(?:classified\s+)?information\b\.?", re.IGNORECASE)),
    (
        "foreign government",
        re.compile(rf"{_SUBJECT}\bcontains?\s+(?:classified\s+)?foreign\s+government\s+information\b\.?", re.IGNORECASE),
    ),
)
# A whole line of nothing but these words is a notice as well.
_WORD_LINES = (
    ("DOE", re.compile(r"\W*(?:formerly\s+)?restricted\s+data\W*", re.IGNORECASE)),
    ("NATO", re.compile(r"\W*atomal\W*", re.IGNORECASE)),
)
# The Act alone makes a notice of a short line; in a long one it is a sentence about the law.
_ACT_LINE = re.compile(
    rf"(?:(?:as\s+)?defined\s+(?:in|by)\s+(?:the\s+)?|\bsection\s+14[0-9]\s?[a-d]?\.?,?\s+(?:of\s+)?(?:the\s+)?)?\b{_ACT}\.?", re.IGNORECASE
)
_LONGEST_STAMP = 160
_LINE = re.compile(r"[^\r\n\f]+")


def is_authority_line(line: str) -> bool:
    """Tell whether a line belongs to an authority block, of today's order or of an older one."""
    return len(line) <= _LONGEST_STAMP and _AUTHORITY.match(line) is not None


def is_review_stamp(line: str) -> bool:
    """Tell whether a line is a stamp put on at a later review or release, not the record's own.

    A stamp begins its phrase with a capital; a sentence that speaks of release does not, and its date counts.
    """
    return len(line) <= _LONGEST_STAMP and any(not match.group()[0].islower() for match in _STAMP.finditer(line))


def find_notices(text: str) -> tuple[tuple[int, int, str], ...]:
    """Return start, end and owner of each notice in ``text``, over line breaks too (Restricted Data: DOE)."""
    found = [(*match.span(), owner) for owner, pattern in _NOTICES for match in pattern.finditer(text)]
    for row in _LINE.finditer(text):
        found += [(*row.span(), owner) for owner, pattern in _WORD_LINES if pattern.fullmatch(row.group())]
        if row.end() - row.start() <= _LONGEST_STAMP:
            found += [(*match.span(), "DOE") for match in _ACT_LINE.finditer(text, *row.span())]
    kept: list[tuple[int, int, str]] = []
    for start, end, owner in sorted(found, key=lambda each: (each[0], -each[1])):
        if not kept or start >= kept[-1][1] or owner != kept[-1][2]:
            kept.append((start, end, owner))
    return tuple(kept)


def notice_owner(line: str) -> str | None:
    """Return whose hold a notice makes (Restricted Data: DOE), or None where the line holds no notice."""
    return next((owner for _, _, owner in find_notices(line)), None)
