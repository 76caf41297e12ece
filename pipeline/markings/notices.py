"""Notices: sentences that say whose a record is, or warn of a law; found over line breaks.

atomic  = [subject] ("contains" | "handle as" | ...) data [as the Act defines it] [sanctions]
nato    = [subject] "contains" ("NATO" | "COSMIC" | "ATOMAL") kind* "information"
foreign = [subject] "contains" kind* "foreign government information"
state   = (subject | head of line) "contains" kind* (owners kind* "information" | "information" origin owners ["government"])
owners  = ["US" and] owner (and owner)*     owner is a state or an alliance of the vocabulary, or the form's (country of origin)
origin  = ("of" | "from" | "furnished by" | ...) ["the" "government of"]
"""

from __future__ import annotations

import re
from functools import lru_cache

from pipeline.markings.stack import FOREIGN_OWNER, NATO
from pipeline.markings.vocabulary import Vocabulary

__all__ = ["LONG_WARNINGS", "OWNER_TRIGGERS", "WARNING_TRIGGERS", "find_notices", "find_warnings", "notice_owner"]

_ACT = r"atomic\s+energy\s+act(?:\s+of|,)?\s+19(?:46|54)(?:,\s+as\s+amended)?"
# The notice of the Act of 1954 ends in sanctions, that of the Act of 1946 in a prohibition.
_SANCTIONS = (
    r"\.?\s+(?:unauthorized\s+disclosure\s+(?:is\s+)?subject\s+to\s+administrative\s+and\s+criminal\s+sanctions|"
    r"(?:its\s+transmittal\s+or\s+)?(?:the\s+)?disclosure\s+of\s+its\s+contents\s+in\s+any\s+manner\s+to\s+an?\s+unauthorized\s+"
    r"persons?\s+is\s+prohibited(?:\s+by\s+law)?)"
)
_THIS = (
    r"\bth(?:is|e\s+attached)\s+(?:document|material|message|page|cable|telegram|report|memorandum|letter|record|paper|study|file|"
    r"publication|enclosure|attachment)\s+(?:also\s+)?"
)
_SUBJECT = rf"(?:{_THIS})?"
_HEAD = rf"{_THIS}|^[^\w\n]*(?:document\s+)?"  # with which a notice begins whose words are a sentence's too
_LEAD = rf"{_SUBJECT}\b(?:contains?|handle\s+as|is|marked)"
_NAMED_DATA = (
    r"(?:(?:formerly\s+)?restricted\s+data|transclassified\s+foreign\s+nuclear\s+information|"
    r"critical\s+nuclear\s+weapons?\s+design\s+information|(?-i:TFNI|CNWDI|F?RD))\b(?:\s+\((?-i:TFNI|CNWDI|F?RD)\))?"
)
_DATA = rf"{_NAMED_DATA}(?:\s+(?:as\s+defined\s+(?:in|by)|within\s+the\s+meaning\s+of)\s+(?:the\s+)?{_ACT})?"
_LEVEL = r"(?:top\s+secret|secret|confidential|restricted|unclassified)"
_KIND = rf"(?:classified|{_LEVEL}|government|official|national|sensitive|origin(?:ated)?)"
# Only these words are the notice: what else stands in the line is text, and is held.
_NOTICES = (
    ("DOE", re.compile(rf"{_LEAD}\s+{_DATA}(?:\s+in\s+foreign\s+dissemination)?(?:{_SANCTIONS})?\.?", re.IGNORECASE)),
    ("NATO", re.compile(rf"{_SUBJECT}\bcontains?\s+(?:nato|cosmic|atomal)\s+(?:{_KIND}\s+)*information\b\.?", re.IGNORECASE)),
    (
        "foreign government",
        re.compile(rf"{_SUBJECT}\bcontains?\s+(?:(?:{_KIND}\s+)*foreign\s+government\s+information|(?-i:FGI))\b\.?", re.IGNORECASE),
    ),
)
_ABBREVIATION = 3  # letters; PER and CAN are words where they are small
_OURS = r"(?:(?-i:U\.?S\.?(?:A\.?)?)|united\s+states)(?![a-z])"
_AND = r"\s*(?:,|/|-|\band\b|&)\s*"
# What a form prints where the country belongs.
_BLANK = r"\(\s*(?:indicate\s+)?country\s+of\s+origin\s*\)"
_FORM_OF_STATE = r"(?:the\s+)?(?:(?:[a-z’']+\s+){0,2}(?:republic|kingdom|commonwealth|union)\s+of\s+(?:the\s+)?)?"
_GIVEN = (
    r"(?:(?:which|that)\s+(?:is|was)\s+)?(?:(?:(?:originat(?:ed|ing)|furnished|provided|supplied|received|obtained|released|classified)"
    r"\s+(?:by|from|in|with)|belonging\s+to)\s+(?:the\s+)?(?:governments?\s+of\s+)?|(?:of|from)\s+(?:the\s+)?governments?\s+of\s+)"
)
# Asked first, since the pattern of all states is long.
_MAY_NAME = re.compile(rf"(?:{_HEAD})contains?\s[\s\S]{{0,120}}?information", re.IGNORECASE | re.MULTILINE)
# A whole line of nothing but these words is a notice as well.
_WORD_LINES = (
    ("DOE", re.compile(r"\W*(?:formerly\s+)?restricted\s+data\W*", re.IGNORECASE)),
    ("NATO", re.compile(r"\W*atomal\W*", re.IGNORECASE)),
)
# The Act alone makes a notice of a short line; in a long one it is a sentence about the law.
_ACT_LINE = re.compile(
    rf"(?:(?:as\s+)?defined\s+(?:in|by)\s+(?:the\s+)?|\bsection\s+14[0-9]\s?[a-d]?\.?,?\s+(?:of\s+)?(?:the\s+)?)?\b{_ACT}\.?", re.IGNORECASE
)
_CHANGE = (
    r"(?:\bis\s+)?(?:(?:\bmay\s+be\s+)?\b(?:down|re)grad(?:ed?|ing)\s+(?:to\s+)?(?:secret|confidential|unclassified|official\s+use\s+only)|"
    r"\bunclassified)\s+"
)
# Notices that are nobody's: warnings of a law, of sources and methods, of how the record changes when an enclosure leaves it.
_WARNING = re.compile(
    r"warning\s+notice\s*[-–—:,]*\s*(?:sensitive\s+)?intelligence\s+sources\s+(?:and|or)\s+methods\s+involved\.?|"
    r"(?:th(?:is|e)\s+(?:material|document)\s+)?contains\s+information\s+[ae]ffecting\s+the\s+national\s+defen[sc]e\s+of\s+the\s+united\s+states"
    r"(?:[^\n]|\n(?!\s*\n)){0,400}?prohibited\s+by\s+law\.?|"
    r"^[^\w\n]*warning\s+notice[^\w\n]*$|"
    r"unauthorized\s+disclosure\s+(?:is\s+)?subject\s+to\s+(?:administrative\s+and\s+)?criminal\s+sanctions\.?|"
    rf"{_SUBJECT}{_CHANGE}(?:when|upon|on|after)\s+(?:(?:the\s+)?removal\s+of\s+|(?:separated|detached|removed)\s+from\s+)?(?:the\s+|its\s+)?(?:classified\s+)?"
    r"(?:enclosures?|attachments?|inclosures?)(?:\s+(?:is\s+|are\s+)?(?:removed|detached|withdrawn|separated))?(?:\s+herefrom)?\.?|"
    r"upon\s+removal\s+of\s+(?:the\s+)?(?:attachments?|enclosures?),?\s+this\s+document\s+is\s+(?:top\s+secret|secret|confidential|unclassified)\.?|"
    r"may\s+not\s+be\s+used\s+as\s+a\s+source\s+for\s+derivative\s+classification\.?|"
    r"(?:dissemination\s+and\s+extraction\s+of\s+information\s+controlled\s+by\s+originator)\.?|"
    r"this\s+(?:document|memorandum|material)\s+must\s+not\s+be\s+(?:shown|disseminated|copied)[^.]{0,120}\.",
    re.IGNORECASE | re.MULTILINE,
)
# Single words, since a notice may break its lines anywhere.
LONG_WARNINGS = frozenset({"espionage", "national defens", "national defenc", "national\ndefens"})  # of the longest notice
OWNER_TRIGGERS = ("restricted", "transclassified", "atomal", "atomic", "contain")
WARNING_TRIGGERS = (
    "warning",
    "espionage",
    "removal",
    "derivative",
    "originator",
    "must not",
    "unclassified",
    "disclosure",
    "grade",
    "national defens",
    "national defenc",
    "national\ndefens",
)
_LONGEST_STAMP = 160
_LINE = re.compile(r"[^\r\n\f]+")
_NATO = re.compile(rf"\b{NATO}\b", re.IGNORECASE)


@lru_cache(maxsize=8)
def _state_notices(vocabulary: Vocabulary) -> re.Pattern[str]:
    """Return the pattern of a notice that names the state or alliance whose information a record holds."""
    forms = sorted(vocabulary.states, key=lambda form: (-len(form), form))
    any_form = "|".join(
        rf"(?-i:{re.escape(form)})" if len(form) <= _ABBREVIATION else re.escape(form).replace(r"\ ", r"\s+") for form in forms
    )
    owner = rf"(?:{_FORM_OF_STATE}(?:{any_form})(?![A-Za-z])|{_BLANK})"
    owners = rf"(?:(?:{_OURS}|nato){_AND})?{owner}(?:{_AND}(?:{owner}|{_OURS}|nato\b))*"
    named = rf"{owners}(?:['’]s?)?(?:[\s-]+{_KIND})*\s+information\b"
    given = rf"information\s+{_GIVEN}{owners}(?:\s+(?:governments?|authorities)\b)?"
    # of and from say whose it is only where nothing but a word of government goes on: of French interest is anybody's
    told = rf"information\s+(?:of|from)\s+(?:the\s+)?{owners}(?:\s+(?:governments?|authorities|origin)\b)?(?=\s*(?:[.,;)]|$))"
    head = rf"(?:{_HEAD})contains?\s+(?:{_KIND}\s+)*"
    return re.compile(rf"{head}(?:{named}|{given}|{told})\.?", re.IGNORECASE | re.MULTILINE)


def find_notices(
    text: str, start: int = 0, end: int | None = None, *, vocabulary: Vocabulary | None = None
) -> tuple[tuple[int, int, str], ...]:
    """Return start, end and owner of each notice in ``text[start:end]``, over line breaks too (Restricted Data: DOE).

    Without the ``vocabulary`` no name of a state is known, and notices that name one are not found.
    """
    until = len(text) if end is None else end
    found = [(*match.span(), owner) for owner, pattern in _NOTICES for match in pattern.finditer(text, start, until)]
    states = _state_notices(vocabulary) if vocabulary and _MAY_NAME.search(text, start, until) else None
    for match in states.finditer(text, start, until) if states else ():
        found.append((*match.span(), FOREIGN_OWNER))
        found += [(*match.span(), NATO)] if _NATO.search(match.group()) else []
    for row in _LINE.finditer(text, start, until):
        found += [(*row.span(), owner) for owner, pattern in _WORD_LINES if pattern.fullmatch(row.group())]
        if row.end() - row.start() <= _LONGEST_STAMP:
            found += [(*match.span(), "DOE") for match in _ACT_LINE.finditer(text, *row.span())]
    kept: list[tuple[int, int, str]] = []
    for first, last, owner in sorted(found, key=lambda each: (each[0], -each[1])):
        if not kept or first >= kept[-1][1] or owner != kept[-1][2]:
            kept.append((first, last, owner))
    return tuple(kept)


def find_warnings(text: str, start: int = 0, end: int | None = None) -> tuple[tuple[int, int], ...]:
    """Return where notices of no owner stand, over line breaks too; a sentence that only speaks of such things is none."""
    return tuple(match.span() for match in _WARNING.finditer(text, start, len(text) if end is None else end))


def notice_owner(line: str, vocabulary: Vocabulary | None = None) -> str | None:
    """Return whose hold a notice makes (Restricted Data: DOE), or None where the line holds no notice; see ``find_notices``."""
    return next((owner for _, _, owner in find_notices(line, vocabulary=vocabulary)), None)
