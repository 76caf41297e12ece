"""The command itself: one parser, one place where errors become exit codes."""

from __future__ import annotations

import argparse
from collections.abc import Sequence

from pipeline import __version__
from pipeline.cli.audit import add_audit
from pipeline.cli.common import EPILOG, say
from pipeline.cli.rules import add_rules
from pipeline.cli.run import add_run
from pipeline.errors import EXIT_UNFORESEEN, DeclassError

__all__ = ["main"]


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="declass", description="Redact and release archival records, and prove it.", epilog=EPILOG)
    parser.add_argument("--version", action="version", version=f"declass {__version__}")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    add_run(commands)
    add_rules(commands)
    add_audit(commands)
    return parser


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command and return its exit code; an unforeseen error is told by its kind, never by its text."""
    args = _parser().parse_args(argv)
    try:
        return int(args.do(args))
    except DeclassError as error:
        say(f"declass: {error}")
        return error.exit_code
    except KeyboardInterrupt:
        say("declass: stopped before any record was begun; run it again")
        return EXIT_UNFORESEEN
    except Exception as error:  # noqa: BLE001  # the message of a foreign error may quote the record
        say(f"declass: an unforeseen {type(error).__name__}; nothing more was written; please report it")
        return EXIT_UNFORESEEN
