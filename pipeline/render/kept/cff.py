"""Compact font programs cut down to some glyphs (Adobe technical note 5176)."""

from __future__ import annotations

import io
from collections.abc import Collection, Mapping, Sequence

from fontTools.cffLib import CFFFontSet, TopDict
from fontTools.encodings.StandardEncoding import StandardEncoding
from fontTools.misc.psCharStrings import SimpleT2Decompiler, T2CharString
from fontTools.ttLib import TTFont

from pipeline.render.kept.damage import DamagedFontError

__all__ = ["Compact"]

_WORDS = (
    "version", "Notice", "Copyright", "FullName", "FamilyName", "Weight", "PostScript", "BaseFontName", "BaseFontBlend", "UniqueID", "XUID",
    "UIDBase", "SyntheticBase", "CIDFontVersion", "CIDFontRevision",
)  # fmt: skip
_NEUTRAL = "F"
_MISSING = ".notdef"
_STANDARD = "StandardEncoding"
_CODES = 256
_ISO_ADOBE = 0  # the charset of a program that tells none
_ACCENTED = 4  # numbers before endchar that compose an accented letter


class Compact:
    """A compact program as read; ``is_keyed`` where glyphs go by CID."""

    def __init__(self, program: bytes) -> None:
        """Read it. Raises DamagedFontError where it cannot be read."""
        self._set = CFFFontSet()
        self._font = TTFont()
        try:
            if program[:4] == b"OTTO":
                program = TTFont(io.BytesIO(program), lazy=True).reader["CFF "]
            self._set.decompile(io.BytesIO(program), self._font)
            self._top: TopDict = self._set.topDictIndex[0]
            self._top.rawDict.setdefault("charset", _ISO_ADOBE)
            self.names: list[str] = list(self._top.charset)
        except Exception as fault:  # fontTools fails in many ways on a damaged program
            raise DamagedFontError("it cannot be read") from fault
        self.is_keyed = hasattr(self._top, "ROS")

    def encoding(self) -> dict[int, str]:
        """Return the program's own encoding, where it lists one: code to glyph name."""
        listed = getattr(self._top, "Encoding", _STANDARD)
        return {} if isinstance(listed, str) else {code: name for code, name in enumerate(listed) if name != _MISSING}

    def cut(self, kept: Sequence[str | None], new_name: Mapping[str, str], codes: Mapping[int, str]) -> bytes:
        """Return a program of these glyphs in this order, None for a number that draws nothing; names and notices of the font are gone.

        Subroutines are written out into the glyphs that stay: none is left that could hold another's outline. ``new_name`` tells
        glyphs that get another name, ``codes`` the program's own encoding by old names. Raises DamagedFontError where that fails.
        """
        try:
            self._keep(kept, new_name)
            self._set.desubroutinize()
            self._forget_words()
            if not self.is_keyed:
                self._top.Encoding = [new_name.get(codes.get(code, _MISSING), codes.get(code, _MISSING)) for code in range(_CODES)]
            out = io.BytesIO()
            self._set.compile(out, self._font)
            return out.getvalue()
        except Exception as fault:  # fontTools fails in many ways on a damaged program
            raise DamagedFontError("its glyphs cannot be read") from fault

    def with_accents(self, wanted: Collection[str]) -> set[str]:
        """Return these glyphs and those that they are composed of (endchar with four numbers). Raises DamagedFontError."""
        found, fresh = set[str](), set(wanted)
        try:
            while fresh:
                found |= fresh
                parts = set[str]()
                for name in fresh:
                    string = self._top.CharStrings[name]
                    _Parts(parts, getattr(string.private, "Subrs", []), string.globalSubrs).execute(string)
                fresh = (parts & set(self.names)) - found
        except Exception as fault:  # fontTools fails in many ways on a damaged program
            raise DamagedFontError("its glyphs cannot be read") from fault
        return found

    def _keep(self, kept: Sequence[str | None], new_name: Mapping[str, str]) -> None:
        """Leave these glyphs alone in the program, in this order."""
        top, strings = self._top, self._top.CharStrings
        places = {name: place for place, name in enumerate(self.names)}
        numbers = [0 if name is None else places[name] for name in kept]
        items = [strings.charStringsIndex[number] for number in numbers]
        for place, name in enumerate(kept):
            if name is None:
                items[place] = T2CharString(program=["endchar"], private=items[place].private, globalSubrs=items[place].globalSubrs)
        top.charset = [f"e{place}" if name is None else new_name.get(name, name) for place, name in enumerate(kept)]
        top.numGlyphs = len(top.charset)
        index = strings.charStringsIndex
        index.items = items
        del index.file, index.offsets
        strings.charStrings = {name: place for place, name in enumerate(top.charset)}
        if self.is_keyed:
            self._select([top.FDSelect[number] for number in numbers])

    def _select(self, chosen: Sequence[int]) -> None:
        """Leave the font dictionaries alone that the kept glyphs choose."""
        used = sorted(set(chosen))
        fonts = self._top.FDArray
        self._top.FDSelect.format = None
        self._top.FDSelect.gidArray = [used.index(each) for each in chosen]
        fonts.items = [fonts[each] for each in used]
        del fonts.file, fonts.offsets

    def _forget_words(self) -> None:
        """Take names, notices and numbers of the maker out."""
        self._set.fontNames = [_NEUTRAL]
        dictionaries = [self._top, *(self._top.FDArray.items if self.is_keyed else ())]
        for each in dictionaries:
            for word in _WORDS:
                each.rawDict.pop(word, None)
                each.__dict__.pop(word, None)
        for each in dictionaries[1:]:
            each.FontName = _NEUTRAL
        if self.is_keyed:
            self._top.ROS = ("Adobe", "Identity", 0)


class _Parts(SimpleT2Decompiler):  # type: ignore[misc]  # fontTools has no types
    """Runs a glyph's program and notes the two glyphs that an accented letter is composed of."""

    def __init__(self, parts: set[str], local: Sequence[object], shared: Sequence[object]) -> None:
        SimpleT2Decompiler.__init__(self, local, shared)
        self._parts = parts

    def op_endchar(self, index: int) -> None:  # noqa: ARG002  # the signature of the interpreter
        """Note the parts of an accented letter."""
        numbers = self.popall()
        if len(numbers) >= _ACCENTED:
            self._parts.update(StandardEncoding[int(code)] for code in numbers[-2:])
