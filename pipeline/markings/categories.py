"""The categories of a modern marking, unit by unit (CAPCO Register and Manual 2016, A.6).

sci     = system ("/" system)*               system = NAME ("-" comp (SP sub)*)*; a title beside a system that is published
sap     = "SAR-" program ("/" program)*      program = ID ("-" comp (SP sub)*)*
aea     = unit ("/" unit)*                   unit is a production of ``pipeline.markings.atomic``
fgi     = "FGI" (SP country)*
dissem  = control ("/" control)*             control = word | "REL TO" list | "DISPLAY ONLY" list | countries "EYES ONLY"
non-ic  = control ("/" control)*             control = word | "ACCM-" nickname
cui     = ["SP-"] word ("/" ["SP-"] word)*
list    = country ("," SP country)*
"""

from __future__ import annotations

import difflib
import re
from dataclasses import replace

from pipeline.markings.atomic import read_atomic
from pipeline.markings.damage import mended
from pipeline.markings.faults import Faults
from pipeline.markings.stack import FOREIGN_OWNER, read_stack
from pipeline.markings.units import ORDER, Context, Part, Unit, check_countries
from pipeline.markings.vocabulary import Form, Vocabulary
from pipeline.model import Category, Token

__all__ = ["base_system", "read_part"]

_COMPARTMENTS = r"(?:-[A-Z0-9]{1,6}(?: [A-Z0-9]{1,6})*)*"
_SYSTEM = re.compile(rf"[A-Z0-9]{{2,5}}{_COMPARTMENTS}")
_UNPUBLISHED = re.compile(rf"[A-Z0-9]{{2,7}}{_COMPARTMENTS}")
_TITLE = re.compile(rf"[A-Z0-9]{{2,12}}{_COMPARTMENTS}")
_SAP = re.compile(r"(?:SAR|SPECIAL ACCESS REQUIRED)(?P<hyphen>-| )")
_PROGRAM = re.compile(r"[A-Z0-9]+(?: [A-Z0-9]+)*(?:-[A-Z0-9]+(?: [A-Z0-9]+)*)*")
_FGI = re.compile(r"(?:FGI|FOREIGN GOVERNMENT INFORMATION)(?P<list>(?:,? ?\b[A-Z]{3,4})+)?")
_REL = re.compile(r"(?P<lead>REL TO|REL|AUTHORIZED FOR RELEASE TO|RELEASABLE TO)(?: (?P<list>.+))?")
_DISPLAY = re.compile(r"(?P<lead>DISPLAY ONLY|AUTHORIZED FOR DISPLAY BUT NOT RELEASE TO)(?: (?P<list>.+))?")
_LIST = re.compile(r"[A-Z]{3,4}(?:(?:[,;] ?| AND | )[A-Z]{3,4})*[,;]?")
_EYES = re.compile(r"(?<![^/])(?:(?P<list>[A-Z]{2,3}(?:/[A-Z]{2,3})+) EYES ONLY|EYES ONLY|EYES)(?![^/])")
_INSTRUCTION = re.compile(
    r"(?:DECL(?:ASSIFY)? ON:? )?(?:(?:19|20)[0-9]{6}|[257][05]X[1-9]?(?:-[A-Z0-9]+)*(?:,? ?(?:19|20)[0-9]{6})?|X[1-8](?:[-,] ?X[1-8])*)"
)
_COUNTRY = re.compile(r"[A-Z]{3,4}")
_SHORTEST_SUSPECT = 5
_MEASURES = "ACCM"
_NEAR = 0.8  # how alike a word must be to one that is suggested for it
_CATEGORY_OF_LIST = {
    Category.DISSEM: "dissem",
    Category.NON_IC: "non_ic",
    Category.AEA: "aea",
    Category.NATO_CONTROL: "non_us",
    Category.CUI: "non_ic",
    Category.CUI_DISSEM: "dissem",
    Category.SCI: "sci",
}


def read_part(part: Part, context: Context) -> list[Unit]:
    """Read what stands between two double slashes; words nobody knows go to the faults and give no unit.

    An unpublished SCI system can stand before all other categories only.
    """
    if _SAP.match(part.text):
        return _programs(part, context)
    units: list[Unit] = []
    pieces = _pieces(part, context.faults)
    if any(base_system(piece.text, context.vocabulary)[1] for piece in pieces):
        context = replace(context, has_system=True)
    for piece in pieces:
        units += _unit(piece, units, context)
    return units


def _pieces(part: Part, faults: Faults) -> list[Part]:
    """Return what stands between single slashes; the list of an EYES ONLY is one piece with its slashes."""
    eyes = _EYES.search(part.text)
    whole = (eyes.start(), eyes.end()) if eyes else (-1, -1)
    cuts = [at for at, sign in enumerate(part.text) if sign == "/" and not whole[0] <= at < whole[1]]
    found: list[Part] = []
    for start, end in zip([0, *(cut + 1 for cut in cuts)], [*cuts, len(part.text)], strict=True):
        text = part.text[start:end]
        if text.strip() and text != text.strip():
            faults.add("spacing", part.start + start, part.start + end, what=text.strip())
        found.append(Part(text.strip(), part.start + start, part.start + end))
    return found


def _eyes_only(piece: Part, context: Context) -> list[Unit] | None:
    match = _EYES.fullmatch(piece.text)
    if match is None:
        return None
    form = context.vocabulary.modern.get("EYES ONLY")
    names = (piece.text,) if match["list"] else ("EYES ONLY",)
    return [Unit(Category.DISSEM, names, piece.start, piece.end, "dissem", "EYES ONLY", form.token if form else None)]


def _programs(part: Part, context: Context) -> list[Unit]:
    """Read special access programs: SAR- once, then programs parted by single slashes."""
    units: list[Unit] = []
    form = next((token for token in context.vocabulary.tokens if token.category is Category.SAP), None)
    for number, piece in enumerate(_pieces(part, context.faults)):
        prefix = _SAP.match(piece.text)
        name = piece.text[prefix.end() :] if prefix else piece.text
        if number and prefix:
            context.faults.add("repeated-sar", piece.start, piece.end)
        elif prefix and prefix["hyphen"] != "-":
            context.faults.add("separator", piece.start, piece.end, what="SAR without a hyphen")
        elif prefix and context.is_portion and form and prefix.group() != f"{form.portion}-":
            context.faults.add("spelled-out-control", piece.start, piece.end, what=prefix.group(), how=f"{form.portion}-")
        if not _PROGRAM.fullmatch(name):
            context.faults.add("unknown-token", piece.start, piece.end, what=piece.text)
            continue
        units.append(Unit(Category.SAP, (name,), piece.start, piece.end, "sap", name, form))
    return units


def _unit(piece: Part, before: list[Unit], context: Context) -> list[Unit]:
    """Read one unit between single slashes."""
    if not piece.text:
        context.faults.add("separator", piece.start, piece.end, what="an empty category")
        return []
    for read in (_eyes_only, _listed, read_atomic, _known, _nicknamed, _foreign_information, _instruction):
        unit = read(piece, context)
        if unit is not None:
            return unit
    listed = _more_of_list(piece, before, context)
    if listed is not None:
        return listed
    for read in (_separated, _legacy, _system, _country):
        unit = read(piece, context)
        if unit is not None:
            return unit
    return _unknown(piece, context)


def _more_of_list(piece: Part, before: list[Unit], context: Context) -> list[Unit] | None:
    """Read what a slash parted from the list it belongs to: a country, a SIGMA number."""
    if not before:
        return None
    last = before[-1]
    if last.key in {"REL TO", "DISPLAY ONLY", "FGI"} and _COUNTRY.fullmatch(piece.text):
        context.faults.add("separator", piece.start, piece.end, what="FGI countries" if last.key == "FGI" else "a list without commas")
        return [Unit(last.category, (piece.text,), piece.start, piece.end, last.list_name, last.key, last.token, last.owner)]
    sigma = re.fullmatch(r"(?P<unit>F?RD-SIGMA) [0-9]+", last.names[-1]) if last.names else None
    if sigma is not None and piece.text.isdigit():
        context.faults.add("separator", piece.start, piece.end, what="SIGMA numbers")
        return [Unit(last.category, (f"{sigma['unit']} {piece.text}",), piece.start, piece.end, "aea", last.key, last.token, last.owner)]
    return None


def _listed(piece: Part, context: Context) -> list[Unit] | None:
    """Read REL TO and DISPLAY ONLY with their lists of countries."""
    for pattern, key, list_name in ((_REL, "REL TO", "rel_to"), (_DISPLAY, "DISPLAY ONLY", "display_only")):
        match = pattern.fullmatch(piece.text)
        if match is None:
            continue
        form = context.vocabulary.modern.get(key)
        token = form.token if form else None
        if match["list"] is None:
            if not (context.is_portion and match["lead"] == "REL"):
                context.faults.add("requires", piece.start, piece.end, what=match["lead"], how="a list of countries")
            return [Unit(Category.DISSEM, (key,), piece.start, piece.end, "dissem", key, token)]
        if not _LIST.fullmatch(match["list"]):
            return None
        countries = tuple(re.findall(r"[A-Z]{3,4}", match["list"].replace(" AND ", " ")))
        _check_list(piece, match, countries, key, context)
        return [Unit(Category.DISSEM, countries, piece.start, piece.end, list_name, key, token)]
    return None


def _check_list(piece: Part, match: re.Match[str], countries: tuple[str, ...], key: str, context: Context) -> None:
    add, at = context.faults.add, (piece.start, piece.end)
    if match["lead"] == "REL":
        add("separator", *at, what="REL without TO")
    if " AND " in match["list"]:
        add("separator", *at, what="AND in a list")
    elif match["list"] != ", ".join(countries):
        add("separator", *at, what="a list without commas")
    if key == "REL TO" and "USA" not in countries:
        add("usa-missing", *at, what=key)
    elif key == "REL TO" and countries[0] != "USA":
        add("usa-first", *at, what=f"the {key} list")
    check_countries(countries, context.faults, *at, what=f"the {key} list", first="USA")


def _known(piece: Part, context: Context) -> list[Unit] | None:
    """Read a word of the vocabulary, as a banner or a portion mark writes it."""
    specified = piece.text.startswith("SP-")
    form = _form(piece.text.removeprefix("SP-") if specified else piece.text, context, is_specified=specified)
    if form is None or form.token.name in {"REL TO", "DISPLAY ONLY"}:
        return None
    token = form.token
    if not context.is_portion and form.is_portion and not form.is_name and not context.is_cui:
        context.faults.add("abbreviated-control", piece.start, piece.end, what=piece.text, how=token.name)
    elif context.is_portion and not form.is_portion and not context.is_cui:
        context.faults.add("spelled-out-control", piece.start, piece.end, what=piece.text, how=token.portion)
    name = f"SP-{token.name}" if specified else token.name
    return [Unit(token.category, (name,), piece.start, piece.end, _CATEGORY_OF_LIST[token.category], token.name, token, token.owner)]


def _nicknamed(piece: Part, context: Context) -> list[Unit] | None:
    """Read alternative compensatory control measures, whose nickname follows (DoDM 5200.01 Volume 2)."""
    lead, hyphen, nickname = piece.text.partition("-")
    form = context.vocabulary.modern.get(lead)
    if form is None or lead != _MEASURES or not hyphen or not _PROGRAM.fullmatch(nickname):
        return None
    return [Unit(form.token.category, (piece.text,), piece.start, piece.end, "non_ic", form.token.name, form.token)]


def _form(text: str, context: Context, *, is_specified: bool) -> Form | None:
    if is_specified or context.is_cui:
        cui = context.vocabulary.cui.get(text)
        if cui is not None or is_specified:
            return cui
    form = context.vocabulary.modern.get(text)
    return None if form is not None and form.token.category is Category.CUI else form


def _foreign_information(piece: Part, context: Context) -> list[Unit] | None:
    match = _FGI.fullmatch(piece.text)
    if match is None:
        return None
    countries = tuple(re.findall(r"[A-Z]+", match["list"] or ""))
    if countries and match["list"] != f" {' '.join(countries)}":
        context.faults.add("separator", piece.start, piece.end, what="FGI countries")
    check_countries(countries, context.faults, piece.start, piece.end, what="the FGI list")
    return [Unit(Category.FGI, countries or ("FGI",), piece.start, piece.end, "fgi", "FGI", owner=FOREIGN_OWNER)]


def _instruction(piece: Part, context: Context) -> list[Unit] | None:
    """Read a declassification value or date, which stood in banners until February 2008."""
    if piece.text not in context.vocabulary.instructions and not _INSTRUCTION.fullmatch(piece.text):
        return None
    context.faults.add("declassification-in-banner", piece.start, piece.end, what=piece.text)
    return []


def _separated(piece: Part, context: Context) -> list[Unit] | None:
    """Read controls that commas part, as until July 2005, or blanks."""
    sign = "," if "," in piece.text else " "
    names = [name.strip() for name in piece.text.split(sign)]
    is_compartment = sign == " " and "-" in names[0] and base_system(names[0], context.vocabulary)[1] is not None
    if len(names) == 1 or is_compartment:  # a blank after a compartment parts it from its sub-compartments
        return None
    units: list[Unit] = []
    unsaid = Context(context.vocabulary, Faults(), context.is_portion, context.before, context.is_cui)
    for name in names:
        part = Part(name, piece.start, piece.end)
        known = _known(part, unsaid) or (_system(part, unsaid) if base_system(name, context.vocabulary)[1] else None)
        if known is None:
            return None
        units += known
    context.faults.add("separator", piece.start, piece.end, what=f"{'commas' if sign == ',' else 'blanks'} between controls")
    return units


def base_system(name: str, vocabulary: Vocabulary) -> tuple[str, Token | None]:
    """Return an SCI system with published titles shortened (SI-GAMMA: SI-G), and what the vocabulary says of its system.

    TK-BLUEFISH-KANDIK is TK-BLFH-KAND: each compartment is looked up by its system.
    """
    token = None
    for form in sorted(vocabulary.systems, key=len, reverse=True):
        if len(form) > 1 and (name == form or name.startswith((f"{form}-", f"{form} "))):
            token = vocabulary.systems[form]
            name = token.name + name[len(form) :]
            break
    system, *compartments = name.split("-")
    return "-".join([system, *(_short_compartment(system, each, vocabulary) for each in compartments)]), token


def _short_compartment(system: str, compartment: str, vocabulary: Vocabulary) -> str:
    head, blank, subs = compartment.partition(" ")
    token = vocabulary.systems.get(f"{system}-{head}")
    short = token.name.partition("-")[2] if token else ""
    return f"{short or head}{blank}{subs}"


def _system(piece: Part, context: Context) -> list[Unit] | None:
    name, token = base_system(piece.text, context.vocabulary)
    if token is None and (context.is_cui or context.before > ORDER[Category.SCI] or _is_owned(name.split("-")[0], context.vocabulary)):
        return None
    # a banner may write titles in full; that of a system nobody published is told by one that is
    form = _TITLE if token else _UNPUBLISHED if context.has_system and not context.is_portion else _SYSTEM
    if not form.fullmatch(name) and (token is None or name != token.name):
        return None
    if token is None and (_meant(piece.text, context) is not None or name in context.vocabulary.places):
        return None
    if context.is_portion and name != piece.text:
        context.faults.add("spelled-out-control", piece.start, piece.end, what=piece.text, how=name)
    return [Unit(Category.SCI, (name,), piece.start, piece.end, "sci", name, token)]


def _country(piece: Part, context: Context) -> list[Unit] | None:
    """Read a country or organization that stands alone: foreign information whose FGI was left out."""
    if piece.text not in context.vocabulary.places:
        return None
    context.faults.add("requires", piece.start, piece.end, what=piece.text, how="FGI before it", rule="CAPCO 2016 p. 123")
    token = context.vocabulary.groups.get(piece.text) or context.vocabulary.countries.get(piece.text)
    owner, name = (token.owner or FOREIGN_OWNER, token.name) if token else (FOREIGN_OWNER, piece.text)
    return [Unit(Category.FGI, (name,), piece.start, piece.end, "fgi", "FGI", owner=owner)]


def _meant(text: str, context: Context) -> str | None:
    """Return the control that a word of five letters or more was meant to be, or None."""
    if len(text) < _SHORTEST_SUSPECT:
        return None
    near = mended(text, (form for form in context.vocabulary.modern if len(form) >= _SHORTEST_SUSPECT and " " not in form))
    return near[0] if near else None


def _legacy(piece: Part, context: Context) -> list[Unit] | None:
    """Read caveats, code words and channels of old between double slashes."""
    if base_system(piece.text, context.vocabulary)[1]:
        return None
    elements = read_stack(piece.text, context.vocabulary)
    if elements is None or any(each.category is None or each.level for each in elements):
        return None
    units = [
        Unit(each.category or Category.CAVEAT, (each.name,), piece.start, piece.end, "legacy", each.name, each.token, each.owner)
        for each in elements
        if each.category in {Category.CAVEAT, Category.CODE_WORD, Category.CHANNEL, Category.SLUG}
    ]
    return units or None


def _is_owned(word: str, vocabulary: Vocabulary) -> bool:
    """Tell whether a word is a group's name or an owner's control, and so no system that nobody published."""
    known = vocabulary.modern.get(word)
    return word in vocabulary.groups or (known is not None and known.token.owner is not None)


def _unknown(piece: Part, context: Context) -> list[Unit]:
    """Note words that are no unit; whose they are still holds: ``RD NOFORN`` is DOE's."""
    text, vocabulary = piece.text, context.vocabulary
    meant = _meant(text, context) or next(iter(difflib.get_close_matches(text, list(vocabulary.modern), 1, _NEAR)), None)
    hint = f" (did you mean {meant}?)" if meant and meant != text else ""
    if text.removeprefix("SP-") in vocabulary.cui:
        hint = " here: it is a category of CUI and stands after CUI//"
    context.faults.add("unknown-token", piece.start, piece.end, what=text, how=hint)
    elements = read_stack(text, vocabulary, is_after_level=True) or ()
    return [
        Unit(Category.COUNTRY, (each.name,), piece.start, piece.end, "", each.name, owner=each.owner) for each in elements if each.owner
    ]
