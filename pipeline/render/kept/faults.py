"""Why a page cannot be carried over safely; whoever asked for it refuses the page by its number."""

from __future__ import annotations

from pipeline.errors import InputError

__all__ = ["UnfitPageError", "UnprunableFontError"]


class UnfitPageError(InputError):
    """A page cannot be carried over: ``page`` counts from 0, ``reason`` goes on from "page n:" and holds no text of the record."""

    def __init__(self, page: int, reason: str) -> None:
        """Say which page and why."""
        super().__init__(f"page {page + 1}: {reason}")
        self.page = page
        self.reason = reason


class UnprunableFontError(UnfitPageError):
    """A font's program cannot be cut down to what is shown; ``pages`` are all that show it, from 0."""

    def __init__(self, pages: tuple[int, ...], ordinal: int, reason: str) -> None:
        """Say which font, by the order in which fonts are first shown, from 1."""
        super().__init__(pages[0], f"its font number {ordinal} of the document cannot be cut down to the letters that stay: {reason}")
        self.pages = pages
