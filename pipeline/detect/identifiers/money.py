"""Numbers of money: cards by Luhn's sum, accounts by their label and the sum of a routing number, IBANs by mod 97.

Cards: ISO/IEC 7812-1, annex B. Routing numbers: ANSI X9.9 / 9.100-10, the weights 3, 7, 1. IBAN: ISO 13616-1.
"""

from __future__ import annotations

from collections import defaultdict

from pipeline.detect.identifiers.forms import GAP, JOIN, Form, digits
from pipeline.detect.identifiers.recognizer import IdentifierRecognizer

__all__ = ["BankNumberRecognizer", "CardRecognizer", "IbanRecognizer", "is_iban", "is_luhn", "is_routing"]

_SURE, _LIKELY, _LABELLED = 0.9, 0.7, 0.95
_END = r"(?![\w%])(?![-./,]\d)"
_NINE = 9
_SHORTEST_CARD, _LONGEST_CARD = 12, 19
_ROUTING_WEIGHTS = (3, 7, 1)
_IBAN_MODULUS = 97
_MONTHS = r"\b(?:january|february|march|april|may|june|july|august|september|october|november|december|of|in|since|on|dated)[\s,]{1,3}"

_LENGTHS = """
AD24 AE23 AL28 AT20 AZ28 BA20 BE16 BG22 BH22 BR29 BY28 CH21 CR22 CY28 CZ24 DE22 DK18 DO28 EE20 EG29 ES24 FI18 FO18 FR27 GB22 GE22
GI23 GL18 GR27 GT28 HR21 HU28 IE22 IL23 IQ23 IS26 IT27 JO30 KW30 KZ20 LB28 LC32 LI21 LT20 LU20 LV21 LY25 MC27 MD24 ME22 MK19 MR27
MT31 MU30 NL18 NO15 PK24 PL28 PS29 PT25 QA29 RO24 RS22 SA24 SC31 SD18 SE24 SI19 SK24 SM27 ST25 SV28 TL23 TN24 TR26 UA29 VA22 VG24 XK20
"""  # the registry's countries, each with the length of its number


def is_luhn(written: str) -> bool:
    """Tell whether the sum of Luhn over the digits of ``written`` is right; of noughts alone it is no sum."""
    numbers = [int(each) for each in reversed(digits(written))]
    doubled = sum(sum(divmod(2 * each, 10)) for each in numbers[1::2])
    return any(numbers) and (sum(numbers[::2]) + doubled) % 10 == 0


def _is_card(written: str) -> bool:
    return _SHORTEST_CARD <= len(digits(written)) <= _LONGEST_CARD and is_luhn(written)


def is_routing(written: str) -> bool:
    """Tell whether nine digits have the sum of a routing number."""
    number = digits(written)
    total = sum(int(each) * _ROUTING_WEIGHTS[place % len(_ROUTING_WEIGHTS)] for place, each in enumerate(number))
    return len(number) == _NINE and total > 0 and total % 10 == 0


def is_iban(written: str) -> bool:
    """Tell whether an IBAN's remainder is one."""
    signs = "".join(each for each in written.upper() if each.isalnum())
    turned = signs[4:] + signs[:4]
    return int("".join(str(int(each, 36)) for each in turned)) % _IBAN_MODULUS == 1


def _iban_shapes() -> str:
    countries: dict[int, list[str]] = defaultdict(list)
    for each in _LENGTHS.split():
        countries[int(each[2:]) - 4].append(each[:2])
    tails = "|".join(rf"(?:{'|'.join(names)})\d{{2}}(?:[ -]?\s?[A-Z0-9]){{{length}}}" for length, names in sorted(countries.items()))
    return rf"(?<![A-Z0-9])(?:{tails})(?![A-Z0-9])"


class CardRecognizer(IdentifierRecognizer):
    """A payment card by its issuer, length and sum; behind its label by the sum alone, or by its groups."""

    entity = "CREDIT_CARD"
    forms = (
        Form(
            "card number",
            _SURE,
            r"(?<![\w$£.,/-])(?<!\d )(?:(?:4\d{3}|5[0-8]\d{2}|6\d{3}|2[2-7]\d{2}|35\d{2}|30\d{2}|"
            r"3[689]\d{2})(?:([-. ]?)\s?\d{4}){2}\1\s?\d{4}(?:\1\d{3})?"
            r"|3[47]\d{2}([- ]?)\d{6}\2\d{5}|3(?:0[0-5]|[68]\d)\d([- ]?)\d{6}\3\d{4}|(?:2131|1800)\d{11}|4\d{12})" + _END + r"(?! \d)",
            accepts=_is_card,
        ),
        Form(
            "labelled card number with its sum",
            _LABELLED,
            rf"(?<![\w$£/])\d{{3,6}}(?:{JOIN}?\d{{2,6}}){{1,5}}(?![\w%])",
            before=rf"\b(?:cards?|cc|visa|master\s?card|amex|american\sexpress|diners(?:\sclub)?|discover)\b{GAP}{{0,40}}",
            after=r"[\s,(]{0,3}(?:is\s|was\s|on\s)?(?:my|his|her|the|a)?\s?(?:credit|debit|charge|bank)?\s?card\b",
            accepts=_is_card,
        ),
        Form(
            "labelled card number",
            _LIKELY,
            rf"(?<!\w)(?:(?:credit|debit|charge|bank|payment)\s{{1,8}}cards?|cc|visa|master\s?card|amex|diners\sclub|"
            rf"card\s{{1,8}}(?:no|number|#))(?!\w)"
            rf"{GAP}{{0,30}}?(?<![\w$£/])(?P<part>\d(?:[ ]\d){{14,15}}|[\dXx*]{{4}}(?:{JOIN}?[\dXx*OIl]{{4}}){{2,3}}|"
            rf"\d{{4}}{JOIN}?\d{{6}}{JOIN}?\d{{4,5}})(?![\w%])",
            cues=("credit", "debit", "charge", "bank", "payment", "cc", "visa", "master", "amex", "diners", "card"),
            accepts=lambda written: len(digits(written)) >= len("1234"),
        ),
    )


class BankNumberRecognizer(IdentifierRecognizer):
    """The number of a bank account, or of the bank, behind its label."""

    entity = "US_BANK_NUMBER"
    forms = (
        Form(
            "labelled account number",
            _LABELLED,
            rf"(?<!\w)(?:(?:accounts?|acc?ts?|a/c|konto|compte|cuenta)\b\.?[\s(]{{1,8}}(?:numbers?|nos?\b\.?|nr\b\.?|num\b\.?|#)|"
            rf"(?:account|acc?t|a/c)\.?\s{{0,2}}[:#]|"
            rf"(?:bank|checking|savings|deposit|numbered|swiss)\s{{1,8}}accounts?\b|"
            rf"sort\s{{1,3}}code\s{{1,3}}[\d-]{{6,8}},?\s{{1,3}}account)(?!\s{{1,3}}(?:of|for|in|at)\b){GAP}{{0,30}}?"
            r"(?<![\w$£/])(?P<part>(?-i:[A-Z]{1,3}-?|[A-Z] )?\d{1,17}(?:[-. ]\d{1,8}){0,4}(?:[- ]?[A-Z]\b)?)(?![\w%])(?![-.,/]\d)",
            cues=(
                "account",
                "acct",
                "act",
                "acc",
                "a/c",
                "konto",
                "compte",
                "cuenta",
                "sort",
                "bank",
                "checking",
                "savings",
                "deposit",
                "numbered",
                "swiss",
            ),
            unless=rf"(?:{_MONTHS}|\b(?:balance|total|sum|exceed\w*|over|about|some)\s{{1,3}}(?:of\s)?)",
            but_not=r"\s{0,3}(?:million|billion|dollars|percent|accounts|january|february|march|april|may|june|july|august|"
            r"september|october"
            r"|november|december)\b",
            has_series=True,
            accepts=lambda written: 5 <= len(digits(written)) <= 17,  # noqa: PLR2004  # as banks number them
        ),
        Form(
            "account number in a table",
            _LABELLED,
            r"(?:[A-Z]{1,3}-?)?\d[\d -]{4,20}[A-Z]?",
            column=r"(?:bank\s)?(?:account|acct\.?|a/c)\s?(?:numbers?|nos?\.?|#)",
            cues=("bank", "account", "acct", "a/c"),
        ),
        Form(
            "labelled routing number",
            _LABELLED,
            r"(?<![\w$£/])\d{4}[- ]?\d{4}[- ]?\d(?![\w%])(?![-.,/]\d)",
            before=rf"\b(?:routing(?:\s{{1,8}}transit)?|transit|ABA|RTN)\b{GAP}{{0,30}}",
        ),
        Form(
            "routing number with its sum",
            _LIKELY,
            r"(?<![\w$£/.,-])(?:0\d|1[0-2]|2[1-9]|3[0-2]|6[1-9]|7[0-2]|80)\d{7}(?![\w%])(?![-.,/]\d)",
            before=rf"\bbank\b{GAP}{{0,40}}",
            accepts=is_routing,
        ),
    )


class IbanRecognizer(IdentifierRecognizer):
    """An international account number: its country, the country's length, and the remainder."""

    entity = "IBAN_CODE"
    forms = (
        Form("international account number", _SURE, _iban_shapes(), accepts=is_iban),
        Form(
            "labelled international account number",
            _LABELLED,
            r"(?<![A-Z0-9])[A-Z]{2}[\dOl]{2}(?:[ -]?[A-Z0-9]{2,4}(?=[A-Z0-9 -]|\b)){3,8}(?![A-Z0-9])",
            before=rf"\bIBAN\b{GAP}{{0,30}}",
            accepts=lambda written: len(digits(written)) >= len("12345678"),
        ),
    )
