"""Finds entities through presidio-analyzer's registry: identifiers by their form, persons by the whole text, the rest by a model."""

from __future__ import annotations

import importlib
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from types import ModuleType

from pipeline.detect.identifiers import IDENTIFIERS, Readied, find_forms
from pipeline.detect.seen import MENTION, ModelEntity, NameModel
from pipeline.errors import RulesError
from pipeline.model import Finding, MatchKind, Record, Rule, Span, Subject
from pipeline.people import Mention, Persons, Weights, fold_name, subjects_of_births
from pipeline.rules.entities import MODEL_ENTITIES

__all__ = ["EntityDetector", "known_entities", "needs_model"]

_PERSON = "PERSON"
_SEEN = frozenset({_PERSON, "DATE_TIME", *MODEL_ENTITIES})  # what a language model sees
_OF_BIRTH = frozenset({"DATE_OF_BIRTH", "PLACE_OF_BIRTH"})
_OF_FORM = {each.entity: each.forms for each in IDENTIFIERS}
_CAPITALISED = re.compile(r"(?<![^\W_])[^\W\d_a-z][^\W\d_]+")  # the words of a name, its initials left out


def _presidio() -> ModuleType:
    """Return the recognizers. Loaded when first asked for: presidio takes over a second, and most rules name no entity."""
    return importlib.import_module("pipeline.detect.recognizers")


def known_entities(*, with_model: bool = False) -> frozenset[str]:
    """Return the entity types that can be found, with a language model or without."""
    return frozenset(_presidio().known_entities(with_model=with_model)) | _OF_FORM.keys()


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


@dataclass(frozen=True, slots=True)
class _Found:
    """An entity where it stands: how sure that is, why, and what is known of the person."""

    span: Span
    score: float
    why: str
    subject: Subject | None = None


class EntityDetector:
    """Finds the entities that rules name, loading only the recognizers for those."""

    name = "entities"

    def __init__(
        self,
        rules: Sequence[Rule],
        *,
        weights: Callable[[], Weights],
        model: NameModel | None = None,
        persons: Persons | None = None,
        known: frozenset[str] = frozenset(),
    ) -> None:
        """Set up the recognizers; ``weights`` is called where a rule names persons, ``persons`` knows officials and the deceased.

        ``known`` are folded words that name some for certain. Raises RulesError where a rule names an entity that nothing here finds.
        """
        self._rules = tuple(rule for rule in rules if rule.match.kind is MatchKind.ENTITY)
        self._weights, self._persons = weights, persons or Persons()
        self._model = model if needs_model(self._rules) else None
        asked = {_entity(rule) for rule in self._rules} - _OF_FORM.keys()
        if asked:
            _check(self._rules, has_model=model is not None)
            self._registry = _presidio().Registry(asked, weights=weights, has_model=self._model is not None, known=known)

    def at_breaks(self, record: Record, found: Iterable[Finding]) -> EntityDetector:
        """Return what reads over page breaks: without a model, with the names ``found`` in the record known to it.

        No official is: a part of a record hides namesakes.
        """
        people = {rule.id for rule in self._rules if _entity(rule) == _PERSON}
        spans = {each.span for each in found if each.rule in people}
        known = frozenset(fold_name(word) for span in spans for word in _CAPITALISED.findall(record.text[span.start : span.end]))
        rules = [rule for rule in self._rules if _entity(rule) not in MODEL_ENTITIES]
        return EntityDetector(rules, weights=self._weights, known=known)

    def find(self, record: Record) -> Iterator[Finding]:
        """Yield the entities that rules name, grown to whole words."""
        if not self._rules:
            return
        readied = Readied(record.text)
        seen = tuple(self._model.find(record.text)) if self._model else ()
        by_entity: dict[str, list[Rule]] = {}
        for rule in self._rules:
            by_entity.setdefault(_entity(rule), []).append(rule)
        for entity, rules in by_entity.items():
            places = self._of_form(readied, entity, record) if entity in _OF_FORM else self._of_registry(entity, record, seen)
            for each in sorted(places, key=lambda each: (each.span, each.why)):
                for rule in rules:
                    yield Finding(each.span, "entity", self.name, each.score, each.why, rule=rule.id, subject=each.subject)

    def _of_registry(self, entity: str, record: Record, seen: Sequence[ModelEntity]) -> set[_Found]:
        """Return what presidio's registry finds of an entity."""
        found = self._registry.find(record.text, entity, seen)
        mentions: list[Mention | None] = [(each.recognition_metadata or {}).get(MENTION) for each in found]
        named = [mention for mention in mentions if mention]
        known = dict(zip(named, self._persons.subjects(record.text, named, record.origin), strict=True))
        return {
            _Found(
                _grown(record.text, Span(each.start, each.end)),
                float(each.score),
                f"{entity}: {mention.why}" if mention else f"{entity} as presidio reads it",
                known[mention] if mention else None,
            )
            for each, mention in zip(found, mentions, strict=True)
        }

    def _of_form(self, readied: Readied, entity: str, record: Record) -> set[_Found]:
        """Return where an identifier stands and by which form; of a birth also whose, as far as that ends his privacy."""
        found = find_forms(readied, _OF_FORM[entity])
        spans = [Span(each.start, each.end) for each in found]
        born = subjects_of_births(readied.text, spans, record.origin) if entity in _OF_BIRTH else [None] * len(spans)
        return {
            _Found(_grown(readied.text, span), each.form.score, f"{entity}: {each.form.name}", subject)
            for each, span, subject in zip(found, spans, born, strict=True)
        }


def _grown(text: str, span: Span) -> Span:
    """Return ``span`` grown to whole words."""
    start, end = span.start, span.end
    while start and text[start].isalnum() and text[start - 1].isalnum():
        start -= 1
    while end < len(text) and text[end - 1].isalnum() and text[end].isalnum():
        end += 1
    return Span(start, end)
