"""Character maps written anew: what codes mean, and which glyphs they choose, for the codes that are shown and no others."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeVar

__all__ = ["choice_map", "meaning_map"]

_Value = TypeVar("_Value")
_MOST_ROWS = 100  # of one block
_HEAD = b"/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n"
_INFO = b"/CIDSystemInfo <</Registry (Adobe) /Ordering (%s) /Supplement 0>> def\n/CMapName /%s def\n/CMapType %d def\n"
_TAIL = b"endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend\n"


def meaning_map(texts: Mapping[bytes, str]) -> bytes:
    """Return a ToUnicode map (ISO 32000-1, 9.10.3): code to text, sorted by code."""
    rows = [b"<%s> <%s>" % (_hex(code), _hex(text.encode("utf-16-be"))) for code, text in _sorted(texts)]
    return _HEAD + _INFO % (b"UCS", b"Adobe-Identity-UCS", 2) + _spaces(texts) + _blocks(b"bfchar", rows) + _TAIL


def choice_map(identifiers: Mapping[bytes, int]) -> bytes:
    """Return a map from codes to character identifiers, sorted by code."""
    rows = [b"<%s> %d" % (_hex(code), identifier) for code, identifier in _sorted(identifiers)]
    return _HEAD + _INFO % (b"Identity", b"Codes", 1) + _spaces(identifiers) + _blocks(b"cidchar", rows) + _TAIL


def _sorted(codes: Mapping[bytes, _Value]) -> list[tuple[bytes, _Value]]:
    return sorted(codes.items(), key=lambda row: (len(row[0]), row[0]))


def _hex(raw: bytes) -> bytes:
    return raw.hex().upper().encode()


def _spaces(codes: Mapping[bytes, object]) -> bytes:
    """Return the ranges of codes: the whole of a length that stands alone, else each code for itself."""
    sizes = {len(code) for code in codes}
    if len(sizes) == 1:
        size = min(sizes)
        return b"1 begincodespacerange\n<%s> <%s>\nendcodespacerange\n" % (b"00" * size, b"FF" * size)
    return _blocks(b"codespacerange", [b"<%s> <%s>" % (_hex(code), _hex(code)) for code, _ in _sorted(codes)])


def _blocks(kind: bytes, rows: list[bytes]) -> bytes:
    out = []
    for start in range(0, len(rows), _MOST_ROWS):
        block = rows[start : start + _MOST_ROWS]
        out.append(b"%d begin%s\n%s\nend%s\n" % (len(block), kind, b"\n".join(block), kind))
    return b"".join(out)
