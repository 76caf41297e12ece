"""The command itself: one parser, one place where errors become exit codes."""

from __future__ import annotations

import argparse
import importlib
import sys
from collections.abc import Sequence

from pipeline import __version__
from pipeline.cli.common import EPILOG, say
from pipeline.errors import EXIT_UNFORESEEN, DeclassError, RulesError

__all__ = ["main"]

# Each stands in its own module with a function ``add_<name>``.
_COMMANDS = ("run", "check", "inspect", "marking", "rules", "audit")


def _parser(argv: Sequence[str]) -> argparse.ArgumentParser:
    """Return the parser. Only the module of the command that is asked for is loaded: checking rules needs no PDF writer."""
    parser = argparse.ArgumentParser(prog="declass", description="Redact and release archival records, and prove it.", epilog=EPILOG)
    parser.add_argument("--version", action="version", version=f"declass {__version__}")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    for name in [each for each in _COMMANDS if each == next(iter(argv), None)] or _COMMANDS:
        getattr(importlib.import_module(f"pipeline.cli.{name}"), f"add_{name}")(commands)
    return parser


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command and return its exit code; an unforeseen error is told by its kind, never by its text."""
    arguments = sys.argv[1:] if argv is None else argv
    args = _parser(arguments).parse_args(arguments)
    try:
        return int(args.do(args))
    except DeclassError as error:
        say(f"declass: {error}")
        if isinstance(error, RulesError) and error.places:  # a run may be watched by others: it shows no line of a rule file
            say("declass rules test FILE shows the lines")
        return error.exit_code
    except KeyboardInterrupt:
        say("declass: stopped before any record was begun; run it again")
        return EXIT_UNFORESEEN
    except Exception as error:  # noqa: BLE001  # the message of a foreign error may quote the record
        say(f"declass: an unforeseen {type(error).__name__}; nothing more was written; please report it")
        return EXIT_UNFORESEEN
