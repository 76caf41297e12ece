"""docs/rules.md is true: its files are read, its commands are run, its messages are compared letter for letter."""

from __future__ import annotations

import re
import shlex
from dataclasses import dataclass
from pathlib import Path

import pytest

from pipeline.cli import main
from pipeline.model import Custody, MatchKind, Scope
from pipeline.rulebook import read_book
from pipeline.rules.load import FILE_KEYS
from pipeline.rules.match import MARKING_KEYS, MATCH_KEYS
from pipeline.rules.release import PRIVACY_KEYS, RELEASE_KEYS
from pipeline.rules.rule import OVERRIDES_KEYS, RULE_KEYS, WHEN_KEYS

PAGE = Path(__file__).parents[2] / "docs" / "rules.md"
_BLOCK = re.compile(r"(?:<!-- (?P<note>[^\n]*) -->\n)?```(?P<kind>\w*)\n(?P<body>.*?)```\n", re.DOTALL)


@dataclass(frozen=True)
class Block:
    """A block of the page: a file to write, or a command with its output."""

    kind: str
    note: str
    body: str


def blocks() -> list[Block]:
    return [Block(found["kind"], found["note"] or "", found["body"]) for found in _BLOCK.finditer(PAGE.read_text())]


def said_by(command: str, capsys: pytest.CaptureFixture[str]) -> tuple[int, str]:
    """Run a command of the page; return its exit code, and what it says on both streams."""
    name, *arguments = shlex.split(command)
    assert name == "declass"
    code = main(arguments)
    out, err = capsys.readouterr()
    return code, out + err


def test_every_block_of_the_page_is_tried() -> None:
    assert {block.kind for block in blocks()} == {"yaml", "text", "console"}
    assert all(block.note.startswith("file: ") == (block.kind != "console") for block in blocks())
    assert all(block.body.startswith("$ declass ") for block in blocks() if block.kind == "console")


def test_the_page_is_true(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "100")
    for block in blocks():
        if block.note.startswith("file: "):
            Path(block.note.removeprefix("file: ")).write_text(block.body)
            continue
        command, _, expected = block.body.removeprefix("$ ").partition("\n")
        code, said = said_by(command, capsys)
        exit_code = re.search(r"exit: (\d)", block.note)
        assert code == (int(exit_code[1]) if exit_code else 0), command
        if "any output" not in block.note:
            assert said == expected, command


def test_every_key_and_every_choice_of_the_language_is_on_the_page() -> None:
    page = PAGE.read_text()
    starter = (PAGE.parents[1] / "rules" / "starter.yaml").read_text()
    keys = {*FILE_KEYS, *RELEASE_KEYS, *PRIVACY_KEYS, *RULE_KEYS, *MATCH_KEYS, *MARKING_KEYS, *WHEN_KEYS, *OVERRIDES_KEYS}
    keys |= {"redact", "refer", "keep"}
    keys |= {*Scope, *Custody, "heading", "text", "5 words"}
    assert {key for key in keys if f"`{key}`" not in page and f"`{key}: true`" not in page} - {"keep"} == set()
    assert {key for key in keys if not re.search(rf"\b{key}\b", starter)} == set()


def test_the_rule_that_the_starter_shows_is_right_once_its_signs_are_taken_away(tmp_path: Path) -> None:
    starter = (PAGE.parents[1] / "rules" / "starter.yaml").read_text()
    shown = re.search(r"^#   - id: .*\n(?:#     .*\n)+", starter, re.MULTILINE)
    assert shown
    mended = tmp_path / "mended.yaml"
    mended.write_text(starter.replace(shown[0], re.sub(r"^# ", "", shown[0], flags=re.MULTILINE)))
    rules = read_book(mended).rules.rules
    assert [rule.id for rule in rules][-1] == "who-met-the-informant"
    assert (rules[-1].match.kind, len(rules[-1].match.near), rules[-1].match.pages) == (MatchKind.ALL, 1, ((1, 1), (3, 5), (-1, -1)))
