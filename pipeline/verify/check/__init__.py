"""Check any PDF for leaks: what its pages hide, what it carries beside them, and secrets that somebody knows."""

from pipeline.verify.check.check import check
from pipeline.verify.check.values import Finding, Kind, Report, Unjudged

__all__ = ["Finding", "Kind", "Report", "Unjudged", "check"]
