"""Excision of one page: what goes, what stays where it stood, and what is set anew."""

from __future__ import annotations

import pytest
from kept_pages import WORDS, content_of, excised, gap_over, opened, page_with, texts_of
from pikepdf import Array, Dictionary, Name, Page, Pdf
from reportlab.pdfbase.pdfmetrics import stringWidth

from pipeline.content.geometry import positions
from pipeline.content.layers import read_layers
from pipeline.content.values import Scene
from pipeline.content.walk import read_scene
from pipeline.model import Action
from pipeline.render.kept.excise import Copies, UnsafePageError, excise_page
from pipeline.render.kept.setting import WIDTHS
from pipeline.render.kept.values import Gap

SECRET = "Colonel Viktor Ostrakov"
LINE = f"BT /F1 12 Tf 72 700 Td (He met {SECRET} at the quay) Tj ET"
OTHER = "BT /F1 12 Tf 72 680 Td (Nobody else was there that night but the porter) Tj ET"


def text_of(page: Page) -> str:
    return "".join(texts_of(read_scene(page, {})))


def starts(scene: Scene) -> list[tuple[str, float, float]]:
    return [
        ("".join(show.font.texts(show.codes)), round(positions(show)[0][0], 3), round(positions(show)[0][1], 3)) for show in scene.shows
    ]


def test_the_codes_of_a_gap_go_and_the_rest_stays() -> None:
    content, _, page, _ = excised(page_with(f"{LINE} {OTHER}"), SECRET)
    assert text_of(page) == "He met  at the quayNobody else was there that night but the porter"
    assert b"Viktor" not in content


def test_a_bar_of_the_widest_class_stands_one_blank_after_the_letter_before_it() -> None:
    source = page_with(f"{LINE} {OTHER}")
    _, marks, *_ = excised(source, SECRET)
    (bar,) = marks.bars
    (show, _) = opened(source)[2].shows
    assert bar.x == pytest.approx(positions(show)[len("He met ")][0], abs=0.05)
    assert (bar.y, bar.dx, bar.dy, bar.width, bar.is_first) == (700, 1, 0, WIDTHS[0], True)
    assert bar.words is WORDS
    assert bar.ascent > 0 > bar.descent


def test_what_follows_a_gap_stands_one_blank_after_the_bar() -> None:
    _, marks, page, _ = excised(page_with(f"{LINE} {OTHER}"), SECRET)
    (text, x, _) = starts(read_scene(page, {}))[1]
    assert text == " at the quay"
    assert x == pytest.approx(marks.bars[0].x + WIDTHS[0], abs=0.051)


def test_punctuation_stays_with_the_gap() -> None:
    _, marks, page, _ = excised(page_with(f"BT /F1 12 Tf 72 700 Td (He met {SECRET}, who left) Tj ET {OTHER}"), SECRET)
    (text, x, _) = starts(read_scene(page, {}))[1]
    assert text.startswith(",")
    assert x == pytest.approx(marks.bars[0].x + WIDTHS[0], abs=0.051)


def test_a_line_that_loses_nothing_is_not_touched() -> None:
    content, *_ = excised(page_with(f"{LINE} {OTHER}"), SECRET)
    assert b"72 680 Td" in content
    assert b"(Nobody else was there that night but the porter) Tj" in content


def test_a_line_too_full_gets_a_narrower_class() -> None:
    full = "He met U-2 by the old quay and then went on over the long bridge to the town where they had all"
    lines = f"BT /F1 11 Tf 72 700 Td ({full}) Tj ET BT /F1 11 Tf 72 680 Td ({full.replace('U-2', 'him')}) Tj ET"
    source = page_with(lines.replace("72 ", "50 "))
    _, marks, *_ = excised(source, "U-2")
    assert marks.bars[0].width in WIDTHS


def test_a_line_that_fits_nowhere_refuses_its_page() -> None:
    full = "He met U-2 " + "by the old quay and then went on over the long bridge to the town where they had gone to see the sights " * 2
    with pytest.raises(UnsafePageError, match="edge of the page"):
        excised(page_with(f"BT /F1 16 Tf 2 700 Td ({full}) Tj ET"), "U-2")


def test_what_stands_in_another_column_is_not_moved() -> None:
    source = page_with(f"BT /F1 12 Tf 72 700 Td (Ostrakov) Tj 200 0 Td (of Minsk) Tj 200 0 Td (1962) Tj ET {OTHER}")
    _, _, page, _ = excised(source, "Ostrakov")
    assert [each for each in starts(read_scene(page, {})) if each[2] == 700] == [("of Minsk", 272, 700), ("1962", 472, 700)]


def test_two_gaps_in_a_line_get_a_bar_each() -> None:
    source = page_with(f"BT /F1 12 Tf 72 700 Td (He met Ostrakov and Lindqvist at noon) Tj ET {OTHER}")
    _, marks, page, _ = excised(source, "Ostrakov", "Lindqvist")
    assert [bar.width for bar in marks.bars] == [WIDTHS[0]] * 2
    assert [bar.is_first for bar in marks.bars] == [True, True]
    assert text_of(page).startswith("He met  and  at noon")


def test_a_passage_over_two_lines_speaks_its_words_once() -> None:
    source = page_with(f"BT /F1 12 Tf 14 TL 72 700 Td (He met Viktor) Tj (Ostrakov at noon) ' ET {OTHER}")
    _, marks, *_ = excised(source, "Viktor Ostrakov")
    assert [(bar.y, bar.is_first) for bar in marks.bars] == [(700, True), (686, False)]


@pytest.mark.parametrize(
    "shown",
    [
        "[(He met Os) 20 (trakov) -30 ( at noon)] TJ",
        "(He met Os) Tj (trakov at noon) Tj",
        "<4865206d6574204f737472616b6f76206174206e6f6f6e> Tj",
        "(He met Ostra\\153ov at noon) Tj",
        "120 Tz 1 Tc 3 Tw 4 Ts (He met Ostrakov at noon) Tj",
        '2 1 (He met Ostrakov at noon) "',
        "3 Tr (He met Ostrakov at noon) Tj",
    ],
)
def test_however_it_is_shown_the_word_goes_and_its_neighbours_stay(shown: str) -> None:
    _, marks, page, _ = excised(page_with(f"BT /F1 12 Tf 14 TL 72 700 Td {shown} ET {OTHER}"), "Ostrakov")
    assert text_of(page).startswith("He met  at noon")
    assert len(marks.bars) == 1


def test_rotated_text_gets_a_rotated_bar() -> None:
    source = page_with(f"BT /F1 12 Tf 0.6 0.8 -0.8 0.6 200 200 Tm (He met {SECRET} at noon) Tj ET")
    _, marks, page, _ = excised(source, SECRET)
    assert marks.bars[0].dx == pytest.approx(0.6)
    assert marks.bars[0].dy == pytest.approx(0.8)
    left, right = read_scene(page, {}).shows
    assert left.matrix[4:] == (200, 200)
    assert right.matrix[4] - 200 == pytest.approx((right.matrix[5] - 200) * 0.75, abs=0.06)


def form_page(document: Pdf) -> Dictionary:
    form = document.make_stream(LINE.encode())
    form.Type, form.Subtype, form.BBox = Name.XObject, Name.Form, Array([0, 0, 612, 792])
    form["/PieceInfo"] = Dictionary(Old=Dictionary(Private=SECRET))
    form.Resources = Dictionary(Font=Dictionary(F1=Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name("/Helvetica"))))
    return Dictionary(XObject=Dictionary(X=document.make_indirect(form)))


def test_a_shared_form_is_copied_for_each_place_and_left_as_it_is() -> None:
    source = page_with("q 1 0 0 1 0 -100 cm /X Do Q /X Do", resources=form_page)
    document, page, scene = opened(source)
    first, last = scene.shows
    length = len(first.codes)
    at = first.codes.index(b"Viktor")
    excise_page(document, page, scene, [Gap(tuple(range(length + at, length + at + 6)), (), Action.REDACT, WORDS)], ())
    one, *others = read_scene(page, {}).shows
    assert one.codes == first.codes
    assert b"".join(show.codes for show in others) == last.codes.replace(b"Viktor", b"")
    assert sorted(page.Resources.XObject.keys()) == ["/Kept0", "/Kept1"]
    assert all("/PieceInfo" not in form for form in page.Resources.XObject.values())


def test_pages_that_share_a_form_share_its_clean_copy() -> None:
    document, page, scene = opened(page_with("/X Do", resources=form_page))
    document.pages.append(page)
    copies = Copies()
    for each in document.pages:
        excise_page(document, each, scene, [], (), copies)
    assert len(copies.clean) == 1


def test_text_in_a_pattern_is_cut_in_a_copy_of_the_pattern() -> None:
    def pattern(document: Pdf) -> Dictionary:
        tile = document.make_stream(b"BT /F1 12 Tf 10 10 Td (Ostrakov was here) Tj ET")
        tile.PatternType, tile.PaintType, tile.TilingType, tile.XStep, tile.YStep = 1, 1, 1, 400, 400
        tile.BBox, tile.Resources = Array([0, 0, 400, 400]), form_page(document).XObject.X.Resources
        return Dictionary(Pattern=Dictionary(P=document.make_indirect(tile)))

    _, _, page, _ = excised(page_with("/Pattern cs /P scn 0 0 612 792 re f", resources=pattern), "Ostrakov")
    assert text_of(page) == " was here"
    assert list(page.Resources.Pattern.keys()) == ["/Kept0"]


def test_marked_content_comments_and_unread_operands_do_not_come_along() -> None:
    content, *_ = excised(
        page_with(f"/Span <</ActualText ({SECRET})>> BDC % {SECRET}\n{LINE} EMC BX ({SECRET}) foo EX /P /MC0 DP q Q"), SECRET
    )
    assert b"Viktor" not in content
    assert not any(word in content for word in (b"BDC", b"EMC", b"DP", b"BX", b"%"))


def test_content_of_a_layer_that_is_off_goes_even_without_a_gap() -> None:
    def layer(document: Pdf) -> Dictionary:
        group = document.make_indirect(Dictionary(Type=Name.OCG, Name="Notes"))
        document.Root.OCProperties = Dictionary(OCGs=Array([group]), D=Dictionary(OFF=Array([group])))
        return Dictionary(Properties=Dictionary(L=group))

    document, page, _ = opened(page_with(f"/OC /L BDC 10 10 50 50 re f {LINE} EMC {OTHER}", resources=layer))
    marks = excise_page(document, page, read_scene(page, {}, read_layers(document)), [], ())
    assert content_of(page) == b"BT\n72 680 Td\n/F1 12 Tf\n(Nobody else was there that night but the porter) Tj\nET"
    assert not marks.bars


def test_an_underline_as_long_as_the_cut_word_goes_and_a_frame_stays() -> None:
    source = page_with(f"20 20 572 752 re S 113 697 130 0.7 re f {LINE} {OTHER} 72 670 300 0.5 re f")
    content, marks, *_ = excised(source, SECRET)
    assert b"113 697" not in content
    assert b"20 20 572 752 re" in content
    assert b"72 670 300" in content
    assert len(marks.touched) == 2


def test_a_graphic_of_a_gap_goes_and_its_box_becomes_the_bar() -> None:
    document, page, scene = opened(page_with(f"q 100 100 m 150 180 l 120 90 l f Q {OTHER}"))
    marks = excise_page(document, page, scene, [Gap((), (0,), Action.REFER, WORDS)], ())
    assert content_of(page).startswith(b"BT")
    (bar,) = marks.bars
    assert (bar.x, bar.y, bar.width, bar.ascent, bar.descent, bar.is_first) == (100, 90, 72, 90, 0, True)


def test_a_path_that_clips_keeps_its_clip_when_its_paint_goes() -> None:
    document, page, scene = opened(page_with(f"q 50 600 500 150 re W f {OTHER} Q"))
    excise_page(document, page, scene, [Gap((), (0,), Action.REFER, WORDS)], ())
    assert content_of(page).startswith(b"q\n50 600 500 150 re\nW\nn\nBT")


def test_operators_that_served_only_a_cut_word_leave_no_trace() -> None:
    source = page_with(f"q 1 0 0 1 72 700 cm 0 0 130 14 re W n 1 0 0 rg BT /F1 9 Tf 87 Tz 0.7 Tc ({SECRET}) Tj ET Q {OTHER}")
    content, *_ = excised(source, SECRET)
    assert content == b"BT\n72 680 Td\n/F1 12 Tf\n(Nobody else was there that night but the porter) Tj\nET"


def test_spacing_set_for_a_cut_line_is_made_good_for_the_next() -> None:
    source = page_with(f"BT /F1 12 Tf 1.5 Tw 72 700 Td ({SECRET}) Tj ET BT 72 680 Td (Nobody else) Tj ET")
    _, _, page, _ = excised(source, SECRET)
    (show,) = read_scene(page, {}).shows
    assert (show.word_space, show.size, show.codes) == (1.5, 12, b"Nobody else")


def test_a_clip_made_of_letters_that_loses_some_refuses_its_page() -> None:
    with pytest.raises(UnsafePageError, match="clip made of letters"):
        excised(page_with("q BT /F1 12 Tf 7 Tr 72 700 Td (He met Ostrakov at noon) Tj ET 0 0 612 792 re f Q"), "Ostrakov")


def test_what_was_painted_through_a_clip_of_cut_letters_goes_with_them() -> None:
    content, *_ = excised(page_with(f"q BT /F1 12 Tf 7 Tr 72 700 Td (Ostrakov) Tj ET 0 0 612 792 re f Q {OTHER}"), "Ostrakov")
    assert b" re" not in content


def test_hidden_letters_without_a_place_go_without_a_bar() -> None:
    source = page_with(f"BT /F1 12 Tf 3 Tr 72 700 Td ({SECRET}) Tj ET {OTHER}")
    document, page, scene = opened(source)
    glyphs = gap_over(scene, SECRET).glyphs
    marks = excise_page(document, page, scene, [Gap(glyphs, (), Action.REFER, WORDS, is_placed=False)], ())
    assert not marks.bars
    assert text_of(page) == "Nobody else was there that night but the porter"


def test_a_word_drawn_twice_goes_twice() -> None:
    twice = " BT /F1 12 Tf {x} 700 Td (He met Ostrakov at noon) Tj ET"
    source = page_with(twice.format(x=72) + twice.format(x=72.3) + " " + OTHER)
    document, page, scene = opened(source)
    at = "He met Ostrakov at noon".index("Ostrakov")
    excise_page(document, page, scene, [Gap(tuple(range(at, at + 8)), (), Action.REDACT, WORDS)], ())
    assert "Ostrakov" not in text_of(page)
    assert text_of(page).count("He met") == 2


def test_a_struck_marking_is_found_where_it_stands_after_its_line_was_set_anew() -> None:
    source = page_with(f"BT /F1 12 Tf 72 700 Td (He met {SECRET} of SECRET rank) Tj ET {OTHER}")
    document, page, scene = opened(source)
    at = "".join(texts_of(scene)).index("SECRET")
    marks = excise_page(document, page, scene, [gap_over(scene, SECRET)], [tuple(range(at, at + 6))])
    (strike,) = marks.strikes
    shown = read_scene(page, {})
    letters = [place for show in shown.shows for place in positions(show)[:-1]]
    assert strike.x == pytest.approx(letters["".join(texts_of(shown)).index("SECRET")][0], abs=0.05)
    assert strike.size == 12


def test_a_page_without_a_gap_is_written_anew_and_shows_the_same() -> None:
    document, page, scene = opened(page_with(f"% a comment\n/P <</MCID 0>> BDC {OTHER} EMC"))
    assert excise_page(document, page, scene, [], ()).bars == ()
    assert content_of(page) == b"BT\n/F1 12 Tf\n72 680 Td\n(Nobody else was there that night but the porter) Tj\nET"


def test_a_right_aligned_column_that_is_cut_whole_tells_no_width() -> None:
    marks = []
    for words in (("Ostrakov", "Wu", "Featherstone"), ("Lee", "Lindqvist", "Ashdown")):
        shown = ""
        for y, word in zip((700, 680, 660), words, strict=True):
            shown += f" BT /F1 12 Tf {400 - stringWidth(word, 'Helvetica', 12):.2f} {y} Td ({word}) Tj ET"
            shown += f" BT /F1 12 Tf 72 {y} Td (Row) Tj ET"
        content, found, *_ = excised(page_with(shown), *words)
        marks.append((content, found.bars))
    assert marks[0] == marks[1]
    assert [bar.x + bar.width for bar in marks[0][1]] == pytest.approx([400] * 3, abs=0.05)


def test_text_that_would_leave_its_clip_refuses_its_page() -> None:
    source = page_with(f"q 60 600 100 150 re W n BT /F1 12 Tf 72 700 Td (He met U-2 at the quay) Tj ET Q {OTHER}")
    with pytest.raises(UnsafePageError, match="run o"):
        excised(source, "U-2")


def test_a_bar_over_raised_text_is_raised() -> None:
    _, marks, *_ = excised(page_with(f"BT /F1 12 Tf 4 Ts 72 700 Td (He met Ostrakov at noon) Tj ET {OTHER}"), "Ostrakov")
    assert marks.bars[0].y == 704


def test_state_operators_keep_only_what_readers_read() -> None:
    content, *_ = excised(page_with(f"(Ostrakow) 1 J /Ostrakow ri [3 2] (Ostrakow) d {LINE} 0 0 m 9 9 l S {OTHER}"), SECRET)
    assert b"Ostrakow" not in content
    assert b"1 J" in content


def test_a_line_does_not_run_into_the_next_column() -> None:
    rows = "".join(
        f" BT /F1 10 Tf 60 {700 - 12 * row} Td (The envoy met {'Wu' if row == 3 else 'no one'} in the old harbour that) Tj"
        " 215 0 Td (night and went home before the rain) Tj ET"
        for row in range(8)
    )
    source = page_with(
        rows.replace("212 0 Td", "215 0 Td") + " BT /F1 10 Tf 60 740 Td (A heading over both of the columns, as long as can be) Tj ET"
    )
    _, _, page, _ = excised(source, "Wu")
    shows = [show for show in read_scene(page, {}).shows if show.matrix[5] == 664]
    assert positions(shows[-1])[0][0] == pytest.approx(275, abs=0.05)
    assert positions(shows[-2])[-1][0] < 275
