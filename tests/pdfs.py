"""Small PDFs built by script: pages from content operators, so that a test says exactly what stands in the file."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence

from pikepdf import Array, Dictionary, Name, Pdf, Stream

__all__ = ["MEMO", "TYPED", "edited", "page_of", "pdf"]

LETTER = (612, 792)
Edit = Callable[[Pdf], object]

MEMO = (
    "TOP SECRET",
    "",
    "MEMORANDUM FOR THE RECORD",
    "Washington, November 7, 1962",
    "",
    "1. The zebrafish swam in the pool of the embassy and was seen by all,",
    "and nobody spoke of it at the time.",
)


def page_of(lines: Sequence[str], *, left: float = 72, top: float = 720, step: float = 14, font: str = "/F1 11") -> str:
    """Return the operators that set lines of text one below another."""
    shown = " ".join(f"({line}) Tj T*" for line in (each.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)") for each in lines))
    return f"BT {font} Tf {step} TL {left} {top} Td {shown} ET"


TYPED = page_of(MEMO)


def pdf(*contents: str, edit: Edit | None = None, **saved: object) -> bytes:
    """Return a PDF with one page a content; ``F1`` is Courier, ``F2`` is Helvetica. ``saved`` goes to the writer."""
    document = Pdf.new()
    fonts = Dictionary(
        F1=document.make_indirect(_font("/Courier")),
        F2=document.make_indirect(_font("/Helvetica")),
    )
    for content in contents:
        page = document.add_blank_page(page_size=LETTER)
        page.obj.Resources = Dictionary(Font=fonts)
        page.obj.Contents = document.make_stream(content.encode("latin-1"))
    if edit:
        edit(document)
    target = io.BytesIO()
    document.save(target, **saved)  # type: ignore[arg-type]
    return target.getvalue()


def _font(name: str) -> Dictionary:
    return Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name(name), Encoding=Name.WinAnsiEncoding)


def edited(edit: Edit) -> bytes:
    """Return the memo as a PDF, changed by ``edit`` before it is written."""
    return pdf(TYPED, edit=edit)


def form(document: Pdf, content: str, **keys: object) -> Stream:
    """Return a form XObject with the page's fonts."""
    made = document.make_stream(content.encode())
    made.update(Dictionary(Type=Name.XObject, Subtype=Name.Form, BBox=Array([0, 0, *LETTER]), Resources=document.pages[0].obj.Resources))
    for key, value in keys.items():
        made[f"/{key}"] = value
    return made
