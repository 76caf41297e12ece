"""Values that many tests build on: small records, rule sets and jobs, made without disk or clock."""

from __future__ import annotations

import datetime as dt
import os
import signal
from collections.abc import Callable
from pathlib import PurePosixPath

import pytest
from hypothesis import HealthCheck, settings

from pipeline.ingest import ingest, read_text
from pipeline.model import Record, RuleSet
from pipeline.rules import load_rules
from pipeline.statement import ReleasePolicy

TODAY = dt.date(2026, 11, 24)

# A busy machine is slow, not wrong: no example is judged by the clock.
settings.register_profile("project", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("project")


@pytest.fixture(scope="session", autouse=True)
def hear_signals() -> None:
    """Hear the signals that whoever runs the tests in the background has told them to ignore: some tests send them."""
    for number, heard in ((signal.SIGINT, signal.default_int_handler), (signal.SIGHUP, signal.SIG_DFL), (signal.SIGTERM, signal.SIG_DFL)):
        if signal.getsignal(number) is signal.SIG_IGN:
            signal.signal(number, heard)


@pytest.fixture(scope="session", autouse=True)
def no_columns() -> None:
    """Forget the width that whoever runs tests side by side has set: tables in a pipe are as wide as it says."""
    os.environ.pop("COLUMNS", None)


@pytest.fixture(scope="session")
def make_record() -> Callable[[str], Record]:
    """Return a function that reads a text as the door would."""
    return lambda text: ingest(text.encode(), name="record.txt", readers={"text/plain": read_text})


@pytest.fixture(scope="session")
def make_rules() -> Callable[[str], RuleSet]:
    """Return a function that reads one rule file given as text."""
    return lambda text: load_rules(PurePosixPath("rules.yaml"), lambda _: text.encode())


@pytest.fixture(scope="session")
def policy() -> ReleasePolicy:
    """Return the options of a run on a fixed day."""
    return ReleasePolicy(TODAY, is_permanent=True)
