"""What names of glyphs and targets of maps stand for, and whether two sources mean the same letters."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from fontTools import agl

__all__ = ["UNTOLD", "agree", "named_text", "settled"]

UNTOLD = "\ufffd"
_MOST_TEXT = 16  # characters that one code may stand for; the longest ligature known has 18, in Arabic, and is one character
_BLANK_NAMES = frozenset({"nonmarkingreturn", "CR", ".null", "NULL", "tab", "HT", "LF", "nbspace", "nonbreakingspace"})
_VARIANT = re.compile(r"(small|oldstyle|superior|inferior)$")
_LINE_BLANKS = frozenset("\t\n\r\x0b\x0c\u2028\u2029")
_LIGATURES = {"\ufb00": "ff", "\ufb01": "fi", "\ufb02": "fl", "\ufb03": "ffi", "\ufb04": "ffl", "\ufb05": "st", "\ufb06": "st"}
_LOOKALIKES = str.maketrans({"\u0131": "i", "\u0237": "j", "\uf6be": "j", "\u017f": "s", "\u2044": "/"})
_UNTELLING = frozenset({"Cc", "Co", "Cs", "Cn"})  # control, private use, surrogate, unassigned


@lru_cache(maxsize=70_000)
def settled(text: str) -> str:
    """Return what a map or a name gives as text of a record, or ``UNTOLD`` where it tells nothing that a reader could rely on.

    Ligatures become their letters, line breaks and tabs blanks; characters of private use and controls tell nothing.
    """
    if not text or len(text) > _MOST_TEXT:
        return UNTOLD
    plain = "".join(" " if each in _LINE_BLANKS else _LIGATURES.get(each, each) for each in text)
    if UNTOLD in plain or any(unicodedata.category(each) in _UNTELLING for each in plain):
        return UNTOLD
    return plain


@lru_cache(maxsize=20_000)
def named_text(name: str, *, is_dingbats: bool = False) -> str:
    """Return what a glyph's name stands for by the Adobe Glyph List (specification, section 2), or ``UNTOLD``.

    Small capitals, old style figures and superiors, which the list keeps for private use, are their letters and figures.
    """
    if name in _BLANK_NAMES:
        return " "
    text = settled(agl.toUnicode(name, is_dingbats))
    if text == UNTOLD and (variant := _VARIANT.search(name)):
        return settled(agl.toUnicode(name[: variant.start()]))
    return text


@lru_cache(maxsize=20_000)
def _folded(text: str) -> str:
    return unicodedata.normalize("NFKC", text.translate(_LOOKALIKES)).casefold()


def agree(one: str, other: str) -> bool:
    """Return whether two sources of one code can both be right; only where one of them is sure of letters or figures can they not.

    Case, compatibility forms, and accents that are set apart make no difference. A blank is no sign: what one source calls a blank
    and another a comma is ink that nobody reads.
    """
    if one == other or UNTOLD in {one, other}:
        return True
    if one.isspace() != other.isspace():
        return False
    first, second = _folded(one), _folded(other)
    return first == second or not (first.isalnum() or second.isalnum()) or _bare(first) == _bare(second) != ""


def _bare(text: str) -> str:
    return "".join(each for each in unicodedata.normalize("NFKD", text) if each.isalnum())
