"""What the content of a page says: each state once, text in steps, codes escaped."""

from __future__ import annotations

import io
import re

import pytest
from pypdf import PdfReader
from reportlab.lib.colors import HexColor
from reportlab.pdfgen.canvas import Canvas

from pipeline.render.content import Content
from pipeline.render.fonts import BOLD, RECORD, register

BLACK, RED = HexColor(0x000000), HexColor(0xFF0000)


@pytest.fixture
def canvas() -> Canvas:
    register()
    return Canvas(io.BytesIO(), invariant=1, initialFontName=RECORD)


def said(canvas: Canvas) -> str:
    return " ".join(canvas._code)


def test_what_is_set_is_not_set_again_on_the_same_page(canvas: Canvas) -> None:
    content = Content(canvas)
    for _ in range(2):
        content.ink(BLACK, RED, 0.5)
        content.line(1, 2, 3, 4.25)
    assert said(canvas).endswith("0.5 w 0 0 0 rg 1 0 0 RG 1 2 m 3 4.25 l S 1 2 m 3 4.25 l S")


def test_a_new_page_begins_with_nothing_set(canvas: Canvas) -> None:
    content = Content(canvas)
    content.ink(BLACK)
    content.show([(1, 2, "a")], RECORD, 12, 0.3)
    content.turn()
    content.ink(BLACK)
    content.show([(1, 2, "b")], RECORD, 12)
    assert said(canvas).endswith("0 0 0 rg BT 1 2 Td /F1+0 12 Tf (b) Tj ET")


def test_lines_are_placed_by_steps_and_steps_do_not_add_up_to_an_error(canvas: Canvas) -> None:
    Content(canvas).show([(72, 700 - number / 3, "x") for number in range(400)], RECORD, 12)
    steps = re.findall(r"(\S+) (\S+) Td", said(canvas))
    assert steps[0] == ("72", "700")
    assert sum(float(down) for _, down in steps) == pytest.approx(700 - 399 / 3, abs=0.001)
    assert sum(float(right) for right, _ in steps) == 72


def test_fonts_are_named_where_they_change_and_spacing_is_taken_back(canvas: Canvas) -> None:
    content = Content(canvas)
    content.show([(0, 0, "a"), (0, 9, "b")], RECORD, 12, 0.3)
    content.show([(0, 0, "c")], BOLD, 12)
    content.show([(0, 0, "d")], BOLD, 10)
    assert said(canvas).endswith(
        "BT 0.3 Tc 0 0 Td /F1+0 12 Tf (a) Tj 0 9 Td (b) Tj ET BT 0 Tc 0 0 Td /F2+0 12 Tf (c) Tj ET BT 0 0 Td /F2+0 10 Tf (d) Tj ET"
    )


def test_any_letters_are_read_back_as_they_were_shown(canvas: Canvas) -> None:
    content = Content(canvas)
    text = "a (b) \\ c) “quoted” é Ωω ½ " + "".join(map(chr, range(0x100, 0x17F)))
    content.show([(10, 500, "plain"), (10, 480, text), (10, 460, text)], RECORD, 4)
    content.turn()
    data = canvas.getpdfdata()
    read = PdfReader(io.BytesIO(data), strict=True).pages[0].extract_text()
    assert "".join(read.split()) == "".join(f"plain{text}{text}".split())


def test_text_without_letters_shows_nothing(canvas: Canvas) -> None:
    Content(canvas).show([(10, 20, "")], RECORD, 12)
    assert said(canvas).endswith("BT 10 20 Td ET")
