"""A PDF that keeps its pages: excised, rebuilt from an allow-list, furnished."""
