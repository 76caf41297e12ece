"""Finds the terms of rules: whole words, whatever their case, line breaks, hyphens or look-alike letters."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ahocorasick_rs import AhoCorasick
from ahocorasick_rs import MatchKind as Overlap

from pipeline.folding import Folded, Gap, fold_stream, has_lookalikes
from pipeline.model import Finding, MatchKind, Record, Rule, Span

__all__ = ["TermDetector"]

_LONGEST_GAP = 8  # characters between two words of a term; beyond it they are not one term
_LOOKALIKE_CONFIDENCE = 0.9


@dataclass(frozen=True, slots=True)
class _Term:
    rule: str
    written: str
    folded: Folded
    exact_case: bool


def _gap_fits(asked: int, seen: int) -> bool:
    """Tell whether what lies between two letters of the text may stand for what lies there in the term.

    Nothing, a hyphen, a dot or a line break hides no term; a space needs a gap in the term as well.
    """
    if seen & (Gap.SPACE | Gap.OTHER) and not seen & Gap.BREAK:
        return asked != Gap.NONE
    return True


class _Automaton:
    """All terms folded one way, sought in one pass."""

    def __init__(self, rules: tuple[Rule, ...], *, lookalikes: bool) -> None:
        self.lookalikes = lookalikes
        self.terms = [
            _Term(rule.id, value, fold_stream(value, lookalikes=lookalikes), rule.match.exact_case)
            for rule in rules
            for value in rule.match.values
        ]
        self.automaton = AhoCorasick([term.folded.text for term in self.terms], matchkind=Overlap.Standard)

    def find(self, text: str) -> Iterator[tuple[_Term, Span]]:
        """Yield each term with its span in ``text``."""
        stream = fold_stream(text, lookalikes=self.lookalikes)
        for index, start, end in self.automaton.find_matches_as_indexes(stream.text, overlapping=True):
            term = self.terms[index]
            if _is_whole(stream, start, end) and self._fits(stream, start, term):
                span = stream.span(start, end)
                if not term.exact_case or _has_case(text, span, term.written):
                    yield term, span

    def _fits(self, stream: Folded, start: int, term: _Term) -> bool:
        pairs = range(1, len(term.folded.text))
        return all(
            _gap_fits(term.folded.gaps[at], stream.gaps[start + at])
            and stream.offsets[start + at] - stream.offsets[start + at - 1]
            <= _LONGEST_GAP * (1 + 4 * bool(stream.gaps[start + at] & Gap.BREAK))
            for at in pairs
        )


def _is_whole(stream: Folded, start: int, end: int) -> bool:
    """Tell whether no letter or digit touches the match on either side."""
    return stream.gaps[start] != Gap.NONE and (end == len(stream.text) or stream.gaps[end] != Gap.NONE)


def _has_case(text: str, span: Span, written: str) -> bool:
    seen = [char for char in text[span.start : span.end] if char.isalnum()]
    return seen == [char for char in written if char.isalnum()]


class TermDetector:
    """Finds every term of every rule that names terms."""

    name = "terms"

    def __init__(self, rules: tuple[Rule, ...]) -> None:
        """Build the automata for the rules among ``rules`` that name terms."""
        named = tuple(rule for rule in rules if rule.match.kind is MatchKind.TERMS)
        self._plain = _Automaton(named, lookalikes=False)
        self._lookalike = _Automaton(named, lookalikes=True)

    def find(self, record: Record) -> Iterator[Finding]:
        """Yield the terms; those written with look-alike letters at a lower confidence."""
        for term, span in self._plain.find(record.text):
            yield Finding(span, "term", self.name, 1.0, "term of the rule", rule=term.rule)
        if has_lookalikes(record.text):
            for term, span in self._lookalike.find(record.text):
                if not record.text[span.start : span.end].isascii():
                    yield Finding(span, "term", self.name, _LOOKALIKE_CONFIDENCE, "term in look-alike letters", rule=term.rule)
