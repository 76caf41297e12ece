"""What a code of a composite font stands for beside its ToUnicode map: by Unicode itself, by Adobe's collections, by its program."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from pdfminer.cmapdb import CMapDB
from pdfminer.psexceptions import PSException
from pikepdf import Dictionary, Name, Object, Stream

from pipeline.content.fonts.cmaps import CodeMap
from pipeline.content.fonts.ink import is_blank
from pipeline.content.fonts.letters import UNTOLD, agree, settled
from pipeline.content.fonts.packed import stream_data
from pipeline.content.fonts.programs import Program
from pipeline.content.fonts.signs import signed
from pipeline.content.fonts.tounicode import Told

__all__ = ["Letters", "Reader", "inked", "readers"]

_COLLECTIONS = frozenset({"Japan1", "GB1", "CNS1", "Korea1"})  # of registry Adobe
_GLYPH_MAP_BYTES = 131_072  # two bytes for each of 65,536 CIDs


@dataclass(frozen=True, slots=True)
class Reader:
    """One source of letters. ``is_exact`` where it tells a letter and not only one of several forms of an ideograph."""

    letter: Callable[[bytes], str] = field(repr=False)
    is_exact: bool = True

    def contradicts(self, code: bytes, text: str) -> bool:
        """Return whether what ToUnicode says of a code cannot be right; of two ideographs either may be a form of the other."""
        own = self.letter(code)
        return not agree(own, text) and (self.is_exact or own.isascii() or text.isascii())


@dataclass(frozen=True, slots=True)
class Letters:
    """What the codes of a font stand for: by ToUnicode first, then by the other sources. ``known`` as of ``signs``."""

    told: Told = field(repr=False)
    others: tuple[Reader, ...]
    known: Mapping[int, str] = field(repr=False)
    is_inked: Callable[[bytes], bool] = field(default=lambda _: False, repr=False)

    def look(self, code: bytes) -> tuple[str, bool]:
        """Return what a code stands for, U+FFFD where nothing tells it, and whether two sources contradict each other."""
        texts = [text for each in self.told.find(code) if (text := signed(each, self.known)) != UNTOLD]
        is_lie = any(not agree(texts[0], each) for each in texts) or any(each.contradicts(code, texts[0]) for each in self.others if texts)
        if is_lie:
            return UNTOLD, True
        text = (texts or [text for each in self.others if (text := each.letter(code)) != UNTOLD] or [UNTOLD])[0]
        return (UNTOLD if is_blank(text) and self.is_inked(code) else text), False


def readers(codes: CodeMap, descendant: Object, program: Program | None, known: Mapping[int, str]) -> tuple[Reader, ...]:
    """Return the sources that tell letters of codes, the surest first; none where only ToUnicode can. ``known`` as of ``signs``."""
    found: list[Reader] = []
    if (codec := codes.unicode) is not None:
        found.append(Reader(lambda code: settled(code.decode(codec, "replace"))))
    collection = _collection(descendant)
    if collection is not None:
        found.append(Reader(lambda code: settled(collection.get(_number(codes, code), "")), is_exact=False))
    elif program is not None and program.letters and not program.is_keyed:
        letters, glyphs = program.letters, _glyphs(descendant)
        found.append(Reader(lambda code: signed(letters.get(_glyph(glyphs, _number(codes, code)), UNTOLD), known)))
    return tuple(found)


def inked(codes: CodeMap, descendant: Object, program: Program | None) -> Callable[[bytes], bool]:
    """Return what tells of a code whether its glyph draws anything; False where no program of its own tells it."""
    if program is None:
        return lambda _: False
    glyphs = None if program.tables is None else _glyphs(descendant)
    keys = program.numbers if program.is_keyed else None

    def draws(code: bytes) -> bool:
        cid = _number(codes, code)
        return program.ink(_glyph(glyphs, cid) if keys is None else keys.get(f"cid{cid:05}", 0))

    return draws


def _number(codes: CodeMap, code: bytes) -> int:
    """Return a code's CID, 0 (the glyph of what has none) without."""
    return codes.cid(code) or 0


def _collection(descendant: Object) -> Mapping[int, str] | None:
    system = descendant.get("/CIDSystemInfo")
    if not isinstance(system, Dictionary):
        return None
    ordering = str(system.get("/Ordering", ""))
    if str(system.get("/Registry", "")) != "Adobe" or ordering not in _COLLECTIONS:
        return None
    try:
        return CMapDB.get_unicode_map(f"Adobe-{ordering}").cid2unichr
    except PSException:
        return None


def _glyphs(descendant: Object) -> bytes | None:
    """Return the numbers of glyphs by CID, two bytes each; None where they are the CIDs (ISO 32000-1, table 117)."""
    found = descendant.get("/CIDToGIDMap")
    if isinstance(found, Stream):
        return stream_data(found, _GLYPH_MAP_BYTES)
    return None if found is None or isinstance(found, Name) else b""


def _glyph(glyphs: bytes | None, cid: int) -> int:
    return cid if glyphs is None else int.from_bytes(glyphs[2 * cid : 2 * cid + 2])
