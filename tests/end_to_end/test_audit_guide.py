"""docs/audit-log.md: its files are written, its commands run, and its examples are what the run really logs."""

from __future__ import annotations

import json
import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest
from documents import Block, blocks

from pipeline.audit import read_events

GUIDE = Path(__file__).parents[2] / "docs" / "audit-log.md"
BLOCKS = blocks(GUIDE)
DECLASS = [sys.executable, "-c", "import sys; from pipeline.cli import main; sys.exit(main())"]
PROGRAMS = {"declass": DECLASS, "python": [sys.executable]}
# What differs from machine to machine: the clock, the host, program versions, and the digests that follow from them.
VOLATILE = {"run", "tools", "files"}


def run(command: str, folder: Path) -> str:
    words = shlex.split(command)
    done = subprocess.run([*PROGRAMS[words[0]], *words[1:]], cwd=folder, env=os.environ, capture_output=True, text=True, check=False)
    assert done.returncode == 0, f"{command}: {done.stderr}"
    return done.stdout


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder in which every file of the guide stands and its first command, the run, was done."""
    made = tmp_path_factory.mktemp("guide")
    (made / "case.key").write_bytes(bytes(32))
    for block in BLOCKS:
        if block.language in {"text", "yaml", "python"}:
            (made / block.name).write_text(block.body, "utf-8")
    run(next(block.body for block in BLOCKS if block.language == "sh"), made)
    return made


@pytest.mark.parametrize(
    ("block", "printed"),
    [
        pytest.param(block, after.body if after.language == "console" else None, id=block.body.strip())
        for block, after in zip(BLOCKS, [*BLOCKS[1:], Block("", "", "", 0)], strict=True)
        if block.language == "sh" and not block.body.startswith("declass run")
    ],
)
def test_every_command_of_the_guide_runs_and_prints_what_it_says(folder: Path, block: Block, printed: str | None) -> None:
    told = run(block.body, folder)
    assert told
    if printed is not None:
        assert re.sub(r"[0-9a-f]{64}", "HASH", told) == printed


def unversioned(event: str) -> str:
    """Return an event without the digests of the vocabulary of markings and of the law's rules, which grow with every version."""
    shipped = re.sub(r'("name": ?"(?:markings|law\.yaml)",\s*"sha256": ?)"[0-9a-f]{64}"', r'\1"SHIPPED"', event)
    shipped = re.sub(r'"[0-9a-f]{64}"(?=[^\]{]*\][^\]]*"title")', '"SHIPPED"', shipped)
    return re.sub(r'"digest": ?"[0-9a-f]{64}"', '"digest": "OF ALL FILES"', shipped)


def steady(facts: dict[str, object]) -> dict[str, object]:
    return {key: value for key, value in facts.items() if key not in VOLATILE or not isinstance(value, dict)}


@pytest.mark.parametrize("block", [pytest.param(each, id=each.name) for each in BLOCKS if each.language == "json"])
def test_every_event_of_the_guide_is_what_the_run_logs(folder: Path, block: Block) -> None:
    name, number = block.name.split()
    real = json.loads(unversioned((folder / "output" / name).read_text("utf-8").splitlines()[int(number) - 1]))
    shown = json.loads(unversioned(block.body))
    assert shown["type"] == real["type"]
    assert set(shown["data"]) == set(real["data"])
    assert steady(shown["data"]) == steady(real["data"])


def test_every_kind_of_event_has_its_example(folder: Path) -> None:
    for log in folder.glob("output/**/*audit.jsonl"):
        kind = "internal/memo/audit.jsonl" if "internal" in log.parts else "memo/redacted.audit.jsonl"
        shown = {json.loads(block.body)["type"] for block in BLOCKS if block.language == "json" and block.name.startswith(kind)}
        assert {event["type"] for event in read_events(log.read_bytes())} <= shown


def test_a_changed_log_is_noticed_by_the_lines_of_the_guide(folder: Path) -> None:
    changed = folder / "changed.jsonl"
    changed.write_text(
        (folder / "output" / "memo" / "redacted.audit.jsonl").read_text("utf-8").replace("part of a line", "n pages"), "utf-8"
    )
    done = subprocess.run([sys.executable, "check.py", changed.name], cwd=folder, capture_output=True, text=True, check=False)
    assert "line 3 was changed" in done.stderr
