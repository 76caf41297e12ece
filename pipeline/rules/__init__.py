"""Rule files read strictly into a frozen ``RuleSet``."""

from pipeline.rules.load import load_rules

__all__ = ["load_rules"]
