"""How many terms may be sought at once: 50 beside 50,000, and Presidio's deny lists: ``python -m benchmarks.terms``.

Loading and detection are measured in process, in processor seconds; the run is the whole command, the two lists in turn.
"""

from __future__ import annotations

import argparse
import json
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path, PurePosixPath

from presidio_analyzer import PatternRecognizer

from benchmarks.corpus import typed_record
from benchmarks.speed import _DECLASS, Cost, _run
from pipeline.detect import TermDetector
from pipeline.ingest import ingest, read_text
from pipeline.model import Record, Rule
from pipeline.rulebook import open_rules
from pipeline.rules import load_rules

__all__ = ["main", "rule_file", "term_list", "told_record"]

_FEW, _MANY, _SPREAD = 50, 50_000, 1_000
_PAGES, _ROUNDS, _PEER_PAGES = 300, 5, 2
_MENTIONS = 5  # a page, of the few terms, so that both lists find the same
_OF_FIVE = 3  # two-word names; the others are code words
_MEGABYTE = 1e6
_ENTITY = "TERM"
_CONSONANTS, _VOWELS = "bdfgklmnprstvz", "aeiou"
_HEAD = "format: 1\ndefault: release\nrules:\n"


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table: what was measured with the few and with the many, and the many as a multiple of the few."""

    what: str
    few: float
    many: float
    ratio: float


def _word(order: random.Random, syllables: int) -> str:
    return "".join(order.choice(_CONSONANTS) + order.choice(_VOWELS) for _ in range(syllables))


def term_list(count: int) -> list[str]:
    """Return ``count`` invented terms, no two the same: of every five, three names of two words and two code words.

    The same on every machine; a shorter list is the beginning of a longer one.
    """
    order, found = random.Random(_MANY), dict[str, None]()  # noqa: S311  # not for secrets
    while len(found) < count:
        is_name = len(found) % 5 < _OF_FIVE
        found[f"{_word(order, 2)} {_word(order, 3)}".title() if is_name else _word(order, 4).upper()] = None
    return list(found)


def told_record(pages: int, terms: Sequence[str]) -> str:
    """Return a typed record that names some of ``terms`` on every page."""
    order = random.Random(pages)  # noqa: S311
    told = []
    for page in typed_record(pages).split("\f"):
        words = page.split(" ")
        for _ in range(_MENTIONS):
            words.insert(order.randrange(1, len(words)), order.choice(terms))
        told.append(" ".join(words))
    return "\f".join(told)


def rule_file(terms: Sequence[str], rules: int = 1) -> str:
    """Return a rule file that names ``terms``, dealt out over ``rules`` rules."""
    return _HEAD + "".join(
        f"  - {{id: rule-{number}, action: refer, rationale: A list., match: {{terms: {json.dumps(terms[number::rules])}}}}}\n"
        for number in range(rules)
    )


def _record(text: str) -> Record:
    return ingest(text.encode(), name="record.txt", readers={"text/plain": read_text})


def _best(call: Callable[[], object], rounds: int) -> float:
    """Return the least processor seconds of ``rounds``: what else the machine does is no cost of ours, nor of the peer."""
    times: list[float] = []
    for _ in range(rounds):
        start = time.process_time()
        call()
        times.append(time.process_time() - start)
    return min(times)


def _row(what: str, few: float, many: float) -> Row:
    return Row(what, few, many, many / few)


def _rules(terms: Sequence[str]) -> tuple[Rule, ...]:
    return load_rules(PurePosixPath("rules.yaml"), lambda _: rule_file(terms).encode()).rules


def _written(folder: Path, terms: Sequence[str], rules: int = 1) -> Path:
    path = folder / f"rules-{len(terms)}-{rules}.yaml"
    path.write_text(rule_file(terms, rules), "utf-8")
    return path


def _loading(folder: Path, few: list[str], many: list[str], rounds: int) -> list[Row]:
    """Measure the reading of rule files, and the making of the detector from what was read."""
    rows = []
    for rules in (1, _SPREAD):
        files = [_written(folder, terms, min(rules, len(terms))) for terms in (few, many)]
        read = [_best(lambda file=file: open_rules(file), rounds) for file in files]  # type: ignore[misc]
        sets = [open_rules(file).rules for file in files]
        made = [_best(lambda each=each: TermDetector(each), rounds) for each in sets]  # type: ignore[misc]
        name = "one rule" if rules == 1 else f"up to {rules:,} rules"
        rows += [_row(f"rule file read, {name}, s", *read), _row(f"detector made, {name}, s", *made)]
    return rows


def _detection(few: list[str], many: list[str], text: str, rounds: int) -> tuple[float, ...]:
    """Return megabytes of text a second with either list."""
    record, size = _record(text), len(text) / _MEGABYTE
    detectors = [TermDetector(_rules(terms)) for terms in (few, many)]
    return tuple(size / _best(lambda each=each: sum(1 for _ in each.find(record)), rounds) for each in detectors)  # type: ignore[misc]


def _beside_peer(few: list[str], many: list[str], text: str, rounds: int) -> list[Row]:
    """Measure what people build, the terms on a deny list, and ours on the same text: as much as the peer can bear."""
    loads, rates = [], []
    for terms in (few, many):
        start = time.process_time()
        peer = PatternRecognizer(supported_entity=_ENTITY, deny_list=terms)
        peer.analyze("A word.", [_ENTITY])  # the expression is compiled when it is first used
        loads.append(time.process_time() - start)
        rates.append(len(text) / _MEGABYTE / _best(lambda peer=peer: peer.analyze(text, [_ENTITY]), 1))  # type: ignore[misc]
    made = [_best(lambda each=each: TermDetector(each), rounds) for each in map(_rules, (few, many))]  # type: ignore[misc]
    ours = _detection(few, many, text, rounds)
    return [
        _row("peer: recognizer made, s", *loads),
        _row("peer: detection, MB/s", *rates),
        _row("made, times as fast as the peer", *(peer / own for peer, own in zip(loads, made, strict=True))),
        _row("detection, times as fast as the peer", *(own / peer for peer, own in zip(rates, ours, strict=True))),
    ]


def _runs(folder: Path, few: list[str], many: list[str], text: str, rounds: int) -> list[Row]:
    """Measure ``declass run`` on one record with either list, in turn."""
    record = folder / "record.txt"
    record.write_text(text, "utf-8")
    costs: tuple[list[Cost], list[Cost]] = ([], [])
    for _ in range(rounds):
        for terms, into in zip((few, many), costs, strict=True):
            rules, out = _written(folder, terms), folder / "out"
            into.append(_run([*_DECLASS, "run", str(record), "--rules", str(rules), "--out", str(out), "--replace", "--jobs", "1"]))
    return [
        _row("run, wall s", *(statistics.median(cost.wall for cost in each) for each in costs)),
        _row("run, cpu s", *(statistics.median(cost.cpu for cost in each) for each in costs)),
        _row("run, peak MiB", *(max(cost.peak for cost in each) for each in costs)),
    ]


def main(argv: Sequence[str] | None = None) -> int:
    """Measure and print a table, or with ``--json`` one object a line."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.terms", description=__doc__)
    parser.add_argument("--terms", type=int, default=_MANY, help=f"of the long list (default: {_MANY})")
    parser.add_argument("--pages", type=int, default=_PAGES, help=f"of the record (default: {_PAGES})")
    parser.add_argument("--peer-pages", type=int, default=_PEER_PAGES, help=f"of it that the peer reads (default: {_PEER_PAGES})")
    parser.add_argument("--rounds", type=int, default=_ROUNDS)
    parser.add_argument("--json", action="store_true", help="print one JSON object a line")
    args = parser.parse_args(argv)
    few, many = term_list(min(_FEW, args.terms)), term_list(args.terms)
    text = told_record(args.pages, few)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        rows = [
            *_loading(folder, few, many, args.rounds),
            _row("detection, MB/s", *_detection(few, many, text, args.rounds)),
            *_beside_peer(few, many, "\f".join(text.split("\f")[: args.peer_pages]), args.rounds),
            *_runs(folder, few, many, text, args.rounds),
        ]
    if not args.json:
        print(f"{'':<38}{f'{len(few):,} terms':>14}{f'{len(many):,} terms':>16}{'times':>8}")
    for row in rows:
        print(json.dumps(asdict(row)) if args.json else f"{row.what:<38}{row.few:>14.4f}{row.many:>16.4f}{row.ratio:>8.2f}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
