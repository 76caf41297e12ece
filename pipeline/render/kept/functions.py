"""Functions (ISO 32000-1, 7.10), copied by kind: numbers, samples, and calculator programs without their comments."""

from __future__ import annotations

import re

from pikepdf import Array, Dictionary, Object, Pdf, Stream

from pipeline.render.kept.plain import entry, take_numbers

__all__ = ["copy_function"]

_SAMPLED, _EXPONENTIAL, _STITCHING, _CALCULATOR = 0, 2, 3, 4
_DEEPEST = 8
_COMMON = ("/FunctionType", "/Domain", "/Range")
_OF_KIND = {
    _SAMPLED: ("/Size", "/BitsPerSample", "/Order", "/Encode", "/Decode"),
    _EXPONENTIAL: ("/C0", "/C1", "/N"),
    _STITCHING: ("/Bounds", "/Encode"),
    _CALCULATOR: (),
}
_COMMENT = re.compile(rb"%[^\r\n]*")
_TOKEN = re.compile(rb"[{}]|[^\s{}]+")
_NUMBER = re.compile(rb"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?\Z")
_OPERATORS = frozenset(
    b"abs add atan ceiling cos cvi cvr div exp floor idiv ln log mod mul neg round sin sqrt sub truncate and bitshift eq false ge gt le lt "
    b"ne not or true xor if ifelse copy dup exch index pop roll { }".split()
)


def copy_function(target: Pdf, old: object, depth: int = 0) -> Object | None:
    """Return the function (or the array of functions) as new objects of ``target``; None where it is of no known kind."""
    if isinstance(old, Array):
        parts = [copy_function(target, each, depth + 1) for each in old] if depth < _DEEPEST else [None]
        return None if None in parts else Array(parts)
    if not isinstance(old, Dictionary | Stream):
        return None
    kind = entry(old, "/FunctionType")
    if not isinstance(kind, int) or kind not in _OF_KIND:
        return None
    new: Object = Dictionary() if not isinstance(old, Stream) else target.make_stream(_content(kind, old))
    take_numbers(old, new, (*_COMMON, *_OF_KIND[kind]))
    if kind == _STITCHING:
        parts_of = copy_function(target, entry(old, "/Functions"), depth + 1)
        if parts_of is None:
            return None
        new["/Functions"] = parts_of
    return new


def _content(kind: int, old: Stream) -> bytes:
    """Return what a function's stream holds, cut to what is read of it."""
    content = old.read_bytes()
    if kind == _CALCULATOR:
        tokens = _TOKEN.findall(_COMMENT.sub(b" ", content))
        return b" ".join(each for each in tokens if each in _OPERATORS or _NUMBER.match(each))
    values, bits, size = entry(old, "/Range"), entry(old, "/BitsPerSample"), entry(old, "/Size")
    if kind != _SAMPLED or not (isinstance(values, Array) and isinstance(bits, int) and isinstance(size, Array)):
        return b""
    samples = len(values) // 2
    for each in size:
        samples *= int(each)
    return content[: (samples * bits + 7) // 8]
