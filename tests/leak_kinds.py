"""Small PDFs that hide the same two secrets, one in each kind of place: on the page, beside it, in the document, in the file."""

from __future__ import annotations

import io
from collections.abc import Callable

from pikepdf import Array, AttachedFileSpec, Dictionary, Name, OutlineItem, Pdf, String

__all__ = ["KEPT", "KINDS", "SECRETS", "build"]

SECRETS = ("ZANZIBAR-7734", "Colonel Viktor Ostrakov")
KEPT = ("Neighbour line above", "Neighbour line below")
_BOTH = " and ".join(SECRETS)
_PLAIN = "Nothing of note is said here."
_CODES = "".join(f"<{(secret + ' ').encode().hex()}> Tj " for secret in SECRETS)


def _line(text: str, y: float, more: str = "") -> str:
    return f"BT /F1 12 Tf {more} 1 0 0 1 72 {y} Tm ({text}) Tj ET\n"


def _page(pdf: Pdf, content: str) -> None:
    """Add a page with a line above and one below its own content."""
    font = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica, Encoding=Name.WinAnsiEncoding)
    page = pdf.add_blank_page(page_size=(612, 792))
    page.obj.Resources = Dictionary(Font=Dictionary(F1=font))
    page.obj.Contents = pdf.make_stream((_line(KEPT[0], 720) + content + _line(KEPT[1], 660)).encode())


def _content(content: str) -> Callable[[Pdf], None]:
    return lambda pdf: _page(pdf, content)


def _beside(add: Callable[[Pdf], None]) -> Callable[[Pdf], None]:
    """Return a builder of a plain page to which something is added."""

    def make(pdf: Pdf) -> None:
        _page(pdf, _line(_PLAIN, 690))
        add(pdf)

    return make


def _form(pdf: Pdf) -> None:
    _page(pdf, "/X1 Do\n")
    own = pdf.pages[0].obj.Resources
    form = pdf.make_stream(_line(_BOTH, 690).encode(), Type=Name.XObject, Subtype=Name.Form, BBox=Array([0, 0, 612, 792]), Resources=own)
    own.XObject = Dictionary(X1=form)


def _layer(pdf: Pdf) -> None:
    group = pdf.make_indirect(Dictionary(Type=Name.OCG, Name=String(_BOTH)))
    _page(pdf, f"/OC /L1 BDC {_line(_BOTH, 690)} EMC\n")
    pdf.pages[0].obj.Resources.Properties = Dictionary(L1=group)
    pdf.Root.OCProperties = Dictionary(OCGs=Array([group]), D=Dictionary(OFF=Array([group]), Order=Array([group])))


def _info(pdf: Pdf) -> None:
    pdf.docinfo["/Subject"] = _BOTH


def _outline(pdf: Pdf) -> None:
    with pdf.open_outline() as outline:
        outline.root.append(OutlineItem(_BOTH, 0))


def _attachment(pdf: Pdf) -> None:
    pdf.attachments["note.txt"] = AttachedFileSpec(pdf, _BOTH.encode(), filename="note.txt", description=_BOTH)


def _script(pdf: Pdf) -> None:
    pdf.Root.OpenAction = Dictionary(S=Name.JavaScript, JS=String(f"app.alert('{_BOTH}')"))


def _labels(pdf: Pdf) -> None:
    pdf.Root.PageLabels = Dictionary(Nums=Array([0, Dictionary(P=String(_BOTH), S=Name.D)]))


def _destination(pdf: Pdf) -> None:
    pdf.Root.Dests = Dictionary({"/" + SECRETS[0]: Array([pdf.pages[0].obj, Name.Fit])})


def _piece(pdf: Pdf) -> None:
    pdf.Root.PieceInfo = Dictionary(App=Dictionary(Private=String(_BOTH)))


def _link(pdf: Pdf) -> None:
    action = Dictionary(S=Name.URI, URI=String(f"https://example.org/{SECRETS[0]}"))
    link = Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=Array([72, 690, 200, 702]), A=action)
    pdf.pages[0].obj.Annots = Array([pdf.make_indirect(link)])


def _note(pdf: Pdf) -> None:
    note = Dictionary(Type=Name.Annot, Subtype=Name.Text, Rect=Array([300, 690, 318, 708]), Contents=String(_BOTH), T=String(SECRETS[1]))
    pdf.pages[0].obj.Annots = Array([pdf.make_indirect(note)])


KINDS: dict[str, Callable[[Pdf], None]] = {
    "one string": _content(_line(f"It was {_BOTH} then.", 690)),
    "kerned": _content("BT /F1 12 Tf 72 690 Td [(It was ZAN) -20 (ZIBAR-) 15 (77) 10 (34) -278 (then.)] TJ ET\n"),
    "strings in hexadecimal": _content(f"BT /F1 12 Tf 72 690 Td {_CODES} ET\n"),
    "two lines": _content(_line("It was Colonel Viktor", 704) + _line("Ostrakov then.", 690)),
    "quote operator": _content(f"BT /F1 12 Tf 14 TL 72 704 Td ({SECRETS[1]}) ' ({SECRETS[0]}) ' ET\n"),
    "form": _form,
    "layer that is off": _layer,
    "white": _content(_line(_BOTH, 690, "1 g") + "0 g\n"),
    "invisible": _content(_line(_BOTH, 690, "3 Tr") + "0 Tr\n"),
    "under a box": _content(_line(_BOTH, 690) + "0 g 60 685 400 16 re f\n"),
    "beyond the page": _content(_line(_BOTH, -300)),
    "spoken": _content(f"/Span <</ActualText ({_BOTH})>> BDC {_line(_PLAIN, 690)} EMC\n"),
    "comment": _content(f"% {_BOTH}\n" + _line(_PLAIN, 690)),
    "properties": _beside(_info),
    "outline": _beside(_outline),
    "attachment": _beside(_attachment),
    "script": _beside(_script),
    "page label": _beside(_labels),
    "destination": _beside(_destination),
    "private": _beside(_piece),
    "link": _beside(_link),
    "note": _beside(_note),
}
"""How to add one page, or more, that hides the secrets, by the kind of place."""


def build(kind: str) -> bytes:
    """Return a PDF of one kind."""
    pdf = Pdf.new()
    KINDS[kind](pdf)
    target = io.BytesIO()
    pdf.save(target)
    return target.getvalue()
