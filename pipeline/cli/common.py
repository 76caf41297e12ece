"""What all commands share: the table of exit codes, and where talk goes."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TypeAlias

from pipeline.errors import UsageError

__all__ = ["EPILOG", "Commands", "read_passwords", "say", "show"]

EPILOG = (
    "exit codes: 0 done, 1 not foreseen, 2 usage, 3 input refused, 4 rules or rulings invalid, "
    "5 leak found and nothing written, 6 audit log broken"
)

Commands: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"  # argparse names its own type privately


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
