"""What line breaks still tell of a withheld name: ``python -m benchmarks.widths``.

A released page keeps its lines: the words that stood in one line stand there still. Who knows the font, the other words, the width
of the paragraph and the rule by which it was broken can leave out names that would have broken it elsewhere. How many names are
left is counted here, by setting the paragraph with each of 200 made-up names in each of many places.
"""

from __future__ import annotations

import argparse
import json
import math
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from functools import lru_cache
from itertools import pairwise
from statistics import median

from reportlab.pdfbase.pdfmetrics import stringWidth

from benchmarks.names import NAMES

__all__ = ["Row", "main", "measured", "table"]

_SIZE, _WIDTH = 11.0, 430.0  # points: of the type, and of the paragraph
_SHRINK = 0.8  # of a blank: how far word processors squeeze it in a justified line
_FACES = (("Times", "Times-Roman"), ("Helvetica", "Helvetica"), ("Courier", "Courier"))
_ALIGNMENTS = (("ragged", 1.0), ("justified", _SHRINK))
_PARAGRAPH = (
    "The committee heard the report of its ships and of the ports that they had called at since the spring, and found that two of them "
    "had been seen at the northern quay, where a launch had waited for some hours without lights. No answer had been given to the "
    "question of the harbour master, who noted the hour and sent a telegram to the ministry that same night for orders. It was not "
    "until the following week that the answer came, and by then both had left with the tide and were beyond the reach of the patrol."
).split(" ")
_PLACES = range(4, len(_PARAGRAPH) - 4)  # before which word the name stands
_Breaks = tuple[tuple[int, bool], ...]


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table. ``left`` are names that a reader cannot leave out, of 200; shares and bits are of what is ruled out."""

    face: str
    alignment: str
    left_median: float
    left_worst: int
    ruled_out_median: float
    ruled_out_worst: float
    bits_median: float
    bits_worst: float


@lru_cache(maxsize=4096)
def _wide(text: str, face: str) -> float:
    return float(stringWidth(text, face, _SIZE))


def _lines(words: Sequence[str], face: str, shrink: float) -> Iterator[int]:
    """Yield where lines end, as numbers of words: each takes as many as fit."""
    blank = _wide(" ", face) * shrink
    filled = 0.0
    for at, word in enumerate(words):
        wide = _wide(word, face)
        if filled and filled + blank + wide > _WIDTH:
            yield at
            filled = wide
        else:
            filled += wide + (blank if filled else 0.0)


def _seen(name: str, place: int, face: str, shrink: float) -> _Breaks:
    """Return what a reader sees of the breaks: how many kept words each line holds, and whether a blank stands in it."""
    parts = name.split(" ")
    words = [*_PARAGRAPH[:place], *parts, *_PARAGRAPH[place:]]
    ends = [0, *_lines(words, face, shrink), len(words)]
    inner = range(place, place + len(parts))
    lines = [range(start, end) for start, end in pairwise(ends)]
    return tuple((sum(at not in inner for at in line), any(at in inner for at in line)) for line in lines)


def _left(face: str, shrink: float) -> list[int]:
    """Return, for each name in each place, how many names break the paragraph as it does and have its class of size."""
    found: list[int] = []
    for place in _PLACES:
        seen = [(_seen(name, place, face, shrink), " " in name) for name in NAMES]
        counts = Counter(seen)
        found += [counts[each] for each in seen]
    return found


def measured() -> tuple[Row, ...]:
    """Return the table's rows."""
    rows = []
    for name, face in _FACES:
        for alignment, shrink in _ALIGNMENTS:
            left = _left(face, shrink)
            middle, worst, every = median(left), min(left), len(NAMES)
            shares = [round(1 - each / every, 3) for each in (middle, worst)]
            bits = [round(math.log2(every / each), 2) for each in (middle, worst)]
            rows.append(Row(name, alignment, middle, worst, *shares, *bits))
    return tuple(rows)


def table(rows: Sequence[Row]) -> str:
    """Return rows as a table of a document."""
    head = "| type | lines | names left, median | fewest | ruled out, median | most | bits, median | most |\n" + "|---" * 8 + "|\n"
    return head + "".join(
        f"| {row.face} | {row.alignment} | {row.left_median:.0f} of {len(NAMES)} | {row.left_worst} "
        f"| {row.ruled_out_median:.0%} | {row.ruled_out_worst:.1%} | {row.bits_median:.1f} | {row.bits_worst:.1f} |\n"
        for row in rows
    )


def main(argv: list[str] | None = None) -> int:
    """Measure and print the table, or with ``--json`` one object a line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", action="store_true", help="print one JSON object a line")
    args = parser.parse_args(argv)
    rows = measured()
    print("\n".join(json.dumps(asdict(row)) for row in rows) if args.json else table(rows), end="")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
