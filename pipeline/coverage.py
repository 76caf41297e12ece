"""What a rule set does to many records: what each rule finds and holds, and how much of each record is held.

Records are read, found and decided, and nothing is rendered. Each is tried in a process of its own, so that one that is
refused, crashes or never ends stops no other.
"""

from __future__ import annotations

import re
import statistics
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from pipeline.batch import Named, name_inputs
from pipeline.decide.claims import applies
from pipeline.errors import DeclassError
from pipeline.inputs import find
from pipeline.isolate import MIB, Bounds, Failed, Failure, each_apart, stop_told
from pipeline.model import Action, Record, Rule, RuleSet, Span, Version
from pipeline.trial import Setting, Trial, read_source, try_source

__all__ = ["Coverage", "Covered", "RecordCoverage", "Refused", "RuleCoverage", "cover", "cover_record", "shares", "sum_up"]

_WORD = re.compile(r"\S+")
_OFTEN_RECORDS = 10  # below so many records nothing can be said of how often a rule fires
_OFTEN_SHARE = 1 / 3  # of the records
_MUCH_SHARE = 0.1  # of all words
_OUTPUT = Path("output")  # where runs land: never a folder of records
_BOUNDS = Bounds()
_FAILURES = {
    Failure.CRASH: "the reader crashed ({how}); please report it",
    Failure.TIME: "not read within {seconds:.0f} seconds; split the record",
    Failure.MEMORY: "needs more than {mib} MiB of memory; split the record",
    Failure.STOPPED: "stopped while this was at work; run it again",
}


@dataclass(frozen=True, slots=True)
class RecordCoverage:
    """One record: its words, how many each version withholds and refers, and what each rule found and holds (words) in it."""

    shown: str
    words: int
    withheld: Mapping[Version, int]
    referred: Mapping[Version, int]
    findings: Mapping[str, int]
    held: Mapping[Version, Mapping[str, int]]

    def share(self, version: Version, *, is_withheld: bool) -> float:
        """Return which share of its words a version withholds, or refers."""
        return (self.withheld if is_withheld else self.referred)[version] / max(self.words, 1)


@dataclass(frozen=True, slots=True)
class Refused:
    """A record that could not be tried, by what messages call it, and why."""

    shown: str
    why: str


@dataclass(frozen=True, slots=True)
class RuleCoverage:
    """One rule: in how many records it fired, how often, and the words that it withholds or refers, alone or with others.

    A record of which the rule does not speak (its ``when``) is none that it fired in. ``flags`` are ``never`` and ``often``.
    """

    rule: Rule
    records: int
    findings: int
    held: Mapping[Version, int]
    flags: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Coverage:
    """A rule set over many records."""

    rules: tuple[RuleCoverage, ...]
    records: tuple[RecordCoverage, ...]
    refused: tuple[Refused, ...]

    @property
    def words(self) -> int:
        """The words of all records that were read."""
        return sum(each.words for each in self.records)

    def highest(self, count: int) -> list[RecordCoverage]:
        """Return the records of which the greatest share is held, in either version."""
        return sorted(self.records, key=lambda each: -_most_held(each))[:count]


@dataclass(frozen=True, slots=True)
class Covered:
    """How each file ended, in the order given, what was passed over, and whether the run was stopped before its end."""

    outcomes: tuple[RecordCoverage | Refused, ...]
    passed_over: tuple[str, ...]
    is_stopped: bool


def _most_held(record: RecordCoverage) -> float:
    return max(sum(record.share(version, is_withheld=is_withheld) for is_withheld in (True, False)) for version in Version)


# --- one record ---


class _Words:
    """Counts the words of a text that lie wholly or in part in some spans, each once."""

    def __init__(self, text: str) -> None:
        found = [match.span() for match in _WORD.finditer(text)]
        self.starts, self.ends = [start for start, _ in found], [end for _, end in found]

    def count(self, spans: Iterable[Span]) -> int:
        counted = done = 0
        for span in sorted(spans):
            first, last = max(done, bisect_right(self.ends, span.start)), bisect_left(self.starts, span.end)
            counted += max(last - first, 0)
            done = max(done, last)
        return counted


def cover_record(trial: Trial, rules: RuleSet, shown: str) -> RecordCoverage:
    """Return what rules find and hold in one record that was decided."""
    record, words = trial.record, _Words(trial.record.text)
    withheld, referred, held = {}, {}, {}
    for version, decisions in trial.decisions.items():
        redacted = [each.span for each in decisions if each.action is Action.REDACT]
        blank = [each.span for each in decisions if each.action is not Action.RELEASE]
        withheld[version] = words.count(redacted)
        referred[version] = words.count(blank) - withheld[version]
        held[version] = _held(trial, version, rules, words)
    return RecordCoverage(shown, len(words.starts), withheld, referred, _findings(trial, record, rules), held)


def _findings(trial: Trial, record: Record, rules: RuleSet) -> dict[str, int]:
    found = Counter(each.rule for each in trial.findings if each.rule)
    return {rule.id: found[rule.id] for rule in rules.rules if found[rule.id] and applies(rule, record, rules)}


def _held(trial: Trial, version: Version, rules: RuleSet, words: _Words) -> dict[str, int]:
    spans: dict[str, list[Span]] = {}
    for decision in trial.decisions[version]:
        for name in {claim.rule for claim in decision.claims if claim.action is not Action.RELEASE}:
            spans.setdefault(name, []).append(decision.span)
    return {rule.id: words.count(spans[rule.id]) for rule in rules.rules if rule.id in spans}


# --- many ---


def cover(arguments: Sequence[Path], setting: Setting, *, jobs: int) -> Covered:
    """Try every file that the arguments stand for, ``jobs`` at once; a file that cannot be tried is ``Refused``."""
    found, passed_over = find(arguments, _OUTPUT)
    named = name_inputs(found, setting.rules, setting.detectors)
    outcomes: dict[int, RecordCoverage | Refused] = {}
    with stop_told() as is_stopped:
        for number, end in each_apart(
            named, lambda each: _try(each, setting), jobs=jobs, seconds=_seconds, memory=_BOUNDS.memory_mib * MIB, tick=is_stopped
        ):
            outcomes[number] = _failed(named[number], end) if isinstance(end, Failed) else end
        return Covered(tuple(outcomes[number] for number in sorted(outcomes)), passed_over, is_stopped())


def _try(named: Named, setting: Setting) -> RecordCoverage | Refused:
    """Try one file. What nobody foresaw is told by its kind alone: its message might quote the record."""
    suffix = named.path.suffix
    name = named.shown if named.shown.endswith(suffix) else named.shown + suffix
    if named.fault:
        return Refused(named.shown, named.fault)
    try:
        trial = try_source(read_source(named.path, named.shown, setting.limits.max_bytes), name=name, setting=setting)
        return cover_record(trial, setting.rules, named.shown)
    except MemoryError:
        raise
    except DeclassError as error:
        return Refused(named.shown, str(error).removeprefix(f"{name}: ").removeprefix(f"{named.shown}: "))
    except Exception as error:  # noqa: BLE001  # one poison record must not stop the others
        return Refused(named.shown, f"an unforeseen {type(error).__name__}; please report it")


def _seconds(named: Named) -> float:
    try:
        return _BOUNDS.seconds_for(named.path.stat().st_size)
    except OSError:
        return _BOUNDS.base_seconds


def _failed(named: Named, failed: Failed) -> Refused:
    told = _FAILURES[failed.failure].format(how=failed.how, seconds=_seconds(named), mib=_BOUNDS.memory_mib)
    return Refused(named.shown, told)


def sum_up(rules: RuleSet, outcomes: Iterable[RecordCoverage | Refused]) -> Coverage:
    """Return what all records come to, the rules in their order."""
    ended = tuple(outcomes)
    records = tuple(each for each in ended if isinstance(each, RecordCoverage))
    refused = tuple(each for each in ended if isinstance(each, Refused))
    words = sum(each.words for each in records)
    return Coverage(tuple(_of_rule(rule, records, words) for rule in rules.rules), records, refused)


def _of_rule(rule: Rule, records: Sequence[RecordCoverage], words: int) -> RuleCoverage:
    fired = [each.findings[rule.id] for each in records if rule.id in each.findings]
    held = {version: sum(each.held[version].get(rule.id, 0) for each in records) for version in Version}
    is_often = len(records) >= _OFTEN_RECORDS and len(fired) > _OFTEN_SHARE * len(records)
    is_much = any(count > _MUCH_SHARE * words for count in held.values())
    is_never = bool(records) and not fired  # of no record, nothing is known
    flags = ("never",) if is_never else ("often",) if is_often or is_much else ()
    return RuleCoverage(rule, len(fired), sum(fired), held, flags)


def shares(coverage: Coverage, version: Version, *, is_withheld: bool) -> tuple[float, float, float]:
    """Return the lowest, the median and the highest share that a version withholds, or refers, of a record's words."""
    found = [each.share(version, is_withheld=is_withheld) for each in coverage.records]
    return (min(found), statistics.median(found), max(found)) if found else (0.0, 0.0, 0.0)
