"""Reads a font's dictionary into a ``Font`` whose codes can be told apart; what cannot be read becomes its fault."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from pikepdf import Array, Dictionary, Object, Stream

from pipeline.content.fonts.cmaps import UnknownMapError
from pipeline.content.fonts.composite import SILENT, read_composite
from pipeline.content.fonts.descriptor import base_name, bounded, cell
from pipeline.content.fonts.encodings import CODES
from pipeline.content.fonts.letters import UNTOLD, agree
from pipeline.content.fonts.programs import program_or_blank
from pipeline.content.fonts.signs import is_pictures, signed, signs
from pipeline.content.fonts.simple import SimpleFont, Type3Font
from pipeline.content.fonts.sources import Sources, inked_codes, simple_sources, type3_sources
from pipeline.content.fonts.tounicode import LargeMapError, Told, read_to_unicode
from pipeline.content.fonts.widths import EM, UNKNOWN, number, simple_widths, standard_family, standard_widths
from pipeline.content.unpacked import TooLargeError
from pipeline.content.values import Font

__all__ = ["read_font"]

BROKEN = "its dictionary is broken"
LARGE = "its maps are larger than any font needs"
MAPLESS = "nothing tells where its codes begin and end"
TURNED = "its glyphs are turned, mirrored or without size"
_SIMPLE = frozenset({"/Type1", "/MMType1", "/TrueType"})
_BOX = 4  # numbers of a FontBBox
_MATRIX = 6
_SPACE = 32
_SINGLE = tuple(bytes([code]) for code in range(CODES))
_NO_WIDTHS = (0.0,) * CODES


def read_font(font: Object) -> Font:
    """Return a font as its codes are read; one that cannot be read has a ``fault``, and no bad font raises."""
    try:
        return _read(font)
    except (TooLargeError, LargeMapError):
        return _unread(LARGE)
    except UnknownMapError:
        return _unread(MAPLESS)
    except Exception:  # noqa: BLE001 - whatever a bad font makes of a library, its page is refused, not the run
        return _unread(BROKEN)


def _unread(fault: str) -> Font:
    return SimpleFont("", fault, bounded(0, 0).ascent, bounded(0, 0).descent, (UNTOLD,) * CODES, _NO_WIDTHS)


def _read(font: Object) -> Font:
    kind = str(font.get("/Subtype"))
    if kind == "/Type0":
        return read_composite(font)
    if kind == "/Type3":
        return _type3(font)
    return _simple(font) if kind in _SIMPLE else _unread(BROKEN)


def _simple(font: Object) -> Font:
    told = read_to_unicode(font.get("/ToUnicode"), 1)
    program = program_or_blank(font)
    sources = simple_sources(font, program)
    letters, contradicted = _joined(told, sources, signs(base_name(font)))
    inked = inked_codes(font, program, sources.names, letters)
    letters = tuple(UNTOLD if code in inked else text for code, text in enumerate(letters)) if inked else letters
    family = standard_family(base_name(font))
    widths = simple_widths(font, 1 / EM)
    if widths is None and family is not None and "/Widths" not in font:
        widths = standard_widths(family, sources.names)
    fault = UNKNOWN if widths is None else _silence(letters, told, base_name(font))
    height = cell(font)
    return SimpleFont(base_name(font), fault, height.ascent, height.descent, letters, tuple(widths or _NO_WIDTHS), contradicted)


def _joined(told: Told, sources: Sources, known: Mapping[int, str]) -> tuple[tuple[str, ...], frozenset[bytes]]:
    """Return the letters of 256 codes, ToUnicode first, and the codes that it and what chooses the glyphs disagree on."""
    letters, lies = list[str](), set[bytes]()
    for code, own, evidence in zip(_SINGLE, sources.letters, sources.evidence, strict=True):
        texts = [text for each in told.find(code) if (text := signed(each, known)) != UNTOLD]
        if any(not agree(texts[0], each) for each in (*texts, evidence) if texts):
            lies.add(code)
        letters.append(UNTOLD if code in lies else (texts or [own])[0])
    return tuple(letters), frozenset(lies)


def _type3(font: Object) -> Font:
    letters, contradicted = _joined(told := read_to_unicode(font.get("/ToUnicode"), 1), sources := type3_sources(font), {})
    matrix = [number(each) for each in _array(font.get("/FontMatrix"), _MATRIX)]
    across, slope, lean, up = (each or 0.0 for each in matrix[:4])
    widths = simple_widths(font, across)
    is_turned = across <= 0 or up <= 0 or slope != 0 or lean != 0
    fault = TURNED if is_turned else UNKNOWN if widths is None else _silence(letters, told, base_name(font))
    box = [number(each) or 0.0 for each in _array(font.get("/FontBBox"), _BOX)]
    height = bounded(box[3] * up, box[1] * up)
    drawn = font.get("/CharProcs")
    procedures = {
        bytes([code]): drawn[f"/{name}"]
        for code, name in enumerate(sources.names)
        if name and isinstance(drawn, Dictionary) and isinstance(drawn.get(f"/{name}"), Stream)
    }
    width = tuple(widths or _NO_WIDTHS)
    return Type3Font(base_name(font), fault, height.ascent, height.descent, letters, width, contradicted, procedures=procedures)


def _array(found: Object | None, count: int) -> list[object]:
    values: list[object] = list(found) if isinstance(found, Array) and len(found) == count else []
    return values or [0] * count


def _silence(letters: Sequence[str], told: Told, name: str) -> str | None:
    """Return the fault of a font that says nothing of any letter; one of pictures, or of private use, is read as codes untold."""
    return SILENT if told.is_silent and set(letters[_SPACE:]) == {UNTOLD} and not is_pictures(name) else None
