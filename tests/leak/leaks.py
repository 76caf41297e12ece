"""Drafts that leak, built by script from a clean one: each edit puts a withheld word in one place and nowhere else.

The PDF is cut into its objects, one of them is edited, and the table is written anew, so that a probe which
does not look at that place finds the file as it was.
"""

from __future__ import annotations

import datetime as dt
import re
import zlib
from collections.abc import Callable, Mapping
from dataclasses import replace
from itertools import pairwise

from pipeline.ingest import ingest, read_text
from pipeline.model import Action, Decision, Draft, Record, Span, Version
from pipeline.render import render
from pipeline.statement import ReleasePolicy
from pipeline.verify import PROBES, Expected, expect

__all__ = [
    "ALONE",
    "ANYWHERE",
    "POLICY",
    "SECRET",
    "TEXT",
    "Leak",
    "Pdf",
    "clean",
    "decisions_of",
    "edited",
    "in_a_font",
    "record_of",
    "red",
    "stood",
]

SECRET = "zebrafish"
TEXT = (
    "Memorandum on ships\n\nNovember 7, 1962\n\nThe ship carried ⟦zebrafish⟧ to the port, and Ørsted saw it.\n\n"
    "SECRET\n\nHe asked the ⟦owner of the ship⟧ twice.\n"
)
POLICY = ReleasePolicy(dt.date(2026, 11, 24))
Leak = Callable[[Draft], Draft]


def record_of(marked: str) -> tuple[Record, list[tuple[int, int]]]:
    """Return a record and the spans of what stood in ⟦ ⟧."""
    holes, plain = [], ""
    for index, part in enumerate(re.split("[⟦⟧]", marked)):
        if index % 2:
            holes.append((len(plain), len(plain) + len(part)))
        plain += part
    return ingest(plain.encode(), name="record.txt", readers={"text/plain": read_text}), holes


def decisions_of(record: Record, holes: list[tuple[int, int]], action: Action = Action.REDACT) -> tuple[Decision, ...]:
    """Withhold or refer the holes, cancel a line that says SECRET, release the rest."""
    cuts = sorted({0, len(record.text), *(end for hole in holes for end in hole)})
    if (at := record.text.find("\nSECRET\n") + 1) > 0:
        cuts = sorted({*cuts, at, at + 6})
    found = []
    for start, end in pairwise(cuts):
        is_hole = (start, end) in holes
        codes = ("1.4(c)",) if is_hole and action is Action.REDACT else ()
        owners = ("CIA",) if is_hole and action is Action.REFER else ()
        is_struck = record.text[start:end] == "SECRET"
        found.append(Decision(Span(start, end), action if is_hole else Action.RELEASE, codes, owners, (), "rule", is_struck))
    return tuple(found)


def clean(marked: str = TEXT, policy: ReleasePolicy = POLICY, action: Action = Action.REDACT) -> tuple[Draft, Expected]:
    """Return a draft that every probe passes, and what it is expected to read as."""
    record, holes = record_of(marked)
    settled = decisions_of(record, holes, action)
    draft = render(record, settled, policy, version=Version.RELEASED)
    return draft, expect(record, settled, Version.RELEASED, policy)


def red(draft: Draft, expected: Expected) -> dict[str, str]:
    """Return the probes that turn red over a draft, each with its message."""
    found = {}
    for name, probe in PROBES.items():
        try:
            probe(draft, expected)
        except Exception as error:  # noqa: BLE001  # whatever a probe raises is its answer here
            found[name] = f"{type(error).__name__}: {error}"
    return found


class Pdf:
    """A PDF of ours, cut into objects that may be edited."""

    def __init__(self, pdf: bytes) -> None:
        """Cut at the offsets of the file's own table."""
        table = int(re.findall(rb"startxref\s+([0-9]+)", pdf)[-1])
        rows = re.findall(rb"([0-9]{10}) 00000 n", pdf[table:])
        offsets = [int(row) for row in rows]
        self.head = pdf[: offsets[0]]
        self.objects = {
            number: pdf[start:end] for number, (start, end) in enumerate(zip(offsets, [*offsets[1:], table], strict=True), start=1)
        }
        self.trailer = pdf[pdf.index(b"trailer", table) : pdf.index(b"startxref", table)]

    def to_bytes(self) -> bytes:
        """Write the file with a table that fits."""
        data, offsets = self.head, []
        for _, item in sorted(self.objects.items()):
            offsets.append(len(data))
            data += item
        rows = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
        count = len(offsets) + 1
        trailer = re.sub(rb"/Size [0-9]+", b"/Size %d" % count, self.trailer)
        table = b"xref\n0 %d\n0000000000 65535 f \n" % count + rows
        return data + table + trailer + b"startxref\n%d\n%%%%EOF\n" % len(data)

    def find(self, needle: bytes) -> int:
        """Return the number of the first object that holds ``needle``."""
        return next(number for number, item in self.objects.items() if needle in item)

    def put(self, number: int, old: bytes, new: bytes) -> None:
        """Replace bytes of one object, once."""
        assert old in self.objects[number]
        self.objects[number] = self.objects[number].replace(old, new, 1)

    def add(self, body: bytes) -> int:
        """Add an object at the end."""
        number = max(self.objects) + 1
        self.objects[number] = b"%d 0 obj\n" % number + body + b"\nendobj\n"
        return number

    def add_stream(self, data: bytes, more: bytes = b"") -> int:
        """Add a compressed stream."""
        packed = zlib.compress(data)
        return self.add(b"<<\n/Filter [ /FlateDecode ] /Length %d%s\n>>\nstream\n" % (len(packed), more) + packed + b"endstream")

    def data(self, number: int) -> bytes:
        """Return a stream inflated."""
        item = self.objects[number]
        return zlib.decompress(item[item.index(b"stream\n") + 7 : item.rindex(b"endstream")])

    def set_data(self, number: int, data: bytes, after: bytes = b"") -> None:
        """Replace a stream's data; ``after`` follows the compressed bytes."""
        item = self.objects[number]
        packed = zlib.compress(data) + after
        head = re.sub(rb"/Length [0-9]+", b"/Length %d" % len(packed), item[: item.index(b"stream\n")])
        self.objects[number] = head + b"stream\n" + packed + b"endstream\nendobj\n"

    def content(self) -> int:
        """Return the number of the first page's content."""
        found = re.search(rb"/Contents ([0-9]+) 0 R", self.objects[self.find(b"/Type /Page\n")])
        assert found
        return int(found.group(1))


def edited(edit: Callable[[Pdf], None]) -> Leak:
    """Return a leak that edits the PDF's objects."""

    def leak(draft: Draft) -> Draft:
        pdf = Pdf(draft.pdf)
        edit(pdf)
        return replace(draft, pdf=pdf.to_bytes())

    return leak


def drawn(code: str, old: str = "ET\n", count: int = 1) -> Leak:
    """Return a leak that adds ``code`` to the first page's content, after the first ``old``, or at the end."""

    def edit(pdf: Pdf) -> None:
        number = pdf.content()
        data = pdf.data(number)
        pdf.set_data(number, data.replace(old.encode(), old.encode() + code.encode(), count) if count else data + code.encode())

    return edited(edit)


def stood(old: bytes, new: bytes) -> Leak:
    """Return a leak that replaces ``old`` by ``new`` in the first object that holds it."""
    return edited(lambda pdf: pdf.put(pdf.find(old), old, new))


def hex_words(text: str) -> str:
    """Return text as the hex of an ActualText, without its byte-order mark."""
    return text.encode("utf-16-be").hex().upper()


_SECRET = SECRET.encode()
_BDC_END = "> BDC\n"
_FONT = "/F3+0 7.6 Tf"


def shown(words: str, x: float = 72, y: float = 400, before: str = "") -> str:
    """Return code that shows ``words``."""
    return f"BT 1 0 0 1 {x} {y} Tm {before} {_FONT} ({words}) Tj ET\n"


def _spoken(text: str) -> Leak:
    def edit(pdf: Pdf) -> None:
        number = pdf.content()
        end = hex_words("]") + ">>> BDC"
        pdf.set_data(number, pdf.data(number).replace(end.encode(), (hex_words(text + "]") + ">>> BDC").encode(), 1))

    return edited(edit)


def _trailing(pdf: Pdf) -> None:
    pdf.set_data(pdf.content(), pdf.data(pdf.content()), after=_SECRET)


def _after_length(pdf: Pdf) -> None:
    pdf.put(pdf.content(), b"endstream", b"\n" + _SECRET + b"endstream")


def _cut_short(pdf: Pdf) -> None:
    number = pdf.content()
    item = pdf.objects[number]
    start = item.index(b"stream\n") + 7
    packed = item[start : item.rindex(b"endstream")][:-8]
    head = re.sub(rb"/Length [0-9]+", b"/Length %d" % len(packed), item[: start - 7])
    pdf.objects[number] = head + b"stream\n" + packed + b"endstream\nendobj\n"


def _cmap(old: bytes, new: bytes) -> Leak:
    def edit(pdf: Pdf) -> None:
        number = int(re.findall(rb"/ToUnicode ([0-9]+) 0 R", b"".join(pdf.objects.values()))[0])
        data = pdf.data(number)
        assert old in data
        pdf.set_data(number, data.replace(old, new, 1))

    return edited(edit)


def in_a_font(words: bytes) -> Leak:
    """Return a leak that adds bytes to a font program."""

    def edit(pdf: Pdf) -> None:
        number = int(re.findall(rb"/FontFile2 ([0-9]+) 0 R", b"".join(pdf.objects.values()))[0])
        pdf.set_data(number, pdf.data(number) + words)

    return edited(edit)


def _older(draft: Draft) -> Draft:
    """Return a file whose older revision showed a withheld word."""
    old = drawn(shown(SECRET))(draft).pdf
    pdf = Pdf(old)
    number, start = pdf.content(), int(re.findall(rb"startxref\s+([0-9]+)", old)[-1])
    again = Pdf(draft.pdf).objects[number]
    trailer = pdf.trailer.replace(b"/Size", b"/Prev %d\n/Size" % start)
    update = old + again + b"xref\n%d 1\n%010d 00000 n \n" % (number, len(old)) + trailer
    return replace(draft, pdf=update + b"startxref\n%d\n%%%%EOF\n" % (len(old) + len(again)))


def _catalog(entry: bytes, *bodies: bytes) -> Leak:
    """Return a leak in the catalog; ``@1`` in the entry is the first of the added objects."""

    def edit(pdf: Pdf) -> None:
        numbers = [pdf.add(body) for body in bodies]
        full = entry
        for index, number in enumerate(numbers, start=1):
            full = full.replace(b"@%d" % index, b"%d 0 R" % number)
        pdf.put(pdf.find(b"/Type /Catalog"), b"/Type /Catalog", full + b" /Type /Catalog")

    return edited(edit)


def _page(entry: bytes, *bodies: bytes) -> Leak:
    def edit(pdf: Pdf) -> None:
        full = entry
        for index, body in enumerate(bodies, start=1):
            full = full.replace(b"@%d" % index, b"%d 0 R" % pdf.add(body))
        pdf.put(pdf.find(b"/Type /Page\n"), b"/Type /Page\n", full + b" /Type /Page\n")

    return edited(edit)


def _stream_of_page(entry: bytes, data: bytes, more: bytes) -> Leak:
    def edit(pdf: Pdf) -> None:
        number = pdf.add_stream(data, more)
        pdf.put(pdf.find(b"/Type /Page\n"), b"/Type /Page\n", entry.replace(b"@1", b"%d 0 R" % number) + b" /Type /Page\n")

    return edited(edit)


def _xmp(pdf: Pdf) -> None:
    number = pdf.add_stream(b"<x:xmpmeta>" + _SECRET + b"</x:xmpmeta>", b" /Type /Metadata /Subtype /XML")
    pdf.put(pdf.find(b"/Type /Catalog"), b"/Type /Catalog", b"/Metadata %d 0 R /Type /Catalog" % number)


def _orphan(pdf: Pdf) -> None:
    pdf.add_stream(_SECRET)


def _headed(pdf: Pdf) -> None:
    pdf.head = pdf.head + b"% " + _SECRET + b"\n"


def _trailed(pdf: Pdf) -> None:
    pdf.trailer = pdf.trailer.replace(b"/Info", b"/" + _SECRET + b" 1\n/Info")


def _identified(pdf: Pdf) -> None:
    pdf.trailer = re.sub(rb"><[0-9a-f]{32}>", b"><" + _SECRET.hex().encode().ljust(32, b"0") + b">", pdf.trailer)


def _between(what: bytes) -> Leak:
    return edited(lambda pdf: pdf.objects.update({3: pdf.objects[3] + what}))


def _text(old: bytes, new: bytes) -> Leak:
    return lambda draft: replace(draft, text=draft.text.replace(old, new, 1))


def _in_a_box(words: str) -> Leak:
    """Return a leak that shows words inside a box, where pdfium hears what the box says and pypdf reads glyphs."""
    return drawn(shown(words), old=_BDC_END)


# probe -> leaks that this probe alone finds
ALONE: Mapping[str, Mapping[str, Leak]] = {
    "pypdf text": {
        "a word under what a box says": _in_a_box(SECRET),
        "a word that also stands in released text, once more": _in_a_box("ship"),
        "one letter under what a box says": _in_a_box("z"),
        "released glyphs drawn twice in one place": drawn(shown("Page 1 of 2", 501.4528, 46), old="(Page 1 of 2) Tj ET\n"),
    },
    "pdfium text": {
        "a word that a box says": _spoken(SECRET),
        "a word that also stands in released text, said once more": _spoken("ship"),
        "one letter that a box says": _spoken("z"),
    },
    "streams": {
        "a comment in content": drawn(f"% {SECRET}\n"),
        "an unknown operator": drawn(f"{SECRET}\n"),
        "a name in content": drawn(f"/{SECRET} w\n"),
        "a string that is not shown": drawn(f"({SECRET}) w\n"),
        "a string at the end of content": drawn(f" ({SECRET})", count=0),
        "marked content with a property": drawn(f"/Span <</E ({SECRET})>> BDC\n{shown('')}EMC\n"),
        "words said over nothing": drawn(f"/Span <</ActualText <FEFF{hex_words(SECRET)}>>> BDC\nEMC\n"),
        "words said over white space": drawn(f"/Span <</ActualText <FEFF{hex_words(SECRET)}>>> BDC\n({' '}) Tj\nEMC\n"),
        "a hex string that is not shown": drawn(f"<{SECRET.encode().hex()}> w\n"),
        "an array": drawn(f"[({SECRET})] w\n"),
        "a stream that no page uses": edited(_orphan),
        "bytes after the end of a stream's data": edited(_trailing),
        "a character map of a word": _cmap(b"<7E> <007E>", b"<7E> <" + hex_words(SECRET).encode() + b">"),
        "a character map that spells": _cmap(b"<5E> <005E>\n<5F> <005F>", b"<5E> <005A>\n<5F> <0045>"),
        "a letter that was not released": _cmap(b"<01> <0000>", b"<01> <0416>"),
        "a name in a character map": _cmap(b"/CMapType", b"/" + _SECRET),
        "a word in a character map": _cmap(b"begincmap", b"begincmap " + _SECRET),
        "a comment in a character map": _cmap(b"begincmap", b"begincmap % " + _SECRET),
        "a string in a character map": _cmap(b"/Registry (", b"/Registry (" + _SECRET),
        "an array of numbers": drawn("[ ] 0 d\n"),
        "brackets in a character map": _cmap(b"begincmap", b"begincmap { }"),
        "an odd code at the end of a character map": _cmap(b"endcmap", b"<41> endcmap"),
        "an odd code in a character map": _cmap(b"begincmap", b"begincmap <41>"),
        "a font program that holds a word": in_a_font(_SECRET),
        "a font program that holds a word in capitals": in_a_font(_SECRET.upper()),
        "a font program that holds a word in two-byte letters": in_a_font(SECRET.encode("utf-16-be")),
    },
    "strings": {
        "private data of an application": _page(b"/PieceInfo <</A <</Private (" + _SECRET + b")>>>>"),
        "an alternative text": _page(b"/Alt (" + _SECRET + b")"),
        "an unknown key": _page(b"/" + _SECRET + b" 1"),
        "a key in a dictionary within": stood(b"/ProcSet", b"/" + _SECRET + b" 1 /ProcSet"),
        "a key among the fonts": stood(b"/F1+0 ", b"/" + _SECRET + b" 1 /F1+0 "),
        "an unknown name": stood(b"/PDF /Text", b"/PDF /" + _SECRET),
        "a name in place of a number": stood(b"/Rotate 0", b"/Rotate /" + _SECRET),
        "a string in place of a number": stood(b"/Rotate 0", b"/Rotate (" + _SECRET + b")"),
        "a hex string": stood(b"/Rotate 0", b"/Rotate <" + _SECRET.hex().encode() + b">"),
        "another language": stood(b"(en-US)", b"(" + _SECRET + b")"),
        "an object of an unknown type": edited(lambda pdf: pdf.put(pdf.add(b"<</Type /Font>>"), b"/Font", b"/Text")),
        "a key of a stream": stood(b"/Filter [", b"/" + _SECRET + b" 1 /Filter ["),
        "a comment at the head": edited(_headed),
        "a comment in an object": stood(b"/Rotate 0", b"/Rotate 0 % " + _SECRET + b"\n"),
        "a comment between objects": _between(b"% " + _SECRET + b"\n"),
        "bytes between objects": _between(_SECRET + b"\n"),
        "a name between objects": _between(b"/" + _SECRET + b"\n"),
        "an object that the table does not name": _between(b"99 0 obj\n<<>>\nendobj\n"),
        "a string after an object's value": stood(b">>\nendobj", b">> (" + _SECRET + b")\nendobj"),
        "a name after an object's value": stood(b">>\nendobj", b">> /" + _SECRET + b"\nendobj"),
        "a word after an object's value": stood(b">>\nendobj", b">> -" + _SECRET + b"\nendobj"),
        "a hex string after an object's value": stood(b">>\nendobj", b">> <41>\nendobj"),
        "a string beside the document properties": edited(
            lambda pdf: pdf.put(pdf.find(b"/Author"), b">>\nendobj", b">> (" + _SECRET + b")\nendobj")
        ),
        "a key of the trailer": edited(_trailed),
        "another identifier": edited(_identified),
        "bytes after the end": lambda draft: replace(draft, pdf=draft.pdf + b"% " + _SECRET + b"\n"),
        "an older revision": _older,
    },
    "metadata": {
        "another subject": stood(b"/Subject (", b"/Subject (" + _SECRET),
        "another title": stood(b"/Title (", b"/Title (" + _SECRET),
        "another author": stood(b"/Author (", b"/Author (" + _SECRET),
        "another program": stood(b"/Producer (", b"/Producer (" + _SECRET),
        "another creator": stood(b"/Creator (", b"/Creator (" + _SECRET),
        "a keyword": stood(b"/Keywords (", b"/Keywords (" + _SECRET),
        "another day": stood(b"/CreationDate (D:2026", b"/CreationDate (D:1962"),
        "another day of change": stood(b"/ModDate (D:2026", b"/ModDate (D:1962"),
        "trapped": stood(b"/Trapped /False", b"/Trapped /" + _SECRET),
        "a property of its own": stood(b"/Author (", b"/Company (" + _SECRET + b") /Author ("),
        "a property of its own, of no letters": stood(b"/Author (", b"/" + _SECRET + b" (\\000) /Author ("),
    },
    "text file": {
        "a word at the end": lambda draft: replace(draft, text=draft.text + _SECRET),
        "a word at the head": lambda draft: replace(draft, text=_SECRET + draft.text),
        "a word in the record": _text(b"carried", b"carried " + _SECRET),
        "a word that also stands in released text, once more": _text(b"carried", b"carried ship"),
        "a page of its own": lambda draft: replace(draft, text=draft.text + b"\f" + _SECRET),
        "one line more": _text(b"\n" + b"-" * 78, b"\n" + b"-" * 79),
        "other letters": lambda draft: replace(draft, text=draft.text + "\u200b".encode()),
        "other bytes": lambda draft: replace(draft, text=draft.text + b"\xff"),
        "a word too few": _text(b"carried ", b""),
        "nothing at all": lambda draft: replace(draft, text=b""),
        "cut off at its end": lambda draft: replace(draft, text=draft.text.rstrip()[:-1]),
    },
}

# what a person or a program may find in a file in some other way; one probe at least turns red
ANYWHERE: Mapping[str, Leak] = {
    "white text": drawn(shown(SECRET, before="1 1 1 rg")),
    "text off the page": drawn(shown(SECRET, -500, 400)),
    "text above the page": drawn(shown(SECRET, 72, 5000)),
    "invisible text": drawn(shown(SECRET, before="3 Tr")),
    "text as a clipping path": drawn(shown(SECRET, before="7 Tr")),
    "tiny text": drawn(f"BT 1 0 0 1 72 400 Tm /F3+0 .01 Tf ({SECRET}) Tj ET\n"),
    "text without width": drawn(shown(SECRET, before="0 Tz")),
    "clipped text": drawn("q 0 0 1 1 re W n " + shown(SECRET).rstrip() + " Q\n"),
    "text under a box": drawn(shown(SECRET) + "0 0 0 rg 60 390 100 20 re f\n"),
    "text before all other": drawn(shown(SECRET), old="cm \n"),
    "text split into letters": drawn("".join(shown(letter, 72 + 9 * at) for at, letter in enumerate(SECRET))),
    "a string with its letters escaped": drawn(shown("".join(f"\\{ord(letter):03o}" for letter in SECRET))),
    "a hex string": drawn(f"BT 1 0 0 1 72 400 Tm {_FONT} <{SECRET.encode().hex()}> Tj ET\n"),
    "kerned text": drawn(f"BT 1 0 0 1 72 400 Tm {_FONT} [({SECRET[:4]}) 10 ({SECRET[4:]})] TJ ET\n"),
    "marked content without words": drawn(f"/{SECRET} BMC\n{shown('')}EMC\n"),
    "optional content": drawn(f"/OC /Hidden BDC\n{shown(SECRET)}EMC\n"),
    "an inline picture": drawn(f"BI /W 1 /H 1 /BPC 8 /CS /G ID {SECRET} EI\n"),
    "a picture": _stream_of_page(b"/XObject <</I @1>>", _SECRET, b" /Subtype /Image /Width 9 /Height 1"),
    "a form object": _stream_of_page(b"/XObject <</X @1>>", shown(SECRET).encode(), b" /Subtype /Form /BBox [ 0 0 9 9 ]"),
    "a second content stream": edited(
        lambda pdf: pdf.put(
            pdf.find(b"/Type /Page\n"), b"/Contents ", b"/Contents [ %d 0 R " % pdf.add_stream(shown(SECRET).encode()) + b"] /A "
        )
    ),
    "an annotation": _page(b"/Annots [ @1 ]", b"<</Type /Annot /Subtype /Text /Rect [ 0 0 9 9 ] /Contents (" + _SECRET + b")>>"),
    "a form field": _catalog(b"/AcroForm <</Fields [ @1 ]>>", b"<</FT /Tx /T (a) /V (" + _SECRET + b")>>"),
    "an attachment": _catalog(
        b"/Names <</EmbeddedFiles <</Names [ (a) @1 ]>>>>", b"<</Type /Filespec /F (" + _SECRET + b") /Desc (" + _SECRET + b")>>"
    ),
    "a thumbnail": _stream_of_page(b"/Thumb @1", _SECRET, b" /Width 9 /Height 1 /BitsPerComponent 8"),
    "an outline": _catalog(b"/Outlines @1", b"<</Type /Outlines /Count 1>>", b"<</Title (" + _SECRET + b")>>"),
    "a named destination": _catalog(b"/Dests <</" + _SECRET + b" [ 2 0 R /Fit ]>>"),
    "a named destination in a tree": _catalog(b"/Names <</Dests <</Names [ (" + _SECRET + b") [ 2 0 R /Fit ] ]>>>>"),
    "a script": _catalog(b"/OpenAction <</S /JavaScript /JS (" + _SECRET + b")>>"),
    "a page label": _catalog(b"/PageLabels <</Nums [ 0 <</P (" + _SECRET + b")>> ]>>"),
    "a structure tree": _catalog(b"/StructTreeRoot @1", b"<</Type /StructTreeRoot /K <</S /P /Alt (" + _SECRET + b")>>>>"),
    "a layer's name": _catalog(b"/OCProperties <</OCGs [ @1 ]>>", b"<</Type /OCG /Name (" + _SECRET + b")>>"),
    "XMP": edited(_xmp),
    "bytes after a stream's length": edited(_after_length),
    "a stream cut short": edited(_cut_short),
    "an older revision": _older,
    "a page without content": stood(b"/Contents ", b"/Rotate "),
    "no properties": edited(lambda pdf: setattr(pdf, "trailer", re.sub(rb"/Info [0-9]+ 0 R\n", b"", pdf.trailer))),
    "properties that are none": edited(lambda pdf: setattr(pdf, "trailer", re.sub(rb"/Info [0-9]+ 0 R", b"/Info 1 0 R", pdf.trailer))),
    "no PDF at all": lambda draft: replace(draft, pdf=_SECRET),
    "an empty file": lambda draft: replace(draft, pdf=b""),
    "another file's pages": lambda draft: replace(draft, pdf=clean("Memorandum on ships\n\nNo blank here.\n")[0].pdf),
}
