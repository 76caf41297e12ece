"""Findings of leaves become findings of rules: all of, any of, near, unless, in headings, on pages, under markings."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from pipeline.detect.closeness import Closeness
from pipeline.detect.leaves import SURNAME, leaf_id, whole_id
from pipeline.markings import Vocabulary
from pipeline.model import Finding, Marking, Match, MatchKind, Near, Record, Rule, Scope, Span, Within
from pipeline.reach import Reach
from pipeline.segments import touching

__all__ = ["Combiner"]

_PORTION = "portion"
_OVERALL = frozenset({"banner", "channel", "notice"})
_SENTENCE = Within(Scope.SENTENCE)
_HOLDER = re.compile(r",? (?:[A-Z]\. ?){0,2}[A-Z][A-Za-z'’-]*[A-Za-z]")  # who holds the office, named behind it
_COMBINED = "rules"
_CALLED = {MatchKind.PERSON: "person of the rule", MatchKind.OFFICE: "office of the rule"}


class Combiner:
    """Settles the rules that no detector settles alone, from what the detectors found of their leaves."""

    name = _COMBINED

    def __init__(self, rules: Sequence[Rule], vocabulary: Vocabulary) -> None:
        """Take all rules; plain ones are passed over. ``vocabulary`` ranks the levels of markings."""
        self._rules = tuple(rule for rule in rules if not rule.match.is_plain)
        self._vocabulary = vocabulary

    def find(self, _record: Record) -> Iterator[Finding]:
        """Yield nothing: what leaves were found is asked for by ``combine``."""
        yield from ()

    def combine(self, record: Record, found: Iterable[Finding]) -> Iterator[Finding]:
        """Yield what is no leaf's, and each rule's findings in place of those of its leaves."""
        by_rule: defaultdict[str | None, list[Finding]] = defaultdict(list)
        for each in found:
            by_rule[each.rule].append(each)
        combined = {rule.id for rule in self._rules}
        yield from (each for rule, own in by_rule.items() if rule is None or whole_id(rule) not in combined for each in own)
        if self._rules:
            case = _Case(record, by_rule, self._vocabulary)
            for rule in self._rules:
                for each in sorted(set(case.of(rule.id, rule.match, ())), key=lambda each: (each.span, each.kind, each.why)):
                    yield replace(each, rule=rule.id)


class _Case:
    """One record with the findings of all leaves."""

    def __init__(self, record: Record, by_rule: Mapping[str | None, Sequence[Finding]], vocabulary: Vocabulary) -> None:
        self.record, self.by_rule, self.vocabulary = record, by_rule, vocabulary
        self.marked = [each for each in by_rule.get(None, ()) if each.marking]
        self.closeness = Closeness(record, Reach(record, self.marked))
        self.headings = tuple(sorted(block.span for block in record.blocks if block.is_heading))
        self.pages = {page.number: page.span for page in record.pages if page.span}

    def of(self, rule_id: str, match: Match, path: tuple[str, ...]) -> list[Finding]:
        """Return the findings of one match of a rule, narrowed as it says."""
        found = [each for each in self._unnarrowed(rule_id, match, path) if self._is_in_place(each.span, match)]
        for kind, conditions in (("near", match.near), ("unless", match.unless)):
            for number, condition in enumerate(conditions):
                is_close = self._close_to(rule_id, condition, (*path, f"{kind}{number}"))
                found = [each for each in found if is_close(each.span) is (kind == "near")]
        return found

    def _close_to(self, rule_id: str, condition: Near, path: tuple[str, ...]) -> Callable[[Span], bool]:
        others = self.of(rule_id, condition.match, path)
        return self.closeness.to([each.span for each in others], condition.within)

    def _unnarrowed(self, rule_id: str, match: Match, path: tuple[str, ...]) -> Iterable[Finding]:
        if match.kind is MatchKind.ALL:
            return self._all(rule_id, match, path)
        if match.kind is MatchKind.ANY:
            return [each for number, part in enumerate(match.parts) for each in self.of(rule_id, part, (*path, f"part{number}"))]
        if match.kind in {MatchKind.PORTION, MatchKind.BANNER}:
            return self._under_markings(match)
        if match.kind is MatchKind.PERSON:
            return [each for number in range(len(match.values)) for each in self._person(rule_id, (*path, str(number)))]
        found = self.by_rule.get(leaf_id(rule_id, path), ())
        return [self._with_holder(each) for each in found] if match.kind is MatchKind.OFFICE else found

    def _all(self, rule_id: str, match: Match, path: tuple[str, ...]) -> Iterator[Finding]:
        """Yield the findings of each part to which one of every other part is close."""
        parts = [self.of(rule_id, part, (*path, f"part{number}")) for number, part in enumerate(match.parts)]
        closes = [self.closeness.to([each.span for each in part], match.within or _SENTENCE) for part in parts]
        for number, part in enumerate(parts):
            others = [is_close for other, is_close in enumerate(closes) if other != number]
            yield from (each for each in part if all(is_close(each.span) for is_close in others))

    def _person(self, rule_id: str, path: tuple[str, ...]) -> Iterator[Finding]:
        """Yield the forms of a name; the bare surname, with its capital, only where another form stands in the record."""
        strong = self.by_rule.get(leaf_id(rule_id, path), ())
        weak = self.by_rule.get(leaf_id(rule_id, (*path, SURNAME)), ()) if strong else ()
        for each in (*strong, *(each for each in weak if self.record.text[each.span.start].isupper())):
            yield replace(each, kind="person", why=_CALLED[MatchKind.PERSON])

    def _with_holder(self, found: Finding) -> Finding:
        """Return an office with the name that follows it, where one does."""
        holder = _HOLDER.match(self.record.text, found.span.end)
        span = Span(found.span.start, holder.end()) if holder else found.span
        return replace(found, span=span, kind="office", why=_CALLED[MatchKind.OFFICE])

    def _under_markings(self, match: Match) -> Iterator[Finding]:
        """Yield what each marking governs that is of the level and carries the words."""
        kinds = {_PORTION} if match.kind is MatchKind.PORTION else _OVERALL
        for each in self.marked:
            if each.kind in kinds and each.marking and self._is_such(each.marking, match):
                span = each.extent or (each.span if each.kind == _PORTION else Span(0, len(self.record.text)))
                yield Finding(span, each.kind, _COMBINED, each.confidence, f"{each.kind} that the rule names")

    def _is_such(self, marking: Marking, match: Match) -> bool:
        rank = self.vocabulary.level_rank
        if match.level and (marking.level is None or rank(marking.level) < rank(match.level)):
            return False
        return set(match.carries) <= set(_carried(marking))

    def _is_in_place(self, span: Span, match: Match) -> bool:
        if match.in_heading is not None and bool(touching(self.headings, span)) is not match.in_heading:
            return False
        return not match.pages or any(self._is_on(span, first, last) for first, last in match.pages)

    def _is_on(self, span: Span, first: int, last: int) -> bool:
        count = len(self.record.pages)
        numbers = range(first if first > 0 else count, (last if last > 0 else count) + 1)
        return any(page.overlaps(span) for number, page in self.pages.items() if number in numbers)


def _carried(marking: Marking) -> Iterator[str]:
    """Yield every word of a marking in capitals: whole entries, and their parts."""
    lists = (marking.sci, marking.sap, marking.aea, marking.fgi, marking.non_us, marking.dissem, marking.rel_to, marking.display_only)
    for entry in (entry.upper() for each in (*lists, marking.non_ic, marking.legacy, marking.precedence, marking.owners) for entry in each):
        yield entry
        yield from re.split(r"[- ]", entry)
