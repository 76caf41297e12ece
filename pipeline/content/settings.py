"""The operators that set how things are painted: lines, dashes, and the parameters of ``gs`` (ISO 32000-1, 8.4)."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from pikepdf import Array, Dictionary, Name, Object

from pipeline.content.inner import is_drawing, may_hold_words
from pipeline.content.reading import Reading
from pipeline.content.text import set_font

__all__ = ["OPERATORS"]

WORDS_IN_MASK = "a mask that holds text or images"
_TRANSFERS = ("/TR", "/TR2")
_PLAIN_BLENDS = frozenset({"/Normal", "/Compatible"})
_PAIR = 2

Operands = Sequence[object]


def _ignore(reading: Reading, operands: Operands) -> None:
    """Caps, joins, flatness and the like change no bounds."""


def _set_width(reading: Reading, operands: Operands) -> None:
    (width,) = operands
    reading.frame.state.line_width = float(width)  # type: ignore[arg-type]


def _set_dashes(reading: Reading, operands: Operands) -> None:
    pattern, _phase = operands
    reading.frame.state.dashes = tuple(float(each) for each in pattern)  # type: ignore[attr-defined]  # what is no array is told by the caller


def _set_state(reading: Reading, operands: Operands) -> None:
    (named,) = operands
    found = reading.frame.resource("/ExtGState", named)
    if not isinstance(found, Dictionary):
        return
    state = reading.frame.state
    font = found.get("/Font")
    if isinstance(font, Array) and len(font) == _PAIR and isinstance(font[0], Dictionary):
        set_font(reading, font[0], float(font[1]))
    state.fill_alpha = float(found.get("/ca", state.fill_alpha))
    state.stroke_alpha = float(found.get("/CA", state.stroke_alpha))
    state.line_width = float(found.get("/LW", state.line_width))
    if "/BM" in found:
        state.is_blended = not _is_plain(found["/BM"])
    for key in _TRANSFERS:
        if key in found:
            state.is_transferred = found[key] not in (Name.Identity, Name.Default)
    if "/SMask" in found:
        _set_mask(reading, found["/SMask"])


def _set_mask(reading: Reading, mask: Object) -> None:
    """Set a soft mask, or none; one whose own content may hold words is a fault, for what it hides and shows cannot be told."""
    state = reading.frame.state
    state.is_masked, state.is_mask_drawn = isinstance(mask, Dictionary), False
    if not isinstance(mask, Dictionary):
        return
    if may_hold_words(mask.get("/G"), reading.parsed):
        reading.fault(WORDS_IN_MASK)
    else:
        state.is_mask_drawn = is_drawing(mask.get("/G"), reading.parsed)


def _is_plain(blend: Object) -> bool:
    return all(str(each) in _PLAIN_BLENDS for each in ([blend] if isinstance(blend, Name) else list(blend)))


OPERATORS: dict[str, Callable[[Reading, Operands], None]] = {
    "w": _set_width,
    "d": _set_dashes,
    "gs": _set_state,
    **dict.fromkeys("J j M ri i d0 d1".split(), _ignore),
}
