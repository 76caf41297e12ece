"""Excise once, then write: the typeset PDF and the text of a version, from excised pages only."""

from pipeline.render.fonts import register as load_fonts
from pipeline.render.render import render

__all__ = ["load_fonts", "render"]
