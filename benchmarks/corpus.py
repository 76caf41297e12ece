"""Records to measure with, made from the sample that ships: its paragraphs in an order of their own on every page."""

from __future__ import annotations

import random
import textwrap
from pathlib import Path

__all__ = ["marked_record", "short_records", "typed_record"]

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


_STAMPS = (
    *("SECRET", "S-E-C-R-E-T", "TOP SECRET - SENSITIVE", "SECRET/NO FOREIGN DISSEM/CONTROLLED DISSEM", "CONFIDENTIAL", "SEGRET"),
    *("GROUP 1\nExcluded from automatic\ndowngrading and\ndeclassification", "Copy No. 3 of 12 copies", "RYBAT TYPIC"),
)


def marked_record(pages: int, *, in_capitals: bool = False) -> str:
    """Return a record of ``pages`` typed pages with a stamp at every head and foot and a mark before every third paragraph.

    ``in_capitals`` types it as a cable, in which every line could be a marking.
    """
    order, paragraphs = random.Random(pages), _paragraphs()  # noqa: S311  # not for secrets
    found: list[str] = []
    for number in range(pages):
        page = _page(paragraphs, order)
        page = page.upper() if in_capitals else page.replace("\n\n", "\n\n(S) ", 1)
        stamp = order.choice(_STAMPS)
        found.append(f"{stamp}\n\n{page}\n\n- {number + 1} -\n\n{order.choice(_STAMPS)}")
    return "\f".join(found)
