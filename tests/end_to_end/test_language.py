"""The rule language from the command line: overrides and doubts are logged, strict refuses, the law's own rules hold in every run."""

from __future__ import annotations

import json
import os
import re
from pathlib import Path

import pytest

from pipeline.cli import main

RULES = """format: 1
default: release
release: {permanent: true, custody: donated}
rules:
  - id: heron
    match: {terms: [heron]}
    scope: sentence
    action: redact
    authority: ['(b)(6)']
    rationale: A ground.
  - id: published
    match: {terms: [heron], near: {terms: [newspapers], within: sentence}}
    scope: sentence
    action: release
    overrides: {rules: [heron], reason: It stood in the newspapers of the day.}
    rationale: Public.
  - id: advice
    match: {terms: [advised]}
    scope: sentence
    action: redact
    authority: [P5]
    rationale: A ground.
  - id: listed
    match: {terms_file: words.txt}
    action: redact
    authority: ['(b)(6)']
    rationale: A ground.
"""
MEMO = """Memorandum for the Record

March 3, 1961

The newspapers told of the heron. The heron sat on the gate. He advised the President to wait. The ring-
ed plover was counted. The weather was bad.
\f
The yield of the warhead is 20 kilotons. The visit was brief.
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a folder with a record and its rules, in which the commands run."""
    (tmp_path / "rules.yaml").write_text(RULES)
    (tmp_path / "words.txt").write_text("# birds\nringed plover\n\ndunlin\n")
    (tmp_path / "memo.txt").write_text(MEMO)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def run(*options: str) -> int:
    return main(["run", "memo.txt", "--rules", "rules.yaml", "--as-of", "2026-11-24", *options])


def events(folder: Path, kind: str) -> list[dict[str, object]]:
    lines = (folder / "output" / "internal" / "memo" / "audit.jsonl").read_text().splitlines()
    return [event["data"] for event in map(json.loads, lines) if event["type"] == kind]


def test_an_override_lifts_what_it_names_and_is_logged_with_its_reason(folder: Path) -> None:
    assert run() == 0
    text = (folder / "output" / "memo" / "released.txt").read_text()
    assert "The newspapers told of the heron." in text
    assert "gate" not in text
    told = events(folder, "declass.override")
    assert [each["version"] for each in told] == ["redacted", "released"]
    assert {(each["rule"], each["reason"]) for each in told} == {("published", "It stood in the newspapers of the day.")}
    assert told[0]["overrides"] == ["heron"]
    start = told[0]["start"]
    assert isinstance(start, int)
    assert MEMO[start:].startswith("The newspapers")


def test_a_code_that_is_not_true_goes_to_a_person_is_told_and_logged(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run() == 0
    told = "rules.yaml:17: P5 is for Presidential records (44 U.S.C. 2204(a)), and these are donated"
    assert f"code in doubt: {told}" in capsys.readouterr().out
    assert events(folder, "declass.doubt") == [{"doubt": told}]
    for version in ("redacted", "released"):
        text = (folder / "output" / "memo" / f"{version}.txt").read_text()
        assert "advised" not in text
        assert "[referred: reviewer;" in text


def test_strict_refuses_the_record_and_writes_nothing(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("--strict") == 4
    told = capsys.readouterr()
    assert "P5 is for Presidential records" in told.out + told.err
    assert not (folder / "output" / "memo").exists()
    assert not (folder / "output" / "internal" / "memo").exists()


def test_a_page_on_a_weapon_waits_for_the_department_whatever_the_rules_are(folder: Path) -> None:
    assert run() == 0
    text = (folder / "output" / "memo" / "released.txt").read_text()
    assert "kilotons" not in text
    assert "brief" not in text
    assert "[referred: DOE;" in text
    assert "The weather was bad." in text


def test_terms_of_a_file_are_found_over_a_line_and_its_file_is_logged_private(folder: Path) -> None:
    assert run() == 0
    text = (folder / "output" / "memo" / "released.txt").read_text()
    assert "plover" not in text
    (rules,) = events(folder, "declass.rules")
    files = rules["files"]
    assert isinstance(files, list)
    assert [(each["name"], each["shipped"]) for each in files][:2] == [("rules.yaml", False), ("words.txt", False)]


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("words.txt", b"dunlin\0plover\n", "this is no plain text"),
        ("words.txt", "dunlin\nplover\n".encode("utf-16"), "this is no plain text"),
        ("words.txt", b"# nothing\n\n", "holds no term"),
        ("words.txt", b"dunlin\n---\n", "a term without letters or digits"),
        ("rules.yaml", RULES.encode() + b"#" * 5_000_000, "is over 4,194,304 bytes"),
        ("rules.yaml", RULES.replace("release: {", "include: [rules.yaml]\nrelease: {").encode(), "includes itself in a circle"),
        ("rules.yaml", RULES.replace("{terms: [advised]}", "{regex: '(?:a|aa)+$b'}").encode(), "takes over a second"),
        ("rules.yaml", RULES.replace("custody: donated", "agency: CIA").replace("[P5]", "[25X1]").encode(), "no code at the first stage"),
    ],
)
def test_what_is_wrong_with_rules_or_words_is_told_and_nothing_runs(
    folder: Path, capsys: pytest.CaptureFixture[str], name: str, content: bytes, sentence: str
) -> None:
    (folder / name).write_bytes(content)
    assert run() == 4
    assert sentence in capsys.readouterr().err
    assert not (folder / "output").exists()


def test_a_marked_record_in_which_only_a_release_rule_fired_is_for_a_person_to_read(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "rules.yaml").write_text(
        "format: 1\ndefault: release\nrules:\n  - {id: a, match: {terms: [weather]}, action: release, rationale: Public.}\n"
    )
    (folder / "memo.txt").write_text("SECRET\n\nMemorandum\n\nMarch 3, 1961\n\nThe weather was bad.\n")
    assert run() == 0
    assert "a marked record in which no rule that withholds fired: read it before it is released" in capsys.readouterr().out


def test_a_marked_record_of_which_the_rule_that_fired_does_not_speak_is_for_a_person_to_read(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "rules.yaml").write_text(
        "format: 1\ndefault: release\nrules:\n  - {id: a, match: {terms: [weather]}, when: {since: 1999-01-01}, action: redact, "
        "authority: ['(b)(6)'], rationale: A ground.}\n"
    )
    (folder / "memo.txt").write_text("SECRET\n\nMemorandum\n\nMarch 3, 1961\n\nThe weather was bad.\n")
    assert run() == 0
    assert "a marked record in which no rule that withholds fired: read it before it is released" in capsys.readouterr().out


@pytest.mark.parametrize(("name", "options"), [("words.txt", ()), ("rules.yaml", ()), ("pipe.yaml", ("--rulings", "pipe.yaml"))])
def test_a_pipe_that_nobody_fills_is_not_waited_for(
    folder: Path, capsys: pytest.CaptureFixture[str], name: str, options: tuple[str, ...]
) -> None:
    (folder / name).unlink(missing_ok=True)
    os.mkfifo(folder / name)
    assert run(*options) == 4
    assert re.search("holds no term|the file is empty", capsys.readouterr().err)
