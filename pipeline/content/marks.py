"""Marked content (ISO 32000-1, 14.6): the layers that it belongs to, and what it says aloud."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from pikepdf import Dictionary, Name, String

from pipeline.content.reading import Frame, Mark, Reading

__all__ = ["OPERATORS"]

_SPOKEN = ("/ActualText", "/Alt", "/E")

Operands = Sequence[object]


def _open_plain(reading: Reading, _operands: Operands) -> None:
    _open(reading.frame, Mark())


def _open_marked(reading: Reading, operands: Operands) -> None:
    tag, named = operands
    marked = reading.frame.resource("/Properties", named) if isinstance(named, Name) else named
    is_off = isinstance(tag, Name) and tag == Name.OC and reading.layers.is_off(marked)
    said = [str(marked[key]) for key in _SPOKEN if isinstance(marked.get(key), String)] if isinstance(marked, Dictionary) else []
    _open(reading.frame, Mark(is_off, " ".join(said) if said else None))


def _open(frame: Frame, mark: Mark) -> None:
    """Enter a mark: it is off if one around it is, and the innermost that speaks is heard."""
    frame.marks.append(Mark(frame.is_off or mark.is_off, frame.spoken if mark.spoken is None else mark.spoken))
    frame.is_off, frame.spoken = frame.marks[-1].is_off, frame.marks[-1].spoken


def _close(reading: Reading, _operands: Operands) -> None:
    frame = reading.frame
    if frame.marks:
        frame.marks.pop()
        around = frame.marks[-1] if frame.marks else Mark(frame.is_outer_off, frame.outer_spoken)
        frame.is_off, frame.spoken = around.is_off, around.spoken


def _point(_reading: Reading, _operands: Operands) -> None:
    """Pass over a mark of one point, which has no extent."""


OPERATORS: dict[str, Callable[[Reading, Operands], None]] = {
    "BMC": _open_plain,
    "BDC": _open_marked,
    "EMC": _close,
    "MP": _point,
    "DP": _point,
}
