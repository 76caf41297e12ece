"""A page by itself, in other versions: without its text, and its text alone. What differs in their renderings is the text that shows."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import dataclass

from pikepdf import Array, ContentStreamInlineImage, Name, Page, Pdf, Stream, parse_content_stream, unparse_content_stream

from pipeline.content.values import Instruction, Sheet

__all__ = ["Variants", "variants"]

_SHOWING = frozenset({"Tj", "TJ", "'", '"'})
_TEXT_ALONE = frozenset("q Q cm BT ET Tc Tw Tz TL Tf Ts Td TD Tm T* Tj TJ ' \" Do".split())

Keeps = Callable[[str], bool]


@dataclass(frozen=True, slots=True)
class Variants:
    """PDFs of one page each: as it is, without any operator that shows text, and its text alone, black on white."""

    whole: bytes
    bare: bytes
    text: bytes


def variants(pdf: Pdf, page: Page, sheet: Sheet) -> Variants:
    """Return a page of a PDF in its versions, upright and cut to what is displayed; layers stay on or off as they are.

    Raises what pikepdf raises where a stream cannot be parsed. Its size is bounded by whoever walked the page before.
    """
    whole = _alone(pdf, page, sheet)
    return Variants(
        whole,
        _rewritten(whole, lambda operator: operator not in _SHOWING),
        _rewritten(whole, _TEXT_ALONE.__contains__),
    )


def _alone(pdf: Pdf, page: Page, sheet: Sheet) -> bytes:
    with Pdf.new() as alone:
        alone.pages.append(page)
        held = alone.pages[0].obj
        held.MediaBox = held.CropBox = Array([*sheet.crop])
        for key in ("/Rotate", "/UserUnit", "/Annots"):
            if key in held:
                del held[key]
        layers = pdf.Root.get("/OCProperties")
        if layers is not None:
            alone.Root.OCProperties = alone.copy_foreign(layers if layers.is_indirect else pdf.make_indirect(layers))
        return _saved(alone)


def _saved(pdf: Pdf) -> bytes:
    target = io.BytesIO()
    pdf.save(target)
    return target.getvalue()


def _rewritten(plain: bytes, keeps: Keeps) -> bytes:
    """Return the PDF with those operators only that ``keeps`` accepts, in its pages, forms and patterns; nothing else is changed."""
    with Pdf.open(io.BytesIO(plain), suppress_warnings=True) as pdf:
        for each in pdf.objects:
            if isinstance(each, Stream) and (each.get("/Subtype") == Name.Form or each.get("/PatternType") == 1):
                each.write(_filtered(each, keeps))
        for page in pdf.pages:
            if "/Contents" in page.obj:
                page.obj.Contents = pdf.make_stream(_filtered(page, keeps))
        return _saved(pdf)


def _filtered(source: Page | Stream, keeps: Keeps) -> bytes:
    return unparse_content_stream([each for each in parse_content_stream(source) if _is_kept(each, keeps)])


def _is_kept(instruction: Instruction, keeps: Keeps) -> bool:
    return keeps("BI" if isinstance(instruction, ContentStreamInlineImage) else str(instruction.operator))
