"""Excision in small: what each operator, letter and edge comes to, where a mistake would be told by nothing else."""

from __future__ import annotations

import pytest
from kept_pages import WORDS, content_of, excised, glyphs_over, opened, page_with, texts_of
from pikepdf import Array, Dictionary, Name, Pdf
from reportlab.pdfbase.pdfmetrics import stringWidth

from pipeline.content.geometry import positions
from pipeline.content.values import Scene
from pipeline.content.walk import read_scene
from pipeline.model import Action
from pipeline.render.kept.excise import UnsafePageError, excise_page
from pipeline.render.kept.fellows import Fellows, Reach
from pipeline.render.kept.lines import Cell, is_tight, stretch_of
from pipeline.render.kept.runs import Run
from pipeline.render.kept.segments import Piece
from pipeline.render.kept.setting import WIDTHS, Place
from pipeline.render.kept.strikes import strikes_of
from pipeline.render.kept.values import Gap

OTHER = "BT /F1 12 Tf 72 400 Td (Nobody else was there that night but the porter) Tj ET"
CUT = "BT /F1 12 Tf 72 700 Td (He met Ostrakov at noon) Tj ET"


def origins(scene: Scene) -> dict[str, tuple[float, float]]:
    """Return where each show begins, by its text."""
    return {"".join(show.font.texts(show.codes)): positions(show)[0] for show in scene.shows}


def test_a_move_that_shows_nothing_still_moves_what_follows_on_a_line_that_is_kept() -> None:
    source = page_with(f"{CUT} BT /F1 12 Tf 72 600 Td (left) Tj [-5000] TJ (right) Tj ET")
    _, _, page, _ = excised(source, "Ostrakov")
    before, after = origins(opened(source)[2]), origins(read_scene(page, {}))
    assert after["right"] == pytest.approx(before["right"], abs=0.01)


def test_text_and_spaces_within_a_path_that_goes_stay() -> None:
    source = page_with(f"BT /F1 12 Tf 72 700 Td 0 0 m (within) Tj ET q 1 0 0 1 0 9 cm Q 9 99 l 99 99 l S {OTHER}")
    document, page, scene = opened(source)
    excise_page(document, page, scene, [Gap((), (0,), Action.REFER, WORDS)], ())
    assert "within" in "".join(texts_of(read_scene(page, {})))
    assert not read_scene(page, {}).graphics


@pytest.mark.parametrize("mode", [4, 5, 6, 7])
def test_what_is_painted_through_a_clip_of_cut_letters_goes_in_every_mode_that_clips(mode: int) -> None:
    source = page_with(f"q BT {mode} Tr /F1 30 Tf 72 500 Td (Ostrakov) Tj ET 9 9 99 99 re f Q {OTHER}")
    content, *_ = excised(source, "Ostrakov")
    assert b"99 99 re" not in content


@pytest.mark.parametrize("mode", [4, 7])
def test_a_clip_that_loses_some_of_its_letters_refuses_its_page_in_every_mode_that_clips(mode: int) -> None:
    with pytest.raises(UnsafePageError, match="clip"):
        excised(page_with(f"q BT {mode} Tr /F1 30 Tf 72 500 Td (At Ostrakov) Tj ET 9 9 99 99 re f Q {OTHER}"), "Ostrakov")


def test_one_other_line_that_ends_where_a_line_does_makes_it_no_right_aligned_one() -> None:
    lines = ("BT /F1 12 Tf 1 0 0 1 200 700 Tm (from Ostrakov) Tj ET", "BT /F1 12 Tf 1 0 0 1 230 680 Tm (and home) Tj ET")
    end = positions(opened(page_with(lines[0]))[2].shows[0])[-1][0]
    (other,) = opened(page_with(lines[1]))[2].shows
    moved = 230 + end - positions(other)[-1][0]
    _, _, page, _ = excised(page_with(f"{lines[0]} {lines[1].replace('230', f'{moved:.3f}')} {OTHER}"), "Ostrakov")
    assert origins(read_scene(page, {}))["from "] == (200, 700)


def test_a_line_ends_a_blank_before_the_next_column() -> None:
    rows = " ".join(f"BT /F1 10 Tf 1 0 0 1 {x} {700 - 14 * at} Tm (Minsk) Tj ET" for at in range(1, 6) for x in (72, 160))
    source = page_with(f"BT /F1 10 Tf 1 0 0 1 72 700 Tm (Ostrakov) Tj ET BT /F1 10 Tf 1 0 0 1 160 700 Tm (Bonn) Tj ET {rows}")
    _, marks, page, _ = excised(source, "Ostrakov")
    assert marks.bars[0].x + marks.bars[0].width <= 160 - 2.78 + 0.05
    assert origins(read_scene(page, {}))["Bonn"] == (160, 700)


def test_blanks_of_composite_fonts_take_no_word_spacing() -> None:
    codes = "".join(f"{ord(letter) + 0x100:04x}" for letter in "a b")
    (plain,) = opened(page_with(f"BT /F2 12 Tf 72 700 Td <{codes}> Tj ET"))[2].shows
    (spaced,) = opened(page_with(f"BT /F2 12 Tf 9 Tw 72 700 Td <{codes}> Tj ET"))[2].shows
    (tight,) = opened(page_with(f"BT /F2 12 Tf 1 Tc 9 Tw 72 700 Td <{codes}> Tj ET"))[2].shows
    assert stretch_of(spaced).end == pytest.approx(stretch_of(plain).end)
    assert stretch_of(tight).end == pytest.approx(stretch_of(plain).end + 3)


@pytest.mark.parametrize(
    ("clip", "is_so"), [("60 690 400 20", True), ("60 600 400 37", False), ("60 600 400 35", True), ("90 0 20 700", True)]
)
def test_a_clip_as_low_as_a_line_is_tight_in_any_space(clip: str, is_so: bool) -> None:
    for space, size in (("1 0 0 1 0 0 cm", 12), ("0.1 0 0 0.1 0 0 cm", 120), ("4 0 0 4 0 0 cm", 3)):
        (show,) = opened(page_with(f"{clip} re W n {space} BT /F1 {size} Tf (Ostrakov) Tj ET"))[2].shows
        assert is_tight(show) is is_so


def test_a_line_that_runs_up_the_page_stays_in_the_clip_of_what_stays() -> None:
    clip = "q 80 90 140 {} re W n"
    text = "BT /F1 12 Tf 0 1 -1 0 100 100 Tm (He met Ostrakov at noon) Tj ET Q"
    excised(page_with(f"{clip.format(300)} {text} {OTHER}"), "Ostrakov")
    _, marks, page, _ = excised(page_with(f"{clip.format(150)} {text} {OTHER}"), "Ostrakov")
    after = read_scene(page, {}).shows[1]
    assert positions(after)[-1][1] <= 240
    assert marks.bars[0].width < WIDTHS[0]


def test_a_run_is_clipped_where_it_begins_or_ends_outside_of_its_clip() -> None:
    (show,) = opened(page_with("50 50 100 100 re W n BT /F1 12 Tf 0 1 -1 0 100 100 Tm (He) Tj ET"))[2].shows
    runs = [
        Run(show, x, y, 0, 0, 1, is_moved=True, end=end) for x, y, end in [(100, 60, 140), (100, 40, 60), (100, 60, 160), (160, 60, 90)]
    ]
    assert [run.is_clipped() for run in runs] == [False, True, True, True]


def test_a_strike_over_letters_set_narrower_is_as_narrow() -> None:
    (show,) = scene_of("BT /F1 12 Tf 50 Tz 72 700 Td (SECRET) Tj ET").shows
    scene = scene_of("BT /F1 12 Tf 50 Tz 72 700 Td (SECRET) Tj ET")
    (plain,) = strikes_of(scene, [tuple(range(6))], {}, {})
    (narrow,) = strikes_of(scene, [(5,)], {5: Place(100.0, 0.8)}, {})
    (last,) = strikes_of(scene, [(5,)], {}, {})
    assert plain.width == pytest.approx(stretch_of(show).end - stretch_of(show).start)
    assert (narrow.x, narrow.y) == (100, 700)
    assert narrow.width == pytest.approx(last.width * 0.8)


def test_a_strike_over_letters_on_both_sides_of_a_gap_goes_through_and_one_on_another_line_begins_anew() -> None:
    scene = scene_of("BT /F1 12 Tf 0 1 -1 0 100 100 Tm (SECRET) Tj 0 -40 Td (NOFORN) Tj ET BT /F1 12 Tf 72 700 Td (AND) Tj ET")
    strikes = strikes_of(scene, [tuple(range(15))], {}, {2: 0})
    assert [(each.x, each.y, each.dx, each.dy) for each in strikes] == [(100, 100, 0, 1), (140, 100, 0, 1), (72, 700, 1, 0)]
    assert strikes[0].width == pytest.approx(stretch_of(scene.shows[0]).end - 100)
    assert strikes[1].size == 12


def test_blanks_within_one_gap_go_though_they_are_none_of_its_glyphs() -> None:
    source = page_with(f"BT /F1 12 Tf 72 700 Td (He met Viktor Ostrakov at noon) Tj ET {OTHER}")
    document, page, scene = opened(source)
    letters = tuple(number for number in glyphs_over(scene, "Viktor Ostrakov") if texts_of(scene)[number].strip())
    excise_page(document, page, scene, [Gap(letters, (), Action.REDACT, WORDS)], ())
    _, _, whole, _ = excised(source, "Viktor Ostrakov")
    assert content_of(page) == content_of(whole)


def test_a_pattern_that_is_given_its_colour_is_copied_under_its_name() -> None:
    def pattern(document: Pdf) -> Dictionary:
        tile = document.make_stream(b"BT /F1 12 Tf 10 10 Td (Ostrakov was here) Tj ET", Type=Name.Pattern, PatternType=1, PaintType=2)
        tile.TilingType, tile.XStep, tile.YStep, tile.BBox = 1, 400, 400, Array([0, 0, 400, 400])
        tile.Resources = Dictionary(Font=Dictionary(F1=Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica)))
        spaces = Dictionary(S=Array([Name.Pattern, Name.DeviceRGB]))
        return Dictionary(Pattern=Dictionary(P=document.make_indirect(tile)), ColorSpace=spaces)

    content, _, page, _ = excised(
        page_with("/S cs 1 0 0 /P scn 0 0 612 792 re f /S CS 0 1 0 /P SCN 9 9 9 9 re n", resources=pattern), "Ostrakov"
    )
    assert b"1 0 0 /Kept0 scn" in content
    assert "/P" not in page.Resources.Pattern


def test_a_line_that_does_not_fit_is_set_narrower_with_the_narrowest_bar() -> None:
    text = "He met U-2 by the old quay and then went over the long bridge to the town where they all"
    (show,) = scene_of(f"BT /F1 12 Tf 1 0 0 1 0 700 Tm ({text}) Tj ET").shows
    left = 611.9 - positions(show)[-1][0]
    _, marks, page, _ = excised(page_with(f"BT /F1 12 Tf 1 0 0 1 {left:.3f} 700 Tm ({text}) Tj ET"), "U-2")
    before, after = read_scene(page, {}).shows
    assert marks.bars[0].width == WIDTHS[-1]
    assert (before.scale, after.scale) == (1, 0.97)
    assert positions(after)[-1][0] <= 612


def test_the_bar_over_a_drawing_is_whole_steps_wide_or_ends_at_what_stands_beside_it() -> None:
    drawing = "100 500 m 130 530 l 160 500 l S"
    for beside, width in (("", 72), ("165 510 5 5 re f", 65), ("165 540 5 5 re f", 72), ("90 510 5 5 re f", 72), ("172 510 5 5 re f", 72)):
        document, page, scene = opened(page_with(f"{drawing} {beside} {OTHER}"))
        (bar,) = excise_page(document, page, scene, [Gap((), (0,), Action.REFER, WORDS)], ()).bars
        assert (bar.x, bar.y, bar.width, bar.ascent, bar.descent) == pytest.approx((100, 500, width, 30, 0), abs=2)


def test_a_rule_beside_a_word_that_runs_up_the_page_goes_and_a_long_one_stays() -> None:
    text = "BT /F1 12 Tf 0 1 -1 0 100 100 Tm (He met Ostrakov at noon) Tj ET"
    content, *_ = excised(page_with(f"102 140 0.7 50 re f 104 20 0.7 700 re f {text} {OTHER}"), "Ostrakov")
    assert b"102 140" not in content
    assert b"104 20" in content


def test_strikes_over_letters_in_a_scaled_space_stand_where_the_letters_do() -> None:
    scene = scene_of("q 0.5 0 0 0.5 10 20 cm BT /F1 24 Tf 100 200 Td (SECRET) Tj ET Q")
    ends = positions(scene.shows[0])
    (strike,) = strikes_of(scene, [(2, 3)], {}, {})
    assert (strike.x, strike.x + strike.width, strike.y) == pytest.approx((ends[2][0], ends[4][0], 120))


def test_clips_are_shared_by_their_left_and_right_edges() -> None:
    fellows = Fellows((), (), frozenset(), frozenset(), frozenset({(70, 330)}), 0.0, 612.0, is_flush=False)
    clips = [(70.2, 600.0, 329.9, 616.0), (70.0, 330.0, 340.0, 400.0), (60.0, 70.0, 330.0, 90.0)]
    assert [fellows.shares_clip(clip) for clip in clips] == [True, False, False]


def test_a_column_reaches_as_far_as_its_free_lines_and_ends_where_the_next_begins() -> None:
    own = [Reach(72, right, 700 - 14 * at, is_free=True) for at, right in enumerate((190, 195, 185, 180, 400))]
    fellows = Fellows(tuple(own), (72, 220), frozenset(), frozenset(), frozenset(), 0.0, 612.0, is_flush=False)
    assert fellows.column_of(72) == (195, 220)
    assert fellows.column_of(220) == (400, None)
    assert fellows.column_of(500) == (None, None)


def test_a_place_that_follows_cut_letters_keeps_none_of_their_digits() -> None:
    source = page_with(f"BT /F1 11.37 Tf 72 700 Td (Ostrakov) Tj [-9000 (Minsk)] TJ ET {OTHER}")
    before = origins(opened(source)[2])["Minsk"][0]
    _, _, page, _ = excised(source, "Ostrakov")
    after = origins(read_scene(page, {}))["Minsk"][0]
    assert after == pytest.approx(round(before, 2), abs=1e-9)
    assert after != pytest.approx(before, abs=1e-9)


def test_letters_of_a_negative_size_run_back_in_any_space() -> None:
    (show,) = scene_of("BT /F1 -0.5 Tf 24 0 0 24 300 700 Tm (Ostrakov) Tj ET").shows
    assert (stretch_of(show).dx, stretch_of(show).em) == (-1, 12)


def test_a_letter_with_its_accent_is_a_letter() -> None:
    (one,) = (stretch_of(show) for show in scene_of("BT /F1 12 Tf 72 700 Td (e) Tj ET").shows)
    assert [Piece([Cell(0, 0, 1, one, 0, text, None)], None, 1).is_word for text in ("e\u0301", "fi", "-", "")] == [
        True,
        True,
        False,
        False,
    ]


def test_words_placed_by_steps_as_wide_as_a_blank_are_no_justified_line() -> None:
    width = stringWidth("He", "Helvetica", 12) + 12 * 0.278 + 0.004
    source = page_with(f"BT /F1 12 Tf 72.013 700 Td (He) Tj {width:.4f} 0 Td (met) Tj 30 0 Td (Ostrakov) Tj ET {OTHER}")
    _, _, page, _ = excised(source, "Ostrakov")
    before, after = origins(opened(source)[2]), origins(read_scene(page, {}))
    assert after["met"] == pytest.approx(before["met"], abs=1e-6)


def scene_of(content: str) -> Scene:
    return opened(page_with(content))[2]


def test_a_bar_that_another_has_drawn_further_on_in_the_line_stays() -> None:
    lines = "BT /F4 12 Tf 72 700 Td (six that is) Tj ET 0 g 158 697 120 12 re f BT /F4 12 Tf 72 680 Td (nobody else was there at all) Tj ET"
    _, marks, page, _ = excised(page_with(lines.replace("/F4", "/F1")), "that")
    scene = read_scene(page, {})
    assert [graphic.box for graphic in scene.graphics] == [(158, 697, 278, 709)]
    ends = [positions(show)[-1][0] for show in scene.shows if abs(positions(show)[0][1] - 700) < 1]
    assert max(ends) <= 158
    assert marks.bars[0].width in WIDTHS
