"""Whatever a stream holds, excision takes out what it was told to, keeps the rest, and raises nothing but its own error."""

from __future__ import annotations

from collections import Counter

from hypothesis import assume, given
from hypothesis import strategies as st
from kept_pages import WORDS, opened, page_with, texts_of
from pikepdf import Array, Dictionary, Name, Pdf

from pipeline.content.values import Scene
from pipeline.content.walk import read_scene
from pipeline.model import Action
from pipeline.render.kept.excise import UnsafePageError, excise_page
from pipeline.render.kept.values import Gap

# Cut letters come from one alphabet, kept ones from another: what is left over is seen at once.
words = st.text("ABCD abcd", min_size=1, max_size=9)
numbers = st.integers(-300, 300)
showing = st.one_of(
    words.map(lambda word: f"({word}) Tj"),
    words.map(lambda word: f"({word}) '"),
    st.tuples(numbers, numbers, words).map(lambda each: f'{each[0] / 100} {each[1] / 100} ({each[2]}) "'),
    st.lists(st.one_of(words.map(lambda word: f"({word})"), numbers.map(str)), max_size=5).map(lambda parts: f"[{' '.join(parts)}] TJ"),
)
placing = st.one_of(
    st.tuples(numbers, numbers).map(lambda each: f"{each[0]} {each[1]} Td"),
    st.tuples(numbers, numbers).map(lambda each: f"{each[0]} {each[1]} TD"),
    st.tuples(numbers, numbers).map(lambda each: f"1 0 0 1 {each[0] + 300} {each[1] + 300} Tm"),
    st.just("0.6 0.8 -0.8 0.6 300 300 Tm"),
    st.just("T*"),
)
setting = st.sampled_from(
    [
        "/F1 12 Tf",
        "/F1 7 Tf",
        "/F1 -9 Tf",
        "2 Tc",
        "0 Tc",
        "5 Tw",
        "80 Tz",
        "14 TL",
        "4 Ts",
        "3 Tr",
        "7 Tr",
        "0 Tr",
        "1 0 0 rg",
        "0 G",
        "2 w",
    ]
)
outside = st.sampled_from(
    [
        "q",
        "Q",
        "BT",
        "ET",
        "1 0 0 1 20 30 cm",
        "0.5 0 0 2 0 0 cm",
        "10 10 300 20 re f",
        "0 0 500 500 re W n",
        "/X Do",
        "0 0 m 9 9 l S",
        "/P BMC",
        "EMC",
    ]
)
streams = st.lists(st.one_of(showing, showing, placing, setting, outside), max_size=25)


def with_form(document: Pdf) -> Dictionary:
    form = document.make_stream(b"BT /F1 12 Tf 50 400 Td (ABa bcd) Tj 1 Tc 3 0 Td (Dd) Tj ET")
    form.Type, form.Subtype, form.BBox = Name.XObject, Name.Form, Array([0, 0, 612, 792])
    return Dictionary(XObject=Dictionary(X=document.make_indirect(form)))


def letters(scene: Scene) -> Counter[str]:
    return Counter(text for text in texts_of(scene) if text.strip())


def cut_all_capitals(content: str) -> tuple[Scene, Scene, int]:
    document, page, scene = opened(page_with(content, resources=with_form))
    glyphs = tuple(number for number, text in enumerate(texts_of(scene)) if text in set("ABCD"))
    marks = excise_page(document, page, scene, [Gap(glyphs, (), Action.REDACT, WORDS)] if glyphs else [], ())
    return scene, read_scene(page, {}), len(marks.bars)


@given(parts=streams)
def test_capitals_go_small_letters_stay_and_nothing_else_is_raised(parts: list[str]) -> None:
    content = " ".join(["/F1 10 Tf 300 300 Td BT", *parts])
    try:
        before, after, bars = cut_all_capitals(content)
    except UnsafePageError:
        assume(condition=False)
    expected = letters(before)
    has_capitals = any(expected.pop(each, 0) for each in "ABCD")
    assert letters(after) == Counter({text: count for text, count in expected.items() if text not in "ABCD"})
    assert bool(bars) == has_capitals


@given(parts=st.lists(st.one_of(showing, placing, setting), min_size=1, max_size=12), seed=st.integers(0, 5))
def test_what_is_cut_changes_nothing_of_the_lines_before_it(parts: list[str], seed: int) -> None:
    content = f"BT /F1 12 Tf 72 750 Td (abcd abcd) Tj ET BT /F1 10 Tf {72 + seed} 400 Td {' '.join(parts)} ET"
    try:
        _, after, _ = cut_all_capitals(content)
    except UnsafePageError:
        assume(condition=False)
    assert (after.shows[0].codes, after.shows[0].matrix) == (b"abcd abcd", (1, 0, 0, 1, 72, 750))
