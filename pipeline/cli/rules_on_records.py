"""The arguments of ``declass rules explain`` and ``coverage``, which read records: what does it is loaded when asked for."""

from __future__ import annotations

import argparse
import importlib
from collections.abc import Callable
from pathlib import Path

from pipeline.cli.arguments import add_model, as_count, as_date, as_file, as_offset
from pipeline.cli.common import EPILOG, Commands

__all__ = ["add_on_records"]


def _later(module: str, name: str) -> Callable[[argparse.Namespace], int]:
    """Return what runs a task from its own module: checking rules needs no reader of records."""
    return lambda args: int(getattr(importlib.import_module(f"pipeline.cli.{module}"), name)(args))


def add_on_records(tasks: Commands) -> None:
    """Add the tasks that try rules on records."""
    explain = tasks.add_parser("explain", help="say why a passage is withheld, referred or released", epilog=EPILOG)
    explain.add_argument("file", type=as_file, metavar="FILE", help="the record: a text file, or a PDF of text")
    place = explain.add_mutually_exclusive_group(required=True)
    place.add_argument("--text", metavar="WORDS", help="words of the passage, as they stand in the record")
    place.add_argument("--at", type=as_offset, metavar="OFFSET", help="a place in the text, counted in characters from 0")
    explain.add_argument("--rulings", type=Path, metavar="FILE", help="what persons decided over the rules (default: nothing)")
    _add_setting(explain)
    explain.set_defaults(do=_later("explain", "explain_passages"))
    coverage = tasks.add_parser("coverage", help="say what each rule finds and withholds in many records", epilog=EPILOG)
    coverage.add_argument("files", nargs="+", type=as_file, metavar="FILE", help="records, folders of them, or patterns")
    coverage.add_argument("--jobs", type=as_count, default=1, metavar="N", help="how many records are read at once (default: 1)")
    _add_setting(coverage)
    coverage.set_defaults(do=_later("coverage", "cover_records"))


def _add_setting(parser: argparse.ArgumentParser) -> None:
    """Add the options on which decisions depend, as ``declass run`` has them."""
    parser.add_argument("--rules", type=Path, metavar="FILE", help="the rule file (default: the packs that ship)")
    parser.add_argument("--as-of", type=as_date, metavar="DATE", help="the release date (default: today)")
    parser.add_argument("--record-date", type=as_date, metavar="DATE", help="the record's date, where the text leaves doubt")
    parser.add_argument("--first-review", type=as_date, metavar="DATE", help="the date of the first review (default: the record's date)")
    parser.add_argument("--status", choices=["unclassified"], help="an officer states that the records are unclassified")
    add_model(parser)
    parser.add_argument("--password-file", type=Path, metavar="FILE", help="the passwords of encrypted PDFs, one a line")
    parser.add_argument("--json", action="store_true", help="print one JSON object")
