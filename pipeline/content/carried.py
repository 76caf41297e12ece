"""What annotations and forms say beside what they show: counted by kind, never quoted, so that a run can tell that it is left behind."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from pikepdf import Array, Dictionary, Object, Pdf, Stream

from pipeline.content.annotations import appearance, found_on, is_shown, kind, subdictionary

__all__ = ["of_annotation", "of_forms"]

_COMMENTS = ("/Contents", "/RC", "/Subj", "/T", "/OverlayText", "/Alt")
_VALUES = ("/V", "/DV", "/Opt", "/RV")
_NAMES = ("/T", "/TU", "/TM", "/MK")
_FILES = frozenset({"/FileAttachment", "/Sound", "/Movie", "/Screen", "/3D", "/RichMedia"})
_FILE_KEYS = ("/FS", "/AF")
_MOST_FIELDS = 100_000  # fields of a form that are walked; a larger form says so by the count alone


def of_annotation(annotation: Object) -> Counter[str]:
    """Return the kinds of words that one annotation carries and a reader does not show on the page, each once."""
    name = kind(annotation)
    found: Counter[str] = Counter()
    if name != "/Widget" and any(key in annotation for key in _COMMENTS):
        found["comments"] += 1
    if name in _FILES or any(key in annotation for key in _FILE_KEYS):
        found["attachments"] += 1
    if "/AA" in annotation or (name != "/Link" and "/A" in annotation):
        found["actions"] += 1
    if not is_shown(annotation) and name not in {"/Popup", "/Redact"}:
        found["hidden annotations"] += 1
    elif _has_other_looks(annotation):
        found["other looks of annotations"] += 1
    return found


def _has_other_looks(annotation: Object) -> bool:
    """Tell whether it has appearances beside the one that shows: of other states, under the mouse, pressed."""
    looks = subdictionary(annotation.get("/AP"))
    drawn, normal = appearance(annotation), looks.get("/N")
    states = len(normal.keys()) if isinstance(normal, Dictionary) and not isinstance(normal, Stream) else int(normal is not None)
    return "/R" in looks or "/D" in looks or states > int(drawn is not None)


def of_forms(pdf: Pdf) -> Counter[str]:
    """Return what the document's form carries: values and names of its fields, signatures, and the XML of an XFA form."""
    form = subdictionary(pdf.Root.get("/AcroForm"))
    found: Counter[str] = Counter()
    for field in _fields(pdf, form):
        found["form values"] += any(key in field for key in _VALUES)
        found["names of form fields"] += any(key in field for key in _NAMES)
        found["signatures"] += str(field.get("/FT", "")) == "/Sig" and "/V" in field
    found["form data"] += "/XFA" in form
    return +found


def _fields(pdf: Pdf, form: Object) -> Iterator[Object]:
    """Return all fields, each once: those of the form's tree, and the widgets of pages that it does not name."""
    seen: set[tuple[int, int]] = set()
    left = [*_entries(form.get("/Fields")), *(each for page in pdf.pages for each in found_on(page) if kind(each) == "/Widget")]
    for _ in range(_MOST_FIELDS):
        if not left:
            return
        field = left.pop()
        if not isinstance(field, Dictionary) or field.objgen in seen:
            continue
        if field.is_indirect:
            seen.add(field.objgen)
        left += _entries(field.get("/Kids"))
        yield field


def _entries(value: object) -> list[Object]:
    return list(value) if isinstance(value, Array) else []
