"""A content stream written anew: known operators with operands of their kinds, resources under names of our own."""

from __future__ import annotations

from pikepdf import Array, Object, Stream, parse_content_stream

from pipeline.render.kept.draft import Draft, Scope, Written
from pipeline.render.kept.parsed import read_parsed
from pipeline.render.kept.plain import entry
from pipeline.render.kept.quick import read_quickly

__all__ = ["write_stream"]


def write_stream(stream: Object, scope: Scope, beside: Written | None = None) -> Written:
    """Write the content of a page, form, pattern or procedure anew; with the names of the one ``beside`` it where they share resources.

    Marked content, comments, unknown operators, operators with operands of wrong kinds and fonts in which nothing is shown are left
    out. Resources get names by the order of their first use, so that no name of the source, and no trace of one that is not used any
    more, comes along.
    """
    draft = Draft(scope)
    if not read_quickly(draft, _content(stream)):
        draft = Draft(scope)
        read_parsed(draft, parse_content_stream(stream))
    return draft.write(beside)


def _content(stream: Object) -> bytes:
    """Return the bytes of a stream, or of all streams of a page."""
    if isinstance(stream, Stream):
        return stream.read_bytes()
    contents = entry(stream, "/Contents")
    parts = list(contents.as_list()) if isinstance(contents, Array) else [contents]
    return b"\n".join(each.read_bytes() for each in parts if isinstance(each, Stream))
