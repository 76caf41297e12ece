"""The markings of a record, as a person or a program reads them: what there is, what governs all, what is wrong."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from pipeline.detect import MarkingDetector
from pipeline.detect.portions import QUOTED
from pipeline.markings import (
    CLASSIFIED_LEVELS,
    Faults,
    Reading,
    Vocabulary,
    check_instruction,
    compare,
    is_authority_line,
    is_review_stamp,
    notice_owner,
    parse_stamp,
    rollup,
)
from pipeline.model import Finding, Marking, Problem, Record, Span
from pipeline.segments import paragraphs, touching

__all__ = ["Inspection", "Overall", "Seen", "highest_level", "inspect", "read_marking"]

_ONCE = frozenset(
    {"obsolete-marking", "obsolete-instruction", "banner-above-portions", "banner-below-portions", "rollup-mismatch"}
)  # said once a record for each sentence, at the first place
_ABOVE = "banner-above-portions"  # nothing of the kind where text without a mark may be what it is for
_PROSE_WORDS = 12
_CONTROLS = frozenset({"banner", "channel", "slug"})


@dataclass(frozen=True, slots=True)
class Seen:
    """One marking of a record: its kind, what it says, where it stands, what it governs, and how sure its reading is."""

    marking: Marking
    start: int
    end: int
    page: int | None
    confidence: float
    why: str
    extent: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class Overall:
    """What governs the whole record; ``basis`` is banner, block, portions or none, ``rollup`` the banner the portions require."""

    level: str | None
    legacy: tuple[str, ...]
    dissem: tuple[str, ...]
    text: str | None
    basis: str
    rollup: str | None


@dataclass(frozen=True, slots=True)
class Inspection:
    """A record, its markings in reading order, what they come to, and what is wrong with them."""

    record: Record
    overall: Overall
    seen: tuple[Seen, ...]
    problems: tuple[Problem, ...]


def inspect(record: Record, vocabulary: Vocabulary, *, as_of: dt.date) -> Inspection:
    """Find and judge the markings of ``record``; dates of declassification are judged on ``as_of``."""
    findings = sorted(MarkingDetector(vocabulary).find(record), key=lambda each: (each.span, each.kind))
    seen = tuple(_seen(each, record) for each in findings)
    portions = [
        each for each in seen if each.marking.kind == "portion" and each.why != QUOTED
    ]  # a quoted title is no portion of this record
    banner = next((each.marking for each in seen if each.marking.kind == "banner" and each.marking.level), None)
    required = rollup([each.marking for each in portions], vocabulary, banner)
    unmarked = _unmarked_prose(record, seen)
    overall = _overall(seen, required, vocabulary, is_complete=unmarked is None)
    compared = [each for each in _compared(seen, portions, vocabulary) if unmarked is None or each.code != _ABOVE]
    problems = _once(sorted([*_own_problems(seen, vocabulary, as_of), *compared, *_unmarked(overall, unmarked)]))
    return Inspection(record, overall, seen, tuple(problems))


def highest_level(findings: Sequence[Finding], vocabulary: Vocabulary) -> str | None:
    """Return the highest level of the banners, else of the blocks, else of the portions; None where nothing is marked."""
    for kind in ("banner", "authority-block", "portion"):
        levels = [each.marking.level for each in findings if each.kind == kind and each.marking and each.marking.level]
        if levels:
            return max(levels, key=vocabulary.level_rank)
    return None


def _seen(finding: Finding, record: Record) -> Seen:
    text = record.text[finding.span.start : finding.span.end]
    marking = replace(finding.marking, text=text) if finding.marking else Marking(finding.kind, None, text)
    extent = (finding.extent.start, finding.extent.end) if finding.extent else None
    page = next((page.number for page in record.pages if page.span and page.span.start <= finding.span.start < page.span.end), None)
    return Seen(replace(marking, kind=finding.kind), finding.span.start, finding.span.end, page, finding.confidence, finding.why, extent)


def _unmarked_prose(record: Record, seen: Sequence[Seen]) -> Span | None:
    """Return the first paragraph of prose that no portion mark governs and that is no marking itself; None where there is none."""
    governed = sorted(Span(*(each.extent if each.extent and each.marking.kind == "portion" else (each.start, each.end))) for each in seen)
    apart: list[Span] = []
    for span in governed:  # what a mark governs may lie within what another does
        if apart and span.start < apart[-1].end:
            apart[-1] = Span(apart[-1].start, max(span.end, apart[-1].end))
        else:
            apart.append(span)
    prose = (each for each in paragraphs(record.text) if len(record.text[each.start : each.end].split()) >= _PROSE_WORDS)
    return next((each for each in prose if not touching(apart, each)), None)


def _overall(seen: Sequence[Seen], required: Marking | None, vocabulary: Vocabulary, *, is_complete: bool) -> Overall:
    """Return what governs all; portions that are all unclassified say nothing of a record in which some text bears no mark."""
    banners = [each.marking for each in seen if each.marking.kind == "banner"]
    leveled = [marking for marking in banners if marking.level]
    text = required.text if required else None
    controls = [each.marking for each in seen if each.marking.kind in _CONTROLS]
    legacy = tuple(dict.fromkeys(word for marking in controls for word in marking.legacy))
    dissem = tuple(dict.fromkeys(word for marking in controls for word in marking.dissem))
    if leveled:
        highest = max(leveled, key=lambda marking: vocabulary.level_rank(marking.level))
        return Overall(highest.level, legacy, dissem, highest.text, "banner", text)
    if any(each.marking.kind == "authority-block" for each in seen):
        block = next(each.marking for each in seen if each.marking.kind == "authority-block")
        return Overall(required.level if required else None, legacy, dissem, block.text, "block", text)
    if required is not None and (is_complete or required.level in CLASSIFIED_LEVELS):
        return Overall(required.level, (*legacy, *required.legacy), required.dissem, required.text, "portions", text)
    if required is not None:
        return Overall(None, legacy, dissem, None, "none", text)
    return Overall(None, legacy, dissem, None, "none", None)


def _own_problems(seen: Sequence[Seen], vocabulary: Vocabulary, as_of: dt.date) -> Iterator[Problem]:
    """Yield what is wrong with each marking by itself, placed in the record."""
    for each in seen:
        marking = each.marking
        if marking.kind == "authority-block":
            faults = Faults(each.start)
            check_instruction(marking.text, vocabulary, faults, as_of)
            yield from faults.problems()
        elif marking.kind not in {"release-stamp", "notice", "checkbox"}:
            reading = parse_stamp(marking.text, vocabulary)
            yield from _moved(reading.problems if reading else (), each.start)


def _moved(problems: Iterable[Problem], by: int) -> Iterator[Problem]:
    for problem in problems:
        yield replace(problem, start=problem.start + by, end=problem.end + by)


def _compared(seen: Sequence[Seen], portions: Sequence[Seen], vocabulary: Vocabulary) -> Iterator[Problem]:
    """Yield what each banner of a level lacks of what the portions require: those of its page, or all where it governs all."""
    for each in seen:
        if each.marking.kind == "banner" and each.marking.level:
            governed = [portion.marking for portion in portions if _governs(each, portion)]
            yield from compare(each.marking, governed, vocabulary, each.start, each.end)


def _governs(banner: Seen, portion: Seen) -> bool:
    return banner.extent is None or banner.extent[0] <= portion.start < banner.extent[1]


def _unmarked(overall: Overall, unmarked: Span | None) -> Iterator[Problem]:
    """Yield that the record, or a part of a record of unclassified portions, is not marked: which proves nothing."""
    faults = Faults()
    if overall.basis == "none":
        place = unmarked or Span(0, 1)
        faults.add("no-marking" if overall.rollup is None else "unmarked-text", place.start, place.end)
    yield from faults.problems()


def _once(problems: Iterable[Problem]) -> Iterator[Problem]:
    said: set[tuple[str, str]] = set()
    for problem in problems:
        key = (problem.code, problem.message)
        if problem.code in _ONCE and key in said:
            continue
        said.add(key)
        yield problem


def read_marking(text: str, vocabulary: Vocabulary, *, as_of: dt.date) -> Reading:
    """Read one string as a marking of any kind; one that is none comes back as kind ``none`` with a problem."""
    reading = parse_stamp(text, vocabulary)
    if reading is not None:
        return reading
    faults = Faults()
    kind = "none"
    owners: tuple[str, ...] = ()
    owner = notice_owner(text, vocabulary)
    if owner is not None:
        kind, owners = "notice", (owner,)
    elif is_authority_line(text):
        kind = "authority-block"
        check_instruction(text, vocabulary, faults, as_of)
    elif is_review_stamp(text):
        kind = "release-stamp"
    else:
        faults.add("not-a-marking", 0, len(text))
    return Reading(Marking(kind, None, text, owners=owners), faults.problems())
