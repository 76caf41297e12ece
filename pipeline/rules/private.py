"""Fields of a file of which nothing may be quoted: digests, offsets, dates and lines, with faults that name keys alone."""

from __future__ import annotations

import datetime as dt
import re

from pipeline.model import Action
from pipeline.rules.fields import Faults, Fields
from pipeline.rules.guess import hint
from pipeline.rules.nodes import Node, Scalar

__all__ = ["LONGEST_GUESSED", "Private"]

LONGEST_GUESSED = 40  # letters of a word of which we say what it was meant to be
_SHA256 = re.compile(r"[0-9a-fA-F]{64}")
_MOST_DIGITS = 9


class Private(Fields):
    """A mapping of which no value and no unknown key is ever quoted; a key without a value is as good as absent."""

    def __init__(self, node: Node, faults: Faults, what: str, known: tuple[str, ...], required: tuple[str, ...] = ()) -> None:
        """Read the keys of ``node``, then forget those that hold nothing."""
        super().__init__(node, faults, what, known)
        self._values = {key: value for key, value in self._values.items() if not (isinstance(value, Scalar) and value.is_null)}
        for key in required if self.is_mapping else ():
            if key not in self:
                faults.add(node, f"{what} has no '{key}'; expected it")

    def _take(self, key_node: Node, value: Node, known: tuple[str, ...]) -> None:
        key = key_node.value if isinstance(key_node, Scalar) else ""
        if key in known:
            super()._take(key_node, value, known)
            return
        meant = self._hint(key[:LONGEST_GUESSED], known)
        self.faults.add(key_node, f"unknown key in {self.what}{meant}; expected one of {', '.join(known)}")

    def one_of(self, key: str, options: dict[str, Action]) -> Action | None:
        """Return the option that ``key`` names; None where it is absent or wrong."""
        text = self.text(key)
        if text is not None and text not in options:
            meant = hint(text[:LONGEST_GUESSED], options)
            self.fault(key, f"'{key}' of {self.what} is not known{meant}; expected one of {', '.join(options)}, or nothing")
        return options.get(text or "")

    def line(self, key: str) -> str | None:
        """Return a text that stands on one line."""
        text = self.text(key)
        if text is not None and not text.isprintable():
            self.fault(key, f"'{key}' of {self.what} holds a line break or a sign that shows nothing; expected one line")
            return None
        return text

    def sha256(self, key: str) -> str | None:
        """Return a digest in small letters."""
        text = self.text(key)
        if text is not None and not _SHA256.fullmatch(text):
            self.fault(key, f"'{key}' of {self.what} is no SHA-256 digest; expected 64 signs of 0-9 and a-f")
            return None
        return text and text.lower()

    def number(self, key: str) -> int | None:
        """Return a whole number from 0."""
        text = self.text(key)
        if text is not None and not (text.isascii() and text.isdigit() and len(text) <= _MOST_DIGITS):
            self.fault(key, f"'{key}' of {self.what} is no offset; expected a whole number of characters from 0")
            return None
        return None if text is None else int(text)

    def date(self, key: str) -> dt.date | None:
        """Return a date."""
        text = self.text(key)
        if text is None:
            return None
        try:
            return dt.date.fromisoformat(text)
        except ValueError:
            self.fault(key, f"'{key}' of {self.what} is no date; expected it as 2026-11-24")
            return None
