"""PDFs of the second attack: what the first one's mending left open."""

from __future__ import annotations

from honest_pdfs import honest
from hostile_drawings import WORD, mapped
from hostile_pdfs import MEMO, MEMO_PAGE, attack, boxed, courier, document, form, hides, page, shows, typed
from pikepdf import Array, Dictionary, Name, Pdf

__all__ = ["indeed_by_an_escaped_name", "indeed_by_the_properties_of_a_form"]

_INDEED = "\n".join([*MEMO, "", "INDEED"])
_HALF = b"q Q " * 900_000


@honest(_INDEED)
def indeed_by_the_properties_of_a_form() -> bytes:
    """The spoken word, DENIED, stands in the resources of a form and in no content."""

    def edit(made: Pdf) -> None:
        drawn = form(made, f"/Span /P1 BDC {typed('INDEED')} EMC")
        drawn.Resources = Dictionary(Font=made.pages[0].obj.Resources.Font, Properties=Dictionary(P1=Dictionary(ActualText="DENIED")))
        made.pages[0].obj.Resources.XObject = Dictionary(X1=drawn)

    return document(MEMO_PAGE + " /X1 Do", edit=edit)


@honest(_INDEED)
def indeed_by_an_escaped_name() -> bytes:
    return document(MEMO_PAGE + f"/Span <</Actual#54ext (DENIED)>> BDC {typed('INDEED')} EMC")


# --- bombs ---


@attack("beyond the limit|over the limit|unpacks")
def one_stream_forty_times_on_a_page() -> bytes:
    def edit(made: Pdf) -> None:
        again = made.make_stream(_HALF)
        made.pages[0].obj.Contents = Array([made.pages[0].obj.Contents, *[again] * 40])

    return document(MEMO_PAGE, edit=edit)


@shows("")
def forms_that_no_page_draws() -> bytes:
    def edit(made: Pdf) -> None:
        for number in range(12):
            made.Root[f"/X{number}"] = made.make_indirect(form(made, _HALF.decode() + " " * number))

    return document(MEMO_PAGE, edit=edit)


# --- layers ---


@shows("zebrafish")
def a_form_in_a_layer_of_its_own() -> bytes:
    """The catalog lists no layers, so that each viewer shows the form or not as it likes."""

    def edit(made: Pdf) -> None:
        group = made.make_indirect(Dictionary(Type=Name.OCG, Name="x"))
        made.pages[0].obj.Resources.XObject = Dictionary(X1=form(made, typed("zebrafish"), OC=group))

    return document(MEMO_PAGE + " /X1 Do", edit=edit)


# --- fonts whose maps say nothing of a letter that shows ---


@hides("does not tell")
def a_comma_that_is_read_as_a_blank() -> bytes:
    """So small that the letters beside it hide its ink from a glance."""

    def edit(made: Pdf) -> None:
        cmap = b"1 begincodespacerange <00> <ff> endcodespacerange 1 beginbfchar <2c> <0020> endbfchar"
        made.pages[0].obj.Resources.Font.F2 = made.make_indirect(courier("/Helvetica", ToUnicode=made.make_stream(cmap)))

    return document(MEMO_PAGE + typed("Paid 1,500 to him.", font="/F2 11"), edit=edit)


@hides("its font does not tell all of its letters")
def a_letter_that_is_read_as_a_soft_hyphen() -> bytes:
    return mapped(WORD, "1 beginbfchar <51> <00ad> endbfchar")


@hides("its font does not tell all of its letters")
def a_letter_that_is_read_as_a_joiner() -> bytes:
    return mapped(WORD, "1 beginbfchar <51> <200d> endbfchar")


@hides("its font does not tell all of its letters")
def a_letter_that_is_read_as_a_filler() -> bytes:
    return mapped(WORD, "1 beginbfchar <51> <3164> endbfchar")


@hides("its font does not tell all of its letters")
def a_letter_that_is_read_as_a_mark_of_its_neighbour() -> bytes:
    return mapped(WORD, "1 beginbfchar <51> <0301> endbfchar")


# --- prints ---


@honest("Aspyswam.")
def codes_that_a_font_does_not_show() -> bytes:
    def edit(made: Pdf) -> None:
        del made.pages[0].obj.Resources.Font.F1["/Encoding"]

    return document(typed("A\xa0spy\tswam.", y=700), edit=edit)


# --- layouts that take a reader long ---


@attack("more letters than a page may have")
def more_letters_than_a_page_holds() -> bytes:
    line = "ab cde fg " * 80
    return document(page([line] * 600, left=10, top=4900, step=8, font="/F1 7"), edit=boxed("MediaBox", 0, 0, 5000, 5000))


@honest("caf\u00e9 na\u00efve Dvo\u0159\u00e1k")
def accents_that_precede_their_letters() -> bytes:
    """As TeX draws them with its older fonts: the accent, then back, then the letter; the i has no dot of its own."""

    def edit(made: Pdf) -> None:
        names = Dictionary(
            Type=Name.Encoding,
            BaseEncoding=Name.WinAnsiEncoding,
            Differences=Array([1, Name.dieresis, Name.caron, Name.acute, Name.dotlessi]),
        )
        font = made.pages[0].obj.Resources.Font.F1
        font.Encoding = names

    shown = "(caf) -0 (\\003) 600 (e na) -0 (\\001) 600 (\\004ve Dvo) 0 (\\002) 600 (r\\003) 600 (ak)"
    return document(f"BT /F1 11 Tf 72 700 Td [{shown}] TJ ET", edit=edit)


@honest("a^2 ~ 3")
def signs_that_are_no_accents() -> bytes:
    return document(typed("a^2 ~ 3", y=700))


@honest("THE DOTTED LINE of it")
def letters_spaced_with_blanks_between_words() -> bytes:
    return document(typed("THE DOTTED LINE", y=700, font="/F2 11", before="4 Tc") + typed("of it", x=255, y=700, font="/F2 11"))


@honest("DOTTED LINE")
def letters_spaced_by_kerning() -> bytes:
    first, last = (" -350 ".join(f"({letter})" for letter in word) for word in ("DOTTED", "LINE"))
    return document(f"BT /F2 11 Tf 72 700 Td [{first} -1000 {last}] TJ ET")


@honest("A B C D|A    B    C    D|A   B   C   D|A  B  C  D")
def columns_of_single_letters() -> bytes:
    return document(" ".join(typed(letter, x=72 + 24 * at, y=700) for at, letter in enumerate("ABCD")))


@honest("a b c d")
def words_of_one_letter() -> bytes:
    return document(typed("a b c d", y=700, font="/F2 11"))


# --- letters drawn ---


@hides("drawing")
def a_word_of_a_dozen_strokes() -> bytes:
    """HI, as often as a page may have short strokes."""
    h = "{0} 600 m {0} 611 l S {1} 600 m {1} 611 l S {0} 605.5 m {1} 605.5 l S {2} 600 m {2} 611 l S"
    return document(MEMO_PAGE + " ".join(h.format(72 + 30 * at, 79 + 30 * at, 83 + 30 * at) for at in range(3)))


@hides("box|drawing")
def joints_and_rules_without_number() -> bytes:
    joints = " ".join(f"{at % 600} {at // 600 * 3} 1 1 re f" for at in range(60_000))
    return document(MEMO_PAGE + joints + " ".join(f" 10 {400 + at / 100:.2f} 300 .1 re f" for at in range(30_000)))


@honest("\n".join(MEMO))
def boxes_to_tick_and_a_table_of_segments() -> bytes:
    """Each cell's border in pieces, as word processors draw it, and a row of boxes for a date."""
    cells = " ".join(
        f"{72 + 60 * column} {400 + 12 * row} 60 0.5 re f {72 + 60 * column} {400 + 12 * row} 0.5 12 re f"
        for row in range(5)
        for column in range(5)
    )
    return document(MEMO_PAGE + cells + " " + " ".join(f"{72 + 12 * at} 300 12 12 re S" for at in range(8)))
