"""PDFs as ordinary programs print them, one function each, with the text that a reader sees."""

from __future__ import annotations

from collections.abc import Callable

from hostile_files import MEMO_STREAM, objects, raw, stream
from hostile_pdfs import MEMO, MEMO_PAGE, Make, boxed, courier, document, form, page, saved, typed
from pikepdf import Array, Dictionary, Encryption, Name, ObjectStreamMode, Pdf

__all__ = ["HONEST"]

HONEST: dict[str, tuple[Make, str]] = {}
TEXT = "\n".join(MEMO)


def honest(text: str) -> Callable[[Make], Make]:
    """Register a PDF with the text it shows."""

    def register(make: Make) -> Make:
        HONEST[make.__name__.replace("_", " ")] = (make, text)
        return make

    return register


def alone(text: str, font: str = "/F2 11", before: str = "") -> bytes:
    return document(typed(text, y=700, font=font, before=before))


@honest(TEXT)
def a_memo() -> bytes:
    return document(MEMO_PAGE)


@honest(TEXT)
def object_streams() -> bytes:
    return document(MEMO_PAGE, object_stream_mode=ObjectStreamMode.generate)


@honest(TEXT)
def made_for_the_web() -> bytes:
    return document(MEMO_PAGE, linearize=True)


@honest("A spy named Ivanov swam.")
def a_word_of_several_strings() -> bytes:
    return document("BT /F2 11 Tf 72 700 Td (A spy named Iv) Tj (an) Tj [(o) -20 (v s) 20 (wam.)] TJ ET")


@honest("A spy named Ivanov swam.")
def words_parted_by_their_place_alone() -> bytes:
    return document("BT /F1 10 Tf 72 700 Td (A) Tj 12 0 Td (spy) Tj 24 0 Td (named) Tj 36 0 Td (Ivanov) Tj 42 0 Td (swam.) Tj ET")


@honest("A spy named Ivanov swam.")
def words_parted_by_kerning_alone() -> bytes:
    return document("BT /F2 11 Tf 72 700 Td [(A) -300 (spy) -300 (named) -300 (Ivanov) -300 (swam.)] TJ ET")


@honest("A spy named Ivanov swam.")
def wide_word_spacing() -> bytes:
    return alone("A spy named Ivanov swam.", before="3 Tw")


@honest("A spy named Ivanov swam.")
def loosely_set_letters() -> bytes:
    return alone("A spy named Ivanov swam.", before="1 Tc")


@honest("A spy named Ivanov swam.")
def tightly_set_letters() -> bytes:
    return alone("A spy named Ivanov swam.", before="-0.4 Tc")


@honest("A spy named Ivanov swam.")
def condensed_letters() -> bytes:
    return alone("A spy named Ivanov swam.", before="70 Tz")


@honest("A spy named Ivanov swam.")
def fake_bold() -> bytes:
    return document("BT /F2 11 Tf 72 700 Td (A spy named Ivanov swam.) Tj 0.3 0 Td (A spy named Ivanov swam.) Tj ET")


@honest("A spy named Ivanov swam.")
def bold_by_stroke() -> bytes:
    return alone("A spy named Ivanov swam.", before="2 Tr 0.3 w")


@honest("A spy named Ivanov swam.")
def slanted_by_its_matrix() -> bytes:
    """How a word processor makes italics of a font that has none."""
    return document("BT /F2 11 Tf 1 0 0.25 1 72 700 Tm (A spy named Ivanov swam.) Tj ET")


@honest("A spy named Ivanov swam.")
def underlined() -> bytes:
    return document(typed("A spy named Ivanov swam.", y=700, font="/F2 11") + " 72 698.5 120 0.6 re f")


@honest("A spy named Ivanov swam.")
def grey_print() -> bytes:
    return alone("A spy named Ivanov swam.", before="0.5 g")


@honest("A spy named Ivanov swam.")
def white_on_a_grey_head() -> bytes:
    return document("0.45 g 60 690 300 24 re f " + typed("A spy named Ivanov swam.", y=700, font="/F3 11", before="1 g"))


@honest("The official waffle")
def ligatures_of_the_map() -> bytes:
    cmap = "1 begincodespacerange <00> <ff> endcodespacerange 2 beginbfchar <01> <006600660069> <02> <00660066006c> endbfchar"

    def edit(made: Pdf) -> None:
        names = Dictionary(Type=Name.Encoding, BaseEncoding=Name.WinAnsiEncoding, Differences=Array([1, Name.ffi, Name.ffl]))
        font = courier("/Times-Roman", ToUnicode=made.make_stream(cmap.encode()))
        font.Encoding = names
        made.pages[0].obj.Resources.Font.F1 = made.make_indirect(font)

    return document("BT /F1 12 Tf 72 700 Td (The o\\001cial wa\\002e) Tj ET", edit=edit)


@honest("The \ufb01sh \ufb02ew|The fish flew")
def ligatures_of_the_encoding() -> bytes:
    def edit(made: Pdf) -> None:
        font = courier("/Times-Roman")
        font.Encoding = Dictionary(Type=Name.Encoding, Differences=Array([1, Name.fi, Name.fl]))
        made.pages[0].obj.Resources.Font.F1 = made.make_indirect(font)

    return document("BT /F1 12 Tf 72 700 Td (The \\001sh \\002ew) Tj ET", edit=edit)


@honest("The coop-\neration of spies")
def a_hyphen_at_the_end_of_a_line() -> bytes:
    return document(page(["The coop-", "eration of spies"]))


@honest("The coop\u00ad\neration of spies|The coop-\neration of spies")
def a_soft_hyphen_at_the_end_of_a_line() -> bytes:
    return document(page(["The coop\xad", "eration of spies"]))


@honest("caf\u00e9|cafe\u0301")
def an_accent_set_over_its_letter() -> bytes:
    return document("BT /F1 11 Tf 72 700 Td (cafe) Tj 19.8 0 Td (\xb4) Tj ET")


@honest("Sources of it¹ were many.|Sources of it 1 were many.")
def a_raised_figure() -> bytes:
    return document("BT /F4 12 Tf 72 700 Td (Sources of it) Tj /F4 7 Tf 4 Ts (1) Tj 0 Ts /F4 12 Tf ( were many.) Tj ET")


@honest("H₂O")
def a_lowered_figure() -> bytes:
    return document("BT /F4 12 Tf 72 700 Td (H) Tj /F4 8 Tf -2 Ts (2) Tj 0 Ts /F4 12 Tf (O) Tj ET")


@honest("S E C R E T")
def spaced_capitals() -> bytes:
    return alone("S E C R E T")


@honest(TEXT)
def inherited_boxes() -> bytes:
    def edit(made: Pdf) -> None:
        made.Root.Pages.MediaBox = made.pages[0].obj.MediaBox
        made.Root.Pages.Resources = made.pages[0].obj.Resources
        del made.pages[0].obj.MediaBox, made.pages[0].obj.Resources

    return document(MEMO_PAGE, edit=edit)


@honest(TEXT)
def no_media_box() -> bytes:
    return document(MEMO_PAGE, edit=lambda made: made.pages[0].obj.__delitem__("/MediaBox"))


@honest(TEXT)
def swapped_media_box() -> bytes:
    return document(MEMO_PAGE, edit=boxed("MediaBox", 612, 792, 0, 0))


@honest(TEXT)
def negative_media_box() -> bytes:
    return document("1 0 0 1 -300 -400 cm" + MEMO_PAGE, edit=boxed("MediaBox", -300, -400, 312, 392))


@honest(TEXT)
def crop_beyond_the_media() -> bytes:
    return document(MEMO_PAGE, edit=boxed("CropBox", -50, -50, 900, 900))


@honest(TEXT)
def user_unit() -> bytes:
    return document("0.5 0 0 0.5 0 300 cm" + MEMO_PAGE, edit=lambda made: made.pages[0].obj.__setitem__("/UserUnit", 2))


def turned(turn: int, matrix: str) -> bytes:
    return document(f"{matrix} cm {page(MEMO, top=500)}", edit=lambda made: made.pages[0].obj.__setitem__("/Rotate", turn))


@honest(TEXT)
def turned_by_90() -> bytes:
    return turned(90, "0 1 -1 0 612 0")


@honest(TEXT)
def turned_by_180() -> bytes:
    return turned(180, "-1 0 0 -1 612 792")


@honest(TEXT)
def turned_by_270() -> bytes:
    return turned(270, "0 -1 1 0 0 792")


@honest(TEXT)
def turned_by_minus_90() -> bytes:
    return turned(-90, "0 -1 1 0 0 792")


@honest(TEXT)
def split_between_tokens() -> bytes:
    def edit(made: Pdf) -> None:
        half = MEMO_PAGE.index("Tf") + 2
        made.pages[0].obj.Contents = Array([made.make_stream(each.encode()) for each in (MEMO_PAGE[:half], MEMO_PAGE[half:])])

    return document(MEMO_PAGE, edit=edit)


@honest(TEXT)
def form_with_its_matrix() -> bytes:
    def edit(made: Pdf) -> None:
        made.pages[0].obj.Resources.XObject = Dictionary(X1=form(made, MEMO_PAGE, Matrix=Array([0.9, 0, 0, 0.9, 5, 5])))

    return document("/X1 Do", edit=edit)


@honest(f"{TEXT}\f\f{TEXT}")
def a_blank_page_among_others() -> bytes:
    return document(MEMO_PAGE, "", MEMO_PAGE)


@honest(f"{TEXT}\f{TEXT}")
def one_page_object_twice() -> bytes:
    kids = b"<</Type /Pages /Count 2 /Kids [3 0 R 3 0 R]>>"
    return _renewed(objects(MEMO_STREAM), b"<</Type /Pages /Count 1 /Kids [3 0 R]>>", kids)


def _renewed(made: bytes, old: bytes, new: bytes) -> bytes:
    """Replace an object's body and write the table anew."""
    bodies = [
        body.split(b"obj\n", 1)[1].rsplit(b"\nendobj", 1)[0] for body in made.split(b"endobj\n")[:-1] for body in [body + b"\nendobj"]
    ]
    return raw(*[new if body.strip() == old else body for body in bodies])


@honest(TEXT)
def an_older_revision_said_something_else() -> bytes:
    first = objects(typed("The zebrafish was seen.").encode())
    at = len(first)
    body = b"4 0 obj\n" + stream(MEMO_STREAM) + b"\nendobj\n"
    table = b"xref\n4 1\n%010d 00000 n \ntrailer <</Size 6 /Root 1 0 R /Prev %d>>\nstartxref\n%d\n%%%%EOF\n"
    prev = int(first.rsplit(b"startxref", 1)[1].split()[0])
    return first + body + table % (at, prev, at + len(body))


@honest(TEXT)
def junk_before_the_header() -> bytes:
    return b"mail\n" * 100 + saved_anew()


def saved_anew() -> bytes:
    with Pdf.new() as made:
        made.add_blank_page(page_size=(612, 792))
        made.pages[0].obj.Resources = Dictionary(Font=Dictionary(F1=courier()))
        made.pages[0].obj.Contents = made.make_stream(MEMO_STREAM)
        return saved(made)


@honest(TEXT)
def information_that_is_a_number() -> bytes:
    return objects(MEMO_STREAM).replace(b"trailer <<", b"trailer <</Info 7 ")


@honest(TEXT)
def closed_to_changes_only() -> bytes:
    return document(MEMO_PAGE, encryption=Encryption(owner="x", user="", R=4, aes=True))


@honest(TEXT)
def split_within_a_string() -> bytes:
    def edit(made: Pdf) -> None:
        half = MEMO_PAGE.index("Washington") + 4
        made.pages[0].obj.Contents = Array([made.make_stream(each.encode()) for each in (MEMO_PAGE[:half], MEMO_PAGE[half:])])

    return document(MEMO_PAGE, edit=edit)


@honest(TEXT)
def a_link_that_shows_nothing() -> bytes:
    """As word processors make of every footnote and every line of a table of contents."""

    def edit(made: Pdf) -> None:
        link = Dictionary(
            Type=Name.Annot, Subtype=Name.Link, Rect=Array([72, 700, 99, 711]), Border=Array([0, 0, 0]), Dest=Array([0, Name.Fit])
        )
        made.pages[0].obj.Annots = Array([made.make_indirect(link)])

    return document(MEMO_PAGE, edit=edit)


@honest("\u2022 An item of a list")
def a_bullet_of_open_symbol() -> bytes:
    """The bullet that LibreOffice gives a list, in the private area as its font has it."""

    def edit(made: Pdf) -> None:
        cmap = b"1 begincodespacerange <00> <ff> endcodespacerange 1 beginbfchar <95> <f095> endbfchar"
        made.pages[0].obj.Resources.Font.F1 = made.make_indirect(courier("/Helvetica", ToUnicode=made.make_stream(cmap)))

    return document(typed("\x95", y=700) + typed("An item of a list", x=84, y=700, font="/F2 11"), edit=edit)


@honest("The official of\ufb01ce|The of\ufb01cial office|The official office")
def ligatures_of_the_standard_encoding() -> bytes:
    def edit(made: Pdf) -> None:
        made.pages[0].obj.Resources.Font.F1 = made.make_indirect(
            Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name("/Times-Roman"))
        )

    return document(typed("The of\xaecial of\xaece", y=700), edit=edit)


@honest("There1 was H2O.|There 1 was H2O.")
def a_raised_figure_as_word_processors_set_it() -> bytes:
    """The raise of LibreOffice and of browsers: a third of the letter's height, in letters of 58 in a hundred."""
    return document("BT /F4 12 Tf 72 700 Td (There) Tj /F4 7 Tf 4.7 Ts (1) Tj 0 Ts /F4 12 Tf ( was H2O.) Tj ET")
