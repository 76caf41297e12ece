"""Encodings of simple fonts: which glyph's name each of 256 codes has (ISO 32000-1, 9.6.6 and Annex D)."""

from __future__ import annotations

from pikepdf import Array, Dictionary, Name, Object
from reportlab.pdfbase import _fontdata

from pipeline.content.fonts.names import spelled

__all__ = ["CODES", "EXPERT", "STANDARD", "Names", "base_encoding", "differences", "own_encoding"]

CODES = 256
Names = tuple[str | None, ...]
"""256 names of glyphs, None where a code has none."""

_TABLES: dict[str, Names] = {key: tuple(names) for key, names in _fontdata.encodings.items()}
STANDARD = _TABLES["StandardEncoding"]
EXPERT = _TABLES["MacExpertEncoding"]
_BY_NAME = {f"/{key}": _TABLES[key] for key in ("WinAnsiEncoding", "MacRomanEncoding", "MacExpertEncoding", "StandardEncoding")}
_BY_FONT = {"Symbol": _TABLES["SymbolEncoding"], "ZapfDingbats": _TABLES["ZapfDingbatsEncoding"]}


def base_encoding(encoding: Object | None) -> Names | None:
    """Return the names of the encoding that a font's ``Encoding`` names, itself or as its base; None where it names none known."""
    named = encoding.get("/BaseEncoding") if isinstance(encoding, Dictionary) else encoding
    return _BY_NAME.get(spelled(named)) if isinstance(named, Name) else None


def differences(encoding: Object | None) -> dict[int, str]:
    """Return the names that ``Differences`` sets, by code; codes beyond 255 and what is neither number nor name are passed over."""
    found = encoding.get("/Differences") if isinstance(encoding, Dictionary) else None
    names: dict[int, str] = {}
    code = 0
    values: list[object] = list(found) if isinstance(found, Array) else []
    for each in values:
        if isinstance(each, Name):
            if 0 <= code < CODES:
                names[code] = spelled(each)[1:]
            code += 1
        elif isinstance(each, int):
            code = each
    return names


def own_encoding(family: str) -> Names | None:
    """Return the built-in encoding of the two standard fonts that have one of their own."""
    return _BY_FONT.get(family)
