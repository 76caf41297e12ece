"""PDFs with a text layer: opened, walked, read twice, looked at, and laid out as the page reads."""

from pipeline.ingest.pdf.read import read_pdf

__all__ = ["read_pdf"]
