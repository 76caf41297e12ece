"""Banner lines and portion marks: the simple forms, modern and legacy.

banner   = foreign | level (separator word)* | level ("//" category)*
level    = US level | NATO level | country SP level | ("TS" | "S" | "C") ("RD" | "FRD") | atomic word
foreign  = "//" (nato-level | country SP level) ("//" word)*
separator= "//" | "/" | ";" | "," | "-" | SP
portion  = "(" abbreviation (("//" | "/" | "-") abbreviation)* ")"
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from pipeline.markings.vocabulary import (
    AEA,
    AEA_OWNERS,
    DISSEM,
    FOREIGN_OWNER,
    LEGACY,
    LEVELS,
    NATO_CONTROLS,
    NATO_LEVELS,
    NON_US_LEVELS,
    PORTION_DISSEM,
    PORTION_LEVELS,
    SCI_SYSTEMS,
)
from pipeline.model import Marking

__all__ = ["PORTION", "parse_banner", "parse_portion"]

_BANNER, _PORTION = "banner", "portion"
_BANNER_LEVELS = {level: level for level in LEVELS}
_ALL_PORTION_LEVELS = {**PORTION_LEVELS, **{level: level for level in LEVELS[:5]}}
_MAX_BANNER = 120
PORTION = re.compile(r"\((?://)?[A-Z][A-Z0-9 ,/.-]{0,60}\)")
_LETTER_SPACED = (re.compile(r"\b(?:[A-Z][.-]){2,}[A-Z]\b\.?"), re.compile(r"\b(?:[A-Z] ){2,}[A-Z]\b"))
_TOP_SECRET = re.compile(r"\bTOP-?SECRET\b")
_SCI = re.compile(r"[A-Z0-9]{2,5}(?:-[A-Z0-9]{1,5}(?: [A-Z0-9]{4})*)*(?:/[A-Z0-9]{2,5}(?:-[A-Z0-9 ]{1,30})?)*")
_FOREIGN = re.compile(r"(?P<owner>[A-Z]{3,4}) (?P<level>TOP SECRET|SECRET|CONFIDENTIAL|RESTRICTED|TS|S|C|R)")
_REL = re.compile(r"REL(?: TO [A-Z]{3,4}(?:, [A-Z]{3,4})*)?")
_ATOMIC = re.compile(r"(?:(?P<unit>F?RD)(?:-(?:CNWDI|N|(?:SG|SIGMA)(?: [0-9]{1,2})+))+|(?:SG|SIGMA)(?: [0-9]{1,2})+)")
_JOINED = re.compile(r"(?P<level>TS|S|C)(?P<unit>F?RD)(?![A-Z0-9])")
_COUNTRIES = r"UK|U\.K\.?|BRITISH|CANADIAN|AUSTRALIAN|FRENCH|GERMAN|ITALIAN"
_NATIONAL = re.compile(rf"(?P<owner>{_COUNTRIES}) (?P<level>TOP SECRET|SECRET|CONFIDENTIAL|RESTRICTED)(?![A-Z0-9])")
_NATIONAL_EYES = re.compile(rf"(?:{_COUNTRIES}) EYES ONLY")
_SHARED_EYES = re.compile(r"[A-Z]{2,4}(?:/[A-Z]{2,4})+ EYES ONLY")
_CATEGORIES = re.compile(r"(?://[A-Z0-9 ,/.-]+)+")
_SHORT = 4  # letters of an abbreviation; in a banner such words stand alone
_SEPARATOR = re.compile(r"\s*(?:--|//|[/;,–—-]|\s)\s*")
_BRACKETS = str.maketrans("()[]", "    ")
_NATO, _DOE = "NATO", "DOE"


def _closed(text: str) -> str:
    """Return ``text`` in capitals with letter-spaced words (S-E-C-R-E-T) closed up and one space for many."""
    parts = re.split(r"\s{2,}", text.upper().translate(_BRACKETS).strip())
    for pattern in _LETTER_SPACED:
        parts = [pattern.sub(lambda match: re.sub(r"[ .-]", "", match.group()), part) for part in parts]
    return _TOP_SECRET.sub("TOP SECRET", " ".join(" ".join(parts).split()))


class _Words:
    """Collects the words of one marking by category."""

    def __init__(self) -> None:
        self.sci: list[str] = []
        self.aea: list[str] = []
        self.non_us: list[str] = []
        self.dissem: list[str] = []
        self.legacy: list[str] = []
        self.owners: list[str] = []

    def take(self, word: str) -> bool:
        """Take one word of the vocabulary into its category; False where it is none."""
        if (atomic := _ATOMIC.fullmatch(word)) or word in AEA:
            self.aea.append((atomic["unit"] or "RD") if atomic else AEA[word])
            self.owners.append(AEA_OWNERS.get(word, _DOE))
        elif word in NATO_LEVELS or word in NATO_CONTROLS:
            self.non_us.append(word)
            self.owners.append(_NATO)
        elif word == "FGI" or word.startswith("FGI ") or _NATIONAL_EYES.fullmatch(word):
            self.non_us.append(word)
            self.owners.append(FOREIGN_OWNER)
        elif word in PORTION_DISSEM or word in DISSEM or _REL.fullmatch(word) or _SHARED_EYES.fullmatch(word):
            self.dissem.append(PORTION_DISSEM.get(word, word))
        elif word in LEGACY:
            self.legacy.append(word)
        elif word in SCI_SYSTEMS:
            self.sci.append(word)
        else:
            return False
        return True

    def marking(self, kind: str, level: str | None, text: str) -> Marking:
        """Return what was collected as one marking."""
        return Marking(
            kind,
            level,
            text,
            sci=tuple(self.sci),
            aea=tuple(dict.fromkeys(self.aea)),
            non_us=tuple(self.non_us),
            dissem=tuple(self.dissem),
            legacy=tuple(self.legacy),
            owners=tuple(dict.fromkeys(self.owners)),
        )


def _take_all(words: _Words, rest: str) -> bool:
    """Take every word of ``rest``, or none; longest words first, since separators also stand inside words."""
    tried, found = _Words(), []
    while rest := rest.strip(" /;,-–—:."):
        cuts = [len(rest), *(match.start() for match in reversed(list(_SEPARATOR.finditer(rest))))]
        cut = next((cut for cut in cuts if tried.take(rest[:cut].strip())), None)
        if cut is None:
            return False
        found.append(rest[:cut].strip())
        rest = rest[cut:]
    return all(words.take(word) for word in found)


def _take_categories(words: _Words, rest: str) -> bool:
    """Take the ``//`` categories of a modern marking; False where one is no word and no SCI system.

    An unpublished SCI system is accepted as one. What can be read is taken whatever stands beside it.
    """
    is_read = True
    for category in filter(None, rest.split("//")):
        if category.strip() in words.sci or _take_all(words, category):
            continue
        if _SCI.fullmatch(category.strip()):
            words.sci.extend(category.strip().split("/"))
        else:
            is_read = False
    return is_read


def _opening(text: str, names: Iterable[str]) -> str | None:
    """Return the longest of ``names`` with which ``text`` begins as a word of its own."""
    fitting = (name for name in names if text == name or (text.startswith(name) and _SEPARATOR.match(text, len(name))))
    return max(fitting, key=len, default=None)


def _opened(text: str, levels: Mapping[str, str], *, is_portion: bool) -> tuple[_Words, str | None, str] | None:
    """Return the words and the level that open a marking, and what follows; None where nothing opens one."""
    words = _Words()
    if joined := _JOINED.match(text):
        words.take(joined["unit"])
        return words, PORTION_LEVELS[joined["level"]], text[joined.end() :]
    if national := _NATIONAL.match(text):
        words.non_us.append(national.group())
        words.owners.append(FOREIGN_OWNER)
        return words, national["level"], text[national.end() :]
    owned = _opening(text, (name for name in (*NATO_LEVELS, *AEA) if is_portion or len(name) > _SHORT or text == name))
    if owned:
        words.take(owned)
        return words, NATO_LEVELS.get(owned) or None, text[len(owned) :]
    level = _opening(text, levels)
    return (words, levels[level], text[len(level) :]) if level else None


def _read(kind: str, text: str, source: str, levels: Mapping[str, str]) -> Marking | None:
    """Read a marking that opens with its level; one with ``//`` is read though nobody published a category of it."""
    opened = _opened(text, levels, is_portion=kind == _PORTION)
    if opened is None:
        return None
    words, level, rest = opened
    is_modern = _CATEGORIES.fullmatch(rest) is not None
    is_read = _take_categories(words, rest) if rest.startswith("//") else _take_all(words, rest)
    return words.marking(kind, level, source) if is_read or is_modern else None


def _foreign(text: str, kind: str) -> Marking | None:
    """Parse a marking that opens with ``//``: NATO's, another state's, or a joint one."""
    head, _, rest = text.removeprefix("//").partition("//")
    words = _Words()
    match = _FOREIGN.fullmatch(head)
    if head in NATO_LEVELS:
        level: str | None = NATO_LEVELS[head] or None
        words.take(head)
    elif match:
        level = NON_US_LEVELS[match["level"]]
        words.non_us.append(match["owner"])
        words.owners.append(FOREIGN_OWNER)
    elif head.startswith(("JOINT ", "FGI")):
        level = next((NON_US_LEVELS[part] for part in head.split() if part in NON_US_LEVELS), "SECRET")
        words.non_us.append(head)
        words.owners.append(FOREIGN_OWNER)
    else:
        return None
    return words.marking(kind, level, text) if _take_categories(words, rest) else None


def parse_banner(line: str) -> Marking | None:
    """Parse a whole line as a banner, or return None where any word of it is no word of a marking.

    ``banner = foreign | level (separator word)*``. A line in small letters is the end of a sentence.
    """
    if len(line) > _MAX_BANNER or next((char.islower() for char in line if char.isalpha()), True):
        return None
    text = _closed(line).strip(" .*_=[]-–—")
    if text.startswith("//"):
        return _foreign(text, _BANNER)
    return _read(_BANNER, text, line, _BANNER_LEVELS)


def parse_portion(text: str) -> Marking | None:
    """Parse a parenthesis as a portion mark, or return None where it is an ordinary one.

    ``portion = "(" abbreviation (("//" | "/" | "-") abbreviation)* ")"``
    """
    inner = text.removeprefix("(").removesuffix(")").strip()
    if inner.startswith("//"):
        return _foreign(inner, _PORTION)
    return _read(_PORTION, inner, text, _ALL_PORTION_LEVELS)
