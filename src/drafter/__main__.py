"""`python -m drafter` is the same program as `drafter`."""

import sys

from drafter.cli import main

if __name__ == "__main__":
    sys.exit(main())
