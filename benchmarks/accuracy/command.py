"""The command: reads the sets, runs the engines, prints a table or JSON."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from pathlib import Path

from benchmarks.accuracy import pace, people, spans
from benchmarks.accuracy.engines import Engine, model_folder, ours, plain_presidio
from benchmarks.accuracy.report import Row, direct_row, false_row, people_row, score_row, show
from benchmarks.accuracy.sets import Document, MissingDataError, data_folder, halves, read_frus, read_set

__all__ = ["main"]

_USAGE = 2
_ROUNDS, _SPEED_DOCUMENTS = 3, 60
_NAMES = {
    "re3d": {"Person": "PERSON", "Location": "LOCATION", "Organisation": "ORGANIZATION"},
    "wikigold": {"PER": "PERSON", "LOC": "LOCATION", "ORG": "ORGANIZATION"},
}
# What has a form of its own; addresses and web addresses have less of one, and are measured apart.
_IDENTIFIERS = ("CREDIT_CARD", "PHONE_NUMBER", "EMAIL_ADDRESS", "US_SSN", "IBAN_CODE", "IP_ADDRESS", "US_DRIVER_LICENSE")
_APART = {"STREET_ADDRESS": "HOME_ADDRESS", "DOMAIN_NAME": "URL"}


class Bench:
    """What was asked for, and the engines that it takes, each made when first wanted."""

    def __init__(self, args: argparse.Namespace) -> None:
        self.args = args
        self.data = data_folder(args.data)
        self.model = model_folder(args.model)
        self._peer = cache(lambda: cache(plain_presidio(self.model)) if self.model else None)

    def engines(self, entities: Sequence[str] | None = None) -> Iterator[tuple[str, Engine]]:
        """Yield the engines that can be measured here with their names: ours for some entities or for all, the peer as it comes."""
        made: dict[str, Engine | None] = {}
        if "declass" in self.args.engine:
            made["declass without a model"] = ours(entities)
            made["declass with the model"] = ours(entities, self.model) if self.model else None
        if "presidio" in self.args.engine:
            made["plain presidio"] = self._peer()
        yield from ((name, engine) for name, engine in made.items() if engine)

    def some(self, documents: Sequence[Document]) -> Sequence[Document]:
        """Return as many documents as were asked for."""
        return documents[: self.args.documents]


def _people(bench: Bench, name: str) -> Iterator[Row]:
    documents = read_frus(bench.data)
    told = people.told_by_tags(documents)
    for half, them in halves(documents).items():
        if bench.args.half in {half, "both"}:
            for engine_name, engine in bench.engines(["PERSON"]):
                counts = people.measure(bench.some(them), engine, told, capitals=name == "frus-capitals")
                yield people_row(f"{name}, {half}", engine_name, counts, worst=bench.args.worst)


def _names(bench: Bench, name: str) -> Iterator[Row]:
    types = _NAMES[name]
    for engine_name, engine in bench.engines():
        for entity, score in spans.scores(bench.some(read_set(bench.data, name)), engine, types).items():
            if entity == "PERSON" or score.found:  # without a model nothing else is sought
                yield score_row(f"{name}, {entity}", engine_name, score)


def _direct(bench: Bench, name: str) -> Iterator[Row]:
    for engine_name, engine in bench.engines():
        yield direct_row(engine_name, spans.direct(bench.some(read_set(bench.data, name)), engine), worst=bench.args.worst)


def _synthetic(bench: Bench, name: str) -> Iterator[Row]:
    types = {each: each for each in _IDENTIFIERS} | _APART
    for engine_name, engine in bench.engines():
        by_type = spans.scores(bench.some(read_set(bench.data, name)), engine, types)
        yield score_row(f"{name}, identifiers", engine_name, spans.micro(by_type[each] for each in _IDENTIFIERS))
        yield from (score_row(f"{name}, {entity}", engine_name, score) for entity, score in by_type.items() if score.tags)
        found, rate = spans.false_identifiers(bench.some(read_frus(bench.data)), engine)
        yield false_row(engine_name, found, rate, worst=bench.args.worst)


def _speed(bench: Bench, name: str) -> Iterator[Row]:
    texts = [document.text for document in read_frus(bench.data)[: bench.args.documents or _SPEED_DOCUMENTS]]
    passes = {"declass without a model": pace.our_pass(texts, None)}
    if bench.model:
        passes["declass with the model"] = pace.our_pass(texts, bench.model)
        passes["nlp.pipe alone"] = pace.bare_model(texts, bench.model)
        passes["plain presidio"] = pace.peer_pass(texts, plain_presidio(bench.model))
    rates = pace.pace(texts, passes, _ROUNDS)
    bare = rates.get("nlp.pipe alone")
    for each, rate in rates.items():
        yield Row(name, each, {"words a second": rate} | ({"times nlp.pipe alone": rate / bare} if bare else {}))


_SETS: dict[str, Callable[[Bench, str], Iterator[Row]]] = {
    "frus": _people,
    "frus-capitals": _people,
    "re3d": _names,
    "wikigold": _names,
    "tab": _direct,
    "synthetic": _synthetic,
    "speed": _speed,
}


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.accuracy", description=__doc__)
    parser.add_argument("--data", type=Path, metavar="FOLDER", help="of the open sets (default: $DECLASS_DATA, or ../shared/data)")
    parser.add_argument("--set", action="append", choices=tuple(_SETS), help="measure only this one; may be repeated")
    halved = ("tuning", "testing", "both")
    parser.add_argument("--half", choices=halved, default="both", help="of the FRUS documents (default: both, each apart)")
    parser.add_argument("--engine", action="append", choices=("declass", "presidio"), help="run only this one; may be repeated")
    parser.add_argument("--model", type=Path, metavar="FOLDER", help="of a language model (default: the installed extra)")
    parser.add_argument("--documents", type=int, metavar="N", help="at most so many of each set")
    parser.add_argument("--worst", action="store_true", help="list what stayed readable, and what was lost, most often")
    parser.add_argument("--json", action="store_true", help="print one JSON object a line")
    return parser


def main(argv: Sequence[str] | None = None) -> int:
    """Measure and print; return 2 where the sets are not there."""
    args = _parser().parse_args(argv)
    args.engine = args.engine or ["declass", "presidio"]
    try:
        bench = Bench(args)
        if bench.model is None:
            print("no language model here: neither declass with it nor plain presidio is measured; see --model", file=sys.stderr)
        for name in args.set or _SETS:
            show(_SETS[name](bench, name), as_json=args.json)
    except MissingDataError as missing:
        print(missing, file=sys.stderr)
        return _USAGE
    return 0
