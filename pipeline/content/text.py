"""The operators that set and show text (ISO 32000-1, 9.3 and 9.4)."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from pikepdf import Array, Dictionary, Object, String

from pipeline.content.fonts import read_font
from pipeline.content.geometry import bounds, cell, direction, meeting, multiplied, positions
from pipeline.content.inner import letters_show_text
from pipeline.content.reading import Reading
from pipeline.content.state import State
from pipeline.content.streams import ContentError
from pipeline.content.values import Font, Matrix, Show

__all__ = ["OPERATORS", "set_font"]

NO_FONT = "text in a font that is not there"
VERTICAL = "text that is written downwards"
UNREADABLE = "text in a font that cannot be read"
WORDED = "letters drawn by other text"
TOO_MANY_LETTERS = "more letters than a page may have"
AFAR = "text placed beyond any page"
_CLIPPING_MODE = 4  # text rendering modes from here on clip: ISO 32000-1, table 106
_STROKING_MODES = frozenset({1, 5})
_MODES = 8
_FARTHEST = 1e7  # user space units; no page is as large
_THOUSAND = 1000.0  # of an em, the unit of the numbers of TJ
_PERCENT = 100.0
_BLANK = 32

Operands = Sequence[object]


def _number(operands: Operands) -> float:
    (operand,) = operands
    return float(operand)  # type: ignore[arg-type]  # what is no number is told by the caller


def _begin(reading: Reading, _operands: Operands) -> None:
    _set_line(reading.frame.state, (1.0, 0.0, 0.0, 1.0, 0.0, 0.0))


def _end(reading: Reading, _operands: Operands) -> None:
    if reading.text_clips:
        state = reading.frame.state
        state.clip = meeting(state.clip, bounds((x, y) for x0, y0, x1, y1 in reading.text_clips for x, y in ((x0, y0), (x1, y1))))
        reading.text_clips = []


def _set_line(state: State, line: Matrix) -> None:
    state.line, state.along = line, 0.0


def _set_matrix(reading: Reading, operands: Operands) -> None:
    a, b, c, d, e, f = map(float, operands)  # type: ignore[arg-type]
    _set_line(reading.frame.state, (a, b, c, d, e, f))


def _move(reading: Reading, operands: Operands) -> None:
    x, y = operands
    _move_by(reading.frame.state, float(x), float(y))  # type: ignore[arg-type]


def _move_by(state: State, x: float, y: float) -> None:
    a, b, c, d, e, f = state.line
    state.line, state.along = (a, b, c, d, x * a + y * c + e, x * b + y * d + f), 0.0


def _move_leading(reading: Reading, operands: Operands) -> None:
    reading.frame.state.leading = -float(operands[1])  # type: ignore[arg-type]
    _move(reading, operands)


def _next_line(reading: Reading, _operands: Operands) -> None:
    _move_by(reading.frame.state, 0.0, -reading.frame.state.leading)


def _set(name: str, unit: float = 1.0) -> Callable[[Reading, Operands], None]:
    def act(reading: Reading, operands: Operands) -> None:
        setattr(reading.frame.state, name, _number(operands) / unit)

    return act


def _set_mode(reading: Reading, operands: Operands) -> None:
    mode = int(_number(operands))
    if not 0 <= mode < _MODES:
        raise ValueError(mode)
    reading.frame.state.mode = mode


def _set_font(reading: Reading, operands: Operands) -> None:
    named, size = operands
    frame = reading.frame
    name, frame.state.size = str(named), float(size)  # type: ignore[arg-type]
    if name not in frame.fonts:
        found = frame.resource("/Font", named)
        frame.fonts[name] = _font(reading, found) if isinstance(found, Dictionary) else None
    frame.state.font, frame.state.font_name = frame.fonts[name], name


def set_font(reading: Reading, font: Object, size: float) -> None:
    """Set a font that an ExtGState brings; no name of the resources stands for it."""
    state = reading.frame.state
    state.font, state.font_name, state.size = _font(reading, font), "", size


def _font(reading: Reading, found: Object) -> Font:
    key = found.objgen
    font = reading.fonts.get(key) if key != (0, 0) else None
    if font is None:
        font = read_font(found)
        if key != (0, 0):
            reading.fonts[key] = font
    if str(found.get("/Subtype")) == "/Type3" and letters_show_text(found, reading.parsed):
        reading.worded.add(id(font))
    return font


def _show_string(reading: Reading, operands: Operands) -> None:
    (shown,) = operands
    if not isinstance(shown, bytes | String):
        raise TypeError
    _show(reading, bytes(shown), 0, 0.0)


def _show_array(reading: Reading, operands: Operands) -> None:
    (parts,) = operands
    if not isinstance(parts, list | Array):
        raise TypeError
    state = reading.frame.state
    step = -state.size * state.scale / _THOUSAND
    before, number = 0.0, 0
    for part in parts:
        if isinstance(part, bytes | String):
            codes = bytes(part)
            if codes:
                _show(reading, codes, number, before)
                before = 0.0
            number += 1
        else:
            shift = float(part) * step
            state.along += shift
            before += shift


def _show_next(reading: Reading, operands: Operands) -> None:
    _next_line(reading, ())
    _show_string(reading, operands)


def _show_spaced(reading: Reading, operands: Operands) -> None:
    word_space, char_space, shown = operands
    state = reading.frame.state
    state.word_space, state.char_space = float(word_space), float(char_space)  # type: ignore[arg-type]
    _show_next(reading, (shown,))


def _show(reading: Reading, codes: bytes, part: int, before: float) -> None:
    frame = reading.frame
    state = frame.state
    font = state.font
    if not codes:
        return
    if font is None:
        reading.fault(NO_FONT)
        return
    if font.fault is not None or font.is_vertical or id(font) in reading.worded:
        _fault(reading, font)
    advances = font.advances(codes)
    count = len(advances)
    is_stroked = state.mode in _STROKING_MODES
    a, b, c, d, e, f = line = state.line
    along = state.along
    matrix = multiplied((a, b, c, d, along * a + e, along * b + f) if along else line, state.ctm)
    show = Show(
        frame.path,
        frame.at,
        part,
        reading.order,
        reading.glyphs,
        codes,
        font,
        state.font_name,
        state.size,
        matrix,
        state.ctm,
        state.char_space,
        state.word_space,
        state.scale,
        state.rise,
        state.mode,
        None if state.is_transferred else state.stroke if is_stroked else state.fill,
        state.group_alpha * (state.stroke_alpha if is_stroked else state.fill_alpha),
        state.clip,
        frame.is_off,
        before,
        frame.spoken,
    )
    reading.shows.append(show)
    reading.order += 1
    reading.glyphs += count
    spaces = codes.count(_BLANK) if state.word_space and count == len(codes) else 0
    width = sum(advances) * state.size + state.char_space * count + state.word_space * spaces
    state.along = along + width * state.scale
    _check(reading, show)


def _fault(reading: Reading, font: Font) -> None:
    if font.fault is not None:
        reading.fault(f"{UNREADABLE}: {font.fault}")
    if font.is_vertical:
        reading.fault(VERTICAL)
    if id(font) in reading.worded:
        reading.fault(WORDED)


def _check(reading: Reading, show: Show) -> None:
    raised = (abs(show.rise) + abs(show.size)) * (abs(show.matrix[2]) + abs(show.matrix[3]))
    places = abs(show.matrix[4]), abs(show.matrix[5]), abs(reading.frame.state.along), raised
    if not all(place < _FARTHEST for place in places):  # what is no number is not less either
        reading.fault(AFAR)
    if reading.glyphs > reading.bounds.letters:
        raise ContentError(TOO_MANY_LETTERS)
    if show.mode >= _CLIPPING_MODE:
        _clip(reading, show)
    tile = reading.frame.state.stroke_tile if show.mode in _STROKING_MODES else reading.frame.state.fill_tile
    if tile is not None:
        reading.tiles.append(tile)


def _clip(reading: Reading, show: Show) -> None:
    """Note where a string's letters will clip from the end of the text object on."""
    over, under = cell(show)
    dx, dy = direction(show)
    ends = positions(show)[:: max(show.codes.__len__(), 1)]
    reading.text_clips.append(bounds((x - dy * up, y + dx * up) for x, y in ends for up in (over, -under)))


OPERATORS: dict[str, Callable[[Reading, Operands], None]] = {
    "BT": _begin,
    "ET": _end,
    "Tc": _set("char_space"),
    "Tw": _set("word_space"),
    "Tz": _set("scale", _PERCENT),
    "TL": _set("leading"),
    "Ts": _set("rise"),
    "Tr": _set_mode,
    "Tf": _set_font,
    "Td": _move,
    "TD": _move_leading,
    "Tm": _set_matrix,
    "T*": _next_line,
    "Tj": _show_string,
    "TJ": _show_array,
    "'": _show_next,
    '"': _show_spaced,
}
