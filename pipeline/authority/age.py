"""The age arithmetic of E.O. 13526: what of a chain of codes holds at a stage.

Sources: 32 CFR 2001.26 and 2001.30(l)-(n). A chain of codes is read by stage: the last code of the chain that is citable
at the stage and true of the record holds; statutes and FOIA codes hold at every stage.
"""

from __future__ import annotations

import datetime as dt
import enum
from dataclasses import dataclass, replace

from pipeline.authority.codes import PRIVACY, Regime, code_fault, regime
from pipeline.authority.validity import is_approved, own_end, untrue
from pipeline.model import Custody

__all__ = ["YEARS", "Stage", "Standing", "chain_faults", "ends", "is_citable", "onset", "stage", "standing"]

YEARS = {"25X": 25, "50X": 50, "75X": 75}


class Stage(enum.StrEnum):
    """How old a record is, as the order counts it."""

    ORIG = "ORIG"
    X25 = "25X"
    X50 = "50X"
    X75 = "75X"


_CITABLE = {
    Stage.ORIG: {Regime.SECTION_1_4},
    Stage.X25: {Regime.X25, Regime.X50},
    Stage.X50: {Regime.X50},
    Stage.X75: {Regime.X75},
}
_X25_ALLOWS_50 = {"50X1-HUM", "50X2-WMD"}  # 32 CFR 2001.26(a)(2): no approval by case, so citable at 25 years
_AGELESS = {Regime.ATOMIC, Regime.FOIA, Regime.PRESIDENTIAL, Regime.DEED, Regime.PRIVACY_ACT}
_NEEDS_GUIDE = {Regime.X25, Regime.X50, Regime.X75}
_LAST_STAGE = {
    Regime.SECTION_1_4: Stage.X25,
    Regime.X25: Stage.X50,
    Regime.X50: Stage.X75,
}


@dataclass(frozen=True, slots=True)
class Standing:
    """What a chain amounts to at a stage.

    ``codes`` hold now. ``unguided`` is a 25X, 50X or 75X code that would hold if the rule cited an
    approved guide: the passage is then referred. ``doubtful`` is a code that cannot be true of the record, where nothing
    else holds: a person must say what is meant. All empty: the chain has lapsed.
    """

    codes: tuple[str, ...]
    unguided: str | None
    doubtful: str | None = None

    @property
    def is_lapsed(self) -> bool:
        """Tell whether nothing of the chain is left."""
        return not self.codes and self.unguided is None and self.doubtful is None

    def without_privacy(self) -> Standing:
        """Return what is left where the privacy of the person has ended: every code but those that guard it alone."""
        return replace(self, codes=tuple(code for code in self.codes if code not in PRIVACY))


def chain_faults(chain: tuple[str, ...]) -> tuple[str, ...]:
    """Say what is wrong with a chain: unknown codes, and no code at the first stage."""
    faults = [fault for code in chain if (fault := code_fault(code))]
    if not faults and chain and _is_without_first(chain):
        faults.append("no code at the first stage; expected the chain to begin with such as 1.4(c) or (b)(6)")
    return tuple(faults)


def _is_without_first(chain: tuple[str, ...]) -> bool:
    """Tell whether nothing of a chain holds while the record is young, whosever it is."""
    return not any(regime(code) in _AGELESS or _is_citable(code, Stage.ORIG) for code in chain)


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


def is_citable(code: str, origin: dt.date | None, today: dt.date) -> bool:
    """Tell whether ``code`` may be cited on ``today`` for a record of ``origin``, whatever was claimed before."""
    end = own_end(code, origin)
    return (end is None or today < end) and (regime(code) in _AGELESS or _is_citable(code, stage(origin, today)))


def standing(
    chain: tuple[str, ...],
    origin: dt.date | None,
    today: dt.date,
    *,
    guide: str | None,
    custody: Custody | None = None,
    categories: tuple[str, ...] | None = None,
) -> Standing:
    """Return what holds of ``chain`` at ``today`` for a record of ``origin`` (Law of release 1, 4).

    A 25X, 50X or 75X code holds only under an approved ``guide`` (32 CFR 2001.30(k)) and, where the agency's
    ``categories`` are stated, only as one of them. What an earlier onset declassified for want of a code stays so: a later
    code does not revive it. A code that ``custody`` makes impossible holds nothing; alone, it is doubtful.
    """
    living = tuple(code for code in chain if (end := own_end(code, origin)) is None or today < end)
    true = tuple(code for code in living if untrue(code, origin, today, custody) is None)
    ageless = tuple(code for code in true if regime(code) in _AGELESS)
    last = _last_citable(true, stage(origin, today), categories)
    if last is None:
        doubtful = next((code for code in living if code not in true), None)
        return Standing(ageless, None, None if ageless else doubtful)
    if regime(last) in _NEEDS_GUIDE and (guide is None or not is_approved(last, categories)):
        return Standing(ageless, last)
    return Standing((last, *ageless), None)


def _last_citable(chain: tuple[str, ...], now: Stage, categories: tuple[str, ...] | None) -> str | None:
    """Return the last citable code that the agency may use, or else the last; None where none is, or where an earlier onset found none."""
    if any(not any(_is_citable(code, earlier) for code in chain) for earlier in _passed(now)):
        return None
    citable = [code for code in reversed(chain) if _is_citable(code, now)]
    return next((code for code in citable if is_approved(code, categories)), next(iter(citable), None))


def ends(code: str, origin: dt.date | None) -> dt.date | None:
    """Return the day on which ``code`` stops being citable, or None where age does not end it."""
    kind = regime(code)
    if origin is None or kind is None or kind not in _LAST_STAGE:
        return own_end(code, origin)
    return onset(origin, YEARS[_LAST_STAGE[kind].value])
