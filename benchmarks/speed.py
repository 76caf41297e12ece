"""Time and memory of whole commands, ours beside the peer's in the same run, alternating: ``python -m benchmarks.speed``."""

from __future__ import annotations

import argparse
import json
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from benchmarks.corpus import short_records, typed_record
from pipeline.detect import leaves
from pipeline.flow import open_rules, shipped_rules
from pipeline.model import MatchKind

__all__ = ["main"]

_HERE = Path(__file__).parent
_PEER = _HERE / ".venv" / "bin" / "python"
_DECLASS = [sys.executable, "-c", "import sys; from pipeline.cli import main; sys.exit(main())"]
_MIB = 1024  # ru_maxrss is in KiB
_GROWTH = (30, 100, 300, 1000)


@dataclass(frozen=True, slots=True)
class Cost:
    """What one command took: wall and processor seconds, and the largest of its processes in MiB."""

    wall: float
    cpu: float
    peak: float


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table: medians over the rounds, pages a second of wall time, and how often the peer's speed."""

    what: str
    pages: int
    wall: float
    spread: float
    cpu: float
    peak: float
    pages_a_second: float
    to_peer: float | None


def _run(command: Sequence[str]) -> Cost:
    """Run a command to its end, its output thrown away. Raises RuntimeError where it fails."""
    start = time.monotonic()
    silent = [(os.POSIX_SPAWN_OPEN, each, os.devnull, os.O_WRONLY, 0) for each in (1, 2)]
    pid = os.posix_spawn(command[0], list(command), os.environ, file_actions=silent)
    _, status, usage = os.wait4(pid, 0)
    if os.waitstatus_to_exitcode(status):
        msg = f"exit code {os.waitstatus_to_exitcode(status)} from {command[0]}"
        raise RuntimeError(msg)
    return Cost(time.monotonic() - start, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / _MIB)


def _rules(folder: Path) -> Path:
    """Write the shipped rules as the peer takes them: the terms and expressions of all, combined ones taken apart."""
    sought = leaves(open_rules(shipped_rules() / "default.yaml").rules)
    told = [
        {"id": f"rule-{number}", "terms": rule.match.values}
        if rule.match.kind is MatchKind.TERMS
        else {"id": f"rule-{number}", "regex": rule.match.values[0]}
        for number, rule in enumerate(sought)
        if rule.match.kind is not MatchKind.ENTITY
    ]
    path = folder / "rules.json"
    path.write_text(json.dumps(told), "utf-8")
    return path


def _ours(folder: Path, records: Sequence[Path], jobs: int) -> list[str]:
    return [*_DECLASS, "run", *map(str, records), "--out", str(folder / "out"), "--replace", "--jobs", str(jobs)]


def _theirs(folder: Path, records: Sequence[Path]) -> list[str] | None:
    return (
        [str(_PEER), str(_HERE / "peer.py"), str(_rules(folder)), str(folder / "peer.pdf"), *map(str, records)] if _PEER.exists() else None
    )


def _measure(what: str, pages: int, commands: dict[str, list[str] | None], rounds: int) -> list[Row]:
    """Run the commands in turn, ``rounds`` times each; the one named ``peer`` is what the others are compared with."""
    there = {name: command for name, command in commands.items() if command}
    costs: dict[str, list[Cost]] = {name: [] for name in there}
    for _ in range(rounds):
        for name, command in there.items():
            costs[name].append(_run(command))
    peer = statistics.median(each.wall for each in costs["peer"]) if "peer" in costs else None
    return [_row(f"{what}, {name}", pages, each, peer) for name, each in costs.items()]


def _row(what: str, pages: int, costs: list[Cost], peer: float | None) -> Row:
    walls = [each.wall for each in costs]
    wall = statistics.median(walls)
    cpu, peak = statistics.median(each.cpu for each in costs), max(each.peak for each in costs)
    return Row(what, pages, wall, max(walls) - min(walls), cpu, peak, pages / wall, peer / wall if peer else None)


def _typed(folder: Path, pages: int) -> Path:
    path = folder / f"typed-{pages}.txt"
    path.write_text(typed_record(pages), "utf-8")
    return path


def _one_long(folder: Path, pages: int, rounds: int) -> list[Row]:
    record = [_typed(folder, pages)]
    return _measure(f"{pages}-page record", pages, {"declass": _ours(folder, record, 1), "peer": _theirs(folder, record)}, rounds)


def _many_short(folder: Path, count: int, rounds: int) -> list[Row]:
    records = []
    for number, text in enumerate(short_records(count), start=1):
        records.append(folder / f"short-{number}.txt")
        records[-1].write_text(text, "utf-8")
    commands = {"--jobs 1": _ours(folder, records, 1), "--jobs 2": _ours(folder, records, 2), "peer": _theirs(folder, records)}
    return _measure(f"{count} short records", count, commands, rounds)


def _growth(folder: Path, sizes: Sequence[int]) -> list[Row]:
    return [row for pages in sizes for row in _measure(f"{pages} pages", pages, {"declass": _ours(folder, [_typed(folder, pages)], 1)}, 1)]


def _table(rows: Sequence[Row]) -> str:
    lines = [f"{'':<34}{'pages/s':>9}{'x peer':>8}{'wall s':>9}{'spread':>8}{'cpu s':>8}{'peak MiB':>10}"]
    for row in rows:
        ratio = f"{row.to_peer:.2f}" if row.to_peer else "-"
        lines.append(
            f"{row.what:<34}{row.pages_a_second:>9.1f}{ratio:>8}{row.wall:>9.1f}{row.spread:>8.1f}{row.cpu:>8.1f}{row.peak:>10.0f}"
        )
    return "\n".join(lines)


def main(argv: Sequence[str] | None = None) -> int:
    """Measure and print; the peer is left out, and said to be, where its environment is not there."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.speed", description=__doc__)
    parser.add_argument("--pages", type=int, default=300, help="of the long record")
    parser.add_argument("--records", type=int, default=300, help="short ones")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--growth", type=int, nargs="*", default=_GROWTH, help="pages to take the peak memory of")
    parser.add_argument("--json", action="store_true")
    args = parser.parse_args(argv)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        rows = [*_one_long(folder, args.pages, args.rounds), *_many_short(folder, args.records, args.rounds), *_growth(folder, args.growth)]
    print(json.dumps([asdict(row) for row in rows]) if args.json else _table(rows))
    if not _PEER.exists():
        print("the peer is not installed, so nothing is compared; `make benchmark` installs it", file=sys.stderr)
    return 0


if __name__ == "__main__":
    sys.exit(main())
