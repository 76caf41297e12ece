"""Why a passage falls or stands: every claim on it, how each chain holds in each version, and what won.

Nothing is decided here: the decisions are those of a run, taken apart. Values only; the sentences are the command's.
"""

from __future__ import annotations

import datetime as dt
import enum
import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise
from operator import itemgetter

from pipeline.authority import PRIVACY, YEARS, Stage, onset, stage
from pipeline.chains import CodeStanding, code_standings
from pipeline.decide import is_covered_by_law, judged_on
from pipeline.decide.claims import chain_standing, reaches
from pipeline.decide.privacy import privacy_ends
from pipeline.errors import InputError
from pipeline.inspection import Overall, inspect
from pipeline.model import Action, Certainty, Claim, Decision, Finding, Record, Rule, RuleSet, Ruling, Span, Version, names_of_rulings
from pipeline.rulebook import vocabulary_of
from pipeline.segments import paragraphs, trimmed
from pipeline.trial import Setting, Trial

__all__ = [
    "Explanation",
    "LawAccount",
    "LawState",
    "Passage",
    "RecordStanding",
    "RuleAccount",
    "RulingAccount",
    "Verdict",
    "at_offset",
    "explain",
    "find_words",
    "unmet",
]

_AUTOMATIC = YEARS["25X"]
_ALL_RULES = "all"
_PORTION = "portion"
_Decisions = Mapping[Version, tuple[Decision, ...]]


class LawState(enum.StrEnum):
    """Why the law has released a record (the first three), or why it has not."""

    BY_AGE = "by-age"
    STATED = "stated-unclassified"
    MARKED = "marked-unclassified"
    TOO_YOUNG = "too-young"
    UNDATED = "undated"
    IN_DOUBT = "date-in-doubt"

    @property
    def is_released(self) -> bool:
        """Tell whether text that nothing claims is released."""
        return self in {LawState.BY_AGE, LawState.STATED, LawState.MARKED}


@dataclass(frozen=True, slots=True)
class RecordStanding:
    """How old a record is as the order counts it (None: no certain date), its onsets by years, its marking, and the law's word."""

    stage: Stage | None
    onsets: tuple[tuple[int, dt.date], ...]
    overall: Overall
    law: LawState


@dataclass(frozen=True, slots=True)
class RuleAccount:
    """One rule that matched here: its findings, what it claims in each version, and what keeps it from claiming.

    ``unmet`` names what its ``when`` asks for and the record is not; ``overridden`` are the release rules that lift it here;
    ``equity_until`` is the day from which an equity needs a living exemption beside it; ``lapsed`` are the versions in which the
    rule's own ground has run out; ``ended`` are the findings whose person has no privacy that the rule's codes could guard,
    in each version.
    """

    rule: Rule
    findings: tuple[Finding, ...]
    unmet: tuple[str, ...]
    codes: Mapping[Version, tuple[CodeStanding, ...]]
    claims: Mapping[Version, tuple[Claim, ...]]
    overridden: tuple[Rule, ...]
    equity_until: dt.date | None
    lapsed: frozenset[Version]
    ended: Mapping[Version, tuple[Finding, ...]]


@dataclass(frozen=True, slots=True)
class RulingAccount:
    """One ruling on the passage, by its name in claims and logs, and what it claims in each version."""

    name: str
    ruling: Ruling
    claims: Mapping[Version, tuple[Claim, ...]]


@dataclass(frozen=True, slots=True)
class LawAccount:
    """A claim that no rule made: its reason, who is waited for, the markings or pages that made it, in which versions."""

    reason: str
    owner: str | None
    findings: tuple[Finding, ...]
    versions: tuple[Version, ...]


@dataclass(frozen=True, slots=True)
class Verdict:
    """What becomes of a passage in one version; ``decided_by`` names the rules and laws whose action won."""

    action: Action
    codes: tuple[str, ...]
    owners: tuple[str, ...]
    is_struck: bool
    decided_by: tuple[str, ...]
    claims: tuple[Claim, ...]


@dataclass(frozen=True, slots=True)
class Passage:
    """A run of text that has one fate in each version; ``asked`` are the asked places in it, ``freed_by`` marks of unclassified."""

    span: Span
    page: int | None
    line: int
    asked: tuple[Span, ...]
    rules: tuple[RuleAccount, ...]
    rulings: tuple[RulingAccount, ...]
    law: tuple[LawAccount, ...]
    verdicts: Mapping[Version, Verdict]
    freed_by: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class Explanation:
    """A record and the passages that were asked for; ``days`` is when each version asks whether codes hold."""

    record: Record
    rules: RuleSet
    as_of: dt.date
    days: Mapping[Version, dt.date]
    standing: RecordStanding
    passages: tuple[Passage, ...]


def find_words(record: Record, words: str) -> tuple[Span, ...]:
    """Return every place of ``words``, whatever their case and the white space between them; whole words where there are any.

    Raises InputError where there is none.
    """
    parts = words.split()
    if not parts:
        raise InputError("there are no words to look for; write some of the record's own")
    written = r"\s+".join(map(re.escape, parts))
    for pattern in (rf"(?<!\w){written}(?!\w)", written):
        if found := tuple(Span(*match.span()) for match in re.finditer(pattern, record.text, re.IGNORECASE)):
            return found
    raise InputError("these words do not stand in the record; copy some of its own, with their punctuation, or name a place with --at")


def at_offset(record: Record, offset: int) -> Span:
    """Return the place of one character, counted from 0. Raises InputError beyond the text."""
    if offset >= len(record.text):
        raise InputError(f"offset {offset} lies beyond the text; its last character is {len(record.text) - 1}")
    return Span(offset, offset + 1)


def explain(trial: Trial, setting: Setting, asked: Sequence[Span]) -> Explanation:
    """Return what each passage that holds one of the ``asked`` places owes to which rule and which law."""
    record = trial.record
    days = {version: judged_on(record, version, setting.as_of, setting.first_review) for version in Version}
    account = _Account(trial, setting, days)
    passages = tuple(account.passages(asked))
    return Explanation(record, setting.rules, setting.as_of, days, _standing(trial, setting), passages)


# --- the record ---


def _standing(trial: Trial, setting: Setting) -> RecordStanding:
    record, origin = trial.record, trial.record.origin
    overall = inspect(record, vocabulary_of(setting.rules.words), as_of=setting.as_of).overall
    onsets = tuple((years, onset(origin, years)) for years in YEARS.values()) if origin else ()
    return RecordStanding(stage(origin, setting.as_of) if origin else None, onsets, overall, _law_state(trial, setting))


def _law_state(trial: Trial, setting: Setting) -> LawState:
    """Say why the law has released the record or not, as ``decide`` asks it."""
    record = trial.record
    if record.origin is not None and setting.as_of >= onset(record.origin, _AUTOMATIC):
        return LawState.BY_AGE
    if setting.is_stated_unclassified:
        return LawState.STATED
    if is_covered_by_law(record, trial.findings, setting.as_of):
        return LawState.MARKED
    if record.date is None:
        return LawState.UNDATED
    return LawState.IN_DOUBT if record.date.certainty is Certainty.IN_DOUBT else LawState.TOO_YOUNG


# --- passages ---


def _runs(trial: Trial, reaches: Sequence[tuple[str, Span]]) -> Iterator[tuple[Span, _Decisions]]:
    """Yield the record in runs, each of one fate in each version and under the same ``reaches``, with its decisions.

    So what a rule that did not win cuts in two is one run. Where no reach is, runs are cut by paragraphs.
    """
    edges: dict[int, list[tuple[str, int]]] = {}
    for name, span in reaches:
        edges.setdefault(span.start, []).append((name, 1))
        edges.setdefault(span.end, []).append((name, -1))
    begins = [each.start for each in paragraphs(trial.record.text)]
    depth: Counter[str] = Counter()
    keyed = []
    for span, decisions in _pieces(trial, [*edges, *begins]):
        for name, step in edges.get(span.start, ()):
            depth[name] += step
        over = frozenset(+depth)
        keyed.append(([_fate(each) for each in decisions.values()], over, 0 if over else bisect_right(begins, span.start), span, decisions))
    for _, group in groupby(keyed, key=itemgetter(0, 1, 2)):
        run = list(group)
        merged = {version: tuple(dict.fromkeys(own[version] for *_, own in run)) for version in trial.decisions}
        yield Span(run[0][-2].start, run[-1][-2].end), merged


def _fate(decision: Decision) -> tuple[object, ...]:
    return decision.action, decision.codes, decision.owners, decision.is_struck


def _pieces(trial: Trial, more_cuts: Iterable[int]) -> Iterator[tuple[Span, Mapping[Version, Decision]]]:
    """Yield the parts that are cut in neither version nor elsewhere, each with its decisions; together they are the record."""
    rows = {version: iter(decisions) for version, decisions in trial.decisions.items()}
    now = {version: next(row) for version, row in rows.items()}
    edges = {edge for decisions in trial.decisions.values() for each in decisions for edge in (each.span.start, each.span.end)}
    for start, end in pairwise(sorted(edges | set(more_cuts))):
        now = {version: next(rows[version]) if each.span.end == start else each for version, each in now.items()}
        yield Span(start, end), now


# --- claims ---


class _Account:
    """Tells of any passage of one record what claims it."""

    def __init__(self, trial: Trial, setting: Setting, days: Mapping[Version, dt.date]) -> None:
        self.trial, self.record, self.findings, self.rules, self.days = trial, trial.record, trial.findings, setting.rules, days
        self.rulings = names_of_rulings(trial.rulings)
        self.by_id = {rule.id: rule for rule in setting.rules.rules}
        self.reaches = [(each, span) for each, _, span in reaches(trial.record, trial.findings, self.by_id)]

    def passages(self, asked: Sequence[Span]) -> Iterator[Passage]:
        """Yield each passage that an asked place touches; white space between passages only where nothing else was asked for."""
        cutting = [(each.rule, span) for each, span in self.reaches if each.rule and not self._is_plain_release(each.rule)]
        cutting += [(name, each.span) for name, each in self.rulings.items()]
        touched = [each for each in _runs(self.trial, cutting) if any(each[0].overlaps(place) for place in asked)]
        seen = [each for each in touched if not self.record.text[each[0].start : each[0].end].isspace()]
        for run, decisions in seen or touched:
            yield self._of(trimmed(self.record.text, run) or run, tuple(each for each in asked if each.overlaps(run)), decisions)

    def _is_plain_release(self, name: str) -> bool:
        return self.by_id[name].action is Action.RELEASE and not self.by_id[name].overrides

    def _of(self, span: Span, asked: tuple[Span, ...], decisions: _Decisions) -> Passage:
        verdicts = {version: _verdict(each) for version, each in decisions.items()}
        page = next((page.number for page in self.record.pages if page.span and page.span.overlaps(span)), None)
        line = self.record.text.count("\n", 0, span.start) + 1
        rules, law = tuple(self._rules(span, asked, verdicts)), tuple(self._law(span, verdicts))
        return Passage(
            span, page, line, asked, rules, tuple(self._rulings(span, verdicts)), law, verdicts, tuple(self._freed_by(span, verdicts))
        )

    def _rules(self, span: Span, asked: tuple[Span, ...], verdicts: Mapping[Version, Verdict]) -> Iterator[RuleAccount]:
        """Yield the rules that reach into a passage, in the order of their actions, then of the rule set.

        Of a passage that is released, a rule that releases another part of it has nothing to say of what was asked for.
        """
        is_held = any(each.action is not Action.RELEASE for each in verdicts.values())
        here: dict[str, list[Finding]] = {}
        for finding, reach in self.reaches:
            if finding.rule and reach.overlaps(span):
                is_of_use = is_held or not self._is_plain_release(finding.rule) or any(reach.overlaps(place) for place in asked)
                here.setdefault(finding.rule, []).extend([finding] if is_of_use and finding not in here.get(finding.rule, ()) else [])
        here = {name: found for name, found in here.items() if found}
        rules = [rule for rule in self.rules.rules if rule.id in here]
        lifting = [rule for rule in rules if rule.overrides and not unmet(rule, self.record, self.rules)]
        for rule in sorted(rules, key=lambda rule: -rule.action):
            yield self._rule(rule, tuple(here[rule.id]), lifting, verdicts)

    def _rule(self, rule: Rule, found: tuple[Finding, ...], lifting: list[Rule], verdicts: Mapping[Version, Verdict]) -> RuleAccount:
        origin = self.record.origin
        is_open = rule.action is Action.REDACT
        lifted = tuple(each for each in lifting if is_open and ({rule.id, _ALL_RULES} & set(each.overrides)))
        return RuleAccount(
            rule,
            found,
            unmet(rule, self.record, self.rules),
            {version: code_standings(rule, self.record, self.rules, day) for version, day in self.days.items()},
            {version: tuple(claim for claim in each.claims if claim.rule == rule.id) for version, each in verdicts.items()},
            lifted,
            onset(origin, _AUTOMATIC) if rule.is_equity and origin else None,
            frozenset(version for version, day in self.days.items() if self._has_lapsed(rule, day)),
            {version: tuple(each for each in found if self._has_ended(rule, each, day)) for version, day in self.days.items()},
        )

    def _has_ended(self, rule: Rule, finding: Finding, day: dt.date) -> bool:
        """Tell whether a rule would guard the privacy of a person who has none on ``day``."""
        ends = privacy_ends(finding.subject, self.rules.privacy_ends)
        return ends is not None and day >= ends and bool(PRIVACY & set(chain_standing(rule, self.record, self.rules, day).codes))

    def _has_lapsed(self, rule: Rule, day: dt.date) -> bool:
        """Tell whether a rule's own ground has run out on ``day``: its chain, or an equity's 25 years."""
        if rule.is_equity:
            return self.record.origin is not None and day >= onset(self.record.origin, _AUTOMATIC)
        return bool(rule.authority) and chain_standing(rule, self.record, self.rules, day).is_lapsed

    def _rulings(self, span: Span, verdicts: Mapping[Version, Verdict]) -> Iterator[RulingAccount]:
        for name, ruling in self.rulings.items():
            if ruling.span.overlaps(span):
                claims = {version: tuple(claim for claim in each.claims if claim.rule == name) for version, each in verdicts.items()}
                yield RulingAccount(name, ruling, claims)

    def _law(self, span: Span, verdicts: Mapping[Version, Verdict]) -> Iterator[LawAccount]:
        """Yield what claims a passage and is no rule, each reason and owner once."""
        held: dict[tuple[str, str | None], list[Version]] = {}
        for version, verdict in verdicts.items():
            for claim in verdict.claims:
                if claim.rule not in self.by_id and claim.rule not in self.rulings:
                    held.setdefault((claim.reason or claim.rule, claim.owner), []).append(version)
        for (reason, owner), versions in held.items():
            yield LawAccount(reason, owner, tuple(self._makers(reason, owner, span)), tuple(dict.fromkeys(versions)))

    def _makers(self, reason: str, owner: str | None, span: Span) -> list[Finding]:
        """Return the markings, or the unread pages, for which the law holds a passage."""
        if reason == "owner-marking":
            own = [each for each in self.findings if each.marking and owner in each.marking.owners]
            return [each for each in own if each.extent is None or each.extent.overlaps(span)] or own
        if reason == "portion-marked":
            return [each for each in self._portions(span) if not _is_unclassified(each)]
        return [each for each in self.findings if reason == each.kind and each.span.overlaps(span)]

    def _portions(self, span: Span) -> Iterator[Finding]:
        return (each for each in self.findings if each.kind == _PORTION and each.extent and each.extent.overlaps(span))

    def _freed_by(self, span: Span, verdicts: Mapping[Version, Verdict]) -> Iterator[Finding]:
        """Yield the marks of unclassified portions that a passage stands under, where nothing holds it."""
        if all(each.action is Action.RELEASE for each in verdicts.values()):
            yield from (each for each in self._portions(span) if _is_unclassified(each))


def _is_unclassified(finding: Finding) -> bool:
    return finding.marking is not None and finding.marking.level == "UNCLASSIFIED" and finding.marking.is_bare


def _verdict(decisions: Sequence[Decision]) -> Verdict:
    """Return what decisions of one fate come to."""
    first = decisions[0]
    claims = tuple(dict.fromkeys(claim for each in decisions for claim in each.claims))
    winners = tuple(dict.fromkeys(claim.rule for claim in claims if claim.action is first.action))
    return Verdict(first.action, first.codes, first.owners, first.is_struck, winners, claims)


def unmet(rule: Rule, record: Record, rules: RuleSet) -> tuple[str, ...]:
    """Return what of a rule's ``when`` a record does not meet: custody, agency, date; nothing where the rule speaks of it."""
    when, origin = rule.when, record.origin
    if when is None:
        return ()
    missing = [
        *(["custody"] if when.custody and rules.custody not in when.custody else []),
        *(["agency"] if when.agency and rules.agency not in when.agency else []),
    ]
    if origin is None:
        is_met = rule.action is not Action.RELEASE or not (when.since or when.until)
    else:
        is_met = (when.since is None or when.since <= origin) and (when.until is None or origin <= when.until)
    return (*missing, *([] if is_met else ["date"]))
