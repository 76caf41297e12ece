"""Composite fonts: codes of one to four bytes, told apart by a character map, each the number of a glyph (ISO 32000-1, 9.7)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from pipeline.content.fonts.cmaps import CodeMap
from pipeline.content.fonts.letters import UNTOLD

__all__ = ["CompositeFont"]

_MOST_KNOWN = 70_000  # codes kept; a font has at most 65,536 glyphs


@dataclass(frozen=True, slots=True)
class CompositeFont:
    """A Type 0 font. ``letter`` and ``width`` say what a code stands for and how wide it is; both are asked once a code."""

    name: str
    fault: str | None
    ascent: float
    descent: float
    is_vertical: bool
    codes: CodeMap = field(repr=False)
    letter: Callable[[bytes], str] = field(repr=False)
    width: Callable[[bytes], float] = field(repr=False)
    blanks: tuple[bytes, ...] = ()
    contradicted: frozenset[bytes] = frozenset()
    _known: dict[bytes, tuple[str, float]] = field(default_factory=dict, repr=False, compare=False)

    def split(self, shown: bytes) -> Sequence[bytes]:
        """Return the codes of a shown string; what is left at its end is one, cut off."""
        step, codes = self.codes.width, self.codes
        if step:
            return [shown[at : at + step] for at in range(0, len(shown), step)]
        found, at = list[bytes](), 0
        while at < len(shown):
            end = at + max(codes.taken(shown, at), 1)
            found.append(shown[at:end])
            at = end
        return found

    def texts(self, shown: bytes) -> Sequence[str]:
        """Return what each code stands for, U+FFFD where nothing tells it."""
        return [(self._known.get(code) or self._look(code))[0] for code in self.split(shown)]

    def text(self, shown: bytes) -> str:
        """Return what a shown string says."""
        return "".join(self.texts(shown))

    def advances(self, shown: bytes) -> Sequence[float]:
        """Return the width of each code in em."""
        return [(self._known.get(code) or self._look(code))[1] for code in self.split(shown)]

    def blank(self) -> tuple[bytes, float] | None:
        """Return a code that draws a blank and its width in em, or None."""
        for code in self.blanks:
            text, width = self._look(code)
            if text == " " and width > 0:
                return code, width
        return None

    def _look(self, code: bytes) -> tuple[str, float]:
        is_lie = code in self.contradicted
        found = (UNTOLD if is_lie else self.letter(code)), self.width(code)
        if len(self._known) < _MOST_KNOWN:
            self._known[code] = found
        return found
