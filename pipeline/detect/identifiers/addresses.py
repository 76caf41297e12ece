"""Where a person lives: a number and a street, a box, a full address, or what follows the words for it.

Addresses of offices stay: where an office is named beside them, or the address is one that everybody knows as a
government's. Abbreviations of streets, units and states are those of the Postal Service, Publication 28.
"""

from __future__ import annotations

from pipeline.detect.identifiers.forms import Form
from pipeline.detect.identifiers.recognizer import IdentifierRecognizer

__all__ = ["HomeAddressRecognizer"]

_SURE, _LIKELY, _LABELLED = 0.85, 0.7, 0.9

_ROAD = r"(?:streets?|st|avenues?|ave|av|roads?|rd|lanes?|ln|drive|boulevard|blvd|terrace|parkway|pkwy)"
# Words that say more than a street; an address goes on, or ends, behind them.
_CLOSE = (
    r"(?:drives|dr|courts?|ct|place|pl|ter|squares?|sq|circle|cir|highway|hwy|crescent|cres|close|gardens|mews|trail|trl|turnpike|pike|"
    r"alley|row|way|walk|grove|heights|hill|loop|plaza|expressway|esplanade|quay|embankment)"
)
_MONTHS = r"january|february|march|april|may|june|july|august|september|october|november|december"
_NO_NAME = (  # no part of a street's name, in a text that is all capitals
    rf"(?!(?i:and|or|but|in|on|at|of|is|was|are|were|be|so|the|to|into|will|had|has|have|took|take|worth|million|billion|"
    rf"percent|who|that|than|"
    rf"for|from|by|with|under|over|not|only|more|less|period|days|hours|dollars|men|tons|miles|meters|acres|participants|"
    rf"memorandum|{_MONTHS})\b)"
)
_FOREIGN_WORD = (
    r"(?:calle|calzada|avenida|avda?\.?|paseo|plaza|carrera|rua|travessa|via|viale|corso|piazza|vicolo|rue|quai|"
    r"all[ée]e|impasse|cours|chemin|ulitsa|ulica|ul\.|"
    r"prospekt|pereulok|naberezhnaya|bulevar|trg|jalan|strada|str\.|c/)"
)
_FOREIGN_TAIL = (
    r"(?:strasse|stra[ßs]e|str\.|gasse|weg|platz|allee|damm|ufer|straat|laan|gracht|plein|dijk|gade|vej|vejen|gaten|gata|gatan|vägen|"
    r"veien|vegen|veg|väg|katu|tie|kuja|polku|gränd|stræde|allé)"
)
_UNIT = r"(?:(?:apt|apartment|suite|ste|unit|flat|floor|fl|room|rm|no)\b\.?\s{0,2}#?\s?[\w-]{1,6}|#\s?\d{1,5}\w?)"
_CODES = (
    r"A[AEPKLRZ]|C[AOT]|D[CE]|F[LM]|G[AU]|HI|I[ADLN]|K[SY]|LA|M[ADEHINOPST]|N[CDEHJMVY]|O[HKR]|P[ARW]|RI|S[CD]|T[NX]|UT|V[AIT]|W[AIVY]|"
    r"D\.\s?C\.|N\.\s?[YJCHMD]\.|Va\.|Md\.|Mass\.|Pa\.|Conn\.|Calif\.|Fla\.|Ill\.|Mich\.|Tex\.|Wash\."
)
_NAMES = (
    r"Ohio|Virginia|Maryland|Massachusetts|Pennsylvania|Connecticut|California|Florida|Illinois|Michigan|Texas|New York|New Jersey|Georgia|"
    r"Washington|Tennessee|Colorado|Oregon|Arizona|Indiana|Wisconsin|Minnesota|Missouri|Louisiana|Kentucky|Alabama|Iowa|Kansas|Nebraska|"
    r"Delaware|Vermont|Maine|Nevada|Utah|Idaho|Montana|Wyoming|Oklahoma|Arkansas|Mississippi|Hawaii|Alaska|New Mexico|New Hampshire|"
    r"Rhode Island|North Carolina|South Carolina|North Dakota|South Dakota|West Virginia"
)
_STATES = rf"(?:{_NAMES}|{_NAMES.upper()}|{_CODES})(?!\w)\.?"
_ZIP = r"(?:\d{5}(?:-\d{4})?)"
_BREAK = r"[^\S\n]?\n[^\S\n]{0,12}"
_BETWEEN = r"(?:\s?,\s{0,8}|[^\S\n]{1,3}|[^\S\n]{0,3}\n[^\S\n>?]{0,12})"
_CAPITAL = r"[A-ZÀ-ÖØ-ÞΑ-ΩА-Я]"
_WORD = rf"(?:{_CAPITAL}\w{{0,2}}\.(?=[\s,])|{_CAPITAL}(?:[\w’'-]|\.(?=\w)){{0,24}}(?:(?<=\.\w)\.)?)"
_CITY = rf"{_WORD}(?:[ -]{_WORD}|[ ](?:de|del|la|el|of|les|sur|am|im|nad|upon)(?=[ ])){{0,3}}"
_NUMBER = r"(?:No\.?\s{0,2})?\d{1,6}(?:[-/]\d{1,4})?(?:-?[A-Za-z]|\s?½|[ ]1/2)?"
_ON = r"[^\S\n]{1,3}"
_NAME = (
    rf"(?:(?:[NSEW]|[NS]\.?[EW])\.?{_ON}|(?:North|South|East|West){_ON})?(?:{_NO_NAME}{_WORD}{_ON}|\d{{1,3}}(?i:st|nd|rd|th|"
    rf"d){_ON}){{1,4}}?"
)
_READ = (
    r"(?:(?=\d{0,2}[lIO])[lI1]{1,2}\d{1,3}|\d{1,2}[lIO]\d{0,2}|(?:One|Two|Three|Four|Five|Six|Seven|Eight|Nine|Ten|"
    r"ONE|TWO|THREE|FOUR|FIVE|SIX|SEVEN|EIGHT|NINE|TEN))"
)
_YEARS = r"(?!(?:1[89]|20)\d\d\b)"
# What may follow a street: a quarter, a unit, the town, the state or country, the code.
_QUARTER_MARK = r"(?:N\.?\s?W|N\.?\s?E|S\.?\s?W|S\.?\s?E)\b\.?"
_QUARTER = rf"(?:,?\s{{1,2}}{_QUARTER_MARK})?"
_TAIL = (
    rf"{_QUARTER}(?:{_BETWEEN}(?i:{_UNIT}))?"
    rf"(?:(?:{_BETWEEN}{_CITY})?{_BETWEEN}{_STATES}(?:{_BETWEEN}{_ZIP}(?!\w))?|"
    rf"(?:{_BETWEEN}{_CITY}){{1,3}}{_BETWEEN}\d{{4,6}}(?:-\d{{3,4}})?(?!\w)|,{_ON}?\n?[^\S\n]{{0,12}}{_CITY}(?=[.,;\n)]|"
    rf"\Z))?"
)
_CLOSING = rf"(?i:{_CLOSE})\b\.?(?=\s{{0,3}}(?:[,;.)\n]|\Z|(?i:{_UNIT})|{_QUARTER_MARK}))"
_OFFICE = (
    r"(?:\b(?:department|dept|embassy|chancery|consulate|legation|mission|office|offices|headquarters|hq|building|bldg|"
    r"agency|bureau|ministry|"
    r"commission|company|corp|corporation|inc|bank|hotel|white\shouse|university|college|school|institute|library|"
    r"museum|hall|church|hospital|"
    r"station|club|center|centre|foundation|association|council|senate|congress|court|secretariat|committee|"
    r"administration|national\sarchives)\b"
    r"(?:(?!\b(?:home|resid\w+|lives?|living|lived|officers?|clerks?|agents?|employees?|members?|students?)\b)[^;?!\n]){0,50}[\s,(:]{1,3})"
)
_KNOWN = (
    r"(?!(?i:1600\s{1,3}pennsylvania|10\s{1,3}downing|11\s{1,3}downing|2201\s{1,3}C\s|2430\s{1,3}E\s|"
    r"1651\s{1,3}pennsylvania|700\s{1,3}pennsylvania|"
    r"1000\s{1,3}(?:defense|independence)|1400\s{1,3}defense|8601\s{1,3}adelphi|935\s{1,3}pennsylvania|"
    r"950\s{1,3}pennsylvania|500\s{1,3}(?:C|D)\s|1500\s{1,3}pennsylvania))"
)
_PLACE_LABELS = (
    "home address",
    "residen",
    "private address",
    "mailing address",
    "permanent address",
    "present address",
    "current address",
    "billing address",
    "street address",
    "his address",
    "her address",
    "my address",
    "their address",
    "your address",
    "new address",
    "last known address",
    "address",
    "addr:",
    "home:",
    "resides",
    "residing",
    "resided",
    "lives",
    "living",
    "lived",
    "dwell",
    "domicile",
    "staying",
    "moved to",
)
_OF_PLACE = (
    r"(?i:(?:(?:home|private|mailing|permanent|present|current|billing|street|new|last\sknown|his|her|my|their|your)\s{1,3}address(?:es)?|"
    r"residen(?:ce|tial)(?:\s{1,3}address)?|addr(?:ess)?|home|domiciled?)(?:\s{0,3}(?::|\b(?:is|was|at|of\srecord|"
    r"given\sas|listed\sas)\b)[\s:,]{0,12}){1,3}|"
    r"(?:resid(?:es|ing|ed)|liv(?:es|ing|ed)|dwell(?:s|ing)?|domiciled|staying|moved)\s{1,3}(?:(?:now|then|still|alone|"
    r"with\s\w{2,12}(?:\s\w{2,12})?)\s{1,3})?(?:at|in|to)\s{1,8})"
)
_NO_PART = rf"(?!(?i:since|until|telephone|phone|tel|where|because|when|as|attention|attn|fax)\b){_NO_NAME}"


class HomeAddressRecognizer(IdentifierRecognizer):
    """The address of a home."""

    entity = "HOME_ADDRESS"
    forms = (
        Form(
            "number and street",
            _LIKELY,
            rf"(?<![\w$£.,/–-]){_KNOWN}{_NUMBER},?(?:{_ON}|(?<!\b(?:1[89]|20)\d\d)\n[^\S\n]{{0,8}})"
            rf"(?:{_NAME}(?:(?i:{_ROAD})\b(?!\.?['’-]\w)(?:(?<=\b\w{{2,4}})\.)?|(?<!\b(?:1[89]|20)\d\d[^\n]{{1,60}}){_CLOSING})"
            rf"|(?:{_NO_NAME}{_WORD}{_ON}){{0,3}}{_NO_NAME}{_WORD}[^\S\n]?\n[^\S\n]{{0,8}}(?i:street|avenue|road|lane|"
            rf"drive|boulevard|terrace)\b){_TAIL}",
            unless=rf"(?:{_OFFICE}|\b(?:page|pages|p|pp|no|nos|number|telegram|article|paragraph|section|chapter|volume|vol|and|"
            rf"of|on|in|about|"
            r"over|some|than|january|february|march|april|may|june|july|august|september|october|november|december)\b\.?,?\s{1,3})",
            is_exact=True,
        ),
        Form(
            "number in a word, or misread, and street",
            _LIKELY,
            rf"(?<![\w$£.,/-]){_READ}{_ON}{_NAME}(?i:{_ROAD})\b(?!\.?['’-]\w)(?:(?<=\b\w{{2,4}})\.)?{_TAIL}",
            cues=("l", "i", "0", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"),
            unless=_OFFICE,
            is_exact=True,
        ),
        Form(
            "several numbers and a street",
            _LIKELY,
            rf"(?<![\w$£.,/-])\d{{1,5}}{_ON}(?:and|or|&){_ON}\d{{1,5}}{_ON}{_NAME}(?i:{_ROAD})\b\.?{_TAIL}",
            unless=rf"(?:{_OFFICE}|\b(?:pages?|nos?|numbers?|articles?|paragraphs?|sections?|of|on|between)\b\.?\s{{1,3}})",
            is_exact=True,
        ),
        Form(
            "further number and street",
            _LIKELY,
            rf"{_NUMBER}{_ON}{_NAME}(?i:{_ROAD})\b\.?{_TAIL}",
            before=rf"\d{_ON}{_NAME}(?i:{_ROAD})\b\.?,?\s{{1,3}}(?:and|or)\s{{1,3}}(?:(?:then|later|also|now)\s)?(?:at\s)?",
            is_exact=True,
        ),
        Form(
            "number and numbered street",
            _LIKELY,
            rf"(?<![\w$£.,/-])\d{{1,5}}{_ON}(?:[NSEW]|[NS]\.?\s?[EW])\.?{_ON}\d{{1,3}}(?:st|nd|rd|th)?{_ON}"
            rf"(?i:{_ROAD}|terr?|ct|pl|place|court|terrace)\b\.?{_TAIL}",
            is_exact=True,
        ),
        Form(
            "home that is named, and then its street",
            _LABELLED,
            rf"{_NUMBER},?{_ON}{_NAME}(?i:{_ROAD})\b\.?{_TAIL}",
            before=r"(?:\b(?i:home|residence|private|mailing|permanent|his|her|their)\s(?i:address)|\b(?i:home|residence|house|apartment|flat|"
            r"met\s(?:\w+\s)?|went\sto|called\s(?:\w+\s)?|visited|seen|safehouse|safe\shouse))[\s:,(]{1,3}(?i:(?:is|was|at)\s)?",
            is_exact=True,
        ),
        Form(
            "rural route",
            _LIKELY,
            rf"\d{{1,3}}(?:,?{_ON}(?i:Box){_ON}(?i:No\.?\s?)?\d{{1,5}}[A-Z]?)?(?!\w){_TAIL}",
            lead=r"(?<!\w)R\.?\s?F\.?\s?D\.?\s{0,2}(?:(?:No\.?|#)\s?)?",
            unless=_OFFICE,
        ),
        Form(
            "route and box",
            _LIKELY,
            rf"(?:\d{{1,3}}[A-Z]?,?{_ON})?(?i:Box){_ON}(?i:No\.?\s?)?\d{{1,5}}[A-Z]?(?!\w){_TAIL}",
            lead=rf"(?<!\w)(?i:(?:(?:Star|Rural){_ON})?Route|Rte?\.?|Highway\s(?:Contract\s)?Route|H\.?C\.?R?\.?)(?:{_ON}(?:No\.?\s?|#)?|,{_ON})",
            cues=("box", "0"),  # every digit is sought as 0
            is_exact=True,
        ),
        Form(
            "address in a table",
            _LABELLED,
            r"(?=[^\n]*\d)[\w][\w .,#/'’-]{5,70}",
            column=r"(?:(?:home|residence|private|mailing|permanent|present|current|street)\s)?address(?:es)?|residence",
            cues=("home", "residen", "private", "mailing", "permanent", "present", "current", "street", "address"),
        ),
        Form(
            "street and number abroad",
            _LIKELY,
            rf"(?:No\.?\s?|Nr\.?\s?|#|dom\s)?{_YEARS}\d{{1,5}}[A-Za-z]?(?![\w])(?!,\d)(?:,\s(?:kv|kvartira|apto?)\.?\s\d{{1,4}})?{_TAIL}",
            lead=rf"(?<![\w$£.,/-])(?:{_NUMBER},?{_ON})?(?:(?i:\b{_FOREIGN_WORD}){_ON}"
            rf"(?:\w{{1,4}}\s{{1,2}}){{0,2}}{_NO_NAME}{_WORD}(?:{_ON}(?:\w{{1,3}}\s)?{_NO_NAME}{_WORD}){{0,3}},?{_ON}"
            rf"(?:No\.?\s?|#\s?|dom\s)?|(?i:\bcalle|\bcalzada){_ON}\d{{1,3}},?{_ON}(?:No\.?\s?|#\s?)"
            rf"|Unter{_ON}den{_ON}{_WORD}{_ON}|(?:{_WORD}{_ON})?(?!(?i:Brigade|Necktie|Cutie|"
            rf"Bootie)\b){_CAPITAL}[\w’'.-]{{0,24}}?(?i:{_FOREIGN_TAIL}),?{_ON}(?:No\.?\s?|Nr\.?\s?)?)",
            unless=_OFFICE,
            is_exact=True,
        ),
        Form(
            "number and street abroad",
            _LIKELY,
            rf"(?<![\w$£.,/-])\d{{1,5}}(?:\s?(?:bis|ter))?,?\s{{1,3}}(?:rue|avenue|av\.|[Bb]oulevard|bd|quai|place|all[ée]e|"
            rf"impasse|chemin|via|rua|calle)\s{{1,3}}(?:(?:de|des|du|d['’]|la|le|les|l['’]|del|della)\s?){{0,2}}"
            rf"{_WORD}(?:[\s-]{{1,3}}{_WORD}){{0,3}}{_TAIL}",
            unless=_OFFICE,
            is_exact=True,
        ),
        Form(
            "post box",
            _LIKELY,
            rf"\d{{1,6}}(?!\w)(?:{_BETWEEN}(?:APO|FPO|DPO)\s{{1,3}}(?:A[AEP]|\w{{2,12}}(?:\s\w{{2,12}})?,?\s[A-Z]{{2}}|"
            rf"\d{{2,4}})\s{{0,3}}{_ZIP}?"
            rf"|(?:{_BETWEEN}{_CITY})?(?:{_BETWEEN}{_STATES})(?:{_BETWEEN}{_ZIP})?)?",
            lead=r"(?<!\w)(?:P\.?\s?O\.?\s{0,2}B(?:ox|\.)|POB|Post\s?Office\s{1,2}Box|PSC\s{1,2}\d{1,5},?\s{1,2}Box|"
            r"Unit\s{1,2}\d{1,6},?\s{1,2}Box|R\.?\s?[RD]\.?\s?(?:No\.?\s?)?\d{1,2},?\s?Box|"
            r"Rural\s{1,2}Route\s{1,2}\d{1,2}(?:,\s?Box)?|Apartado(?:\s{1,2}Postal)?|Postfach|Casilla)\s{1,2}(?:No\.?\s?|#)?",
            unless=_OFFICE,
        ),
        Form(
            "military post office",
            _LIKELY,
            rf"\b(?:APO|FPO|DPO)\s{{1,3}}A[AEP]\s{{1,3}}{_ZIP}\b",
            cues=("apo", "fpo", "dpo"),
        ),
        Form(
            "where somebody lives",
            _LABELLED,
            rf"(?<!\w){_OF_PLACE}(?P<part>(?:(?i:the\scorner\sof)\s|"
            rf"(?i:No\.?\s{{0,2}}))?(?=[^.;?!\n]{{0,32}}\d){_NO_PART}{_KNOWN}{_YEARS}(?:\d{{1,6}}[A-Za-z]?|{_WORD})"
            rf"(?:(?:,?{_ON}|,{_BREAK}|[-/]|{_BREAK}(?=\d|(?i:{_UNIT}|{_ROAD}|{_CLOSE})\b)){_NO_PART}{_YEARS}(?:{_WORD}|"
            rf"\d{{1,3}}(?i:st|nd|rd|th)\b|\d{{1,6}}[A-Za-z]?\b|#\d+|(?:de|del|la|el|of|des|du|y)\b)){{1,9}})",
            cues=_PLACE_LABELS,
            but_not=r"\s{0,2}(?:years|months|weeks|people|persons|inhabitants|%|percent|million)\b",
            is_exact=True,
        ),
        Form(
            "town, state and code",
            _LIKELY,
            rf"(?!20[2-5]){_ZIP}(?![\w-])",
            lead=rf"(?<!\w){_CITY},\s{{1,8}}{_STATES}\s{{1,4}}",
            unless=_OFFICE,
            is_exact=True,
        ),
    )
