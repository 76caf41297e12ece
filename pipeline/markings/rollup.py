"""The banner that portions require, and what a banner lacks of it (CAPCO Register and Manual 2016, D.2 and Table 3)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import reduce

from pipeline.markings.categories import country_order
from pipeline.markings.checks import system_order
from pipeline.markings.faults import Faults
from pipeline.markings.vocabulary import Vocabulary
from pipeline.markings.writing import format_marking
from pipeline.model import Marking, Problem

__all__ = ["compare", "rollup"]

_USA = "USA"
_NOFORN, _RELIDO = "NOFORN", "RELIDO"
_ALWAYS = ("RSEN", "IMCON", "PROPIN", "DEA SENSITIVE", "RAWFISA", "FISA", "WAIVED")
_UNCLASSIFIED_ONLY = frozenset({"LIMDIS", "SBU", "SBU NOFORN", "DOD UCNI", "DOE UCNI"})
_FORMS_OF_NOFORN = {"SBU NOFORN": "SBU", "LES NOFORN": "LES"}


def rollup(portions: Sequence[Marking], vocabulary: Vocabulary) -> Marking | None:
    """Return the banner that ``portions`` require, its text as it is written; None without a portion of a level.

    Level: the highest. SCI, SAP, AEA: all. FGI: all, or bare where one source is concealed. Foreign disclosure: Table 3.
    """
    marked = [portion for portion in portions if portion.level is not None]
    if not marked:
        return None
    level = max((portion.level for portion in marked), key=vocabulary.level_rank)
    is_classified = level not in {"UNCLASSIFIED", "CUI", "OFFICIAL USE ONLY", "LIMITED OFFICIAL USE"}
    non_ic = _non_ic(marked, is_classified=is_classified)
    dissem, rel_to, display_only = _dissem(marked, non_ic, vocabulary, is_classified=is_classified)
    owners = _common_owners(marked)
    banner = Marking(
        "banner",
        level,
        "",
        sci=_systems(word for portion in marked for word in portion.sci),
        sap=_systems(word for portion in marked for word in portion.sap),
        aea=_atomic([word for portion in marked for word in portion.aea], vocabulary, is_classified=is_classified),
        fgi=() if owners else _fgi(marked),
        non_us=owners,
        dissem=dissem,
        rel_to=rel_to,
        display_only=display_only,
        non_ic=_split_noforn(non_ic, dissem),
        legacy=tuple(dict.fromkeys(word for portion in marked for word in portion.legacy)),
        owners=tuple(dict.fromkeys(owner for portion in marked for owner in portion.owners)),
    )
    return replace(banner, text=format_marking(banner, vocabulary))


def _systems(words: Iterable[str]) -> tuple[str, ...]:
    """Return systems with the compartments of all portions gathered: SI-ABC and SI-XYZ give SI-ABC-XYZ."""
    found: dict[str, dict[str, set[str]]] = {}
    for word in words:
        system, *compartments = word.split("-")
        held = found.setdefault(system, {})
        for compartment in compartments:
            head, *subs = compartment.split()
            held.setdefault(head, set()).update(subs)
    return tuple(
        "-".join([system, *(" ".join([head, *sorted(held[head], key=system_order)]) for head in sorted(held, key=system_order))])
        for system, held in sorted(found.items(), key=lambda pair: system_order(pair[0]))
    )


def _atomic(words: list[str], vocabulary: Vocabulary, *, is_classified: bool) -> tuple[str, ...]:
    """Return the units that show: RD takes the place of FRD and TFNI, FRD that of TFNI; SIGMA numbers gather under the first."""
    kept = [word for word in words if not (is_classified and word in _UNCLASSIFIED_ONLY)]
    units = {word.split("-")[0] for word in kept if word.startswith(("RD", "FRD"))}
    unit = "RD" if "RD" in units else "FRD" if units else None
    if unit is None:
        return tuple(sorted(dict.fromkeys(kept), key=lambda word: vocabulary.rank.get(word, 0)))
    numbers = sorted({int(word.rpartition(" ")[2]) for word in kept if "-SIGMA " in word})
    subsets = [f"{unit}-CNWDI"] if any(word.endswith("-CNWDI") for word in kept) else []
    subsets += [f"{unit}-SIGMA {number}" for number in numbers]
    others = [word for word in dict.fromkeys(kept) if word in {"DOD UCNI", "DOE UCNI"}]
    return (*(subsets or [unit]), *others)


def _common_owners(portions: list[Marking]) -> tuple[str, ...]:
    """Return the owners of a record that is wholly theirs; none where a portion is the United States' own."""
    owners = {portion.non_us for portion in portions}
    return next(iter(owners)) if len(owners) == 1 and all(portion.non_us for portion in portions) else ()


def _fgi(portions: list[Marking]) -> tuple[str, ...]:
    names = {name for portion in portions for name in (*portion.fgi, *(name for name in portion.non_us if name != _USA))}
    if "FGI" in names:
        return ("FGI",)
    return tuple(sorted((name for name in names if name.isalpha() and len(name) <= len("NATO")), key=country_order))


def _non_ic(portions: list[Marking], *, is_classified: bool) -> tuple[str, ...]:
    """Return the controls of other departments that show: NODIS over EXDIS; what is for unclassified records only does not."""
    found = list(dict.fromkeys(word for portion in portions for word in portion.non_ic))
    if "NODIS" in found:
        found = [word for word in found if word != "EXDIS"]
    if is_classified:
        found = [word for word in found if word not in _UNCLASSIFIED_ONLY or word in _FORMS_OF_NOFORN]
    return tuple(found)


def _split_noforn(non_ic: tuple[str, ...], dissem: tuple[str, ...]) -> tuple[str, ...]:
    """Return SBU NOFORN as SBU where NOFORN stands among the dissemination controls; in a classified banner SBU is left out."""
    if _NOFORN not in dissem:
        return non_ic
    plain = [_FORMS_OF_NOFORN.get(word, word) for word in non_ic]
    return tuple(word for word in dict.fromkeys(plain) if word not in _UNCLASSIFIED_ONLY or word in non_ic or _is_unclassified(non_ic))


def _is_unclassified(non_ic: tuple[str, ...]) -> bool:
    return "SBU" in non_ic


def _dissem(
    portions: list[Marking], non_ic: tuple[str, ...], vocabulary: Vocabulary, *, is_classified: bool
) -> tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]:
    """Return the dissemination controls, the REL TO list and the DISPLAY ONLY list."""
    words = {word for portion in portions for word in portion.dissem}
    kept = {word for word in words if word in _ALWAYS or word.endswith("EYES ONLY")}
    if words & {"ORCON", "ORCON-USGOV"}:
        kept.add("ORCON" if "ORCON" in words else "ORCON-USGOV")
    disclosure, rel_to, display_only = _disclosure(portions, non_ic, words, vocabulary, is_classified=is_classified)
    kept |= disclosure
    if not is_classified and "FOUO" in words and not (kept or rel_to or display_only or non_ic):
        kept.add("FOUO")
    return tuple(sorted(kept, key=lambda word: (vocabulary.rank.get(word, 0), word))), rel_to, display_only


def _disclosure(
    portions: list[Marking], non_ic: tuple[str, ...], words: set[str], vocabulary: Vocabulary, *, is_classified: bool
) -> tuple[set[str], tuple[str, ...], tuple[str, ...]]:
    """Decide what may be disclosed abroad (Table 3); a portion (U) without any control does not count."""
    counting = [portion for portion in portions if portion.level != "UNCLASSIFIED" or not portion.is_bare]
    combined = [word for word in non_ic if word in _FORMS_OF_NOFORN]
    if _NOFORN in words or {"EXDIS", "NODIS"} & set(non_ic) or (combined and (is_classified or len(counting) > 1)):
        return {_NOFORN}, (), ()
    said = [portion for portion in counting if portion.rel_to or portion.display_only or {_RELIDO, "REL TO"} & set(portion.dissem)]
    if not said:
        return set(), (), ()
    silent = [portion for portion in counting if portion not in said and portion.level not in {"UNCLASSIFIED", "CUI"}]
    is_relido = [_RELIDO in portion.dissem for portion in said]
    if all(is_relido) and not any(portion.rel_to or portion.display_only for portion in said):
        return ({_NOFORN} if silent else {_RELIDO}), (), ()
    if silent or any(relido and not portion.rel_to for relido, portion in zip(is_relido, said, strict=True)):
        return {_NOFORN}, (), ()
    rel_to, display_only = _common_lists(said, vocabulary)
    if not rel_to and not display_only:
        return {_NOFORN}, (), ()
    return ({_RELIDO} if all(is_relido) else set()), rel_to, display_only


def _common_lists(portions: list[Marking], vocabulary: Vocabulary) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return what all lists have in common; groups are taken apart only where lists differ (rule 23)."""
    if len({(portion.rel_to, portion.display_only) for portion in portions}) == 1:
        return portions[0].rel_to, portions[0].display_only
    released = [_taken_apart(portion.rel_to, vocabulary) | {_USA} for portion in portions]
    shown = [countries | _taken_apart(portion.display_only, vocabulary) for countries, portion in zip(released, portions, strict=True)]
    rel_to = reduce(frozenset.intersection, released)
    display_only = reduce(frozenset.intersection, shown) - rel_to
    listed = (_USA, *sorted(rel_to - {_USA}, key=country_order)) if rel_to - {_USA} else ()
    return listed, tuple(sorted(display_only, key=country_order))


def _taken_apart(names: tuple[str, ...], vocabulary: Vocabulary) -> frozenset[str]:
    groups = vocabulary.groups
    return frozenset(member for name in names for member in (*(groups[name].members if name in groups else ()), name))


def compare(banner: Marking, portions: Sequence[Marking], vocabulary: Vocabulary, start: int = 0, end: int = 0) -> tuple[Problem, ...]:
    """Return what is wrong with ``banner`` above ``portions``; ``start`` and ``end`` are where the banner stands."""
    required = rollup(portions, vocabulary)
    if required is None or banner.level is None:
        return ()
    faults = Faults()
    given, wanted = vocabulary.level_rank(banner.level), vocabulary.level_rank(required.level)
    if given < wanted:
        faults.add("banner-below-portions", start, end, what=banner.text.strip(), how=required.level or "")
    elif given > wanted:
        faults.add("banner-above-portions", start, end, what=banner.text.strip(), how=required.text)
    if _lacking(banner, required):
        faults.add("rollup-mismatch", start, end, what=banner.text.strip(), how=required.text)
    return faults.problems()


def _lacking(banner: Marking, required: Marking) -> bool:
    """Tell whether ``banner`` lacks a word that the portions require, or lets more be disclosed than they do."""
    lists = ("sci", "sap", "aea", "fgi", "dissem", "non_ic", "legacy")
    if any(set(getattr(required, name)) - set(getattr(banner, name)) for name in lists):
        return True
    limits = _NOFORN in required.dissem or required.rel_to or required.display_only
    return bool(limits) and bool(set(banner.rel_to) - set(required.rel_to) or set(banner.display_only) - set(required.display_only))
