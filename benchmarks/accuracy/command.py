"""The command: reads the sets, runs the engines, prints a table or JSON."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from benchmarks.accuracy import people
from benchmarks.accuracy.engines import Engine, model_folder, ours, plain_presidio
from benchmarks.accuracy.report import Row, people_row, show
from benchmarks.accuracy.sets import MissingDataError, data_folder, halves, read_frus

__all__ = ["main"]

_USAGE = 2
_SETS = ("frus", "frus-capitals")


def _engines(args: argparse.Namespace) -> Iterator[tuple[str, Engine]]:
    """Yield the engines that can be measured here, with their names."""
    folder = model_folder(args.model)
    if "declass" in args.engine:
        yield "declass, no model", ours(["PERSON"])
    if folder is None:
        print("no language model here: neither declass with it nor plain presidio is measured; expected --model FOLDER", file=sys.stderr)
    elif "presidio" in args.engine:
        yield "plain presidio", plain_presidio(folder)


def _people(args: argparse.Namespace, *, capitals: bool) -> Iterator[Row]:
    documents = read_frus(data_folder(args.data))
    told = people.told_by_tags(documents)
    for half, them in halves(documents).items():
        if args.half in {half, "both"}:
            for name, engine in _engines(args):
                counts = people.measure(them[: args.documents], engine, told, capitals=capitals)
                yield people_row(f"frus{' in capitals' if capitals else ''}, {half}", name, counts, worst=args.worst)


def _rows(args: argparse.Namespace) -> Iterator[Row]:
    for name in args.set or _SETS:
        yield from _people(args, capitals=name == "frus-capitals")


def main(argv: Sequence[str] | None = None) -> int:
    """Measure and print; return 2 where the sets are not there."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.accuracy", description=__doc__)
    parser.add_argument("--data", type=Path, metavar="FOLDER", help="of the open sets (default: $DECLASS_DATA, or ../shared/data)")
    parser.add_argument("--set", action="append", choices=_SETS, help="measure only this one; may be repeated")
    parser.add_argument("--half", choices=("tuning", "testing", "both"), default="both", help="of the FRUS documents (default: both, each apart)")
    parser.add_argument("--engine", action="append", choices=("declass", "presidio"), help="run only this one; may be repeated")
    parser.add_argument("--model", type=Path, metavar="FOLDER", help="of a language model (default: the installed extra)")
    parser.add_argument("--documents", type=int, metavar="N", help="at most so many of each set")
    parser.add_argument("--worst", action="store_true", help="list what stayed readable, and what was lost, most often")
    parser.add_argument("--json", action="store_true", help="print one JSON object a line")
    args = parser.parse_args(argv)
    args.engine = args.engine or ["declass", "presidio"]
    try:
        show(_rows(args), as_json=args.json)
    except MissingDataError as missing:
        print(missing, file=sys.stderr)
        return _USAGE
    return 0
