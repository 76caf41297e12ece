"""The check of any PDF without secrets: each way to hide text is a leak by its name, and its visible twin is none."""

from __future__ import annotations

import io

import pytest
from checked_pdfs import annotated, box, layered, made, page_of, saved, scanned, text, updated
from pikepdf import Array, Dictionary, Name, OutlineItem, Pdf, String

from pipeline.errors import InputError
from pipeline.verify.check import Kind, check

WORDS = "Viktor lives in Bern"
BOX = "0 g 70 595 300 20 re f "
BAND = "0 g 0 590 612 30 re f 1 g "

HIDDEN = {
    "a box over text": (Kind.UNDER_BOX, made(text(WORDS) + BOX)),
    "a white box over text": (Kind.UNDER_BOX, made(text(WORDS) + "1 g 70 595 300 20 re f")),
    "new text on a white box over text": (Kind.UNDER_BOX, made(text(WORDS) + "1 g 70 595 300 20 re f 0 g " + text("Anna works at home"))),
    "an annotation over text": (Kind.UNDER_BOX, annotated(text(WORDS), box(Name.Square, interior=True))),
    "a straight thick line over text": (Kind.UNDER_BOX, made(text(WORDS) + "20 w 70 604 m 300 604 l S")),
    "a scrawl over text": (Kind.STRUCK, made(text(WORDS) + "20 w 70 603 m 150 606 l 300 602 l S")),
    "black on black": (Kind.GROUND, made(BOX + text(WORDS))),
    "white on white": (Kind.GROUND, made("1 g " + text(WORDS))),
    "a redaction never applied": (Kind.UNAPPLIED, annotated(text(WORDS), box(Name.Redact, interior=False))),
    "invisible": (Kind.INVISIBLE, made(text(WORDS, before="3 Tr"))),
    "beyond the paper": (Kind.OUTSIDE, made(text(WORDS, y=900))),
    "beyond what is displayed": (Kind.OUTSIDE, made(text(WORDS), CropBox=Array([0, 0, 612, 400]))),
    "clipped away": (Kind.CLIPPED, made("q 0 0 50 50 re W n " + text(WORDS) + "Q")),
    "a layer that is off": (Kind.LAYER, layered(text(WORDS), is_on=False)),
    "tiny": (Kind.TINY, made("q 0.05 0 0 0.05 72 600 cm " + text(WORDS, 0, 0) + "Q")),
    "a scan blacked out": (Kind.BLACKED_SCAN, scanned(WORDS, b"\x00")),
    "an earlier revision": (Kind.REVISION, updated(text(WORDS), text("lives"))),
}
SHOWN = {
    "plain": made(text(WORDS)),
    "a border round text": made(text(WORDS) + "0 G 70 595 300 20 re S"),
    "text on a dark band": made(BAND + text(WORDS)),
    "text drawn on a box": made("0.8 g 70 595 300 20 re f 0 g " + text(WORDS)),
    "an annotation that is a border": annotated(text(WORDS), box(Name.Square, interior=False)),
    "a box over blanks": made(text("     ") + BOX),
    "a box over nothing": made(text(WORDS, y=500) + BOX),
    "an underline": made(text(WORDS) + "0.8 w 72 597 m 190 597 l S"),
    "a label in its box": made(BOX + text("REDACTED (b)(1)")),
    "fake bold": made(text(WORDS) + text(WORDS, x=72.3)),
    "a layer that is on": layered(text(WORDS), is_on=True),
    "a scan": scanned(WORDS, b"\xf0"),
    "an update that keeps all": updated(text("Viktor"), text(WORDS)),
    "turned": made(text(WORDS), Rotate=90),
}


@pytest.mark.parametrize("way", HIDDEN)
def test_hidden_text_is_a_leak_by_its_name(way: str) -> None:
    kind, pdf = HIDDEN[way]
    report = check(pdf)
    assert {each.kind for each in report.findings if each.is_leak} == {kind}
    assert not report.ok


@pytest.mark.parametrize("way", SHOWN)
def test_text_that_shows_is_no_leak(way: str) -> None:
    report = check(SHOWN[way])
    assert [each for each in report.findings if each.is_leak] == []
    assert report.ok


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
def test_a_box_is_found_on_a_turned_and_cropped_page(turn: int) -> None:
    report = check(made(text(WORDS) + BOX + text("and this shows", y=500), Rotate=turn, CropBox=Array([50, 400, 400, 700])))
    assert [(each.kind, each.page) for each in report.findings] == [(Kind.UNDER_BOX, 1)]


def test_each_place_is_told_with_its_letters_and_never_its_words() -> None:
    first, second = check(made(text("Alpha one") + text("Beta", y=500) + BOX + "70 495 300 20 re f")).findings
    assert (first.count, second.count) == (8, 4)
    assert "72,5" in first.place
    assert not any(word in str(first) + str(second) for word in ("Alpha", "Beta"))


def test_what_is_carried_is_told_and_no_leak() -> None:
    with Pdf.new() as pdf:
        page_of(pdf, text(WORDS))
        pdf.docinfo["/Title"] = "About Viktor"
        pdf.Root.OpenAction = Dictionary(S=Name.JavaScript, JS=String("app.alert(1)"))
        pdf.Root.PieceInfo = Dictionary()
        pdf.attachments["memo.txt"] = b"about Viktor"
        with pdf.open_outline() as outline:
            outline.root.extend([OutlineItem("Viktor lives", 0), OutlineItem("Someone else", 0)])
        data = saved(pdf)
    report = check(data)
    counts = {each.kind: each.count for each in report.findings}
    assert report.ok
    assert counts == {Kind.METADATA: 1, Kind.SCRIPT: 1, Kind.PRIVATE: 1, Kind.ATTACHMENT: 1, Kind.BOOKMARK: 1}


def test_content_that_no_page_uses_is_a_leak() -> None:
    with Pdf.new() as pdf:
        page_of(pdf, text("Public"))
        plain = saved(pdf)
    lost = text(WORDS)
    body = f"99 0 obj\n<< /Length {len(lost)} >>\nstream\n{lost}\nendstream\nendobj\n".encode()
    report = check(_with_object(plain, body))
    assert [each.kind for each in report.findings if each.is_leak] == [Kind.ORPHAN]


def _with_object(pdf: bytes, body: bytes) -> bytes:
    """Return a PDF with one more object in its table, number 99."""
    start = int(pdf.rsplit(b"startxref", 1)[1].split()[0])
    with Pdf.open(io.BytesIO(pdf)) as opened:
        root = opened.Root.objgen[0]
    table = f"xref\n99 1\n{len(pdf):010d} 00000 n \ntrailer\n<< /Size 100 /Root {root} 0 R /Prev {start} >>\n".encode()
    return pdf + body + table + f"startxref\n{len(pdf) + len(body)}\n%%EOF\n".encode()


def test_pictures_and_undecoded_letters_are_not_judged() -> None:
    whats = [each.what for each in check(scanned(WORDS, b"\xf0")).not_judged]
    assert whats == ["images that may hold words"]


@pytest.mark.parametrize("data", [b"", b"no PDF", b"%PDF-1.7\n%%EOF"])
def test_what_is_no_pdf_is_refused(data: bytes) -> None:
    with pytest.raises(InputError):
        check(data)
