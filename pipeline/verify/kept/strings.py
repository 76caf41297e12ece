"""Names, strings and streams of the whole file, searched for withheld words in whatever encoding."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pikepdf import Array, Dictionary, Name, Object, PdfError, Stream, String

from pipeline.errors import LeakError
from pipeline.verify.kept.case import Case
from pipeline.verify.kept.hunt import Hunt

__all__ = ["probe_strings"]

PROBE = "strings"
_BINARY = frozenset(("image", "program", "profile", "numbers", "shading", "globals"))
_FUNCTION = frozenset("abs add atan ceiling cos cvi cvr div exp floor idiv ln log mod mul neg round sin sqrt sub truncate and bitshift "
                      "eq false ge gt le lt ne not or true xor if ifelse copy dup exch index pop roll".split())  # fmt: skip
_CALCULATED = re.compile(r"[{}\s]+")
_NUMBER = re.compile(r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)")
_POSTSCRIPT = 4  # the type of a function that is calculated, ISO 32000-1, 7.10.5
_WITHHELD = "it holds a word that was withheld"
_DEEPEST = 24  # values within values of one object


def _said(value: object, depth: int = 0) -> Iterator[bytes]:
    """Yield the names and strings of one object, without what it refers to."""
    if isinstance(value, String):
        yield bytes(value)
    elif isinstance(value, Name):
        yield str(value).encode()
    elif isinstance(value, Dictionary | Stream | Array) and depth < _DEEPEST and not (depth and value.is_indirect):
        is_list = isinstance(value, Array)
        for key, each in enumerate(value.as_list()) if is_list else value.items():
            if not is_list:
                yield str(key).encode()
            yield from _said(each, depth + 1)


def probe_strings(case: Case) -> None:
    """Raise LeakError where a name, a string or a stream holds a withheld word, whole or six letters of it.

    Content is searched as it is written; what its codes stand for is for the probes of text. Streams of a kind that no
    shape of ours knows cannot come here, for the probe of objects has refused them.
    """
    hunt, pdf = case.hunt, case.opened.pdf
    for item in pdf.objects:
        _check_said(item, hunt)
    _check_said(pdf.trailer, hunt)
    for number, (role, stream) in case.roles.items():
        try:
            data = stream.read_raw_bytes() if role == "image" else stream.read_bytes()
        except PdfError:
            raise LeakError(PROBE, f"object {number}", "its stream cannot be read") from None
        if hunt.in_binary(data) if role in _BINARY else hunt.in_bytes(data):
            raise LeakError(PROBE, f"object {number}", _WITHHELD)
        if role == "function" and stream.get("/FunctionType") == _POSTSCRIPT:
            _check_function(number, data)


def _check_said(item: Object, hunt: Hunt) -> None:
    said = b"\x00\x01\x02\n".join(_said(item))
    if hunt.in_bytes(said):
        raise LeakError(PROBE, f"object {item.objgen[0]}", _WITHHELD)


def _check_function(number: int, data: bytes) -> None:
    words = _CALCULATED.sub(" ", data.decode("latin-1")).split()
    if not all(word in _FUNCTION or _NUMBER.fullmatch(word) for word in words):
        raise LeakError(PROBE, f"object {number}", "its function holds words that are no operators")
