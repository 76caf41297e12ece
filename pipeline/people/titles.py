"""What stands before a name and gives it away: honorifics, ranks, offices; and what belongs to a name without being one."""

from __future__ import annotations

__all__ = [
    "ADDRESSED",
    "HONORIFICS",
    "NAMING",
    "PARTICLES",
    "PLURALS",
    "RANKS",
    "SAYING",
    "SPOKEN_TO",
    "SUFFIXES",
    "TITLES",
    "TITLES_AND_SURNAMES",
]
__all__ += ["WEAK_TITLES"]

HONORIFICS = frozenset(
    "mr mrs miss ms messrs mssrs mesdames dr drs prof professor professors sir lord lady dame madame madam mme mlle monsieur mademoiselle "
    "m herr frau fraulein senor senora senorita signor signora sr sra srta don dona dom comrade fr father rev reverend rabbi".split()
)
NAMING = HONORIFICS - frozenset("m fr father sr sra dom don".split())  # behind these any word with a capital is a name
RANKS = frozenset(
    "gen general generals col colonel colonels maj major majors capt captain captains lt lieutenant lieutenants adm admiral admirals cdr "
    "cmdr comdr commander lcdr ens ensign sgt sergeant cpl corporal pvt private pfc brig brigadier marshal marshals generalissimo "
    "commodore ltc ltg ltgen bgen mgen ltcol radm vadm".split()
)
_OFFICES = frozenset(
    "ambassador ambassadors amb minister ministers secretary secretaries undersecretary sec senator senators sen congressman "
    "congressmen congresswoman representative representatives rep governor gov president presidents pres premier primin fonmin "
    "chancellor chairman director directors charge attache consul counselor counsellor attorney judge justice mayor commissioner "
    "deputy delegate spokesman king queen prince princess emperor empress regent sultan emir amir sheikh shaikh sheik shah imam "
    "ayatollah pope cardinal archbishop bishop tunku tengku raja maharajah begum count countess duke baron baroness viscount agent "
    "informant defector haji pandit".split()
)
TITLES = HONORIFICS | RANKS | _OFFICES
WEAK_TITLES = frozenset(  # ordinary words as well: what follows them with a capital may be no name
    "general major private count don m father charge attorney delegate representative representatives commissioner spokesman deputy king "
    "prince emperor regent sr fr director directors agent ministers secretaries sec sen rep rev gov pres private marshal ensign commander "
    "chairman".split()
)
ADDRESSED = frozenset("speaker moderator interpreter foreman".split())
"""Offices that name nobody, whom an honorific speaks to."""
PLURALS = frozenset(  # of a title that goes on over the names of a list
    "messrs mssrs mesdames drs professors generals colonels majors captains lieutenants admirals marshals ambassadors ministers "
    "secretaries senators congressmen presidents representatives".split()
)
PARTICLES = frozenset(
    "von van der den de del della di da du dos das do la le lo el al bin ibn ben y zu zur af ter ten u abd st ste".split()
)
SUFFIXES = frozenset("jr ii iii iv esq".split())
SAYING = frozenset(
    "said says told tells asked asks replied stated states thought thinks believed believes felt feels noted notes added agreed agrees "
    "wondered remarked continued answered commented suggested indicated expressed explained emphasized emphasised inquired enquired "
    "observed responded mentioned concluded stressed argued proposed recalled urged insisted declared interjected interrupted reiterated "
    "referred nodded repeated admitted denied complained smiled laughed asserted acknowledged doubted hoped spoke spoken whispered "
    "interposed retorted rejoined confided".split()
)
SPOKEN_TO = frozenset(
    "told asked informed advised assured reminded urged pressed met saw invited thanked requested promised warned instructed congratulated "
    "quoted quotes asks tells urges informs approached contacted briefed interviewed convinced persuaded".split()
)
TITLES_AND_SURNAMES = frozenset("king prince bishop pope judge duke major marshal count lord baron justice cardinal mayor".split())
