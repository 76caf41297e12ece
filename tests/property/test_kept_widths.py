"""What the width of a withheld name could tell: pages that differ in one name alone give one release.

Names of one word and names of several are told apart, by the class of size that a blank says; within a class all must be the same:
content, bars, letters' places, fonts, numbers of objects, text and public log.
"""

from __future__ import annotations

import datetime as dt
import json
from collections import defaultdict
from collections.abc import Callable
from functools import cache
from pathlib import PurePosixPath

import pytest
from pikepdf import Array, Dictionary, Name, Pdf, String
from width_pages import FACES, NAMES, PLACES, SETTINGS, Face, page_with_name, saved
from wordbook import with_words

from pipeline.flow import Job, detectors_for, process
from pipeline.model import Version
from pipeline.rules import load_rules
from pipeline.statement import ReleasePolicy

SAMPLED = 5  # names of each class of size that are tried at each place
SMALLEST_CLASS = 20  # of 200 names
RULES = f"""format: 1
default: release
rules:
  - {{id: names, match: {{terms: {json.dumps(NAMES)}}}, action: redact, authority: ["(b)(6)"], rationale: A ground.}}
"""
ONE_WORD = tuple(name for name in NAMES if " " not in name)
SEVERAL = tuple(name for name in NAMES if " " in name)
LOWER, CODES, LONG, SHORT = "Ygyqoj", "9981-77", "Wimchokovwabolstawa", "Il"


@cache
def job() -> Job:
    """Return a run with one rule on all names, made once."""
    rules = with_words(load_rules(PurePosixPath("rules.yaml"), lambda _: RULES.replace("[", f'["{LOWER}", "{LONG}", "{SHORT}", ', 1).encode()))
    policy = ReleasePolicy(dt.date(2026, 11, 24), is_stated_unclassified=True)
    return Job(rules, detectors_for(rules), policy, b"k" * 32, {"at": "2026-11-24T00:00:00+00:00", "host": "test"})


def public(pdf: bytes) -> tuple[object, ...]:
    """Return all that is public of both versions, without commitments and chain digests."""
    outcome = process(pdf, name="a.pdf", record_id="a", job=job())
    found: list[object] = []
    for version in Version:
        draft = outcome.releases[version].draft
        found += [draft.pdf, draft.text]
        for line in outcome.logs[version].to_bytes().splitlines():
            event = json.loads(line)
            del event["hash"], event["prev"]
            event["data"].pop("commitment", None)
            found.append(json.dumps(event, sort_keys=True))
    return tuple(found)


def test_classes_of_names_are_large() -> None:
    assert len(set(NAMES)) == 200
    assert min(len(ONE_WORD), len(SEVERAL)) >= SMALLEST_CLASS
    assert {min(map(len, NAMES)), max(map(len, NAMES))} <= set(range(2, 25))


@pytest.mark.parametrize("names", [ONE_WORD, SEVERAL], ids=["one word", "several words"])
@pytest.mark.parametrize("face", FACES)
@pytest.mark.parametrize("setting", SETTINGS)
def test_pages_that_differ_in_a_name_give_one_release(setting: str, face: str, names: tuple[str, ...]) -> None:
    order = list(FACES).index(face) + len(FACES) * list(SETTINGS).index(setting)
    place = PLACES[order % len(PLACES)]
    step = len(names) // SAMPLED
    groups: dict[object, list[str]] = defaultdict(list)
    for name in names[order % step :: step][:SAMPLED]:
        groups[public(page_with_name(FACES[face], SETTINGS[setting], place, name))].append(name)
    assert len(groups) == 1, f"{list(groups.values())}"
