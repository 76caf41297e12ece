"""YAML nodes with their lines: strict reading of mappings, lists and scalars, all faults collected."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

import yaml
from yaml.events import MappingEndEvent, MappingStartEvent, SequenceEndEvent, SequenceStartEvent
from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

__all__ = ["Faults", "Fields", "compose"]

T = TypeVar("T")
_MAX_DEPTH = 20
_NULL = "tag:yaml.org,2002:null"
_TRUE, _FALSE = {"true", "yes", "on"}, {"false", "no", "off"}


@dataclass(slots=True)
class Faults:
    """Collects the faults of one file, as file, line and ``what, and what was expected``, into ``found``."""

    file: str
    found: list[tuple[str, int, str]]

    def add(self, node: Node, what: str) -> None:
        """Note a fault at the line of ``node``."""
        self.found.append((self.file, node.start_mark.line + 1, what))

    def at_line(self, line: int, what: str) -> None:
        """Note a fault at a line, counted from 1."""
        self.found.append((self.file, line, what))


def compose(text: str, faults: Faults) -> Node | None:
    """Parse one YAML document into nodes; a syntax error becomes a fault and gives None.

    The depth is counted on events first: the parser in C builds nodes by recursion, and a long row of brackets
    would end the process without a word.
    """
    try:
        line = _too_deep_line(text)
        node: Node | None = None if line else yaml.compose(text, Loader=yaml.CSafeLoader)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        faults.at_line(line, f"not valid YAML ({error.problem}); expected a mapping of keys to values")
        return None
    except (yaml.YAMLError, UnicodeError):
        faults.at_line(1, "not valid YAML; expected UTF-8 text without control characters")
        return None
    if node is not None and _is_too_deep(node):
        line = node.start_mark.line + 1
    if line:
        faults.at_line(line, f"nested deeper than {_MAX_DEPTH} levels; expected a flat list of rules")
        return None
    if node is None:
        faults.at_line(1, "the file is empty; expected at least 'format: 1' and 'rules:'")
    return node


def _too_deep_line(text: str) -> int | None:
    """Return the line, from 1, on which mappings and lists nest deeper than the limit, or None."""
    depth = 0
    for event in yaml.parse(text, Loader=yaml.CSafeLoader):
        if isinstance(event, (MappingStartEvent, SequenceStartEvent)):
            depth += 1
            if depth > _MAX_DEPTH:
                return event.start_mark.line + 1 if event.start_mark else 1
        elif isinstance(event, (MappingEndEvent, SequenceEndEvent)):
            depth -= 1
    return None


def _is_too_deep(node: Node) -> bool:
    """Tell whether nodes nest deeper than the limit once aliases are followed.

    Level by level and each node once a level, so that aliases of aliases (a billion laughs) cost nothing.
    """
    level = {id(node): node}
    for _ in range(_MAX_DEPTH + 1):
        level = {id(child): child for parent in level.values() for child in _children(parent)}
    return bool(level)


def _children(node: Node) -> list[Node]:
    if isinstance(node, MappingNode):
        return [part for pair in node.value for part in pair]
    return list(node.value) if isinstance(node, SequenceNode) else []


class Fields:
    """One mapping, read strictly: unknown, duplicate and missing keys are faults."""

    def __init__(self, node: Node, faults: Faults, what: str, known: tuple[str, ...], required: tuple[str, ...] = ()) -> None:
        """Read the keys of ``node``; ``what`` names the mapping in messages."""
        self.node, self.faults, self.what = node, faults, what
        self._values: dict[str, Node] = {}
        self.is_mapping = isinstance(node, MappingNode)
        if not isinstance(node, MappingNode):
            faults.add(node, f"{what} is no mapping; expected the keys {', '.join(known)}")
            return
        for key_node, value in node.value:
            self._take(key_node, value, known)
        for key in required:
            if key not in self._values:
                faults.add(node, f"{what} has no '{key}'; expected it")

    def _take(self, key_node: Node, value: Node, known: tuple[str, ...]) -> None:
        key = key_node.value if isinstance(key_node, ScalarNode) else "?"
        if key not in known:
            self.faults.add(key_node, f"unknown key {key!r} in {self.what}; expected one of {', '.join(known)}")
        elif key in self._values:
            first = self._values[key].start_mark.line + 1
            self.faults.add(key_node, f"duplicate key {key!r} in {self.what}, first on line {first}; expected it once")
        else:
            self._values[key] = value

    def __contains__(self, key: str) -> bool:
        """Tell whether the key is there."""
        return key in self._values

    def get(self, key: str) -> Node | None:
        """Return the node of ``key``, or None."""
        return self._values.get(key)

    def fault(self, key: str, what: str) -> None:
        """Note a fault at the value of ``key``, or at the mapping where the key is absent."""
        self.faults.add(self._values.get(key, self.node), what)

    def text(self, key: str) -> str | None:
        """Return a scalar as it is written (``NO`` and ``1962`` stay text), or None where it is absent."""
        node = self._values.get(key)
        if node is None:
            return None
        return self.scalar(node, key)

    def scalar(self, node: Node, key: str) -> str | None:
        """Return one scalar of ``key`` as it is written, or None where it is empty or no scalar."""
        if isinstance(node, ScalarNode) and node.tag != _NULL and str(node.value).strip():
            return str(node.value)
        self.faults.add(node, f"'{key}' of {self.what} is {_kind(node)}; expected text")
        return None

    def texts(self, key: str) -> tuple[str, ...]:
        """Return a list of scalars as they are written; an absent key gives an empty one."""
        node = self._values.get(key)
        if node is None:
            return ()
        if not isinstance(node, SequenceNode) or not node.value:
            self.faults.add(node, f"'{key}' of {self.what} is {_kind(node)}; expected a list in square brackets or with dashes")
            return ()
        return tuple(text for each in node.value if (text := self.scalar(each, key)) is not None)

    def flag(self, key: str) -> bool:
        """Return true or false; an absent key is false."""
        text = self.text(key)
        if text is None or text.lower() in _FALSE:
            return False
        if text.lower() not in _TRUE:
            self.fault(key, f"'{key}' of {self.what} is {text!r}; expected true or false")
        return True

    def choice(self, key: str, options: dict[str, T], default: T) -> T:
        """Return the option that ``key`` names; an absent key gives ``default``."""
        text = self.text(key)
        if text is None:
            return default
        if text not in options:
            self.fault(key, f"'{key}' of {self.what} is {text!r}; expected one of {', '.join(options)}")
            return default
        return options[text]

    def each(self, key: str, read: Callable[[Node], None]) -> None:
        """Call ``read`` with every member of a list."""
        node = self._values.get(key)
        if node is None:
            return
        if not isinstance(node, SequenceNode):
            self.faults.add(node, f"'{key}' of {self.what} is {_kind(node)}; expected a list")
            return
        for member in node.value:
            read(member)


def _kind(node: Node) -> str:
    if isinstance(node, MappingNode):
        return "a mapping"
    if isinstance(node, SequenceNode):
        return "a list" if node.value else "an empty list"
    return "text" if str(node.value).strip() and node.tag != _NULL else "empty"
