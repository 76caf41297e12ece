"""Words whose letters do not stand side by side in one line: no row holds such a word whole, so that no rule finds it there.

Text along a curve, letters that hop up and down, and words that run on where nobody sees them, look whole to a person.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from collections.abc import Set as AbstractSet
from itertools import pairwise

from pipeline.content.geometry import direction, ends, height
from pipeline.content.values import Scene, Show

__all__ = ["HALF_HIDDEN", "SCATTERED", "torn_letters"]

SCATTERED = "the letters of a word do not stand in one line"
HALF_HIDDEN = "a word goes on where nobody can see it"
_BACK, _ON = -0.15, 0.3  # em, from where a letter ends to where the next one of its word begins, along its line
_ASIDE = 1.2  # em, the same across its line
_ALIKE = 0.15  # of the larger size, by which those of two letters of one word may differ; raised and lowered signs are smaller
_INITIAL, _LEAST_UP = 1.6, 0.15  # times the size of the text beside it is a large first letter; em of it, how far up that text stands


def torn_letters(scene: Scene, hidden: AbstractSet[int], rows: Mapping[int, object]) -> dict[int, str]:
    """Return the seen letters, by glyph number, that are parted from the next letter of their word, and how.

    ``rows`` tells of each seen glyph what row it was laid out in. Letters are of one word where the one is drawn next after the
    other, begins where it ends, and no blank is drawn between them.
    """
    found: dict[int, str] = {}
    for show in scene.shows if hidden else ():
        found |= dict.fromkeys(_beside_hidden(show, hidden), HALF_HIDDEN)
    for one, after in pairwise(scene.shows):
        last, first = after.first - 1, after.first
        seen = {each for each in (last, first) if each not in hidden}
        if not seen or rows.get(last) == rows.get(first) or not _touch(one, after):
            continue
        found |= dict.fromkeys(seen, SCATTERED if len(seen) > 1 else HALF_HIDDEN)
    return found


def _beside_hidden(show: Show, hidden: AbstractSet[int]) -> Iterator[int]:
    """Yield the seen letters of a show that stand beside a hidden one."""
    texts = show.font.texts(show.codes)
    if hidden.isdisjoint(range(show.first, show.first + len(texts))):
        return
    for number, (text, other) in enumerate(pairwise(texts), start=show.first):
        if (number in hidden) is not (number + 1 in hidden) and text.strip() and other.strip():
            yield number if number + 1 in hidden else number + 1


def _is_worded(text: str) -> bool:
    return any(map(str.isalnum, text))


def _touch(one: Show, after: Show) -> bool:
    """Tell whether the first letter of a show goes on where the last one of the show before ends."""
    texts = one.font.texts(one.codes)
    if not (_is_worded(texts[-1]) and _is_worded(after.font.texts(after.codes)[0])):
        return False
    em, other = height(one), height(after)
    (x, y), (u, v) = ends(one)[1], ends(after)[0]
    dx, dy = direction(one)
    along, across = (u - x) * dx + (v - y) * dy, (v - y) * dx - (u - x) * dy
    if not _BACK * em <= along <= _ON * em:
        return False
    if abs(em - other) <= _ALIKE * max(em, other):
        return abs(across) <= _ASIDE * em
    return len(texts) == 1 and em >= _INITIAL * other and _LEAST_UP * em <= across <= em
