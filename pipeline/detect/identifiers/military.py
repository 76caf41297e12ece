"""Numbers of persons in service and in files: service numbers, and the 201 files of personnel and personalities.

Service numbers: Army Regulation 600-120 and its kin, until the social security number took their place in 1967 to 1974.
Officers O and five to seven digits, warrant officers W, enlisted men RA, US, ER, NG and eight; Air Force AO, AF, FR.
"""

from __future__ import annotations

from pipeline.detect.identifiers.forms import BREAK, GAP, Form, digits
from pipeline.detect.identifiers.recognizer import IdentifierRecognizer

__all__ = ["PersonalityFileRecognizer", "ServiceNumberRecognizer"]

_SURE, _LIKELY, _LABELLED = 0.85, 0.6, 0.9
_FEWEST, _MOST = 6, 8  # digits
_END = r"(?![\w$%])(?![-.,/–]\d)"
_LAST = r"(?![\w$%])(?![-.,]\d)"  # a name may follow behind a stroke
_GROUPS = rf"(?:\d{{7,8}}|\d{{1,2}}[- ]{BREAK}\d{{3}}[- ]{BREAK}\d{{3}})"
_THINGS = (
    r"\b(?:aircraft|airframe|air|plane|engine|rifle|pistol|weapon|gun|radio|camera|set|motor|vehicle|equipment|item|"
    r"bond|bonds|note|notes|bill|bills|"
    r"machine|telegram|cable|message|document|report|dispatch|despatch|letter|memo|memorandum|file|series|stock|part)s?['’]?s?\s{1,3}"
    r"(?:with\s|bearing\s|bore\s|of\s|the\s)?(?:serial|ser)?\.?\s{0,3}(?:no|nos|number|numbers|#)?[\s.:]{0,4}"
)


def _has_service_digits(written: str) -> bool:
    return _FEWEST <= len(digits(written)) <= _MOST


class ServiceNumberRecognizer(IdentifierRecognizer):
    """The number of a soldier, sailor or airman: by its prefix, or behind a label."""

    entity = "SERVICE_NUMBER"
    forms = (
        Form(
            "officer's number",
            _SURE,
            rf"(?<![\w/.-])[O0W][-–]\s?(?:\d{{5,7}}|\d{{1,3}}[- ]\d{{3}}(?:[- ]\d{{3}})?){_END}",
            unless=r"\b(?:GPO|printing\soffice)(?:\s?:)?\s{0,3}(?:\d{4}\s?)?",
            is_exact=True,
        ),
        Form(
            "number with the prefix of a component",
            _SURE,
            rf"(?<![\w/.-])(?:RA|US|ER|NG|AF|AO|FR|FG|FV|AR|WA|KA|FT|UR|RV)(?:[- ]{BREAK})?{_GROUPS}{_END}"
            r"(?!\s{0,3}(?:dollars?|tons?|troops|men|persons|people)\b)",
            is_exact=True,
        ),
        Form(
            "labelled service number",
            _LABELLED,
            rf"(?<![\w$£/])(?:[A-Z]{{1,2}}[- ]?|0-)?(?:\d{{5,8}}|\d{{1,3}}[- ]{BREAK}\d{{2,3}}[- ]{BREAK}\d{{2,3}}|"
            rf"\d{{2,3}}[- ]{BREAK}\d{{3,4}}){_END}",
            before=rf"(?:\bA\.?\s?S\.?\s?Ns?\b\.?|\bAF\s?SN\b|\b(?:army|navy|marine|air\sforce|military)?\s{{0,3}}(?:service|"
            rf"serial|ser\.?)\s{{0,8}}"
            rf"(?:numbers?|nos?\b|nr\b|#|num\b)|\bservice\s#|\bUSN\b|\bUSNR\b|\bUSMC\b|\bS\.?N\.?:){GAP}{{0,25}}",
            has_series=True,
            unless=_THINGS,
            accepts=_has_service_digits,
        ),
        Form(
            "service number in a table",
            _LABELLED,
            r"(?:[A-Z]{1,2}[- ]?|0-)?\d{5,8}|(?:[A-Z]{1,2}[- ]?)?\d{1,3}[- ]\d{3}[- ]\d{3}",
            column=r"(?:(?:army|navy|military)\s)?service\s(?:numbers?|nos?\.?|#)|ASN|A\.S\.N\.",
            cues=("army", "navy", "military", "service", "asn", "a.s.n"),
            accepts=_has_service_digits,
        ),
    )


class PersonalityFileRecognizer(IdentifierRecognizer):
    """The 201 file of a person: its number, with the series or behind the words."""

    entity = "PERSONALITY_FILE"
    forms = (
        Form(
            "201 number",
            _SURE,
            rf"(?<![\w.-])(?<!\d/)(?<!\d\()(?:201|2O1|20l|2Ol)(?:\s?-|—)\s?\n?\s{{0,8}}0?\d{{5,7}}{_LAST}",
            unless=r"\b(?:LBJ|JFK|NLK|box|lot|pages?|pp?\.)\s{0,3}",
        ),
        Form(
            "labelled 201 file",
            _LABELLED,
            rf"(?<![\w$£/])(?:201[-– ])?(?:[A-Z]{{1,2}}-?)?\d{{4,8}}(?:-\d{{1,4}})?{_END}",
            has_series=True,
            before=rf"(?:\b201[\s-]{{1,3}}(?:files?|number|no\b|nr\b|dossier|#)|\b(?:personality|personnel|P)[\s-]{{1,3}}(?:file|"
            rf"dossier)s?\b|\b201:){GAP}{{0,25}}",
            unless=r"\b(?:of|in|since|dated|on|january|february|march|april|may|june|july|august|september|october|november|"
            r"december)[\s,]{1,3}",
        ),
    )
