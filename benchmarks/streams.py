"""Pages made up at random, valid and not, round letters that must not get out: what a fuzzer feeds the whole chain."""

from __future__ import annotations

import io
import random
from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont
from pikepdf import Array, Dictionary, Name, Object, Pdf, String

__all__ = ["FACES", "KEPT", "SECRET", "encoded", "made_up_pdf"]

SECRET = "ÆÐØÞ"  # noqa: S105 -- no password
"""The letters of withheld words: no other word has them, nor what a release adds."""
KEPT = "aceimnorstuvx"
"""The letters of all other words."""
FACES = ("F1", "F2", "F3")
"""A simple font, a composite one whose codes are glyph numbers, and one of Type 3."""
_FACE = Path(__file__).parents[1] / "pipeline" / "render" / "fonts" / "PublicSans-Regular.ttf"
_EM = 1000
_PAPER = (612, 792)  # points
_LETTERS = f" {KEPT}{SECRET}"
_NAMES = {"Æ": "AE", "Ð": "Eth", "Ø": "Oslash", "Þ": "Thorn", " ": "space"}
_FORMS = 3
_MOST = 9  # pieces of one stream


@cache
def _program() -> tuple[bytes, dict[str, int], dict[str, int]]:
    """Return a program of a few letters, their glyphs' numbers and widths."""
    face = TTFont(_FACE)
    options = Options()
    options.notdef_outline, options.layout_features = True, []
    subsetter = Subsetter(options)
    subsetter.populate(text=_LETTERS)
    subsetter.subset(face)
    out = io.BytesIO()
    face.save(out)
    scale = _EM / face["head"].unitsPerEm
    named = face.getBestCmap()
    numbers = {chr(code): face.getGlyphID(name) for code, name in named.items()}
    return out.getvalue(), numbers, {chr(code): round(face["hmtx"][name][0] * scale) for code, name in named.items()}


def encoded(text: str, face: str) -> bytes:
    """Return the codes of a text in one of the fonts."""
    if face == "F2":
        numbers = _program()[1]
        return b"".join(numbers[letter].to_bytes(2, "big") for letter in text)
    return text.encode("latin-1")


def _simple() -> Dictionary:
    return Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica, Encoding=Name.WinAnsiEncoding)


def _composite(pdf: Pdf) -> Dictionary:
    program, numbers, widths = _program()
    pairs = " ".join(f"<{numbers[letter]:04x}> <{ord(letter):04x}>" for letter in sorted(_LETTERS))
    told = f"1 begincodespacerange <0000> <ffff> endcodespacerange {len(_LETTERS)} beginbfchar {pairs} endbfchar"
    descriptor = Dictionary(
        Type=Name.FontDescriptor,
        FontName=Name("/ABCDEF+Made"),
        Flags=32,
        FontBBox=Array([0, -250, 1000, 950]),
        ItalicAngle=0,
        Ascent=950,
        Descent=-250,
        CapHeight=700,
        StemV=80,
        FontFile2=pdf.make_stream(program),
    )
    below = Dictionary(
        Type=Name.Font,
        Subtype=Name.CIDFontType2,
        BaseFont=Name("/ABCDEF+Made"),
        CIDSystemInfo=Dictionary(Registry=String("Adobe"), Ordering=String("Identity"), Supplement=0),
        CIDToGIDMap=Name.Identity,
        FontDescriptor=pdf.make_indirect(descriptor),
        W=Array([part for letter in sorted(_LETTERS) for part in (numbers[letter], Array([widths[letter]]))]),
    )
    return Dictionary(
        Type=Name.Font,
        Subtype=Name.Type0,
        BaseFont=Name("/ABCDEF+Made"),
        Encoding=Name("/Identity-H"),
        ToUnicode=pdf.make_stream(told.encode()),
        DescendantFonts=Array([pdf.make_indirect(below)]),
    )


def _drawn(pdf: Pdf) -> Dictionary:
    """Return a Type 3 font whose letters are bars of their own heights."""
    names = {letter: _NAMES.get(letter, letter) for letter in _LETTERS}
    shapes = {
        f"/{names[letter]}": pdf.make_stream(f"600 0 0 0 550 900 d1 50 0 100 {300 + at * 30} re f".encode())
        for at, letter in enumerate(_LETTERS)
    }
    shapes["/space"] = pdf.make_stream(b"600 0 d0")
    differences = [part for letter in sorted(_LETTERS) for part in (ord(letter), Name(f"/{names[letter]}"))]
    codes = [ord(letter) for letter in _LETTERS]
    return Dictionary(
        Type=Name.Font,
        Subtype=Name.Type3,
        FontBBox=Array([0, 0, 600, 900]),
        FontMatrix=Array([0.001, 0, 0, 0.001, 0, 0]),
        CharProcs=Dictionary(shapes),
        Encoding=Dictionary(Type=Name.Encoding, Differences=Array(differences)),
        FirstChar=min(codes),
        LastChar=max(codes),
        Widths=Array([600 if code in codes else 0 for code in range(min(codes), max(codes) + 1)]),
        Resources=Dictionary(),
    )


class _Drawing:
    """Makes the pieces of one stream. ``wildness`` is the share of what is not as it should be."""

    def __init__(self, chance: random.Random, wildness: float, names: Sequence[str]) -> None:
        self.chance, self.wildness, self.names = chance, wildness, names
        self.face, self.row = "F1", 0

    def is_wild(self) -> bool:
        return self.chance.random() < self.wildness

    def number(self, most: int) -> float:
        """Return a number, now and then one that no program writes."""
        if self.is_wild():
            return self.chance.choice([0, -1, 0.0001, -32768, 99999, 1e9, 3.14159265])
        return self.chance.randint(-most * 10, most * 10) / 10

    def words(self) -> str:
        """Return one to four words, kept and withheld ones."""
        found = []
        for _ in range(self.chance.randint(1, 4)):
            letters = SECRET if self.chance.random() < 0.3 else KEPT  # noqa: PLR2004 -- a share
            found.append("".join(self.chance.choice(letters) for _ in range(self.chance.randint(1, 7))))
        return self.chance.choice(["", " "]) + " ".join(found)

    def string(self) -> str:
        codes = encoded(self.words(), self.face)
        if self.is_wild():
            codes = codes[: self.chance.randint(0, len(codes))]
        if self.chance.random() < 0.5:  # noqa: PLR2004 -- a share
            return f"<{codes.hex()}>"
        return "(" + "".join(f"\\{code:03o}" for code in codes) + ")"

    def show(self) -> str:
        kind = self.chance.randint(0, 9)
        if kind < 5:  # noqa: PLR2004 -- the share of the plainest
            return f"{self.string()} Tj"
        if kind == 5:  # noqa: PLR2004
            return f"{self.string()} '"
        if kind == 6:  # noqa: PLR2004
            return f'{self.number(2)} {self.number(1)} {self.string()} "'
        parts = [self.chance.choice([self.string(), f"{self.number(60)}"]) for _ in range(self.chance.randint(0, 6))]
        return f"[{' '.join(parts)}] TJ"

    def font(self) -> str:
        self.face = self.chance.choice(FACES)
        return f"/{self.face} {self.number(2) if self.is_wild() else self.chance.choice([8, 10, 12, 14])} Tf"

    def state(self) -> str:
        choice = self.chance.choice
        return choice(
            [
                f"{self.number(2)} Tc",
                f"{self.number(4)} Tw",
                f"{self.number(20) + 100} Tz",
                f"{self.number(4)} Ts",
                f"{choice([0, 0, 1, 2, 3]) if not self.is_wild() else choice([4, 5, 6, 7, 9])} Tr",
                "14 TL",
                choice(["0 g", "1 0 0 rg", "1 g", "/Pattern cs /P0 scn", "/G0 gs", "0 0 0 1 k"]),
                self.font(),
            ]
        )

    def place(self) -> str:
        x, y = self.chance.randint(20, 400), self.chance.randint(20, 740)
        if not self.is_wild():
            return self.chance.choice([f"{self.chance.randint(-9, 9)} -{self.chance.randint(14, 25)} Td", "0 -16 TD", "T*"])
        return self.chance.choice(
            [
                f"1 0 0 1 {x} {y} Tm",
                f"{self.number(90)} {-abs(self.number(20))} Td",
                f"0 {-self.chance.randint(10, 30)} TD",
                "T*",
                f"0.8 0.6 -0.6 0.8 {x} {y} Tm",
                f"0 1 -1 0 {x} {y} Tm",
                f"{self.number(2)} {self.number(1)} {self.number(1)} {self.number(2)} {x} {y} Tm",
            ]
        )

    def begin(self) -> str:
        """Return where a text object begins: lines lie on top of each other in wild pages alone."""
        self.row += 1
        y = self.chance.randint(20, 740) if self.is_wild() else 760 - 70 * self.row
        return f"14 TL 1 0 0 1 {self.chance.randint(20, 300)} {y} Tm"

    def text(self) -> str:
        parts = [self.font(), self.begin()]
        for _ in range(self.chance.randint(1, 6)):
            parts.append(self.chance.choice([self.show, self.show, self.show, self.place, self.state])())
            if self.is_wild():
                parts.append(self.stray())
        return f"BT {' '.join(parts)} ET"

    def graphic(self) -> str:
        x, y = self.chance.randint(0, 500), self.chance.randint(0, 700)
        w, h = self.chance.randint(1, 300), self.chance.randint(1, 40)
        return self.chance.choice(
            [
                f"{x} {y} {w} {h} re {self.chance.choice(['f', 'S', 'B', 'n', 'W n', 'W* n'])}",
                f"{x} {y} m {x + w} {y} l S",
                f"{x} {y} m {x + w} {y + h} {x} {y + h} {x + 5} {y} c b*",
                f"q {w} 0 0 {h} {x} {y} cm BI /W 2 /H 1 /BPC 8 /CS /G ID ab EI Q",
                f"q {w} 0 0 {h} {x} {y} cm /I0 Do Q",
            ]
        )

    def stray(self) -> str:
        spoken = f"({''.join(self.chance.choice(SECRET) for _ in range(5))})"
        return self.chance.choice(
            [
                "q",
                "Q",
                "BT",
                "ET",
                f"1 0 0 1 {self.number(50)} {self.number(50)} cm",
                f"{self.number(2)} {self.number(1)} {self.number(1)} {self.number(2)} 30 40 cm",
                f"BX {spoken} foo EX",
                f"/Span <</ActualText {spoken}>> BDC",
                f"/P <</MCID 0 /Alt {spoken}>> BDC",
                "/OC /L0 BDC",
                "/OC /L1 BDC",
                "EMC",
                f"{spoken} ri",
                f"{spoken} foo",
                "0 0 m",
                f"[3] {spoken} 0 d",
                "/G1 gs",
                self.chance.choice(["/F9 12 Tf", "Tj", "/X9 Do", "1 Td"]) if self.is_wild() else "T*",
                "d0",
                f"% {spoken}\n",
            ]
        )

    def drawn(self) -> str:
        if not self.names:
            return self.graphic()
        self.row += 2
        x, y = self.chance.randint(-20, 100), self.chance.randint(-50, 100)
        matrix = self.chance.choice(["1 0 0 1", "0.5 0 0 0.5", "0.8 0.6 -0.6 0.8", "1 0 0.2 1", "1 0 0 1"])
        reset = "" if self.is_wild() else "100 Tz 0 Tc 0 Tw 0 Ts 0 Tr"  # readers differ in what of these a form begins with
        return f"q {reset} {matrix} {x} {y} cm /{self.chance.choice(self.names)} Do Q"

    def stream(self) -> str:
        makers: tuple[Callable[[], str], ...] = (self.text, self.text, self.text, self.graphic, self.drawn, self.marked, self.state)
        count = self.chance.randint(1, _MOST)
        return "\n".join(self.stray() if self.is_wild() else self.chance.choice(makers)() for _ in range(count))

    def marked(self) -> str:
        """Return text in marks: said aloud, or in a layer."""
        spoken = "".join(self.chance.choice(SECRET) for _ in range(5))
        begin = self.chance.choice(
            ["/OC /L0 BDC", "/OC /L1 BDC", f"/Span <</ActualText <feff{spoken.encode('utf-16-be').hex()}>>> BDC", "/P BMC"]
        )
        return f"{begin} {self.text()} EMC"


def _resources(pdf: Pdf, fonts: Dictionary, shared: Dictionary) -> Dictionary:
    image = pdf.make_stream(bytes(range(64)))
    image.Type, image.Subtype, image.Width, image.Height, image.BitsPerComponent = Name.XObject, Name.Image, 8, 8, 8
    image.ColorSpace = Name.DeviceGray
    return Dictionary(
        Font=fonts,
        ExtGState=Dictionary(G0=Dictionary(ca=0.5), G1=Dictionary(Font=Array([fonts.F1, 9]))),
        Properties=shared,
        XObject=Dictionary(I0=image),
        Pattern=Dictionary(),
    )


def _form(pdf: Pdf, content: str, resources: Dictionary, matrix: Sequence[float]) -> Object:
    made = pdf.make_stream(content.encode("latin-1"))
    made.Type, made.Subtype, made.BBox, made.Matrix = Name.XObject, Name.Form, Array([0, 0, *_PAPER]), Array(matrix)
    made.Resources = resources
    return pdf.make_indirect(made)


def _layers(pdf: Pdf) -> Dictionary:
    on, off = (pdf.make_indirect(Dictionary(Type=Name.OCG, Name=String(name))) for name in ("on", "off"))
    pdf.Root.OCProperties = Dictionary(OCGs=Array([on, off]), D=Dictionary(OFF=Array([off]), Order=Array([on, off])))
    return Dictionary(L0=on, L1=off)


def made_up_pdf(chance: random.Random) -> bytes:
    """Return a PDF of one or two pages; the same for the same state of ``chance``."""
    wildness = chance.choice([0.0, 0.0, 0.02, 0.1, 0.3])
    with Pdf.new() as pdf:
        fonts = Dictionary(F1=pdf.make_indirect(_simple()), F2=pdf.make_indirect(_composite(pdf)), F3=pdf.make_indirect(_drawn(pdf)))
        layers = _layers(pdf)
        resources = _resources(pdf, fonts, layers)
        names: list[str] = []
        for at in range(chance.randint(0, _FORMS)):
            inner = _resources(pdf, fonts, layers)
            for name in names:
                inner.XObject[f"/{name}"] = resources.XObject[f"/{name}"]
            matrix = chance.choice([(1, 0, 0, 1, 0, 0), (1, 0, 0, 1, 30, -20), (0.7, 0, 0, 0.7, 5, 5)])
            resources.XObject[f"/X{at}"] = _form(pdf, _Drawing(chance, wildness, tuple(names)).stream(), inner, matrix)
            names.append(f"X{at}")
        tile = _form(
            pdf,
            _Drawing(chance, 0.0, ()).text() if chance.random() < wildness else "0 0 5 5 re f",
            _resources(pdf, fonts, layers),
            (1, 0, 0, 1, 0, 0),
        )
        del tile["/Subtype"]
        tile.Type, tile.PatternType, tile.PaintType, tile.TilingType, tile.XStep, tile.YStep = Name.Pattern, 1, 1, 1, 200, 200
        resources.Pattern["/P0"] = tile
        for _ in range(chance.randint(1, 2)):
            page = pdf.add_blank_page(page_size=_PAPER)
            page.obj.Resources = resources
            page.obj.Contents = pdf.make_stream(_Drawing(chance, wildness, tuple(names)).stream().encode("latin-1"))
        out = io.BytesIO()
        pdf.save(out)
    return out.getvalue()
