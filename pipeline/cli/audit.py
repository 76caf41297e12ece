"""``declass audit``: verify logs, and show them as a person reads them."""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from pipeline.audit import show
from pipeline.cli.common import EPILOG, Commands
from pipeline.errors import EXIT_DONE, EXIT_ORDER, AuditError, InputError
from pipeline.report import AuditVerdict, audit_verdict

__all__ = ["add_audit"]

_VERDICTS = {EXIT_DONE: "whole", InputError.exit_code: "NOT READ", AuditError.exit_code: "BROKEN"}
_LOGGED = frozenset({".pdf", ".txt"})  # what a log has digests of


def add_audit(commands: Commands) -> None:
    """Add the command ``audit`` and what it can do."""
    audit = commands.add_parser("audit", help="verify or show audit logs", epilog=EPILOG)
    tasks = audit.add_subparsers(required=True, metavar="verify|show")
    verify = tasks.add_parser("verify", help="check chains, and the files beside them")
    verify.add_argument("logs", nargs="+", type=Path, metavar="LOG")
    verify.add_argument("--json", action="store_true", help="print one verdict a file")
    verify.set_defaults(do=_audit_verify)
    shower = tasks.add_parser("show", help="print a log as a person reads it")
    shower.add_argument("logs", nargs="+", type=Path, metavar="LOG")
    shower.set_defaults(do=_audit_show)


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
