"""Finds entities through presidio-analyzer with its engine that needs no download."""

from __future__ import annotations

import inspect
from collections.abc import Iterator
from functools import cache

from presidio_analyzer import AnalyzerEngine, EntityRecognizer, RecognizerRegistry, predefined_recognizers
from presidio_analyzer.nlp_engine import NoOpNlpEngine

from pipeline.detect.people import HonorificRecognizer
from pipeline.errors import RulesError
from pipeline.model import Finding, MatchKind, Record, Rule, Span

__all__ = ["EntityDetector", "known_entities"]

_LANGUAGE = "en"
_NAMES = (
    "CreditCardRecognizer",
    "CryptoRecognizer",
    "DateRecognizer",
    "IbanRecognizer",
    "IpRecognizer",
    "MacAddressRecognizer",
    "MedicalLicenseRecognizer",
    "PhoneRecognizer",
    "UrlRecognizer",
    "UsBankRecognizer",
    "UsItinRecognizer",
    "UsLicenseRecognizer",
    "UsPassportRecognizer",
    "UsSsnRecognizer",
    "UkNinoRecognizer",
    "NhsRecognizer",
)
_MIN_SCORE = 0.3  # below it presidio's weak patterns take any nine digits for a passport


class OfflineEmailRecognizer(predefined_recognizers.EmailRecognizer):
    """Recognises mail addresses by their form alone.

    Presidio's own check of the domain fetches a list of domains from the network and keeps it on disk, and
    passes over the addresses of closed networks.
    """

    def validate_result(self, _pattern_text: str) -> None:
        """Leave the score as it is."""


def _recognizers() -> Iterator[EntityRecognizer]:
    yield HonorificRecognizer()
    yield OfflineEmailRecognizer()
    for name in _NAMES:
        made = getattr(predefined_recognizers, name)
        yield made(supported_language=_LANGUAGE) if "supported_language" in inspect.signature(made).parameters else made()


@cache
def known_entities() -> dict[str, tuple[EntityRecognizer, ...]]:
    """Return the entity types that can be found without a model, each with its recognizers."""
    known: dict[str, tuple[EntityRecognizer, ...]] = {}
    for recognizer in _recognizers():
        for entity in recognizer.supported_entities:
            known[entity] = (*known.get(entity, ()), recognizer)
    return known


class EntityDetector:
    """Finds the entities that rules name, loading only the recognizers for those."""

    name = "entities"

    def __init__(self, rules: tuple[Rule, ...]) -> None:
        """Set up the engine. Raises RulesError where a rule names an entity that nothing here finds."""
        self._rules = tuple(rule for rule in rules if rule.match.kind is MatchKind.ENTITY)
        known = known_entities() if self._rules else {}
        faults = [
            f"{rule.place}: rule {rule.id!r} names the entity {rule.match.values[0]!r}; expected one of {', '.join(sorted(known))}"
            for rule in self._rules
            if rule.match.values[0] not in known
        ]
        if faults:
            raise RulesError(*faults)
        self._engine = self._build(known) if self._rules else None

    def _build(self, known: dict[str, tuple[EntityRecognizer, ...]]) -> AnalyzerEngine:
        wanted = {id(each): each for rule in self._rules for each in known[rule.match.values[0]]}
        registry = RecognizerRegistry(recognizers=list(wanted.values()), supported_languages=[_LANGUAGE])
        engine = NoOpNlpEngine(models=[{"lang_code": _LANGUAGE, "model_name": "no_op"}])
        engine.load()
        return AnalyzerEngine(registry=registry, nlp_engine=engine, supported_languages=[_LANGUAGE])

    def find(self, record: Record) -> Iterator[Finding]:
        """Yield the entities that rules name, grown to whole words."""
        if self._engine is None:
            return
        for rule in self._rules:
            found = self._engine.analyze(record.text, language=_LANGUAGE, entities=list(rule.match.values), score_threshold=_MIN_SCORE)
            for result in found:
                span = _grown(record.text, Span(result.start, result.end))
                why = f"{rule.match.values[0]} as presidio reads it"
                yield Finding(span, "entity", self.name, float(result.score), why, rule=rule.id)


def _grown(text: str, span: Span) -> Span:
    """Return ``span`` grown to whole words."""
    start, end = span.start, span.end
    while start and text[start].isalnum() and text[start - 1].isalnum():
        start -= 1
    while end < len(text) and text[end - 1].isalnum() and text[end].isalnum():
        end += 1
    return Span(start, end)
