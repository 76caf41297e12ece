"""Bytes that nobody trusts become a ``Record``, or are refused with one sentence."""

from pipeline.ingest.door import DEFAULT_LIMITS, Limits, Reader, ingest
from pipeline.ingest.text import read_text

__all__ = ["DEFAULT_LIMITS", "Limits", "Reader", "ingest", "read_text"]
