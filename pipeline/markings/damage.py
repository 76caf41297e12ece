"""Words as stamps and scans leave them: letters spaced out, and letters that a reader took for others.

What is mended here is never certain: whoever asks gets a cost, and says so.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

__all__ = ["SPACED", "close_up", "mended"]

# Three or more single letters, set apart by the same sign: S-E-C-R-E-T, S E C R E T, S.E.C.R.E.T.
SPACED = re.compile(r"(?<![A-Za-z0-9])[A-Za-z](?:(?P<gap>[ ]{1,3}|[.\-–_])[A-Za-z](?:(?P=gap)[A-Za-z])+)(?![A-Za-z0-9])")
# Letters that are taken for each other in worn type (measured over JFK assassination records).
_GROUPS = ("CGOQ0D", "EFBP3", "SB58", "RKHPN", "TILY1J", "OQ0D", "MNHW", "UVOCY", "AR4", "IL1T", "CE", "FP", "SZ2", "RB", "XK")
_ALIKE = frozenset((one, other) for group in _GROUPS for one in group for other in group)
_NEAR, _FAR, _SWAPPED, _LOST_EDGE, _LOST, _ADDED = 0.5, 1.0, 1.0, 0.75, 1.0, 1.5
_SHORT_WORD = 8  # letters; a shorter word bears less damage
_BEARABLE, _BEARABLE_CONTROL = (1.25, 2.0), (0.5, 1.0)  # of a short and of a long word
_SHORTEST, _SHORTEST_CONTROL = 5, 4


def close_up(text: str) -> str:
    """Return ``text`` with letter-spaced words closed up, of the same length: blanks stand at their end."""
    return SPACED.sub(lambda match: re.sub(r"[^A-Za-z]", "", match.group()).ljust(len(match.group())), text)


def _cost(word: str, wanted: str) -> float:
    """Return what it takes to have made ``word`` of ``wanted``: letters taken for others, swapped, lost, or added."""
    above: list[float] = []
    row = [0.0]
    for at in range(len(wanted)):
        row.append(row[-1] + (_LOST_EDGE if at == 0 else _LOST))
    for at, letter in enumerate(word, start=1):
        before, above, row = above, row, [at * _ADDED]
        for place, hoped in enumerate(wanted, start=1):
            lost = _LOST_EDGE if place in {1, len(wanted)} else _LOST
            taken = 0.0 if letter == hoped else _NEAR if (letter, hoped) in _ALIKE else _FAR
            costs = [above[place - 1] + taken, row[place - 1] + lost, above[place] + _ADDED]
            if at > 1 and place > 1 and (letter, word[at - 2]) == (wanted[place - 2], hoped):
                costs.append(before[place - 2] + _SWAPPED)
            row.append(min(costs))
    return row[-1]


def _shared(word: str, wanted: str) -> int:
    """Return how many letters two words have in common, wherever they stand: what is dear to compare has most of them."""
    return sum(min(word.count(letter), wanted.count(letter)) for letter in set(wanted))


def mended(word: str, lexicon: Iterable[str], *, is_control: bool = False) -> tuple[str, float] | None:
    """Return the word of ``lexicon`` that ``word`` was, and at what cost (0.5 a letter mistaken); None where none is near.

    At most one letter is taken for lost, so CLASSIFIED is not UNCLASSIFIED. A word of a control bears less than one of a
    level, so AGENT is not URGENT.
    """
    if len(word) < (_SHORTEST_CONTROL if is_control else _SHORTEST) or word.isdigit():
        return None
    return _nearest(word, tuple(lexicon), *(_BEARABLE_CONTROL if is_control else _BEARABLE))


@lru_cache(maxsize=4096)
def _nearest(word: str, lexicon: tuple[str, ...], short: float, long: float) -> tuple[str, float] | None:
    best: tuple[str, float] | None = None
    for wanted in lexicon:
        bearable = short if len(wanted) < _SHORT_WORD else long
        if abs(len(wanted) - len(word)) > 1 or _shared(word, wanted) < len(wanted) - bearable / _NEAR:
            continue
        cost = _cost(word, wanted)
        if cost <= bearable and (best is None or cost < best[1]):
            best = wanted, cost
    return best
