"""PDFs built for the check of any PDF: a page of text with something drawn, set or carried beside it."""

from __future__ import annotations

import io

from pikepdf import Array, Dictionary, Name, Object, Pdf, Stream, String

__all__ = ["CODE", "NAME", "SECRETS", "annotated", "box", "layered", "made", "page_of", "saved", "scanned", "text", "updated"]

CODE, NAME = "ZANZIBAR-7734", "Colonel Viktor Ostrakov"
SECRETS = (CODE, NAME)


def text(words: str, x: float = 72, y: float = 600, before: str = "") -> str:
    """Return the operators that show some words."""
    return f"BT {before} /F1 12 Tf {x} {y} Td ({words}) Tj ET "


def page_of(pdf: Pdf, content: str, **entries: object) -> Object:
    """Add a page of a content, Helvetica its one font, and return it."""
    font = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica, Encoding=Name.WinAnsiEncoding)
    page = pdf.add_blank_page(page_size=(612, 792))
    page.obj.Resources = Dictionary(Font=Dictionary(F1=pdf.make_indirect(font)))
    page.obj.Contents = pdf.make_stream(content.encode("latin-1"))
    for key, value in entries.items():
        page.obj[f"/{key}"] = value
    return page.obj


def saved(pdf: Pdf) -> bytes:
    """Return a PDF as bytes."""
    target = io.BytesIO()
    pdf.save(target)
    return target.getvalue()


def made(content: str, **entries: object) -> bytes:
    """Return a PDF of one page."""
    with Pdf.new() as pdf:
        page_of(pdf, content, **entries)
        return saved(pdf)


def annotated(content: str, *annotations: Object) -> bytes:
    """Return a PDF of one page with annotations."""
    with Pdf.new() as pdf:
        page_of(pdf, content, Annots=Array([pdf.make_indirect(each) for each in annotations]))
        return saved(pdf)


def box(subtype: Name, *, interior: bool) -> Object:
    """Return a black annotation over the line at 600 points, filled or not."""
    found = Dictionary(Type=Name.Annot, Subtype=subtype, Rect=Array([70, 595, 300, 615]), C=Array([0, 0, 0]), F=4)
    if interior:
        found.IC = Array([0, 0, 0])
    return found


def scanned(words: str, grey: bytes, mode: str = "3 Tr") -> bytes:
    """Return a page that is a picture of one grey, with words over it."""
    with Pdf.new() as pdf:
        page = page_of(pdf, "q 612 0 0 792 0 0 cm /I Do Q " + text(words, before=mode))
        image = Stream(pdf, grey * 100, Type=Name.XObject, Subtype=Name.Image, Width=10, Height=10)
        image.ColorSpace, image.BitsPerComponent = Name.DeviceGray, 8
        page.Resources.XObject = Dictionary(I=pdf.make_indirect(image))
        return saved(pdf)


def layered(content: str, *, is_on: bool) -> bytes:
    """Return a page with content in a layer that is on or off."""
    with Pdf.new() as pdf:
        group = pdf.make_indirect(Dictionary(Type=Name.OCG, Name=String("layer")))
        page = page_of(pdf, f"/OC /L BDC {content} EMC")
        page.Resources.Properties = Dictionary(L=group)
        listed = Array([group])
        pdf.Root.OCProperties = Dictionary(OCGs=listed, D=Dictionary(ON=listed) if is_on else Dictionary(OFF=listed))
        return saved(pdf)


def updated(before: str, after: str) -> bytes:
    """Return a file of two revisions: an update that replaces the content of its page."""
    old = made(before)
    with Pdf.open(io.BytesIO(old)) as pdf:
        number = pdf.pages[0].obj.Contents.objgen[0]
        size = int(pdf.trailer.Size)
        root = pdf.Root.objgen[0]
    offset = len(old)
    stream = f"{number} 0 obj\n<< /Length {len(after)} >>\nstream\n{after}\nendstream\nendobj\n".encode("latin-1")
    start = int(old.rsplit(b"startxref", 1)[1].split()[0])
    table = f"xref\n{number} 1\n{offset:010d} 00000 n \ntrailer\n<< /Size {size} /Root {root} 0 R /Prev {start} >>\n"
    return old + stream + table.encode() + f"startxref\n{offset + len(stream)}\n%%EOF\n".encode()
