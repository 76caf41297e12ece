"""From the codes of a composite font to its character identifiers (ISO 32000-1, 9.7.5)."""

from __future__ import annotations

import io
from collections.abc import Callable

from pdfminer.cmapdb import CMap, CMapDB, CMapParser, FileCMap
from pdfminer.psexceptions import PSException
from pikepdf import Name, Object, Stream

from pipeline.render.kept.plain import word

__all__ = ["identifiers", "is_identity", "is_known"]

_LARGEST = 1 << 20  # bytes of an embedded map


def is_identity(encoding: object) -> bool:
    """Tell whether codes of two bytes are the identifiers themselves."""
    return isinstance(encoding, Name) and word(encoding) in {"/Identity-H", "/Identity-V"}


def is_known(encoding: object) -> bool:
    """Tell whether a name is that of a predefined map."""
    return is_identity(encoding) or (isinstance(encoding, Name) and _predefined(word(encoding)[1:]) is not None)


def identifiers(encoding: Object | None) -> Callable[[bytes], int] | None:
    """Return what tells the identifier of a code (0 for one that has none), or None for a map that cannot be read."""
    if is_identity(encoding):
        return lambda code: int.from_bytes(code, "big")
    if isinstance(encoding, Name):
        found = _predefined(word(encoding)[1:])
    elif isinstance(encoding, Stream):
        found = _embedded(encoding)
    else:
        found = None
    return None if found is None else lambda code: next(iter(found.decode(code)), 0)


def _predefined(name: str) -> CMap | None:
    try:
        found = CMapDB.get_cmap(name)
    except (CMapDB.CMapNotFound, PSException, ValueError):
        return None
    return found if isinstance(found, CMap) else None


def _embedded(stream: Stream) -> CMap | None:
    content = stream.read_bytes()
    found = FileCMap()
    if len(content) > _LARGEST:
        return None
    try:
        CMapParser(found, io.BytesIO(content)).run()
    except (PSException, ValueError, TypeError, KeyError):
        return None
    return found
