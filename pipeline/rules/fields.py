"""Strict reading of mappings, lists and scalars: every fault is collected at the node it stands in."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from pipeline.rules.guess import closest, did_you_mean, hint
from pipeline.rules.nodes import List, Mapping, Node, Scalar, Unread
from pipeline.rules.source import Found, Source

__all__ = ["Faults", "Fields", "Text"]

T = TypeVar("T")
_TRUE, _FALSE = {"true", "yes", "on"}, {"false", "no", "off"}
_MERGE = "<<"


@dataclass(frozen=True, slots=True)
class Faults:
    """Collects the faults of one file, as ``what, and what was expected``, into ``found``."""

    source: Source
    found: Found

    def add(self, node: Node, what: str) -> None:
        """Note a fault of ``node``."""
        self.at(node.start, node.end, what)

    def at(self, start: int, end: int, what: str) -> None:
        """Note a fault of a part of the text."""
        self.found.append(self.source.fault(start, end, what))

    def line(self, node: Node) -> int:
        """Return the line on which ``node`` begins, from 1."""
        return self.source.line_of(node.start)


@dataclass(frozen=True, slots=True)
class Text:
    """A scalar of a file, and where it stands."""

    value: str
    node: Node


class Fields:
    """One mapping, read strictly: unknown, duplicate and missing keys are faults."""

    def __init__(self, node: Node, faults: Faults, what: str, known: tuple[str, ...], required: tuple[str, ...] = ()) -> None:
        """Read the keys of ``node``; ``what`` names the mapping in messages."""
        self.node, self.faults, self.what = node, faults, what
        self._values: dict[str, Node] = {}
        self._meant: set[str] = set()  # keys that a misspelled one was told to be: that they are missing goes without saying
        self.is_mapping = isinstance(node, Mapping)
        if isinstance(node, Mapping):
            for key_node, value in node.pairs:
                self._take(key_node, value, known)
            for key in required:
                if key not in self:
                    faults.add(node, f"{what} has no '{key}'; expected it")
        elif not isinstance(node, Unread):
            faults.add(node, f"{what} is no mapping; expected the keys {', '.join(known)}")

    def _take(self, key_node: Node, value: Node, known: tuple[str, ...]) -> None:
        key = key_node.value if isinstance(key_node, Scalar) else "?"
        if key not in known:
            hint = self._hint(key, known)
            self.faults.add(key_node, f"unknown key {key!r} in {self.what}{hint}; expected one of {', '.join(known)}")
        elif key in self._values:
            first = self.faults.line(self._values[key])
            self.faults.add(key_node, f"duplicate key {key!r} in {self.what}, first on line {first}; expected it once")
        else:
            self._values[key] = value

    def _hint(self, key: str, known: tuple[str, ...]) -> str:
        if key == _MERGE:
            self._meant |= set(known)
            return " (mappings are not merged; write the keys out)"
        meant = closest(key, [each for each in known if each not in self._values])
        self._meant |= {meant} if meant else set()
        return did_you_mean(meant)

    def __contains__(self, key: str) -> bool:
        """Tell whether the key is there, or was meant to be."""
        return key in self._values or key in self._meant

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
        if isinstance(node, Unread):
            return None
        if isinstance(node, Scalar) and not node.is_null and node.value.strip():
            return node.value
        self.faults.add(node, f"'{key}' of {self.what} is {_kind(node)}; expected text")
        return None

    def path(self, node: Node, key: str) -> str | None:
        """Return the place of a file beside this one, or None where there is none to look for."""
        name = self.scalar(node, key)
        if name is None or name.isprintable():
            return name
        self.faults.add(node, f"'{key}' of {self.what} holds a control character; expected the plain name of a file")
        return None

    def texts(self, key: str) -> tuple[Text, ...]:
        """Return a list of scalars as they are written; an absent key gives an empty one."""
        node = self._values.get(key)
        if node is None or isinstance(node, Unread):
            return ()
        if not isinstance(node, List) or not node.members:
            expected = "at least one member" if isinstance(node, List) else "a list in square brackets or with dashes"
            self.faults.add(node, f"'{key}' of {self.what} is {_kind(node)}; expected {expected}")
            return ()
        return tuple(Text(text, each) for each in node.members if (text := self.scalar(each, key)) is not None)

    def flag(self, key: str) -> bool:
        """Return true or false; an absent key is false."""
        text = self.text(key)
        if text is None or text.lower() in _FALSE:
            return False
        if text.lower() not in _TRUE:
            self.fault(key, f"'{key}' of {self.what} is {text!r}{hint(text, ('true', 'false'))}; expected true or false")
        return True

    def choice(self, key: str, options: dict[str, T], default: T) -> T:
        """Return the option that ``key`` names; an absent key gives ``default``."""
        text = self.text(key)
        if text is None:
            return default
        if text not in options:
            self.fault(key, f"'{key}' of {self.what} is {text!r}{hint(text, options)}; expected one of {', '.join(options)}")
            return default
        return options[text]

    def each(self, key: str, read: Callable[[Node], None]) -> None:
        """Call ``read`` with every member of a list."""
        node = self._values.get(key)
        if node is None or isinstance(node, Unread):
            return
        if not isinstance(node, List):
            self.faults.add(node, f"'{key}' of {self.what} is {_kind(node)}; expected a list")
            return
        for member in node.members:
            read(member)


def _kind(node: Node) -> str:
    if isinstance(node, Mapping):
        return "a mapping"
    if isinstance(node, List):
        return "a list" if node.members else "an empty list"
    return "text" if isinstance(node, Scalar) and node.value.strip() and not node.is_null else "empty"
