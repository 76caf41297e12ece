"""The units of a record, and how far around a match a rule reaches."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cached_property

from pipeline.model import Finding, Record, Scope, Span
from pipeline.segments import covering, lines, paragraphs, sentences, touching

__all__ = ["Reach"]

_PORTION = "portion"


class Reach:
    """Widens a span to the units of a scope; each kind of unit is counted where it is first asked for."""

    def __init__(self, record: Record, findings: Iterable[Finding] = ()) -> None:
        """Take the record, and of ``findings`` the portions that were marked."""
        self.text = record.text
        self.pages = tuple(page.span for page in record.pages if page.span)
        self.portions = tuple(sorted(each.extent for each in findings if each.kind == _PORTION and each.extent))
        self._sentences: dict[Span, tuple[Span, ...]] = {}

    @cached_property
    def paragraphs(self) -> tuple[Span, ...]:
        """The paragraphs of the record."""
        return paragraphs(self.text)

    @cached_property
    def lines(self) -> tuple[Span, ...]:
        """The lines of the record."""
        return lines(self.text)

    def of(self, scope: Scope, span: Span) -> Span:
        """Return the smallest run of ``scope`` units that holds ``span``."""
        if scope is Scope.SPAN:
            return span
        if scope is Scope.RECORD:
            return Span(0, len(self.text))
        return covering(self._units(scope, span), span) or span

    def _units(self, scope: Scope, span: Span) -> Sequence[Span]:
        if scope is Scope.PAGE:
            return self.pages
        if scope is Scope.LINE:
            return self.lines
        if scope is Scope.PORTION:
            return touching(self.portions, span) or self.paragraphs
        if scope is Scope.PARAGRAPH:
            return self.paragraphs
        return tuple(part for each in touching(self.paragraphs, span) for part in self._split(each))

    def _split(self, paragraph: Span) -> tuple[Span, ...]:
        if paragraph not in self._sentences:
            self._sentences[paragraph] = sentences(self.text, paragraph)
        return self._sentences[paragraph]
