"""The operators of content streams (ISO 32000-1, Annex A), by what becomes of them when a stream is written anew."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal

from pikepdf import ContentStreamInlineImage, ContentStreamInstruction, Name, Object, Operator

from pipeline.content.values import Instruction

__all__ = ["BARE", "BUILDING", "CLIPPING", "KNOWN", "PAINTING", "SHOWING", "SLOTS", "cleaned", "instruction", "named", "number", "told"]

BUILDING = frozenset({"m", "l", "c", "v", "y", "re", "h"})
CLIPPING = frozenset({"W", "W*"})
PAINTING = frozenset({"S", "s", "f", "F", "f*", "B", "B*", "b", "b*", "n"})
SHOWING = frozenset({"Tj", "TJ", "'", '"'})
_TEXT = frozenset({"BT", "ET", "Td", "TD", "Tm", "T*", "Tf", "Tc", "Tw", "Tz", "TL", "Ts", "Tr"})
# What each state operator sets: a later one of the same slot takes the place of an earlier one.
SLOTS = {
    **dict.fromkeys(("g", "rg", "k", "cs", "sc", "scn"), "fill"),
    **dict.fromkeys(("G", "RG", "K", "CS", "SC", "SCN"), "stroke"),
    **{name: name for name in ("w", "J", "j", "M", "d", "ri", "i")},
    "gs": "gs",
}
_OTHERS = frozenset({"q", "Q", "cm", "Do", "sh"})
_DIGITS = 6
_NUMBERED = frozenset({"J", "j", "M", "i"})  # the walk asks nothing of their operands
_INTENTS = frozenset({"/AbsoluteColorimetric", "/RelativeColorimetric", "/Saturation", "/Perceptual"})
KNOWN = BUILDING | CLIPPING | PAINTING | SHOWING | _TEXT | frozenset(SLOTS) | _OTHERS
_BARE_NAMES = PAINTING | CLIPPING | {"h", "q", "Q", "BT", "ET", "T*"}
BARE = {name: ContentStreamInstruction([], Operator(name)) for name in sorted(_BARE_NAMES)}
"""Operators without operands, as they are written: operands that readers pass over do not come along."""
_OPERATORS = {name: Operator(name) for name in sorted(KNOWN)}


def instruction(name: str, *operands: Object | float) -> ContentStreamInstruction:
    """Return an operator with its operands."""
    return ContentStreamInstruction(list(operands), _OPERATORS[name])


def number(value: float) -> float | int:
    """Return a number as it is written: short, and whole where it is whole."""
    short = round(value, _DIGITS)
    return int(short) if short == int(short) else short


def named(each: Instruction, name: str, new: Name) -> ContentStreamInstruction:
    """Return an operator that names its form or pattern, the last of its operands, by a new name."""
    return instruction(name, *list(each.operands)[:-1], new)


def told(name: str, each: Instruction) -> Instruction | None:
    """Return a state operator with the operands that readers read, None where they are of no use: they could hold any words."""
    if name not in _NUMBERED and name not in {"ri", "d"}:
        return each
    last: object = each.operands[-1] if len(each.operands) else None
    if name == "ri":
        return each if len(each.operands) == 1 and str(last) in _INTENTS else None
    if not isinstance(last, (int, Decimal)):
        return None
    return each if name == "d" else instruction(name, each.operands[-1])


def cleaned(instructions: Sequence[Instruction], names: Mapping[int, Name]) -> list[Instruction]:
    """Return a stream without marked content, without operators that no reader knows, and without operands that none reads.

    ``names`` are new names of forms and patterns, by the indexes of the operators that name them.
    """
    kept: list[Instruction] = []
    for at, each in enumerate(instructions):
        if isinstance(each, ContentStreamInlineImage):
            kept.append(each)
            continue
        name = str(each.operator)
        if name in BARE:
            kept.append(BARE[name])
        elif at in names:
            kept.append(named(each, name, names[at]))
        elif name in KNOWN and (plain := told(name, each)) is not None:
            kept.append(plain)
    return kept
