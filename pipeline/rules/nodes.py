"""A YAML text to nodes with their offsets: one document, no tags, no depth without end."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TypeAlias

import yaml
from yaml.events import (
    AliasEvent,
    CollectionStartEvent,
    DocumentStartEvent,
    Event,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
)

from pipeline.rules.syntax import Syntax, at, refine

__all__ = ["List", "Mapping", "Node", "Note", "Scalar", "Unread", "compose"]

MAX_DEPTH = 20
_NULLS = {"", "~", "null", "Null", "NULL"}
_TAGS = {None, "!", *(f"tag:yaml.org,2002:{name}" for name in ("str", "int", "float", "bool", "null", "timestamp", "seq", "map"))}
_TOO_DEEP = f"nested deeper than {MAX_DEPTH} levels; expected fewer lists and mappings inside each other"

Note: TypeAlias = Callable[[int, int, str], None]  # start, end, what is wrong there


@dataclass(slots=True, eq=False)
class Node:
    """A part of a file from ``start`` to ``end``; ``height`` counts the levels of lists and mappings in it."""

    start: int
    end: int
    height: int = 0


@dataclass(slots=True, eq=False)
class Scalar(Node):
    """A text, as it is meant; ``is_null`` where nothing is written, or a word that stands for nothing."""

    value: str = ""
    is_null: bool = False


class Unread(Node):
    """Stands where a node could not be read; the fault is told already, so readers pass it over."""

    __slots__ = ()


@dataclass(slots=True, eq=False)
class List(Node):
    """A list."""

    members: list[Node] = field(default_factory=list)


@dataclass(slots=True, eq=False)
class Mapping(Node):
    """Keys and their values, in turn: the last key has no value yet while the file is read."""

    parts: list[Node] = field(default_factory=list)

    @property
    def pairs(self) -> tuple[tuple[Node, Node], ...]:
        """Return each key with its value."""
        return tuple(zip(self.parts[::2], self.parts[1::2], strict=True))


@dataclass(slots=True)
class _Composer:
    """Builds nodes from events, without recursion: a long row of brackets must not end the process.

    Our own and not PyYAML's, which stops at the first alias that is wrong and asks of every scalar what type it might be.
    """

    note: Note
    lost: frozenset[str]
    depth: int
    anchors: dict[str | None, Node] = field(default_factory=dict)
    open: list[List | Mapping] = field(default_factory=list)
    root: Node | None = None

    def take(self, event: Event) -> None:
        """Take one event. Raises Syntax where nodes nest too deep."""
        if isinstance(event, ScalarEvent):
            is_null = event.implicit[0] and event.value in _NULLS
            self._add(Scalar(at(event.start_mark), at(event.end_mark), value=event.value, is_null=is_null), event)
        elif isinstance(event, (MappingStartEvent, SequenceStartEvent)):
            self._begin(event)
        elif isinstance(event, (MappingEndEvent, SequenceEndEvent)):
            self._close(at(event.end_mark))
        elif isinstance(event, AliasEvent):
            self._put(self._alias(event))

    def _begin(self, event: CollectionStartEvent) -> None:
        start = at(event.start_mark)
        node = Mapping(start, start) if isinstance(event, MappingStartEvent) else List(start, start)
        self._add(node, event)
        self.open.append(node)
        if self.depth + len(self.open) > MAX_DEPTH:
            raise Syntax(start, start + 1, _TOO_DEEP)

    def _close(self, end: int) -> None:
        node = self.open.pop()
        node.end = end
        members = node.members if isinstance(node, List) else node.parts
        node.height = 1 + max((each.height for each in members), default=0)

    def _add(self, node: Node, event: ScalarEvent | CollectionStartEvent) -> None:
        if event.tag not in _TAGS:
            self.note(node.start, node.end, "a tag (a word that begins with '!'); expected the value without it")
        if event.anchor is not None:
            if event.anchor in self.anchors:
                what = f"anchor {event.anchor!r} is there already; expected a name of its own"
                self.note(node.start, node.start + len(event.anchor) + 1, what)
            self.anchors[event.anchor] = node
        self._put(node)

    def _put(self, node: Node) -> None:
        """Put a node where it belongs."""
        if not self.open:
            self.root = node
            return
        parent = self.open[-1]
        (parent.members if isinstance(parent, List) else parent.parts).append(node)

    def _alias(self, event: AliasEvent) -> Node:
        """Return the node that an alias means, by reference, so that aliases of aliases (a billion laughs) cost nothing."""
        start, end = at(event.start_mark), at(event.end_mark)
        node = self.anchors.get(event.anchor)
        if node is None:
            if event.anchor not in self.lost:
                self.note(start, end, f"alias {event.anchor!r} means nothing; expected an anchor &{event.anchor} before it")
            return Unread(start, end)
        if any(node is each for each in self.open):
            self.note(start, end, f"alias {event.anchor!r} stands inside what it means; expected the value written out")
            return Unread(start, end)
        if self.depth + len(self.open) + node.height > MAX_DEPTH:
            raise Syntax(start, end, _TOO_DEEP)
        return node


def compose(text: str, note: Note, *, lost: frozenset[str] = frozenset(), depth: int = 0) -> Node | None:
    """Return the first document of ``text`` as nodes; None where there is none.

    ``note`` is told what is wrong without being in the way; ``lost`` are anchors known to be gone, ``depth`` is how deep
    the text itself is nested. Raises Syntax at the first place where the text is no YAML.
    """
    composer = _Composer(note, lost, depth)
    scalar: ScalarEvent | None = None
    try:
        for event in yaml.parse(text, Loader=yaml.CSafeLoader):
            if isinstance(event, DocumentStartEvent) and composer.root is not None:
                start = at(event.start_mark)
                note(start, start + len("---"), "a second document begins here; expected one document a file")
                break
            if isinstance(event, ScalarEvent):
                scalar = event
            composer.take(event)
    except yaml.MarkedYAMLError as error:
        raise refine(error, scalar, text) from None
    return composer.root
