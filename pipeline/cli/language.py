"""Which language model a command uses: the one named, the one installed, or none."""

from __future__ import annotations

import argparse

from pipeline.flow import ModelSource, language_model
from pipeline.ner import find_model

__all__ = ["INSTALL", "model_source"]

INSTALL = "pip install 'declass-pipeline[ner]'"
"""How the extra is had."""


def model_source(args: argparse.Namespace) -> ModelSource:
    """Return what loads the model that the options choose, once it is asked for. Raises UsageError where the one named is none."""
    if args.no_ner:
        return lambda: None
    if args.ner_model is not None:
        find_model(args.ner_model)  # a wrong name is told although no rule may need it
    return lambda: language_model(args.ner_model)
