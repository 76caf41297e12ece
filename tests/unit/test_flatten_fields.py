"""Fields of forms become content of their pages: their text as it is filled in, set where they lie."""

from __future__ import annotations

import pytest
from annotated import SECRET, annotate, black_box, dark_columns, field, pages, saved, seen_text
from pikepdf import Array, Dictionary, Name, Object, Pdf
from pikepdf import String as Text

from pipeline.content.flatten import UNDRAWN_FIELD, flatten

MULTILINE, PASSWORD, COMBO, COMB = 1 << 12, 1 << 13, 1 << 17, 1 << 24


def shown(pdf: Pdf) -> str:
    assert not flatten(pdf).faults
    return seen_text(saved(pdf))


def test_a_text_field_without_an_appearance_shows_its_value() -> None:
    pdf = pages("")
    field(pdf, FT=Name.Tx, V=Text(f"({SECRET}) \\ \u00e9\u2013\u20ac"))
    assert shown(pdf) == f"({SECRET}) \\ \u00e9\u2013\u20ac"


def test_its_own_appearance_counts_where_it_has_one() -> None:
    pdf = pages("")
    field(pdf, FT=Name.Tx, V=Text(SECRET), AP=Dictionary(N=black_box(pdf)))
    assert not shown(pdf)


def test_the_value_counts_where_the_form_asks_for_new_appearances() -> None:
    pdf = pages("")
    field(pdf, FT=Name.Tx, V=Text(SECRET), AP=Dictionary(N=black_box(pdf)))
    pdf.Root.AcroForm.NeedAppearances = True
    assert shown(pdf) == SECRET


def test_kind_and_value_may_be_those_of_a_field_above() -> None:
    pdf = pages("")
    above = pdf.make_indirect(Dictionary(FT=Name.Tx, V=Text(SECRET), T=Text("above")))
    field(pdf, Parent=above)
    assert shown(pdf) == SECRET


def test_a_field_above_itself_ends_the_search() -> None:
    pdf = pages("")
    made = field(pdf)
    made.Parent = made
    made.Kids = Array([made])
    assert not shown(pdf)


def test_long_text_is_broken_into_lines_within_its_field() -> None:
    pdf = pages("")
    words = "one two three four five six seven eight nine ten eleven twelve"
    field(pdf, FT=Name.Tx, V=Text(f"{words}\rlast"), Ff=MULTILINE, Rect=Array([100, 500, 200, 640]))
    assert shown(pdf).split() == [*words.split(), "last"]
    dark = dark_columns(pdf)
    assert 100 <= min(dark) <= max(dark) < 200


@pytest.mark.parametrize("text", ["short", "a text that at the size of twelve points is longer than the field is wide"])
def test_a_size_left_open_fits_the_field(text: str) -> None:
    pdf = pages("")
    field(pdf, FT=Name.Tx, V=Text(text), DA=Text("/Helv 0 Tf 0 g"))
    assert shown(pdf) == text


@pytest.mark.parametrize(("align", "left", "right"), [(0, 100, 200), (1, 150, 250), (2, 200, 300)])
def test_text_is_set_to_its_side(align: int, left: int, right: int) -> None:
    pdf = pages("")
    field(pdf, FT=Name.Tx, V=Text("word"), Q=align)
    flatten(pdf)
    dark = dark_columns(pdf)
    assert left <= min(dark) <= max(dark) <= right


def test_cells_of_a_comb_hold_one_letter_each() -> None:
    pdf = pages("")
    field(pdf, FT=Name.Tx, V=Text("ABCD"), Ff=COMB, MaxLen=4)
    flatten(pdf)
    dark = dark_columns(pdf)
    assert {(x - 100) // 50 for x in dark} == {0, 1, 2, 3}
    assert all(12 <= (x - 100) % 50 <= 38 for x in dark)


def test_a_password_shows_as_stars() -> None:
    pdf = pages("")
    field(pdf, FT=Name.Tx, V=Text(SECRET), Ff=PASSWORD)
    assert shown(pdf) == "*" * len(SECRET)


@pytest.mark.parametrize(
    ("entries", "text"),
    [
        ({"Ff": COMBO, "V": Text("b")}, "Beta"),
        ({"Ff": COMBO, "V": Text("typed")}, "typed"),
        ({"V": Text("b")}, "Alpha\r\nBeta"),
        ({"TI": 1}, "Beta"),
    ],
)
def test_a_choice_shows_its_words_and_a_list_all_of_them(entries: dict[str, object], text: str) -> None:
    pdf = pages("")
    options = Array([Array([Text("a"), Text("Alpha")]), Array([Text("b"), Text("Beta")])])
    field(pdf, FT=Name.Ch, Opt=options, Rect=Array([100, 500, 300, 600]), **entries)
    assert shown(pdf) == text


def ticked(pdf: Pdf) -> Object:
    return field(pdf, FT=Name.Btn, AS=Name.Yes)


def in_cyrillic(pdf: Pdf) -> Object:
    return field(pdf, FT=Name.Tx, V=Text("\u0416\u0438\u0432\u0430\u0433\u043e"))


def captioned(pdf: Pdf) -> Object:
    return field(pdf, FT=Name.Btn, MK=Dictionary(CA=Text("Send")))


@pytest.mark.parametrize("make", [ticked, in_cyrillic, captioned])
def test_a_field_that_cannot_be_drawn_is_a_fault_of_its_page(make: object) -> None:
    pdf = pages("")
    make(pdf)  # type: ignore[operator]
    assert flatten(pdf).faults == {0: (UNDRAWN_FIELD,)}


@pytest.mark.parametrize(
    "entries", [{"FT": Name.Btn, "AS": Name.Off}, {"FT": Name.Tx}, {"FT": Name.Sig}, {"FT": Name.Tx, "F": 2, "V": Text(SECRET)}]
)
def test_a_field_with_nothing_to_show_is_none(entries: dict[str, object]) -> None:
    pdf = pages("")
    field(pdf, **entries)
    assert not shown(pdf)


def test_values_and_names_are_counted_once_a_field_and_gone() -> None:
    pdf = pages("")
    field(pdf, FT=Name.Tx, F=2, V=Text(SECRET), TU=Text(SECRET))
    pdf.Root.AcroForm.Fields.append(Dictionary(FT=Name.Tx, DV=Text(SECRET)))
    annotate(pdf, Subtype=Name.Widget, Rect=Array([0, 0, 0, 0]), FT=Name.Sig, V=Dictionary(Type=Name.Sig, Reason=Text(SECRET)))
    told = flatten(pdf)
    assert told.carried == {"form values": 3, "names of form fields": 1, "signatures": 1, "hidden annotations": 1}
    assert told.is_signed
    assert SECRET.encode() not in saved(pdf)


def test_an_appearance_without_fonts_has_those_of_the_form() -> None:
    pdf = pages("")
    look = pdf.make_stream(b"BT /Own 10 Tf 2 5 Td (filled in) Tj ET")
    look.BBox = Array([0, 0, 200, 20])
    field(pdf, FT=Name.Tx, AP=Dictionary(N=look))
    font = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Courier, Encoding=Name.WinAnsiEncoding)
    pdf.Root.AcroForm.DR = Dictionary(Font=Dictionary(Own=font))
    assert shown(pdf) == "filled in"
