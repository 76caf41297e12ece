"""Finds the regular expressions of rules, with a time limit that is an error and not a miss."""

from __future__ import annotations

import string
import time
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

import regex
from ahocorasick_rs import AhoCorasick
from ahocorasick_rs import MatchKind as Overlap

from pipeline.detect.leaves import whole_id
from pipeline.detect.prefixes import AT_WORD, folded, prefixes_of
from pipeline.errors import RulesError
from pipeline.folding import reading_copy
from pipeline.model import Finding, MatchKind, Record, Rule, Span

__all__ = ["PatternDetector"]

TIMEOUT_SECONDS = 20.0
_WITHIN_WORDS = frozenset(string.ascii_lowercase + string.digits + "_")  # after these no word begins, for any engine


@dataclass(frozen=True, slots=True)
class _Expression:
    """A rule's expression, and whether its matches begin with known prefixes."""

    rule: Rule
    compiled: regex.Pattern[str]
    has_prefixes: bool


class _Starts:
    """Where in a text which expression may match: one pass for the prefixes of all."""

    def __init__(self, prefixes: list[tuple[int, str]]) -> None:
        """Take the prefixes of each expression by its number; one that begins with ``AT_WORD`` begins a word."""
        anywhere, at_word = defaultdict[str, list[int]](list), defaultdict[str, list[int]](list)
        for owner, prefix in prefixes:
            (at_word if prefix.startswith(AT_WORD) else anywhere)[prefix.removeprefix(AT_WORD)].append(owner)
        words = sorted({*anywhere, *at_word})
        self.anywhere = [anywhere[word] for word in words]
        self.everyone = [anywhere[word] + at_word[word] for word in words]
        self.automaton = AhoCorasick(words, matchkind=Overlap.Standard) if words else None

    def find(self, text: str) -> dict[int, list[int]]:
        """Return the places for each expression, in order and once each."""
        found = defaultdict[int, list[int]](list)
        before = " " + folded(text)  # so that what stands before a place has the place's own number
        matches = self.automaton.find_matches_as_indexes(before[1:], overlapping=True) if self.automaton else ()
        for word, start, _ in matches:
            for owner in (self.anywhere if before[start] in _WITHIN_WORDS else self.everyone)[word]:
                found[owner].append(start)
        return {owner: sorted(set(starts)) for owner, starts in found.items()}


class PatternDetector:
    """Runs each expression over the text as it is, and over copies in which white space is one space.

    Expressions ignore case unless the rule asks for it: cables were typed in capitals.
    """

    name = "patterns"

    def __init__(self, rules: tuple[Rule, ...], *, timeout: float = TIMEOUT_SECONDS) -> None:
        """Compile the expressions of the rules that have one; ``timeout`` is in seconds a pattern and copy."""
        self._timeout = timeout
        prefixes = []
        expressions = []
        for number, rule in enumerate(rule for rule in rules if rule.match.kind is MatchKind.REGEX):
            known = prefixes_of(rule.match.values[0]) or frozenset()
            prefixes += [(number, prefix) for prefix in sorted(known)]
            flags = regex.MULTILINE | (0 if rule.match.exact_case else regex.IGNORECASE)
            expressions.append(_Expression(rule, regex.compile(rule.match.values[0], flags), bool(known)))
        self._expressions, self._starts = tuple(expressions), _Starts(prefixes)

    def find(self, record: Record) -> Iterator[Finding]:
        """Yield every match. Raises RulesError where an expression runs out of time."""
        copies = [reading_copy(record.text), reading_copy(record.text, undo_hyphens=True)]
        if copies[0].text == copies[1].text:
            copies.pop()
        starts = self._starts.find(record.text)
        starts_in = [self._starts.find(copy.text) for copy in copies]
        for number, each in enumerate(self._expressions):
            spans = {Span(start, end) for start, end in self._spans(each, record.text, starts.get(number, []))}
            for copy, places in zip(copies, starts_in, strict=True):
                spans |= {copy.span(start, end) for start, end in self._spans(each, copy.text, places.get(number, []))}
            for span in sorted(spans):
                yield Finding(span, "regex", self.name, 1.0, "expression of the rule", rule=each.rule.id)

    def _spans(self, each: _Expression, text: str, starts: list[int]) -> list[tuple[int, int]]:
        """Return the matches, tried at ``starts`` alone where every match begins at one of them."""
        try:
            if each.has_prefixes:
                return self._matched(each, text, starts)
            return [match.span() for match in each.compiled.finditer(text, timeout=self._timeout) if match.group()]
        except TimeoutError:
            raise RulesError(
                f"{each.rule.place}: the expression of rule {whole_id(each.rule.id)!r} ran over {self._timeout:g} seconds; "
                "expected one without nested repetition"
            ) from None

    def _matched(self, each: _Expression, text: str, starts: list[int]) -> list[tuple[int, int]]:
        found: list[tuple[int, int]] = []
        end, until = 0, time.monotonic() + self._timeout
        for start in (start for start in starts if start >= end):
            left = until - time.monotonic()
            if left <= 0:
                raise TimeoutError
            if match := each.compiled.match(text, start, timeout=left):
                found.append(match.span())
                end = match.end()
        return found
