"""One finished PDF beside what it was made of and what it must read as: what every probe is handed."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import pypdfium2

from pipeline.errors import LeakError
from pipeline.verify.kept.expected import KeptExpected
from pipeline.verify.kept.hunt import Hunt
from pipeline.verify.kept.objects import Roles, read_roles
from pipeline.verify.kept.opened import Opened, Source

__all__ = ["Case"]


@dataclass(frozen=True)
class Case:
    """``opened`` is the finished PDF to every reader; what several probes need is read once, when it is first asked for."""

    opened: Opened
    source: Source
    expected: KeptExpected = field(repr=False)
    looks: dict[int, Any] = field(default_factory=dict, repr=False)
    """By page, how it lies on its picture, and the pixels of its bars: drawn once, judged by two probes."""

    @cached_property
    def hunt(self) -> Hunt:
        """What must stand nowhere."""
        return Hunt.of(self.expected)

    @cached_property
    def roles(self) -> Roles:
        """What each stream is for. Raises LeakError for an object that the allow-list does not know."""
        return read_roles(self.opened.pdf, self.expected)

    @cached_property
    def paper(self) -> pypdfium2.PdfDocument:
        """The finished PDF once more, for pages to be put on other paper. Raises LeakError where it cannot be drawn."""
        try:
            return pypdfium2.PdfDocument(self.opened.written)
        except pypdfium2.PdfiumError:
            raise LeakError("pixels", "the PDF", "it cannot be drawn") from None

    def close(self) -> None:
        """Let go of what was opened here."""
        self.source.close()
        if "paper" in self.__dict__:
            self.paper.close()
