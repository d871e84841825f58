"""When, by what command and on what machine a report was made."""

import platform
import sys
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

import numpy as np

from fittingroom.cores import usable_cores


def circumstances() -> dict[str, str]:
    """What every report says of how it was made, in the order of print."""
    by_command = Path(sys.argv[0]).name == "fittingroom"
    return {
        "made": datetime.now(UTC).isoformat(timespec="seconds"),
        "command": " ".join(["fittingroom", *sys.argv[1:]]) if by_command else "Python",
        "versions": f"fittingroom {version('fittingroom')}, Python {platform.python_version()}, "
        f"NumPy {np.__version__}",
        "machine": f"{platform.system()} {platform.machine()}, {usable_cores()} cores",
    }
