"""A sheet of paper: the drawing primitives on reportlab's canvas, in points from the top left."""

from __future__ import annotations

import datetime as dt
import hashlib
import io
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from reportlab import rl_config
from reportlab.lib.colors import Color, HexColor
from reportlab.pdfgen.canvas import Canvas

from pipeline.render.content import Content, Typed
from pipeline.render.fonts import LABEL, printable, register, width
from pipeline.wording import PROGRAM, SUBJECT

__all__ = ["ACCENT", "GREY", "INK", "MARGIN", "PAGE_HEIGHT", "PAGE_WIDTH", "PALE", "WHITE", "Sheet", "Typed"]

PAGE_WIDTH, PAGE_HEIGHT = 612.0, 792.0
MARGIN = 72.0
INK, ACCENT, GREY = HexColor(0x16181D), HexColor(0x9F1420), HexColor(0x5F6470)
PALE, WHITE = HexColor(0xE9EAED), HexColor(0xFFFFFF)


class Sheet:
    """One PDF in the making; every coordinate is in points, origin top left, y downward."""

    def __init__(self, title: str, as_of: dt.date) -> None:
        """Open a document; its properties hold the title, the program and the release date, never the clock."""
        register()
        rl_config.useA85 = 0
        self._buffer = io.BytesIO()
        size = (PAGE_WIDTH, PAGE_HEIGHT)
        # 1.4 is the first version of PDF in which a box can say aloud what it stands for.
        self._canvas = Canvas(self._buffer, size, invariant=1, initialFontName=LABEL, lang="en-US", pdfVersion=(1, 4))
        self._canvas._doc.signature = hashlib.md5(PROGRAM.encode(), usedforsecurity=False)  # noqa: SLF001  # else seeded by a clock
        self._canvas.setDateFormatter(lambda *_: f"D:{as_of:%Y%m%d}000000+00'00'")
        self._canvas.setTitle(title)
        self._canvas.setAuthor(PROGRAM)
        self._canvas.setSubject(SUBJECT)
        self._canvas.setCreator(PROGRAM)
        self._canvas.setProducer(PROGRAM)
        self._content = Content(self._canvas)

    def text(self, x: float, y: float, text: str, font: str, size: float, colour: Color = INK, *, spacing: float = 0.0) -> None:
        """Draw text with its baseline at ``y``."""
        self.texts([(x, y, text)], font, size, colour, spacing=spacing)

    def texts(self, lines: Sequence[Typed], font: str, size: float, colour: Color = INK, *, spacing: float = 0.0) -> None:
        """Draw lines of one font, size and colour as one piece of content: readers of the page have less to read."""
        self._content.ink(fill=colour)
        self._content.show([(x, PAGE_HEIGHT - y, printable(font, text)) for x, y, text in lines], font, size, spacing)

    def right(self, x: float, y: float, text: str, font: str, size: float, colour: Color = INK) -> None:
        """Draw text that ends at ``x``."""
        self.text(x - width(font, printable(font, text), size), y, text, font, size, colour)

    def centred(self, x: float, y: float, text: str, font: str, size: float, colour: Color = INK) -> None:
        """Draw text centred on ``x``."""
        self.text(x - width(font, printable(font, text), size) / 2, y, text, font, size, colour)

    def line(self, x0: float, y0: float, x1: float, y1: float, colour: Color = GREY, weight: float = 0.5) -> None:
        """Draw a straight line."""
        self._content.ink(stroke=colour, weight=weight)
        self._content.line(x0, PAGE_HEIGHT - y0, x1, PAGE_HEIGHT - y1)

    def box(
        self, x: float, top: float, wide: float, high: float, *, fill: Color | None = None, stroke: Color | None = None, weight: float = 0.6
    ) -> None:
        """Draw a rectangle, filled or outlined or both."""
        self._content.ink(fill, stroke, weight)
        self._content.box(x, PAGE_HEIGHT - top - high, wide, high, is_filled=fill is not None, is_outlined=stroke is not None)

    @contextmanager
    def spoken(self, words: str) -> Iterator[None]:
        """Mark what is drawn inside as one span that reads as ``words``."""
        encoded = words.encode("utf-16-be").hex().upper()
        self._content.say(f"/Span <</ActualText <FEFF{encoded}>>> BDC")
        yield
        self._content.say("EMC")

    @contextmanager
    def placed(self, matrix: tuple[float, float, float, float, float, float]) -> Iterator[None]:
        """Draw what is inside about an origin of its own, y still downward: ``matrix`` takes it, y upward, to where it shows."""
        a, b, c, d, e, f = matrix
        with self._content.placed((a, b, c, d, e - c * PAGE_HEIGHT, f - d * PAGE_HEIGHT)):
            yield

    def taken(self) -> bytes:
        """Return the operators drawn since the last page or taking, to be drawn elsewhere with the fonts of this document."""
        return self._content.taken().encode("latin-1")

    def turn(self) -> None:
        """End the page."""
        self._content.turn()

    def finish(self) -> bytes:
        """Return the PDF."""
        self._canvas.save()
        return self._buffer.getvalue()
