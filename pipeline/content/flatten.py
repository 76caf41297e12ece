"""Annotations and form fields become content of their pages, so that they are read, judged and excised as all else is.

What a reader shows is drawn at the end of the page, each in a form of its own. Then no annotation and no form is left. What they say
beside that is counted by kind; what no reader but one program can draw is a fault of the page.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

from pikepdf import Array, Dictionary, Name, Object, Page, Pdf, Stream

from pipeline.content.annotations import appearance, edges, found_on, inherited, is_shown, kind, numbers, placed, said, subdictionary
from pipeline.content.carried import of_annotation, of_forms
from pipeline.content.ending import draw_after
from pipeline.content.fieldtext import set_text, text_of
from pipeline.content.links import Link, Targets
from pipeline.content.markup import drawn
from pipeline.content.values import Edges

__all__ = ["DYNAMIC", "UNDRAWN_FIELD", "UNDRAWN_STAMP", "Flattened", "Unapplied", "flatten"]

UNDRAWN_FIELD = "a form field that only its own program can draw"
UNDRAWN_STAMP = "a stamp that only its own program can draw"
DYNAMIC = "a form whose pages only its own program can draw"

_QUAD = 8  # numbers of four corners
_DYNAMIC_RENDER = re.compile(rb"dynamicRender\s*>\s*required")  # in the configuration of XFA 3.3, chapter 8


@dataclass(frozen=True, slots=True)
class Unapplied:
    """A place of the page ``page`` (from 0) that was marked to be redacted and never was: what is under it is still there."""

    page: int
    box: Edges


@dataclass(frozen=True, slots=True)
class Flattened:
    """What became of annotations and forms.

    ``carried`` counts what was left behind, by kind; ``faults`` by page, from 0.
    """

    links: tuple[Link, ...] = ()
    unapplied: tuple[Unapplied, ...] = ()
    carried: Mapping[str, int] = field(default_factory=dict)
    faults: Mapping[int, tuple[str, ...]] = field(default_factory=dict)
    is_signed: bool = False


@dataclass(slots=True)
class _Work:
    """A document under work."""

    pdf: Pdf
    form: Object
    must_draw: bool
    targets: Targets
    links: list[Link] = field(default_factory=list)
    unapplied: list[Unapplied] = field(default_factory=list)
    carried: Counter[str] = field(default_factory=Counter)
    faults: dict[int, list[str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Look:
    """What an annotation shows, and the place that its box is drawn into."""

    annotation: Object
    form: Stream
    box: Edges | None


def flatten(pdf: Pdf) -> Flattened:
    """Draw on every page what its annotations show, and take annotations and forms out of the PDF, in place.

    Left in the file until it is written anew: nothing that a page or the catalogue names.
    """
    form = subdictionary(pdf.Root.get("/AcroForm"))
    work = _Work(pdf, form, bool(form.get("/NeedAppearances", False)), Targets(pdf))
    work.carried += of_forms(pdf)
    is_dynamic, is_signed = _is_dynamic(pdf, form), work.carried["signatures"] > 0
    for at, page in enumerate(pdf.pages):
        _flatten_page(work, at, page)
        if is_dynamic:
            work.faults.setdefault(at, []).append(DYNAMIC)
    if "/AcroForm" in pdf.Root:
        del pdf.Root.AcroForm
    faults = {at: tuple(dict.fromkeys(each)) for at, each in work.faults.items()}
    return Flattened(tuple(work.links), tuple(work.unapplied), dict(work.carried), faults, is_signed)


def _is_dynamic(pdf: Pdf, form: Object) -> bool:
    """Tell whether the pages of the file are not what its own program shows."""
    if "/XFA" not in form:
        return False
    says_so = bool(pdf.Root.get("/NeedsRendering", False)) or _DYNAMIC_RENDER.search(_config(form.get("/XFA"))) is not None
    return says_so or not any(page.obj.get("/Contents") is not None for page in pdf.pages)


def _config(xfa: object) -> bytes:
    """Return the packet of an XFA form that tells how it is rendered; all of it where it is not in packets."""
    if isinstance(xfa, Stream):
        return xfa.read_bytes()
    packets = list(xfa) if isinstance(xfa, Array) else []
    found = [part for name, part in zip(packets[::2], packets[1::2], strict=False) if said(name) == "config" and isinstance(part, Stream)]
    return b"".join(part.read_bytes() for part in found)


def _flatten_page(work: _Work, at: int, page: Page) -> None:
    looks: list[_Look] = []
    for each in found_on(page):
        work.carried += of_annotation(each)
        if kind(each) == "/Link" and (link := work.targets.link(at, each)) is not None:
            work.links.append(link)
        elif kind(each) == "/Redact":
            work.unapplied += [Unapplied(at, box) for box in _marked(each)]
        if is_shown(each) and (look := _look(work, at, each)) is not None:
            looks.append(look)
    if looks:
        _draw(work, page, looks)
    if "/Annots" in page.obj:
        del page.obj.Annots


def _marked(annotation: Object) -> list[Edges]:
    """Return the places that a mark of the kind Redact covers (ISO 32000-1, 12.5.6.23)."""
    found = numbers(annotation.get("/QuadPoints"))
    quads = [found[at : at + _QUAD] for at in range(0, len(found) - _QUAD + 1, _QUAD)]
    boxes = [(min(each[::2]), min(each[1::2]), max(each[::2]), max(each[1::2])) for each in quads]
    box = edges(annotation.get("/Rect"))
    return boxes or ([] if box is None else [box])


def _look(work: _Work, at: int, annotation: Object) -> _Look | None:
    """Return what an annotation shows, or None; what cannot be drawn is a fault of the page."""
    own, text, box = appearance(annotation), text_of(annotation), edges(annotation.get("/Rect"))
    is_stale = work.must_draw and kind(annotation) == "/Widget" and bool(text)
    if own is not None and not is_stale:
        return _Look(annotation, own, box)
    if text:
        form = set_text(work.pdf, annotation, text, work.form)
        fault = UNDRAWN_FIELD
    else:
        form = drawn(work.pdf, annotation)
        box = box if form is None else edges(form.get("/BBox"))
        fault = _undrawn(annotation)
    if form is None and fault:
        work.faults.setdefault(at, []).append(fault)
    return None if form is None else _Look(annotation, form, box)


def _undrawn(annotation: Object) -> str:
    """Return what an annotation shows that cannot be told without an appearance: a button that is on or has words, a stamp."""
    if subdictionary(annotation.get("/AP")).get("/N") is not None:
        return ""
    if kind(annotation) == "/Stamp":
        return UNDRAWN_STAMP
    if kind(annotation) != "/Widget" or inherited(annotation, "/FT") != Name.Btn:
        return ""
    state = annotation.get("/AS") or inherited(annotation, "/V")
    is_on = isinstance(state, Name) and state != Name.Off
    return UNDRAWN_FIELD if is_on or said(subdictionary(annotation.get("/MK")).get("/CA")) else ""


def _draw(work: _Work, page: Page, looks: list[_Look]) -> None:
    """Draw the forms at the end of a page, whose own content can no longer move or colour them."""
    resources = _own(page.obj, "/Resources", page.resources)
    names, layers = _own(resources, "/XObject"), _own(resources, "/Properties")
    drawing = []
    for look in looks:
        matrix = None if look.box is None else placed(look.form, look.box)
        if matrix is None:
            continue
        name = _named(names, "Annotation", _complete(work, look.form))
        operators = f"q {' '.join(f'{each:.6f}' for each in matrix)} cm {name} Do Q"
        if isinstance(look.annotation.get("/OC"), Dictionary):
            operators = f"/OC {_named(layers, 'Layer', look.annotation.OC)} BDC {operators} EMC"
        drawing.append(operators)
    if drawing:
        draw_after(work.pdf, page, "\n".join(drawing).encode("latin-1"))


def _own(holder: Object, key: str, known: Object | None = None) -> Object:
    """Give a dictionary an entry of its own, a copy of what others may share, and return it."""
    found = known if known is not None else subdictionary(holder.get(key))
    holder[key] = Dictionary(dict(found.items()))
    return holder[key]


def _named(names: Object, stem: str, value: Object) -> str:
    """Put a value among named resources and return its new name."""
    number = len(names.keys())
    while f"/{stem}{number}" in names:
        number += 1
    names[f"/{stem}{number}"] = value
    return f"/{stem}{number}"


def _complete(work: _Work, form: Stream) -> Stream:
    """Return an appearance as a form that any reader draws: its kind told, its fonts those of the document's form where it has none."""
    form.Type, form.Subtype = Name.XObject, Name.Form
    own, shared = subdictionary(form.get("/Resources")), subdictionary(work.form.get("/DR"))
    missing = {key: value for key, value in shared.items() if key not in own}
    if missing:
        form.Resources = Dictionary({**dict(own.items()), **missing})
    return form
