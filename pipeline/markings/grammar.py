"""Banner lines and portion marks: the simple forms, modern and legacy.

banner   = foreign | level (separator word)*
foreign  = "//" (nato-level | country SP level) ("//" word)*
separator= "//" | "/" | ";" | "," | "-" | SP
portion  = "(" abbreviation (("//" | "/" | "-") abbreviation)* ")"
"""

from __future__ import annotations

import re

from pipeline.markings.vocabulary import (
    AEA,
    DISSEM,
    FOREIGN_OWNER,
    LEGACY,
    LEVELS,
    NATO_LEVELS,
    NON_US_LEVELS,
    PORTION_DISSEM,
    PORTION_LEVELS,
    SCI_SYSTEMS,
)
from pipeline.model import Marking

__all__ = ["PORTION", "parse_banner", "parse_portion"]

_MAX_BANNER = 120
PORTION = re.compile(r"\((?://)?[A-Z][A-Z0-9 ,/.-]{0,60}\)")
_SPACED = re.compile(r"(?:[A-Z][ .-]){3,}[A-Z]\b")
_SCI = re.compile(r"[A-Z0-9]{2,5}(?:-[A-Z0-9]{1,5}(?: [A-Z0-9]{4})*)*(?:/[A-Z0-9]{2,5}(?:-[A-Z0-9 ]{1,30})?)*")
_FOREIGN = re.compile(r"(?P<owner>[A-Z]{3,4}) (?P<level>TOP SECRET|SECRET|CONFIDENTIAL|RESTRICTED|TS|S|C|R)")
_REL = re.compile(r"REL(?: TO [A-Z]{3,4}(?:, [A-Z]{3,4})*)?")
_SEPARATOR = re.compile(r"\s*(?:--|//|[/;,–—-]|\s)\s*")
_NATO, _DOE = "NATO", "DOE"


def _closed(text: str) -> str:
    """Return ``text`` in capitals with letter-spaced words (S-E-C-R-E-T) closed up and one space for many."""
    upper = " ".join(text.upper().split())
    spaced = _SPACED.sub(lambda match: re.sub(r"[ .-]", "", match.group()), upper)
    return spaced.replace("TOPSECRET", "TOP SECRET")


def _level_at_start(text: str) -> tuple[str, str] | None:
    """Return the level that ``text`` begins with and what follows it."""
    for level in LEVELS:
        if text == level:
            return level, ""
        if text.startswith(level) and _SEPARATOR.match(text, len(level)):
            return level, text[len(level) :]
    return None


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
        if word in AEA:
            self.aea.append(AEA[word])
            self.owners.append(_DOE)
        elif word in NATO_LEVELS:
            self.non_us.append(word)
            self.owners.append(_NATO)
        elif word == "FGI" or word.startswith("FGI "):
            self.non_us.append(word)
            self.owners.append(FOREIGN_OWNER)
        elif word in PORTION_DISSEM or word in DISSEM or _REL.fullmatch(word):
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
            aea=tuple(self.aea),
            non_us=tuple(self.non_us),
            dissem=tuple(self.dissem),
            legacy=tuple(self.legacy),
            owners=tuple(dict.fromkeys(self.owners)),
        )


def _take_all(words: _Words, rest: str) -> bool:
    """Take every word of ``rest``; longest words first, since separators also stand inside words."""
    while rest := rest.strip(" /;,-–—:."):
        cuts = [len(rest), *(match.start() for match in reversed(list(_SEPARATOR.finditer(rest))))]
        taken = next((cut for cut in cuts if words.take(rest[:cut].strip())), None)
        if taken is None:
            return False
        rest = rest[taken:]
    return True


def _take_categories(words: _Words, rest: str) -> bool:
    """Take the ``//`` categories of a modern marking; an unpublished SCI system is accepted as one."""
    for category in filter(None, rest.split("//")):
        if category.strip() in words.sci or _take_all(words, category):
            continue
        if not _SCI.fullmatch(category.strip()):
            return False
        words.sci.extend(category.strip().split("/"))
    return True


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

    ``banner = foreign | level (separator word)*``
    """
    if len(line) > _MAX_BANNER:
        return None
    text = _closed(line).strip(" .*_=[]-–—")
    if text.startswith("//"):
        return _foreign(text, "banner")
    if text in NATO_LEVELS or text in AEA:
        words = _Words()
        words.take(text)
        return words.marking("banner", NATO_LEVELS.get(text) or None, line)
    start = _level_at_start(text)
    if start is None:
        return None
    level, rest = start
    words = _Words()
    is_read = _take_categories(words, rest) if rest.startswith("//") else _take_all(words, rest)
    return words.marking("banner", level, line) if is_read else None


def parse_portion(text: str) -> Marking | None:
    """Parse a parenthesis as a portion mark, or return None where it is an ordinary one.

    ``portion = "(" abbreviation (("//" | "/" | "-") abbreviation)* ")"``
    """
    inner = text.removeprefix("(").removesuffix(")").strip()
    if inner.startswith("//"):
        return _foreign(inner, "portion")
    if inner in LEVELS[:5]:
        return Marking("portion", inner, text)
    head = re.split(r"[/ -]", inner, maxsplit=1)[0]
    if head not in PORTION_LEVELS:
        return None
    words = _Words()
    rest = inner[len(head) :]
    is_read = _take_categories(words, rest) if rest.startswith("//") else _take_all(words, rest)
    return words.marking("portion", PORTION_LEVELS[head], text) if is_read else None
