"""One page in many guises: a code word is drawn so that a reader of streams may miss it, or so that what stands around it measures it."""

from __future__ import annotations

import io
import math
from collections.abc import Callable

from pikepdf import Array, Dictionary, Name, Object, Pdf, String
from PIL import Image, ImageDraw, ImageOps
from reportlab.pdfbase.pdfmetrics import stringWidth

__all__ = ["CODE_WORD", "FINDERS", "MEASURES", "PICTURES"]

CODE_WORD = "ZANZIBAR-7734"
SIZE, LEFT, TOP, LEADING, LINE = 11.0, 72.0, 700.0, 14.0, 560.0
LINES = (
    "The committee met in the morning and heard the report.",
    "Nothing of note was said about the weather or the harbour.",
    "The second item of the agenda was put off until spring.",
    "Members asked for a written answer from the office.",
    "A list of the ships in port was laid before the board.",
)
DARK = 128  # of white, 255
BEFORE, AFTER = "Code word ", " was spoken aloud at noon."
START = LEFT + float(stringWidth(BEFORE, "Helvetica", SIZE))
Edit = Callable[[Pdf, Object], str]
PICTURES: dict[str, Callable[[str], bytes]] = {}
"""Files, by a code word, in which the word is a picture that a reader might take for no picture."""
FINDERS: dict[str, Callable[[], bytes]] = {}
"""Files in which a person reads the code word, though its letters do not stand in one string."""
MEASURES: dict[str, Callable[[str], bytes]] = {}
"""Files, by a code word, in which something beside the word is as long as it."""


def _finder(function: Callable[[], bytes]) -> Callable[[], bytes]:
    FINDERS[function.__name__.lstrip("_").replace("_", " ")] = function
    return function


def _picture(function: Callable[[str], bytes]) -> Callable[[str], bytes]:
    PICTURES[function.__name__.lstrip("_").replace("_", " ")] = function
    return function


def _measure(function: Callable[[str], bytes]) -> Callable[[str], bytes]:
    MEASURES[function.__name__.lstrip("_").replace("_", " ")] = function
    return function


def wide(text: str, size: float = SIZE) -> float:
    """Return the width of a text in points."""
    return float(stringWidth(text, "Helvetica", size))


def shown(text: str, x: float, y: float, size: float = SIZE, turn: float = 0.0) -> str:
    """Return the operators that show a text, turned by some radians."""
    a, b = math.cos(turn), math.sin(turn)
    return f"BT /F1 {size} Tf {a:.5f} {b:.5f} {-b:.5f} {a:.5f} {x:.3f} {y:.3f} Tm ({text}) Tj ET\n"


def page(content: str, edit: Edit | None = None) -> bytes:
    """Return a file with a page of plain lines and ``content`` beneath them; ``edit`` adds to its page, and to its content."""
    pdf = Pdf.new()
    pdf.add_blank_page(page_size=(612, 792))
    own = pdf.pages[0].obj
    font = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica, Encoding=Name.WinAnsiEncoding)
    own.Resources = Dictionary(Font=Dictionary(F1=font))
    plain = "".join(shown(line, LEFT, TOP - LEADING * at) for at, line in enumerate(LINES))
    own.Contents = pdf.make_stream((plain + content + (edit(pdf, own) if edit else "")).encode("latin-1"))
    target = io.BytesIO()
    pdf.save(target)
    return target.getvalue()


def _line(word: str) -> str:
    return shown(BEFORE + word + AFTER, LEFT, LINE)


def _placed() -> list[tuple[str, float]]:
    places, x = [], LEFT
    for letter in CODE_WORD:
        places.append((letter, x))
        x += wide(letter)
    return places


def _curved(bend: float) -> bytes:
    content, x, y, angle = "", 150.0, 500.0, 0.9
    for letter in CODE_WORD:
        content += shown(letter, x, y, 14, angle)
        x += wide(letter, 14) * 1.05 * math.cos(angle)
        y += wide(letter, 14) * 1.05 * math.sin(angle)
        angle -= bend
    return page(content)


@_finder
def _along_a_curve() -> bytes:
    return _curved(0.15)


@_finder
def _along_a_slow_curve() -> bytes:
    return _curved(0.03)


@_finder
def _letters_in_any_order() -> bytes:
    placed = _placed()
    return page("".join(shown(*placed[at], LINE) for at in (5, 2, 9, 0, 12, 7, 1, 11, 3, 8, 4, 10, 6)))


@_finder
def _letters_from_the_last() -> bytes:
    return page("".join(shown(*each, LINE) for each in reversed(_placed())))


@_finder
def _spaced_out() -> bytes:
    return page(shown("  ".join(CODE_WORD), LEFT, LINE))


@_finder
def _hopping_letters() -> bytes:
    return page("".join(shown(letter, x, LINE + at % 2 * 8) for at, (letter, x) in enumerate(_placed())))


@_finder
def _large_first_letter() -> bytes:
    rest = LEFT + wide("Z", 30) + 1
    return page(shown("Z", LEFT, 545, 30) + shown("ANZIBAR-7734 is the code", rest, LINE) + shown("and nothing else is.", rest, 546))


@_finder
def _cut_off_by_the_edge() -> bytes:
    return page(shown(CODE_WORD, 612 - wide("ZANZIBAR-77") - 0.5, LINE))


def _noted(text: str, up: float, size: float) -> bytes:
    at = LEFT + wide("by " + CODE_WORD)
    return page(
        shown(f"by {CODE_WORD}", LEFT, LINE) + shown(text, at, LINE + up, size) + shown(" and others.", at + wide(text, size), LINE)
    )


@_finder
def _with_the_number_of_a_note() -> bytes:
    return _noted("12", 4, 6)


@_finder
def _with_the_letter_of_a_note() -> bytes:
    return _noted("a", 4, 6)


@_finder
def _with_a_lowered_number() -> bytes:
    return _noted("2", -3, 6)


@_finder
def _with_a_raised_number_as_large() -> bytes:
    return _noted("2", 4, 11)


@_finder
def _with_its_half_clipped_away() -> bytes:
    middle = START + 0.7 * wide(CODE_WORD)
    return page(f"q 0 550 {middle:.2f} 30 re W n " + _line(CODE_WORD) + "Q " + shown("and", middle + 3, LINE))


def _form(pdf: Pdf, own: Object, content: str, box: list[float]) -> Object:
    made = pdf.make_stream(content.encode())
    made.Type, made.Subtype, made.BBox, made.Resources = Name.XObject, Name.Form, Array([round(each, 2) for each in box]), own.Resources
    return made


@_measure
def _underline_that_is_an_image(word: str) -> bytes:
    def edit(pdf: Pdf, own: Object) -> str:
        dot = pdf.make_stream(b"\0")
        dot.Type, dot.Subtype, dot.Width, dot.Height = Name.XObject, Name.Image, 1, 1
        dot.BitsPerComponent, dot.ColorSpace = 8, Name.DeviceGray
        own.Resources.XObject = Dictionary(I=dot)
        return f"q {wide(word):.2f} 0 0 .7 {START:.2f} 558 cm /I Do Q\n"

    return page(_line(word), edit)


@_measure
def _highlight_that_is_a_shading(word: str) -> bytes:
    def edit(_: Pdf, own: Object) -> str:
        function = Dictionary(FunctionType=2, Domain=Array([0, 1]), C0=Array([0.8]), C1=Array([0.7]), N=1)
        own.Resources.Shading = Dictionary(
            S=Dictionary(
                ShadingType=2,
                ColorSpace=Name.DeviceGray,
                Coords=Array([0, 0, 600, 0]),
                Function=function,
                Extend=Array([True, True]),
            )
        )
        return f"q {START:.2f} 557 {wide(word):.2f} 12 re W n /S sh Q\n" + _line(word)

    return page("", edit)


@_measure
def _box_of_a_form(word: str) -> bytes:
    def edit(pdf: Pdf, own: Object) -> str:
        own.Resources.XObject = Dictionary(X=_form(pdf, own, shown(word, 0, 0), [0, -3, wide(word), 9]))
        return f"q 1 0 0 1 {START:.2f} {LINE} cm /X Do Q\n"

    return page(shown(BEFORE, LEFT, LINE) + shown(AFTER, START + wide(word), LINE), edit)


@_measure
def _box_of_a_form_that_is_an_underline(word: str) -> bytes:
    def edit(pdf: Pdf, own: Object) -> str:
        own.Resources.XObject = Dictionary(X=_form(pdf, own, "0 0 612 1 re f", [0, 0, wide(word), 1]))
        return f"q 1 0 0 1 {START:.2f} 558 cm /X Do Q\n"

    return page(_line(word), edit)


@_measure
def _clip_around_a_form(word: str) -> bytes:
    def edit(pdf: Pdf, own: Object) -> str:
        own.Resources.XObject = Dictionary(X=_form(pdf, own, shown(BEFORE + word, 0, 0), [0, -300, 612, 900]))
        return f"q {LEFT} 556 {wide(BEFORE + word):.2f} 14 re W n 1 0 0 1 {LEFT} {LINE} cm /X Do Q\n"

    return page(shown(AFTER, START + wide(word), LINE), edit)


@_measure
def _note_with_a_ground(word: str) -> bytes:
    def edit(pdf: Pdf, own: Object) -> str:
        across = round(wide(f"See {word} now") + 4, 2)
        look = _form(pdf, own, f"q 1 1 0.8 rg 0 0 {across} 16 re f Q {shown(f'See {word} now', 2, 4)}", [0, 0, across, 16])
        note = Dictionary(
            Type=Name.Annot,
            Subtype=Name.FreeText,
            Rect=Array([100, 400, 100 + across, 416]),
            AP=Dictionary(N=look),
            Contents=String(word),
            DA=String("/F1 11 Tf"),
        )
        own.Annots = Array([pdf.make_indirect(note)])
        return ""

    return page("", edit)


@_measure
def _line_at_the_right_margin(word: str) -> bytes:
    words = f"Ref {word}"
    return page(shown("Harbour Office", LEFT, 740) + shown(words, 612 - LEFT - wide(words), 740))


@_measure
def _dots_up_to_a_number(word: str) -> bytes:
    def entry(words: str, number: str, y: float) -> str:
        return shown(words + "." * int((440 - wide(words)) / wide(".")), LEFT, y) + shown(number, 520, y)

    return page(entry(word, "12", LINE) + entry("Ordinary", "13", 546) + entry("Another chapter", "13", 532))


@_measure
def _a_line_to_write_on(word: str) -> bytes:
    return page(shown(f"Name: {word}" + "_" * int((440 - wide(word)) / wide("_")), LEFT, LINE))


def _cell(place: Callable[[float, float, float], float], word: str) -> bytes:
    rows = (("North", "Harbour Town", "11"), ("South", "Lee", "1200"), ("East", word, "7"), ("West", "Old Quay Road", "15"))
    columns = ((72.0, 180.0), (180.0, 340.0), (340.0, 440.0))
    cells = (
        (text, place(*column, wide(text)), LINE - 18 * at) for at, row in enumerate(rows) for column, text in zip(columns, row, strict=True)
    )
    return page("".join(shown(*each) for each in cells))


@_measure
def _cell_set_in_the_middle(word: str) -> bytes:
    return _cell(lambda left, right, across: (left + right - across) / 2, word)


@_measure
def _cell_set_to_the_right(word: str) -> bytes:
    return _cell(lambda _, right, across: right - 4 - across, word)


@_measure
def _name_over_an_office(word: str) -> bytes:
    office = "Chief of the Office"
    return page(shown(word, 425 - wide(word) / 2, 288) + shown(office, 425 - wide(office) / 2, 274))


@_measure
def _slanted_line(word: str) -> bytes:
    return page(shown(BEFORE + word + AFTER, 100, 300, turn=0.5))


@_measure
def _line_that_runs_up(word: str) -> bytes:
    return page(shown(BEFORE + word + AFTER, 100, 300, turn=math.pi / 2))


def _drawn(word: str) -> Image.Image:
    """Return a word in black on white."""
    image = Image.new("L", (300, 40), 255)
    ImageDraw.Draw(image).text((5, 5), word, fill=0, font_size=28)
    return image


def _image(pdf: Pdf, image: Image.Image) -> Object:
    made = pdf.make_stream(image.tobytes())
    made.Type, made.Subtype, (made.Width, made.Height) = Name.XObject, Name.Image, image.size
    made.BitsPerComponent, made.ColorSpace = 8, Name.DeviceGray
    return made


def _placed_image(matrix: str, turned: Image.Image) -> bytes:
    def edit(pdf: Pdf, own: Object) -> str:
        own.Resources.XObject = Dictionary(I=_image(pdf, turned))
        return f"q {matrix} cm /I Do Q\n"

    return page("", edit)


@_picture
def _low_image(word: str) -> bytes:
    return _placed_image("40 0 0 4.9 100 500", _drawn(word))


@_picture
def _narrow_image(word: str) -> bytes:
    return _placed_image("7.9 0 0 60 100 400", _drawn(word).rotate(90, expand=True))


@_picture
def _dot_behind_a_soft_mask(word: str) -> bytes:
    def edit(pdf: Pdf, own: Object) -> str:
        dot = _image(pdf, Image.new("L", (1, 1), 0))
        dot.SMask = _image(pdf, ImageOps.invert(_drawn(word)))
        own.Resources.XObject = Dictionary(I=dot)
        return "q 200 0 0 26 100 400 cm /I Do Q\n"

    return page("", edit)


@_picture
def _dot_behind_a_stencil(word: str) -> bytes:
    def edit(pdf: Pdf, own: Object) -> str:
        dot, stencil = _image(pdf, Image.new("L", (1, 1), 0)), _drawn(word).convert("1")
        mask = pdf.make_stream(stencil.tobytes())
        mask.Type, mask.Subtype, (mask.Width, mask.Height) = Name.XObject, Name.Image, stencil.size
        mask.ImageMask, mask.BitsPerComponent = True, 1
        dot.Mask = mask
        own.Resources.XObject = Dictionary(I=dot)
        return "q 200 0 0 26 100 400 cm /I Do Q\n"

    return page("", edit)


@_picture
def _mask_of_many_boxes(word: str) -> bytes:
    def edit(pdf: Pdf, own: Object) -> str:
        small = _drawn(word).resize((150, 20))
        dark = [(x, y) for y in range(20) for x in range(150) if small.tobytes()[150 * y + x] < DARK]
        boxes = " ".join(f"{100 + x} {400 - y} 1 1 re" for x, y in dark)
        group = _form(pdf, own, f"0 g 0 0 612 792 re f 1 g {boxes} f", [0, 0, 612, 792])
        group.Group = Dictionary(S=Name.Transparency, CS=Name.DeviceGray)
        own.Resources.ExtGState = Dictionary(G=Dictionary(SMask=Dictionary(S=Name.Luminosity, G=group)))
        return "q /G gs 0 g 90 370 300 60 re f Q\n"

    return page("", edit)
