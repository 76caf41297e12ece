"""``declass run``: the options of a run, and what it tells."""

from __future__ import annotations

import argparse
import datetime as dt
import json
import platform
import secrets
from pathlib import Path

from pipeline.batch import Row, exit_code, name_inputs, run
from pipeline.cli.common import EPILOG, Commands, say
from pipeline.errors import EXIT_DONE, UsageError
from pipeline.flow import Job, detectors_for, open_rules, shipped_rules
from pipeline.passages import AmountPolicy
from pipeline.report import row_json, row_lines
from pipeline.statement import ReleasePolicy
from pipeline.store import clean as remove_leftovers
from pipeline.store import leftovers

__all__ = ["add_run"]

_KEY_BYTES = 32
_MIN_KEY_BYTES = 16
_MAX_KEY_BYTES = 4096


def _date(text: str) -> dt.date:
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        msg = f"{text!r} is no date; write it as 1962-11-07"
        raise argparse.ArgumentTypeError(msg) from None


def _plain(text: str) -> str:
    """Return text that may stand on a page: one line, printable, not empty."""
    if not text.strip() or not text.isprintable():
        msg = "write one line of printable text"
        raise argparse.ArgumentTypeError(msg)
    return " ".join(text.split())


def add_run(commands: Commands) -> None:
    """Add the command ``run`` and all its options."""
    parser = commands.add_parser("run", help="write the redacted and the released version of records", epilog=EPILOG)
    parser.add_argument("files", nargs="+", type=Path, metavar="FILE", help="a text file, or a PDF of text")
    parser.add_argument("--out", type=Path, default=Path("output"), metavar="DIR", help="where the folders go (default: output)")
    parser.add_argument("--rules", type=Path, metavar="FILE", help="the rule file (default: the packs that ship)")
    parser.add_argument("--as-of", type=_date, metavar="DATE", help="the release date (default: today)")
    parser.add_argument("--record-date", type=_date, metavar="DATE", help="the record's date, where the text leaves doubt")
    parser.add_argument("--first-review", type=_date, metavar="DATE", help="the date of the first review (default: the record's date)")
    parser.add_argument("--status", choices=["unclassified"], help="an officer states that the records are unclassified")
    parser.add_argument(
        "--approved-by", type=_plain, metavar='"NAME, OFFICE"', help="who approved the release; without it every page says PROPOSED"
    )
    parser.add_argument("--case", type=_plain, metavar="ID", help="the case number for pages and logs")
    parser.add_argument("--case-key", type=Path, metavar="FILE", help="the key of the commitments (default: a new one a run)")
    parser.add_argument("--password-file", type=Path, metavar="FILE", help="the passwords of encrypted PDFs, one a line")
    parser.add_argument("--amount", choices=[each.value for each in AmountPolicy], default="bucket", help="how a blank tells its size")
    parser.add_argument("--replace", action="store_true", help="set existing folders aside as .superseded-N")
    parser.add_argument("--clean", action="store_true", help="remove what killed runs left in the output folder")
    parser.add_argument("--json", action="store_true", help="print one JSON object a record")
    parser.set_defaults(do=_run)


def _case_key(path: Path | None) -> bytes:
    if path is None:
        return secrets.token_bytes(_KEY_BYTES)
    try:
        key = path.read_bytes()
    except OSError as error:
        raise UsageError(f"--case-key {path}: cannot be read ({error.strerror}); name a file of {_KEY_BYTES} random bytes") from None
    if not _MIN_KEY_BYTES <= len(key) <= _MAX_KEY_BYTES:
        raise UsageError(f"--case-key {path}: holds {len(key)} bytes; name a file of {_KEY_BYTES} random bytes")
    return key


def _passwords(path: Path | None) -> tuple[str, ...]:
    if path is None:
        return ()
    try:
        return tuple(line for line in path.read_text("utf-8").splitlines() if line)
    except OSError as error:
        raise UsageError(f"--password-file {path}: cannot be read ({error.strerror}); name a text file with one password a line") from None
    except UnicodeDecodeError:
        raise UsageError(f"--password-file {path}: is not UTF-8; name a text file with one password a line") from None


def _job(args: argparse.Namespace, rules_file: Path) -> Job:
    now = dt.datetime.now(dt.UTC)
    today = now.date()
    as_of = args.as_of or today
    rules = open_rules(rules_file)
    policy = ReleasePolicy(
        as_of=as_of,
        first_review=args.first_review,
        is_projected=as_of > today,
        amount=AmountPolicy(args.amount),
        case=args.case,
        approved_by=args.approved_by,
        is_permanent=rules.is_permanent,
        officer=rules.officer,
        guide=rules.guide,
        is_stated_unclassified=args.status == "unclassified",
    )
    facts = {"at": now.isoformat(timespec="seconds"), "host": platform.node(), "python": platform.python_version()}
    key, passwords = _case_key(args.case_key), _passwords(args.password_file)
    return Job(rules, detectors_for(rules), policy, key, facts, record_date=args.record_date, passwords=passwords)


def _tidy(out: Path, *, clean: bool) -> None:
    for path in remove_leftovers(out) if clean else ():
        say(f"removed {path}, which a killed run had left")
    for path in leftovers(out):
        say(f"{path}: left by a killed run and not finished; " + ("it cannot be removed" if clean else "--clean removes it"))


def _run(args: argparse.Namespace) -> int:
    job = _job(args, args.rules or shipped_rules() / "default.yaml")
    named = name_inputs(args.files, job.rules, job.detectors)
    _tidy(args.out, clean=args.clean)
    rows = run(named, job, args.out, replace=args.replace)
    for row in rows:
        _tell(row, as_json=args.json)
    return exit_code(rows)


def _tell(row: Row, *, as_json: bool) -> None:
    if as_json:
        print(json.dumps(row_json(row), sort_keys=True))
    elif row.code == EXIT_DONE:
        print("\n".join(row_lines(row)))
    if row.code != EXIT_DONE:
        say(row.message)
