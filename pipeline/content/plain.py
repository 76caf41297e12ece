"""Operands of plain operators, read by one expression: numbers and strings of the parser cost more to ask for than to read again.

Only what an expression can tell without doubt is told here: content with a comment, an inline image, a nested string or a word that
is no operator is left to the parser altogether, and so are names, marks and most arrays, operator by operator.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

__all__ = ["Step", "read_steps"]

Operand = float | bytes | list[float | bytes]
Step = tuple[str, Sequence[Operand] | None]
"""An operator and its operands; None where the parser is to be asked for them."""

_SPACE = rb"[ \n\r\t\f\0]"
_NUMBER = rb"[+-]?(?:[0-9]{1,12}(?:\.[0-9]{0,12})?|\.[0-9]{1,12})"
_PLAIN = rb"\((?:[^()\\\r]*+)\)"
_ESCAPED = rb"\((?:[^()\\]|\\[\s\S])*+\)"
_HEX = rb"<(?:[0-9A-Fa-f]{2})*+>"
_NAME = rb"/[A-Za-z0-9_.+:,;*'&!@$^~=|-]++"
_MARK = rb"<<(?:[^<>()%]|<(?!<)|\((?:[^()\\]|\\[\s\S])*+\)|(?<!>)>(?!>))*+>>"
_ARRAY = rb"\[(?:[^\[\]()%<>]|" + _ESCAPED + rb"|<[0-9A-Fa-f \n\r\t]*+>)*+\]"
_OTHER = b"|".join((_NAME, _NUMBER, _ESCAPED, rb"<[0-9A-Fa-f \n\r\t]*+>", _ARRAY))
_END = rb"(?=[ \n\r\t\f\0/\[<(]|\Z)"
_OPERATOR = rb"([A-Za-z'\"][A-Za-z0-9*]*+)" + _END
_STRING = rb"(?:" + _PLAIN + rb"|" + _HEX + rb")"
_STEP = re.compile(
    _SPACE
    + rb"*+(?:"
    + (rb"((?:" + _NUMBER + _SPACE + rb"++)*+)(?:(" + _STRING + rb")" + _SPACE + rb"*+)?+" + _OPERATOR)
    + rb"|"
    + (rb"\[((?:" + _NUMBER + rb"(?=[ \n\r\t\f\0(<\]])|" + _STRING + rb"|" + _SPACE + rb"++)*+)\]" + _SPACE + rb"*+TJ" + _END)
    + rb"|"
    + (rb"(?:(?:" + _OTHER + rb"|" + _MARK + rb")" + _SPACE + rb"*+)++" + _OPERATOR)
    + rb")"
)
_PARTS = re.compile(_STRING + rb"|" + _NUMBER)
_REST = re.compile(_SPACE + rb"*+\Z")
_LESS, _ROUND = ord("<"), ord("(")
_OPERATORS = {
    each.encode(): each
    for each in (
        "b B b* B* BDC BMC BT BX c cm cs CS d d0 d1 Do DP EMC ET EX f F f* G g gs h i j J K k l M m MP n q Q re RG rg ri s S SC sc SCN scn "
        "sh T* Tc Td TD Tf Tj TJ TL Tm Tr Ts Tw Tz v w W W* y ' \""
    ).split()
}


def read_steps(content: bytes) -> list[Step] | None:
    """Return the operators of a content, in order, or None where an expression cannot tell them."""
    found: list[Step] = []
    place, end = 0, len(content)
    match, known, add = _STEP.match, _OPERATORS.get, found.append
    while place < end:
        step = match(content, place)
        if step is None:
            return found if _REST.match(content, place) else None
        place = step.end()
        numbers, string, name, array, other = step.groups()
        if array is not None:
            add(("TJ", ([_part(each) for each in _PARTS.findall(array)],)))
            continue
        operator = known(name or other)
        if operator is None:
            return None
        if other:
            add((operator, None))
        elif string is None:
            add((operator, tuple(map(float, numbers.split())) if numbers else ()))
        else:
            add((operator, (*map(float, numbers.split()), _part(string))))
    return found


def _part(token: bytes) -> float | bytes:
    """Return what a number or a string stands for."""
    if token[0] == _LESS:
        return bytes.fromhex(token[1:-1].decode())
    return token[1:-1] if token[0] == _ROUND else float(token)
