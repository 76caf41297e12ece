"""What a PDF carries beside the content of its pages: some is refused, the rest is told and left behind."""

from __future__ import annotations

from collections import Counter

from pikepdf import Array, Dictionary, Object, Page, Pdf

__all__ = ["left_behind", "of_document", "of_page"]

_ANNOTATION_NAMES = {
    "/Link": "links",
    "/Widget": "form fields",
    "/Text": "notes",
    "/FreeText": "notes",
    "/Popup": "notes",
    "/Highlight": "highlights",
    "/Underline": "highlights",
    "/Squiggly": "highlights",
    "/StrikeOut": "highlights",
    "/Stamp": "stamps",
    "/FileAttachment": "attachments",
    "/Redact": "redactions that were never applied",
}
_OTHER_ANNOTATIONS = "annotations"
_ATTACHMENTS, _SCRIPTS, _LAYERS, _FIELDS = "attachments", "scripts", "layers", "form fields"
_BORDER_WIDTH = 2  # its place in an annotation's border
_LEFT_BEHIND = {"/Outlines": "bookmarks", "/Metadata": "metadata", "/StructTreeRoot": "its structure", "/PageLabels": "page labels"}


def _dictionary(value: Object | None) -> Object:
    return value if isinstance(value, Dictionary) else Dictionary()


def of_document(pdf: Pdf) -> Counter[str]:
    """Return what the document carries that could hold words of its own or change what shows."""
    found: Counter[str] = Counter()
    root, names = pdf.Root, _dictionary(pdf.Root.get("/Names"))
    if "/EmbeddedFiles" in names or "/AF" in root or "/Collection" in root:
        found[_ATTACHMENTS] += 1
    if "/JavaScript" in names or "/AA" in root or _is_script(root.get("/OpenAction")):
        found[_SCRIPTS] += 1
    if len(_dictionary(root.get("/OCProperties")).keys()):
        found[_LAYERS] += 1
    if any(not _is_signature(field) for field in _fields(root)):
        found[_FIELDS] += 1
    return found


def _fields(root: Object) -> list[Object]:
    fields = _dictionary(root.get("/AcroForm")).get("/Fields")
    return list(fields) if isinstance(fields, Array) else []


def _is_script(action: Object | None) -> bool:
    return isinstance(action, Dictionary) and (str(action.get("/S", "/GoTo")) != "/GoTo" or "/Next" in action)


def _is_signature(field: Object) -> bool:
    return isinstance(field, Dictionary) and str(field.get("/FT")) == "/Sig"


def _is_silent(annotation: Object) -> bool:
    """Tell whether an annotation says and draws nothing: the widget of a signature, or a link within the document."""
    kind = str(annotation.get("/Subtype"))
    if kind == "/Widget":
        return _is_signature(annotation) and (_is_flat(annotation) or "/AP" not in annotation)
    return (
        kind == "/Link" and "/AP" not in annotation and "/Contents" not in annotation and _has_no_border(annotation) and _stays(annotation)
    )


def _is_flat(annotation: Object) -> bool:
    x0, y0, x1, y1 = (float(each) for each in annotation.get("/Rect", [0, 0, 0, 0]))
    return x0 == x1 or y0 == y1


def _has_no_border(annotation: Object) -> bool:
    border = annotation.get("/Border")
    width = border[2] if isinstance(border, Array) and len(border) > _BORDER_WIDTH else 1
    return float(_dictionary(annotation.get("/BS")).get("/W", width)) == 0


def _stays(annotation: Object) -> bool:
    action = annotation.get("/A")
    return "/AA" not in annotation and (not isinstance(action, Dictionary) or (str(action.get("/S")) == "/GoTo" and "/Next" not in action))


def of_page(page: Page) -> Counter[str]:
    """Return the annotations, scripts and files of a page, by kind; what says and shows nothing is none."""
    found: Counter[str] = Counter()
    annotations = page.obj.get("/Annots")
    for each in annotations if isinstance(annotations, Array) else ():
        if not isinstance(each, Dictionary):
            continue
        if _is_silent(each):
            continue
        found[_ANNOTATION_NAMES.get(str(each.get("/Subtype")), _OTHER_ANNOTATIONS)] += 1
    if "/AA" in page.obj:
        found[_SCRIPTS] += 1
    if "/AF" in page.obj:
        found[_ATTACHMENTS] += 1
    return found


def left_behind(pdf: Pdf) -> list[str]:
    """Return what the typeset release does not take over and nobody has judged, though no page shows it."""
    found = [name for key, name in _LEFT_BEHIND.items() if key in pdf.Root]
    if any(_has_link(page) for page in pdf.pages):
        found.append("links within the document")
    return [*found, *(["metadata"] if len(pdf.docinfo) and "metadata" not in found else [])]


def _has_link(page: Page) -> bool:
    annotations = page.obj.get("/Annots")
    kinds = [str(each.get("/Subtype")) for each in annotations if isinstance(each, Dictionary)] if isinstance(annotations, Array) else []
    return "/Link" in kinds
