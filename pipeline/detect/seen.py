"""What a language model is to detection: its card, and what it sees in a text."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol

from pipeline.model import ModelCard

__all__ = ["MENTION", "ModelEntity", "NameModel"]

MENTION = "mention"
"""The key under which the metadata of a recognizer's result holds its ``Mention``."""


class ModelEntity(Protocol):
    """What a language model saw: half-open offsets into the text, and the entity."""

    @property
    def start(self) -> int:
        """Return where it begins."""
        ...

    @property
    def end(self) -> int:
        """Return where it ends."""
        ...

    @property
    def label(self) -> str:
        """Return what it is, in Presidio's names."""
        ...


class NameModel(Protocol):
    """A language model: its card, and what it sees in a text of any length, in order."""

    @property
    def card(self) -> ModelCard:
        """Return what tells this model from others."""
        ...

    def find(self, text: str) -> Iterable[ModelEntity]:
        """Return what it sees in ``text``, in order; raises a DeclassError where it fails."""
        ...
