"""The recognizers of presidio-analyzer's registry that name persons and what else a language model sees."""

from __future__ import annotations

from collections.abc import Iterable

from presidio_analyzer import EntityRecognizer, RecognizerResult
from presidio_analyzer.nlp_engine import NlpArtifacts

from pipeline.detect.seen import MENTION, ModelEntity
from pipeline.model import Span
from pipeline.people import Mention, Weights, read_people

__all__ = ["SEEN_ENTITIES", "ModelRecognizer", "PeopleRecognizer", "Sight"]

_PERSON = "PERSON"
SEEN_ENTITIES = ("LOCATION", "NRP", "ORGANIZATION", "DATE_TIME")
"""What a language model sees beside persons, in Presidio's names."""
_MODEL_SCORE = 0.85  # as Presidio takes for what a model sees


class Sight(NlpArtifacts):
    """What a language model saw in a text, in the form in which presidio hands it to recognizers."""

    def __init__(self, seen: Iterable[ModelEntity], language: str) -> None:
        """Take what was seen; none of presidio's own parts is needed."""
        super().__init__([], [], [], [], None, language)  # type: ignore[arg-type]
        self.seen = tuple(seen)


def _seen(artifacts: NlpArtifacts) -> tuple[ModelEntity, ...]:
    return artifacts.seen if isinstance(artifacts, Sight) else ()


class PeopleRecognizer(EntityRecognizer):
    """Names of persons by title, list, form of a letter, lexicon and the whole text, and by what a model saw."""

    def __init__(self, weights: Weights, known: frozenset[str] = frozenset()) -> None:
        """Take what weighs words; ``known`` are folded words that are names for certain."""
        self._weights, self._known = weights, known
        super().__init__([_PERSON], name="PeopleRecognizer")

    def load(self) -> None:
        """Load nothing: the weights were given."""

    def analyze(self, text: str, entities: list[str], nlp_artifacts: NlpArtifacts) -> list[RecognizerResult]:  # noqa: ARG002
        """Return the persons of ``text``; ``nlp_artifacts`` holds what a model saw in it."""
        seen = [Span(each.start, each.end) for each in _seen(nlp_artifacts) if each.label == _PERSON]
        return [_result(each) for each in read_people(text, self._weights, known=self._known, seen=seen)]


class ModelRecognizer(EntityRecognizer):
    """Places, organisations, groups and dates, as a language model saw them."""

    def __init__(self) -> None:
        """Take no model: what it saw is handed to ``analyze``."""
        super().__init__(list(SEEN_ENTITIES), name="ModelRecognizer")

    def load(self) -> None:
        """Load nothing."""

    def analyze(self, text: str, entities: list[str], nlp_artifacts: NlpArtifacts) -> list[RecognizerResult]:  # noqa: ARG002
        """Return those of ``entities`` that the model saw."""
        return [RecognizerResult(each.label, each.start, each.end, _MODEL_SCORE) for each in _seen(nlp_artifacts) if each.label in entities]


def _result(mention: Mention) -> RecognizerResult:
    return RecognizerResult(_PERSON, mention.span.start, mention.span.end, mention.confidence, recognition_metadata={MENTION: mention})
