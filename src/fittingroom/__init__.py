"""fittingroom: try a model on before you trust it.

    import fittingroom as fr
    data = fr.load("fashion-mnist")
    report = fr.report(my_model, data)
    report.save("report.html")

Names are fetched on first use, so that `import fittingroom` loads no torch and no pandas.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

__version__ = "0.1.0"

if TYPE_CHECKING:
    from fittingroom.checks import run_checks as run_checks
    from fittingroom.data import load as load
    from fittingroom.data.arrays import from_arrays as from_arrays
    from fittingroom.data.ledger import open_test as open_test
    from fittingroom.data.ledger import openings as openings
    from fittingroom.data.split import divide as divide
    from fittingroom.errors import FittingRoomError as FittingRoomError
    from fittingroom.simulate.drawn_digits import drawn_digits as drawn_digits
    from fittingroom.simulate.printed_digits import printed_here as printed_here
    from fittingroom.studies.benchmark import bench as bench
    from fittingroom.studies.benchmark.leaderboard import leaderboard as leaderboard
    from fittingroom.studies.benchmark.own import recipe_row as recipe_row
    from fittingroom.studies.benchmark.own import row as row
    from fittingroom.studies.dropin import build_set as build_set
    from fittingroom.studies.look import look as look
    from fittingroom.studies.overfitting import overfitting as overfitting
    from fittingroom.studies.reality.defects import under_defects as under_defects
    from fittingroom.studies.reality.probe import probe as probe
    from fittingroom.studies.reality.study import reality as reality
    from fittingroom.studies.reality.styles import styles as styles
    from fittingroom.studies.tryon import report as report
    from fittingroom.studies.tryon import score as score
    from fittingroom.types import Card as Card
    from fittingroom.types import Dataset as Dataset
    from fittingroom.types import Finding as Finding
    from fittingroom.types import Measurement as Measurement
    from fittingroom.types import Part as Part
    from fittingroom.types import Predictions as Predictions

_HOMES = {
    "Card": "fittingroom.types",
    "Dataset": "fittingroom.types",
    "Finding": "fittingroom.types",
    "FittingRoomError": "fittingroom.errors",
    "Measurement": "fittingroom.types",
    "Part": "fittingroom.types",
    "Predictions": "fittingroom.types",
    "bench": "fittingroom.studies.benchmark",
    "build_set": "fittingroom.studies.dropin",
    "divide": "fittingroom.data.split",
    "drawn_digits": "fittingroom.simulate.drawn_digits",
    "from_arrays": "fittingroom.data.arrays",
    "leaderboard": "fittingroom.studies.benchmark.leaderboard",
    "load": "fittingroom.data",
    "look": "fittingroom.studies.look",
    "open_test": "fittingroom.data.ledger",
    "openings": "fittingroom.data.ledger",
    "overfitting": "fittingroom.studies.overfitting",
    "probe": "fittingroom.studies.reality.probe",
    "printed_here": "fittingroom.simulate.printed_digits",
    "reality": "fittingroom.studies.reality.study",
    "recipe_row": "fittingroom.studies.benchmark.own",
    "report": "fittingroom.studies.tryon",
    "row": "fittingroom.studies.benchmark.own",
    "run_checks": "fittingroom.checks",
    "score": "fittingroom.studies.tryon",
    "styles": "fittingroom.studies.reality.styles",
    "under_defects": "fittingroom.studies.reality.defects",
}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module 'fittingroom' has no attribute {name!r}; it has {', '.join(_HOMES)}")
    return getattr(import_module(_HOMES[name]), name)


def __dir__() -> list[str]:
    return ["__version__", *_HOMES]
