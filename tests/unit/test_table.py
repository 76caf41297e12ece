"""The closing table as it stands on the page, at 80 columns and at 140."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from pathlib import Path

import pytest

from pipeline.batch import Named, Row
from pipeline.model import Version
from pipeline.passages import AmountPolicy
from pipeline.statement import HoldRow, Statement
from pipeline.table import closing_table, summary


def named(shown: str) -> Named:
    return Named(Path(shown), "memo", shown)


def statement(version: Version, verdict: str, withheld: int, referred: int, *owners: str) -> Statement:
    return Statement(
        version=version,
        title="The zebrafish",
        date=dt.date(1962, 11, 7),
        banner="TOP SECRET ZEBRAFISH",
        case=None,
        as_of=dt.date(2026, 11, 24),
        is_projected=False,
        amount=AmountPolicy.BUCKET,
        approved_by=None,
        classification=None,
        authority=None,
        verdict=verdict,
        version_line="",
        withheld=withheld,
        referred=referred,
        legend=(),
        holds=tuple(HoldRow(owner, 1) for owner in owners),
    )


BOTH = (
    statement(Version.REDACTED, "released-in-part", 13, 1, "DOE"),
    statement(Version.RELEASED, "released-in-part", 0, 1, "DOE", "originating agency"),
)
DONE = Row(named("memos/one.txt"), 0, "", Path("output/one"), BOTH, (), "TOP SECRET", "heading", "default.yaml 09364bef")
LONG = "memoranda of the secretary of defense/1962-11-07 conversation with the ambassador about the missiles.txt"
NOTE = "a marked record in which no rule fired: read it before it is released"
ROWS = (
    DONE,
    replace(DONE, named=named(LONG), notes=(NOTE, "unread: page 3 is mostly Cyrillic"), marking=None, certainty=None),
    Row(named("file 3"), 3, "file 3: the file is empty; check that it was copied whole"),
    Row(named("four.txt"), 1, "four.txt: the reader or writer crashed (SIGSEGV); nothing was written"),
    Row(named("five.txt"), 5, "five.txt: leak check 'pixels', page 1: a word; nothing was written"),
)

NARROW = """\
================================================================================
record
    marking     date        version   withheld  referred  verdict
--------------------------------------------------------------------------------
memos/one.txt
    TOP SECRET  1962-11-07  redacted        13         1  released-in-part
                (heading)   released         0         1  released-in-part
    rule set: default.yaml 09364bef; holds: DOE, originating agency
memoranda of the secretary of defense/1962-11-07 conversation with the
ambassador about the missiles.txt
    unmarked    none        redacted        13         1  released-in-part
                            released         0         1  released-in-part
    rule set: default.yaml 09364bef; holds: DOE, originating agency
    to read: a marked record in which no rule fired: read it before it is
      released
    to read: unread: page 3 is mostly Cyrillic
file 3
    refused, exit 3: the file is empty; check that it was copied whole
four.txt
    failed, exit 1: the reader or writer crashed (SIGSEGV); nothing was written
five.txt
    LEAK, exit 5: leak check 'pixels', page 1: a word; nothing was written
================================================================================"""

WIDE = """\
============================================================================================================================================
record                       marking     date        rule set               holds             version   withheld  referred  verdict
--------------------------------------------------------------------------------------------------------------------------------------------
memos/one.txt                TOP SECRET  1962-11-07  default.yaml 09364bef  DOE, originating  redacted        13         1  released-in-part
                                         (heading)                          agency            released         0         1  released-in-part
memoranda of the secretary   unmarked    none        default.yaml 09364bef  DOE, originating  redacted        13         1  released-in-part
of defense/1962-11-07                                                       agency            released         0         1  released-in-part
conversation with the
ambassador about the
missiles.txt
    to read: a marked record in which no rule fired: read it before it is released
    to read: unread: page 3 is mostly Cyrillic
file 3
    refused, exit 3: the file is empty; check that it was copied whole
four.txt
    failed, exit 1: the reader or writer crashed (SIGSEGV); nothing was written
five.txt
    LEAK, exit 5: leak check 'pixels', page 1: a word; nothing was written
============================================================================================================================================"""


def test_the_table_at_80_columns() -> None:
    assert "\n".join(closing_table(ROWS, 80)) == NARROW


def test_the_table_at_140_columns() -> None:
    assert "\n".join(closing_table(ROWS, 140)) == WIDE


@pytest.mark.parametrize("width", [0, 20, 79, 80, 81, 100, 135, 136, 137, 140, 300])
def test_no_line_is_wider_than_the_place(width: int) -> None:
    wide = replace(DONE, named=named("日本" * 90), rules="x" * 90, marking="LIMITED OFFICIAL USE", notes=("y" * 300,))
    lines = closing_table((*ROWS, wide), width)
    assert max(map(len, lines)) <= max(width, 80)
    shown = "".join(line for line in lines).replace(" ", "")
    assert "日本" * 20 in shown or "日本" * 8 in shown


def test_no_word_of_a_record_stands_in_the_table() -> None:
    for width in (80, 140):
        assert "zebrafish" not in "\n".join(closing_table(ROWS, width)).lower()


@pytest.mark.parametrize(
    ("dates", "certainty", "told"),
    [
        ((dt.date(1962, 11, 7),) * 2, "stated", ("1962-11-07", "(stated)")),
        ((None, dt.date(1962, 11, 7)), "heading", ("withheld", "(heading)")),
        ((None, None), "heading", ("withheld", "(heading)")),
        ((None, None), "date-in-doubt", ("in doubt", "")),
        ((None, None), None, ("none", "")),
    ],
)
def test_a_date_is_told_with_how_it_was_found(dates: tuple[dt.date | None, ...], certainty: str | None, told: tuple[str, str]) -> None:
    both = tuple(replace(each, date=date) for each, date in zip(BOTH, dates, strict=True))
    lines = closing_table((replace(DONE, statements=both, certainty=certainty),), 80)
    assert lines[5].split("  ")[3].strip() == told[0]
    assert (told[1] in lines[6]) is True


def test_the_summary_counts_every_end() -> None:
    assert summary(ROWS, 9) == "9 records: 2 done (1 with something still to read), 1 with a leak, 1 failed, 1 refused, 4 not begun"
    assert summary((DONE, DONE), 2) == "2 records: 2 done"
    assert summary((), 1) == "1 record: 0 done, 1 not begun"
