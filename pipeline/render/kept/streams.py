"""A content stream written anew: known operators with operands of their kinds, resources under names of our own."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Protocol

from pikepdf import (
    Array,
    ContentStreamInlineImage,
    ContentStreamInstruction,
    Name,
    Object,
    Operator,
    String,
    unparse_content_stream,
)

from pipeline.render.kept.colours import DEVICE
from pipeline.render.kept.operators import NAMED, SIGNATURES, fit
from pipeline.render.kept.plain import number, word

__all__ = ["INHERITED", "Scope", "Written", "write_stream"]

INHERITED = None
"""The font that a stream finds already set when it begins."""
_LETTERS = {"/Font": "F", "/XObject": "X", "/ExtGState": "G", "/ColorSpace": "C", "/Pattern": "P", "/Shading": "S"}
_INTENTS = frozenset(("/AbsoluteColorimetric", "/RelativeColorimetric", "/Saturation", "/Perceptual"))
_MOST_COLOURS = 32
_Key = tuple[int, int] | None


class Scope(Protocol):
    """What the names of one stream mean, asked while it is written. Each answer is an object of the new file, or None for no such thing."""

    def font(self, name: Name) -> tuple[_Key, Object] | None:
        """Return a font: the mark by which its shown codes are told, and what stands for it."""

    def idle(self) -> Object:
        """Return a font for stretches that only measure by its size and show nothing."""

    def state(self, name: Name) -> tuple[Object, _Key] | None:
        """Return a graphics state, and the mark of the font that it sets."""

    def drawn(self, name: Name) -> tuple[Object, frozenset[bytes]] | None:
        """Return an image or a form, and what it shows in the font that it finds set."""

    def inline(self, image: ContentStreamInlineImage) -> Object | None:
        """Return an inline image as an image that stands by itself."""

    def other(self, category: str, name: Name) -> Object | None:
        """Return a colour space, pattern or shading."""


@dataclass(slots=True)
class Written:
    """A stream as written: its bytes, its resources, what it shows by font (``INHERITED`` for the one that it finds set)."""

    content: bytes = b""
    resources: dict[str, dict[str, Object]] = field(default_factory=dict)
    shown: dict[_Key, set[bytes]] = field(default_factory=dict)
    names: dict[tuple[str, tuple[int, int]], str] = field(default_factory=dict)


@dataclass(slots=True)
class _Named:
    """An operator that names a resource; ``is_live`` is False for a font in which nothing is shown, ``is_measured`` where its size counts."""

    operands: list[object]
    operator: Operator
    category: str
    meant: Object
    is_live: bool = True
    is_measured: bool = False


@dataclass(slots=True)
class _Current:
    """The font that is set: its mark, and the operator that set it."""

    key: _Key = INHERITED
    setter: _Named | None = None


class _Draft:
    """One stream while it is read: what is kept of it, in order."""

    def __init__(self, scope: Scope) -> None:
        self.scope = scope
        self.kept: list[_Named | ContentStreamInstruction] = []
        self.shown: dict[_Key, set[bytes]] = {}
        self._font = _Current()
        self._saved: list[_Current] = []

    def read(self, instructions: Iterable[ContentStreamInstruction | ContentStreamInlineImage]) -> None:
        """Take in every operator that is known."""
        for instruction in instructions:
            if isinstance(instruction, ContentStreamInlineImage):
                self._name(Operator("Do"), [], "/XObject", self.scope.inline(instruction))
                continue
            operator = str(instruction.operator)
            if operator in {"sc", "SC", "scn", "SCN"}:
                self._colour(instruction)
            elif operator in SIGNATURES:
                operands: list[object] = list(instruction.operands)
                if fit(operands, SIGNATURES[operator]):
                    self._take(operator, operands, instruction)

    def _take(self, operator: str, operands: list[object], instruction: ContentStreamInstruction) -> None:
        """Take in one operator whose operands are of their kinds."""
        if operator in NAMED:
            self._resource(operator, operands, instruction)
            return
        if operator in {"Tj", "'", '"'}:
            self._show([operands[-1]])
        elif operator == "TJ":
            parts = list(operands[0])  # type: ignore[call-overload]  # its kind is told
            self._show(parts)
            if self._font.setter is not None:
                self._font.setter.is_measured = True
            if not all(isinstance(each, String) or number(each) is not None for each in parts):
                clean = [each for each in parts if isinstance(each, String) or number(each) is not None]
                instruction = ContentStreamInstruction([Array(clean)], instruction.operator)
        elif operator == "q":
            self._saved.append(self._font)
        elif operator == "Q":
            self._font = self._saved.pop() if self._saved else self._font
        elif (operator == "ri" and word(operands[0]) not in _INTENTS) or (operator == "d" and not _is_plain(operands[0])):
            return
        self.kept.append(instruction)

    def _show(self, parts: Iterable[object]) -> None:
        """Note what is shown in the font that is set."""
        strings = {bytes(each) for each in parts if isinstance(each, String)} - {b""}
        if strings:
            self._use(strings)

    def _use(self, strings: Iterable[bytes]) -> None:
        self.shown.setdefault(self._font.key, set()).update(strings)
        if self._font.setter is not None:
            self._font.setter.is_live = True

    def _resource(self, operator: str, operands: list[object], instruction: ContentStreamInstruction) -> None:
        """Take in an operator that names a resource; one that names nothing known is left out."""
        name, category, rest = operands[0], NAMED[operator], operands[1:]
        if not isinstance(name, Name):
            return
        if category == "/Font":
            font = self.scope.font(name)
            if font is not None:
                self._font = _Current(font[0], self._name(instruction.operator, rest, category, font[1], is_live=False))
        elif category == "/XObject":
            drawn = self.scope.drawn(name)
            if drawn is not None:
                self._name(instruction.operator, rest, category, drawn[0])
                if drawn[1]:
                    self._use(drawn[1])
        elif category == "/ExtGState":
            state = self.scope.state(name)
            if state is not None:
                setter = self._name(instruction.operator, rest, category, state[0])
                self._font = self._font if state[1] is None else _Current(state[1], setter)
        elif operator in {"cs", "CS"} and (word(name) in DEVICE or name == Name("/Pattern")):
            self.kept.append(instruction)
        else:
            self._name(instruction.operator, rest, category, self.scope.other(category, name))

    def _colour(self, instruction: ContentStreamInstruction) -> None:
        """Take in a colour: numbers, and for a pattern its name behind them."""
        operands: list[object] = list(instruction.operands)
        pattern = operands.pop() if operands and isinstance(operands[-1], Name) else None
        if len(operands) > _MOST_COLOURS or any(number(each) is None for each in operands):
            return
        if pattern is None:
            self.kept.append(instruction)
        else:
            self._name(instruction.operator, operands, "/Pattern", self.scope.other("/Pattern", pattern))

    def _name(self, operator: Operator, rest: list[object], category: str, meant: Object | None, *, is_live: bool = True) -> _Named | None:
        if meant is None:
            return None
        named = _Named(rest, operator, category, meant, is_live)
        self.kept.append(named)
        return named


def write_stream(instructions: Iterable[ContentStreamInstruction | ContentStreamInlineImage], scope: Scope, beside: Written | None = None) -> Written:
    """Write a stream anew; with the names of the one ``beside`` it where they share their resources.

    Marked content, comments, unknown operators, operators with operands of wrong kinds and fonts in which nothing is shown are left
    out. Resources get names by the order of their first use, so that no name of the source, and no trace of one that is not used any
    more, comes along.
    """
    draft = _Draft(scope)
    draft.read(instructions)
    written = Written(shown=draft.shown)
    if beside is not None:
        written.resources, written.names = beside.resources, beside.names
    out = []
    for each in draft.kept:
        if isinstance(each, _Named):
            if each.is_measured and not each.is_live:
                each.meant, each.is_live = scope.idle(), True
            if each.is_live:
                name = Name(_register(each, written))
                operands = [*each.operands, name] if each.category == "/Pattern" else [name, *each.operands]
                out.append(ContentStreamInstruction(operands, each.operator))
        else:
            out.append(each)
    written.content = unparse_content_stream(out)
    return written


def _register(named: _Named, written: Written) -> str:
    """Return the name of what is meant, listing it among the stream's resources the first time."""
    listed = written.resources.setdefault(named.category, {})
    place = (named.category, named.meant.objgen)
    if place not in written.names:
        written.names[place] = f"/{_LETTERS[named.category]}{len(listed) + 1}"
        listed[written.names[place]] = named.meant
    return written.names[place]


def _is_plain(values: object) -> bool:
    return isinstance(values, Array) and all(number(each) is not None for each in values)
