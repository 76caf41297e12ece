"""Detectors read a record and claim spans: markings, what rules name, and what nobody can read."""

from pipeline.detect.combine import Combiner
from pipeline.detect.detector import Detector
from pipeline.detect.entities import EntityDetector, known_entities, needs_model
from pipeline.detect.leaves import leaves, whole_id
from pipeline.detect.markings import MarkingDetector
from pipeline.detect.patterns import PatternDetector
from pipeline.detect.scripts import ScriptDetector
from pipeline.detect.seen import ModelEntity, NameModel
from pipeline.detect.stage import detect
from pipeline.detect.terms import TermDetector
from pipeline.detect.unsure import UnsureDetector

__all__ = [
    "Combiner",
    "Detector",
    "EntityDetector",
    "MarkingDetector",
    "ModelEntity",
    "NameModel",
    "PatternDetector",
    "ScriptDetector",
    "TermDetector",
    "UnsureDetector",
    "detect",
    "known_entities",
    "leaves",
    "needs_model",
    "whole_id",
]
