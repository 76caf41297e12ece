"""One process a task: what a crash, a hang or a hog does to itself, and to nobody else."""

from __future__ import annotations

import ctypes
import os
import resource
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from pipeline.isolate import MIB, Bounds, Failed, Failure, each_apart, stop_told

Answers = dict[int, str | Failed]


def apart(
    work: Callable[[str], str],
    *tasks: str,
    jobs: int = 1,
    seconds: float = 30,
    memory: int = 512 * MIB,
    tick: Callable[[], bool] = lambda: False,
) -> Answers:
    return dict(each_apart(tasks, work, jobs=jobs, seconds=lambda _: seconds, memory=memory, tick=tick))


def is_gone(pid: int) -> bool:
    """Tell whether a process ends within some seconds."""
    for _ in range(200):
        try:
            os.kill(pid, 0)
            state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
        except (ProcessLookupError, FileNotFoundError):
            return True
        if state == "Z":  # killed, and not yet collected by whoever adopted it
            return True
        time.sleep(0.02)
    return False


@pytest.mark.parametrize("jobs", [1, 2, 7])
def test_every_task_has_its_answer_and_a_process_of_its_own(jobs: int) -> None:
    answers = apart(lambda task: f"{task} {os.getpid()}", "a", "b", "c", jobs=jobs)
    assert [str(answers[number]).split()[0] for number in range(3)] == ["a", "b", "c"]
    pids = {str(each).split()[1] for each in answers.values()}
    assert len(pids | {str(os.getpid())}) == 4


def test_no_task_is_no_work() -> None:
    assert apart(str) == {}


@pytest.mark.parametrize("number", [signal.SIGSEGV, signal.SIGABRT, signal.SIGBUS, signal.SIGKILL, signal.SIGTERM])
def test_a_crash_is_told_with_its_signal_and_stops_no_other(number: signal.Signals) -> None:
    def work(task: str) -> str:
        if task == "bad":
            os.kill(os.getpid(), number)
        return task

    assert apart(work, "a", "bad", "c") == {0: "a", 1: Failed(Failure.CRASH, number.name), 2: "c"}


@pytest.mark.parametrize("end", [lambda: os._exit(0), lambda: os._exit(7), lambda: sys.exit(7)], ids=["0", "7", "exit"])
def test_an_end_without_an_answer_is_a_crash(end: Callable[[], None]) -> None:
    def work(_task: str) -> str:
        end()
        raise AssertionError

    (answer,) = apart(work, "a").values()
    assert isinstance(answer, Failed)
    assert answer.failure is Failure.CRASH
    assert answer.how.startswith("exit code ")


def test_a_hang_is_killed_at_its_limit_even_where_it_ignores_signals() -> None:
    def work(task: str) -> str:
        if task == "bad":
            for each in (signal.SIGTERM, signal.SIGINT, signal.SIGALRM):
                signal.signal(each, signal.SIG_IGN)
            while True:
                time.sleep(1)
        return task

    begun = time.monotonic()
    assert apart(work, "bad", "b", seconds=0.5) == {0: Failed(Failure.TIME), 1: "b"}
    assert 0.5 <= time.monotonic() - begun < 20


def test_what_takes_too_much_memory_is_told_so_and_what_takes_less_is_not() -> None:
    def work(task: str) -> str:
        return str(len(bytearray(int(task) * MIB)) // MIB)

    assert apart(work, "900", "50", memory=256 * MIB) == {0: Failed(Failure.MEMORY), 1: "50"}


def test_a_limit_that_stands_already_is_not_raised() -> None:
    def work(_task: str) -> str:
        return str(resource.getrlimit(resource.RLIMIT_AS)[0] // MIB)

    def tight(_task: str) -> str:
        most = 4096 * MIB
        resource.setrlimit(resource.RLIMIT_AS, (most, most))
        return str(apart(work, "a", memory=90_000 * MIB)[0])

    # Daemons may fork no children by multiprocessing, so the tight parent is one of our own.
    reader, writer = os.pipe()
    if (pid := os.fork()) == 0:
        with suppress(BaseException):
            os.write(writer, tight("a").encode())
        os._exit(0)
    os.close(writer)
    os.waitpid(pid, 0)
    assert os.read(reader, 99) == b"4096"
    os.close(reader)


def test_a_child_leaves_no_core_and_prints_nowhere(capfd: pytest.CaptureFixture[str]) -> None:
    def work(_task: str) -> str:
        sys.stdout.write("zebrafish")
        sys.stderr.write("zebrafish")
        os.write(1, b"zebrafish")
        os.write(2, b"zebrafish")
        subprocess.run(["echo", "zebrafish"], check=True)
        return str(resource.getrlimit(resource.RLIMIT_CORE))

    def noisy(_task: str) -> str:
        raise RuntimeError("zebrafish")

    assert apart(work, "a") == {0: "(0, 0)"}
    assert apart(noisy, "a") == {0: Failed(Failure.CRASH, "exit code 1")}
    assert capfd.readouterr() == ("", "")


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux knows of it")
def test_no_service_gets_a_core_of_a_child_either() -> None:
    is_dumpable = 3  # of prctl
    assert apart(lambda _: str(ctypes.CDLL(None).prctl(is_dumpable)), "a") == {0: "0"}


def test_a_child_hears_signals_as_any_program_whatever_its_parent_listens_for() -> None:
    def work(_task: str) -> str:
        os.kill(os.getpid(), signal.SIGTERM)
        return "it went on"

    with stop_told():
        assert apart(work, "a") == {0: Failed(Failure.CRASH, "SIGTERM")}


def test_what_a_child_started_is_killed_with_it(tmp_path: Path) -> None:
    def work(_task: str) -> str:
        helper = subprocess.Popen(["sleep", "60"])
        (tmp_path / "pid").write_text(str(helper.pid))
        time.sleep(60)
        return ""

    assert apart(work, "a", seconds=1) == {0: Failed(Failure.TIME)}
    assert is_gone(int((tmp_path / "pid").read_text()))


def test_asked_to_stop_it_kills_what_is_at_work_and_begins_nothing_more(tmp_path: Path) -> None:
    def work(task: str) -> str:
        (tmp_path / task).write_text(str(os.getpid()))
        time.sleep(60)
        return task

    answers = apart(work, "a", "b", "c", jobs=2, tick=lambda: len(list(tmp_path.iterdir())) == 2)
    assert answers == {0: Failed(Failure.STOPPED), 1: Failed(Failure.STOPPED)}
    assert all(is_gone(int(path.read_text())) for path in tmp_path.iterdir())


def test_whoever_stops_asking_leaves_no_child_behind(tmp_path: Path) -> None:
    def work(task: str) -> str:
        (tmp_path / task).write_text(str(os.getpid()))
        time.sleep(60 if task == "slow" else 0.3)
        return task

    answers: Iterator[tuple[int, str | Failed]] = each_apart(
        ["slow", "fast"], work, jobs=2, seconds=lambda _: 60, memory=512 * MIB, tick=lambda: False
    )
    assert next(answers) == (1, "fast")
    answers.close()  # type: ignore[attr-defined]
    assert is_gone(int((tmp_path / "slow").read_text()))


PARENT = """
import os, sys, time
from pathlib import Path
from pipeline.isolate import each_apart
def work(task):
    Path(sys.argv[1]).write_text(str(os.getpid()))
    time.sleep(60)
list(each_apart(["a"], work, jobs=1, seconds=lambda _: 60, memory=2**29, tick=lambda: False))
"""


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells a child of its parent's death")
def test_a_child_dies_with_its_killed_parent(tmp_path: Path) -> None:
    note = tmp_path / "pid"
    with subprocess.Popen([sys.executable, "-c", PARENT, str(note)]) as parent:
        while not note.exists() or not note.read_text():
            time.sleep(0.02)
        parent.kill()
    assert is_gone(int(note.read_text()))


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_stop_is_told_and_interrupts_nothing(number: signal.Signals) -> None:
    before = signal.getsignal(number)
    with stop_told() as is_stopped:
        assert not is_stopped()
        os.kill(os.getpid(), number)
        assert is_stopped()
    assert signal.getsignal(number) is before


def test_what_was_ignored_stays_ignored() -> None:
    before = signal.signal(signal.SIGHUP, signal.SIG_IGN)
    try:
        with stop_told() as is_stopped:
            os.kill(os.getpid(), signal.SIGHUP)
            assert not is_stopped()
    finally:
        signal.signal(signal.SIGHUP, before)


@pytest.mark.parametrize(
    ("bounds", "size", "seconds"),
    [(Bounds(), 0, 120), (Bounds(), MIB, 240), (Bounds(), 20 * MIB, 2520), (Bounds(seconds=5), 20 * MIB, 5)],
)
def test_a_time_limit_grows_with_the_source_unless_one_is_given(bounds: Bounds, size: int, seconds: float) -> None:
    assert bounds.seconds_for(size) == seconds
