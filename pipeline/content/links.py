"""Links of a page, as values: where they lie, and the page or address that they lead to."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from pikepdf import Array, Dictionary, Name, NameTree, Object, Pdf, PdfError

from pipeline.content.annotations import edges, said, subdictionary
from pipeline.content.values import Edges

__all__ = ["Link", "Targets"]


@dataclass(frozen=True, slots=True)
class Link:
    """A link on the page ``page`` (from 0) over ``box``: to the page ``target`` (from 0), or to ``uri``; neither where it leads elsewhere.

    ``uri`` is text of the record: nobody has judged it.
    """

    page: int
    box: Edges
    target: int | None = None
    uri: str | None = field(default=None, repr=False)


class Targets:
    """What the destinations of a document mean, looked up once."""

    def __init__(self, pdf: Pdf) -> None:
        self._pages = {page.obj.objgen: at for at, page in enumerate(pdf.pages)}
        self._old = subdictionary(pdf.Root.get("/Dests"))
        self._new = _tree(subdictionary(pdf.Root.get("/Names")).get("/Dests"))

    def link(self, page: int, annotation: Object) -> Link | None:
        """Return an annotation of the kind Link as a value; None where it covers no place."""
        box, action = edges(annotation.get("/Rect")), subdictionary(annotation.get("/A"))
        if box is None:
            return None
        if str(action.get("/S", "")) == "/URI":
            return Link(page, box, uri=said(action.get("/URI")) or None)
        named = action.get("/D") if str(action.get("/S", "")) == "/GoTo" else annotation.get("/Dest")
        return Link(page, box, self._page(named))

    def _page(self, destination: object) -> int | None:
        """Return the page of a destination: explicit, or by its name (ISO 32000-1, 12.3.2)."""
        if isinstance(destination, Name):
            destination = self._old.get(str(destination))
        elif text := said(destination):
            destination = self._new.get(text)
        if isinstance(destination, Dictionary):
            destination = destination.get("/D")
        first: object = destination[0] if isinstance(destination, Array) and len(destination) else None
        if isinstance(first, Dictionary):
            return self._pages.get(first.objgen)
        return first if isinstance(first, int) and first in self._pages.values() else None


def _tree(root: object) -> Mapping[str, object]:
    """Return a name tree as a mapping; what is broken is not there."""
    if not isinstance(root, Dictionary):
        return {}
    try:
        return dict(_named(root))
    except (PdfError, RuntimeError, TypeError, ValueError, KeyError):
        return {}


def _named(root: Object) -> Iterator[tuple[str, object]]:
    yield from NameTree(root).items()
