"""Exemption codes and the age arithmetic of E.O. 13526.

Sources: E.O. 13526 sec. 1.4 and 3.3 as implemented by 32 CFR 2001.21, 2001.26 and 2001.30(l)-(n);
5 U.S.C. 552(b); Atomic Energy Act. A chain of codes is read by stage: the last code of the chain that
is citable at the stage holds; statutes and FOIA codes hold at every stage.
"""

from __future__ import annotations

import datetime as dt
import enum
import re
from dataclasses import dataclass
from functools import cache

__all__ = [
    "HARMS",
    "RATIONALE_CLASSES",
    "Regime",
    "Stage",
    "Standing",
    "basis",
    "chain_faults",
    "code_fault",
    "ends",
    "harm",
    "is_classification_code",
    "onset",
    "printed",
    "rationale_class",
    "regime",
    "stage",
    "standing",
]

YEARS = {"25X": 25, "50X": 50, "75X": 75}


class Stage(enum.StrEnum):
    """How old a record is, as the order counts it."""

    ORIG = "ORIG"
    X25 = "25X"
    X50 = "50X"
    X75 = "75X"


class Regime(enum.StrEnum):
    """Which body of law a code belongs to."""

    SECTION_1_4 = "1.4"
    X25 = "25X"
    X50 = "50X"
    X75 = "75X"
    ATOMIC = "AEA"
    FOIA = "FOIA"


# A statute is printed in a blank on one line: words of printable signs, one blank between them, none that ends a blank.
_STATUTE = r"(?:(?![;,\[\]])[!-~§–])+"
_PATTERNS = (
    (Regime.SECTION_1_4, re.compile(r"1\.4\([a-h]\)")),
    (Regime.X25, re.compile(r"25X[1-9]")),
    (Regime.X50, re.compile(r"50X1-HUM|50X2-WMD|50X[1-9]")),
    (Regime.X75, re.compile(r"75X[1-9]?")),
    (Regime.ATOMIC, re.compile(r"RD|FRD|TFNI")),
    (Regime.FOIA, re.compile(rf"\(b\)\((?:2|4|5|6|8|9)\)|\(b\)\(3\)(?: {_STATUTE})+|\(b\)\(7\)\([A-F]\)")),
)

_CITABLE = {
    Stage.ORIG: {Regime.SECTION_1_4},
    Stage.X25: {Regime.X25, Regime.X50},
    Stage.X50: {Regime.X50},
    Stage.X75: {Regime.X75},
}
_X25_ALLOWS_50 = {"50X1-HUM", "50X2-WMD"}  # 32 CFR 2001.26(a)(2): no approval by case, so citable at 25 years
_AGELESS = {Regime.ATOMIC, Regime.FOIA}
_NEEDS_GUIDE = {Regime.X25, Regime.X50, Regime.X75}
_LAST_STAGE = {
    Regime.SECTION_1_4: Stage.X25,
    Regime.X25: Stage.X50,
    Regime.X50: Stage.X75,
}

_BASES = {
    "1.4(a)": "Military plans, weapons systems, or operations",
    "1.4(b)": "Foreign government information",
    "1.4(c)": "Intelligence activities, sources or methods, or cryptology",
    "1.4(d)": "Foreign relations or foreign activities, including confidential sources",
    "1.4(e)": "Scientific, technological, or economic matters of national security",
    "1.4(f)": "Programs for safeguarding nuclear materials or facilities",
    "1.4(g)": "Vulnerabilities or capabilities of systems, installations, or plans",
    "1.4(h)": "Development, production, or use of weapons of mass destruction",
    "25X1": "Confidential human or other intelligence source, or a method in use",
    "25X2": "Development, production, or use of weapons of mass destruction",
    "25X3": "Cryptologic systems or activities",
    "25X4": "State-of-the-art technology within a weapon system",
    "25X5": "War plans still in effect",
    "25X6": "Serious harm to relations with a foreign government",
    "25X7": "Current ability to protect officials",
    "25X8": "Current emergency plans or vulnerabilities",
    "25X9": "Statute, treaty, or international agreement",
    "50X1-HUM": "Identity of a confidential human source",
    "50X2-WMD": "Key design concepts of weapons of mass destruction",
    "RD": "Restricted Data, Atomic Energy Act (42 U.S.C. 2162)",
    "FRD": "Formerly Restricted Data, Atomic Energy Act (42 U.S.C. 2162(d))",
    "TFNI": "Transclassified Foreign Nuclear Information (42 U.S.C. 2162(e))",
    "(b)(2)": "Internal personnel rules and practices (5 U.S.C. 552(b)(2))",
    "(b)(3)": "Exempted by the statute named (5 U.S.C. 552(b)(3))",
    "(b)(4)": "Trade secrets and confidential commercial information (5 U.S.C. 552(b)(4))",
    "(b)(5)": "Privileged communication between or within agencies (5 U.S.C. 552(b)(5))",
    "(b)(6)": "Personal privacy (5 U.S.C. 552(b)(6))",
    "(b)(7)": "Law enforcement (5 U.S.C. 552(b)(7))",
    "(b)(8)": "Examination of financial institutions (5 U.S.C. 552(b)(8))",
    "(b)(9)": "Geological information on wells (5 U.S.C. 552(b)(9))",
}

_CLASSES = {
    "1.4(a)": "military",
    "1.4(b)": "foreign-government-information",
    "1.4(c)": "intelligence",
    "1.4(d)": "foreign-relations",
    "1.4(e)": "science-and-economy",
    "1.4(f)": "nuclear-safeguards",
    "1.4(g)": "vulnerabilities",
    "1.4(h)": "mass-destruction",
    "25X1": "intelligence",
    "25X2": "mass-destruction",
    "25X3": "intelligence",
    "25X4": "military",
    "25X5": "military",
    "25X6": "foreign-relations",
    "25X7": "protection",
    "25X8": "vulnerabilities",
    "25X9": "statute",
    "50X1-HUM": "intelligence",
    "50X2-WMD": "mass-destruction",
    "RD": "atomic-energy",
    "FRD": "atomic-energy",
    "TFNI": "atomic-energy",
    "(b)(2)": "personnel-rules",
    "(b)(3)": "statute",
    "(b)(4)": "commercial",
    "(b)(5)": "privilege",
    "(b)(6)": "privacy",
    "(b)(7)": "law-enforcement",
    "(b)(8)": "banking",
    "(b)(9)": "wells",
}
HARMS = {
    "national-security": "Release could reasonably be expected to damage national security",
    "privacy": "Release would be a clearly unwarranted invasion of personal privacy",
    "statute": "Release is forbidden by the statute named",
    "protected-interest": "Release would harm the interest that the exemption protects",
}
_OTHER_CLASS = "other"
_HELD_CLASS = "held"
RATIONALE_CLASSES = frozenset(_CLASSES.values()) | {_OTHER_CLASS, _HELD_CLASS}


@dataclass(frozen=True, slots=True)
class Standing:
    """What a chain amounts to at a stage.

    ``codes`` hold now. ``unguided`` is a 25X, 50X or 75X code that would hold if the rule cited an
    approved guide: the passage is then referred. Both empty: the chain has lapsed.
    """

    codes: tuple[str, ...]
    unguided: str | None

    @property
    def is_lapsed(self) -> bool:
        """Tell whether nothing of the chain is left."""
        return not self.codes and self.unguided is None


@cache
def regime(code: str) -> Regime | None:
    """Return the body of law of ``code``, or None where it is no code at all."""
    return next((kind for kind, pattern in _PATTERNS if pattern.fullmatch(code)), None)


def code_fault(code: str) -> str | None:
    """Say what is wrong with one code of a chain, or None; ``what, and what was expected``."""
    if regime(code) is not None:
        return None
    if code == "(b)(1)":
        return "(b)(1) stands for no reason of its own; expected the paragraph of sec. 1.4, such as 1.4(c)"
    if code == "(b)(3)":
        return "(b)(3) without its statute; expected such as (b)(3) 50 U.S.C. 3024(i)(1)"
    if code == "(b)(7)":
        return "(b)(7) without its letter; expected (b)(7)(A) to (b)(7)(F)"
    return f"unknown code {code!r}; expected such as 1.4(c), 25X1, 50X1-HUM, (b)(6), RD"


def chain_faults(chain: tuple[str, ...]) -> tuple[str, ...]:
    """Say what is wrong with a chain: unknown codes, and no code at the first stage."""
    faults = [fault for code in chain if (fault := code_fault(code))]
    if not faults and chain and standing(chain, None, dt.date.min, guide=None).is_lapsed:
        faults.append("no code at the first stage; expected the chain to begin with such as 1.4(c) or (b)(6)")
    return tuple(faults)


def onset(origin: dt.date, years: int) -> dt.date:
    """Return 31 December of the year of origin + ``years`` (32 CFR 2001.30(l)), or the calendar's last day."""
    return dt.date(min(origin.year + years, dt.MAXYEAR), 12, 31)


def stage(origin: dt.date | None, today: dt.date) -> Stage:
    """Return the stage of a record; one of no certain date is at the first, so nothing lapses.

    On 31 December itself the onset counts as reached.
    """
    if origin is None:
        return Stage.ORIG
    reached = [Stage(name) for name, years in YEARS.items() if today >= onset(origin, years)]
    return reached[-1] if reached else Stage.ORIG


def _passed(now: Stage) -> tuple[Stage, ...]:
    """Return the stages before ``now`` at which a record without a code was declassified."""
    onsets = (Stage.X25, Stage.X50, Stage.X75)
    return onsets[: onsets.index(now)] if now in onsets else ()


def _is_citable(code: str, now: Stage) -> bool:
    kind = regime(code)
    if now is Stage.X25 and kind is Regime.X50:
        return code in _X25_ALLOWS_50
    return kind in _CITABLE[now]


def standing(chain: tuple[str, ...], origin: dt.date | None, today: dt.date, *, guide: str | None) -> Standing:
    """Return what holds of ``chain`` at ``today`` for a record of ``origin`` (Law of release 1, 4).

    A 25X, 50X or 75X code holds only under an approved ``guide`` (32 CFR 2001.30(k)). What an earlier onset
    declassified for want of a code stays so: a later code does not revive it.
    """
    now = stage(origin, today)
    ageless = tuple(code for code in chain if regime(code) in _AGELESS)
    if any(not any(_is_citable(code, earlier) for code in chain) for earlier in _passed(now)):
        return Standing(ageless, None)
    last = next((code for code in reversed(chain) if _is_citable(code, now)), None)
    if last is None:
        return Standing(ageless, None)
    if regime(last) in _NEEDS_GUIDE and guide is None:
        return Standing(ageless, last)
    return Standing((last, *ageless), None)


def ends(code: str, origin: dt.date | None) -> dt.date | None:
    """Return the day on which ``code`` stops being citable, or None where age does not end it."""
    kind = regime(code)
    if origin is None or kind is None or kind not in _LAST_STAGE:
        return None
    return onset(origin, YEARS[_LAST_STAGE[kind].value])


def is_classification_code(code: str) -> bool:
    """Tell whether ``code`` says that something is still classified (an order or the Atomic Energy Act)."""
    return regime(code) is not Regime.FOIA


def printed(code: str) -> str:
    """Return ``code`` as a blank prints it: an order's code stands beside FOIA's (b)(1)."""
    if regime(code) in {Regime.SECTION_1_4, Regime.X25, Regime.X50, Regime.X75}:
        return f"(b)(1) {code}"
    if regime(code) is Regime.ATOMIC:
        return f"(b)(3) {code}"
    return code


def _family(code: str) -> str:
    return code[:6] if code.startswith("(b)") else code


def basis(code: str) -> str:
    """Return the ground of ``code`` in words, for the closing page and the public log."""
    if code.startswith("(b)(3) "):
        return f"Exempted by statute: {code.removeprefix('(b)(3) ')} (5 U.S.C. 552(b)(3))"
    return _BASES.get(_family(code), "Extraordinary exemption approved by the Interagency Panel")


def rationale_class(code: str | None) -> str:
    """Return the word of the fixed list that the public log may hold for ``code``; None is a hold."""
    return _HELD_CLASS if code is None else _CLASSES.get(_family(code), _OTHER_CLASS)


def harm(code: str) -> str:
    """Return the key of ``HARMS`` that ``code`` guards against."""
    if regime(code) is not Regime.FOIA:
        return "national-security"
    return {"(b)(6)": "privacy", "(b)(3)": "statute"}.get(_family(code), "protected-interest")
