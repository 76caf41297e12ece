"""Names of a PDF as text, also those whose bytes are no UTF-8."""

from __future__ import annotations

from pikepdf import Object

__all__ = ["spelled"]


def spelled(name: Object | None) -> str:
    """Return a name with its slash, empty for None; where its bytes are no UTF-8 (ISO 32000-1, 7.3.5 allows any) each is a character."""
    if name is None:
        return ""
    try:
        return str(name)
    except UnicodeDecodeError:
        return name.unparse().decode("latin-1")
