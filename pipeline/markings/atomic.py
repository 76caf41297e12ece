"""Information under the Atomic Energy Act in a modern marking (CAPCO Register and Manual 2016, H.6).

unit   = ("RD" | "FRD") ["-CNWDI"] ["-SIGMA" number (SP number)*]       CNWDI under RD alone; in a portion mark SG
number = one of those that the vocabulary gives as members of the unit
"""

from __future__ import annotations

import re

from pipeline.markings.units import Context, Part, Unit
from pipeline.model import Category, Token

__all__ = ["read_atomic"]

_UNIT = re.compile(
    r"(?P<unit>RD|FRD|RESTRICTED DATA|FORMERLY RESTRICTED DATA)?(?P<cnwdi>-?(?:CNWDI|CRITICAL NUCLEAR WEAPON DESIGN INFORMATION|(?<=-)N))?"
    r"(?P<sigma>[- ]?(?P<word>SG|SIGMA)(?:[- ]?(?P<numbers>[0-9]{1,2}(?:(?:, ?|[ -])[0-9]{1,2})*))?)?"
)
_SUBSETS = ("CNWDI", "SIGMA")


def read_atomic(piece: Part, context: Context) -> list[Unit] | None:
    """Read RD or FRD with its subsets, or None; a subset without its unit is read as one of RD, and told as a fault."""
    match = _UNIT.fullmatch(piece.text)
    if match is None or not (match["unit"] or match["cnwdi"] or match["numbers"]):
        return None
    unit = "FRD" if (match["unit"] or "").startswith("F") else "RD"
    form = context.vocabulary.modern.get("RD-CNWDI" if match["cnwdi"] and unit == "RD" else unit)
    if form is None:
        return None
    numbers = re.findall(r"[0-9]+", match["numbers"] or "")
    names = [f"{unit}-CNWDI"] if match["cnwdi"] else []
    names += [f"{unit}-SIGMA {number}" for number in dict.fromkeys(numbers)]
    _check(piece, match, numbers, form.token, context)
    return [Unit(Category.AEA, tuple(names) or (unit,), piece.start, piece.end, "aea", unit, form.token, form.token.owner)]


def _check(piece: Part, match: re.Match[str], numbers: list[str], token: Token, context: Context) -> None:
    add, at = context.faults.add, (piece.start, piece.end)
    subset = _SUBSETS[0] if match["cnwdi"] else _SUBSETS[1]
    if match["unit"] is None:
        units = "RD" if match["cnwdi"] else "RD or FRD"
        add("requires", *at, what=subset, how=f"{units} before it, joined by a hyphen", rule=token.source)
    elif match["cnwdi"] and match["unit"].startswith("F"):
        add("requires", *at, what=subset, how="RD before it, not FRD")
    _check_numbers(piece, match, numbers, token, context)
    if context.is_portion and (match["unit"] or "").endswith(" DATA"):
        add("spelled-out-control", *at, what=match["unit"], how="FRD" if match["unit"].startswith("F") else "RD")
    if match["word"] == "SG" and not context.is_portion:
        add("abbreviated-control", *at, what="SG", how="SIGMA")
    elif match["word"] == "SIGMA" and context.is_portion:
        add("spelled-out-control", *at, what="SIGMA", how="SG")


def _check_numbers(piece: Part, match: re.Match[str], numbers: list[str], token: Token, context: Context) -> None:
    """Check the SIGMA numbers: some, each once, ascending, parted by blanks, and of those that are still in use."""
    add, at = context.faults.add, (piece.start, piece.end)
    if match["word"] and not numbers:
        add("requires", *at, what="SIGMA", how="a number", rule=token.source)
    elif match["numbers"] and (" ".join(numbers) != match["numbers"] or (match["unit"] and match["sigma"][0] != "-")):
        add("separator", *at, what="SIGMA numbers")
    if len(set(numbers)) < len(numbers):
        add("duplicate", *at, what="a SIGMA number")
    elif numbers != sorted(numbers, key=int):
        add("list-order", *at, what="the list of SIGMA numbers", how="ascending order")
    ended = [number for number in numbers if token.members and number not in token.members]
    if ended:
        what, how = f"SIGMA {' '.join(ended)}", f"SIGMA {', '.join(token.members)}"
        add("obsolete-marking", *at, what=what, how=how, rule="CAPCO 2016 p. 108")
