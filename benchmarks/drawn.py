"""PDFs to excise, drawn by script, the same on every machine: dense pages that name each term once."""

from __future__ import annotations

import io
import random
from collections.abc import Callable, Iterable
from pathlib import Path

from fontTools.ttLib import TTFont
from pikepdf import Array, Dictionary, Name, Object, ObjectStreamMode, Pdf

__all__ = ["TERMS", "composite_pdf", "simple_pdf"]

TERMS = ("ZANZIBAR-7734", "Viktor Ostrakov", "Operation Marigold")
_WORDS = (
    "the committee considered a report from the ambassador on recent talks with ministers about trade in grain and timber across "
    "northern provinces while staff prepared further notes for review by senior officers before travel"
).split()
_LINES, _WORDS_A_LINE = 50, 14  # about 4,700 characters a page
_LEFT, _TOP, _LEADING, _SIZE = 60, 760, 14, 8  # points; no line runs off the page
_PAPER = (612, 792)  # points
_FACE = Path(__file__).parents[1] / "pipeline" / "render" / "fonts" / "PublicSans-Regular.ttf"
_EM = 1000
_SEED = 7


def _lines(order: random.Random) -> list[str]:
    """Return the lines of one page; each term stands in one of them."""
    found = [[order.choice(_WORDS) for _ in range(_WORDS_A_LINE)] for _ in range(_LINES)]
    for term in TERMS:
        line = order.choice(found)
        line.insert(order.randrange(len(line)), term)
    return [" ".join(each) for each in found]


def _document(pages: int, draw: Callable[[list[str]], Iterable[str]], font: Callable[[Pdf], Object]) -> bytes:
    """Return a PDF of ``pages`` pages; ``font`` is asked for once all of them are drawn."""
    order = random.Random(_SEED)  # noqa: S311  # not for secrets
    contents = ["\n".join(draw(_lines(order))).encode("ascii") for _ in range(pages)]
    with Pdf.new() as pdf:
        fonts = Dictionary(Font=Dictionary(F1=font(pdf)))
        for content in contents:
            page = pdf.add_blank_page(page_size=_PAPER)
            page.obj.Contents, page.obj.Resources = pdf.make_stream(content), fonts
        written = io.BytesIO()
        pdf.save(written, compress_streams=True, object_stream_mode=ObjectStreamMode.disable, deterministic_id=True)
    return written.getvalue()


def simple_pdf(pages: int) -> bytes:
    """Return a PDF with one operator that shows text a line, in a font of one byte a letter that every reader has."""

    def draw(lines: list[str]) -> Iterable[str]:
        yield f"BT /F1 {_SIZE} Tf"
        yield from (f"1 0 0 1 {_LEFT} {_TOP - at * _LEADING} Tm ({line}) Tj" for at, line in enumerate(lines))
        yield "ET"

    def font(pdf: Pdf) -> Object:
        named = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name("/Times-Roman"), Encoding=Name.WinAnsiEncoding)
        return pdf.make_indirect(named)

    return _document(pages, draw, font)


def composite_pdf(pages: int) -> bytes:
    """Return a PDF with one operator that shows text a word, in an embedded font of two bytes a letter."""
    face = TTFont(_FACE)
    glyphs, widths, scale = face.getBestCmap(), face["hmtx"], _EM / face["head"].unitsPerEm
    used: dict[int, tuple[str, float]] = {}

    def code(letter: str) -> int:
        glyph = face.getGlyphID(glyphs[ord(letter)])
        used.setdefault(glyph, (letter, widths[glyphs[ord(letter)]][0] * scale))
        return int(glyph)

    def wide(text: str) -> float:
        return sum(used[code(letter)][1] for letter in text) * _SIZE / _EM

    def draw(lines: list[str]) -> Iterable[str]:
        yield f"BT /F1 {_SIZE} Tf"
        for at, line in enumerate(lines):
            along = float(_LEFT)
            for word in line.split():
                codes = "".join(f"{code(letter):04X}" for letter in word)
                yield f"1 0 0 1 {along:.2f} {_TOP - at * _LEADING} Tm <{codes}> Tj"
                along += wide(f"{word} ")
        yield "ET"

    return _document(pages, draw, lambda pdf: _composite_font(pdf, used))


def _composite_font(pdf: Pdf, used: dict[int, tuple[str, float]]) -> Object:
    """Return the font whose codes are its glyphs' numbers: ``used`` gives the letter and the width of each that is drawn."""
    named, ordered = Name("/AAAAAA+PublicSans-Regular"), sorted(used)
    drawn = Dictionary(
        Type=Name.FontDescriptor,
        FontName=named,
        Flags=4,
        FontBBox=Array([-500, -300, 1500, 1000]),
        ItalicAngle=0,
        Ascent=900,
        Descent=-250,
        CapHeight=700,
        StemV=80,
        FontFile2=pdf.make_stream(_FACE.read_bytes()),
    )
    inner = Dictionary(
        Type=Name.Font,
        Subtype=Name.CIDFontType2,
        BaseFont=named,
        CIDSystemInfo=Dictionary(Registry=b"Adobe", Ordering=b"Identity", Supplement=0),
        FontDescriptor=pdf.make_indirect(drawn),
        W=Array([each for glyph in ordered for each in (glyph, Array([round(used[glyph][1])]))]),
        DW=_EM,
        CIDToGIDMap=Name.Identity,
    )
    told = "\n".join(f"<{glyph:04X}> <{ord(used[glyph][0]):04X}>" for glyph in ordered)
    cmap = (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapType 2 def\n"
        f"1 begincodespacerange <0000> <FFFF> endcodespacerange\n{len(ordered)} beginbfchar\n{told}\nendbfchar endcmap end end"
    )
    whole = Dictionary(Type=Name.Font, Subtype=Name.Type0, BaseFont=named, Encoding=Name("/Identity-H"))
    whole.DescendantFonts, whole.ToUnicode = Array([pdf.make_indirect(inner)]), pdf.make_stream(cmap.encode("ascii"))
    return pdf.make_indirect(whole)
