"""What can be read, by media type."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

from pipeline.ingest.door import Reader
from pipeline.ingest.pdf import read_pdf
from pipeline.ingest.text import read_text

__all__ = ["readers_for"]


def readers_for(passwords: tuple[str, ...] = ()) -> Mapping[str, Reader]:
    """Return the readers of all formats: a PDF may want one of ``passwords``."""
    return {"text/plain": read_text, "application/pdf": partial(read_pdf, passwords=passwords)}
