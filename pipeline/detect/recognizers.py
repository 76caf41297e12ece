"""The recognizers that need no model and no network, ours and those of presidio-analyzer, and the engine over them."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable, Iterator
from functools import cache

from presidio_analyzer import AnalyzerEngine, EntityRecognizer, RecognizerRegistry, predefined_recognizers
from presidio_analyzer.nlp_engine import NoOpNlpEngine

from pipeline.detect.identifiers import IDENTIFIERS
from pipeline.detect.people import HonorificRecognizer

__all__ = ["Analyzer", "build_analyzer", "known_entities"]

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

Sighting = tuple[int, int, float]  # start, end, how sure
Analyzer = Callable[[str, str], list[Sighting]]  # a text, an entity


def _recognizers() -> Iterator[EntityRecognizer]:
    yield HonorificRecognizer()
    for each in IDENTIFIERS:
        yield each()
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


def build_analyzer(entities: Iterable[str]) -> Analyzer:
    """Return what finds one of ``entities`` in a text. Raises KeyError for an entity that is not known."""
    wanted = {id(each): each for entity in entities for each in known_entities()[entity]}
    registry = RecognizerRegistry(recognizers=list(wanted.values()), supported_languages=[_LANGUAGE])
    nlp = NoOpNlpEngine(models=[{"lang_code": _LANGUAGE, "model_name": "no_op"}])
    nlp.load()
    engine = AnalyzerEngine(registry=registry, nlp_engine=nlp, supported_languages=[_LANGUAGE])

    def analyze(text: str, entity: str) -> list[Sighting]:
        found = engine.analyze(text, language=_LANGUAGE, entities=[entity], score_threshold=_MIN_SCORE)
        return [(each.start, each.end, float(each.score)) for each in found]

    return analyze
