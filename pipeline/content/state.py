"""The graphics state of a page while its content is read."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from pipeline.content.geometry import IDENTITY
from pipeline.content.values import Edges, Font, Matrix

if TYPE_CHECKING:
    from pipeline.content.reading import Tile

__all__ = ["BLACK", "Colour", "State"]

Colour = tuple[float, ...]
BLACK: Colour = (0.0, 0.0, 0.0)


class State:
    """The graphics state of ISO 32000-1, tables 52, 53 and 104, as far as it tells where and how something shows.

    No dataclass, for it is copied at every ``q``: one copy of its dictionary.
    """

    def __init__(self, ctm: Matrix = IDENTITY, clip: Edges | None = None) -> None:
        self.ctm, self.clip = ctm, clip
        self.font: Font | None = None
        self.font_name, self.size = "", 0.0
        self.char_space, self.word_space, self.scale, self.leading, self.rise, self.mode = 0.0, 0.0, 1.0, 0.0, 0.0, 0
        self.line, self.along = IDENTITY, 0.0  # the text line matrix, and how far the text matrix has moved along it
        self.fill: Colour | None = BLACK
        self.stroke: Colour | None = BLACK
        self.fill_parts: int | None = 1  # components of the colour space, None where they do not say what they look like
        self.stroke_parts: int | None = 1
        self.fill_tile: Tile | None = None
        self.stroke_tile: Tile | None = None
        self.fill_alpha, self.stroke_alpha, self.group_alpha = 1.0, 1.0, 1.0
        self.is_blended, self.is_masked, self.is_transferred = False, False, False
        self.is_fill_picture = False  # filled by a shading that can draw any shape
        self.is_clip_drawn = False  # the clip may give letters' shapes to what is painted
        self.is_mask_drawn = False  # and so may the soft mask
        self.line_width = 1.0
        self.dashes: tuple[float, ...] = ()

    @property
    def is_shaped(self) -> bool:
        """Whether something gives another shape to what is painted."""
        return self.is_clip_drawn or self.is_mask_drawn

    def copied(self) -> Self:
        """Return a copy, for ``q`` and for forms."""
        copy = self.__class__.__new__(self.__class__)
        copy.__dict__ = self.__dict__.copy()
        return copy
