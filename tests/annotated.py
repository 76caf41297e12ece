"""Pages with annotations and fields, built by script, and what a rendering shows of them."""

from __future__ import annotations

import io

import numpy as np
import numpy.typing as npt
import pypdfium2
from pikepdf import Array, Dictionary, Name, Object, Pdf, Stream
from pikepdf import String as Text

__all__ = ["SECRET", "annotate", "black_box", "dark_columns", "field", "pages", "pixels", "saved", "seen_text", "value_of"]

SECRET = "ZANZIBAR-7734"
_LETTER = (612, 792)


def pages(*contents: str, fonts: Object | None = None) -> Pdf:
    """Return an open PDF with one page a content; F1 is Helvetica."""
    pdf = Pdf.new()
    font = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica, Encoding=Name.WinAnsiEncoding)
    held = fonts if fonts is not None else Dictionary(F1=pdf.make_indirect(font))
    for content in contents:
        page = pdf.add_blank_page(page_size=_LETTER)
        page.obj.Resources = Dictionary(Font=held)
        page.obj.Contents = pdf.make_stream(content.encode("latin-1"))
    return pdf


def annotate(pdf: Pdf, page: int = 0, /, **entries: object) -> Object:
    """Put an annotation on a page."""
    held = pdf.pages[page].obj
    if "/Annots" not in held:
        held.Annots = Array()
    made = pdf.make_indirect(Dictionary({"/Type": Name.Annot, **{f"/{key}": value_of(each) for key, each in entries.items()}}))
    held.Annots.append(made)
    return made


def value_of(value: object) -> object:
    """Return lists as arrays and dictionaries as those of a PDF; all else as it is."""
    if isinstance(value, list | tuple):
        return Array([value_of(each) for each in value])
    if isinstance(value, dict):
        return Dictionary({key: value_of(each) for key, each in value.items()})
    return value


def field(pdf: Pdf, **entries: object) -> Object:
    """Put a form field, which is its own widget, on the first page."""
    made = annotate(pdf, Subtype=Name.Widget, T=Text("field"), **{"Rect": (100, 600, 300, 620), **entries})
    if "/AcroForm" not in pdf.Root:
        pdf.Root.AcroForm = Dictionary(Fields=Array(), DA=Text("/Helv 10 Tf 0 g"))
    pdf.Root.AcroForm.Fields.append(made)
    return made


def black_box(pdf: Pdf, *, box: tuple[float, float, float, float] = (0, 0, 10, 10), **entries: object) -> Stream:
    """Return an appearance that is black all over its box."""
    x0, y0, x1, y1 = box
    form = pdf.make_stream(f"0 g {x0} {y0} {x1 - x0} {y1 - y0} re f".encode())
    form.Type, form.Subtype, form.BBox = Name.XObject, Name.Form, Array([*box])
    for key, value in entries.items():
        form[f"/{key}"] = value
    return form


def saved(pdf: Pdf) -> bytes:
    """Return the PDF as it is now."""
    target = io.BytesIO()
    pdf.save(target)
    return target.getvalue()


def pixels(plain: bytes, *, annotations: bool) -> npt.NDArray[np.int16]:
    """Return the first page in pixels, one a point: rows from the top, columns, three colours."""
    document = pypdfium2.PdfDocument(plain)
    image = document[0].render(draw_annots=annotations, may_draw_forms=False, rev_byteorder=True).to_numpy()[:, :, :3].astype(np.int16)
    document.close()
    return np.asarray(image)


def seen_text(plain: bytes) -> str:
    """Return the text of the first page's content as another engine reads it, annotations left out."""
    document = pypdfium2.PdfDocument(plain)
    text: str = document[0].get_textpage().get_text_range()
    document.close()
    return text


def dark_columns(pdf: Pdf) -> list[int]:
    """Return in which columns, counted in points from the left, the first page's content is dark anywhere."""
    darkest = pixels(saved(pdf), annotations=False).min(axis=(0, 2))
    return [int(x) for x in np.flatnonzero(darkest < 128)]
