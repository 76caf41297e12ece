"""Reads a content stream of plain words, as nearly all are, without taking it apart operator by operator.

What it does not know to the last byte it leaves to the full reader: inline images, marked content, comments, odd numbers.
"""

from __future__ import annotations

import re

from pikepdf import Name, Object, String

from pipeline.render.kept.colours import DEVICE
from pipeline.render.kept.draft import Draft
from pipeline.render.kept.operators import NAMED, SIGNATURES

__all__ = ["read_quickly"]

_SPACE = rb"[ \n\r\t]++"
_NUMBER = rb"[-+]?+(?:\d++\.?+\d*+|\.\d++)"
_NAME = rb"/[A-Za-z0-9_.+-]++"
_LITERAL = rb"\((?:[^()\\\r]|\\[^\r])*+\)"
_HEX = rb"<(?:[0-9A-Fa-f]{2})*+>"
_STRING = rb"(?:" + _LITERAL + rb"|" + _HEX + rb")"
_ARRAY = rb"\[(?:[ \n]*+(?:" + _NUMBER + rb"|" + _STRING + rb"))*+[ \n]*+\]"
_END = rb"(?:" + _SPACE + rb"|\Z)"
_FONTLESS = ("q", "Q", "ri", "d", "Tj", "TJ", "'", '"', *NAMED)


def _longest(operator: bytes) -> int:
    return -len(operator)


def _plain() -> bytes:
    """Return the pattern of one operator that has numbers alone before it and touches no font."""
    by_count: dict[int, list[bytes]] = {}
    for operator, signature in SIGNATURES.items():
        if operator not in _FONTLESS:
            by_count.setdefault(len(signature), []).append(re.escape(operator.encode()))
    rows = []
    for count, operators in sorted(by_count.items()):
        operators.sort(key=_longest)
        any_of = rb"(?:" + rb"|".join(operators) + rb")"
        rows.append(rb"(?:" + _NUMBER + _SPACE + rb"){" + b"%d" % count + rb"}" + any_of)
    rows.append(rb"(?:" + _NUMBER + _SPACE + rb"){1,32}+(?:scn|SCN|sc|SC)")
    rows.append(rb"\[(?:[ \n]*+" + _NUMBER + rb")*+[ \n]*+\]" + rb"(?:" + _SPACE + rb")?" + _NUMBER + _SPACE + rb"d")
    return rb"(?:" + rb"|".join(rows) + rb")" + _END


_STEP = re.compile(
    rb"(?P<before>(?:"
    + _plain()
    + rb")*+)(?:(?P<font>"
    + _NAME
    + rb")"
    + _SPACE
    + rb"(?P<size>"
    + _NUMBER
    + rb")"
    + _SPACE
    + rb"Tf"
    + _END
    + rb")?+"
    rb"(?P<plain>(?:" + _plain() + rb")*+)"
    rb"(?:(?P<show>(?P<string>" + _STRING + rb")[ \n]*+(?:Tj|')|(?P<array>" + _ARRAY + rb")[ \n]*+TJ)" + _END + rb")?+"
)
_MARK = re.compile(
    rb"(?:(?P<save>q)|(?P<restore>Q)|(?P<name>" + _NAME + rb")" + _SPACE + rb"(?P<operator>Do|gs|cs|CS|sh)"
    rb"|(?P<numbers>(?:" + _NUMBER + _SPACE + rb"){0,32}+)(?P<pattern>" + _NAME + rb")" + _SPACE + rb"(?P<colour>scn|SCN))" + _END
)
_PARTS = re.compile(_STRING)
_START = re.compile(rb"[ \n\r\t\0]*+")


def read_quickly(draft: Draft, content: bytes) -> bool:
    """Take a stream into a draft. False where something in it is not known here: the draft is then of no use."""
    place, end = _START.match(content).end(), len(content)  # type: ignore[union-attr]  # matches nothing too
    step, mark = _STEP.match, _MARK.match
    while place < end:
        found = step(content, place)
        if found is None or found.end() == place:
            found = mark(content, place)
            if found is None:
                return False
            _take_mark(draft, found)
        else:
            _take_step(draft, found)
        place = found.end()
    return True


def _take_step(draft: Draft, found: re.Match[bytes]) -> None:
    """Take in operators of numbers, a font, more of such operators and something shown; each of the four may be missing."""
    before, font, size, plain, show, string, array = found.groups()
    if before:
        draft.keep(b" ".join(before.split()))
    if font:
        draft.set_font(font, size)
    if plain:
        draft.keep(b" ".join(plain.split()))
    if show:
        if array is None:
            shown = _bytes_of(string)
            if shown:
                draft.show((shown,))
        else:
            strings = {_bytes_of(each) for each in _PARTS.findall(array)} - {b""}
            draft.measure()
            if strings:
                draft.show(strings)
        draft.keep(show)


def _take_mark(draft: Draft, found: re.Match[bytes]) -> None:
    """Take in an operator that saves, restores or names something."""
    if found["save"]:
        draft.save()
        draft.keep(b"q")
    elif found["restore"]:
        draft.restore()
        draft.keep(b"Q")
    elif found["pattern"]:
        draft.use(found["colour"], b" ".join(found["numbers"].split()), "/Pattern", Name(found["pattern"].decode()))
    else:
        _take_name(draft, found["operator"], found["name"].decode())


def _take_name(draft: Draft, operator: bytes, name: str) -> None:
    if operator == b"Do":
        draft.draw(Name(name))
    elif operator == b"gs":
        draft.set_state(Name(name))
    elif operator != b"sh" and (name in DEVICE or name == "/Pattern"):
        draft.keep(name.encode() + b" " + operator)
    else:
        draft.use(operator, b"", NAMED[operator.decode()], Name(name))


def _bytes_of(token: bytes) -> bytes:
    """Return what a string stands for."""
    if token[:1] == b"<":
        return bytes.fromhex(token[1:-1].decode())
    if b"\\" not in token:
        return token[1:-1]
    parsed = Object.parse(token)
    return bytes(parsed) if isinstance(parsed, String) else b""
