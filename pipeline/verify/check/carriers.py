"""What a PDF carries beside its pages: counted by kind, its words never quoted.

It is told and no leak by itself: a release may well have a title. Of bookmarks, names, labels and structure only those entries
count that hold words which no page shows.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from pikepdf import Array, Dictionary, Object, Pdf, Stream, String

from pipeline.verify.check.opening import UNREADABLE, kids
from pipeline.verify.check.readers import words_of
from pipeline.verify.check.values import Finding, Kind

__all__ = ["of_document", "of_pages"]

_PLAIN_KEYS = frozenset({"/Producer", "/Creator", "/CreationDate", "/ModDate", "/Trapped"})
_XMP_VALUE = re.compile(rb"<([A-Za-z]+:[A-Za-z]+)[^<>]{0,400}>\s{0,40}([^<>\s][^<>]{0,10000})</")
_XMP_PLAIN = frozenset(
    {
        *(b"pdf:Producer", b"xmp:CreatorTool", b"xmp:CreateDate", b"xmp:ModifyDate", b"xmp:MetadataDate", b"dc:format", b"pdf:PDFVersion"),
        *(b"xmpMM:DocumentID", b"xmpMM:InstanceID", b"pdfaid:part", b"pdfaid:conformance", b"pdf:Trapped", b"pdfuaid:part"),
    }
)
_MOST_ENTRIES = 100_000  # of a tree
_COMMENTS = ("/Contents", "/RC", "/Subj", "/T")
_VALUES = ("/V", "/DV", "/RV", "/Opt", "/TU", "/TM")
_FILES = frozenset({"/FileAttachment", "/Sound", "/Movie", "/Screen", "/3D", "/RichMedia"})
_SPOKEN = ("/Alt", "/ActualText", "/E", "/T")
_SCRIPTS = frozenset({"/JavaScript", "/Launch", "/Rendition", "/SubmitForm", "/ImportData"})


def _table(value: object) -> Object:
    return value if isinstance(value, Dictionary | Stream) else Dictionary()


def _entries(value: object) -> list[Object]:
    return [each for each in value if isinstance(each, Object)] if isinstance(value, Array) else []


def _said(value: object) -> str:
    try:
        return str(value) if isinstance(value, String) else ""
    except UNREADABLE:
        return bytes(value).decode("latin-1") if isinstance(value, String) else ""


def _tree(root: object, *down: str) -> Iterator[Object]:
    """Yield the dictionaries of a tree from its root, along its entries ``down`` (arrays, dictionaries, and what follows)."""
    left, seen = [root], set[tuple[int, int]]()
    for _ in range(_MOST_ENTRIES):
        if not left:
            return
        item = left.pop()
        if isinstance(item, Array):
            left.extend(item)
        if not isinstance(item, Dictionary | Stream) or (item.is_indirect and item.objgen in seen):
            continue
        if item.is_indirect:
            seen.add(item.objgen)
        yield item
        left.extend(item.get(key) for key in down)


def _unshown(texts: Iterator[str] | Sequence[str], shown: frozenset[str]) -> int:
    """Return how many texts hold a word that no page shows."""
    return sum(bool(words_of(each) - shown) for each in texts)


def of_document(pdf: Pdf, shown: frozenset[str]) -> list[Finding]:
    """Return what the catalogue and the objects of a document carry. ``shown`` are the words that its pages show, folded."""
    root, names = pdf.Root, _table(pdf.Root.get("/Names"))
    found: Counter[Kind] = Counter()
    found[Kind.METADATA] = _metadata(pdf)
    found[Kind.BOOKMARK] = _unshown([_said(each.get("/Title")) for each in _tree(root.get("/Outlines"), "/First", "/Next")], shown)
    found[Kind.DESTINATION] = _unshown(_destinations(root, names), shown)
    found[Kind.LABEL] = _unshown([_said(each.get("/P")) for each in _tree(root.get("/PageLabels"), "/Kids", "/Nums")], shown)
    found[Kind.STRUCTURE] = _unshown(_structure(root), shown)
    found[Kind.ATTACHMENT] = sum("/EF" in each for each in pdf.objects if isinstance(each, Dictionary)) + ("/Collection" in root)
    found[Kind.FORM] = _form_values(root)
    found[Kind.LAYERS] = len(_entries(_table(root.get("/OCProperties")).get("/OCGs")))
    found[Kind.PRIVATE] = "/PieceInfo" in root
    for each in pdf.objects:
        if isinstance(each, Dictionary):
            found[Kind.SCRIPT] += _is_script(each) + any(_is_script(each.get(key)) for key in ("/A", "/OpenAction"))
    return _told(found, None, "the document")


def _told(found: Counter[Kind], page: int | None, place: str) -> list[Finding]:
    return [Finding(kind, page, place, int(count)) for kind, count in found.items() if count]


def _metadata(pdf: Pdf) -> int:
    info = _table(pdf.trailer.get("/Info"))
    count = sum(1 for key, value in kids(info) if key not in _PLAIN_KEYS and not (isinstance(value, String) and not bytes(value)))
    for each in pdf.objects:
        if isinstance(each, Stream) and str(each.get("/Type", "")) == "/Metadata":
            try:
                data = each.read_bytes()
            except UNREADABLE:
                continue
            count += sum(name not in _XMP_PLAIN for name, _ in _XMP_VALUE.findall(data.replace(b"\x00", b"")))
    return count


def _is_script(value: object) -> bool:
    return isinstance(value, Dictionary) and ("/JS" in value or str(value.get("/S", "")) in _SCRIPTS)


def _destinations(root: Object, names: Object) -> Iterator[str]:
    for node in _tree(names.get("/Dests"), "/Kids"):
        yield from (_said(each) for each in _entries(node.get("/Names"))[::2])
    yield from (key[1:] for key, _ in kids(_table(root.get("/Dests"))))


def _structure(root: Object) -> Iterator[str]:
    for each in _tree(root.get("/StructTreeRoot"), "/K"):
        yield "\n".join(_said(each.get(key)) for key in _SPOKEN)


def _form_values(root: Object) -> int:
    form = _table(root.get("/AcroForm"))
    fields = sum(any(_is_filled(each.get(key)) for key in _VALUES) for each in _tree(form.get("/Fields"), "/Kids"))
    return fields + ("/XFA" in form)


def _is_filled(value: object) -> bool:
    return bool(bytes(value)) if isinstance(value, String) else isinstance(value, Array | Stream)


def of_pages(pdf: Pdf) -> list[Finding]:
    """Return what the pages carry, page by page: comments, files, links out, thumbnails, private data."""
    found = []
    for number, page in enumerate(pdf.pages, start=1):
        counts: Counter[Kind] = Counter()
        counts[Kind.THUMBNAIL] = "/Thumb" in page.obj
        counts[Kind.PRIVATE] = "/PieceInfo" in page.obj
        for each in _entries(page.obj.get("/Annots")):
            if isinstance(each, Dictionary):
                counts += _annotation(each)
        found += _told(counts, number, "the page")
    return found


def _annotation(annotation: Object) -> Counter[Kind]:
    kind = str(annotation.get("/Subtype", ""))
    found: Counter[Kind] = Counter()
    found[Kind.COMMENT] = kind != "/Widget" and any(_is_filled(annotation.get(key)) for key in _COMMENTS)
    found[Kind.ATTACHMENT] = kind in _FILES
    found[Kind.LINK] = "/URI" in _table(annotation.get("/A"))
    return found
