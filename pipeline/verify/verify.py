"""The verify stage: all probes over a draft; only here is a Release made."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from pipeline.errors import LeakError
from pipeline.model import Decision, Draft, Record, Release
from pipeline.statement import ReleasePolicy
from pipeline.verify.expected import Expected, expect
from pipeline.verify.kept.told import tell_kept
from pipeline.verify.kept.verify import verify_kept
from pipeline.verify.objects import probe_metadata, probe_strings
from pipeline.verify.reading import probe_pdfium_text, probe_pypdf_text, probe_text_file
from pipeline.verify.streams import probe_streams

__all__ = ["PROBES", "Probe", "verify"]

Probe = Callable[[Draft, Expected], None]

_TEXT_FILE = "text file"

PROBES: Mapping[str, Probe] = {
    "pypdf text": probe_pypdf_text,
    "pdfium text": probe_pdfium_text,
    "streams": probe_streams,
    "strings": probe_strings,
    "metadata": probe_metadata,
    _TEXT_FILE: probe_text_file,
}


def verify(
    draft: Draft,
    record: Record,
    decisions: Iterable[Decision],
    probes: Mapping[str, Probe] = PROBES,
    *,
    policy: ReleasePolicy,
) -> Release:
    """Return the draft as a Release once every probe has read it back in full.

    Raises LeakError at the first probe that finds what was not released, and where there are no probes.
    """
    if not probes:
        raise LeakError("none", "the draft", "no probe was given, so nothing was checked")
    settled = tuple(decisions)
    expected = expect(record, settled, draft.version, policy)
    if record.kept is not None:
        passed = verify_kept(draft.pdf, record.kept.pdf, tell_kept(draft, record, record.kept, settled, expected))
        probe_text_file(draft, expected)
        return Release(draft, (*passed, _TEXT_FILE))
    for probe in probes.values():
        probe(draft, expected)
    return Release(draft, tuple(probes))
