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
from reportlab.pdfgen.textobject import PDFTextObject

from pipeline.render.fonts import LABEL, printable, register, runs, width
from pipeline.wording import PROGRAM, SUBJECT

__all__ = ["ACCENT", "GREY", "INK", "MARGIN", "PAGE_HEIGHT", "PAGE_WIDTH", "PALE", "WHITE", "Sheet", "Typed"]

PAGE_WIDTH, PAGE_HEIGHT = 612.0, 792.0
MARGIN = 72.0
INK, ACCENT, GREY = HexColor(0x16181D), HexColor(0x9F1420), HexColor(0x5F6470)
PALE, WHITE = HexColor(0xE9EAED), HexColor(0xFFFFFF)


Typed = tuple[float, float, str]  # x, baseline and text


def _show(drawing: PDFTextObject, text: str, font: str, size: float) -> None:
    """Show text in as many fonts as it needs, naming each where it changes."""
    for name, part in runs(font, text):
        if (name, size) != (drawing._fontname, drawing._fontsize):  # noqa: SLF001  # what the text object set last
            drawing.setFont(name, size)
        drawing._textOut(part)  # noqa: SLF001  # textOut would measure what it shows, and nobody asks


class Sheet:
    """One PDF in the making; every coordinate is in points, origin top left, y downward."""

    def __init__(self, title: str, as_of: dt.date) -> None:
        """Open a document; its properties hold the title, the program and the release date, never the clock."""
        register()
        rl_config.useA85 = 0
        self._buffer = io.BytesIO()
        self._canvas = Canvas(self._buffer, pagesize=(PAGE_WIDTH, PAGE_HEIGHT), invariant=1, initialFontName=LABEL, lang="en-US")
        self._canvas._doc.signature = hashlib.md5(PROGRAM.encode(), usedforsecurity=False)  # noqa: SLF001  # else seeded by a clock
        self._canvas.setDateFormatter(lambda *_: f"D:{as_of:%Y%m%d}000000+00'00'")
        self._canvas.setTitle(title)
        self._canvas.setAuthor(PROGRAM)
        self._canvas.setSubject(SUBJECT)
        self._canvas.setCreator(PROGRAM)
        self._canvas.setProducer(PROGRAM)

    def text(self, x: float, y: float, text: str, font: str, size: float, colour: Color = INK, *, spacing: float = 0.0) -> None:
        """Draw text with its baseline at ``y``."""
        drawing = self._canvas.beginText(x, PAGE_HEIGHT - y)
        drawing.setFillColor(colour)
        if spacing:
            drawing.setCharSpace(spacing)
        _show(drawing, printable(font, text), font, size)
        if spacing:
            drawing.setCharSpace(0)
        self._canvas.drawText(drawing)

    def texts(self, lines: Sequence[Typed], font: str, size: float, colour: Color = INK) -> None:
        """Draw lines of one font, size and colour as one piece of content: readers of the page have less to read."""
        drawing = self._canvas.beginText()
        drawing.setFillColor(colour)
        for x, y, text in lines:
            drawing.setTextOrigin(x, PAGE_HEIGHT - y)
            _show(drawing, printable(font, text), font, size)
        self._canvas.drawText(drawing)

    def right(self, x: float, y: float, text: str, font: str, size: float, colour: Color = INK) -> None:
        """Draw text that ends at ``x``."""
        self.text(x - width(font, printable(font, text), size), y, text, font, size, colour)

    def centred(self, x: float, y: float, text: str, font: str, size: float, colour: Color = INK) -> None:
        """Draw text centred on ``x``."""
        self.text(x - width(font, printable(font, text), size) / 2, y, text, font, size, colour)

    def line(self, x0: float, y0: float, x1: float, y1: float, colour: Color = GREY, weight: float = 0.5) -> None:
        """Draw a straight line."""
        self._canvas.setStrokeColor(colour)
        self._canvas.setLineWidth(weight)
        self._canvas.line(x0, PAGE_HEIGHT - y0, x1, PAGE_HEIGHT - y1)

    def box(
        self, x: float, top: float, wide: float, high: float, *, fill: Color | None = None, stroke: Color | None = None, weight: float = 0.6
    ) -> None:
        """Draw a rectangle, filled or outlined or both."""
        self._canvas.setLineWidth(weight)
        if fill:
            self._canvas.setFillColor(fill)
        if stroke:
            self._canvas.setStrokeColor(stroke)
        self._canvas.rect(x, PAGE_HEIGHT - top - high, wide, high, stroke=int(stroke is not None), fill=int(fill is not None))

    @contextmanager
    def spoken(self, words: str) -> Iterator[None]:
        """Mark what is drawn inside as one span that reads as ``words``."""
        encoded = words.encode("utf-16-be").hex().upper()
        self._canvas._code.append(f"/Span <</ActualText <FEFF{encoded}>>> BDC")  # noqa: SLF001  # the open edition has no call for it
        yield
        self._canvas._code.append("EMC")  # noqa: SLF001

    def turn(self) -> None:
        """End the page."""
        self._canvas.showPage()

    def finish(self) -> bytes:
        """Return the PDF."""
        self._canvas.save()
        return self._buffer.getvalue()
