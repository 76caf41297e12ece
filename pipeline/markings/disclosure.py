"""What the portions of a record let be disclosed abroad, together (CAPCO Register and Manual 2016, D.2 Table 3)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import reduce

from pipeline.markings.units import country_order
from pipeline.markings.vocabulary import Vocabulary
from pipeline.model import Marking

__all__ = ["COMBINED", "NOFORN", "RELIDO", "Disclosure", "disclosure_of", "taken_apart"]

NOFORN, RELIDO = "NOFORN", "RELIDO"
COMBINED = {"SBU NOFORN": "SBU", "LES NOFORN": "LES"}  # controls that say NOFORN themselves
_USA, _EYES = "USA", " EYES ONLY"
_FOR_US_ALONE = frozenset({"EXDIS", "NODIS"})
_HELD = frozenset({"DEA SENSITIVE", "DOD UCNI", "DOE UCNI"})  # for US eyes until their owner says otherwise (pp. 116, 118, 159)


@dataclass(frozen=True, slots=True)
class Disclosure:
    """What a banner says of disclosure: the words, and the two lists of countries."""

    words: frozenset[str] = frozenset()
    rel_to: tuple[str, ...] = ()
    display_only: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Said:
    """What one portion says; one that says nothing may still count."""

    is_noforn: bool
    is_combined: bool
    is_relido: bool
    rel_to: tuple[str, ...]
    display_only: tuple[str, ...]
    eyes: str | None
    is_open: bool  # it says REL, and its list is the banner's, which is not known
    is_mild: bool  # unclassified, under a control of the Community and none of others

    @property
    def is_deferred(self) -> bool:
        """Tell whether it says nothing and counts as RELIDO beside others that do (p. 53)."""
        return self.is_mild and self._is_mute

    @property
    def is_silent(self) -> bool:
        """Tell whether it says nothing, and so is for no foreigner beside others that say something."""
        return not self.is_mild and self._is_mute

    @property
    def _is_mute(self) -> bool:
        return not (self.is_noforn or self.is_combined or self.is_relido or self.rel_to or self.display_only or self.eyes or self.is_open)


def disclosure_of(portions: Sequence[Marking], vocabulary: Vocabulary, *, is_classified: bool) -> Disclosure:
    """Decide what may be disclosed abroad; a portion (U) without any control does not count (p. 51)."""
    said = [_said(portion) for portion in portions if portion.level != "CUI" and not (portion.level == "UNCLASSIFIED" and portion.is_bare)]
    if any(each.is_noforn for each in said):
        return Disclosure(frozenset({NOFORN}))  # rules 1-3, 6
    combined = [each for each in said if each.is_combined]
    speaking = [each for each in said if not (each.is_silent or each.is_deferred or each.is_combined)]
    if combined:  # rules 4, 5, 7, 8, 14, 15; beside silence in an unclassified record they stand as they are (pp. 179, 187)
        return Disclosure(frozenset({NOFORN})) if is_classified or speaking else Disclosure()
    if not speaking:
        return Disclosure()
    if any(each.is_silent for each in said):
        return Disclosure(frozenset({NOFORN}))  # rules 12, 16, 17, 19
    return _together([replace(each, is_relido=True) if each.is_deferred else each for each in said], vocabulary)


def _said(portion: Marking) -> _Said:
    words = set(portion.dissem)
    eyes = next((word for word in portion.dissem if word.endswith("EYES ONLY")), None)
    countries = tuple(eyes.removesuffix(_EYES).split("/")) if eyes and eyes.endswith(_EYES) and "/" in eyes else ()
    is_held = bool(portion.non_ic or _HELD & {*words, *portion.aea})
    return _Said(
        is_noforn=NOFORN in words or bool(_FOR_US_ALONE & set(portion.non_ic)),
        is_combined=bool(set(COMBINED) & set(portion.non_ic)),
        is_relido=RELIDO in words,
        rel_to=portion.rel_to or countries,
        display_only=portion.display_only,
        eyes=eyes,
        is_open="REL TO" in words,
        is_mild=portion.level == "UNCLASSIFIED" and bool(words) and not is_held,
    )


def _together(said: Sequence[_Said], vocabulary: Vocabulary) -> Disclosure:
    """Return what portions that all say something but NOFORN come to (rules 9-11, 13, 18, 20-27)."""
    rel_to, display_only = _common_lists(said, vocabulary)
    if all(each.is_relido for each in said):  # RELIDO stays where all portions have it (p. 155)
        return Disclosure(frozenset({RELIDO}), rel_to if all(each.rel_to for each in said) else ())
    eyes = {each.eyes for each in said}
    if len(eyes) == 1 and None not in eyes:
        return Disclosure(frozenset(word for word in eyes if word))
    if any(each.is_relido and not each.rel_to for each in said) or not (rel_to or display_only):
        return Disclosure(frozenset({NOFORN}))
    return Disclosure(frozenset(), rel_to, display_only)


def _common_lists(said: Sequence[_Said], vocabulary: Vocabulary) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return what all lists have in common; groups are taken apart only where lists differ (rule 23)."""
    if len({(each.rel_to, each.display_only) for each in said}) == 1:
        return said[0].rel_to, said[0].display_only
    released = [taken_apart(each.rel_to, vocabulary) | {_USA} for each in said]
    shown = [countries | taken_apart(each.display_only, vocabulary) for countries, each in zip(released, said, strict=True)]
    rel_to = reduce(frozenset.intersection, released)
    display_only = reduce(frozenset.intersection, shown) - rel_to
    return _listed(rel_to, vocabulary, first=(_USA,)), _listed(display_only, vocabulary)


def _listed(names: frozenset[str], vocabulary: Vocabulary, first: tuple[str, ...] = ()) -> tuple[str, ...]:
    """Return countries in order; the members of a group that is wholly in common are left to its name."""
    inside = {member for name in names if name in vocabulary.groups for member in vocabulary.groups[name].members}
    others = sorted(names - inside - {*first}, key=country_order)
    return (*first, *others) if others else ()


def taken_apart(names: Sequence[str], vocabulary: Vocabulary) -> frozenset[str]:
    """Return countries and groups, with the members of each group whose members are known."""
    groups = vocabulary.groups
    return frozenset(member for name in names for member in (*(groups[name].members if name in groups else ()), name))
