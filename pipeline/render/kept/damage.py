"""What is wrong with a font or an image that rides in a PDF."""

from __future__ import annotations

__all__ = ["DamagedFontError", "DamagedImageError"]


class DamagedImageError(ValueError):
    """An image's stream does not keep to its format; nothing can be said of what is in it."""


class DamagedFontError(ValueError):
    """A font's program does not keep to its format, so that it cannot be cut down; the message is a reason without the font's words."""
