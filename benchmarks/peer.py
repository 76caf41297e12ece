"""The peer, as people build it: Presidio page by page, then PyMuPDF draws and redacts one PDF. Nothing is read back.

It runs in an environment of its own: ``python peer.py rules.json out.pdf record.txt...``
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

import fitz
from presidio_analyzer import AnalyzerEngine, Pattern, PatternRecognizer, RecognizerRegistry
from presidio_analyzer.nlp_engine import NlpArtifacts, NlpEngine

_SCORE = 0.9
_SIZE, _LEADING, _MARGIN = 10, 12.5, 60


class _NoModel(NlpEngine):
    """No language model: the rules name terms, expressions and e-mail addresses only, as the project's own run does."""

    def load(self) -> None:
        """Do nothing."""

    def is_loaded(self) -> bool:
        return True

    def process_text(self, text: str, language: str) -> NlpArtifacts:  # noqa: ARG002  # Presidio's signature
        return NlpArtifacts([], [], [], [], self, language)

    def process_batch(self, texts: Iterable[str], language: str, **_: object) -> Iterator[tuple[str, NlpArtifacts]]:
        return ((text, self.process_text(text, language)) for text in texts)

    def is_stopword(self, word: str, language: str) -> bool:  # noqa: ARG002
        return False

    def is_punct(self, word: str, language: str) -> bool:  # noqa: ARG002
        return False

    def get_supported_entities(self) -> list[str]:
        return []

    def get_supported_languages(self) -> list[str]:
        return ["en"]


def _analyzer(rules: list[dict]) -> AnalyzerEngine:
    registry = RecognizerRegistry(supported_languages=["en"])
    registry.recognizers = []
    for rule in rules:
        what = {"deny_list": rule["terms"]} if "terms" in rule else {"patterns": [Pattern(rule["id"], rule["regex"], _SCORE)]}
        registry.add_recognizer(PatternRecognizer(supported_entity=rule["id"], **what))
    return AnalyzerEngine(registry=registry, nlp_engine=_NoModel(), supported_languages=["en"])


def _redact(document: fitz.Document, analyzer: AnalyzerEngine, text: str) -> None:
    page = document.new_page(width=612, height=792)
    for number, line in enumerate(text.splitlines()):
        page.insert_text((_MARGIN, _MARGIN + number * _LEADING), line, fontname="cour", fontsize=_SIZE)
    for result in analyzer.analyze(text=text, language="en"):
        for part in text[result.start : result.end].splitlines():
            for place in page.search_for(part.strip()) if part.strip() else ():
                page.add_redact_annot(place, fill=(0, 0, 0))
    page.apply_redactions()


def main(rules: str, out: str, *records: str) -> None:
    """Redact every record into one PDF."""
    analyzer = _analyzer(json.loads(Path(rules).read_text()))
    document = fitz.open()
    for record in records:
        for text in Path(record).read_text("utf-8").split("\f"):
            _redact(document, analyzer, text)
    document.save(out)


if __name__ == "__main__":
    main(*sys.argv[1:])
