"""The embedded fonts: a typewriter face for the record, a plain one for what the release adds.

All are vendored with their licences, so that a release is the same bytes on every machine.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import cache
from importlib.resources import files

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

__all__ = ["ADVANCE", "BOLD", "LABEL", "LABEL_BOLD", "RECORD", "printable", "register", "runs", "width"]

RECORD, BOLD = "Record", "RecordBold"
LABEL, LABEL_BOLD = "Label", "LabelBold"
_FALLBACK, _FALLBACK_BOLD = "Fallback", "FallbackBold"
# The record's face and the faces of all that the release adds: never the same, so no stamp is taken for text.
_FILES = {
    RECORD: "CourierPrime-Regular.ttf",
    BOLD: "CourierPrime-Bold.ttf",
    LABEL: "PublicSans-Regular.ttf",
    LABEL_BOLD: "PublicSans-Bold.ttf",
    _FALLBACK: "DejaVuSansMono.ttf",
    _FALLBACK_BOLD: "DejaVuSansMono-Bold.ttf",
}
_FALLBACKS = {RECORD: _FALLBACK, BOLD: _FALLBACK_BOLD, LABEL: _FALLBACK, LABEL_BOLD: _FALLBACK_BOLD}
_PLAIN = re.compile(r"[ -~]*")  # what every face has
_UNPLAIN = re.compile(r"[^\s -~]")
ADVANCE = 1228 / 2048  # em, the typewriter face's one advance width


@cache
def register() -> None:
    """Register the fonts with reportlab, once a process."""
    for name, file in _FILES.items():
        font = TTFont(name, str(files("pipeline.render").joinpath("fonts", file)))
        _mend_widths(font)
        pdfmetrics.registerFont(font)


def _mend_widths(font: TTFont) -> None:
    """Give the glyphs of a one-width font that share the last metric its true width.

    reportlab scales it to 1,000 units where the font's own units belong, which PDF/A forbids.
    """
    metrics, scale = font.face.hmetrics, 1000 / font.face.unitsPerEm
    shared = metrics[-1][0]
    raw = next((advance for advance, _ in metrics if advance != shared and advance * scale == shared), None)
    if raw is not None:
        metrics[:] = [(raw if advance == shared else advance, bearing) for advance, bearing in metrics]


@cache
def _has(font: str, char: str) -> bool:
    return ord(char) in pdfmetrics.getFont(font).face.charToGlyph


def _can_be_set(char: str) -> bool:
    """Tell whether a letter may be drawn by itself, left to right; marks over letters and right-to-left scripts may not.

    Readers put both back in an order of their own, so a page that holds them could not be checked.
    """
    return unicodedata.category(char) not in {"Mn", "Me"} and unicodedata.bidirectional(char) not in {"R", "AL", "AN"}


@cache
def _font_for(font: str, char: str) -> str | None:
    if not _can_be_set(char):
        return None
    if _has(font, char):
        return font
    return _FALLBACKS[font] if _has(_FALLBACKS[font], char) else None


def printable(font: str, text: str) -> str:
    """Return ``text`` composed, with every character that cannot be set written out as [U+4E2D]."""
    composed = unicodedata.normalize("NFC", text)
    return _UNPLAIN.sub(lambda found: found.group() if _font_for(font, found.group()) else f"[U+{ord(found.group()):04X}]", composed)


def runs(font: str, text: str) -> Iterator[tuple[str, str]]:
    """Yield the text in runs of one font each: the one asked for, or the fallback that has the letters."""
    if text and _PLAIN.fullmatch(text):
        yield font, text
        return
    current, start = "", 0
    for index, char in enumerate(text):
        name = _font_for(font, char) or font
        if name != current:
            if index:
                yield current, text[start:index]
            current, start = name, index
    if text:
        yield current, text[start:]


def width(font: str, text: str, size: float) -> float:
    """Return the width of ``text`` in points."""
    return sum(float(pdfmetrics.stringWidth(part, name, size)) for name, part in runs(font, text))
