"""A stand-in."""
from __future__ import annotations
from collections.abc import Sequence
from pikepdf import Object
from pipeline.content.values import Font


class _Plain:
    def __init__(self, font: Object) -> None:
        self.name = str(font.get("/BaseFont", "")).lstrip("/")
        self.is_vertical, self.fault, self.ascent, self.descent = False, None, 0.75, -0.25
        self.two = str(font.get("/Subtype")) == "/Type0"
        first = int(font.get("/FirstChar", 0))
        from reportlab.pdfbase._fontdata import widthsByFontGlyph, encodings
        std = widthsByFontGlyph.get(self.name) or widthsByFontGlyph["Helvetica"]
        names = encodings["WinAnsiEncoding"]
        self.widths = {k: std.get(names[k], 0) / 1000 if names[k] else 0.0 for k in range(256)}
        if "/Widths" in font:
            scale = abs(float(font.FontMatrix[0])) if "/FontMatrix" in font else 0.001
            self.widths = {first + k: float(w) * scale for k, w in enumerate(font.Widths)}
        if self.two:
            d = font.DescendantFonts[0]
            self.widths, self.dw = {}, float(d.get("/DW", 1000)) / 1000
            w = list(d.get("/W", []))
            while w:
                if isinstance(w[1], int):
                    for k in range(int(w[0]), int(w[1]) + 1):
                        self.widths[k] = float(w[2]) / 1000
                    w = w[3:]
                else:
                    for k, x in enumerate(w[1]):
                        self.widths[int(w[0]) + k] = float(x) / 1000
                    w = w[2:]

    def split(self, shown: bytes) -> Sequence[bytes]:
        step = 2 if self.two else 1
        return [shown[k : k + step] for k in range(0, len(shown), step)]

    def texts(self, shown: bytes) -> Sequence[str]:
        return [each.decode("utf-16-be", "replace") if self.two else each.decode("cp1252", "replace") for each in self.split(shown)]

    def advances(self, shown: bytes) -> Sequence[float]:
        default = self.dw if self.two else 0.0
        return [self.widths.get(int.from_bytes(each), default) for each in self.split(shown)]

    def blank(self) -> tuple[bytes, float] | None:
        return (b" ", self.widths[32]) if not self.two and 32 in self.widths else None


def read_font(font: Object) -> Font:
    return _Plain(font)
