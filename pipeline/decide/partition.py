"""Claims to decisions that cover the record once: cut at every boundary, the most restrictive wins."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from itertools import pairwise

from pipeline.model import Action, Claim, Decision, Span

__all__ = ["DEFAULT", "partition"]

DEFAULT = "default"


def _order(claim: Claim) -> tuple[object, ...]:
    return (claim.span, -claim.action, claim.rule, claim.codes, claim.owner or "", claim.reason or "")


def partition(
    length: int, claims: Iterable[Claim], struck: Iterable[Span] = (), *, settle: Callable[[list[Claim], Span], list[Claim]] | None = None
) -> tuple[Decision, ...]:
    """Return decisions that cover 0..``length`` once: cut at every boundary, the most restrictive wins.

    The order of ``claims`` does not matter, and one more claim never makes a character less withheld. A
    character that nobody claims is released. Where given, ``settle`` returns which of the
    claims on a part count there. Raises
    ValueError for a claim beyond ``length`` or no text.
    """
    ordered = sorted(set(claims), key=_order)
    cancelled = list(struck)
    spans = [claim.span for claim in ordered] + cancelled
    if length < 1 or any(span.end > length for span in spans):
        msg = "claims lie within the record, and a record has text"
        raise ValueError(msg)
    cuts = sorted({0, length, *(edge for span in spans for edge in (span.start, span.end))})
    opens = _starting(ordered)
    active: list[Claim] = []
    decisions = []
    marked = _marked_until(cancelled)
    until = 0
    for start, end in pairwise(cuts):
        active = [claim for claim in active if claim.span.end > start] + opens.get(start, [])
        until = max(until, marked.get(start, 0))
        span = Span(start, end)
        standing = settle(active, span) if settle else active
        decisions.append(_decision(span, tuple(sorted(standing, key=_order)), is_marking=end <= until))
    return tuple(decisions)


def _marked_until(cancelled: list[Span]) -> dict[int, int]:
    """Return, for each offset where a marking begins, the farthest end of those that do."""
    found: dict[int, int] = {}
    for span in cancelled:
        found[span.start] = max(span.end, found.get(span.start, 0))
    return found


def _starting(claims: list[Claim]) -> dict[int, list[Claim]]:
    opens: dict[int, list[Claim]] = {}
    for claim in claims:
        opens.setdefault(claim.span.start, []).append(claim)
    return opens


def _decision(span: Span, claims: tuple[Claim, ...], *, is_marking: bool) -> Decision:
    """Resolve the claims on one indivisible part; every live authority is kept, whatever won."""
    action = max((claim.action for claim in claims), default=Action.RELEASE)
    codes = tuple(dict.fromkeys(code for claim in claims for code in claim.codes))
    owners = tuple(dict.fromkeys(claim.owner for claim in claims if claim.action is Action.REFER and claim.owner))
    winners = dict.fromkeys(claim.rule for claim in claims if claim.action is action)
    decided_by = ", ".join(winners) or DEFAULT
    return Decision(span, action, codes, owners, claims, decided_by, is_struck=is_marking and action is Action.RELEASE)
