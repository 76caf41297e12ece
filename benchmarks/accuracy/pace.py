"""Words a second: our detector of persons, the language model alone, and plain Presidio, over the same text."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import spacy

from benchmarks.accuracy.engines import Engine, detector, record_of

__all__ = ["bare_model", "our_pass", "pace", "peer_pass"]

_COMPONENTS = {"tok2vec", "ner"}  # what names need; the rest of a model only takes time
Pass = Callable[[], object]


def our_pass(texts: Sequence[str], model: Path | None) -> Pass:
    """Return one pass of our detector with a rule on persons alone, over records already read."""
    made = detector(["PERSON"], model)
    records = [record_of(text) for text in texts]
    return lambda: [list(made.find(record)) for record in records]


def bare_model(texts: Sequence[str], model: Path) -> Pass:
    """Return one pass of ``nlp.pipe`` with the components that find names, and nothing else."""
    nlp = spacy.load(model)
    nlp.select_pipes(enable=[name for name in nlp.pipe_names if name in _COMPONENTS])
    return lambda: [len(seen.ents) for seen in nlp.pipe(texts)]


def peer_pass(texts: Sequence[str], engine: Engine) -> Pass:
    """Return one pass of another engine."""
    return lambda: [engine(text) for text in texts]


def pace(texts: Sequence[str], passes: Mapping[str, Pass], rounds: int) -> dict[str, float]:
    """Return words, as blanks part them, for each processor second of each pass: the best of ``rounds`` in turn, after one to warm up."""
    best = dict.fromkeys(passes, float("inf"))
    for number in range(rounds + 1):
        for name, once in passes.items():
            start = time.process_time()
            once()
            if number:
                best[name] = min(best[name], time.process_time() - start)
    count = sum(len(text.split()) for text in texts)
    return {name: count / seconds for name, seconds in best.items()}
