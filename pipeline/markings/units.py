"""What the readers of the categories of a modern marking share: a part of the text, a unit read of it, and where it stands."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.markings.faults import Faults
from pipeline.markings.vocabulary import Vocabulary
from pipeline.model import Category, Token

__all__ = ["BY_COUNTRY", "COUNTRIES", "ORDER", "Context", "Part", "Unit", "check_countries", "country_order"]

COUNTRIES = r"[A-Z]{3,4}(?: [A-Z]{3,4})*"
BY_COUNTRY = "trigraphs, then tetragraphs, each in alphabetical order"
ORDER = {
    Category.SCI: 0,
    Category.SAP: 1,
    Category.AEA: 2,
    Category.NATO_CONTROL: 2,
    Category.FGI: 3,
    Category.CUI: 3,
    Category.DISSEM: 4,
    Category.CUI_DISSEM: 4,
    Category.NON_IC: 5,
}
_TRIGRAPH = len("USA")


@dataclass(frozen=True, slots=True)
class Part:
    """What stands between two double slashes, its blanks made one, and where it stood."""

    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Unit:
    """One unit of a category: the list it is reported in, and the words reported; ``key`` is what it is ordered by."""

    category: Category
    names: tuple[str, ...]
    start: int
    end: int
    list_name: str
    key: str
    token: Token | None = None
    owner: str | None = None


@dataclass(frozen=True, slots=True)
class Context:
    """What a unit is read in: the words that are known, where faults go, and what kind of marking it is.

    ``before`` is the place in the order of the category before; ``is_cui`` tells that categories of CUI may stand here,
    ``has_system`` that an SCI system that is published stands in the same part.
    """

    vocabulary: Vocabulary
    faults: Faults
    is_portion: bool
    before: int
    is_cui: bool
    has_system: bool = False


def country_order(name: str) -> tuple[bool, str]:
    """Return the key by which countries are listed: trigraphs a-z, then tetragraphs a-z."""
    return len(name) > _TRIGRAPH, name


def check_countries(names: Sequence[str], faults: Faults, start: int, end: int, *, what: str, first: str | None = None) -> None:
    """Check that each country stands once and in order; one that must stand ``first`` is left out of the order."""
    others = [name for name in names if name != first]
    if len(set(names)) < len(names):
        twice = next(name for name in names if list(names).count(name) > 1)
        faults.add("duplicate", start, end, what=f"{twice} in {what}")
    elif others != sorted(others, key=country_order):
        faults.add("list-order", start, end, what=what, how=BY_COUNTRY)
