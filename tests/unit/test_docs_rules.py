"""docs/rules.md is true: its files are read, its commands are run, its messages are compared letter for letter."""

from __future__ import annotations

import re
import shlex
from dataclasses import dataclass
from pathlib import Path

import pytest

from pipeline.cli import main

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
    keys = {"format", "default", "include", "release", "rules", "permanent", "officer", "guide", "id", "match", "scope", "action"}
    keys |= {"authority", "owner", "rationale", "examples", "terms", "regex", "entity", "exact_case", "redact", "refer", "keep"}
    keys |= {"span", "sentence", "line", "paragraph", "portion", "page", "record"}
    assert {key for key in keys if f"`{key}`" not in page and f"`{key}: true`" not in page} - {"keep"} == set()
    assert {key for key in keys if not re.search(rf"\b{key}\b", starter)} == set()
