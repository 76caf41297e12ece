"""One naming of a person in a text."""

from __future__ import annotations

from dataclasses import dataclass, field

from pipeline.model import Span

__all__ = ["Mention"]


@dataclass(frozen=True, slots=True)
class Mention:
    """One place where a text names a person.

    ``span`` is the whole of it with titles, ``name`` the name alone. ``surname`` and ``first`` (first names and initials, in
    order, without dots; empty where only a surname stands) and ``titles`` are folded: lower case, plain letters, single blanks.
    ``why`` tells in fixed words what gave the name away, ``confidence`` is 0 to 1.
    """

    span: Span
    name: Span
    surname: str = field(repr=False)
    first: tuple[str, ...] = field(default=(), repr=False)
    titles: tuple[str, ...] = field(default=(), repr=False)
    why: str = ""
    confidence: float = 1.0
