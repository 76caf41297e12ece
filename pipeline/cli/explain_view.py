"""An explanation in sentences that a records officer reads: the record, the passage, what comes of it, and every claim."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator

from pipeline.cli.explain_claims import law_told, rule_told, ruling_told, title_of, title_of_ruling
from pipeline.cli.explain_outcome import outcomes
from pipeline.cli.explain_words import joined, place, quoted
from pipeline.errors import printable
from pipeline.explanation import Explanation, LawState, Passage
from pipeline.model import Action
from pipeline.statement import day

__all__ = ["told"]

_INDENT = "  "


def told(found: Explanation, width: int) -> list[str]:
    """Return the lines of an explanation, none wider than ``width`` but for words that are."""
    lines = [found.record.source.name, "", "The record", *_wrapped(_record(found), width)]
    for number, passage in enumerate(found.passages, start=1):
        lines += ["", *_passage(passage, found, number, width)]
    return [printable(line) for line in lines]


def _wrapped(sentences: Iterable[str], width: int, depth: int = 1) -> Iterator[str]:
    """Yield each text on lines of its own, indented."""
    for text in sentences:
        indent = _INDENT * depth
        yield from textwrap.wrap(
            " ".join(text.split()),
            width,
            initial_indent=indent,
            subsequent_indent=indent + _INDENT,
            break_long_words=False,
            break_on_hyphens=False,
        )


# --- the record ---


def _record(found: Explanation) -> Iterator[str]:
    yield _date(found)
    if found.standing.onsets:
        yield _age(found)
    overall = found.standing.overall
    yield (
        f"Marking: {overall.level or 'no level'}, by its {overall.basis}."
        if overall.basis != "none"
        else "Marking: none of the whole record."
    )
    yield f"The law: {_law_of_record(found)}"


def _date(found: Explanation) -> str:
    date = found.record.date
    if date is None:
        return "Date: none was found. Without a certain date nothing lapses by age; --record-date DATE settles it."
    if found.standing.stage is None:
        return (
            f"Date: in doubt; {day(date.value)} stands in the text, but it is not certain that the record is of that day. "
            "Without a certain date nothing lapses by age; --record-date DATE settles it."
        )
    return f"Date: {day(date.value)}, " + ("from its heading; it is certain." if date.span else "as stated by a person.")


def _age(found: Explanation) -> str:
    """Say which onsets are reached on the release date, and which are to come."""
    past = [f"{years} years on {day(onset)}" for years, onset in found.standing.onsets if onset <= found.as_of]
    ahead = [f"{years} years on {day(onset)}" for years, onset in found.standing.onsets if onset > found.as_of]
    parts = ([f"reached {joined(past)}"] if past else []) + ([f"will reach {joined(ahead)}"] if ahead else [])
    return f"Age: as the order counts it, the record {'; it '.join(parts)}."


def _law_of_record(found: Explanation) -> str:
    law = found.standing.law
    if law.is_released:
        why = {
            LawState.BY_AGE: "the record is past its 25 years (E.O. 13526 sec. 3.3(a))",
            LawState.STATED: "an officer states that the record is unclassified",
            LawState.MARKED: "the record's own markings say that all of it is unclassified",
        }[law]
        if found.rules.default is Action.REFER:
            return f"{why}, but the rule set says 'default: refer': text that nothing claims waits for a reviewer."
        return f"{why}, so text that nothing claims is released."
    why = {
        LawState.TOO_YOUNG: "the record is younger than 25 years",
        LawState.UNDATED: "the record has no date",
        LawState.IN_DOUBT: "the record's date is in doubt",
    }[law]
    return f"{why}, and nothing says that all of it is unclassified: so no text of it is released without the originating agency."


# --- a passage, and what comes of it ---


def _passage(passage: Passage, found: Explanation, number: int, width: int) -> Iterator[str]:
    record, span = found.record, passage.span
    called = "The passage" if len(found.passages) == 1 else f"Passage {number} of {len(found.passages)}"
    yield f"{called}: {place(record, span.start)}, offsets {span.start} to {span.end}"
    yield from _wrapped([quoted(record, span, passage.asked[0])], width)
    yield ""
    yield "What comes of it"
    yield from _wrapped(outcomes(passage, found), width)
    for ruling in passage.rulings:
        yield ""
        yield from _wrapped([title_of_ruling(ruling)], width, 0)
        yield from _wrapped(ruling_told(ruling), width)
    for rule in passage.rules:
        yield ""
        yield from _wrapped([title_of(rule.rule)], width, 0)
        yield from _wrapped(rule_told(rule, passage, found), width)
    for law in passage.law:
        yield ""
        yield "The law" if law.reason != "default" else "The default of the rule set"
        yield from _wrapped([law_told(law, record)], width)
    if not (passage.rules or passage.rulings or passage.law):
        yield ""
        yield from _wrapped(["No rule claims this passage."], width, 0)
