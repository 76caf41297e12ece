"""The vocabulary of markings that ships, for tests that read no rule file from disk; see ``pipeline.rulebook``."""

from __future__ import annotations

from dataclasses import replace

from pipeline.model import RuleSet
from pipeline.rulebook import shipped_vocabulary

VOCABULARY = shipped_vocabulary()


def with_words(rules: RuleSet) -> RuleSet:
    """Return a rule set with the vocabulary that every rule set read from disk carries."""
    return replace(rules, words=VOCABULARY.tokens)
