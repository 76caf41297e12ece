"""The door for PDFs: what comes in reads as the page shows it; what is refused is refused with its own sentence."""

from __future__ import annotations

import io
import re
import zlib
from collections.abc import Callable
from dataclasses import replace
from typing import Literal

import pikepdf
import pypdfium2
import pytest
from pdfs import MEMO, TYPED, edited, form, page_of, pdf
from pikepdf import Array, Dictionary, Encryption, Name, Pdf

from pipeline.errors import InputError
from pipeline.ingest import DEFAULT_LIMITS, ReadText, ingest, read_pdf
from pipeline.ingest.pdf.glyphs import Glyph, read_glyphs
from pipeline.model import Box

PLAIN = pdf(TYPED)
GRAPHIC = "an image or a drawing that may hold words"
TEXT = "\n".join(line for line in MEMO)
Make = Callable[[], bytes]


def read(untrusted: bytes, *passwords: str) -> ReadText:
    return read_pdf(untrusted, DEFAULT_LIMITS, passwords)


def for_a_person(done: ReadText) -> list[tuple[str, str]]:
    """Return what nobody may release unseen, and why."""
    return [(done.text[each.span.start : each.span.end], each.why) for each in done.unsure]


def words_of(text: str) -> list[str]:
    return text.split()


# --- what comes in ---


def test_a_typed_page_reads_as_it_was_typed() -> None:
    done = read(PLAIN)
    assert done.text == TEXT
    assert (done.encoding[:4], done.remarks) == ("PDF ", ())
    page = done.pages[0]
    assert (page.number, page.width, page.height) == (1, 612, 792)
    first = page.lines[0].words[0]
    assert done.text[first.span.start : first.span.end] == "TOP"
    assert first.box is not None
    assert (round(first.box.x0), round(first.box.bottom)) == (72, 74)  # the descent of the line below the baseline


def test_pages_are_parted_by_form_feeds_and_may_be_empty() -> None:
    done = read(pdf(TYPED, "", page_of(["The end."])))
    assert done.text == f"{TEXT}\f\fThe end."
    assert [page.span is None for page in done.pages] == [False, True, False]


def test_the_record_is_dated_and_knows_what_it_is() -> None:
    record = ingest(PLAIN, name="memo.pdf", readers={"application/pdf": read_pdf})
    assert record.origin is not None
    assert (record.origin.year, record.source.media_type) == (1962, "application/pdf")


def test_text_in_forms_counts_as_often_as_it_is_drawn() -> None:
    def twice(document: Pdf) -> None:
        document.pages[0].obj.Resources.XObject = Dictionary(X1=form(document, page_of(["A shark."], top=300)))
        document.pages[0].obj.Contents = document.make_stream(TYPED.encode() + b" /X1 Do q 1 0 0 1 0 -100 cm /X1 Do Q")

    assert read(edited(twice)).text == f"{TEXT}\n\nA shark.\n\nA shark."


def test_rules_and_light_boxes_are_let_through() -> None:
    rules = "0.9 g 60 600 400 60 re f 0 g 60 500 400 1 re f 60 400 m 460 400 l S "
    assert read(pdf(rules + TYPED)).text == TEXT


def test_the_bullets_of_a_list_may_be_drawn() -> None:
    disc = "66 723 m 66 724.7 64.7 726 63 726 c 61.3 726 60 724.7 60 723 c 60 721.3 61.3 720 63 720 c 64.7 720 66 721.3 66 723 c h f "
    assert read(pdf(disc + TYPED)).text == TEXT
    ring = disc.replace("h f", "64 723 m 64 723.6 63.6 724 63 724 c 62.4 724 62 723.6 62 723 c 62 722.4 62.4 722 63 722 c h f*")
    assert for_a_person(read(pdf(ring + ring.replace("6", "7") + TYPED))) == [("\ufffc", GRAPHIC)]


def test_two_columns_of_prose_are_read_one_after_the_other() -> None:
    left = page_of(["Here is a left column", "that goes on for some", "lines of prose, as in", "a gazette of that day."], font="/F2 11")
    right = page_of(
        ["The right column has", "other words to say to", "whoever reads on from", "the left one to this."], left=320, font="/F2 11"
    )
    text = read(pdf(left + " " + right)).text
    assert text.index("gazette of that day") < text.index("The right column")


def test_the_cells_of_a_table_stay_in_their_rows_and_columns() -> None:
    first = page_of(["NAME", "Ivanov", "Petrov, A."])
    second = page_of(["PLACE", "Moscow", "Kiev"], left=300)
    rows = read(pdf(first + " " + second)).text.splitlines()
    assert [row.split(None, 1)[0] for row in rows] == ["NAME", "Ivanov", "Petrov,"]
    assert len({row.index(place) for row, place in zip(rows, ["PLACE", "Moscow", "Kiev"], strict=True)}) == 1


def test_paragraphs_are_told_by_their_gaps_also_where_most_lines_stand_alone() -> None:
    gaps = [("MEMORANDUM", 720), ("Bonn, 3 May 1962", 692), ("The zebrafish swam in the pool of the embassy on", 664)]
    gaps += [("Tuesday, and nobody spoke of it for a long while", 650), ("afterwards.", 636), ("The end.", 608)]
    content = " ".join(page_of([line], top=top) for line, top in gaps)
    assert read(pdf(content)).text.split("\n\n") == ["MEMORANDUM", "Bonn, 3 May 1962", "\n".join(line for line, _ in gaps[2:5]), "The end."]


def test_a_record_with_double_spacing_keeps_its_paragraphs() -> None:
    typed = ["The zebrafish swam in the pool of the embassy on", "Tuesday, and nobody spoke of it for a long while", "afterwards."]
    assert read(pdf(page_of(typed, step=28))).text == "\n".join(typed)


def test_wide_lines_become_a_paragraph_a_line() -> None:
    wide = "The quick brown fox jumps over the lazy dog and then goes on to do the very same thing again and again, until it is done"
    lines = [wide, wide, "and tired."]
    assert read(pdf(page_of(lines, font="/F1 5", step=7))).text == f"{wide} {wide} and tired."


def test_a_page_that_is_turned_reads_as_it_is_displayed() -> None:
    turned = read(edited(lambda document: document.pages[0].obj.__setitem__("/Rotate", 90)))
    assert (words_of(turned.text), turned.unsure) == (words_of(TEXT), ())
    upright = pdf("0 1 -1 0 612 0 cm " + page_of(MEMO, top=560), edit=lambda document: document.pages[0].obj.__setitem__("/Rotate", 90))
    assert read(upright).text == TEXT


# --- damaged, encrypted, signed ---


def test_a_damaged_pdf_is_repaired_and_said_to_be() -> None:
    broken = re.sub(rb"startxref\s+[0-9]+", b"startxref\n7", PLAIN)
    done = read(broken)
    assert done.text == TEXT
    assert re.fullmatch(r"damaged: repaired, all 1 pages kept, [0-9]+ faults found", done.remarks[0])


def test_a_damaged_pdf_that_lost_a_page_is_refused() -> None:
    two = pdf(TYPED, TYPED, edit=lambda document: document.Root.Pages.__setitem__("/Count", 3))
    broken = re.sub(rb"startxref\s+[0-9]+", b"startxref\n7", re.sub(rb"/Count 2", b"/Count 3", two))
    with pytest.raises(InputError, match=r"damaged and cannot be repaired \(2 pages can be reached, 2 are in the file, 3 should be\)"):
        read(broken)


@pytest.mark.parametrize("is_inherited", [False, True])
def test_a_crop_box_beside_its_page_is_set_aside_and_said_to_be(is_inherited: bool) -> None:
    def crop(document: Pdf) -> None:
        (document.Root.Pages if is_inherited else document.pages[0].obj)["/CropBox"] = Array([700, 800, 1000, 1000])

    cropped = edited(crop)
    with pypdfium2.PdfDocument(cropped) as shown:
        assert shown[0].get_size() == (0, 0)  # one reader shows nothing, others the whole page
    done = read(cropped)
    assert (done.text, done.remarks) == (TEXT, ("page 1: its CropBox shows nothing of it and was set aside",))
    assert done.kept is not None
    with pypdfium2.PdfDocument(done.kept.pdf) as shown:
        assert shown[0].get_size() == (612, 792)


def test_a_crop_box_within_its_page_is_kept() -> None:
    done = read(edited(lambda document: document.pages[0].obj.__setitem__("/CropBox", Array([0, 0, 600, 780]))))
    assert (done.text, done.remarks) == (TEXT, ())


@pytest.mark.parametrize("revision", [2, 3, 4, 6])
def test_an_encrypted_pdf_opens_with_one_of_the_passwords(revision: Literal[2, 3, 4, 6]) -> None:
    locked = pdf(TYPED, encryption=Encryption(owner="boss", user="sesame", R=revision, aes=revision >= 4, metadata=revision >= 4))
    with pytest.raises(InputError, match="is encrypted; put its password in a file of its own and name that with --password-file"):
        read(locked)
    with pytest.raises(InputError, match="no password of --password-file opens it"):
        read(locked, "open")
    done = read(locked, "open", "sesame")
    assert (done.text, done.remarks) == (TEXT, ("encrypted: opened with a password",))


def test_a_password_for_changes_only_keeps_nobody_out() -> None:
    locked = pdf(TYPED, encryption=Encryption(owner="boss", user="", R=6))
    assert read(locked).remarks == ("encrypted, with no password for reading",)


def signed(document: Pdf, rectangle: list[int]) -> None:
    widget = document.make_indirect(Dictionary(Type=Name.Annot, Subtype=Name.Widget, FT=Name.Sig, T="seal", Rect=Array(rectangle)))
    document.pages[0].obj.Annots = Array([widget])
    document.Root.AcroForm = Dictionary(SigFlags=3, Fields=Array([widget]))
    if any(rectangle):
        seal = document.make_stream(b"BT (seal) Tj ET")
        widget.AP = Dictionary(N=seal)


def test_a_signed_pdf_is_said_to_be_and_processed() -> None:
    done = read(edited(lambda document: signed(document, [0, 0, 0, 0])))
    assert done.text == TEXT
    assert done.remarks == (
        "signed: the signature holds for the source alone, not for what is made of it",
        "not taken over, and not judged: names of form fields",
    )


def test_what_no_page_shows_is_named_as_left_behind() -> None:
    def titled(document: Pdf) -> None:
        document.docinfo["/Title"] = "Zebrafish"
        with document.open_outline() as outline:
            outline.root.append(pikepdf.OutlineItem("Zebrafish", 0))

    assert read(edited(titled)).remarks == ("not taken over, and not judged: bookmarks, metadata",)


# --- what pages may not carry ---


def annotated(document: Pdf, kind: str, **more: object) -> None:
    made = document.make_indirect(Dictionary(Type=Name.Annot, Subtype=Name(kind), Rect=Array([10, 10, 50, 50])))
    for key, value in more.items():
        made[f"/{key}"] = value
    document.pages[0].obj.Annots = Array([made])
    if kind == "/Widget":
        document.Root.AcroForm = Dictionary(Fields=Array([made]))


def imaged(document: Pdf) -> None:
    image = document.make_stream(
        b"\x00", Type=Name.XObject, Subtype=Name.Image, Width=1, Height=1, ColorSpace=Name.DeviceGray, BitsPerComponent=8
    )
    document.pages[0].obj.Resources.XObject = Dictionary(I1=image)
    document.pages[0].obj.Contents = document.make_stream(TYPED.encode() + b" q 50 0 0 50 9 9 cm /I1 Do Q")


def layered(document: Pdf) -> None:
    group = document.make_indirect(Dictionary(Type=Name.OCG, Name="hidden"))
    document.Root.OCProperties = Dictionary(OCGs=Array([group]), D=Dictionary(OFF=Array([group])))


def endless(document: Pdf) -> None:
    own = form(document, "/X1 Do")
    own.Resources = Dictionary(XObject=Dictionary(X1=own))
    document.pages[0].obj.Resources.XObject = Dictionary(X1=own)
    document.pages[0].obj.Contents = document.make_stream(b"/X1 Do")


def with_font(document: Pdf, **keys: object) -> None:
    font = Dictionary(Type=Name.Font, BaseFont=Name.Courier)
    for key, value in keys.items():
        font[f"/{key}"] = value
    document.pages[0].obj.Resources.Font.F1 = document.make_indirect(font)


def content(after: str, before: str = "") -> Make:
    return lambda: pdf(before + TYPED + " " + after)


BESIDE: dict[str, tuple[Make, str]] = {
    "a link": (lambda: edited(lambda document: annotated(document, "/Link")), "links within the document"),
    "a note": (lambda: edited(lambda document: annotated(document, "/Text", Contents="zebrafish")), "comments"),
    "a layer": (lambda: edited(layered), "layers"),
    "an attachment": (
        lambda: edited(lambda d: d.attachments.__setitem__("a.txt", pikepdf.AttachedFileSpec(d, b"zebrafish"))),
        "attachments",
    ),
    "a script": (lambda: edited(lambda d: d.Root.__setitem__("/OpenAction", Dictionary(S=Name.JavaScript, JS="app.alert(1)"))), "scripts"),
    "a script of the names": (
        lambda: edited(lambda d: d.Root.__setitem__("/Names", Dictionary(JavaScript=Dictionary(Names=Array([]))))),
        "scripts",
    ),
    "a static XFA form": (lambda: edited(lambda document: xfa(document, is_dynamic=False)), "form data"),
}


@pytest.mark.parametrize("name", BESIDE)
def test_what_is_no_content_of_a_page_stays_behind_and_is_told(name: str) -> None:
    make, kind = BESIDE[name]
    done = read(make())
    assert (done.text, done.unsure) == (TEXT, ())
    assert done.remarks == (f"not taken over, and not judged: {kind}",)


QUIET: dict[str, Make] = {
    "an image of a point": lambda: edited(imaged),
    "an inline image of a point": content("q 9 0 0 9 9 9 cm BI /W 1 /H 1 /BPC 8 /CS /G ID \x00 EI Q"),
    "an empty field": lambda: edited(lambda document: annotated(document, "/Widget", FT=Name.Tx)),
    "a redaction over nothing": lambda: edited(lambda document: annotated(document, "/Redact")),
    "a slanted line": content("100 100 m 200 160 l S"),
    "a row of dashes": content(" ".join(f"{x} 100 4 1 re f" for x in range(100, 300, 2))),
    "an unknown operator": content("12 frobnicate"),
    "a bar over nothing": content("0 g 70 90 200 12 re f"),
}


@pytest.mark.parametrize("name", QUIET)
def test_what_can_hold_no_words_is_let_through(name: str) -> None:
    done = read(QUIET[name]())
    assert (done.text, done.unsure) == (TEXT, ())


HELD: dict[str, tuple[Make, str, str]] = {
    "a curve": (content("100 100 m 120 160 180 160 200 100 c S"), "\ufffc", GRAPHIC),
    "a shading": (content("/S1 sh"), "\ufffc", GRAPHIC),
    "a pattern": (content("/Pattern cs /P1 scn 10 10 90 1 re f"), "\ufffc", GRAPHIC),
    "rendering mode 3": (content("BT 3 Tr /F1 9 Tf 72 90 Td (zebrafish) Tj ET"), "zebrafish", "invisible"),
    "rendering mode 7": (content("BT 7 Tr /F1 9 Tf 72 90 Td (zebrafish) Tj ET"), "zebrafish", "invisible"),
    "white text": (content("1 g BT /F1 9 Tf 72 90 Td (zebrafish) Tj ET"), "zebrafish", "in the colour of its ground"),
    "text under a white box": (content("1 g 70 715 200 12 re f"), "TOP SECRET", "under a box"),
    "text under a bar": (content("0 g 70 715 200 12 re f"), "TOP SECRET", "under a box"),
    "text beyond the page": (content("BT /F1 9 Tf 72 -90 Td (zebrafish) Tj ET"), "zebrafish", "outside the page"),
    "text clipped away": (content("", before="0 0 10 10 re W n "), "TOP SECRET", "clipped away"),
    "text over text": (content("BT /F1 11 Tf 72 720 Td (zebrafish) Tj ET"), "zebrafish", "words stand over other words"),
    "a redaction never applied": (
        lambda: edited(lambda document: annotated(document, "/Redact", Rect=Array([70, 715, 300, 735]))),
        "TOP SECRET",
        "under a redaction that was never applied",
    ),
}


@pytest.mark.parametrize("name", HELD)
def test_what_is_hidden_or_unread_is_for_a_person(name: str) -> None:
    make, held, reason = HELD[name]
    found = for_a_person(read(make()))
    assert {why for _, why in found} == {reason}
    assert held in " ".join(text for text, _ in found)


def test_signs_that_nothing_tells_are_for_a_person_and_their_line_is_not() -> None:
    def signs(document: Pdf) -> None:
        cmap = b"1 begincodespacerange <00> <ff> endcodespacerange 1 beginbfchar <51> <e000> endbfchar"
        with_font(
            document,
            Subtype=Name.TrueType,
            BaseFont=Name("/Ticks"),
            ToUnicode=document.make_stream(cmap),
            FirstChar=81,
            LastChar=81,
            Widths=Array([600]),
            FontDescriptor=Dictionary(Type=Name.FontDescriptor, FontName=Name("/Ticks"), Flags=4),
        )
        shown = b"BT /F1 11 Tf 72 700 Td (Q) Tj /F2 11 Tf 20 0 Td (An item of a list) Tj ET"
        document.pages[0].obj.Contents = document.make_stream(shown)

    assert for_a_person(read(edited(signs))) == [("\ufffd", "its font does not tell all of its letters")]


def test_a_page_of_rules_alone_is_kept() -> None:
    done = read(pdf("60 500 400 1 re f"))
    assert (done.text, done.unsure) == ("\ufffc", ())


def test_text_at_an_angle_follows_the_rest() -> None:
    done = read(pdf(TYPED + " BT /F1 9 Tf 0.7 0.7 -0.7 0.7 300 300 Tm (zebrafish) Tj ET"))
    assert (done.text, done.unsure) == (f"{TEXT}\n\nzebrafish", ())


# --- refusals of the whole file ---


def xfa(document: Pdf, *, is_dynamic: bool) -> None:
    document.Root.AcroForm = Dictionary(Fields=Array([]), XFA=document.make_stream(b"<xdp/>"))
    if is_dynamic:
        document.Root.NeedsRendering = True


def bomb() -> bytes:
    packed = zlib.compress(b" " * 400_000_000, 9)
    return pdf(TYPED).replace(
        b"\nxref", b"\n9 0 obj <</Filter /FlateDecode /Length %d>> stream\n%s\nendstream endobj\nxref" % (len(packed), packed), 1
    )


REFUSED: dict[str, tuple[Make, str]] = {
    "no pages": (lambda: edited(lambda document: document.pages.__delitem__(0)), "the PDF has no pages; check that it was saved whole"),
    "nothing at all": (lambda: pdf(""), "shows nothing on any page; check that it was saved whole"),
    "dynamic XFA": (
        lambda: edited(lambda document: xfa(document, is_dynamic=True)),
        "page 1: a form whose pages only its own program can draw",
    ),
    "an endless form": (lambda: edited(endless), "page 1: forms nested too deeply or in a loop, so it cannot be excised safely"),
    "a font that is not there": (content("BT /F9 9 Tf 72 90 Td (zebrafish) Tj ET"), "page 1: text in a font that is not there"),
    "Type 3 without procedures": (
        lambda: edited(lambda document: with_font(document, Subtype=Name.Type3)),
        "page 1: text in a font that cannot be read: its glyphs are turned, mirrored or without size",
    ),
    "codes of no known width": (
        lambda: edited(lambda document: with_font(document, Subtype=Name.Type0, Encoding=Name("/90ms-RKSJ-H"))),
        "page 1: text in a font that cannot be read: its dictionary is broken",
    ),
    "header only": (lambda: b"%PDF-1.7\n", r"damaged and cannot be repaired \(no page can be found in it\)"),
    "cut off in its page": (lambda: PLAIN[: PLAIN.index(b"endstream")], "damaged and cannot be repaired"),
    "a bomb": (bomb, "unpacks to more than the limit of 314,572,800 bytes"),
    "a bomb within a bomb": (lambda: bomb_of(zlib.compress(zlib.compress(b" " * 400_000_000, 9), 9)), "unpacks to more than the limit"),
    "deep arrays": (
        lambda: PLAIN.replace(b"/Rotate", b"/X " + b"[" * 9000 + b"]" * 9000 + b" /Rotate").replace(
            b"/Type /Catalog", b"/Type /Catalog /X " + b"[" * 9000
        ),
        "nests its objects|damaged",
    ),
    "content cut in its packing": (
        lambda: edited(lambda d: d.pages[0].obj.__setitem__("/Contents", torn(d))),
        "data of page 1 is lost",
    ),
    "content with a bit turned": (
        lambda: edited(lambda d: d.pages[0].obj.__setitem__("/Contents", turned(d))),
        "page 1: damaged content, so it cannot be excised safely",
    ),
}


def bomb_of(packed: bytes) -> bytes:
    return PLAIN.replace(b"\nxref", b"\n9 0 obj <</Filter [/FlateDecode /FlateDecode]>> stream\n%s\nendstream endobj\nxref" % packed, 1)


def torn(document: Pdf) -> pikepdf.Stream:
    stream = document.make_stream(b"")
    stream.write(zlib.compress(TYPED.encode() * 20)[:60], filter=Name.FlateDecode)
    return stream


def turned(document: Pdf) -> pikepdf.Stream:
    packed = bytearray(zlib.compress(TYPED.encode() * 20))
    packed[200] ^= 0x55
    stream = document.make_stream(b"")
    stream.write(bytes(packed), filter=Name.FlateDecode)
    return stream


@pytest.mark.parametrize("name", REFUSED)
def test_a_file_that_cannot_be_a_record_is_refused_with_its_own_sentence(name: str) -> None:
    make, sentence = REFUSED[name]
    with pytest.raises(InputError, match=sentence):
        read(make())


@pytest.mark.parametrize(
    ("limit", "value", "sentence"),
    [
        ("max_pages", 2, "3 pages are over the limit of 2; split the record into parts"),
        ("max_objects", 5, r"the PDF has [0-9]+ objects, over the limit of 5"),
        ("max_operators", 20, "page 2: the content is beyond the limit of 20 operators in all; print it anew"),
        ("max_unpacked", 20, "unpacks to more than the limit of 20 bytes"),
    ],
)
def test_every_limit_of_the_door_has_its_sentence(limit: str, value: int, sentence: str) -> None:
    three = pdf(TYPED, TYPED, TYPED, compress_streams=True)
    with pytest.raises(InputError, match=sentence):
        read_pdf(three, replace(DEFAULT_LIMITS, **{limit: value}))


# --- readers that disagree ---


def test_a_line_that_the_second_reader_reads_otherwise_is_for_a_person() -> None:
    """The map says nothing that holds in a text; our reader takes the encoding then, the second reader the map."""

    def lying(document: Pdf) -> None:
        cmap = b"1 begincodespacerange <00> <ff> endcodespacerange 1 beginbfchar <7a> <e07a> endbfchar"
        with_font(document, Subtype=Name.Type1, Encoding=Name.WinAnsiEncoding, ToUnicode=document.make_stream(cmap))

    assert for_a_person(read(edited(lying))) == [(MEMO[5], "the readers do not agree on its letters")]


def test_letters_that_the_second_reader_alone_finds_make_the_whole_page_doubtful(monkeypatch: pytest.MonkeyPatch) -> None:
    real = pypdfium2.PdfTextPage.get_text_range
    monkeypatch.setattr(pypdfium2.PdfTextPage, "get_text_range", lambda page: real(page) + "and more")
    glyphs = read_glyphs

    def more(page: pypdfium2.PdfPage) -> tuple[Glyph, ...]:
        found = glyphs(page)
        afar = Box(0, 0, 1, 1)
        return (*found, replace(found[0], text="m", cell=afar, baseline=0.0))

    monkeypatch.setattr("pipeline.ingest.pdf.second.read_glyphs", more)
    assert [text for text, _ in for_a_person(read(PLAIN))] == [line for line in MEMO if line]


def test_a_page_whose_content_breaks_off_is_named() -> None:
    made = Pdf.open(io.BytesIO(PLAIN))
    page = made.add_blank_page()
    page.obj.Contents = made.make_stream(b"BT /F1 12 Tf 72 700 Td (never closed Tj ET ((((")
    target = io.BytesIO()
    made.save(target)
    with pytest.raises(InputError, match=r"data of page 2 is lost or cut off"):
        read(target.getvalue())
