"""The frozen values that pass between the stages.

Offsets: every ``Span`` counts code points of ``Record.text``, half-open. Boxes: points, origin top
left, the page as displayed. Values refuse nonsense at birth and never change.
"""

from __future__ import annotations

from pipeline.model.decision import Action, Claim, Decision, Version
from pipeline.model.finding import Finding, Subject
from pipeline.model.language_model import ModelCard
from pipeline.model.marking import Category, Marking, Problem, Token
from pipeline.model.official import Official, PrivacyEnds, Register
from pipeline.model.record import (
    Block,
    Box,
    Certainty,
    KeptLink,
    KeptPage,
    KeptPages,
    Line,
    Page,
    Record,
    RecordDate,
    Source,
    Span,
    Unsure,
    Word,
)
from pipeline.model.release import AuditEvent, Draft, DrawnBar, DrawnPage, Release
from pipeline.model.rules import Custody, Match, MatchKind, Near, Rule, RuleFile, RuleSet, Scope, When, Within
from pipeline.model.ruling import Ruling, names_of_rulings

__all__ = [
    "Action",
    "AuditEvent",
    "Block",
    "Box",
    "Category",
    "Certainty",
    "Claim",
    "Custody",
    "Decision",
    "Draft",
    "DrawnBar",
    "DrawnPage",
    "Finding",
    "KeptLink",
    "KeptPage",
    "KeptPages",
    "Line",
    "Marking",
    "Match",
    "MatchKind",
    "ModelCard",
    "Near",
    "Official",
    "Page",
    "PrivacyEnds",
    "Problem",
    "Record",
    "RecordDate",
    "Register",
    "Release",
    "Rule",
    "RuleFile",
    "RuleSet",
    "Ruling",
    "Scope",
    "Source",
    "Span",
    "Subject",
    "Token",
    "Unsure",
    "Version",
    "When",
    "Within",
    "Word",
    "names_of_rulings",
]
