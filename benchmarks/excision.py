"""Words taken out of PDFs that keep their pages, beside PyMuPDF's search, redact and save: ``python -m benchmarks.excision``.

Two files are drawn by script: one operator that shows text a line, in a simple font, and one a word, in a composite font; three terms
stand on each page. Ours and the peer's run in turn, each in a process of its own on one core; what is compared is the processor
time of the work without the start of the programs, the best of the rounds.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path, PurePosixPath

from benchmarks.drawn import TERMS, composite_pdf, simple_pdf
from pipeline.decide import decide
from pipeline.detect import TermDetector, UnsureDetector, detect
from pipeline.ingest import ingest, readers_for
from pipeline.isolate import ease_collection
from pipeline.model import Version
from pipeline.render import load_fonts, render
from pipeline.rules import load_rules
from pipeline.statement import ReleasePolicy
from pipeline.verify import verify

__all__ = ["main"]

_HERE = Path(__file__).parent
_PEER = _HERE / ".venv" / "bin" / "python"
_MIB = 1024  # ru_maxrss is in KiB
_DAY = dt.date(2026, 11, 24)
_RULES = f"""format: 1
default: release
rules:
  - {{id: terms, action: redact, authority: [(b)(6)], rationale: A list., match: {{terms: {json.dumps(TERMS)}}}}}
"""
_DRAWN = {"simple": simple_pdf, "composite": composite_pdf}
_TOLD = """
PyMuPDF          opened, search_for, add_redact_annot with a black fill, apply_redactions, save(garbage=3, deflate=True); nothing read back
excised          ours: read (with the second reader and the judgement of what is hidden), terms found, decided, one version written
                 as PDF and text in memory: gaps of fixed widths, codes on bars, fonts pruned, rebuilt by an allow-list, stamped
and verified     the same, and what was written read back in full by all probes"""


@dataclass(frozen=True, slots=True)
class Cost:
    """What one run took: processor seconds of excising, and of excising and verifying; the process at its largest in MiB."""

    excised: float
    verified: float
    peak: float


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table: processor seconds, pages a processor second, and how often the peer's speed; the peak in MiB."""

    what: str
    pages: int
    seconds: float
    pages_a_second: float
    to_peer: float | None
    peak: float | None


def _excise(file: Path, *, is_verified: bool) -> Cost:
    """Take the terms out of one PDF, in this process."""
    rules = load_rules(PurePosixPath("rules.yaml"), lambda _: _RULES.encode())
    policy = ReleasePolicy(_DAY, is_stated_unclassified=True)
    load_fonts()
    start = time.process_time()
    record = ingest(file.read_bytes(), name=file.name, readers=readers_for())
    findings = detect(record, (UnsureDetector(), TermDetector(rules.rules)))
    decisions = decide(record, findings, rules, version=Version.RELEASED, as_of=_DAY, is_stated_unclassified=True)
    draft = render(record, decisions, policy, version=Version.RELEASED)
    excised = time.process_time() - start
    if is_verified:
        verify(draft, record, decisions, policy=policy)
    return Cost(excised, time.process_time() - start, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / _MIB)


def _told(command: Sequence[str]) -> str:
    """Return what a command prints. Raises CalledProcessError where it fails."""
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def _ours(file: Path) -> Cost:
    return Cost(**json.loads(_told([sys.executable, "-m", "benchmarks.excision", "--one", str(file)])))


def _theirs(file: Path) -> float:
    return float(_told([str(_PEER), str(_HERE / "excision_peer.py"), str(file), str(file.with_suffix(".out")), *TERMS]))


def _row(what: str, pages: int, seconds: float, peer: float | None, peak: float | None = None) -> Row:
    return Row(what, pages, seconds, pages / seconds, peer / seconds if peer else None, peak)


def _beside_peer(folder: Path, kind: str, pages: int, rounds: int) -> list[Row]:
    """Measure ours and the peer's on one file, in turn."""
    file = folder / f"{kind}-{pages}.pdf"
    file.write_bytes(_DRAWN[kind](pages))
    costs, peers = [], []
    for _ in range(rounds):
        peers += [_theirs(file)] if _PEER.exists() else []
        costs.append(_ours(file))
    peer, name = min(peers, default=None), f"{kind}, {pages:,} pages"
    rows = [_row(f"{name}: PyMuPDF", pages, peer, None)] if peer else []
    peak = max(each.peak for each in costs)
    rows.append(_row(f"{name}: excised", pages, min(each.excised for each in costs), peer))
    return [*rows, _row(f"{name}: and verified", pages, min(each.verified for each in costs), peer, peak)]


def _growth(folder: Path, sizes: Sequence[int]) -> list[Row]:
    """Measure once, on ever more pages, how time and memory grow."""
    rows = []
    for kind, pages in ((kind, pages) for kind in _DRAWN for pages in sizes):
        file = folder / f"{kind}-{pages}.pdf"
        file.write_bytes(_DRAWN[kind](pages))
        cost = _ours(file)
        rows.append(_row(f"{kind}, {pages:,} pages: and verified", pages, cost.verified, None, cost.peak))
    return rows


def _table(rows: Sequence[Row]) -> str:
    lines = [f"{'':<42}{'cpu s':>9}{'pages/s':>9}{'x peer':>8}{'peak MiB':>10}"]
    for row in rows:
        ratio = f"{row.to_peer:.2f}" if row.to_peer else "-"
        peak = f"{row.peak:.0f}" if row.peak else "-"
        lines.append(f"{row.what:<42}{row.seconds:>9.2f}{row.pages_a_second:>9.1f}{ratio:>8}{peak:>10}")
    return "\n".join(lines) + "\n" + _TOLD


def main(argv: Sequence[str] | None = None) -> int:
    """Measure and print; the peer is left out, and said to be, where its environment is not there."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.excision", description=__doc__)
    parser.add_argument("--pages", type=int, default=100, help="of the files beside the peer")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--growth", type=int, nargs="*", default=(100, 1000), help="pages to see time and memory grow on")
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--one", type=Path, help="excise one file in this process, and print what it took")
    parser.add_argument("--unverified", action="store_true", help="with --one: do not read it back")
    args = parser.parse_args(argv)
    if args.one:
        ease_collection()  # as the process of each record does
        print(json.dumps(asdict(_excise(args.one, is_verified=not args.unverified))))
        return 0
    os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})  # one core, for all that is started here
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        rows = [row for kind in _DRAWN for row in _beside_peer(folder, kind, args.pages, args.rounds)]
        rows += _growth(folder, args.growth)
    print(json.dumps([asdict(row) for row in rows]) if args.json else _table(rows))
    if not _PEER.exists():
        print("the peer is not installed, so nothing is compared; `make benchmark` installs it", file=sys.stderr)
    return 0


if __name__ == "__main__":
    sys.exit(main())
