"""What every recognizer of an identifier has in common: its forms, run in presidio's registry."""

from __future__ import annotations

from typing import ClassVar

from presidio_analyzer import AnalysisExplanation, EntityRecognizer, RecognizerResult
from presidio_analyzer.nlp_engine import NlpArtifacts

from pipeline.detect.identifiers.forms import TIMEOUT_SECONDS, Form, find_forms

__all__ = ["IdentifierRecognizer"]


class IdentifierRecognizer(EntityRecognizer):
    """Recognises one entity by its forms.

    Presidio's own PatternRecognizer passes over an expression that runs out of time without a word; this one raises RulesError.
    """

    entity: ClassVar[str]
    forms: ClassVar[tuple[Form, ...]]

    def __init__(self, timeout: float = TIMEOUT_SECONDS) -> None:
        """Take the limit of time for a form and a text, in seconds."""
        super().__init__([self.entity])
        self._timeout = timeout

    def load(self) -> None:
        """Load nothing: forms are compiled when first used."""

    def analyze(self, text: str, entities: list[str], nlp_artifacts: NlpArtifacts | None = None) -> list[RecognizerResult]:  # noqa: ARG002
        """Return what the forms meet, where this entity is asked for."""
        if self.entity not in entities:
            return []
        name = type(self).__name__
        return [
            RecognizerResult(
                self.entity,
                each.start,
                each.end,
                each.form.score,
                AnalysisExplanation(recognizer=name, original_score=each.form.score, pattern_name=each.form.name),
                {RecognizerResult.RECOGNIZER_NAME_KEY: name, RecognizerResult.RECOGNIZER_IDENTIFIER_KEY: self.id},
            )
            for each in find_forms(text, self.forms, self._timeout)
        ]
