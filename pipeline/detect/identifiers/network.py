"""Addresses of networks: mail by its form alone, closed networks included, and IP of both versions.

Mail: RFC 5321 section 4.1.2, without asking any name server. IP: RFC 791 and RFC 4291.
"""

from __future__ import annotations

import ipaddress

from pipeline.detect.identifiers.forms import GAP, Form
from pipeline.detect.identifiers.recognizer import IdentifierRecognizer

__all__ = ["EmailRecognizer", "IpAddressRecognizer"]

_SURE, _LIKELY, _LABELLED = 0.95, 0.6, 0.95
_OCTET = r"(?:25[0-5]|2[0-4]\d|1\d\d|\d{1,2})"
_OUTLINE = 32  # a paragraph's number has parts below it, an address seldom has such parts alone
_LEAST_GROUPS = 2


def _is_no_outline(written: str) -> bool:
    return any(int(part) >= _OUTLINE for part in written.split("."))


def _is_v6(written: str) -> bool:
    try:
        ipaddress.IPv6Address(written)
    except ValueError:
        return False
    return any(each.isdigit() for each in written) and len([part for part in written.split(":") if part]) >= _LEAST_GROUPS


class EmailRecognizer(IdentifierRecognizer):
    """A mail address."""

    entity = "EMAIL_ADDRESS"
    forms = (
        Form(
            "mail address",
            _SURE,
            r"(?<![\w.%+'’-])[\w%+][\w.%+'’=/-]{0,63}(?:\s{0,2}[(\[{]\s?at\s?[)\]}]\s{0,2}|\s?@\s?)"
            r"(?:[\w](?:(?:[\w-]|-\n){0,61}[\w])?(?:\.\n?|\s?[(\[{]\s?dot\s?[)\]}]\s?)){1,8}[^\W\d_]{2,24}(?![\w@])",
            is_anywhere=True,
        ),
        Form(
            "mail address of a numbered host",
            _SURE,
            rf"(?<![\w.%+'’-])[\w%+][\w.%+'’=/-]{{0,63}}@\[{_OCTET}(?:\.{_OCTET}){{3}}\]",
            is_anywhere=True,
        ),
        Form(
            "mail address of a closed network",
            _LIKELY,
            r"(?<![\w.%+'’-])[^\W\d][\w.%+'’-]{1,63}@[^\W\d][\w-]{1,61}[^\W_](?![\w@.]\w)",
            is_anywhere=True,
        ),
    )


class IpAddressRecognizer(IdentifierRecognizer):
    """An IP address; one with parts as small as those of a paragraph's number only where it is labelled."""

    entity = "IP_ADDRESS"
    forms = (
        Form(
            "IP address",
            _SURE,
            rf"(?<![\w.]){_OCTET}(?:\.{_OCTET}){{3}}(?![\w])(?!\.\w)",
            unless=r"(?:\b(?:paragraphs?|paras?|sections?|sec|chapters?|versions?|ver|vers|rev|release|v|items?|annex|appendix|"
            r"articles?|tables?|"
            r"figures?|fig|clauses?|parts?|subsections?|E\.\s?O|order|rule|c?(?:task|tg|tu|te|tf)\s?(?:group|unit|element|force)?s?|"
            r"(?:task|TG|TU|TE|CTG|CTU)\s?(?:group|unit|element|force)?s?\s{0,2}(?:\d{1,3}(?:\.\d{1,3}){3}[;,]?\s{1,3}(?:and\s{1,3})?){1,3})\.?|§)\s{0,3}(?:no\.?\s?)?",
            accepts=_is_no_outline,
        ),
        Form(
            "labelled IP address",
            _LABELLED,
            rf"(?<![\w.]){_OCTET}(?:\.{_OCTET}){{3}}(?![\w])(?!\.\w)",
            has_series=True,
            before=rf"\b(?:IPs?|IPv4|address|host|server|router|gateway|ping(?:ed)?|subnet|netmask|DNS|node|client)\b{GAP}{{0,25}}",
            unless=r"\b(?:paragraphs?|paras?|sections?|chapters?|version|v|annex|appendix|article)\.?\s{0,3}",
        ),
        Form(
            "IP address of version 6",
            _SURE,
            r":[0-9A-F:]{2,38}+(?:(?<=:)\d{1,3}(?:\.\d{1,3}){3})?(?:%\w{1,12})?(?![\w:])",
            lead=r"(?<![\w:.])[0-9A-F]{0,4}",
            cues=(":",),
            accepts=lambda written: _is_v6(written.partition("%")[0]),
        ),
    )
