"""Whatever stands in a content stream, the walk gives a scene: it raises nothing, and it counts every code."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from scenes import form, place, scene_of

from pipeline.content.geometry import positions

OPERATORS = (
    "q Q cm BT ET Tc Tw Tz TL Tf Ts Tr Td TD Tm T* Tj TJ ' \" gs Do sh g rg k G RG K cs CS sc scn SC SCN w d J m l c v y h re "
    "W W* n f F f* S s B B* b b* BMC BDC EMC MP DP BX EX d0 d1 ri i M foo"
).split()
NUMBERS = st.one_of(st.integers(-(10**12), 10**12).map(str), st.floats(-1e6, 1e6).map("{:f}".format), st.just("9" * 400))
NAMES = st.sampled_from(["/F2", "/X", "/P", "/OC", "/Pattern", "/DeviceRGB", "/None", "/Span"])
STRINGS = st.text("abc ", max_size=4).map("({})".format)
VALUES = st.one_of(NUMBERS, NAMES, STRINGS, st.sampled_from(["true", "[1 (a) 2]", "<</ActualText (b)>>"]))
BROKEN = st.one_of(VALUES, st.sampled_from(["null", "[", "]", "<<", ">>", ")", "<zz"]))


def lines(values: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    line = st.tuples(st.lists(values, max_size=7), st.sampled_from(OPERATORS)).map(lambda each: " ".join([*each[0], each[1]]))
    return st.lists(line, max_size=30).map("\n".join)


def edit(document) -> None:  # type: ignore[no-untyped-def]  # noqa: ANN001  # a document of pikepdf
    drawn = form(document, "BT /F2 9 Tf (form) Tj ET")
    place(document, "/XObject", "/X", drawn)
    pattern = form(document, "BT /F2 9 Tf (tile) Tj ET", PatternType=1)
    place(document, "/Pattern", "/P", pattern)


@given(st.one_of(lines(VALUES), lines(BROKEN)))
def test_random_operators_never_raise(content: str) -> None:
    with scene_of(content, edit) as scene:
        assert sum(len(positions(each)) - 1 for each in scene.shows) == scene.glyphs
        assert [each.first for each in scene.shows] == sorted(each.first for each in scene.shows)


@given(st.binary(max_size=200))
def test_random_bytes_never_raise(content: bytes) -> None:
    with scene_of(content.decode("latin-1")) as scene:
        assert isinstance(scene.faults, tuple)


@given(st.lists(st.tuples(st.sampled_from(["Tc", "Tw", "Ts"]), st.integers(-9, 9), st.text("ab c", min_size=1, max_size=6)), max_size=9))
def test_a_string_ends_where_the_next_begins(shown: list[tuple[str, int, str]]) -> None:
    content = " ".join(f"{value} {operator} ({text}) Tj" for operator, value, text in shown)
    with scene_of(f"BT /F2 10 Tf 80 Tz 20 20 Td {content} ET") as scene:
        for one, other in zip(scene.shows, scene.shows[1:], strict=False):
            assert abs(positions(one)[-1][0] - positions(other)[0][0]) < 1e-9
