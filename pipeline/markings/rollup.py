"""The banner that portions require, and what a banner lacks of it (CAPCO Register and Manual 2016, D.2 and Table 3)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from pipeline.markings.checks import system_order
from pipeline.markings.disclosure import COMBINED, NOFORN, disclosure_of, taken_apart
from pipeline.markings.faults import Faults
from pipeline.markings.stack import FOREIGN_OWNER
from pipeline.markings.units import country_order
from pipeline.markings.vocabulary import Vocabulary
from pipeline.markings.writing import format_marking, is_control
from pipeline.model import Category, Marking, Problem

__all__ = ["compare", "rollup"]

_USA, _CUI = "USA", "CUI"
_ALWAYS = ("RSEN", "IMCON", "PROPIN", "DEA SENSITIVE", "RAWFISA", "FISA", "WAIVED")
_UNCLASSIFIED_ONLY = frozenset({"LIMDIS", "SBU", "SBU NOFORN", "DOD UCNI", "DOE UCNI"})
_OVER_SBU = frozenset({"EXDIS", "NODIS"})


def rollup(portions: Sequence[Marking], vocabulary: Vocabulary, banner: Marking | None = None) -> Marking | None:
    """Return the banner that ``portions`` require, its text as it is written; None without a portion of a level.

    Level: the highest. SCI, SAP, AEA: all. FGI: all, or bare where one source is concealed. Foreign disclosure: Table 3.
    A portion marked REL, or JOINT without its owners, says that its list is that of the ``banner`` above it.
    """
    marked = [_completed(portion, banner) for portion in portions if portion.level is not None]
    if not marked:
        return None
    level = max((portion.level for portion in marked), key=vocabulary.level_rank)
    is_classified = level not in {"UNCLASSIFIED", "CUI", "OFFICIAL USE ONLY", "LIMITED OFFICIAL USE"}
    disclosure = disclosure_of(marked, vocabulary, is_classified=is_classified)
    non_ic = _non_ic(marked, vocabulary, is_classified=is_classified, is_noforn=NOFORN in disclosure.words)
    owners = _common_owners(marked, vocabulary)
    controls = {name for portion in marked for name in portion.non_us if is_control(name, vocabulary)}
    required = Marking(
        "banner",
        level,
        "",
        sci=_systems(word for portion in marked for word in portion.sci),
        sap=_systems(word for portion in marked for word in portion.sap),
        aea=_atomic([word for portion in marked for word in portion.aea], vocabulary, is_classified=is_classified),
        fgi=_fgi(marked, vocabulary, owners),
        non_us=(*owners, *sorted(controls)),
        dissem=_dissem(marked, non_ic, disclosure.words, vocabulary, is_classified=is_classified),
        rel_to=disclosure.rel_to,
        display_only=disclosure.display_only,
        non_ic=non_ic,
        legacy=tuple(dict.fromkeys(word for portion in marked for word in portion.legacy)),
        owners=tuple(dict.fromkeys(owner for portion in marked for owner in portion.owners)),
    )
    return replace(required, text=format_marking(required, vocabulary))


def _completed(portion: Marking, banner: Marking | None) -> Marking:
    """Return ``portion`` with the lists it leaves to the banner (pp. 58, 150, 157)."""
    if banner is None:
        return portion
    words = portion.dissem
    rel_to, non_us = portion.rel_to, portion.non_us
    if "REL TO" in words and banner.rel_to:
        rel_to = banner.rel_to
        words = tuple(word for word in words if word != "REL TO")
    if "EYES ONLY" in words:
        eyes = next((word for word in banner.dissem if word.endswith("EYES ONLY")), "EYES ONLY")
        words = tuple(eyes if word == "EYES ONLY" else word for word in words)
    if FOREIGN_OWNER in portion.owners and not (portion.fgi or non_us):
        non_us = banner.non_us
    return replace(portion, dissem=words, rel_to=rel_to, non_us=non_us)


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


def _common_owners(portions: list[Marking], vocabulary: Vocabulary) -> tuple[str, ...]:
    """Return the owners of a record that is wholly theirs; none where a portion is the United States' own."""
    owners = {tuple(name for name in portion.non_us if not is_control(name, vocabulary)) for portion in portions}
    return next(iter(owners)) if len(owners) == 1 else ()


def _fgi(portions: list[Marking], vocabulary: Vocabulary, owners: tuple[str, ...]) -> tuple[str, ...]:
    """Return whose information stands in the record beside that of its ``owners``; FGI alone where one is concealed."""
    names = {name for portion in portions for name in (*portion.fgi, *portion.non_us)} - {_USA, *owners}
    if "FGI" in names:
        return ("FGI",)
    return tuple(sorted((name for name in names if not is_control(name, vocabulary)), key=country_order))


def _non_ic(portions: list[Marking], vocabulary: Vocabulary, *, is_classified: bool, is_noforn: bool) -> tuple[str, ...]:
    """Return the controls of other departments that show.

    NODIS over EXDIS, both over SBU, and what says NOFORN itself over what does not. SBU NOFORN and LES NOFORN are SBU and
    LES where NOFORN stands among the dissemination controls. What is for unclassified records only does not show in others.
    """
    found = {word for portion in portions for word in portion.non_ic}
    if "NODIS" in found:
        found -= {"EXDIS"}
    if found & _OVER_SBU:
        found -= {"SBU", "SBU NOFORN"}
    found -= {plain for word, plain in COMBINED.items() if word in found}
    if is_noforn:
        found = {COMBINED.get(word, word) for word in found}
    if is_classified:
        found -= _UNCLASSIFIED_ONLY
        found |= {_CUI} if any(portion.level == _CUI and portion.non_ic for portion in portions) else set()
    is_specified = {word: word.startswith("SP-") for word in found}
    return tuple(sorted(found, key=lambda word: (not is_specified[word], vocabulary.rank.get(word.removeprefix("SP-"), 0), word)))


def _dissem(
    portions: list[Marking], non_ic: tuple[str, ...], disclosure: frozenset[str], vocabulary: Vocabulary, *, is_classified: bool
) -> tuple[str, ...]:
    """Return the dissemination controls: FOUO yields to all others but those of foreign disclosure (p. 134)."""
    words = {word for portion in portions for word in portion.dissem}
    kept = {word for word in words if word in _ALWAYS or _is_of_cui(word, vocabulary)}
    if words & {"ORCON", "ORCON-USGOV"}:
        kept.add("ORCON" if "ORCON" in words else "ORCON-USGOV")
    if not is_classified and "FOUO" in words and not (kept or non_ic):
        kept.add("FOUO")
    return tuple(sorted(kept | disclosure, key=lambda word: (vocabulary.rank.get(_key(word), 0), word)))


def _is_of_cui(word: str, vocabulary: Vocabulary) -> bool:
    form = vocabulary.cui.get(word)
    return form is not None and form.token.category is Category.CUI_DISSEM


def _key(word: str) -> str:
    return "EYES ONLY" if word.endswith("EYES ONLY") else word


def compare(banner: Marking, portions: Sequence[Marking], vocabulary: Vocabulary, start: int = 0, end: int = 0) -> tuple[Problem, ...]:
    """Return what is wrong with ``banner`` above ``portions``; ``start`` and ``end`` are where the banner stands."""
    required = rollup(portions, vocabulary, banner)
    if required is None or banner.level is None:
        return ()
    faults = Faults()
    given, wanted = vocabulary.level_rank(banner.level), vocabulary.level_rank(required.level)
    if given < wanted:
        faults.add("banner-below-portions", start, end, what=banner.text.strip(), how=required.level or "")
    elif given > wanted:
        faults.add("banner-above-portions", start, end, what=banner.text.strip(), how=required.text)
    if _lacking(banner, required, vocabulary):
        faults.add("rollup-mismatch", start, end, what=banner.text.strip(), how=required.text)
    return faults.problems()


def _lacking(banner: Marking, required: Marking, vocabulary: Vocabulary) -> bool:
    """Tell whether ``banner`` lacks a word that the portions require, or lets more be disclosed than they do."""
    lists = ("sci", "sap", "aea", "fgi", "dissem", "non_ic", "legacy")
    if any(set(getattr(required, name)) - set(getattr(banner, name)) for name in lists):
        return True
    if {name for name in required.non_us if is_control(name, vocabulary)} - set(banner.non_us):
        return True
    if not (NOFORN in required.dissem or required.rel_to or required.display_only):
        return False
    released, shown = taken_apart(required.rel_to, vocabulary), taken_apart(required.display_only, vocabulary)
    return bool(_beyond(banner.rel_to, released, vocabulary) or _beyond(banner.display_only, released | shown, vocabulary))


def _beyond(names: tuple[str, ...], allowed: frozenset[str], vocabulary: Vocabulary) -> list[str]:
    """Return the countries and groups to which nothing may be released: a group may be named by all its members."""
    groups = vocabulary.groups
    return [
        name
        for name in names
        if name != _USA and name not in allowed and not (name in groups and groups[name].members and set(groups[name].members) <= allowed)
    ]
