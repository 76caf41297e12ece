"""The tokens of character maps, which are written in a small part of PostScript (Adobe Technical Note 5014)."""

from __future__ import annotations

import re
from collections.abc import Iterator

__all__ = ["Token", "sections", "tokens"]

Token = bytes | int | str | list[bytes | int | str]
"""A string's bytes, a number, a name (with its slash) or a word, or an array of these."""

_TOKEN = re.compile(
    rb"%[^\r\n]*|(<<|>>)|<([0-9A-Fa-f\s]*)>|(/[^\s<>\[\]()/%]*)|(\[)|(\])|\((?:[^()\\]|\\.)*\)|([+-]?\d{1,10})(?![^\s<>\[\]()/%])|([^\s<>\[\]()/%]+)",
    re.DOTALL,
)
_MARK, _HEX, _NAME, _OPEN, _CLOSE, _NUMBER, _WORD = range(1, 8)


def tokens(data: bytes) -> Iterator[Token]:
    """Yield the tokens of a map; comments and strings in brackets are passed over, an array is one token."""
    inner: list[bytes | int | str] | None = None
    for match in _TOKEN.finditer(data):
        kind = match.lastindex
        if kind is None or kind == _MARK:
            continue
        if kind == _OPEN:
            inner = []
        elif kind == _CLOSE:
            if inner is not None:
                yield inner
            inner = None
        elif inner is None:
            yield _value(kind, match[kind])
        else:
            inner.append(_value(kind, match[kind]))


def _value(kind: int, found: bytes) -> bytes | int | str:
    if kind == _HEX:
        digits = b"".join(found.split())
        return bytes.fromhex((digits + b"0" * (len(digits) % 2)).decode())
    return int(found) if kind == _NUMBER else found.decode("latin-1")


def sections(data: bytes) -> Iterator[tuple[str, list[Token]]]:
    """Yield the parts between ``begin...`` and ``end...`` of a map, each with its kind, such as ``bfchar``.

    What stands outside of them comes as ``("usecmap", [name])`` and ``("WMode", [number])``, where it says one of these.
    """
    kind, found = "", list[Token]()
    last: Token = ""
    before: Token = ""
    for token in tokens(data):
        if kind:
            if token == f"end{kind}":
                yield kind, found
                kind, found = "", []
            else:
                found.append(token)
        elif isinstance(token, str) and token.startswith("begin") and token.removeprefix("begin") in _KINDS:
            kind = token.removeprefix("begin")
        elif token == "usecmap":  # noqa: S105 - an operator of PostScript
            yield "usecmap", [last]
        elif before == "/WMode" or last == "/WMode":
            yield "WMode", [token]
        before, last = last, token


_KINDS = frozenset({"bfchar", "bfrange", "cidchar", "cidrange", "notdefchar", "notdefrange", "codespacerange"})
