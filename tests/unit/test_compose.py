"""Paragraphs, rows and pages: set anew around a blank, the record's own elsewhere."""

from __future__ import annotations

import datetime as dt
import io

import pypdfium2
import pytest
from pypdf import PdfReader

from pipeline.model import Action, Version
from pipeline.passages import AmountPolicy
from pipeline.render.compose import Item, Paragraph, compose, own_width
from pipeline.render.excise import Blank, ExcisedPage, Run
from pipeline.render.fonts import printable, register
from pipeline.render.paginate import blank_pages, paginate
from pipeline.render.plaintext import write_text
from pipeline.render.typeset import write_pdf
from pipeline.statement import LegendRow, Statement
from pipeline.wording import blank_words

BLANK = Blank(Action.REDACT, blank_words(Action.REDACT, ("1.4(c)",), (), "", "W0001"))
HELD = Blank(Action.REFER, blank_words(Action.REFER, (), ("DOE",), "1-3 lines", "R0001"))
STRUCK = Run("TOP SECRET", is_struck=True)
WIDE = 30


def width(item: Item) -> int:
    return 5 if isinstance(item, Blank) else len(item.text)


def shown(paragraph: Paragraph) -> list[str]:
    return [
        "".join("[___]" if isinstance(item, Blank) else f"~{item.text}~" if item.is_struck else item.text for item in row)
        for row in paragraph.rows
    ]


def composed(*parts: Item) -> list[list[str]]:
    (page,) = compose((ExcisedPage(parts),), WIDE, width)
    return [shown(paragraph) for paragraph in page]


@pytest.mark.parametrize(
    ("parts", "expected"),
    [
        ((Run("one\ntwo\n\nthree"),), [["one", "two"], ["three"]]),
        (
            (
                Run("one\n"),
                BLANK,
                Run("\nthree"),
            ),
            [["one [___] three"]],
        ),
        (
            (
                Run("one\ntwo "),
                BLANK,
                Run(" three\nfour"),
            ),
            [["one two [___] three four"]],
        ),
        (
            (
                Run("TO:   Rusk\nFROM: "),
                BLANK,
                Run("\nSUBJECT: ships"),
            ),
            [["TO: Rusk", "FROM: [___]", "SUBJECT: ships"]],
        ),
        (
            (
                Run("1. one\n2. "),
                BLANK,
                Run("\n(S) three"),
            ),
            [["1. one", "2. [___]", "(S) three"]],
        ),
        ((Run("a  b   c\n  indented"),), [["a  b   c", "  indented"]]),
        ((Run("a\tb"),), [["a       b"]]),
        ((Run("the quick brown fox jumps over the lazy dog"),), [["the quick brown fox jumps over", "the lazy dog"]]),
        ((Run("x" * 70),), [["x" * 30, "x" * 30, "x" * 10]]),
        (
            (
                Run("was ("),
                BLANK,
                Run("), so"),
            ),
            [["was ([___]), so"]],
        ),
        (
            (
                Run("the quick brown fox jumps ov "),
                BLANK,
            ),
            [["the quick brown fox jumps ov", "[___]"]],
        ),
        ((BLANK,), [["[___]"]]),
        ((BLANK, BLANK), [["[___][___]"]]),
        (
            (
                STRUCK,
                Run("\nText below"),
            ),
            [["~TOP SECRET~"], ["Text below"]],
        ),
        (
            (
                Run("Text\n"),
                STRUCK,
            ),
            [["Text"], ["~TOP SECRET~"]],
        ),
        ((Run("(S)", is_struck=True), Run(" Text")), [["~(S)~ Text"]]),
        ((Run("  \n \n"),), []),
    ],
)
def test_lines_of_a_page(parts: tuple[Item, ...], expected: list[list[str]]) -> None:
    assert composed(*parts) == expected


def test_a_blank_and_a_cancelled_marking_are_never_parted() -> None:
    rows = composed(Run("the quick brown fox jumps over "), STRUCK, Run(" "), BLANK)
    assert rows == [["the quick brown fox jumps over", "~TOP SECRET~ [___]"]]


def test_headings_are_short_single_lines_near_the_top_and_banners_are_centred() -> None:
    text = "TOP SECRET is not struck here\n\nA sentence ends.\n\nTwo\nlines\n\n" + "Later\n\n" * 6
    (page,) = compose((ExcisedPage((STRUCK, Run("\n" + text))),), WIDE, width)
    assert [paragraph.is_centred for paragraph in page][:2] == [True, False]
    assert [paragraph.is_heading for paragraph in page] == [False, True, False, False, True, True, True, False, False, False]
    (with_blank,) = compose((ExcisedPage((Run("Record of "), BLANK)),), WIDE, width)
    assert not with_blank[0].is_heading


def test_where_no_line_was_broken_by_hand_each_line_is_a_paragraph() -> None:
    long = "word " * 25
    rows = composed(Run(f"{long}\nshort\nwith "), BLANK, Run("\nlast"))
    assert rows[1:] == [["short"], ["with [___]"], ["last"]]


def test_the_width_of_type_follows_the_lines_the_typist_broke() -> None:
    broken = ExcisedPage((Run("x" * 72 + "\n" + "y" * 70),))
    assert own_width((broken,), 65, 90) == 72
    assert own_width((ExcisedPage((Run("x" * 72),)),), 65, 90) == 65
    assert own_width((ExcisedPage((Run("x" * 200 + "\ny"),)),), 65, 90) == 65
    assert own_width((ExcisedPage((Run("x" * 99 + "\ny"),)),), 65, 90) == 90
    assert own_width((ExcisedPage((Run("x" * 72 + "\ny\n\n" + "z" * 101),)),), 65, 90) == 65
    assert own_width((ExcisedPage((Run("x" * 72 + "\n"), BLANK)),), 65, 90) == 65


# --- pages ---


def paragraph_of(rows: int, *, is_heading: bool = False) -> Paragraph:
    return Paragraph(tuple((Run(f"row {number}"),) for number in range(rows)), is_heading, is_centred=False)


def pages_of(*paragraphs: Paragraph, first: float = 6, room: float = 10) -> list[list[str]]:
    placed = paginate((paragraphs,), first=first, room=room)
    return [["".join(item.text for item in each.row if isinstance(item, Run)) for each in page] for page in placed]


def test_no_line_stands_alone_at_the_foot_or_the_head_of_a_page() -> None:
    assert [len(page) for page in pages_of(paragraph_of(7))] == [5, 2]
    assert [len(page) for page in pages_of(paragraph_of(5), paragraph_of(3))] == [5, 3]
    assert [len(page) for page in pages_of(paragraph_of(3), paragraph_of(4))] == [5, 2]


def test_a_heading_stays_with_its_text() -> None:
    assert [len(page) for page in pages_of(paragraph_of(4), paragraph_of(1, is_heading=True), paragraph_of(4))] == [4, 5]


def test_a_paragraph_longer_than_a_page_goes_on_over_pages() -> None:
    assert [len(page) for page in pages_of(paragraph_of(30))] == [6, 10, 10, 4]


def test_no_row_is_lost_and_none_lies_below_the_page() -> None:
    for rows in range(1, 40):
        placed = paginate(((paragraph_of(rows), paragraph_of(2, is_heading=True), paragraph_of(rows)),), first=6, room=10)
        assert sum(map(len, placed)) == 2 * rows + 2
        assert all(each.line <= (10 if number else 6) for number, page in enumerate(placed) for each in page)


def test_a_page_of_the_source_begins_a_new_page_and_blanks_know_theirs() -> None:
    blank = Paragraph(((BLANK, Run(" "), HELD),), is_heading=False, is_centred=False)
    placed = paginate(((paragraph_of(2), blank), (blank,), ()), first=6, room=10)
    assert [len(page) for page in placed] == [3, 1, 0]
    assert blank_pages(placed) == (1, 1, 2, 2)


# --- what is written ---

STATEMENT = Statement(
    version=Version.REDACTED,
    title="A record",
    date=None,
    banner="TOP SECRET",
    case="MDR 1",
    as_of=dt.date(2026, 11, 24),
    is_projected=False,
    amount=AmountPolicy.BUCKET,
    approved_by=None,
    classification="DECLASSIFIED IN PART",
    authority=None,
    verdict="released-in-part",
    version_line="First-review version",
    withheld=1,
    referred=1,
    legend=(LegendRow("(b)(1) 1.4(c)", "Intelligence", "31 December 1987", 1),),
    holds=(),
)
PAGES = (ExcisedPage((STRUCK, Run("\n\nText with "), BLANK, Run(" and "), HELD, Run(".\n"))), ExcisedPage((Run("Page two, 中 and Ж."),)))


def test_the_text_file_holds_head_record_and_closing_table() -> None:
    head, body = write_text(PAGES, STATEMENT).decode().split("[cancelled: TOP SECRET]")
    assert head.startswith("PROPOSED FOR RELEASE\nFirst-review version\n\nRecord: A record\n")
    first, second = body.split("\f")
    assert first == "\n\nText with [withheld: (b)(1) 1.4(c)] and [referred: DOE; 1-3 lines].\n"
    assert second.startswith("PROPOSED FOR RELEASE. First-review version\n\nPage two, 中 and Ж.\n\n---")
    assert second.endswith("this copy declassifies nothing.\n")


def test_a_cancelled_marking_stands_on_one_line_of_text_however_long_it_is() -> None:
    text = write_text((ExcisedPage((Run("Derived from: " + "x" * 90, is_struck=True),)),), STATEMENT).decode()
    assert f"[cancelled: Derived from: {'x' * 90}]\n" in text
    pdf, _ = write_pdf((ExcisedPage((Run("Derived from: " + "x" * 90, is_struck=True),)),), STATEMENT)
    assert "x" * 90 in "".join(PdfReader(io.BytesIO(pdf)).pages[0].extract_text().split())


def test_the_pdf_holds_the_record_and_speaks_its_blanks() -> None:
    pdf, pages_of_blanks = write_pdf(PAGES, STATEMENT)
    assert pages_of_blanks == (1, 1)
    texts = [page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages]
    assert len(texts) == 3
    assert "Page two, [U+4E2D] and Ж." in texts[1]
    assert "Page 3 of 3" in texts[2]
    spoken = pypdfium2.PdfDocument(pdf)[0].get_textpage().get_text_range()
    assert "Textwith[withheld:(b)(1)1.4(c)]and[referred:DOE;1-3lines]." in "".join(spoken.split())


def test_every_box_is_as_wide_as_every_other() -> None:
    codes = [("1.4(c)",), ("(b)(3) 50 U.S.C. 3024(i)(1)", "(b)(6)", "1.4(a)"), ("(b)(6)",)]
    blanks = [Blank(Action.REDACT, blank_words(Action.REDACT, each, (), "1-3 lines", "W0001")) for each in codes]
    parts: list[Item] = [item for blank in blanks for item in (blank, Run("\n\n"))]
    pdf, _ = write_pdf((ExcisedPage(tuple(parts)),), STATEMENT)
    content = PdfReader(io.BytesIO(pdf)).pages[0].get_contents()
    assert content is not None
    boxes = {line.split()[-4] for line in content.get_data().decode().splitlines() if line.endswith((" re B*", " re B"))}
    assert len(boxes) == 2  # the black box with the code, the pale one with amount and mark


def test_the_dark_box_is_of_one_colour_around_its_label() -> None:
    pdf, _ = write_pdf((ExcisedPage((BLANK,)),), STATEMENT)
    image = pypdfium2.PdfDocument(pdf)[0].render(scale=4).to_pil().convert("L")
    column = [image.getpixel((4 * 75, y)) < 60 for y in range(4 * 150, 4 * 400)]
    top = 4 * 150 + column.index(True)
    edge = [image.getpixel((x, top + 6)) for x in range(4 * 73, 4 * 157)]
    assert len(set(edge)) == 1
    assert column.count(True) >= 4 * 11


def test_the_same_pages_give_the_same_bytes() -> None:
    assert write_pdf(PAGES, STATEMENT) == write_pdf(PAGES, STATEMENT)


def test_what_no_font_has_is_written_out() -> None:
    register()
    assert printable("Record", "é Ж 中 \U0001f600") == "é Ж [U+4E2D] [U+1F600]"


@pytest.mark.parametrize("margin", ["", "   ", " " * 31])
def test_a_banner_is_centred_wherever_the_source_has_it(margin: str) -> None:
    page = ExcisedPage((Run(margin), Run("CONFIDENTIAL", is_struck=True), Run("  \n\nThe end.")))
    (banner, _), *_ = compose((page,), 65, lambda item: len(item.text) if isinstance(item, Run) else 20)
    assert banner.is_centred
    assert banner.rows == ((Run("CONFIDENTIAL", is_struck=True),),)
