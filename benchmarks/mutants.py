"""Whether the tests notice when the excising code is spoilt: ``python -m benchmarks.mutants [--sample N] [--file NAME]``.

One place of one module is changed at a time, in memory; the fitting tests run against it in a process of their own. A mutant is
killed where a test fails, or takes too long; one that survives is a missing test, or changes nothing that can be told. The sample
is drawn with a fixed seed. Mutants that are known to change nothing are listed, with why, in ``mutants.txt``.
"""

from __future__ import annotations

import argparse
import ast
import os
import random
import signal
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec
from importlib.util import spec_from_loader
from pathlib import Path
from types import FrameType, ModuleType

import hypothesis
import numpy as np
import pikepdf
import pypdf
import pypdfium2
import pytest
import reportlab.pdfbase.pdfmetrics

import pipeline.content.pixels
import pipeline.decide
import pipeline.detect
import pipeline.ingest
import pipeline.rules
from benchmarks.mutations import Mutant, mutants_of, mutated

__all__ = ["main"]

_ROOT = Path(__file__).parent.parent
_FOLDER = "pipeline/render/kept"
_PIXELS = ("burning", "burn")
_LINES = (
    *("excise", "rewrite", "runs", "segments", "lines", "fellows", "setting"),
    *("copies", "drawings", "instructions", "strikes", "gaps"),
)
_OF_PIXELS = ("tests/unit/test_kept_burning.py", "tests/unit/test_kept_burn.py")
# The quick ones first; tests/property/test_property_excise.py, which takes a minute, is left out.
_OF_LINES = (
    "tests/golden/test_kept_golden.py",
    "tests/unit/test_kept_cut.py",
    "tests/unit/test_kept_excise.py",
    "tests/unit/test_kept_gaps.py",
    "tests/unit/test_kept_burning.py",
    "tests/property/test_property_excise_fuzz.py",
    "tests/leak/test_kept_excise_leaks.py",
)
_SLOWEST = 120  # seconds of one mutant: more is a loop without end
_EXAMPLES = 20  # of each property: a mutant that only the hundredth example kills counts as alive
_SEED = 7
# What is loaded once, for every child: none of these stages may know the one that is spoilt.
_LIBRARIES: tuple[ModuleType, ...] = (hypothesis, np, pikepdf, pypdf, pypdfium2, reportlab.pdfbase.pdfmetrics)
_STAGES: tuple[ModuleType, ...] = (pipeline.content.pixels, pipeline.decide, pipeline.detect, pipeline.ingest, pipeline.rules)


@dataclass(frozen=True, slots=True)
class _Chosen:
    """One mutant of one module."""

    name: str
    mutant: Mutant

    @property
    def told(self) -> str:
        """What it is, without its line, which moves."""
        return f"{self.name}: {self.mutant.told}"


class _Spoilt(MetaPathFinder, Loader):
    """Finds one module, spoilt, in place of the one on disk."""

    def __init__(self, name: str, path: Path, tree: ast.Module) -> None:
        self.name, self.path, self.tree = name, path, tree

    def find_spec(self, fullname: str, _path: Sequence[str] | None = None, _target: ModuleType | None = None) -> ModuleSpec | None:
        """Return the spec of the spoilt module."""
        return spec_from_loader(fullname, self, origin=str(self.path)) if fullname == self.name else None

    def exec_module(self, module: ModuleType) -> None:
        """Run the spoilt module."""
        exec(compile(self.tree, str(self.path), "exec"), module.__dict__)  # noqa: S102 -- the spoilt source is our own


def _path(name: str) -> Path:
    return _ROOT / _FOLDER / f"{name}.py"


def _tests(name: str) -> list[str]:
    return [each for each in (_OF_PIXELS if name in _PIXELS else _OF_LINES) if (_ROOT / each).exists()]


def _run(chosen: _Chosen | None, tests: Sequence[str]) -> int:
    """Run the tests in this process, which is a child, and return what pytest returned."""
    out = os.open(os.devnull, os.O_WRONLY)
    os.dup2(out, 1)
    os.dup2(out, 2)
    if chosen is not None:
        path = _path(chosen.name)
        module = f"{_FOLDER.replace('/', '.')}.{chosen.name}"
        sys.meta_path.insert(0, _Spoilt(module, path, mutated(path.read_text(), chosen.mutant)))
    phases = (hypothesis.Phase.explicit, hypothesis.Phase.generate)
    told = [hypothesis.HealthCheck.too_slow, hypothesis.HealthCheck.filter_too_much]
    hypothesis.settings.register_profile(
        "mutants", max_examples=_EXAMPLES, derandomize=True, database=None, deadline=None, phases=phases, suppress_health_check=told
    )
    return int(pytest.main(["-x", "-q", "-p", "no:cacheprovider", "--assert=plain", "--hypothesis-profile=mutants", *tests]))


def _is_killed(chosen: _Chosen | None, tests: Sequence[str]) -> bool:
    """Run the tests against a mutant in a child; a loop without end is noticed as well."""
    child = os.fork()
    if not child:
        code = 1
        try:
            code = _run(chosen, tests)
        finally:
            os._exit(code)
    signal.signal(signal.SIGALRM, lambda _signal, _frame: _end(child, _frame))
    signal.alarm(_SLOWEST)
    _, status = os.waitpid(child, 0)
    signal.alarm(0)
    return status != 0


def _end(child: int, _frame: FrameType | None) -> None:
    os.kill(child, signal.SIGKILL)


def _equivalent() -> set[str]:
    """Return the mutants that change nothing that can be told; each line of the list is one, after a line that says why."""
    listed = (_ROOT / "benchmarks" / "mutants.txt").read_text().splitlines()
    return {line for line in listed if not line.startswith("#")}


def _chosen(names: Sequence[str], sample: int | None) -> list[_Chosen]:
    known = _equivalent()
    found = [_Chosen(name, each) for name in names for each in mutants_of(_path(name).read_text())]
    found = [each for each in found if each.told not in known]
    if sample is None or sample >= len(found):
        return found
    return random.Random(_SEED).sample(found, sample)  # noqa: S311 -- a sample that is the same every time


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the mutants; return 1 where the tests fail without any."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sample", type=int, help="so many mutants, drawn with a fixed seed; all without it")
    parser.add_argument("--file", action="append", choices=(*_LINES, *_PIXELS), help="of this module only; may be given again")
    parser.add_argument("--only", default="", help="only mutants whose description holds this")
    parser.add_argument("--again", type=Path, help="what an earlier run printed: only those that survived it")
    parser.add_argument("--after", type=int, default=0, help="pass over so many, which an earlier run has judged")
    options = parser.parse_args(arguments)
    os.chdir(_ROOT)
    names = options.file or (*_LINES, *_PIXELS)
    for tests in {tuple(_tests(name)) for name in names}:
        if _is_killed(None, tests):
            print("the tests fail without any mutant", *tests)
            return 1
    chosen = [each for each in _chosen(names, None if options.again else options.sample) if options.only in each.told]
    if options.again:
        survived = [line.split(" ", 3)[3] for line in options.again.read_text().splitlines() if " SURVIVED " in line]
        chosen = [each for each in chosen if each.mutant.told in survived]
    return _report(chosen[options.after :])


def _report(chosen: Sequence[_Chosen]) -> int:
    alive: list[_Chosen] = []
    begun = time.monotonic()
    for number, each in enumerate(chosen, start=1):
        is_killed = _is_killed(each, _tests(each.name))
        if not is_killed:
            alive.append(each)
        print(f"{number} {'killed' if is_killed else 'SURVIVED'} {each.name}.py:{each.mutant.line} {each.mutant.told}", flush=True)
    killed = len(chosen) - len(alive)
    minutes = (time.monotonic() - begun) / 60
    print(f"{killed} of {len(chosen)} killed ({killed / max(len(chosen), 1):.1%}) in {minutes:.1f} minutes")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
