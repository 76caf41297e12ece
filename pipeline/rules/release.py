"""The head of a rule set: what these records are, who releases them, and whether its rules can be judged by it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from pipeline.authority import Regime, regime
from pipeline.model import Action, Custody
from pipeline.rules.fields import Fields
from pipeline.rules.guess import hint, hint_of_code
from pipeline.rules.rule import CUSTODIES, Written

__all__ = ["RELEASE_KEYS", "ReleaseSection", "check_references", "read_release"]

RELEASE_KEYS = ("permanent", "officer", "guide", "custody", "agency", "categories", "identifiers")
_BY_CATEGORY = frozenset({Regime.X25, Regime.X50, Regime.X75})
_CUSTODIES: dict[str, Custody | None] = {**CUSTODIES}


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


def read_release(top: Fields) -> ReleaseSection:
    """Read the section of one file."""
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
    )


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
