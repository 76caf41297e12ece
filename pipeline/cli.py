"""The command ``declass``: arguments in, exit code out. Data goes to stdout, talk to stderr."""

from __future__ import annotations

import argparse
import datetime as dt
import json
import platform
import secrets
import sys
from collections.abc import Sequence
from pathlib import Path

from pipeline import __version__
from pipeline.audit import show
from pipeline.batch import Row, exit_code, name_inputs, run
from pipeline.errors import EXIT_DONE, EXIT_ORDER, EXIT_UNFORESEEN, AuditError, DeclassError, InputError, UsageError
from pipeline.flow import Job, detectors_for, open_rules, shipped_rules
from pipeline.passages import AmountPolicy
from pipeline.report import AuditVerdict, audit_verdict, row_json, row_lines
from pipeline.statement import ReleasePolicy
from pipeline.store import clean as remove_leftovers
from pipeline.store import leftovers

__all__ = ["main"]

_KEY_BYTES = 32
_MIN_KEY_BYTES = 16
_MAX_KEY_BYTES = 4096
_VERDICTS = {EXIT_DONE: "whole", InputError.exit_code: "NOT READ", AuditError.exit_code: "BROKEN"}
_LOGGED = frozenset({".pdf", ".txt"})  # what a log has digests of
_EPILOG = (
    "exit codes: 0 done, 1 not foreseen, 2 usage, 3 input refused, 4 rules invalid, 5 leak found and nothing written, 6 audit log broken"
)


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


def _add_run(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    parser = commands.add_parser("run", help="write the redacted and the released version of records", epilog=_EPILOG)
    parser.add_argument("files", nargs="+", type=Path, metavar="FILE", help="a text file")
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
    parser.add_argument("--amount", choices=[each.value for each in AmountPolicy], default="bucket", help="how a blank tells its size")
    parser.add_argument("--replace", action="store_true", help="set existing folders aside as .superseded-N")
    parser.add_argument("--clean", action="store_true", help="remove what killed runs left in the output folder")
    parser.add_argument("--json", action="store_true", help="print one JSON object a record")
    parser.set_defaults(do=_run)


def _add_others(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    rules = commands.add_parser("rules", help="check rule files and run their examples", epilog=_EPILOG)
    checks = rules.add_subparsers(required=True, metavar="check|test")
    for name, text in (("check", "read rule files strictly and tell all faults"), ("test", "check, and run the rules' own examples")):
        parser = checks.add_parser(name, help=text)
        parser.add_argument("files", nargs="*", type=Path, metavar="FILE", help="rule files (default: the packs that ship)")
        parser.set_defaults(do=_rules)
    audit = commands.add_parser("audit", help="verify or show audit logs", epilog=_EPILOG)
    tasks = audit.add_subparsers(required=True, metavar="verify|show")
    verify = tasks.add_parser("verify", help="check chains, and the files beside them")
    verify.add_argument("logs", nargs="+", type=Path, metavar="LOG")
    verify.add_argument("--json", action="store_true", help="print one verdict a file")
    verify.set_defaults(do=_audit_verify)
    shower = tasks.add_parser("show", help="print a log as a person reads it")
    shower.add_argument("logs", nargs="+", type=Path, metavar="LOG")
    shower.set_defaults(do=_audit_show)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="declass", description="Redact and release archival records, and prove it.", epilog=_EPILOG)
    parser.add_argument("--version", action="version", version=f"declass {__version__}")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    _add_run(commands)
    _add_others(commands)
    return parser


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
    return Job(rules, detectors_for(rules), policy, _case_key(args.case_key), facts, record_date=args.record_date)


def _say(text: str) -> None:
    print(text, file=sys.stderr)


def _tidy(out: Path, *, clean: bool) -> None:
    for path in remove_leftovers(out) if clean else ():
        _say(f"removed {path}, which a killed run had left")
    for path in leftovers(out):
        _say(f"{path}: left by a killed run and not finished; " + ("it cannot be removed" if clean else "--clean removes it"))


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
        _say(row.message)


def _rules(args: argparse.Namespace) -> int:
    for path in args.files or [shipped_rules() / "default.yaml"]:
        rules = open_rules(path)
        examples = sum(len(rule.must_match) + len(rule.must_keep) for rule in rules.rules)
        print(f"{path}: {len(rules.rules)} rules in {len(rules.files)} files, {examples} examples, no fault")
    return EXIT_DONE


def _log_bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise InputError(f"{path}: cannot be read ({error.strerror}); check the path") from None


def _verdict(path: Path) -> tuple[AuditVerdict, int]:
    """Return one log's verdict and its exit code; only the files that a log can be about are read beside it."""
    try:
        data = _log_bytes(path)
        beside = {each.name: each.read_bytes() for each in path.parent.iterdir() if each.suffix in _LOGGED and each.is_file()}
    except InputError as error:
        return AuditVerdict(path=str(path), ok=False, proved=[], problems=[str(error)]), error.exit_code
    verdict = audit_verdict(str(path), data, beside)
    return verdict, EXIT_DONE if verdict["ok"] else AuditError.exit_code


def _audit_verify(args: argparse.Namespace) -> int:
    codes = set()
    for path in args.logs:
        verdict, code = _verdict(path)
        codes.add(code)
        if args.json:
            print(json.dumps(verdict, sort_keys=True))
        else:
            lines = [f"{path}: {_VERDICTS[code]}", *(f"  proved: {each}" for each in verdict["proved"])]
            print("\n".join([*lines, *(f"  problem: {each}" for each in verdict["problems"])]))
    return next(code for code in EXIT_ORDER if code in codes)


def _audit_show(args: argparse.Namespace) -> int:
    for path in args.logs:
        print(show(_log_bytes(path)), end="")
    return EXIT_DONE


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command and return its exit code; an unforeseen error is told by its kind, never by its text."""
    args = _parser().parse_args(argv)
    try:
        return int(args.do(args))
    except DeclassError as error:
        _say(f"declass: {error}")
        return error.exit_code
    except Exception as error:  # noqa: BLE001  # the message of a foreign error may quote the record
        _say(f"declass: an unforeseen {type(error).__name__}; nothing more was written; please report it")
        return EXIT_UNFORESEEN
