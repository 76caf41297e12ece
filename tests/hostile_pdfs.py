"""PDFs that try to pass the door with more or less than an eye sees: one function an attack, registered with its sentence."""

from __future__ import annotations

import io
import zlib
from collections.abc import Callable, Sequence

from pikepdf import Array, Dictionary, Name, Object, Pdf, Stream

__all__ = [
    "ATTACKS",
    "HIDING",
    "MEMO",
    "MEMO_PAGE",
    "SECRET",
    "SHOWING",
    "Make",
    "attack",
    "beside",
    "boxed",
    "courier",
    "document",
    "form",
    "hides",
    "page",
    "saved",
    "shows",
    "typed",
    "with_resources",
]

Make = Callable[[], bytes]
Edit = Callable[[Pdf], object]

LETTER = (612, 792)
SECRET = "zebrafish"
MEMO = ("MEMORANDUM FOR THE RECORD", "Washington, November 7, 1962", "The ambassador swam in the pool", "and nobody spoke of it.")
ATTACKS: dict[str, tuple[Make, str]] = {}
HIDING: dict[str, tuple[Make, str]] = {}
SHOWING: dict[str, tuple[Make, str]] = {}


def attack(sentence: str) -> Callable[[Make], Make]:
    """Register an attack with a pattern that its refusal must match."""

    def register(make: Make) -> Make:
        ATTACKS[make.__name__.replace("_", " ")] = (make, sentence)
        return make

    return register


def hides(reason: str) -> Callable[[Make], Make]:
    """Register an attack that is read; what it adds to the memo is for a person, for a reason that the pattern matches."""

    def register(make: Make) -> Make:
        HIDING[make.__name__.replace("_", " ")] = (make, reason)
        return make

    return register


def shows(text: str) -> Callable[[Make], Make]:
    """Register an attack that is read as it shows: after the memo stands this text, where any rule finds it."""

    def register(make: Make) -> Make:
        SHOWING[make.__name__.replace("_", " ")] = (make, text)
        return make

    return register


def page(lines: Sequence[str], *, left: float = 72, top: float = 720, step: float = 14, font: str = "/F1 11") -> str:
    shown = " ".join(f"({line}) Tj T*" for line in (each.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)") for each in lines))
    return f" BT {font} Tf {step} TL {left} {top} Td {shown} ET "


MEMO_PAGE = page(MEMO)


def courier(name: str = "/Courier", **keys: object) -> Dictionary:
    font = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name(name), Encoding=Name.WinAnsiEncoding)
    for key, value in keys.items():
        font[f"/{key}"] = value
    return font


def saved(made: Pdf, **options: object) -> bytes:
    target = io.BytesIO()
    made.save(target, static_id=True, **options)  # type: ignore[arg-type]
    return target.getvalue()


def document(*contents: str | bytes, edit: Edit | None = None, **options: object) -> bytes:
    """Return a PDF with one page a content: F1 Courier, F2 Helvetica, F3 Helvetica-Bold, F4 Times-Roman."""
    made = Pdf.new()
    names = {"F1": "/Courier", "F2": "/Helvetica", "F3": "/Helvetica-Bold", "F4": "/Times-Roman"}
    fonts = Dictionary({f"/{key}": made.make_indirect(courier(name)) for key, name in names.items()})
    for content in contents:
        sheet = made.add_blank_page(page_size=LETTER)
        sheet.obj.Resources = Dictionary(Font=fonts)
        sheet.obj.Contents = made.make_stream(content.encode("latin-1") if isinstance(content, str) else content)
    if edit:
        edit(made)
    return saved(made, **options)


def with_resources(content: str, kind: str, /, **entries: Callable[[Pdf], Object]) -> bytes:
    """Return a page with resources of one kind, each made by a function of the document."""

    def edit(made: Pdf) -> None:
        made.pages[0].obj.Resources[f"/{kind}"] = Dictionary({f"/{key}": make(made) for key, make in entries.items()})

    return document(content, edit=edit)


def form(made: Pdf, content: str, **keys: object) -> Stream:
    stream = made.make_stream(content.encode("latin-1"))
    stream.update(Dictionary(Type=Name.XObject, Subtype=Name.Form, BBox=Array([0, 0, *LETTER]), Resources=made.pages[0].obj.Resources))
    for key, value in keys.items():
        stream[f"/{key}"] = value
    return stream


def typed(text: str, x: float = 72, y: float = 600, font: str = "/F1 11", before: str = "") -> str:
    return f" q {before} BT {font} Tf {x} {y} Td ({text}) Tj ET Q "


def beside(content: str, before: str = "") -> bytes:
    """Return the memo with ``content`` after it."""
    return document(f"{before} {MEMO_PAGE} {content}")


def boxed(key: str, *box: float) -> Edit:
    return lambda made: made.pages[0].obj.__setitem__(f"/{key}", Array(list(box)))


# --- text that no eye sees ---


@hides("in the colour of its ground")
def white_text() -> bytes:
    return beside(typed(SECRET, before="1 g"))


@hides("in the colour of its ground")
def near_white_text() -> bytes:
    return beside(typed(SECRET, before="0.95 g"))


@hides("under a box")
def text_under_a_white_box() -> bytes:
    return beside(typed(SECRET) + " 1 g 70 590 90 24 re f")


@hides("under a box")
def text_under_a_black_box() -> bytes:
    return beside(typed(SECRET) + " 0 g 70 590 90 24 re f")


@hides("under a box")
def text_under_a_low_black_bar() -> bytes:
    return beside(typed(SECRET, font="/F1 4") + " 0 g 70 599 60 4.2 re f")


@hides("shows nothing")
def text_under_an_image() -> bytes:
    return beside(typed(SECRET) + " q 90 0 0 24 70 590 cm BI /W 1 /H 1 /BPC 8 /CS /G ID \xff EI Q")


@hides("box|ground|nothing")
def text_under_a_shading() -> bytes:
    def white(_: Pdf) -> Object:
        plain = Dictionary(FunctionType=2, Domain=Array([0, 1]), C0=Array([1]), C1=Array([1]), N=1)
        ends = Array([70, 590, 160, 590])
        return Dictionary(ShadingType=2, ColorSpace=Name.DeviceGray, Coords=ends, Function=plain, Extend=Array([True, True]))

    return with_resources(MEMO_PAGE + typed(SECRET) + " q 70 590 90 24 re W n /S1 sh Q", "Shading", S1=white)


@hides("under a box")
def text_under_a_form() -> bytes:
    return with_resources(MEMO_PAGE + typed(SECRET) + " /X1 Do", "XObject", X1=lambda made: form(made, "1 g 70 590 90 24 re f"))


@hides("invisible")
def rendering_mode_3() -> bytes:
    return beside(typed(SECRET, before="3 Tr"))


@hides("invisible")
def rendering_mode_7() -> bytes:
    return beside(typed(SECRET, before="7 Tr"))


@hides("invisible")
def rendering_mode_3_set_before_a_form() -> bytes:
    return with_resources("3 Tr /X1 Do 0 Tr " + MEMO_PAGE, "XObject", X1=lambda made: form(made, typed(SECRET)))


@hides("invisible")
def rendering_mode_3_inside_a_form() -> bytes:
    return with_resources(MEMO_PAGE + " /X1 Do", "XObject", X1=lambda made: form(made, "3 Tr " + typed(SECRET)))


@hides("outside the page")
def text_beyond_the_crop() -> bytes:
    return document(MEMO_PAGE + typed(SECRET, y=100), edit=boxed("CropBox", 0, 300, 612, 792))


@hides("outside the page")
def text_beyond_the_media() -> bytes:
    return beside(typed(SECRET, x=700))


@hides("clipped away")
def text_outside_the_clip() -> bytes:
    return beside(typed(SECRET, before="0 0 9 9 re W n"))


@hides("clipped away")
def text_outside_the_box_of_its_form() -> bytes:
    return with_resources(MEMO_PAGE + " /X1 Do", "XObject", X1=lambda made: form(made, typed(SECRET), BBox=Array([0, 0, 9, 9])))


@hides("too small")
def tenth_of_a_point() -> bytes:
    return beside(typed(SECRET, font="/F1 0.1"))


@hides("too small")
def one_point() -> bytes:
    return beside(typed(SECRET, font="/F1 1"))


@hides("too small")
def squeezed_to_a_line() -> bytes:
    return beside(typed(SECRET, before="4 Tz"))


@hides("too small")
def print_of_a_point_and_a_half() -> bytes:
    """Letters too small for any eye, set loosely, look like a dotted rule."""
    return beside(typed(SECRET, font="/F2 1.5", before="1 Tc"))


@hides("over")
def text_under_the_same_text() -> bytes:
    return beside(typed("zebrafish") + typed("gardeners"))


@hides("over")
def text_half_over_text() -> bytes:
    return beside(typed("zebrafish") + typed("gardeners", x=75, y=602))


@hides("over")
def small_text_within_the_stem_of_a_letter() -> bytes:
    return beside(typed(SECRET, x=104, y=410, font="/F1 2") + typed("H", x=96, y=400, font="/F3 90"))


@hides("too small")
def white_text_under_the_edges_of_letters() -> bytes:
    return beside(typed("iiii", x=72.6, y=600.2, font="/F2 1.6", before="1 g") + typed("HHHH", x=72, y=600, font="/F3 14"))


@shows("8")
def a_letter_half_covered() -> bytes:
    """An 8 whose left edge is painted over reads as a 3."""
    return beside(typed("8", x=300, y=500, font="/F2 30") + " 1 g 300 499 5.5 12 re f 300 512 5.5 8 re f")


@hides("in a layer that is off")
def a_layer_that_is_off() -> bytes:
    def edit(made: Pdf) -> None:
        group = made.make_indirect(Dictionary(Type=Name.OCG, Name="x"))
        made.Root.OCProperties = Dictionary(OCGs=Array([group]), D=Dictionary(OFF=Array([group])))
        made.pages[0].obj.Resources.Properties = Dictionary(P1=group)

    return document(MEMO_PAGE + f" /OC /P1 BDC {typed(SECRET)} EMC", edit=edit)


@hides("in a layer that is off")
def a_layer_that_the_catalog_does_not_list() -> bytes:
    def edit(made: Pdf) -> None:
        group = made.make_indirect(Dictionary(Type=Name.OCG, Name="x"))
        made.Root.OCProperties = Dictionary(D=Dictionary(BaseState=Name.OFF, OFF=Array([group])))
        made.pages[0].obj.Resources.Properties = Dictionary(P1=group)

    return document(MEMO_PAGE + f" /OC /P1 BDC {typed(SECRET)} EMC", edit=edit)


@hides("in a layer that is off")
def a_form_in_a_layer() -> bytes:
    def edit(made: Pdf) -> None:
        group = made.make_indirect(Dictionary(Type=Name.OCG, Name="x"))
        made.Root.OCProperties = Dictionary(OCGs=Array([group]), D=Dictionary(OFF=Array([group])))
        made.pages[0].obj.Resources.XObject = Dictionary(X1=form(made, typed(SECRET), OC=group))

    return document(MEMO_PAGE + " /X1 Do", edit=edit)


def _state(**keys: object) -> Callable[[Pdf], Object]:
    return lambda _: Dictionary({f"/{key}": value for key, value in keys.items()})


@hides("invisible")
def text_of_no_opacity() -> bytes:
    return with_resources(MEMO_PAGE + typed(SECRET, before="/G1 gs"), "ExtGState", G1=_state(ca=0))


@hides("shows nothing")
def text_blended_away() -> bytes:
    return with_resources(
        MEMO_PAGE + " 1 g 70 590 90 24 re f " + typed(SECRET, before="/G1 gs 0 g"), "ExtGState", G1=_state(BM=Name.Screen)
    )


@hides("shows nothing")
def text_masked_away() -> bytes:
    def mask(made: Pdf) -> Object:
        group = form(made, "0 g 0 0 612 792 re f", Group=Dictionary(S=Name.Transparency, CS=Name.DeviceGray))
        return Dictionary(SMask=Dictionary(S=Name.Luminosity, G=group))

    return with_resources(MEMO_PAGE + typed(SECRET, before="/G1 gs"), "ExtGState", G1=mask)


@shows("zebrafish")
def text_smeared_by_a_thick_stroke() -> bytes:
    return beside(typed(SECRET, before="2 Tr 9 w"))


@shows("zebrafish")
def text_upside_down() -> bytes:
    return beside("BT /F1 11 Tf 1 0 0 -1 72 600 Tm (zebrafish) Tj ET")


@shows("zebrafish")
def mirrored_text() -> bytes:
    return beside("BT /F1 11 Tf -1 0 0 1 272 600 Tm (zebrafish) Tj ET")


@shows("zebrafish")
def text_mirrored_by_its_scale() -> bytes:
    return beside(typed(SECRET, x=272, before="-100 Tz"))


@shows("zebrafish")
def text_on_a_slope() -> bytes:
    return beside("BT /F1 11 Tf 0.9 0.4 -0.4 0.9 72 500 Tm (zebrafish) Tj ET")


@shows("zebrafish")
def text_that_climbs_upright() -> bytes:
    return beside("BT /F1 11 Tf 1 0.5 0 1 72 500 Tm (zebrafish) Tj ET")


@shows("INDEED")
def actual_text_of_the_same_letters() -> bytes:
    """What is read, DENIED, has the letters of what shows, INDEED, so that counts agree."""
    return beside("/Span <</ActualText (DENIED)>> BDC " + typed("INDEED") + " EMC")


@shows("gardeners")
def actual_text_of_other_letters() -> bytes:
    return beside("/Span <</ActualText (zebrafish)>> BDC " + typed("gardeners") + " EMC")


@shows("15$")
def actual_text_of_other_signs() -> bytes:
    return beside("/Span <</ActualText (15%)>> BDC " + typed("15$") + " EMC")


def packed(data: bytes) -> bytes:
    return zlib.compress(data, 9)
