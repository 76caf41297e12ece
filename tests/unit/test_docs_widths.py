"""The page on widths: its table is what the benchmark counts, and what it names is there."""

from __future__ import annotations

from pathlib import Path

from benchmarks.names import NAMES
from benchmarks.widths import measured, table
from pipeline.render.kept.setting import WIDTHS

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "widths.md").read_text("utf-8")


def test_the_table_is_what_the_benchmark_counts() -> None:
    assert table(measured()) in PAGE


def test_it_names_the_width_classes_and_the_classes_of_names() -> None:
    first, *others = (f"{width:g}" for width in WIDTHS)
    assert f"{first}, {', '.join(others[:-1])} or {others[-1]} points" in PAGE
    single = sum(" " not in name for name in NAMES)
    assert f"{single} of the {len(NAMES)} are one word, {len(NAMES) - single}\nare several" in PAGE


def test_the_test_that_it_names_is_there() -> None:
    assert (ROOT / "tests" / "property" / "test_kept_widths.py").is_file()
