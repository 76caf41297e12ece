"""What all commands share: the table of exit codes, and where talk goes."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TypeAlias

from pipeline.markings import Vocabulary
from pipeline.rulebook import open_rules, shipped_vocabulary, vocabulary_of

__all__ = ["EPILOG", "Commands", "say", "show", "vocabulary_for"]

EPILOG = (
    "exit codes: 0 done, 1 not foreseen, 2 usage, 3 input refused, 4 rules invalid, 5 leak found and nothing written, 6 audit log broken"
)

Commands: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"  # argparse names its own type privately


def vocabulary_for(rules: Path | None) -> Vocabulary:
    """Return the words of markings: those that ship, and those that a rule file names of its own. Raises RulesError."""
    return shipped_vocabulary() if rules is None else vocabulary_of(open_rules(rules).words)


def say(text: str) -> None:
    """Print one message to stderr: stdout is for data."""
    print(text, file=sys.stderr)


def show(text: str) -> None:
    """Print data to stdout; what the terminal's encoding cannot show stands there as its escape."""
    encoding = sys.stdout.encoding or "utf-8"
    print(text.encode(encoding, "backslashreplace").decode(encoding))
