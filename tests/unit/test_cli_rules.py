"""`declass rules`: what check, test, list and new print, where, with which exit code, and what they load for it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from pipeline.cli import main

TOP = "format: 1\ndefault: release\n"
RULE = """rules:
  - id: fish
    match: {terms: [zebrafish]}
    action: redact
    authority: ["(b)(6)"]
    rationale: Fish.
    examples: {redact: [A zebrafish swam.], keep: [A shark swam.]}
"""
Capture = pytest.CaptureFixture[str]


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Work in a folder with a rule file that is right and two that are not, at a terminal of a known width."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "100")
    Path("good.yaml").write_text(TOP + RULE)
    Path("a.yaml").write_text(TOP + RULE.replace("action: redact", "action: hide").replace("rationale", "rational"))
    Path("b.yaml").write_text(f"{TOP}include: [a.yaml, none.yaml]\nrules: []\n")
    Path("c.yaml").write_text(TOP + RULE.replace("A shark", "A zebrafish"))
    return tmp_path


def declass(*arguments: str) -> int:
    try:
        return main(arguments)
    except SystemExit as error:
        return int(str(error.code))


FAULTS_OF_A = """a.yaml:6:13: 'action' of the rule is 'hide'; expected one of redact, refer, release
    6 |     action: hide
      |             ^^^^
a.yaml:8:5: unknown key 'rational' in the rule (did you mean 'rationale'?); expected one of id, match, when, scope, action, \
authority, owner, equity, guide, overrides, rationale, examples
    8 |     rational: Fish.
      |     ^^^^^^^^
"""
FAULT_OF_B = """b.yaml:3:19: included file none.yaml cannot be read (No such file or directory); expected a rule file there
    3 | include: [a.yaml, none.yaml]
      |                   ^^^^^^^^^
"""

# --- check and test ---


def test_a_right_file_is_one_line(capsys: Capture) -> None:
    assert declass("rules", "check", "good.yaml") == 0
    assert capsys.readouterr() == ("good.yaml: 1 rules in 1 files, 2 examples not run, no fault\n", "")
    assert declass("rules", "test", "good.yaml") == 0
    assert capsys.readouterr() == ("good.yaml: 1 rules in 1 files, 2 examples, no fault\n", "")


@pytest.mark.parametrize("command", ["check", "test", "list"])
def test_the_packs_that_ship_are_taken_if_no_file_is_named(capsys: Capture, command: str) -> None:
    assert declass("rules", command) == 0
    assert capsys.readouterr().out.partition(": ")[0].endswith("rules/default.yaml")


@pytest.mark.parametrize("command", ["check", "test"])
def test_all_faults_of_all_files_are_shown_once_and_in_order(capsys: Capture, command: str) -> None:
    assert declass("rules", command, "b.yaml", "good.yaml", "a.yaml") == 4
    out, err = capsys.readouterr()
    assert err == ""
    counted = "good.yaml: 1 rules in 1 files, 2 examples" + (" not run" if command == "check" else "") + ", no fault\n"
    assert out == f"{FAULTS_OF_A}{FAULT_OF_B}b.yaml: 3 faults\n{counted}a.yaml: 2 faults\n"


def test_check_runs_no_example_and_test_shows_the_one_that_fails(capsys: Capture) -> None:
    assert declass("rules", "check", "c.yaml") == 0
    capsys.readouterr()
    assert declass("rules", "test", "c.yaml") == 4
    out, err = capsys.readouterr()
    assert err == ""
    assert out == (
        "c.yaml:9:52: rule 'fish': its keep example 1 fails; expected it to be kept\n"
        "    9 |     examples: {redact: [A zebrafish swam.], keep: [A zebrafish swam.]}\n"
        "      |                                                    ^^^^^^^^^^^^^^^^^\n"
        "c.yaml: 1 rules in 1 files, 2 examples, 1 fault\n"
    )


def test_a_program_gets_one_object_a_file(capsys: Capture) -> None:
    assert declass("rules", "test", "--json", "c.yaml", "a.yaml", "good.yaml") == 4
    first, second, third = map(json.loads, capsys.readouterr().out.splitlines())
    assert first == {
        "path": "c.yaml",
        "ok": False,
        "rules": 1,
        "files": 1,
        "examples": 2,
        "examples_run": True,
        "faults": [
            {"file": "c.yaml", "line": 9, "column": 52, "message": "rule 'fish': its keep example 1 fails; expected it to be kept"},
        ],
    }
    assert (second["ok"], second["examples_run"], [(each["line"], each["column"]) for each in second["faults"]]) == (
        False,
        False,
        [(6, 13), (8, 5)],
    )
    assert (third["ok"], third["rules"], third["faults"]) == (True, 1, [])


def test_a_folder_a_missing_file_and_a_device_are_faults(capsys: Capture) -> None:
    Path("folder").mkdir()
    assert declass("rules", "check", "folder", "missing.yaml", "/dev/zero") == 4
    out = capsys.readouterr().out
    assert "folder:1:1: folder cannot be read (Is a directory); expected a rule file there\n" in out
    assert "missing.yaml:1:1: missing.yaml cannot be read (No such file or directory); expected a rule file there\n" in out
    assert "/dev/zero:1:1: zero is over 4,194,304 bytes; expected a smaller file\n" in out


def test_nothing_of_a_file_or_its_name_steers_the_terminal(capsys: Capture) -> None:
    name = "x\x1b[2J\udc80.yaml"
    Path(name).write_text(TOP + RULE.replace("Fish.", "\x1b]0;title\x07 \u202e red") + '"\\e[31m": x\n')
    for command in (["check"], ["test"], ["list"], ["check", "--json"]):
        assert declass("rules", *command, name) == 4
        said = "".join(capsys.readouterr())
        assert all(char.isprintable() or char == "\n" for char in said)
    Path("y.yaml").write_text(TOP + RULE.replace("Fish.", '"\\e[31m red"'))
    assert declass("rules", "list", "y.yaml") == 0
    assert "    \\x1b[31m red\n" in capsys.readouterr().out


@pytest.mark.parametrize("encoding", ["ascii", "latin-1", "utf-8"])
def test_a_terminal_of_few_signs_gets_the_rest_as_escapes(folder: Path, encoding: str) -> None:
    (folder / "d.yaml").write_text(TOP + RULE.replace("rationale: Fish.", "rational: 魚"))
    program = "from pipeline.cli import main; raise SystemExit(main())"
    command = [sys.executable, "-c", program, "rules", "check", "d.yaml"]
    done = subprocess.run(command, check=False, capture_output=True, cwd=folder, env={**os.environ, "PYTHONIOENCODING": encoding})
    assert (done.returncode, done.stderr) == (4, b"")
    assert ("魚" if encoding == "utf-8" else "\\u9b5a").encode(encoding) in done.stdout


# --- list ---


def test_a_set_is_listed_as_a_table_without_the_words_it_looks_for(capsys: Capture) -> None:
    Path("d.yaml").write_text(
        f"{TOP}include: [good.yaml]\nrules:\n"
        "  - {id: 部屋, match: {entity: PERSON}, action: refer, rationale: 'Two\n\n    lines.'}\n"
        "  - {id: b, match: {terms: [Owl, owls], exact_case: yes}, scope: page, action: release, rationale: Birds.}\n"
        "  - {id: c, match: {regex: 'x+'}, action: redact, authority: [1.4(c), 25X1], rationale: C.}\n"
    )
    assert declass("rules", "list", "d.yaml") == 0
    out, err = capsys.readouterr()
    assert err == ""
    assert out == (
        "d.yaml: 4 rules in 2 files, default: release\n"
        "\n"
        "rule  action   scope  ground                        looks for            place\n"
        "fish  redact   span   (b)(6)                        1 term               good.yaml:4\n"
        "    Fish.\n"
        "部屋  refer    span   waits for originating agency  entity PERSON        d.yaml:5\n"
        "    Two lines.\n"
        "b     release  page   none                          2 terms, exact case  d.yaml:8\n"
        "    Birds.\n"
        "c     redact   span   1.4(c), then 25X1             1 expression         d.yaml:9\n"
        "    C.\n"
    )


def test_a_program_gets_one_object_a_rule(capsys: Capture) -> None:
    assert declass("rules", "list", "good.yaml", "--json") == 0
    assert json.loads(capsys.readouterr().out) == {
        "id": "fish",
        "action": "redact",
        "scope": "span",
        "authority": ["(b)(6)"],
        "owner": None,
        "match": {"kind": "terms", "count": 1, "exact_case": False},
        "file": "good.yaml",
        "line": 4,
        "rationale": "Fish.",
    }


def test_a_set_with_faults_is_not_listed_and_the_others_are(capsys: Capture) -> None:
    assert declass("rules", "list", "a.yaml", "good.yaml") == 4
    out, err = capsys.readouterr()
    assert err == FAULTS_OF_A
    assert out.startswith("good.yaml: 1 rules in 1 files, default: release\n")


# --- new ---


def test_a_new_file_passes_check_and_test(capsys: Capture) -> None:
    assert declass("rules", "new", "mine.yaml") == 0
    assert capsys.readouterr() == ("", "mine.yaml: written; edit it, then run: declass rules test mine.yaml\n")
    assert declass("rules", "test", "mine.yaml") == 0
    assert capsys.readouterr().out == "mine.yaml: 4 rules in 1 files, 8 examples, no fault\n"


def test_a_file_that_is_there_is_not_touched(capsys: Capture) -> None:
    before = Path("good.yaml").read_bytes()
    assert declass("rules", "new", "good.yaml") == 3
    told = "declass: good.yaml: there is such a file already, and it was not touched; choose another name\n"
    assert capsys.readouterr() == ("", told)
    assert Path("good.yaml").read_bytes() == before


def test_a_place_that_takes_no_file_is_told(capsys: Capture) -> None:
    assert declass("rules", "new", "none/mine.yaml") == 3
    told = "declass: none/mine.yaml: cannot be written (No such file or directory); choose a folder that takes new files\n"
    assert capsys.readouterr() == ("", told)


def test_no_rule_of_the_new_file_is_one_of_the_packs(capsys: Capture) -> None:
    assert declass("rules", "list", "--json") == 0
    packs = {json.loads(line)["id"] for line in capsys.readouterr().out.splitlines()}
    declass("rules", "new", "mine.yaml")
    declass("rules", "list", "--json", "mine.yaml")
    assert not packs & {json.loads(line)["id"] for line in capsys.readouterr().out.splitlines()}


# --- usage, and what is loaded ---


@pytest.mark.parametrize("arguments", [[], ["chek"], ["check", "--jsn"], ["new"], ["new", "a", "b"]])
def test_a_command_that_is_none_is_usage(arguments: list[str]) -> None:
    assert declass("rules", *arguments) == 2


@pytest.mark.parametrize("command", ["check", "test", "list", "new"])
def test_each_task_has_its_help(capsys: Capture, command: str) -> None:
    assert declass("rules", command, "--help") == 0
    assert "exit codes: 0 done" in capsys.readouterr().out


def test_rules_without_an_entity_load_neither_presidio_nor_a_pdf_engine(folder: Path) -> None:
    program = (
        "import sys; from pipeline.cli import main; main(); heavy = {'presidio_analyzer', 'spacy', 'reportlab', 'pypdf', 'pypdfium2'}; "
        "raise SystemExit(str(sorted(heavy & set(sys.modules))))"
    )
    for command in ("check", "test", "list"):
        done = subprocess.run([sys.executable, "-c", program, "rules", command, "good.yaml"], check=False, capture_output=True, cwd=folder)
        assert done.stderr == b"[]\n"
