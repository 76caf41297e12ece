"""Pages that differ only in what is withheld are the same bytes once it is cut, however the page was set."""

from __future__ import annotations

import io
from itertools import product

import pypdfium2 as pdfium
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from kept_pages import LEADING, STYLES, TOP, excised, gap_over, glyphs_over, opened, page_with, texts_of

from pipeline.content.geometry import positions
from pipeline.content.values import Scene
from pipeline.content.walk import read_scene
from pipeline.render.kept.excise import excise_page

FIRST = "Ann Viktor Bo Ilse Thaddeus Georgina Kwame Wilhelmina Jo Guadalupe Emil Katharina Tom Bartholomew".split()
LAST = "Ostrakov Lee Jankowiak Wu Ashdown Lindqvist Ng Featherstone Illi Wawrzyniak O'Neil Altenburg Mmimw Fjord".split()
NAMES = tuple(f"{first} {last}" for first, last in product(FIRST, LAST))
BEFORE = (
    "The envoy met nobody of note in the harbour that night and went home before the rain came down upon",
    "the town. He had been told that the ship was late, and that no one would ask about the papers until",
)
AFTER = (
    "should have done. In the morning the clerk found the room empty and the window open to the yard, and",
    "he told the guard at once. No trace of the visitor was found by the men who searched the whole wing,",
    "so the matter was closed in the spring of the year after.",
)
PLACES = {
    "start": "@ was seen by the quay, and later in the hills above the harbour",
    "middle": "He had met @ by the quay, and then left for the hills that he knew so",
    "before a comma": "He had met @, the man by the quay, and then left for the hills that",
    "in brackets": "He had met another (@) by the quay, and then left for the hills that he",
    "end": "By the quay he had then met for the first time in all that year with @",
    "alone": "@",
}
SOME = settings(max_examples=8)  # of each of the many ways to set a page
MOST = 0.05  # points: how far a line that is not touched may move


def page(style: str, place: str, name: str) -> bytes:
    """Return a page set in a style, with a name in one place of its third line."""
    lines = (*BEFORE, PLACES[place].replace("@", name), *AFTER)
    return page_with("\n".join(STYLES[style](line.split(), TOP - LEADING * number) for number, line in enumerate(lines)))


def origins(scene: Scene) -> list[tuple[str, tuple[float, float]]]:
    """Return each letter that shows and where it stands."""
    return [
        (text, place)
        for show in scene.shows
        for text, place in zip(show.font.texts(show.codes), positions(show), strict=False)
        if text.strip()
    ]


@pytest.mark.parametrize("place", sorted(PLACES))
@pytest.mark.parametrize("style", sorted(STYLES))
@SOME
@given(names=st.lists(st.sampled_from(NAMES), min_size=2, max_size=3, unique=True))
def test_pages_that_differ_only_in_the_name_are_the_same_once_it_is_cut(style: str, place: str, names: list[str]) -> None:
    outcomes = [excised(page(style, place, name), name) for name in names]
    assert len({content for content, *_ in outcomes}) == 1
    assert len({(marks.bars, marks.strikes) for _, marks, *_ in outcomes}) == 1


@pytest.mark.parametrize("place", sorted(PLACES))
@pytest.mark.parametrize("style", sorted(STYLES))
@SOME
@given(name=st.sampled_from(NAMES))
def test_nothing_cut_is_left_and_all_else_stands_where_it_stood(style: str, place: str, name: str) -> None:
    source = page(style, place, name)
    _, _, before = opened(source)
    cut = set(glyphs_over(before, name))
    _, _, changed, document = excised(source, name)
    after = read_scene(changed, {})
    kept = [text for number, text in enumerate(texts_of(before)) if number not in cut and text.strip()]
    assert [text for text in texts_of(after) if text.strip()] == kept
    line = TOP - LEADING * 2
    expected = [each for each in origins(before) if abs(each[1][1] - line) > 1]
    found = [each for each in origins(after) if abs(each[1][1] - line) > 1]
    assert [text for text, _ in found] == [text for text, _ in expected]
    assert all(abs(x - u) <= MOST and abs(y - v) <= MOST for (_, (x, y)), (_, (u, v)) in zip(expected, found, strict=True))
    if style == "composite":  # pdfium needs its font program to read it
        return
    target = io.BytesIO()
    document.save(target)
    read = "".join(pdfium.PdfDocument(target.getvalue())[0].get_textpage().get_text_bounded().split())
    assert "".join(name.split()) not in read
    assert sorted(read) == sorted("".join(kept))


@given(style=st.sampled_from(sorted(STYLES)), names=st.lists(st.sampled_from(NAMES), min_size=4, max_size=4, unique=True))
def test_two_names_in_a_line_leave_two_bars_and_no_width(style: str, names: list[str]) -> None:
    outcomes = []
    for one, other in (names[:2], names[2:]):
        lines = (*BEFORE, f"He had met {one} and {other} by the quay, and left", *AFTER)
        source = page_with("\n".join(STYLES[style](line.split(), TOP - LEADING * number) for number, line in enumerate(lines)))
        content, marks, *_ = excised(source, one, other)
        outcomes.append((content, marks.bars))
        assert len(marks.bars) == 2
    assert outcomes[0] == outcomes[1]


@given(style=st.sampled_from(sorted(STYLES)), name=st.sampled_from(NAMES))
def test_what_stands_left_of_a_gap_on_a_ragged_line_keeps_its_place(style: str, name: str) -> None:
    if style in {"justified", "justified_steps", "centred", "right_aligned"}:
        return
    source = page(style, "end", name)
    document, page_read, scene = opened(source)
    line = TOP - LEADING * 2
    cut = glyphs_over(scene, name)
    shown = [each for each in origins(scene) if abs(each[1][1] - line) < 1]
    excise_page(document, page_read, scene, [gap_over(scene, name)], ())
    left = [each for each in origins(read_scene(page_read, {})) if abs(each[1][1] - line) < 1]
    assert len(left) == len(shown) - len([one for one in cut if texts_of(scene)[one].strip()])
    assert all(abs(x - u) <= MOST and abs(y - v) <= MOST for (_, (x, y)), (_, (u, v)) in zip(shown, left, strict=False))
