"""What the outputs must read as: computed from the record and the decisions, apart from the writers.

Texts are compared as *canonical* streams: no white space, and every character beyond printable ASCII written
out, so that two readers' habits of spacing and normalising make no difference and a missing word does.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field

from pipeline.errors import LeakError
from pipeline.model import Action, Decision, Record, Version
from pipeline.passages import amount, count_words
from pipeline.segments import has_paragraph_break
from pipeline.statement import ReleasePolicy, Statement, make_statement
from pipeline.wording import BlankWords, blank_words, closing_tables, identity, page_head, stamp

__all__ = ["Expected", "canonical", "expect", "words_of"]

_LIGATURES = {"ﬁ": "fi", "ﬂ": "fl"}  # those that the fonts hold and readers part; others are written out
_WORD = re.compile(r"[^\W_]+")
_SHORTEST_NUMBER = 7  # digits; shorter ones are parts of anything
_BEYOND = re.compile(r"[^!-~]+")  # all that is no printable sign of ASCII


def _canonical(char: str) -> str:
    return _LIGATURES.get(char) or f"[U+{ord(char):04X}]"


def canonical(text: str) -> str:
    """Return ``text`` without white space, each character beyond printable ASCII as ``[U+4E2D]``."""
    shown = "".join(unicodedata.normalize("NFC", text).split())
    return _BEYOND.sub(lambda found: "".join(map(_canonical, found.group())), shown)


def words_of(text: str) -> frozenset[str]:
    """Return the words of ``text`` in small letters."""
    return frozenset(_WORD.findall(text.casefold()))


@dataclass(frozen=True, slots=True)
class Expected:
    """What one version must read as.

    ``parts`` are released texts, cancelled markings and blanks in order; ``kept`` and ``withheld`` are all
    words of released and of withheld text; ``letters`` are those of released text and of what a release adds.
    """

    statement: Statement
    parts: tuple[str | BlankWords, ...] = field(repr=False)
    struck: frozenset[int]
    kept: frozenset[str] = field(repr=False)
    withheld: frozenset[str] = field(repr=False)
    letters: frozenset[str] = field(repr=False)
    codes: frozenset[str]
    numbers: frozenset[str] = field(default=frozenset(), repr=False)
    """The digits of withheld passages that are numbers, without what parts them."""

    def secret(self) -> frozenset[str]:
        """Return the words that stand in withheld text and nowhere in released text."""
        return self.withheld - self.kept


def _goes_on(last: Decision, decision: Decision, gap: str) -> bool:
    """Tell whether a decision reads as one with the one before it, over the white space between the two."""
    if last.action is not decision.action or last.is_struck is not decision.is_struck:
        return False
    if decision.action is Action.RELEASE:
        return not (decision.is_struck and gap)
    return not has_paragraph_break(gap)


def _grouped(record: Record, decisions: Iterable[Decision]) -> list[list[Decision]]:
    """Group neighbours that read as one; released white space is left out, since no stream holds any."""
    groups: list[list[Decision]] = []
    for decision in decisions:
        if decision.action is Action.RELEASE and not record.text[decision.span.start : decision.span.end].strip():
            continue
        last = groups[-1][-1] if groups else None
        if last and _goes_on(last, decision, record.text[last.span.end : decision.span.start]):
            groups[-1].append(decision)
        else:
            groups.append([decision])
    return groups


def _blank(record: Record, group: list[Decision], policy: ReleasePolicy, number: int) -> BlankWords:
    first = group[0]
    size = amount(count_words(record.text[first.span.start : group[-1].span.end]), policy.amount)
    codes = tuple(dict.fromkeys(code for each in group for code in each.codes))
    owners = tuple(dict.fromkeys(owner for each in group for owner in each.owners))
    letter = "W" if first.action is Action.REDACT else "R"
    return blank_words(first.action, codes, owners, size, f"{letter}{number:04d}")


def expect(record: Record, decisions: Iterable[Decision], version: Version, policy: ReleasePolicy) -> Expected:
    """Return what the outputs of one version must read as.

    Raises LeakError where the decisions do not cover the record once, or where the statement names what is
    not released.
    """
    settled = tuple(decisions)
    _check_partition(record, settled)
    parts: list[str | BlankWords] = []
    struck: set[int] = set()
    numbers = {Action.REDACT: 0, Action.REFER: 0}
    kept, gone = [], []
    for group in _grouped(record, settled):
        text = record.text[group[0].span.start : group[-1].span.end]
        if group[0].action is Action.RELEASE:
            struck |= {len(parts)} if group[0].is_struck else set()
            parts.append(text)
            kept.append(text)
        else:
            numbers[group[0].action] += 1
            parts.append(_blank(record, group, policy, numbers[group[0].action]))
            gone.append(text)
    statement = make_statement(record, settled, version, policy)
    _check_statement(statement, kept)
    letters = _letters(kept, statement, parts)
    codes = frozenset(code for each in settled for code in each.codes)
    words = words_of(" ".join(kept)), words_of(" ".join(gone))
    return Expected(statement, tuple(parts), frozenset(struck), *words, letters, codes, frozenset(filter(None, map(_number, gone))))


def _number(text: str) -> str:
    """Return the digits of a text that is a number, such as 536-22-1457; nothing of another."""
    digits = "".join(filter(str.isdecimal, text))
    return digits if len(digits) >= _SHORTEST_NUMBER and 2 * len(digits) > sum(map(str.isalnum, text)) else ""


def _letters(kept: list[str], statement: Statement, parts: list[str | BlankWords]) -> frozenset[str]:
    """Return every letter that may be shown, as it stands and as readers compose it."""
    rows = [page_head(statement), *identity(statement), *stamp(statement)[1]]
    rows += [row for table in closing_tables(statement) for row in table]
    added = [cell for row in rows for cell in row] + [part.line for part in parts if isinstance(part, BlankWords)]
    shown = "".join([*kept, *added])
    return frozenset(shown) | frozenset(unicodedata.normalize("NFC", shown))


def _check_partition(record: Record, decisions: tuple[Decision, ...]) -> None:
    at = 0
    for decision in decisions:
        if decision.span.start != at:
            raise LeakError("decisions", f"offset {at}", "the decisions do not cover the record exactly once")
        at = decision.span.end
    if at != len(record.text):
        raise LeakError("decisions", f"offset {at}", "the decisions do not cover the record exactly once")


def _check_statement(statement: Statement, kept: list[str]) -> None:
    released = [canonical(text) for text in kept]
    for place, text in (("title", statement.title), ("banner", statement.banner)):
        if text and not any(canonical(text) in each for each in released):
            raise LeakError("statement", place, "it holds words that do not stand together in released text")
