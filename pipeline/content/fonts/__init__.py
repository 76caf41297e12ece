"""The fonts of a PDF: the codes of a shown string, what each stands for, how far it moves the pen (ISO 32000-1, 9.5 to 9.10)."""

from __future__ import annotations

from pipeline.content.fonts.composite import CompositeFont
from pipeline.content.fonts.reading import read_font
from pipeline.content.fonts.simple import SimpleFont, Type3Font

__all__ = ["CompositeFont", "SimpleFont", "Type3Font", "read_font"]
