"""The head of a rule set: what these records are, who releases them, and whether its rules can be judged by it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from pipeline.authority import Regime, regime
from pipeline.model import Action, Custody, PrivacyEnds, Register
from pipeline.rules.fields import Fields
from pipeline.rules.guess import hint, hint_of_code
from pipeline.rules.nodes import Mapping, Node
from pipeline.rules.officials import check_deceased
from pipeline.rules.rule import CUSTODIES, Written

__all__ = ["PRIVACY_KEYS", "RELEASE_KEYS", "Lists", "ReleaseSection", "check_references", "read_release"]

RELEASE_KEYS = (
    "permanent",
    "officer",
    "guide",
    "custody",
    "agency",
    "categories",
    "identifiers",
    "officials",
    "officials_file",
    "privacy_ends",
)
PRIVACY_KEYS = ("years_after_birth", "deceased", "deceased_file")
_BY_CATEGORY = frozenset({Regime.X25, Regime.X50, Regime.X75})
_NUMBER = re.compile(r"[1-9][0-9]{0,2}")
_MOST_YEARS = 150  # after a birth: beyond it nobody lives
_CUSTODIES: dict[str, Custody | None] = {**CUSTODIES}


@dataclass(frozen=True, slots=True)
class Lists:
    """What reads the files that a section names: of officials, and of the deceased, with the mapping and the node that name them."""

    officials: Callable[[Fields, Node], Register]
    deceased: Callable[[Fields, Node], tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class ReleaseSection:
    """What the ``release:`` section says; nothing where it is left out."""

    is_permanent: bool = False
    officer: str | None = None
    guide: str | None = None
    custody: Custody | None = None
    agency: str | None = None
    categories: tuple[str, ...] | None = None
    has_identifiers: bool = True
    has_officials: bool = True
    officials: Register = field(default_factory=Register)
    privacy_ends: PrivacyEnds = field(default_factory=PrivacyEnds)


def read_release(top: Fields, lists: Lists) -> ReleaseSection:
    """Read the section of one file, and through ``lists`` the files that it names."""
    node = top.get("release")
    if node is None:
        return ReleaseSection()
    fields = Fields(node, top.faults, "release", RELEASE_KEYS)
    return ReleaseSection(
        fields.flag("permanent"),
        fields.text("officer"),
        fields.text("guide"),
        fields.choice("custody", _CUSTODIES, None),
        fields.text("agency"),
        _categories(fields),
        "identifiers" not in fields or fields.flag("identifiers"),
        "officials" not in fields or fields.flag("officials"),
        Register() if (named := fields.get("officials_file")) is None else lists.officials(fields, named),
        _privacy_ends(fields, lists),
    )


def _privacy_ends(release: Fields, lists: Lists) -> PrivacyEnds:
    """Read when privacy ends: after how many years, for whom."""
    node = release.get("privacy_ends")
    if node is None:
        return PrivacyEnds()
    fields = Fields(node, release.faults, "privacy_ends", PRIVACY_KEYS)
    if isinstance(node, Mapping) and not node.pairs:
        fields.faults.add(node, f"privacy_ends says nothing; expected one of {', '.join(PRIVACY_KEYS)}")
    named = fields.texts("deceased")
    for each in named:
        if what := check_deceased(each.value):
            fields.faults.add(each.node, what)
    file = fields.get("deceased_file")
    listed = lists.deceased(fields, file) if file is not None else ()
    return PrivacyEnds(_years(fields), (*(each.value for each in named), *listed))


def _years(fields: Fields) -> int | None:
    text = fields.text("years_after_birth")
    if text is None:
        return None
    if not _NUMBER.fullmatch(text) or int(text) > _MOST_YEARS:
        what = f"'years_after_birth' of privacy_ends is {text!r}; expected a number of years from 1 to {_MOST_YEARS}, such as 100"
        fields.fault("years_after_birth", what)
        return None
    return int(text)


def _categories(fields: Fields) -> tuple[str, ...] | None:
    if "categories" not in fields:
        return None
    codes = fields.texts("categories")
    for code in codes:
        if regime(code.value) not in _BY_CATEGORY:
            meant = hint_of_code(code.value) if regime(code.value) is None else ""
            what = f"{code.value!r} is no category of 25X, 50X or 75X{meant}; expected such as 25X1, 50X1-HUM"
            fields.faults.add(code.node, what)
    return tuple(code.value for code in codes)


def check_references(rules: Iterable[Written], release: ReleaseSection, ids: frozenset[str]) -> None:
    """Note where a rule asks for what the set does not say, or overrides what is not there or may not be overridden.

    ``ids`` are those of all rules, also of such as could not be read otherwise.
    """
    written = tuple(rules)
    known = {each.rule.id: each.rule for each in written}
    for each in written:
        when = each.rule.when
        for key, asked, said in (("custody", when and when.custody, release.custody), ("agency", when and when.agency, release.agency)):
            if asked and said is None:
                what = f"the rule asks for {key}, and the rule set states none; expected release: {{{key}: ...}} in the file you name"
                each.fields.fault("when", what)
        for name in each.overridden:
            other = known.get(name.value)
            if other is None and name.value not in ids:
                what = f"there is no rule {name.value!r}{hint(name.value, known)}; expected the id of a redact rule, or all"
                each.fields.faults.add(name.node, what)
            elif other is not None and other.action is not Action.REDACT:
                what = f"rule {name.value!r} is no redact rule, and nothing else is overridden; expected the id of one"
                each.fields.faults.add(name.node, what)
