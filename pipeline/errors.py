"""Every deliberate error of the pipeline: one class, one exit code.

A message names the file, the place and the remedy; it never quotes the record.
"""

from __future__ import annotations

from dataclasses import dataclass, field

__all__ = [
    "EXIT_DONE",
    "EXIT_ORDER",
    "EXIT_UNFORESEEN",
    "AuditError",
    "DeclassError",
    "Fault",
    "InputError",
    "LeakError",
    "RulesError",
    "UsageError",
    "printable",
]

EXIT_DONE = 0
EXIT_UNFORESEEN = 1

# A batch ends with the first of these that occurred in it.
EXIT_ORDER = (5, 1, 6, 4, 3, 2, 0)


class DeclassError(Exception):
    """Root of all deliberate errors; ``exit_code`` is what the command returns."""

    exit_code = EXIT_UNFORESEEN


class UsageError(DeclassError):
    """The command line asks for something that cannot be done."""

    exit_code = 2


class InputError(DeclassError):
    """A source, or the place the output should go, is refused; nothing was written."""

    exit_code = 3


def printable(text: str) -> str:
    """Return ``text`` with every sign that shows nothing, or steers a terminal, written as its escape."""
    return "".join(char if char.isprintable() else char.encode("unicode_escape").decode("ascii") for char in text)


@dataclass(frozen=True, slots=True, order=True)
class Fault:
    """One fault of a rule file: where it stands and ``what, and what was expected``.

    ``line`` and ``column`` count from 1, ``column`` and ``width`` in characters of ``source_line``, which is the line as
    it stands in the file. A private rule file holds what must not be shown: the line is kept out of ``str`` and ``repr``.
    """

    file: str
    line: int
    column: int
    what: str
    width: int = 1
    source_line: str = field(default="", repr=False)

    def __str__(self) -> str:
        """Return ``file:line:column: what``, safe on any terminal."""
        return printable(f"{self.file}:{self.line}:{self.column}: {self.what}")


class RulesError(DeclassError):
    """Rules or rulings are invalid, or a rule does not do what its own example says.

    ``faults`` holds one ``file:line: what, and what was expected`` a fault, with the column where that is known;
    ``places`` holds the faults of rule files as values, so that a command can show the line.
    """

    exit_code = 4

    def __init__(self, *faults: str | Fault) -> None:
        """Collect all faults of all files, so that one run shows them all."""
        self.faults = tuple(map(str, faults))
        self.places = tuple(fault for fault in faults if isinstance(fault, Fault))
        super().__init__("\n".join(self.faults))


class LeakError(DeclassError):
    """An output, read back, holds something that was not released; nothing was written.

    ``probe`` names the reading that found it, ``place`` where; the word itself is never kept.
    """

    exit_code = 5

    def __init__(self, probe: str, place: str, what: str) -> None:
        """Keep the probe and the place apart, so that tests and reports need no parsing."""
        super().__init__(f"leak check '{probe}', {place}: {what}; nothing was written")
        self.probe = probe
        self.place = place


class AuditError(DeclassError):
    """An audit log is broken: edited, cut, reordered, or not of the files beside it."""

    exit_code = 6
