"""A new PDF of the pages of another, by an allow-list: what is not named here does not come along (ISO 32000-1, 7.7)."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from xml.sax.saxutils import escape

from pikepdf import Array, Dictionary, Name, Object, ObjectStreamMode, Page, Pdf, Stream, String

from pipeline.content.values import Edges, Font
from pipeline.errors import InputError
from pipeline.render.kept.crossing import Crossing
from pipeline.render.kept.damage import BROKEN, DamagedImageError
from pipeline.render.kept.faces import fill_faces
from pipeline.render.kept.faults import UnfitPageError
from pipeline.render.kept.plain import entry, number, numbers, take_numbers
from pipeline.wording import PROGRAM, SUBJECT

__all__ = ["Link", "rebuild", "save_kept"]

_VERSION = "1.7"
_EMPTY = b"\n"  # a stream of no byte is written otherwise each time
_US_LETTER = (0, 0, 612, 792)  # points; what readers take for a page without a MediaBox
_QUARTER, _FULL_TURN = 90, 360  # degrees
_DEEPEST_TREE = 64
_SAFE_IN_URI = frozenset(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789%/:=&?~#+!$,;'@()*[]-._")
_XMP = """<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about=""
 xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:pdf="http://ns.adobe.com/pdf/1.3/" xmlns:xmp="http://ns.adobe.com/xap/1.0/">
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title>
<dc:description><rdf:Alt><rdf:li xml:lang="x-default">{subject}</rdf:li></rdf:Alt></dc:description>
<dc:creator><rdf:Seq><rdf:li>{program}</rdf:li></rdf:Seq></dc:creator><pdf:Producer>{program}</pdf:Producer>
<xmp:CreatorTool>{program}</xmp:CreatorTool><xmp:CreateDate>{day}T00:00:00+00:00</xmp:CreateDate>
<xmp:ModifyDate>{day}T00:00:00+00:00</xmp:ModifyDate></rdf:Description></rdf:RDF></x:xmpmeta>
<?xpacket end="r"?>"""


@dataclass(frozen=True, slots=True)
class Link:
    """A link to keep: ``box`` on page ``page`` (from 0) leads to a page (from 0) or to an address; its words were judged by the caller."""

    page: int
    box: Edges
    target: int | str


def rebuild(
    source: Pdf, title: str, as_of: dt.date, links: Sequence[Link] = (), fonts: Mapping[tuple[int, int], Font] | None = None
) -> Pdf:
    """Return a new PDF with the pages of ``source``, which is a copy that nobody else uses: it is changed on the way.

    ``fonts`` are those that were read already, by their numbers in ``source``.
    Pages keep their boxes, rotation, unit, transparency group, content and the resources that the content names; fonts keep what is
    shown in them. Nothing else of the source comes along: no catalogue, names, outlines, structure, forms, annotations, scripts,
    attachments, layers, metadata or earlier revisions. The result depends on what is kept alone. Raises UnfitPageError for the first
    page that cannot be carried over, UnprunableFontError where a font on it cannot be cut down.
    """
    target = Pdf.new()
    crossing = Crossing(source, target)
    for place, page in enumerate(source.pages):
        crossing.page = place
        with _telling_page(crossing):
            target.pages.append(Page(_copy_page(crossing, page.obj)))
    with _telling_page(crossing):  # letters may be drawn by images too
        fill_faces(crossing, fonts or {})
    for link in links:
        _add_link(target, link)
    _describe(target, title, as_of)
    return target


@contextmanager
def _telling_page(crossing: Crossing) -> Iterator[None]:
    """Turn what a broken object makes the code raise into the error that names the page that is being carried over."""
    try:
        yield
    except InputError:
        raise
    except DamagedImageError as fault:
        raise UnfitPageError(crossing.page, str(fault)) from fault
    except BROKEN as fault:
        raise UnfitPageError(crossing.page, "what it draws with is broken") from fault


def save_kept(pdf: Pdf) -> bytes:
    """Return the file: every stream compressed, objects in the open, the same bytes for the same pages."""
    if "/ID" in pdf.trailer:
        del pdf.trailer["/ID"]
    for each in pdf.objects:
        if isinstance(each, Stream) and not each.read_raw_bytes():
            each.write(_EMPTY)
    out = io.BytesIO()
    pdf.save(
        out,
        deterministic_id=True,
        object_stream_mode=ObjectStreamMode.disable,
        compress_streams=True,
        force_version=_VERSION,
        fix_metadata_version=False,
    )
    return out.getvalue()


def _copy_page(crossing: Crossing, old: Object) -> Object:
    """Return a page of the new file."""
    resources = _inherited(old, "/Resources")
    written = crossing.write(old, resources)
    if written.shown.get(None):
        raise UnfitPageError(crossing.page, "text is shown on it without a font")
    media = numbers(_inherited(old, "/MediaBox"), 4)
    new = Dictionary(
        Type=Name.Page,
        MediaBox=media if media is not None and len(media) == 4 else Array(_US_LETTER),  # noqa: PLR2004  # two corners
        Resources=crossing.resources_of(written, resources),
        Contents=crossing.target.make_stream(written.content),
    )
    crop, turn, group = numbers(_inherited(old, "/CropBox"), 4), number(_inherited(old, "/Rotate")), crossing.group(entry(old, "/Group"))
    if crop is not None and len(crop) == 4:  # noqa: PLR2004  # two corners
        new["/CropBox"] = crop
    if turn is not None and turn % _QUARTER == 0 and turn % _FULL_TURN:
        new["/Rotate"] = int(turn) % _FULL_TURN
    if group is not None:
        new["/Group"] = group
    take_numbers(old, new, ("/UserUnit",))
    return crossing.target.make_indirect(new)


def _inherited(page: Object, key: str) -> Object | None:
    """Return an entry of a page, or of the nodes above it (7.7.3.4)."""
    node: Object | None = page
    for _ in range(_DEEPEST_TREE):
        found: Object | None = entry(node, key)
        if found is not None or node is None:
            return found
        node = entry(node, "/Parent")
    return None


def _add_link(target: Pdf, link: Link) -> None:
    """Put a link on its page, as an object of our own."""
    new = Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=Array([number(each) for each in link.box]), Border=Array([0, 0, 0]))
    if isinstance(link.target, int):
        new["/Dest"] = Array([target.pages[link.target].obj, Name.Fit])
    else:
        new["/A"] = Dictionary(Type=Name.Action, S=Name.URI, URI=String(_address(link.target)))
    page = target.pages[link.page].obj
    if "/Annots" not in page:
        page["/Annots"] = Array()
    page["/Annots"].append(target.make_indirect(new))


def _address(target: str) -> str:
    """Return an address with every byte that an address may not hold written in digits (RFC 3986, 2.1)."""
    return "".join(chr(each) if each in _SAFE_IN_URI else f"%{each:02X}" for each in target.encode())


def _describe(target: Pdf, title: str, as_of: dt.date) -> None:
    """Write who made the file, its title and the day of the release; never the clock."""
    metadata = target.make_stream(
        _XMP.format(title=escape(title), subject=escape(SUBJECT), program=escape(PROGRAM), day=as_of.isoformat()).encode()
    )
    metadata["/Type"], metadata["/Subtype"] = Name.Metadata, Name.XML
    target.Root["/Metadata"] = metadata
    target.Root["/Lang"] = String("en-US")
    target.Root["/ViewerPreferences"] = Dictionary(DisplayDocTitle=True)
    moment = f"D:{as_of:%Y%m%d}000000+00'00'"
    values = {"Title": title, "Author": PROGRAM, "Subject": SUBJECT, "Creator": PROGRAM, "Producer": PROGRAM}
    for key, value in {**values, "CreationDate": moment, "ModDate": moment}.items():
        target.docinfo[f"/{key}"] = String(value)
