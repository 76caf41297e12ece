"""Room for bars: text that stays over a picture that goes is not covered, strikes are told, exact places stay exact."""

from __future__ import annotations

import pytest
from kept_pages import WORDS, gap_over, opened, page_with, texts_of

from pipeline.content.geometry import bounds
from pipeline.content.walk import read_scene
from pipeline.model import Action
from pipeline.render.kept.bars import struck
from pipeline.render.kept.excise import excise_page
from pipeline.render.kept.room import free_part
from pipeline.render.kept.setting import UnsafePageError
from pipeline.render.kept.values import Gap, Strike

BOX = (100.0, 100.0, 340.0, 340.0)
SECRET = "Ostrakov"


def overlap(one: tuple[float, ...], other: tuple[float, ...]) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def test_a_box_without_text_is_free_as_a_whole() -> None:
    assert free_part(BOX, [(0.0, 0.0, 90.0, 90.0)], 1.0) == BOX


@pytest.mark.parametrize("text", [(90.0, 200.0, 350.0, 212.0), (100.0, 100.0, 110.0, 340.0), (150.0, 120.0, 160.0, 130.0)])
def test_the_free_part_lies_in_the_box_and_meets_no_text(text: tuple[float, float, float, float]) -> None:
    part = free_part(BOX, [text], 1.0)
    assert not overlap(part, text)
    assert BOX[0] <= part[0] < part[2] <= BOX[2]
    assert BOX[1] <= part[1] < part[3] <= BOX[3]
    assert (part[2] - part[0]) * (part[3] - part[1]) > 0.4 * 240 * 240


def test_a_box_full_of_text_has_no_room_for_a_bar() -> None:
    with pytest.raises(UnsafePageError, match="leaves no room"):
        free_part(BOX, [(90.0, 90.0 + step, 350.0, 97.0 + step) for step in range(0, 260, 10)], 1.0)


def test_the_two_lines_of_a_strike_lie_in_what_is_told_of_it() -> None:
    left, low, right, high = struck(Strike(100.0, 200.0, 1.0, 0.0, 50.0, 10.0), 1.0)
    assert (left, right) == (97.0, 153.0)
    assert low <= 200.0 + 10 * 0.17 - 0.35
    assert high >= 200.0 + 10 * 0.42 + 0.35


def test_blanks_at_the_ends_of_a_marking_are_not_struck() -> None:
    document, page, scene = opened(page_with("BT /F1 12 Tf 72 700 Td (     SECRET   ) Tj ET"))
    (strike,) = excise_page(document, page, scene, [], [tuple(range(14))]).strikes
    bare, page, scene = opened(page_with("BT /F1 12 Tf 72 700 Td (SECRET) Tj ET"))
    (plain,) = excise_page(bare, page, scene, [], [tuple(range(6))]).strikes
    assert strike.width == pytest.approx(plain.width, abs=0.01)
    assert strike.x > plain.x


def test_a_line_that_says_where_it_stands_keeps_its_place_to_the_last_digit() -> None:
    other = "1 0 0 1 72.0123 680.0371 Tm (Nobody knew) Tj"
    document, page, scene = opened(page_with(f"BT /F1 12 Tf 1 0 0 1 72 700 Tm (He met {SECRET} at noon) Tj {other} ET"))
    excise_page(document, page, scene, [gap_over(scene, SECRET)], ())
    (show,) = [each for each in read_scene(page, {}).shows if "".join(each.font.texts(each.codes)) == "Nobody knew"]
    assert show.matrix[4:] == pytest.approx((72.0123, 680.0371), abs=1e-6)


def test_text_over_a_drawing_that_goes_is_not_covered_by_its_bar() -> None:
    drawing = "200 600 m 210 640 l 220 600 l 230 650 l 240 600 l 250 650 l 260 600 l h S"
    document, page, scene = opened(page_with(f"{drawing} BT /F1 10 Tf 190 610 Td (Nobody knew of it at all) Tj ET"))
    gap = Gap((), tuple(range(len(scene.graphics))), Action.REFER, WORDS)
    (bar,) = excise_page(document, page, scene, [gap], ()).bars
    box = bounds([(bar.x, bar.y + bar.descent), (bar.x + bar.width, bar.y + bar.ascent)])
    assert not overlap(box, (190.0, 608.0, 290.0, 617.0))


def test_another_word_of_the_same_letter_in_other_type_does_not_go_along() -> None:
    source = page_with(f"BT /F1 12 Tf 72 700 Td (He met {SECRET} now) Tj ET BT /F1 11 Tf 72 700.5 Td (He met {SECRET} now) Tj ET")
    document, page, scene = opened(source)
    first = "".join(scene.shows[0].font.texts(scene.shows[0].codes)).index(SECRET)
    excise_page(document, page, scene, [Gap(tuple(range(first, first + len(SECRET))), (), Action.REDACT, WORDS)], ())
    assert sum("".join(texts_of(read_scene(page, {}))).count(char) for char in "Ostrkv") >= 1
