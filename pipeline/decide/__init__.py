"""Findings, rules and rulings become a partition of the record, per version, under the law of release."""

from pipeline.decide.claims import applies
from pipeline.decide.doubts import doubts
from pipeline.decide.law import is_covered_by_law, is_marked_classified
from pipeline.decide.partition import partition
from pipeline.decide.rulings import bind, early_rulings, held_rulings, stale_rulings
from pipeline.decide.stage import REASONS, decide, judged_on

__all__ = [
    "REASONS",
    "applies",
    "bind",
    "decide",
    "doubts",
    "early_rulings",
    "held_rulings",
    "is_covered_by_law",
    "is_marked_classified",
    "judged_on",
    "partition",
    "stale_rulings",
]
