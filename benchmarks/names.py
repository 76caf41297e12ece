"""Made-up names of 2 to 24 characters, the same in every run: what widths may tell is judged on them."""

from __future__ import annotations

import random

__all__ = ["NAMES"]

_COUNT, _SHORTEST, _LONGEST = 200, 2, 24
_WORDS = frozenset({"be", "i", "ma", "ha", "pa"})  # words of the language, which no rule should name
_SYLLABLES = (
    *("ba", "be", "bol", "ca", "cho", "da", "del", "dra", "el", "fe", "fi", "gan", "gor", "ha", "hil", "i", "jo", "ka", "kov", "la", "lim"),
    *(
        "ma",
        "mi",
        "mog",
        "na",
        "ne",
        "o",
        "pa",
        "pet",
        "qui",
        "ra",
        "rim",
        "sa",
        "si",
        "sta",
        "ta",
        "til",
        "u",
        "va",
        "vy",
        "wa",
        "wim",
        "xa",
    ),
    *("ya", "yg", "za", "zep", "rö", "né", "ña", "çe"),
)
_CAPITALS, _NUMBERED = 0.1, 0.1  # shares of words in capitals, and of names with a number
_HANDLES = ("7", "12", "340", "9981")


def _made_up(chance: random.Random) -> str:
    """Return a made-up name of one to three words, some with a number."""
    words = []
    for _ in range(chance.choice((1, 1, 2, 2, 3))):
        word = "".join(chance.choice(_SYLLABLES) for _ in range(chance.choice((1, 2, 2, 3, 4))))
        words.append(word.upper() if chance.random() < _CAPITALS else word.capitalize())
    if chance.random() < _NUMBERED:
        words[-1] += "-" + chance.choice(_HANDLES)
    return " ".join(words)


def _names(count: int) -> tuple[str, ...]:
    chance = random.Random(7734)  # noqa: S311  # made-up names, the same in every run
    found: dict[str, None] = {}
    while len(found) < count:
        name = _made_up(chance)
        if _SHORTEST <= len(name) <= _LONGEST and name.lower() not in _WORDS:
            found[name] = None
    return tuple(found)


NAMES = _names(_COUNT)
