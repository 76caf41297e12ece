"""Pages whose words stand where no plain reading order finds them: what is read must be what an eye reads, or nothing."""

from __future__ import annotations

from honest_pdfs import honest
from hostile_files import objects, stream
from hostile_pdfs import MEMO_PAGE, attack, courier, document, hides, page, typed
from pikepdf import Array, Dictionary, Name, Pdf

__all__ = ["LEFT", "RIGHT"]

LEFT = ["Here is a left column", "that goes on for some", "lines of prose, as in", "a gazette of that day."]
RIGHT = ["The right column has", "other words to say to", "whoever reads on from", "the left one to this."]


@honest("\n".join(LEFT) + "\n\n" + "\n".join(RIGHT))
def two_columns() -> bytes:
    return document(page(LEFT, font="/F2 11") + page(RIGHT, left=320, font="/F2 11"))


@honest("\n".join(LEFT) + "\n\n" + "\n".join(RIGHT))
def two_columns_off_by_half_a_line() -> bytes:
    return document(page(LEFT, font="/F2 11") + page(RIGHT, left=320, top=713, font="/F2 11"))


@honest("\n".join(LEFT) + "\n\n" + "\n".join(RIGHT))
def two_columns_drawn_line_by_line() -> bytes:
    rows = [typed(one, y=700 - 14 * at) + typed(two, x=320, y=700 - 14 * at) for at, (one, two) in enumerate(zip(LEFT, RIGHT, strict=True))]
    return document(" ".join(rows))


@honest("\n".join(LEFT) + "\n\n" + "\n".join(RIGHT))
def two_columns_with_a_narrow_gutter() -> bytes:
    return document(page(LEFT, font="/F1 11") + page(RIGHT, left=233, font="/F1 11"))


@honest("A GAZETTE OF THAT DAY AND OF ALL OTHER DAYS\n\n" + "\n".join(LEFT) + "\n\n" + "\n".join(RIGHT))
def a_heading_across_columns() -> bytes:
    heading = typed("A GAZETTE OF THAT DAY AND OF ALL OTHER DAYS", x=100, y=750, font="/F2 14")
    return document(heading + page(LEFT, font="/F2 11") + page(RIGHT, left=320, font="/F2 11"))


@honest("From: John\nSmith|John Smith")
def a_cell_whose_words_wrap() -> bytes:
    """Two short paragraphs side by side: a name that goes on in its cell's second line must not be cut by the other cell."""
    return document(page(["From: John", "Smith"]) + page(["To the head", "of station"], left=300))


@honest("The official staff of Griffin")
def wide_ligatures() -> bytes:
    """A font of signs of its own whose ligatures are wider than most, as those of TeX are: their letters share one box."""
    cmap = b"1 begincodespacerange <00> <ff> endcodespacerange 2 beginbfchar <40> <006600660069> <57> <00660066> endbfchar"
    plain = [f"<{ord(letter):02x}> <{ord(letter):04x}> " for letter in sorted(set("The ocial sta of Grin"))]
    cmap = cmap.replace(b"2 beginbfchar ", f"{len(plain) + 2} beginbfchar {''.join(plain)}".encode())
    descriptor = b"/FontDescriptor <</Type /FontDescriptor /FontName /Gyre /Flags 4 /Ascent 750 /Descent -250>>"
    widths = b"/FirstChar 32 /LastChar 126 /Widths [%s]" % b" ".join(b"900" if code in b"@W" else b"550" for code in range(32, 127))
    made = objects(b"BT /F1 11 Tf 72 700 Td (The o@cial staW of GriWin) Tj ET", b"", b"", stream(cmap))
    return made.replace(b"/BaseFont /Courier /Encoding /WinAnsiEncoding", b"/ToUnicode 6 0 R /BaseFont /Gyre %s %s" % (descriptor, widths))


@honest("DOTTED LINE")
def letters_spaced_by_the_machine() -> bytes:
    return document(typed("DOTTED LINE", y=700, font="/F2 11", before="4 Tc"))


@hides("its font does not tell all of its letters")
def hebrew_words() -> bytes:
    """Two words, set from right to left, as their print has them: the first stands at the right."""
    letters = "\u05e9\u05dc\u05d5\u05dd"
    codes = "".join(f"<{65 + at:02x}> <{ord(letter):04x}> " for at, letter in enumerate(letters))
    cmap = f"1 begincodespacerange <00> <ff> endcodespacerange 4 beginbfchar {codes} endbfchar".encode()
    made = objects(b"BT /F1 11 Tf 200 600 Td (DCBA) Tj -60 0 Td (BBAC) Tj ET", b"", b"", stream(cmap))
    return made.replace(b"/BaseFont /Courier", b"/ToUnicode 6 0 R /BaseFont /Courier")


@hides("letters stand below each other")
def vertical_writing() -> bytes:
    """Letters one below another, each on a line of its own, two columns side by side."""
    left, right = "ZEBRAFISH", "AMBASSADO"
    shown = [
        typed(letter, x=100, y=600 - 14 * at) + typed(other, x=130, y=600 - 14 * at)
        for at, (letter, other) in enumerate(zip(left, right, strict=True))
    ]
    return document(MEMO_PAGE + " ".join(shown))


@attack("text that is written downwards")
def a_font_that_writes_downwards() -> bytes:
    def edit(made: Pdf) -> None:
        down = Dictionary(
            Type=Name.Font,
            Subtype=Name.CIDFontType0,
            BaseFont=Name.Courier,
            CIDSystemInfo=Dictionary(Registry="Adobe", Ordering="Identity", Supplement=0),
        )
        cmap = b"1 begincodespacerange <0000> <ffff> endcodespacerange 1 beginbfrange <0000> <00ff> <0000> endbfrange"
        font = courier(ToUnicode=made.make_stream(cmap))
        font.Subtype, font.Encoding, font.DescendantFonts = Name.Type0, Name("/Identity-V"), Array([made.make_indirect(down)])
        made.pages[0].obj.Resources.Font.F1 = made.make_indirect(font)

    shown = "".join(f"{ord(letter):04x}" for letter in "ZEBRAFISH")
    return document(page(["Honest words"], font="/F2 11") + f" BT /F1 11 Tf 100 600 Td <{shown}> Tj ET", edit=edit)


@attack("more letters than a page may have")
def a_wide_page_of_many_lines() -> bytes:
    def edit(made: Pdf) -> None:
        made.pages[0].obj.MediaBox = Array([0, 0, 5000, 5000])

    line = "ab cde fg " * 80
    return document(page([line] * 600, left=10, top=4900, step=8, font="/F1 7"), edit=edit)
