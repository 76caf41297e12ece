"""``declass rules``: check rule files, run their examples, list them, try them on records, start a new one."""

from __future__ import annotations

import argparse
import json
import shutil
from collections.abc import Callable
from pathlib import Path

from pipeline.cli.common import EPILOG, Commands, say, show
from pipeline.cli.rules_on_records import add_on_records
from pipeline.cli.rules_view import check_json, check_line, rule_json, table
from pipeline.errors import EXIT_DONE, Fault, InputError, RulesError, printable
from pipeline.rulebook import check_examples, read_book, shipped_rules, shipped_sets
from pipeline.rules import Loaded, underlined

__all__ = ["add_rules"]

_COLUMNS, _ROWS = 100, 24  # of output that goes to no terminal
_STARTER = "starter.yaml"


def add_rules(commands: Commands) -> None:
    """Add the command ``rules`` and what it can do."""
    rules = commands.add_parser("rules", help="check, test, list and explain rules, start a new file", epilog=EPILOG)
    tasks = rules.add_subparsers(required=True, metavar="check|test|list|explain|coverage|new")
    _add(tasks, "check", "read rule files strictly and show every fault", lambda args: _judge(args, is_test=False))
    _add(tasks, "test", "check, and run the rules' own examples", lambda args: _judge(args, is_test=True))
    _add(tasks, "list", "print the rules of a set as a table", _list)
    add_on_records(tasks)
    new = tasks.add_parser("new", help="write a rule file to start from", epilog=EPILOG)
    new.add_argument("file", type=Path, metavar="FILE", help="the file to write; one that is there is never overwritten")
    new.set_defaults(do=_new)


def _add(tasks: Commands, name: str, text: str, do: Callable[[argparse.Namespace], int]) -> None:
    parser = tasks.add_parser(name, help=text, epilog=EPILOG)
    parser.add_argument("files", nargs="*", type=Path, metavar="FILE", help="rule files (default: the packs that ship)")
    parser.add_argument("--json", action="store_true", help="print one JSON object a line")
    parser.set_defaults(do=do)


def _read(path: Path, *, is_test: bool) -> tuple[Loaded | None, tuple[Fault, ...]]:
    """Return the rules of a file, and its faults; no rules where it could not be read."""
    loaded = None
    try:
        loaded = read_book(path)
        if is_test:
            check_examples(loaded)
    except RulesError as error:
        return loaded, error.places
    return loaded, ()


def _judge(args: argparse.Namespace, *, is_test: bool) -> int:
    """Show every fault of every file, sorted by file and line, and a line for each file that was named."""
    judged = [(path, *_read(path, is_test=is_test)) for path in args.files or shipped_sets()]
    found = sorted({fault for _, _, faults in judged for fault in faults})
    if args.json:
        for path, loaded, faults in judged:
            print(json.dumps(check_json(path, loaded, faults, is_test=is_test), sort_keys=True))
    else:
        for fault in found:
            show(underlined(fault, _columns()))
        for path, loaded, faults in judged:
            show(check_line(path, loaded, faults, is_test=is_test))
    return RulesError.exit_code if found else EXIT_DONE


def _list(args: argparse.Namespace) -> int:
    code = EXIT_DONE
    for path in args.files or [shipped_rules() / "default.yaml"]:
        loaded, faults = _read(path, is_test=False)
        for fault in faults:
            say(underlined(fault, _columns()))
        if loaded is None:
            code = RulesError.exit_code
        elif args.json:
            for rule in loaded.rules.rules:
                print(json.dumps(rule_json(rule), sort_keys=True))
        else:
            show(table(path, loaded.rules))
    return code


def _columns() -> int:
    return shutil.get_terminal_size((_COLUMNS, _ROWS)).columns


def _new(args: argparse.Namespace) -> int:
    path: Path = args.file
    text = (shipped_rules() / _STARTER).read_text(encoding="utf-8")
    try:
        with path.open("x", encoding="utf-8", newline="\n") as file:
            file.write(text)
    except FileExistsError:
        raise InputError(printable(f"{path}: there is such a file already, and it was not touched; choose another name")) from None
    except OSError as error:
        raise InputError(printable(f"{path}: cannot be written ({error.strerror}); choose a folder that takes new files")) from None
    say(printable(f"{path}: written; edit it, then run: declass rules test {path}"))
    return EXIT_DONE
