"""The operators of content streams that are kept, each with the kinds of its operands (ISO 32000-1, Annex A)."""

from __future__ import annotations

from decimal import Decimal

from pikepdf import Array, Name, String

__all__ = ["NAMED", "SIGNATURES", "fit"]

# n number, s string, a array, m name; marked content, compatibility sections and PostScript are left out.
SIGNATURES = {
    **dict.fromkeys(("b", "B", "b*", "B*", "BT", "ET", "f", "F", "f*", "h", "n", "q", "Q", "s", "S", "T*", "W", "W*"), ""),
    **dict.fromkeys(("g", "G", "i", "j", "J", "M", "Tc", "TL", "Tr", "Ts", "Tw", "Tz", "w"), "n"),
    **dict.fromkeys(("d0", "l", "m", "Td", "TD"), "nn"),
    **dict.fromkeys(("rg", "RG"), "nnn"),
    **dict.fromkeys(("k", "K", "re", "v", "y"), "nnnn"),
    **dict.fromkeys(("c", "cm", "d1", "Tm"), "nnnnnn"),
    **dict.fromkeys(("cs", "CS", "Do", "gs", "sh"), "m"),
    "d": "an",
    "ri": "m",
    "Tf": "mn",
    "Tj": "s",
    "TJ": "a",
    "'": "s",
    '"': "nns",
}
NAMED = {"cs": "/ColorSpace", "CS": "/ColorSpace", "Do": "/XObject", "gs": "/ExtGState", "sh": "/Shading", "Tf": "/Font"}
"""Operators that name a resource, and where it is listed."""
_KINDS: dict[str, tuple[type, ...]] = {"n": (int, float, Decimal), "s": (String,), "a": (Array,), "m": (Name,)}


def fit(operands: list[object], signature: str) -> bool:
    """Tell whether operands are of these kinds and no more; a truth value is no number."""
    if len(operands) != len(signature):
        return False
    return all(isinstance(each, _KINDS[kind]) and not isinstance(each, bool) for each, kind in zip(operands, signature, strict=True))
