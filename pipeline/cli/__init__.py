"""The command ``declass``: arguments in, exit code out. Data goes to stdout, talk to stderr."""

from pipeline.cli.main import main

__all__ = ["main"]
