"""Authority blocks: who classified a record and what was to become of it, line by line, from 1953 to today.

block       = original | derivative | obsolete
original    = "Classified By:" name NL "Reason:" "1.4(" letter ")" NL "Declassify On:" instruction
derivative  = "Classified By:" name NL "Derived From:" source NL "Declassify On:" instruction
instruction = date | event | "25X" n [date] | "50X" n [date] | "50X1-HUM" | "50X2-WMD" | obsolete word
obsolete    = "GROUP" n NL box | "GDS" | "XGDS" | "E2 IMPDET" ["CL BY" number] | "Review on" date | ...
box         = "Excluded from automatic downgrading and declassification" and its kin, broken over lines as the stamp is
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Sequence

from pipeline.dates import find_dates, in_century
from pipeline.markings.damage import mended
from pipeline.markings.faults import Faults
from pipeline.markings.vocabulary import Vocabulary

__all__ = ["BLOCK_TRIGGERS", "box_lines", "check_instruction", "find_inline_instructions", "is_authority_line"]

_LONGEST = 160  # characters
_AUTHORITY = re.compile(
    r"[\W_]*(?:E\.?\s?O\.?:?\s?1(?:0964|1652|2065|2356|2958|3526)\s*(?::|$|N/?A\b)|(?:original(?:ly)?|derivative(?:ly)?)?\s*cl(?:assified|\.)?\s*by\b\s*:?|clby\s*:?|(?:derived|d(?:e?r)?v)\s+from(?:\s*:|\s+multiple\b)|(?:classification\s+)?reasons?\s*:\s*(?:E\.?O|1\.[45])|"
    r"reason\s+for\s+(?:extension|classification)|declassif(?:y|ication)\s+(?:on|date)\s*:|decl(?:as)?s?\s*(?:on)?\s*:|decl(?:as)?s?\s+on\s+(?:OADR|[0-9]|X[1-8])|downgrade(?:d)?\s+to\b|"
    r"E-?\s?2[\s.,]+IMPDET|IMPDET\b|(?:GROUP|GP)[\s-]+[1-4I]\W*(?:$|excluded|down)|excluded\s+from\s+(?:automatic|general)(?:\W*$|\s+(?:down|declass))|downgrading\s+and(?:\W*\w{0,2}\W*$|\s+declass)|"
    r"downgraded\s+at\s+(?:3|12)[\s-]year|(?:not\s+)?automatically\s+(?:declassified|downgraded)|"
    r"exempt(?:ed)?\s+from\s+(?:the\s+)?(?:general\s+declassification|automatic|X?GDS)|(?:of\s+E\.?\s?O\.?\s?[0-9]{5},?\s+)?exemption\s+category|"
    r"schedule\s+of\s+(?:executive\s+order|E\.?\s?O\.?)\s?[0-9]{5}|date\s+of\s+(?:declassification|review)\b.{0,30}$|"
    r"declassified\s+after\s+12|subject\s+to\s+(?:the\s+)?general\s+declassification|(?:X?GDS|ADS)\b(?:[\s-]*[0-9(].*)?$|"
    r"review\s+on(?:\s*:|\s+[0-9]|\W*$)|date\s+impossible\s+to\s+determine|ext(?:ended)?\s+by\b\s*:|ext(?:ended)?\s+b(?:e)?y(?:o)?nd\s+(?:[0-9]|six)|derivative\s+cl\s+by|DOD\s+DIR\s+5200|"
    r"regrad(?:ed|ing)\b[^.]{0,40}$|this\s+document\s+is\s+downgraded)",
    re.IGNORECASE,
)
# In the last line of a cable the instruction follows the text; in a memorandum it stands beside the foot's banner.
_INLINE = re.compile(
    r"\bE[-. ]{0,2}2[-.,; ]{0,3}\s?IMPDET\b[.>]{0,2}(?:[ ,.]{0,3}CL ?\.?BY:?(?: ?[0-9]{4,7})?)?|"
    r"\bCL ?BY:? ?[0-9]{5,7}\b|\bIMPDET\b[.>]{0,2}(?: CL ?BY:?(?: ?[0-9]{4,7})?)?"
)
# A sentence goes on in small letters where a block names an office or a number.
_SENTENCE = re.compile(r"[\W_]*(?:classified|Classified)\s+by\s+(?!multiple\b|source)[a-z]")
_BOX_OPENING = re.compile(r"[\W_]*[GCQO6](?:R|K)[O0Q]U?[PF][\s.-]*(?:[1-4IilT!|%*]{1,2}|$)[\W_]*", re.IGNORECASE)
_BOX_WORDS = frozenset(
    "EXCLUDED FROM AUTOMATIC DOWNGRADING DECLASSIFICATION DOWNGRADED DECLASSIFIED YEAR YEARS INTERVALS AUTOMATICALLY AFTER GRADING DOWN "
    "CLASSIFICATION".split()
)
_BOX_SMALL = frozenset("AND AT NOT THE OF IN DOD DIR".split())
_WORD = re.compile(r"[A-Z0-9]+")
_SHORTEST, _LONGEST_BOX_LINE, _MOST_BOX_LINES = 4, 70, 6
_SHARE = 0.6  # of a line's letters that must be words of the box
BLOCK_TRIGGERS = (
    *(
        "classified",
        "cl by",
        "cl. by",
        "clby",
        "derived from",
        "drv from",
        "derv from",
        "reason:",
        "reason :",
        "reasons:",
        "reason for",
        "declas",
        "decl:",
        "decl on",
    ),
    *("downgrad", "impdet", "excluded from", "automatic", "exempt", "exemption category", "gds", "review on", "impossible to", "ext by"),
    *(
        "extended by",
        "5200",
        "regrad",
        "11652",
        "12065",
        "12356",
        "12958",
        "13526",
        "10964",
        "ext b",
        "date of decl",
        "date of review",
        "roup",
        "r0up",
        "gp-",
        "12-year",
        "12 year",
    ),
)
_VALUE = re.compile(
    r"(?:declassif(?:y|ication)\s+(?:on|date)|decl(?:as)?s?(?:\s+on)?|review\s+on|automatically\s+declassified\s+on)\s*:?\s*(?P<value>.+)",
    re.IGNORECASE,
)
_COMPACT = re.compile(r"(?P<year>(?:19|20)[0-9]{2})(?P<month>[01][0-9])(?P<day>[0-3][0-9])")


def is_authority_line(line: str) -> bool:
    """Tell whether a line belongs to an authority block, of today's order or of an older one."""
    return len(line) <= _LONGEST and _AUTHORITY.match(line) is not None and _SENTENCE.match(line) is None


def find_inline_instructions(text: str, start: int = 0, end: int | None = None) -> Iterator[tuple[int, int]]:
    """Yield where ``E2 IMPDET`` and ``CL BY 012345`` stand at the end of a text line."""
    yield from (match.span() for match in _INLINE.finditer(text, start, len(text) if end is None else end))


def box_lines(lines: Sequence[str]) -> int:
    """Return how many of ``lines`` are one GROUP box, however damaged: its opening, and what follows of its sentence.

    0 where the first line opens no box; a line that only looks like ``GROUP`` needs one more of the sentence under it.
    """
    if not lines or not _BOX_OPENING.match(lines[0]):
        return 0
    opening = _BOX_OPENING.match(lines[0])
    rest = lines[0][opening.end() :] if opening else ""
    if rest and not _is_box_text(rest):
        return 0
    count = 1
    while count < min(len(lines), _MOST_BOX_LINES) and _is_box_text(lines[count]):
        count += 1
    return count if count > 1 or rest or is_authority_line(lines[0]) else 0


def _is_box_text(line: str) -> bool:
    """Tell whether most letters of a short line are words of the box's sentence, letter for letter or nearly."""
    words = _WORD.findall(line.upper())
    long = [word for word in words if len(word) >= _SHORTEST and word not in _BOX_SMALL]
    if len(line) > _LONGEST_BOX_LINE or not long:
        return False
    letters = sum(map(len, long))
    known = sum(len(word) for word in long if word in _BOX_WORDS or mended(word, _BOX_WORDS))
    return known >= _SHARE * letters


# --- what an instruction says, and whether it still says anything ---


def check_instruction(line: str, vocabulary: Vocabulary, faults: Faults, as_of: dt.date | None) -> None:
    """Note in ``faults`` an instruction that is obsolete, and a date that has passed on ``as_of``; offsets are into ``line``."""
    upper = " ".join(_WORD.findall(line.upper()))
    for form, token in vocabulary.instructions.items():
        words = " ".join(_WORD.findall(form))
        if token.successor and (f" {words} " in f" {upper} "):
            faults.add("obsolete-instruction", 0, len(line), what=token.name, how=token.successor, rule=token.source)
            break
    match = _VALUE.search(line)
    if match is None or as_of is None:
        return
    for date in _dates(match["value"]):
        if date < as_of:
            faults.add("stale-declassification-date", *match.span("value"), what=date.isoformat())


def _dates(value: str) -> Iterator[dt.date]:
    for match in _COMPACT.finditer(value):
        try:
            yield dt.date(int(match["year"]), int(match["month"]), int(match["day"]))
        except ValueError:
            continue
    yield from (in_century(each, each.year) for each in find_dates(value) if each.has_full_year)
