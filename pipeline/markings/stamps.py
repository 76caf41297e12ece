"""Stamps of a later review or release: put on the record after it was made, and kept apart from its own markings."""

from __future__ import annotations

import re

__all__ = ["LONGEST_CODE", "STAMP_TRIGGERS", "is_record_number", "is_release_code", "is_review_stamp"]

LONGEST_STAMP = 160  # characters; a longer line is text that speaks of release
_STAMP = re.compile(
    r"\b(?:(?<!not )declassified(?:\s+(?:in\s+part|and\s+approved|by|(?<!automatically declassified )on(?!:)|per|under|pursuant|authority|"
    r"E\.?\s?O\.?)|/released\b|\s+[0-9]{1,2}\b|\s*[-:]|[\s_☐]*(?:\[\s*\]\s*)?$)|"
    r"sanitized\s+(?:copy|version|per|in\s+part)|approved\s+for\s+(?:public\s+)?release|"
    r"release[d]?\s+(?:in\s+(?:part|full)|as\s+sanitized)|historical\s+review\s+program|NL[EFJKNR]\s*-?\s?[0-9]{2,3}-|"
    r"photocopy\s+from\b|all\s+(?:fbi\s+)?information\s+contained\s*(?:herein\b|$)|herein\s+is\s+unclassified|den(?:y|ied)\s+in\s+full|"
    r"released?\s+under\s+the|authority\s+NND|NND\s+[0-9]{5,6}|MORI\s+DocI?D|no\s+objection\s+to\s+declassification|CIA-RDP[0-9]{2}|"
    r"NW\s+[0-9]{4,6}\s+Doc|review\s+date|NLK-[0-9]{2}|assassination\s+records\s+act|no\s+change\s+in\s+class\b|class\.?\s+changed\s+to|"
    r"auth\s*:?\s*HR\s+70-2|RI[PF]PUB\b|(?:U\.\s?S\.\s+)?Department\s+of\s+State\s+Case\s+No|Doc(?:ument)?\s+No\.?\s+C[0-9]{7,8}|"
    r"excised\s+copy|page(?:\(s\)|s)?\s+(?:in\s+document\s+)?(?:denied|withheld|exempt\b)|reproduced\s+at\s+the\s+national\s+archives|"
    r"has\s+no\s+objection\s+to\W*$|by\s+\S{1,6}(?:\s*/\s*\S{1,6})?,?\s+NARA,?\s+date|"
    r"withheld\s+under\s+(?:section|statutory)|exempt(?:ed)?\s+under\s+[(]b[)])",
    re.IGNORECASE,
)
# Lines that are nothing but the number or the code of a release: a record's number, a page code, a code in the margin.
_EXEMPTION = r"[(]b[)]\s?[(][1-9][)](?:\s?[(]?[A-Z][)]?)?|(?:EO\s*1(?:2958|3526),?\s*)?(?:3\.[35]|1\.[45])\s?[(][a-h][)](?:[(][1-9][)])?"
_STATE = r"(?:A[1-9]|B[1-9]|1\.[45][(][A-Ha-h][)])"
_CODES = r"25X[1-9][A-Z]?|50X[1-9](?:-(?:HUM|WMD))?|STAT(?:INTL|SPEC|OTHR)?|ILLEGIB|FOIAB?[0-9]?[A-Z]?|FOIAb[0-9][a-c]?"
_ACT = r"20[0-9]{2}\s+RELEASE\s+UNDER\s+THE\s+PRESIDENT\s+JOHN\s+F\.?\s+KENNEDY\s+ASSASSINATION\s+RECORDS\s+ACT\s+OF\s+1992"
_NUMBER = re.compile(
    rf"[0-9]{{3,4}}-[0-9]{{5}}-[0-9]{{5}}\.?(?:\s+{_ACT})?|{_ACT}|1[34]-0{{5}}\.?|"
    r"NW\s*[0-9]{4,6}(?:\s+Doc[Il]d:?\s*[0-9]+)?(?:\s+Page\s+[0-9]+)?"
)
_CODE = re.compile(
    r"C0[0-9]{7}|DOCID:?\s*[0-9]{5,}|"
    rf"(?:{_CODES}|{_EXEMPTION})(?:[\s,/;]+(?:{_CODES}|{_EXEMPTION}))*|B[1-9](?:,\s?{_STATE})*|[ -]*sanitized[ -]*|"
    r"DECLASSIFICATION\s+AND/OR|(?:AND/OR\s+)?RELEASE\s+OF\s+CIA\s+INFORMATION(?:\s+IN\s+THIS\s+DOCUMENT)?|IN\s+THIS\s+DOCUMENT"
)
_ORNAMENT = " \t#*_>|►.,"
LONGEST_CODE = 110  # characters of a line that is nothing but a code, or the header of an Act
STAMP_TRIGGERS = (
    *("declassif", "sanitized", "approved for", "release", "in full", "authority nnd", "nnd ", "mori doc", "cia-rdp", " docld", " docid"),
    *("review date", "nlk-", "assassination", "no change in class", "changed to", "hr 70-2", "rippub", "rifpub", "case no", "doc no"),
    *("document no", "excised copy", "page denied", "page withheld", "withheld under", "under (b)", "in document", "national archives"),
    *(
        "no objection",
        "in this document",
        "nara",
        "historical review",
        "photocopy",
        "nlj",
        "nlf",
        "nle-",
        "nln-",
        "nlr-",
        "information contained",
        "herein is",
        "(b)(",
        "(b) (",
        "3.3(",
        "3.5(",
        "1.4(",
        "1.5(",
        "docid",
    ),
)


def is_record_number(line: str) -> bool:
    """Tell whether a line is nothing but the number under which a release knows a record or page, or the header of the Act."""
    return _NUMBER.fullmatch(line.strip(_ORNAMENT)) is not None


def is_release_code(line: str) -> bool:
    """Tell whether a line is nothing but the number or code of a release: ``104-10049-10362``, ``13-00000``, ``25X1``."""
    bare = line.strip(_ORNAMENT)
    return _NUMBER.fullmatch(bare) is not None or _CODE.fullmatch(bare) is not None


def is_review_stamp(line: str) -> bool:
    """Tell whether a line is a stamp put on at a later review or release, not the record's own.

    A stamp begins its phrase with a capital; a sentence that speaks of release does not, and its date counts.
    """
    line = " ".join(line.split()) if len(line) > LONGEST_STAMP else line  # columns of a scan
    if len(line) > LONGEST_STAMP:
        return False
    return is_release_code(line) or any(not match.group()[0].islower() for match in _STAMP.finditer(line))
