"""The card of a language model: what tells it from others in the logs."""

from __future__ import annotations

import re
from dataclasses import dataclass

__all__ = ["ModelCard"]

_SHA256 = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class ModelCard:
    """A model's name and version as it gives them itself, and the SHA-256 in hex of the files that decide what it finds."""

    name: str
    version: str
    sha256: str

    def __post_init__(self) -> None:
        """Refuse a digest that is none."""
        if not _SHA256.fullmatch(self.sha256):
            msg = "a model's digest is a SHA-256 in hex"
            raise ValueError(msg)

    def __str__(self) -> str:
        """Return one line for logs and tables."""
        return f"{self.name} {self.version} sha256:{self.sha256}"
