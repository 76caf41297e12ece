"""When and where a person was born, behind the words that say so.

The words are those of forms and files: date of birth, DOB, DPOB, born, b. A date is read as the rest of the project reads
dates, or is a month and year, or a year alone. What is born and no person (an idea, a state) is left alone.
"""

from __future__ import annotations

from pipeline.detect.identifiers.forms import Form
from pipeline.detect.identifiers.recognizer import IdentifierRecognizer

__all__ = ["BirthDateRecognizer", "BirthPlaceRecognizer"]

_SURE, _LIKELY = 0.9, 0.75
_MONTH = (
    r"(?:jan(?:uary|\.)?|feb(?:ruary|\.)?|mar(?:ch|\.)?|apr(?:il|\.)?|may|june?\.?|july?\.?|aug(?:ust|\.)?|"
    r"sept?(?:ember)?\.?|oct(?:ober|\.)?|"
    r"nov(?:ember|\.)?|dec(?:ember|\.)?|"
    r"enero|febrero|marzo|abril|mayo|junio|julio|agosto|septiembre|octubre|noviembre|diciembre|janvier|f[ée]vrier|mars|avril|mai|"
    r"juin|juillet|ao[ûu]t|septembre|octobre|novembre|d[ée]cembre|januar|februar|märz|maerz|juni|juli|oktober|dezember)"
)
_YEAR = r"(?:[1lI][789][\dOlI]{2}|20[0-2]\d)"  # a machine reads l for 1 and O for 0
_SHORT = r"(?:['’]?\d{2})"
_ORDINAL = (
    r"(?:(?:twenty|thirty)[\s-]?)?(?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|eleventh|twelfth|thirteenth|"
    r"fourteenth|fifteenth|sixteenth|seventeenth|eighteenth|nineteenth|twentieth|thirtieth|one|two|three|four|five|six|seven|eight|"
    r"nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen|twenty|thirty)"
)
_DATE = (
    rf"(?:(?:[0-3Ol]?[\dOl](?:\s?(?:st|nd|rd|th))?\.?[\s-]{{0,4}}(?:(?:day\s)?(?:of|de)\s)?{_MONTH}[\s,.-]{{0,4}}(?:del?\s)?(?:{_YEAR}|{_SHORT})"
    rf"|(?:{_MONTH}\s{{1,3}}{_ORDINAL}|{_ORDINAL}(?:\s(?:day\s)?of)?\s{{1,3}}{_MONTH}),?\s{{1,3}}(?:{_YEAR}|nineteen\s{{1,3}}\w{{3,9}}(?:[\s-]\w{{3,5}})?|"
    rf"(?:ten|twenty|thirty|forty|fifty|sixty)[\s-]?(?:one|two|three|four|five|six|seven|eight|nine)?)"
    rf"|{_MONTH}[\s-]{{0,4}}(?:the\s)?[0-3]?\d(?:\s?(?:st|nd|rd|th))?(?:\s?[,./-]\s{{0,4}}|\s{{1,4}})(?:{_YEAR}|{_SHORT})"
    rf"|{_YEAR}[-/.][01]?\d[-/.][0-3]?\d|[0-3]?\d\s?[-/.]\s?[0-3]?\d\s?[-/.]\s?(?:{_YEAR}|{_SHORT})"
    rf"|[0-3]?\d\s?[-/.]?\s?(?:XI{{0,2}}|IX|I{{1,3}}|IV|VI{{0,3}})\s?[-/.]?\s?(?:{_YEAR}|{_SHORT})"
    rf"|[0-3]?\d(?:st|nd|rd|th)?\s{{1,2}}{_MONTH}|{_MONTH}\s{{1,2}}[0-3]?\d(?:st|nd|rd|th)?(?!\d)"
    rf"|{_MONTH}(?:\s{{1,4}}(?:of\s)?|,\s{{0,4}}|[-/]){_YEAR}"
    rf"|(?:19|20)\d\d[01]\d[0-3]\d|{_YEAR})(?![\w])(?![-–/]\d))"
)
_ABOUT = r"(?:(?:on|in|at|about|around|circa|ca?\.?|approximately|probably|the|of|year|summer|spring|autumn|fall|winter)\s{1,4}){0,4}"
_THING = (
    r"(?:\b(?:state|states|nation|nations|idea|ideas|alliance|republic|organi[sz]ation|policy|party|plan|movement|"
    r"country|union|agency|doctrine|"
    r"project|concept|treaty|it|which|that|this|tradition|practice|custom|suspicion|hope|fear|frustration|force|army|"
    r"council|organ|institution|"
    r"era|age|world|dream|myth|legend|crisis|conflict|war|proposal|scheme|programme?|company|firm|league|bloc|community|"
    r"empire|cooperation|NATO|SEATO|"
    r"israel|pakistan|india|germany|europe|united\snations)\s{1,4}(?:(?:was|were|is|are|had\sbeen|has\sbeen|have\sbeen|be)\s{1,4})?"
    r"(?:first\s|then\s|really\s|only\s)?|[-–]|\b(?:new|foreign|native|first|still)\s?|\b(?:costs?|burden|"
    r"expenses?)\s{1,4}(?:\w{1,12}\s{1,4}){0,3})"
)
_ON_THE_WAY = r"(?:(?!\b(?:and|who|but|he|she|where|when|which|with|before|after|until|since|died)\b)[^\d.;?!])"  # from born to its date
_LABEL = (
    r"(?:date\s{1,4}(?:and\s{1,4}place\s{1,4})?of\s{1,4}birth|birth[\s-]?dates?|birthday|d\.?\s?(?:p\.?\s?)?o\.?\s?b\b\.?|(?:place\s{1,4}(?:and|&)\s{1,4})date\s{1,4}of\s{1,4}birth|(?:year|"
    r"day)\s{1,4}of\s{1,4}birth|birth\s{0,2}:)"
)
_CALLED_SO = (
    r"[\s,]{0,3}(?:\(|(?:is|was|being|as)\s{1,3})(?:(?:his|her|the|my|your|their)\s{1,3})?"
    r"(?:date\s{1,4}of\s{1,4}birth|birth[\s-]?da(?:te|y)|d\.?o\.?b\b)"
)
_LABELS = ("date", "place", "birth", "dob", "d.o.b", "dpob", "d.p.o.b", "d/pob", "year", "day", "d o b", "d. o")
_NO_WORDS = (
    r"(?:date|on|in|and|he|she|who|is|was|the|educated|to|of|at|into|out|with|poverty|wedlock|exile|war|free|after|before|"
    r"during|between|about|under)"
)
_CAPITAL = r"[A-ZÀ-ÖØ-ÞΑ-ЯĀ-Ž]"
_PLACE_WORD = (
    rf"(?!(?i:{_NO_WORDS})\b)(?!(?i:{_MONTH})\b)(?:{_CAPITAL}\w{{0,2}}\.(?=[\s,])|{_CAPITAL}(?:[\w’'-]|\.(?=\w))*(?:(?<=\.\w)\.)?|"
    rf"(?i:d[eo]s?|del|la|las|los|le|el|al|an|der|am|im|upon|sur|nad|na)(?=\s{{1,4}}{_CAPITAL}))"
)
_ON = r"[^\S\n]{1,3}"
_PLACE = (
    rf"{_PLACE_WORD}(?:(?:,{_ON}|,[^\S\n]?\n[^\S\n]{{0,12}}|{_ON}|[^\S\n]?\n[^\S\n]{{0,12}}(?=[\w’'-]+[.,;)])|/)"
    rf"{_PLACE_WORD}){{0,5}}"
)
_SHORT_PLACE = rf"{_PLACE_WORD}(?:(?:,{_ON}|{_ON}){_PLACE_WORD}){{0,2}}"


class BirthDateRecognizer(IdentifierRecognizer):
    """The day, month or year of a person's birth, behind the words for it."""

    entity = "DATE_OF_BIRTH"
    forms = (
        Form(
            "labelled date of birth",
            _SURE,
            rf"(?<![\w]){_LABEL}(?=\D{{0,110}}+\d)(?:[^\w.;\n]|\b(?:is|was|of|the|on|as|given|listed|about|circa|ca?\.|"
            rf"in)\b|\n\s{{0,12}}|(?<=\bb|\bc)\.){{0,24}}"
            rf"(?:[^\d.;\n]{{0,40}}?[,\s(]{{1,4}})?(?P<part>{_DATE})",
            cues=_LABELS,
            has_series=True,
        ),
        Form(
            "date of birth in a table",
            _SURE,
            rf"(?:{_DATE})[.,;]?",
            column=r"(?:date\sof\sbirth|birth\s?date|born|d\.?o\.?b\.?)",
            cues=("date", "birth", "born", "dob", "d.o.b"),
        ),
        Form("date of birth, and then its label", _SURE, _DATE, after=_CALLED_SO),
        Form(
            "born on a date",
            _SURE,
            rf"(?<![\w-])born\b(?=\D{{0,110}}+\d)(?<!{_THING}born)(?!\s{{1,4}}(?:of|from|out|again|"
            rf"yesterday)\b)[\s,:;(]{{1,6}}{_ABOUT}(?:{_ON_THE_WAY}{{0,70}}?[\s,(]{{1,4}}{_ABOUT})??"
            rf"(?P<part>{_DATE}(?:\s{{1,4}}(?:and|or)\s{{1,4}}{_YEAR}(?!\w))?)",
            cues=("born",),
            has_series=True,
        ),
        Form(
            "born on a date, in other tongues",
            _SURE,
            rf"(?<![\w-])(?:geb(?:oren)?\b\.?|n[ée]e?\b|nacid[oa]|nat[oa])\s{{1,3}}(?:(?:am|le|el|il|den)\s{{1,3}})?"
            rf"(?P<part>[0-3]?\d(?:er)?\.?\s?[-/.]?\s?(?:(?:de\s)?{_MONTH}|[01]?\d)\s?[-/.]?\s?(?:del?\s)?(?:{_YEAR}|{_SHORT}))(?!\w)",
            cues=("geb", "né", "ne", "nacid", "nat"),
        ),
        Form(
            "born, a place, and a date",
            _SURE,
            rf"(?<![\w-])born\s?:[^.\d\n]{{1,60}}?[;,(]\s{{1,4}}(?P<part>{_DATE})",
            cues=("born",),
        ),
        Form(
            "another that was born",
            _SURE,
            rf"(?<![\w-])born\b(?<!{_THING}born)\s{{1,3}}(?:on\s{{1,3}})?{_DATE},?\s{{1,3}}and\s{{1,3}}"
            rf"(?:the\s)?[\w]{{2,12}}(?:,\s\w{{2,14}})?"
            rf"(?:,\s{{0,3}}|\s{{1,3}})on\s{{1,3}}(?P<part>{_DATE})",
            cues=("born",),
        ),
        Form(
            "b. and a date",
            _LIKELY,
            rf"(?:\(|[;,]\s{{0,3}}|(?<=[a-z)])\s(?!b\.\s{{0,4}}{_YEAR}))b(?:\.\s{{0,4}}|\s{{1,2}}){_ABOUT}(?P<part>{_DATE})",
            cues=("(b", "; b", ", b", ",b", " b."),
        ),
        Form(
            "b. and a full date",
            _LIKELY,
            rf"(?<=[^\W\d_]{{2}}[ ])b(?:\.\s{{0,3}}|\s)(?P<part>[0-3]?\d[\s./-]{{1,2}}(?:{_MONTH}|[01]?\d)"
            rf"[\s./-]{{1,2}}(?:{_YEAR}|{_SHORT}))(?![\w/-])",
            cues=("b.", "b "),
        ),
    )


class BirthPlaceRecognizer(IdentifierRecognizer):
    """The place of a person's birth, behind the words for it."""

    entity = "PLACE_OF_BIRTH"
    forms = (
        Form(
            "labelled place of birth",
            _SURE,
            rf"(?i:(?:date\s{{1,4}}and\s{{1,4}})?place\s{{1,4}}(?:(?:and|&)\s{{1,4}}date\s{{1,4}})?of\s{{1,4}}birth|birth[\s-]?place(?:\s{{1,4}}of\s(?:the\s)?\w{{2,12}}(?=\s?:))?|p\.?o\.?b\b\.?|d\.?\s?p\.?o\.?b\b\.?)"
            rf"(?:[^\w.;\n]|\b(?i:is|was|of|the|as|in|near|at|given|listed)\b|"
            rf"\n\s{{0,12}}){{0,24}}(?:(?i:{_DATE})[\s,;:/-]{{1,4}}(?i:(?:in|at)\s{{1,4}})?)?(?P<part>{_PLACE})",
            cues=("place", "birth", "pob", "p.o.b", "dpob", "d.p.o.b", "date"),
            is_exact=True,
        ),
        Form(
            "place of birth in a table",
            _SURE,
            rf"{_CAPITAL}[\w’'-]*(?:[ .,/-]{{1,2}}[\w’'-]{{1,20}}){{0,5}}\.?",
            column=r"(?:place\sof\sbirth|birth\s?place|born\sat|p\.?o\.?b\.?)",
            cues=("place", "birth", "born", "pob", "p.o.b"),
            is_exact=True,
        ),
        Form(
            "born in a place, in other tongues",
            _LIKELY,
            rf"(?<![\w-])(?i:geb(?:oren)?\b\.?|n[ée]e?\b|nacid[oa])\s{{1,3}}[^.;\n]{{0,40}}?(?<=[\d\s])(?:in|à|en|zu)\s{{1,3}}(?P<part>{_SHORT_PLACE})",
            cues=("geb", "né", "nacid"),
            is_exact=True,
        ),
        Form(
            "born in a place",
            _LIKELY,
            rf"(?<![\w-])(?i:born)\b(?<!(?i:{_THING}born))[\s,:;(]{{1,6}}(?i:{_ABOUT}{_DATE}[\s,;:]{{1,4}})?"
            rf"(?i:(?:in|at|near)\s{{1,4}}(?:the\s(?:city|town|village|province)\sof\s)?)(?P<part>{_PLACE})",
            cues=("born",),
            is_exact=True,
        ),
        Form(
            "born and a place",  # as cables leave out the small words
            _LIKELY,
            rf"(?<![\w-])(?i:born)\b(?<!(?i:{_THING}born))[\s,:;(]{{1,6}}(?i:{_DATE}[\s,;:]{{1,4}})?(?P<part>{_SHORT_PLACE})"
            rf"(?=\s{{0,3}}(?:[,.;(\d]|(?i:{_MONTH})\b|\n|\Z))",
            cues=("born",),
            is_exact=True,
        ),
    )
