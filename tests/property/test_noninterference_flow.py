"""Non-interference through all six stages: what stands in a withheld passage changes nothing else, not by detection either.

Banners, dates, stamps, other scripts and line breaks inside the passage must not show in titles, heads, dates,
headings or layout. Two sources are compared where the same decisions fall outside the passage and the record's
date is found to be the same: a later date in withheld text makes a record undated, which is decided, not leaked.
"""

from __future__ import annotations

import datetime as dt
import json
from pathlib import PurePosixPath

from hypothesis import assume, given, settings
from hypothesis import strategies as st
from wordbook import with_words

from pipeline.flow import Job, Outcome, detectors_for, process
from pipeline.model import Action, Version
from pipeline.passages import AmountPolicy
from pipeline.rules import load_rules
from pipeline.statement import ReleasePolicy

RULES = """format: 1
default: release
release: {permanent: true}
rules:
  - {id: passage, match: {regex: 'ZZ(?s:[^Q]*)QQ'}, action: redact, authority: ["(b)(6)"], rationale: A ground.}
  - {id: bird, match: {terms: [falcon]}, scope: sentence, action: redact, authority: [1.4(c)], rationale: A ground.}
"""
SET = with_words(load_rules(PurePosixPath("rules.yaml"), lambda _: RULES.encode()))
DETECTORS = detectors_for(SET)
FRAGMENTS = (
    *("SECRET", "TOP SECRET - SENSITIVE", "(S)", "(U)", "November 7, 1962", "December 1, 1963", "7 Nov 62", "TO: X", "1. item", "- dash"),
    *("word", "Посол сообщил", "le les des et est que qui dans pour", "\n", "\n\n", "\f", "\t", "  ", "x" * 90, "It ends. Next", "falcon"),
    *("é", "\u200b", "Restricted Data", "Classified by: 012345", "of the and to in", "SECRET//RD", "\r\n", "\u2028", "A heading"),
    "Declassified by NARA 2001-02-03",
)
texts = st.lists(st.sampled_from(FRAGMENTS), max_size=8).flatmap(lambda parts: st.sampled_from([" ".join(parts), "".join(parts)]))
heads = st.sampled_from(["", "Memo\nNovember 7, 1962\n\n", "SECRET\n\nMemo\nNovember 7, 1962\n\n"])


def run(text: str, *, is_unclassified: bool) -> Outcome:
    policy = ReleasePolicy(dt.date(2026, 11, 24), is_permanent=True, amount=AmountPolicy.NONE, is_stated_unclassified=is_unclassified)
    job = Job(SET, DETECTORS, policy, b"k" * 32, {"at": "2026-11-24T00:00:00+00:00", "host": "test"})
    return process(text.encode(), name="a.txt", record_id="a", job=job)


def decided(outcome: Outcome) -> list[tuple[str, Action, tuple[str, ...], tuple[str, ...], bool]]:
    """Return what is decided of released text, and in which order blanks stand between."""
    found: list[tuple[str, Action, tuple[str, ...], tuple[str, ...], bool]] = []
    for version in Version:
        for each in outcome.decisions[version]:
            text = outcome.record.text[each.span.start : each.span.end] if each.action is Action.RELEASE else ""
            row = (text, each.action, each.codes, each.owners, each.is_struck)
            if found and found[-1][1:] == row[1:]:
                found[-1] = (found[-1][0] + text, *row[1:])
            else:
                found.append(row)
    return found


def public(outcome: Outcome) -> list[object]:
    """Return all that is public, without commitments and chain digests."""
    found: list[object] = []
    for version in Version:
        draft = outcome.releases[version].draft
        found += [draft.pdf, draft.text]
        for line in outcome.logs[version].to_bytes().splitlines():
            event = json.loads(line)
            del event["hash"], event["prev"]
            event["data"].pop("commitment", None)
            found.append(event)
    return found


@settings(max_examples=40, deadline=None)
@given(heads, texts, texts, texts, texts, st.booleans())
def test_what_stands_in_a_withheld_passage_shows_nowhere_else(
    head: str, before: str, one: str, other: str, after: str, is_unclassified: bool
) -> None:
    first = run(f"{head}{before}ZZ{one}QQ{after}", is_unclassified=is_unclassified)
    second = run(f"{head}{before}ZZ{other}QQ{after}", is_unclassified=is_unclassified)
    assume(decided(first) == decided(second))
    assume(first.record.origin == second.record.origin)
    assert public(first) == public(second)
