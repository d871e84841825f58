"""The command line: arguments -> values -> library -> print. One file per command; no logic here.

Every way in which a command can go wrong ends here, in one sentence on standard error: exit code 2
for bad input or a full disk, 130 for Ctrl-C. Only a defect of fittingroom itself shows a traceback.
"""

import argparse
import sys
from collections.abc import Sequence

from fittingroom import __version__
from fittingroom.cli import (
    annotate,
    app,
    bench,
    build,
    checks,
    copies,
    curate,
    data,
    defects,
    evaluate,
    leaderboard,
    ledger,
    lint,
    look,
    probe,
    report,
    score,
    sets,
    simulate,
    study,
    styles,
    train,
)
from fittingroom.errors import FittingRoomError

COMMANDS = (
    report,
    score,
    app,
    train,
    evaluate,
    study,
    defects,
    styles,
    probe,
    bench,
    leaderboard,
    build,
    simulate,
    curate,
    copies,
    annotate,
    sets,
    look,
    lint,
    data,
    checks,
    ledger,
)
"""The modules of the commands, in the order in which --help shows them."""

EPILOG = """\
start here:
  fittingroom report fashion-mnist                        train the default network and report on it
  fittingroom score predictions.csv --data fashion-mnist  judge a file of predictions (id,label or id,p0..p9)
  fittingroom study overfitting fashion-mnist --quick     what makes a network overfit, and what helps
  fittingroom study reality fashion-mnist --quick         what the score is worth outside the benchmark
  fittingroom bench fashion-mnist --seeds 1               the paper's 129 rows; then: fittingroom leaderboard
  fittingroom build PHOTOS my-mnist                       your own pictures as a drop-in for MNIST
  fittingroom simulate my-world --products 2000           a shop's catalogue of drawn garments, truth known
  fittingroom curate my-world my-set                      a catalogue as a clean multi-label set, with reasons
  fittingroom copies PHOTOS                               which copies of your own pictures would be found
  fittingroom look fashion-mnist mnist                    what is in data sets, side by side
  fittingroom app runs/fashion-mnist/convnet-seed0        try the trained model on your own pictures
  fittingroom probe PHOTOS --map MAP.toml --run RUN       how right is it on your photos, how sure?
  fittingroom defects --sheet defects.png                 22 ways to damage a picture; --run RUN: the cost
  fittingroom styles --run RUN                            a model of digits: print, crossed sevens, thin pens
  fittingroom lint my_training.py                         does its evaluation leak? runs nothing
  fittingroom data list                                   the data sets that are known by name

DATA is a name from that list, or a path: a folder of MNIST-named IDX files, a folder of class folders
or with a CSV, an .npz file, a Parquet file. Exit codes: 0 done, 2 a sentence says why not, 130 interrupted.
"""


def parser() -> argparse.ArgumentParser:
    """The whole command line, for `main` and for the tests that read its help."""
    top = argparse.ArgumentParser(
        prog="fittingroom",
        description="Try a model on before you trust it: what an image classifier's score is worth.",
        epilog=EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    top.add_argument("--version", action="version", version=f"fittingroom {__version__}")
    commands = top.add_subparsers(title="commands", metavar="COMMAND", required=True)
    for command in COMMANDS:
        command.add(commands)
    return top


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; returns its exit code. Without a command it shows what there is."""
    if not (sys.argv[1:] if argv is None else argv):
        parser().print_help(sys.stderr)
        return 2
    return run(parser().parse_args(argv))


def run(arguments: argparse.Namespace) -> int:
    """Run the command that was parsed; whatever goes wrong becomes a sentence and an exit code."""
    try:
        return arguments.run(arguments)
    except FittingRoomError as error:
        return complain(str(error))
    except KeyboardInterrupt:
        complain("interrupted; nothing is half-written, the same command goes on where it can")
        return 130
    except BrokenPipeError:
        sys.stderr.close()  # the reader of our output left (as `| head` does): nobody is there to tell
        return 0
    except OSError as error:
        where = f": {error.filename}" if error.filename else ""
        return complain(f"the system refused: {error.strerror or error}{where}; nothing was half-written")
    except MemoryError as error:
        return complain(f"not enough memory: {error}")


def complain(sentence: str) -> int:
    """Say on standard error what went wrong; returns exit code 2."""
    lines = (" ".join(line.split()) for line in sentence.splitlines())
    print(f"fittingroom: {'; '.join(line for line in lines if line)}", file=sys.stderr)
    return 2
