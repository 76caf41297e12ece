"""Fonts whose codes are one byte: Type 1, TrueType and, with procedures for glyphs, Type 3 (ISO 32000-1, 9.6)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from pikepdf import Object

__all__ = ["SimpleFont", "Type3Font"]

_SINGLE = tuple(bytes([code]) for code in range(256))
_SPACE = 32


@dataclass(frozen=True, slots=True)
class SimpleFont:
    """A font of one byte a code, all that it says in tables of 256 entries.

    ``contradicted`` holds the codes of which two sources say different letters; their text is U+FFFD.
    """

    name: str
    fault: str | None
    ascent: float
    descent: float
    letters: tuple[str, ...] = field(repr=False)
    widths: tuple[float, ...] = field(repr=False)
    contradicted: frozenset[bytes] = frozenset()
    is_vertical: bool = False

    def split(self, shown: bytes) -> Sequence[bytes]:
        """Return the codes of a shown string: its bytes."""
        return [_SINGLE[code] for code in shown]

    def texts(self, shown: bytes) -> Sequence[str]:
        """Return what each code stands for, U+FFFD where nothing tells it."""
        letters = self.letters
        return [letters[code] for code in shown]

    def text(self, shown: bytes) -> str:
        """Return what a shown string says."""
        return "".join(self.texts(shown))

    def advances(self, shown: bytes) -> Sequence[float]:
        """Return the width of each code in em."""
        widths = self.widths
        return [widths[code] for code in shown]

    def blank(self) -> tuple[bytes, float] | None:
        """Return a code that draws a blank and its width in em, or None; the first from 32 on, below it stand controls."""
        for code in range(_SPACE, len(self.letters)):
            if self.letters[code] == " " and self.widths[code] > 0:
                return _SINGLE[code], self.widths[code]
        return None


@dataclass(frozen=True, slots=True)
class Type3Font(SimpleFont):
    """A font whose glyphs are content streams; ``procedures`` has that of each code that has one."""

    procedures: Mapping[bytes, Object] = field(default_factory=dict, repr=False)

    def blank(self) -> tuple[bytes, float] | None:
        """Return None: a procedure may draw anything, also for a blank."""
        return None
