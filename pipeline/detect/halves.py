"""What was found over a page break stands in two halves, and both share one fate."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable, Sequence

from pipeline.detect.pagebreaks import OVER_BREAK
from pipeline.model import Finding, Span
from pipeline.reach import Reach
from pipeline.segments import touching

__all__ = ["Halves", "is_half"]


def is_half(found: Finding) -> bool:
    """Tell whether a finding is a half of what lies over a page break."""
    return found.why.endswith(OVER_BREAK)


class Halves:
    """Knows which halves of one record belong together: those at one break."""

    def __init__(self, reach: Reach, *, has_halves: bool) -> None:
        """Take the units of the record, which need not be counted where nothing lies over a page break."""
        self._reach = reach
        said = [(page.start, end) for page in reach.pages if (end := self._end_of(page))] if has_halves else []
        self._starts, self._ends = [start for start, _ in said], [end for _, end in said]

    def _end_of(self, page: Span) -> int | None:
        """Return where what is said on a page ends, or None where nothing is."""
        rows = touching(self._reach.lines, page)
        return next((row.end for row in reversed(rows) if not touching(self._reach.running, row)), None)

    def kept(self, found: Sequence[Finding], is_to_keep: Callable[[Finding], bool], *, is_wide: bool) -> list[Finding]:
        """Return those of ``found`` that are to be kept; of halves both, where one is (in the narrow sense: where both are)."""
        told = [(each, is_to_keep(each), self._break_of(each) if is_half(each) else None) for each in found]
        breaks: defaultdict[int, list[bool]] = defaultdict(list)
        for _, is_kept, number in told:
            if number is not None:
                breaks[number].append(is_kept)
        fate = {number: any(each) if is_wide else all(each) for number, each in breaks.items()}
        return [each for each, is_kept, number in told if (is_kept if number is None else fate[number])]

    def _break_of(self, half: Finding) -> int:
        """Return the number of the page before the break at which a half lies; behind a first half stand running lines alone."""
        number = bisect_right(self._starts, half.span.start) - 1
        return number if half.span.end >= self._ends[number] else number - 1
