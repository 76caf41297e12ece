"""What a PDF carries beside what its pages show: it is told, and left behind. What annotations and forms carry, ``flatten`` tells."""

from __future__ import annotations

from collections.abc import Iterator

from pikepdf import Array, Dictionary, Object, Pdf

__all__ = ["left_behind"]

_ATTACHMENTS, _SCRIPTS, _METADATA, _LINKS = "attachments", "scripts", "metadata", "links within the document"
_OF_ROOT = {
    "/Outlines": "bookmarks",
    "/Metadata": _METADATA,
    "/StructTreeRoot": "its structure",
    "/PageLabels": "page labels",
    "/AF": _ATTACHMENTS,
    "/Collection": _ATTACHMENTS,
    "/AA": _SCRIPTS,
    "/OCProperties": "layers",
}
_OF_NAMES = {"/EmbeddedFiles": _ATTACHMENTS, "/JavaScript": _SCRIPTS}
_OF_PAGES = {"/AF": _ATTACHMENTS, "/AA": _SCRIPTS, "/Metadata": _METADATA}


def left_behind(pdf: Pdf) -> list[str]:
    """Return what a release does not take over and nobody has judged, though no page shows it, each kind once."""
    return list(dict.fromkeys(_found(pdf)))


def _found(pdf: Pdf) -> Iterator[str]:
    root = pdf.Root
    yield from (name for key, name in _OF_ROOT.items() if key in root)
    names = root.get("/Names")
    yield from (name for key, name in _OF_NAMES.items() if isinstance(names, Dictionary) and key in names)
    if _is_script(root.get("/OpenAction")):
        yield _SCRIPTS
    if len(pdf.docinfo):
        yield _METADATA
    for page in pdf.pages:
        yield from (name for key, name in _OF_PAGES.items() if key in page.obj)
        if _has_link(page.obj.get("/Annots")):
            yield _LINKS


def _is_script(action: Object | None) -> bool:
    return isinstance(action, Dictionary) and (str(action.get("/S", "/GoTo")) != "/GoTo" or "/Next" in action)


def _has_link(annotations: Object | None) -> bool:
    every = list(annotations) if isinstance(annotations, Array) else []
    return any(isinstance(each, Dictionary) and str(each.get("/Subtype")) == "/Link" for each in every)
