"""What all parts of an explanation are told with: lists, quoted words, places, whom a passage waits for."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.decide.law import AGENCY, REVIEWER
from pipeline.model import Record, Rule, Span, Version
from pipeline.rulebook import shipped_rules

__all__ = ["VERSIONS", "file_of", "joined", "named", "place", "quoted", "whom"]

_LONGEST = 80  # words of a passage that is shown whole
_SHOWN, _BEFORE = 60, 25  # words that are shown of a longer one, and of them before what was asked for
_WITH_ARTICLE = {AGENCY: f"the {AGENCY}", REVIEWER: f"a {REVIEWER}"}
VERSIONS = {Version.REDACTED: "redacted", Version.RELEASED: "released"}


def joined(words: Sequence[str]) -> str:
    """Return words as a sentence has them: one, two and three."""
    *before, last = words or [""]
    return f"{', '.join(before)} and {last}" if before else last


def named(rules: Sequence[str]) -> str:
    """Return rules as a sentence names them."""
    return f"rule{'s' if len(rules) > 1 else ''} {joined(rules)}"


def quoted(record: Record, span: Span, asked: Span | None = None) -> str:
    """Return the words of a place; of many those around what was asked for, else the first."""
    words = record.text[span.start : span.end].split()
    if not words:
        return "(white space alone)"
    if len(words) <= _LONGEST:
        return f'"{" ".join(words)}"'
    at = len(record.text[span.start : max(asked.start, span.start)].split()) if asked else 0
    first = max(0, min(at - _BEFORE, len(words) - _SHOWN))
    left = [f"[{first} words]"] if first else []
    right = [f"[{len(words) - first - _SHOWN} words]"] if first + _SHOWN < len(words) else []
    return f'"{" ".join([*left, *words[first : first + _SHOWN], *right])}"'


def place(record: Record, start: int) -> str:
    """Say where something stands; lines are counted from the record's beginning."""
    page = next((page.number for page in record.pages if page.span and page.span.start <= start < page.span.end), None)
    line = record.text.count("\n", 0, start) + 1
    return f"page {page}, line {line}" if page else f"line {line}"


def whom(owner: str | None) -> str:
    """Return whom a passage waits for, as a sentence has it."""
    return _WITH_ARTICLE.get(owner or AGENCY, owner or AGENCY)


def file_of(rule: Rule) -> str:
    """Return file and line of a rule; that of a pack that ships without the folder the program lies in."""
    return rule.place.removeprefix(f"{shipped_rules().parent.as_posix()}/")
