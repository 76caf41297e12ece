"""``declass check``: look through any PDF for what it leaks, ours or not."""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from pipeline.cli.check_view import report_json, report_lines
from pipeline.cli.common import EPILOG, Commands, read_passwords, show
from pipeline.errors import EXIT_DONE, InputError, LeakError, UsageError, printable
from pipeline.folding import fold_text
from pipeline.isolate import MIB, Bounds, Failed, Failure, each_apart, stop_told
from pipeline.verify.check import Report, check

__all__ = ["add_check"]

_MOST_BYTES = 200 * MIB
_SHORTEST = 2  # letters and digits of a secret that can be sought
_BOUNDS = Bounds(memory_mib=4096)
_FAILED = {
    Failure.TIME: "checking it took too long; split it into parts",
    Failure.MEMORY: "checking it took too much memory; split it into parts",
    Failure.CRASH: "a library failed on it; print it to a new PDF",
    Failure.STOPPED: "stopped before it was checked; run it again",
}


@dataclass(frozen=True, slots=True)
class _Task:
    pdf: bytes
    name: str
    secrets: tuple[str, ...]
    passwords: tuple[str, ...]


def add_check(commands: Commands) -> None:
    """Add the command ``check``."""
    parser = commands.add_parser("check", help="look through any PDF for what it leaks", epilog=EPILOG)
    parser.add_argument("file", type=Path, metavar="FILE", help="a PDF, of this program or of any other")
    parser.add_argument("--secrets", type=Path, metavar="FILE", help="words that must stand nowhere in it, UTF-8, one a line")
    parser.add_argument("--password-file", type=Path, metavar="FILE", help="the passwords of encrypted PDFs, one a line")
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    parser.set_defaults(do=_check)


def _check(args: argparse.Namespace) -> int:
    path: Path = args.file
    secrets, passwords = _read_secrets(args.secrets), read_passwords(args.password_file)
    task = _Task(_read(path), path.name, secrets, passwords)
    report = _apart(task, printable(str(path)))
    show(json.dumps(report_json(path.name, report), ensure_ascii=False) if args.json else "\n".join(report_lines(path.name, report)))
    return EXIT_DONE if report.ok else LeakError.exit_code


def _read(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            untrusted = file.read(_MOST_BYTES + 1)
    except OSError as error:
        raise InputError(printable(f"{path}: cannot be read ({error.strerror}); name one file that is there")) from None
    if len(untrusted) > _MOST_BYTES:
        raise InputError(printable(f"{path}: is over the limit of {_MOST_BYTES:,} bytes; split it into parts"))
    return untrusted


def _read_secrets(path: Path | None) -> tuple[str, ...]:
    """Return the secrets of a file, one a line. Raises UsageError, with the line, for what cannot be sought."""
    if path is None:
        return ()
    try:
        lines = path.read_text("utf-8-sig").splitlines()
    except OSError as error:
        raise UsageError(f"--secrets {path}: cannot be read ({error.strerror}); name a text file with one secret a line") from None
    except UnicodeDecodeError:
        raise UsageError(f"--secrets {path}: is not UTF-8; name a text file with one secret a line") from None
    for number, line in enumerate(lines, start=1):
        if line.strip() and len(fold_text(line)) < _SHORTEST:
            raise UsageError(f"--secrets {path}, line {number}: has fewer than {_SHORTEST} letters or digits; no search can tell it")
    found = tuple(line.strip() for line in lines if line.strip())
    if not found:
        raise UsageError(f"--secrets {path}: holds no secret; name a text file with one secret a line")
    return found


def _work(task: _Task) -> Report | InputError:
    try:
        return check(task.pdf, name=task.name, secrets=task.secrets, passwords=task.passwords)
    except InputError as error:
        return error


def _apart(task: _Task, shown: str) -> Report:
    """Return the report on a file, made in a process of its own, within bounds. Raises InputError where there is none."""
    with stop_told() as is_told:
        tasks: Sequence[_Task] = (task,)
        seconds = _BOUNDS.seconds_for(len(task.pdf))
        ends = each_apart(tasks, _work, jobs=1, seconds=lambda _: seconds, memory=_BOUNDS.memory_mib * MIB, tick=is_told)
        _, end = next(iter(ends))
        ends.close()  # type: ignore[attr-defined]  # a generator, though it is said to be an iterator
    if isinstance(end, Failed):
        raise InputError(f"{shown}: {_FAILED[end.failure]}")
    if isinstance(end, InputError):
        raise InputError(f"{shown}: {end}")
    return end
