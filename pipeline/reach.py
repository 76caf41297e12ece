"""The units of a record, and how far around a match a rule reaches."""

from __future__ import annotations

import enum
import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from itertools import pairwise

from pipeline.model import Finding, Record, Scope, Span
from pipeline.running import marked_lines, running_lines
from pipeline.segments import LIST_ITEM, PAGE_BREAK, covering, joined, lines, paragraphs, sentences, touching, trimmed

__all__ = ["Reach"]

_PORTION = "portion"
_GOES_ON = frozenset({Scope.SENTENCE, Scope.PARAGRAPH, Scope.PORTION})
_ENDS = frozenset(".?!:")
# A dot behind a capital and two letters at most (Op., Brig., U.N.), or dots that leave something out.
_DOUBTFUL = re.compile(r"(?:(?<!\w)[A-Z]\w{0,2}|\.\w{1,3}|\.\.)\.\Z")
_LONGEST_WORD = 8
# A dot that may end a sentence after all: behind an abbreviation that often is the last word, an initial, or no blank at all.
_MAY_END = re.compile(
    r"(?<![^\W\d_])(?:inc|corp|co|ltd|jr|sr|dept|govt|div|dist|est|ext|[a-z]|(?:[a-z]\.)+[a-z])[.?!][\"'”’)\]]*(?=\s+(?-i:[^a-z\s]))"
    r"|(?<=[^\W\d_]{3})[.?!](?=[^\W\d_])",
    re.IGNORECASE,
)
_COLUMNS = re.compile(r"\||\t|\S {3,}\S")
_WRAPPED = 40  # characters; a line that long at a page's end was broken because the page ended, a shorter one may be a heading
_CLOSING = "\"'”’)]"


class _GoesOn(enum.Enum):
    """Whether a paragraph goes on in the next; one that is open at a page's end may, whatever letter begins the next page."""

    YES = enum.auto()
    MAYBE = enum.auto()
    NO = enum.auto()


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
        self._stops: dict[Span, list[int]] = {}
        self._bridges: dict[tuple[Scope, bool], tuple[Span, ...]] = {}

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
        """Return what ``of`` does, and of a sentence or paragraph all with which it may go on: for what must not be missed."""
        near = self.of(scope, span)
        return (covering(self._bridged(scope, is_sure=False), near) or near) if scope in _GOES_ON else near

    def narrow(self, scope: Scope, span: Span) -> Span:
        """Return what ``of`` does, and of a sentence no more than surely is one: for what lets a passage go."""
        near = self.of(scope, span)
        if scope is not Scope.SENTENCE:
            return near
        stops = self._stops_in(near)
        before, after = bisect_right(stops, span.start), bisect_left(stops, span.end)
        return Span(stops[before - 1] if before else near.start, stops[after] if after < len(stops) else near.end)

    def _stops_in(self, sentence: Span) -> list[int]:
        """Return where within a sentence it may have ended; counted once, for many things may stand in a long one."""
        if sentence not in self._stops:
            stops = {match.end() for match in _MAY_END.finditer(self.text, sentence.start, sentence.end)}
            stops.update(one.end for one, two in pairwise(touching(self.lines, sentence)) if self._may_part(one, two))
            self._stops[sentence] = sorted(stops)
        return self._stops[sentence]

    def _may_part(self, row: Span, following: Span) -> bool:
        """Tell whether two lines may be rows of a table, or a line that ended where its writer wanted and another."""
        if any(_COLUMNS.search(self.text, each.start, each.end) for each in (row, following)):
            return True
        return row.end - row.start < _WRAPPED and not self.text[following.start].islower()

    def spread(self, scope: Scope, span: Span) -> Iterator[Span]:
        """Yield what ``of`` returns, and the rest of a sentence, paragraph or portion that goes on over a page's foot or an empty line.

        The running lines between are no part of it.
        """
        yield from self._with_rest(scope, self.of(scope, span))

    def portion(self, extent: Span) -> Iterator[Span]:
        """Yield what a portion mark governs, and the rest of it as ``spread`` does."""
        yield from self._with_rest(Scope.PORTION, extent)

    def _with_rest(self, scope: Scope, near: Span) -> Iterator[Span]:
        yield near
        whole = covering(self._bridged(scope, is_sure=True), near) if scope in _GOES_ON else None
        for part in self._between_running(whole) if whole else ():
            for start, end in ((part.start, min(part.end, near.start)), (max(part.start, near.end), part.end)):
                if start < end and (rest := trimmed(self.text, Span(start, end))):
                    yield rest

    def _between_running(self, whole: Span) -> Iterator[Span]:
        """Yield the parts of ``whole`` between the running lines in it."""
        edges = [whole.start, *(edge for each in touching(self.running, whole) for edge in (each.start, each.end)), whole.end]
        yield from (Span(start, end) for start, end in list(pairwise(edges))[::2] if start < end)

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

    def _bridged(self, scope: Scope, *, is_sure: bool) -> tuple[Span, ...]:
        """Return the units that go on in the next one, each with what it goes on with."""
        if (scope, is_sure) not in self._bridges:
            self._bridges[scope, is_sure] = joined(self._bridges_between(scope, is_sure=is_sure))
        return self._bridges[scope, is_sure]

    def _bridges_between(self, scope: Scope, *, is_sure: bool) -> Iterator[Span]:
        for before, after, goes_on in self._neighbours:
            if goes_on is _GoesOn.YES or (goes_on is _GoesOn.MAYBE and not is_sure):
                yield from self._bridge(scope, before, after)
        if scope is Scope.SENTENCE and not is_sure:
            for each in self.paragraphs:
                yield from (Span(one.start, two.end) for one, two in pairwise(self._split(each)) if self._is_doubtful(one))

    def _bridge(self, scope: Scope, before: Span, after: Span) -> Iterator[Span]:
        """Yield a unit of ``before`` with the one of ``after`` in which it goes on; where a portion begins, no other does."""
        if scope is Scope.SENTENCE:
            yield Span(self._split(before)[-1].start, self._split(after)[0].end)
        elif scope is Scope.PARAGRAPH:
            yield Span(before.start, after.end)
        elif not any(each.start >= after.start for each in touching(self.portions, after)):
            yield Span(max((each.start for each in touching(self.portions, before)), default=before.start), after.end)

    def _is_doubtful(self, sentence: Span) -> bool:
        """Tell whether the dot that ends a sentence may be that of an abbreviation, or one of several."""
        return _DOUBTFUL.search(self.text, max(sentence.start, sentence.end - _LONGEST_WORD), sentence.end) is not None

    @cached_property
    def _neighbours(self) -> tuple[tuple[Span, Span, _GoesOn], ...]:
        """The pairs of neighbours among paragraphs, running lines aside, and whether the first goes on in the second."""
        body = [(each, rows) for each in self.paragraphs if (rows := self._said(each))]
        return tuple((one, two, self._goes_on(rows[-1], others[0])) for (one, rows), (two, others) in pairwise(body))

    def _said(self, paragraph: Span) -> list[Span]:
        """Return the lines of a paragraph without the running ones."""
        return [row for row in touching(self.lines, paragraph) if not touching(self.running, row)]

    def _goes_on(self, last: Span, following: Span) -> _GoesOn:
        if self.text[last.start : last.end].rstrip(_CLOSING)[-1:] in _ENDS:
            return _GoesOn.NO
        is_over_page = PAGE_BREAK in self.text[last.end : following.start]
        if self.text[following.start].islower() and not LIST_ITEM.match(self.text, following.start, following.end):
            return _GoesOn.YES
        if not is_over_page:
            return _GoesOn.NO
        return _GoesOn.YES if last.end - last.start >= _WRAPPED else _GoesOn.MAYBE
