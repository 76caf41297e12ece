"""How much is found and how much is lost, beside plain Presidio with the same model: ``python -m benchmarks.accuracy``."""
