"""One record through all six stages, on one screen."""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from importlib.metadata import version as look_up

from pipeline.audit import Log, internal_log, public_log
from pipeline.authority import is_classification_code
from pipeline.decide import (
    applies,
    bind,
    decide,
    doubts,
    early_rulings,
    held_rulings,
    is_marked_classified,
    judged_on,
    stale_rulings,
)
from pipeline.detect import (
    Combiner,
    Detector,
    EntityDetector,
    MarkingDetector,
    NameModel,
    PatternDetector,
    ScriptDetector,
    TermDetector,
    UnsureDetector,
    detect,
    leaves,
    needs_model,
)
from pipeline.errors import RulesError
from pipeline.ingest import DEFAULT_LIMITS, Limits, ingest, readers_for
from pipeline.inspection import highest_level
from pipeline.model import (
    Action,
    Certainty,
    Decision,
    Finding,
    MatchKind,
    ModelCard,
    Record,
    RecordDate,
    Release,
    Rule,
    RuleSet,
    Ruling,
    Version,
)
from pipeline.people import Persons
from pipeline.render import load_fonts, render
from pipeline.rulebook import ModelSource, language_model, open_rules, shipped_rules, shipped_weights, vocabulary_of
from pipeline.statement import ReleasePolicy, make_statement
from pipeline.verify import verify

__all__ = [
    "NO_MODEL",
    "Job",
    "ModelSource",
    "Outcome",
    "detectors_for",
    "language_model",
    "model_for",
    "open_rules",
    "process",
    "shipped_rules",
    "tools",
]

NO_MODEL = "no language model ran: names are found by their form alone"
"""What is told of each record, and at the end, where a rule names persons and no model ran."""

_installed = cache(look_up)  # each look-up reads the package's own files
_DAY = re.compile(r"(?<=[a-z] on )[0-9]{4}-[0-9]{2}-[0-9]{2}\b")  # as sentences on codes give it
_WITHHELD_DAY = "a day that is withheld"
_MODEL_TOOL, _NO_MODEL, _MODEL_NOT_NEEDED = "language-model", "none", "not needed"
_PERSON = "PERSON"
_TOOLS = ("pikepdf", "presidio-analyzer", "pypdf", "pypdfium2", "reportlab")


@dataclass(frozen=True, slots=True)
class Job:
    """What all records of a run share: rules, detectors, options, key, and facts of the run from outside."""

    rules: RuleSet
    detectors: tuple[Detector, ...]
    policy: ReleasePolicy
    case_key: bytes = field(repr=False)
    run: Mapping[str, str]
    record_date: dt.date | None = None
    passwords: tuple[str, ...] = field(default=(), repr=False)
    limits: Limits = DEFAULT_LIMITS
    is_strict: bool = False
    rulings: tuple[Ruling, ...] = ()
    model: ModelCard | None = None

    def __post_init__(self) -> None:
        """Load once what every record needs, before each of them is given a process of its own."""
        load_fonts()
        tools(self.language_model)

    @property
    def language_model(self) -> str:
        """Which language model ran: its card, ``none``, or ``not needed`` where no rule names what one could find."""
        return str(self.model or _NO_MODEL) if needs_model(leaves(self.rules.rules)) else _MODEL_NOT_NEEDED

    @property
    def lacks_model(self) -> bool:
        """Tell whether a rule names persons, and no language model ran."""
        return self.model is None and any(_names_persons(leaf) for leaf in leaves(self.rules.rules))


@dataclass(frozen=True, slots=True)
class Outcome:
    """One record, done: everything that is written, and what a person should know of it.

    ``rulings`` are those on this record, in reading order; ``marking`` is its highest level, None where nothing is marked; ``tools``
    are the versions of the programs that made and checked it.
    """

    record: Record
    findings: tuple[Finding, ...]
    decisions: Mapping[Version, tuple[Decision, ...]]
    policy: ReleasePolicy
    releases: Mapping[Version, Release]
    logs: Mapping[Version, Log]
    internal: Log
    notes: tuple[str, ...]
    rulings: tuple[Ruling, ...] = ()
    marking: str | None = None
    tools: Mapping[str, str] = field(default_factory=dict)


def process(untrusted: bytes, *, name: str, record_id: str, job: Job) -> Outcome:
    """Take one record through the six stages. Raises a DeclassError where any of them refuses; writes nothing."""
    record = _dated(ingest(untrusted, name=name, readers=readers_for(job.passwords), limits=job.limits), record_id, job)
    findings = detect(record, job.detectors)
    rulings = bind(record, job.rulings)
    decisions = {version: _decide(record, findings, rulings, version, job) for version in Version}
    policy = _with_classification(decisions, job)
    warnings = _warned(record, findings, rulings, job)
    told_warnings = _without_days(warnings) if _is_date_withheld(record, decisions, policy) else warnings
    if warnings and job.is_strict:
        raise RulesError(*(f"{each}; expected a code that is true of the record, or no --strict" for each in told_warnings))
    drafts = {version: render(record, decisions[version], policy, version=version) for version in Version}
    releases = {version: verify(drafts[version], record, decisions[version], policy=policy) for version in Version}
    logs = {version: _audit(releases[version], record, decisions[version], rulings, policy, job) for version in Version}
    marking = highest_level(findings, vocabulary_of(job.rules.words))
    told = internal_log(
        record,
        findings,
        decisions,
        job.rules,
        policy=policy,
        case_key=job.case_key,
        run={**job.run, _MODEL_TOOL: job.language_model},
        rulings=rulings,
        marking=marking,
        doubts=warnings,
    )
    held = (*_held(decisions, rulings), *_early(decisions, rulings))
    notes = (*_notes(record, findings, job), *(f"code in doubt: {each}" for each in told_warnings), *held)
    return Outcome(record, findings, decisions, policy, releases, logs, told, notes, rulings, marking, tools(job.language_model))


def _dated(record: Record, record_id: str, job: Job) -> Record:
    """Return the record under its id; a date that a person stated settles any doubt."""
    date = RecordDate(job.record_date, Certainty.STATED) if job.record_date else record.date
    return replace(record, id=record_id, date=date)


def _decide(record: Record, findings: tuple[Finding, ...], rulings: tuple[Ruling, ...], version: Version, job: Job) -> tuple[Decision, ...]:
    policy = job.policy
    return decide(
        record,
        findings,
        job.rules,
        rulings=rulings,
        version=version,
        as_of=policy.as_of,
        first_review=policy.first_review,
        is_stated_unclassified=policy.is_stated_unclassified,
    )


def _warned(record: Record, findings: tuple[Finding, ...], rulings: tuple[Ruling, ...], job: Job) -> tuple[str, ...]:
    """Return what is stale or impossible of the codes claimed, each with its place."""
    return (*doubts(record, findings, job.rules, job.policy.as_of), *_stale(record, rulings, job))


def _is_date_withheld(record: Record, decisions: Mapping[Version, tuple[Decision, ...]], policy: ReleasePolicy) -> bool:
    """Tell whether a version withholds the record's date: no line that the run tells may then hold a day reckoned from it."""
    return record.origin is not None and any(
        make_statement(record, own, version, policy).date is None for version, own in decisions.items()
    )


def _without_days(told: tuple[str, ...]) -> tuple[str, ...]:
    """Return sentences without the days in them; the internal log keeps them."""
    return tuple(_DAY.sub(_WITHHELD_DAY, each) for each in told)


def _with_classification(decisions: Mapping[Version, tuple[Decision, ...]], job: Job) -> ReleasePolicy:
    """Say whether the record was ever classified, by what is public of it: cancelled markings, codes, holds."""
    settled = [each for version in decisions.values() for each in version]
    was_classified = any(each.is_struck or each.owners or any(map(is_classification_code, each.codes)) for each in settled)
    return replace(job.policy, was_classified=was_classified)


def _audit(
    release: Release, record: Record, decisions: tuple[Decision, ...], rulings: tuple[Ruling, ...], policy: ReleasePolicy, job: Job
) -> Log:
    used = tools(job.language_model)
    return public_log(release, record, decisions, job.rules, policy=policy, case_key=job.case_key, tools=used, rulings=rulings)


def _notes(record: Record, findings: tuple[Finding, ...], job: Job) -> tuple[str, ...]:
    """Return what a person should know, without a word of the record."""
    rules, notes = job.rules, list(record.source.remarks)
    notes += [NO_MODEL] if job.lacks_model else []
    if record.date is None:
        notes.append("no date found: run as undated; --record-date settles it")
    elif record.date.certainty is Certainty.IN_DOUBT:
        notes.append("date-in-doubt: run as undated; --record-date settles it")
    withholding = {rule.id for rule in rules.rules if rule.action is not Action.RELEASE and applies(rule, record, rules)}
    if is_marked_classified(findings) and not any(each.rule in withholding for each in findings):
        notes.append("a marked record in which no rule that withholds fired: read it before it is released")
    if not rules.has_identifiers:
        notes.append("the rule set takes out the rules on identifiers: numbers, addresses and births of persons are released as it says")
    unread = Counter(each.why for each in findings if each.kind == "unread")
    notes += [f"unread: {why}" + (f" ({times} places)" if times > 1 else "") for why, times in unread.items()]
    return tuple(notes)


def _stale(record: Record, rulings: tuple[Ruling, ...], job: Job) -> tuple[str, ...]:
    """Return a sentence for every code of a ruling that does not hold in a version it is claimed in."""
    policy = job.policy
    days = {version: judged_on(record, version, policy.as_of, policy.first_review) for version in Version}
    return tuple(told for version, day in days.items() for told in stale_rulings(record, rulings, job.rules, version, day))


def _held(decisions: Mapping[Version, tuple[Decision, ...]], rulings: tuple[Ruling, ...]) -> tuple[str, ...]:
    """Return a sentence for every release by a ruling that an owner's hold outlives."""
    return tuple(
        f"{place}: still held by {owner} in the {version.value} version; only its own decision, under 'settled', lifts that"
        for version, settled in decisions.items()
        for place, owner in held_rulings(settled, rulings)
    )


def _early(decisions: Mapping[Version, tuple[Decision, ...]], rulings: tuple[Ruling, ...]) -> tuple[str, ...]:
    """Return a sentence for every release that is for the redacted version alone, of what the released one withholds."""
    why = "the released version withholds what this releases, so in the redacted version it waits for a reviewer; expected both versions"
    return tuple(f"{place}: {why}" for place in early_rulings(decisions[Version.REDACTED], rulings))


def _names_persons(leaf: Rule) -> bool:
    return leaf.match.kind is MatchKind.ENTITY and _PERSON in leaf.match.values


def model_for(rules: RuleSet, model: ModelSource = language_model) -> NameModel | None:
    """Return the language model where a rule names what one sees: only then is it loaded. None without one."""
    return model() if needs_model(leaves(rules.rules)) else None


def detectors_for(rules: RuleSet, model: NameModel | None = None) -> tuple[Detector, ...]:
    """Return the detectors that a rule set needs. Raises RulesError where a rule names what nothing here finds."""
    vocabulary, sought = vocabulary_of(rules.words), leaves(rules.rules)
    return (
        MarkingDetector(vocabulary),
        ScriptDetector(),
        UnsureDetector(),
        TermDetector(sought),
        PatternDetector(sought),
        EntityDetector(sought, weights=shipped_weights, model=model, persons=Persons(rules.officials, rules.privacy_ends.deceased)),
        Combiner(rules.rules, vocabulary),
    )


def tools(model: str) -> dict[str, str]:
    """Return the versions of the programs that make and check a release, and which language ``model`` found names for it."""
    return {"declass": _installed("declass-pipeline"), **{name: _installed(name) for name in _TOOLS}, _MODEL_TOOL: model}
