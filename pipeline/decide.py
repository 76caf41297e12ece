"""Findings and rules become a partition of the record, per version, under the law of release.

Each claim is first asked whether its authority lives; dead claims fall away; then overlaps are resolved,
REDACT over REFER over RELEASE. The points of law are those of "Law of release" in the documentation.
"""

from __future__ import annotations

import datetime as dt
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from itertools import pairwise

from pipeline.authority import Standing, onset, standing
from pipeline.markings import CLASSIFIED_LEVELS, is_record_number
from pipeline.model import Action, Claim, Decision, Finding, Marking, Record, Rule, RuleSet, Scope, Span, Version
from pipeline.segments import covering, lines, paragraphs, sentences, touching, trimmed

__all__ = ["REASONS", "decide", "is_covered_by_law", "is_marked_classified", "partition"]

AUTOMATIC_YEARS = 25
_AGENCY = "originating agency"
_REVIEWER = "reviewer"
_LAW_RELEASE, _LAW_OWNER, _LAW_UNREAD, _DEFAULT = "law-2", "law-3", "law-8", "default"
_PORTION = "portion"
_SURE = 0.95  # how sure a reading must be to lift anything
_EDGE = 6  # lines at the head and at the foot of a record in which its stamps stand
_OVERALL = frozenset({"banner", "notice", "channel"})  # markings of a page or of the whole
_STRUCK = frozenset({*_OVERALL, _PORTION, "authority-block"})
REASONS = frozenset({"rule", "guide-needed", "owner-marking", "not-released-by-law", "portion-marked", "unread", "default"})


def decide(
    record: Record,
    findings: Iterable[Finding],
    rules: RuleSet,
    *,
    version: Version,
    as_of: dt.date,
    first_review: dt.date | None = None,
    is_stated_unclassified: bool = False,
) -> tuple[Decision, ...]:
    """Return the decisions of one version: they cover every character of the record exactly once.

    ``redacted`` asks whether authorities lived on ``first_review`` (default: the record's certain date,
    else ``as_of``), ``released`` whether they live on ``as_of``. What the law has already released is
    judged on ``as_of`` in both.
    """
    found = tuple(findings)
    day = as_of if version is Version.RELEASED else first_review or record.origin or as_of
    claims = [
        *_rule_claims(record, found, rules, day),
        *_owner_claims(record, found),
        *_law_claims(record, found, as_of, is_stated_unclassified=is_stated_unclassified),
    ]
    if rules.default is Action.REFER:
        claims = _with_default(record, claims)
    return partition(len(record.text), claims, _struck(found))


def _with_default(record: Record, claims: list[Claim]) -> list[Claim]:
    """Return ``claims`` with a referral of all that none of them speaks of."""
    whole = Span(0, len(record.text))
    free = _without(whole, [claim.span for claim in claims])
    return [*claims, *(Claim(span, Action.REFER, _DEFAULT, owner=_REVIEWER, reason="default") for span in free)]


# --- Law 1 and 4: rules, their chains and what of them lives ---


def _rule_claims(record: Record, findings: tuple[Finding, ...], rules: RuleSet, day: dt.date) -> Iterator[Claim]:
    fired = {finding.rule for finding in findings}
    by_id = {rule.id: (rule, standing(rule.authority, record.origin, day, guide=rule.guide)) for rule in rules.rules if rule.id in fired}
    reach = _Reach(record, findings)
    for finding in findings:
        if finding.rule is not None:
            rule, held = by_id[finding.rule]
            yield from _claims_of(rule, reach.of(rule.scope, finding.span), held)


def _claims_of(rule: Rule, span: Span, held: Standing) -> Iterator[Claim]:
    """Yield what a rule claims, as its chain is ``held``: its live codes, or a referral; nothing once it has lapsed."""
    if rule.action is Action.RELEASE:
        yield Claim(span, Action.RELEASE, rule.id, reason="rule")
        return
    if rule.action is Action.REFER:
        if not rule.authority or not held.is_lapsed:
            yield Claim(span, Action.REFER, rule.id, authority=rule.authority, owner=rule.owner, reason="rule", guide=rule.guide)
        return
    if held.codes:
        yield Claim(span, Action.REDACT, rule.id, held.codes, rule.authority, reason="rule", guide=rule.guide)
    if held.unguided:
        yield Claim(span, Action.REFER, rule.id, authority=rule.authority, owner=_AGENCY, reason="guide-needed")


class _Reach:
    """Widens a match to the scope of its rule."""

    def __init__(self, record: Record, findings: tuple[Finding, ...]) -> None:
        self.text = record.text
        self.pages = tuple(page.span for page in record.pages if page.span)
        self.paragraphs = paragraphs(record.text)
        self.portions = tuple(sorted(each.extent for each in findings if each.kind == _PORTION and each.extent))
        self._sentences: dict[Span, tuple[Span, ...]] = {}

    @cached_property
    def lines(self) -> tuple[Span, ...]:
        """The lines of the record, counted where a rule asks for one."""
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


# --- Law 3: owners' markings hold what they govern, at any age ---


def _owner_claims(record: Record, findings: tuple[Finding, ...]) -> Iterator[Claim]:
    """Yield the holds of owners' markings; a marking in which nothing but words of markings stands stays readable and is not struck.

    A later page's banner holds its page, and the pages that bear no banner of their own: theirs may be the one that is lost.
    """
    readable = [each for each in findings if each.is_closed and each.marking and (each.kind in _OVERALL or each.marking.owners)]
    bare = _pages_without_banner(record, findings)
    held = {(owner, span): None for each in findings if each.marking for owner in each.marking.owners for span in _held(each, record, bare)}
    for owner, whole in held:
        for span in _parts(record.text, whole, [each.span for each in readable]):
            yield Claim(span, Action.REFER, _LAW_OWNER, owner=owner, reason="owner-marking")


def _pages_without_banner(record: Record, findings: tuple[Finding, ...]) -> list[Span]:
    """Return the pages in which no banner stands."""
    starts = sorted(each.span.start for each in findings if each.kind == "banner")
    pages = [page.span for page in record.pages if page.span]
    return [page for page in pages if bisect_left(starts, page.start) == bisect_left(starts, page.end)]


def _held(finding: Finding, record: Record, bare: list[Span]) -> list[Span]:
    """Return what an owner's marking holds: a portion, a page and those without a banner, or the record."""
    if finding.extent is None:
        return [Span(0, len(record.text))]
    return [finding.extent] if finding.kind == _PORTION else [finding.extent, *bare]


# --- Law 2, 7 and 8: what the law has released, portions marked higher, pages nobody can read ---


def _law_claims(record: Record, findings: tuple[Finding, ...], as_of: dt.date, *, is_stated_unclassified: bool) -> Iterator[Claim]:
    for finding in findings:
        if finding.kind == "unread":
            yield Claim(finding.span, Action.REFER, _LAW_UNREAD, owner=_REVIEWER, reason="unread")
    if _is_past_automatic(record, as_of):
        return
    if is_covered_by_law(record, findings, as_of, is_stated_unclassified=is_stated_unclassified):
        for finding in findings:
            if finding.kind == _PORTION and finding.extent and _is_classified(finding.marking):
                yield Claim(finding.extent, Action.REFER, _LAW_RELEASE, owner=_AGENCY, reason="portion-marked")
        return
    whole = Span(0, len(record.text))
    free = list(_unclassified_paragraphs(record, findings))
    free += [each.span for each in findings if each.kind == "release-stamp" and _is_code(record, each.span)]
    for span in _parts(record.text, whole, free):
        yield Claim(span, Action.REFER, _LAW_RELEASE, owner=_AGENCY, reason="not-released-by-law")


def _unclassified_paragraphs(record: Record, findings: tuple[Finding, ...]) -> Iterator[Span]:
    """Yield what marks of unclassified portions free: of what each governs, its own paragraph, where the mark is surely the record's.

    Sub-paragraphs without a mark are for a person: where a label was misread, they would not be under it.
    """
    marks = [each for each in findings if each.kind == _PORTION and each.extent and _is_bare_unclassified(each.marking)]
    own = paragraphs(record.text) if marks else ()
    for each in marks:
        paragraph = covering(own, each.span) or each.span
        if each.extent and each.confidence >= _SURE:
            yield Span(max(each.extent.start, paragraph.start), min(each.extent.end, paragraph.end))


def _is_code(record: Record, span: Span) -> bool:
    """Tell whether a stamp is nothing but the number under which a later release is known: no word of the record is in it."""
    return is_record_number(record.text[span.start : span.end])


def _is_past_automatic(record: Record, as_of: dt.date) -> bool:
    return record.origin is not None and as_of >= onset(record.origin, AUTOMATIC_YEARS)


def is_covered_by_law(record: Record, findings: Iterable[Finding], as_of: dt.date, *, is_stated_unclassified: bool = False) -> bool:
    """Tell whether the law has released the record, so that ``default: release`` may (Law of release 2).

    It has where 31 December of the year + 25 is reached and the date is certain, where an officer says that
    the record is unclassified, and where every banner of it says so, one of them for the whole of it, and nothing that
    only classified records bear contradicts: an authority block, a channel, a warning, a damaged or loose caveat.
    """
    if _is_past_automatic(record, as_of) or is_stated_unclassified:
        return True
    found = tuple(findings)
    banners = [each for each in found if each.kind == "banner"]
    is_contradicted = any(each.kind in {"authority-block", "channel", "notice"} for each in found)
    governs_all = any(each.extent is None and _is_stamp(record, each) for each in banners)
    return governs_all and not is_contradicted and all(_is_bare_unclassified(each.marking) for each in banners)


def _is_stamp(record: Record, banner: Finding) -> bool:
    """Tell whether a banner is a stamp beyond doubt: in capitals, undamaged, among the first or last lines of the record."""
    rows = lines(record.text)
    written = record.text[banner.span.start : banner.span.end]
    is_at_edge = any(row.overlaps(banner.span) for row in (*rows[:_EDGE], *rows[-_EDGE:]))
    return is_at_edge and written.upper() == written and banner.confidence >= _SURE


def is_marked_classified(findings: Iterable[Finding]) -> bool:
    """Tell whether any marking says that the record is or was classified."""
    markings = [(each.kind, each.marking) for each in findings if each.marking]
    return any(kind == "authority-block" or mark.level in CLASSIFIED_LEVELS or mark.owners for kind, mark in markings)


def _is_bare_unclassified(marking: Marking | None) -> bool:
    return marking is not None and marking.level == "UNCLASSIFIED" and marking.is_bare


def _is_classified(marking: Marking | None) -> bool:
    """Tell whether a marking claims anything above unclassified; one that cannot be placed does."""
    return marking is not None and not _is_bare_unclassified(marking)


def _struck(findings: tuple[Finding, ...]) -> list[Span]:
    """Return the markings to cancel: all original ones but an owner's and UNCLASSIFIED (Law of release 3, 7)."""
    marked = [(each, each.marking) for each in findings if each.marking is not None]
    return [each.span for each, marking in marked if _is_to_strike(each.kind, marking) and not marking.owners]


def _is_to_strike(kind: str, marking: Marking) -> bool:
    """Tell whether a marking says that a record is classified or controlled; a copy's number or a precedence does not."""
    return (kind in _STRUCK and _is_classified(marking)) or (kind == "copy-control" and bool(marking.legacy or marking.dissem))


# --- Spans and the partition ---


def _without(span: Span, taken: Iterable[Span]) -> Iterator[Span]:
    """Yield the parts of ``span`` that lie in none of ``taken``."""
    at = span.start
    for each in sorted(taken):
        if each.start > at and at < span.end:
            yield Span(at, min(each.start, span.end))
        at = max(at, each.end)
    if at < span.end:
        yield Span(at, span.end)


def _parts(text: str, span: Span, spared: Iterable[Span]) -> Iterator[Span]:
    """Yield ``span`` without the ``spared`` parts; where one was cut out, without the white space beside it."""
    parts = list(_without(span, spared))
    if parts == [span]:
        yield span
        return
    yield from filter(None, (trimmed(text, part) for part in parts))


def _order(claim: Claim) -> tuple[object, ...]:
    return (claim.span, -claim.action, claim.rule, claim.codes, claim.owner or "", claim.reason or "")


def partition(length: int, claims: Iterable[Claim], struck: Iterable[Span] = ()) -> tuple[Decision, ...]:
    """Return decisions that cover 0..``length`` once: cut at every boundary, the most restrictive wins.

    The order of ``claims`` does not matter, and one more claim never makes a character less withheld. A
    character that nobody claims is released. Raises ValueError for a claim beyond ``length`` or no text.
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
        decisions.append(_decision(Span(start, end), tuple(sorted(active, key=_order)), is_marking=end <= until))
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
    decided_by = ", ".join(winners) or _DEFAULT
    return Decision(span, action, codes, owners, claims, decided_by, is_struck=is_marking and action is Action.RELEASE)
