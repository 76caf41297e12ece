"""The registry of presidio-analyzer: its recognizers that need no network, and ours; asked one by one, so that none fails in silence."""

from __future__ import annotations

import inspect
import logging
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import cache

from presidio_analyzer import EntityRecognizer, RecognizerRegistry, RecognizerResult, predefined_recognizers

from pipeline.detect.people import SEEN_ENTITIES, ModelRecognizer, PeopleRecognizer, Sight
from pipeline.detect.seen import ModelEntity
from pipeline.errors import RulesError
from pipeline.people import Weights

__all__ = ["Registry", "known_entities"]

_LANGUAGE = "en"
_NAMES = (
    "CryptoRecognizer",
    "DateRecognizer",
    "MacAddressRecognizer",
    "MedicalLicenseRecognizer",
    "UrlRecognizer",
    "UsItinRecognizer",
    "UkNinoRecognizer",
    "NhsRecognizer",
)
_MIN_SCORE = 0.3  # below it presidio's weak patterns take any nine digits for a passport
_PERSON = "PERSON"
_LOGGER = "presidio-analyzer"


def _recognizers() -> Iterator[EntityRecognizer]:
    for name in _NAMES:
        made = getattr(predefined_recognizers, name)
        yield made(supported_language=_LANGUAGE) if "supported_language" in inspect.signature(made).parameters else made()


@cache
def _of_form() -> dict[str, tuple[EntityRecognizer, ...]]:
    """Return the entities that are found by their form, each with its recognizers."""
    known: dict[str, tuple[EntityRecognizer, ...]] = {}
    for recognizer in _recognizers():
        for entity in recognizer.supported_entities:
            known[entity] = (*known.get(entity, ()), recognizer)
    return known


def known_entities(*, with_model: bool) -> frozenset[str]:
    """Return the entities that presidio finds here: with a language model, and without one."""
    return frozenset({*_of_form(), _PERSON, *(SEEN_ENTITIES if with_model else ())})


class Registry:
    """The recognizers for some entities, in a registry of presidio's."""

    def __init__(
        self, entities: Iterable[str], *, weights: Callable[[], Weights], has_model: bool, known: frozenset[str] = frozenset()
    ) -> None:
        """Make the recognizers of ``entities``; ``weights`` is called where persons are asked for, ``known`` are names for certain."""
        asked = frozenset(entities)
        wanted = {id(each): each for entity in sorted(asked & _of_form().keys()) for each in _of_form()[entity]}
        own: list[EntityRecognizer] = [PeopleRecognizer(weights(), known)] if _PERSON in asked else []
        own += [ModelRecognizer()] if has_model and asked & frozenset(SEEN_ENTITIES) else []
        self._registry = RecognizerRegistry(recognizers=[*wanted.values(), *own], supported_languages=[_LANGUAGE])

    def find(self, text: str, entity: str, seen: Sequence[ModelEntity]) -> list[RecognizerResult]:
        """Return what is found of one entity; ``seen`` is what a model saw in the text. Raises RulesError where a pattern fails."""
        found: list[RecognizerResult] = []
        artifacts = Sight(seen, _LANGUAGE)
        with _failing_aloud(entity):
            for recognizer in self._registry.get_recognizers(_LANGUAGE, entities=[entity]):
                results = recognizer.analyze(text, [entity], artifacts)
                found += [each for each in results if each.entity_type == entity and each.score >= _MIN_SCORE]
        return found


class _Alarm(logging.Handler):
    """Keeps count of warnings: presidio tells in a log, and nowhere else, that it passed over a pattern."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.count = 0

    def emit(self, _record: logging.LogRecord) -> None:
        self.count += 1


@contextmanager
def _failing_aloud(entity: str) -> Iterator[None]:
    """Raise RulesError where a recognizer only logged that it gave up."""
    alarm, logger = _Alarm(), logging.getLogger(_LOGGER)
    logger.addHandler(alarm)
    try:
        yield
    finally:
        logger.removeHandler(alarm)
    if alarm.count:
        raise RulesError(f"the entity {entity}: a recognizer gave up on this record; expected one that reads all of it")
