"""A PDF in other versions: a page by itself, without its text, and its text alone; a document without what is only spoken.

What differs in the rendering of the first two is the text that shows.
"""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import dataclass

from pikepdf import Array, ContentStreamInlineImage, Name, Page, Pdf, Stream, parse_content_stream, unparse_content_stream

from pipeline.content.unpacked import unpacked
from pipeline.content.values import Instruction, Sheet

__all__ = ["Variants", "variants", "without_spoken"]

_SHOWING = frozenset({"Tj", "TJ", "'", '"'})
_TEXT_ALONE = frozenset("q Q cm BT ET Tc Tw Tz TL Tf Ts Td TD Tm T* Tj TJ ' \" Do".split())
_MARKS = frozenset("BMC BDC EMC MP DP".split())
_MOST_FORMS = 12_000_000  # bytes of all forms together, drawn or not; ten seconds to write anew, at worst

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


def without_spoken(plain: bytes) -> bytes:
    """Return a PDF without marks around its content, so that its words are those that show.

    For readers that would take the spoken words (``ActualText``, ISO 32000-1, 14.9.4) for those that stand on the page.
    Raises TooLargeError where its forms unpack beyond their bound, and TornError where one cannot be unpacked.
    """
    return _rewritten(plain, lambda operator: operator not in _MARKS)


def _rewritten(plain: bytes, keeps: Keeps) -> bytes:
    """Return the PDF with those operators only that ``keeps`` accepts, in its pages, forms and patterns; nothing else is changed."""
    with Pdf.open(io.BytesIO(plain), suppress_warnings=True) as pdf:
        streams = [each for each in pdf.objects if isinstance(each, Stream) and _is_content(each)]
        left = _MOST_FORMS
        for each in streams:
            left -= len(unpacked(each, left, strict=False))
        for each in streams:
            each.write(_filtered(each, keeps))
        for page in pdf.pages:
            if "/Contents" in page.obj:
                page.obj.Contents = pdf.make_stream(_filtered(page, keeps))
        return _saved(pdf)


def _is_content(stream: Stream) -> bool:
    return stream.get("/Subtype") == Name.Form or stream.get("/PatternType") == 1


def _filtered(source: Page | Stream, keeps: Keeps) -> bytes:
    return unparse_content_stream([each for each in parse_content_stream(source) if _is_kept(each, keeps)])


def _is_kept(instruction: Instruction, keeps: Keeps) -> bool:
    return keeps("BI" if isinstance(instruction, ContentStreamInlineImage) else str(instruction.operator))
