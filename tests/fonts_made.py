"""Fonts of PDFs made up for tests: dictionaries, character maps, and programs small enough to read."""

from __future__ import annotations

import io
from collections.abc import Mapping

from fontTools.fontBuilder import FontBuilder
from fontTools.pens.t2CharStringPen import T2CharStringPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib.tables._g_l_y_f import Glyph
from pikepdf import Array, Dictionary, Name, Object, Pdf

WIDTH = 500


class Made:
    """Makes the objects of one PDF, which must live as long as they do."""

    def __init__(self) -> None:
        self.pdf = Pdf.new()

    def stream(self, data: bytes, **keys: Object | int) -> Object:
        """Return a stream of data."""
        return self.pdf.make_stream(data, **keys)

    def simple(self, subtype: str = "Type1", base: str = "Helvetica", **keys: object) -> Dictionary:
        """Return a font of one byte a code; every code is half an em wide."""
        widths = {"FirstChar": 0, "LastChar": 255, "Widths": Array([WIDTH] * 256)}
        return _dictionary({"Type": Name.Font, "Subtype": Name("/" + subtype), "BaseFont": Name("/" + base), **widths, **keys})

    def composite(self, encoding: Object | None = None, system: tuple[str, str] = ("Adobe", "Identity"), **keys: object) -> Dictionary:
        """Return a Type 0 font, of Identity-H if not said; ``keys`` are its descendant's, but for ``ToUnicode``."""
        told = {"ToUnicode": keys.pop("ToUnicode")} if "ToUnicode" in keys else {}
        known = Dictionary(Registry=system[0], Ordering=system[1], Supplement=0)
        descendant = {"Type": Name.Font, "Subtype": Name.CIDFontType2, "BaseFont": Name.Made, "CIDSystemInfo": known, **keys}
        whole = {"Type": Name.Font, "Subtype": Name.Type0, "BaseFont": Name("/ABCDEF+Made"), **told}
        whole["Encoding"] = encoding if encoding is not None else Name("/Identity-H")
        return _dictionary({**whole, "DescendantFonts": Array([_dictionary(descendant)])})

    def told(self, *parts: str) -> Object:
        """Return a ToUnicode map of parts such as ``1 beginbfchar <41> <0041> endbfchar``."""
        return self.stream("\n".join(parts).encode())

    def described(self, key: str, program: bytes, flags: int = 32, **keys: object) -> Dictionary:
        """Return a descriptor that brings a program."""
        return _dictionary({"Type": Name.FontDescriptor, "Flags": flags, key: self.stream(program), **keys})


def _dictionary(keys: Mapping[str, object]) -> Dictionary:
    return Dictionary({"/" + key: value for key, value in keys.items()})


def chars(**targets: str) -> str:
    """Return a section of a map; the keys are codes in hex after an ``x``, the targets what they stand for."""
    pairs = " ".join(f"<{code[1:]}> <{text.encode('utf-16-be').hex()}>" for code, text in targets.items())
    return f"{len(targets)} beginbfchar {pairs} endbfchar"


def true_type(
    characters: Mapping[int, str], *, has_names: bool = True, names: tuple[str, ...] = ("A", "B", "space"), inked: str = ""
) -> bytes:
    """Return a TrueType program of three glyphs after .notdef; ``characters`` is its Unicode cmap, only ``inked`` draws anything."""
    builder = FontBuilder(1000, isTTF=True)
    order = [".notdef", *names]
    builder.setupGlyphOrder(order)
    builder.setupCharacterMap(dict(characters))
    builder.setupGlyf({name: _square() if name == inked else TTGlyphPen(None).glyph() for name in order})
    builder.setupHorizontalMetrics(dict.fromkeys(order, (WIDTH, 0)))
    builder.setupHorizontalHeader(ascent=800, descent=-200)
    builder.setupNameTable({"familyName": "Made"})
    builder.setupOS2()
    builder.setupPost(keepGlyphNames=has_names)
    return _saved(builder)


def _square() -> Glyph:
    pen = TTGlyphPen(None)
    pen.moveTo((0, 0))
    for point in ((0, 500), (500, 500), (500, 0)):
        pen.lineTo(point)
    pen.closePath()
    return pen.glyph()


def compact(names: tuple[str, ...]) -> bytes:
    """Return the CFF program of an OpenType font whose glyphs have these names."""
    builder = FontBuilder(1000, isTTF=False)
    order = [".notdef", *names]
    builder.setupGlyphOrder(order)
    builder.setupCharacterMap({})
    drawn = {name: T2CharStringPen(WIDTH, None).getCharString() for name in order}
    builder.setupCFF("Made", {}, drawn, {})
    builder.setupHorizontalMetrics(dict.fromkeys(order, (WIDTH, 0)))
    builder.setupHorizontalHeader(ascent=800, descent=-200)
    builder.setupNameTable({"familyName": "Made"})
    builder.setupOS2()
    builder.setupPost()
    return _saved(builder)


def _saved(builder: FontBuilder) -> bytes:
    out = io.BytesIO()
    builder.save(out)
    return out.getvalue()
