"""The program of a font, cut down to what is shown, whatever its format."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from fontTools.encodings.MacRoman import MacRoman
from pikepdf import Name, Object, Pdf, Stream

from pipeline.render.kept.cff import Compact
from pipeline.render.kept.damage import DamagedFontError
from pipeline.render.kept.glyphnames import BASES, meant
from pipeline.render.kept.plain import entry
from pipeline.render.kept.truetype import TrueType
from pipeline.render.kept.type1 import TypeOne

__all__ = ["Program", "Wanted", "built_in", "cut_composite", "cut_simple", "read_program"]

Program = Compact | TrueType | TypeOne
_TRUETYPE = (b"\0\1\0\0", b"true", b"ttcf")
_SYMBOLS = (0xF000, 0xF100, 0xF200)
_MAC = {name: code for code, name in enumerate(MacRoman)}
_MISSING = ".notdef"


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is shown of a simple font: each code's glyph name where the font's entries tell one, and new names for some."""

    codes: tuple[int, ...]
    names: Mapping[int, str]
    new_name: Mapping[str, str]


def read_program(descriptor: Object | None) -> Program | None:
    """Return the program that is embedded, told by its first bytes; None where there is none. Raises DamagedFontError."""
    for key in ("/FontFile", "/FontFile2", "/FontFile3"):
        stream = entry(descriptor, key)
        if isinstance(stream, Stream):
            content = stream.read_bytes()
            if not content:
                return None
            if content[:4] in _TRUETYPE:
                return TrueType(content)
            if content[:4] == b"OTTO" or content[:1] == b"\1":
                return Compact(content)
            return TypeOne(content)
    return None


def built_in(program: Program | None) -> Mapping[int, str]:
    """Return a program's own encoding, where it goes by names."""
    if isinstance(program, Compact | TypeOne):
        return program.encoding() or BASES["/StandardEncoding"]
    return {}


def cut_simple(target: Pdf, program: Program, wanted: Wanted) -> tuple[str, Object]:
    """Return the key and the stream of a simple font's program, cut down. Raises DamagedFontError."""
    if isinstance(program, TrueType):
        return "/FontFile2", _stream(target, *_cut_by_code(program, wanted))
    known = program.names if isinstance(program, Compact) else list(program.glyphs)
    own = {code: _known(wanted.names.get(code, _MISSING), known) for code in wanted.codes}
    names = {name for each in own.values() for name in each}
    codes = {code: min(each) for code, each in own.items() if each}
    if isinstance(program, TypeOne):
        return "/FontFile", _stream(target, *program.cut(names, wanted.new_name, codes))
    kept = program.with_accents(names | {program.names[0]})
    content = program.cut([name for name in program.names if name in kept], wanted.new_name, codes)
    return "/FontFile3", _stream(target, content, subtype="/Type1C")


def cut_composite(target: Pdf, program: Program, glyphs: Mapping[int, int]) -> tuple[str, Object]:
    """Return the key and the stream of a composite font's program; ``glyphs`` are the shown ones. Raises DamagedFontError."""
    if isinstance(program, TrueType):
        content = program.cut(set(glyphs.values()), {})
        return "/FontFile2", _stream(target, content, len(content))
    if isinstance(program, TypeOne):
        raise DamagedFontError("its format does not go with its kind")
    if program.is_keyed:
        kept = {f"cid{identifier:05d}" for identifier in glyphs} | {program.names[0]}
        order: list[str | None] = [name for name in program.names if name in kept]
    else:
        last = max(glyphs.values(), default=0)
        wanted = program.with_accents({program.names[each] for each in {0, *glyphs.values()} if each < len(program.names)})
        order = [name if name in wanted else None for name in program.names]
        while order and order[-1] is None:
            order.pop()
        order = order[: max(last + 1, len(order))]
    return "/FontFile3", _stream(target, program.cut(order, {}, {}), subtype="/CIDFontType0C")


def _known(name: str, known: Collection[str]) -> set[str]:
    """Return the glyph of a name; where a program has none, those that stand for the same text, which readers take instead."""
    if name in known:
        return {name}
    text = meant(name)
    return {each for each in known if text and meant(each) == text}


def _cut_by_code(program: TrueType, wanted: Wanted) -> tuple[bytes, int]:
    """Return a TrueType program cut to the glyphs that a reader may choose for the codes (9.6.6.4), and its length."""
    maps, named = program.maps(), program.names()
    kept: dict[tuple[int, int], dict[int, int]] = {}
    for place, codes in maps.items():
        characters = {each for code in wanted.codes for each in _characters(place, code, wanted.names.get(code))}
        kept[place] = {each: codes[each] for each in sorted(characters) if each in codes}
    glyphs = {glyph for codes in kept.values() for glyph in codes.values()}
    by_name = {wanted.new_name.get(name, name): named[name] for name in wanted.names.values() if name in named}
    if not maps:
        glyphs |= set(wanted.codes)
    content = program.cut(glyphs | set(by_name.values()), kept, by_name)
    return content, len(content)


def _characters(place: tuple[int, int], code: int, name: str | None) -> set[int]:
    """Return the characters of one character map that a reader may look up for a code."""
    text = meant(name) if name else ""
    found = {ord(text)} if len(text) == 1 else set()
    if place == (1, 0):
        return {code, _MAC.get(name or "", code)}
    if place == (3, 0):
        return found | {code, *(prefix + code for prefix in _SYMBOLS)}
    return found or {code}


def _stream(target: Pdf, content: bytes, *lengths: int, subtype: str = "") -> Object:
    """Return a stream of a program with the lengths of its parts."""
    new = target.make_stream(content)
    for place, length in enumerate(lengths, 1):
        new[f"/Length{place}"] = length
    if subtype:
        new["/Subtype"] = Name(subtype)
    elif len(lengths) > 1:
        new["/Length3"] = 0
    return new
