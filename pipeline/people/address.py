"""How a person is spoken to: which titles fit a man, a woman, an office, and which say that somebody else is meant."""

from __future__ import annotations

import functools

from pipeline.people.lexicon import fold_name
from pipeline.people.titles import PLURALS

__all__ = ["FEMALE", "MALE", "MARRIED", "office_titles", "title_of"]

MARRIED = frozenset({"mrs", "mme", "madame", "frau", "senora", "sra", "signora", "begum", "mesdames"})
"""What a wife is called by her husband's name."""
FEMALE = MARRIED | frozenset(
    "miss ms madam mlle mademoiselle fraulein senorita srta dame lady queen princess countess duchess baroness".split()
)
MALE = frozenset("mr m monsieur herr senor signor sr don dom comrade".split())

_SAME = {
    "gen": "general", "genl": "general", "bgen": "general", "mgen": "general", "ltgen": "general", "ltg": "general", "brig": "general",
    "col": "colonel", "ltc": "colonel", "ltcol": "colonel", "maj": "major", "capt": "captain", "lt": "lieutenant", "adm": "admiral",
    "vadm": "admiral", "radm": "admiral", "sen": "senator", "gov": "governor", "amb": "ambassador", "sec": "secretary",
    "undersecretary": "secretary", "pres": "president", "rep": "representative", "congressman": "representative",
    "congresswoman": "representative", "congressmen": "representative", "prof": "professor", "drs": "dr", "messrs": "mr", "mssrs": "mr",
    "primin": "minister", "fonmin": "minister", "premier": "minister", "counsellor": "counselor", "shaikh": "sheikh", "sheik": "sheikh",
    "tengku": "tunku", "secretaries": "secretary",
}  # fmt: skip
_OF_OFFICES = {
    "secretary": "secretary", "minister": "minister", "premier": "minister", "council": "minister", "president": "president",
    "chancellor": "chancellor", "ambassador": "ambassador", "representative": "ambassador representative", "director": "director",
    "chairman": "chairman", "senator": "senator", "governor": "governor", "attorney": "attorney general", "king": "king",
    "prince": "prince", "shah": "shah", "mayor": "mayor", "justice": "justice", "counselor": "counselor", "commander": "commander",
    "deputy": "deputy", "commissioner": "commissioner", "mayors": "mayor",
}  # fmt: skip
_GRADES = frozenset({"major", "lieutenant", "brigadier"})
"""Words before a higher rank that make one title with it: Major General."""


def title_of(titles: tuple[str, ...]) -> tuple[str, ...]:
    """Return titles as they stand in a text, each in its one form: Gen. and Generals are general, Major General is too."""
    own = [_SAME.get(title, title.removesuffix("s") if title in PLURALS else title) for title in titles]
    is_ranked = bool({"general", "colonel"} & set(own))
    return tuple(title for title in own if not (is_ranked and title in _GRADES))


@functools.lru_cache(maxsize=4096)
def office_titles(office: str) -> frozenset[str]:
    """Return the titles that an office gives: the Under Secretary of State is a secretary."""
    words = fold_name(office).replace("-", " ").replace(",", " ").split()
    return frozenset(title for word in words for title in _OF_OFFICES.get(word, "").split())
