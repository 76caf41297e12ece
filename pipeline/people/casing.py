"""A copy of a text as a language model wants to read it: in ordinary case, a paragraph in one line, each character at its place.

A model that learnt from newspapers sees three names in ten of a cable typed in capitals, and none that goes on over a line's end.
"""

from __future__ import annotations

import re

from pipeline.model import Span
from pipeline.people.capitals import capital_passages

__all__ = ["readable_copy"]

_WRAPPED = 45  # characters: a line at least as long goes on in the next one; a shorter one is an item of a list, or a heading
_LINE_END = re.compile(rf"(?<=[^\r\n\f]{{{_WRAPPED}}})(?:\r\n|\r|\n)(?=[^\s])")
_WORD = re.compile(r"(?<![^\W_])[^\W\d_](?:[^\W\d_]|['’](?=[^\W\d_]))+")
_DOTTED = re.compile(r"\.[^\W\d_]")  # behind the letters of U.S. and of N.A.T.O.
_FUNCTION_WORDS = frozenset(
    "a an and any are as at be been but by can did do does for from had has have he her him his if in into is it its may more no nor not of on "
    "one only or our out over she should so some such than that the their them then there these they this those to under until up upon was "
    "we were what when where whether which who whom whose will with would you your".split()
)


def readable_copy(text: str) -> str:
    """Return ``text`` at the same length, with the words of capital passages as names are written and wrapped lines joined by blanks.

    Only the case of letters and the line ends differ. A letter whose small form is longer stays.
    """
    parts, end = [], 0
    for passage in capital_passages(text):
        parts += [text[end : passage.start], _in_ordinary_case(text, passage)]
        end = passage.end
    copy = "".join((*parts, text[end:])) if parts else text
    return _LINE_END.sub(lambda match: " " * len(match.group()), copy)


def _in_ordinary_case(text: str, passage: Span) -> str:
    return _WORD.sub(_recased, text[passage.start : passage.end])


def _recased(match: re.Match[str]) -> str:
    word = match.group()
    if not word.isupper() or _DOTTED.match(match.string, match.end()):
        return word
    small = word.lower()
    if len(small) != len(word):
        return word
    return small if small in _FUNCTION_WORDS else word[0] + small[1:]
