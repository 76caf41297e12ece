"""Whole runs with a rule on every private name: what stays, what goes, and what waits for a person. All private names are invented."""

from __future__ import annotations

import datetime as dt
import textwrap

import pytest

from pipeline.flow import Job, Outcome, detectors_for, process
from pipeline.model import Version
from pipeline.rulebook import open_rules
from pipeline.statement import ReleasePolicy

TODAY = dt.date(2026, 11, 24)
RULES = """\
format: 1
default: release
release: {permanent: true, privacy_ends: {years_after_birth: 100}}
rules:
  - {id: names, match: {entity: PERSON}, action: redact, authority: ['(b)(6)'], rationale: Names of private persons.}
"""
HEAD = "SECRET\n\nMemorandum of Conversation\nWashington, November 7, 1962\n\n"
PROSE = (
    "Secretary Rusk told Mr. Tandberg that the talks in Geneva would go on. "
    "Ollenburg replied to Tandberg by letter, and Miss Koplik signed it. "
)
NAMES = ("Tandberg", "Ollenburg", "Koplik")


@pytest.fixture(scope="module")
def job(tmp_path_factory: pytest.TempPathFactory) -> Job:
    path = tmp_path_factory.mktemp("rules") / "rules.yaml"
    path.write_text(RULES)
    rules = open_rules(path)
    policy = ReleasePolicy(TODAY, is_permanent=True)
    return Job(rules, detectors_for(rules), policy, b"k" * 32, {"at": "2026-11-24T00:00:00+00:00"})


def released(text: str, job: Job) -> tuple[str, Outcome]:
    """Return the released text of a record, and the whole outcome."""
    outcome = process(text.encode(), name="memo.txt", record_id="memo", job=job)
    return outcome.releases[Version.RELEASED].draft.text.decode(), outcome


def test_private_names_go_and_an_officials_stays(job: Job) -> None:
    text, outcome = released(HEAD + PROSE + "\n", job)
    assert "Secretary Rusk told [withheld: (b)(6)" in text
    assert "Geneva" in text
    everywhere = text.encode() + b"".join(log.to_bytes() for log in outcome.logs.values())
    assert not any(name.encode() in everywhere for name in NAMES)


def test_whoever_was_born_long_ago_is_named(job: Job) -> None:
    born = "They saw Mr. Emil Tandberg, born in 1889. They saw Mr. Karl Ollenburg, born in 1940. They saw Miss Koplik.\n"
    text, _ = released(HEAD + born, job)
    assert [name for name in NAMES if name in text] == ["Tandberg"]


def test_a_name_in_two_halves_over_a_banner_goes(job: Job) -> None:
    page = "SECRET\n\n{}\n\nSECRET"
    first = textwrap.fill(PROSE + "It was then handed to Mr. Paul", 60)
    text, _ = released(HEAD + first + "\n\nSECRET\n\f" + page.format("Zwickenberg of the bank. " + PROSE) + "\n", job)
    assert "Zwickenberg" not in text
    assert "Geneva" in text


def test_a_record_of_many_pages_is_done(job: Job) -> None:
    pages = "\f".join("\n\n".join(textwrap.fill(PROSE * 3, 68) for _ in range(6)) for _ in range(25))
    text, _ = released(HEAD + pages + "\n", job)
    assert not any(name in text for name in NAMES)
    assert text.count("Secretary Rusk") == 25 * 6 * 3


def test_one_long_line_is_done(job: Job) -> None:
    text, _ = released(HEAD + PROSE * 250 + "\n", job)
    words = " ".join(text.split())
    assert not any(name in words for name in NAMES)
    assert "Geneva" in words


def test_capitals_without_punctuation_are_read(job: Job) -> None:
    cable = textwrap.fill(" ".join((PROSE * 5).upper().replace(".", "").replace(",", "").split()), 68)
    text, _ = released("SECRET\n\nWASHINGTON NOVEMBER 7 1962\n\n" + cable + "\n", job)
    assert not any(name.upper() in text for name in NAMES)
    assert "GENEVA" in text


def test_a_record_in_russian_waits_for_a_person(job: Job) -> None:
    russian = "Товарищ Иванов сообщил, что переговоры продолжались в Женеве, где были обсуждены вопросы торговли.\n\n" * 8
    text, outcome = released("SECRET\n\n7 November 1962\n\n" + russian, job)
    assert "Иванов" not in text
    assert "переговоры" not in text
    assert any(note.startswith("unread: script not covered") for note in outcome.notes)
    owners = {owner for each in outcome.decisions[Version.RELEASED] for owner in each.owners}
    assert "reviewer" in owners


def test_an_undated_record_has_no_officials_and_is_not_released(job: Job) -> None:
    text, outcome = released("SECRET\n\n" + PROSE + "\n", job)
    assert "Rusk" not in text
    assert any("run as undated" in note for note in outcome.notes)
    whole = outcome.record.text
    assert all(each.owners or not whole[each.span.start : each.span.end].strip() for each in outcome.decisions[Version.RELEASED])
