"""What all commands share: the table of exit codes, and where talk goes."""

from __future__ import annotations

import argparse
import sys
from typing import TypeAlias

__all__ = ["EPILOG", "Commands", "say", "show"]

EPILOG = (
    "exit codes: 0 done, 1 not foreseen, 2 usage, 3 input refused, 4 rules invalid, 5 leak found and nothing written, 6 audit log broken"
)

Commands: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"  # argparse names its own type privately


def say(text: str) -> None:
    """Print one message to stderr: stdout is for data."""
    print(text, file=sys.stderr)


def show(text: str) -> None:
    """Print data to stdout; what the terminal's encoding cannot show stands there as its escape."""
    encoding = sys.stdout.encoding or "utf-8"
    print(text.encode(encoding, "backslashreplace").decode(encoding))
