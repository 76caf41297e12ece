"""Rule files read strictly into a frozen ``RuleSet``."""

from pipeline.rules.load import Loaded, load_rules, read_rules

__all__ = ["Loaded", "load_rules", "read_rules"]
