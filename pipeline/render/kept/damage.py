"""What is wrong with a font or an image that rides in a PDF."""

from __future__ import annotations

import struct

from pikepdf import PdfError

__all__ = ["BROKEN", "DamagedFontError", "DamagedImageError"]

BROKEN = (PdfError, ValueError, TypeError, KeyError, IndexError, AttributeError, OverflowError, RecursionError, struct.error)
"""What objects of other kinds than the format asks for, and streams that end early, make the code that reads them raise."""


class DamagedImageError(ValueError):
    """An image's stream does not keep to its format; nothing can be said of what is in it."""


class DamagedFontError(ValueError):
    """A font's program does not keep to its format, so that it cannot be cut down; the message is a reason without the font's words."""
