"""The last look before anything is public: the folder as it lies on disk, names, logs and manifest."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping

from pipeline.errors import LeakError
from pipeline.model import Release, Version
from pipeline.verify.expected import Expected, words_of
from pipeline.verify.log import Folder, check_manifest, probe_log

__all__ = ["verify_folder"]

_SHORTEST_WORD = 4  # shorter words of a name are syllables of anything
_ENDINGS = ("pdf", "txt", "audit.jsonl")
MANIFEST = "manifest.json"


def _probe_names(folder: str, names: frozenset[str], expected: Mapping[Version, Expected]) -> None:
    known = {f"{version.value}.{ending}" for version in expected for ending in _ENDINGS} | {MANIFEST}
    if names != known:
        raise LeakError("file names", folder, "the folder holds a file that no stage of ours wrote, or lacks one")
    for word in words_of(folder):
        if len(word) >= _SHORTEST_WORD and any(word in each.secret() for each in expected.values()):
            raise LeakError("file names", "the record's folder", "its name holds a withheld word; rename the file that came in")
    digits = "".join(filter(str.isdecimal, folder))
    if any(number in digits for each in expected.values() for number in each.numbers):
        raise LeakError("file names", "the record's folder", "its name holds a withheld number; rename the file that came in")


def verify_folder(
    folder: str, files: Mapping[str, bytes], releases: Mapping[Version, Release], expected: Mapping[Version, Expected]
) -> None:
    """Raise LeakError unless a record's public folder, read back from disk, may be published.

    1. The names are the promised ones, and the folder's own name holds no withheld word. 2. PDF and text are
    the bytes that were verified. 3. Logs and manifest hold nothing beyond their allow-list.
    """
    _probe_names(folder, frozenset(files), expected)
    digests = {name: hashlib.sha256(data).hexdigest() for name, data in files.items()}
    own = Folder(folder, digests)
    for version, each in expected.items():
        draft = releases[version].draft
        for name, verified in ((f"{version.value}.pdf", draft.pdf), (f"{version.value}.txt", draft.text)):
            if digests[name] != hashlib.sha256(verified).hexdigest():
                raise LeakError("files", name, "what lies on disk is not what was verified")
        probe_log(files[f"{version.value}.audit.jsonl"], each, own)
    check_manifest(files[MANIFEST], {version.value: each for version, each in expected.items()}, own)
