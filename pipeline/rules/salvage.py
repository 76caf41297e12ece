"""Reads a rule file rule by rule where it is no YAML as a whole, so that one broken rule hides no fault of another."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise

from pipeline.rules.nodes import Mapping, Node, Note, Scalar, Unread, compose
from pipeline.rules.syntax import Syntax

__all__ = ["Document", "read_document"]

_RULES = re.compile(r"^rules[ \t]*:[ \t]*(?:[ \t]#.*)?$", re.MULTILINE)
_ITEM = re.compile(r"^( *)-(?=\s|\Z)", re.MULTILINE)
_NAMED = re.compile(r"^([ \t]*)-[ \t]*['\"]?id['\"]?[ \t]*:", re.MULTILINE)
_WORD = re.compile(r"^[ \t]*([^\s#])", re.MULTILINE)
_TOP = re.compile(r"^(?:['\"]?[A-Za-z_]+['\"]?[ \t]*:|---|\.\.\.)", re.MULTILINE)
_ANCHOR = re.compile(r"&([^\s,\[\]{}]+)")
_SHOWN = re.compile(r"[^\r\n]")


@dataclass(frozen=True, slots=True)
class Document:
    """What could be read of a file; ``has_head`` is false where its top keys, the rules apart, are lost."""

    node: Node | None
    has_head: bool = True


@dataclass(frozen=True, slots=True)
class _Part:
    """One rule as written; ``sign`` is its dash, ``what`` is wrong with how it begins."""

    start: int
    end: int
    sign: int
    what: str | None = None


def read_document(text: str, note: Note) -> Document:
    """Read ``text`` whole, or else what of it can be read; ``note`` is told every fault of its syntax."""
    try:
        return _read(text, note, text)
    except Syntax as first:
        return _salvaged(text, note, first)


def _salvaged(text: str, note: Note, first: Syntax) -> Document:
    """Read the rules one by one, note those that are broken, and read the text without them."""
    head, rules = _rules(text)
    broken = tuple(_broken(text, rules, note))
    whole = text
    for part in broken:
        whole = _blanked(whole, part.start, part.end)
    try:
        return _read(whole, note, text)
    except Syntax as fault:  # it stands outside the rules: they are read without what is around them
        told = fault if broken else first
        note(told.start, told.end, told.what)
    try:
        return replace(_read(_only_rules(whole, head, rules), note, text), has_head=False)
    except Syntax:
        return Document(None, has_head=False)


def _broken(text: str, rules: tuple[_Part, ...], note: Note) -> Iterator[_Part]:
    """Yield the rules that cannot be read, and note why."""
    for part in rules:
        if part.what is not None:
            note(part.sign, part.sign + 1, part.what)
            yield part
            continue
        try:
            compose(text[part.start : part.end], _pass_over, depth=1)
        except Syntax as fault:
            note(part.start + fault.start, part.start + fault.end, fault.what)
            yield part


def _read(kept: str, note: Note, text: str) -> Document:
    """Read what was kept of ``text``; an alias may mean what was not. Raises Syntax."""
    told: list[tuple[int, int, str]] = []
    lost = frozenset(_ANCHOR.findall(text)) - frozenset(_ANCHOR.findall(kept))
    node = compose(kept, lambda *fault: told.append(fault), lost=lost)
    for fault in told:
        note(*fault)
    return Document(node if kept == text else _without_empty_rules(node))


def _pass_over(_start: int, _end: int, _what: str) -> None:
    """Note nothing: aliases mean what stands in another rule."""


def _rules(text: str) -> tuple[tuple[int, int], tuple[_Part, ...]]:
    """Return where the line ``rules:`` stands, and each rule below it, from its dash to the next in the same column.

    A line ``- id:`` begins a rule in whatever column it stands; the column of most of them is the right one.
    """
    text = text.replace("\r\n", " \n").replace("\r", "\n")  # as long as it was
    head = _RULES.search(text)
    if head is None:
        return (0, 0), ()
    after = _TOP.search(text, head.end())
    end = after.start() if after else len(text)
    named = list(_NAMED.finditer(text, head.end(), end))
    items = list(_ITEM.finditer(text, head.end(), end))
    if not items:
        return head.span(), ()
    column = Counter([each[1] for each in named if "\t" not in each[1]] or [items[0][1]]).most_common(1)[0][0]
    signs = sorted({each.end(1) for each in named} | {each.end(1) for each in items if each[1] == column})
    starts = [text.rindex("\n", 0, sign) + 1 for sign in signs]
    parts = [_part(text, *bounds, sign, len(column)) for bounds, sign in zip(pairwise([*starts, end]), signs, strict=True)]
    return head.span(), (*_before(text, head.end(), starts[0]), *parts)


def _part(text: str, start: int, end: int, sign: int, column: int) -> _Part:
    if text[sign + 1 : sign + 2].strip():
        return _Part(
            start, end, sign, "not valid YAML (a '-' without a blank behind it); expected a '-', a blank, and the first key of a rule"
        )
    if sign - start != column and "\t" not in text[start:sign]:
        return _Part(start, end, sign, "not valid YAML (a '-' in another column than the others); expected all rules in one column")
    return _Part(start, end, sign)


def _before(text: str, start: int, end: int) -> Iterator[_Part]:
    """Yield what stands between ``rules:`` and the first rule, where that is more than remarks: it has lost its dash."""
    first = _WORD.search(text, start, end)
    if first:
        what = "not valid YAML (a rule without its '-'); expected a '-', a blank, and the first key of a rule"
        yield _Part(start, end, first.start(1), what)


def _blanked(text: str, start: int, end: int) -> str:
    """Return ``text`` with blanks for ``text[start:end]``; what is kept keeps its offset and its line."""
    return text[:start] + _SHOWN.sub(" ", text[start:end]) + text[end:]


def _only_rules(text: str, head: tuple[int, int], rules: tuple[_Part, ...]) -> str:
    """Return ``text`` with blanks for all but the line ``rules:`` and the rules."""
    first, last = (rules[0].start, rules[-1].end) if rules else (len(text), len(text))
    for start, end in ((0, head[0]), (head[1], first), (last, len(text))):
        text = _blanked(text, start, end)
    return text


def _without_empty_rules(node: Node | None) -> Node | None:
    """Return ``node`` with its rules unread where none of them was left: that fault is told."""
    for key, value in node.pairs if isinstance(node, Mapping) else ():
        if isinstance(key, Scalar) and key.value == "rules" and isinstance(value, Scalar) and value.is_null:
            node.parts[node.parts.index(value)] = Unread(value.start, value.end)  # type: ignore[union-attr]  # it has pairs
    return node
