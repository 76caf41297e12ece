"""Reads a content stream that was taken apart by qpdf: every known operator whose operands are of its kinds."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from pikepdf import Array, ContentStreamInlineImage, ContentStreamInstruction, Name, String

from pipeline.render.kept.colours import DEVICE
from pipeline.render.kept.draft import Draft
from pipeline.render.kept.operators import NAMED, SIGNATURES, fit
from pipeline.render.kept.plain import number, word

__all__ = ["read_parsed"]

_INTENTS = frozenset(("/AbsoluteColorimetric", "/RelativeColorimetric", "/Saturation", "/Perceptual"))
_MOST_COLOURS = 32
_COLOURS = frozenset(("sc", "SC", "scn", "SCN"))


def read_parsed(draft: Draft, instructions: Iterable[ContentStreamInstruction | ContentStreamInlineImage]) -> None:
    """Take every operator into a draft; marked content, unknown operators and operands of wrong kinds are left out."""
    for instruction in instructions:
        if isinstance(instruction, ContentStreamInlineImage):
            draft.draw_inline(instruction)
            continue
        operator = str(instruction.operator)
        operands: list[Any] = list(instruction.operands)
        if operator in _COLOURS:
            _colour(draft, operator, operands, instruction)
            continue
        signature = SIGNATURES.get(operator)
        if signature is None:
            continue
        if len(operands) > len(signature):  # readers take the last, and so do we
            operands = operands[len(operands) - len(signature) :]
            instruction = ContentStreamInstruction(operands, instruction.operator)  # noqa: PLW2901  # the same, cleaned
        if fit(operands, signature):
            if operator in NAMED:
                _resource(draft, operator, operands, instruction)
            else:
                _other(draft, operator, operands, instruction)


def _other(draft: Draft, operator: str, operands: list[object], instruction: ContentStreamInstruction) -> None:
    """Take in an operator that names nothing."""
    if operator in {"Tj", "'", '"'}:
        _show(draft, [operands[-1]])
    elif operator == "TJ":
        parts = list(operands[0].as_list()) if isinstance(operands[0], Array) else []
        clean = [each for each in parts if isinstance(each, String) or number(each) is not None]
        _show(draft, clean)
        draft.measure()
        if len(clean) != len(parts):
            instruction = ContentStreamInstruction([Array(clean)], instruction.operator)
    elif operator == "q":
        draft.save()
    elif operator == "Q":
        draft.restore()
    elif (operator == "ri" and word(operands[0]) not in _INTENTS) or (operator == "d" and not _is_plain(operands[0])):
        return
    draft.keep(instruction)


def _show(draft: Draft, parts: Iterable[object]) -> None:
    strings = {bytes(each) for each in parts if isinstance(each, String)} - {b""}
    if strings:
        draft.show(strings)


def _resource(draft: Draft, operator: str, operands: list[object], instruction: ContentStreamInstruction) -> None:
    """Take in an operator that names a resource."""
    name = operands[0]
    if not isinstance(name, Name):
        return
    if operator == "Tf":
        draft.set_font(name.unparse(), _numbers(operands[1:]))
    elif operator == "Do":
        draft.draw(name)
    elif operator == "gs":
        draft.set_state(name)
    elif operator != "sh" and (word(name) in DEVICE or word(name) == "/Pattern"):
        draft.keep(instruction)
    else:
        draft.use(operator.encode(), b"", NAMED[operator], name)


def _colour(draft: Draft, operator: str, operands: list[object], instruction: ContentStreamInstruction) -> None:
    """Take in a colour: numbers, and for a pattern its name behind them."""
    pattern = operands.pop() if operands and isinstance(operands[-1], Name) else None
    if len(operands) > _MOST_COLOURS or any(number(each) is None for each in operands):
        return
    if isinstance(pattern, Name):
        draft.use(operator.encode(), _numbers(operands), "/Pattern", pattern)
    else:
        draft.keep(instruction)


def _numbers(operands: Iterable[object]) -> bytes:
    """Return numbers as they are written."""
    return b" ".join(format(number(each) or 0, "f").removesuffix(".000000").encode() for each in operands)


def _is_plain(values: object) -> bool:
    return isinstance(values, Array) and all(number(each) is not None for each in values.as_list())
