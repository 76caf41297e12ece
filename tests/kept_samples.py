"""Pages to cut, one of each kind: what programs set, what stands around a cut word, what excision has to leave as it is."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass

from kept_pages import LEADING, STYLES, TOP, page_with
from pikepdf import Array, Dictionary, Name, Object, Pdf

__all__ = ["SAMPLES", "Sample"]

NAME = "Viktor Ostrakov"
LINES = (
    "The envoy met nobody of note in the harbour that night and",
    "went home before the rain came down upon the town, as ever.",
    "@",
    "In the morning the clerk found the room empty and the windows",
    "open to the yard.",
)
PLACES = (
    f"{NAME} was seen by the quay, and later in the hills",
    f"He had met {NAME} by the quay, and then left for home",
    f"He had met {NAME}, the man by the quay, and then left",
    f"He had met another ({NAME}) by the quay, and left",
    f"By the quay he had then met for the first time {NAME}",
    NAME,
)
OTHER = "BT /F1 12 Tf 72 400 Td (Nobody else was there that night but the porter) Tj ET"


@dataclass(frozen=True, slots=True)
class Sample:
    """A page, the words that go, those that are struck through, and the graphics that go by their numbers."""

    source: bytes
    cut: Sequence[str] = (NAME,)
    struck: Sequence[str] = ()
    graphics: Sequence[int] = ()
    is_placed: bool = True


def _set(style: str, place: int) -> Sample:
    lines = [line.replace("@", PLACES[place]) for line in LINES]
    return Sample(page_with("\n".join(STYLES[style](line.split(), TOP - LEADING * number) for number, line in enumerate(lines))))


def _form(document: Pdf, content: str, resources: Dictionary | None = None, **entries: Object) -> Object:
    made = document.make_stream(content.encode("latin-1"))
    made.Type, made.Subtype, made.BBox = Name.XObject, Name.Form, Array([0, 0, 612, 792])
    fonts = Dictionary(F1=Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica, Encoding=Name.WinAnsiEncoding))
    made.Resources = Dictionary(Font=fonts)
    for key, value in (resources or {}).items():
        made.Resources[key] = value
    for key, value in entries.items():
        made[f"/{key}"] = value
    return document.make_indirect(made)


def nested(document: Pdf) -> Dictionary:
    """Return a form within a form, that sets text with the spacing it was drawn with."""
    inner = _form(document, f"BT /F1 10 Tf 2 0 Td (Inner {NAME} stays) Tj 0 -14 Td (below it) Tj ET", Matrix=Array([2, 0, 0, 2, 5, 5]))
    both = Dictionary(X=inner, Y=_form(document, "BT /F1 9 Tf 5 300 Td (Nothing) Tj ET"))
    return Dictionary(XObject=Dictionary(X=_form(document, "q 0.5 0 0 0.5 30 40 cm /X Do Q /Y Do", Dictionary(XObject=both))))


def tiled(document: Pdf) -> Dictionary:
    """Return a pattern that sets text."""
    tile = _form(document, f"BT /F1 10 Tf 10 10 Td (A {NAME} tile) Tj ET")
    del tile["/Subtype"]
    tile.Type, tile.PatternType, tile.PaintType, tile.TilingType, tile.XStep, tile.YStep = Name.Pattern, 1, 1, 1, 400, 400
    plain = _form(document, "0 0 9 9 re f")
    del plain["/Subtype"]
    plain.Type, plain.PatternType, plain.PaintType, plain.TilingType, plain.XStep, plain.YStep = Name.Pattern, 1, 1, 1, 20, 20
    return Dictionary(Pattern=Dictionary(P=tile, Q=plain), ExtGState=Dictionary(G=Dictionary(LW=2), H=Dictionary(ca=0.5)))


def _table(*rows: Sequence[str], steps: Sequence[int] = (0, 150, 300), font: str = "/F1 11 Tf", top: int = 700) -> str:
    shown = []
    for number, row in enumerate(rows):
        y = top - 16 * number
        shown += [f"BT {font} 1 0 0 1 {72 + step} {y} Tm ({cell}) Tj ET" for step, cell in zip(steps, row, strict=False) if cell]
    return "\n".join(shown)


_ROWS = [
    ("Name", "Town", "Year"),
    (NAME, "Minsk", "1962"),
    ("Ann Lee", "Bonn", "1961"),
    ("Bo Wu", "Rome", "1960"),
    ("Jo Ng", "Wien", "1959"),
]
_CASTLE = [
    ("He went to the castle", "and the other one"),
    (f"with {NAME}", "came by the road"),
    ("and was not heard", "all the way to it"),
    ("with nobody at all", "and left again"),
    ("as he had come then", "for good, he said"),
    ("in the year before", "and never more"),
]
_LONG = f"He met {NAME} by the old quay and then went over the long bridge to the town where they"


def _columns(rows: Sequence[Sequence[str]]) -> str:
    return _table(*rows, steps=(0, 130))


def _page_of_unit(unit: float) -> bytes:
    """Return a page whose user space unit is more than a point."""
    with Pdf.open(io.BytesIO(page_with(f"BT /F1 12 Tf 72 700 Td (He met {NAME} at noon) Tj ET {OTHER}"))) as document:
        document.pages[0].obj.UserUnit = unit
        target = io.BytesIO()
        document.save(target)
    return target.getvalue()


def _line(setting: str, y: int = 700, text: str = f"He met {NAME} at noon") -> str:
    return f"BT /F1 12 Tf {setting} 1 0 0 1 72 {y} Tm ({text}) Tj ET"


SAMPLES: dict[str, Sample] = {
    **{
        f"{style} {place}": _set(style, place)
        for number, style in enumerate(STYLES)
        for place in sorted({number % 6, (number + 3) % 6})
    },
    "a table": Sample(page_with(_table(*_ROWS))),
    "a table, two cells": Sample(page_with(_table(*_ROWS)), cut=(NAME, "Minsk")),
    "a table, last cell": Sample(page_with(_table(*_ROWS)), cut=("1962",)),
    "a table with boxes": Sample(
        page_with("0.5 w " + " ".join(f"70 {696 - 16 * at} 140 14 re S" for at in range(5)) + " 70 680 30 14 re S " + _table(*_ROWS))
    ),
    "columns of text": Sample(page_with(_columns(_CASTLE))),
    "the right column": Sample(page_with(_columns(_CASTLE)), cut=("with nobody",)),
    "an underline and a highlight": Sample(
        page_with(f"1 1 0 rg 110 696 95 14 re f 0 g 112 698 m 205 698 l S 20 20 572 752 re S 60 690 500 0.5 re f {_line('')} {OTHER}")
    ),
    "an underline of another line": Sample(page_with(f"112 678 95 0.7 re f {_line('')} {OTHER}")),
    "spacing and scale of its own": Sample(page_with(f"{_line('1 Tc 3 Tw 120 Tz 4 Ts')} {OTHER}")),
    "spacing that others share": Sample(
        page_with(" ".join(_line("0.5 Tc 2 Tw", 700 - 14 * at, text) for at, text in enumerate([PLACES[1], *LINES[:2], LINES[4]])))
    ),
    "a line run back": Sample(page_with(f"BT /F1 -12 Tf 1 0 0 1 300 700 Tm (He met {NAME} at noon) Tj ET {OTHER}")),
    "a quarter turn": Sample(page_with(f"BT /F1 12 Tf 0 1 -1 0 300 200 Tm (He met {NAME} at noon) Tj ET {OTHER}")),
    "at an angle": Sample(
        page_with(f"BT /F1 12 Tf 0.6 0.8 -0.8 0.6 300 200 Tm (He met {NAME} at noon) Tj 0 -14 Td (and left) Tj ET {OTHER}")
    ),
    "a space turned and scaled": Sample(
        page_with(f"q 0 2 -2 0 400 100 cm 1 0 0 1 3 4 cm BT /F1 6 Tf 5 6 Td (He met {NAME} at noon) Tj ET Q {OTHER}")
    ),
    "two gaps": Sample(
        page_with(f"BT /F1 12 Tf 72 700 Td (He met Ostrakov and Lindqvist, at noon) Tj ET {OTHER}"), cut=("Ostrakov", "Lindqvist")
    ),
    "two gaps side by side": Sample(
        page_with(f"BT /F1 12 Tf 72 700 Td (He met Ostrakov Lindqvist at noon) Tj ET {OTHER}"), cut=("Ostrakov", "Lindqvist")
    ),
    "part of a word": Sample(page_with(f"BT /F1 12 Tf 72 700 Td (The anti-Ostrakovite wing) Tj ET {OTHER}"), cut=("Ostrakov",)),
    "many blanks": Sample(page_with(f"BT /F1 12 Tf 72 700 Td (He   met   {NAME}    at   noon   ) Tj ET {OTHER}")),
    "drawn twice": Sample(
        page_with(f"BT /F1 12 Tf 72 700 Td (Ostrakov was here) Tj ET BT /F1 12 Tf 72.3 700 Td (Ostrakov) Tj ET {OTHER}"),
        cut=("Ostrakov was",),
    ),
    "accents on top": Sample(
        page_with(f"BT /F1 12 Tf 72 700 Td [(He met Jos) 0 (e) 400 (\\264) 167 ( at noon)] TJ ET {OTHER}"), cut=("Jose",)
    ),
    "raised and small": Sample(
        page_with(f"BT /F1 12 Tf 72 700 Td (He met {NAME}) Tj /F1 7 Tf 5 Ts (12) Tj /F1 12 Tf 0 Ts ( at noon) Tj ET {OTHER}")
    ),
    "two lines": Sample(
        page_with(f"BT /F1 12 Tf 14 TL 72 700 Td (He met Viktor) Tj (Ostrakov at noon) ' 0 -14 TD (again) Tj T* (and on) Tj ET {OTHER}")
    ),
    "the quote operators": Sample(
        page_with(f"BT /F1 12 Tf 14 TL 72 700 Td (He met) Tj 2 0.5 (him and {NAME} there) \" (once more) ' ET {OTHER}")
    ),
    "a struck line": Sample(
        page_with(f"BT /F1 12 Tf 72 700 Td (SECRET {NAME} NOFORN) Tj 0 -14 Td (NOTHING) Tj ET {OTHER}"),
        struck=("SECRET", "NOFORN", "NOFORN NOTHING"),
    ),
    "a struck line at an angle": Sample(
        page_with(
            f"BT /F1 12 Tf 0.6 0.8 -0.8 0.6 300 200 Tm 80 Tz (SECRET {NAME} NOFORN) Tj 1 0 0 1 72 100 Tm (NOT) Tj (HING) Tj ET {OTHER}"
        ),
        struck=("SECRET", "NOFORN", "NOTHING"),
    ),
    "a form within a form": Sample(
        page_with(f"BT /F1 8 Tf 1 Tc ET q 1 0 0 1 0 100 cm /X Do Q /X Do {OTHER}", resources=nested), cut=("porter",)
    ),
    "a form drawn once": Sample(page_with(f"0.5 Tc /F1 8 Tf q 1 0 0 1 0 100 cm /X Do Q {OTHER} 1 0 0 rg 5 5 9 9 re f", resources=nested)),
    "a pattern": Sample(page_with(f"/Pattern cs /Q scn 9 9 20 20 re f /Pattern cs /P scn 0 0 612 792 re f {OTHER}", resources=tiled)),
    "states": Sample(
        page_with(
            f"/G gs 1 0 0 RG 0 1 0 rg 3 w [2 1] 0 d 1 J 1 j 4 M 1 i /Perceptual ri q 0 0 1 rg {_line('')} Q /H gs {OTHER} 0 0 1 rg 0 1 1 rg"
            " 10 10 20 20 re B 5 w q 2 w Q q q Q Q 30 30 m 40 40 l 50 40 60 30 70 30 c 1 2 3 4 v 1 2 3 4 y h S "
            "/DeviceRGB cs 0 0 1 sc 9 9 1 1 re f",
            resources=tiled,
        )
    ),
    "clips": Sample(
        page_with(
            f"q 0 0 612 792 re W n 60 600 500 150 re W* n {_line('')} 5 5 9 9 re f Q q 1 1 2 2 re W n Q q 3 3 4 "
            f"4 re W f Q q 50 350 300 100 re W n {OTHER} Q"
        )
    ),
    "a tight clip": Sample(page_with(f"q 70 695 230 16 re W n {_line('')} Q {OTHER}")),
    "tight clips of a column": Sample(
        page_with(
            " ".join(
                f"q 70 {697 - 14 * at} 260 16 re W n {_line('', 700 - 14 * at, text)} Q"
                for at, text in enumerate([f"He met {NAME} at noon", "Nobody else came", "and it was late"])
            )
        )
    ),
    "a clip of letters": Sample(page_with(f"q BT 7 Tr /F1 30 Tf 72 500 Td (CLIP) Tj ET 0 0 612 792 re f Q {_line('')} {OTHER}")),
    "letters of a clip that go": Sample(page_with(f"q BT 7 Tr /F1 30 Tf 72 500 Td ({NAME}) Tj ET 0 0 612 792 re f Q 1 1 2 2 re f {OTHER}")),
    "what does not belong in a text object": Sample(
        page_with(f"BT /F1 12 Tf 72 700 Td q 1 0 0 rg (He met {NAME}) Tj Q 9 9 9 9 re f ( at noon) Tj ET (Outside) Tj Q Q {OTHER}")
    ),
    "kerned with blanks at the ends": Sample(
        page_with(
            f"BT /F1 12 Tf 72 700 Td [-200 (He met ) 30 () -5 ({NAME[:3]}) 12 ({NAME[3:]}) -300 (at) -7 (noon) "
            f"500] TJ [50 (and on) 60] TJ ET {OTHER}"
        )
    ),
    "a full line": Sample(
        page_with(
            " ".join(
                f"BT /F1 11 Tf 50 {700 - 14 * at} Td ({text}) Tj ET"
                for at, text in enumerate([_LONG.replace(NAME, "U-2") + " had all gone", _LONG.replace(NAME, "her") + " had all gone"])
            ),
        ),
        cut=("U-2",),
    ),
    "a line too full": Sample(page_with(f"BT /F1 16 Tf 2 700 Td ({_LONG} had all gone to see the sights) Tj ET"), cut=("quay",)),
    "a line set tight": Sample(
        page_with(
            f"BT /F1 11.8 Tf 72 700 Td ({_LONG.replace(NAME, 'U-2')}) Tj ET BT /F1 11.8 Tf 72 686 Td ({_LONG.replace(NAME, 'her')}) Tj ET"
        ),
        cut=("U-2",),
    ),
    "a title in the middle": Sample(
        page_with(
            f"BT /F1 14 Tf 1 0 0 1 236 740 Tm (Report on {NAME}) Tj ET BT /F1 14 Tf 1 0 0 1 259 720 Tm (Drawn up late) Tj ET "
            + " ".join(f"BT /F1 11 Tf 72 {680 - 14 * at} Td ({text}) Tj ET" for at, text in enumerate(LINES[:2]))
        )
    ),
    "a title alone": Sample(page_with(f"BT /F1 14 Tf 1 0 0 1 246 740 Tm (On {NAME}) Tj ET")),
    "ended at one edge": Sample(
        page_with(
            " ".join(
                STYLES["right_aligned"](text.split(), 700 - 14 * at)
                for at, text in enumerate([f"Seen: {NAME}", "Bonn, the third", "Rome", "Wien, in May"])
            )
        )
    ),
    "a drawing that goes": Sample(
        page_with(f"q 2 w 100 500 m 130 530 l 160 500 l S Q 300 480 20 60 re f {_line('')} {OTHER}"), graphics=(0,)
    ),
    "a drawing alone": Sample(page_with(f"100 500 m 130 530 l 160 500 l S {OTHER} 300 300 50 50 re f"), cut=(), graphics=(0,)),
    "units of two points": Sample(_page_of_unit(2.0)),
    "hidden, without a bar": Sample(page_with(f"{_line('3 Tr')} {OTHER}"), is_placed=False),
    "a composite font": Sample(
        page_with("BT /F2 12 Tf 1 Tc 72 700 Td <014801650120016d01650174012001550170> Tj ET " + OTHER), cut=("met",)
    ),
    "marks and what no reader knows": Sample(
        page_with(f"/P <</MCID 0>> BDC /T MP /T <<>> DP {_line('')} EMC BX (words) foo EX {OTHER} 0 0 (words) w (words) ri")
    ),
    "an inline image": Sample(
        page_with(
            f"q 20 0 0 20 300 300 cm BI /W 1 /H 1 /BPC 8 /CS /G ID x EI Q {_line('')} {OTHER} q 9 0 0 9 5 5 cm "
            f"BI /W 1 /H 1 /BPC 8 /CS /G ID y EI Q"
        )
    ),
}
