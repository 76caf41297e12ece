"""``declass marking``: parse marking strings."""

from __future__ import annotations

import argparse
import datetime as dt
import json
from pathlib import Path

from pipeline.cli.common import EPILOG, Commands, show
from pipeline.cli.marking_view import as_json, controls, problem_json
from pipeline.cli.words import vocabulary_for
from pipeline.errors import EXIT_DONE, printable
from pipeline.inspection import read_marking
from pipeline.markings import Reading

__all__ = ["add_marking"]


def add_marking(commands: Commands) -> None:
    """Add the command ``marking``."""
    parser = commands.add_parser("marking", help="parse marking strings and say what is wrong with them", epilog=EPILOG)
    parser.add_argument("strings", nargs="+", metavar="STRING", help="a banner, portion mark, stack of caveats, or line of a block")
    parser.add_argument("--rules", type=Path, metavar="FILE", help="a rule file whose own vocabulary counts too (default: what ships)")
    parser.add_argument("--json", action="store_true", help="print one JSON object a line")
    parser.set_defaults(do=_marking)


def _marking(args: argparse.Namespace) -> int:
    vocabulary = vocabulary_for(args.rules)
    today = dt.datetime.now(dt.UTC).date()
    for number, text in enumerate(args.strings):
        reading = read_marking(text, vocabulary, as_of=today)
        if args.json:
            found = as_json(reading.marking, 0, len(text), None, reading.confidence)
            show(json.dumps({**found, "problems": [problem_json(each) for each in reading.problems]}, ensure_ascii=False))
        else:
            show("\n".join(["", *_lines(text, reading)][0 if number else 1 :]))
    return EXIT_DONE


def _lines(text: str, reading: Reading) -> list[str]:
    """Return what a string was read as; signs that a terminal would obey are shown as escapes."""
    marking = reading.marking
    rows = [printable(text), f"  kind      {marking.kind}"]
    if marking.kind != "none":
        rows.append(f"  level     {marking.level or 'none'}")
    rows += [f"  {name:9} {words}" for name, words in controls(marking)]
    if reading.read_as is not None:
        rows.append(f"  read as   {reading.read_as}, confidence {reading.confidence:.2f}")
    for problem in reading.problems:
        rows.append(f"  problem   {problem.code}: {problem.message} ({problem.rule})")
        if printable(text) == text:  # escapes would move the signs under which the marks stand
            rows += [f"            {text}", f"            {' ' * problem.start}{'^' * max(1, problem.end - problem.start)}"]
    return [printable(row) for row in rows]
