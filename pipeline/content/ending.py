"""What stands around the content of a page, so that what is drawn after it starts from the page's first state."""

from __future__ import annotations

from pikepdf import Page, Pdf, PdfError, parse_content_stream, unparse_content_stream

from pipeline.content.values import Instruction

__all__ = ["draw_after"]


def draw_after(pdf: Pdf, page: Page, drawing: bytes) -> None:
    """Draw operators after all of a page's content: states that it saves and leaves open are restored before, an open text is ended.

    A ``Q`` more than there are states does nothing in any reader (ISO 32000-1, 8.4.2); inside a pair it would, so it is left out.
    Other pages that share the content keep theirs. Content that cannot be parsed is put in one pair as it is.
    """
    try:
        kept, depth, in_text, surplus = _balance(parse_content_stream(page))
    except (PdfError, RuntimeError, TypeError, ValueError):
        kept, depth, in_text, surplus = [], 0, False, 0
    if surplus:
        page.obj.Contents = pdf.make_stream(unparse_content_stream(kept))
    page.contents_add(b"q\n", prepend=True)
    page.contents_add(b"\n" + b"ET\n" * in_text + b"Q\n" * (1 + depth) + drawing)


def _balance(instructions: list[Instruction]) -> tuple[list[Instruction], int, bool, int]:
    """Return the operators without surplus ``Q``, how many states are open at the end, whether a text is, and how many were surplus."""
    kept: list[Instruction] = []
    depth, in_text = 0, False
    for each in instructions:
        operator = str(each.operator)
        if operator == "Q" and not depth:
            continue
        depth += (operator == "q") - (operator == "Q")
        in_text = operator == "BT" or (in_text and operator != "ET")
        kept.append(each)
    return kept, depth, in_text, len(instructions) - len(kept)
