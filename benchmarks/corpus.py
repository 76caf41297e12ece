"""Records to measure with, made from the sample that ships: its paragraphs in an order of their own on every page."""

from __future__ import annotations

import random
import textwrap
from pathlib import Path

__all__ = ["short_records", "typed_record"]

_SEED = Path(__file__).parents[1] / "seeds" / "excomm-meeting-22.txt"
_WIDTH, _LINES = 68, 46  # a typed page: about 3,000 characters
_HEAD = "TOP SECRET - SENSITIVE\n\nSummary Record\n\nWashington, November 7, 1962\n\n"
_SHORT_PARAGRAPHS = 4


def _paragraphs() -> list[str]:
    text = _SEED.read_text("utf-8").replace("\f", "\n\n")
    return [" ".join(each.split()) for each in text.split("\n\n") if len(each.split()) > 20]  # noqa: PLR2004  # headings are no prose


def _page(paragraphs: list[str], order: random.Random) -> str:
    lines: list[str] = []
    while len(lines) < _LINES:
        lines += [*textwrap.wrap(order.choice(paragraphs), _WIDTH), ""]
    return "\n".join(lines[:_LINES])


def typed_record(pages: int) -> str:
    """Return a record of ``pages`` typed pages, parted by form feeds; the same on every machine."""
    order, paragraphs = random.Random(pages), _paragraphs()  # noqa: S311  # not for secrets
    return _HEAD + "\f".join(_page(paragraphs, order) for _ in range(pages))


def short_records(count: int) -> list[str]:
    """Return ``count`` records of about a page each."""
    order, paragraphs = random.Random(count), _paragraphs()  # noqa: S311
    return [_HEAD + "\n\n".join(textwrap.fill(order.choice(paragraphs), _WIDTH) for _ in range(_SHORT_PARAGRAPHS)) for _ in range(count)]
