"""Read a kept PDF back by every means: a name of a probe stands for each that found nothing."""

from __future__ import annotations

from pipeline.errors import LeakError
from pipeline.verify.kept.bars import probe_bars
from pipeline.verify.kept.contents import probe_contents
from pipeline.verify.kept.expected import KeptExpected
from pipeline.verify.kept.fonts import probe_fonts
from pipeline.verify.kept.hunt import Hunt
from pipeline.verify.kept.layout import probe_layout
from pipeline.verify.kept.letters import probe_pdfium_text, probe_pypdf_text, probe_walked_text
from pipeline.verify.kept.metadata import probe_metadata
from pipeline.verify.kept.objects import probe_objects
from pipeline.verify.kept.opened import Opened, Source, open_kept
from pipeline.verify.kept.pixels import pictures, probe_pixels
from pipeline.verify.kept.strings import probe_strings

__all__ = ["KEPT_PROBES", "verify_kept"]

KEPT_PROBES = (
    "layout",
    "objects",
    "streams",
    "strings",
    "metadata",
    "walked text",
    "fonts",
    "pdfium text",
    "pypdf text",
    "pixels",
    "bars",
)


def verify_kept(pdf: bytes, source: bytes, expected: KeptExpected) -> tuple[str, ...]:
    """Return the names of the probes once each has read a finished PDF back and found nothing but what was released.

    ``source`` is what the release was made of, decrypted, with annotations drawn as they show. Raises LeakError at the first
    probe that finds what was not released, or that cannot read the file; the words themselves are told to nobody.
    """
    with open_kept(pdf) as opened:
        if len(opened.drawn) != len(expected.pages):
            raise LeakError("opening", "the PDF", "it has more or fewer pages than were released")
        hunt = Hunt.of(expected)
        probe_layout(opened)
        roles = probe_objects(opened, expected)
        probe_contents(roles, expected)
        probe_strings(opened, roles, hunt)
        probe_metadata(opened, expected)
        probe_walked_text(opened, expected, hunt)
        probe_fonts(opened, hunt)
        _probe_readers(opened, Source(source), expected, hunt)
        _probe_looks(opened, source, expected)
    return KEPT_PROBES


def _probe_readers(opened: Opened, source: Source, expected: KeptExpected, hunt: Hunt) -> None:
    try:
        probe_pdfium_text(opened, source, expected, hunt)
        probe_pypdf_text(opened, source, expected, hunt)
    finally:
        source.close()


def _probe_looks(opened: Opened, source: bytes, expected: KeptExpected) -> None:
    with pictures(opened.written) as document, pictures(source) as before:
        for number, page in enumerate(expected.pages):
            picture = probe_pixels(document, before, number, page)
            if picture is not None:
                probe_bars(opened.scenes[number], picture, page.bars, f"page {number + 1}")
