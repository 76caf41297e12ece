"""A fault as a person reads it: the line, and the caret under the very sign, whatever the line holds."""

from __future__ import annotations

import pytest

from pipeline.errors import Fault
from pipeline.rules import shown_width, underlined


def shown(line: str, column: int, width: int = 1, *, columns: int = 80) -> tuple[str, str]:
    """Return the line and the carets, without the gutter."""
    said, row, carets = underlined(Fault("a.yaml", 7, column, "what", width, line), columns).split("\n")
    assert said == f"a.yaml:7:{column}: what"
    assert row.startswith("    7 | ")
    assert carets.startswith("      | ")
    return row[8:], carets[8:]


def test_the_whole_is_three_lines() -> None:
    fault = Fault("a.yaml", 12, 5, "unknown key 'scop'; expected scope", 4, "    scop: line")
    expected = "a.yaml:12:5: unknown key 'scop'; expected scope\n   12 |     scop: line\n      |     ^^^^"
    assert underlined(fault, 80) == expected


def test_a_fault_of_no_line_is_its_sentence() -> None:
    assert underlined(Fault("a.yaml", 1, 1, "cannot be read"), 80) == "a.yaml:1:1: cannot be read"


@pytest.mark.parametrize(
    ("line", "column", "width", "row", "carets"),
    [
        ("\tab\tx", 5, 1, "    ab  x", "        ^"),
        ("\tab", 1, 1, "    ab", "^^^^"),
        ("日本 x", 4, 1, "日本 x", "     ^"),
        ("日本 x", 2, 1, "日本 x", "  ^^"),
        ("e\u0301\u0301 x", 5, 1, "e\u0301\u0301 x", "  ^"),
        ("\u1112\u1161\u11ab x", 5, 1, "\u1112\u1161\u11ab x", "   ^"),
        ("ｆｕｌｌ x", 6, 1, "ｆｕｌｌ x", "         ^"),
        ("\U0001f600 x", 3, 1, "\U0001f600 x", "   ^"),
        ("a\x1b[2Jb", 6, 1, "a\\x1b[2Jb", "        ^"),
        ("a\x1bb", 2, 1, "a\\x1bb", " ^^^^"),
        ("\u202eab", 2, 2, "\\u202eab", "      ^^"),
        ("\u200b\xa0\x85\ufeffz", 5, 1, "\\u200b\\xa0\\x85\\ufeffz", "                    ^"),
        ("ab", 3, 1, "ab", "  ^"),
        ("ab", 99, 4, "ab", "  ^"),
        ("ab", 1, 99, "ab", "^^"),
        ("e\u0301", 2, 1, "e\u0301", " ^"),
    ],
)
def test_the_caret_stands_under_the_fault(line: str, column: int, width: int, row: str, carets: str) -> None:
    assert shown(line, column, width) == (row, carets)


@pytest.mark.parametrize("columns", [10, 28, 40, 79, 200])
@pytest.mark.parametrize("at", [0, 5, 150, 290, 299, 300])
@pytest.mark.parametrize("sign", ["x", "日"])
def test_a_long_line_is_cut_to_a_window_around_the_fault(columns: int, at: int, sign: str) -> None:
    line = sign * at + "F" + sign * (300 - at)
    row, carets = shown(line, at + 1, columns=columns)
    assert shown_width(row) <= max(20, columns - 9)
    assert carets.strip() == "^"
    before = row.partition("F")[0]
    assert shown_width(before) == len(carets) - 1
    assert row.startswith("...") == (before.replace("...", "", 1) != sign * at)
    assert row.endswith(("...", sign * (300 - at)))


def test_a_fault_longer_than_the_window_shows_its_beginning() -> None:
    row, carets = shown("x" * 50 + "F" * 500, 51, 500, columns=60)
    assert row.startswith("...")
    assert len(carets) <= len(row)
    assert row[len(carets) - len(carets.strip())] == "F"


def test_no_more_than_a_line_is_said_of_a_line_of_a_megabyte() -> None:
    assert len(underlined(Fault("a", 1, 500_000, "x", 3, "y" * 1_000_000), 80)) < 300
