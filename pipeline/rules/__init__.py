"""Rule files read strictly into a frozen ``RuleSet``; a fault shown with its line."""

from pipeline.rules.load import Loaded, load_rules, read_rules
from pipeline.rules.rulings import Rulings, read_rulings
from pipeline.rules.underline import shown_width, underlined

__all__ = ["Loaded", "Rulings", "load_rules", "read_rules", "read_rulings", "shown_width", "underlined"]
