"""What characters of private use stand for in the two fonts of signs whose codes everybody knows: Symbol and Wingdings.

Writers give their codes as U+F000 and what follows (OpenType specification, ``cmap``, platform 3 encoding 0).
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from pipeline.content.fonts.encodings import CODES, own_encoding
from pipeline.content.fonts.letters import UNTOLD, named_text, settled

__all__ = ["is_pictures", "signed", "signs"]

_PAGE = 0xF000
_PICTURES = re.compile(r"Wingdings|Webdings|Dingbats|Symbol|Marlett", re.IGNORECASE)
_SYMBOL = re.compile(r"Symbol(MT|PS|PSMT)?([,-].*)?")
_WINGDINGS = re.compile(r"Wingdings(-Regular)?")
# Bullets, boxes, ticks and arrows, of which Word and others make lists; the rest of the font is left untold.
_SIGNS = {
    0x20: " ", 0x6C: "\u25cf", 0x6D: "\u274d", 0x6E: "\u25a0", 0x6F: "\u25a1", 0x71: "\u2751", 0x72: "\u2752", 0x73: "\u2b27",
    0x74: "\u29eb", 0x75: "\u25c6", 0x76: "\u2756", 0x77: "\u2b25", 0x9E: "\u00b7", 0x9F: "\u2022", 0xA1: "\u25cb", 0xA7: "\u25aa",
    0xA8: "\u25fb", 0xD8: "\u27a2", 0xE0: "\u2192", 0xE8: "\u2794", 0xF0: "\u21e8", 0xFB: "\u2717", 0xFC: "\u2713", 0xFD: "\u2612",
    0xFE: "\u2611",
}  # fmt: skip
_GREEK = {code: named_text(name) for code, name in enumerate(own_encoding("Symbol") or ()) if name}


def is_pictures(name: str) -> bool:
    """Return whether a font's name is one of those whose glyphs are pictures and signs, whatever their codes are."""
    return bool(_PICTURES.search(name))


def signs(name: str) -> Mapping[int, str]:
    """Return what the codes of a font of this name stand for by themselves; nothing of a font that is no Symbol or Wingdings."""
    if _WINGDINGS.fullmatch(name):
        return _SIGNS
    return _GREEK if _SYMBOL.fullmatch(name) else {}


def signed(text: str, known: Mapping[int, str]) -> str:
    """Return what a map or a program gives as text of a record, characters of private use by ``signs``.

    ``UNTOLD`` where it tells nothing.
    """
    if len(text) == 1 and _PAGE <= ord(text) < _PAGE + CODES:
        return known.get(ord(text) - _PAGE, UNTOLD)
    return settled(text)
