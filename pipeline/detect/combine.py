"""Findings of leaves become findings of rules: all of, any of, near, unless, in headings, on pages, under markings."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from pipeline.detect.carried import Carried
from pipeline.detect.closeness import Closeness
from pipeline.detect.halves import Halves, is_half
from pipeline.detect.leaves import SHORT, SURNAME, leaf_id, whole_id
from pipeline.detect.names import grower, has_capital, with_holder
from pipeline.detect.pagebreaks import OVER_BREAK
from pipeline.detect.places import Places
from pipeline.markings import Vocabulary
from pipeline.model import Action, Finding, Marking, Match, MatchKind, Near, Record, Rule, Scope, Span, Within
from pipeline.reach import Reach

__all__ = ["Combiner"]

_PORTION = "portion"
_OVERALL = frozenset({"banner", "channel", "notice"})
_SURE = 0.95  # how sure the reading of a marking must be where it releases or spares
_SENTENCE = Within(Scope.SENTENCE)
_COMBINED = "rules"
_CALLED = {MatchKind.PERSON: "person of the rule", MatchKind.OFFICE: "office of the rule"}
_BANNER_RANK, _PORTION_RANK, _WORDS_RANK = range(3)  # what says where, what says it more narrowly, what is said
_RANKS = {MatchKind.BANNER: _BANNER_RANK, MatchKind.PORTION: _PORTION_RANK}


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
        if not self._rules:
            yield from found
            return
        by_rule: defaultdict[str | None, list[Finding]] = defaultdict(list)
        for each in found:
            by_rule[each.rule].append(each)
        combined = {rule.id for rule in self._rules}
        yield from (each for rule, own in by_rule.items() if rule is None or whole_id(rule) not in combined for each in own)
        case = _Case(record, by_rule, self._vocabulary)
        for rule in self._rules:
            for each in sorted(set(case.of_rule(rule)), key=lambda each: (each.span.start, each.span.end, each.kind, each.why)):
                yield replace(each, rule=rule.id)


class _Case:
    """One record with the findings of all leaves.

    Where it is in doubt what stands close, or in its place, a rule that withholds is read so that it finds more, and one
    that releases so that it finds less: ``is_wide`` says which. What must not stand close is read the other way.
    """

    def __init__(self, record: Record, by_rule: Mapping[str | None, Sequence[Finding]], vocabulary: Vocabulary) -> None:
        self.text, self.by_rule, self.vocabulary = record.text, by_rule, vocabulary
        self.marked = [each for each in by_rule.get(None, ()) if each.marking]
        reach = Reach(record, self.marked)
        has_halves = any(is_half(each) for found in by_rule.values() for each in found)
        self.closeness, self.halves = Closeness(reach), Halves(reach, has_halves=has_halves)
        self.places, self.carried = Places(record), Carried(vocabulary)

    def of_rule(self, rule: Rule) -> list[Finding]:
        """Return the findings of a rule."""
        return self._of(rule.id, rule.match, (), is_wide=rule.action is not Action.RELEASE)

    def _of(self, rule_id: str, match: Match, path: tuple[str, ...], *, is_wide: bool) -> list[Finding]:
        """Return the findings of one match of a rule, narrowed as it says."""
        found = self._in_place(self._unnarrowed(rule_id, match, path, is_wide=is_wide), match, is_wide=is_wide)
        for number, condition in enumerate(match.near):
            is_close = self._close_to(rule_id, condition, (*path, f"near{number}"), is_wide=is_wide)
            found = self.halves.kept(found, is_close, is_wide=is_wide)
        for number, condition in enumerate(match.unless):
            is_close = self._close_to(rule_id, condition, (*path, f"unless{number}"), is_wide=not is_wide)
            found = self.halves.kept(found, lambda each, is_close=is_close: not is_close(each), is_wide=is_wide)  # type: ignore[misc]
        return found

    def _close_to(self, rule_id: str, condition: Near, path: tuple[str, ...], *, is_wide: bool) -> Callable[[Finding], bool]:
        return self._is_close_to(self._of(rule_id, condition.match, path, is_wide=is_wide), condition.within, is_wide=is_wide)

    def _is_close_to(self, others: Iterable[Finding], within: Within, *, is_wide: bool) -> Callable[[Finding], bool]:
        is_close = self.closeness.to((each.span for each in others), within, is_wide=is_wide)
        return lambda found: is_close(found.span)

    def _unnarrowed(self, rule_id: str, match: Match, path: tuple[str, ...], *, is_wide: bool) -> Iterable[Finding]:
        if match.kind in {MatchKind.ALL, MatchKind.ANY}:
            parts = [self._of(rule_id, part, (*path, f"part{number}"), is_wide=is_wide) for number, part in enumerate(match.parts)]
            return self._all(match, parts, is_wide=is_wide) if match.kind is MatchKind.ALL else (each for part in parts for each in part)
        if match.kind in _RANKS:
            return self._under_markings(match, is_wide=is_wide)
        if match.kind is MatchKind.PERSON:
            return (
                each
                for number, name in enumerate(match.values)
                for each in self._person(rule_id, name, (*path, str(number)), is_wide=is_wide)
            )
        found = self.by_rule.get(leaf_id(rule_id, path), ())
        return (self._office(each, is_wide=is_wide) for each in found) if match.kind is MatchKind.OFFICE else found

    def _all(self, match: Match, parts: list[list[Finding]], *, is_wide: bool) -> Iterator[Finding]:
        """Yield the findings of each part to which one of every other part is close; beside words, markings only say where."""
        closes = [self._is_close_to(part, match.within or _SENTENCE, is_wide=is_wide) for part in parts]
        ranks = [_rank(part) for part in match.parts]
        for number, part in enumerate(parts):
            if ranks[number] == max(ranks):
                others = [is_close for other, is_close in enumerate(closes) if other != number]
                yield from self.halves.kept(part, lambda each, others=others: all(is_close(each) for is_close in others), is_wide=is_wide)  # type: ignore[misc]

    def _person(self, rule_id: str, name: str, path: tuple[str, ...], *, is_wide: bool) -> Iterator[Finding]:
        """Yield the forms of a name; in the wide sense the bare surname too, with its capital, where another form stands in the record."""
        short = self.by_rule.get(leaf_id(rule_id, (*path, SHORT)), ())
        bare = [each for each in self.by_rule.get(leaf_id(rule_id, (*path, SURNAME)), ()) if self._has_capital(each)]
        strong = [*self.by_rule.get(leaf_id(rule_id, path), ()), *(each for each in short if self._has_capital(each, first=1))]
        grow = grower(name)
        strong += [replace(each, span=grown) for each in bare if (grown := grow(self.text, each.span))]
        for each in (*strong, *(bare if strong and is_wide else ())):
            yield _called(each, MatchKind.PERSON)

    def _has_capital(self, found: Finding, *, first: int = 0) -> bool:
        """Tell whether a surname has its capital; of a name in two halves, one on each page, that is not asked."""
        return is_half(found) or has_capital(self.text[found.span.start : found.span.end], first=first)

    def _office(self, found: Finding, *, is_wide: bool) -> Finding:
        """Return an office, in the wide sense with the name that follows it, where one does."""
        span = with_holder(self.text, found.span) if is_wide else found.span
        return _called(replace(found, span=span), MatchKind.OFFICE)

    def _under_markings(self, match: Match, *, is_wide: bool) -> Iterator[Finding]:
        """Yield what each marking governs that is of the level and carries the words; in the wide sense damaged ones, and what goes on."""
        kinds = {_PORTION} if match.kind is MatchKind.PORTION else _OVERALL
        for each in self.marked:
            is_sure = is_wide or each.confidence >= _SURE
            if is_sure and each.kind in kinds and each.marking and self._is_such(each.marking, match, is_wide=is_wide):
                span = each.extent or (each.span if each.kind == _PORTION else Span(0, len(self.text)))
                for part in self.closeness.reach.portion(span) if is_wide and each.kind == _PORTION else (span,):
                    yield Finding(part, each.kind, _COMBINED, each.confidence, f"{each.kind} that the rule names")

    def _is_such(self, marking: Marking, match: Match, *, is_wide: bool) -> bool:
        rank = self.vocabulary.level_rank
        if match.level and (marking.level is None or rank(marking.level) < rank(match.level)):
            return False
        return self.carried.carries(marking, match.carries, is_wide=is_wide)

    def _in_place(self, found: Iterable[Finding], match: Match, *, is_wide: bool) -> list[Finding]:
        """Return what stands in its place; of what a marking governs, the parts that do."""
        every = list(found)
        if match.in_heading is None and not match.pages:
            return every
        if _rank(match) < _WORDS_RANK:
            return [replace(each, span=part) for each in every for part in self.places.parts(each.span, match)]
        return self.halves.kept(every, lambda each: self.places.holds(each.span, match, is_wide=is_wide), is_wide=is_wide)


def _called(found: Finding, kind: MatchKind) -> Finding:
    """Return a finding of a person or office under that name."""
    return replace(found, kind=kind.value, why=_CALLED[kind] + (OVER_BREAK if is_half(found) else ""))


def _rank(match: Match) -> int:
    """Return what a match finds: words, or what markings govern."""
    return max((_rank(part) for part in match.parts), default=_RANKS.get(match.kind, _WORDS_RANK))
