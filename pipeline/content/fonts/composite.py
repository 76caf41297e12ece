"""Composite fonts: codes of one to four bytes, told apart by a character map, each the number of a glyph (ISO 32000-1, 9.7)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from pikepdf import Object

from pipeline.content.fonts.cmaps import CodeMap, Identity, read_code_map
from pipeline.content.fonts.descriptor import base_name, cell
from pipeline.content.fonts.orderings import Letters, inked, readers
from pipeline.content.fonts.programs import Program, program_or_blank
from pipeline.content.fonts.signs import is_pictures, signs
from pipeline.content.fonts.tounicode import Told, read_to_unicode
from pipeline.content.fonts.widths import UNKNOWN, composite_widths

__all__ = ["SILENT", "CompositeFont", "read_composite"]

SILENT = "nothing tells what its codes stand for"

_WIDTHLESS: tuple[dict[int, float], float] = ({}, 0.0)
_MOST_KNOWN = 70_000  # codes kept; a font has at most 65,536 glyphs
_MOST_SHOWN = 4_096  # strings kept as they are read: every stage asks for the same few again, words stand on many pages


_Shown = tuple[Sequence[bytes], Sequence[str], Sequence[float]]
"""The codes of a string, what they stand for, and their widths in em; nobody changes them."""


@dataclass(frozen=True, slots=True)
class CompositeFont:
    """A Type 0 font. ``letters`` say what a code stands for, ``widths`` and ``default`` its width by CID; each is asked once a code."""

    name: str
    fault: str | None
    ascent: float
    descent: float
    is_vertical: bool
    codes: CodeMap = field(repr=False)
    letters: Letters = field(repr=False)
    widths: Mapping[int, float] = field(repr=False)
    default: float
    blanks: tuple[bytes, ...] = field(default=(), repr=False)
    _known: dict[bytes, tuple[str, float]] = field(default_factory=dict, repr=False, compare=False)
    _lies: set[bytes] = field(default_factory=set, repr=False, compare=False)
    _shown: dict[bytes, _Shown] = field(default_factory=dict, repr=False, compare=False)

    @property
    def contradicted(self) -> frozenset[bytes]:
        """Return the codes, of those asked for until now, of which two sources say different letters; their text is U+FFFD."""
        return frozenset(self._lies)

    def split(self, shown: bytes) -> Sequence[bytes]:
        """Return the codes of a shown string; what is left at its end is one, cut off."""
        return (self._shown.get(shown) or self._read(shown))[0]

    def _parted(self, shown: bytes) -> list[bytes]:
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
        return (self._shown.get(shown) or self._read(shown))[1]

    def text(self, shown: bytes) -> str:
        """Return what a shown string says."""
        return "".join(self.texts(shown))

    def advances(self, shown: bytes) -> Sequence[float]:
        """Return the width of each code in em."""
        return (self._shown.get(shown) or self._read(shown))[2]

    def blank(self) -> tuple[bytes, float] | None:
        """Return a code that draws a blank and its width in em, or None."""
        for code in self.blanks:
            text, width = self._look(code)
            if text == " " and width > 0:
                return code, width
        return None

    def _read(self, shown: bytes) -> _Shown:
        codes = self._parted(shown)
        known = [self._known.get(code) or self._look(code) for code in codes]
        found = codes, [text for text, _ in known], [width for _, width in known]
        if len(self._shown) >= _MOST_SHOWN:
            self._shown.clear()
        self._shown[shown] = found
        return found

    def _look(self, code: bytes) -> tuple[str, float]:
        text, is_lie = self.letters.look(code)
        found = text, self.widths.get(self.codes.cid(code) or 0, self.default)
        if len(self._known) < _MOST_KNOWN:
            self._known[code] = found
            if is_lie:
                self._lies.add(code)
        return found


def read_composite(font: Object) -> CompositeFont:
    """Return a Type 0 font as its codes are read.

    Raises UnknownMapError, LargeMapError, TooLargeError or TornError where a map cannot be read, and whatever pikepdf and fontTools
    raise on a broken dictionary.
    """
    (descendant,) = font["/DescendantFonts"]
    name, codes = base_name(font), read_code_map(font.get("/Encoding"))
    program = program_or_blank(descendant)
    told, known = read_to_unicode(font.get("/ToUnicode"), codes.width), signs(name)
    letters = Letters(told, readers(codes, descendant, program, known), known, inked(codes, descendant, program))
    widths = composite_widths(descendant)
    height = cell(descendant)
    is_silent = told.is_silent and not letters.others and not is_pictures(name)
    return CompositeFont(
        name,
        UNKNOWN if widths is None else SILENT if is_silent else None,
        height.ascent,
        height.descent,
        codes.is_vertical,
        codes,
        letters,
        *(widths or _WIDTHLESS),
        _blanks(told, codes, program),
    )


def _blanks(told: Told, codes: CodeMap, program: Program | None) -> tuple[bytes, ...]:
    """Return the codes that may draw a blank: those that the map says are one, then those whose glyph is one by its program."""
    found = told.codes_of(" ")
    if isinstance(codes, Identity) and program is not None:
        found += [glyph.to_bytes(codes.width) for glyph, text in program.letters.items() if text == " "]
    if codes.unicode is not None:
        found.append(" ".encode(codes.unicode))
    return tuple(found)
