"""Finds entities through presidio-analyzer's registry: identifiers by their form, persons by the whole text, the rest by a model."""

from __future__ import annotations

import importlib
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from types import ModuleType

from pipeline.detect.seen import MENTION, ModelEntity, NameModel
from pipeline.errors import RulesError
from pipeline.model import Finding, MatchKind, Record, Rule, Span
from pipeline.people import Mention, Weights, fold_name

__all__ = ["EntityDetector", "known_entities", "needs_model"]

_PERSON = "PERSON"
_BY_MODEL_ALONE = frozenset({"LOCATION", "NRP", "ORGANIZATION"})
_SEEN = frozenset({_PERSON, "DATE_TIME", *_BY_MODEL_ALONE})  # what a language model sees
_CAPITALISED = re.compile(r"(?<![^\W_])[^\W\d_a-z][^\W\d_]+")  # the words of a name, its initials left out


def _presidio() -> ModuleType:
    """Return the recognizers. Loaded when first asked for: presidio takes over a second, and most rules name no entity."""
    return importlib.import_module("pipeline.detect.recognizers")


def known_entities(*, with_model: bool = False) -> frozenset[str]:
    """Return the entity types that can be found, with a language model or without."""
    return frozenset(_presidio().known_entities(with_model=with_model))


def needs_model(rules: Sequence[Rule]) -> bool:
    """Tell whether a rule names an entity of which a language model sees more than forms tell."""
    return any(rule.match.kind is MatchKind.ENTITY and _entity(rule) in _SEEN for rule in rules)


def _entity(rule: Rule) -> str:
    return rule.match.values[0]


def _check(rules: Sequence[Rule], *, has_model: bool) -> None:
    """Raise RulesError with every rule that names what is not found."""
    known, all_known = known_entities(with_model=has_model), known_entities(with_model=True)
    faults = []
    for rule in rules:
        named = f"{rule.place}: rule {rule.id!r} names the entity {_entity(rule)!r}"
        if _entity(rule) not in all_known:
            faults.append(f"{named}; expected one of {', '.join(sorted(known))}")
        elif _entity(rule) not in known:
            faults.append(f"{named}, which only a language model finds; expected the extra 'ner' or --ner-model")
    if faults:
        raise RulesError(*faults)


class EntityDetector:
    """Finds the entities that rules name, loading only the recognizers for those."""

    name = "entities"

    def __init__(
        self,
        rules: Sequence[Rule],
        *,
        weights: Callable[[], Weights],
        model: NameModel | None = None,
        known: frozenset[str] = frozenset(),
    ) -> None:
        """Set up the recognizers; ``weights`` is called where a rule names persons, ``known`` are folded words that name some for certain.

        Raises RulesError where a rule names an entity that nothing here finds.
        """
        self._rules = tuple(rule for rule in rules if rule.match.kind is MatchKind.ENTITY)
        self._weights = weights
        self._model = model if needs_model(self._rules) else None
        if self._rules:
            _check(self._rules, has_model=model is not None)
            self._registry = _presidio().Registry(
                {_entity(rule) for rule in self._rules}, weights=weights, has_model=self._model is not None, known=known
            )

    def at_breaks(self, record: Record, found: Iterable[Finding]) -> EntityDetector:
        """Return what reads over page breaks: without a model, and with the names ``found`` in the record known to it."""
        people = {rule.id for rule in self._rules if _entity(rule) == _PERSON}
        spans = {each.span for each in found if each.rule in people}
        known = frozenset(fold_name(word) for span in spans for word in _CAPITALISED.findall(record.text[span.start : span.end]))
        rules = [rule for rule in self._rules if _entity(rule) not in _BY_MODEL_ALONE]
        return EntityDetector(rules, weights=self._weights, known=known)

    def find(self, record: Record) -> Iterator[Finding]:
        """Yield the entities that rules name, grown to whole words."""
        if not self._rules:
            return
        seen = tuple(self._model.find(record.text)) if self._model else ()
        by_entity: dict[str, list[Rule]] = {}
        for rule in self._rules:
            by_entity.setdefault(_entity(rule), []).append(rule)
        for entity, rules in by_entity.items():
            for span, score, why in sorted(self._places(record.text, entity, seen)):
                for rule in rules:
                    yield Finding(span, "entity", self.name, score, why, rule=rule.id)

    def _places(self, text: str, entity: str, seen: Sequence[ModelEntity]) -> set[tuple[Span, float, str]]:
        """Return where an entity stands, how sure that is, and why."""
        found: set[tuple[Span, float, str]] = set()
        for each in self._registry.find(text, entity, seen):
            mention: Mention | None = (each.recognition_metadata or {}).get(MENTION)
            why = f"{entity}: {mention.why}" if mention else f"{entity} as presidio reads it"
            found.add((_grown(text, Span(each.start, each.end)), float(each.score), why))
        return found


def _grown(text: str, span: Span) -> Span:
    """Return ``span`` grown to whole words."""
    start, end = span.start, span.end
    while start and text[start].isalnum() and text[start - 1].isalnum():
        start -= 1
    while end < len(text) and text[end - 1].isalnum() and text[end].isalnum():
        end += 1
    return Span(start, end)
