"""Fonts of the new file: what is shown of each, and no trace of any other letter."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from pikepdf import Array, Dictionary, Name, Object, Stream, String

from pipeline.content.fonts import read_font
from pipeline.content.values import Font
from pipeline.render.kept.cids import identifiers, is_known
from pipeline.render.kept.cmaps import choice_map, meaning_map
from pipeline.render.kept.crossing import Crossing, Face
from pipeline.render.kept.damage import BROKEN, DamagedFontError
from pipeline.render.kept.draft import Written
from pipeline.render.kept.faults import UnprunableFontError
from pipeline.render.kept.glyphnames import BASES, base_of, differences, face_name, plain_names
from pipeline.render.kept.plain import as_array, entry, number, numbers, take_names, take_numbers, word
from pipeline.render.kept.programs import Wanted, built_in, cut_composite, cut_simple, read_program

__all__ = ["fill_faces"]

_SIMPLE = ("/Type1", "/MMType1", "/TrueType")
_DESCRIPTOR = (
    "/Flags", "/FontBBox", "/ItalicAngle", "/Ascent", "/Descent", "/Leading", "/CapHeight", "/XHeight", "/StemV", "/StemH",
    "/MissingWidth", "/FontWeight",
)  # fmt: skip
_COLLECTIONS = frozenset(("Identity", "Japan1", "GB1", "CNS1", "Korea1", "KR", "Manga1"))
_UNTOLD = "\ufffd"
_LARGEST_IDENTIFIER = 0xFFFF
_DEFAULT_WIDTH = 1000
_MOST_ROUNDS = 8  # of letters drawn with other fonts' letters


def fill_faces(crossing: Crossing, fonts: Mapping[tuple[int, int], Font]) -> None:
    """Fill in every font in which something is shown, cut down to it: programs, widths, encodings, maps, procedures.

    ``fonts`` are those that were read already, by their numbers in the source.
    Of a font's name and of its glyphs' names only those in common use stay. Raises UnprunableFontError where a program cannot be cut.
    """
    _fill_drawn(crossing)
    shown = [face for face in crossing.faces.values() if face.shown]
    for ordinal, face in enumerate(shown, 1):
        try:
            _fill(crossing, face, ordinal, fonts.get(face.old.objgen) or read_font(face.old))
        except DamagedFontError as fault:
            raise UnprunableFontError(tuple(sorted(face.pages)), ordinal, str(fault)) from fault
        except BROKEN as fault:
            raise UnprunableFontError(tuple(sorted(face.pages)), ordinal, "its entries are broken") from fault
    for face in crossing.faces.values():
        if not face.shown:  # a graphics state sets it, and nothing is shown in it
            face.new["/Subtype"], face.new["/BaseFont"] = Name.Type1, Name.Helvetica


def _fill(crossing: Crossing, face: Face, ordinal: int, reader: Font) -> None:
    """Fill in one font of any kind."""
    kind = entry(face.old, "/Subtype")
    codes = sorted({code for shown in face.shown for code in reader.split(shown)})
    if kind == Name("/Type0"):
        _composite(crossing, face, ordinal, codes)
    elif word(kind) in _SIMPLE:
        _simple(crossing, face, ordinal, sorted(code[0] for code in codes))
    elif kind != Name("/Type3"):
        raise DamagedFontError("its kind is not known")
    _meanings(crossing, face, reader, codes)


def _meanings(crossing: Crossing, face: Face, reader: Font, codes: Sequence[bytes]) -> None:
    """Write what the shown codes mean, as our own reading tells it."""
    texts = {code: "".join(reader.texts(code)) for code in codes}
    told = {code: text for code, text in texts.items() if text and _UNTOLD not in text}
    if told:
        face.new["/ToUnicode"] = crossing.target.make_stream(meaning_map(told))


def _fill_drawn(crossing: Crossing) -> None:
    """Fill in the fonts whose letters are drawn by procedures; these may show letters of further such fonts."""
    done: dict[tuple[int, int], int] = {}
    for _ in range(_MOST_ROUNDS):
        grown = [
            (key, face)
            for key, face in crossing.faces.items()
            if face.shown and entry(face.old, "/Subtype") == Name("/Type3") and done.get(key) != len(face.shown)
        ]
        if not grown:
            return
        for key, face in grown:
            done[key] = len(face.shown)
            _drawn(crossing, face)


def _drawn(crossing: Crossing, face: Face) -> None:
    """Fill in a Type 3 font: the procedures of the shown codes, under plain names."""
    old, new = face.old, face.new
    crossing.page = min(face.pages)
    codes, listed = sorted(set(b"".join(face.shown))), differences(old)
    names = {code: listed[code] for code in codes if code in listed}
    renamed, shared, procedures = plain_names(names), Written(), Dictionary()
    for name in dict.fromkeys(names.values()):
        procedure = entry(entry(old, "/CharProcs"), f"/{name}")
        if isinstance(procedure, Stream):
            written = crossing.write(procedure, entry(old, "/Resources"), shared)
            procedures[f"/{renamed.get(name, name)}"] = crossing.target.make_stream(written.content)
    new["/Subtype"], new["/CharProcs"] = Name("/Type3"), procedures
    take_numbers(old, new, ("/FontMatrix", "/FontBBox"))
    new["/Resources"] = crossing.resources_of(shared, entry(old, "/Resources"))
    new["/Encoding"] = Dictionary(
        Type=Name("/Encoding"), Differences=_listed({code: renamed.get(each, each) for code, each in names.items()})
    )
    _widths(old, new, codes)


def _simple(crossing: Crossing, face: Face, ordinal: int, codes: Sequence[int]) -> None:
    """Fill in a simple font (ISO 32000-1, 9.6)."""
    old, new, descriptor = face.old, face.new, entry(face.old, "/FontDescriptor")
    program, listed, base = read_program(descriptor), differences(old), base_of(old)
    own = built_in(program)
    inner = BASES[base] if base else own or BASES["/StandardEncoding"]
    names = {code: listed.get(code, inner.get(code, "")) for code in codes}
    renamed = plain_names({code: name for code, name in names.items() if name})
    new["/Subtype"] = entry(old, "/Subtype")
    name = face_name(word(entry(old, "/BaseFont"))[1:], ordinal, is_embedded=program is not None)
    new["/BaseFont"] = Name(f"/{name}")
    _widths(old, new, codes)
    changed = {code: renamed.get(listed[code], listed[code]) for code in codes if code in listed}
    encoding = entry(old, "/Encoding")
    if isinstance(encoding, Dictionary):
        new["/Encoding"] = Dictionary(Type=Name("/Encoding"), Differences=_listed(changed))
        if base:
            new["/Encoding"]["/BaseEncoding"] = Name(base)
    elif base:
        new["/Encoding"] = Name(base)
    if descriptor is not None:
        made = _descriptor(crossing, descriptor, name)
        if program is not None:
            wanted = Wanted(tuple(codes), {code: each for code, each in names.items() if each}, renamed)
            key, made_program = cut_simple(crossing.target, program, wanted)
            made[key] = made_program
        new["/FontDescriptor"] = made


def _composite(crossing: Crossing, face: Face, ordinal: int, codes: Sequence[bytes]) -> None:
    """Fill in a composite font (9.7): the identifiers that are shown, their widths and glyphs."""
    old, new, encoding = face.old, face.new, entry(face.old, "/Encoding")
    parts, find = as_array(entry(old, "/DescendantFonts")), identifiers(encoding)
    if parts is None or not len(parts) or find is None:
        raise DamagedFontError("the map of its codes cannot be read")
    part = parts[0]
    chosen = {code: min(find(code), _LARGEST_IDENTIFIER) for code in codes}
    descriptor = entry(part, "/FontDescriptor")
    program = read_program(descriptor)
    name = face_name(word(entry(old, "/BaseFont"))[1:], ordinal, is_embedded=program is not None)
    within = Dictionary(Type=Name("/Font"), Subtype=entry(part, "/Subtype"), BaseFont=Name(f"/{name}"), CIDSystemInfo=_system(part))
    within["/DW"] = number(entry(part, "/DW")) if number(entry(part, "/DW")) is not None else _DEFAULT_WIDTH
    widths = _identifier_widths(entry(part, "/W"), set(chosen.values()))
    if len(widths):
        within["/W"] = widths
    glyphs = _glyphs(part, set(chosen.values()))
    if isinstance(entry(part, "/CIDToGIDMap"), Stream):
        rows = bytearray(2 * (max(glyphs) + 1))
        for identifier, glyph in glyphs.items():
            rows[2 * identifier : 2 * identifier + 2] = glyph.to_bytes(2, "big")
        within["/CIDToGIDMap"] = crossing.target.make_stream(bytes(rows))
    elif within["/Subtype"] == Name("/CIDFontType2") and program is not None:
        within["/CIDToGIDMap"] = Name("/Identity")
    made = _descriptor(crossing, descriptor if descriptor is not None else Dictionary(), name)
    if program is not None:
        key, made_program = cut_composite(crossing.target, program, glyphs)
        made[key] = made_program
    within["/FontDescriptor"] = made
    new["/Subtype"], new["/BaseFont"] = Name("/Type0"), Name(f"/{name}")
    new["/Encoding"] = Name(word(encoding)) if is_known(encoding) else _choices(crossing, chosen)
    new["/DescendantFonts"] = Array([crossing.target.make_indirect(within)])


def _choices(crossing: Crossing, chosen: dict[bytes, int]) -> Object:
    """Return the map from the shown codes to identifiers."""
    stream = crossing.target.make_stream(choice_map(chosen))
    stream["/Type"], stream["/CMapName"] = Name("/CMap"), Name("/Codes")
    stream["/CIDSystemInfo"] = Dictionary(Registry=String("Adobe"), Ordering=String("Identity"), Supplement=0)
    return stream


def _system(part: Object) -> Dictionary:
    """Return which collection the identifiers are of; one that Adobe does not list is told as none."""
    given = str(entry(entry(part, "/CIDSystemInfo"), "/Ordering") or "")
    ordering = given if given in _COLLECTIONS else "Identity"
    supplement = number(entry(entry(part, "/CIDSystemInfo"), "/Supplement")) or 0
    return Dictionary(Registry=String("Adobe"), Ordering=String(ordering), Supplement=supplement if ordering == given else 0)


def _glyphs(part: Object, shown: set[int]) -> dict[int, int]:
    """Return the glyph of each shown identifier (9.7.4.3)."""
    stream = entry(part, "/CIDToGIDMap")
    if not isinstance(stream, Stream):
        return {each: each for each in sorted(shown)}
    rows = stream.read_bytes()
    return {each: int.from_bytes(rows[2 * each : 2 * each + 2], "big") for each in sorted(shown)}


def _descriptor(crossing: Crossing, old: Object, name: str) -> Object:
    """Return a descriptor of numbers; what tells of all glyphs of the source's font (CharSet, average widths) does not come along."""
    new = Dictionary(Type=Name("/FontDescriptor"), FontName=Name(f"/{name}"))
    take_numbers(old, new, _DESCRIPTOR)
    box = numbers(entry(old, "/FontBBox"), 4)
    if box is None:
        new["/FontBBox"] = Array([0, 0, 0, 0])
    take_names(old, new, (("/FontStretch", ("/Normal", "/Condensed", "/Expanded")),))
    return crossing.target.make_indirect(new)


def _widths(old: Object, new: Object, codes: Sequence[int]) -> None:
    """Write the widths of the shown codes; 0 for those between them."""
    listed, first = as_array(entry(old, "/Widths")), number(entry(old, "/FirstChar"))
    if listed is None:
        return
    start, wide = codes[0], list(listed)
    given = {int(first or 0) + place: number(each) for place, each in enumerate(wide)}
    spare = number(entry(entry(old, "/FontDescriptor"), "/MissingWidth")) or 0
    shown = set(codes)
    new["/FirstChar"], new["/LastChar"] = start, codes[-1]
    new["/Widths"] = Array([(given.get(code, spare) or 0) if code in shown else 0 for code in range(start, codes[-1] + 1)])


def _identifier_widths(old: Object | None, shown: set[int]) -> Array:
    """Return the widths of the shown identifiers (9.7.4.3), each row a run of neighbours."""
    found: dict[int, object] = {}
    listed: list[object] = list(old.as_list()) if isinstance(old, Array) else []
    place = 0
    while place + 1 < len(listed):
        first, second = listed[place], listed[place + 1]
        if not isinstance(first, int):
            break
        if isinstance(second, Array):
            found.update({first + step: number(each) for step, each in enumerate(second) if first + step in shown})
            place += 2
        elif isinstance(second, int) and place + 2 < len(listed):
            found.update({each: number(listed[place + 2]) for each in shown if first <= each <= second})
            place += 3
        else:
            break
    runs: list[tuple[int, list[object]]] = []
    for each, width in sorted(found.items()):
        if width is not None and runs and runs[-1][0] + len(runs[-1][1]) == each:
            runs[-1][1].append(width)
        elif width is not None:
            runs.append((each, [width]))
    return Array([part for first, widths in runs for part in (first, Array(widths))])


def _listed(names: dict[int, str]) -> Array:
    """Return Differences of these codes."""
    out, following = Array(), None
    for code, name in sorted(names.items()):
        if code != following:
            out.append(code)
        out.append(Name(f"/{name}"))
        following = code + 1
    return out
