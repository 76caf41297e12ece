"""One command for all sets: ``python -m benchmarks.accuracy --set frus --half tuning --worst``."""

import sys

from benchmarks.accuracy.command import main

if __name__ == "__main__":
    sys.exit(main())
