"""``declass run``: the options of a run, and what it tells."""

from __future__ import annotations

import argparse
import datetime as dt
import platform
import secrets
from dataclasses import replace
from pathlib import Path

from pipeline.batch import check_sources, exit_code, is_harmless, name_inputs, run
from pipeline.cli.arguments import add_model, as_count, as_date, as_file, as_line
from pipeline.cli.common import EPILOG, Commands, check_days, read_passwords, say
from pipeline.cli.language import INSTALL, model_source
from pipeline.cli.telling import Teller
from pipeline.errors import EXIT_UNFORESEEN, UsageError, printable
from pipeline.flow import NO_MODEL, Job, detectors_for, model_for, open_rules, shipped_rules
from pipeline.inputs import find
from pipeline.isolate import Bounds
from pipeline.passages import AmountPolicy
from pipeline.rulebook import open_rulings
from pipeline.scratch import clean as remove_leftovers
from pipeline.scratch import leftovers, locked, recover
from pipeline.statement import ReleasePolicy

__all__ = ["add_run"]

_KEY_BYTES = 32
_MIN_KEY_BYTES = 16
_MAX_KEY_BYTES = 4096


def add_run(commands: Commands) -> None:
    """Add the command ``run`` and all its options."""
    parser = commands.add_parser("run", help="write the redacted and the released version of records", epilog=EPILOG)
    parser.add_argument("files", nargs="+", type=as_file, metavar="FILE", help="a text file, a PDF, a folder of them, or a pattern")
    parser.add_argument("--out", type=Path, default=Path("output"), metavar="DIR", help="where the folders go (default: output)")
    parser.add_argument("--rules", type=Path, metavar="FILE", help="the rule file (default: the packs that ship)")
    parser.add_argument("--rulings", type=Path, metavar="FILE", help="what persons decided over the rules (default: nothing)")
    parser.add_argument("--as-of", type=as_date, metavar="DATE", help="the release date (default: today)")
    parser.add_argument("--record-date", type=as_date, metavar="DATE", help="the record's date, where the text leaves doubt")
    parser.add_argument("--first-review", type=as_date, metavar="DATE", help="the date of the first review (default: the record's date)")
    parser.add_argument("--status", choices=["unclassified"], help="an officer states that the records are unclassified")
    parser.add_argument(
        "--approved-by", type=as_line, metavar='"NAME, OFFICE"', help="who approved the release; without it every page says PROPOSED"
    )
    parser.add_argument("--case", type=as_line, metavar="ID", help="the case number for pages and logs")
    parser.add_argument("--case-key", type=Path, metavar="FILE", help="the key of the commitments (default: a new one a run)")
    parser.add_argument("--password-file", type=Path, metavar="FILE", help="the passwords of encrypted PDFs, one a line")
    add_model(parser)
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
    parser.add_argument("--jobs", type=as_count, default=1, metavar="N", help="how many records run at once (default: 1)")
    parser.add_argument("--time-limit", type=as_count, metavar="SECONDS", help=f"what a record may take (default: {by_size})")
    parser.add_argument(
        "--memory-limit",
        type=as_count,
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


def _job(args: argparse.Namespace, rules_file: Path) -> Job:
    now = dt.datetime.now(dt.UTC)
    today = now.date()
    as_of = args.as_of or today
    check_days(args.first_review, as_of)
    source = model_source(args)
    rules = open_rules(rules_file, source)
    model = model_for(rules, source)
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
        detectors_for(rules, model),
        policy,
        key,
        facts,
        record_date=args.record_date,
        passwords=passwords,
        is_strict=args.strict,
        model=model.card if model else None,
    )


def _with_rulings(job: Job, path: Path | None) -> Job:
    """Return the job with the rulings of a file, and tell how many entries are undecided. A name that tells is not shown."""
    if path is None:
        return job
    shown = str(path) if is_harmless(path, job.rules, job.detectors) else "the rulings file"
    read = open_rulings(path, shown)
    if read.undecided:
        say(f"{printable(shown)}: undecided entries: {read.undecided}; there the rules decide")
    return replace(job, rulings=read.rulings)


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
    job = _with_rulings(_job(args, args.rules or shipped_rules() / "default.yaml"), args.rulings)
    found, passed_over = find(args.files, args.out, filter(None, (args.rules, args.rulings, args.case_key, args.password_file)))
    named = name_inputs(found, job.rules, job.detectors)
    check_sources(named, job.rulings)
    _tidy(args.out, clean=args.clean)
    bounds = Bounds(args.time_limit, args.memory_limit)
    rows = []
    with Teller(len(named), as_json=args.json) as teller:
        for row in run(named, job, args.out, replacing=args.replace, jobs=args.jobs, bounds=bounds, tick=teller.tick):
            teller.tell(row)
            rows.append(row)
    teller.close(rows, passed_over, (f"{NO_MODEL} ({INSTALL})",) if job.lacks_model else ())
    return exit_code(rows) if len(rows) >= len(named) else EXIT_UNFORESEEN
