"""When the privacy of a person has ended, so that no code which guards it alone withholds what is found of him.

An official's name and office in his time are not private at all; the dead lose their privacy, and whoever was born long
enough ago is presumed dead, if the rule set says after how many years. Without a birth that is told nothing ends.
"""

from __future__ import annotations

import datetime as dt

from pipeline.authority import years_after
from pipeline.model import PrivacyEnds, Subject

__all__ = ["privacy_ends"]


def privacy_ends(subject: Subject | None, stated: PrivacyEnds) -> dt.date | None:
    """Return the day from which a person's privacy is no ground, or None where it stays one."""
    if subject is None:
        return None
    if subject.is_official or subject.is_deceased:
        return dt.date.min
    if subject.born is None or stated.years_after_birth is None:
        return None
    ends = years_after(subject.born, stated.years_after_birth)
    return ends if ends < dt.date.max else None  # beyond the calendar's end nothing ends
