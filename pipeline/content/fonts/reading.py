"""Reads a font's dictionary into a ``Font`` whose codes can be told apart; what cannot be read becomes its fault."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from pikepdf import Array, Dictionary, Object, Stream

from pipeline.content.fonts.cmaps import CodeMap, Identity, UnknownMapError, read_code_map
from pipeline.content.fonts.composite import CompositeFont
from pipeline.content.fonts.descriptor import base_name, bounded, cell
from pipeline.content.fonts.encodings import CODES
from pipeline.content.fonts.letters import UNTOLD, agree
from pipeline.content.fonts.orderings import Reader, readers
from pipeline.content.fonts.programs import Program, read_program
from pipeline.content.fonts.signs import is_pictures, signed, signs
from pipeline.content.fonts.simple import SimpleFont, Type3Font
from pipeline.content.fonts.sources import Sources, simple_sources, type3_sources
from pipeline.content.fonts.tounicode import LargeMapError, Told, read_to_unicode
from pipeline.content.fonts.widths import EM, UNKNOWN, composite_widths, number, simple_widths, standard_family, standard_widths
from pipeline.content.unpacked import TooLargeError
from pipeline.content.values import Font

__all__ = ["read_font"]

BROKEN = "its dictionary is broken"
LARGE = "its maps are larger than any font needs"
MAPLESS = "nothing tells where its codes begin and end"
SILENT = "nothing tells what its codes stand for"
TURNED = "its glyphs are turned, mirrored or without size"
_SIMPLE = frozenset({"/Type1", "/MMType1", "/TrueType"})
_BOX = 4  # numbers of a FontBBox
_MATRIX = 6
_SPACE = 32
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
        return _composite(font)
    if kind == "/Type3":
        return _type3(font)
    return _simple(font) if kind in _SIMPLE else _unread(BROKEN)


def _simple(font: Object) -> Font:
    told = read_to_unicode(font.get("/ToUnicode"))
    program = _program(font)
    sources = simple_sources(font, program)
    letters, contradicted = _joined(told, sources, signs(base_name(font)))
    family = standard_family(base_name(font))
    widths = simple_widths(font, 1 / EM)
    if widths is None and family is not None and "/Widths" not in font:
        widths = standard_widths(family, sources.names)
    fault = UNKNOWN if widths is None else _silence(letters, told, base_name(font))
    height = cell(font)
    return SimpleFont(base_name(font), fault, height.ascent, height.descent, letters, tuple(widths or _NO_WIDTHS), contradicted)


def _program(font: Object) -> Program | None:
    """Return a font's program; one that cannot be read says nothing, which is not the same as none."""
    try:
        return read_program(font)
    except Exception:  # noqa: BLE001 - fontTools raises anything on a torn program; it is evidence that is missing, no more
        return Program()


def _by_code(told: Told, known: Mapping[int, str]) -> tuple[dict[int, str], frozenset[int]]:
    """Return what a map says of codes of one byte, and which it leaves in doubt; some writers give these codes two bytes."""
    texts = {number: signed(text, known) for code, text in told.texts.items() if (number := int.from_bytes(code)) < CODES}
    return texts, frozenset(int.from_bytes(code) for code in told.doubtful)


def _joined(told: Told, sources: Sources, known: Mapping[int, str]) -> tuple[tuple[str, ...], frozenset[bytes]]:
    """Return the letters of 256 codes, ToUnicode first, and the codes that it and what chooses the glyphs disagree on."""
    texts, doubtful = _by_code(told, known)
    lies = {code for code in range(CODES) if code in doubtful or not agree(texts.get(code, UNTOLD), sources.evidence[code])}
    letters = tuple(UNTOLD if code in lies else _first(texts.get(code, UNTOLD), own) for code, own in enumerate(sources.letters))
    return letters, frozenset(bytes([code]) for code in lies)


def _first(*texts: str) -> str:
    return next((text for text in texts if text != UNTOLD), UNTOLD)


def _type3(font: Object) -> Font:
    letters, contradicted = _joined(told := read_to_unicode(font.get("/ToUnicode")), sources := type3_sources(font), {})
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
    return SILENT if not told.texts and set(letters[_SPACE:]) == {UNTOLD} and not is_pictures(name) else None


def _composite(font: Object) -> Font:
    (descendant,) = font["/DescendantFonts"]
    codes = read_code_map(font.get("/Encoding"))
    told = read_to_unicode(font.get("/ToUnicode"))
    known = signs(base_name(font))
    texts = {code: signed(text, known) for code, text in _by_width(told.texts, codes.width).items()}
    program = _program(descendant)
    others = readers(codes, descendant, program, known)
    lies = set(_by_width(dict.fromkeys(told.doubtful, ""), codes.width)) | {
        code for code, text in texts.items() if any(each.contradicts(code, text) for each in others)
    }
    widths = composite_widths(descendant)
    fault = UNKNOWN if widths is None else SILENT if not others and not texts and not is_pictures(base_name(font)) else None
    height = cell(descendant)
    return CompositeFont(
        base_name(font),
        fault,
        height.ascent,
        height.descent,
        codes.is_vertical,
        codes,
        _letter(texts, others),
        _width(codes, *(widths or ({}, 0.0))),
        _blanks(texts, codes, program),
        frozenset(lies),
    )


def _by_width(texts: Mapping[bytes, str], width: int) -> dict[bytes, str]:
    """Return what a map says, its codes as wide as the font's, where these are all of one width."""
    if not width:
        return dict(texts)
    numbers = ((int.from_bytes(code), text) for code, text in texts.items())
    return {number.to_bytes(width): text for number, text in numbers if number < 1 << (8 * width)}


def _letter(texts: Mapping[bytes, str], others: tuple[Reader, ...]) -> Callable[[bytes], str]:
    def letter(code: bytes) -> str:
        told = texts.get(code, UNTOLD)
        return told if told != UNTOLD else next((text for each in others if (text := each.letter(code)) != UNTOLD), UNTOLD)

    return letter


def _width(codes: CodeMap, widths: Mapping[int, float], default: float) -> Callable[[bytes], float]:
    def width(code: bytes) -> float:
        return widths.get(codes.cid(code) or 0, default)

    return width


def _blanks(texts: Mapping[bytes, str], codes: CodeMap, program: Program | None) -> tuple[bytes, ...]:
    """Return the codes that may draw a blank: those that the map says are one, then those whose glyph is one by its program."""
    found = [code for code, text in texts.items() if text == " "]
    if isinstance(codes, Identity) and program is not None:
        found += [glyph.to_bytes(codes.width) for glyph, text in program.letters.items() if text == " "]
    if codes.unicode is not None:
        found.append(" ".encode(codes.unicode))
    return tuple(found)
