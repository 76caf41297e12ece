"""Finds the regular expressions of rules, with a time limit that is an error and not a miss."""

from __future__ import annotations

from collections.abc import Iterator

import regex

from pipeline.errors import RulesError
from pipeline.folding import reading_copy
from pipeline.model import Finding, MatchKind, Record, Rule, Span

__all__ = ["PatternDetector"]

TIMEOUT_SECONDS = 20.0


class PatternDetector:
    """Runs each expression over the text as it is, and over copies in which white space is one space.

    Expressions ignore case unless the rule asks for it: cables were typed in capitals.
    """

    name = "patterns"

    def __init__(self, rules: tuple[Rule, ...], *, timeout: float = TIMEOUT_SECONDS) -> None:
        """Compile the expressions of the rules that have one; ``timeout`` is in seconds a pattern and copy."""
        self._timeout = timeout
        self._patterns = tuple(
            (rule, regex.compile(rule.match.values[0], regex.MULTILINE | (0 if rule.match.exact_case else regex.IGNORECASE)))
            for rule in rules
            if rule.match.kind is MatchKind.REGEX
        )

    def find(self, record: Record) -> Iterator[Finding]:
        """Yield every match. Raises RulesError where an expression runs out of time."""
        copies = [reading_copy(record.text), reading_copy(record.text, undo_hyphens=True)]
        if copies[0].text == copies[1].text:
            copies.pop()
        for rule, pattern in self._patterns:
            spans = {span for start, end in self._spans(rule, pattern, record.text) if (span := Span(start, end))}
            for copy in copies:
                spans |= {copy.span(start, end) for start, end in self._spans(rule, pattern, copy.text)}
            for span in sorted(spans):
                yield Finding(span, "regex", self.name, 1.0, "expression of the rule", rule=rule.id)

    def _spans(self, rule: Rule, pattern: regex.Pattern[str], text: str) -> list[tuple[int, int]]:
        try:
            return [match.span() for match in pattern.finditer(text, timeout=self._timeout) if match.group()]
        except TimeoutError:
            raise RulesError(
                f"{rule.place}: the expression of rule {rule.id!r} ran over {self._timeout:g} seconds; "
                "expected one without nested repetition"
            ) from None
