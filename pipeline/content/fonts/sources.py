"""What each code of a simple font stands for, from its encoding and its program (ISO 32000-1, 9.6.6 and 9.10.2)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from pikepdf import Object

from pipeline.content.fonts.descriptor import base_name, is_symbolic
from pipeline.content.fonts.encodings import CODES, STANDARD, Names, base_encoding, differences, own_encoding
from pipeline.content.fonts.ink import is_blank
from pipeline.content.fonts.letters import UNTOLD, named_text
from pipeline.content.fonts.programs import Program
from pipeline.content.fonts.sfnt import MAC, SYMBOL, Sfnt
from pipeline.content.fonts.signs import is_pictures, signed, signs
from pipeline.content.fonts.widths import standard_family

__all__ = ["Sources", "inked_codes", "simple_sources", "type3_sources"]

_SYMBOL_PAGES = (0xF000, 0xF100, 0xF200, 0)  # what a symbol cmap adds to codes (ISO 32000-1, 9.6.6.4)
_DINGBATS = "ZapfDingbats"
_NAMELESS: Names = (None,) * CODES
_BLANK_CODES = frozenset({0, 9, 10, 13})  # ends of strings, tabs and line ends that writers leave; no encoding has a glyph for them
_HARD_SPACE = 0xA0  # of the standard fonts, which draw nothing where their encoding has no name


@dataclass(frozen=True, slots=True)
class Sources:
    """What a simple font says beside ToUnicode, by code.

    ``letters`` are what its codes stand for, ``evidence`` the same where a viewer chooses the glyph by it, so that it can contradict
    a ToUnicode map; U+FFFD elsewhere. ``names`` are those of the glyphs.
    """

    names: Names = field(repr=False)
    letters: tuple[str, ...] = field(repr=False)
    evidence: tuple[str, ...] = field(repr=False)


def simple_sources(font: Object, program: Program | None) -> Sources:
    """Return what a simple font's encoding and program say of its codes; U+FFFD where neither says anything."""
    family = standard_family(base_name(font))
    names = _names(font, program, family)
    known = signs(base_name(font))
    named = _named(names, differences(font.get("/Encoding")), known, is_dingbats=family == _DINGBATS)
    drawn = {code: signed(text, known) for code, text in _drawn(program).items()}
    is_by_name = not drawn or (_names_glyphs(font.get("/Encoding")) and not (program and program.tables and program.tables.is_symbol_only))
    first, second = (named, _table(drawn)) if is_by_name else (_table(drawn), named)
    letters = tuple(other if one == UNTOLD else one for one, other in zip(first, second, strict=True))
    silent = _BLANK_CODES | {_HARD_SPACE} if family is not None and program is None else _BLANK_CODES
    blanks = {code for code in silent if names[code] is None and code not in drawn}
    return Sources(
        names,
        tuple(" " if code in blanks and letter == UNTOLD else letter for code, letter in enumerate(letters)),
        (UNTOLD,) * CODES if is_pictures(base_name(font)) else first,
    )


def inked_codes(font: Object, program: Program | None, names: Names, letters: Sequence[str]) -> frozenset[int]:
    """Return the codes that say a blank though their glyph draws something; none where no program of its own tells it."""
    if program is None:
        return frozenset()
    blanks = [code for code, text in enumerate(letters) if is_blank(text)]
    return frozenset(code for code in blanks if any(map(program.ink, _chosen(font, program, code, names[code], letters[code]))))


def _chosen(font: Object, program: Program, code: int, name: str | None, text: str) -> list[int]:
    """Return the glyphs that a viewer may choose for a code (ISO 32000-1, 9.6.6.2 and 9.6.6.4)."""
    named = [program.numbers[name]] if name is not None and name in program.numbers else []
    if program.tables is None:
        return named
    cmaps = program.tables.cmaps
    if _names_glyphs(font.get("/Encoding")) and not program.tables.is_symbol_only and len(text) == 1:
        by_text = [glyphs[ord(text)] for key, glyphs in cmaps.items() if key not in {SYMBOL, MAC} and ord(text) in glyphs]
        if by_text or named:
            return by_text or named
    own = [cmaps.get(key, {}) for key in (SYMBOL, MAC)]
    return [glyphs[page + code] for glyphs in own for page in _SYMBOL_PAGES if page + code in glyphs]


def type3_sources(font: Object) -> Sources:
    """Return what the names of a Type 3 font's procedures say; only ``Differences`` name them (ISO 32000-1, 9.6.5)."""
    differing = differences(font.get("/Encoding"))
    names = tuple(differing.get(code) for code in range(CODES))
    letters = tuple(named_text(name) if name else UNTOLD for name in names)
    return Sources(names, letters, letters)


def _names(font: Object, program: Program | None, family: str | None) -> Names:
    """Return the names of the codes: the base, which may be built in, and the differences (ISO 32000-1, table 114)."""
    encoding = font.get("/Encoding")
    own = own_encoding(family) if family is not None and program is None else None
    base = own or base_encoding(encoding) or _built_in(font, program)
    differing = differences(encoding)
    return tuple(differing.get(code, name) for code, name in enumerate(base)) if differing else base


def _built_in(font: Object, program: Program | None) -> Names:
    if program is not None and program.encoding is not None:
        return program.encoding
    if str(font.get("/Subtype")) == "/TrueType":
        is_known = program is None and standard_family(base_name(font)) is not None
        is_plain = program is not None and program.tables is not None and not _code_maps(program.tables)
        is_latin = not is_symbolic(font) or is_known or is_plain
        return STANDARD if is_latin or _names_glyphs(font.get("/Encoding")) else _NAMELESS
    is_torn = program is not None and program.tables is None
    return _NAMELESS if is_torn or (is_symbolic(font) and standard_family(base_name(font)) is None) else STANDARD


def _named(names: Names, differing: Mapping[int, str], known: Mapping[int, str], *, is_dingbats: bool) -> tuple[str, ...]:
    """Return the letters of names; in a font of signs a name that is not its own font's but a Latin base's tells nothing."""
    letters = [named_text(name, is_dingbats=is_dingbats) if name else UNTOLD for name in names]
    for code, sign in known.items():
        if code not in differing:
            letters[code] = sign
    return tuple(letters)


def _names_glyphs(encoding: Object | None) -> bool:
    return base_encoding(encoding) is not None or bool(differences(encoding))


def _code_maps(tables: Sfnt) -> list[tuple[int, int]]:
    return [key for key in (SYMBOL, MAC) if key in tables.cmaps]


def _drawn(program: Program | None) -> dict[int, str]:
    """Return the letters of the glyphs that a TrueType program gives codes by themselves, U+FFFD for a glyph that has none."""
    if program is None or program.tables is None:
        return {}
    drawn: dict[int, str] = {}
    for key in _code_maps(program.tables):
        glyphs = program.tables.cmaps[key]
        for code in range(CODES):
            found = next((glyphs[page + code] for page in _SYMBOL_PAGES if page + code in glyphs), None)
            if found is not None:
                drawn.setdefault(code, program.letters.get(found, UNTOLD))
    return drawn


def _table(drawn: Mapping[int, str]) -> tuple[str, ...]:
    return tuple(drawn.get(code, UNTOLD) for code in range(CODES))
