"""Content streams as operators: parsed once, and refused where the parser had to guess."""

from __future__ import annotations

from collections.abc import Sequence

from pikepdf import Object, Page, PdfError, parse_content_stream

from pipeline.content.reading import ContentError
from pipeline.content.values import Instruction

__all__ = ["DAMAGED", "Parsed"]

DAMAGED = "damaged content"


class Parsed:
    """The streams of one page, each parsed once."""

    def __init__(self) -> None:
        self._known: dict[tuple[int, int], Sequence[Instruction]] = {}

    def instructions(self, source: Page | Object) -> Sequence[Instruction]:
        """Return the operators of a page's content, a form or a pattern. Raises ContentError where it is damaged."""
        key = (0, 0) if isinstance(source, Page) else source.objgen
        if key == (0, 0) or key not in self._known:
            try:
                self._known[key] = parse_content_stream(source)
            except (PdfError, UnicodeDecodeError, ValueError) as error:
                raise ContentError(DAMAGED) from error
        return self._known[key]
