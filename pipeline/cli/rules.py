"""``declass rules``: check rule files and run their examples."""

from __future__ import annotations

import argparse
from pathlib import Path

from pipeline.cli.common import EPILOG, Commands
from pipeline.errors import EXIT_DONE
from pipeline.flow import open_rules, shipped_rules

__all__ = ["add_rules"]


def add_rules(commands: Commands) -> None:
    """Add the command ``rules`` and what it can do."""
    rules = commands.add_parser("rules", help="check rule files and run their examples", epilog=EPILOG)
    checks = rules.add_subparsers(required=True, metavar="check|test")
    for name, text in (("check", "read rule files strictly and tell all faults"), ("test", "check, and run the rules' own examples")):
        parser = checks.add_parser(name, help=text)
        parser.add_argument("files", nargs="*", type=Path, metavar="FILE", help="rule files (default: the packs that ship)")
        parser.set_defaults(do=_rules)


def _rules(args: argparse.Namespace) -> int:
    for path in args.files or [shipped_rules() / "default.yaml"]:
        rules = open_rules(path)
        examples = sum(len(rule.must_match) + len(rule.must_keep) for rule in rules.rules)
        print(f"{path}: {len(rules.rules)} rules in {len(rules.files)} files, {examples} examples, no fault")
    return EXIT_DONE
