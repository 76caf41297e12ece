"""What the file says of itself: the document information dictionary and the XMP packet, each value one of ours."""

from __future__ import annotations

import html
import re

from pikepdf import Dictionary, Stream, String

from pipeline.errors import LeakError
from pipeline.verify.kept.case import Case
from pipeline.verify.kept.expected import KeptExpected
from pipeline.verify.kept.opened import Opened

__all__ = ["probe_metadata"]

PROBE = "metadata"
_MOST = 16_384  # bytes of a packet of ours
_PACKET = re.compile(r'<\?xpacket begin="\ufeff?" id="W5M0MpCehiHzreSzNTczkc9d"\?>(.*)<\?xpacket end="[rw]"\?>\s*', re.DOTALL)
_TAG = re.compile(r"</?([a-z]+:[A-Za-z]+)((?:\s+[a-z]+:[A-Za-z]+=\"[^\"<>]*\")*)\s*/?>")
_ATTRIBUTE = re.compile(r"\s+([a-z]+:[A-Za-z]+)=\"([^\"<>]*)\"")
_TAGS = frozenset(
    "x:xmpmeta rdf:RDF rdf:Description rdf:Alt rdf:Seq rdf:Bag rdf:li dc:title dc:description dc:creator dc:format dc:language "
    "pdf:Producer pdf:Keywords xmp:CreatorTool xmp:CreateDate xmp:ModifyDate xmp:MetadataDate pdfaid:part pdfaid:conformance".split()
)
_SPACES = {
    "x": "adobe:ns:meta/",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "dc": "http://purl.org/dc/elements/1.1/",
    "pdf": "http://ns.adobe.com/pdf/1.3/",
    "xmp": "http://ns.adobe.com/xap/1.0/",
    "pdfaid": "http://www.aiim.org/pdfa/ns/id/",
}
_PLAIN = frozenset(("", "x-default", "application/pdf"))
_NOT_OURS = "it says something that was not released"


def _properties(opened: Opened, expected: KeptExpected) -> None:
    found = opened.pdf.trailer.get("/Info")
    if not isinstance(found, Dictionary) or set(found.keys()) != dict(expected.properties).keys():
        raise LeakError(PROBE, "document properties", "they are not the ones that a release has")
    for key, value in expected.properties:
        said = found[key]
        if not isinstance(said, String) or str(said) != value:
            raise LeakError(PROBE, "document properties", _NOT_OURS)


def _may_say(expected: KeptExpected) -> frozenset[str]:
    day = expected.as_of.isoformat()
    moments = {f"{day}T00:00:00{zone}" for zone in ("", "Z", "+00:00")}
    return frozenset({*(value for _, value in expected.properties), expected.language, *moments}) | _PLAIN


def _is_known(name: str, value: str, may: frozenset[str]) -> bool:
    kind, _, rest = name.partition(":")
    return _SPACES.get(rest) == value if kind == "xmlns" else name in {"xml:lang", "rdf:about"} and value in may


def _packet(packet: str, may: frozenset[str]) -> bool:
    """Tell whether a packet is tags and values of ours; comments, instructions and entities of its own are none."""
    found = _PACKET.fullmatch(packet)
    if not found:
        return False
    rest = found.group(1)
    tags = list(_TAG.finditer(rest))
    if any(tag.group(1) not in _TAGS for tag in tags):
        return False
    if any(not _is_known(attribute[1], attribute[2], may) for tag in tags for attribute in _ATTRIBUTE.finditer(tag.group(2))):
        return False
    return all(html.unescape(text.strip()) in may and "<" not in text for text in _TAG.sub("\x00", rest).split("\x00"))


def probe_metadata(case: Case) -> None:
    """Raise LeakError unless the document properties are exactly ours, and the XMP packet says nothing beyond them."""
    opened, expected = case.opened, case.expected
    _properties(opened, expected)
    stream = opened.pdf.Root.get("/Metadata")
    if stream is None:
        return
    data = stream.read_bytes() if isinstance(stream, Stream) else b""
    try:
        is_ours = len(data) <= _MOST and _packet(data.decode(), _may_say(expected))
    except UnicodeDecodeError:
        is_ours = False
    if not is_ours:
        raise LeakError(PROBE, "XMP", _NOT_OURS)
