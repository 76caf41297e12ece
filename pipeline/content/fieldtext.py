"""Appearances of form fields and of typed notes that have none of their own: their text, set as a reader sets it.

ISO 32000-1, 12.7.3.3, leaves the details to the reader; here the face is the nearest of the standard ones.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntFlag

from pikepdf import Array, Dictionary, Name, Object, Pdf, Stream
from reportlab.pdfbase.pdfmetrics import stringWidth

from pipeline.content.annotations import edges, inherited, integer, kind, said, subdictionary
from pipeline.content.markup import form_of
from pipeline.content.values import Edges

__all__ = ["set_text", "text_of"]

_DEFAULT = "/Helv 0 Tf 0 g"
_FONT = re.compile(r"/(\S+)\s+(-?[0-9.]+)\s+Tf")
_COLOUR = re.compile(r"(?:^|\s)((?:-?[0-9.]+\s+){1,4}(?:g|rg|k))(?=\s|$)")
_CODES = "cp1252"  # the codes of WinAnsiEncoding, but for the five that it leaves out
_FACES = (("cour", "Courier"), ("mono", "Courier"), ("tim", "Times-Roman"), ("serif", "Times-Roman"))
_PLAIN = "Helvetica"
_LARGEST, _SMALLEST = 12.0, 4.0  # points of type where the size is left to the reader
_LEADING = 1.15  # of the size
_MARGIN = 2.0  # points between the edge and the text
_BASELINE = 0.35  # of the size, by which a line that is centred lies under the middle
_ASCENT = 0.8  # of the size, from the first baseline to the top


class _Kind(IntFlag):
    """Flags of fields (ISO 32000-1, tables 228 and 230)."""

    MULTILINE = 1 << 12
    PASSWORD = 1 << 13
    COMBO = 1 << 17
    COMB = 1 << 24


@dataclass(frozen=True, slots=True)
class _Type:
    face: str
    size: float
    colour: str


def text_of(annotation: Object) -> str | None:
    """Return the text that a field or a typed note shows by itself; None where its kind shows none of its own."""
    if kind(annotation) == "/FreeText":
        return said(annotation.get("/Contents"))
    if inherited(annotation, "/FT") == Name.Ch:
        return _chosen(annotation)
    if inherited(annotation, "/FT") != Name.Tx:
        return None
    value = inherited(annotation, "/V")
    text = value.read_bytes().decode("utf-8", "replace") if isinstance(value, Stream) else said(value)
    return "*" * len(text) if _flags(annotation) & _Kind.PASSWORD else text


def _flags(field: Object) -> int:
    return integer(inherited(field, "/Ff"))


def _chosen(field: Object) -> str:
    """Return the choices made, by the words that stand for them; of a list that is always open, all there are."""
    options = inherited(field, "/Opt")
    pairs = [_option(each) for each in options] if isinstance(options, Array) else []
    if not _flags(field) & _Kind.COMBO and pairs:
        return "\n".join(shown for _, shown in pairs[integer(inherited(field, "/TI")) :])
    value = inherited(field, "/V")
    values = [said(each) for each in value] if isinstance(value, Array) else [said(value)]
    words = dict(pairs)
    return "\n".join(words.get(each, each) for each in values)


def _option(option: object) -> tuple[str, str]:
    parts = [said(each) for each in option] if isinstance(option, Array) else [said(option)]
    return (parts[0], parts[-1]) if parts else ("", "")


def set_text(pdf: Pdf, annotation: Object, text: str, form: Object) -> Stream | None:
    """Return an appearance that shows a text in the annotation's rectangle, moved to the origin.

    ``form`` is the document's AcroForm. None where the standard faces cannot set the text, or there is no place for it.
    """
    box = edges(annotation.get("/Rect"))
    clean = text.replace("\r\n", "\n").replace("\r", "\n")
    try:
        clean.replace("\n", " ").encode(_CODES)
    except UnicodeEncodeError:
        return None
    if box is None or any(ord(char) < ord(" ") and char != "\n" for char in clean):
        return None
    place = 0.0, 0.0, box[2] - box[0], box[3] - box[1]
    told = _type(annotation, form)
    operators = _comb(annotation, clean, told, place) or _lines(annotation, clean, told, place)
    font = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name(f"/{told.face}"), Encoding=Name.WinAnsiEncoding)
    return form_of(pdf, operators, place, Dictionary(Font=Dictionary(Face=font)))


def _type(annotation: Object, form: Object) -> _Type:
    appearance = said(inherited(annotation, "/DA")) or said(form.get("/DA")) or _DEFAULT
    font, colour = _FONT.search(appearance), _COLOUR.search(appearance)
    name, size = (font[1], abs(float(font[2]))) if font else ("Helv", 0.0)
    named = subdictionary(subdictionary(subdictionary(form.get("/DR")).get("/Font")).get(f"/{name}")).get("/BaseFont")
    face = str(named).lower() if isinstance(named, Name) else name.lower()
    return _Type(next((standard for part, standard in _FACES if part in face), _PLAIN), size, colour[1] if colour else "0 g")


def _lines(annotation: Object, text: str, told: _Type, place: Edges) -> str:
    wide, high = place[2] - 2 * _MARGIN, place[3]
    is_long = kind(annotation) == "/FreeText" or bool(_flags(annotation) & _Kind.MULTILINE) or "\n" in text
    size = told.size or _fitting(text, told.face, wide, high, is_long=is_long)
    lines = _wrapped(text, told.face, size, wide) if is_long else [text]
    top = high - _MARGIN - _ASCENT * size if is_long else high / 2 - _BASELINE * size
    align = integer(inherited(annotation, "/Q")) / 2  # 0 left, 1 the middle, 2 right
    starts = [_MARGIN + align * (wide - stringWidth(line, told.face, size)) for line in lines]
    shown = [
        f"1 0 0 1 {start:.3f} {top - at * size * _LEADING:.3f} Tm {_string(line)} Tj"
        for at, (start, line) in enumerate(zip(starts, lines, strict=True))
    ]
    return f"q {told.colour} BT /Face {size:.3f} Tf {' '.join(shown)} ET Q"


def _fitting(text: str, face: str, wide: float, high: float, *, is_long: bool) -> float:
    """Return the size at which a text fits, where the field leaves it to the reader."""
    size = _LARGEST if is_long else min(_LARGEST, high / _LEADING)
    while size > _SMALLEST:
        lines = _wrapped(text, face, size, wide) if is_long else [text]
        if len(lines) * size * _LEADING + _MARGIN <= high and all(stringWidth(line, face, size) <= wide for line in lines):
            break
        size -= 1.0
    return max(size, _SMALLEST)


def _wrapped(text: str, face: str, size: float, wide: float) -> list[str]:
    lines: list[str] = []
    for paragraph in text.split("\n"):
        lines.append("")
        for word in paragraph.split(" "):
            longer = f"{lines[-1]} {word}" if lines[-1] else word
            if lines[-1] and stringWidth(longer, face, size) > wide:
                lines.append(word)
            else:
                lines[-1] = longer
    return lines


def _comb(annotation: Object, text: str, told: _Type, place: Edges) -> str:
    """Return the operators of a field with a cell a letter; an empty text for any other."""
    cells = integer(inherited(annotation, "/MaxLen"))
    if kind(annotation) == "/FreeText" or not _flags(annotation) & _Kind.COMB or not 0 < len(text) <= cells:
        return ""
    size, cell = told.size or min(_LARGEST, place[3] / _LEADING), place[2] / cells
    middle = place[3] / 2 - _BASELINE * size
    shown: Sequence[str] = [
        f"1 0 0 1 {cell * (at + 0.5) - stringWidth(char, told.face, size) / 2:.3f} {middle:.3f} Tm {_string(char)} Tj"
        for at, char in enumerate(text)
    ]
    return f"q {told.colour} BT /Face {size:.3f} Tf {' '.join(shown)} ET Q"


def _string(line: str) -> str:
    return f"<{line.encode(_CODES).hex()}>"
