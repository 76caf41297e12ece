"""The language of classification markings: words, banner and portion grammar, blocks and stamps."""

from pipeline.markings.blocks import find_notices, is_authority_line, is_review_stamp, notice_owner
from pipeline.markings.grammar import parse_banner, parse_portion
from pipeline.markings.vocabulary import CLASSIFIED_LEVELS, LEVELS

__all__ = [
    "CLASSIFIED_LEVELS",
    "LEVELS",
    "find_notices",
    "is_authority_line",
    "is_review_stamp",
    "notice_owner",
    "parse_banner",
    "parse_portion",
]
