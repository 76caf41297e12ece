"""A content stream in the making: what is kept of it in order, which fonts show something, resources under names of our own."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Protocol

from pikepdf import ContentStreamInlineImage, ContentStreamInstruction, Name, Object, unparse_content_stream

__all__ = ["INHERITED", "Draft", "FontMark", "Scope", "Written"]

FontMark = tuple[int, int] | None
"""What tells a font of the source."""
INHERITED: FontMark = None
"""The font that a stream finds already set when it begins."""
_LETTERS = {"/Font": "F", "/XObject": "X", "/ExtGState": "G", "/ColorSpace": "C", "/Pattern": "P", "/Shading": "S"}


class Scope(Protocol):
    """What the names of one stream mean, asked while it is read. Each answer is an object of the new file, or None for no such thing."""

    def font(self, name: Name) -> tuple[FontMark, Object] | None:
        """Return a font: the mark by which its shown codes are told, and what stands for it."""

    def idle(self) -> Object:
        """Return a font for stretches that only measure by its size and show nothing."""

    def state(self, name: Name) -> tuple[Object, FontMark] | None:
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
    shown: dict[FontMark, set[bytes]] = field(default_factory=dict)
    names: dict[tuple[str, tuple[int, int]], str] = field(default_factory=dict)


@dataclass(slots=True)
class _Named:
    """An operator that names a resource; ``is_live`` is False for a font that shows nothing, ``is_measured`` where its size counts."""

    operator: bytes
    numbers: bytes
    category: str
    meant: Object
    is_live: bool = True
    is_measured: bool = False


@dataclass(slots=True)
class _Current:
    """The font that is set: its mark, and the operator that set it."""

    mark: FontMark = INHERITED
    setter: _Named | None = None
    size: bytes = b""


class Draft:
    """One stream while it is read, from the first operator to the last."""

    def __init__(self, scope: Scope) -> None:
        """Begin with nothing; names are told by ``scope``."""
        self._scope = scope
        self._kept: list[_Named | ContentStreamInstruction | bytes] = []
        self._shown: dict[FontMark, set[bytes]] = {}
        self._fonts: dict[bytes, tuple[FontMark, Object] | None] = {}
        self._font = _Current()
        self._saved: list[_Current] = []

    def keep(self, piece: ContentStreamInstruction | bytes) -> None:
        """Keep one operator, or bytes of several, that names nothing."""
        self._kept.append(piece)

    def save(self) -> None:
        """Take note of ``q``."""
        self._saved.append(self._font)

    def restore(self) -> None:
        """Take note of ``Q``."""
        if self._saved:
            self._font = self._saved.pop()

    def measure(self) -> None:
        """Take note that the size of the font that is set counts."""
        if self._font.setter is not None:
            self._font.setter.is_measured = True

    def show(self, strings: Iterable[bytes]) -> None:
        """Take note of what is shown in the font that is set."""
        self._shown.setdefault(self._font.mark, set()).update(strings)
        if self._font.setter is not None:
            self._font.setter.is_live = True

    def set_font(self, token: bytes, size: bytes) -> None:
        """Keep a font, by its name as written, and its size; one that is not there, or is set already, is left out."""
        if token not in self._fonts:
            name = Object.parse(token)
            self._fonts[token] = self._scope.font(name) if isinstance(name, Name) else None
        font = self._fonts[token]
        if font is not None and (self._font.size != size or self._font.mark != font[0]):
            named = _Named(b"Tf", size, "/Font", font[1], is_live=False)
            self._kept.append(named)
            self._font = _Current(font[0], named, size)

    def draw(self, name: Name) -> None:
        """Keep what draws an image or a form."""
        drawn = self._scope.drawn(name)
        if drawn is not None:
            self._kept.append(_Named(b"Do", b"", "/XObject", drawn[0]))
            if drawn[1]:
                self.show(drawn[1])

    def draw_inline(self, image: ContentStreamInlineImage) -> None:
        """Keep an inline image as one that stands by itself."""
        meant = self._scope.inline(image)
        if meant is not None:
            self._kept.append(_Named(b"Do", b"", "/XObject", meant))

    def set_state(self, name: Name) -> None:
        """Keep a graphics state; it may set a font."""
        state = self._scope.state(name)
        if state is not None:
            named = _Named(b"gs", b"", "/ExtGState", state[0])
            self._kept.append(named)
            if state[1] is not None:
                self._font = _Current(state[1], named)

    def use(self, operator: bytes, numbers: bytes, category: str, name: Name) -> None:
        """Keep an operator that names a colour space, pattern or shading."""
        meant = self._scope.other(category, name)
        if meant is not None:
            self._kept.append(_Named(operator, numbers, category, meant))

    def write(self, beside: Written | None = None) -> Written:
        """Return the stream; with the names of the one ``beside`` it where they share their resources."""
        written = Written(shown=self._shown)
        if beside is not None:
            written.resources, written.names = beside.resources, beside.names
        out: list[bytes] = []
        parsed: list[ContentStreamInstruction] = []
        for each in self._kept:
            if isinstance(each, ContentStreamInstruction):
                parsed.append(each)
                continue
            if parsed:
                out.append(unparse_content_stream(parsed))
                parsed = []
            if isinstance(each, bytes):
                out.append(each)
            elif each.is_live or each.is_measured:
                out.append(self._line(each, written))
        if parsed:
            out.append(unparse_content_stream(parsed))
        written.content = b"\n".join(out)
        return written

    def _line(self, named: _Named, written: Written) -> bytes:
        """Return an operator with the new name of what it names."""
        meant = named.meant if named.is_live else self._scope.idle()
        place = (named.category, meant.objgen)
        if place not in written.names:
            listed = written.resources.setdefault(named.category, {})
            written.names[place] = f"/{_LETTERS[named.category]}{len(listed) + 1}"
            listed[written.names[place]] = meant
        name = written.names[place].encode()
        parts = (named.numbers, name, named.operator) if named.category == "/Pattern" else (name, named.numbers, named.operator)
        return b" ".join(part for part in parts if part)
