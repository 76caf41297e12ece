"""Exemption codes: which body of law each belongs to, how it is printed, and its ground in words.

Sources: E.O. 13526 sec. 1.4 and 3.3 as implemented by 32 CFR 2001.21 and 2001.26; 5 U.S.C. 552(b); 5 U.S.C. 552a;
44 U.S.C. 2204(a); Atomic Energy Act.
"""

from __future__ import annotations

import enum
import re
from functools import cache

__all__ = [
    "ATTORNEY_CLIENT",
    "DELIBERATIVE",
    "HARMS",
    "PRIVACY",
    "RATIONALE_CLASSES",
    "WORK_PRODUCT",
    "Regime",
    "basis",
    "code_fault",
    "harm",
    "is_classification_code",
    "printed",
    "rationale_class",
    "regime",
]

# The privileges that (b)(5) covers; which of them is claimed decides whether age ends it.
DELIBERATIVE = "(b)(5) deliberative process"
ATTORNEY_CLIENT = "(b)(5) attorney-client privilege"
WORK_PRODUCT = "(b)(5) attorney work product"

PRIVACY = frozenset({"(b)(6)", "P6", "(b)(7)(C)"})
"""The codes that guard a person's privacy alone: 5 U.S.C. 552(b)(6) and (b)(7)(C), 44 U.S.C. 2204(a)(6)."""


class Regime(enum.StrEnum):
    """Which body of law a code belongs to."""

    SECTION_1_4 = "1.4"
    X25 = "25X"
    X50 = "50X"
    X75 = "75X"
    ATOMIC = "AEA"
    FOIA = "FOIA"
    PRESIDENTIAL = "PRA"
    DEED = "deed"
    PRIVACY_ACT = "Privacy Act"


# A statute is printed in a blank on one line: words of printable signs, one blank between them, none that ends a blank.
_LONGEST = 200  # letters of a code, of which a statute may have any: it must stand in a blank
_STATUTE = r"(?:(?![;,\[\]])[!-~§–])+"
_PATTERNS = (
    (Regime.SECTION_1_4, re.compile(r"1\.4\([a-h]\)")),
    (Regime.X25, re.compile(r"25X[1-9]")),
    (Regime.X50, re.compile(r"50X1-HUM|50X2-WMD|50X[1-9]")),
    (Regime.X75, re.compile(r"75X[1-9]?")),
    (Regime.ATOMIC, re.compile(r"RD|FRD|TFNI")),
    (
        Regime.FOIA,
        re.compile(
            rf"\(b\)\((?:2|4|5|6|8|9)\)|\(b\)\(5\) (?:deliberative process|attorney-client privilege|attorney work product)"
            rf"|\(b\)\(3\)(?: {_STATUTE})+|\(b\)\(7\)\([A-F]\)"
        ),
    ),
    (Regime.PRESIDENTIAL, re.compile(r"P[1-6]")),
    (Regime.DEED, re.compile(r"C")),
    (Regime.PRIVACY_ACT, re.compile(r"\(d\)\(5\)|\(j\)\([12]\)|\(k\)\([1-7]\)")),
)


_NOT_CLASSIFYING = {Regime.FOIA, Regime.PRESIDENTIAL, Regime.DEED, Regime.PRIVACY_ACT}
_SAYS_CLASSIFIED = {"P1", "(k)(1)"}

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
    "P1": "National security classified information (44 U.S.C. 2204(a)(1))",
    "P2": "Appointments to Federal office (44 U.S.C. 2204(a)(2))",
    "P3": "Exempted by statute (44 U.S.C. 2204(a)(3))",
    "P4": "Trade secrets and confidential commercial information (44 U.S.C. 2204(a)(4))",
    "P5": "Confidential advice to the President (44 U.S.C. 2204(a)(5))",
    "P6": "Personal privacy (44 U.S.C. 2204(a)(6))",
    "C": "Closed by the donor's deed of gift",
    "(d)(5)": "Information compiled for a civil action (5 U.S.C. 552a(d)(5))",
    "(j)(1)": "Records of the Central Intelligence Agency (5 U.S.C. 552a(j)(1))",
    "(j)(2)": "Enforcement of criminal law (5 U.S.C. 552a(j)(2))",
    "(k)(1)": "Properly classified information (5 U.S.C. 552a(k)(1))",
    "(k)(2)": "Investigatory material (5 U.S.C. 552a(k)(2))",
    "(k)(3)": "Protective services (5 U.S.C. 552a(k)(3))",
    "(k)(4)": "Statistical records (5 U.S.C. 552a(k)(4))",
    "(k)(5)": "Source on suitability for employment (5 U.S.C. 552a(k)(5))",
    "(k)(6)": "Testing material (5 U.S.C. 552a(k)(6))",
    "(k)(7)": "Evaluation for promotion in the armed services (5 U.S.C. 552a(k)(7))",
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
    "P1": "classified",
    "P2": "appointments",
    "P3": "statute",
    "P4": "commercial",
    "P5": "privilege",
    "P6": "privacy",
    "C": "deed-of-gift",
    "(k)(1)": "classified",
    "(j)(1)": "intelligence",
    "(j)(2)": "law-enforcement",
    "(k)(2)": "law-enforcement",
    "(k)(3)": "protection",
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


@cache
def regime(code: str) -> Regime | None:
    """Return the body of law of ``code``, or None where it is no code at all."""
    return next((kind for kind, pattern in _PATTERNS if pattern.fullmatch(code)), None)


def code_fault(code: str) -> str | None:
    """Say what is wrong with one code of a chain, or None; ``what, and what was expected``."""
    if len(code) > _LONGEST:
        return f"the code is over {_LONGEST} letters; expected such as 1.4(c), (b)(6), (b)(3) 50 U.S.C. 3024(i)(1)"
    if regime(code) is not None:
        return None
    if code == "(b)(1)":
        return "(b)(1) stands for no reason of its own; expected the paragraph of sec. 1.4, such as 1.4(c)"
    if code == "(b)(3)":
        return "(b)(3) without its statute; expected such as (b)(3) 50 U.S.C. 3024(i)(1)"
    if code.startswith("(b)(5)"):
        return f"unknown privilege; expected (b)(5), {DELIBERATIVE}, {ATTORNEY_CLIENT} or {WORK_PRODUCT}"
    if code == "(b)(7)":
        return "(b)(7) without its letter; expected (b)(7)(A) to (b)(7)(F)"
    return f"unknown code {code!r}; expected such as 1.4(c), 25X1, 50X1-HUM, (b)(6), RD"


def is_classification_code(code: str) -> bool:
    """Tell whether ``code`` says that something is still classified (an order, the Atomic Energy Act, P1 or (k)(1))."""
    return regime(code) not in _NOT_CLASSIFYING or code in _SAYS_CLASSIFIED


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
    if code.startswith("(b)(5) "):
        return f"Privileged: {code.removeprefix('(b)(5) ')} (5 U.S.C. 552(b)(5))"
    return _BASES.get(_family(code), "Extraordinary exemption approved by the Interagency Panel")


def rationale_class(code: str | None) -> str:
    """Return the word of the fixed list that the public log may hold for ``code``; None is a hold."""
    return _HELD_CLASS if code is None else _CLASSES.get(_family(code), _OTHER_CLASS)


def harm(code: str) -> str:
    """Return the key of ``HARMS`` that ``code`` guards against."""
    if is_classification_code(code):
        return "national-security"
    return {"(b)(6)": "privacy", "P6": "privacy", "(b)(3)": "statute", "P3": "statute"}.get(_family(code), "protected-interest")
