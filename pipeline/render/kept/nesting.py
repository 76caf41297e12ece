"""A page's own content, made to close all that it opens, so that what is drawn after it stands where it should."""

from __future__ import annotations

from collections.abc import Iterator

from pikepdf import ContentStreamInlineImage, ContentStreamInstruction, Page, parse_content_stream, unparse_content_stream

__all__ = ["closed_content"]

_NESTING = "q Q BT ET"


def closed_content(page: Page) -> bytes:
    """Return the operators of a page; those that it leaves open are closed at the end (ISO 32000-1, 8.4.2 and 9.4.1).

    A Q that restores what was never saved, which readers pass over, is left out: it would undo what is set before the content.
    """
    if "/Contents" not in page.obj:
        return b""
    page.contents_coalesce()
    content = page.obj.Contents.read_bytes()
    saved, is_text, is_surplus = 0, False, False
    for instruction in parse_content_stream(page, _NESTING):
        match str(instruction.operator):
            case "q":
                saved += 1
            case "Q":
                is_surplus = is_surplus or not saved
                saved = max(0, saved - 1)
            case operator:
                is_text = operator == "BT"
    if is_surplus:
        content = unparse_content_stream(list(_without_surplus(page)))
    return b"%s\n%s%s" % (content, b"ET\n" if is_text else b"", b"Q\n" * saved)


def _without_surplus(page: Page) -> Iterator[ContentStreamInstruction | ContentStreamInlineImage]:
    saved = 0
    for instruction in parse_content_stream(page):
        operator = str(instruction.operator)
        if operator == "Q" and not saved:
            continue
        saved += {"q": 1, "Q": -1}.get(operator, 0)
        yield instruction
