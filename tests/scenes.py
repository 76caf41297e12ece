"""Scenes of pages built by script, and the places where a second reader finds their letters."""

from __future__ import annotations

import ctypes
import io
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pypdfium2
from pdfs import pdf
from pikepdf import Dictionary, Name, Pdf, Stream
from pypdfium2 import raw

from pipeline.content.geometry import positions
from pipeline.content.layers import read_layers
from pipeline.content.reading import Bounds
from pipeline.content.values import Scene
from pipeline.content.walk import read_scene

__all__ = ["form", "place", "placed_by_pdfium", "placed_by_us", "scene_of", "shown"]

Edit = Callable[[Pdf], object]


def place(document: Pdf, kind: str, name: str, value: object) -> None:
    """Give the first page a resource."""
    resources = document.pages[0].obj.Resources
    if kind not in resources:
        resources[kind] = Dictionary()
    resources[kind][name] = value


def form(document: Pdf, content: str, **entries: object) -> Stream:
    """Return a form with the fonts of the first page."""
    made = document.make_stream(content.encode("latin-1"))
    made.Type, made.Subtype, made.BBox = Name.XObject, Name.Form, [-2000, -2000, 2000, 2000]
    made.Resources = Dictionary(Font=document.pages[0].obj.Resources.Font)
    for key, value in entries.items():
        made[f"/{key}"] = value
    return made


@contextmanager
def scene_of(content: str, edit: Edit | None = None, bounds: Bounds | None = None) -> Iterator[Scene]:
    """Give the scene of a page with one content, its document open."""
    with Pdf.open(io.BytesIO(pdf(content, edit=edit))) as document:
        yield read_scene(document.pages[0], {}, read_layers(document), bounds)


def shown(scene: Scene) -> list[str]:
    """Return what each show says."""
    return ["".join(each.font.texts(each.codes)) for each in scene.shows]


def placed_by_us(scene: Scene) -> list[tuple[float, float]]:
    """Return the origins of all glyphs of a scene."""
    return [each for show in scene.shows for each in positions(show)[:-1]]


def placed_by_pdfium(page: pypdfium2.PdfPage) -> list[tuple[float, float]]:
    """Return the origins of all letters that pdfium has read from the page, blanks that it made up left out."""
    text = page.get_textpage()
    found = []
    for at in range(raw.FPDFText_CountChars(text.raw)):
        x, y = ctypes.c_double(), ctypes.c_double()
        if not raw.FPDFText_IsGenerated(text.raw, at) and raw.FPDFText_GetCharOrigin(text.raw, at, x, y):
            found.append((x.value, y.value))
    return found
