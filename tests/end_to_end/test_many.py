"""Many records as a user runs them: poison, odd files, full and read-only disks, kills, and two runs at once."""

from __future__ import annotations

import ctypes
import fcntl
import hashlib
import json
import os
import pty
import random
import shutil
import signal
import struct
import subprocess
import sys
import termios
import time
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

from pipeline.cli import main
from pipeline.detect import Detector, NameModel
from pipeline.flow import detectors_for
from pipeline.model import Finding, Record, RuleSet
from pipeline.scratch import leftovers

RULES = """format: 1
default: release
rules:
  - {id: fish, match: {terms: [zebrafish]}, action: redact, authority: ["(b)(6)"], rationale: Fish.}
"""
TEXT = "Memorandum\n\nNovember 7, 1962\n\nThe zebrafish swam.\n"
PUBLIC = {"manifest.json", *(f"{version}.{ending}" for version in ("redacted", "released") for ending in ("pdf", "txt", "audit.jsonl"))}
INTERNAL = {"findings.json", "audit.jsonl", "case.key", "rulings.yaml"}
PROGRAM = [sys.executable, "-c", "import sys; from pipeline.cli import main; sys.exit(main())"]
KILLS = int(os.environ.get("DECLASS_KILLS", "4"))  # more of them by hand: DECLASS_KILLS=50 pytest -k kill_at_a_random_moment
Capture = pytest.CaptureFixture[str]


class Poison:
    """A detector that does to its process what a word of the record says."""

    name = "poison"

    def find(self, record: Record) -> tuple[Finding, ...]:
        for word, act in ACTS.items():
            if word in record.text:
                act()
        return ()


def crash() -> None:
    os.write(2, b"zebrafish: a library's last words")
    ctypes.string_at(0)


def hang() -> None:
    while True:
        time.sleep(1)


def hog() -> None:
    held = []
    while True:
        held.append(bytearray(16 * 2**20))


def noise() -> None:
    for stream in (1, 2):
        os.write(stream, b"zebrafish")


ACTS: dict[str, Callable[[], object]] = {
    "CRASH": crash,
    "ABORT": os.abort,
    "HANG": hang,
    "HOG": hog,
    "NOISE": noise,
    "SLOW": lambda: time.sleep(1),
}


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Work in a folder of its own, with poisonous words at hand."""

    def poisoned(rules: RuleSet, model: NameModel | None) -> tuple[Detector, ...]:
        return (*detectors_for(rules, model), Poison())

    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("pipeline.cli.run.detectors_for", poisoned)
    Path("rules.yaml").write_text(RULES)
    return tmp_path


def records(*names: str, word: str = "") -> None:
    for name in names:
        Path(name).parent.mkdir(parents=True, exist_ok=True)
        Path(name).write_text(TEXT + word)


def declass(*arguments: str) -> int:
    return main(["run", "--rules", "rules.yaml", "--as-of", "2026-11-24", *arguments])


def rows(capfd: Capture, *arguments: str) -> tuple[int, list[dict[str, object]], str]:
    """Run with ``--json``; return the exit code, the objects, and what was said."""
    code = declass("--json", *arguments)
    out, err = capfd.readouterr()
    return code, [json.loads(line) for line in out.splitlines()], err


def whole(out: Path) -> dict[str, str]:
    """Return the case of every record in place, after checking that each is whole and has its internal twin."""
    cases = {}
    for public in sorted(path for path in out.iterdir() if path.name != "internal" and not path.name.startswith(".")):
        internal = out / "internal" / public.name
        assert {path.name for path in public.iterdir()} == PUBLIC
        assert {path.name for path in internal.iterdir()} == INTERNAL
        manifest = json.loads((public / "manifest.json").read_text())
        for version in manifest["versions"].values():
            for name, digest in version["files"].items():
                assert hashlib.sha256((public / name).read_bytes()).hexdigest() == digest
        key = (internal / "case.key").read_bytes()[:8]
        assert manifest["case"] is None or manifest["case"].encode() == key  # both folders come from one run
        cases[public.name] = manifest["case"] or ""
    twins = {path.name for path in (out / "internal").iterdir()} if (out / "internal").exists() else set()
    assert twins == set(cases)
    return cases


# --- poison ---


@pytest.mark.parametrize("jobs", ["1", "3"])
def test_a_batch_survives_every_poison_and_tells_the_rows_in_order(capfd: Capture, jobs: str) -> None:
    names = ["a", "crash", "b", "abort", "hang", "c", "hog", "noise", "slow", "d"]
    for name in names:
        records(f"{name}.txt", word=name.upper() if name.upper() in ACTS else "")
    arguments = [f"{name}.txt" for name in names]
    code, told, err = rows(capfd, *arguments, "--jobs", jobs, "--time-limit", "3", "--memory-limit", "400")
    assert code == 1
    assert [each["file"] for each in told] == arguments
    failed = {str(each["record"]): (each["exit"], str(each["message"])) for each in told if not each["ok"]}
    crashed = "the reader or writer crashed ({}); nothing was written; try a larger --memory-limit, and report it if it crashes again"
    slow = "not done within its time limit of 3 seconds; nothing was written; allow more with --time-limit, or split the record"
    big = "needs more than its memory limit of 400 MiB; nothing was written; allow more with --memory-limit, or split the record"
    assert failed == {
        "crash": (1, "crash.txt: " + crashed.format("SIGSEGV")),
        "abort": (1, "abort.txt: " + crashed.format("SIGABRT")),
        "hang": (3, f"hang.txt: {slow}"),
        "hog": (3, f"hog.txt: {big}"),
    }
    assert err == "".join(f"{message}\n" for _, message in failed.values())
    assert set(whole(Path("output"))) == set(names) - set(failed)
    assert leftovers(Path("output")) == ()
    assert list(Path("output").glob(".*")) == []


@pytest.mark.skipif(sys.platform != "linux", reason="counts processes as Linux shows them")
def test_no_process_is_left_behind(capfd: Capture) -> None:
    records("hang.txt", word="HANG")
    before = children()
    assert rows(capfd, "hang.txt", "--time-limit", "1")[0] == 3
    assert children() == before


def children() -> set[str]:
    return set(Path(f"/proc/{os.getpid()}/task/{os.getpid()}/children").read_text().split())


def test_what_a_table_tells_holds_no_word_of_a_record_and_no_telling_name(capfd: Capture) -> None:
    records("in/zebrafish.txt", "in/zebrafish/memo.txt", "in/plain.txt")
    records("in/crash of a zebrafish.txt", word="CRASH")
    assert declass("in") == 1
    out, err = capfd.readouterr()
    assert "zebrafish" not in out + err
    assert [line.split()[:2] for line in out.splitlines() if line.startswith("file ")] == [
        ["file", "3"],
        ["file", "4"],
        ["file", "1"],
        ["file", "3"],
        ["file", "4"],
    ]


def test_a_date_that_is_withheld_is_not_told(capfd: Capture) -> None:
    Path("rules.yaml").write_text(RULES.replace("[zebrafish]", '["November 7, 1962"]'))
    records("memo.txt", "plain.txt")
    code, (told, _), _ = rows(capfd, "memo.txt", "plain.txt")
    assert (code, told["date"], told["date_certainty"]) == (0, None, "heading")
    assert declass("memo.txt", "plain.txt", "--replace") == 0
    out = capfd.readouterr().out
    assert "1962" not in out
    assert "withheld   rules.yaml" in out


# --- odd files, folders, patterns ---


def test_odd_members_of_a_folder_are_rows_and_block_nothing(capfd: Capture) -> None:
    records("in/a.txt", "in/.hidden", "in/sub/b.txt")
    os.mkfifo("in/fifo")
    Path("in/broken").symlink_to("nowhere")
    Path("in/loop").symlink_to("loop")
    Path("in/up").symlink_to("..")
    code, told, err = rows(capfd, "in", "empty*", "--jobs", "2")
    assert code == 3
    assert {str(each["file"]): str(each["message"]).partition(": ")[2] for each in told} == {
        "in/a.txt": "",
        "in/broken": "this link leads nowhere; name the file itself",
        "in/fifo": "this is no regular file; copy its content into one",
        "in/loop": "cannot be read (Too many levels of symbolic links); check its rights",
        "in/sub/b.txt": "",
        "empty*": "nothing matches this pattern; check the path",
    }
    assert err.splitlines()[-1] == "passed over: 1 hidden, 1 link to a folder"


def test_an_output_folder_inside_the_input_is_not_taken_in_by_the_next_run(capfd: Capture) -> None:
    records("in/a.txt")
    assert rows(capfd, "in", "--out", "in/out")[0] == 0
    code, told, err = rows(capfd, "in", "--out", "in/out", "--replace")
    assert (code, [each["file"] for each in told]) == (0, ["in/a.txt"])
    assert err == "passed over: 1 folder that declass wrote\n"
    assert rows(capfd, "in", "--out", "elsewhere")[1][0]["file"] == "in/a.txt"


def without_rights(*command: str) -> list[str]:
    """Return a command as one that rights bind: root is bound by none unless its power over files is taken from it."""
    if os.geteuid() != 0:
        return list(command)
    if shutil.which("setpriv") is None:
        pytest.skip("root may read and write anything, and there is no setpriv to take that away")
    return ["setpriv", "--bounding-set=-dac_override,-dac_read_search", *command]


def test_a_file_and_a_folder_without_rights_are_rows() -> None:
    records("in/a.txt", "in/b.txt", "in/sub/c.txt", "shut/d.txt")
    Path("in/b.txt").chmod(0)
    Path("in/sub").chmod(0)
    Path("shut").chmod(0o600)
    try:
        command = without_rights(*PROGRAM, "run", "in", "shut", "--rules", "rules.yaml", "--json")
        done = subprocess.run(command, capture_output=True, text=True, check=False)
    finally:
        for path in (Path("in/sub"), Path("shut")):
            path.chmod(0o700)
    assert done.returncode == 3, done.stderr
    assert [json.loads(line)["message"] for line in done.stdout.splitlines()] == [
        "",
        "in/b.txt: cannot be read (Permission denied); check its rights",
        "in/sub: this folder cannot be read (Permission denied); check its rights",
        "shut/d.txt: cannot be read (Permission denied); check its rights",
    ]


# --- disks ---


@contextmanager
def mounted(place: Path, options: str) -> Iterator[None]:
    """Mount a small disk in memory; skip the test where that is not allowed."""
    place.mkdir()
    if os.geteuid() != 0 or shutil.which("mount") is None:
        pytest.skip("only root can mount a small disk")
    if subprocess.run(["mount", "-t", "tmpfs", "-o", options, "tmpfs", place], capture_output=True, check=False).returncode:
        pytest.skip("this machine lets nobody mount a small disk")
    try:
        yield
    finally:
        subprocess.run(["umount", place], check=True)


@pytest.mark.parametrize("size", ["64k", "300k", "700k"])
def test_a_full_disk_refuses_records_whole_and_keeps_what_is_there(capfd: Capture, size: str) -> None:
    names = [f"in/{letter}.txt" for letter in "abcdef"]
    records(*names)
    with mounted(Path("small"), f"size={size}"):
        code, told, _ = rows(capfd, *names, "--out", "small", "--jobs", "2")
        assert code == 3
        refused = [str(each["message"]) for each in told if not each["ok"]]
        assert all("small: cannot be written (No space left on device); nothing of " in each for each in refused)
        assert set(whole(Path("small"))) == {str(each["record"]) for each in told if each["ok"]}
        assert list(Path("small").glob(".*")) == []
        before = {path: path.read_bytes() for path in Path("small").rglob("*") if path.is_file()}
        with suppress(OSError), Path("small/fill").open("wb") as filler:
            filler.write(b"x" * 2**20)
        assert rows(capfd, *names, "--out", "small", "--replace")[0] == 3
        assert {path: path.read_bytes() for path in before} == before
        Path("small/fill").unlink()
        whole(Path("small"))


def test_a_read_only_disk_is_refused_with_a_sentence(capfd: Capture) -> None:
    records("memo.txt")
    with mounted(Path("still"), "size=8m"):
        assert rows(capfd, "memo.txt", "--out", "still")[0] == 0
        subprocess.run(["mount", "-o", "remount,ro", "still"], check=True)
        for extra in ([], ["--replace"], ["--clean"]):
            code, told, err = rows(capfd, "memo.txt", "--out", "still", *extra)
            assert (code, told) == (3, [])
            assert err == "declass: still: the output folder cannot be written (Read-only file system); choose another with --out\n"
        assert set(whole(Path("still"))) == {"memo"}


def test_an_output_folder_without_rights_is_refused_with_a_sentence() -> None:
    records("memo.txt")
    Path("shut").mkdir(mode=0o500)
    command = without_rights(*PROGRAM, "run", "memo.txt", "--rules", "rules.yaml", "--out", "shut")
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    told = "declass: shut: the output folder cannot be written (Permission denied); choose another with --out\n"
    assert (done.returncode, done.stdout, done.stderr) == (3, "", told)


# --- stops and kills ---


def in_a_process(*arguments: str) -> int:
    """Run the command in a process of its own, forked here so that nothing is loaded twice; return its number."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # of threads around a fork, from 3.12
        pid = os.fork()
    if pid == 0:
        code = 99
        try:
            for stream, name in ((1, "stdout"), (2, "stderr")):
                os.dup2(os.open(name, os.O_WRONLY | os.O_CREAT | os.O_TRUNC), stream)
            sys.stdout, sys.stderr = os.fdopen(1, "w"), os.fdopen(2, "w")
            code = declass(*arguments)
        finally:
            sys.stdout.flush()
            sys.stderr.flush()
            os._exit(code)
    return pid


def code_of(pid: int) -> int:
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])


def wait_for(condition: Callable[[], bool]) -> None:
    end = time.monotonic() + 60
    while not condition():
        assert time.monotonic() < end
        time.sleep(0.02)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_run_that_is_asked_to_stop_ends_cleanly_and_tells_what_was_done(number: signal.Signals) -> None:
    records("a.txt", "c.txt", "d.txt")
    records("hang.txt", word="HANG")
    pid = in_a_process("a.txt", "hang.txt", "c.txt", "d.txt")
    wait_for(lambda: "a.txt -> output/a" in Path("stdout").read_text() if Path("stdout").exists() else False)
    os.kill(pid, number)
    assert code_of(pid) == 1
    assert set(whole(Path("output"))) == {"a"}
    assert list(Path("output").glob(".*")) == []
    told = "hang.txt: the run was stopped while this was at work; nothing was written; run it again"
    assert Path("stderr").read_text().splitlines() == [told, "4 records: 1 done, 1 failed, 2 not begun"]
    assert "a.txt" in Path("stdout").read_text().partition("====")[2]


@pytest.mark.parametrize("pause", [0, 0.05], ids=["fast", "slow disk"])
def test_a_kill_at_a_random_moment_leaves_what_the_next_run_makes_whole(monkeypatch: pytest.MonkeyPatch, pause: float) -> None:
    chance = random.Random(7)  # noqa: S311  # moments, not secrets
    real = Path.rename

    def slow(path: Path, target: Path) -> Path:
        time.sleep(pause)
        return real(path, target)

    monkeypatch.setattr(Path, "rename", slow)
    monkeypatch.setitem(ACTS, "NOISE", lambda: time.sleep(0.01))
    names = [f"in/{letter}.txt" for letter in "abc"]
    records(*names, word="NOISE")
    records("other.txt")
    seen: dict[str, set[str]] = {letter: set() for letter in "abc"}
    took, figures = measure(names), {"killed": 0, "journals": 0, "left": 0}
    for number in range(KILLS):
        keep_key(number)
        pid = in_a_process(*names, "--jobs", "2", "--replace", "--case-key", "key", "--case", case(number))
        time.sleep(chance.uniform(0, took))
        os.kill(pid, signal.SIGKILL)
        figures["killed"] += code_of(pid) == -signal.SIGKILL
        wait_for(lambda: set(leftovers(Path("output"))) == set(Path("output").glob(".incomplete-*")))  # children die too
        figures["journals"] += bool(list(Path("output").glob(".incomplete-*/journal.json")))
        figures["left"] += bool(leftovers(Path("output")))
        assert code_of(in_a_process("other.txt", "--replace", "--clean")) == 0
        assert list(Path("output").glob(".*")) == []
        standing = whole(Path("output"))
        for letter, cases in seen.items():
            now = {each for name, each in standing.items() if name.partition(".")[0] == letter}
            assert cases <= now  # no original was ever lost
            seen[letter] = now
    print(figures, {letter: len(cases) for letter, cases in seen.items()})  # noqa: T201  # for whoever counts with -s


def case(number: int) -> str:
    return f"{number:08}"


def keep_key(number: int) -> None:
    Path("key").write_text(case(number) * 4)


def measure(names: list[str]) -> float:
    keep_key(0)
    begun = time.monotonic()
    assert code_of(in_a_process(*names, "--jobs", "2", "--case-key", "key", "--case", case(0), "--out", "trial")) == 0
    return time.monotonic() - begun


# --- two runs at once ---


def test_of_two_runs_at_once_each_record_is_written_by_one_and_refused_to_the_other() -> None:
    names = [f"in/{letter}.txt" for letter in "abcdefgh"]
    records(*names)
    runs = []
    for number in range(2):
        keep_key(number)
        Path("key").rename(f"key{number}")
        arguments = ("--jobs", "2", "--case-key", f"key{number}", "--case", case(number), "--json", "--clean")
        runs.append(subprocess.Popen([*PROGRAM, "run", *names, "--rules", "rules.yaml", *arguments], stdout=-1, stderr=-1, text=True))
    told = [[json.loads(line) for line in each.communicate()[0].splitlines()] for each in runs]
    for first, second in zip(*told, strict=True):
        assert first["ok"] != second["ok"]
        refused = first if second["ok"] else second
        assert refused["exit"] == 3
        assert "the folder is there already; use --replace to keep it aside, or another --out" in refused["message"]
    assert {run.returncode for run in runs} <= {0, 3}
    assert len(whole(Path("output"))) == len(names)
    assert list(Path("output").glob(".*")) == []


# --- a bar ---


def on_a_terminal(*arguments: str) -> tuple[str, str]:
    """Run with stderr on a terminal of 90 columns; return stdout and what the terminal got."""
    master, slave = pty.openpty()
    fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", 30, 90, 0, 0))
    with subprocess.Popen([*PROGRAM, "run", "--rules", "rules.yaml", *arguments], stdout=-1, stderr=slave, text=True) as run:
        os.close(slave)
        got = b""
        with suppress(OSError):  # a terminal ends with an error on Linux
            while piece := os.read(master, 65536):
                got += piece
        os.close(master)
        out = run.communicate()[0]
    return out, got.decode()


def test_a_bar_shows_on_a_terminal_and_names_no_record() -> None:
    records("a.txt", "b.txt")
    out, got = on_a_terminal("a.txt", "b.txt")
    assert "0/2" in got
    assert "a.txt" not in got
    assert got.replace("\r", "\n").rstrip().endswith("2 records: 2 done")
    assert [line.split(" -> ")[0] for line in out.splitlines() if " -> " in line] == ["a.txt", "b.txt"]


def test_no_bar_shows_in_a_pipe(capfd: Capture) -> None:
    records("a.txt", "b.txt")
    assert declass("a.txt", "b.txt") == 0
    assert capfd.readouterr().err == "2 records: 2 done\n"
