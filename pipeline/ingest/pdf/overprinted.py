"""Words that stand over other words, so that nobody can be sure what of them an eye reads."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.ingest.pdf.layout import Placed

__all__ = ["OVERPRINTED", "overprinted"]

OVERPRINTED = "words stand over other words"
_INK = 0.5  # of a line's height over its baseline, where the ink of most letters lies
_SHARE = 0.5  # of the smaller word's ink that lies within the other's, across and down
_MOST = 500  # words of a row that are compared


def overprinted(words: Sequence[Placed]) -> list[int]:
    """Return the places of the words of one row, from left to right, that lie over another: at least half of the one in the other."""
    found: set[int] = set()
    open_words: list[int] = []
    for at, word in enumerate(words[:_MOST]):
        open_words = [each for each in open_words if words[each].box.x1 > word.box.x0]
        found |= {place for each in open_words if _is_over(words[each], word) for place in (each, at)}
        open_words.append(at)
    return sorted(found)


def _is_over(one: Placed, other: Placed) -> bool:
    if not all(any(map(str.isalnum, each.text)) for each in (one, other)):
        return False
    across = min(one.box.x1, other.box.x1) - max(one.box.x0, other.box.x0)
    down = min(one.baseline, other.baseline) - max(one.baseline - _INK * one.size, other.baseline - _INK * other.size)
    widths = [each.box.x1 - each.box.x0 for each in (one, other)]
    return across >= _SHARE * min(widths) and across > 0 and down >= _SHARE * _INK * min(one.size, other.size)
