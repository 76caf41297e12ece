"""Terms, in a rule or in a file of their own: one a line, 50,000 and more."""

from __future__ import annotations

import re

from pipeline.folding import fold_stream
from pipeline.rules.fields import Faults, Text
from pipeline.rules.source import Source

__all__ = ["check_term", "read_terms"]

_PLAIN = re.compile(r"[A-Za-z0-9]")  # what every term has, but for a few in other scripts
_NOTHING = "a term without letters or digits matches nothing; expected words"
_REMARK = "#"
# Sought with the term, these would make it one that no text holds. A number sign before a number is part of a name.
_TRAILING = re.compile(r"\s#(?!\d)")
# What parts the cells of a table saved as text; a comma with a blank behind it stands in names, between digits in numbers.
_CELLS = re.compile(r"\t|[;|]|(?<=[^\W\d_]),(?=[^\W\d_])|\"\s*,\s*\"")
_TOLD_REMARK = "a remark behind a term would be sought with it; expected the remark on a line of its own, or the term without '#'"
_TOLD_CELLS = "this reads as several cells of a table; expected one term a line, its words with blanks between"


def _matches_nothing(term: str) -> bool:
    return not _PLAIN.search(term) and not fold_stream(term).text


def _fault_of(line: str, term: str) -> str | None:
    if _matches_nothing(term):
        return _NOTHING
    if _TRAILING.search(line):
        return _TOLD_REMARK
    return _TOLD_CELLS if _CELLS.search(line) else None


def check_term(term: Text, faults: Faults) -> None:
    """Note a term that no text can hold."""
    if _matches_nothing(term.value):
        faults.add(term.node, _NOTHING)


def read_terms(source: Source, faults: Faults) -> tuple[str, ...]:
    """Return the terms of a file, one a line, each once; empty lines and lines that begin with ``#`` are passed over."""
    terms: dict[str, None] = {}
    for number, line in enumerate(source.lines):
        term = " ".join(line.split())
        if not term or term.startswith(_REMARK):
            continue
        if what := _fault_of(line.strip(), term):
            start = source.starts[number]
            faults.at(start, start + len(line), what)
        terms[term] = None
    return tuple(terms)
