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
    r"nov(?:ember|\.)?|dec(?:ember|\.)?)"
)
_YEAR = r"(?:1[789]\d\d|20[0-2]\d)"
_SHORT = r"(?:['’]?\d{2})"
_DATE = (
    rf"(?:(?:[0-3]?\d(?:\s?(?:st|nd|rd|th))?\.?[\s-]{{0,4}}(?:(?:day\s)?of\s)?{_MONTH}[\s,.-]{{0,4}}(?:{_YEAR}|{_SHORT})"
    rf"|{_MONTH}[\s-]{{0,4}}[0-3]?\d(?:\s?(?:st|nd|rd|th))?(?:\s?[,./-]\s{{0,4}}|\s{{1,4}})(?:{_YEAR}|{_SHORT})"
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
    r"(?:date\s{1,4}(?:and\s{1,4}place\s{1,4})?of\s{1,4}birth|birth[\s-]?dates?|birthday|d\.?\s?p?\.?o\.?b\b\.?|(?:year|"
    r"day)\s{1,4}of\s{1,4}birth|birth\s{0,2}:)"
)
_LABELS = ("date", "birth", "dob", "d.o.b", "dpob", "d.p.o.b", "d/pob", "year", "day", "d o b")
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
        ),
        Form(
            "born on a date",
            _SURE,
            rf"(?<![\w-])born\b(?=\D{{0,110}}+\d)(?<!{_THING}born)(?!\s{{1,4}}(?:of|from|out|again|"
            rf"yesterday)\b)[\s,:;(]{{1,6}}{_ABOUT}(?:{_ON_THE_WAY}{{0,70}}?[\s,(]{{1,4}}{_ABOUT})??"
            rf"(?P<part>{_DATE}(?:\s{{1,4}}(?:and|or)\s{{1,4}}{_YEAR}(?!\w))?)",
            cues=("born",),
        ),
        Form(
            "b. and a date",
            _LIKELY,
            rf"(?:\(|[;,]\s{{0,3}}|(?<=[a-z)])\s(?!b\.\s{{0,4}}{_YEAR}))b(?:\.\s{{0,4}}|\s{{1,2}}){_ABOUT}(?P<part>{_DATE})",
            cues=("(b", "; b", ", b", ",b", " b."),
        ),
    )


class BirthPlaceRecognizer(IdentifierRecognizer):
    """The place of a person's birth, behind the words for it."""

    entity = "PLACE_OF_BIRTH"
    forms = (
        Form(
            "labelled place of birth",
            _SURE,
            rf"(?i:(?:date\s{{1,4}}and\s{{1,4}})?place\s{{1,4}}of\s{{1,4}}birth|birth[\s-]?place|p\.?o\.?b\b\.?|d\.?\s?p\.?o\.?b\b\.?)"
            rf"(?:[^\w.;\n]|\b(?i:is|was|of|the|as|in|near|at|given|listed)\b|"
            rf"\n\s{{0,12}}){{0,24}}(?:(?i:{_DATE})[\s,;:/-]{{1,4}}(?i:(?:in|at)\s{{1,4}})?)?(?P<part>{_PLACE})",
            cues=("place", "birth", "pob", "p.o.b", "dpob", "d.p.o.b", "date"),
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
