"""What all commands share: the table of exit codes, and where talk goes."""

from __future__ import annotations

import argparse
import datetime as dt
import sys
from pathlib import Path
from typing import TypeAlias

from pipeline.errors import UsageError

__all__ = ["EPILOG", "Commands", "check_days", "read_passwords", "say", "show"]

EPILOG = (
    "exit codes: 0 done, 1 not foreseen, 2 usage, 3 input refused, 4 rules or rulings invalid, "
    "5 leak found and nothing written, 6 audit log broken"
)

Commands: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"  # argparse names its own type privately


def check_days(first_review: dt.date | None, as_of: dt.date) -> None:
    """Raise UsageError where the first review comes last: it would show what the release still withholds."""
    if first_review and first_review > as_of:
        raise UsageError(f"--first-review {first_review}: lies after the release on {as_of}; name that day or one before it")


def read_passwords(path: Path | None) -> tuple[str, ...]:
    """Return the passwords of a file, one a line; none without a file. Raises UsageError."""
    if path is None:
        return ()
    try:
        return tuple(line for line in path.read_text("utf-8").splitlines() if line)
    except OSError as error:
        raise UsageError(f"--password-file {path}: cannot be read ({error.strerror}); name a text file with one password a line") from None
    except UnicodeDecodeError:
        raise UsageError(f"--password-file {path}: is not UTF-8; name a text file with one password a line") from None


def say(text: str) -> None:
    """Print one message to stderr: stdout is for data."""
    print(text, file=sys.stderr)


def show(text: str) -> None:
    """Print data to stdout; what the terminal's encoding cannot show stands there as its escape."""
    encoding = sys.stdout.encoding or "utf-8"
    print(text.encode(encoding, "backslashreplace").decode(encoding))
