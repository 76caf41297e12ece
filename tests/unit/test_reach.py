"""How far a rule reaches: units, and where a sentence or paragraph goes on over a page's foot or an empty line."""

from __future__ import annotations

import datetime as dt
import time

import pytest
from combining import findings_of, record_of, rules_of

from pipeline.decide import decide
from pipeline.model import Action, Scope, Span, Version
from pipeline.reach import Reach

TODAY = dt.date(2026, 11, 24)
LONG = "This line of text was long enough and went to its end"
FOOT = "\n\n- 1 -\n\nSECRET\fSECRET\n\n"


def spread(text: str, word: str, scope: Scope) -> list[str]:
    """Return what a scope holds around a word."""
    record = record_of(text)
    reach = Reach(record, findings_of(record, rules_of("{terms: [walrus]}")))
    at = text.index(word)
    return [text[each.start : each.end] for each in sorted(reach.spread(scope, Span(at, at + len(word))))]


@pytest.mark.parametrize("word", ["falcon", "Lisbon"])
@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (f"SECRET\n\nOne. The falcon of{FOOT}old Lisbon flew. Two.\n\n- 2 -\n\nSECRET", ["The falcon of", "old Lisbon flew."]),
        (f"SECRET\n\nOne. {LONG} the falcon of{FOOT}Lisbon flew. Two.", [f"{LONG} the falcon of", "Lisbon flew."]),
        ("One. The falcon of\n- 1 -\fold Lisbon flew. Two.\n- 2 -", ["The falcon of", "old Lisbon flew."]),
        ("One. The falcon of\n\nold Lisbon flew. Two.", ["The falcon of", "old Lisbon flew."]),
        ("One. The falcon of\n\nold Lisbon flew\n\nover. Two.", ["The falcon of", "old Lisbon flew\n\nover."]),
        ("One. The falcon of old\nLisbon flew. Two.", ["The falcon of old\nLisbon flew."]),
    ],
)
def test_a_sentence_is_withheld_with_what_it_goes_on_with(text: str, word: str, expected: list[str]) -> None:
    found = [each.replace("- 1 -", "") for each in spread(text, word, Scope.SENTENCE)]
    assert " ".join(" ".join(found).split()) == " ".join(" ".join(expected).split())
    assert "SECRET" not in " ".join(found)


@pytest.mark.parametrize(
    "text",
    [
        f"SECRET\n\nThe falcon flew.{FOOT}old Lisbon slept.\n\n- 2 -\n\nSECRET",
        f"SECRET\n\nThe falcon (he said.){FOOT}old Lisbon slept.\n\n- 2 -\n\nSECRET",
        f"SECRET\n\nThe falcon report{FOOT}Lisbon slept.\n\n- 2 -\n\nSECRET",
        "The falcon flew\n\nLisbon slept.",
        "The falcon flew\n\na. Lisbon slept.",
        "The falcon flew:\n\nold Lisbon slept.",
    ],
)
def test_a_sentence_that_ends_reaches_no_further(text: str) -> None:
    assert "Lisbon" not in " ".join(spread(text, "falcon", Scope.SENTENCE))
    assert "alcon" not in " ".join(spread(text, "Lisbon", Scope.SENTENCE))


def test_a_paragraph_goes_on_too_and_a_line_a_page_and_a_span_do_not() -> None:
    text = f"SECRET\n\nOne. The falcon of{FOOT}old Lisbon flew. Two.\n\n- 2 -\n\nSECRET"
    assert spread(text, "falcon", Scope.PARAGRAPH) == ["One. The falcon of", "old Lisbon flew. Two."]
    assert spread(text, "falcon", Scope.LINE) == ["One. The falcon of"]
    assert spread(text, "falcon", Scope.SPAN) == ["falcon"]
    assert "Lisbon" not in "".join(spread(text, "falcon", Scope.PAGE))
    assert spread(text, "falcon", Scope.RECORD) == [text]


@pytest.mark.parametrize(("action", "expected"), [("redact", {"falcon", "Lisbon"}), ("refer", {"falcon", "Lisbon"}), ("release", set())])
def test_what_withholds_goes_on_and_what_releases_does_not(action: str, expected: set[str]) -> None:
    text = "One. The falcon of\n\nold Lisbon flew. Two."
    record, rules = record_of(text), rules_of("{terms: [falcon]}", action=action, scope="sentence")
    decisions = decide(record, findings_of(record, rules), rules, version=Version.RELEASED, as_of=TODAY, is_stated_unclassified=True)
    held = [text[each.span.start : each.span.end] for each in decisions if each.action is not Action.RELEASE]
    assert {word for word in ("falcon", "Lisbon") if word in " ".join(held)} == expected


def test_what_releases_stays_within_the_sentence_it_can_see() -> None:
    text = "One. The falcon of\n\nold Lisbon flew. Two."
    record, rules = record_of(text), rules_of("{terms: [falcon]}", action="release", scope="sentence")
    decisions = decide(record, findings_of(record, rules), rules, version=Version.RELEASED, as_of=TODAY)
    claimed = [each for each in decisions if any(claim.rule == "rule-0" for claim in each.claims)]
    assert [text[each.span.start : each.span.end] for each in claimed] == ["The falcon of"]


@pytest.mark.parametrize("unit", ["The falcon flew. ", "The falcon\n\n", "the falcon\n\n", "the falcon of\f"])
def test_units_are_found_in_time_that_grows_as_the_record_does(unit: str) -> None:
    def seconds(count: int) -> float:
        record = record_of(unit * count)
        start = time.perf_counter()
        reach = Reach(record)
        for number in range(count):
            at = number * len(unit) + 4
            reach.of(Scope.SENTENCE, Span(at, at + 6))
            reach.wide(Scope.SENTENCE, Span(at, at + 6))
            next(reach.spread(Scope.PARAGRAPH, Span(at, at + 6)))
        return time.perf_counter() - start

    small, large = (min(seconds(count) for _ in range(2)) for count in (250, 2000))
    assert large < 8 * 4 * max(small, 0.01)
