"""Finds entities through presidio-analyzer with its engine that needs no download."""

from __future__ import annotations

import importlib
from collections.abc import Iterator
from types import ModuleType

from pipeline.errors import RulesError
from pipeline.model import Finding, MatchKind, Record, Rule, Span

__all__ = ["EntityDetector", "known_entities"]


def _presidio() -> ModuleType:
    """Return the recognizers. Loaded when first asked for: presidio takes over a second, and most rules name no entity."""
    return importlib.import_module("pipeline.detect.recognizers")


def known_entities() -> frozenset[str]:
    """Return the entity types that can be found without a model."""
    return frozenset(_presidio().known_entities())


class EntityDetector:
    """Finds the entities that rules name, loading only the recognizers for those."""

    name = "entities"

    def __init__(self, rules: tuple[Rule, ...]) -> None:
        """Set up the recognizers. Raises RulesError where a rule names an entity that nothing here finds."""
        self._rules = tuple(rule for rule in rules if rule.match.kind is MatchKind.ENTITY)
        known = known_entities() if self._rules else frozenset()
        faults = [
            f"{rule.place}: rule {rule.id!r} names the entity {rule.match.values[0]!r}; expected one of {', '.join(sorted(known))}"
            for rule in self._rules
            if rule.match.values[0] not in known
        ]
        if faults:
            raise RulesError(*faults)
        self._analyze = _presidio().build_analyzer(rule.match.values[0] for rule in self._rules) if self._rules else None

    def find(self, record: Record) -> Iterator[Finding]:
        """Yield the entities that rules name, grown to whole words."""
        for rule in self._rules:
            entity = rule.match.values[0]
            for start, end, score in self._analyze(record.text, entity) if self._analyze else ():
                yield Finding(
                    _grown(record.text, Span(start, end)), "entity", self.name, score, f"{entity} as presidio reads it", rule=rule.id
                )


def _grown(text: str, span: Span) -> Span:
    """Return ``span`` grown to whole words."""
    start, end = span.start, span.end
    while start and text[start].isalnum() and text[start - 1].isalnum():
        start -= 1
    while end < len(text) and text[end - 1].isalnum() and text[end].isalnum():
        end += 1
    return Span(start, end)
