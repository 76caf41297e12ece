"""The content of pages as operators of the PDF, few and short: three readers go through each of them.

A colour, a weight or a font is named only where it changes, and lines of text are placed by steps from one to the next.
reportlab names all of them every time, which is most of what it writes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from reportlab.lib.colors import Color
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfgen.canvas import Canvas

from pipeline.render.fonts import runs

__all__ = ["Content", "Typed"]

Typed = tuple[float, float, str]  # x and baseline from the bottom left, and text

_DECIMALS = 3  # a thousandth of a point is no more seen than printed
_PLAIN = re.compile(r"[ -~]*")
_DELIMITER = re.compile(r"[()\\]")
_ESCAPED = r"\\\g<0>"
_UNPLAIN = re.compile(r"[^ -~]")


def _number(value: float) -> str:
    return f"{round(value, _DECIMALS):g}"


def _numbers(*values: float) -> str:
    return " ".join(map(_number, values))


def _factor(value: float) -> str:
    """Return a number of a matrix, which may be a sine: lengths are multiplied by it."""
    return f"{round(value, 2 * _DECIMALS) + 0.0:.{2 * _DECIMALS}f}".rstrip("0").rstrip(".")


def _octal(found: re.Match[str]) -> str:
    return f"\\{ord(found.group()):03o}"


def _string(text: str) -> str:
    """Return codes of a font as a string of the PDF."""
    return f"({_UNPLAIN.sub(_octal, _DELIMITER.sub(_ESCAPED, text))})"


class Content:
    """What is drawn on the pages of one canvas, in points from the bottom left."""

    def __init__(self, canvas: Canvas) -> None:
        """Draw on ``canvas``, from its first page on."""
        self._canvas = canvas
        self._set: dict[str, str] = {}
        self._names: dict[str, str] = {}  # of fonts whose plain letters stand at their own codes

    def turn(self) -> None:
        """End the page; the next one begins with nothing set."""
        self._canvas.showPage()
        self._set.clear()

    def taken(self) -> str:
        """Return the operators drawn on this page so far, and leave it empty with nothing set."""
        code = "\n".join(self._canvas._code)  # noqa: SLF001  # as in ``say``
        self._canvas._code.clear()  # noqa: SLF001
        self._set.clear()
        return code

    @contextmanager
    def placed(self, matrix: tuple[float, float, float, float, float, float]) -> Iterator[None]:
        """Draw what is inside in a space of its own, which ``matrix`` takes to this one; what it sets ends with it."""
        before = dict(self._set)
        self.say(f"q {' '.join(map(_factor, matrix))} cm")
        yield
        self.say("Q")
        self._set = before

    def say(self, code: str) -> None:
        """Add operators as they stand."""
        self._canvas._code.append(code)  # noqa: SLF001  # the open edition has no call for it

    def _changed(self, operator: str, operands: str) -> Iterator[str]:
        """Yield what sets ``operands``, where they are not set already."""
        if self._set.get(operator) != operands:
            self._set[operator] = operands
            yield f"{operands} {operator}"

    def ink(self, fill: Color | None = None, stroke: Color | None = None, weight: float | None = None) -> None:
        """Set the colours of what is filled and of what is drawn, and the weight of lines."""
        wanted = {"w": None if weight is None else (weight,), "rg": fill and fill.rgb(), "RG": stroke and stroke.rgb()}
        for operator, values in wanted.items():
            for code in self._changed(operator, _numbers(*values)) if values else ():
                self.say(code)

    def line(self, x0: float, y0: float, x1: float, y1: float) -> None:
        """Draw a straight line."""
        self.say(f"{_numbers(x0, y0)} m {_numbers(x1, y1)} l S")

    def box(self, x: float, y: float, wide: float, high: float, *, is_filled: bool, is_outlined: bool) -> None:
        """Draw a rectangle from its lower left corner."""
        drawn = {(True, True): "B", (True, False): "f", (False, True): "S"}[is_filled, is_outlined]
        self.say(f"{_numbers(x, y, wide, high)} re {drawn}")

    def show(self, lines: Sequence[Typed], font: str, size: float, spacing: float = 0.0) -> None:
        """Show lines of one font and size, with ``spacing`` between their letters."""
        codes = ["BT", *(self._changed("Tc", _number(spacing)) if spacing or "Tc" in self._set else ())]
        here = (0.0, 0.0)
        for x, y, text in lines:
            there = (round(x, _DECIMALS), round(y, _DECIMALS))
            codes.append(f"{_numbers(there[0] - here[0], there[1] - here[1])} Td")
            here = there
            for name, part in self._coded(font, text):
                codes += [*self._changed("Tf", f"{name} {_number(size)}"), f"{_string(part)} Tj"]
        self.say(" ".join([*codes, "ET"]))

    def _coded(self, font: str, text: str) -> Iterator[tuple[str, str]]:
        """Yield the text in parts, each with the name of its font in the file, as codes of that font."""
        for name, part in runs(font, text):
            if name in self._names and _PLAIN.fullmatch(part):
                yield self._names[name], part
                continue
            face = pdfmetrics.getFont(name)
            for subset, codes in face.splitString(part, self._canvas._doc):  # noqa: SLF001  # subsets belong to the document
                yield face.getSubsetInternalName(subset, self._canvas._doc), codes.decode("latin-1")  # noqa: SLF001
            if face._asciiReadable:  # noqa: SLF001  # then plain letters are in the first subset from the start
                self._names[name] = face.getSubsetInternalName(0, self._canvas._doc)  # noqa: SLF001
