"""What the program that a font brings says of its letters: built-in encodings, names of glyphs, characters by glyph."""

from __future__ import annotations

import io
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from fontTools.cffLib import CFFFontSet
from pikepdf import Object

from pipeline.content.fonts.descriptor import program_stream
from pipeline.content.fonts.encodings import CODES, EXPERT, STANDARD, Names
from pipeline.content.fonts.ink import Ink, compact_ink, no_ink, outline_ink
from pipeline.content.fonts.letters import UNTOLD, named_text
from pipeline.content.fonts.packed import stream_data
from pipeline.content.fonts.sfnt import Sfnt, read_sfnt, table

__all__ = ["Program", "program_or_blank", "read_program"]

_PROGRAM_BYTES = 40_000_000  # unpacked; the largest fonts of CJK have some 25 MB
_CLEAR_BYTES = 200_000  # of a Type 1 program before its encrypted part
_ENTRY = re.compile(rb"\bdup\s+(8#[0-7]{1,3}|16#[0-9A-Fa-f]{1,2}|\d{1,3})\s*/([^\s/\[\]{}()<>%]{1,120})\s+put\b")
_NOTDEF = ".notdef"
_OPEN_TYPE = (b"OTTO", b"true", b"\0\1\0\0", b"ttcf")


@dataclass(frozen=True, slots=True)
class Program:
    """A font's program.

    ``encoding`` is its built-in one; ``letters`` what each glyph stands for, by its number, of private use where a symbol cmap has it so.
    ``ink`` tells whether a glyph draws anything, ``numbers`` which glyph has a name (a keyed one ``cid00001`` and so on).
    ``is_keyed`` where its glyphs are found by CID, not by number or name (CFF with a ROS operator); it tells no letters then.
    """

    encoding: Names | None = field(default=None, repr=False)
    letters: Mapping[int, str] = field(default_factory=dict, repr=False)
    tables: Sfnt | None = field(default=None, repr=False)
    is_keyed: bool = False
    ink: Ink = field(default=no_ink, repr=False)
    numbers: Mapping[str, int] = field(default_factory=dict, repr=False)


def read_program(font: Object) -> Program | None:
    """Return what a font's own program says, None where it brings none.

    Raises TooLargeError, TornError, SfntError, or whatever fontTools raises on a torn CFF program.
    """
    found = program_stream(font)
    if found is None:
        return None
    key, stream = found
    data = stream_data(stream, _PROGRAM_BYTES)
    if data[:4] in _OPEN_TYPE:
        return _open_type(data)
    if key == "/FontFile3":
        return _compact(data)
    return Program(encoding=_type1_encoding(data)) if key == "/FontFile" else Program()


def program_or_blank(font: Object) -> Program | None:
    """Return a font's program; one that cannot be read says nothing, which is not the same as none."""
    try:
        return read_program(font)
    except Exception:  # noqa: BLE001 - fontTools raises anything on a torn program; it is evidence that is missing, no more
        return Program()


def _type1_encoding(data: bytes) -> Names | None:
    """Return the built-in encoding of a Type 1 program (Adobe Type 1 Font Format, 2.2); it stands before the encrypted part."""
    clear = data[: min(_CLEAR_BYTES, found if (found := data.find(b"eexec")) >= 0 else len(data))]
    at = clear.find(b"/Encoding")
    if at < 0:
        return None
    if clear[at + len(b"/Encoding") :].split(None, 1)[:1] == [b"StandardEncoding"]:
        return STANDARD
    names: list[str | None] = [None] * CODES
    for code, name in _ENTRY.findall(clear, at):
        base, _, digits = code.rpartition(b"#")
        number = int(digits, int(base or b"10"))
        if number < CODES:
            names[number] = name.decode("latin-1")
    return tuple(names)


def _compact(data: bytes) -> Program:
    fonts = CFFFontSet()
    fonts.decompile(io.BytesIO(data), None)
    top = fonts[0]
    if hasattr(top, "ROS"):
        return Program(is_keyed=True, ink=compact_ink(top), numbers=_numbers(top.charset))
    letters = {number: named_text(name) for number, name in enumerate(top.charset)}
    return Program(_compact_encoding(top.Encoding), letters, ink=compact_ink(top), numbers=_numbers(top.charset))


def _numbers(names: Sequence[str]) -> dict[str, int]:
    return {name: number for number, name in reversed(list(enumerate(names)))}


def _compact_encoding(found: str | list[str]) -> Names:
    if isinstance(found, str):
        return EXPERT if found == "ExpertEncoding" else STANDARD
    return tuple(None if name == _NOTDEF else name for name in found)


def _open_type(data: bytes) -> Program:
    sfnt = read_sfnt(data)
    compact = table(data, b"CFF ")
    inner = _compact(compact) if compact is not None else Program()
    characters = {glyph: chr(code) for glyph, code in sfnt.characters().items() if code <= 0x10FFFF}  # noqa: PLR2004 - last of Unicode
    named = {number: named_text(name) for number, name in enumerate(sfnt.names)}
    letters = {**inner.letters, **_told(named), **_told(characters)}
    ink, numbers = (inner.ink, inner.numbers) if compact is not None else (outline_ink(data), _numbers(sfnt.names))
    return Program(inner.encoding, letters, sfnt, inner.is_keyed, ink, numbers)


def _told(letters: Mapping[int, str]) -> dict[int, str]:
    return {glyph: text for glyph, text in letters.items() if text != UNTOLD}
