"""A record's folders appear whole or not at all, with their rights, beside what was there before."""

from __future__ import annotations

import datetime as dt
import errno
import fcntl
import json
import os
import signal
import stat
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path, PurePosixPath

import pytest
from wordbook import with_words

from pipeline.errors import DeclassError, InputError, LeakError
from pipeline.flow import Job, Outcome, detectors_for, process
from pipeline.model import Version
from pipeline.rules import load_rules
from pipeline.scratch import clean, leftovers, scratch
from pipeline.statement import ReleasePolicy
from pipeline.store import place, refuse_existing, stage

RULES_TEXT = """format: 1
default: release
rules:
  - {id: fish, match: {terms: [zebrafish]}, action: redact, authority: ["(b)(6)"], rationale: Fish.}
"""
RULES = with_words(load_rules(PurePosixPath("rules.yaml"), lambda _: RULES_TEXT.encode()))
KEY = b"k" * 32
JOB = Job(RULES, detectors_for(RULES), ReleasePolicy(dt.date(2026, 11, 24)), KEY, {"at": "2026-11-24T00:00:00+00:00"})
TEXT = b"Memorandum\n\nNovember 7, 1962\n\nThe zebrafish swam.\n"
PUBLIC = {f"{version}.{ending}" for version in Version for ending in ("pdf", "txt", "audit.jsonl")} | {"manifest.json"}
PRIVATE = {"findings.json", "audit.jsonl", "case.key", "rulings.yaml"}


@pytest.fixture(scope="module")
def outcome() -> Outcome:
    return process(TEXT, name="memo.txt", record_id="memo", job=JOB)


def published(outcome: Outcome, out: Path, *, replacing: bool = False) -> Path:
    with scratch(out) as folder:
        stage(outcome, folder, case_key=KEY)
        return place("memo", out, folder, replace=replacing)


def tree(out: Path) -> dict[str, bytes | None]:
    """Return every path below ``out``: the bytes of files, None for folders."""
    return {str(path.relative_to(out)): path.read_bytes() if path.is_file() else None for path in sorted(out.rglob("*"))}


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


# --- what is written ---


def test_a_record_has_a_public_and_an_internal_folder_and_nothing_else(tmp_path: Path, outcome: Outcome) -> None:
    assert published(outcome, tmp_path) == tmp_path / "memo"
    assert {path.name for path in tmp_path.iterdir()} == {"memo", "internal"}
    assert {path.name for path in (tmp_path / "memo").iterdir()} == PUBLIC
    assert {path.name for path in (tmp_path / "internal").iterdir()} == {"memo"}
    assert {path.name for path in (tmp_path / "internal" / "memo").iterdir()} == PRIVATE
    assert (tmp_path / "internal" / "memo" / "case.key").read_bytes() == KEY


@pytest.mark.parametrize("umask", [0o000, 0o022, 0o077])
def test_rights_do_not_depend_on_the_umask(tmp_path: Path, outcome: Outcome, umask: int) -> None:
    before = os.umask(umask)
    try:
        published(outcome, tmp_path)
    finally:
        os.umask(before)
    assert mode(tmp_path / "internal") == 0o700
    assert mode(tmp_path / "internal" / "memo") == 0o700
    assert {mode(path) for path in (tmp_path / "internal" / "memo").iterdir()} == {0o600}
    assert mode(tmp_path / "memo") == 0o755
    assert {mode(path) for path in (tmp_path / "memo").iterdir()} == {0o644}


def test_the_manifest_keeps_its_promises(tmp_path: Path, outcome: Outcome) -> None:
    manifest = json.loads((published(outcome, tmp_path) / "manifest.json").read_text())
    assert set(manifest) == {"record", "case", "as_of", "tools", "versions"}
    assert (manifest["record"], manifest["case"], manifest["as_of"]) == ("memo", None, "2026-11-24")
    assert set(manifest["versions"]) == {"redacted", "released"}
    for version, facts in manifest["versions"].items():
        assert set(facts) == {"verdict", "withheld", "referred", "codes", "files"}
        assert (facts["verdict"], facts["withheld"], facts["referred"], facts["codes"]) == ("released-in-part", 1, 0, ["(b)(6)"])
        assert set(facts["files"]) == {f"{version}.{ending}" for ending in ("pdf", "txt", "audit.jsonl")}


def test_findings_are_kept_with_their_text_in_the_internal_folder_only(tmp_path: Path, outcome: Outcome) -> None:
    published(outcome, tmp_path)
    findings = json.loads((tmp_path / "internal" / "memo" / "findings.json").read_text())
    assert [(each["rule"], each["text"]) for each in findings if each["rule"]] == [("fish", "zebrafish")]
    assert all(b"zebrafish" not in path.read_bytes() for path in (tmp_path / "memo").iterdir())


def test_the_scratch_folder_is_private_and_goes_away_whatever_happened(tmp_path: Path) -> None:
    with scratch(tmp_path / "deep" / "out") as folder:
        assert mode(folder) == 0o700
        assert folder == tmp_path / "deep" / "out" / f".incomplete-{os.getpid()}"
        (folder / "file").write_text("x")
    assert not folder.exists()
    with pytest.raises(KeyboardInterrupt), scratch(tmp_path) as folder:
        raise KeyboardInterrupt
    assert list(tmp_path.glob(".incomplete-*")) == []


# --- existing folders ---


@pytest.mark.parametrize("there", ["memo", "internal/memo"])
def test_an_existing_folder_is_refused_and_left_untouched(tmp_path: Path, outcome: Outcome, there: str) -> None:
    (tmp_path / there).mkdir(parents=True)
    (tmp_path / there / "note").write_text("mine")
    before = tree(tmp_path)
    told = f"{tmp_path / there}: the folder is there already; use --replace to keep it aside, or another --out"
    with pytest.raises(InputError) as caught:
        refuse_existing(tmp_path, "memo", replace=False)
    assert (str(caught.value), caught.value.exit_code) == (told, 3)
    with pytest.raises(InputError) as caught:
        published(outcome, tmp_path)
    assert str(caught.value) == told
    after = tree(tmp_path)
    assert {key: data for key, data in after.items() if key != "internal"} == {
        key: data for key, data in before.items() if key != "internal"
    }
    refuse_existing(tmp_path, "memo", replace=True)
    refuse_existing(tmp_path, "memo-2", replace=False)


def test_replace_keeps_the_old_folders_aside_one_after_the_other(tmp_path: Path, outcome: Outcome) -> None:
    for number in range(3):
        published(outcome, tmp_path, replacing=True)
        for folder in (tmp_path / "memo", tmp_path / "internal" / "memo"):
            assert not (folder / "mark").exists()
            (folder / "mark").write_text(str(number))
    for base in (tmp_path, tmp_path / "internal"):
        assert {path.name for path in base.iterdir() if path.name != "internal"} == {"memo", "memo.superseded-1", "memo.superseded-2"}
        marks = [(base / name / "mark").read_text() for name in ("memo.superseded-1", "memo.superseded-2", "memo")]
        assert marks == ["0", "1", "2"]
    assert mode(tmp_path / "internal" / "memo.superseded-1") == 0o700


def test_replace_needs_nothing_to_replace(tmp_path: Path, outcome: Outcome) -> None:
    published(outcome, tmp_path, replacing=True)
    assert list(tmp_path.glob("**/*superseded*")) == []
    assert (tmp_path / "memo" / "manifest.json").exists()


# --- failures half way ---


class Failing:
    """A function of the disk that fails at its n-th call, before or after it has done its work."""

    def __init__(self, real: Callable[..., object], at: int, error: BaseException, *, after: bool = False) -> None:
        self.real, self.at, self.error, self.after, self.calls = real, at, error, after, 0

    def __call__(self, *args: object, **kwargs: object) -> object:
        self.calls += 1
        if self.calls == self.at:
            if self.after:
                self.real(*args, **kwargs)
            raise self.error
        return self.real(*args, **kwargs)


def fail(monkeypatch: pytest.MonkeyPatch, name: str, at: int, error: BaseException, *, after: bool = False) -> Failing:
    """Make one function of the disk fail; no other test waits for the disk itself."""
    monkeypatch.setattr(os, "fsync", lambda _: None)
    owner = os if name in {"fsync", "fchmod"} else Path
    failing = Failing(getattr(owner, name), at, error, after=after)

    def call(*args: object, **kwargs: object) -> object:
        return failing(*args, **kwargs)

    monkeypatch.setattr(owner, name, call)
    return failing


CALLS = {"fsync": 17, "fchmod": 11, "rename": 4, "mkdir": 5, "open": 11, "iterdir": 1, "read_bytes": 7, "unlink": 1}
POINTS = [(name, at) for name, count in CALLS.items() for at in range(1, count + 1)]


@pytest.mark.parametrize("is_old_there", [False, True])
@pytest.mark.parametrize(("name", "at"), POINTS)
def test_a_disk_that_fails_at_any_call_leaves_nothing_half_there_and_the_old_in_place(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, outcome: Outcome, name: str, at: int, is_old_there: bool
) -> None:
    if is_old_there:
        published(outcome, tmp_path)
        (tmp_path / "memo" / "mark").write_text("old")
        (tmp_path / "internal" / "memo" / "mark").write_text("old")
    before = {path: data for path, data in tree(tmp_path).items() if path != "internal"}
    with monkeypatch.context() as patch:
        failing = fail(patch, name, at, OSError(28, "No space left on device"))
        try:
            published(outcome, tmp_path, replacing=True)
        except InputError as error:
            told = str(error)
        else:
            told = ""
    after = {path: data for path, data in tree(tmp_path).items() if path != "internal"}
    if failing.calls < at:
        assert (name, is_old_there) == ("rename", False)
        assert (tmp_path / "memo" / "manifest.json").exists()
        return
    assert after == before
    assert "No space left on device" in told
    assert "zebrafish" not in told


@pytest.mark.parametrize("after", [False, True])
@pytest.mark.parametrize("at", [1, 2, 3, 4])
@pytest.mark.parametrize("error", [KeyboardInterrupt(), OSError(5, "Input/output error"), RuntimeError("unforeseen")])
def test_an_interrupt_between_two_moves_undoes_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, outcome: Outcome, at: int, error: BaseException, after: bool
) -> None:
    published(outcome, tmp_path)
    before = tree(tmp_path)
    with monkeypatch.context() as patch:
        fail(patch, "rename", at, error, after=after)
        with pytest.raises((KeyboardInterrupt, DeclassError, RuntimeError)):
            published(outcome, tmp_path, replacing=True)
    assert tree(tmp_path) == before


def test_a_full_disk_is_told_with_the_remedy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, outcome: Outcome) -> None:
    with monkeypatch.context() as patch:
        fail(patch, "fsync", 1, OSError(28, "No space left on device"))
        with pytest.raises(InputError) as caught:
            published(outcome, tmp_path)
    assert str(caught.value) == (
        f"{tmp_path}: cannot be written (No space left on device); nothing of memo was kept; check space and rights"
    )


def test_a_folder_that_may_not_be_published_never_leaves_scratch(tmp_path: Path, outcome: Outcome) -> None:
    wrong = replace(outcome, policy=replace(outcome.policy, case="F-7"))
    with pytest.raises(LeakError):
        published(wrong, tmp_path)
    assert tree(tmp_path) == {}


def test_what_is_changed_on_disk_before_it_is_public_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, outcome: Outcome) -> None:
    real = Path.read_bytes
    monkeypatch.setattr(Path, "read_bytes", lambda path: real(path) + (b" " if path.name == "released.pdf" else b""))
    with pytest.raises(LeakError, match=r"leak check 'files', released\.pdf: what lies on disk is not what was verified"):
        published(outcome, tmp_path)
    monkeypatch.undo()
    assert tree(tmp_path) == {}


# --- killed runs ---

KILLED = """
import os, signal, sys
from pathlib import Path
from pipeline.scratch import scratch
with scratch(Path(sys.argv[1])) as folder:
    (folder / "half").write_text("a record")
    os.kill(os.getpid(), signal.SIGKILL)
"""


def test_a_killed_run_leaves_only_its_scratch_folder_which_the_next_names_and_clean_removes(tmp_path: Path, outcome: Outcome) -> None:
    killed = subprocess.run([sys.executable, "-c", KILLED, str(tmp_path)], check=False)
    assert killed.returncode == -signal.SIGKILL
    (left,) = tmp_path.iterdir()
    assert left.name.startswith(".incomplete-")
    assert mode(left) == 0o700
    assert leftovers(tmp_path) == (left,)
    published(outcome, tmp_path)
    assert leftovers(tmp_path) == (left,)
    assert clean(tmp_path) == (left,)
    assert {path.name for path in tmp_path.iterdir()} == {"memo", "internal"}
    assert clean(tmp_path) == leftovers(tmp_path) == ()


def test_the_scratch_of_a_living_run_is_no_leftover_whatever_its_number(tmp_path: Path) -> None:
    living = tmp_path / ".incomplete-x"
    living.mkdir()
    handle = os.open(living, os.O_RDONLY)
    fcntl.flock(handle, fcntl.LOCK_EX)
    try:
        assert leftovers(tmp_path) == clean(tmp_path) == ()
    finally:
        os.close(handle)
    assert leftovers(tmp_path) == (living,)


def test_a_number_that_a_living_process_has_by_now_hides_no_leftover(tmp_path: Path) -> None:
    left = tmp_path / f".incomplete-{os.getppid()}"
    left.mkdir()
    assert leftovers(tmp_path) == (left,)


def test_a_scratch_folder_of_another_person_is_theirs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / ".incomplete-77").mkdir()
    real = os.open

    def refuse(path: Path, flags: int) -> int:
        if path.name.startswith(".incomplete"):
            raise PermissionError
        return real(path, flags)

    monkeypatch.setattr("pipeline.scratch.os.open", refuse)
    assert leftovers(tmp_path) == clean(tmp_path) == ()


@pytest.mark.parametrize("pid", ["x", "-1", "0", "", "9" * 30, "²", "１"])
def test_a_scratch_name_without_a_process_is_a_leftover(tmp_path: Path, pid: str) -> None:
    (tmp_path / f".incomplete-{pid}").mkdir()
    assert leftovers(tmp_path) == (tmp_path / f".incomplete-{pid}",)


def test_where_process_numbers_come_again_the_scratch_of_a_killed_run_is_named_and_can_be_removed(tmp_path: Path) -> None:
    left = tmp_path / f".incomplete-{os.getpid()}"
    left.mkdir()
    assert leftovers(tmp_path) == (left,)
    with pytest.raises(InputError) as caught, scratch(tmp_path):
        raise AssertionError
    assert str(caught.value) == f"{left}: left by a killed run and in the way; --clean removes it"
    assert left.exists()
    assert clean(tmp_path) == (left,)
    with scratch(tmp_path) as folder:
        assert folder == left


def test_clean_follows_no_link_and_says_nothing_of_what_it_could_not_remove(tmp_path: Path) -> None:
    out, other = tmp_path / "out", tmp_path / "other"
    out.mkdir()
    other.mkdir()
    (other / "note").write_text("mine")
    (out / ".incomplete-x").symlink_to(other)
    (out / ".incomplete-y").write_text("a file")
    assert clean(out) == ()
    assert (other / "note").read_text() == "mine"
    assert leftovers(tmp_path / "missing") == ()


def test_a_folder_that_is_waited_for_is_had_when_the_other_run_lets_it_go(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    handle = os.open(tmp_path, os.O_RDONLY)
    fcntl.flock(handle, fcntl.LOCK_EX)
    pauses: list[float] = []

    def pause(seconds: float) -> None:
        pauses.append(seconds)
        if len(pauses) == 3:
            os.close(handle)

    monkeypatch.setattr("pipeline.scratch.time.sleep", pause)
    with scratch(tmp_path):
        assert len(pauses) == 3


def test_a_folder_that_another_run_does_not_let_go_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    handle = os.open(tmp_path, os.O_RDONLY)
    fcntl.flock(handle, fcntl.LOCK_EX)
    monkeypatch.setattr("pipeline.scratch._PATIENCE", 0.0)
    with pytest.raises(InputError) as caught, scratch(tmp_path):
        raise AssertionError
    os.close(handle)
    assert str(caught.value) == f"{tmp_path}: another run holds this folder; wait until it ends, or choose another with --out"


def test_a_disk_that_locks_no_folders_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_handle: int, _how: int) -> None:
        raise OSError(errno.EBADF, "Bad file descriptor")

    monkeypatch.setattr("pipeline.scratch.fcntl.flock", refuse)
    with pytest.raises(InputError) as caught, scratch(tmp_path):
        raise AssertionError
    told = f"{tmp_path}: cannot be locked (Bad file descriptor); choose a folder of your own on a local disk with --out"
    assert str(caught.value) == told
    assert list(tmp_path.iterdir()) == []


def test_a_run_elsewhere_of_the_same_number_is_not_disturbed(tmp_path: Path) -> None:
    folder = tmp_path / f".incomplete-{os.getpid()}"
    folder.mkdir()
    handle = os.open(folder, os.O_RDONLY)
    fcntl.flock(handle, fcntl.LOCK_EX)
    with pytest.raises(InputError) as caught, scratch(tmp_path):
        raise AssertionError
    os.close(handle)
    assert str(caught.value) == f"{folder}: in use by a run of another machine or container; choose another with --out"
    assert folder.exists()


# --- places that cannot be used ---


def test_an_output_folder_that_is_a_file_is_refused(tmp_path: Path) -> None:
    out = tmp_path / "out"
    out.write_text("x")
    with pytest.raises(InputError) as caught, scratch(out):
        raise AssertionError
    assert str(caught.value) == f"{out}: this is a file, not a folder; choose another with --out"
    with pytest.raises(InputError) as caught, scratch(out / "below"):
        raise AssertionError
    assert str(caught.value) == f"{out / 'below'}: the output folder cannot be written (Not a directory); choose another with --out"


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_an_output_folder_without_rights_is_refused(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    try:
        with pytest.raises(InputError) as caught, scratch(tmp_path):
            raise AssertionError
    finally:
        tmp_path.chmod(0o700)
    assert str(caught.value) == f"{tmp_path}: the output folder cannot be written (Permission denied); choose another with --out"


def test_an_output_folder_that_the_system_refuses_is_told_as_such(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fail(monkeypatch, "mkdir", 2, OSError(30, "Read-only file system"))
    with pytest.raises(InputError) as caught, scratch(tmp_path):
        raise AssertionError
    assert str(caught.value) == f"{tmp_path}: the output folder cannot be written (Read-only file system); choose another with --out"
