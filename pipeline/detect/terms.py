"""Finds the terms of rules: whole words, whatever their case, line breaks, hyphens or look-alike letters."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ahocorasick_rs import AhoCorasick
from ahocorasick_rs import MatchKind as Overlap

from pipeline.folding import Folded, Gap, cased, fold_stream, has_lookalikes, is_accent, is_ignorable
from pipeline.model import Finding, MatchKind, Record, Rule, Span

__all__ = ["TermDetector"]

_MOST_SIGNS = 8  # signs seen between two letters of a term; beyond it they are not one term
_SIGNS_OVER_LINES = 40  # over a line break, where a rule of dashes or a page's furniture may stand
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
            if _is_whole(stream, start, end) and _fits(text, stream, start, term):
                span = _with_accents(text, stream.span(start, end))
                if not term.exact_case or self._has_case(text, span, term.written):
                    yield term, span

    def _has_case(self, text: str, span: Span, written: str) -> bool:
        seen = cased(text[span.start : span.end], lookalikes=self.lookalikes)
        return seen == cased(written, lookalikes=self.lookalikes)


def _is_whole(stream: Folded, start: int, end: int) -> bool:
    """Tell whether no letter or digit touches the match on either side."""
    return stream.gaps[start] != Gap.NONE and (end == len(stream.text) or stream.gaps[end] != Gap.NONE)


def _fits(text: str, stream: Folded, start: int, term: _Term) -> bool:
    """Tell whether the gaps of the text from ``start`` of the stream on may stand for those of the term."""
    return all(
        _gap_fits(term.folded.gaps[at], seen := stream.gaps[start + at])
        and (seen == Gap.NONE or _signs(text, stream, start + at) <= (_SIGNS_OVER_LINES if seen & Gap.BREAK else _MOST_SIGNS))
        for at in range(1, len(term.folded.text))
    )


def _signs(text: str, stream: Folded, at: int) -> int:
    """Count what is seen between a letter of the stream and the one before it; white space is not."""
    between = text[stream.offsets[at - 1] + 1 : stream.offsets[at]]
    return sum(not char.isspace() and not is_ignorable(char) for char in between)


def _with_accents(text: str, span: Span) -> Span:
    """Return ``span`` with the combining accents of its last letter, which would else be left hanging."""
    end = span.end
    while end < len(text) and is_accent(text[end]):
        end += 1
    return Span(span.start, end)


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
        plain = {(term.rule, span) for term, span in self._plain.find(record.text)}
        for rule, span in sorted(plain):
            yield Finding(span, "term", self.name, 1.0, "term of the rule", rule=rule)
        if has_lookalikes(record.text):
            for term, span in self._lookalike.find(record.text):
                if (term.rule, span) not in plain and not record.text[span.start : span.end].isascii():
                    yield Finding(span, "term", self.name, _LOOKALIKE_CONFIDENCE, "term in look-alike letters", rule=term.rule)
