"""How fast markings are found, beside Presidio with the same words as deny lists: ``python -m benchmarks.markings``.

In process, on one core, the best of several rounds: what is measured is the detector, not the start of a command.
"""

from __future__ import annotations

import argparse
import json
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass

from presidio_analyzer import PatternRecognizer

from benchmarks.corpus import marked_record, typed_record
from pipeline.detect import MarkingDetector
from pipeline.ingest import ingest, read_text
from pipeline.model import Record
from pipeline.rulebook import shipped_vocabulary

__all__ = ["main"]

_PAGES, _ROUNDS, _PEER_ROUNDS = 1000, 5, 1
_MEGABYTE = 1e6
_SHORTEST = 3  # letters of a word on the peer's list
_ENTITY = "MARKING"


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table: megabytes of text a second, ours and the peer's, and what each found."""

    text: str
    megabytes: float
    rate: float
    found: int
    peer_rate: float
    peer_found: int


def _record(text: str) -> Record:
    return ingest(text.encode(), name="record.txt", readers={"text/plain": read_text})


def _best(call: Callable[[], int], rounds: int) -> tuple[float, int]:
    """Return the least seconds of ``rounds``, and what the call found."""
    times: list[float] = []
    found = 0
    for _ in range(rounds):
        start = time.perf_counter()
        found = call()
        times.append(time.perf_counter() - start)
    return min(times), found


def _peer() -> PatternRecognizer:
    """Return what people build: every word of the vocabulary on a list. It knows no position, no case, no damage, no extent."""
    words = {form for token in shipped_vocabulary().tokens for form in (token.name, *token.also) if len(form) >= _SHORTEST}
    return PatternRecognizer(supported_entity=_ENTITY, deny_list=sorted(words), name="markings")


def _measure(name: str, text: str) -> Row:
    record, size = _record(text), len(text) / _MEGABYTE
    peer = _peer()
    seconds, found = _best(lambda: len(list(MarkingDetector(shipped_vocabulary()).find(record))), _ROUNDS)
    peer_seconds, peer_found = _best(lambda: len(peer.analyze(text, [_ENTITY])), _PEER_ROUNDS)
    return Row(name, size, size / seconds, found, size / peer_seconds, peer_found)


def main(argv: list[str] | None = None) -> int:
    """Measure three texts and print a table, or with ``--json`` one object a line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pages", type=int, default=_PAGES, help=f"typed pages of each text (default: {_PAGES})")
    parser.add_argument("--json", action="store_true", help="print one JSON object a line")
    args = parser.parse_args(argv)
    texts = (
        ("prose, few markings", typed_record(args.pages)),
        ("stamps and portions", marked_record(args.pages)),
        ("cables in capitals", marked_record(args.pages, in_capitals=True)),
    )
    if not args.json:
        print(f"{'text':22}{'MB':>6}{'MB/s':>8}{'found':>8}{'peer MB/s':>11}{'found':>8}{'times':>8}")
    for name, text in texts:
        row = _measure(name, text)
        if args.json:
            print(json.dumps(asdict(row)))
        else:
            ratio = row.rate / row.peer_rate
            print(f"{row.text:22}{row.megabytes:6.2f}{row.rate:8.1f}{row.found:8}{row.peer_rate:11.2f}{row.peer_found:8}{ratio:8.1f}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
