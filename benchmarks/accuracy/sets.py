"""The open sets that accuracy is measured on: tagged documents, read from a folder that lies beside the checkout."""

from __future__ import annotations

import gzip
import hashlib
import json
import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

__all__ = ["BESIDE", "Document", "MissingDataError", "Tag", "data_folder", "halves", "is_tuning", "read_frus", "read_set"]

BESIDE = Path(__file__).parents[3] / "shared" / "data"
_VARIABLE = "DECLASS_DATA"
_FRUS = "frus/frus_sample.jsonl.gz"
_FILES = {"re3d": "ner/re3d.jsonl", "wikigold": "ner/wikigold.jsonl", "tab": "ner/tab_echr.jsonl", "synthetic": "ner/presidio_synth.jsonl"}


class MissingDataError(Exception):
    """A set that is asked for is not there; the message says where it was sought."""


@dataclass(frozen=True, slots=True)
class Tag:
    """What people marked in a text: half-open offsets in code points, and the set's own type.

    ``identifier`` and ``entity`` are of the court cases alone: DIRECT, QUASI or NO_MASK, and which mentions name the same.
    """

    start: int
    end: int
    type: str
    identifier: str = ""
    entity: str = ""


@dataclass(frozen=True, slots=True)
class Document:
    """A text with the tags of people; ``volume`` is the book it stands in, where there is one."""

    id: str
    text: str
    tags: tuple[Tag, ...]
    volume: str = ""


def data_folder(given: Path | None) -> Path:
    """Return the folder of the sets: as given, as the environment says, or beside the checkout. Raises MissingDataError."""
    folder = given or Path(os.environ.get(_VARIABLE) or BESIDE)
    if not folder.is_dir():
        raise MissingDataError(f"no folder {folder}; expected --data FOLDER, or {_VARIABLE} to name the folder of the open sets")
    return folder


def _rows(path: Path) -> Iterator[dict[str, object]]:
    if not path.is_file():
        raise MissingDataError(f"no file {path}")
    with gzip.open(path, "rt", encoding="utf-8") if path.suffix == ".gz" else path.open(encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def _tag(untrusted: object) -> Tag:
    if isinstance(untrusted, dict):
        return Tag(untrusted["start"], untrusted["end"], untrusted["type"], untrusted["identifier"], untrusted["entity_id"])
    start, end, kind = list(untrusted)[:3]  # type: ignore[call-overload]
    return Tag(start, end, kind)


def _documents(path: Path) -> Iterator[Document]:
    for row in _rows(path):
        tags = row["entities"]
        assert isinstance(tags, list)
        yield Document(str(row["id"]), str(row["text"]), tuple(map(_tag, tags)), str(row.get("volume", "")))


def read_frus(folder: Path) -> tuple[Document, ...]:
    """Return the documents of Foreign Relations of the United States; their footnotes are no part of the text."""
    return tuple(_documents(folder / _FRUS))


def read_set(folder: Path, name: str) -> tuple[Document, ...]:
    """Return the documents of another set, by its name."""
    return tuple(_documents(folder / _FILES[name]))


def is_tuning(document: Document) -> bool:
    """Tell by a hash of its name whether a document is of the half that may be looked at while rules are made."""
    return hashlib.sha256(document.id.encode()).digest()[-1] % 2 == 0


def halves(documents: Iterable[Document]) -> dict[str, tuple[Document, ...]]:
    """Return the documents that may be tuned on, and those that are only measured."""
    dealt: dict[str, list[Document]] = {"tuning": [], "testing": []}
    for document in documents:
        dealt["tuning" if is_tuning(document) else "testing"].append(document)
    return {half: tuple(them) for half, them in dealt.items()}
