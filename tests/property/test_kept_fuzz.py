"""Whatever a PDF draws: one of our own errors comes of it, or a release in which nobody finds a letter that was withheld."""

from __future__ import annotations

import random
import warnings

from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.fuzz import LEAKED, outcome_of
from benchmarks.judge import traces
from benchmarks.streams import FACES, SECRET, encoded, made_up_pdf

CODES = [[encoded(letter, face) for letter in SECRET] for face in FACES]


@settings(max_examples=60)  # python -m benchmarks.fuzz runs longer
@given(seed=st.integers(0, 2**32))
def test_only_our_own_errors_and_never_a_leak(seed: int) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of streams that end too soon
        assert not outcome_of(made_up_pdf(random.Random(seed))).startswith(LEAKED)  # noqa: S311 -- the same every time


def test_most_made_up_pages_come_through() -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        outcomes = [outcome_of(made_up_pdf(random.Random(seed))) for seed in range(20)]  # noqa: S311 -- the same every time
    assert outcomes.count("released") >= len(outcomes) // 4


def test_the_judge_sees_the_letters_in_a_page_that_was_not_cut() -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        seen = [traces(made_up_pdf(random.Random(seed)), SECRET, CODES) for seed in (1, 2, 4)]  # noqa: S311 -- the same every time
    assert all(seen)
