"""``declass run``: the options of a run, and what it tells."""

from __future__ import annotations

import argparse
import datetime as dt
import platform
import secrets
from pathlib import Path

from pipeline.batch import check_sources, exit_code, name_inputs, run
from pipeline.cli.common import EPILOG, Commands, read_passwords, say
from pipeline.cli.telling import Teller
from pipeline.errors import EXIT_UNFORESEEN, UsageError
from pipeline.flow import Job, detectors_for, open_rules, shipped_rules
from pipeline.inputs import find
from pipeline.isolate import Bounds
from pipeline.passages import AmountPolicy
from pipeline.rulebook import open_rulings
from pipeline.rules import Rulings
from pipeline.scratch import clean as remove_leftovers
from pipeline.scratch import leftovers, locked, recover
from pipeline.statement import ReleasePolicy

__all__ = ["add_run"]

_KEY_BYTES = 32
_MIN_KEY_BYTES = 16
_MAX_KEY_BYTES = 4096
_MOST_DIGITS = 9


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


def _file(text: str) -> Path:
    """Return a path that was named; an empty word would stand for the folder one is in."""
    if not text:
        msg = "write the name of a file, a folder or a pattern"
        raise argparse.ArgumentTypeError(msg)
    return Path(text)


def _count(text: str) -> int:
    """Return a whole number from 1."""
    if not text.isascii() or not text.isdigit() or len(text) > _MOST_DIGITS or not int(text):
        msg = f"{text!r} is no number that can be used; write a whole one from 1"
        raise argparse.ArgumentTypeError(msg)
    return int(text)


def add_run(commands: Commands) -> None:
    """Add the command ``run`` and all its options."""
    parser = commands.add_parser("run", help="write the redacted and the released version of records", epilog=EPILOG)
    parser.add_argument("files", nargs="+", type=_file, metavar="FILE", help="a text file, a PDF of text, a folder of them, or a pattern")
    parser.add_argument("--out", type=Path, default=Path("output"), metavar="DIR", help="where the folders go (default: output)")
    parser.add_argument("--rules", type=Path, metavar="FILE", help="the rule file (default: the packs that ship)")
    parser.add_argument("--rulings", type=Path, metavar="FILE", help="what persons decided over the rules (default: nothing)")
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
    parser.add_argument("--strict", action="store_true", help="refuse a record for which a code is stale or impossible")
    parser.add_argument("--replace", action="store_true", help="set existing folders aside as .superseded-N")
    parser.add_argument("--clean", action="store_true", help="remove what killed runs left in the output folder")
    parser.add_argument("--json", action="store_true", help="print one JSON object a record")
    _add_bounds(parser)
    parser.set_defaults(do=_run)


def _add_bounds(parser: argparse.ArgumentParser) -> None:
    """Add how many records run at once, and what each may take."""
    default = Bounds()
    by_size = f"{default.base_seconds:.0f}, and as many for each MiB of it"
    parser.add_argument("--jobs", type=_count, default=1, metavar="N", help="how many records run at once (default: 1)")
    parser.add_argument("--time-limit", type=_count, metavar="SECONDS", help=f"what a record may take (default: {by_size})")
    parser.add_argument(
        "--memory-limit",
        type=_count,
        default=default.memory_mib,
        metavar="MIB",
        help=f"what a record may take beside the program itself (default: {default.memory_mib})",
    )


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


def _job(args: argparse.Namespace, rules_file: Path, rulings: Rulings) -> Job:
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
    key, passwords = _case_key(args.case_key), read_passwords(args.password_file)
    return Job(
        rules,
        detectors_for(rules),
        policy,
        key,
        facts,
        record_date=args.record_date,
        passwords=passwords,
        is_strict=args.strict,
        rulings=rulings.rulings,
    )


def _tidy(out: Path, *, clean: bool) -> None:
    """Finish what killed runs had begun to move into place, then name what they left, or remove it."""
    if not out.is_dir():
        return
    try:
        with locked(out):
            finished = recover(out)
    except OSError as error:
        say(f"{out}: what a killed run had begun to move into place cannot be finished ({error.strerror}); check space and rights")
        finished = ()
    for record_id in finished:
        say(f"{out / record_id}: moved into place whole, which a killed run had begun")
    for path in remove_leftovers(out) if clean else ():
        say(f"removed {path}, which a killed run had left")
    for path in leftovers(out):
        say(f"{path}: left by a killed run and not finished; " + ("it cannot be removed" if clean else "--clean removes it"))


def _run(args: argparse.Namespace) -> int:
    rulings = open_rulings(args.rulings) if args.rulings else Rulings((), 0)
    job = _job(args, args.rules or shipped_rules() / "default.yaml", rulings)
    found, passed_over = find(args.files, args.out)
    named = name_inputs(found, job.rules, job.detectors)
    check_sources(named, rulings.rulings)
    if rulings.undecided:
        say(f"{args.rulings}: undecided entries: {rulings.undecided}; there the rules decide")
    _tidy(args.out, clean=args.clean)
    bounds = Bounds(args.time_limit, args.memory_limit)
    rows = []
    with Teller(len(named), as_json=args.json) as teller:
        for row in run(named, job, args.out, replacing=args.replace, jobs=args.jobs, bounds=bounds, tick=teller.tick):
            teller.tell(row)
            rows.append(row)
    teller.close(rows, passed_over)
    return exit_code(rows) if len(rows) >= len(named) else EXIT_UNFORESEEN
