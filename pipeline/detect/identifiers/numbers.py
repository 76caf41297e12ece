"""Numbers that a state gave to a person: social security, passport, driver's licence, alien registration.

Social security: 20 CFR 422.103 and the Administration's notice of 25 June 2011: area, group, serial; no area 000, 666 or
900 to 999, no group 00, no serial 0000. Alien registration: 8 CFR 1.2 and 264.1; seven to nine digits after an A.
"""

from __future__ import annotations

from pipeline.detect.identifiers.forms import BREAK, GAP, JOIN, Form, digits
from pipeline.detect.identifiers.recognizer import IdentifierRecognizer

__all__ = ["AlienNumberRecognizer", "DriverLicenseRecognizer", "PassportRecognizer", "SocialSecurityRecognizer"]

_SURE, _LIKELY, _LABELLED, _NEAR_MISS = 0.9, 0.6, 0.95, 0.7
_FIRST_UNUSED_AREA, _CARD_AREA = 900, 666
_FEWEST, _MOST = 8, 10  # signs in a labelled number, one more or less than right

_SSN = r"(?<![\w$£.,/-])(?<!\d[ ])"
_END = r"(?![\w$%])(?![-.,/ –]\d)"
_SIGN = r"[\dOoIlXx*#•]"
_READ = r"[\dOoIlSsBbGgZz]"  # digits, and what a machine reads for them
_SSN_LABEL = (
    r"(?:\bs\.?\s?s\.?\s?n(?:s|['’]s)?\b\.?|\bssan\b|\bsocial[\s-]{1,8}security\b|\bsoc\.?\s?sec\b\.?|\b(?:individual\s{1,3})?tax\s?payer['’s]{0,2}\s{1,3}"
    r"(?:id\w*|no\b|number)|\bITIN\b|\bs\.?\s?s\.?\s?(?:no\b|nr\b|number|#)\.?)"
)

_SPLIT = r"(?:\s?[-/_]{1,2}\s?)"
_MISTYPED = (
    rf"(?:\d(?:[ ]?[- ][ ]?\d){{8}}|\d{{3}}{_SPLIT}\d{{2}}{_SPLIT}\d{{4}}|"
    rf"(?=[a-z]{{0,2}}\d){_READ}{{3}}{JOIN}?(?=[a-z]?\d){_READ}{{2}}{JOIN}?(?=[a-z]{{0,2}}\d){_READ}{{4}}|"
    rf"{_SIGN}{{1,4}}{JOIN}?{_SIGN}{{1,3}}{JOIN}?{_SIGN}{{3,5}}|{_SIGN}{{8,10}})"
)


def is_social_security(written: str) -> bool:
    """Tell whether nine digits have the structure of a social security number; one that was made void has it too."""
    number = digits(written)
    area, group, serial = int(number[:3]), number[3:5], number[5:]
    return 0 < area < _FIRST_UNUSED_AREA and area != _CARD_AREA and group != "00" and serial != "0000"


def _is_near_miss(written: str) -> bool:
    """Tell whether labelled signs may be such a number: about nine of them, four of which at least are digits, and no two years."""
    signs = [each for each in written if each.isalnum() or each in "*#•"]
    last = digits(written)
    return _FEWEST <= len(signs) <= _MOST and len(last) >= len("1234") and not _is_years(written)


def _is_years(written: str) -> bool:
    groups = [group for group in "".join(each if each.isdigit() else " " for each in written).split() if group]
    return [len(group) for group in groups] == [4, 4] and all(group[:2] in {"17", "18", "19", "20"} for group in groups)


class SocialSecurityRecognizer(IdentifierRecognizer):
    """A social security number by its structure; with its label also one that is mistyped, masked, short or void."""

    entity = "US_SSN"
    forms = (
        Form(
            "social security number",
            _SURE,
            rf"(?<![\w$£./-])(?<!\d,)(?<!\d[ ])\d{{3}}(?:-{BREAK}\d{{2}}-{BREAK}|[ ]-[ ]\d{{2}}[ ]-[ ])\d{{4}}"
            r"(?![\w$%])(?![-./ ]\d)(?!,\d{3}(?!\d))",
            unless=r"\b(?:FRC|WNRC|accession|acc|RG|secto|tosec|polto|job|box|lot|folder|frame|reel|(?:tele|cable)gram|\w*tel|despatch|file|copy|docs?|document|report|serial|contract)"
            r"\.?\s{0,3}(?:no\.?|nos\.?|number|#)?\s{0,3}",
            accepts=is_social_security,
        ),
        Form(
            "social security number, spaced",
            _LIKELY,
            rf"{_SSN}(?<!\d\s)(?<!\d\s\s)\d{{3}}([ .])\d{{2}}\1\d{{4}}{_END}(?!\s{{1,3}}\d)",
            unless=r"\b(?:FRC|WNRC|accession|acc|RG|secto|tosec|polto|job|box|lot|folder|frame|reel|(?:tele|cable)gram|\w*tel|despatch|file|copy|serial|phone|call|grid|"
            r"at)\.?\s{0,3}(?:no\.?|#)?\s{0,3}",
            accepts=is_social_security,
        ),
        Form(
            "labelled social security number",
            _LABELLED,
            rf"(?<!\w)(?:{_SSN_LABEL}|SSA?N(?=\d{{9}}))(?=[^\d]{{0,60}}+\d){GAP}{{0,45}}?(?:(?<![\w$£])|(?<=SSA?N))(?P<part>{_MISTYPED})(?![\w%])(?!,\d)",
            has_series=True,
            cues=("ssn", "itin", "tax", "indiv", "s.s", "s s", "ss ", "ss#", "ssan", "soc"),
            accepts=_is_near_miss,
        ),
        Form(
            "social security number, and then its label",
            _LABELLED,
            rf"(?<![\w$£]){_MISTYPED}(?![\w%])(?!,\d)",
            after=rf"{GAP}{{0,30}}{_SSN_LABEL}(?!\s{{1,3}}(?:act|board|admin\w*|bill|fund|payments?|tax\w*|system)\b)",
            accepts=_is_near_miss,
        ),
        Form(
            "last digits of a social security number",
            _LIKELY,
            rf"(?<!\w){_SSN_LABEL}{GAP}{{0,12}}(?:ending|ends|ended|last\s(?:four|4)(?:\sdigits)?)(?:\s{{1,3}}(?:in|with|are|is|of))?"
            r"[\s:]{1,4}(?P<part>\d{4})(?![\w%])",
            cues=("ssn", "s.s", "soc"),
        ),
        Form(
            "last digits, and then the words",
            _LIKELY,
            rf"(?<!\w)last\s(?:four|4)(?:\sdigits)?\s(?:of\s)?(?:(?:his|her|the|my|your|their)\s)?{_SSN_LABEL}{GAP}{{0,12}}(?P<part>\d{{4}})(?![\w%])",
            cues=("last",),
        ),
        Form(
            "social security number in a table",
            _LABELLED,
            r"[\dxX*]{3}[- .]?[\dxX*]{2}[- .]?[\dxX*]{4}",
            column=rf"{_SSN_LABEL}(?:\s(?:account\s)?(?:numbers?|nos?\.?|#))?",
            cues=("ssn", "s.s", "ss ", "ss#", "ssan", "soc"),
            accepts=_is_near_miss,
        ),
    )


def _is_number_of_document(written: str) -> bool:
    """Tell whether a labelled number has digits enough for a passport, and is no date."""
    return 5 <= len(digits(written)) <= 10 and not _is_years(written)  # noqa: PLR2004  # Passports have had five to nine


_PASSPORT_CUES = (
    *("passport", "ppt", "pasaporte", "reisepa", "passeport", "laissez", "travel", "seam", "national", "ident"),
    *("cedula", "cédula", "zagran", "pasport", "паспорт"),
)
_PASSPORT = (
    r"(?<![\w$£/])(?P<part>(?-i:[A-Z]{1,3}-?|[A-Z] )?(?:\d{1,3}(?:\.\d{3}){2}|\d(?:[ ]\d){5,8}|"
    r"(?=[A-Z\d]{8,9}\b)(?:\d{0,3}[A-Z]{1,2}\d{1,5}[A-Z]{0,2}\d{1,5}\b)|\d{4,7}[OIl]\d{1,3}\b|I\d{4,7}\b|\d{5,9}|"
    r"\d{2,4}[- ]\d{3,7}(?:[- ]\d{2,4})?)(?:[A-Z]{1,2}\d{0,3})?)(?![\w%/])(?![-,.]\d)"
)


class PassportRecognizer(IdentifierRecognizer):
    """A passport's number behind the word passport, of any country."""

    entity = "US_PASSPORT"
    forms = (
        Form(
            "labelled passport number",
            _LABELLED,
            rf"(?<!\w)(?:passports?|ppts?|pasaportes?|reisepa(?:ss|ß)|passeports?|laissez-passer|travel\s{{1,3}}documents?|"
            rf"seam[ae]n['’]?s\s{{1,3}}(?:book|papers?)|(?:national\s{{1,3}})?identi(?:ty|fication)\s{{1,3}}(?:cards?|papers?)|c[ée]dula|"
            rf"(?:zagran)?pasport|паспорт\w{{0,2}})(?!\w)(?!\s{{1,3}}(?:law|act|policy|division)\b)"
            rf"(?:{GAP}{{0,40}}?|[^;?!]{{0,60}}?\b(?:nos?\b\.?|n[º°]|№|n[úu]m\.?|numbers?|nr\b\.?|#)[\s:]{{0,8}}(?:is\s|was\s)?){_PASSPORT}",
            has_series=True,
            cues=_PASSPORT_CUES,
            unless=r"\b(?:issued|dated|of|in|since|on|room|rm|act|law|january|february|march|april|may|june|july|august|september|october"
            r"|november|december|jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec|\d)[\s,.]{1,3}",
            but_not=r"\s{1,3}(?:passports|persons|people|americans|applica\w+|january|february|march|april|may|june|july|august|september"
            r"|october|november|december|jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec|st|nd|rd|th)\b",
            accepts=_is_number_of_document,
        ),
        Form(
            "passport number in a table",
            _LABELLED,
            r"(?:[A-Z]{1,3}[- ]?)?\d[\d -]{3,11}[A-Z]?",
            column=r"(?:passports?|ppts?)(?:\s?(?:numbers?|nos?\.?|nr\.?|#))?",
            cues=("passport", "ppt"),
            accepts=_is_number_of_document,
        ),
        Form(
            "passport number, and then its label",
            _LABELLED,
            _PASSPORT,
            after=r"[\s,]{0,3}\(?(?:(?:his|her|a|the|is|was|U\.S\.|us|american|diplomatic|regular|official|on|"
            r"in)\s{1,3}){0,3}passport(?:\s(?:no|number)\b|\))",
            accepts=_is_number_of_document,
        ),
    )


class DriverLicenseRecognizer(IdentifierRecognizer):
    """The number of a licence to drive, behind its label: every state has a form of its own."""

    entity = "US_DRIVER_LICENSE"
    forms = (
        Form(
            "labelled driver's licence",
            _LABELLED,
            rf"(?<!\w)(?:(?:driver|operator|chauffeur)(?:['’]?s)?['’]?\s{{1,8}}(?:licen[sc]e|permit)s?|driving\s{{1,8}}licen[sc]e|"
            rf"licen[sc]e\s{{1,8}}to\s{{1,8}}drive|D\.?/?L\.?\s{{0,2}}(?:no\.?|number|#|:)|OLN\b)(?:{GAP}{{0,35}}?|"
            rf"[^;?!]{{0,50}}?\b(?:nos?\b\.?|numbers?|#)[\s:]{{0,8}})"
            r"(?<![\w$£/])(?P<part>(?-i:[A-Z]{1,3}-?|[A-Z] )?(?:\d{5,14}|"
            r"\d{1,5}(?:[- ]\d{2,6}){1,4})(?:[A-Z]{1,2}\d{0,2})?)(?![\w%/])(?![-,.]\d)",
            has_series=True,
            cues=("driver", "operator", "chauffeur", "driving", "license", "licence", "dl", "d.l", "d/l", "oln"),
            unless=r"\b(?:issued|dated|of|in|since|on|until|expire[sd]?|january|february|march|april|may|june|july|august|september|october"
            r"|november|december|jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec)[\s,.]{1,3}",
            but_not=r"\s{1,3}(?:january|february|march|april|may|june|july|august|september|october|november|december|days|years|months)\b",
            accepts=lambda written: 5 <= len(digits(written)) <= 15 and not _is_years(written),  # noqa: PLR2004  # as the states number them
        ),
    )


class AlienNumberRecognizer(IdentifierRecognizer):
    """The number of an alien's file: A and seven to nine digits, or such a number behind its label."""

    entity = "ALIEN_NUMBER"
    forms = (
        Form(
            "A-number",
            _SURE,
            rf"(?<![\w/.-])A(?:\s?[-–#]\s?|\s)?(?:\d{{7,9}}|\d{{1,3}}[- ]{BREAK}\d{{3}}[- ]{BREAK}\d{{3}}){_END}",
            is_exact=True,
        ),
        Form(
            "labelled alien registration",
            _LABELLED,
            rf"(?<![\w$£/])(?:A(?:[-–#]|\s)?)?(?:\d{{6,9}}|\d{{1,3}}{JOIN}\d{{3}}{JOIN}\d{{3}})(?![\w%/])(?![-,.]\d)",
            before=r"\b(?:alien[s'’]{0,2}\s{1,8}(?:registration|regis\.?|reg\.?|file|number|no\.?|receipt)|A[- ]?(?:number|file)|"
            rf"(?:I\.?N\.?S\.?|USCIS|immigration)\s{{1,8}}(?:file|number|no\.?|#)|green\s{{1,8}}card){GAP}{{0,35}}",
        ),
    )
