"""PDFs that keep their pages, read back by other means."""

from pipeline.verify.kept.expected import KeptBar, KeptExpected, KeptPage
from pipeline.verify.kept.verify import KEPT_PROBES, verify_kept

__all__ = ["KEPT_PROBES", "KeptBar", "KeptExpected", "KeptPage", "verify_kept"]
