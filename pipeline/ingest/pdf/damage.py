"""What is wrong with a PDF, and whether a page could be missing or lack something for it.

qpdf mends what it can and says so. A fault is let pass where it lies beside the pages: in an object that no page draws, in the
table of objects, in a length. Where an object that a page draws is lost or cut off the file is refused.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator

from pikepdf import Array, Dictionary, Object, Page, Pdf, Stream

from pipeline.content.unpacked import TooLargeError, TornError, object_streams, unpacked
from pipeline.errors import InputError

__all__ = ["DAMAGED", "faults_of", "is_nested", "refuse_lost"]

DAMAGED = "the PDF is damaged and cannot be repaired ({what}); get a whole copy, or print it to a new PDF"
_PAGE = re.compile(rb"/Type[\s\x00]{0,8}/Page(?![A-Za-z])")
_OBJECT = re.compile(rb"([0-9]{1,9})[\s\x00]{1,20}([0-9]{1,5})[\s\x00]{1,20}obj")
_CONTENTS = re.compile(rb"/Contents[\s\x00]{0,20}(?:[0-9]{1,9}\s{1,20}[0-9]{1,5}\s{1,20}R|\[[^\]]{0,100000}\])")
_REFERENCE = re.compile(rb"([0-9]{1,9})\s{1,20}([0-9]{1,5})\s{1,20}R")
_END, _TAIL = b"%%EOF", 1024
_NESTED = re.compile(r"nest|depth|recurs|loop(?! detected resolving)", re.IGNORECASE)
# What qpdf says of tables, lengths and keys of pages, which it makes anew from the objects.
_MENDED = re.compile(
    r"file is damaged|reconstruct cross-reference|xref not found|startxref|xref entry|xref syntax|whitespace seen before xref|"
    r"trailer dictionary|\(trailer,|reported number of objects|has offset 0|stream length|/(?:Length|Size|Prev|Index|W)[: ]|"
    r"expected (?:endstream|endobj|[0-9]+ [0-9]+ obj)|: linearized file|(?:MediaBox|Resources) is (?:missing|undefined)|"
    r"appears more than once in the pages tree|loop detected resolving",
    re.IGNORECASE,
)
_HINTS = re.compile(r"hint|/[EHLNOPT]\) mismatch|first page|linearization|shared (?:object|identifier)", re.IGNORECASE)
_OF_OBJECT = re.compile(r"\bobject ([0-9]+) [0-9]+")
_DRAWN = ("/Contents", "/Resources")
_MOST_UNPACKED = 100_000_000  # bytes of one stream
_FILTERS_OF_PICTURES = frozenset({"/DCTDecode", "/JPXDecode", "/CCITTFaxDecode", "/JBIG2Decode"})


def faults_of(pdf: Pdf) -> list[str]:
    """Return what is wrong with the file, but for the hints of a file made for the web, which no reader here uses."""
    found = [*map(str, pdf.get_warnings())]
    found += [fault for fault in map(str, pdf.check_pdf_syntax()) if not _HINTS.search(fault)]
    return list(dict.fromkeys(fault.removeprefix("WARNING: ") for fault in found))


def is_nested(fault: str) -> bool:
    """Tell whether a fault is of objects that hold each other deeper than any reader follows."""
    return _NESTED.search(fault) is not None


def refuse_lost(pdf: Pdf, faults: list[str], counted: Object | None, untrusted: bytes) -> None:
    """Raise InputError where a page may be missing, or may lack what it draws."""
    _refuse_lost_pages(pdf, counted, untrusted)
    _refuse_lost_objects(pdf, untrusted)
    open_faults = [fault for fault in faults if not _MENDED.search(fault)]
    if not open_faults:
        return
    named = {int(number) for fault in open_faults for number in _OF_OBJECT.findall(fault)}
    seen: set[int] = set()
    for at, page in enumerate(pdf.pages, start=1):
        if any(number in named or not _is_whole(value) for number, value in _drawn(page, seen)):
            raise InputError(DAMAGED.format(what=f"data of page {at} is lost or cut off"))


def _drawn(page: Page, seen: set[int]) -> Iterator[tuple[int, Object]]:
    """Yield the objects, by number, that a page draws and none before it: contents, resources, and whatever these refer to."""
    waiting = [value for key in _DRAWN if (value := page.obj.get(key)) is not None]
    yield page.obj.objgen[0], page.obj
    while waiting:
        value = waiting.pop()
        number = value.objgen[0] if isinstance(value, Object) and value.is_indirect else 0
        if number in seen:
            continue
        if number:
            seen.add(number)
            yield number, value
        if isinstance(value, Array):
            waiting += [each for each in value if isinstance(each, Object)]
        elif isinstance(value, Dictionary | Stream):
            waiting += [each for key in value.keys() if key != "/Parent" and isinstance(each := value.get(key), Object)]  # noqa: SIM118


def _is_whole(value: Object) -> bool:
    """Tell whether an object is there, and its stream unpacks to its end."""
    if not isinstance(value, Stream):
        return True
    kinds = value.get("/Filter")
    if any(str(each) in _FILTERS_OF_PICTURES for each in (kinds if isinstance(kinds, Array) else [kinds])):
        return True  # whoever shows the picture says so
    try:
        unpacked(value, _MOST_UNPACKED, strict=True)
    except (TornError, TooLargeError):
        return False
    return True


def _refuse_lost_pages(pdf: Pdf, counted: Object | None, untrusted: bytes) -> None:
    """Refuse a repaired PDF in which a page may be missing: its tree, its own count and the pages in its bytes must agree."""
    kept = len(pdf.pages)
    listed = sum(isinstance(each, Dictionary) and str(each.get("/Type")) == "/Page" for each in pdf.objects)
    lying = max(len(_page_objects(untrusted)), listed)
    if not kept == (counted if isinstance(counted, int) else kept) == lying:
        raise InputError(DAMAGED.format(what=f"{kept} pages can be reached, {lying} are in the file, {counted} should be"))
    if _END not in untrusted[-_TAIL:]:
        raise InputError(DAMAGED.format(what="its end is missing"))


def _page_objects(untrusted: bytes) -> set[tuple[bytes, bytes]]:
    """Return the numbers of the objects that are pages by their bytes; one that a later revision writes anew counts once."""
    heads = [(match.start(), match.groups()) for match in _OBJECT.finditer(untrusted)]
    starts = [start for start, _ in heads]
    places = [bisect_right(starts, match.start()) for match in _PAGE.finditer(untrusted)]
    return {heads[at - 1][1] if at else (b"", b"%d" % at) for at in places}  # type: ignore[misc]


def _refuse_lost_objects(pdf: Pdf, untrusted: bytes) -> None:
    """Refuse a repaired PDF that names content which was not found: qpdf takes it for none, and the page for an empty one."""
    for data in (untrusted, *object_streams(untrusted)):
        for named in _CONTENTS.findall(data):
            if any(pdf.get_object((int(number), int(generation))) is None for number, generation in _REFERENCE.findall(named)):
                raise InputError(DAMAGED.format(what="the content of a page is not in the file"))
