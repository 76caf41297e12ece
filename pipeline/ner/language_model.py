"""A spaCy model, asked for the names in a text of any length: piece by piece, with bounded memory and without a network."""

from __future__ import annotations

import importlib
import re
import warnings
from collections.abc import Container, Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from pipeline.errors import RulesError, UsageError, printable
from pipeline.model import ModelCard, Span
from pipeline.ner.folder import ModelFolder, find_model
from pipeline.people import Piece, pieces, readable_copy

__all__ = ["LanguageModel", "SeenEntity", "load_model"]

_ENTITIES = {
    "PERSON": "PERSON",
    "GPE": "LOCATION",
    "LOC": "LOCATION",
    "FAC": "LOCATION",
    "ORG": "ORGANIZATION",
    "NORP": "NRP",
    "DATE": "DATE_TIME",
    "TIME": "DATE_TIME",
    "PER": "PERSON",  # as models of other corpora call it
}
_TOGETHER = 32_000  # characters that are read in one go: about 5,000 words, for which the model takes some 50 MB
_SAYS_SOMETHING = re.compile(r"[^\W_]")


class SeenEntity(NamedTuple):
    """What the model saw: half-open offsets into the text, and the entity in Presidio's names."""

    start: int
    end: int
    label: str


class LanguageModel:
    """A loaded model: ``card`` tells it from others, ``find`` asks it."""

    def __init__(self, card: ModelCard, nlp: Any, ordinary: Container[str]) -> None:  # noqa: ANN401  # spaCy's own class, loaded late
        """Take the card, spaCy's pipeline, and the words that are small in what it reads of passages in capitals."""
        self.card = card
        self._nlp, self._ordinary = nlp, ordinary

    def find(self, text: str) -> Iterator[SeenEntity]:
        """Yield what the model sees in ``text``, piece by piece. Raises RulesError where it fails."""
        last: SeenEntity | None = None
        for batch in _batches(text):
            for entity in self._of_batch(text, batch):
                if entity != last:  # seen from either side of a cut
                    yield entity
                last = entity

    def _of_batch(self, text: str, batch: Sequence[Piece]) -> list[SeenEntity]:
        first, last = batch[0].read.start, batch[-1].read.end
        copy = readable_copy(text[first:last], self._ordinary)
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                return self._read(copy, first, batch)
        except Exception as error:  # noqa: BLE001  # whatever spaCy raises: nothing may be passed over
            where = f"characters {first} to {last} ({type(error).__name__})"
            raise RulesError(f"the language model {self.card.name} gave up on {where}; expected one that reads all of a record") from None

    def _read(self, copy: str, offset: int, batch: Sequence[Piece]) -> list[SeenEntity]:
        """Return what is seen in pieces of ``copy``, which begins at ``offset`` in the text."""
        found: set[SeenEntity] = set()
        with self._nlp.memory_zone():  # else every new word of every record stays in its vocabulary
            texts = (copy[piece.read.start - offset : piece.read.end - offset] for piece in batch)
            for piece, doc in zip(batch, self._nlp.pipe(texts), strict=True):
                found.update(_entities(doc, piece))
        return sorted(found)


def _batches(text: str) -> Iterator[list[Piece]]:
    """Yield the pieces of ``text`` in which there is a letter or a digit, as many together as are read in one go."""
    batch: list[Piece] = []
    for piece in pieces(text):
        if not _SAYS_SOMETHING.search(text, piece.core.start, piece.core.end):
            continue
        if batch and piece.read.end - batch[0].read.start > _TOGETHER:
            yield batch
            batch = []
        batch.append(piece)
    if batch:
        yield batch


def _entities(doc: Any, piece: Piece) -> Iterator[SeenEntity]:  # noqa: ANN401  # spaCy's own class, which is loaded late
    for each in doc.ents:
        label = _ENTITIES.get(each.label_)
        span = Span(piece.read.start + each.start_char, piece.read.start + each.end_char)
        if label and span.start < piece.core.end and span.end > piece.core.start:
            yield SeenEntity(span.start, span.end, label)


def load_model(named: Path | None, ordinary: Container[str]) -> LanguageModel | None:
    """Return the model in the folder ``named``, else the one installed, else None.

    ``ordinary`` words are small in what it reads of capitals. Only what finds names is loaded. Raises UsageError where there is a
    model that cannot be used.
    """
    folder = find_model(named)
    return LanguageModel(folder.card, _loaded(folder), ordinary) if folder else None


def _loaded(folder: ModelFolder) -> Any:  # noqa: ANN401  # spaCy's own class, which is loaded late
    shown = printable(str(folder.path))
    with warnings.catch_warnings(record=True) as told:
        warnings.simplefilter("always")
        try:
            spacy = importlib.import_module("spacy")
            nlp = spacy.load(folder.path, exclude=list(folder.excluded))
        except Exception as error:  # noqa: BLE001  # whatever spaCy raises over a damaged model
            raise UsageError(f"{shown}: spaCy cannot load this model ({type(error).__name__}); expected one made for its version") from None
    if any("[W094]" in str(each.message) or "[W095]" in str(each.message) for each in told):
        raise UsageError(f"{shown}: this model was made for another version of spaCy than {spacy.__version__}; expected one made for it")
    return nlp
