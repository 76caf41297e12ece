"""What the units of a marking owe each other: their order, the levels they may stand under, what they require and exclude."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from pipeline.markings.build import Builder
from pipeline.markings.categories import Unit
from pipeline.markings.faults import Faults
from pipeline.markings.vocabulary import Vocabulary
from pipeline.model import Category, Token

__all__ = ["check_units", "system_order"]

_ORDERED_BY_RANK = {
    Category.AEA: "the Atomic Energy Act units",
    Category.DISSEM: "the dissemination controls",
    Category.NON_IC: "the non-IC controls",
}
_ORDERED_BY_NAME = {Category.SCI: "SCI systems", Category.SAP: "SAP (SAR) programs", Category.CUI: "CUI categories"}


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
        if unit.token is not None and unit.token.successor is not None:
            faults.add("obsolete-marking", unit.start, unit.end, what=unit.key, how=unit.token.successor, rule=unit.token.source)


def _check_order(units: Sequence[Unit], vocabulary: Vocabulary, faults: Faults) -> None:
    for one, other in pairwise(units):
        if one.category is not other.category or one.names == other.names or one.key == other.key:
            continue
        at = (other.start, other.end)
        if one.category in _ORDERED_BY_NAME:
            if _name_order(one) > _name_order(other):
                faults.add("list-order", *at, what=_ORDERED_BY_NAME[one.category], how="ascending order, numbers and then letters")
        elif one.category in _ORDERED_BY_RANK and vocabulary.rank.get(one.key, 0) > vocabulary.rank.get(other.key, 0):
            faults.add("list-order", *at, what=f"{other.key} in {_ORDERED_BY_RANK[one.category]}", how="the order of the Register")
    for unit in units:
        parts = unit.key.split("-")[1:] if unit.category in {Category.SCI, Category.SAP} else []
        subs = [part.split()[1:] for part in parts]
        heads = [part.split()[0] for part in parts if part]
        if heads != sorted(heads, key=system_order) or any(sub != sorted(sub, key=system_order) for sub in subs):
            faults.add(
                "list-order", unit.start, unit.end, what=f"the compartments of {unit.key}", how="ascending order, numbers and then letters"
            )


def _name_order(unit: Unit) -> tuple[bool, object]:
    return unit.category is Category.CUI and not unit.names[0].startswith("SP-"), system_order(unit.key)


def _tokens(unit: Unit, vocabulary: Vocabulary) -> list[tuple[Token, bool]]:
    """Return what the vocabulary says of a unit and of its compartments, each with whether it has sub-compartments."""
    if unit.category is not Category.SCI:
        return [(unit.token, False)] if unit.token else []
    system, *compartments = unit.key.split("-")
    found = [(vocabulary.systems.get(system), False)] if not compartments else []
    for compartment in compartments:
        head, *subs = compartment.split() or [""]
        found.append((vocabulary.systems.get(f"{system}-{head}") or vocabulary.systems.get(system), bool(subs)))
    return [(token, has_subs) for token, has_subs in found if token is not None]


def _check_token(pair: tuple[Token, bool], unit: Unit, names: set[str], level: str | None, faults: Faults) -> None:
    token, has_subs = pair
    at = (unit.start, unit.end)
    levels = token.sub_levels if has_subs and token.sub_levels else token.levels
    if level is not None and levels and level not in levels:
        faults.add("level-not-allowed", *at, what=unit.key, how=f"{level} (only {', '.join(levels)})", rule=token.source)
    for name in token.sub_requires if has_subs and token.sub_requires else token.requires:
        if name not in names:
            faults.add("requires", *at, what=unit.key, how=name, rule=token.source)
    for name in token.excludes:
        if name in names:
            faults.add("conflict", *at, what=token.name, how=name, rule=token.source)
