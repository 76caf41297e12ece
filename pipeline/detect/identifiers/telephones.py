"""Telephone numbers, as written since there were exchanges with names.

Names of exchanges: "Notes on Nationwide Dialing", American Telephone and Telegraph Company, 1955. Numbers of North America:
three, three and four digits, no area and no exchange beginning with 0 or 1. Others: ITU-T E.164, eight to fifteen digits
behind a plus. Anything else is a telephone number only where the text calls it one.
"""

from __future__ import annotations

import re

from pipeline.detect.identifiers.forms import BREAK, GAP, Form, digits
from pipeline.detect.identifiers.recognizer import IdentifierRecognizer

__all__ = ["TelephoneRecognizer"]

_SURE, _LIKELY, _LABELLED = 0.9, 0.7, 0.95
_FEWEST, _MOST = 6, 15
_EXTENSION = r"(?:,?\s{0,2}(?i:x|ext(?:ension)?\.?)\s{0,2}\d{1,5})?"
_END = r"(?![\w$%])(?![-./–]\d)(?!,\d)"
_EXCHANGES = (
    "academy|adams|alpine|amherst|atlantic|atlas|avenue|baldwin|belmont|browning|butterfield|capital|capitol|cedar|central|chestnut|circle|cleveland|"
    "columbia|decatur|delaware|deerfield|dewey|diamond|district|drexel|dudley|dupont|edgewater|edgewood|elgin|elmwood|emerson|empire|endicott|essex|"
    "evergreen|executive|export|federal|fieldbrook|fillmore|fleetwood|franklin|garden|garfield|gladstone|greenleaf|greenwood|grover|gypsy|hamilton|"
    "harrison|hazel|hemlock|hickory|hickman|hilltop|hobart|homestead|howard|hubbard|hudson|hunter|hyatt|idlewood|ivanhoe|jackson|jefferson|johnson|"
    "jordan|juniper|juno|justice|kellogg|keystone|kimball|kingswood|lafayette|lakeside|lakeview|laurel|lawrence|lehigh|lenox|liberty|lincoln|linden|"
    "livingston|locust|logan|lowell|ludlow|madison|market|mayfair|melrose|mercury|metropolitan|michigan|midway|milton|mission|mitchell|mohawk|monroe|"
    "murray|museum|national|neptune|niagara|nightingale|normandy|northfield|oldfield|oliver|olive|olympic|orchard|orleans|overbrook|oxbow|oxford|owen|"
    "palace|parkview|parkway|pennypacker|pennsylvania|pershing|pilgrim|pioneer|plaza|pleasant|plymouth|poplar|porter|prescott|president|prospect|"
    "raleigh|randolph|raymond|regent|republic|riverside|riverview|rockwell|roosevelt|saratoga|seneca|shadyside|sheldon|sherwood|skyline|slocum|spring|"
    "spruce|stanley|state|sterling|stillwell|story|sunset|swift|swinburne|sycamore|taylor|teakwood|temple|tennyson|terminal|terrace|thornwall|tilden|"
    "townsend|trinity|tucker|turner|tulip|tuxedo|twilight|twinbrook|twining|twinoaks|ulysses|underhill|union|university|uptown|valley|vernon|victor|"
    "victoria|viking|vinewood|volunteer|wabash|walker|walnut|warwick|waverly|webster|wellington|wells|whitehall|whitney|williams|willow|windsor|"
    "woodland|woodley|woodward|worth|wyandotte|wyoming|yellowstone|yorktown|yukon"
)
_CALL = (
    r"(?:\b(?:tele)?phones?\b|\btelef(?:on|ono|ax)\b|\btel\.?\s{0,2}(?:no\b\.?|number\b|nr\b\.?|#|:)|\b(?:mobile|"
    r"cellular|cell|fax|desk|pager|beeper|hotline|switchboard|"
    r"voicemail|whats\s?app)\b|\bhot\sline\b|\b(?:private|home|office|direct|unlisted|outside|secure)\sline\b|\bdial(?:s|ed|ing)?\b|"
    r"\bcall(?:s|ed|ing)?\s(?:\w{1,12}\s){0,3}(?:on|at)\b|\breach(?:ed|able)?\s(?:\w{1,12}\s){0,3}(?:on|at|under)\b|"
    r"\banswering\s(?:at|on)\b|"
    r"\b(?:messages?|sms|texts?)\s(?:to|on|at)\b|\bring(?:s|ing)?\s(?:\w{1,12}\s){0,2}(?:on|at)\b|\bcontact\s(?:\w{1,12}\s){0,2}number\b|"
    r"\b(?:my|his|her|your)\sregistered\b(?:\s{1,3}(?:number|no\.?))?|\bmy\snumber\b)"
)
_MONTH_OR_DEMAND = re.compile(
    r"^(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec|Conversation|Call|Message|Room|Telegram|Page|Pages|Line|Lines|Despatch|Embtel|Deptel)"
)
_USED = (
    r"[\s,]{0,2}[-–(]?\s?(?:\\,)?(?:office|fax|mobile|home|cell|desk|work|phone|telephone|direct)\b(?!\s(?:of|to)\b)|"
    r"\s(?:is|was)\s(?:his|her|my|the)\s(?:\w{2,9}\s)?(?:tele)?phone\b"
)
_LETTERED = (
    r"(?:EX|RE|DI|ME|NA|ST|WA|OV|KE|JA|OT|LI|HO|AD|CO|DU|EM|FE|HU|TA|UN|TU|WO|SL|TW|SH|RA|LU|LA|CI|MO|EN|EL|BU|PL|TE|LE|RI|"
    r"VA|WH|YU|MU|GR|OR|CA|KI|JE|JU|HE|UL|EV|SO|VI|LO|CL)"
)


def _is_day(first: str, second: str, year: str) -> bool:
    """Tell whether three groups of digits can be a day, a month and a year, in either order."""
    small, large = sorted((int(first), int(second)))
    return 1 <= small <= 12 and large <= 31 and len(year) in {2, 4}  # noqa: PLR2004


def _is_called(written: str) -> bool:
    """Tell whether what is labelled may be dialled: digits enough, and no date."""
    number = digits(written)
    groups = [group for group in "".join(each if each.isdigit() else " " for each in written).split() if group]
    is_date = len(groups) == 3 and len(number) <= 8 and _is_day(*groups)  # noqa: PLR2004  # day, month, year
    are_years = len(groups) == 2 and all(len(group) == 4 and group[:2] in {"18", "19"} for group in groups)  # noqa: PLR2004
    return _FEWEST <= len(number) <= _MOST and not is_date and not are_years


def _is_no_day(written: str) -> bool:
    """Tell whether the cell of a table is no date."""
    groups = re.findall("[0-9]+", written)
    return not (len(groups) == 3 and _is_day(*groups))  # noqa: PLR2004  # day, month, year


class TelephoneRecognizer(IdentifierRecognizer):
    """A telephone number."""

    entity = "PHONE_NUMBER"
    forms = (
        Form(
            "number of North America",
            _SURE,
            r"(?<![\w./$£-])(?<!\d[ ])(?:(?:\+|00)?1[-. ]{1,2}|001-)?"
            rf"(?:\([2-9]\d{{2}}\)[- ]?{BREAK}[2-9]\d{{2}}[-. ]{BREAK}\d{{4}}|[2-9]\d{{2}}[-/]{BREAK}[2-9]\d{{2}}-{BREAK}\d{{4}}|"
            rf"[2-9]\d{{2}}\.[2-9]\d{{2}}\.\d{{4}}|[2-9]\d{{2}}[ ][2-9]\d{{2}}[- ]\d{{4}}|"
            rf"[2-9]\d{{2}}[ ]-[ ][2-9]\d{{2}}[ ]-[ ]\d{{4}}){_EXTENSION}{_END}(?! \d)",
            unless=r"\b(?:telegrams?|(?:emb|dep|air)tel|reftel|despatch|serial|lot|box|file)\.?\s{1,3}(?:nos?\.?\s{1,3})?",
        ),
        Form(
            "number behind a plus",
            _SURE,
            r"(?<![\w+])\+[1-9]\d{0,2}(?:[ .-]?\(\d{1,4}\))?(?:[ .-]{0,2}\d{1,12}){1,6}" + _EXTENSION + r"(?![\w%])(?!,\d)",
            accepts=lambda written: 8 <= len(digits(written)) <= _MOST + 5,  # noqa: PLR2004  # E.164
        ),
        Form(
            "number with an exchange's name",
            _SURE,
            rf"\d[-– ]{BREAK}\d{{4}}{_EXTENSION}{_END}",
            lead=rf"(?<![\w./-])(?:[A-Z]{{2}}[a-z]{{2,10}}|(?i:{_EXCHANGES}))\s{{1,4}}",
            is_exact=True,
        ),
        Form(
            "number with an exchange's letters",
            _LIKELY,
            rf"(?<![\w./-])(?<!\w [A-Z]\.){_LETTERED}\.?\s{{0,3}}\d[-–]{BREAK}(?!19\d\d)\d{{4}}{_EXTENSION}{_END}",
            is_exact=True,
        ),
        Form(
            "number called a telephone's, as a machine read it",
            _LIKELY,
            rf"(?=[\dOIl -]{{0,12}}\d)(?:[\dOIl]{{3}}[- ])?[\dOIl]{{3}}-[\dOIl]{{4}}{_EXTENSION}(?![\w%$])",
            before=rf"{_CALL}{GAP}{{0,28}}",
            is_exact=True,
        ),
        Form(
            "number of an exchange abroad",
            _LIKELY,
            r"(?<!\w)(?:(?i:home|his|her|private)\s{1,3})?(?i:(?:tele)?phone|tel\.)(?:\s{1,3}(?i:no\.?|number))?(?:\s?:|\s(?:is|was))?\s{1,4}"
            r"(?:(?!(?:NSC|CIA|TOP|Bonn)\b)[A-Z][A-Za-z]{2,14}\s{1,2})?"
            r"(?P<part>(?:[A-Z]-\d{4,5}|[A-Z][A-Za-z]{2,14}\s{1,2}\d{1,4}[-. ]?\d{2,4}|\d{2}-\d{2,4}(?:-\d{2})?))(?![\w%$-])(?!,\d)",
            cues=("tel", "phone", "home", "his", "her", "private"),
            but_not=r"\s{1,3}(?:[ap]\.m|hours|of)\b",
            accepts=lambda written: not _MONTH_OR_DEMAND.search(written),
            is_exact=True,
        ),
        Form(
            "telephone number in a table",
            _LABELLED,
            r"(?:[A-Z]{1,12}[- ]?)?\(?\d[\d() ./-]{3,18}",
            column=r"(?:(?:home|office|residence|private|work|business|mobile|cell)\s)?(?:tele)?phone(?:\s?(?:numbers?|nos?\.?|#))?|tel\.?(?:\sno\.?)?",
            cues=("home", "office", "residence", "private", "work", "business", "mobile", "cell", "tele", "phone", "tel"),
            accepts=lambda written: len(digits(written)) >= len("31234") and _is_no_day(written),
        ),
        Form(
            "number that is a person's",
            _LIKELY,
            r"[2-9]\d{2}-\d{4}(?![\w%$])(?![-./]\d)(?!,\d)",
            before=r"\b(?:unlisted|(?:his|her|my|your|their)(?:\s(?:new|old|private|home))?)\snumber(?:\s(?:is|was)|:)?\s{1,3}|\(H\)\s{0,3}",
        ),
        Form(
            "extension", _LIKELY, r"(?<![\w.-])(?:ext\.?|extension)\s{1,3}(?:no\.?\s)?(?!(?:18|19|20)\d\d\b)\d{3,5}" + _END, cues=("ext",)
        ),
        Form(
            "number called a telephone's",
            _LABELLED,
            r"(?<![\w$£/.])(?:\+|\(\+?)?\d{1,15}\)?(?:[ \t\xa0]?[-./ ()]{1,2}\d{1,12}\)?){0,6}" + _EXTENSION + r"(?![\w%$])(?!,\d)",
            before=rf"{_CALL}{GAP}{{0,28}}\(?",
            after=_USED,
            has_series=True,
            unless=r"\b(?:telegrams?|\w*tel|room|rm|dated|despatch|since|of|page|pages|january|february|march|april|may|june|"
            r"july|august|september|october|"
            r"november|december)[\s,]{1,3}",
            accepts=_is_called,
        ),
        Form(
            "short number called a telephone's",
            _LIKELY,
            r"(?<![\w$£/.-])(?:[A-Z]{2,10}\.?\s?)?\d{1,3}-\d{3,5}" + _EXTENSION + _END,
            before=r"\b(?:(?:tele)?phones?|telephone)\s{0,2}(?:numbers?|nos?\.?|#|:|is)\s?(?:is|was|:)?\s{0,3}",
        ),
    )
