"""The language model from the command line: which one ran, where that is told, and what is refused without one."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

import pipeline.rulebook as rulebook_module
from pipeline.cli import main
from pipeline.model import ModelCard
from pipeline.ner import SeenEntity

CARD = ModelCard("en_tiny", "1.2", "ab" * 32)
TOP = "format: 1\ndefault: release\nrules:\n"
TEXT = "Memorandum\n\nNovember 7, 1962\n\nThey went to Ruritania.\n"
Capture = pytest.CaptureFixture[str]


def rule(entity: str, examples: str = "") -> str:
    ground = "    action: redact\n    authority: ['(b)(6)']\n    rationale: Ground.\n"
    return f"{TOP}  - id: r\n    match: {{entity: {entity}}}\n{ground}{examples}"


class StandIn:
    """Sees one place."""

    card = CARD

    def find(self, text: str) -> Iterator[SeenEntity]:
        if (at := text.find("Ruritania")) >= 0:
            yield SeenEntity(at, at + 9, "LOCATION")


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Work in a folder with two records, with a model that is installed, so to say."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(rulebook_module, "load_model", lambda *_: StandIn())
    rulebook_module.language_model.cache_clear()
    for name in ("a.txt", "b.txt"):
        Path(name).write_text(TEXT)
    yield
    rulebook_module.language_model.cache_clear()


def run(rules: str, *options: str) -> int:
    Path("r.yaml").write_text(rules)
    return main(["run", "--rules", "r.yaml", "--out", "out", "a.txt", *options])


def model_told() -> set[str]:
    """Return what manifest, public and internal log say of the model."""
    manifest = json.loads(Path("out/a/manifest.json").read_text())
    public = json.loads(Path("out/a/redacted.audit.jsonl").read_text().splitlines()[0])
    internal = json.loads(Path("out/internal/a/audit.jsonl").read_text().splitlines()[0])
    return {manifest["tools"]["language-model"], public["data"]["tools"]["language-model"], internal["data"]["run"]["language-model"]}


def test_what_the_model_sees_is_withheld_and_every_log_names_the_model() -> None:
    assert run(rule("LOCATION")) == 0
    assert "Ruritania" not in Path("out/a/redacted.txt").read_text()
    assert model_told() == {f"en_tiny 1.2 sha256:{'ab' * 32}"}


@pytest.mark.parametrize("entity", ["LOCATION", "ORGANIZATION", "NRP"])
def test_a_rule_for_what_only_a_model_finds_is_refused_without_one(capsys: Capture, entity: str) -> None:
    assert run(rule(entity), "--no-ner") == 4
    told = f"r.yaml:4: rule 'r' names the entity '{entity}', which only a language model finds; expected the extra 'ner' or --ner-model"
    assert told in capsys.readouterr().err


def test_examples_that_need_a_model_are_tried_with_it_and_are_a_fault_without_one(capsys: Capture) -> None:
    rules = rule("LOCATION", "    examples:\n      redact: [He saw Ruritania.]\n      keep: [He saw nothing.]\n")
    assert run(rules) == 0
    assert run(rules, "--no-ner", "--replace") == 4
    assert "only a language model finds the entity LOCATION" in capsys.readouterr().err
    assert main(["rules", "check", "r.yaml"]) == 0


def test_without_a_model_a_run_that_seeks_persons_says_so(capsys: Capture) -> None:
    assert run(rule("PERSON"), "b.txt", "--no-ner") == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines.count("  note: no language model ran: names are found by their form alone") == 2
    assert lines[-1] == "no language model ran: names are found by their form alone (pip install 'declass-pipeline[ner]')"
    assert model_told() == {"none"}


def test_where_no_rule_needs_a_model_none_is_loaded(capsys: Capture, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rulebook_module, "load_model", lambda *_: pytest.fail("it was loaded"))
    assert run(rule("US_SSN")) == 0
    assert model_told() == {"not needed"}
    assert "language model" not in capsys.readouterr().out


def test_a_folder_that_is_no_model_is_a_matter_of_usage_though_no_rule_needs_one(capsys: Capture) -> None:
    assert run(rule("US_SSN"), "--ner-model", "nowhere") == 2
    assert "nowhere: is no folder" in capsys.readouterr().err
