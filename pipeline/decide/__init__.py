"""Findings, rules and rulings become a partition of the record, per version, under the law of release."""

from pipeline.decide.doubts import doubts
from pipeline.decide.law import is_covered_by_law, is_marked_classified
from pipeline.decide.partition import partition
from pipeline.decide.stage import REASONS, decide

__all__ = ["REASONS", "decide", "doubts", "is_covered_by_law", "is_marked_classified", "partition"]
