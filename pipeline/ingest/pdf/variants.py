"""A PDF twice over: without its text, and its text alone. What differs in the rendering is the text that shows."""

from __future__ import annotations

import io
from collections.abc import Callable

from pikepdf import ContentStreamInlineImage, Name, Pdf, Stream, parse_content_stream, unparse_content_stream

__all__ = ["text_alone", "without_text"]

_SHOWING = frozenset({"Tj", "TJ", "'", '"'})
_TEXT_ALONE = frozenset("q Q cm BT ET Tc Tw Tz TL Tf Ts Td TD Tm T* Tj TJ ' \" Do".split())

Keeps = Callable[[str], bool]


def _rewritten(plain: bytes, keeps: Keeps) -> bytes:
    """Return the PDF with those operators only that ``keeps`` accepts, in pages and forms; nothing else is changed."""
    with Pdf.open(io.BytesIO(plain), suppress_warnings=True) as pdf:
        for each in pdf.objects:
            if isinstance(each, Stream) and each.get("/Subtype") == Name.Form:
                each.write(_filtered(each, keeps))
        for page in pdf.pages:
            if "/Contents" in page.obj:
                page.obj.Contents = pdf.make_stream(_filtered(page, keeps))
        target = io.BytesIO()
        pdf.save(target)
    return target.getvalue()


def _filtered(source: object, keeps: Keeps) -> bytes:
    instructions = parse_content_stream(source)  # type: ignore[arg-type]
    return unparse_content_stream([each for each in instructions if _is_kept(each, keeps)])


def _is_kept(instruction: object, keeps: Keeps) -> bool:
    return not isinstance(instruction, ContentStreamInlineImage) and keeps(str(instruction.operator))  # type: ignore[attr-defined]


def without_text(plain: bytes) -> bytes:
    """Return the PDF with every operator that shows text taken out; all else still draws."""
    return _rewritten(plain, lambda operator: operator not in _SHOWING)


def text_alone(plain: bytes) -> bytes:
    """Return the PDF with its text in black on white, nothing over it and nothing under it."""
    return _rewritten(plain, _TEXT_ALONE.__contains__)
