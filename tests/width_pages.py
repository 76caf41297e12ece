"""Pages that differ in one name alone, set as programs set text: what widths could tell is judged on them.

The name stands at one place of one line of a paragraph; the line's other words stay in it, whatever the name.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from pathlib import Path
from typing import Protocol

import reportlab
from fontTools import subset
from fontTools.ttLib import TTFont
from pikepdf import Array, Dictionary, Name, Object, Pdf
from reportlab.pdfbase.pdfmetrics import stringWidth

from benchmarks.names import NAMES

__all__ = ["FACES", "NAMES", "PLACES", "SETTINGS", "Setting", "page_with_name", "saved"]

SIZE = 11.0
LEFT, TOP, LEADING, MIDDLE = 72.0, 690.0, 14.0, 306.0
LOOSE = 1.03  # of the widest line, which no name is in: how wide the paragraph is
VERA = Path(reportlab.__file__).parent / "fonts" / "Vera.ttf"
PLACES = ("start", "middle", "end")

BEFORE = (
    "The committee heard the report of its ships and of the ports that",
    "they had called at since the spring, and found that two of them had",
)
TOUCHED = ("been seen by", "at the quay, and later", "near it")
AFTER = (
    "where a launch had waited for some hours without lights. No answer",
    "had been given to the question of the harbour master, who noted the",
    "hour and sent a telegram to the ministry that same night for orders",
)
LAST = "and heard nothing."


class Face(Protocol):
    """A font: what letters measure in it, how they are coded, and its object for a page that shows some letters."""

    def wide(self, text: str) -> float:
        """Return the width of a text at the size of the page."""

    def coded(self, text: str) -> str:
        """Return a text as a string of the content."""

    def kern(self, one: str, after: str) -> int:
        """Return the kern between two letters, in thousandths of an em to the left."""

    def made(self, pdf: Pdf, letters: str) -> Object:
        """Return the font for these letters."""


def _kern(one: str, after: str) -> int:
    """Return a kern as a font could have it; none beside blanks."""
    return 0 if " " in (one, after) else (ord(one) * 7 + ord(after)) % 5 * 9 - 18


@dataclass(frozen=True)
class Simple:
    """A standard font with its widths, of one byte a letter."""

    base: str

    def wide(self, text: str) -> float:
        """Return the width of a text at the size of the page."""
        return float(stringWidth(text, self.base, SIZE))

    def coded(self, text: str) -> str:
        """Return a text as a string of the content."""
        return f"<{text.encode('cp1252').hex()}>"

    def kern(self, one: str, after: str) -> int:
        """Return the kern between two letters."""
        return 0 if self.base == "Courier" else _kern(one, after)

    def made(self, pdf: Pdf, letters: str) -> Object:
        """Return the font; its widths are of the letters shown alone, as programs write them."""
        codes = sorted(set(letters.encode("cp1252")))
        widths = [
            round(float(stringWidth(bytes([code]).decode("cp1252"), self.base, 1000))) if code in codes else 0
            for code in range(codes[0], codes[-1] + 1)
        ]
        return pdf.make_indirect(
            Dictionary(
                Type=Name.Font,
                Subtype=Name.Type1,
                BaseFont=Name("/" + self.base),
                Encoding=Name.WinAnsiEncoding,
                FirstChar=codes[0],
                LastChar=codes[-1],
                Widths=Array(widths),
            )
        )


class Composite:
    """A TrueType font of two bytes a letter, with a program of exactly the letters that the page shows, numbered in order of use."""

    def __init__(self) -> None:
        self.face = TTFont(VERA)
        self.cmap: dict[int, str] = self.face.getBestCmap()
        self.metrics = self.face["hmtx"].metrics
        self.em = self.face["head"].unitsPerEm

    def _advance(self, letter: str) -> int:
        width: float = self.metrics[self.cmap[ord(letter)]][0] * 1000 / self.em
        return round(width)

    def wide(self, text: str) -> float:
        """Return the width of a text at the size of the page."""
        return sum(map(self._advance, text)) * SIZE / 1000

    def coded(self, text: str) -> str:
        """Return a text as a string of the content: glyphs by their numbers in the whole font."""
        return "<" + "".join(f"{self.face.getGlyphID(self.cmap[ord(letter)]):04x}" for letter in text) + ">"

    def kern(self, one: str, after: str) -> int:
        """Return the kern between two letters."""
        return _kern(one, after)

    def made(self, pdf: Pdf, letters: str) -> Object:
        """Return the font for these letters."""
        used = "".join(sorted(set(letters)))
        glyphs = {self.face.getGlyphID(self.cmap[ord(letter)]): letter for letter in used}
        descriptor = Dictionary(
            Type=Name.FontDescriptor,
            FontName=Name("/ABCDEF+BitstreamVeraSans"),
            Flags=4,
            FontBBox=Array([-183, -236, 1287, 928]),
            ItalicAngle=0,
            Ascent=928,
            Descent=-236,
            CapHeight=729,
            StemV=80,
            FontFile2=pdf.make_stream(_program(used)),
        )
        descendant = Dictionary(
            Type=Name.Font,
            Subtype=Name.CIDFontType2,
            BaseFont=Name("/ABCDEF+BitstreamVeraSans"),
            CIDSystemInfo=Dictionary(Registry="Adobe", Ordering="Identity", Supplement=0),
            CIDToGIDMap=Name.Identity,
            DW=1000,
            W=Array([part for code, letter in sorted(glyphs.items()) for part in (code, Array([self._advance(letter)]))]),
            FontDescriptor=pdf.make_indirect(descriptor),
        )
        rows = "".join(f"<{code:04x}> <{ord(letter):04x}>\n" for code, letter in sorted(glyphs.items()))
        told = f"begincmap 1 begincodespacerange <0000> <ffff> endcodespacerange {len(glyphs)} beginbfchar\n{rows}endbfchar endcmap"
        return pdf.make_indirect(
            Dictionary(
                Type=Name.Font,
                Subtype=Name.Type0,
                BaseFont=Name("/ABCDEF+BitstreamVeraSans"),
                Encoding=Name("/Identity-H"),
                DescendantFonts=Array([pdf.make_indirect(descendant)]),
                ToUnicode=pdf.make_stream(told.encode()),
            )
        )


@lru_cache(maxsize=256)
def _program(letters: str) -> bytes:
    """Return the face's program for these letters alone; glyphs keep their numbers."""
    options = subset.Options(retain_gids=True, notdef_outline=True, hinting=True)
    options.drop_tables += ["GSUB", "GPOS", "kern"]
    face = TTFont(VERA, recalcTimestamp=False)
    cutter = subset.Subsetter(options)
    cutter.populate(text=letters)
    cutter.subset(face)
    target = io.BytesIO()
    face.save(target)
    return target.getvalue()


FACES: dict[str, Face] = {
    "times": Simple("Times-Roman"),
    "helvetica": Simple("Helvetica"),
    "courier": Simple("Courier"),
    "composite": Composite(),
}

# Settings: a line of words as content, on a baseline.

Setting = Callable[[Face, Sequence[str], float, bool], str]


def _at(x: float, y: float) -> str:
    return f"BT /F1 {SIZE} Tf 1 0 0 1 {x:.4f} {y} Tm"


def _right(face: Face) -> float:
    """Return the right edge of the paragraph."""
    return LEFT + LOOSE * max(map(face.wide, (*BEFORE, *AFTER)))


def _stretch(face: Face, words: Sequence[str], is_last: bool) -> float:
    """Return how much wider than a blank each step between words is, so that the line is full."""
    return 0.0 if is_last else (_right(face) - LEFT - face.wide(" ".join(words))) / (len(words) - 1)


def ragged(face: Face, words: Sequence[str], y: float, is_last: bool) -> str:  # noqa: ARG001  # all makers of lines have one signature
    """One Tj, from the left edge."""
    return f"{_at(LEFT, y)} {face.coded(' '.join(words))} Tj ET"


def kerned(face: Face, words: Sequence[str], y: float, is_last: bool) -> str:  # noqa: ARG001  # all makers of lines have one signature
    """One TJ with kerns, from the left edge."""
    return f"{_at(LEFT, y)} [{_kerned(face, ' '.join(words))}] TJ ET"


def _kerned(face: Face, text: str) -> str:
    parts, held = [], ""
    for one, after in pairwise([*text, " "]):
        held += one
        kern = face.kern(one, after)
        if kern:
            parts.append(f"{face.coded(held)} {kern}")
            held = ""
    return " ".join([*parts, face.coded(held)] if held else parts)


def justified_tw(face: Face, words: Sequence[str], y: float, is_last: bool) -> str:
    """One Tj, spaced out by Tw; Tw does nothing for codes of two bytes, so those are spaced out letter by letter, by Tc."""
    text = " ".join(words)
    stretch = _stretch(face, words, is_last)
    if isinstance(face, Composite):
        return f"{_at(LEFT, y)} {stretch * (len(words) - 1) / len(text):.4f} Tc {face.coded(text)} Tj 0 Tc ET"
    return f"{_at(LEFT, y)} {stretch:.4f} Tw {face.coded(text)} Tj 0 Tw ET"


def justified_tj(face: Face, words: Sequence[str], y: float, is_last: bool) -> str:
    """One TJ; numbers between the words space it out."""
    number = f" {-_stretch(face, words, is_last) * 1000 / SIZE:.3f} "
    return f"{_at(LEFT, y)} [{number.join(face.coded(word + ' ' * (word is not words[-1])) for word in words)}] TJ ET"


def justified_tj_no_blanks(face: Face, words: Sequence[str], y: float, is_last: bool) -> str:
    """One TJ of words without blanks, as TeX sets them; numbers make the blanks."""
    kerns = sum(face.kern(one, after) for word in words for one, after in pairwise([*word, " "])) * SIZE / 1000
    stretch = _stretch(face, words, is_last) + (0.0 if is_last else kerns / (len(words) - 1))
    number = f" {-(stretch + face.wide(' ')) * 1000 / SIZE:.3f} "
    return f"{_at(LEFT, y)} [{number.join(_kerned(face, word) for word in words)}] TJ ET"


def justified_steps(face: Face, words: Sequence[str], y: float, is_last: bool) -> str:
    """One Tj a word with a Tm of its own, spaced out."""
    x, step, parts = LEFT, _stretch(face, words, is_last) + face.wide(" "), []
    for word in words:
        parts.append(f"{_at(x, y)} {face.coded(word)} Tj ET")
        x += face.wide(word) + step
    return " ".join(parts)


def stepped(face: Face, words: Sequence[str], y: float, is_last: bool) -> str:  # noqa: ARG001  # all makers of lines have one signature
    """One Tj a word with a Tm of its own, ragged."""
    return justified_steps(face, words, y, is_last=True)


def centred(face: Face, words: Sequence[str], y: float, is_last: bool) -> str:  # noqa: ARG001  # all makers of lines have one signature
    """One Tj, in the middle."""
    text = " ".join(words)
    return f"{_at(MIDDLE - face.wide(text) / 2, y)} {face.coded(text)} Tj ET"


def right_aligned(face: Face, words: Sequence[str], y: float, is_last: bool) -> str:  # noqa: ARG001  # all makers of lines have one signature
    """One Tj, to the right edge."""
    text = " ".join(words)
    return f"{_at(_right(face) - face.wide(text), y)} {face.coded(text)} Tj ET"


SETTINGS: dict[str, Setting] = {
    each.__name__: each
    for each in (
        ragged,
        kerned,
        stepped,
        justified_tw,
        justified_tj,
        justified_tj_no_blanks,
        justified_steps,
        centred,
        right_aligned,
    )
}


def touched_words(name: str, place: str) -> list[str]:
    """Return the words of the line that holds the name."""
    parts = list(TOUCHED)
    parts.insert({"start": 0, "middle": 1, "end": 3}[place], name)
    return " ".join(parts).split(" ")


def page_with_name(face: Face, setting: Setting, place: str, name: str) -> bytes:
    """Return a PDF of one page with a paragraph in which a name stands."""
    lines = [*(line.split(" ") for line in BEFORE), touched_words(name, place), *(line.split(" ") for line in AFTER), LAST.split(" ")]
    shown = [setting(face, words, TOP - LEADING * row, row == len(lines) - 1) for row, words in enumerate(lines)]
    return saved(face, "\n".join(shown), "".join(letter for words in lines for word in words for letter in word) + " ")


def saved(face: Face, content: str, letters: str, finish: Callable[[Pdf], None] | None = None) -> bytes:
    """Return a PDF of one page with this content; F1 is the face for these letters."""
    pdf = Pdf.new()
    page = pdf.add_blank_page(page_size=(612, 792))
    page.obj.Resources = Dictionary(Font=Dictionary(F1=face.made(pdf, letters)))
    page.obj.Contents = pdf.make_stream(content.encode("latin-1"))
    if finish:
        finish(pdf)
    target = io.BytesIO()
    pdf.save(target, deterministic_id=True)
    return target.getvalue()
