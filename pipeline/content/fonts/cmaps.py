"""How the codes of a composite font are told apart, and the CID that each means (ISO 32000-1, 9.7.5)."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from pdfminer.cmapdb import CMapDB
from pdfminer.psexceptions import PSException
from pikepdf import Name, Object, Stream

from pipeline.content.fonts.names import spelled
from pipeline.content.fonts.packed import stream_data
from pipeline.content.fonts.tokens import Token, sections
from pipeline.content.fonts.tounicode import MAP_BYTES, MAP_ENTRIES, LargeMapError

__all__ = ["CodeMap", "UnknownMapError", "read_code_map"]

_DEEPEST = 4  # maps that a map may use, one through the other
_LONGEST_CODE = 4  # bytes
_LAST_CID = 65_535
_PREDEFINED = re.compile(r"/([A-Za-z0-9-]{0,39}[HV])")
_UNICODE = {"UCS2": "utf-16-be", "UTF16": "utf-16-be", "UTF32": "utf-32-be", "UTF8": "utf-8"}


class UnknownMapError(Exception):
    """A map that is none of Adobe's, that uses itself, or that has no codes."""


class CodeMap(Protocol):
    """A map from codes to CIDs."""

    @property
    def width(self) -> int:
        """Bytes of each code, 0 where codes differ in width."""

    @property
    def is_vertical(self) -> bool:
        """Whether its lines run down the page."""

    @property
    def unicode(self) -> str | None:
        """The encoding of Unicode that its codes are in, None where they are in none."""

    def taken(self, shown: bytes, at: int) -> int:
        """Return how many bytes the code at a place has; more than are left where it is cut off."""

    def cid(self, code: bytes) -> int | None:
        """Return the CID of a code, None where it has none."""


@dataclass(frozen=True, slots=True)
class Identity:
    """The map of codes of two bytes that are their CIDs."""

    is_vertical: bool
    width: int = 2
    unicode: str | None = None

    def taken(self, shown: bytes, at: int) -> int:
        """Return two."""
        del shown, at
        return self.width

    def cid(self, code: bytes) -> int | None:
        """Return the code as a number, None of half a code."""
        return int.from_bytes(code) if len(code) == self.width else None


@dataclass(frozen=True, slots=True)
class Predefined:
    """One of Adobe's maps, a tree by bytes; ``shortest`` is the bytes of its shortest code."""

    tree: Mapping[int, object] = field(repr=False)
    is_vertical: bool
    shortest: int
    unicode: str | None
    width: int = 0

    def taken(self, shown: bytes, at: int) -> int:
        """Return the bytes of the code at a place; where the map has none, as many as it looked at, at least its shortest."""
        node: object = self.tree
        for step in range(_LONGEST_CODE):
            if not isinstance(node, dict) or at + step >= len(shown):
                return step if not isinstance(node, dict) else max(step, self.shortest)
            node = node.get(shown[at + step])
            if node is None:
                return max(step + 1, self.shortest)
        return _LONGEST_CODE

    def cid(self, code: bytes) -> int | None:
        """Return the CID of a code."""
        node: object = self.tree
        for byte in code:
            node = node.get(byte) if isinstance(node, dict) else None
        return node if isinstance(node, int) else None


@dataclass(frozen=True, slots=True)
class Embedded:
    """A map that a font brings: spaces of codes (first and last of each, byte by byte), CIDs, and the map that it adds to."""

    spaces: tuple[tuple[bytes, bytes], ...]
    cids: Mapping[bytes, int] = field(repr=False)
    base: CodeMap | None
    is_vertical: bool
    width: int
    unicode: str | None = None

    def taken(self, shown: bytes, at: int) -> int:
        """Return the bytes of the code whose space the bytes at a place are in; in none, those of the shortest."""
        for low, high in self.spaces:
            part = shown[at : at + len(low)]
            if len(part) == len(low) and all(first <= byte <= last for first, byte, last in zip(low, part, high, strict=True)):
                return len(low)
        return self.base.taken(shown, at) if self.base is not None else len(self.spaces[0][0])

    def cid(self, code: bytes) -> int | None:
        """Return the CID of a code, from the map that this one uses where it has none of its own."""
        found = self.cids.get(code)
        return self.base.cid(code) if found is None and self.base is not None else found


def read_code_map(encoding: Object | None, depth: int = 0) -> CodeMap:
    """Return the map that a Type 0 font's ``Encoding`` names or brings.

    Raises UnknownMapError where there is none that can be used, LargeMapError beyond the bounds, TooLargeError or TornError where
    its stream cannot be unpacked.
    """
    if depth > _DEEPEST:
        raise UnknownMapError
    if isinstance(encoding, Name):
        return _predefined(spelled(encoding))
    if isinstance(encoding, Stream):
        return _embedded(encoding, depth)
    raise UnknownMapError


def _predefined(name: str) -> CodeMap:
    if name in {"/Identity-H", "/Identity-V"}:
        return Identity(is_vertical=name.endswith("V"))
    match = _PREDEFINED.fullmatch(name)
    if match is None:
        raise UnknownMapError
    try:
        tree = CMapDB.get_cmap(match[1]).code2cid  # type: ignore[attr-defined]
    except (PSException, KeyError, AttributeError):
        raise UnknownMapError from None
    coded = next((codec for mark, codec in _UNICODE.items() if mark in name), None)
    return Predefined(tree, name.endswith("V"), _shortest(tree), coded)


def _shortest(tree: Mapping[int, object]) -> int:
    return min((1 + (_shortest(node) if isinstance(node, dict) else 0) for node in tree.values()), default=_LONGEST_CODE)


def _embedded(stream: Object, depth: int) -> CodeMap:
    spaces, cids = list[tuple[bytes, bytes]](), dict[bytes, int]()
    mode = stream.get("/WMode", 0)
    used = stream.get("/UseCMap")
    for kind, found in sections(stream_data(stream, MAP_BYTES)):
        if kind == "codespacerange":
            spaces += [(low, high) for low, high in zip(found[::2], found[1::2], strict=False) if _is_space(low, high)]  # type: ignore[misc]
        elif kind in {"cidchar", "cidrange"}:
            _add(cids, kind, found)
        elif kind == "usecmap" and used is None and isinstance(found[0], str) and found[0].startswith("/"):
            used = Name(found[0])
        elif kind == "WMode" and found[0] in {0, 1}:
            mode = found[0]
    base = read_code_map(used, depth + 1) if used is not None else None
    if not spaces and base is None:
        raise UnknownMapError
    spaces.sort(key=lambda each: len(each[0]))
    widths = {len(low) for low, _ in spaces} | ({base.width} if base is not None else set())
    width = widths.pop() if len(widths) == 1 else 0
    return Embedded(tuple(spaces), cids, base, mode == 1, width)


def _is_space(low: Token, high: Token) -> bool:
    return isinstance(low, bytes) and isinstance(high, bytes) and 0 < len(low) == len(high) <= _LONGEST_CODE


def _add(cids: dict[bytes, int], kind: str, found: Sequence[Token]) -> None:
    step = 2 if kind == "cidchar" else 3
    for parts in zip(*(found[at::step] for at in range(step)), strict=False):
        low, high, cid = parts[0], parts[-2], parts[-1]
        if not (isinstance(low, bytes) and isinstance(high, bytes) and isinstance(cid, int) and len(low) == len(high)):
            continue
        first, last = int.from_bytes(low), int.from_bytes(high)
        if last - first > _LAST_CID or len(cids) + last - first >= MAP_ENTRIES:
            raise LargeMapError
        for code in range(first, last + 1):
            cids[code.to_bytes(len(low))] = cid + code - first
