"""Bytes that nobody trusts become a ``Record``, or are refused with one sentence."""

from pipeline.ingest.door import DEFAULT_LIMITS, Limits, Reader, ReadText, ingest
from pipeline.ingest.pdf import read_pdf
from pipeline.ingest.readers import readers_for
from pipeline.ingest.text import read_text

__all__ = ["DEFAULT_LIMITS", "Limits", "ReadText", "Reader", "ingest", "read_pdf", "read_text", "readers_for"]
