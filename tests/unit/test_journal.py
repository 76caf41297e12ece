"""A kill at any moment of a move: the next run makes it whole, and what was there before is never lost."""

from __future__ import annotations

import json
import os
import signal
import warnings
from collections.abc import Callable
from pathlib import Path

import pytest

from pipeline.errors import InputError
from pipeline.journal import carry_out, is_pending, make_plan, take_up
from pipeline.scratch import clean, leftovers, locked, recover, scratch
from pipeline.store import place

OLD, NEW = "old", "new"


def write(folder: Path, text: str) -> None:
    folder.mkdir(parents=True)
    (folder / "file").write_text(text)


def stand(out: Path, *kinds: str) -> None:
    """Put old folders of a record in place."""
    for kind in kinds:
        write(out / "memo" if kind == "public" else out / "internal" / "memo", OLD)


def stage(folder: Path, record_id: str = "memo", text: str = NEW) -> None:
    write(folder / record_id, text)
    write(folder / f"{record_id}.internal", text)


def state(out: Path) -> dict[str, str]:
    """Return what each folder that is no scratch holds."""
    return {str(path.parent.relative_to(out)): path.read_text() for path in sorted(out.rglob("file")) if ".incomplete-" not in str(path)}


def killed(act: Callable[[], object]) -> bool:
    """Do something in a process of its own; tell whether it was killed by it."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # of threads around a fork, from 3.12
        pid = os.fork()
    if pid == 0:
        try:
            act()
        finally:
            os._exit(0)
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) == -signal.SIGKILL


class Killing:
    """All functions of the disk that a move uses; at the n-th call of any, before or after it, the process is killed."""

    names = ((Path, "rename"), (Path, "unlink"), (Path, "open"), (os, "fsync"), (os, "fchmod"))

    def __init__(self, at: int, *, after: bool) -> None:
        self.left, self.after = at, after

    def arm(self) -> None:
        for owner, name in self.names:
            setattr(owner, name, self.around(getattr(owner, name)))

    def around(self, real: Callable[..., object]) -> Callable[..., object]:
        def call(*args: object, **kwargs: object) -> object:
            self.left -= 1
            if self.left == 0 and not self.after:
                os.kill(os.getpid(), signal.SIGKILL)
            answer = real(*args, **kwargs)
            if self.left == 0:
                os.kill(os.getpid(), signal.SIGKILL)
            return answer

        return call


def place_and_die(out: Path, at: int, *, after: bool) -> bool:
    def act() -> None:
        with scratch(out) as folder:
            stage(folder)
            Killing(at, after=after).arm()
            place("memo", out, folder, replace=True)

    return killed(act)


BEFORE = {"memo": OLD, "internal/memo": OLD}
AFTER = {"memo": NEW, "internal/memo": NEW}
ASIDE = {"memo.superseded-1": OLD, "internal/memo.superseded-1": OLD}
STEPS = 12  # calls of the disk in a move of four folders: the journal, the moves, the syncs, the end


@pytest.mark.parametrize("after", [False, True])
@pytest.mark.parametrize("at", range(1, STEPS + 1))
@pytest.mark.parametrize("old", [(), ("public", "internal"), ("public",), ("internal",)], ids=lambda old: "+".join(old) or "none")
def test_a_kill_at_any_step_is_made_whole_by_the_next_run(tmp_path: Path, old: tuple[str, ...], at: int, after: bool) -> None:
    stand(tmp_path, *old)
    before = state(tmp_path)
    was_killed = place_and_die(tmp_path, at, after=after)
    assert was_killed or (at > STEPS - 2 + len(old))
    left = leftovers(tmp_path)
    assert len(left) == was_killed
    with scratch(tmp_path) as folder:  # any run, of another record
        stage(folder, "other")
        place("other", tmp_path, folder, replace=False)
    now = {name: text for name, text in state(tmp_path).items() if not name.endswith("other")}
    aside = {name.replace("memo", "memo.superseded-1"): text for name, text in before.items()}
    assert now in (before, AFTER | aside)
    assert not any(is_pending(path) for path in left)
    assert clean(tmp_path) == left
    assert {path.name for path in tmp_path.iterdir()} - {"memo", "memo.superseded-1"} == {"internal", "other"}


def test_there_are_as_many_steps_as_are_killed(tmp_path: Path) -> None:
    stand(tmp_path, "public", "internal")
    assert place_and_die(tmp_path, STEPS, after=True)
    assert not place_and_die(tmp_path, STEPS + 1, after=False)


@pytest.mark.parametrize("again", range(1, 9))
@pytest.mark.parametrize("at", range(1, STEPS + 1, 3))
def test_a_kill_while_it_is_made_whole_is_made_whole_in_turn(tmp_path: Path, at: int, again: int) -> None:
    stand(tmp_path, "public", "internal")
    assert place_and_die(tmp_path, at, after=False)

    def act() -> None:
        Killing(again, after=again % 2 == 0).arm()
        recover(tmp_path)

    killed(act)
    with locked(tmp_path):
        recover(tmp_path)
    assert state(tmp_path) in (BEFORE, AFTER | ASIDE)


def test_no_public_folder_ever_stands_without_its_internal_twin(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    stand(tmp_path, "public", "internal")
    seen = []
    real = Path.rename

    def watched(path: Path, target: Path) -> Path:
        done = real(path, target)
        if (tmp_path / "memo").exists():
            seen.append(((tmp_path / "memo" / "file").read_text(), (tmp_path / "internal" / "memo" / "file").read_text()))
        return done

    monkeypatch.setattr(Path, "rename", watched)
    with scratch(tmp_path) as folder:
        stage(folder)
        place("memo", tmp_path, folder, replace=True)
    assert seen == [(NEW, NEW)]


def test_both_old_folders_take_one_number(tmp_path: Path) -> None:
    stand(tmp_path, "public", "internal")
    write(tmp_path / "memo.superseded-1", "older")
    write(tmp_path / "internal" / "memo.superseded-2", "older")
    assert make_plan(tmp_path, "memo").number == 3


def test_a_plan_that_was_cut_short_moved_nothing_and_is_forgotten(tmp_path: Path) -> None:
    left = tmp_path / ".incomplete-9"
    left.mkdir()
    stage(left)
    for cut in (b"", b'{"record": "me', b"[]", b"null", b'{"record": "memo"}'):
        (left / "journal.json").write_bytes(cut)
        assert take_up(tmp_path, left) is None
        assert not is_pending(left)
    assert state(tmp_path) == {}


@pytest.mark.parametrize("record_id", ["../../etc", "a/b", "internal", ".", "", "Memo", "memo\n", "memo.superseded-1"])
def test_a_forged_plan_moves_nothing(tmp_path: Path, record_id: str) -> None:
    left = tmp_path / "out" / ".incomplete-9"
    write(left / "x", NEW)
    write(tmp_path / "etc", OLD)
    facts = {"record": record_id, "number": 1, "public": True, "internal": True}
    (left / "journal.json").write_text(json.dumps(facts))
    assert take_up(tmp_path / "out", left) is None
    assert (tmp_path / "etc" / "file").read_text() == OLD
    assert (left / "x" / "file").read_text() == NEW


def test_what_a_person_put_in_the_way_meanwhile_is_left_to_them(tmp_path: Path) -> None:
    assert place_and_die(tmp_path, 6, after=False)  # before the public folder, the last, is moved
    assert state(tmp_path) == {"internal/memo": NEW}
    write(tmp_path / "memo", "mine")
    with locked(tmp_path):
        assert recover(tmp_path) == ()
    assert state(tmp_path) == {"internal/memo": NEW, "memo": "mine"}
    (left,) = leftovers(tmp_path)
    assert not is_pending(left)


def test_where_undoing_fails_too_the_plan_stays_and_the_next_run_finishes_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    stand(tmp_path, "public", "internal")
    real, calls = Path.rename, []

    def failing(path: Path, target: Path) -> Path:
        calls.append(target)
        if len(calls) >= 3:
            raise OSError(5, "Input/output error")
        return real(path, target)

    with monkeypatch.context() as patch, scratch(tmp_path) as folder:
        stage(folder)
        patch.setattr(Path, "rename", failing)
        with pytest.raises(InputError) as caught:
            place("memo", tmp_path, folder, replace=True)
        patch.undo()
    told = f"{tmp_path}: cannot be written (Input/output error) while memo was moved into place; the next run here finishes that"
    assert str(caught.value) == told
    assert clean(tmp_path) == ()  # what waits to be moved is no rubbish
    assert folder.exists()
    with locked(tmp_path):
        assert recover(tmp_path) == ("memo",)
        assert recover(tmp_path) == ()
    assert state(tmp_path) == AFTER | ASIDE
    assert clean(tmp_path) == (folder,)


def test_a_run_finishes_its_own_plan_before_the_next_record(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with scratch(tmp_path) as folder:
        (tmp_path / "internal").mkdir()
        stage(folder)
        monkeypatch.setattr("pipeline.journal._undo", lambda *_: None)
        with monkeypatch.context() as patch:
            patch.setattr("pipeline.journal._settle", lambda *_: (_ for _ in ()).throw(OSError(5, "Input/output error")))
            with pytest.raises(OSError, match="Input/output"):
                carry_out(make_plan(tmp_path, "memo"), tmp_path, folder)
        stage(folder, "other")
        place("other", tmp_path, folder, replace=False)
    assert state(tmp_path) == AFTER | {"other": NEW, "internal/other": NEW}
    assert not folder.exists()
