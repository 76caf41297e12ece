"""A marking written out: the string that ``parse`` reads back as the same marking."""

from __future__ import annotations

import re

from pipeline.markings.stack import FOREIGN_OWNER
from pipeline.markings.vocabulary import Vocabulary
from pipeline.model import Category, Marking

__all__ = ["format_marking", "is_control"]

_NATO, _CUI = "NATO", "CUI"


def format_marking(marking: Marking, vocabulary: Vocabulary) -> str:
    """Return ``marking`` as it is written today: categories joined by ``//``, caveats of old by ``/`` after the level.

    A portion mark is written in abbreviations and in parentheses. The order within each list is kept.
    """
    is_portion = marking.kind == "portion"
    parts = [_head(marking, vocabulary, is_portion=is_portion)]
    parts += ["/".join(marking.sci)]
    parts += [f"SAR-{'/'.join(marking.sap)}" if marking.sap else ""]
    controls = [name for name in marking.non_us if is_control(name, vocabulary)]
    parts += ["/".join([*_atomic(marking.aea, vocabulary, is_portion=is_portion), *controls])]
    parts += [_fgi(marking.fgi)]
    is_cui = _CUI in (marking.level, *marking.non_ic)
    cui = [name for name in marking.non_ic if is_cui and name.removeprefix("SP-") in vocabulary.cui]
    others = [_form(name, vocabulary, is_portion=is_portion) for name in marking.non_ic if name not in {_CUI, *cui}]
    parts += [_CUI if _CUI in marking.non_ic else "", "/".join(cui)]
    parts += [_dissem(marking, vocabulary, is_portion=is_portion), "/".join(others)]
    text = "//".join([parts[0], *filter(None, parts[1:])])
    return f"({text})" if is_portion else text


def _form(name: str, vocabulary: Vocabulary, *, is_portion: bool) -> str:
    form = vocabulary.modern.get(name)
    return form.token.portion if form and is_portion else name


def is_control(name: str, vocabulary: Vocabulary) -> bool:
    """Tell whether a word beside the owners of a marking is a control of NATO's, no owner."""
    form = vocabulary.modern.get(name)
    return form is not None and form.token.category is Category.NATO_CONTROL


def _level(level: str | None, vocabulary: Vocabulary, *, is_portion: bool) -> str:
    form = vocabulary.level_forms.get(level or "")
    return form.token.portion if form and is_portion else level or ""


def _head(marking: Marking, vocabulary: Vocabulary, *, is_portion: bool) -> str:
    level = _level(marking.level, vocabulary, is_portion=is_portion)
    owners = [name for name in marking.non_us if not is_control(name, vocabulary)]
    if not owners and FOREIGN_OWNER in marking.owners and is_portion and not marking.fgi:
        head = f"//JOINT {level}"  # a portion that leaves its owners to the banner
    elif owners == [_NATO]:
        nato = next((form.token for form in vocabulary.nato_forms.values() if form.token.level == marking.level), None)
        head = f"//{nato.portion if is_portion else nato.name}" if nato else f"//{_NATO} {level}"
    elif "USA" in owners:
        head = f"//JOINT {level} {' '.join(owners)}"
    elif owners:
        head = f"//{' '.join(owners)} {level}"
    else:
        head = level
    return "/".join([head, *marking.legacy, *marking.precedence])


def _atomic(names: tuple[str, ...], vocabulary: Vocabulary, *, is_portion: bool) -> list[str]:
    """Return the units with their subsets gathered: RD-CNWDI-SIGMA 14 18."""
    units: dict[str, list[str]] = {}
    found: dict[str, list[str]] = {}
    for name in names:
        match = re.fullmatch(r"(?P<unit>F?RD)(?:-(?P<cnwdi>CNWDI)|-SIGMA (?P<number>[0-9]+))?", name)
        if match is None:
            found[_form(name, vocabulary, is_portion=is_portion)] = []
            continue
        units.setdefault(match["unit"], []).extend(["CNWDI"] if match["cnwdi"] else [])
        found.setdefault(match["unit"], []).extend([match["number"]] if match["number"] else [])
    sigma = "SG" if is_portion else "SIGMA"
    return [
        "-".join([name, *units.get(name, []), *([f"{sigma} {' '.join(numbers)}"] if numbers else [])]) for name, numbers in found.items()
    ]


def _fgi(names: tuple[str, ...]) -> str:
    if not names:
        return ""
    return "FGI" if names == ("FGI",) else f"FGI {' '.join(names)}"


def _dissem(marking: Marking, vocabulary: Vocabulary, *, is_portion: bool) -> str:
    """Return the controls with the lists of countries where the Register puts them."""
    found = [(vocabulary.rank.get(name, 0), _bare(name, vocabulary, is_portion=is_portion)) for name in marking.dissem]
    for key, countries in (("REL TO", marking.rel_to), ("DISPLAY ONLY", marking.display_only)):
        if countries:
            found.append((vocabulary.rank.get(key, 0), f"{key} {', '.join(countries)}"))
    if marking.rel_to or marking.display_only:
        found.sort(key=lambda pair: pair[0])
    return "/".join(text for _, text in found)


def _bare(name: str, vocabulary: Vocabulary, *, is_portion: bool) -> str:
    return "REL" if name == "REL TO" else _form(name, vocabulary, is_portion=is_portion)
