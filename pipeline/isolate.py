"""Runs each task in a child process of its own, within limits, so that none can take the others with it.

A child is forked from this process, which has loaded rules and models once; it does one task, sends its answer
through a pipe and ends. What it would print goes nowhere: a C library's last words may quote the record. It leaves
no core file, which would hold the record whole, and it dies with its parent (on Linux; elsewhere it ends by
itself). This bounds accidents. It is no sandbox: a child has all rights of the person who runs it.
"""

from __future__ import annotations

import ctypes
import faulthandler
import gc
import multiprocessing
import os
import resource
import signal
import sys
import threading
import time
import warnings
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from enum import Enum
from multiprocessing.connection import Connection, wait
from multiprocessing.context import ForkProcess
from pathlib import Path
from types import FrameType
from typing import Generic, TypeVar

__all__ = ["Bounds", "Failed", "Failure", "each_apart", "ease_collection", "stop_told"]

Task = TypeVar("Task")
Answer = TypeVar("Answer")

MIB = 2**20
_TICK = 0.1  # seconds between two looks at the clock
_PARTING = 5.0  # seconds a child has to end by itself after its answer
_STOPS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
_SET_DEATH_SIGNAL, _SET_DUMPABLE = 1, 4  # of Linux's prctl
_YOUNG = 50_000  # objects made before garbage is looked for: those of a record live as long as it does, few are ever garbage
_FORK = multiprocessing.get_context("fork")


class Failure(Enum):
    """How a child ended that gave no answer."""

    CRASH = "crash"
    TIME = "time"
    MEMORY = "memory"
    STOPPED = "stopped"


@dataclass(frozen=True, slots=True)
class Failed:
    """Stands for the answer of a child that gave none; ``how`` is the signal that ended it, or its exit code."""

    failure: Failure
    how: str = ""


@dataclass(frozen=True, slots=True)
class Bounds:
    """What one record may take: seconds, None for what suits its size; memory in MiB over what the program has."""

    seconds: float | None = None
    memory_mib: int = 1536

    base_seconds = 120.0
    seconds_per_mib = 120.0

    def seconds_for(self, size: int) -> float:
        """Return the time limit for a source of ``size`` bytes."""
        return self.base_seconds + self.seconds_per_mib * size / MIB if self.seconds is None else self.seconds


@dataclass(frozen=True, slots=True)
class _Child(Generic[Task]):
    number: int
    process: ForkProcess
    pipe: Connection
    deadline: float


def _libc() -> ctypes.CDLL | None:
    """Return the C library where it has Linux's ``prctl``; it is loaded before any child is forked."""
    return ctypes.CDLL(None) if sys.platform == "linux" else None


_LIBC = _libc()


def _end_with_parent(parent: int) -> None:
    """Ask to be killed when the parent is; best effort, for only Linux can promise it."""
    if _LIBC is not None:
        _LIBC.prctl(_SET_DEATH_SIGNAL, signal.SIGKILL)
    if os.getppid() != parent:  # it was gone before we asked
        os._exit(1)


def _silence() -> None:
    """Send what this process or any library of it prints to nowhere, tracebacks and last words included."""
    faulthandler.disable()
    nowhere = os.open(os.devnull, os.O_RDWR)
    for stream in (0, 1, 2):
        os.dup2(nowhere, stream)
    sys.stdout = sys.stderr = os.fdopen(nowhere, "w")


def _keep_no_core() -> None:
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if _LIBC is not None:
        _LIBC.prctl(_SET_DUMPABLE, 0)  # the limit alone does not stop a core that is piped to a service


def _size() -> int:
    """Return the address space of this process in bytes; 0 where the system does not tell it."""
    try:
        pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0])
    except OSError:
        return 0
    return pages * resource.getpagesize()


def _bound(memory: int) -> None:
    """Limit the address space to what it is plus ``memory`` bytes, but never above a limit that stands already."""
    most, hard = _size() + memory, resource.getrlimit(resource.RLIMIT_AS)[1]
    if hard != resource.RLIM_INFINITY:
        most = min(most, hard)
    with suppress(ValueError, OSError):  # systems that know the limit and do not set it
        resource.setrlimit(resource.RLIMIT_AS, (most, most))


def ease_collection() -> None:
    """Let a process that does one task look for garbage less often, and never among what was loaded before."""
    gc.freeze()
    gc.set_threshold(_YOUNG)


def _serve(work: Callable[[Task], Answer], task: Task, pipe: Connection, memory: int, parent: int) -> None:
    """Do one task in the child and send its answer; an error that ``work`` lets out ends the child without one."""
    os.setsid()  # Ctrl-C is the parent's to hear, and whatever is started here is killed with this group
    for each in _STOPS:
        signal.signal(each, signal.SIG_DFL)
    _end_with_parent(parent)
    _silence()
    _keep_no_core()
    _bound(memory)
    ease_collection()
    try:
        answer: Answer | Failed = work(task)
    except MemoryError:
        answer = Failed(Failure.MEMORY)
    pipe.send(answer)


def _start(number: int, work: Callable[[Task], Answer], task: Task, seconds: float, memory: int) -> _Child[Task]:
    ours, theirs = _FORK.Pipe(duplex=False)
    process = _FORK.Process(target=_serve, args=(work, task, theirs, memory, os.getpid()), daemon=True)
    with warnings.catch_warnings():
        # Python 3.12 warns of threads. Ours are only those of the arithmetic library, which stops its own around a fork.
        warnings.simplefilter("ignore", DeprecationWarning)
        process.start()
    theirs.close()
    return _Child(number, process, ours, time.monotonic() + seconds)


def _kill(child: _Child[Task]) -> None:
    """End a child and all that it started, at once."""
    if child.process.pid is not None:
        with suppress(ProcessLookupError, PermissionError):  # gone, or no group of its own yet
            os.killpg(child.process.pid, signal.SIGKILL)
    child.process.kill()
    child.process.join()
    child.pipe.close()


def _ended(child: _Child[Task]) -> object:
    """Return a child's answer, or that it failed; None while it is at work."""
    if not child.pipe.poll():
        return Failed(Failure.TIME) if time.monotonic() >= child.deadline else None
    try:
        answer: object = child.pipe.recv()
    except (EOFError, OSError):
        answer = Failed(Failure.CRASH)
    wait([child.process.sentinel], _PARTING)
    return answer


def _with_cause(end: object, child: _Child[Task]) -> object:
    """Return the end of a child that is gone; a crash with the signal that ended it, or the exit code."""
    if not isinstance(end, Failed) or end.failure is not Failure.CRASH:
        return end
    code = child.process.exitcode or 0
    return Failed(Failure.CRASH, signal.Signals(-code).name if code < 0 else f"exit code {code}")


def each_apart(
    tasks: Sequence[Task],
    work: Callable[[Task], Answer],
    *,
    jobs: int,
    seconds: Callable[[Task], float],
    memory: int,
    tick: Callable[[], bool],
) -> Iterator[tuple[int, Answer | Failed]]:
    """Yield each task's number and answer as it ends, ``jobs`` at a time; a child that gave none is ``Failed``.

    ``tick`` is called some times a second, and stops everything when it says so: what is at work is killed and told
    as stopped, what has not begun is not told.
    """
    waiting, alive = deque(enumerate(tasks)), list[_Child[Task]]()
    try:
        while waiting or alive:
            while waiting and len(alive) < jobs:
                number, task = waiting.popleft()
                alive.append(_start(number, work, task, seconds(task), memory))
            wait([child.pipe for child in alive], _TICK)
            has_to_stop = tick()
            for child in tuple(alive):
                end = _ended(child)
                if end is None and has_to_stop:
                    end = Failed(Failure.STOPPED)
                if end is not None:
                    alive.remove(child)
                    _kill(child)
                    yield child.number, _with_cause(end, child)  # type: ignore[misc]  # a pipe knows no types; the child sends its Answer
            if has_to_stop:
                return
    finally:
        for child in alive:
            _kill(child)


@contextmanager
def stop_told() -> Iterator[Callable[[], bool]]:
    """Give a function that tells whether this process was asked to stop (Ctrl-C, SIGTERM, SIGHUP) since.

    So nothing is interrupted half way: whoever works looks up when it suits. What was ignored before, as under
    nohup, stays ignored.
    """
    told: list[int] = []

    def note(number: int, _frame: FrameType | None) -> None:
        told.append(number)

    is_main = threading.current_thread() is threading.main_thread()
    heard = [each for each in _STOPS if is_main and signal.getsignal(each) is not signal.SIG_IGN]
    before = {each: signal.signal(each, note) for each in heard}
    try:
        yield lambda: bool(told)
    finally:
        for each, handler in before.items():
            signal.signal(each, handler)
