"""The language of markings, modern, legacy and damaged: vocabulary, grammar, roll-up, blocks, notices and stamps."""

from __future__ import annotations

from pipeline.markings.blocks import box_lines, check_instruction, find_inline_instructions, is_authority_line
from pipeline.markings.faults import PROBLEMS, Faults
from pipeline.markings.language import MAX_MARKING, Reading, is_closed, parse, parse_stamp
from pipeline.markings.notices import find_notices, find_warnings, notice_owner
from pipeline.markings.rollup import compare, rollup
from pipeline.markings.stamps import is_record_number, is_review_stamp
from pipeline.markings.vocabulary import CLASSIFIED_LEVELS, Vocabulary
from pipeline.markings.writing import format_marking

__all__ = [
    "CLASSIFIED_LEVELS",
    "MAX_MARKING",
    "PROBLEMS",
    "Faults",
    "Reading",
    "Vocabulary",
    "box_lines",
    "check_instruction",
    "compare",
    "find_inline_instructions",
    "find_notices",
    "find_warnings",
    "format_marking",
    "is_authority_line",
    "is_closed",
    "is_record_number",
    "is_review_stamp",
    "notice_owner",
    "parse",
    "parse_stamp",
    "rollup",
]
