"""Rulings as an officer uses them: fill in the worksheet, run again, see it; every refusal; nothing told outside."""

from __future__ import annotations

import contextlib
import hashlib
import io
import json
import re
import shlex
from dataclasses import dataclass
from pathlib import Path

import pytest
from documents import blocks

from pipeline.cli import main

GUIDE = Path(__file__).parents[2] / "docs"
MEMO = next(block.body for block in blocks(GUIDE / "audit-log.md") if block.name == "memo.txt")
RULES = next(block.body for block in blocks(GUIDE / "audit-log.md") if block.name == "rules.yaml")
NAME, SECOND, REASON, LETTER = "Quorvexil", "Landrumtosk", "Zibbelflax", "Wormontrue"
BLANKS = "    action:\n    codes:\n    owner:\n    reason:\n"
SAID = f"    action: {{}}\n    reason: {REASON}\n    settled: {{{{Department of State: {LETTER}}}}}\n"


@dataclass(frozen=True)
class Done:
    """How a command ended, and what it said."""

    returncode: int
    stdout: str
    stderr: str


def declass(*arguments: str) -> Done:
    """Run the command in this process: it forks one for each record, as it does anywhere."""
    out, err = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        code = main(arguments)
    return Done(code, out.getvalue(), err.getvalue())


def run(*arguments: str) -> Done:
    return declass("run", "memo.txt", "--rules", "rules.yaml", "--as-of", "2026-11-24", "--replace", *arguments)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "memo.txt").write_text(MEMO)
    (tmp_path / "rules.yaml").write_text(RULES)
    return tmp_path


def sheet_of(folder: Path, record: str = "memo") -> str:
    return (folder / "output" / "internal" / record / "rulings.yaml").read_text("utf-8")


def signed(sheet: str) -> str:
    """Return a worksheet with its head filled in."""
    head = re.sub("^by: .*$", f'by: "{NAME}, Records"', sheet, count=1, flags=re.MULTILINE)
    return re.sub("^at: .*$", f'at: 2026-11-24\nsecond: "{SECOND}, Records"', head, count=1, flags=re.MULTILINE)


def released(sheet: str) -> str:
    """Return a worksheet in which every passage is released."""
    return signed(sheet).replace(BLANKS, SAID.format("release"))


def events(folder: Path, log: str, kind: str) -> list[dict[str, object]]:
    rows = [json.loads(line) for line in (folder / "output" / log).read_text("utf-8").splitlines()]
    return [row["data"] for row in rows if row["type"] == f"declass.{kind}"]


def test_a_worksheet_that_is_filled_in_is_obeyed_and_comes_back_filled_in(folder: Path) -> None:
    assert run().returncode == 0
    assert "[withheld" in (folder / "output" / "memo" / "redacted.txt").read_text()
    sheet = sheet_of(folder)
    assert sheet.count(BLANKS) == 3
    (folder / "r.yaml").write_text(released(sheet))
    done = run("--rulings", "r.yaml")
    assert (done.returncode, done.stderr) == (0, "")
    for version in ("redacted", "released"):
        text = (folder / "output" / "memo" / f"{version}.txt").read_text()
        assert "The U-2 flew over the island on Tuesday." in text
        assert "is 202-555-0143." in text
        assert "[withheld" not in text
    (folder / "again.yaml").write_text(sheet_of(folder))
    again = run("--rulings", "again.yaml")
    assert (again.returncode, again.stderr) == (0, "")
    assert sheet_of(folder) == (folder / "again.yaml").read_text()


def test_a_worksheet_that_nobody_filled_in_changes_nothing_and_is_told(folder: Path) -> None:
    run()
    before = (folder / "output" / "memo" / "released.txt").read_text()
    (folder / "r.yaml").write_text(sheet_of(folder))
    done = run("--rulings", "r.yaml")
    assert (done.returncode, done.stderr) == (0, "r.yaml: undecided entries: 3; there the rules decide\n")
    assert (folder / "output" / "memo" / "released.txt").read_text() == before


def test_each_action_shows_on_the_page_and_in_the_logs(folder: Path) -> None:
    run()
    first, second, third, rest = signed(sheet_of(folder)).split(BLANKS)
    redact = f"    action: redact\n    codes: ['(b)(7)(C)']\n    reason: {REASON}\n"
    refer = f"    action: refer\n    owner: DOE\n    reason: {REASON}\n"
    (folder / "r.yaml").write_text(first + SAID.format("release") + second + redact + third + refer + rest)
    done = run("--rulings", "r.yaml")
    assert (done.returncode, done.stderr) == (0, "")
    text = (folder / "output" / "memo" / "redacted.txt").read_text()
    assert "The U-2 flew" in text
    assert "[withheld: (b)(7)(C); one word or less]" in text
    assert "[referred: DOE; one word or less]" in text
    told = events(folder, "memo/redacted.audit.jsonl", "passage")
    assert {(each["decided_by_role"], each["second_review"]) for each in told} == {("reviewer", "concurred")}
    rulings = events(folder, "internal/memo/audit.jsonl", "ruling")
    assert [each["ruling"] for each in rulings] == ["ruling 1", "ruling 2", "ruling 3"]
    assert {each["by"] for each in rulings} == {f"{NAME}, Records"}
    assert [each["passages"] for each in rulings] == [
        [],
        ["redacted W0001", "released W0001"],
        ["redacted R0001", "released R0001"],
    ]
    referral = events(folder, "internal/memo/audit.jsonl", "referral")[0]
    assert (referral["tab"], referral["marking"], referral["referred_to"]) == (1, "SECRET", ["DOE"])


def test_a_code_that_does_not_hold_falls_away_with_a_warning(folder: Path) -> None:
    run()
    first, second, *rest = signed(sheet_of(folder)).split(BLANKS)
    redact = f"    action: redact\n    codes: [1.4(d)]\n    reason: {REASON}\n"
    (folder / "r.yaml").write_text(BLANKS.join([first, second]) + redact + BLANKS.join(rest))
    done = run("--rulings", "r.yaml")
    assert done.returncode == 0
    warning = r"1\.4\(d\) ended on \d{4}-12-31; in the released version it falls away"
    assert re.search(rf"note: code in doubt: r\.yaml:\d+: {warning}\n", done.stdout)
    assert "1.4(d)" in (folder / "output" / "memo" / "redacted.txt").read_text()
    assert "[referred: Department of State" in (folder / "output" / "memo" / "released.txt").read_text()


def test_a_release_that_an_owners_hold_outlives_is_told(folder: Path) -> None:
    run()
    sheet = signed(sheet_of(folder)).replace(BLANKS, f"    action: release\n    reason: {REASON}\n")
    (folder / "r.yaml").write_text(sheet)
    done = run("--rulings", "r.yaml")
    assert done.returncode == 0
    assert "[referred: Department of State" in (folder / "output" / "memo" / "released.txt").read_text()
    for version in ("redacted", "released"):
        warning = f"still held by Department of State in the {version} version; only its own decision, under 'settled', lifts that"
        assert re.search(rf"note: r\.yaml:\d+: {re.escape(warning)}\n", done.stdout)


def test_a_rulings_file_whose_name_would_be_withheld_is_not_called_by_it(folder: Path) -> None:
    run()
    (folder / "consulate.yaml").write_text(signed(sheet_of(folder)) + "  - {}\n  - {start: x}\n")
    done = run("--rulings", "consulate.yaml")
    assert (done.returncode, done.stdout) == (4, "")
    assert re.fullmatch(r"declass: the rulings file:\d+:13: 'start' of the ruling is no offset; expected a whole number .*\n", done.stderr)


# --- refusals ---


def refused(folder: Path, rulings: str, *expected: str) -> None:
    """Check that a run under these rulings writes nothing, ends with code 4 and says what is expected, and no word of the file."""
    (folder / "r.yaml").write_text(rulings)
    before = sorted(folder.rglob("*"))
    done = run("--rulings", "r.yaml")
    assert (done.returncode, done.stdout) == (4, "")
    assert sorted(folder.rglob("*")) == before
    for words in expected:
        assert re.search(words, done.stderr), done.stderr
    assert not any(word in done.stderr for word in (NAME, SECOND, REASON, LETTER, "U-2", "island", "555"))


def test_a_ruling_for_another_file_is_refused_before_anything_runs(folder: Path) -> None:
    run()
    digest = hashlib.sha256(MEMO.encode()).hexdigest()
    refused(
        folder,
        released(sheet_of(folder)).replace(digest, "b" * 64),
        r"r\.yaml:\d+: the ruling is for another file; expected",
    )


def test_a_source_that_changed_is_refused(folder: Path) -> None:
    run()
    (folder / "memo.txt").write_text(MEMO.replace("Tuesday", "Monday"))
    refused(folder, released(sheet_of(folder)), r"r\.yaml:\d+: the ruling is for another file")


def test_a_span_that_moved_is_refused_and_never_moved_back(folder: Path) -> None:
    run()
    moved = released(sheet_of(folder)).replace("start: 65\n    end: 105", "start: 66\n    end: 106")
    refused(folder, moved, r"memo\.txt: r\.yaml:\d+: the passage at this place is not the one that was ruled on; expected start, end and")
    beyond = released(sheet_of(folder)).replace("end: 172", "end: 9172")
    refused(folder, beyond, r"memo\.txt: r\.yaml:\d+: the passage ends behind the record's own end; expected start, end and digest")


def test_a_text_that_was_changed_is_refused(folder: Path) -> None:
    run()
    refused(folder, released(sheet_of(folder)).replace("on Tuesday.", "on Monday."), r"r\.yaml:\d+:\d+: 'text' is not the passage of which")


def test_rulings_that_overlap_are_refused(folder: Path) -> None:
    run()
    sheet = released(sheet_of(folder))
    last = sheet[sheet.rindex("  - page") :]
    refused(folder, sheet + last, r"r\.yaml:\d+:\d+: this ruling overlaps the one on line \d+ in the same version; expected one ruling")


def test_every_fault_of_a_file_is_told_at_once(folder: Path) -> None:
    run()
    wrong = released(sheet_of(folder)).replace("action: release", "action: relase").replace("at: 2026", "at: x2026")
    refused(folder, wrong, r"'at' of the file is no date", r"(?s)(?:did you mean 'release'.*){3}")


@pytest.mark.parametrize("data", [None, b"\0", b"\xff\xfer\0"])
def test_a_file_that_cannot_be_read_is_refused(folder: Path, data: bytes | None) -> None:
    if data is not None:
        (folder / "r.yaml").write_bytes(data)
    done = run("--rulings", "r.yaml")
    assert (done.returncode, done.stdout) == (4, "")
    assert "r.yaml:1:1: this is no plain text" in done.stderr or "r.yaml: cannot be read (No such file or directory)" in done.stderr
    assert not (folder / "output").exists()


# --- many records ---


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_each_record_of_a_batch_takes_its_own_rulings_and_a_bad_one_stops_no_other(folder: Path, jobs: str) -> None:
    (folder / "other.txt").write_text(MEMO.replace("Tuesday", "Monday"))
    both = ("run", "memo.txt", "other.txt", "--rules", "rules.yaml", "--as-of", "2026-11-24", "--replace", "--jobs", jobs)
    assert declass(*both).returncode == 0
    memo, other = released(sheet_of(folder)), released(sheet_of(folder, "other"))
    digest = hashlib.sha256(MEMO.replace("Tuesday", "Monday").encode()).hexdigest()
    theirs = other[other.index("  - page") :].replace("  - page:", f"  - source: {digest}\n    page:")
    (folder / "r.yaml").write_text(memo + theirs)
    done = declass(*both, "--rulings", "r.yaml")
    assert done.returncode == 0, done.stderr
    for record, day in (("memo", "Tuesday"), ("other", "Monday")):
        assert f"on {day}." in (folder / "output" / record / "redacted.txt").read_text()
        assert len(events(folder, f"internal/{record}/audit.jsonl", "ruling")) == 3
    (folder / "r.yaml").write_text(memo + theirs.replace("start: 65", "start: 64"))
    done = declass(*both, "--rulings", "r.yaml")
    assert done.returncode == 4
    assert "memo.txt -> " in done.stdout
    assert "other.txt: r.yaml:" in done.stderr


# --- what is told outside ---


def test_names_and_free_text_of_rulings_stand_in_no_public_place(folder: Path) -> None:
    run()
    sheet = signed(sheet_of(folder))
    redact = f"    action: redact\n    codes: ['(b)(6)', 50X1-HUM]\n    guide: {LETTER} guide\n    reason: {REASON}\n"
    (folder / "r.yaml").write_text(sheet.replace(BLANKS, redact, 1).replace(BLANKS, SAID.format("release"), 1))
    for options in ((), ("--json",), ("--amount", "exact")):
        done = run("--rulings", "r.yaml", *options)
        assert done.returncode == 0
        public = [path for path in (folder / "output").rglob("*") if path.is_file() and "internal" not in path.parts]
        assert len(public) >= 7
        told = [done.stdout.encode(), done.stderr.encode(), *(path.read_bytes() for path in public)]
        assert not any(word.encode() in data for word in (NAME, SECOND, REASON, LETTER) for data in told)
    internal = (folder / "output" / "internal" / "memo" / "audit.jsonl").read_text()
    assert all(word in internal for word in (NAME, SECOND, REASON, LETTER))
    assert (folder / "output" / "internal" / "memo" / "rulings.yaml").stat().st_mode & 0o777 == 0o600


# --- the guide ---


def test_the_guide_for_officers_runs_as_it_says(folder: Path) -> None:
    page = blocks(GUIDE / "rulings.md")
    (folder / "rulings.yaml").write_text(next(block.body for block in page if block.language == "yaml"))
    for block in page:
        if block.language == "sh":
            done = declass(*shlex.split(block.body)[1:])
            assert (done.returncode, done.stderr) == (0, "")
    text = (folder / "output" / "memo" / "redacted.txt").read_text()
    assert "The U-2 flew over the island on Tuesday.\n\n[withheld: (b)(6); part of a line] of the consulate was told." in text


def test_the_guide_names_every_key(folder: Path) -> None:
    (folder / "r.yaml").write_text("format: 1\nrulings:\n  - {zebra: 1}\n")
    done = run("--rulings", "r.yaml")
    keys = re.search(r"expected one of (.*)$", done.stderr.strip())
    assert keys
    page = (GUIDE / "rulings.md").read_text()
    assert [key for key in keys[1].split(", ") if f"`{key}`" not in page] == []
