"""Reads a rule file rule by rule where it is no YAML as a whole, so that one broken rule hides no fault of another."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise

from pipeline.rules.nodes import Mapping, Node, Note, Scalar, Unread, compose
from pipeline.rules.syntax import Syntax

__all__ = ["Document", "read_document"]

_RULES = re.compile(r"^rules[ \t]*:[ \t]*(?:[ \t]#.*)?$", re.MULTILINE)
_ITEM = re.compile(r"^( *)-(?=\s|\Z)", re.MULTILINE)
_TOP = re.compile(r"^(?:['\"]?[A-Za-z_]+['\"]?[ \t]*:|---|\.\.\.)", re.MULTILINE)
_ANCHOR = re.compile(r"&([^\s,\[\]{}]+)")
_SHOWN = re.compile(r"[^\r\n]")


@dataclass(frozen=True, slots=True)
class Document:
    """What could be read of a file; ``has_head`` is false where its top keys, the rules apart, are lost."""

    node: Node | None
    has_head: bool = True


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
    for start, end in broken:
        whole = _blanked(whole, start, end)
    try:
        return _read(whole, note, text)
    except Syntax as fault:  # it stands outside the rules: they are read without what is around them
        told = fault if broken else first
        note(told.start, told.end, told.what)
    try:
        return replace(_read(_only_rules(whole, head, rules), note, text), has_head=False)
    except Syntax:
        return Document(None, has_head=False)


def _broken(text: str, rules: tuple[tuple[int, int], ...], note: Note) -> Iterator[tuple[int, int]]:
    """Yield the rules that are no YAML by themselves, and note each."""
    for start, end in rules:
        try:
            compose(text[start:end], _pass_over, depth=1)
        except Syntax as fault:
            note(start + fault.start, start + fault.end, fault.what)
            yield start, end


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


def _rules(text: str) -> tuple[tuple[int, int], tuple[tuple[int, int], ...]]:
    """Return where the line ``rules:`` stands, and each rule below it, from its dash to the next in the same column."""
    text = text.replace("\r\n", " \n").replace("\r", "\n")  # as long as it was
    head = _RULES.search(text)
    if head is None:
        return (0, 0), ()
    after = _TOP.search(text, head.end())
    end = after.start() if after else len(text)
    items = list(_ITEM.finditer(text, head.end(), end))
    starts = [item.start() for item in items if item[1] == items[0][1]]
    return head.span(), tuple(pairwise([*starts, end])) if starts else ()


def _blanked(text: str, start: int, end: int) -> str:
    """Return ``text`` with blanks for ``text[start:end]``; what is kept keeps its offset and its line."""
    return text[:start] + _SHOWN.sub(" ", text[start:end]) + text[end:]


def _only_rules(text: str, head: tuple[int, int], rules: tuple[tuple[int, int], ...]) -> str:
    """Return ``text`` with blanks for all but the line ``rules:`` and the rules."""
    first, last = (rules[0][0], rules[-1][1]) if rules else (len(text), len(text))
    for start, end in ((0, head[0]), (head[1], first), (last, len(text))):
        text = _blanked(text, start, end)
    return text


def _without_empty_rules(node: Node | None) -> Node | None:
    """Return ``node`` with its rules unread where none of them was left: that fault is told."""
    for key, value in node.pairs if isinstance(node, Mapping) else ():
        if isinstance(key, Scalar) and key.value == "rules" and isinstance(value, Scalar) and value.is_null:
            node.parts[node.parts.index(value)] = Unread(value.start, value.end)  # type: ignore[union-attr]  # it has pairs
    return node
