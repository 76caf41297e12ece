"""Every leak that a probe of kept pages is there for, planted in a release that is clean but for it."""

from __future__ import annotations

import base64
import io
import re
import zlib
from collections.abc import Callable
from typing import Any

import numpy as np
import pikepdf
import pytest
from kept_pdfs import BAR, SECRET, SPOKEN, Kept, embed, expected, kept, red, save, source
from pikepdf import Array, Dictionary, Name, String
from PIL import Image

from pipeline.verify.kept import KEPT_PROBES, verify_kept

_TEXTS = {"walked text", "pdfium text", "pypdf text"}
_WORD = SECRET.encode()


def _content(code: str) -> Callable[[Kept], None]:
    def edit(made: Kept) -> None:
        made.lines.append(code)

    return edit


def _show(codes: str, y: float = 400, before: str = "") -> str:
    return f"BT\n{before}/F1 11 Tf\n1 0 0 1 72 {y} Tm\n{codes}\nET\n"


def _name_of_font(made: Kept) -> None:
    made.page.Resources.Font.F1.FontDescriptor.FontName = Name(f"/{SECRET}")


def _orphan(release: bytes) -> bytes:
    """Add an object that nothing refers to, with a table that fits."""
    table = int(re.findall(rb"startxref\s+([0-9]+)", release)[-1])
    count = int(re.findall(rb"/Size ([0-9]+)", release)[-1])
    item = b"%d 0 obj\n(%s)\nendobj\n" % (count, _WORD)
    rest = release[table:].replace(b"xref\n0 %d\n" % count, b"xref\n0 %d\n" % (count + 1))
    rest = rest.replace(b"trailer", b"%010d 00000 n \ntrailer" % table).replace(b"/Size %d" % count, b"/Size %d" % (count + 1))
    return release[:table] + item + re.sub(rb"startxref\n[0-9]+", b"startxref\n%d" % (table + len(item)), rest)


def _commented_file(release: bytes) -> bytes:
    """Put a comment after the last object."""
    table = int(re.findall(rb"startxref\s+([0-9]+)", release)[-1])
    comment = b"%% %s\n" % _WORD
    return release[:table] + comment + re.sub(rb"startxref\n[0-9]+", b"startxref\n%d" % (table + len(comment)), release[table:])


def _revised(release: bytes) -> bytes:
    """Append a later revision in which nothing but the title is another."""
    number = int(re.findall(rb"/Info ([0-9]+) 0 R", release)[-1])
    size = int(re.findall(rb"/Size ([0-9]+)", release)[-1])
    root = int(re.findall(rb"/Root ([0-9]+) 0 R", release)[-1])
    before = int(re.findall(rb"startxref\s+([0-9]+)", release)[-1])
    item = b"%d 0 obj\n<< /Producer (declass) /Title (Ships) >>\nendobj\n" % number
    table = b"xref\n%d 1\n%010d 00000 n \n" % (number, len(release))
    trailer = b"trailer << /Info %d 0 R /Root %d 0 R /Size %d /Prev %d >>\n" % (number, root, size, before)
    return release + item + table + trailer + b"startxref\n%d\n%%%%EOF\n" % (len(release) + len(item))


def _after_the_data(release: bytes) -> bytes:
    """Put the word behind the end of what a stream's data was compressed to."""
    with pikepdf.open(io.BytesIO(release)) as pdf:
        content = pdf.pages[0].obj.Contents
        packed = zlib.compress(content.read_bytes())
        content.write(packed + _WORD, filter=Name.FlateDecode)
        return save(pdf)


def _commented(release: bytes) -> bytes:
    """Put the word into a comment of a content stream."""
    with pikepdf.open(io.BytesIO(release)) as pdf:
        content = pdf.pages[0].obj.Contents
        content.write(content.read_bytes() + b"\n% the rest of it\n")
        return save(pdf)


def _named_in_font(table: Any) -> None:  # noqa: ANN401  # fontTools has no types
    table["name"].setName(f"A face for {SECRET}", 4, 3, 1, 0x409)


def _hexadecimal(made: Kept) -> None:
    form = made.form(f"BT /F1 11 Tf 1 0 0 1 72 400 Tm <{_WORD.hex()}> Tj ET")
    made.page.Resources.XObject = Dictionary(X1=form)
    made.lines.append("/X1 Do\n")


def _pieces(made: Kept) -> None:
    made.lines.append(_show("[(zan) 20 (zib) 20 (ar)] TJ"))


def _jpeg(comment: bytes) -> bytes:
    target = io.BytesIO()
    Image.fromarray(np.full((16, 16), 255, np.uint8)).save(target, "JPEG")
    data = target.getvalue()
    return data[:2] + b"\xff\xfe" + (len(comment) + 2).to_bytes(2, "big") + comment + data[2:]


def _picture(made: Kept) -> None:
    image = made.pdf.make_stream(_jpeg(_WORD))
    for key, value in {"Type": Name.XObject, "Subtype": Name.Image, "Width": 16, "Height": 16, "BitsPerComponent": 8}.items():
        image[f"/{key}"] = value
    image.ColorSpace, image.Filter = Name.DeviceGray, Name.DCTDecode
    made.page.Resources.XObject = Dictionary(X1=image)
    made.lines.append("q\n4 0 0 4 72 300 cm\n/X1 Do\nQ\n")


def _xmp(made: Kept) -> None:
    made.pdf.Root.Metadata = made.pdf.make_stream(f"<x:xmpmeta>{SECRET}</x:xmpmeta>".encode())
    made.pdf.Root.Metadata.Type, made.pdf.Root.Metadata.Subtype = Name.Metadata, Name.XML


def _quiet_xmp(made: Kept) -> None:
    _xmp(made)
    made.pdf.Root.Metadata.write(b"<x:xmpmeta>A. Typist</x:xmpmeta>")


def _title(made: Kept) -> None:
    made.pdf.docinfo["/Title"] = String("Another title")


def _key(made: Kept) -> None:
    made.page.PieceInfo = Dictionary(Word=Dictionary(LastModified=String("D:20260101")))


def _spoken(made: Kept) -> None:
    made.bar = made.bar.replace(SPOKEN.encode("utf-16-be").hex().upper(), f"{SPOKEN} and more".encode("utf-16-be").hex().upper())


def _clear_bar(made: Kept) -> None:
    made.page.Resources.ExtGState = Dictionary(G1=Dictionary(ca=0.6))
    made.bar = made.bar.replace("q\n", "q\n/G1 gs\n", 1)


def _no_bar(made: Kept) -> None:
    made.bar = made.bar.replace("f\n", "n\n", 1)


def _drawing_below(made: Kept) -> None:
    x, y = BAR.x + 5, BAR.y
    curve = f"{x} {y} m {x + 3} {y + 8} {x + 6} {y - 4} {x + 9} {y + 6} c {x + 9} {y} l {x + 12} {y + 5} l {x + 15} {y} l S\n"
    made.lines.append(curve * 3)


def _stripe_on_bar(made: Kept) -> None:
    x, y = BAR.x + 48, BAR.y + 2
    made.bar = made.bar.replace("Q\nEMC", f"0.45 0.45 0.5 rg\n{x} {y} 8 3 re\nf\nQ\nEMC")


def _moved(made: Kept) -> None:
    made.lines[2] = made.lines[2].replace("1 0 0 1 72.000", "1 0 0 1 72.400")


def _lost(made: Kept) -> None:
    del made.lines[3]


def _line_gone(made: Kept) -> None:
    made.lines.append("0.6 g\n72 500 200 1 re\nf\n0 g\n")


def _width_left(made: Kept) -> None:
    font = made.page.Resources.Font.F1
    widths = [float(width) for width in font.Widths.as_list()]
    absent = [index for index, width in enumerate(widths) if not width]
    widths[absent[0]], widths[absent[1]] = 511, 623
    font.Widths = Array([int(width) for width in widths])


def _letter_left(made: Kept) -> None:
    made.page.Resources.Font.F1.ToUnicode = made.pdf.make_stream(b"1 beginbfchar\n<7A> <007A>\nendbfchar\n")


def _name_left(made: Kept) -> None:
    made.page.Resources.Font.F1.Encoding = Dictionary(
        Type=Name.Encoding, BaseEncoding=Name.WinAnsiEncoding, Differences=Array([0x7A, Name.z])
    )


def _unused_font(made: Kept) -> None:
    made.page.Resources.Font.F3 = embed(made.pdf, "abc", name="/ABCDEF+Font3")


def _invisible(made: Kept) -> None:
    made.lines.append(_show("(it) Tj", before="3 Tr\n"))


def _name_in_resources(made: Kept) -> None:
    made.page.Resources.ExtGState = Dictionary({f"/{SECRET}": Dictionary(ca=1)})
    made.lines.append(f"/{SECRET} gs\n")


def _encoded(made: Kept) -> None:
    made.page.Resources.Font.F1.Encoding = Dictionary(
        Type=Name.Encoding, BaseEncoding=Name.WinAnsiEncoding, Differences=Array([200, Name("/" + base64.b16encode(_WORD).decode())])
    )


def _link(made: Kept) -> None:
    action = Dictionary(Type=Name.Action, S=Name.URI, URI=String("https://example.org/a"))
    made.page.Annots = Array([made.pdf.make_indirect(Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=Array([0, 0, 9, 9]), A=action))])


def _larger_with_more(made: Kept) -> None:
    made.page.MediaBox = Array([0, -40, 612, 792])
    made.head += "0.2 g\n300 -30 20 8 re\nf\n"


# Each leak: how it is made, and the probes that turn red. Where one stands alone, no other would have seen it.
EDITS: dict[str, tuple[Callable[[Kept], None], set[str]]] = {
    "the word is shown": (_content(_show(f"({SECRET}) Tj")), {"strings", "pixels", *_TEXTS}),
    "the word in pieces of a TJ": (_pieces, {"strings", "pixels", *_TEXTS}),
    "the word as hexadecimal digits in a form": (_hexadecimal, {"strings", "pixels", *_TEXTS}),
    "a comment in a JPEG": (_picture, {"strings"}),
    "the word in the name of a font": (_name_of_font, {"strings"}),
    "the word in the name of a resource": (_name_in_resources, {"objects", "strings"}),
    "the word as digits in the name of a glyph": (_encoded, {"strings", "fonts"}),
    "the word in an XMP packet": (_xmp, {"metadata"}),
    "another packet": (_quiet_xmp, {"metadata"}),
    "another title": (_title, {"metadata"}),
    "a key of a program": (_key, {"objects"}),
    "a link that nobody cleared": (_link, {"objects"}),
    "more words in an ActualText": (_spoken, {"streams", "pdfium text"}),
    "a bar that shines through": (_clear_bar, {"bars"}),
    "no bar": (_no_bar, {"bars"}),
    "a drawing under a bar": (_drawing_below, {"bars"}),
    "a stripe on a bar": (_stripe_on_bar, {"bars"}),
    "a neighbour moved": (_moved, {"pixels"}),
    "a line gone": (_lost, {"pixels", "fonts", *_TEXTS}),
    "a rule more": (_line_gone, {"pixels"}),
    "widths left in a font": (_width_left, {"fonts"}),
    "a letter left in a character map": (_letter_left, {"fonts"}),
    "a name left in an encoding": (_name_left, {"fonts"}),
    "a font that nothing is shown in": (_unused_font, {"fonts"}),
    "text that nobody sees": (_invisible, {*_TEXTS}),
    "a sign beside the paper": (_larger_with_more, {"pixels"}),
}
REWRITES: dict[str, tuple[Callable[[bytes], bytes], set[str]]] = {
    "an object that nothing refers to": (_orphan, {"layout", "strings"}),
    "bytes after the end": (lambda release: release + _WORD + b"\n", {"layout"}),
    "a comment between objects": (_commented_file, {"layout"}),
    "an earlier revision": (_revised, {"layout", "objects"}),
    "bytes behind compressed data": (_after_the_data, {"layout"}),
    "a comment in content": (_commented, {"streams"}),
}


def test_a_clean_release_passes_every_probe() -> None:
    assert verify_kept(kept(), source(), expected()) == tuple(KEPT_PROBES)


@pytest.mark.parametrize("leak", EDITS)
def test_a_leak_in_the_page_is_found_by_its_probe(leak: str) -> None:
    edit, probes = EDITS[leak]
    assert red(kept(edit)) == probes


@pytest.mark.parametrize("leak", REWRITES)
def test_a_leak_in_the_file_is_found_by_its_probe(leak: str) -> None:
    rewrite, probes = REWRITES[leak]
    assert red(rewrite(kept())) == probes


def test_outlines_of_letters_that_no_page_shows_are_found() -> None:
    assert red(kept(more_letters="zqx")) == {"fonts"}


def test_a_word_in_a_font_s_table_of_names_is_found() -> None:
    assert red(kept(alter=_named_in_font)) == {"strings", "fonts"}
