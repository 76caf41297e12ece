"""Feed the whole chain pages made up at random: ``python -m benchmarks.fuzz --seconds N [--seed N]``.

Each goes through the door, a rule that withholds certain letters, both writers and all probes. What may come of it: one of our own
errors, or a release in which an independent judge finds none of those letters. Anything else is told with its seed, by which the
same page is made again (``--one SEED``, ``--keep FILE``).
"""

from __future__ import annotations

import argparse
import datetime as dt
import random
import re
import time
import traceback
import warnings
from collections import Counter
from collections.abc import Sequence
from functools import cache
from pathlib import Path, PurePosixPath

from benchmarks.judge import traces
from benchmarks.streams import FACES, SECRET, encoded, made_up_pdf
from pipeline.decide import decide
from pipeline.detect import PatternDetector, UnsureDetector, detect
from pipeline.errors import DeclassError, LeakError
from pipeline.ingest import ingest, readers_for
from pipeline.model import RuleSet, Version
from pipeline.render import render
from pipeline.rules import load_rules
from pipeline.statement import ReleasePolicy
from pipeline.verify import verify

__all__ = ["LEAKED", "main", "outcome_of"]

LEAKED = "LEAKED"
_DAY = dt.date(2026, 11, 24)
_RULES = f"""format: 1
default: release
rules:
  - {{id: letters, action: redact, authority: [(b)(6)], rationale: Made up., match: {{regex: '[{SECRET}]+', exact_case: true}}}}
"""
_NUMBERS = re.compile(r"\d+")


@cache
def _rules() -> RuleSet:
    return load_rules(PurePosixPath("rules.yaml"), lambda _: _RULES.encode())


def _released(source: bytes) -> bytes:
    """Return the PDF of a release, read back by every probe. Raises DeclassError."""
    record = ingest(source, name="made-up.pdf", readers=readers_for())
    rules = _rules()
    findings = detect(record, (UnsureDetector(), PatternDetector(rules.rules)))
    decisions = decide(record, findings, rules, version=Version.RELEASED, as_of=_DAY, is_stated_unclassified=True)
    policy = ReleasePolicy(_DAY, is_stated_unclassified=True)
    draft = render(record, decisions, policy, version=Version.RELEASED)
    verify(draft, record, decisions, policy=policy)
    return draft.pdf


def outcome_of(source: bytes) -> str:
    """Return what comes of a PDF, without its numbers: ``released``, ``refused: why``, ``stopped: why`` (a probe), or ``LEAKED where``.

    What is none of our own errors is let through.
    """
    try:
        released = _released(source)
    except LeakError as error:
        return _NUMBERS.sub("N", f"stopped: {error}")
    except DeclassError as error:
        return _NUMBERS.sub("N", f"refused: {error}")
    codes = [[encoded(letter, face) for letter in SECRET] for face in FACES]
    found = traces(released, SECRET, codes)
    return f"{LEAKED} {'; '.join(found)}" if found else "released"


def main(arguments: Sequence[str] | None = None) -> int:
    """Run for a while and print what came of it; return 1 where something leaked or was none of our errors."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=60.0, help="how long")
    parser.add_argument("--seed", type=int, default=0, help="the first seed; each page has the next")
    parser.add_argument("--one", type=int, help="this seed alone")
    parser.add_argument("--keep", type=Path, help="where to write the PDF of --one")
    options = parser.parse_args(arguments)
    warnings.simplefilter("ignore")  # of pages that are damaged, the libraries' own
    if options.one is not None:
        source = made_up_pdf(random.Random(options.one))  # noqa: S311 -- the same every time
        if options.keep:
            options.keep.write_bytes(source)
        print(outcome_of(source))
        return 0
    return _run(options.seed, options.seconds)


def _run(seed: int, seconds: float) -> int:
    counts: Counter[str] = Counter()
    firsts: dict[str, int] = {}
    end = time.monotonic() + seconds
    number = seed
    while time.monotonic() < end:
        try:
            outcome = outcome_of(made_up_pdf(random.Random(number)))  # noqa: S311 -- the same every time
        except Exception as error:  # noqa: BLE001 -- what is not ours is what is sought
            outcome = f"{LEAKED} {type(error).__name__} at {traceback.extract_tb(error.__traceback__)[-1]}"
        counts[outcome] += 1
        firsts.setdefault(outcome, number)
        number += 1
    for outcome, count in counts.most_common():
        print(f"{count:6} {outcome} (first: {firsts[outcome]})")
    print(f"{number - seed} pages")
    return int(any(outcome.startswith(LEAKED) for outcome in counts))


if __name__ == "__main__":
    raise SystemExit(main())
