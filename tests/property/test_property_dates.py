"""Dates sought where one can begin are the dates that a search of the whole text finds."""

from __future__ import annotations

from hypothesis import example, given
from hypothesis import strategies as st

from pipeline.dates import _PATTERNS, _STARTS, _matches

PIECES = st.sampled_from(
    [
        *("7", "07", "17", "31", "1", "62", "1962", "19621107", "071700Z", "'62", "2012", "11", "99"),
        *("Nov", "november", "SEPT.", "ſept", "May", "June", "mayor", "decade", "the", "day of", "at 5 p.m.", "to", "th", "nd"),
        *(" ", "  ", "\n", "\n   ", ",", ".", "-", "–", "/", "(", ";", "x", "é", "_", "٣"),
    ]
)


@given(st.lists(PIECES, max_size=14).map("".join), st.integers(0, 6), st.integers(0, 6))
@example("the 7 November 1962", 0, 0)
@example("7-11-62/7/11/62", 0, 0)
@example("the the 7th day of November 1962", 4, 0)
def test_each_form_of_a_date_is_found_as_a_search_of_the_whole_text_finds_it(text: str, skipped: int, cut: int) -> None:
    start, end = min(skipped, len(text)), max(len(text) - cut, 0)
    places = [match.start() for match in _STARTS.finditer(text, start, end)]
    for pattern in _PATTERNS:
        found = [match.span() for match in _matches(pattern, text, places, end)]
        assert found == [match.span() for match in pattern.finditer(text, start, end)]
