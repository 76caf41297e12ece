"""The categories of a modern marking, unit by unit (CAPCO Register and Manual 2016, A.6).

sci     = system ("/" system)*               system = NAME ("-" comp (SP sub)*)*
sap     = "SAR-" program ("/" program)*      program = ID ("-" comp (SP sub)*)*
aea     = unit ("/" unit)*                   unit = ("RD" | "FRD" | "TFNI" | ...) ["-CNWDI"] ["-SIGMA" (SP number)+]
fgi     = "FGI" (SP country)*
dissem  = control ("/" control)*             control = word | "REL TO" list | "DISPLAY ONLY" list | countries "EYES ONLY"
non-ic  = control ("/" control)*
cui     = ["SP-"] word ("/" ["SP-"] word)*
list    = country ("," SP country)*
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from pipeline.markings.damage import mended
from pipeline.markings.faults import Faults
from pipeline.markings.stack import FOREIGN_OWNER, read_stack
from pipeline.markings.vocabulary import Form, Vocabulary
from pipeline.model import Category, Token

__all__ = ["COUNTRIES", "ORDER", "Part", "Unit", "base_system", "read_part"]

COUNTRIES = r"[A-Z]{3,4}(?: [A-Z]{3,4})*"
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
_SYSTEM = re.compile(r"[A-Z0-9]{2,5}(?:-[A-Z0-9]{1,5}(?: [A-Z0-9]{1,6})*)*")
_SAP = re.compile(r"(?:SAR|SPECIAL ACCESS REQUIRED)-")
_PROGRAM = re.compile(r"[A-Z0-9]+(?: [A-Z0-9]+)*(?:-[A-Z0-9]+(?: [A-Z0-9]+)*)*")
_FGI = re.compile(rf"FGI(?: (?P<countries>{COUNTRIES}))?")
_AEA = re.compile(
    r"(?P<unit>RD|FRD|RESTRICTED DATA|FORMERLY RESTRICTED DATA)(?P<cnwdi>-(?:CNWDI|N))?"
    r"(?:[- ](?P<word>SG|SIGMA)[- ]?(?P<numbers>[0-9]{1,2}(?:[ -][0-9]{1,2})*))?"
)
_REL = re.compile(r"(?P<lead>REL TO|REL|AUTHORIZED FOR RELEASE TO|RELEASABLE TO)(?: (?P<list>.+))?")
_DISPLAY = re.compile(r"(?P<lead>DISPLAY ONLY|AUTHORIZED FOR DISPLAY BUT NOT RELEASE TO)(?: (?P<list>.+))?")
_LIST = re.compile(r"[A-Z]{3,4}(?:(?:, ?| AND | )[A-Z]{3,4})*")
_EYES = re.compile(r"(?P<list>[A-Z]{2,4}(?:/[A-Z]{2,4})+) EYES ONLY|(?P<bare>EYES ONLY|EYES)")
_INSTRUCTION = re.compile(r"(?:(?:19|20)[0-9]{6}|[257][05]X[1-9]?(?:-[A-Z0-9]+)*(?:,? ?(?:19|20)[0-9]{6})?|X[1-8])")
_COUNTRY = re.compile(r"[A-Z]{3,4}")
_SHORTEST_SUSPECT = 5
_CATEGORY_OF_LIST = {
    Category.DISSEM: "dissem",
    Category.NON_IC: "non_ic",
    Category.AEA: "aea",
    Category.NATO_CONTROL: "non_us",
    Category.CUI: "non_ic",
    Category.CUI_DISSEM: "dissem",
    Category.SCI: "sci",
}


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
class _Context:
    vocabulary: Vocabulary
    faults: Faults
    is_portion: bool
    before: int
    is_cui: bool


def read_part(part: Part, vocabulary: Vocabulary, faults: Faults, *, is_portion: bool, before: int, is_cui: bool) -> list[Unit]:
    """Read what stands between two double slashes; words nobody knows go to ``faults`` and give no unit.

    ``before`` is the place in the order of the category before: an unpublished SCI system can stand before all others only.
    """
    context = _Context(vocabulary, faults, is_portion, before, is_cui)
    eyes = _EYES.fullmatch(part.text)
    if eyes is not None:
        return [_eyes_only(part, eyes, context)]
    if _SAP.match(part.text):
        return _programs(part, context)
    units: list[Unit] = []
    for piece in _pieces(part):
        units += _unit(piece, units, context)
    return units


def _pieces(part: Part) -> list[Part]:
    found: list[Part] = []
    at = part.start
    for piece in part.text.split("/"):
        found.append(Part(piece.strip(), at, at + len(piece)))
        at += len(piece) + 1
    return found


def _eyes_only(part: Part, match: re.Match[str], context: _Context) -> Unit:
    form = context.vocabulary.modern.get("EYES ONLY")
    token = form.token if form else None
    names = ("EYES ONLY",) if match["bare"] else (part.text,)
    return Unit(Category.DISSEM, names, part.start, part.end, "dissem", "EYES ONLY", token)


def _programs(part: Part, context: _Context) -> list[Unit]:
    """Read special access programs: SAR- once, then programs parted by single slashes."""
    units: list[Unit] = []
    form = next((token for token in context.vocabulary.tokens if token.category is Category.SAP), None)
    for number, piece in enumerate(_pieces(part)):
        prefix = _SAP.match(piece.text)
        name = piece.text[prefix.end() :] if prefix else piece.text
        if number and prefix:
            context.faults.add("repeated-sar", piece.start, piece.end)
        if not _PROGRAM.fullmatch(name):
            context.faults.add("unknown-token", piece.start, piece.end, what=piece.text)
            continue
        units.append(Unit(Category.SAP, (name,), piece.start, piece.end, "sap", name, form))
    return units


def _unit(piece: Part, before: list[Unit], context: _Context) -> list[Unit]:
    """Read one unit between single slashes."""
    if not piece.text:
        context.faults.add("separator", piece.start, piece.end, what="an empty category")
        return []
    for read in (_listed, _known, _atomic, _foreign_information, _instruction):
        unit = read(piece, context)
        if unit is not None:
            return unit
    if before and before[-1].key in {"REL TO", "DISPLAY ONLY"} and _COUNTRY.fullmatch(piece.text):
        context.faults.add("separator", piece.start, piece.end, what="a list without commas")
        return [Unit(Category.DISSEM, (piece.text,), piece.start, piece.end, before[-1].list_name, before[-1].key, before[-1].token)]
    return _comma_list(piece, context) or _system(piece, context) or _legacy(piece, context) or _unknown(piece, context)


def _listed(piece: Part, context: _Context) -> list[Unit] | None:
    """Read REL TO and DISPLAY ONLY with their lists of countries."""
    for pattern, key, list_name in ((_REL, "REL TO", "rel_to"), (_DISPLAY, "DISPLAY ONLY", "display_only")):
        match = pattern.fullmatch(piece.text)
        if match is None:
            continue
        form = context.vocabulary.modern.get(key)
        token = form.token if form else None
        if match["list"] is None:
            return [Unit(Category.DISSEM, (key,), piece.start, piece.end, "dissem", key, token)]
        if not _LIST.fullmatch(match["list"]):
            return None
        countries = tuple(re.findall(r"[A-Z]{3,4}", match["list"].replace(" AND ", " ")))
        _check_list(piece, match, countries, key, context)
        return [Unit(Category.DISSEM, countries, piece.start, piece.end, list_name, key, token)]
    return None


def _check_list(piece: Part, match: re.Match[str], countries: tuple[str, ...], key: str, context: _Context) -> None:
    add, at = context.faults.add, (piece.start, piece.end)
    if match["lead"] == "REL":
        add("separator", *at, what="REL without TO")
    if " AND " in match["list"]:
        add("separator", *at, what="AND in a list")
    elif match["list"] != ", ".join(countries):
        add("separator", *at, what="a list without commas")
    others = [name for name in countries if name != "USA"]
    if key == "REL TO" and "USA" not in countries:
        add("usa-missing", *at, what=key)
    elif key == "REL TO" and countries[0] != "USA":
        add("usa-first", *at, what=f"the {key} list")
    if others != sorted(others, key=country_order):
        add("list-order", *at, what=f"the {key} list", how="trigraphs, then tetragraphs, each in alphabetical order")


def country_order(name: str) -> tuple[bool, str]:
    """Return the key by which countries are listed: trigraphs a-z, then tetragraphs a-z."""
    return len(name) > len("USA"), name


def _known(piece: Part, context: _Context) -> list[Unit] | None:
    """Read a word of the vocabulary, as a banner or a portion mark writes it."""
    specified = piece.text.startswith("SP-")
    form = _form(piece.text.removeprefix("SP-") if specified else piece.text, context, is_specified=specified)
    if form is None or form.token.name in {"REL TO", "DISPLAY ONLY"}:
        return None
    token = form.token
    if not context.is_portion and form.is_portion and not form.is_name and not context.is_cui:
        context.faults.add("abbreviated-control", piece.start, piece.end, what=piece.text, how=token.name)
    elif context.is_portion and not form.is_portion and token.portion != token.name:
        context.faults.add("spelled-out-control", piece.start, piece.end, what=piece.text, how=token.portion)
    name = f"SP-{token.name}" if specified else token.name
    return [Unit(token.category, (name,), piece.start, piece.end, _CATEGORY_OF_LIST[token.category], token.name, token, token.owner)]


def _form(text: str, context: _Context, *, is_specified: bool) -> Form | None:
    if is_specified or context.is_cui:
        cui = context.vocabulary.cui.get(text)
        if cui is not None or is_specified:
            return cui
    form = context.vocabulary.modern.get(text)
    return None if form is not None and form.token.category is Category.CUI else form


def _atomic(piece: Part, context: _Context) -> list[Unit] | None:
    match = _AEA.fullmatch(piece.text)
    if match is None:
        return None
    unit = "FRD" if match["unit"].startswith(("FRD", "FORMERLY")) else "RD"
    numbers = re.findall(r"[0-9]+", match["numbers"] or "")
    names = [f"{unit}-CNWDI"] if match["cnwdi"] else []
    names += [f"{unit}-SIGMA {number}" for number in numbers]
    form = context.vocabulary.modern.get(f"{unit}-CNWDI") if match["cnwdi"] else None
    form = form or context.vocabulary.modern.get(unit)
    token = form.token if form else None
    if numbers != sorted(numbers, key=int):
        context.faults.add("list-order", piece.start, piece.end, what="the list of SIGMA numbers", how="ascending order")
    if not context.is_portion and match["word"] == "SG":
        context.faults.add("abbreviated-control", piece.start, piece.end, what="SG", how="SIGMA")
    elif context.is_portion and match["word"] == "SIGMA":
        context.faults.add("spelled-out-control", piece.start, piece.end, what="SIGMA", how="SG")
    return [Unit(Category.AEA, tuple(names) or (unit,), piece.start, piece.end, "aea", unit, token, token.owner if token else None)]


def _foreign_information(piece: Part, context: _Context) -> list[Unit] | None:
    match = _FGI.fullmatch(piece.text)
    if match is None:
        return None
    countries = tuple((match["countries"] or "").split())
    if list(countries) != sorted(countries, key=country_order):
        how = "trigraphs, then tetragraphs, each in alphabetical order"
        context.faults.add("list-order", piece.start, piece.end, what="the FGI list", how=how)
    return [Unit(Category.FGI, countries or ("FGI",), piece.start, piece.end, "fgi", "FGI", owner=FOREIGN_OWNER)]


def _instruction(piece: Part, context: _Context) -> list[Unit] | None:
    """Read a declassification value or date, which stood in banners until February 2008."""
    if piece.text not in context.vocabulary.instructions and not _INSTRUCTION.fullmatch(piece.text):
        return None
    context.faults.add("declassification-in-banner", piece.start, piece.end, what=piece.text)
    return []


def _comma_list(piece: Part, context: _Context) -> list[Unit] | None:
    """Read controls that commas part, as until July 2005."""
    if "," not in piece.text:
        return None
    names = [name.strip() for name in piece.text.split(",")]
    units: list[Unit] = []
    for name in names:
        known = _known(Part(name, piece.start, piece.end), context)
        if known is None:
            return None
        units += known
    context.faults.add("separator", piece.start, piece.end, what="commas between controls")
    return units


def base_system(name: str, vocabulary: Vocabulary) -> tuple[str, Token | None]:
    """Return an SCI system with its published title shortened (SI-GAMMA: SI-G), and what the vocabulary says of its system."""
    for form in sorted(vocabulary.systems, key=len, reverse=True):
        if len(form) > 1 and (name == form or name.startswith((f"{form}-", f"{form} "))):
            token = vocabulary.systems[form]
            return token.name + name[len(form) :], token
    return name, None


def _system(piece: Part, context: _Context) -> list[Unit] | None:
    name, token = base_system(piece.text, context.vocabulary)
    if not _SYSTEM.fullmatch(name) and (token is None or name != token.name):
        return None
    head = name.split("-")[0]
    known = context.vocabulary.modern.get(head)
    is_owned = head in context.vocabulary.groups or (known is not None and known.token.owner is not None)
    is_other = is_owned or _meant(piece.text, context) is not None
    if token is None and (context.before > ORDER[Category.SCI] or is_other):
        return None
    return [Unit(Category.SCI, (name,), piece.start, piece.end, "sci", name, token)]


def _meant(text: str, context: _Context) -> str | None:
    """Return the control that a word of five letters or more was meant to be, or None."""
    if len(text) < _SHORTEST_SUSPECT:
        return None
    near = mended(text, (form for form in context.vocabulary.modern if len(form) >= _SHORTEST_SUSPECT and " " not in form))
    return near[0] if near else None


def _legacy(piece: Part, context: _Context) -> list[Unit] | None:
    """Read caveats, code words and channels of old between double slashes."""
    elements = read_stack(piece.text, context.vocabulary)
    if elements is None or any(each.category is None or each.level for each in elements):
        return None
    units = [
        Unit(each.category or Category.CAVEAT, (each.name,), piece.start, piece.end, "legacy", each.name, each.token, each.owner)
        for each in elements
        if each.category in {Category.CAVEAT, Category.CODE_WORD, Category.CHANNEL, Category.SLUG}
    ]
    return units or None


def _unknown(piece: Part, context: _Context) -> list[Unit]:
    """Note words that are no unit; whose they are still holds: ``RD NOFORN`` is DOE's."""
    meant = _meant(piece.text, context)
    context.faults.add("unknown-token", piece.start, piece.end, what=piece.text, how=f" (did you mean {meant}?)" if meant else "")
    elements = read_stack(piece.text, context.vocabulary, is_after_level=True) or ()
    return [
        Unit(Category.COUNTRY, (each.name,), piece.start, piece.end, "", each.name, owner=each.owner) for each in elements if each.owner
    ]
