"""Reads every output back by other means, in full: a Draft becomes a Release, or a LeakError is raised."""

from pipeline.verify.expected import Expected, expect
from pipeline.verify.folder import verify_folder
from pipeline.verify.verify import PROBES, Probe, verify

__all__ = ["PROBES", "Expected", "Probe", "expect", "verify", "verify_folder"]
