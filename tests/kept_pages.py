"""Pages with one secret in them, set the many ways that programs set text: as a test of excision needs them."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from itertools import pairwise

from pikepdf import Array, Dictionary, Name, Page, Pdf, String, parse_content_stream, unparse_content_stream
from reportlab.pdfbase.pdfmetrics import stringWidth

from pipeline.content.values import Scene
from pipeline.content.walk import read_scene
from pipeline.model import Action
from pipeline.render.kept.excise import excise_page
from pipeline.render.kept.values import Gap, Marks
from pipeline.wording import BlankWords

__all__ = ["SIZE", "STYLES", "WORDS", "content_of", "excised", "gap_over", "glyphs_over", "opened", "page_with", "texts_of"]

SIZE = 11.0
LEFT, TOP, LEADING = 72.0, 700.0, 14.0
WORDS = BlankWords("[withheld: 1.4(c)]", "1.4(c)", "", "1")
_FACE = "Helvetica"
_FIRST_CODE = 0x100  # of the composite font: no code is its character

Style = Callable[[Sequence[str], float], str]


def _width(text: str) -> float:
    return float(stringWidth(text, _FACE, SIZE))


def _string(text: str) -> str:
    return "(" + text.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)") + ")"


def line_a_show(words: Sequence[str], y: float) -> str:
    """One Tj a line, each in a text object of its own."""
    return f"BT /F1 {SIZE} Tf 1 0 0 1 {LEFT} {y} Tm {_string(' '.join(words))} Tj ET"


def word_a_step(words: Sequence[str], y: float) -> str:
    """One Tj a word, each placed by Td from the one before, without blanks."""
    steps = [f"BT /F1 {SIZE} Tf {LEFT} {y} Td"]
    for word, after in pairwise([*words, ""]):
        steps.append(f"{_string(word)} Tj" + (f" {_width(word + ' '):.2f} 0 Td" if after else ""))
    return " ".join([*steps, "ET"])


def word_an_object(words: Sequence[str], y: float) -> str:
    """A text object, with its colour and font, for each word."""
    x, shown = LEFT, []
    for word in words:
        shown.append(f"BT 0 0 0 rg /F1 {SIZE} Tf 1 0 0 1 {x:.3f} {y} Tm {_string(word)} Tj ET")
        x += _width(word + " ")
    return "\n".join(shown)


def word_a_space(words: Sequence[str], y: float) -> str:
    """Each word in a space and a clip of its own."""
    x, shown = LEFT, []
    for word in words:
        wide = _width(word)
        shown.append(f"q 1 0 0 1 {x:.3f} {y} cm 0 -3 {wide:.2f} 14 re W n BT /F1 {SIZE} Tf {_string(word)} Tj ET Q")
        x += _width(word + " ")
    return "\n".join(shown)


def kerned(words: Sequence[str], y: float) -> str:
    """One TJ a line with a kern after every second letter, blanks made by numbers."""
    parts = []
    for word in words:
        parts += [f"{_string(word[at : at + 2])} {(ord(word[at]) % 7) * 5 - 10}" for at in range(0, len(word), 2)]
        parts.append("-278")
    return f"BT /F1 {SIZE} Tf 1 0 0 1 {LEFT} {y} Tm [{' '.join(parts)}] TJ ET"


def justified(words: Sequence[str], y: float) -> str:
    """One Tj a line, spaced out by Tw to a width of 460 points."""
    text = " ".join(words)
    space = (460.0 - _width(text)) / max(len(words) - 1, 1)
    return f"BT /F1 {SIZE} Tf {space:.4f} Tw 1 0 0 1 {LEFT} {y} Tm {_string(text)} Tj ET"


def justified_steps(words: Sequence[str], y: float) -> str:
    """One Tj a word, spaced out by Td to a width of 460 points."""
    space = (460.0 - sum(map(_width, words))) / max(len(words) - 1, 1)
    steps = [f"BT /F1 {SIZE} Tf {LEFT} {y} Td"]
    for word, after in pairwise([*words, ""]):
        steps.append(f"{_string(word)} Tj" + (f" {_width(word) + space:.2f} 0 Td" if after else ""))
    return " ".join([*steps, "ET"])


def centred(words: Sequence[str], y: float) -> str:
    """One Tj a line, in the middle of the page."""
    text = " ".join(words)
    return f"BT /F1 {SIZE} Tf 1 0 0 1 {306 - _width(text) / 2:.3f} {y} Tm {_string(text)} Tj ET"


def right_aligned(words: Sequence[str], y: float) -> str:
    """One Tj a line, all ending at 540 points."""
    text = " ".join(words)
    return f"BT /F1 {SIZE} Tf 1 0 0 1 {540 - _width(text):.3f} {y} Tm {_string(text)} Tj ET"


def letter_a_show(words: Sequence[str], y: float) -> str:
    """A text object for each letter, blanks left out."""
    x, shown = LEFT, []
    for letter in " ".join(words):
        if letter != " ":
            shown.append(f"BT /F1 {SIZE} Tf 1 0 0 1 {x:.3f} {y} Tm {_string(letter)} Tj ET")
        x += _width(letter)
    return "\n".join(shown)


def next_line(words: Sequence[str], y: float) -> str:
    """One quote operator a line, with spacing of the page's own."""
    return f'BT /F1 {SIZE} Tf 14 TL 1 0 0 1 {LEFT} {y + 14} Tm 0.3 0.1 {_string(" ".join(words))} " ET'


def composite(words: Sequence[str], y: float) -> str:
    """A text object for each word in a composite font, whose codes are no characters."""
    x, shown = LEFT, []
    for word in words:
        codes = "".join(f"{ord(letter) + _FIRST_CODE:04x}" for letter in word)
        shown.append(f"BT /F2 {SIZE} Tf 1 0 0 1 {x:.3f} {y} Tm <{codes}> Tj ET")
        x += _width(word + " ")
    return "\n".join(shown)


def scaled(words: Sequence[str], y: float) -> str:
    """One TJ a line in a space that is scaled and turned upside down, as some drivers do."""
    parts = " -250 ".join(map(_string, words))
    return f"q 0.1 0 0 -0.1 0 792 cm BT /F1 1 Tf 110 0 0 -110 {LEFT * 10} {(792 - y) * 10} Tm [{parts}] TJ ET Q"


STYLES: dict[str, Style] = {
    each.__name__: each
    for each in (
        line_a_show,
        word_a_step,
        word_an_object,
        word_a_space,
        kerned,
        justified,
        justified_steps,
        centred,
        right_aligned,
        letter_a_show,
        next_line,
        composite,
        scaled,
    )
}


def _simple() -> Dictionary:
    widths = Array([round(stringWidth(chr(code), _FACE, 1000)) for code in range(32, 127)])
    return Dictionary(
        Type=Name.Font,
        Subtype=Name.Type1,
        BaseFont=Name("/Helvetica"),
        Encoding=Name.WinAnsiEncoding,
        FirstChar=32,
        LastChar=126,
        Widths=widths,
    )


def _composite(document: Pdf) -> Dictionary:
    widths = Array([round(stringWidth(chr(code), _FACE, 1000)) for code in range(32, 127)])
    first, last, letter = f"<{32 + _FIRST_CODE:04x}>", f"<{126 + _FIRST_CODE:04x}>", "<0020>"
    told = f"1 begincodespacerange <0000> <ffff> endcodespacerange 1 beginbfrange {first} {last} {letter} endbfrange"
    below = Dictionary(
        Type=Name.Font,
        Subtype=Name.CIDFontType2,
        BaseFont=Name.Helvetica,
        CIDSystemInfo=Dictionary(Registry=String("Adobe"), Ordering=String("Identity"), Supplement=0),
        W=Array([32 + _FIRST_CODE, widths]),
    )
    return Dictionary(
        Type=Name.Font,
        Subtype=Name.Type0,
        BaseFont=Name.Helvetica,
        Encoding=Name("/Identity-H"),
        ToUnicode=document.make_stream(told.encode()),
        DescendantFonts=Array([document.make_indirect(below)]),
    )


def page_with(*contents: str, resources: Callable[[Pdf], Dictionary] | None = None) -> bytes:
    """Return a PDF with one page a content; ``F1`` is Helvetica, ``F2`` the same as a composite font.

    ``resources`` adds more than the fonts.
    """
    document = Pdf.new()
    font = document.make_indirect(_simple())
    for content in contents:
        page = document.add_blank_page(page_size=(612, 792))
        page.obj.Resources = resources(document) if resources else Dictionary()
        page.obj.Resources.Font = Dictionary(F1=font, F2=document.make_indirect(_composite(document)))
        page.obj.Contents = document.make_stream(content.encode("latin-1"))
    target = io.BytesIO()
    document.save(target)
    return target.getvalue()


def opened(source: bytes) -> tuple[Pdf, Page, Scene]:
    """Return a PDF, its first page and what it draws."""
    document = Pdf.open(io.BytesIO(source))
    page = document.pages[0]
    return document, page, read_scene(page, {})


def texts_of(scene: Scene) -> list[str]:
    """Return what each glyph stands for."""
    return [text for show in scene.shows for text in show.font.texts(show.codes)]


def glyphs_over(scene: Scene, words: str) -> tuple[int, ...]:
    """Return the glyphs of the one place where words stand, blanks left out of the search."""
    shown = [(number, text) for number, text in enumerate(texts_of(scene)) if text.strip()]
    flat, sought = "".join(text for _, text in shown), "".join(words.split())
    at = flat.index(sought)
    assert flat.find(sought, at + 1) < 0
    numbers = [number for number, text in shown for _ in text]
    first, last = numbers[at], numbers[at + len(sought) - 1]
    return tuple(range(first, last + 1))


def gap_over(scene: Scene, words: str) -> Gap:
    """Return a gap over words that stand in one place."""
    return Gap(glyphs_over(scene, words), (), Action.REDACT, WORDS)


def content_of(page: Page) -> bytes:
    """Return a page's content, as operators."""
    return unparse_content_stream(parse_content_stream(page))


def excised(source: bytes, *words: str) -> tuple[bytes, Marks, Page, Pdf]:
    """Return the content of a first page without words, and its marks."""
    document, page, scene = opened(source)
    marks = excise_page(document, page, scene, [gap_over(scene, each) for each in words], ())
    return page.Contents.read_bytes(), marks, page, document
