"""``declass inspect``: the markings of a record, and what is wrong with them."""

from __future__ import annotations

import argparse
import datetime as dt
import json
from pathlib import Path

from pipeline.cli.common import EPILOG, Commands, read_passwords, show
from pipeline.cli.marking_view import as_json, problem_json, problem_lines, table
from pipeline.cli.words import vocabulary_for
from pipeline.errors import EXIT_DONE, InputError, printable
from pipeline.ingest import DEFAULT_LIMITS, ingest, readers_for
from pipeline.inspection import Inspection, inspect
from pipeline.model import Certainty

__all__ = ["add_inspect"]


def add_inspect(commands: Commands) -> None:
    """Add the command ``inspect``."""
    parser = commands.add_parser("inspect", help="show the markings of a record, and what is wrong with them", epilog=EPILOG)
    parser.add_argument("file", type=Path, metavar="FILE", help="a text file, or a PDF of text")
    parser.add_argument("--rules", type=Path, metavar="FILE", help="a rule file whose own vocabulary counts too (default: what ships)")
    parser.add_argument("--password-file", type=Path, metavar="FILE", help="the passwords of encrypted PDFs, one a line")
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    parser.set_defaults(do=_inspect)


def _inspect(args: argparse.Namespace) -> int:
    vocabulary = vocabulary_for(args.rules)
    path: Path = args.file
    try:
        with path.open("rb") as file:
            untrusted = file.read(DEFAULT_LIMITS.max_bytes + 1)
    except OSError as error:
        raise InputError(printable(f"{path}: cannot be read ({error.strerror}); name one file that is there")) from None
    record = ingest(untrusted, name=path.name, readers=readers_for(read_passwords(args.password_file)), limits=DEFAULT_LIMITS)
    found = inspect(record, vocabulary, as_of=dt.datetime.now(dt.UTC).date())
    show(json.dumps(_json(found), ensure_ascii=False) if args.json else _text(found))
    return EXIT_DONE


def _json(found: Inspection) -> dict[str, object]:
    record, overall = found.record, found.overall
    return {
        "record": {
            "id": record.id,
            "name": record.source.name,
            "sha256": record.source.sha256,
            "pages": len(record.pages),
            "date": record.date.value.isoformat() if record.date else None,
            "date_certain": record.date is not None and record.date.certainty is not Certainty.IN_DOUBT,
        },
        "overall": {
            "level": overall.level,
            "legacy": list(overall.legacy),
            "dissem": list(overall.dissem),
            "text": overall.text,
            "basis": overall.basis,
            "rollup": overall.rollup,
        },
        "markings": [as_json(each.marking, each.start, each.end, each.page, each.confidence) for each in found.seen],
        "problems": [problem_json(each) for each in found.problems],
    }


def _text(found: Inspection) -> str:
    record, overall = found.record, found.overall
    date = record.date
    certainty = "no date found" if date is None else f"{date.value.isoformat()} ({date.certainty.value})"
    pages = len(record.pages)
    level = overall.level or "no level"
    head = [
        f"{record.source.name}: {pages} page{'s' if pages > 1 else ''}, {certainty}",
        f"overall: {level}, by its {overall.basis}" if overall.basis != "none" else "overall: no marking of the whole record was found",
    ]
    if overall.rollup:
        head.append(f"the portions require: {overall.rollup}")
    return "\n".join([*head, "", *table(found.seen, record), *problem_lines(found.problems, record)])
