"""Read a kept PDF back by every means: the name of a probe stands for each that found nothing."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from pipeline.errors import LeakError
from pipeline.verify.kept.bars import probe_bars
from pipeline.verify.kept.case import Case
from pipeline.verify.kept.contents import probe_contents
from pipeline.verify.kept.expected import KeptExpected
from pipeline.verify.kept.fonts import probe_fonts
from pipeline.verify.kept.layout import probe_layout
from pipeline.verify.kept.letters import probe_pdfium_text, probe_pypdf_text, probe_walked_text
from pipeline.verify.kept.metadata import probe_metadata
from pipeline.verify.kept.opened import UNREADABLE_ANYWHERE, Source, open_kept
from pipeline.verify.kept.pixels import probe_pixels
from pipeline.verify.kept.strings import probe_strings

__all__ = ["KEPT_PROBES", "verify_kept"]


def _probe_objects(case: Case) -> None:
    """Raise LeakError unless every object is of a known shape: that is how their roles are told."""
    _ = case.roles


KEPT_PROBES: Mapping[str, Callable[[Case], None]] = {
    "layout": probe_layout,
    "objects": _probe_objects,
    "streams": probe_contents,
    "strings": probe_strings,
    "metadata": probe_metadata,
    "walked text": probe_walked_text,
    "fonts": probe_fonts,
    "pdfium text": probe_pdfium_text,
    "pypdf text": probe_pypdf_text,
    "pixels": probe_pixels,
    "bars": probe_bars,
}


def verify_kept(
    pdf: bytes, source: bytes, expected: KeptExpected, probes: Mapping[str, Callable[[Case], None]] = KEPT_PROBES
) -> tuple[str, ...]:
    """Return the names of the probes once each has read a finished PDF back and found nothing but what was released.

    ``source`` is what the release was made of, decrypted, with annotations drawn as they show. Raises LeakError at the first
    probe that finds what was not released, or that cannot read the file, and where there are no probes; the words themselves
    are told to nobody.
    """
    if not probes:
        raise LeakError("none", "the PDF", "no probe was given, so nothing was checked")
    with open_kept(pdf) as opened:
        if len(opened.drawn) != len(expected.pages):
            raise LeakError("opening", "the PDF", "it has more or fewer pages than were released")
        case = Case(opened, Source(source), expected)
        try:
            for name, probe in probes.items():
                _ask(name, probe, case)
        finally:
            case.close()
    return tuple(probes)


def _ask(name: str, probe: Callable[[Case], None], case: Case) -> None:
    """Ask one probe. What it cannot read was not checked, which is as good as a leak."""
    try:
        probe(case)
    except UNREADABLE_ANYWHERE as error:
        raise LeakError(name, "the PDF", f"it cannot be read back ({type(error).__name__})") from error
