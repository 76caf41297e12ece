"""Fenced blocks of a guide, so that a test can write its files, run its commands and compare what they print."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

__all__ = ["Block", "blocks"]

_FENCE = re.compile(r"^```(?P<language>\w+) ?(?P<name>[^\n]*)\n(?P<body>.*?)^```$", re.MULTILINE | re.DOTALL)


@dataclass(frozen=True, slots=True)
class Block:
    """A fenced block: its language, what else stands on the fence, its text and its line."""

    language: str
    name: str
    body: str
    line: int


def blocks(guide: Path) -> list[Block]:
    """Return the fenced blocks of a guide in order."""
    text = guide.read_text("utf-8")
    return [Block(each["language"], each["name"], each["body"], text.count("\n", 0, each.start()) + 1) for each in _FENCE.finditer(text)]
