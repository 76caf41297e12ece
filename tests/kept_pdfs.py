"""A small PDF and what a release made of it, both built by script, so that a test can break one thing at a time."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from fontTools import subset
from fontTools.ttLib import TTFont
from pikepdf import Array, Dictionary, Name, Object, ObjectStreamMode, Pdf, String

import pipeline
from pipeline.content.values import Edges
from pipeline.errors import LeakError
from pipeline.verify.kept import KEPT_PROBES, KeptBar, KeptExpected, KeptPage, verify_kept

__all__ = ["AS_OF", "BAR", "LINES", "SECRET", "Kept", "embed", "expected", "kept", "red", "save", "source"]

AS_OF = dt.date(2026, 11, 24)
SECRET = "zanzibar"
LINES = ("The ship sailed from {} in the morning,", "and it was seen by all who lived there.", "Nobody spoke of it at the time.")
HEAD, LABEL, SPOKEN = "Released in part", "1.4(c)", "[withheld: 1.4(c)]"
TITLE = "Ships"
_LEFT, _TOP, _STEP, _SIZE, _LABEL_SIZE = 72.0, 700.0, 14.0, 11.0, 6.0
_FONT = Path(pipeline.__file__).parent / "render" / "fonts" / "PublicSans-Regular.ttf"
_BLACK = (22 / 255, 24 / 255, 29 / 255)
_WIDE, _ASCENT, _DESCENT = 60.0, 9.0, 3.0
_BEFORE = LINES[0].partition("{}")[0]
_PROPERTIES = {"/Title": TITLE, "/Producer": "declass"}
_XMP = (
    '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?><x:xmpmeta xmlns:x="adobe:ns:meta/">'
    '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about=""'
    ' xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:pdf="http://ns.adobe.com/pdf/1.3/">'
    f'<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{TITLE}</rdf:li></rdf:Alt></dc:title><pdf:Producer>declass</pdf:Producer>'
    '</rdf:Description></rdf:RDF></x:xmpmeta><?xpacket end="r"?>'
)


@cache
def _face(letters: str, *, has_names: bool = False) -> tuple[bytes, dict[int, int]]:
    """Return a font cut down to some letters, and the width of each code in thousandths."""
    font = TTFont(io.BytesIO(_FONT.read_bytes()))
    options = subset.Options(name_IDs=["*"] if has_names else [], notdef_outline=False, glyph_names=False, layout_features=[])
    options.drop_tables += ["GSUB", "GPOS", "GDEF", "STAT", "DSIG"]
    cutter = subset.Subsetter(options)
    cutter.populate(text=letters)
    cutter.subset(font)
    if not has_names and "name" in font:
        del font["name"]
    target = io.BytesIO()
    font.save(target)
    scale = 1000 / font["head"].unitsPerEm
    return target.getvalue(), {ord(char): round(font["hmtx"][font.getBestCmap()[ord(char)]][0] * scale) for char in letters}


def embed(pdf: Pdf, letters: str, *, name: str = "/ABCDEF+Font1", alter: Callable[[Any], None] | None = None) -> Object:
    """Return a simple TrueType font that holds some letters; ``alter`` changes its program first."""
    program, widths = _face("".join(sorted(set(letters))), has_names=alter is not None)
    if alter:
        font = TTFont(io.BytesIO(program))
        alter(font)
        target = io.BytesIO()
        font.save(target)
        program = target.getvalue()
    stream = pdf.make_stream(program)
    stream.Length1 = len(program)
    first, last = min(widths), max(widths)
    descriptor = Dictionary(
        Type=Name.FontDescriptor,
        FontName=Name(name),
        Flags=32,
        FontBBox=Array([-200, -250, 1200, 950]),
        ItalicAngle=0,
        Ascent=950,
        Descent=-225,
        CapHeight=700,
        StemV=80,
        FontFile2=stream,
    )
    return pdf.make_indirect(
        Dictionary(
            Type=Name.Font,
            Subtype=Name.TrueType,
            BaseFont=Name(name),
            Encoding=Name.WinAnsiEncoding,
            FirstChar=first,
            LastChar=last,
            Widths=Array([widths.get(code, 0) for code in range(first, last + 1)]),
            FontDescriptor=pdf.make_indirect(descriptor),
        )
    )


def _wide(text: str) -> float:
    return sum(_face("".join(sorted(set(text))))[1][ord(char)] for char in text) * _SIZE / 1000


def _shown(text: str, x: float, y: float, font: str = "/F1", size: float = _SIZE) -> str:
    escaped = text.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)")
    return f"BT\n{font} {size} Tf\n1 0 0 1 {x:.3f} {y:.3f} Tm\n({escaped}) Tj\nET\n"


def _line(number: int) -> float:
    return _TOP - _STEP * number


_GAP_AT = _LEFT + _wide(_BEFORE)
BAR = KeptBar(_GAP_AT, _TOP, 1.0, 0.0, _WIDE, _ASCENT, -_DESCENT, _BLACK)


def _bar(colour: Sequence[float] = _BLACK) -> str:
    fill = " ".join(f"{each:.4f}" for each in colour)
    box = f"{_GAP_AT:.3f} {_TOP - _DESCENT:.3f} {_WIDE} {_ASCENT + _DESCENT} re\nf\n"
    spoken = SPOKEN.encode("utf-16-be").hex().upper()
    label = _shown(LABEL, _GAP_AT + 20, _TOP + 1, "/F2", _LABEL_SIZE)
    return f"/Span <</ActualText <FEFF{spoken}>>> BDC\nq\n{fill} rg\n{box}1 1 1 rg\n{label}Q\nEMC\n"


@dataclass
class Kept:
    """An output in the making: the parts of its one page's content, and the open PDF."""

    pdf: Pdf
    lines: list[str]
    bar: str
    head: str
    letters: str

    @property
    def page(self) -> Object:
        """The dictionary of its page."""
        return self.pdf.pages[0].obj

    def form(self, content: str) -> Object:
        """Return a form XObject with the page's fonts."""
        made = self.pdf.make_stream(content.encode())
        for key, value in {"Type": Name.XObject, "Subtype": Name.Form, "BBox": Array([0, 0, 612, 792])}.items():
            made[f"/{key}"] = value
        made["/Resources"] = Dictionary(Font=self.page.Resources.Font)
        return made


def source(*, more: str = "", edit: Callable[[Kept], None] | None = None) -> bytes:
    """Return the PDF that the release is made of; ``more`` is drawn at the end of its page."""
    pdf = Pdf.new()
    page = pdf.add_blank_page(page_size=(612, 792))
    texts = [LINES[0].format(SECRET), *LINES[1:]]
    page.obj.Resources = Dictionary(Font=Dictionary(F1=embed(pdf, "".join(texts) + "ABCDEFGHIJKLMNOPQRSTUVWXYZ")))
    made = Kept(pdf, [_shown(text, _LEFT, _line(number)) for number, text in enumerate(texts)], "", "", "")
    if edit:
        edit(made)
    page.obj.Contents = pdf.make_stream(("".join(made.lines) + more).encode("latin-1"))
    return save(pdf)


def save(pdf: Pdf) -> bytes:
    """Write a PDF as a release is written."""
    target = io.BytesIO()
    pdf.save(
        target,
        deterministic_id=True,
        fix_metadata_version=False,
        object_stream_mode=ObjectStreamMode.disable,
        compress_streams=True,
        force_version="1.7",
    )
    return target.getvalue()


def kept(edit: Callable[[Kept], None] | None = None, *, more_letters: str = "", alter: Callable[[Any], None] | None = None) -> bytes:
    """Return a release of the source; ``edit`` changes the parts of its page before they are put together."""
    pdf = Pdf.new()
    page = pdf.add_blank_page(page_size=(612, 792))
    after = LINES[0].partition("{}")[2]
    lines = [_shown(_BEFORE, _LEFT, _TOP), _shown(after.strip(), _GAP_AT + _WIDE + 3, _TOP)]
    lines += [_shown(text, _LEFT, _line(number)) for number, text in enumerate(LINES[1:], start=1)]
    page.obj.Resources = Dictionary()
    made = Kept(pdf, lines, _bar(), _shown(HEAD, _LEFT, 770, "/F2", 8.0), _BEFORE + after.strip() + "".join(LINES[1:]) + more_letters)
    page.obj.Resources.Font = Dictionary(F1=embed(pdf, made.letters, alter=alter), F2=embed(pdf, HEAD + LABEL, name="/ABCDEF+Font2"))
    if edit:
        edit(made)
    page.obj.Contents = pdf.make_stream(f"q\n{''.join(made.lines)}Q\n{made.bar}q\n{made.head}Q".encode("latin-1"))
    _describe(pdf)
    return save(pdf)


def _describe(pdf: Pdf) -> None:
    metadata = pdf.make_stream(_XMP.encode())
    metadata.Type, metadata.Subtype = Name.Metadata, Name.XML
    if "/Metadata" not in pdf.Root:
        pdf.Root.Metadata = metadata
    pdf.Root.Lang = String("en-US")
    for key, value in _PROPERTIES.items():
        if key not in pdf.docinfo:
            pdf.docinfo[key] = String(value)


def expected(
    *, furniture: str = HEAD, bars: tuple[KeptBar, ...] = (BAR,), touched: tuple[Edges, ...] = (), kept: str | None = None
) -> KeptExpected:
    """Return what the release must read as."""
    band = (_LEFT, _TOP - 4, 540.0, _TOP + 11)
    page = KeptPage(
        0,
        " ".join([LINES[0].format(" "), *LINES[1:]]) if kept is None else kept,
        (SECRET,),
        furniture,
        LABEL,
        (SPOKEN,),
        bars,
        (band, *touched),
        ((_LEFT, 762.0, 540.0, 785.0),),
    )
    return KeptExpected((page,), frozenset({SECRET}), tuple(_PROPERTIES.items()), AS_OF)


def red(release: bytes, wanted: KeptExpected | None = None, *, before: bytes | None = None) -> set[str]:
    """Return the names of the probes that turn red over a release, each asked alone."""
    names = set()
    for name, probe in KEPT_PROBES.items():
        try:
            verify_kept(release, before or source(), wanted or expected(), {name: probe})
        except LeakError as error:
            names |= {error.probe}
            said = str(error).lower()
            if SECRET in said:
                raise
    return names
