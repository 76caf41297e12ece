"""Fonts hold nothing of what was cut: no outline, width or letter of a code that no page shows, and no withheld name."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from pikepdf import Array, Dictionary, Name, Object, Stream

from pipeline.content.values import Font
from pipeline.errors import LeakError
from pipeline.verify.kept.case import Case
from pipeline.verify.kept.hunt import Hunt
from pipeline.verify.kept.opened import Opened
from pipeline.verify.kept.programs import Sought, read_program
from pipeline.verify.kept.public import is_public

__all__ = ["probe_fonts"]

PROBE = "fonts"
_FILES = ("/FontFile", "/FontFile2", "/FontFile3")
_ASCII = frozenset(range(33, 127))  # a font that holds all of these tells nothing by holding them
_BEFORE_ASCII = frozenset(range(128))
_PAIR = 2  # bytes of a code of a composite font, and of a glyph number in a map
_CHARACTERS = re.compile(rb"begin(bfchar|bfrange|cidchar|cidrange)(.*?)end\1", re.DOTALL)
_HEX = re.compile(rb"<([0-9A-Fa-f\s]*)>|(\[)|(\])")
_RESIDUE = "it holds letters that no page shows"


def _shown(opened: Opened) -> dict[tuple[int, int], dict[bytes, str]]:
    """Return the codes of each font that pages show, with what they stand for."""
    scenes = opened.scenes
    places = {id(font): place for place, font in opened.fonts.items()}
    shown: dict[tuple[int, int], dict[bytes, str]] = {place: {} for place in opened.fonts}
    strings: dict[tuple[int, int], set[bytes]] = {place: set() for place in opened.fonts}
    for scene in scenes:
        for show in scene.shows:
            place = places.get(id(show.font))
            if place is None:
                raise LeakError(PROBE, "the fonts", "a page shows text in a font that is no object of its own")
            strings[place].add(show.codes)
    for place, each in strings.items():
        font: Font = opened.fonts[place]
        for codes in each:
            shown[place].update(zip(font.split(codes), font.texts(codes), strict=True))
    return shown


def probe_fonts(case: Case) -> None:
    """Raise LeakError where a font holds widths, letters, names or outlines of codes that no page shows, or a withheld name.

    A font with every sign of ASCII may hold the rest of them: a set that is whole says nothing.
    """
    shown = _shown(case.opened)
    for item in case.opened.pdf.objects:
        if isinstance(item, Dictionary) and item.get("/Type") == Name.Font and not str(item.get("/Subtype")).startswith("/CIDFont"):
            if item.objgen not in shown:
                raise LeakError(PROBE, f"object {item.objgen[0]}", "no page shows anything in it")
            _check_font(item, shown[item.objgen], case.hunt)


def _check_font(font: Object, shown: dict[bytes, str], hunt: Hunt) -> None:
    place = f"object {font.objgen[0]}"
    codes = frozenset(int.from_bytes(code) for code in shown)
    mapped = _mapped(font.get("/ToUnicode"))
    if mapped >= _ASCII and "/DescendantFonts" not in font:
        codes |= _BEFORE_ASCII
    if not mapped <= codes or _has_other_names(font, codes) or _has_other_widths(font, codes):
        raise LeakError(PROBE, place, _RESIDUE)
    texts = frozenset(shown.values()) | {chr(code) for code in codes & _ASCII}
    if str(font.get("/Subtype")) == "/Type0":
        _check_descendant(font, codes, texts, hunt)
        return
    sought = Sought(codes, None, _names(font, codes), texts)
    if str(font.get("/Subtype")) == "/Type3" and not {key[1:] for key in font.CharProcs.keys()} <= sought.names | {".notdef"}:  # noqa: SIM118  # no dict
        raise LeakError(PROBE, place, _RESIDUE)
    _check_program(font.get("/FontDescriptor"), sought, None, place, hunt)


def _mapped(stream: object) -> frozenset[int]:
    """Return the codes that a ToUnicode map tells."""
    if not isinstance(stream, Stream):
        return frozenset()
    found: set[int] = set()
    for kind, body in _CHARACTERS.findall(stream.read_bytes()):
        found |= set(_ranges(body) if kind == b"bfrange" else _singles(body))
    return frozenset(found)


def _singles(body: bytes) -> Iterator[int]:
    digits = [match[1] for match in _HEX.finditer(body) if match[1] is not None]
    yield from (int(b"".join(each.split()) or b"0", 16) for each in digits[::2])


def _ranges(body: bytes) -> Iterator[int]:
    inside, firsts = False, list[int]()
    for match in _HEX.finditer(body):
        if match[2] or match[3]:
            inside = bool(match[2])
            if not inside:
                firsts.append(-1)
        elif not inside:
            firsts.append(int(b"".join(match[1].split()) or b"0", 16))
    for first, last in zip(firsts[::3], firsts[1::3], strict=False):
        yield from range(first, min(last, first + 0xFFFF) + 1)


def _differences(font: Object) -> Iterator[tuple[int, str]]:
    encoding = font.get("/Encoding")
    listed = encoding.get("/Differences") if isinstance(encoding, Dictionary) else None
    code = 0
    for each in listed.as_list() if isinstance(listed, Array) else ():
        if isinstance(each, Name):
            yield code, str(each)[1:]
            code += 1
        else:
            code = int(each)


def _names(font: Object, codes: frozenset[int]) -> frozenset[str]:
    return frozenset(name for code, name in _differences(font) if code in codes)


def _has_other_names(font: Object, codes: frozenset[int]) -> bool:
    return any(code not in codes and name != ".notdef" for code, name in _differences(font))


def _has_other_widths(font: Object, codes: frozenset[int]) -> bool:
    """Tell whether codes that no page shows have widths of more than one kind."""
    widths = font.get("/Widths")
    if not isinstance(widths, Array):
        return False
    first = int(font.get("/FirstChar", 0))
    return len({float(width) for number, width in enumerate(widths.as_list(), start=first) if number not in codes}) > 1


def _check_descendant(font: Object, codes: frozenset[int], texts: frozenset[str], hunt: Hunt) -> None:
    descendant = font.DescendantFonts[0]
    place = f"object {font.objgen[0]}"
    if not str(font.get("/Encoding")).startswith("/Identity"):
        return _check_counted(descendant, codes, texts, hunt, place)
    cids = {cid for cid, _ in _composite_widths(descendant.get("/W"))}
    glyphs = _glyphs_of(descendant.get("/CIDToGIDMap"))
    if not cids <= codes or (glyphs and not {cid for cid, glyph in glyphs.items() if glyph} <= codes):
        raise LeakError(PROBE, place, _RESIDUE)
    _check_program(descendant.get("/FontDescriptor"), Sought(codes, codes, frozenset(), texts), glyphs, place, hunt)
    return None


def _check_counted(descendant: Object, codes: frozenset[int], texts: frozenset[str], hunt: Hunt, place: str) -> None:
    """Look at a font whose codes reach their glyphs over a map of its own: it may hold as many as pages show."""
    if len(list(_composite_widths(descendant.get("/W")))) > len(codes):
        raise LeakError(PROBE, place, _RESIDUE)
    descriptor = descendant.get("/FontDescriptor")
    for kind in _FILES:
        if isinstance(descriptor, Dictionary) and kind in descriptor:
            found = read_program(kind, descriptor[kind].read_bytes(), Sought(codes, frozenset(), frozenset(), texts))
            if found is None or found.leftover > len(codes) or hunt.in_text(_told(found.names)):
                raise LeakError(PROBE, place, _RESIDUE)


def _composite_widths(listed: object) -> Iterator[tuple[int, float]]:
    """Yield the CIDs of a W array with their widths (ISO 32000-1, 9.7.4.3)."""
    rest = list(listed.as_list()) if isinstance(listed, Array) else list[Object]()
    at = 0
    while at + 1 < len(rest):
        first, second = int(rest[at]), rest[at + 1]
        if isinstance(second, Array):
            yield from ((first + number, float(width)) for number, width in enumerate(second.as_list()))
            at += 2
        else:
            yield from ((cid, float(rest[at + 2])) for cid in range(first, int(second) + 1))
            at += 3


def _glyphs_of(mapped: object) -> dict[int, int] | None:
    if not isinstance(mapped, Stream):
        return None
    data = mapped.read_bytes()
    return {at // _PAIR: int.from_bytes(data[at : at + _PAIR]) for at in range(0, len(data), _PAIR) if any(data[at : at + _PAIR])}


def _told(names: Iterable[str]) -> str:
    """Return the words of a program that no other program has to have."""
    return "\n".join(word for name in names for word in name.split() if not is_public(word))


def _check_program(descriptor: object, sought: Sought, glyphs: dict[int, int] | None, place: str, hunt: Hunt) -> None:
    if not isinstance(descriptor, Dictionary):
        return
    for kind in _FILES:
        if kind in descriptor:
            found = read_program(kind, descriptor[kind].read_bytes(), sought, glyphs)
            if found is None:
                raise LeakError(PROBE, place, "its program cannot be read")
            if found.leftover or found.widths > 1:
                raise LeakError(PROBE, place, _RESIDUE)
            if hunt.in_text(_told(found.names)):
                raise LeakError(PROBE, place, "a name in it was withheld")
