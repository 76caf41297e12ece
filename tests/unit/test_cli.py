"""The command: every refusal with its sentence and its exit code, and what goes to which stream."""

from __future__ import annotations

import datetime as dt
import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from pdfs import TYPED, pdf
from pikepdf import Encryption

from pipeline import __version__
from pipeline.batch import Named, Row
from pipeline.cli import main

RULES_TEXT = """format: 1
default: release
rules:
  - id: fish
    match: {terms: [zebrafish]}
    action: redact
    authority: ["(b)(6)"]
    rationale: Fish.
    examples: {redact: [A zebrafish swam.], keep: [A shark swam.]}
"""
TEXT = "Memorandum\n\nNovember 7, 1962\n\nThe zebrafish swam.\n"
Capture = pytest.CaptureFixture[str]


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Work in a folder with a record, a rule file and keys, so that messages hold short names."""
    monkeypatch.chdir(tmp_path)
    Path("memo.txt").write_text(TEXT)
    Path("rules.yaml").write_text(RULES_TEXT)
    for size in (0, 15, 16, 32, 4096, 4097):
        Path(f"key{size}").write_bytes(b"k" * size)
    return tmp_path


def declass(*arguments: str) -> int:
    """Run the command with the small rule file; what argparse refuses is told by its code too."""
    try:
        return main(arguments)
    except SystemExit as error:
        return int(str(error.code))


def run(*arguments: str) -> int:
    return declass("run", "--rules", "rules.yaml", "--out", "out", *arguments)


# --- refusals of `run` ---

REFUSED: dict[str, tuple[str, bytes | None, str]] = {
    "missing": ("missing.txt", None, "there is no such file; check the path"),
    "empty": ("a.txt", b"", "the file is empty; check that it was copied whole"),
    "white space": ("a.txt", b" \n\t\n", "the file holds white space only; check that it was copied whole"),
    "binary": ("a.txt", b"ab\x00cd", "this is a binary file, which cannot be read yet; save it as plain text (.txt) and run that"),
    "control characters": (
        "a.txt",
        b"ab\x01\x02cd",
        "this is a binary file, not text; save the record as plain text (.txt) and run that",
    ),
    "HTML named .txt": (
        "a.txt",
        b"<!DOCTYPE html><html><body>x</body></html>",
        "this is a web page or XML, which cannot be read yet; save it as plain text (.txt) and run that",
    ),
    "PDF": (
        "a.pdf",
        b"%PDF-1.7\n",
        "the PDF is damaged and cannot be repaired (no page can be found in it); get a whole copy, or print it to a new PDF",
    ),
    "PDF named .txt": (
        "a.txt",
        b"%PDF-1.7\n",
        "the PDF is damaged and cannot be repaired (no page can be found in it); get a whole copy, or print it to a new PDF",
    ),
    "Word": (
        "a.docx",
        b"PK\x03\x04",
        "this is a zip archive or an Office file, which cannot be read yet; save it as plain text (.txt) and run that",
    ),
    "text named .pdf": ("a.pdf", b"Text.\n", "the name says a PDF but this is plain text; check the file, or rename it to end in .txt"),
    "over size": (
        "a.txt",
        b"x" * (20 * 2**20 + 1),
        "the file is over the limit of 20,971,520 bytes; split the record into parts",
    ),
}


@pytest.mark.parametrize("case", REFUSED)
def test_a_refused_file_is_told_with_the_remedy_and_leaves_no_folder(capsys: Capture, case: str) -> None:
    name, content, sentence = REFUSED[case]
    if content is not None:
        Path(name).write_bytes(content)
    assert run(name) == 3
    out, err = capsys.readouterr()
    assert (out, err) == ("", f"{name}: {sentence}\n")
    assert list(Path("out").iterdir()) == []


def test_an_existing_record_folder_is_refused_and_kept(capsys: Capture) -> None:
    assert run("memo.txt") == 0
    before = {path.name: path.read_bytes() for path in Path("out/memo").iterdir()}
    capsys.readouterr()
    assert run("memo.txt") == 3
    told = "memo.txt: out/memo: the folder is there already; use --replace to keep it aside, or another --out\n"
    assert capsys.readouterr() == ("", told)
    assert {path.name: path.read_bytes() for path in Path("out/memo").iterdir()} == before
    assert run("memo.txt", "--replace") == 0
    assert {path.name for path in Path("out").iterdir()} == {"memo", "memo.superseded-1", "internal"}


def test_an_output_folder_that_is_a_file_is_refused(capsys: Capture) -> None:
    Path("out").write_text("x")
    assert run("memo.txt") == 3
    assert capsys.readouterr().err == "declass: out: this is a file, not a folder; choose another with --out\n"


USAGE: dict[str, tuple[list[str], str]] = {
    "no date": (["--as-of", "7 November"], "argument --as-of: '7 November' is no date; write it as 1962-11-07"),
    "a day that is none": (["--record-date", "1962-02-30"], "argument --record-date: '1962-02-30' is no date; write it as 1962-11-07"),
    "an empty date": (["--first-review", ""], "argument --first-review: '' is no date; write it as 1962-11-07"),
    "another status": (["--status", "secret"], "argument --status: invalid choice: 'secret' (choose from 'unclassified')"),
    "another amount": (["--amount", "big"], "argument --amount: invalid choice: 'big' (choose from 'none', 'bucket', 'exact')"),
    "nobody who approves": (["--approved-by", " "], "argument --approved-by: write one line of printable text"),
    "two lines": (["--approved-by", "A\nB"], "argument --approved-by: write one line of printable text"),
    "a case of control signs": (["--case", "\x1b[2J"], "argument --case: write one line of printable text"),
    "no jobs": (["--jobs", "0"], "argument --jobs: '0' is no number that can be used; write a whole one from 1"),
    "less than a job": (["--jobs", "-1"], "argument --jobs: '-1' is no number that can be used; write a whole one from 1"),
    "half a second": (["--time-limit", "0.5"], "argument --time-limit: '0.5' is no number that can be used; write a whole one from 1"),
    "too many jobs": (
        ["--jobs", "1000000000"],
        "argument --jobs: '1000000000' is no number that can be used; write a whole one from 1",
    ),
    "memory in words": (["--memory-limit", "²"], "argument --memory-limit: '²' is no number that can be used; write a whole one from 1"),
    "a file without a name": ([""], "argument FILE: write the name of a file, a folder or a pattern"),
    "an unknown option": (["--unknown"], "unrecognized arguments: --unknown"),
    "an option without its value": (["--rules"], "argument --rules: expected one argument"),
}


@pytest.mark.parametrize("case", USAGE)
def test_a_wrong_option_is_a_matter_of_usage(capsys: Capture, case: str) -> None:
    arguments, sentence = USAGE[case]
    assert run("memo.txt", *arguments) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert err.splitlines()[-1].partition(": error: ")[2] == sentence
    assert not Path("out").exists()


def test_a_first_review_after_the_release_is_a_matter_of_usage(capsys: Capture) -> None:
    """It would show what the release still withholds."""
    assert run("memo.txt", "--first-review", "2026-01-02", "--as-of", "2026-01-01") == 2
    assert "--first-review 2026-01-02: lies after the release on 2026-01-01; name that day or one before it" in capsys.readouterr().err
    assert not Path("out").exists()
    assert run("memo.txt", "--first-review", "2026-01-01", "--as-of", "2026-01-01") == 0


@pytest.mark.parametrize("arguments", [[], ["run"], ["audit"], ["rules"], ["unknown"], ["audit", "verify"], ["audit", "show"]])
def test_too_few_words_are_a_matter_of_usage(capsys: Capture, arguments: list[str]) -> None:
    assert declass(*arguments) == 2
    assert "error: " in capsys.readouterr().err


@pytest.mark.parametrize(
    ("key", "told"),
    [
        ("missing", "cannot be read (No such file or directory); name a file of 32 random bytes"),
        ("key0", "holds 0 bytes; name a file of 32 random bytes"),
        ("key15", "holds 15 bytes; name a file of 32 random bytes"),
        ("key4097", "holds 4097 bytes; name a file of 32 random bytes"),
        (".", "cannot be read (Is a directory); name a file of 32 random bytes"),
        ("key16", None),
        ("key4096", None),
    ],
)
def test_a_bad_key_is_a_matter_of_usage(capsys: Capture, key: str, told: str | None) -> None:
    code = run("memo.txt", "--case-key", key)
    if told is None:
        assert code == 0
        assert Path("out/internal/memo/case.key").read_bytes() == Path(key).read_bytes()
        return
    assert code == 2
    assert capsys.readouterr().err == f"declass: --case-key {key}: {told}\n"
    assert not Path("out").exists()


@pytest.mark.parametrize(
    ("rules", "told"),
    [
        (None, "bad.yaml:1:1: bad.yaml cannot be read (No such file or directory); expected a rule file there"),
        ("format: 1\ndefault: refer\nrules: []\n", "bad.yaml:"),
        ("{", "bad.yaml:"),
        (
            RULES_TEXT.replace("A zebrafish swam", "A shark swam"),
            "bad.yaml:9:25: rule 'fish': its redact example 1 fails; expected it to match",
        ),
        (RULES_TEXT.replace("A shark swam", "Zebrafish"), "bad.yaml:9:52: rule 'fish': its keep example 1 fails; expected it to be kept"),
    ],
)
def test_bad_rules_stop_the_run_before_any_record(capsys: Capture, rules: str | None, told: str) -> None:
    if rules is not None:
        Path("bad.yaml").write_text(rules)
    assert declass("run", "memo.txt", "--rules", "bad.yaml", "--out", "out") == 4
    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith(f"declass: {told}")
    assert err.endswith("\ndeclass rules test FILE shows the lines\n")
    assert not Path("out").exists()


def test_a_run_shows_no_line_of_a_rule_file(capsys: Capture) -> None:
    Path("bad.yaml").write_text(RULES_TEXT.replace("action", "acton").replace("A shark swam", "Zebrafish"))
    assert declass("run", "memo.txt", "--rules", "bad.yaml", "--out", "out") == 4
    said = "".join(capsys.readouterr())
    assert "bad.yaml:6:5: unknown key 'acton'" in said
    assert "zebrafish" not in said.casefold()
    assert "^" not in said


# --- what is done ---


def test_a_run_tells_its_records_on_stdout_and_nothing_else(capsys: Capture) -> None:
    assert run("memo.txt", "--as-of", "2026-11-24") == 0
    out, err = capsys.readouterr()
    assert out.splitlines() == [
        "memo.txt -> out/memo",
        "  redacted  released-in-part  1 withheld, 0 referred",
        "  released  released-in-part  1 withheld, 0 referred",
    ]
    assert err == ""


def test_one_bad_file_does_not_stop_the_others(capsys: Capture) -> None:
    Path("two.txt").write_text(TEXT)
    assert run("memo.txt", "missing.txt", "two.txt") == 3
    out, err = capsys.readouterr()
    assert [line for line in out.splitlines() if "->" in line] == ["memo.txt -> out/memo", "two.txt -> out/two"]
    assert err == "missing.txt: there is no such file; check the path\n3 records: 2 done, 1 refused\n"
    assert {path.name for path in Path("out").iterdir()} == {"memo", "two", "internal"}


def test_json_is_one_object_a_record_and_talk_goes_to_stderr(capsys: Capture) -> None:
    assert run("memo.txt", "missing.txt", "--json") == 3
    out, err = capsys.readouterr()
    good, bad = (json.loads(line) for line in out.splitlines())
    kept = {"file", "record", "ok", "exit", "message", "folder", "notes", "versions"}
    assert set(good) == set(bad) == kept | {"marking", "date", "date_certainty", "rules", "owners"}
    assert (good["file"], good["ok"], good["exit"], good["folder"]) == ("memo.txt", True, 0, "out/memo")
    assert (bad["file"], bad["ok"], bad["exit"], bad["folder"]) == ("missing.txt", False, 3, None)
    assert bad["message"] + "\n" == err


@pytest.mark.parametrize(
    ("codes", "code"),
    [([0, 0], 0), ([0, 2], 2), ([2, 3], 3), ([3, 4], 4), ([4, 6], 6), ([6, 1], 1), ([1, 5], 5), ([0, 2, 3, 4, 6, 1, 5], 5)],
)
def test_a_batch_gives_the_first_code_of_the_promised_order(monkeypatch: pytest.MonkeyPatch, codes: list[int], code: int) -> None:
    rows = tuple(Row(Named(Path("memo.txt"), "memo", "memo.txt"), each, "told") for each in codes)
    monkeypatch.setattr("pipeline.cli.run.run", lambda *_, **__: rows)
    assert run("memo.txt") == code


def test_options_reach_the_statement(capsys: Capture) -> None:
    assert run("memo.txt", "--as-of", "2026-11-24", "--case", "F  7", "--approved-by", "A. Officer, State", "--amount", "exact") == 0
    text = Path("out/memo/released.txt").read_text()
    assert "Case: F 7\n" in text
    assert "Approved by: A. Officer, State\n" in text
    assert "1 line, 1 word" in text
    assert "PROPOSED" not in text
    assert json.loads(Path("out/memo/manifest.json").read_text())["case"] == "F 7"
    capsys.readouterr()
    assert run("memo.txt", "--replace", "--status", "unclassified", "--record-date", "1970-01-02", "--first-review", "1971-01-02") == 0
    assert "Record date: 2 January 1970" in Path("out/memo/released.txt").read_text()
    assert "codes as of 2 January 1971" in Path("out/memo/redacted.txt").read_text()


def test_a_date_to_come_is_projected_and_today_is_not() -> None:
    today = dt.datetime.now(dt.UTC).date()
    for day, is_projected in ((today, False), (today + dt.timedelta(days=2), True)):
        assert run("memo.txt", "--replace", "--as-of", day.isoformat()) == 0
        assert ("PROJECTED" in Path("out/memo/released.txt").read_text()) is is_projected


def test_notes_are_told_with_the_record(capsys: Capture) -> None:
    Path("undated.txt").write_text("Memorandum\n\nNo date here.\n")
    assert run("undated.txt") == 0
    assert "  note: no date found: run as undated; --record-date settles it\n" in capsys.readouterr().out


def test_every_run_has_a_key_of_its_own_unless_one_is_given() -> None:
    keys = []
    for _ in range(2):
        assert run("memo.txt", "--replace") == 0
        keys.append(Path("out/internal/memo/case.key").read_bytes())
    assert {len(key) for key in keys} == {32}
    assert keys[0] != keys[1]


# --- PDFs ---


def test_a_pdf_is_run_like_any_record(capsys: Capture) -> None:
    Path("memo.pdf").write_bytes(pdf(TYPED))
    assert run("memo.pdf", "--status", "unclassified") == 0
    assert "zebrafish" not in Path("out/memo/released.txt").read_text()
    assert "swam in the pool" in Path("out/memo/released.txt").read_text()
    assert capsys.readouterr().err == ""


def test_an_encrypted_pdf_wants_a_password_file(capsys: Capture) -> None:
    Path("memo.pdf").write_bytes(pdf(TYPED, encryption=Encryption(owner="boss", user="s\u00e9same", R=6)))
    assert run("memo.pdf") == 3
    assert "put its password in a file of its own and name that with --password-file" in capsys.readouterr().err
    Path("passwords.txt").write_text("open\ns\u00e9same\n", "utf-8")
    assert run("memo.pdf", "--password-file", "passwords.txt") == 0
    assert "note: encrypted: opened with a password" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("make", "told"),
    [
        (Path.exists, "cannot be read (No such file or directory)"),
        (lambda path: path.write_bytes(b"\xff\xfe\xff"), "is not UTF-8"),
    ],
)
def test_a_password_file_that_cannot_be_read_is_told(capsys: Capture, make: Callable[[Path], object], told: str) -> None:
    make(Path("passwords.txt"))
    assert run("memo.txt", "--password-file", "passwords.txt") == 2
    assert f"--password-file passwords.txt: {told}; name a text file with one password a line" in capsys.readouterr().err


# --- killed runs ---


def test_a_killed_runs_scratch_is_named_and_clean_removes_it(capsys: Capture) -> None:
    left = Path("out/.incomplete-x")
    left.mkdir(parents=True)
    assert run("memo.txt") == 0
    assert capsys.readouterr().err == f"{left}: left by a killed run and not finished; --clean removes it\n"
    assert left.exists()
    assert run("memo.txt", "--replace", "--clean") == 0
    assert capsys.readouterr().err == f"removed {left}, which a killed run had left\n"
    assert not left.exists()
    left.write_text("no folder")
    assert run("memo.txt", "--replace", "--clean") == 0
    assert capsys.readouterr().err == f"{left}: left by a killed run and not finished; it cannot be removed\n"


def test_what_a_killed_run_had_begun_to_move_is_finished_and_told(capsys: Capture) -> None:
    left = Path("out/.incomplete-x")
    for name in ("other", "other.internal"):
        (left / name).mkdir(parents=True)
    Path("out/internal").mkdir()
    (left / "journal.json").write_text(json.dumps({"record": "other", "number": 1, "public": False, "internal": False}))
    assert run("memo.txt", "--clean") == 0
    told = f"out/other: moved into place whole, which a killed run had begun\nremoved {left}, which a killed run had left\n"
    assert capsys.readouterr().err == told
    assert {path.name for path in Path("out").iterdir()} == {"memo", "other", "internal"}


def test_what_cannot_be_finished_is_told_and_kept(capsys: Capture, monkeypatch: pytest.MonkeyPatch) -> None:
    left = Path("out/.incomplete-x")
    left.mkdir(parents=True)
    (left / "journal.json").write_text("{")

    def refuse(path: Path, *, missing_ok: bool = False) -> None:
        raise OSError(30, "Read-only file system", path, missing_ok)

    monkeypatch.setattr(Path, "unlink", refuse)
    assert run("memo.txt", "--clean") == 3
    err = capsys.readouterr().err.splitlines()
    assert err == [
        "out: what a killed run had begun to move into place cannot be finished (Read-only file system); check space and rights",
        f"{left}: left by a killed run and not finished; it cannot be removed",
        "memo.txt: out: cannot be written (Read-only file system); nothing of memo was kept; check space and rights",
    ]
    assert left.exists()


def test_an_interrupt_before_the_first_record_is_a_sentence_and_no_traceback(capsys: Capture, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("pipeline.cli.run.open_rules", interrupted)
    assert run("memo.txt") == 1
    assert capsys.readouterr() == ("", "declass: stopped before any record was begun; run it again\n")


# --- many records ---


def test_more_records_than_one_are_closed_by_a_table(capsys: Capture, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    Path("two.txt").write_text(TEXT)
    assert run("memo.txt", "two.txt", "--jobs", "2") == 0
    out, err = capsys.readouterr()
    assert err == "2 records: 2 done\n"
    lines = out.splitlines()
    assert lines[:3] == [
        "memo.txt -> out/memo",
        "  redacted  released-in-part  1 withheld, 0 referred",
        "  released  released-in-part  1 withheld, 0 referred",
    ]
    assert lines[6] == lines[-1] == "=" * 80
    assert lines[10] == "memo.txt"


def test_where_a_person_watches_the_table_is_enough(capsys: Capture, monkeypatch: pytest.MonkeyPatch) -> None:
    Path("two.txt").write_text(TEXT)
    monkeypatch.setattr("sys.stdout.isatty", lambda: True)
    assert run("memo.txt", "two.txt") == 0
    assert " -> " not in capsys.readouterr().out
    assert run("memo.txt", "--replace") == 0
    assert "memo.txt -> out/memo" in capsys.readouterr().out


def test_a_folder_is_run_and_what_it_holds_beside_is_told(capsys: Capture) -> None:
    Path("records").mkdir()
    Path("records/one.txt").write_text(TEXT)
    Path("records/.hidden").write_text(TEXT)
    assert run("records") == 0
    out, err = capsys.readouterr()
    assert out.startswith("records/one.txt -> out/one\n")
    assert err == "passed over: 1 hidden\n"


# --- what nobody foresaw ---


@pytest.mark.parametrize("error", [RuntimeError("zebrafish"), OSError("zebrafish"), KeyError("zebrafish"), RecursionError("zebrafish")])
@pytest.mark.parametrize("where", ["open_rules", "name_inputs", "run", "leftovers"])
def test_an_unforeseen_error_is_told_by_its_kind_alone(
    capsys: Capture, monkeypatch: pytest.MonkeyPatch, where: str, error: Exception
) -> None:
    def poisoned(*_: object, **__: object) -> None:
        raise error

    Path("out").mkdir()
    monkeypatch.setattr(f"pipeline.cli.run.{where}", poisoned)
    assert run("memo.txt") == 1
    told = f"declass: an unforeseen {type(error).__name__}; nothing more was written; please report it\n"
    assert capsys.readouterr() == ("", told)


# --- the other commands ---


def test_the_version_and_the_help_are_enough(capsys: Capture) -> None:
    assert declass("--version") == 0
    assert capsys.readouterr().out == f"declass {__version__}\n"
    for arguments in (["--help"], ["run", "--help"], ["rules", "--help"], ["audit", "--help"]):
        assert declass(*arguments) == 0
        assert "exit codes: 0 done" in capsys.readouterr().out


def test_the_command_itself_returns_the_exit_code(folder: Path) -> None:
    program = "from pipeline.cli import main; raise SystemExit(main())"
    command = [sys.executable, "-c", program, "run", "missing.txt", "--rules", "rules.yaml", "--out", "out"]
    done = subprocess.run(command, check=False, capture_output=True, text=True, cwd=folder)
    assert (done.returncode, done.stdout, done.stderr) == (3, "", "missing.txt: there is no such file; check the path\n")
