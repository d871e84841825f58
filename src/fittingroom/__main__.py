"""`python -m fittingroom` is the command `fittingroom`."""

import sys

from fittingroom.cli import main

sys.exit(main())
