"""What a release adds to a page that is kept: bars, ticks, head and foot in the margins, closing pages."""

from __future__ import annotations

import datetime as dt
import io
import math
from dataclasses import replace

import pikepdf
import pypdf
import pypdfium2
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pikepdf import Dictionary, Name, Page, Pdf

from pipeline.content.geometry import applied
from pipeline.content.values import Edges, Graphic, GraphicKind, Scene
from pipeline.model import Action, Version
from pipeline.passages import AmountPolicy
from pipeline.render.kept.furniture import Furnished, furnish
from pipeline.render.kept.margins import Paper, occupied, read_paper
from pipeline.render.kept.values import Bar, Marks, Strike
from pipeline.statement import HoldRow, LegendRow, Statement
from pipeline.wording import BlankWords, bar_texts, blank_words, kept_closing_words, kept_words

NONE = Marks((), (), ())
LETTER: Edges = (0.0, 0.0, 612.0, 792.0)
BODY: Edges = (72.0, 72.0, 540.0, 720.0)
SCALE = 2
DARK, LIGHT = 60, 200
ROTATIONS = (0, 90, 180, 270)
STATEMENT = Statement(
    version=Version.REDACTED,
    title="Summary Record of the Committee",
    date=dt.date(1962, 11, 7),
    banner="TOP SECRET - SENSITIVE",
    case="MDR 2026-00417",
    as_of=dt.date(2026, 11, 24),
    is_projected=False,
    amount=AmountPolicy.BUCKET,
    approved_by="Reviewer 07",
    classification="DECLASSIFIED IN PART",
    authority="E.O. 13526 sec. 3.3(a), 31 December 1987",
    verdict="released-in-part",
    version_line="First-review version: codes as of 7 November 1962; 0 of 1 have since lapsed",
    withheld=1,
    referred=1,
    legend=(LegendRow("(b)(1) 1.4(c)", "Intelligence activities, sources or methods", "31 December 2037", 1),),
    holds=(HoldRow("Department of Energy", 1),),
)
WORDS = blank_words(Action.REDACT, ("1.4(c)",), (), "1 line", "W0001")
HELD = blank_words(Action.REFER, (), ("Department of Energy",), "3 lines", "R0001")


def bar(width: float = 86.0, words: BlankWords = WORDS, action: Action = Action.REDACT, **other: float | bool) -> Bar:
    place = {"x": 100.0, "y": 500.0, "dx": 1.0, "dy": 0.0, "ascent": 9.0, "descent": -2.5, **other}
    is_first = bool(place.pop("is_first", True))
    return Bar(width=width, action=action, words=words, is_first=is_first, **place)


def add_page(pdf: Pdf, content: bytes = b"", box: Edges = LETTER, **keys: object) -> Page:
    page = pdf.add_blank_page()
    page.obj.MediaBox = list(box)
    for key, value in keys.items():
        page.obj[f"/{key}"] = value
    font = pdf.make_indirect(Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica))
    page.obj.Resources = Dictionary(Font=Dictionary(F1=font))
    page.obj.Contents = pdf.make_stream(content)
    return page


def saved(pdf: Pdf) -> bytes:
    buffer = io.BytesIO()
    pdf.save(buffer, deterministic_id=True)
    return buffer.getvalue()


def furnished(
    marks: Marks = NONE, drawn: tuple[Edges, ...] = (BODY,), statement: Statement = STATEMENT, **page: object
) -> tuple[bytes, Furnished]:
    pdf = Pdf.new()
    add_page(pdf, **page)  # type: ignore[arg-type]
    done = furnish(pdf, [drawn], [marks], statement)
    return saved(pdf), done


def shown(pdf: bytes, number: int = 1) -> str:
    document = pypdfium2.PdfDocument(pdf)
    return "".join(document[number - 1].get_textpage().get_text_range().split())


def squeezed(*words: str) -> str:
    return "".join("".join(words).split())


def pixels(pdf: bytes) -> pypdfium2.PdfBitmap:
    return pypdfium2.PdfDocument(pdf)[0].render(scale=SCALE).to_pil().convert("L")


def paper_of(pdf: bytes) -> Paper:
    with Pdf.open(io.BytesIO(pdf)) as done:
        return read_paper(done.pages[0])


def size_of(pdf: bytes, number: int = 1) -> tuple[float, float]:
    width, height = pypdfium2.PdfDocument(pdf)[number - 1].get_size()
    return round(width, 2), round(height, 2)


def test_a_reader_gets_the_page_then_its_bars_aloud_then_head_and_foot() -> None:
    marks = Marks((bar(), bar(words=HELD, action=Action.REFER, y=400.0)), (), ())
    pdf, _ = furnished(marks, content=b"BT /F1 11 Tf 72 600 Td (Kept words) Tj ET")
    assert shown(pdf) == squeezed("Kept words", WORDS.line, HELD.line, *kept_words(STATEMENT, 1, 2))


def test_a_reader_of_glyphs_gets_the_labels_that_are_reported() -> None:
    marks = Marks((bar(), bar(18.0, y=450.0), bar(words=HELD, action=Action.REFER, y=400.0)), (), ())
    pdf, done = furnished(marks)
    read = pypdf.PdfReader(io.BytesIO(pdf), strict=True).pages[0].extract_text()
    assert squeezed(read) == squeezed(*done.labels[0], *kept_words(STATEMENT, 1, 2))


def test_only_the_first_bar_of_a_passage_speaks() -> None:
    marks = Marks((bar(), bar(y=480.0, is_first=False)), (), ())
    pdf, _ = furnished(marks)
    assert shown(pdf).count(squeezed(WORDS.line)) == 1


@pytest.mark.parametrize("wide", [86.0, 60.0, 42.0, 28.0, 18.0])
def test_a_bar_shows_one_of_its_labels_whatever_its_width(wide: float) -> None:
    words = blank_words(Action.REDACT, ("1.4(c)", "(b)(3) 50 U.S.C. 3024(i)(1)", "(b)(6)"), (), "1 line", "W0001")
    labels, below = bar_texts(words)
    _, done = furnished(Marks((bar(wide, words),), (), ()))
    assert done.labels[0][0] in labels
    assert set(done.labels[0][1:]) <= set(below)


def test_a_narrow_bar_names_the_first_code_and_how_many_more() -> None:
    words = blank_words(Action.REDACT, ("(b)(6)", "(b)(7)(C)", "(b)(5)", "(b)(3)"), (), "", "W0001")
    _, done = furnished(Marks((bar(30.0, words),), (), ()))
    assert done.labels[0][0] == "(b)(6) +3"


def test_a_bar_too_narrow_for_a_code_shows_the_running_number() -> None:
    _, done = furnished(Marks((bar(18.0),), (), ()))
    assert done.labels[0] == ("W0001",)


def test_the_amount_stands_below_the_label_where_the_bar_is_high_enough() -> None:
    _, high = furnished(Marks((bar(),), (), ()))
    _, low = furnished(Marks((bar(ascent=5.0, descent=-1.0),), (), ()))
    assert high.labels[0] == (WORDS.label, "1 line  W0001")
    assert low.labels[0] == (WORDS.label,)


def test_a_withheld_bar_is_dark_and_a_referred_one_light_with_a_dark_outline() -> None:
    marks = Marks((bar(), bar(words=HELD, action=Action.REFER, y=400.0)), (), ())
    image = pixels(furnished(marks)[0])

    def at(x: float, y: float) -> int:
        return int(image.getpixel((round(x * SCALE), round((792 - y) * SCALE))))

    assert at(102, 503) < DARK
    assert at(102, 403) > LIGHT
    assert at(100.25, 403) < DARK


def test_bars_hide_whatever_the_page_draws_below_them() -> None:
    content = b"0 0 1 rg 90 490 120 30 re f q 0.5 0 0 0.5 30 30 cm q"
    image = pixels(furnished(Marks((bar(),), (), ()), content=content)[0])
    assert image.getpixel((204, (792 - 503) * SCALE)) < DARK


@pytest.mark.parametrize("rotate", ROTATIONS)
def test_head_and_foot_stand_at_top_and_bottom_as_the_page_is_displayed(rotate: int) -> None:
    box = (30.0, -20.0, 642.0, 772.0)
    body = (130.0, 80.0, 542.0, 672.0)
    pdf, done = furnished(drawn=(body,), box=(0.0, -50.0, 700.0, 800.0), CropBox=list(box), Rotate=rotate)
    paper = paper_of(pdf)
    assert (paper.media, paper.crop) == ((0.0, -50.0, 700.0, 800.0), box)
    head, foot = (paper.shown(band) for band in done.bands[0])
    assert 0 < head[1] < head[3] <= 100
    assert paper.height - 100 <= foot[1] < foot[3] < paper.height
    assert "DECLASSIFIEDINPART" in shown(pdf)


def test_a_page_without_a_margin_is_given_more_paper_and_its_content_stays() -> None:
    pdf, done = furnished(drawn=(LETTER,), content=b"0.5 g 0 0 612 792 re f")
    left, lower, right, upper = paper_of(pdf).crop
    assert (left, right) == (0, 612)
    assert lower < 0
    assert upper > 792
    assert all(band[1] >= 792 or band[3] <= 0 for band in done.bands[0])


def test_what_lay_outside_the_crop_is_not_uncovered_by_more_paper() -> None:
    content = b"0 g -100 -100 900 1200 re f"
    pdf, _ = furnished(drawn=((0.0, 0.0, 612.0, 792.0),), content=content, box=(-100.0, -100.0, 800.0, 1100.0), CropBox=list(LETTER))
    image = pixels(pdf)
    assert image.getpixel((2, 2)) > LIGHT
    assert image.getpixel((image.width - 3, image.height - 3)) > LIGHT


def test_a_page_with_free_margins_keeps_its_size() -> None:
    assert size_of(furnished()[0]) == (612, 792)


def test_a_unit_of_two_points_makes_no_larger_type() -> None:
    body = (36.0, 36.0, 270.0, 360.0)
    pdf, done = furnished(drawn=(body,), box=(0.0, 0.0, 306.0, 396.0), UserUnit=2)
    head, _ = done.bands[0]
    assert (paper_of(pdf).width, head[0]) == (612, 18)


@pytest.mark.parametrize("side", [20.0, 60.0, 100.0, 200.0, 300.0])
def test_no_word_is_cut_off_on_a_small_page(side: float) -> None:
    box = (0.0, 0.0, side, side)
    pdf, done = furnished(drawn=(box,), box=box)
    assert shown(pdf).replace("\x02", "-") == squeezed(*kept_words(STATEMENT, 1, 2))
    wide, high = size_of(pdf)
    paper = paper_of(pdf)
    for left, top, right, bottom in map(paper.shown, done.bands[0]):
        assert left >= 0
        assert top >= 0
        assert right <= wide
        assert bottom <= high


def test_later_pages_name_the_case_and_the_first_has_the_small_stamp() -> None:
    pdf = Pdf.new()
    for _ in range(2):
        add_page(pdf)
    furnish(pdf, [[BODY]] * 2, [NONE] * 2, STATEMENT)
    done = saved(pdf)
    assert shown(done, 1) == squeezed(*kept_words(STATEMENT, 1, 3))
    assert shown(done, 2) == squeezed(*kept_words(STATEMENT, 2, 3))
    assert "APPROVEDBY" in shown(done, 1)
    assert "APPROVEDBY" not in shown(done, 2)


def test_the_closing_page_has_identity_stamp_tables_and_what_a_width_tells() -> None:
    pdf, _ = furnished()
    read = pypdf.PdfReader(io.BytesIO(pdf), strict=True).pages[1].extract_text()
    assert squeezed(*kept_closing_words(STATEMENT)) in squeezed(read)
    assert "samewidth" not in squeezed(read)


def test_many_codes_run_over_several_closing_pages_that_are_counted() -> None:
    rows = tuple(LegendRow(f"(b)({number})", "A ground of some length", "not ended by age", 1) for number in range(60))
    pdf, _ = furnished(statement=replace(STATEMENT, legend=rows))
    pages = len(pypdfium2.PdfDocument(pdf))
    assert pages > 2
    assert f"Page1of{pages}" in shown(pdf)


def test_a_touched_line_has_a_tick_left_of_the_text() -> None:
    _, done = furnished(Marks((), (), ((80.0, 497.0, 500.0, 509.0),)))
    left, lower, right, upper = done.bands[0][2]
    assert right < 72
    assert left > 36
    assert (lower, upper) == (497, 509)


def test_a_tick_stands_right_of_the_text_where_only_that_margin_is_free() -> None:
    _, done = furnished(Marks((), (), ((5.0, 497.0, 500.0, 509.0),)), drawn=((5.0, 72.0, 540.0, 720.0),))
    assert done.bands[0][2][0] > 540


def test_a_cancelled_marking_is_struck_along_its_own_baseline() -> None:
    mark = Strike(300.0, 300.0, 0.0, 1.0, 100.0, 12.0)
    image = pypdfium2.PdfDocument(furnished(Marks((), (mark,), ()))[0])[0].render(scale=SCALE).to_pil()
    column = [image.getpixel((x, (792 - 350) * SCALE)) for x in range(290 * SCALE, 300 * SCALE)]
    assert sum(red > green + DARK for red, green, _ in column) >= 2


def test_the_fonts_are_there_once_for_all_pages() -> None:
    pdf = Pdf.new()
    for _ in range(5):
        add_page(pdf)
    furnish(pdf, [[BODY]] * 5, [Marks((bar(),), (), ())] * 5, STATEMENT)
    with Pdf.open(io.BytesIO(saved(pdf))) as done:
        names = [str(each.FontName) for each in done.objects if isinstance(each, Dictionary) and "/FontFile2" in each]
    assert sorted(names) == sorted(set(names))


def test_the_same_marks_give_the_same_bytes() -> None:
    marks = Marks((bar(), bar(words=HELD, action=Action.REFER, y=400.0)), (), ((80.0, 497.0, 500.0, 509.0),))
    assert furnished(marks)[0] == furnished(marks)[0]


def test_resources_that_pages_share_are_copied_and_names_of_the_page_are_kept() -> None:
    pdf = Pdf.new()
    pages = [add_page(pdf), add_page(pdf)]
    form = pdf.make_stream(b"", Type=Name.XObject, Subtype=Name.Form, BBox=[0, 0, 1, 1])
    shared = pdf.make_indirect(Dictionary(XObject=Dictionary(X1=form)))
    for page in pages:
        page.obj.Resources = shared
    furnish(pdf, [[BODY]] * 2, [NONE] * 2, STATEMENT)
    assert len(shared.XObject) == 1
    assert [sorted(page.obj.Resources.XObject.keys()) for page in pages] == [["/X1", "/X2"]] * 2


@pytest.mark.parametrize("content", [b"q Q Q 5 0 0 5 0 0 cm", b"BT /F1 12 Tf 5 0 0 5 0 0 Tm", b"q 0.1 0 0 0.1 0 0 cm q q", b"Q Q q BT"])
def test_content_that_opens_and_closes_wrongly_moves_no_furniture(content: bytes) -> None:
    marks = Marks((bar(),), (), ())
    image, plain = pixels(furnished(marks, content=content)[0]), pixels(furnished(marks)[0])
    assert image.tobytes() == plain.tobytes()


@pytest.mark.parametrize("angle", [30, 45, 90, 200])
def test_a_bar_lies_along_its_baseline(angle: int) -> None:
    dx, dy = math.cos(math.radians(angle)), math.sin(math.radians(angle))
    image = pixels(furnished(Marks((bar(x=300.0, y=400.0, dx=dx, dy=dy),), (), ()))[0])

    def at(along: float, up: float) -> int:
        x, y = 300 + dx * along - dy * up, 400 + dy * along + dx * up
        return int(image.getpixel((round(x * SCALE), round((792 - y) * SCALE))))

    assert max(at(2, 4), at(84, 4), at(84, -1)) < DARK
    assert min(at(-2, 4), at(88, 4), at(43, 12), at(43, -6)) > LIGHT


def test_a_page_that_draws_nothing_gets_its_furniture() -> None:
    pdf = Pdf.new()
    del add_page(pdf).obj.Contents
    furnish(pdf, [[]], [NONE], STATEMENT)
    assert shown(saved(pdf)) == squeezed(*kept_words(STATEMENT, 1, 2))


def test_states_left_open_are_closed_before_the_furniture() -> None:
    pdf, _ = furnished(content=b"q 0.1 0 0 0.1 0 0 cm q q")
    with Pdf.open(io.BytesIO(pdf)) as done:
        operators = [str(each.operator) for each in pikepdf.parse_content_stream(done.pages[0], "q Q")]
    assert operators.count("q") == operators.count("Q")


def test_a_white_rectangle_is_free_paper_and_a_tinted_one_is_not() -> None:
    def scene(fill: tuple[float, float, float]) -> Scene:
        graphic = Graphic(GraphicKind.FILL, (), 0, 1, 0, LETTER, is_doubtful=False, fill=fill, is_rectangle=True)
        return Scene(Paper(LETTER, LETTER, 0, 1.0), (), (graphic,), {}, (), 0)  # type: ignore[arg-type]  # the paper is not asked

    assert occupied(scene((1.0, 1.0, 1.0))) == ()
    assert occupied(scene((0.9, 0.9, 1.0))) == (LETTER,)


@given(
    st.sampled_from(ROTATIONS),
    st.floats(0.5, 4.0),
    st.tuples(st.floats(-500, 500), st.floats(-500, 500), st.floats(50, 900), st.floats(50, 900)),
    st.tuples(st.floats(0, 90), st.floats(0, 90), st.floats(0, 90)),
)
def test_paper_grows_where_it_is_displayed_and_maps_back(
    rotate: int, unit: float, box: tuple[float, float, float, float], more: tuple[float, float, float]
) -> None:
    crop = (box[0], box[1], box[0] + box[2], box[1] + box[3])
    paper = Paper(crop, crop, rotate, unit)
    top, right, bottom = more
    grown = paper.grown(top=top, right=right, bottom=bottom)
    assert math.isclose(grown.width, paper.width + right, abs_tol=1e-6)
    assert math.isclose(grown.height, paper.height + top + bottom, abs_tol=1e-6)
    old = grown.shown(crop)
    assert all(math.isclose(a, b, abs_tol=1e-6) for a, b in zip(old, (0, top, paper.width, top + paper.height), strict=True))
    assert all(math.isclose(a, b, abs_tol=1e-6) for a, b in zip(grown.own(old), crop, strict=True))
    corner = applied(paper.matrix, 0.0, 0.0)
    assert all(math.isclose(a, b, abs_tol=1e-6) for a, b in zip(paper.shown((*corner, *corner)), (0, 0, 0, 0), strict=True))
