"""Which words of markings a command knows."""

from __future__ import annotations

from pathlib import Path

from pipeline.markings import Vocabulary
from pipeline.rulebook import open_rules, shipped_vocabulary, vocabulary_of

__all__ = ["vocabulary_for"]


def vocabulary_for(rules: Path | None) -> Vocabulary:
    """Return the words of markings: those that ship, and those that a rule file names of its own. Raises RulesError."""
    return shipped_vocabulary() if rules is None else vocabulary_of(open_rules(rules).words)
