"""What may be written behind an option: dates, numbers, lines of text, names of files."""

from __future__ import annotations

import argparse
import datetime as dt
from pathlib import Path

__all__ = ["add_model", "as_count", "as_date", "as_file", "as_line", "as_offset"]

_MOST_DIGITS = 9


def add_model(parser: argparse.ArgumentParser) -> None:
    """Add the options that choose the language model."""
    choice = parser.add_mutually_exclusive_group()
    choice.add_argument("--ner-model", type=as_file, metavar="FOLDER", help="the spaCy model that finds names (default: the extra 'ner')")
    choice.add_argument("--no-ner", action="store_true", help="use no language model, though one is installed")


def as_date(text: str) -> dt.date:
    """Return a date written as 1962-11-07."""
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        msg = f"{text!r} is no date; write it as 1962-11-07"
        raise argparse.ArgumentTypeError(msg) from None


def as_line(text: str) -> str:
    """Return text that may stand on a page: one line, printable, not empty."""
    if not text.strip() or not text.isprintable():
        msg = "write one line of printable text"
        raise argparse.ArgumentTypeError(msg)
    return " ".join(text.split())


def as_file(text: str) -> Path:
    """Return a path that was named; an empty word would stand for the folder one is in."""
    if not text:
        msg = "write the name of a file, a folder or a pattern"
        raise argparse.ArgumentTypeError(msg)
    return Path(text)


def as_offset(text: str) -> int:
    """Return a whole number from 0."""
    if not text.isascii() or not text.isdigit() or len(text) > _MOST_DIGITS:
        msg = f"{text!r} is no number that can be used; write a whole one from 0"
        raise argparse.ArgumentTypeError(msg)
    return int(text)


def as_count(text: str) -> int:
    """Return a whole number from 1."""
    if not text.isascii() or not text.isdigit() or len(text) > _MOST_DIGITS or not int(text):
        msg = f"{text!r} is no number that can be used; write a whole one from 1"
        raise argparse.ArgumentTypeError(msg)
    return int(text)
