"""What the units of a marking owe each other: their order, the levels they may stand under, what they require and exclude."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from pipeline.markings.build import Builder
from pipeline.markings.faults import Faults
from pipeline.markings.units import Part, Unit
from pipeline.markings.vocabulary import Vocabulary
from pipeline.model import Category, Token

__all__ = ["check_joint", "check_units", "system_order"]

_ORDERED_BY_RANK = {
    Category.AEA: "the Atomic Energy Act units",
    Category.DISSEM: "the dissemination controls",
    Category.NON_IC: "the non-IC controls",
}
_JOINT, _JOINT_RULE = "JOINT", "CAPCO 2016 pp. 56-57"
_JOINT_LEVELS = ("TOP SECRET", "SECRET", "CONFIDENTIAL", "UNCLASSIFIED")
_COMPARTMENT, _ANY_COMPARTMENT = "COMPARTMENT", "a compartment, joined by a hyphen"  # for a system that cannot stand alone
_ASCENDING = "ascending order, numbers and then letters"
_ORDERED_BY_NAME = {
    Category.SCI: ("the list of SCI systems", _ASCENDING),
    Category.SAP: ("the list of SAP (SAR) programs", _ASCENDING),
    Category.NATO_CONTROL: ("the list of NATO controls", _ASCENDING),
    Category.CUI: ("the list of CUI categories", "those with SP- and then the others, each in alphabetical order"),
}


def system_order(name: str) -> tuple[tuple[int, int, str], ...]:
    """Return the key by which systems, programs and compartments are listed: numbers before letters, ascending."""
    return tuple((0, int(word), "") if word.isascii() and word.isdigit() else (1, 0, word) for word in name.replace("-", " ").split())


def check_units(units: Sequence[Unit], builder: Builder, vocabulary: Vocabulary, faults: Faults) -> None:
    """Check the units of one marking, in the order in which they stand."""
    _check_order(units, vocabulary, faults)
    names = {unit.key for unit in units} | {name for unit in units for name in unit.names}
    for unit in units:
        for token in _tokens(unit, vocabulary):
            _check_token(token, unit, names, builder.level, faults)
        if unit.token is not None and (unit.token.successor or unit.token.until):
            how = unit.token.successor or "none"
            faults.add("obsolete-marking", unit.start, unit.end, what=unit.key, how=how, rule=unit.token.source)
    lists = [unit for unit in units if unit.list_name == "rel_to"]
    if lists and builder.lists["rel_to"] == ["USA"]:
        how = "a country or organization after USA"
        faults.add("requires", lists[0].start, lists[0].end, what="REL TO", how=how, rule="CAPCO 2016 p. 151")


def _check_order(units: Sequence[Unit], vocabulary: Vocabulary, faults: Faults) -> None:
    for one, other in pairwise(units):
        if (one.category, other.category) == (Category.NATO_CONTROL, Category.AEA):  # p. 122: foreign controls after our own
            faults.add("list-order", other.start, other.end, what=f"{other.key} after {one.key}", how="NATO controls after our own")
        if one.category is not other.category or one.names == other.names or one.key == other.key:
            continue
        at = (other.start, other.end)
        if one.category in _ORDERED_BY_NAME:
            if _name_order(one) > _name_order(other):
                what, how = _ORDERED_BY_NAME[one.category]
                faults.add("list-order", *at, what=what, how=how)
        elif one.category in _ORDERED_BY_RANK and vocabulary.rank.get(one.key, 0) > vocabulary.rank.get(other.key, 0):
            faults.add("list-order", *at, what=f"{other.key} in {_ORDERED_BY_RANK[one.category]}", how="the order of the Register")
    for unit in units:
        parts = unit.key.split("-")[1:] if unit.category in {Category.SCI, Category.SAP} else []
        subs = [part.split()[1:] for part in parts]
        heads = [part.split()[0] for part in parts if part]
        if heads != sorted(heads, key=system_order) or any(sub != sorted(sub, key=system_order) for sub in subs):
            faults.add("list-order", unit.start, unit.end, what=f"the list of compartments of {unit.key}", how=_ASCENDING)


def _name_order(unit: Unit) -> tuple[bool, object]:
    return unit.category is Category.CUI and not unit.names[0].startswith("SP-"), system_order(unit.key)


def _tokens(unit: Unit, vocabulary: Vocabulary) -> list[tuple[Token, bool]]:
    """Return what the vocabulary says of a unit and of what it is divided into, each with whether its rules for parts hold.

    They hold for a compartment with sub-compartments, a compartment that is not published, and a SIGMA number.
    """
    if unit.category is not Category.SCI:
        has_parts = unit.category is Category.AEA and any("-SIGMA " in name for name in unit.names)
        return [(unit.token, has_parts)] if unit.token else []
    system, *compartments = unit.key.split("-")
    found = [(vocabulary.systems.get(system), False)] if not compartments else []
    for compartment in compartments:
        head, *subs = compartment.split() or [""]
        published = vocabulary.systems.get(f"{system}-{head}")
        found.append((published or vocabulary.systems.get(system), bool(subs) or published is None))
    return [(token, has_parts) for token, has_parts in found if token is not None]


def _check_token(pair: tuple[Token, bool], unit: Unit, names: set[str], level: str | None, faults: Faults) -> None:
    token, has_parts = pair
    at = (unit.start, unit.end)
    what = " ".join(unit.names) if unit.category is Category.AEA else unit.key
    levels = token.sub_levels if has_parts and token.sub_levels else token.levels
    if level is not None and levels and level not in levels:
        faults.add("level-not-allowed", *at, what=what, how=f"{level} (only {', '.join(levels)})", rule=token.source)
    held = names | ({_COMPARTMENT} if "-" in unit.key else set())
    for name in token.sub_requires if has_parts and token.sub_requires else token.requires:
        if name not in held:
            faults.add("requires", *at, what=what, how=_ANY_COMPARTMENT if name == _COMPARTMENT else name, rule=token.source)
    for name in token.excludes:
        if name in names:
            faults.add("conflict", *at, what=token.name, how=name, rule=token.source)


def check_joint(head: Part, builder: Builder, vocabulary: Vocabulary, faults: Faults) -> None:
    """Check a joint marking: its level, the release to all its owners that it requires, and what it excludes."""
    add, at = faults.add, (head.start, head.end)
    lists = builder.lists
    if builder.level not in _JOINT_LEVELS:
        how = f"{builder.level} (only {', '.join(_JOINT_LEVELS)})"
        add("level-not-allowed", *at, what=_JOINT, how=how, rule=_JOINT_RULE)
    for name in (*(name for name in lists["dissem"] if name == "NOFORN"), *(name for name in lists["sci"] if name.startswith("HCS"))):
        add("conflict", *at, what=_JOINT, how=name, rule=_JOINT_RULE)
        return
    if not lists["rel_to"] and "REL TO" not in lists["dissem"]:
        add("requires", *at, what=_JOINT, how="REL TO and the list of its owners", rule=_JOINT_RULE)
    elif lists["rel_to"]:
        released = {member for name in lists["rel_to"] for member in (name, *getattr(vocabulary.groups.get(name), "members", ()))}
        missing = [name for name in lists["non_us"] if name not in {*released, "USA"}]
        if missing:
            add("requires", *at, what=_JOINT, how=f"{' and '.join(missing)} in the REL TO list", rule=_JOINT_RULE)
