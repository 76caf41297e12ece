"""What a misspelled word was most likely meant to be."""

from __future__ import annotations

import difflib
from collections.abc import Iterable

__all__ = ["closest", "did_you_mean", "hint", "hint_of_code"]

_LIKENESS = 0.7  # below it difflib offers words that share a few letters and no more
_CODES = (
    *(f"1.4({letter})" for letter in "abcdefgh"),
    *(f"{years}X{number}" for years in (25, 50, 75) for number in range(1, 10)),
    *("50X1-HUM", "50X2-WMD", "RD", "FRD", "TFNI"),
    *(f"(b)({number})" for number in (2, 4, 5, 6, 8, 9)),
    *(f"(b)(7)({letter})" for letter in "ABCDEF"),
    *(f"(b)(5) {privilege}" for privilege in ("deliberative process", "attorney-client privilege", "attorney work product")),
    *(f"P{number}" for number in range(1, 7)),
    *("(d)(5)", "(j)(1)", "(j)(2)"),
    *(f"(k)({number})" for number in range(1, 8)),
)


def closest(word: str, known: Iterable[str]) -> str | None:
    """Return the known word that is close to ``word``, or None."""
    named = {each.casefold(): each for each in known}
    close = difflib.get_close_matches(word.casefold().replace(" ", "_"), named, n=1, cutoff=_LIKENESS)
    return named[close[0]] if close else None


def did_you_mean(meant: str | None) -> str:
    """Return the words to say so, for the middle of a sentence; nothing where nothing is known."""
    return f" (did you mean {meant!r}?)" if meant else ""


def hint(word: str, known: Iterable[str]) -> str:
    """Return the words to say which of ``known`` was meant."""
    return did_you_mean(closest(word, known))


def hint_of_code(code: str) -> str:
    """Return the hint for a code that is spelled otherwise.

    Only where all letters and digits agree: a code that is merely close stands for another ground.
    """
    bare = _bare(code)
    return did_you_mean(next((each for each in _CODES if _bare(each) == bare), None))


def _bare(code: str) -> str:
    return "".join(char for char in code.casefold() if char.isalnum())
