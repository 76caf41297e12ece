"""How a match of an expression may begin: literal prefixes, so that it is tried only where one of them stands.

Read off the expression's own parse. Whatever the parse does not settle gives no prefixes, and then the expression
is tried everywhere: this saves time and never a match.
"""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterable, Sequence
from functools import reduce
from re import _constants as op  # type: ignore[attr-defined]  # the parser of the standard library has no public name
from re import _parser as parser  # type: ignore[attr-defined]
from typing import Any

import regex

__all__ = ["AT_WORD", "folded", "prefixes_of"]

_LONGEST = 6  # letters
_SHORTEST = 2  # letters; shorter ones stand everywhere, digits do not
_MOST = 2_000
_ASCII = 128
_SMALL_SET = 4  # members of a set that are worth a prefix each
_CALL = re.compile(r"\(\?(?:&\w+|P>\w+|R|[0-9]+)\)")  # a pattern called by name, which only the other engine knows
_ANYTHING = r"[\\s\\S]"
# A brace that opens no count allows for misspelling ({e<=1}) in the other engine, and is a plain sign in this one.
_FUZZY = re.compile(r"\{(?![0-9]+(?:,[0-9]*)?\}|,[0-9]+\})")

_DIGIT = "0"  # stands for every digit
_OTHER_DIGITS = regex.compile(r"(?V1)[\d--0]")
AT_WORD = "\ue000"  # no character of a prefix, since those are ASCII

Prefixes = frozenset[str]
_Item = tuple[object, Any]  # an operator of the parse, and what it holds: that differs from one to the next
_DIGITS: tuple[_Item, ...] = ((op.CATEGORY, op.CATEGORY_DIGIT), (op.RANGE, (ord("0"), ord("9"))))
_NOTHING: Prefixes = frozenset({""})


def folded(text: str) -> str:
    """Return ``text``, as long as it is, with every character that may stand for a letter of ASCII as that small letter.

    Every digit is a nought.
    """
    small = text.replace("\u0130", "i").lower().replace("\u0131", "i").replace("\u017f", "s")
    return str(_OTHER_DIGITS.sub(_DIGIT, small))


class _UnsettledError(Exception):
    """The parse says too little, or too much."""


def prefixes_of(expression: str) -> Prefixes | None:
    """Return folded prefixes one of which begins every match, or None where none can be told.

    One that begins with ``AT_WORD`` stands at a word's start only.
    """
    if _FUZZY.search(expression):
        return None
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")  # what one engine warns of, the other may read otherwise
            parsed = parser.parse(_CALL.sub(_ANYTHING, expression), re.IGNORECASE | re.MULTILINE)
        found, _ = _of_sequence(parsed)
    except (_UnsettledError, re.error, Warning, RecursionError, OverflowError, ValueError):
        return None
    return frozenset(map(_placed, found)) if all(map(_is_rare, found)) else None


def _is_rare(prefix: str) -> bool:
    """Tell whether a prefix stands in few enough places to be worth seeking: ``AT_WORD`` counts as a letter."""
    return len(prefix) >= _SHORTEST or folded(prefix) == _DIGIT


def _placed(prefix: str) -> str:
    """Return a prefix, folded; what begins with no letter or digit begins no word, and may stand anywhere."""
    begins_word = prefix.startswith(AT_WORD) and prefix[1].isalnum()
    return folded(prefix if begins_word else prefix.removeprefix(AT_WORD))


def _lengthened(before: str, after: str) -> str:
    """Return ``before`` gone on with ``after``, which then no longer stands at the start of the match."""
    most = _LONGEST + before.startswith(AT_WORD)
    return (before + after.removeprefix(AT_WORD))[:most] if before else after


def _of_sequence(items: Iterable[_Item]) -> tuple[Prefixes, bool]:
    """Return the prefixes of a sequence, and whether what follows it may lengthen them."""
    found = _NOTHING
    for kind, value in items:
        more, is_open = _of_item(kind, value)
        found = frozenset(_lengthened(before, after) for before in found for after in more)
        if len(found) > _MOST:
            raise _UnsettledError
        if not is_open:
            return found, False
    return found, True


def _of_item(kind: object, value: Any) -> tuple[Prefixes, bool]:  # noqa: ANN401  # as the parse has it
    if kind is op.AT and value is op.AT_BOUNDARY:
        return frozenset({AT_WORD}), True
    if kind in {op.AT, op.ASSERT, op.ASSERT_NOT}:
        return _NOTHING, True
    if kind is op.LITERAL:
        return (frozenset({chr(value)}), True) if value < _ASCII else (_NOTHING, False)
    if kind is op.IN:
        return _of_set(value)
    if kind is op.BRANCH:
        return _of_branches(value[1])
    if kind is op.SUBPATTERN:
        return _of_sequence(value[-1])
    if kind in {op.MAX_REPEAT, op.MIN_REPEAT}:
        return _of_repeat(*value)
    return _NOTHING, False


def _of_set(members: Sequence[_Item]) -> tuple[Prefixes, bool]:
    if all(member in _DIGITS for member in members):
        return frozenset({_DIGIT}), True
    if len(members) > _SMALL_SET or any(kind is not op.LITERAL or value >= _ASCII for kind, value in members):
        return _NOTHING, False
    return frozenset(chr(value) for _, value in members), True


def _of_branches(branches: Sequence[Iterable[_Item]]) -> tuple[Prefixes, bool]:
    """Return the prefixes of all branches; those that end early keep what follows from lengthening any."""
    parts = [_of_sequence(branch) for branch in branches]
    return reduce(frozenset.union, (found for found, _ in parts)), all(is_open for _, is_open in parts)


def _of_repeat(least: int, most: int, body: Iterable[_Item]) -> tuple[Prefixes, bool]:
    found, is_open = _of_sequence(body)
    if least == 0:
        return found | _NOTHING, is_open and most == 1
    return found, is_open and most == least == 1
