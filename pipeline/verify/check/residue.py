"""What subset fonts still tell of letters that no page shows: a font cut down to a page's letters lists those that were taken off it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from pikepdf import Dictionary, Name, Pdf, Stream

from pipeline.verify.check.opening import UNREADABLE, TooLargeError, unpacked
from pipeline.verify.check.pages import PageRead
from pipeline.verify.check.values import Finding, Kind

__all__ = ["of_fonts"]

_SUBSET = re.compile(r"/[A-Z]{6}\+")
_PAIRS = re.compile(rb"beginbf(?:char|range)(.*?)endbf(?:char|range)", re.DOTALL)
_CODE = re.compile(rb"<\s*([0-9A-Fa-f]+)\s*>")
_LINE = re.compile(rb"(<[^>]*>)\s*(<[^>]*>)\s*(<[^>]*>|\[[^\]]*\])|(<[^>]*>)\s*(<[^>]*>)")
_MOST_OF_RANGE = 256  # letters


def of_fonts(pdf: Pdf, pages: Sequence[PageRead]) -> list[Finding]:
    """Return how many letters and figures the maps of subset fonts name that no page shows."""
    shown = {char for page in pages for text in page.shown for char in text}
    held = {char for each in _subsets(pdf) for char in each if char.isalnum()}
    return [Finding(Kind.RESIDUE, None, "the fonts", len(held - shown))] if held - shown else []


def _subsets(pdf: Pdf) -> Iterator[str]:
    for each in pdf.objects:
        try:
            if isinstance(each, Dictionary) and each.get("/Type") == Name.Font and _SUBSET.match(str(each.get("/BaseFont", ""))):
                stream = each.get("/ToUnicode")
                yield "".join(_letters(unpacked(stream))) if isinstance(stream, Stream) else ""
        except (TooLargeError, *UNREADABLE):
            continue


def _letters(cmap: bytes) -> Iterator[str]:
    """Yield the letters that a ToUnicode map names (ISO 32000-1, 9.10.3)."""
    for block in _PAIRS.findall(cmap):
        for first, last, to, _, single in _LINE.findall(block) if b"[" in block or block.count(b"<") % 3 == 0 else ():
            yield from _range(first, last, to) if to else [_said(single)]
        if b"[" not in block and block.count(b"<") % 3:
            yield from (_said(code) for code in _CODE.findall(block)[1::2])


def _range(first: bytes, last: bytes, to: bytes) -> Iterator[str]:
    low, high = (int(each.strip(b"<> \r\n\t") or b"0", 16) for each in (first, last))
    targets = [_said(each) for each in _CODE.findall(to)]
    yield from targets
    if not to.startswith(b"[") and targets and len(targets[0]) == 1:
        yield from (chr(min(ord(targets[0]) + step, 0x10FFFF)) for step in range(1, min(high - low, _MOST_OF_RANGE) + 1))


def _said(digits: bytes) -> str:
    plain = digits.strip(b"<> \r\n\t")
    return bytes.fromhex((plain + b"0" * (len(plain) % 2)).decode()).decode("utf-16-be", "replace")
