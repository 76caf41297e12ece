"""What makes a code stale or impossible, beside the ages of E.O. 13526: privileges that end, custody, approved categories.

Sources: 5 U.S.C. 552(b)(5) as amended by the FOIA Improvement Act of 2016 (no deliberative process privilege for records
created 25 years or more before the request); 44 U.S.C. 2201 and 2204(a) (Presidential records from 20 January 1981,
restrictions of 12 years); 32 CFR 2001.26 and 2001.30(k) (only an agency with an approved guide may claim a category).
"""

from __future__ import annotations

import datetime as dt

from pipeline.authority.codes import DELIBERATIVE, Regime, regime
from pipeline.model import Custody

__all__ = ["doubt", "is_approved", "own_end", "untrue", "years_after"]

_DELIBERATIVE_YEARS = 25
_RESTRICTED_YEARS = 12
_WITHOUT_SUCCESSOR = frozenset({"P2", "P5"})  # no exemption of 5 U.S.C. 552(b) goes on where these end
_FIRST_PRESIDENTIAL = dt.date(1981, 1, 20)
_LAST_YEARS = (1989, 1993, 2001, 2009, 2017, 2021, 2025, 2029)  # in which a President's last term ended, on 20 January
_BARE_PRIVILEGE = "(b)(5)"
_BY_CATEGORY = frozenset({Regime.X25, Regime.X50, Regime.X75})


def years_after(day: dt.date, years: int) -> dt.date:
    """Return the same day ``years`` later; 1 March where there is no 29 February, the calendar's last day at its end."""
    if day.year + years > dt.MAXYEAR:
        return dt.date.max
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return dt.date(day.year + years, 3, 1)


def _restriction_end(origin: dt.date) -> dt.date | None:
    """Return the day on which a President may restrict a record no longer: twelve years after the last term (44 U.S.C. 2204(a))."""
    last = next((dt.date(year, 1, 20) for year in _LAST_YEARS if _FIRST_PRESIDENTIAL <= origin <= dt.date(year, 1, 20)), None)
    return years_after(last, _RESTRICTED_YEARS) if last else None


def own_end(code: str, origin: dt.date | None) -> dt.date | None:
    """Return the day from which its own statute ends ``code``, or None: without a certain date nothing ends."""
    if origin is None:
        return None
    if code == DELIBERATIVE:
        return years_after(origin, _DELIBERATIVE_YEARS)
    return _restriction_end(origin) if code in _WITHOUT_SUCCESSOR else None


def untrue(code: str, origin: dt.date | None, day: dt.date, custody: Custody | None) -> str | None:
    """Say why ``code`` cannot be true on ``day`` of a record of ``origin`` in ``custody``, or None where it can."""
    kind = regime(code)
    if kind is Regime.PRESIDENTIAL and custody is not Custody.PRESIDENTIAL:
        held = f"these are {custody.value}" if custody else "no custody is stated"
        return f"{code} is for Presidential records (44 U.S.C. 2204(a)), and {held}"
    if kind is Regime.PRESIDENTIAL and origin is not None and origin < _FIRST_PRESIDENTIAL:
        return f"{code} is for records from 20 January 1981 on (44 U.S.C. 2201)"
    if kind is Regime.PRESIDENTIAL and code not in _WITHOUT_SUCCESSOR and origin and (end := _restriction_end(origin)) and day >= end:
        return f"{code} ended on {end.isoformat()}, and only the exemption of 5 U.S.C. 552(b) that stands behind it goes on"
    if kind is Regime.DEED and custody is not Custody.DONATED:
        held = f"these are {custody.value}" if custody else "no custody is stated"
        return f"{code} is for donated papers, and {held}"
    if code.startswith(_BARE_PRIVILEGE) and custody is Custody.PRESIDENTIAL:
        return "(b)(5) does not apply to Presidential records (44 U.S.C. 2204(c)(1))"
    return None


def is_approved(code: str, categories: tuple[str, ...] | None) -> bool:
    """Tell whether the agency may use ``code``; where its categories are not stated, nothing is known against it."""
    return categories is None or regime(code) not in _BY_CATEGORY or code in categories


def doubt(
    code: str, origin: dt.date | None, day: dt.date, *, custody: Custody | None = None, categories: tuple[str, ...] | None = None
) -> str | None:
    """Say what is wrong with ``code`` on ``day``, beside the ages of the order; None where nothing is."""
    end = own_end(code, origin)
    if end is not None and day >= end:
        return f"{code} ended on {end.isoformat()}"
    if why := untrue(code, origin, day, custody):
        return why
    if not is_approved(code, categories):
        return f"{code} is not among the categories that the rule set lets the agency use (32 CFR 2001.30(k))"
    if code == _BARE_PRIVILEGE and origin is not None and day >= years_after(origin, _DELIBERATIVE_YEARS):
        return "(b)(5) names no privilege, and deliberative process ends at 25 years (5 U.S.C. 552(b)(5))"
    return None
