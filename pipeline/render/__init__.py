"""Excise once, then write: the typeset PDF and the text of a version, from excised pages only."""

from pipeline.render.render import render

__all__ = ["render"]
