"""What becomes of real PDFs and of the leak cases, a run each: released and verified, or refused and why: ``python -m benchmarks.pdfs``."""

from __future__ import annotations

import argparse
import json
import multiprocessing
import os
import re
import signal
import sys
import tempfile
import threading
import time
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from pipeline.errors import DeclassError
from pipeline.ingest import ingest, readers_for

__all__ = ["Outcome", "Target", "commonest_word", "main", "reason_of", "run", "table", "targets"]

_DATA = Path(__file__).parents[1].parent / "shared" / "data"
_DECLASS = [sys.executable, "-c", "import sys; from pipeline.cli import main; sys.exit(main())"]
_SECONDS, _SECONDS_A_PAGE = 120, 1  # of wall time, for the file and for each page that the manifest tells
_KIB = 1024  # ru_maxrss is in KiB
_LETTERS = 4  # of the least word that a rule takes
_NOWHERE = "zzyzx"  # a term for files without a word: it stands in none
_WORD = re.compile(rf"[A-Za-z]{{{_LETTERS},}}")
_PLACE = re.compile(r"\b(page|object|line) \d+")
_CRASHED = 1  # exit code of what nobody foresaw


@dataclass(frozen=True, slots=True)
class Target:
    """One file: its ``category`` in the table, its password or None, its ``pages`` as the manifest tells, 1 where it does not."""

    path: Path
    category: str
    password: str | None = None
    pages: int = 1


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one file. ``reason`` is empty where it was released, every version of it verified; peak of all processes in MiB."""

    name: str
    category: str
    exit_code: int
    reason: str
    seconds: float
    peak: float


def targets(which: str, data: Path) -> tuple[Target, ...]:
    """Return the files of a set, ``leak-cases`` or ``pdfs``, from its manifest. Raises OSError where there is none."""
    folder = data / which
    if which == "leak-cases":
        cases = json.loads((folder / "manifest.json").read_text("utf-8"))["cases"]
        return tuple(Target(folder / each["file"], each["kind"]) for each in cases)
    rows = [json.loads(line) for line in (folder / "manifest.jsonl").read_text("utf-8").splitlines()]
    return tuple(Target(folder / row["file"], row["category"], row["password"], row.get("pages") or 1) for row in rows)


def commonest_word(target: Target) -> str:
    """Return the most frequent word of four letters or more in our own reading, one that stands nowhere where there is none."""
    passwords = (target.password,) if target.password is not None else ()
    try:
        record = ingest(target.path.read_bytes(), name=target.path.name, readers=readers_for(passwords))
    except DeclassError:
        return _NOWHERE
    found = Counter(_WORD.findall(record.text)).most_common(1)
    return found[0][0] if found else _NOWHERE


def _rules(terms: Iterable[str]) -> str:
    rule = {"id": "bench", "match": {"terms": list(terms)}, "action": "redact", "authority": ["(b)(6)"], "rationale": "A measurement."}
    return json.dumps({"format": 1, "default": "release", "rules": [rule]})


def run(target: Target, terms: Sequence[str], folder: Path) -> Outcome:
    """Run the command on one file in a process of its own, under a limit of time; ``folder`` is empty and takes what it writes."""
    rules, told = folder / "rules.yaml", folder / "told.jsonl"
    rules.write_text(_rules(terms), "utf-8")
    command = [
        *_DECLASS,
        "run",
        str(target.path),
        "--rules",
        str(rules),
        "--status",
        "unclassified",
        "--out",
        str(folder / "out"),
        "--json",
    ]
    if target.password is not None:
        passwords = folder / "passwords.txt"
        passwords.write_text(target.password + "\n", "utf-8")
        command += ["--password-file", str(passwords)]
    limit = _SECONDS + _SECONDS_A_PAGE * target.pages
    code, seconds, peak = _cost(command, told, limit)
    reason = "" if code == 0 else f"no end after {limit} s" if code == -signal.SIGKILL else reason_of(told, target.path)
    return Outcome(target.path.name, target.category, code, reason, seconds, peak)


def _cost(command: Sequence[str], told: Path, limit: float) -> tuple[int, float, float]:
    """Run a command; return its exit code (negative: the signal that ended it), its wall seconds and the largest process in MiB."""
    flags = os.O_WRONLY | os.O_CREAT | os.O_TRUNC
    files = [(os.POSIX_SPAWN_OPEN, 1, str(told), flags, 0o600), (os.POSIX_SPAWN_OPEN, 2, os.devnull, os.O_WRONLY, 0)]
    start = time.monotonic()
    pid = os.posix_spawn(command[0], list(command), os.environ, file_actions=files)
    guard = threading.Timer(limit, os.kill, (pid, signal.SIGKILL))
    guard.start()
    _, status, usage = os.wait4(pid, 0)
    guard.cancel()
    return os.waitstatus_to_exitcode(status), time.monotonic() - start, usage.ru_maxrss / _KIB


def reason_of(told: Path, path: Path) -> str:
    """Return the reason that the command tells, without the file's name and the numbers of places, so that equal ones are equal."""
    rows = [json.loads(line) for line in told.read_text("utf-8").splitlines() if line.startswith("{")]
    message = next((row["message"] for row in rows if row.get("message")), "nothing was told")
    for name in (f"{path}: ", f"{path.name}: ", path.name):
        message = message.replace(name, "")
    return _PLACE.sub(r"\1 N", message)


def table(outcomes: Sequence[Outcome]) -> str:
    """Return a table by category, and below it each reason of a refusal with the files it was told of."""
    lines = ["| category | files | released, verified | refused | most seconds | most MiB |", "|---|---|---|---|---|---|"]
    groups: dict[str, list[Outcome]] = defaultdict(list)
    for each in outcomes:
        groups[each.category].append(each)
    for category, own in [*sorted(groups.items()), ("all", list(outcomes))]:
        good = sum(not each.reason for each in own)
        seconds, peak = max(each.seconds for each in own), max(each.peak for each in own)
        lines.append(f"| {category} | {len(own)} | {good} | {len(own) - good} | {seconds:.1f} | {peak:.0f} |")
    reasons: dict[str, list[str]] = defaultdict(list)
    for each in outcomes:
        if each.reason:
            reasons[("UNFORESEEN: " if each.exit_code == _CRASHED else "") + each.reason].append(each.name)
    lines += [f"\n{len(names)} x {reason}\n    {', '.join(names)}" for reason, names in sorted(reasons.items())]
    return "\n".join(lines)


def _terms(which: str, target: Target, data: Path) -> list[str]:
    if which == "leak-cases":
        secrets: list[str] = json.loads((data / which / "manifest.json").read_text("utf-8"))["secrets"]
        return secrets
    with multiprocessing.get_context("spawn").Pool(1) as reader:  # apart: the memory of who starts a command counts as the command's
        return [reader.apply(commonest_word, (target,))]


def main(argv: Sequence[str] | None = None) -> int:
    """Run and print; 2 where the data is not there, 1 where something failed in a way that nobody foresaw or ran over its time."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.pdfs", description=__doc__)
    parser.add_argument("--set", choices=("pdfs", "leak-cases"), default="pdfs", dest="which")
    parser.add_argument("--data", type=Path, default=_DATA, help="the folder that holds the sets (default: ../shared/data)")
    parser.add_argument("--category", action="append", help="only files of this category; may be repeated")
    parser.add_argument("--json", action="store_true", help="print one JSON object a file")
    args = parser.parse_args(argv)
    if not (args.data / args.which).is_dir():
        print(f"{args.data / args.which} is not there; name the folder that holds it with --data", file=sys.stderr)
        return 2
    outcomes = []
    for target in targets(args.which, args.data):
        if args.category and target.category not in args.category:
            continue
        with tempfile.TemporaryDirectory() as name:
            outcomes.append(run(target, _terms(args.which, target, args.data), Path(name)))
        if args.json:
            print(json.dumps(asdict(outcomes[-1])), flush=True)
    if outcomes and not args.json:
        print(table(outcomes))
    return int(any(each.exit_code < 0 or each.exit_code == _CRASHED for each in outcomes))


if __name__ == "__main__":
    sys.exit(main())
