"""Rules taken apart: each thing that a combined rule looks for becomes a plain rule that one detector settles."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from pipeline.detect.names import full_forms, short_forms, surnames
from pipeline.model import Match, MatchKind, Rule

__all__ = ["SHORT", "SURNAME", "children", "leaf_id", "leaves", "whole_id"]

_MARK = "\0"  # parts a rule's own id from the number of its leaf: no id holds one
SHORT, SURNAME = "short", "surname"  # the forms of a name that mean the person only where more is known
_SOUGHT = {MatchKind.TERMS, MatchKind.REGEX, MatchKind.ENTITY}


def leaf_id(rule_id: str, path: Sequence[object]) -> str:
    """Return the id of the leaf at ``path`` of a rule's match."""
    return _MARK.join([rule_id, ".".join(map(str, path))])


def whole_id(rule_id: str) -> str:
    """Return the id of the rule that a leaf belongs to; that of a whole rule is its own."""
    return rule_id.partition(_MARK)[0]


def children(match: Match) -> Iterator[tuple[str, Match]]:
    """Yield the matches inside ``match`` with their names: its parts, what must be near, what must not."""
    for kind, found in (
        ("part", match.parts),
        ("near", [each.match for each in match.near]),
        ("unless", [each.match for each in match.unless]),
    ):
        for number, each in enumerate(found):
            yield f"{kind}{number}", each


def leaves(rules: Sequence[Rule]) -> tuple[Rule, ...]:
    """Return plain rules as they are, and for each other one the leaves of its match."""
    return tuple(leaf for rule in rules for leaf in ((rule,) if rule.match.is_plain else _leaves(rule, rule.match, ())))


def _leaves(rule: Rule, match: Match, path: tuple[str, ...]) -> Iterator[Rule]:
    if match.kind in _SOUGHT:
        yield _leaf(rule, path, Match(match.kind, match.values, match.exact_case))
    elif match.kind is MatchKind.OFFICE:
        yield _leaf(rule, path, Match(MatchKind.TERMS, match.values, match.exact_case))
    elif match.kind is MatchKind.PERSON:
        for number, name in enumerate(match.values):
            own = (*path, str(number))
            for place, forms in ((own, full_forms(name)), ((*own, SHORT), short_forms(name)), ((*own, SURNAME), surnames(name))):
                if forms:
                    yield _leaf(rule, place, Match(MatchKind.TERMS, forms))
    for name, each in children(match):
        yield from _leaves(rule, each, (*path, name))


def _leaf(rule: Rule, path: tuple[str, ...], match: Match) -> Rule:
    return replace(rule, id=leaf_id(rule.id, path), match=match)
