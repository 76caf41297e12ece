"""The units of a record, and how far around a match a rule reaches."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from itertools import pairwise

from pipeline.model import Finding, Record, Scope, Span
from pipeline.running import marked_lines, running_lines
from pipeline.segments import PAGE_BREAK, covering, joined, lines, paragraphs, sentences, touching

__all__ = ["Reach"]

_PORTION = "portion"
_ENDS = frozenset(".?!:")
# A dot behind a capital and two letters at most (Op., Brig., U.N.), or dots that leave something out.
_DOUBTFUL = re.compile(r"(?:(?<!\w)[A-Z]\w{0,2}|\.\w{1,3}|\.\.)\.\Z")
_LONGEST_WORD = 8
_CLOSING = "\"'”’)]"


class Reach:
    """Widens a span to the units of a scope; each kind of unit is counted where it is first asked for."""

    def __init__(self, record: Record, findings: Iterable[Finding] = ()) -> None:
        """Take the record, and of ``findings`` the portions that were marked and the markings at the edges of pages."""
        found = tuple(findings)
        self.record, self.text = record, record.text
        self.pages = tuple(page.span for page in record.pages if page.span)
        self.portions = tuple(sorted(each.extent for each in found if each.kind == _PORTION and each.extent))
        self._marked = marked_lines(found)
        self._sentences: dict[Span, tuple[Span, ...]] = {}
        self._bridges: dict[Scope, tuple[Span, ...]] = {}

    @cached_property
    def paragraphs(self) -> tuple[Span, ...]:
        """The paragraphs of the record."""
        return paragraphs(self.text)

    @cached_property
    def lines(self) -> tuple[Span, ...]:
        """The lines of the record."""
        return lines(self.text)

    @cached_property
    def running(self) -> tuple[Span, ...]:
        """The lines at the head and foot of pages that are no part of what is said."""
        return tuple(sorted(running_lines(self.record, self._marked)))

    def of(self, scope: Scope, span: Span) -> Span:
        """Return the smallest run of ``scope`` units that holds ``span``."""
        if scope is Scope.SPAN:
            return span
        if scope is Scope.RECORD:
            return Span(0, len(self.text))
        if scope is Scope.SENTENCE:
            return self._sentences_of(span)
        return covering(self._units(scope, span), span) or span

    def wide(self, scope: Scope, span: Span) -> Span:
        """Return what ``of`` does, and of a sentence or paragraph what goes on behind a page's foot or an empty line as well."""
        near = self.of(scope, span)
        if scope not in {Scope.SENTENCE, Scope.PARAGRAPH}:
            return near
        return covering(self._bridged(scope), near) or near

    def _units(self, scope: Scope, span: Span) -> Sequence[Span]:
        if scope is Scope.PAGE:
            return self.pages
        if scope is Scope.LINE:
            return self.lines
        if scope is Scope.PORTION:
            return touching(self.portions, span) or self.paragraphs
        return self.paragraphs

    def _sentences_of(self, span: Span) -> Span:
        """Return the sentences that hold ``span``; only those of its first and last paragraph need be known."""
        touched = touching(self.paragraphs, span)
        if not touched:
            return span
        first, last = covering(self._split(touched[0]), span), covering(self._split(touched[-1]), span)
        return Span(first.start if first else span.start, last.end if last else span.end)

    def _split(self, paragraph: Span) -> tuple[Span, ...]:
        if paragraph not in self._sentences:
            self._sentences[paragraph] = sentences(self.text, paragraph)
        return self._sentences[paragraph]

    def _bridged(self, scope: Scope) -> tuple[Span, ...]:
        """Return the units that go on in the next paragraph, each with what it goes on with."""
        if scope not in self._bridges:
            self._bridges[scope] = joined(self._bridges_between(scope))
        return self._bridges[scope]

    def _bridges_between(self, scope: Scope) -> Iterator[Span]:
        for before, after in self._continued:
            if scope is Scope.PARAGRAPH:
                yield Span(before.start, after.end)
            else:
                yield Span(self._split(before)[-1].start, self._split(after)[0].end)
        if scope is Scope.SENTENCE:
            for each in self.paragraphs:
                yield from (Span(one.start, two.end) for one, two in pairwise(self._split(each)) if self._is_doubtful(one))

    def _is_doubtful(self, sentence: Span) -> bool:
        """Tell whether the dot that ends a sentence may be that of an abbreviation, or one of several."""
        return _DOUBTFUL.search(self.text, max(sentence.start, sentence.end - _LONGEST_WORD), sentence.end) is not None

    @cached_property
    def _continued(self) -> tuple[tuple[Span, Span], ...]:
        """The pairs of neighbours among paragraphs, running lines aside, where the first is open and the second goes on with it."""
        body = [own for each in self.paragraphs if (own := self._without_running(each))]
        return tuple((before[0], after[0]) for before, after in pairwise(body) if self._goes_on(before, after))

    def _without_running(self, paragraph: Span) -> tuple[Span, int, int] | None:
        """Return a paragraph with the start and end of what is said in it, or None where it is all running lines."""
        own = [row for row in touching(self.lines, paragraph) if not touching(self.running, row)]
        return (paragraph, own[0].start, own[-1].end) if own else None

    def _goes_on(self, before: tuple[Span, int, int], after: tuple[Span, int, int]) -> bool:
        end = before[2]
        while end > before[1] and self.text[end - 1] in _CLOSING:
            end -= 1
        if self.text[end - 1] in _ENDS:
            return False
        return self.text[after[1]].islower() or PAGE_BREAK in self.text[before[2] : after[1]]
