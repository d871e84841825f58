"""A script for the tests: trains one long arm; it is killed from outside.

python -m tests.studies.overfitting.made_to_be_killed FOLDER
"""

import sys
from pathlib import Path

from fittingroom.studies.overfitting.runs import plan, train
from tests.studies.overfitting.made import arm, fast, small

LONG = (arm(params=fast(epochs=60, dropout=0.3, patience=60)),)

if __name__ == "__main__":
    data = small()
    runs = plan(data, LONG, seeds=1, folder=Path(sys.argv[1]), network=None)
    train(data, runs, on="cores", workers=1, network=None)
