"""Exemption codes, the age arithmetic of E.O. 13526, and what makes a code stale or impossible."""

from pipeline.authority.age import YEARS, Stage, Standing, chain_faults, ends, is_citable, onset, stage, standing
from pipeline.authority.codes import (
    HARMS,
    PRIVACY,
    RATIONALE_CLASSES,
    Regime,
    basis,
    code_fault,
    harm,
    is_classification_code,
    printed,
    rationale_class,
    regime,
)
from pipeline.authority.validity import doubt, is_approved, own_end, untrue, years_after

__all__ = [
    "HARMS",
    "PRIVACY",
    "RATIONALE_CLASSES",
    "YEARS",
    "Regime",
    "Stage",
    "Standing",
    "basis",
    "chain_faults",
    "code_fault",
    "doubt",
    "ends",
    "harm",
    "is_approved",
    "is_citable",
    "is_classification_code",
    "onset",
    "own_end",
    "printed",
    "rationale_class",
    "regime",
    "stage",
    "standing",
    "untrue",
    "years_after",
]
